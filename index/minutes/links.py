"""Questions and answers of a meeting → which part of an answer answers which part of a question.

    questions and the answers that follow (an exchange) → parts, a matter each → answers aligned to questions

In plenary sittings a member asks many things at once and several officials answer in turn, each in the
order of the questions that were put to them. It reads roles, and gives none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, repeat
from math import log
from operator import add

from index.exchanges import exchanges
from index.meeting import Link, Part, Remark
from index.minutes.parts import Matter, answer_parts, question_parts
from index.text import Folded

__all__ = ["link_answers"]

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
_AT_END = 80  # characters of a question in which it says whom it is put to


def link_answers(remarks: Sequence[Remark], folded: Sequence[Folded]) -> tuple[Link, ...]:
    """The links of a meeting, in the order of the answers; an answer that fits no question has none.

    Args:
        remarks: in order.
        folded: the text of each, folded.
    """
    texts = {remark.ordinal: text for remark, text in zip(remarks, folded, strict=True)}
    return tuple(link for pair in exchanges(remarks) for link in _links(*pair, texts))


def _links(
    asked: Sequence[Remark], answered: Sequence[Remark], folded: Mapping[int, Folded]
) -> Iterator[Link]:
    questions = [m for remark in asked for m in question_parts(remark, folded[remark.ordinal])]
    turns = [(remark, answer_parts(remark, folded[remark.ordinal])) for remark in answered]
    likeness = _Likeness(questions, [matter for _, turn in turns for matter in turn])
    pairs = []
    for remark, turn in turns:
        rows = [likeness.of_answer(matter, _office_of(remark)) for matter in turn]
        pairs += [
            (matter.part, question)
            for matter, question in zip(turn, _align(rows), strict=True)
            if question is not None
        ]
    if not pairs and len(asked) == len(answered) == 1:
        # Whoever answers right after a single question answers it, in whatever words.
        yield Link(_whole(asked[0]), _whole(answered[0]))
    whole = likeness.with_unanswered({question for _, question in pairs})
    for answer, question in pairs:
        yield Link(whole[question], answer)


def _whole(remark: Remark) -> Part:
    return Part(remark.ordinal, 0, len(remark.text))


def _office_of(remark: Remark) -> str:
    speaker = remark.speaker
    return (speaker.role or speaker.as_written) if speaker else ""


# ---------------------------------------------------------------------------------------------
# Likeness


class _Likeness:
    """How alike the questions and answers of one exchange are, by the rare words that they share."""

    def __init__(self, questions: Sequence[Matter], answers: Sequence[Matter]) -> None:
        self._questions = questions
        self._terms = [_terms(question.text) for question in questions]
        self._offices = [frozenset(_OFFICES.findall(q.text[-_AT_END:])) for q in questions]
        self._terms_of_answers = {id(answer): _terms(answer.text) for answer in answers}
        everything = [*self._terms, *self._terms_of_answers.values()]
        counts = Counter(chain.from_iterable(everything))
        rarities = {n: log(1 + len(everything) / n) for n in set(counts.values())}
        self._rarity = {term: rarities[n] for term, n in counts.items()}
        self._rarity |= dict.fromkeys(_COMMON, 0.0)
        self._asking: dict[str, list[int]] = defaultdict(
            list
        )  # by term: the questions that have it
        for q, terms in enumerate(self._terms):
            for term in terms:
                self._asking[term].append(q)
        self._weights = [self._weight(terms) for terms in self._terms]

    def of_answer(self, answer: Matter, office: str) -> list[float]:
        """Between 0 and about 1 for each question: shared words, those that name the matter before all.

        Args:
            answer: a part of an answer.
            office: of who answers.
        """
        terms = self._terms_of_answers[id(answer)]
        topic = _terms(answer.topic) or terms
        shared, named = self._sums(terms), self._sums(topic)
        whole, naming = self._weight(terms), self._weight(topic) or 1.0
        return [
            _TOPIC_SHARE * named[q] / naming
            + (1 - _TOPIC_SHARE) * _share(shared[q], whole, self._weights[q])
            + (self._bonus(q, office) if shared[q] else 0.0)
            for q in range(len(self._questions))
        ]

    def _bonus(self, q: int, office: str) -> float:
        """For a question that is put to this office, or to another one by name."""
        offices = self._offices[q]
        if not offices:
            return 0.0
        return _OFFICE_NAMED if office and any(o in office for o in offices) else -_OFFICE_NAMED

    def _sums(self, terms: Iterable[str]) -> list[float]:
        """For each question the weight of the terms that it has."""
        sums = [0.0] * len(self._questions)
        for term in terms:
            rarity = self._rarity.get(term, 0.0)
            for q in self._asking.get(term, ()):
                sums[q] += rarity
        return sums

    def _weight(self, terms: Iterable[str]) -> float:
        return sum(map(self._rarity.get, terms, repeat(0.0)))

    def with_unanswered(self, answered: set[int]) -> dict[int, Part]:
        """The part of each question that is answered, with its neighbours that nobody takes up alone.

        What is asked between two of them belongs to the one whose words it shares.
        """
        ordered = sorted(answered)
        starts = {q: self._questions[q].part.start for q in ordered}
        ends = {q: self._questions[q].part.end for q in ordered}
        for before, after in pairwise([-1, *ordered, len(self._questions)]):
            between = range(before + 1, after)
            near = [(self._between(i, before), self._between(i, after)) for i in between]
            split = max(
                range(len(near) + 1),
                key=lambda k: sum(n[0] for n in near[:k]) + sum(n[1] for n in near[k:]),
            )
            for i, (to_before, to_after) in zip(between, near, strict=True):
                part = self._questions[i].part
                if i <= before + split and to_before >= 0:
                    ends[before] = max(ends[before], part.end)
                elif i > before + split and to_after >= 0:
                    starts[after] = min(starts[after], part.start)
        return {q: Part(self._questions[q].part.ordinal, starts[q], ends[q]) for q in ordered}

    def _between(self, i: int, q: int) -> float:
        """How alike two questions of one remark are; -1 where there is no second one."""
        if not 0 <= q < len(self._questions):
            return -1.0
        if self._questions[i].part.ordinal != self._questions[q].part.ordinal:
            return -1.0
        shared = self._weight(self._terms[i] & self._terms[q])
        return _share(shared, self._weights[i], self._weights[q])


def _share(shared: float, one: float, other: float) -> float:
    return shared / (one * other) ** 0.5 if one and other else 0.0


def _terms(text: str) -> frozenset[str]:
    """Bigrams of kanji and katakana, and whole words of other letters: what carries a subject."""
    terms: set[str] = set()
    for word in set(_WORDS.findall(text)):
        if word.isascii() or len(word) == 2:
            terms.add(word.casefold())
        else:
            terms.update(map(add, word, word[1:]))
    return frozenset(terms)


# ---------------------------------------------------------------------------------------------
# Order


def _align(likeness: Sequence[Sequence[float]]) -> list[int | None]:
    """The question that each part of one official's answer takes up.

    The best sum of likenesses where going back in the order of the questions costs something: officials
    mostly answer in order, and seldom quite.

    Args:
        likeness: for each part of the answer, in order, its likeness to each question.
    """
    if not likeness or not likeness[0]:
        return [None] * len(likeness)
    if len(likeness[0]) == 1:
        return [0] * len(likeness)
    best = likeness[0]
    paths: list[list[int]] = []
    for row in likeness[1:]:
        # From any earlier question at no cost, from any later one at the cost of going back.
        forward, back = _running_max(best), _running_max(best[::-1])
        came = []
        total = []
        last = len(row) - 1
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
