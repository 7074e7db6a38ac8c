"""Answers and abstentions against the gold → what each question adds to each figure.

Conventions, all over folded text without white space (`gold.squeeze`):
- A citation and a support quote agree when at least 80 % of the shorter one stands in the other in
  one run: a support of two sentences may be cited by one of them, and the other way round.
- Citation precision is measured on what was answered, citation recall, short answers and first
  sentences on all questions that can be answered: an abstention there is a miss.
- Abstention counts as in information extraction: found are the questions abstained on, right among
  them those that the minutes do not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from .gold import SupportQuotes, carries, squeeze
from .question_set import Question
from .statistics import Share
from .system import AnsweredQuestion

__all__ = ["ANSWER_FIGURES", "answer_shares"]

_NO_PART: Final[Share] = (0.0, 0.0)
# What stands around a short answer without belonging to it.
_AROUND: Final = "「」『』\"'“”()。、.,"


def answer_shares(question: Question, answer: AnsweredQuestion) -> dict[str, Share]:
    """What one answered question adds to each figure, above and below the fraction line."""
    return {name: share(question, answer) for name, share in _SHARES.items()}


def _of_all(right: bool) -> Share:
    return (float(right), 1.0)


def _abstained(answer: AnsweredQuestion) -> bool:
    return answer.status == "abstained"


def _answered_rate(_: Question, answer: AnsweredQuestion) -> Share:
    return _of_all(not _abstained(answer))


def _abstention_precision(question: Question, answer: AnsweredQuestion) -> Share:
    return _of_all(not question.answerable) if _abstained(answer) else _NO_PART


def _abstention_recall(question: Question, answer: AnsweredQuestion) -> Share:
    return _NO_PART if question.answerable else _of_all(_abstained(answer))


def _abstention_f1(question: Question, answer: AnsweredQuestion) -> Share:
    # 2·right / (found + sought), the harmonic mean of precision and recall as a ratio of sums.
    found, sought = _abstained(answer), not question.answerable
    return (2.0 * (found and sought), float(found) + float(sought))


def _short_exact(question: Question, answer: AnsweredQuestion) -> Share:
    return _short_answer(question, answer, lambda short, gold: short == gold)


def _short_contained(question: Question, answer: AnsweredQuestion) -> Share:
    return _short_answer(question, answer, lambda short, gold: gold in short)


def _short_answer(
    question: Question, answer: AnsweredQuestion, right: Callable[[str, str], bool]
) -> Share:
    golds = [gold for gold in map(_bare, question.answers) if gold]
    if not question.answerable or not golds:
        return _NO_PART
    short = "" if _abstained(answer) else _bare(answer.short_answer or "")
    return _of_all(any(right(short, gold) for gold in golds))


def _bare(text: str) -> str:
    return squeeze(text).casefold().strip(_AROUND)


def _citation_precision(question: Question, answer: AnsweredQuestion) -> Share:
    quotes = _quotes(question)
    if not quotes or _abstained(answer):
        return _NO_PART
    right = [any(_agree(citation, quote) for quote in quotes) for citation in answer.citations]
    # An answer without any citation is an unsupported one, not a precise one.
    return (sum(right) / len(right) if right else 0.0, 1.0)


def _citation_recall(question: Question, answer: AnsweredQuestion) -> Share:
    quotes = _quotes(question)
    if not quotes:
        return _NO_PART
    cited = () if _abstained(answer) else answer.citations
    return (sum(any(_agree(c, quote) for c in cited) for quote in quotes) / len(quotes), 1.0)


def _first_sentence(question: Question, answer: AnsweredQuestion) -> Share:
    """Whether what the answer cites first, for its first sentence, is support."""
    quotes = _quotes(question)
    if not quotes:
        return _NO_PART
    first = () if _abstained(answer) else answer.citations[:1]
    return _of_all(any(_agree(citation, quote) for citation in first for quote in quotes))


def _quotes(question: Question) -> tuple[str, ...]:
    return question.gold.quotes if isinstance(question.gold, SupportQuotes) else ()


def _agree(citation: str, quote: str) -> bool:
    shorter, longer = sorted((citation, quote), key=lambda text: len(squeeze(text)))
    return carries(longer, shorter)


_SHARES: Final[Mapping[str, Callable[[Question, AnsweredQuestion], Share]]] = {
    "answered": _answered_rate,
    "abstention precision": _abstention_precision,
    "abstention recall": _abstention_recall,
    "abstention F1": _abstention_f1,
    "short answer exact": _short_exact,
    "short answer contained": _short_contained,
    "first sentence right": _first_sentence,
    "citation precision": _citation_precision,
    "citation recall": _citation_recall,
}

ANSWER_FIGURES: Final = tuple(_SHARES)
"""The figures of answers, in the order in which they are shown."""
