"""A question and the sentence that answers it → the span that is the answer, when one stands out.

Only where the question names what it counts (何人, いくら, いつ) and exactly one span of that kind
stands in the sentence: a wrong short answer is worse than none. The span is verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import fold, fold_with_offsets
from rag.question import Question, Wanted

__all__ = ["short_answer"]

# --- Amounts: 約1万2,345人, 三億二千万円, 十数件, 10~15人, 20人以上

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_SCALE = r"(?:[十百千]?[万億兆]|[百千])"
_AMOUNT = (
    rf"(?:(?!1[人名枚件回個台本冊点校社世かカヶ]){_DIGITS}(?:{_SCALE}{_DIGITS})*(?:{_SCALE}|数)?"
    # A lone one seldom counts: 一人一人, 一点目, 1人当たり, 1枚につき, 1回ごと.
    r"|数[十百千万億]+|(?!一(?![○一二三四五六七八九十百千万億数]))[○一二三四五六七八九十百千万億]+数?)"
)
# What stands before the part of a larger number, of a range, of a list or of an ordinal.
_NOT_INSIDE = (
    r"(?<![0-9.,○一二三四五六七八九十百千万億兆数第月~〜\-–―])(?<![0-9][、・])"
    r"(?<!令和)(?<!平成)(?<!昭和)"
)
_ABOUT = r"(?:(?:約|およそ|おおよそ|ほぼ|延べ)\s?)?(?:マイナス|▲|△)?"
_BOUND = r"(?:以上|以下|以内|未満|程度|余り|前後|[強弱])?"
_RANGE_SIGN = r"\s?[~〜\-–―]\s?"
# What shows that the span was an ordinal, a ratio or goes on: 3人目, 3人に1人, 2時間と10分, 3分の1, 10人~15人.
_ENDS = rf"(?!目|に[1一]|(?<=分)の[0-9一二三四五六七八九]|[と,]?[0-9]|{_RANGE_SIGN}[0-9])"

_PERCENT = r"(?:パーセント|%)"
_PEOPLE = r"(?:人|名)"
_COUNTED = re.compile(
    r"何([かカヶケヵ箇][所月国年]|世帯|時間|自治体|市町村|団体|[週日年]間|[ァ-ヴー]+|[a-z]+"
    r"|[^\s、。?でがはをにのか])(?!目)",
    re.IGNORECASE,
)
_SMALL_KA = "[かカヶケヵ箇]"
_SAME_COUNTER = {
    "パーセント": _PERCENT,
    "%": _PERCENT,
    "人": _PEOPLE,
    "名": _PEOPLE,
    "時間": r"時間(?:半|[0-9]{1,2}分)?",
    "年": r"(?<![0-9]{4})年間?(?![度0-9])",
}
_HOW_MUCH = re.compile(r"いくら|金額|費用|予算|料金|how much|多少钱|얼마", re.IGNORECASE)
_YEN = r"円(?![玉札滑形])"

# --- Dates: 令和6年度中, 2025年6月30日(月), 令和九年四月, 来年の3月, 10月上旬

_KANJI = "○一二三四五六七八九十"
_YEAR = (
    rf"(?:(?:令和|平成|昭和|大正|明治)\s?(?:元|[0-9]{{1,2}}|[{_KANJI}]{{1,3}})|(?<![0-9])[0-9]{{4}})"
    r"年度?(?![間比])|(?:再来|来|今|本|昨|毎|一昨)年度?"
)
_MONTH = rf"(?:[0-9]{{1,2}}|[{_KANJI}]{{1,3}})月(?![間例分号])"
_DAY = rf"(?:[0-9]{{1,2}}|[{_KANJI}]{{1,3}})日(?!間)"
_WEEKDAY = r"(?:\([日月火水木金土](?:曜日?)?(?:・祝)?\))?"
_PART = r"(?:[上中下]旬|初め|半ば|末|中|内|ごろ|頃)?"
_MONTH_AND_DAY = rf"{_MONTH}(?:{_DAY}{_WEEKDAY}|{_PART})"
# A month after 同年 or 翌年 says less than it seems; one of a session (9月定例会) is its name.
_NOT_A_DATE = r"(?:に?(?:定例|臨時)?(?:市|町|村|県|議)?議?会|補正|問題)"
_DATE = re.compile(
    rf"(?<![0-9{_KANJI}年度第])(?<![~〜\-–―])(?<!年の)"
    rf"(?>(?:{_YEAR})(?:の?{_MONTH_AND_DAY}|{_PART})|{_MONTH_AND_DAY})"
    rf"(?!{_NOT_A_DATE}|[、・]\s?[0-9]{{1,2}}日|{_RANGE_SIGN}[0-9])"
)
# A date told by another one (同年5月7日): which of both is the answer, no pattern can tell.
_TOLD_BY_ANOTHER = re.compile(r"(?:同|翌|前)(?:年度?|月)(?=[0-9一二三四五六七八九十])")
# Parts of a date that a question asks for by name: the span must hold it.
_ASKED_PART = re.compile(r"何(曜|時|年|月|日)|what (time)", re.IGNORECASE)
# Of a period, which end: the date before まで, or one that is not.
_ASKED_BOUND = re.compile(r"(?:いつ|何[年月日])(?:頃|ごろ)?(まで|から)")
_BOUNDED = {
    "まで": re.compile(rf"{_DATE.pattern}(?=いっぱい|まで)"),
    "から": re.compile(rf"{_DATE.pattern}(?!いっぱい|まで)"),
}
_TIME = re.compile(
    r"(?<![0-9~〜\-–])(?:午前|午後)?[0-9]{1,2}(?:時(?!間)(?:半|[0-9]{1,2}分)?|:[0-9]{2})"
    rf"(?!{_RANGE_SIGN}[0-9])"
)


def short_answer(question: Question, quotes: Sequence[str]) -> str | None:
    """The one span of the kind asked for, verbatim from the first quote, or None.

    Args:
        quotes: those of the answer, best first. Where they hold different spans of that kind, which
            of them is the answer is for the person to judge, and there is no short one.
    """
    pattern, part = _sought(question)
    if pattern is None:
        return None
    if question.wanted is Wanted.DATE and any(_TOLD_BY_ANOTHER.search(fold(q)) for q in quotes):
        return None
    folded = fold_with_offsets(quotes[0])
    spans = [match.span() for match in pattern.finditer(folded.text)]
    others = (match.group() for quote in quotes[1:] for match in pattern.finditer(fold(quote)))
    texts = {*(folded.text[start:end] for start, end in spans), *others}
    if not spans or len(texts) != 1 or part not in next(iter(texts)):
        return None
    start, end = folded.to_source(*spans[0])
    return quotes[0][start:end]


def _sought(question: Question) -> tuple[re.Pattern[str] | None, str]:
    """What to look for, and the characters that it must hold."""
    asked = fold(question.text)
    if question.wanted is Wanted.DATE:
        part = _ASKED_PART.search(asked)
        named = (part.group(1) or part.group(2)) if part else ""
        if named in ("時", "time"):
            return _TIME, ""
        bound = _ASKED_BOUND.search(asked)
        return (_BOUNDED[bound.group(1)] if bound else _DATE), named
    if question.wanted is not Wanted.NUMBER:
        return None, ""
    counted = _COUNTED.search(asked)
    if counted:
        return _amount_of(_counter(counted.group(1))), ""
    return (_amount_of(_YEN), "") if _HOW_MUCH.search(asked) else (None, "")


def _counter(counted: str) -> str:
    if re.match(_SMALL_KA, counted) and len(counted) > 1:
        return _SMALL_KA + counted[1]
    return _SAME_COUNTER.get(counted, re.escape(counted))


def _amount_of(counter: str) -> re.Pattern[str]:
    """Amounts of what is counted, with what bounds them; of a range, the whole."""
    low = rf"{_AMOUNT}\s?(?:{counter})?{_RANGE_SIGN}"
    return re.compile(
        rf"{_NOT_INSIDE}{_ABOUT}(?:{low})?{_AMOUNT}\s?{counter}{_BOUND}{_ENDS}", re.IGNORECASE
    )
