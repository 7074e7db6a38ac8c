"""A question and what the library holds → what is searched: filters, boosts, and what to show of it.

The words of a question narrow the search only where they are certain: they say at which meeting
(`rag.occasions`) or by whom (`rag.frames`) something was said, and the library holds it. What is
named otherwise is a boost. What the person gave by hand wins over the words. A filter that would leave
no passage is lifted, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from index.filters import And, Filter, In, Range
from index.library import Library
from index.people import GENERIC_OFFICES, comparison_key
from index.text import Language, fold
from rag.answer import NarrowedBy
from rag.library_facts import LibraryFacts, NamedMeeting
from rag.narrowing import Narrowing
from rag.occasions import Occasion
from rag.periods import period_in_words
from rag.phrases import phrases_for
from rag.question import Question, Words

__all__ = ["Scope", "scope_of"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is searched.

    Attributes:
        where: what the person gave and what the words of the question say, both.
        boosts: what is named but not certain to be meant.
        narrowed: what the words did, to be shown.
    """

    where: Filter = And()
    boosts: tuple[Filter, ...] = ()
    narrowed: tuple[NarrowedBy, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """What some words of the question would narrow the search to."""

    field: Literal["meeting", "date", "speaker"]
    where: Filter
    values: dict[str, Any]
    words: Words
    certain: bool
    message: str

    def shown(self, language: Language, *, lifted: bool) -> NarrowedBy:
        nothing_there = phrases_for(language).lifted.format(words=self.words.text)
        return NarrowedBy(
            field=self.field,
            values=self.values,
            words=self.words,
            lifted=lifted,
            message=nothing_there if lifted else self.message,
        )


def scope_of(
    question: Question, narrowing: Narrowing, library: Library, facts: LibraryFacts, today: date
) -> Scope:
    """What is searched for a question.

    Args:
        narrowing: what the person gave by hand.
        today: the day before which 前回 lies.

    Raises:
        MeetingNotFound: a name that was given fits no meeting, or several.
    """
    given = narrowing.filter(library)
    if not narrowing.by_words:
        return Scope(given)
    parts = [*_occasions(question, narrowing, facts, today), *_speakers(question, narrowing, facts)]
    boosts = tuple(part.where for part in parts if not part.certain)

    def leaves_some(where: Filter) -> bool:
        return library.any_matching(where, facts.generation)

    where, kept = _narrowed(given, [part for part in parts if part.certain], leaves_some)
    # Where nothing is there by what was given alone, the words are not to blame.
    shown = [
        part.shown(question.language, lifted=part not in kept)
        for part in parts
        if part in kept or (part.certain and leaves_some(given))
    ]
    return Scope(where, boosts, tuple(shown))


def _narrowed(
    given: Filter, parts: Sequence[_Part], leaves_some: Callable[[Filter], bool]
) -> tuple[Filter, list[_Part]]:
    """The filter with each part that leaves a passage, and those parts."""
    where, kept = given, []
    for part in parts:
        narrower = And((*_conjuncts(where), part.where))
        if leaves_some(narrower):
            where = narrower
            kept.append(part)
    return where, kept


def _conjuncts(where: Filter) -> tuple[Filter, ...]:
    return where.parts if isinstance(where, And) else (where,)


# ---------------------------------------------------------------------------------------------
# Meetings and days


def _occasions(
    question: Question, narrowing: Narrowing, facts: LibraryFacts, today: date
) -> Iterable[_Part]:
    """What the occasions mean; two meetings in one question are compared, not searched in one."""
    dated_by_hand = narrowing.since or narrowing.until
    meetings = [o for o in question.occasions if o.kind or o.latest or o.certain]
    for occasion in question.occasions:
        certain = occasion.certain and len(meetings) == 1
        if occasion.name or occasion.number or occasion.latest:
            part = (
                None if narrowing.meetings else _meeting(question, occasion, facts, today, certain)
            )
            # Of a meeting that is not here, the day alone is no more than a hint.
            certain = False
        else:
            part = None
        if part is None and (occasion.since or occasion.until) and not dated_by_hand:
            part = _days(question, occasion, facts, certain)
        if part:
            yield part


def _meeting(
    question: Question, occasion: Occasion, facts: LibraryFacts, today: date, certain: bool
) -> _Part | None:
    fitting = [m for m in facts.meetings if _lies_within(m, occasion) and _is_named(m, occasion)]
    if occasion.latest:
        fitting = _last(fitting, occasion.kind, today)
    if not fitting:
        return None
    ids = tuple(m.id for m in fitting)
    words = question.words(occasion.start, occasion.end)
    phrases = phrases_for(question.language)
    one = len(fitting) == 1
    return _Part(
        field="meeting",
        where=In("meeting", ids),
        values={"meetings": list(ids)},
        words=words,
        certain=certain and (occasion.latest or len({m.series for m in fitting}) == 1),
        message=phrases.narrowed_to_meeting.format(title=fitting[0].title)
        if one
        else phrases.narrowed_to_meetings.format(words=words.text, count=len(ids)),
    )


def _days(
    question: Question, occasion: Occasion, facts: LibraryFacts, certain: bool
) -> _Part | None:
    if not any(_lies_within(meeting, occasion) for meeting in facts.meetings):
        return None
    since, until = occasion.since, occasion.until
    days = {"since": since, "until": until}
    message = phrases_for(question.language).narrowed_to_days
    return _Part(
        field="date",
        where=Range("date", since, until),
        values={name: day.isoformat() for name, day in days.items() if day},
        words=question.words(occasion.start, occasion.end),
        certain=certain,
        message=message.format(period=_in_words(since, until, question.language)),
    )


def _in_words(since: date | None, until: date | None, language: Language) -> str:
    if since and until:
        return period_in_words(since, until, "ja" if language in ("ja", "zh") else "en")
    return f"{since or ''} – {until or ''}".strip()


def _lies_within(meeting: NamedMeeting, occasion: Occasion) -> bool:
    if occasion.since is None and occasion.until is None:
        return True
    day = meeting.date
    return day is not None and (occasion.since or day) <= day <= (occasion.until or day)


def _is_named(meeting: NamedMeeting, occasion: Occasion) -> bool:
    if occasion.number and meeting.number != occasion.number:
        return False
    if occasion.name:
        return _names(comparison_key(occasion.name), comparison_key(occasion.kind), meeting.series)
    any_kind = occasion.kind in _ANY_KIND or not occasion.number
    return any_kind or comparison_key(occasion.kind) in meeting.series


# Every meeting is called so.
_ANY_KIND = frozenset("会議 会合 本会議 議会 会議録 議事録 議事概要 議事要旨 会议 회의".split())


def _names(name: str, kind: str, series: str) -> bool:
    """Whether a series is called so; a word in the middle may be left out (窓口改革検討会)."""
    name = "".join(sign for sign in name if sign.isalnum())
    if name in series:
        return True
    for border in range(len(name) - len(kind), 1, -1):
        first, second = name[:border], name[border:]
        if len(first) < 3 and second == kind:
            continue
        place = series.find(first)
        if place >= 0 and series.find(second, place + border) >= 0:
            return True
    return False


def _last(meetings: Sequence[NamedMeeting], kind: str, today: date) -> list[NamedMeeting]:
    """The meetings of the last day up to today, of those of this kind if there are any."""
    past = [m for m in meetings if m.date and m.date <= today]
    key = comparison_key(kind)
    of_kind = [m for m in past if key and key in m.series and kind not in _ANY_KIND] or past
    last = max((m.date for m in of_kind if m.date), default=None)
    return [m for m in of_kind if m.date == last]


# ---------------------------------------------------------------------------------------------
# Speakers

# Offices that an English question names of Japanese minutes.
_IN_JAPANESE = {
    "mayor": ("市長", "区長", "町長", "村長"),
    "deputy mayor": ("副市長", "副区長", "副町長", "副村長"),
    "governor": ("知事",),
    "chair": ("座長", "会長", "議長", "委員長"),
    "chairperson": ("座長", "会長", "議長", "委員長"),
    "superintendent": ("教育長",),
}
# SQLite takes no more than 32,766 parameters in a statement.
_MOST_SPEAKERS = 20_000


def _speakers(question: Question, narrowing: Narrowing, facts: LibraryFacts) -> Iterable[_Part]:
    """Of whom the question asks what they said."""
    if question.answerer is None or narrowing.speaker:
        return
    label = fold(question.answerer.text)
    labels = (label, *_IN_JAPANESE.get(label.lower(), ()))
    found = {each: facts.speakers(each) for each in labels}
    keys = tuple(dict.fromkeys(key for fitting in found.values() for key in fitting))
    if not 0 < len(keys) <= _MOST_SPEAKERS:
        return
    message = phrases_for(question.language).narrowed_to_speaker
    yield _Part(
        field="speaker",
        where=In("speaker", keys),
        values={"speaker": next(each for each in labels if found[each])},
        words=question.answerer,
        certain=label not in GENERIC_OFFICES,
        message=message.format(who=question.answerer.text),
    )
