"""`rag ask` and `rag search`: a question → an answer or a list on stdout."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress

from rag.citations import found_passage
from rag.cli.screen import Screen
from rag.errors import QuestionError, QuestionMissing
from rag.messages import MESSAGES
from rag.narrowing import Narrowing
from rag.rendering import answer_lines, narrowed_lines, passage_lines
from rag.search_json import search_json
from rag.settings import Settings
from rag.wiring import Assistant

__all__ = ["ask_many", "ask_one", "search_one"]

ANSWERED, ABSTAINED = 0, 3


def ask_one(
    settings: Settings,
    screen: Screen,
    question: str,
    narrowing: Narrowing,
    k: int | None,
    as_json: bool,
) -> int:
    """Answer one question; the exit code tells an abstention from an answer."""
    return _answer(Assistant(settings), screen, question, narrowing, k, as_json)


def ask_many(
    settings: Settings, screen: Screen, narrowing: Narrowing, k: int | None, as_json: bool
) -> int:
    """Answer questions until an empty line or the end of the input.

    Raises:
        QuestionMissing: nobody is there to type one.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QuestionMissing
    with suppress(ImportError):  # not every Python has it; `input` edits lines where it is loaded
        importlib.import_module("readline")
    assistant = Assistant(settings)
    screen.note(screen.word("prompt_intro"))
    while question := _typed(screen):
        try:
            _answer(assistant, screen, question, narrowing, k, as_json)
        except QuestionError as error:
            screen.note(MESSAGES["error"].render(screen.language, line=error.line(screen.language)))
    return 0


def _typed(screen: Screen) -> str:
    try:
        return input(screen.word("prompt")).strip()
    except EOFError:
        sys.stdout.write("\n")
        return ""


def _answer(
    assistant: Assistant,
    screen: Screen,
    question: str,
    narrowing: Narrowing,
    k: int | None,
    as_json: bool,
) -> int:
    answer = assistant.ask(question, narrowing, k)
    if as_json:
        screen.show_json(answer.to_json())
    else:
        screen.show_lines(answer_lines(answer, screen.language))
    return ANSWERED if answer.status == "answered" else ABSTAINED


def search_one(
    settings: Settings,
    screen: Screen,
    query: str,
    narrowing: Narrowing,
    k: int | None,
    as_json: bool,
) -> int:
    """List the passages nearest to a query."""
    found = Assistant(settings).search(query, narrowing, k)
    if as_json:
        screen.show_json(search_json(found))
    elif found.retrieval.hits:
        passages = [found_passage(hit) for hit in found.retrieval.hits]
        screen.show_lines(
            [
                *narrowed_lines(found.narrowed, screen.language),
                *passage_lines(passages, screen.language),
            ]
        )
    else:
        screen.note(screen.word("nothing_found"))
    return 0
