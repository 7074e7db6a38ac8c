"""How good are retrieval and answers? A test set and systems → figures that others can repeat.

test_sets (spreadsheet, feedback) → runner (system, gold, metrics, statistics, significance) → report
    → tables, failures, curves, baseline → terminal, page (svg)
"""

from __future__ import annotations

from .question_set import Document, Question, QuestionSet
from .report import EvaluationReport
from .runner import evaluate
from .system import AnsweredQuestion, Answerer, RankedPassage, System
from .test_sets import read_question_set

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
    "read_question_set",
]
