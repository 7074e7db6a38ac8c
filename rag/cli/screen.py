"""Where a command writes: results to stdout, everything else to stderr.

A terminal gets wrapped and coloured text; a file or pipe gets plain lines that are never wrapped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.wording import UiLanguage
from rag.messages import MESSAGES
from rag.rendering import Columns, Line
from rag.wrapping import wrap

__all__ = ["Screen"]

# Cells: longer lines are hard to read, shorter ones cannot hold a word.
_WIDEST, _NARROWEST = 100, 20


class _Console(Console):
    """Leaves a closed pipe to `main`, which ends quietly."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


class Screen:
    """The terminal, or what stands in its place, and the language in which to speak."""

    def __init__(self, language: UiLanguage) -> None:
        self.language = language
        self.out = _Console(highlight=False, markup=False, emoji=False)
        self.err = _Console(stderr=True, highlight=False, markup=False, emoji=False)

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads the results as they come."""
        return self.out.is_terminal

    @property
    def is_conversation(self) -> bool:
        """Whether a person can be asked something."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def word(self, name: str, **slots: object) -> str:
        """A message of rag/messages.py."""
        return MESSAGES[name].render(self.language, **slots)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Print paragraphs: wrapped and styled on a terminal, as they are elsewhere."""
        for line in lines:
            if self.is_terminal:
                for text in self._wrapped(line):
                    self.out.print(Text(" " * line.indent + text, line.style), soft_wrap=True)
            else:
                for text in line.text.splitlines() or [""]:
                    sys.stdout.write(f"{' ' * line.indent}{text}".rstrip() + "\n")

    def _wrapped(self, line: Line) -> list[str]:
        width = min(self.out.width, _WIDEST) - line.indent
        return wrap(line.text, max(width, _NARROWEST)) or [""]

    def show_columns(self, columns: Columns) -> None:
        """Print a table on a terminal; elsewhere lines of cells between tabs, for other programs."""
        if not self.is_terminal:
            for row in columns.rows:
                sys.stdout.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for number, heading in enumerate(columns.headings):
            long = number in columns.long
            right = number in columns.numbers
            table.add_column(
                heading, justify="right" if right else "left", overflow="fold", no_wrap=not long
            )
        for row in columns.rows:
            table.add_row(*row)
        self.out.print(table)

    def show_tables(self, tables: Iterable[Table]) -> None:
        """Print finished tables."""
        for table in tables:
            self.out.print(table)

    def show_json(self, value: Any) -> None:
        """Print a result as JSON; outside Unicode terminals in ASCII, so that nothing is lost."""
        unicode_out = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
        sys.stdout.write(json.dumps(value, ensure_ascii=not unicode_out, indent=2) + "\n")

    def note(self, text: str) -> None:
        """Say something that is no result."""
        self.err.print(text, soft_wrap=True)

    def confirm(self, question: str) -> bool:
        """Ask for a yes; anything else is a no."""
        self.err.print(question, end="")
        return sys.stdin.readline().strip().lower() in {"y", "yes", "はい"}
