"""Arguments of a process → its exit code; what went wrong becomes one line on stderr.

0 answered   1 failure   2 wrong usage   3 abstained   130 interrupted   141 nobody reads on
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import AskTheMinutesError, MeetingNotFound, SourceMissing
from index.wording import UiLanguage
from rag.cli.usage import WrongUsage, explain
from rag.errors import (
    NoSuchQueryField,
    NoSuchSplit,
    NoSuchTagField,
    NoSuchTestSet,
    QuestionError,
    RequestError,
    RunNeedsDocuments,
    SettingsError,
)
from rag.locale import language_of
from rag.messages import MESSAGES

__all__ = ["FAILURE", "USAGE", "main"]

FAILURE, USAGE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141

# What the person can mend by asking otherwise; everything else is a failure.
_USAGE_ERRORS = (
    MeetingNotFound,
    NoSuchQueryField,
    NoSuchSplit,
    NoSuchTagField,
    NoSuchTestSet,
    QuestionError,
    RequestError,
    RunNeedsDocuments,
    SettingsError,
    SourceMissing,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the process's own arguments when None."""
    _prepare_streams()
    given = _readable(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    try:
        return _run(given, language)
    except KeyboardInterrupt:
        _say(MESSAGES["interrupted"].render(language))
        return INTERRUPTED
    except BrokenPipeError:
        _stop_writing()
        return NOBODY_READS
    except Exception as error:
        if "--debug" in given:
            traceback.print_exc()
        return _fail(error, language)


def _run(arguments: Sequence[str], language: UiLanguage) -> int:
    from rag.cli.app import run

    code = run(arguments, language)
    sys.stdout.flush()
    return code


def _fail(error: Exception, language: UiLanguage) -> int:
    """Say in one line what went wrong."""
    if isinstance(error, AskTheMinutesError):
        _say(MESSAGES["error"].render(language, line=error.line(language)))
        return USAGE if isinstance(error, _USAGE_ERRORS) else FAILURE
    if isinstance(error, WrongUsage):
        _say(MESSAGES["error"].render(language, line=explain(error, language)))
        return USAGE
    detail = " ".join(str(error).split())
    if isinstance(error, OSError):
        _say(
            MESSAGES["error"].render(
                language, line=MESSAGES["system"].render(language, detail=detail)
            )
        )
        _flush_or_stop()
        return FAILURE
    _say(MESSAGES["unexpected"].render(language, kind=type(error).__name__, detail=detail))
    return FAILURE


def _say(line: str) -> None:
    try:
        print(line, file=sys.stderr, flush=True)  # noqa: T201
    except OSError:
        _stop_writing()


def _language(arguments: Sequence[str]) -> UiLanguage:
    """The language for everything, also for errors in the arguments themselves."""
    for position, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--lang":
            following = arguments[position + 1 : position + 2]
            return language_of({"LANG": value if sign else "".join(following)})
    return language_of(os.environ)


def _readable(arguments: Sequence[str]) -> list[str]:
    """Arguments without the half characters that stand for bytes of another encoding."""
    return [
        a if a.isprintable() or not _has_surrogate(a) else os.fsencode(a).decode("utf-8", "replace")
        for a in arguments
    ]


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _prepare_streams() -> None:
    """Streams that can be written to: a missing one writes nowhere, a missing character is a "?"."""
    if sys.stdout is None:  # closed by the shell: `rag … >&-`
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _flush_or_stop() -> None:
    """What could not be written is not tried, and complained of, once more at the interpreter's end."""
    try:
        sys.stdout.flush()
    except OSError:
        _stop_writing()


def _stop_writing() -> None:
    """Nobody reads on: let the interpreter flush into nothing at its end, without a message."""
    with suppress(OSError, ValueError):  # a stream without a descriptor has nothing to flush
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
