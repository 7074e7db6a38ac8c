"""`rag test-set`: a spreadsheet or the library's feedback → a test set in our own form.

What `rag evaluate` also needs stands here: telling quotes that stand nowhere, with what comes near them.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from rag.cli.screen import Screen
from rag.errors import NoFeedback, QuestionError, TestSetMissing
from rag.evaluation import QuestionSet, read_question_set
from rag.evaluation.feedback import FeedbackLog, feedback_questions
from rag.evaluation.report import write_whole
from rag.evaluation.support import UnlocatedQuote, refuse_unlocated, unlocated_quotes
from rag.evaluation.systems import library_passages
from rag.evaluation.test_sets import to_json_lines
from rag.narrowing import Narrowing
from rag.settings import Settings
from rag.wiring import Assistant

__all__ = ["make_test_set", "refuse_and_tell_unlocated"]

# Enough of a quote to search by; a question may not be longer than some thousand characters.
_SEARCHED = 300


def make_test_set(
    settings: Settings,
    screen: Screen,
    source: Path | None,
    from_feedback: bool,
    output: Path | None,
) -> int:
    """Write the questions in our own form; nothing is written while a quote stands nowhere."""
    if from_feedback:
        if source is not None:
            raise TestSetMissing
        questions = _of_feedback(settings)
    elif source is not None:
        questions = read_question_set(source)
    else:
        raise TestSetMissing
    refuse_and_tell_unlocated(Assistant(settings), screen, questions)
    text = to_json_lines(questions.questions)
    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
        screen.note(screen.word("report_saved", path=output))
    count = len(questions.questions)
    unanswerable = count - len(questions.answerable)
    screen.note(screen.word("questions_made", count=count, unanswerable=unanswerable))
    return 0


def _of_feedback(settings: Settings) -> QuestionSet:
    log = FeedbackLog(settings.library)
    records = log.read()
    questions = tuple(feedback_questions(records))
    if not any(question.answerable for question in questions):
        raise NoFeedback(path=log.path, count=len(records))
    return QuestionSet(log.path.stem, "quotes", "", questions)


def refuse_and_tell_unlocated(assistant: Assistant, screen: Screen, questions: QuestionSet) -> None:
    """Tell each quote that stands nowhere, with its line and the passage that comes nearest.

    Raises:
        UnlocatedQuotes: there are some.
    """
    texts = (text for _, text in library_passages(assistant.library))
    missing = unlocated_quotes(questions, texts)
    for each in missing:
        _tell(assistant, screen, each)
    refuse_unlocated(questions, missing)


def _tell(assistant: Assistant, screen: Screen, missing: UnlocatedQuote) -> None:
    screen.note(screen.word("unlocated", line=missing.line or "–", quote=missing.quote))
    with suppress(QuestionError):  # nothing in it can be searched for
        hits = assistant.search(
            missing.quote[:_SEARCHED], Narrowing(by_words=False), 1
        ).retrieval.hits
        for passage in (hit.passage for hit in hits):
            text = " ".join(passage.text.split())
            screen.note(screen.word("nearest_passage", text=text, meeting=passage.meeting_title))
