from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from rag.evaluation.svg import Axis, Interval, Line, interval_chart, line_chart

SVG = "{http://www.w3.org/2000/svg}"


def lines_of(chart: str) -> list[list[tuple[float, float]]]:
    root = ET.fromstring(chart)  # noqa: S314 - ours
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.get("points").split())]  # type: ignore[union-attr]
        for line in root.iter(f"{SVG}polyline")
    ]


def test_points_stand_where_the_axes_put_them() -> None:
    chart = line_chart(
        "再現率", [Line("a", [(0, 0), (50, 0.5), (100, 1.0)])], Axis("k", 100), Axis("", 1.0)
    )
    (left, middle, right) = lines_of(chart)[0]
    assert middle[0] == pytest.approx((left[0] + right[0]) / 2, abs=0.1)
    assert middle[1] == pytest.approx((left[1] + right[1]) / 2, abs=0.1)
    # A higher value stands higher, and a greater one farther to the right.
    assert right[0] > left[0]
    assert right[1] < left[1]


def test_an_interval_is_a_bar_around_its_dot() -> None:
    chart = interval_chart("nDCG", [Interval("dense", 0.5, 0.25, 0.75)], Axis("nDCG@10", 1.0))
    root = ET.fromstring(chart)  # noqa: S314
    (bar,) = [line for line in root.iter(f"{SVG}line") if "bar" in line.get("class", "")]
    (dot,) = root.iter(f"{SVG}circle")
    low, high, middle = (float(v or 0) for v in (bar.get("x1"), bar.get("x2"), dot.get("cx")))
    assert middle == pytest.approx((low + high) / 2, abs=0.1)
    assert high - low == pytest.approx((440 - 40 - 14) / 2, abs=0.1)
    assert "dense  0.500 (0.250–0.750)" in chart


def test_a_line_of_one_point_is_a_dot() -> None:
    chart = line_chart("t", [Line("a", [(0.5, 0.1)])], Axis("x", 1.0), Axis("", 1.0))
    assert "<circle" in chart


def test_text_is_escaped() -> None:
    chart = line_chart("<b>", [Line("a<", []), Line('"&', [])], Axis("x>", 1.0), Axis("", 1.0))
    texts = [t.text for t in ET.fromstring(chart).iter() if t.text]  # noqa: S314
    assert {"<b>", "a<", '"&', "x>"} <= set(texts)


@pytest.mark.parametrize(
    ("axis", "ticks"),
    [
        (Axis("", 1.0), [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (Axis("", 100), [0, 20, 40, 60, 80, 100]),
        (Axis("", 37), [0, 10, 20, 30]),
        (Axis("", 0.004), [0, 0.001, 0.002, 0.003, 0.004]),
        (Axis("", 0.0), [0]),
    ],
)
def test_ticks_are_round(axis: Axis, ticks: list[float]) -> None:
    assert axis.ticks() == pytest.approx(ticks)


def test_the_legend_breaks_into_rows_of_the_width() -> None:
    names = [f"方式その{n}" for n in range(7)]
    root = ET.fromstring(  # noqa: S314
        line_chart("t", [Line(name, [(0, 0), (1, 1)]) for name in names], Axis("", 1), Axis("", 1))
    )
    places = {
        t.text: (float(t.get("x") or 0), float(t.get("y") or 0)) for t in root.iter(f"{SVG}text")
    }
    assert all(places[name][0] + 14 * len(name) <= 440 for name in names)
    assert len({places[name][1] for name in names}) > 1
    assert max(y for _, y in places.values()) < float((root.get("viewBox") or "").split()[3])
