"""Tables and failures of an evaluation → what a terminal shows. It prints nothing."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table

from index.wording import UiLanguage
from rag.rendering import Line

from .failures import Failure, found_instead, gold_place
from .tables import ReportTable
from .words import word

__all__ = ["draw_table", "failure_lines"]


def draw_table(table: ReportTable) -> Table:
    """A table as rich draws it."""
    # Six figures with their intervals fit into 80 columns only without space to spare.
    drawn = Table(
        title=table.title,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        collapse_padding=True,
        pad_edge=False,
    )
    for number, heading in enumerate(table.headings):
        if number < table.names:
            drawn.add_column(heading, overflow="fold")
        else:
            drawn.add_column(heading, justify="right")
    for row in table.rows:
        drawn.add_row(*row)
    return drawn


def failure_lines(
    failures: Iterable[Failure], system: str, depth: int, language: UiLanguage
) -> list[Line]:
    """The questions that failed: each with its gold, and what came first instead."""
    lines = [Line(word("failures", language, system=system), 0, "bold")]
    for failure in failures:
        lines.append(Line(f"{failure.id}  {failure.text}  (nDCG@10 {failure.ndcg:.3f})"))
        lines += [
            _labelled("gold", gold_place(place, depth, language), "green", language)
            for place in failure.gold
        ]
        if failure.instead:
            found = found_instead(failure.instead, language)
            lines.append(_labelled("instead", found, "red", language))
    return lines if len(lines) > 1 else [*lines, Line(word("no_failures", language))]


def _labelled(label: str, text: str, style: str, language: UiLanguage) -> Line:
    colon = "：" if language == "ja" else ": "
    return Line(f"{word(label, language)}{colon}{text}", 4, style)
