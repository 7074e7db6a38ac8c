"""Lines above the record, or a page's <title> and headings → the title of the meeting and what it tells.

It tells the kind of record and the body that meets. A <title> often holds the site's name and what the
page is for (閲覧 | 発言内容 | …); a heading of the document's own is preferred where it names a meeting.
Nothing here knows a site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.dates import find_dates
from index.meeting import RecordKind
from index.minutes.lines import Line
from index.minutes.marks import ends_sentence
from index.text import fold

__all__ = ["body_of", "kind_in", "title_lines", "title_of_page"]

_TITLE_WORDS = re.compile(
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
    stated = " ".join(stated.split())
    parts = [part for part in _SEPARATOR.split(stated) if part] or [stated]
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
    return _key(words) != site and bool(_TITLE_WORDS.search(fold(words)))


def _meetings_in(parts: Sequence[str]) -> list[str]:
    """The parts that name a meeting, before those that also say what the page is for."""
    named = [part for part in parts if _TITLE_WORDS.search(fold(part))]
    return sorted(named, key=lambda part: bool(_FUNCTION.search(part)))


def _key(text: str) -> str:
    return re.sub(r"\s+", "", fold(text)).casefold()


# ---------------------------------------------------------------------------------------------
# Lines above the record

_KIND_WORDS = (
    (
        RecordKind.SUMMARY,
        re.compile(
            r"議事\s*概要|議事\s*要旨|議事\s*要録|会議\s*概要|会議\s*要旨|開催\s*結果|会\s*議\s*結\s*果|要約|概要|要旨|メモ|summary|summaries|纪要|紀要",
            re.IGNORECASE,
        ),
    ),
    (
        RecordKind.VERBATIM,
        re.compile(
            r"会\s*議\s*録|議\s*事\s*録|速\s*記\s*録|会議記録|委員会記録|verbatim|transcript",
            re.IGNORECASE,
        ),
    ),
)
_KIND_ALONE = re.compile(
    r"(?:議\s*事\s*(?:録|概要|要旨|要録)|会\s*議\s*(?:録|結\s*果|概要|要旨)|会議記録|概要)\Z"
)


def kind_in(text: str) -> RecordKind | None:
    """The kind of record that a folded text names."""
    return next((kind for kind, words in _KIND_WORDS if words.search(text)), None)


def title_lines(unlabelled: list[Line], lines: Sequence[Line]) -> list[Line]:
    """The lines that make the title; a line that only says 議事録 is put after the one above it."""
    marked = [line for line in lines if line.title]
    if marked:
        return marked[:1]
    first = [line for line in unlabelled[:8] if _may_be_title(line)]
    # A top heading may hold the date as well, and was read as the line of the date then.
    first += [
        line
        for line in lines[:1]
        if line.heading == 1 and line not in first and _may_be_title(line)
    ]
    if not first:
        return []
    strong = [line for line in first if line.heading == 1] or [
        line for line in first if _TITLE_WORDS.search(line.text)
    ]
    chosen = strong[0] if strong else first[0]
    unread = {line.index for line in unlabelled}
    if not strong and any(ln.index < chosen.index and ln.index not in unread for ln in lines):
        return []  # below the date and the place it is a heading of something
    position = first.index(chosen)
    after = [*first[position + 1 : position + 2], *_right_below(chosen, lines)]
    if _KIND_ALONE.match(chosen.text) and position:
        return [first[position - 1], chosen]
    return [chosen, *(line for line in after[:1] if _KIND_ALONE.match(line.text))]


def _right_below(title: Line, lines: Sequence[Line]) -> list[Line]:
    """A line below a title that says what kind of record it is (and was read as a label)."""
    if title.heading:
        return []
    below = [line for line in lines if line.index == title.index + 1]
    return [ln for ln in below if not ln.blank_before and _says_kind_alone(ln)]


def _says_kind_alone(line: Line) -> bool:
    """議事概要, 議 事 録; 概要 alone heads a part of the document."""
    return len(line.text) > 2 and not line.heading and bool(_KIND_ALONE.match(line.text))


_IN_SENTENCES = re.compile(r"。|(?:する|した|します|ました|れる|れた|ない|いる|です)\Z")
_LAST_BRACKETS = re.compile(r"\s*\([^()]*\)\s*\Z")


def _may_be_title(line: Line) -> bool:
    only_date = find_dates(line.text[:80])
    bare = len(line.text) - sum(f.end - f.start for f in only_date)
    words = _LAST_BRACKETS.sub("", line.text)
    return (
        line.width <= 200
        and not _IN_SENTENCES.search(words)
        and not ends_sentence(words)
        and (bare > 4 or _says_kind_alone(line))
        and line.text[0] not in "(:@"
    )
