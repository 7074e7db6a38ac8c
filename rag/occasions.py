"""A question → the words in it that say at which meeting something was said.

    令和6年7月11日の窓口改革検討会でどんな意見が出ましたか → 2024-07-11, 窓口改革検討会

A time is the meeting's only where the sentence ties it to one (…の会議で, at the meeting of …). One
that belongs to the subject (令和6年度の予算, 2030年までに) is none. Which meetings there are is for
`rag.scope` to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.dates import NUMBER, find_dates, read_number
from index.meeting import TimeReference
from rag.errors import UnreadableDate
from rag.periods import period

__all__ = ["Occasion", "find_dates_typed", "find_occasions"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Words that say at which meeting something was said.

    Attributes:
        start, end: the words in the folded question.
        clause_end: where the clause ends that they stand in (…で、).
        since, until: the days that they name; both None where they name none.
        latest: the last meeting so far is meant (前回).
        number: of the meeting in its series (第3回).
        name: what the meeting is called (窓口改革検討会), None where any is called so (会議, 定例会).
        kind: the noun that ends the name (検討会).
        certain: the sentence is about what was said there.
    """

    start: int
    end: int
    clause_end: int
    since: date | None = None
    until: date | None = None
    latest: bool = False
    number: int | None = None
    name: str | None = None
    kind: str = ""
    certain: bool = True


_KIND = (
    r"(?:会議録|議事録|議事概要|議事要旨|本会議|会議|委員会|定例会|臨時会|議会|検討会|審議会|協議会|部会|会合|総会"
    r"|例会|分科会|懇談会|研究会|評議会|連絡会|ワーキンググループ|ワーキング|WG|会议|会議|委员会|회의|위원회|본회의)"
)
# Before these nouns they only say which office meets: 都議会, 市議会, 9月定例会.
_ANY_BODY = re.compile(r"(?:国|都|道|府|県|市|区|町|村|本|各|当|その|定例|常任|[0-9]{1,2}月)?\Z")
_LATEST = r"(?:前回|先回|直近|最新|最後|この前|上次|지난번?|최근)\s?[の的]?\s?"
_NAMED = re.compile(
    rf"(?P<latest>{_LATEST})?(?:第?\s?(?P<number>{NUMBER})\s?回目?の?)?"
    rf"(?P<name>[^\s、。,.?!「」『』()のはがをにで的]{{0,30}}?)(?P<kind>{_KIND})"
    rf"(?:\s?の?\s?\(?第?\s?(?P<behind>{NUMBER})\s?回目?\)?)?(?!(?![上中里])[一-鿿ァ-ヴー])"
    r"(?P<after>で(?!す|し|ある|あっ|ござ)(?:は|の|も)?|にて|において(?:は|も)?|における|によ(?:ると|れば)"
    r"|の(?=(?:内容|議題|結論|結果|意見|議論|概要|要点|出席者|参加者|まとめ|論点|発言|課題)(?!を(?:受|踏)))"
    r"|[上中里](?=[^下])|에서(?:는)?)?[、,]?"
)
# Between a time and the noun: 2024年7月「に開かれた」会議.
_TIES = re.compile(
    r"(?P<bound>以降|以後|から後|以前|まで|より前)?\s?"
    r"(?:に(?:開かれた|開催された|行われた|あった|開いた)|開催の|[の的의])?\s*"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_ENGLISH_TIME = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|{_MONTH},?\s+\d{{4}}|(?:19|20)\d{{2}}(?:-\d{{2}}){{0,2}})(?!\w)"
)
# What is quoted in a question was said by somebody else (「委員会で議論すべき。」という質問に…).
_QUOTED = re.compile(r"「.*」", re.DOTALL)
_ENGLISH = re.compile(
    r"\b(?:at|in|during)\s+(?:the\s+)?(?:(?P<latest>last|latest|previous|most recent)\s+"
    rf"|(?P<before>{_ENGLISH_TIME})\s+)?(?:[a-z]+\s+){{0,3}}?(?:meeting|session|committee|council)"
    rf"(?:\s+(?:held\s+)?(?:of|on|in)\s+(?P<behind>{_ENGLISH_TIME}))?,?",
    re.IGNORECASE,
)
# Times that `index.time_expressions` leaves alone, since minutes do not write them in a sentence.
_TYPED = re.compile(
    r"(?<![\w.])(?:[RHS]\d{1,2}\.\d{1,2}(?:\.\d{1,2})?|(?:19|20)\d{2}([-/.])\d{1,2}(?:\1\d{1,2})?)(?![\d.])"
    r"|(?<!\d)\d{4}년\s?\d{1,2}월(?:\s?\d{1,2}일)?"
    rf"|\b{_ENGLISH_TIME}",
    re.IGNORECASE,
)
# 2024年7月に市長は…, … in July 2024: perhaps the meeting's time, perhaps the matter's.
_OPENING = re.compile(r"\A\s*\Z|\b(?:in|on)\s\Z")
_PERHAPS = re.compile(r"に[、,]?(?![^、。]{0,4}(?:始|開|行|で|な))|[?.\s]*\Z")
_TO_KANJI = str.maketrans({"년": "年", "월": "月", "일": "日"})


