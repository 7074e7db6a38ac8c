"""A question as typed → what it asks: language, the terms that carry it, the kind of answer wanted.

No language model and no library is asked. (`query` is the word of the search engine; the person's
words are a question.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from index.text import Language, detect_language, fold
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
_COUNTERS = (
    "人名件円回台箇個本点倍分割歳校社票%万億|か所|カ所|ヶ所|パーセント|世帯|自治体|時間|メートル|対"
)
_COUNTER = "|".join([f"[{_COUNTERS.split('|')[0]}]", *_COUNTERS.split("|")[1:]])

# Question words of Japanese, English, Chinese and Korean; the first kind that matches decides.
_WANTED: dict[Wanted, tuple[str, ...]] = {
    Wanted.DATE: (
        r"いつ|何(?:年|月|日|曜|時(?!間))|日(?:付|程|時)は",
        r"when\b|what (?:date|day|year|time)",
        r"什么时候|什麼時候|何时|哪一?[年天日]|几月",
        r"언제|몇 ?(?:년|월|일)",
    ),
    Wanted.NUMBER: (
        rf"いくら|いくつ|何(?:{_COUNTER})|[どこ](?:の|れ)(?:くらい|ぐらい)|どれだけ",
        r"(?:額|数|率|割合|件数|人数|費用|予算)は",
        r"how (?:many|much)|what (?:number|percentage|share)",
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
        r"where\b",
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
        r"(?:ます|ました|です|でした|る|た|ない)の?か[?。]?$",
        r"^(?:is|are|was|were|did|does|do|has|have|will|can)\b",
        r"[吗嗎][?]?$|是否",
        r"습니까[?]?$",
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
    """

    text: str
    language: Language
    wanted: Wanted | None


def understand(text: str) -> Question:
    """What a question asks.

    Raises:
        EmptyQuestion: nothing but white space and punctuation.
        QuestionTooLong: more than LONGEST_QUESTION characters.
    """
    stripped = text.strip()
    folded = fold(stripped)
    if not any(c.isalnum() for c in folded):
        raise EmptyQuestion(question=stripped)
    if len(stripped) > LONGEST_QUESTION:
        raise QuestionTooLong(length=len(stripped), limit=LONGEST_QUESTION)
    return Question(stripped, detect_language(folded), wanted_of(folded))


def wanted_of(folded: str) -> Wanted | None:
    """The kind of answer that a folded question asks for, None when no pattern tells."""
    return next((wanted for wanted, pattern in _PATTERNS.items() if pattern.search(folded)), None)
