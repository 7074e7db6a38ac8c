from __future__ import annotations

from dataclasses import replace

import pytest

from rag import errors
from rag.evaluation.gold import SupportQuotes
from rag.evaluation.support import UnlocatedQuote, refuse_unlocated, unlocated_quotes

from .test_runner import BUS, FARE, NOISE, ROAD, SET, WHEN


def test_quotes_that_stand_nowhere_are_told_with_their_lines() -> None:
    question = replace(WHEN, gold=SupportQuotes((ROAD, BUS)), lines=(2, 3))
    questions = replace(SET, questions=(question, FARE))
    missing = unlocated_quotes(questions, [NOISE, ROAD])
    assert missing == (UnlocatedQuote("q1", BUS, 3), UnlocatedQuote("q2", BUS, None))
    with pytest.raises(errors.UnlocatedQuotes, match=f"sample: 2 quotes .* q1「{BUS}」"):
        refuse_unlocated(questions, missing)


def test_nothing_is_refused_where_all_stand_somewhere() -> None:
    missing = unlocated_quotes(SET, [NOISE, ROAD, BUS])
    assert missing == ()
    refuse_unlocated(SET, missing)


def test_without_quotes_no_passage_is_drawn() -> None:
    def none_asked() -> object:
        raise AssertionError
        yield

    assert unlocated_quotes(replace(SET, questions=()), none_asked()) == ()  # type: ignore[arg-type]
