"""`rag doctor`: findings → lines, and 1 where something is wrong."""

from __future__ import annotations

from typing import Any

from rag.cli.screen import Screen
from rag.doctor import Finding, examine
from rag.rendering import Line
from rag.settings import Settings

__all__ = ["check_installation"]

_STYLES = {"ok": "", "warning": "yellow", "error": "bold red"}


def check_installation(settings: Settings, screen: Screen, as_json: bool) -> int:
    """Show every finding as it is made."""
    findings = []
    for finding in examine(settings):
        findings.append(finding)
        if not as_json:
            screen.show_lines(_lines(finding, screen))
    failed = any(finding.level == "error" for finding in findings)
    if as_json:
        screen.show_json({"ok": not failed, "findings": [_json(f) for f in findings]})
    return 1 if failed else 0


def _lines(finding: Finding, screen: Screen) -> list[Line]:
    language = screen.language
    level = screen.word(f"level_{finding.level}")
    text = f"[{level}] {finding.name.render(language)}: {finding.message.render(language)}"
    lines = [Line(text, 0, _STYLES[finding.level])]
    if finding.remedy:
        lines.append(Line(f"→ {finding.remedy.render(language)}", 4))
    return lines


def _json(finding: Finding) -> dict[str, Any]:
    remedy = finding.remedy
    return {
        "check": finding.check,
        "level": finding.level,
        "message": {"ja": finding.message.ja, "en": finding.message.en},
        "remedy": {"ja": remedy.ja, "en": remedy.en} if remedy else None,
    }
