"""Questions and answers of a meeting → which part of an answer answers which part of a question.

    questions and the answers that follow (an exchange) → parts, a matter each → answers aligned to questions

In plenary sittings a member asks many things at once and several officials answer in turn, each in the
order of the questions that were put to them. What an official says first of each matter (「…についての
ご質問でございますが」) names it in the words of the question. It reads roles, and gives none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from index.meeting import Link, Part, Remark, Role
from index.text import fold_with_offsets

__all__ = ["answer_parts", "exchanges", "link_answers", "question_parts"]

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
_WORDS = re.compile(r"[一-鿿々]{2,}|[ァ-ヺー]{2,}|[A-Za-z][A-Za-z0-9]+|\d+")
_COMMON = frozenset(
    "質問 質疑 答弁 議員 見解 所見 伺 尋 取組 認識 必要 考 現在 今後 本市 本町 本県 市長 知事 町長".split()
)
_OFFICES = re.compile(
    r"([一-鿿]{0,12}?(?:知事|市長|区長|町長|村長|教育長|部長|局長|課長|総監|技監|管理者|本部長|監))(?:の|に|は)"
)

# What weighs in the likeness of an answer and a question; chosen on the dev splits of poliinfo-2020 and
# -2012 by scripts/bench/links.py.
_TOPIC_SHARE = 0.6
_OFFICE_NAMED = 0.1
_BACKWARD = 0.12
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class _Matter:
    """A part with its terms; `topic` are those of the words that name the matter."""

    part: Part
    terms: frozenset[str]
    topic: frozenset[str]
    offices: frozenset[str] = frozenset()


def link_answers(remarks: Sequence[Remark]) -> tuple[Link, ...]:
    """The links of a meeting, in the order of the answers; an answer that fits no question has none."""
    return tuple(link for exchange in exchanges(remarks) for link in _links(*exchange))


def exchanges(remarks: Sequence[Remark]) -> Iterator[tuple[list[Remark], list[Remark]]]:
    """Questions that follow one another and the answers to them, up to the next question.

    Questions that nobody answers in between share their answers. A change of section ends an exchange.
    """
    asked: list[Remark] = []
    answered: list[Remark] = []
    section: str | None = None
    for remark in remarks:
        if remark.section_id != section or (remark.role is Role.QUESTION and answered):
            if asked and answered:
                yield asked, answered
            asked, answered, section = [], [], remark.section_id
        if remark.role is Role.QUESTION:
            asked.append(remark)
        elif remark.role is Role.ANSWER and asked:
            answered.append(remark)
    if asked and answered:
        yield asked, answered


def _links(asked: Sequence[Remark], answered: Sequence[Remark]) -> Iterator[Link]:
    questions = [_matter(r, p, None) for r in asked for p in question_parts(r)]
    turns = [(r, [_matter(r, p, t) for p, t in answer_parts(r)]) for r in answered]
    rarity = _rarity([*questions, *(answer for _, turn in turns for answer in turn)])
    pairs = [
        (answer.part, question)
        for remark, turn in turns
        for answer, question in zip(
            turn, _align(turn, questions, rarity, _office_of(remark)), strict=True
        )
        if question is not None
    ]
    whole = _with_unanswered(questions, {question for _, question in pairs}, rarity)
    for answer_part, question in pairs:
        yield Link(whole[question], answer_part)


def _with_unanswered(
    questions: Sequence[_Matter], answered: set[int], rarity: dict[str, float]
) -> dict[int, Part]:
    """The part of each question that is answered, with its neighbours that nobody takes up alone.

    What is asked between two of them belongs to the one whose words it shares.
    """
    ordered = sorted(answered)
    starts = {q: questions[q].part.start for q in ordered}
    ends = {q: questions[q].part.end for q in ordered}
    for before, after in pairwise([-1, *ordered, len(questions)]):
        between = range(before + 1, after)
        near = [
            tuple(
                _shared(questions[i].terms, questions[q].terms, rarity)
                if 0 <= q < len(questions) and _of_one_remark(questions[i], questions[q])
                else -1.0
                for q in (before, after)
            )
            for i in between
        ]
        splits = range(len(near) + 1)
        split = max(splits, key=lambda k: sum(n[0] for n in near[:k]) + sum(n[1] for n in near[k:]))
        for i, (to_before, to_after) in zip(between, near, strict=True):
            part = questions[i].part
            if i < before + 1 + split and to_before >= 0:
                ends[before] = max(ends[before], part.end)
            elif i >= before + 1 + split and to_after >= 0:
                starts[after] = min(starts[after], part.start)
    return {q: Part(questions[q].part.ordinal, starts[q], ends[q]) for q in ordered}


def _of_one_remark(a: _Matter, b: _Matter) -> bool:
    return a.part.ordinal == b.part.ordinal


# ---------------------------------------------------------------------------------------------
# Parts


def question_parts(remark: Remark) -> list[Part]:
    """Each thing that a remark asks: from behind the last question put to where this one is put.

    What leads up to a question belongs to it; what is said before a matter is named and after the last
    question belongs to that one.
    """
    folded = fold_with_offsets(remark.text)
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
    return _parts(remark, [folded.offsets[c] for c in cuts])


def _puts_a_question(sentence: str) -> bool:
    return bool(
        _PUTS.search(sentence)
        or (_closes_paragraph(sentence) and _PUTS_AT_END.search(sentence.rstrip()))
    )


def answer_parts(remark: Remark) -> list[tuple[Part, str]]:
    """Where an answer takes up each matter, and the words that name it.

    What only opens or closes it (「三点のご質問にお答えします。」) is no part.
    """
    folded = fold_with_offsets(remark.text)
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
    begins = {folded.offsets[start]: topic for start, topic in topics.items()}
    parts = _parts(remark, begins)
    return [(p, topic) for p in parts if (topic := begins[p.start]) is not None]


_ORDER_AT_START = re.compile(rf"\A\s*{_ORDER}[、,]")


def _closes_paragraph(sentence: str) -> bool:
    return "\n" in sentence[len(sentence.rstrip()) :] or sentence == sentence.rstrip()


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        if match.end() > match.start():
            yield match.span()


def _parts(remark: Remark, cuts: Iterable[int]) -> list[Part]:
    borders = sorted({0, *cuts, len(remark.text)})
    spans = pairwise(borders)
    return [Part(remark.ordinal, a, b) for a, b in spans if remark.text[a:b].strip()]


# ---------------------------------------------------------------------------------------------
# Likeness and order


def _matter(remark: Remark, part: Part, topic: str | None) -> _Matter:
    text = fold_with_offsets(remark.text[part.start : part.end]).text
    terms = frozenset(_terms(text))
    if topic is None:  # a question: whom it is put to
        return _Matter(part, terms, frozenset(), frozenset(_OFFICES.findall(text[-80:])))
    return _Matter(part, terms, frozenset(_terms(topic)) or terms)


def _terms(text: str) -> Iterator[str]:
    """Bigrams of kanji and katakana, and whole words of other letters: what carries a subject."""
    for word in _WORDS.findall(text):
        if word.isascii() or len(word) == 2:
            yield word.casefold()
        else:
            yield from (word[i : i + 2] for i in range(len(word) - 1))


def _rarity(matters: Sequence[_Matter]) -> dict[str, float]:
    counts = Counter(term for matter in matters for term in matter.terms)
    return {
        term: 0.0 if term in _COMMON else log(1 + len(matters) / count)
        for term, count in counts.items()
    }


def _office_of(remark: Remark) -> str:
    speaker = remark.speaker
    return (speaker.role or speaker.as_written) if speaker else ""


def _likeness(answer: _Matter, question: _Matter, rarity: dict[str, float], office: str) -> float:
    """Between 0 and about 1: shared words, those that name the matter before all."""
    named = _weight(answer.topic & question.terms, rarity) / (_weight(answer.topic, rarity) or 1.0)
    shared = _shared(answer.terms, question.terms, rarity)
    put_to = any(o in office or office.endswith(o) for o in question.offices) if office else False
    bonus = (_OFFICE_NAMED if put_to else -_OFFICE_NAMED) if question.offices and shared else 0.0
    return _TOPIC_SHARE * named + (1 - _TOPIC_SHARE) * shared + bonus


def _shared(a: frozenset[str], b: frozenset[str], rarity: dict[str, float]) -> float:
    """The share of rare words that two texts have in common, 0 to 1."""
    both = _weight(a, rarity) * _weight(b, rarity)
    return _weight(a & b, rarity) / both**0.5 if both else 0.0


def _weight(terms: Iterable[str], rarity: dict[str, float]) -> float:
    return sum(rarity.get(term, 0.0) for term in terms)


def _align(
    answers: Sequence[_Matter],
    questions: Sequence[_Matter],
    rarity: dict[str, float],
    office: str,
) -> list[int | None]:
    """The question that each part of one official's answer takes up.

    The best sum of likenesses where going back in the order of the questions costs something: officials
    mostly answer in order, and seldom quite.
    """
    if not questions or not answers:
        return [None] * len(answers)
    if len(questions) == 1:
        return [0] * len(answers)
    likeness = [[_likeness(a, q, rarity, office) for q in questions] for a in answers]
    best = likeness[0]
    paths: list[list[int]] = []
    for row in likeness[1:]:
        # From any earlier question at no cost, from any later one at the cost of going back.
        forward, back = _running_max(best), _running_max(best[::-1])
        came = []
        total = []
        last = len(questions) - 1
        for q, value in enumerate(row):
            ahead, behind = forward[q], (back[last - q - 1] if q < last else (-1.0, 0))
            if behind[0] - _BACKWARD > ahead[0]:
                came.append(last - behind[1])
                total.append(value + behind[0] - _BACKWARD)
            else:
                came.append(ahead[1])
                total.append(value + ahead[0])
        best = total
        paths.append(came)
    q = max(range(len(best)), key=best.__getitem__)
    chosen = [q]
    for came in reversed(paths):
        q = came[q]
        chosen.append(q)
    chosen.reverse()
    return [q if likeness[i][q] >= _LEAST else None for i, q in enumerate(chosen)]


def _running_max(values: Sequence[float]) -> list[tuple[float, int]]:
    """For each position, the highest value up to it and where that stands."""
    found: list[tuple[float, int]] = []
    for i, value in enumerate(values):
        found.append(found[-1] if found and found[-1][0] >= value else (value, i))
    return found
