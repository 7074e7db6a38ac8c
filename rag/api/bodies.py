"""What requests and responses hold, checked on the way in and described in the OpenAPI document.

The responses mirror `rag.answer` and `rag.meeting_json`, which stay the source: nothing is computed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from index.meeting import Role
from rag.narrowing import Narrowing
from rag.question import LONGEST_QUESTION

__all__ = [
    "AnswerBody",
    "HealthBody",
    "MeetingBody",
    "MeetingListBody",
    "QuestionBody",
    "ReadyBody",
    "SearchBody",
]

_LONGEST_NAME = 200
_MOST_MEETINGS = 100


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


# -- requests ---------------------------------------------------------------------------------


def _iso_date(value: object) -> object:
    """Refuse what pydantic would take for a day as well: counts of seconds, times, numerals."""
    if value is None or isinstance(value, date):
        return value
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("iso_date", "not a date like 2024-04-01") from error


_Day = Annotated[date, BeforeValidator(_iso_date)]


def _whole(text: str) -> str:
    """Refuse halves of surrogate pairs, which JSON can carry and nothing behind can take."""
    if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("string_unicode", "not valid Unicode")
    return text


_Text = Annotated[str, AfterValidator(_whole)]
_Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME), AfterValidator(_whole)]


class QuestionBody(_Body):
    """A question, and what the search is narrowed to; all that is given must hold."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "書かない窓口を始めたのはいつですか",
                    "k": 5,
                    "since": "2024-04-01",
                    "until": "2025-03-31",
                }
            ]
        },
    )

    question: _Text = Field(
        description="What is asked, in everyday words of any language; at most "
        f"{LONGEST_QUESTION} characters."
    )
    k: int | None = Field(
        default=None, strict=True, ge=1, le=100, description="How many passages are listed."
    )
    meetings: list[_Name] = Field(
        default=[],
        max_length=_MOST_MEETINGS,
        description="Only these meetings: ids, file names or parts of titles, each naming one.",
    )
    speaker: _Name | None = Field(
        default=None, description="Only who has this in the name, office or affiliation."
    )
    since: _Day | None = Field(default=None, description="Only meetings from this day on.")
    until: _Day | None = Field(default=None, description="Only meetings up to this day.")
    role: Role | None = Field(default=None, description="Only remarks that do this.")
    narrow: bool = Field(
        default=True,
        strict=True,
        description="Whether a meeting, day or speaker that the question itself names narrows the "
        "search, where that is certain (`narrowed` in the response).",
    )

    @field_validator("until")
    @classmethod
    def _not_before_since(cls, until: date | None, others: ValidationInfo) -> date | None:
        since = others.data.get("since")
        if since and until and until < since:
            detail = "before since ({since})"
            raise PydanticCustomError("period_reversed", detail, {"since": since.isoformat()})
        return until

    def narrowing(self) -> Narrowing:
        """What the search is narrowed to."""
        return Narrowing(
            tuple(self.meetings), self.speaker, self.since, self.until, self.role, self.narrow
        )


# -- the Answer -------------------------------------------------------------------------------

_Kind = Literal["summary", "verbatim", "unknown"]


class SpanBody(_Body):
    """Characters `start` to `end` (exclusive) of the source text, in code points."""

    start: int
    end: int


class CitedMeetingBody(_Body):
    """The meeting that a quote stands in."""

    id: str
    title: str
    date: str | None = Field(description="ISO 8601, null where the minutes give none.")
    kind: _Kind = Field(description="Whether the words are the writer's or the speaker's.")


class CitedSpeakerBody(_Body):
    """Who said it, as far as the minutes say so."""

    name: str = Field(description="The name, or the office where only that is printed.")
    role: str | None = Field(description="The part in the meeting, for example 座長.")
    affiliation: str | None = Field(description="Organisation and post.")
    person: str | None = Field(
        description="The same in every meeting; null where no name is known."
    )


class CitedTimeBody(_Body):
    """Words of a quote whose time depends on the day of the meeting, and the days that they mean."""

    text: str = Field(description="As printed in the quote.")
    since: date
    until: date


class CitationBody(_Body):
    """Where a quote stands."""

    n: int = Field(description="The number by which sentences name it, from 1.")
    quote: str = Field(description="Verbatim: the characters of the source in `spans`, joined.")
    passage_id: str
    meeting: CitedMeetingBody
    speaker: CitedSpeakerBody | None
    section: str | None = Field(description="The titles of its sections from the top down.")
    page: int | None = Field(description="From 1, null for formats without pages.")
    span: SpanBody
    spans: list[SpanBody] = Field(description="More than one where the source breaks the quote.")
    remark: int = Field(description="The ordinal of the remark in its meeting.")
    times: list[CitedTimeBody] = Field(description="What 来年度 and the like mean in it.")


class QuestionWordsBody(_Body):
    """Words of the question: characters `start` to `end` (exclusive) of it, in code points."""

    text: str
    start: int
    end: int


