"""How good are retrieval and answers? A test set and systems → figures that others can repeat.

test_sets → runner (system, gold, metrics, answer_metrics, statistics) → report → tables
"""

from __future__ import annotations

from .gold import find_unlocated
from .report import EvaluationReport
from .runner import evaluate
from .system import AnsweredQuestion, Answerer, RankedPassage, System
from .tables import render
from .test_sets import Document, Question, QuestionSet, read_question_set

__all__ = [
    "AnsweredQuestion",
    "Answerer",
    "Document",
    "EvaluationReport",
    "Question",
    "QuestionSet",
    "RankedPassage",
    "System",
    "evaluate",
    "find_unlocated",
    "read_question_set",
    "render",
]
