from __future__ import annotations

from rag.evaluation import words
from rag.evaluation.answer_metrics import ANSWER_FIGURES
from rag.evaluation.metrics import FIGURES


def test_both_languages_have_the_same_slots() -> None:
    for name, wording in (words._WORDS | words._FIGURES).items():
        japanese, english = wording.slots()
        assert japanese == english, name


def test_every_figure_has_its_name() -> None:
    assert set(words._FIGURES) == {*FIGURES, *ANSWER_FIGURES}