class NarrowedByBody(_Body):
    """What words of the question narrowed the search to; `"narrow": false` asks without."""

    field: Literal["meeting", "date", "speaker"]
    values: dict[str, Any] = Field(
        description="What could have been given instead: `meetings`, `since` and `until`, or `speaker`."
    )
    words: QuestionWordsBody
    lifted: bool = Field(description="Nothing is there, so the search was not narrowed after all.")
    message: str = Field(description="The same for people, in the language of the question.")


class AnswerSentenceBody(_Body):
    """A sentence of the answer."""

    text: str
    citations: list[int] = Field(description="The numbers of its citations.")


class AbstentionBody(_Body):
    """Why there is no answer."""

    reason: Literal["empty_library", "outside_filters", "nothing_near", "near_but_not_it"]
    message: str = Field(description="The same for people, in the language of the question.")


class AskedPassageBody(_Body):
    """The passage of the question that a found passage answers, in the same meeting."""

    passage_id: str
    text: str
    speaker: CitedSpeakerBody | None
    page: int | None
    span: SpanBody


class RepeatedPassageBody(_Body):
    """A passage elsewhere that says the same as a found one, word for word."""

    passage_id: str
    meeting: CitedMeetingBody
    page: int | None
    span: SpanBody


class FoundPassageBody(_Body):
    """A passage that was considered. Scores are higher for better ones."""

    passage_id: str
    text: str
    score: float = Field(description="Fused; comparable within one question only.")
    dense: float = Field(description="The inner product of the question with the best unit.")
    words: float = Field(description="BM25 over words.")
    bigrams: float = Field(description="BM25 over pairs of characters.")
    meeting: CitedMeetingBody
    speaker: CitedSpeakerBody | None
    section: str | None
    role: Role | None
    page: int | None
    span: SpanBody
    asked: AskedPassageBody | None = Field(
        description="The question that it answers; null where none is known."
    )
    repeated: list[RepeatedPassageBody] = Field(
        description="Where the same words stand besides; they are no results of their own."
    )


_PASSAGE_EXAMPLE: dict[str, Any] = {
    "passage_id": "20240620-1a2b3c4d:12:0",
    "text": "三ツ瀬市では、令和５年５月に書かない窓口を始めた。",
    "score": 0.9731,
    "dense": 0.8894,
    "words": 9.4127,
    "bigrams": 21.3307,
    "meeting": {
        "id": "20240620-1a2b3c4d",
        "title": "窓口改革検討委員会（第２回）議事概要",
        "date": "2024-06-20",
        "kind": "summary",
    },
    "speaker": {"name": "事務局", "role": None, "affiliation": None, "person": None},
    "section": "２ 先行自治体の事例",
    "role": "answer",
    "page": None,
    "span": {"start": 812, "end": 837},
    "asked": {
        "passage_id": "20240620-1a2b3c4d:11:0",
        "text": "書かない窓口を始めた市はあるか。",
        "speaker": {
            "name": "相川 美帆",
            "role": "委員",
            "affiliation": "水守町商工会 事務局長",
            "person": None,
        },
        "page": None,
        "span": {"start": 788, "end": 804},
    },
    "repeated": [
        {
            "passage_id": "20240718-5e6f7a8b:4:0",
            "meeting": {
                "id": "20240718-5e6f7a8b",
                "title": "窓口改革検討委員会（第３回）議事概要",
                "date": "2024-07-18",
                "kind": "summary",
            },
            "page": None,
            "span": {"start": 405, "end": 430},
        }
    ],
}
_ANSWER_EXAMPLE: dict[str, Any] = {
    "status": "answered",
    "question": "三ツ瀬市が書かない窓口を始めたのはいつですか",
    "language": "ja",
    "text": "事務局の発言として、窓口改革検討委員会（第２回）議事概要（2024-06-20）に次の記録があります："
    "「三ツ瀬市では、令和５年５月に書かない窓口を始めた。」[1]",
    "short_answer": "令和５年５月",
    "sentences": [
        {
            "text": "事務局の発言として、窓口改革検討委員会（第２回）議事概要（2024-06-20）に次の記録があります："
            "「三ツ瀬市では、令和５年５月に書かない窓口を始めた。」[1]",
            "citations": [1],
        }
    ],
    "citations": [
        {
            "n": 1,
            "quote": "三ツ瀬市では、令和５年５月に書かない窓口を始めた。",
            **{name: _PASSAGE_EXAMPLE[name] for name in ("passage_id", "meeting", "speaker")},
            "section": "２ 先行自治体の事例",
            "page": None,
            "span": {"start": 812, "end": 837},
            "spans": [{"start": 812, "end": 837}],
            "remark": 12,
            "times": [],
        }
    ],
    "confidence": 0.912,
    "abstention": None,
    "filters": {},
    "passages": [_PASSAGE_EXAMPLE],
    "versions": {
        "program": "0.2.0",
        "generation": 3,
        "model": "multilingual-e5-small",
        "tokenizer": "terms-1",
    },
    "timings_ms": {"embed": 9.8, "terms": 0.4, "total": 14.2},
    "narrowed": [],
}


