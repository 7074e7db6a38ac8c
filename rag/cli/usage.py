"""What is wrong with the arguments, in the person's language and on one line.

The option parser speaks English and draws boxes; its errors are known here by the names of their
classes, since typer does not export them.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from typer.exceptions import TyperException

from index.wording import UiLanguage, Wording
from rag.messages import USAGE

__all__ = ["NoSuchCommand", "WrongUsage", "explain"]

WrongUsage = TyperException


class NoSuchCommand(TyperException):
    """The first argument is no command."""

    def __init__(self, command: str, known: list[str]) -> None:
        super().__init__(command)
        self.command = command
        self.possibilities = get_close_matches(command, known)


def explain(error: TyperException, language: UiLanguage) -> str:
    """The error and where to find help, on one line."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "rag"
    gap = "" if language == "ja" else " "
    problem = " ".join(_problem(error, language).split())
    return f"{problem}{gap}{USAGE['remedy'].render(language, command=command)}"


def _problem(error: Any, language: UiLanguage) -> str:
    return _wording(error).render(
        language,
        option=getattr(error, "option_name", ""),
        command=getattr(error, "command", ""),
        name=_name(error),
        detail=error.message.rstrip("."),
        similar=_similar(error, language),
        arguments=error.message.rpartition("(")[2].rstrip(")"),
    )


def _wording(error: TyperException) -> Wording:
    if error.message.startswith("Got unexpected extra argument"):
        return USAGE["ExtraArguments"]
    return USAGE.get(type(error).__name__, USAGE["other"])


def _name(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "param_hint", None) or "?")
    options = [name for name in parameter.opts if name.startswith("-")]
    return options[-1] if options else str(parameter.metavar)


def _similar(error: Any, language: UiLanguage) -> str:
    names = getattr(error, "possibilities", None)
    return USAGE["similar"].render(language, names=", ".join(names)) if names else ""