def find_occasions(text: str, times: Sequence[TimeReference]) -> list[Occasion]:
    """The occasions that a folded question names, in order.

    Args:
        times: of the question, their places in `text`.
    """
    dated = _with_typed(text, times)
    masked = _QUOTED.sub(lambda quoted: "\n" * len(quoted.group()), text)
    for time in dated:  # the name of a meeting does not reach into the time before it
        ties = _TIES.match(text, time.end)
        end = ties.end() if ties else time.end
        masked = masked[: time.start] + "\n" * (end - time.start) + masked[end:]
    named = [_occasion(match, text, dated) for match in _NAMED.finditer(masked)]
    english = [_in_english(match) for match in _ENGLISH.finditer(text)]
    found = [o for o in (*named, *english) if o is not None]
    for time in dated:
        opening = _OPENING.search(text, 0, time.start)
        apart = all(time.end <= o.start or o.end <= time.start for o in found)
        if opening and apart and (tail := _PERHAPS.match(text, time.end)):
            start = opening.start() if opening.group().strip() else time.start
            found.append(
                Occasion(start, time.end, tail.end(), time.since, time.until, certain=False)
            )
    return sorted(found, key=lambda o: o.start)


def _occasion(match: re.Match[str], text: str, dated: Sequence[TimeReference]) -> Occasion | None:
    number = match["number"] or match["behind"]
    start, since, until = match.start(), None, None
    for time in dated:
        ties = _TIES.fullmatch(text, time.end, match.start()) if time.end <= start else None
        if ties:
            start = time.start
            since, until = _bounded(time, ties["bound"])
    name = None if _ANY_BODY.match(match["name"]) else match["name"] + match["kind"]
    if not (since or until or match["latest"] or number or name):
        return None
    return Occasion(
        start=start,
        end=match.start("after") if match["after"] else match.end("kind"),
        clause_end=match.end(),
        since=since,
        until=until,
        latest=bool(match["latest"]),
        number=read_number(number) if number else None,
        name=name,
        kind=match["kind"],
        certain=bool(match["after"]),
    )


def _bounded(time: TimeReference, bound: str | None) -> tuple[date | None, date | None]:
    """2024年7月以降 has no end, 2024年7月まで no beginning."""
    if bound in ("以降", "以後", "から後"):
        return time.since, None
    if bound in ("以前", "まで"):
        return None, time.until
    if bound == "より前":
        return None, date.fromordinal(time.since.toordinal() - 1)
    return time.since, time.until


def _in_english(match: re.Match[str]) -> Occasion | None:
    when = match["before"] or match["behind"]
    days = _days(when) if when else None
    if days is None and not match["latest"]:
        return None
    since, until = days or (None, None)
    end = match.end() - match.group().endswith(",")
    return Occasion(match.start(), end, match.end(), since, until, latest=bool(match["latest"]))


def find_dates_typed(text: str) -> Iterator[TimeReference]:
    """Dates in signs, in English and in Korean: 2024-07-11, R6.7, 11 July 2024, 2024년 7월."""
    for match in _TYPED.finditer(text):
        days = _days(match.group())
        if days:
            yield TimeReference(match.start(), match.end(), *days, relative=False)


def _days(words: str) -> tuple[date, date] | None:
    """The first and the last day of a time that was typed."""
    found = find_dates(words)
    if found:
        return found[0].date, found[0].date
    first = find_dates(f"1 {words}")  # July 2024
    try:
        return period(f"{first[0].date:%Y-%m}" if first else words.translate(_TO_KANJI))
    except UnreadableDate:
        return None


def _with_typed(text: str, times: Sequence[TimeReference]) -> list[TimeReference]:
    """All times, in order; of two that overlap, the one that was typed in signs."""
    typed = list(find_dates_typed(text))
    apart = [t for t in times if all(t.end <= o.start or o.end <= t.start for o in typed)]
    return sorted((*apart, *typed), key=lambda time: time.start)