class AnswerBody(_Body):
    """What the minutes say to a question, or that they do not say. Further keys may follow."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ANSWER_EXAMPLE]})

    status: Literal["answered", "abstained"]
    question: str
    language: str = Field(description="Of the question: ja, en, zh or ko.")
    text: str = Field(description="The whole answer, or the message of the abstention.")
    short_answer: str | None = Field(description="The span that is the answer, verbatim.")
    sentences: list[AnswerSentenceBody]
    citations: list[CitationBody]
    confidence: float = Field(ge=0, le=1, description="Probability that the minutes answer it.")
    abstention: AbstentionBody | None
    filters: dict[str, Any] = Field(description="What the search was narrowed to, as given.")
    passages: list[FoundPassageBody] = Field(description="What was considered, best first.")
    versions: dict[str, Any] = Field(description="What the answer was made with.")
    timings_ms: dict[str, float] = Field(description="Milliseconds by stage.")
    narrowed: list[NarrowedByBody] = Field(description="What the question's own words did.")


class SearchBody(_Body):
    """The passages that match a question, best first."""

    question: str
    language: str
    filters: dict[str, Any] = Field(description="What the search was narrowed to, as given.")
    narrowed: list[NarrowedByBody] = Field(description="What the question's own words did.")
    passages: list[FoundPassageBody]
    timings_ms: dict[str, float]


# -- meetings ---------------------------------------------------------------------------------


class MeetingLineBody(_Body):
    """A line of the list of meetings."""

    id: str
    title: str
    date: str | None
    kind: _Kind
    language: str
    path: str = Field(description="The file that it was read from.")
    remarks: int = Field(description="How many remarks it has.")
    speakers: int = Field(description="How many different people or offices speak.")
    warnings: int = Field(description="How many notes there are on what was hard to read.")


class MeetingListBody(_Body):
    """A part of the list of meetings, newest first, undated ones last."""

    meetings: list[MeetingLineBody]
    total: int = Field(description="How many meetings the library holds.")
    limit: int
    offset: int


class AttendeeBody(_Body):
    """A person whom the minutes list as present."""

    name: str
    role: str | None
    affiliation: str | None


class SpeakerBody(_Body):
    """Who said a remark; `name` is null where the minutes give only an office."""

    name: str | None
    role: str | None
    affiliation: str | None
    as_written: str = Field(description="As the minutes mark the remark.")
    person: str | None = Field(
        description="The same in every meeting; null where no name is known."
    )


class SectionBody(_Body):
    """A heading and what stands below it."""

    id: str
    number: str | None = Field(description="As printed.")
    title: str
    level: int
    lead_speaker: SpeakerBody | None = Field(description="Where the heading names one.")
    span: SpanBody


class TimeBody(_Body):
    """Words of a remark that tell a time: their place in its text, and the days that they mean."""

    start: int
    end: int
    since: date
    until: date
    relative: bool = Field(description="Whether it depends on the day of the meeting (来年度).")


class PartBody(_Body):
    """A part of a remark: characters `start` to `end` (exclusive) of its text."""

    remark: int = Field(description="The ordinal of the remark.")
    start: int
    end: int


class LinkBody(_Body):
    """A part of an answer and the part of the question that it answers."""

    question: PartBody
    answer: PartBody


class RemarkBody(_Body):
    """One utterance or bullet."""

    ordinal: int
    section: str | None = Field(description="The id of its section.")
    speaker: SpeakerBody | None
    role: Role | None
    text: str
    page: int | None
    span: SpanBody
    spans: list[SpanBody]
    times: list[TimeBody]


class WarningBody(_Body):
    """A note on what was hard to read, in both languages."""

    ja: str
    en: str


class SourceBody(_Body):
    """The file and the text that all spans count in."""

    path: str
    sha256: str
    media_type: str
    text: str


class MeetingBody(_Body):
    """One meeting, whole."""

    id: str
    title: str
    date: str | None
    other_dates: list[str] = Field(description="The further days of a meeting of several days.")
    start: str | None = Field(description="Local time, for example 10:00.")
    end: str | None
    place: str | None
    kind: _Kind
    language: str
    attendees: list[AttendeeBody]
    agenda: list[str]
    sections: list[SectionBody]
    remarks: list[RemarkBody]
    links: list[LinkBody] = Field(description="Which answers belong to which questions.")
    marks: list[SpanBody] = Field(description="Signs, names and bullets that open remarks.")
    stage_notes: list[SpanBody] = Field(description="Notes of the writer, such as （拍手）.")
    furniture: list[SpanBody] = Field(description="Page numbers, running heads and feet, markup.")
    header: list[SpanBody] = Field(description="What date, place, attendees … were read from.")
    understood: float = Field(description="The share of the visible text that is any of these.")
    warnings: list[WarningBody]
    source: SourceBody


# -- the service ------------------------------------------------------------------------------


class HealthBody(_Body):
    """The process is alive."""

    status: Literal["alive"] = "alive"


class ReadyBody(_Body):
    """A question would be answered at once."""

    status: Literal["ready"] = "ready"
    passages: int = Field(description="How many passages are searched.")
    versions: dict[str, Any] = Field(description="What answers are made with.")
