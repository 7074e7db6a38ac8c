from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from pathlib import Path

import pytest

import rag.abstention
from index.terms import Alternative
from rag.abstention import AnswerabilityModel, Signals, signals_of
from rag.narrowing import Narrowing
from rag.wiring import Assistant

FILE = Path(rag.abstention.__file__).with_name("abstention.json")
DATA = json.loads(FILE.read_text(encoding="utf-8"))
MIDDLE = Signals(dense_top=0.85, dense_margin=0.03, word_coverage=0.5, same_language=True)
NAMES = [field.name for field in fields(Signals) if field.name != "same_language"]


@pytest.mark.parametrize("which", ["same_language", "cross_lingual"])
def test_the_file_names_signals_and_holds_finite_numbers(which: str) -> None:
    coefficients = DATA[which]
    assert set(coefficients["weights"]) <= set(NAMES)
    assert coefficients["weights"]
    for number in (coefficients["intercept"], *coefficients["weights"].values()):
        assert math.isfinite(number)


def test_the_thresholds_are_probabilities_in_order() -> None:
    assert 0 < DATA["near"] < DATA["threshold"] < 1


@pytest.mark.parametrize("same_language", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_stronger_signal_never_lowers_the_probability(name: str, same_language: bool) -> None:
    model = AnswerabilityModel.load()
    middle = replace(MIDDLE, same_language=same_language)
    steps = [replace(middle, **{name: step / 20}) for step in range(21)]  # type: ignore[arg-type]
    probabilities = [model.probability(signals) for signals in steps]
    assert all(0 <= p <= 1 for p in probabilities)
    assert probabilities == sorted(probabilities)
    which = "same_language" if same_language else "cross_lingual"
    if name in DATA[which]["weights"]:
        assert probabilities[0] < probabilities[-1]


def test_shared_words_count_only_within_one_language() -> None:
    model = AnswerabilityModel.load()
    across = replace(MIDDLE, same_language=False)
    assert model.probability(across) == model.probability(replace(across, word_coverage=0.0))
    assert model.probability(across) != model.probability(MIDDLE)


def test_signals_of_a_question_in_the_language_of_the_minutes(sample_assistant: Assistant) -> None:
    reader = sample_assistant.retriever().reader
    same = signals_of(
        sample_assistant.search("窓口の待ち時間はどうなりましたか", Narrowing()).retrieval, reader
    )
    other = signals_of(
        sample_assistant.search("How long do people wait?", Narrowing()).retrieval, reader
    )
    nothing = signals_of(sample_assistant.search("ゼブラ", Narrowing()).retrieval, reader)
    assert same.same_language
    assert not other.same_language
    assert 0 < same.word_coverage <= 1
    assert nothing.word_coverage == 0
    assert same.dense_margin >= 0


def test_a_word_said_otherwise_is_covered(sample_assistant: Assistant) -> None:
    reader = sample_assistant.retriever().reader
    retrieval = sample_assistant.search("ゼブラ", Narrowing()).retrieval
    typed = retrieval.query_terms
    instead = replace(typed, words=retrieval.hits[0].passage.terms.words[:3])
    widened = replace(typed, alternatives=(Alternative(typed, instead, 0.5),))
    signals = signals_of(replace(retrieval, query_terms=widened), reader)
    assert signals.word_coverage == 1
