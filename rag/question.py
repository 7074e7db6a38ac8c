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


# The first pattern that matches decides; question words of four languages.
_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = tuple(
    (wanted, re.compile(pattern, re.IGNORECASE))
    for wanted, pattern in (
        (
            Wanted.DATE,
            r"いつ|何(年|月|日|曜|時)|日(付|程|時)は|when\b|what (date|day|year|time)|什么时候|什麼時候|何时|哪(一)?[年天日]|几月|언제|몇 ?(년|월|일)",
        ),
        (
            Wanted.NUMBER,
            r"いくら|いくつ|何(人|件|円|回|台|箇所|か所|カ所|ヶ所|パーセント|%|割|歳|世帯|校|社|名|自治体|個|本|点|倍|時間|分|メートル|万|億|票|対)"
            r"|どのくらい|どれくらい|どれだけ|(額|数|率|割合|件数|人数|費用|予算)は|how (many|much)|what (number|percentage|share)|多少|几(个|名|人)|幾|얼마|몇",
        ),
        (Wanted.PERSON, r"誰|だれ|どなた|何という人|who\b|whom\b|whose\b|谁|誰|哪位|누가|누구"),
        (Wanted.PLACE, r"どこ|何処|どちらで|場所は|会場は|where\b|哪里|哪裡|在哪|何处|어디"),
        (Wanted.REASON, r"なぜ|何故|どうして|理由|原因|why\b|为什么|為什麼|왜"),
        (Wanted.METHOD, r"どのように|どうやって|どんな方法|方法は|手順|how (do|does|did|can|will|to)\b|怎么|怎麼|如何|어떻게"),
        (Wanted.YES_NO, r"(ます|ました|です|でした|る|た|ある|ない)(の)?か[？?。]?$|^(is|are|was|were|did|does|do|has|have|will|can)\b|吗[？?]?$|嗎[？?]?$|是否|습니까[？?]?$"),
    )
)  # fmt: skip


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
    return next((wanted for wanted, pattern in _WANTED if pattern.search(folded)), None)
