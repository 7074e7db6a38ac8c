"""Milliseconds by stage, for the timings of an answer."""

from __future__ import annotations

import time

__all__ = ["Clock"]


class Clock:
    """Notes how long each stage took, in milliseconds of wall-clock time."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._begun = self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Note the time since the last lap under a name."""
        now = time.perf_counter()
        self.laps[stage] = round((now - self._last) * 1000, 2)
        self._last = now

    @property
    def total(self) -> float:
        """The time since the clock was made."""
        return round((time.perf_counter() - self._begun) * 1000, 2)
