"""A remark → its parts: a thing asked each, or a matter that an answer takes up each.

What an official says first of each matter (「…についてのご質問でございますが」) names it in the words of
the question. Nothing here compares questions with answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from index.meeting import Part, Remark
from index.text import Folded

__all__ = ["Matter", "answer_parts", "question_parts"]

# A question ends where it is put: 「…見解を伺います。」, at the end of a paragraph also 「…ないでしょうか。」
_PUTS = re.compile(
    r"(?:(?:伺|うかが)(?:い(?:ます|たい[^。]{0,12}|し(?:ます|たい[^。]{0,12})|(?:を)?いたし(?:ます|たい[^。]{0,12})|、[^。]{0,12}質問を終わ[^。]{0,8})|う)|"
    r"お?(?:尋|たず)ね(?:し(?:ます|たい[^。]{0,12})|いたします)|"
    r"質問(?:し(?:ます|たい[^。]{0,8})|いたします)|お(?:聞|き)かせ(?:ください|願[^。]{0,10}|いただ[^。]{0,14})|"
    r"お(?:示|しめ)し(?:ください|願[^。]{0,10}|いただ[^。]{0,14})|教えて(?:ください|いただ[^。]{0,14})|お聞きし(?:ます|たい[^。]{0,8})|"
    r"(?:答弁|見解|所見|認識|説明|回答|考え)を[^。]{0,16}(?:求め|願い|問い|お聞)[^。]{0,12}|"
    r"いかがでしょうか|どう[^。]{0,16}(?:でしょうか|ますか))[。?]"
)
_PUTS_AT_END = re.compile(
    r"(?:ますか|ですか|でしょうか|ませんか|のか|べきでは(?:ないか)?|どうか|いかが)[。?]?\s*\Z"
)
# 「子育て支援について伺います。」 names the matter of the questions after it.
_NAMES = re.compile(
    r"\A\s*(?:(?:まず|次に|次いで|続いて|続きまして|初めに|はじめに|最後に|第[一二三四五六七八九十\d]+に|"
    r"[一二三四五六七八九十\d]+(?:点|つ|項)目[はに]?|大項目[^、。]{0,6})[、,\s]*(?:は[、,]?)?)?"
    r"[^。]{2,44}について[、,]?(?:(?:も|は|まず)[、,]?)?(?:お?伺い|質問|お尋ね|お聞き)[^。]{0,8}。"
)
_ORDER = (
    r"(?:まず|次に|次いで|続いて|続きまして|つぎに|初めに|はじめに|最初に|最後に|終わりに|さらに|また|同じく|"
    r"第[一二三四五六七八九十\d]+(?:点目?)?[にはの]|[一二三四五六七八九十\d]+(?:点|つ|問|項)目[はにの]?[、,]?)"
)
_TAKES_UP = re.compile(
    rf"\A\s*(?:{_ORDER}[、,]?\s*)?(?P<topic>[^。]{{2,120}}?)"
    r"(?:に(?:ついて|関して|つきまして|関する|対する|係る)|との|という|の)?"
    r"(?:の?(?:ご|御)(?:質問|質疑|指摘|意見)|の?お(?:尋|たず)ね|(?:ついて|つきまして|関して|ついては|件|点)"
    r"(?:で(?:あり|ござい|す|は)|お答え|お?答弁|申し上げ|ですが))"
)
_ORDERED = re.compile(rf"\A\s*(?:{_ORDER})[、,\s]*(?P<topic>[^。]{{2,80}})")
_ENUMERATES = re.compile(
    r"\A\s*(?:第[一二三四五六七八九十\d]+(?:点目?)?[にはの]|[一二三四五六七八九十\d]+(?:点|つ|問|項)目)"
)
# 「三点のご質問にお答えいたします。」 takes up nothing yet, 「その他のご質問は部長から」 nothing more.
_PASSES_OVER = re.compile(
    r"\A[^。]{0,60}(?:質問|質疑|お尋ね)に[^。]{0,12}お答え[^。]{0,16}。|\A[^。]{0,30}お答え(?:い?たし|申し上げ|し)ます。\s*\Z"
    r"|\A\s*(?:なお[、,]\s*)?(?:残余|その他|その余|その外|残り|他)の(?:ご|御)?質問"
)
_SENTENCE = re.compile(r"[^。?\n]*(?:[。?]|\n|\Z)\s*")


@dataclass(frozen=True, slots=True)
class Matter:
    """A part of a remark with its folded text; `topic` are the words that name what it is about."""

    part: Part
    text: str
    topic: str = ""


def question_parts(remark: Remark, folded: Folded) -> list[Matter]:
    """Each thing that a remark asks: from behind the last question put to where this one is put.

    What leads up to a question belongs to it; what is said before a matter is named and after the last
    question belongs to that one.
    """
    cuts = [0]
    open_words = False  # since the last cut something was said, and nothing asked
    for start, end in _sentences(folded.text):
        sentence = folded.text[start:end]
        if _NAMES.match(sentence):
            if open_words and len(cuts) > 1:
                cuts.pop()
            cuts.append(start)
            open_words = False
        elif _puts_a_question(sentence):
            cuts.append(end)
            open_words = False
        else:
            open_words = True
    if open_words and len(cuts) > 1:
        cuts.pop()
    return _matters(remark, folded, dict.fromkeys(cuts, ""))


def _puts_a_question(sentence: str) -> bool:
    return bool(
        _PUTS.search(sentence)
        or (_closes_paragraph(sentence) and _PUTS_AT_END.search(sentence.rstrip()))
    )


def answer_parts(remark: Remark, folded: Folded) -> list[Matter]:
    """Where an answer takes up each matter, and the words that name it.

    What only opens or closes it (「三点のご質問にお答えします。」) is no part.
    """
    topics: dict[int, str | None] = {0: ""}  # by where a part begins; None: no matter
    fresh = True
    for start, end in _sentences(folded.text):
        sentence = folded.text[start:end]
        if _PASSES_OVER.match(sentence):
            topics[start], topics[end] = None, ""
        else:
            match = _TAKES_UP.match(sentence)
            enumerates = _ENUMERATES.match(sentence)
            match = match or (_ORDERED.match(sentence) if enumerates else None)
            if match and (fresh or enumerates or _ORDER_AT_START.match(sentence)):
                topics[start] = match["topic"]
        fresh = _closes_paragraph(sentence) or start == 0 or start in topics
    return _matters(remark, folded, topics)


_ORDER_AT_START = re.compile(rf"\A\s*{_ORDER}[、,]")


def _closes_paragraph(sentence: str) -> bool:
    return "\n" in sentence[len(sentence.rstrip()) :] or sentence == sentence.rstrip()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        if match.end() > match.start():
            yield match.span()


def _matters(remark: Remark, folded: Folded, topics: Mapping[int, str | None]) -> list[Matter]:
    """The parts that begin at these places of the folded text, without those of no topic (None)."""
    borders = sorted({0, *topics, len(folded.text)})
    return [
        Matter(
            Part(remark.ordinal, folded.offsets[start], folded.offsets[end]),
            folded.text[start:end],
            topic,
        )
        for start, end in pairwise(borders)
        if (topic := topics.get(start, "")) is not None and folded.text[start:end].strip()
    ]
