"""A question as typed → what it asks: language, topic, the kind of answer wanted, who is meant.

    text → times → occasions (rag.occasions) → frame (rag.frames) → topic; kind of answer (rag.wanted)

No language model and no library is asked. (`query` is the word of the search engine; the person's
words are a question.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.meeting import TimeReference
from index.text import Folded, Language, detect_language, fold_with_offsets
from index.time_expressions import find_times_meant
from rag.errors import EmptyQuestion, QuestionTooLong
from rag.frames import Frame, frame_of
from rag.occasions import Occasion, find_occasions
from rag.wanted import Wanted, asks_for_question, wanted_of

__all__ = ["LONGEST_QUESTION", "Question", "Wanted", "Words", "understand"]

# Characters. Longer than any question that was ever asked of minutes; a pasted page is a mistake.
LONGEST_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a question: characters `start` to `end` (exclusive) of it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be searched for.

    Attributes:
        text: as typed, without the white space around it.
        language: of the question; the frame of the answer follows it.
        wanted: the kind of answer, or None.
        times: the words in it that tell a time.
        topic: the words to search for; all where no frame surrounds them.
        asked_by: who put the question whose answer is wanted, without title (山田).
        answerer: the words for whom it asks what they said.
        asks_for_answer: the answer to a question is wanted, not any remark.
        asks_for_question: what was asked is wanted, not the answer.
        occasions: the words that say at which meeting it was said; their places count in `folded`.
        folded: the text, folded.
    """

    text: str
    language: Language
    wanted: Wanted | None
    times: tuple[TimeReference, ...]
    topic: str
    asked_by: str | None
    answerer: Words | None
    asks_for_answer: bool
    asks_for_question: bool
    occasions: tuple[Occasion, ...]
    folded: Folded

    @property
    def answered_by(self) -> str | None:
        """The person or office of whom it asks what they said (市長), as typed."""
        return self.answerer.text if self.answerer else None

    def words(self, start: int, end: int) -> Words:
        """What was typed at a place of the folded text."""
        return _words(self.text, self.folded, (start, end))


def understand(text: str, asked_on: date | None = None) -> Question:
    """What a question asks.

    Args:
        text: as typed.
        asked_on: the day that 今年 and the like are counted from; without it they are left alone.

    Raises:
        EmptyQuestion: nothing but white space and punctuation.
        QuestionTooLong: more than LONGEST_QUESTION characters.
    """
    stripped = text.strip()
    folded = fold_with_offsets(stripped)
    if not any(c.isalnum() for c in folded.text):
        raise EmptyQuestion(question=stripped)
    if len(stripped) > LONGEST_QUESTION:
        raise QuestionTooLong(length=len(stripped), limit=LONGEST_QUESTION)
    times = find_times_meant(fold_with_offsets(folded.text), asked_on)  # places in the folded text
    occasions = find_occasions(folded.text, times)
    frame, clauses = _frame(folded.text, occasions)
    # A time that no meeting is named with is an occasion only where somebody spoke.
    occasions = [o for o in occasions if o.kind or o.certain or frame.answered_by]
    return Question(
        text=stripped,
        language=detect_language(folded.text),
        wanted=wanted_of(folded.text),
        times=tuple(_in_source(time, folded) for time in times),
        topic=_topic(stripped, folded, frame, clauses),
        asked_by=_words(stripped, folded, frame.asked_by).text if frame.asked_by else None,
        answerer=_words(stripped, folded, frame.answered_by) if frame.answered_by else None,
        asks_for_answer=frame.asks_for_answer,
        asks_for_question=not frame.asks_for_answer and asks_for_question(folded.text),
        occasions=tuple(occasions),
        folded=folded,
    )


def _frame(text: str, occasions: Sequence[Occasion]) -> tuple[Frame, list[tuple[int, int]]]:
    """The frame, and the places of the clauses that are set aside for it."""
    around = [(o.start, o.clause_end) for o in occasions if o.certain or not o.kind]
    frame = frame_of(text, around)
    if frame.answered_by:
        return frame, around
    # Without a frame the meeting's name may be what the question is about: it stays in the topic.
    around = [(o.start, o.clause_end) for o in occasions if o.certain and not o.name]
    return frame_of(text, around), around


# What carries no topic by itself: question words, words of saying and deciding, endings.
_EMPTY_WORDS = re.compile(
    r"[何誰]|どう|どんな|どの(?:よう)?|いつ|どこ|なぜ|決ま|決め|意見|議論|内容|結論|言[っい]|述べ|[話出教]|"
    r"[がをはにのとでもかなりっいたてるれさしまえすあ]|[^\w]|\b(?:what|how|who|was|were|did|said|say|the|discussed|decided)\b",
    re.IGNORECASE,
)
_FEWEST = 2  # characters that carry a topic


def _topic(text: str, folded: Folded, frame: Frame, clauses: Sequence[tuple[int, int]]) -> str:
    """The topic as typed, without the clauses in it; the whole text where too little is left."""
    start, end = frame.topic
    pieces = []
    for first, last in sorted(clauses):
        if start < last and first < end:
            pieces.append((start, first))
            start = last
    pieces.append((start, end))
    topic = "".join(_words(text, folded, p).text for p in pieces if p[0] < p[1]).strip()
    return topic if len(_EMPTY_WORDS.sub("", topic)) >= _FEWEST else text


def _words(text: str, folded: Folded, place: tuple[int, int]) -> Words:
    start, end = folded.to_source(*place)
    return Words(text[start:end], start, end)


def _in_source(time: TimeReference, folded: Folded) -> TimeReference:
    start, end = folded.to_source(time.start, time.end)
    return replace(time, start=start, end=end)
