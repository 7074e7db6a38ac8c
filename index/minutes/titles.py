"""The <title> of a web page, and the page's headings → the title of the meeting.

A <title> often holds the site's name and what the page is for (閲覧 | 発言内容 | …); a heading of the
document's own is preferred where it names a meeting. Nothing here knows a site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import fold

__all__ = ["TITLE_WORDS", "body_of", "title_of_page"]

TITLE_WORDS = re.compile(
    r"会\s*議\s*録|議\s*事|会\s*議|委員会|審議会|協議会|懇談会|研究会|部会|分科会|総会|定例会|臨時会|本会議|ミーティング|打ち?合わ?せ|Minutes|Meeting|Protokoll|versammlung|회의|会议",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[|｜]\s*|\s+(?:[-–—»«:：])\s+")
_RECORD = re.compile(
    r"会\s*議\s*録|議\s*事\s*(?:録|概\s*要|要\s*旨|要\s*録)|会議(?:概要|要旨|記録)"
)
# What a page does, not what a meeting is called.
_FUNCTION = re.compile(r"検索|閲覧|一覧|表示|システム|ホームページ|トップ")


# What tells one meeting of a body from the next, and what kind of record it is.
_OF_ONE_MEETING = re.compile(
    r"(?:令和|平成|昭和|R|H)\s*(?:元|\d{1,2})\s*年度?|(?:19|20)\d{2}\s*年度?(?:\s*\d{1,2}月(?:\s*\d{1,2}日)?)?"
    r"|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|第\s*[\d一二三四五六七八九十]+\s*[回号日次]"
    r"|\([^()]*\)|定例会|臨時会|本会議|定例|臨時|会\s*議\s*録|議\s*事\s*(?:録|概\s*要|要\s*旨|要\s*録)|会議(?:概要|要旨|結果)"
    r"|開催結果|の?(?:概要|要旨|記録)|#\s*\d+|\bminutes\b|\bmeeting\b",
    re.IGNORECASE,
)


def body_of(title: str) -> str:
    """The body that meets: the title without number, date and kind of record.

    令和６年第３回汐見野市議会定例会会議録（第２号） → 汐見野市議会
    """
    return re.sub(r"[\s・,、:_-]+", "", _OF_ONE_MEETING.sub("", fold(title)))


def title_of_page(stated: str, headings: Sequence[str], lines: Sequence[str]) -> str:
    """Choose among the parts of a page's <title> and its headings.

    Args:
        stated: the page's <title>.
        headings: the headings above the record, as printed, the highest first.
        lines: the other lines above it; one that the <title> repeats is as good as a heading.
    """
    parts = [part for part in _SEPARATOR.split(stated.strip()) if part] or [stated]
    site = _key(parts[-1]) if len(parts) > 1 else ""
    named = [heading for heading in headings if _names_meeting(heading, site)]
    beside = [line for line in lines if _names_meeting(line, site)]
    repeated = [words for words in (*named, *beside) if _key(words) in _key(stated)]
    fuller = [
        words
        for words in (*named, *beside)
        if _key(words).startswith(_key(parts[0])) and _RECORD.search(fold(words))
    ]
    for candidates in (repeated, fuller, named, _meetings_in(parts)):
        if candidates:
            return candidates[0]
    return parts[0]


def _names_meeting(words: str, site: str) -> bool:
    return _key(words) != site and bool(TITLE_WORDS.search(fold(words)))


def _meetings_in(parts: Sequence[str]) -> list[str]:
    """The parts that name a meeting, before those that also say what the page is for."""
    named = [part for part in parts if TITLE_WORDS.search(fold(part))]
    return sorted(named, key=lambda part: bool(_FUNCTION.search(part)))


def _key(text: str) -> str:
    return re.sub(r"\s+", "", fold(text)).casefold()
