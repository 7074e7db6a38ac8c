"""`rag doctor` and `rag terms`: findings, and 1 where something is wrong; a text → how it is cut."""

from __future__ import annotations

from typing import Any

from index.synonyms import Synonyms
from rag.cli.screen import Screen
from rag.doctor import Finding, examine
from rag.rendering import Line
from rag.settings import Settings
from rag.wiring import make_analyzer

__all__ = ["check_installation", "show_terms"]

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


def show_terms(settings: Settings, screen: Screen, text: str, as_json: bool) -> int:
    """Show what a text is searched by, as a question; passages get no synonyms."""
    analyzer = make_analyzer(settings)
    terms = analyzer.terms(text)
    synonyms = Synonyms.read(settings.synonyms_path, analyzer).found_in(terms)
    if as_json:
        screen.show_json(
            {
                "words": terms.words,
                "bigrams": terms.bigrams,
                "synonyms": [{"typed": typed, "instead": others} for typed, others in synonyms],
                "tokenizer": analyzer.id,
            }
        )
        return 0
    lines = [
        screen.word("terms_words", listed=" ".join(terms.words)),
        screen.word("terms_bigrams", listed=" ".join(terms.bigrams)),
        *(
            screen.word("terms_synonyms", typed=typed, instead=", ".join(others))
            for typed, others in synonyms
        ),
    ]
    screen.show_lines(Line(line) for line in lines)
    return 0


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
