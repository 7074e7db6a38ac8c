"""Numbers → small plots as inline SVG: lines over two axes, and values with their intervals.

Colours come from the classes s0, s1, … of the page around it, so that a plot follows dark mode and
print; each line has its own dashes as well, for those who do not tell the colours apart. Coordinates
are in units of the view box, which the page scales to its width. Text is escaped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

__all__ = ["Axis", "Interval", "Line", "interval_chart", "line_chart"]

_WIDTH: Final = 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 14, 10, 46
_PLOT_HEIGHT: Final = 200
_ROW: Final = 18
_TICKS: Final = 6
_COLOURS: Final = 6
_LETTER: Final = 7  # about the width of a Latin letter; a Japanese one is twice as wide


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`, with a label."""

    label: str
    high: float
    low: float = 0.0

    def ticks(self) -> list[float]:
        """Round numbers in between: steps of 1, 2 or 5 times a power of ten."""
        width = self.high - self.low
        if width <= 0:
            return [self.low]
        size = 10.0 ** math.floor(math.log10(width / _TICKS))
        step = next(size * m for m in (1, 2, 5, 10) if width / (size * m) <= _TICKS)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [n * step for n in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Line:
    """A named line through points (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Interval:
    """A named value with the ends of its interval."""

    name: str
    value: float
    low: float
    high: float


def line_chart(title: str, lines: Sequence[Line], x: Axis, y: Axis) -> str:
    """Lines over two axes, with a legend below."""
    bottom = _TOP + _PLOT_HEIGHT
    legend = _legend([line.name for line in lines], bottom + _BOTTOM)
    parts = [_vertical(tick, x, _TOP, bottom) for tick in x.ticks()]
    parts += [_horizontal(tick, y) for tick in y.ticks()]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(_text(middle, bottom + 34, x.label, "middle"))
    for number, line in enumerate(lines):
        points = " ".join(f"{_x(a, x):.1f},{_y(b, y):.1f}" for a, b in line.points)
        parts.append(f'<polyline class="line s{number % _COLOURS}" points="{points}"/>')
        if len(line.points) == 1:  # a line of one point would not show
            (a, b), *_ = line.points
            parts.append(_dot(_x(a, x), _y(b, y), number))
    height = bottom + _BOTTOM + _ROW * (legend[1] if len(lines) > 1 else 0)
    return _svg(title, height, [*parts, *(legend[0] if len(lines) > 1 else [])])


def interval_chart(title: str, intervals: Sequence[Interval], x: Axis) -> str:
    """A row for each value: its name, its interval as a bar, the value as a dot and in figures."""
    bottom = _TOP + 2 * _ROW * len(intervals)
    parts = [_vertical(tick, x, _TOP, bottom) for tick in x.ticks()]
    for number, each in enumerate(intervals):
        middle = _TOP + 2 * _ROW * number + 1.4 * _ROW
        label = f"{each.name}  {each.value:.3f} ({each.low:.3f}–{each.high:.3f})"
        parts.append(_text(_LEFT + 4, middle - 10, label))
        parts.append(
            f'<line class="bar s{number % _COLOURS}" x1="{_x(each.low, x):.1f}" y1="{middle:.1f}" '
            f'x2="{_x(each.high, x):.1f}" y2="{middle:.1f}"/>'
        )
        parts.append(_dot(_x(each.value, x), middle, number))
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(_text(middle, bottom + 34, x.label, "middle"))
    return _svg(title, bottom + _BOTTOM, parts)


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height:.0f}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _x(value: float, axis: Axis) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * _share(value, axis)


def _y(value: float, axis: Axis) -> float:
    return _TOP + _PLOT_HEIGHT * (1 - _share(value, axis))


def _share(value: float, axis: Axis) -> float:
    return (value - axis.low) / (axis.high - axis.low) if axis.high > axis.low else 0.5


def _vertical(tick: float, axis: Axis, top: float, bottom: float) -> str:
    x = _x(tick, axis)
    line = f'<line class="grid" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}"/>'
    return line + _text(x, bottom + 15, f"{tick:,g}", "middle")


def _horizontal(tick: float, axis: Axis) -> str:
    y = _y(tick, axis)
    line = f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>'
    return line + _text(_LEFT - 6, y + 4, f"{tick:,g}", "end")


def _dot(x: float, y: float, number: int) -> str:
    return f'<circle class="dot s{number % _COLOURS}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _legend(names: Sequence[str], top: float) -> tuple[list[str], int]:
    """The names behind samples of their lines, and how many rows they take."""
    parts, x, row = [], float(_LEFT), 0
    for number, name in enumerate(names):
        width = 34 + _LETTER * sum(1 if sign.isascii() else 2 for sign in name) + 14
        if x > _LEFT and x + width > _WIDTH:
            x, row = float(_LEFT), row + 1
        y = top + _ROW * row + 8
        parts.append(
            f'<line class="line s{number % _COLOURS}" x1="{x:.1f}" y1="{y:.1f}" '
            f'x2="{x + 26:.1f}" y2="{y:.1f}"/>' + _text(x + 32, y + 4, name)
        )
        x += width
    return parts, row + 1
