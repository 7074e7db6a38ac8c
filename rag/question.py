"""A question as typed → what it asks: language, the terms that carry it, the kind of answer wanted.

No language model and no library is asked. (`query` is the word of the search engine; the person's
words are a question.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.meeting import TimeReference
from index.text import Language, detect_language, fold_with_offsets
from index.time_expressions import find_times_meant
from rag.errors import EmptyQuestion, QuestionTooLong

__all__ = ["LONGEST_QUESTION", "Question", "Wanted", "understand"]

# Characters. Longer than any question that was ever asked of minutes; a pasted page is a mistake.
LONGEST_QUESTION = 2_000


class Wanted(StrEnum):
    """The kind of answer that a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    METHOD = "method"
    YES_NO = "yes_no"


# What people count in minutes: 何人, 何件, 何％ …
_COUNTER = (
    r"[人名件円回台個本点倍分割歳校社票冊枚戸棟町%万億]|[かカヶケヵ箇][所月国年]|世帯|自治体|時間"
    r"|[週日年]間|[年日](?:かか|ほど|くらい|ぐらい|[前後])|対|団体|市町村|[ァ-ヴ]|[a-z]{1,3}(?![a-z])"
)

_AUXILIARY = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|should)\b"

# Question words of Japanese, English, Chinese and Korean; the first kind that matches decides.
_WANTED: dict[Wanted, tuple[str, ...]] = {
    Wanted.DATE: (
        r"いつ(?!も)|何(?:[年日](?!間|かか|ほど|くらい|ぐらい|[前後])|月|曜|時(?!間))|日(?:付|程|時)は",
        rf"(?:^|since |until |by |from )when\b|when {_AUXILIARY}|what (?:date|day|year|time)",
        r"什么时候|什麼時候|何时|哪一?[年天日]|几月",
        r"언제|몇 ?(?:년|월|일)",
    ),
    Wanted.NUMBER: (
        rf"いくら(?!か[のは])|いくつ(?!か)|何(?:{_COUNTER})|ど(?:の|れ)(?:くらい|ぐらい|ほど)|どれだけ",
        r"(?:額|数|率|割合|費用|予算|料金)(?:は(?:[?。]?$|どう(?!や|し))|を(?:教え|知り))",
        r"how (?:many|much|long|old)\b|what (?:number|percentage|share)",
        r"多少|几(?:个|名|人)|幾",
        r"얼마|몇",
    ),
    Wanted.PERSON: (
        r"誰|だれ|どなた|何という人",
        r"who\b|whom\b|whose\b",
        r"谁|哪位",
        r"누가|누구",
    ),
    Wanted.PLACE: (
        r"どこ|何処|どちらで|場所は|会場は",
        rf"^where\b|where {_AUXILIARY}",
        r"哪里|哪裡|在哪|何处",
        r"어디",
    ),
    Wanted.REASON: (r"なぜ|何故|どうして|理由|原因", r"why\b", r"为什么|為什麼", r"왜"),
    Wanted.METHOD: (
        r"どのように|どうやって|どんな方法|方法は|手順",
        r"how (?:do|does|did|can|will|to)\b",
        r"怎么|怎麼|如何",
        r"어떻게",
    ),
    Wanted.YES_NO: (
        r"^(?!.*(?:何|なに|ど[のれんちう]|いか[がに])).*"
        r"(?:ます|ました|ません|です|でした|る|た|ない)(?:の|でしょう)?か[?。]?$",
        rf"^{_AUXILIARY}",
        r"[吗嗎][?]?$|是否",
        r"^(?!.*(?:무엇|무슨|어떤|어느)).*(?:니까|나요)[?]?$",
    ),
}
_PATTERNS = {
    wanted: re.compile("|".join(patterns), re.IGNORECASE) for wanted, patterns in _WANTED.items()
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be searched for.

    Attributes:
        text: as typed, without the white space around it.
        language: of the question; the frame of the answer follows it.
        wanted: the kind of answer, or None.
        times: the words in it that tell a time.
    """

    text: str
    language: Language
    wanted: Wanted | None
    times: tuple[TimeReference, ...] = ()


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
    with_offsets = fold_with_offsets(stripped)
    folded = with_offsets.text
    if not any(c.isalnum() for c in folded):
        raise EmptyQuestion(question=stripped)
    if len(stripped) > LONGEST_QUESTION:
        raise QuestionTooLong(length=len(stripped), limit=LONGEST_QUESTION)
    times = find_times_meant(with_offsets, asked_on)
    return Question(stripped, detect_language(folded), wanted_of(folded), times)


def wanted_of(folded: str) -> Wanted | None:
    """The kind of answer that a folded question asks for, None when no pattern tells."""
    return next((wanted for wanted, pattern in _PATTERNS.items() if pattern.search(folded)), None)
