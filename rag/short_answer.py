"""A question and the sentence that answers it → the span that is the answer, when one stands out.

Only where the question names what it counts (何人, いくら, いつ) and exactly one span of that kind
stands in the sentence: a wrong short answer is worse than none. The span is verbatim.
"""

from __future__ import annotations

import re

from index.text import fold, fold_with_offsets
from rag.question import Question, Wanted

__all__ = ["short_answer"]

_NUMERAL = r"(?:[0-9][0-9,.]*|[一二三四五六七八九十百千]+)"
_SCALE = r"(?:千|百)?(?:万|億|兆)?"
_ABOUT = r"(?:約|およそ|ほぼ|延べ)?"
_DATE = re.compile(
    r"(?:(?:令和|平成|昭和)\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]+)年|[0-9]{4}年)?"
    r"度?の?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬|末|ごろ|頃)?(?:[(（][日月火水木金土][)）])?)"
    r"|(?:(?:令和|平成|昭和)\s?(?:元|[0-9]{1,2}|[一二三四五六七八九十]+)年|[0-9]{4}年)度?(?:[0-9]{1,2}月)?"
)
_YEN = re.compile(rf"{_ABOUT}(?:{_NUMERAL}{_SCALE})+[0-9,]*円")
_COUNTED = re.compile(r"何(パーセント|か所|カ所|ヶ所|世帯|時間|自治体|[^\s、。?？でがはをにのか])")
_PLACES = r"(?:か|カ|ヶ|箇)所"
_PERCENT = r"(?:パーセント|%)"
_PEOPLE = r"(?:人|名)"
_SAME_COUNTER = {
    "パーセント": _PERCENT,
    "%": _PERCENT,
    "人": _PEOPLE,
    "名": _PEOPLE,
    "か所": _PLACES,
    "カ所": _PLACES,
    "ヶ所": _PLACES,
}


def short_answer(question: Question, quote: str) -> str | None:
    """The one span of the quote that is of the kind asked for, verbatim, or None."""
    pattern = _pattern(question)
    if pattern is None:
        return None
    folded = fold_with_offsets(quote)
    spans = {match.span() for match in pattern.finditer(folded.text)}
    texts = {folded.text[start:end] for start, end in spans}
    if len(texts) != 1:
        return None
    start, end = folded.to_source(*min(spans))
    return quote[start:end]


def _pattern(question: Question) -> re.Pattern[str] | None:
    asked = fold(question.text)
    if question.wanted is Wanted.DATE:
        return _DATE
    if question.wanted is not Wanted.NUMBER:
        return None
    counted = _COUNTED.search(asked)
    if counted:
        counter = _SAME_COUNTER.get(counted.group(1), re.escape(counted.group(1)))
        return re.compile(rf"{_ABOUT}{_NUMERAL}{_SCALE}{counter}")
    if re.search(r"いくら|金額|費用|予算|料金|how much|多少钱|얼마", asked, re.IGNORECASE):
        return _YEN
    return None
