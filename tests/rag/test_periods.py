from __future__ import annotations

from datetime import date

import pytest

from rag.errors import UnreadableDate
from rag.periods import period, period_in_words


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-07-11", "2024-07-11", "2024-07-11"),
        ("2024/7/11", "2024-07-11", "2024-07-11"),
        ("令和6年7月11日", "2024-07-11", "2024-07-11"),
        ("令和６年７月１１日", "2024-07-11", "2024-07-11"),
        ("R6.7.11", "2024-07-11", "2024-07-11"),
        ("Ｒ６．７．１１", "2024-07-11", "2024-07-11"),
        ("r6.7", "2024-07-01", "2024-07-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023年2月", "2023-02-01", "2023-02-28"),
        ("令和6年 7月", "2024-07-01", "2024-07-31"),
        ("平成三十年", "2018-01-01", "2018-12-31"),
        ("令和元年", "2019-01-01", "2019-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("R6", "2024-01-01", "2024-12-31"),
        ("令和7年度", "2025-04-01", "2026-03-31"),
        ("令和元年度", "2019-04-01", "2020-03-31"),
        ("２０２４年度", "2024-04-01", "2025-03-31"),
    ],
)
def test_a_day_month_year_or_fiscal_year_has_a_first_and_a_last_day(
    text: str, first: str, last: str
) -> None:
    assert period(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "きのう",
        "7-11",
        "7月11日",
        "2024-13",
        "2024-02-30",
        "6",
        "年度",
        "令和6年7月度",
        "2024-7-11x",
    ],
)
def test_anything_else_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UnreadableDate, match=r"Write it as 2024-07-11"):
        period(text)


@pytest.mark.parametrize(
    ("since", "until", "ja", "en"),
    [
        ("2025-04-01", "2026-03-31", "2025年度", "fiscal year 2025"),
        ("2025-01-01", "2025-12-31", "2025年", "2025"),
        ("2025-02-01", "2025-02-28", "2025年2月", "2025-02"),
        ("2025-02-01", "2025-02-27", "2025-02-01 – 2025-02-27", "2025-02-01 – 2025-02-27"),
        ("2025-02-03", "2025-02-03", "2025-02-03", "2025-02-03"),
        ("2025-10-01", "2026-03-31", "2025年10月～2026年3月", "2025-10 – 2026-03"),
        ("2025-03-01", "2025-05-31", "2025年3月～5月", "2025-03 – 2025-05"),
    ],
)
def test_a_period_is_called_by_its_name(since: str, until: str, ja: str, en: str) -> None:
    ends = date.fromisoformat(since), date.fromisoformat(until)
    assert period_in_words(*ends, "ja") == ja
    assert period_in_words(*ends, "en") == en
