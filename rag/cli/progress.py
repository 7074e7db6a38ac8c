"""What the indexer and the evaluation tell of their progress → bars on stderr, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from rag.cli.screen import Screen

__all__ = ["StageProgress", "stage_bars"]


class StageProgress(Protocol):
    """Told how far a stage has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say how many things of a stage are done, of how many; 0 where that is not known."""


class _Rate(ProgressColumn):
    """Things a second."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._screen = screen

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(self._screen.word("rate", rate=f"{speed:,.1f}") if speed else "")


@contextmanager
def stage_bars(screen: Screen, first: str) -> Iterator[StageProgress]:
    """One bar a stage, each from when it begins; `first` is shown as busy at once."""
    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(screen),
        TimeRemainingColumn(),
        console=screen.err,
        disable=not screen.err.is_terminal,
        transient=True,
    )
    tasks: dict[str, TaskID] = {}

    def tell(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(screen.word(f"stage_{stage}"), total=total or None)
        # The stage that was shown as busy before this one is over.
        for earlier in list(tasks)[: list(tasks).index(stage)]:
            if bars.tasks[tasks[earlier]].total is None:
                bars.update(tasks[earlier], total=1, completed=1)
        bars.update(tasks[stage], completed=done, total=total or None)

    with bars:
        tell(first, 0, 0)
        yield tell
