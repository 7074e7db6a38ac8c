"""The commands of `rag`: what each takes, and which part of the product it asks.

Each command returns its exit code. Its imports stand inside it, so that a command loads only what it
needs. Texts of help and messages are in rag/messages.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from index.wording import UiLanguage
from rag.cli.usage import NoSuchCommand

if TYPE_CHECKING:
    from rag.cli.screen import Screen
    from rag.narrowing import Narrowing
    from rag.settings import Settings

__all__ = ["run"]

ANSWERED, FAILURE, ABSTAINED = 0, 1, 3


class Session:
    """One call of the program: how it speaks, and which library it means."""

    def __init__(self, language: UiLanguage) -> None:
        self.language = language
        self.library: Path | None = None

    @cached_property
    def screen(self) -> Screen:
        from rag.cli.screen import Screen

        return Screen(self.language)

    @cached_property
    def settings(self) -> Settings:
        from rag.settings import load_settings

        settings = load_settings()
        return settings.model_copy(update={"library": self.library}) if self.library else settings


# ---------------------------------------------------------------------------------------------
# Parser


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        from rag.cli.help import help_text

        return help_text(ctx, ctx.find_object(Session).language)


class _Group(TyperGroup):
    get_help = _Command.get_help

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands:
            raise NoSuchCommand(args[0], list(self.commands))
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=_Group, add_completion=False, rich_markup_mode=None)
_command = app.command

Json = Annotated[bool, typer.Option("--json")]
Passages = Annotated[int | None, typer.Option("--k", min=1, max=100, metavar="N")]
Meetings = Annotated[list[str] | None, typer.Option("--meeting", metavar="MEETING")]
Speaker = Annotated[str | None, typer.Option("--speaker", metavar="NAME")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE")]
Role = Annotated[str | None, typer.Option("--role", metavar="ROLE")]
NoNarrowing = Annotated[bool, typer.Option("--no-narrowing")]


def run(arguments: Sequence[str], language: UiLanguage) -> int:
    """Run the command that the arguments name.

    Returns:
        the exit code.

    Raises:
        WrongUsage: the arguments fit no command.
        AskTheMinutesError: what the command could not do.
    """
    command = typer.main.get_command(app)
    session = Session(language)
    try:
        with command.make_context("rag", _hoisted(arguments), obj=session) as context:
            code = command.invoke(context)
    except typer.Exit as asked:
        return asked.exit_code
    return int(code or 0)


_EVERYWHERE = {"--library": 1, "--lang": 1, "--debug": 0}


def _hoisted(arguments: Sequence[str]) -> list[str]:
    """The options that every command knows, moved to the front, wherever they were typed."""
    front: list[str] = []
    rest = list(arguments)
    position = 0
    while position < len(rest) and rest[position] != "--":
        name, sign, _ = rest[position].partition("=")
        if name not in _EVERYWHERE:
            position += 1
            continue
        taken = 1 if sign else 1 + _EVERYWHERE[name]
        option = rest[position : position + taken]
        if len(option) < taken:
            return option  # its value is missing: the parser says so
        front += option
        del rest[position : position + taken]
    return front + rest


@app.callback(invoke_without_command=True)
def _everywhere(
    ctx: typer.Context,
    library: Annotated[Path | None, typer.Option("--library", metavar="DIR")] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="LANG")] = None,
    debug: Annotated[bool, typer.Option("--debug")] = False,  # noqa: ARG001 - read in `main`
    version: Annotated[bool, typer.Option("--version")] = False,
) -> None:
    if version:
        from rag.version import program_version

        sys.stdout.write(f"rag {program_version()}\n")
        raise typer.Exit
    if lang not in (None, "ja", "en"):
        from rag.errors import UnknownChoice

        raise UnknownChoice(name="--lang", value=lang, known="ja, en")
    _session(ctx).library = library
    if ctx.invoked_subcommand is None:
        sys.stderr.write(f"{ctx.get_help()}\n")
        raise typer.Exit(2)


# ---------------------------------------------------------------------------------------------
# Reading minutes


@_command(cls=_Command)
def index(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild")] = False,
    as_json: Json = False,
) -> int:
    from rag.cli.reading import index_files

    session = _session(ctx)
    return index_files(session.settings, session.screen, paths or [], rebuild, as_json)


@_command(cls=_Command)
def inspect(
    ctx: typer.Context, path: Annotated[Path, typer.Argument(metavar="FILE")], as_json: Json = False
) -> int:
    from rag.cli.reading import inspect_file

    session = _session(ctx)
    return inspect_file(session.settings, session.screen, path, as_json)


@_command(cls=_Command)
def remove(
    ctx: typer.Context,
    meetings: Annotated[list[str], typer.Argument(metavar="MEETING…")],
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> int:
    from rag.cli.library import remove_meetings

    session = _session(ctx)
    return remove_meetings(session.settings, session.screen, meetings, yes)


@_command(cls=_Command)
def gc(ctx: typer.Context) -> int:
    from rag.cli.library import collect_garbage

    session = _session(ctx)
    return collect_garbage(session.settings, session.screen)


# ---------------------------------------------------------------------------------------------
# Asking


@_command(cls=_Command)
def ask(
    ctx: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION|-")] = None,
    only_meetings: Meetings = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    role: Role = None,
    no_narrowing: NoNarrowing = False,
    k: Passages = None,
    as_json: Json = False,
) -> int:
    session = _session(ctx)
    narrowing = _narrowing(only_meetings, speaker, since, until, role, no_narrowing)
    text = None if question is None else _question(question)

    from rag.cli.asking import ask_many, ask_one  # a refused question waits for nothing

    if text is None:
        return ask_many(session.settings, session.screen, narrowing, k, as_json)
    return ask_one(session.settings, session.screen, text, narrowing, k, as_json)


@_command(cls=_Command)
def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY|-")],
    only_meetings: Meetings = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    role: Role = None,
    no_narrowing: NoNarrowing = False,
    k: Passages = None,
    as_json: Json = False,
) -> int:
    session = _session(ctx)
    narrowing = _narrowing(only_meetings, speaker, since, until, role, no_narrowing)
    text = _question(query)

    from rag.cli.asking import search_one

    return search_one(session.settings, session.screen, text, narrowing, k, as_json)


# ---------------------------------------------------------------------------------------------
# Looking


@_command(cls=_Command)
def meetings(ctx: typer.Context, as_json: Json = False) -> int:
    from rag.cli.library import list_meetings

    session = _session(ctx)
    return list_meetings(session.settings, session.screen, as_json)


@_command(cls=_Command)
def show(
    ctx: typer.Context,
    meeting: Annotated[str, typer.Argument(metavar="MEETING")],
    as_json: Json = False,
) -> int:
    from rag.cli.library import show_meeting

    session = _session(ctx)
    return show_meeting(session.settings, session.screen, meeting, as_json)


@_command(cls=_Command)
def terms(
    ctx: typer.Context, text: Annotated[str, typer.Argument(metavar="TEXT")], as_json: Json = False
) -> int:
    from rag.cli.checking import show_terms

    session = _session(ctx)
    return show_terms(session.settings, session.screen, text, as_json)


@_command(cls=_Command)
def evaluate(
    ctx: typer.Context,
    test_set: Annotated[Path, typer.Argument(metavar="TESTSET")],
    split: Annotated[str | None, typer.Option("--split", metavar="NAME")] = None,
    field: Annotated[str, typer.Option("--field", metavar="KEY")] = "text",
    depth: Annotated[int, typer.Option("--k", min=10, max=1000, metavar="N")] = 100,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    compare: Annotated[str, typer.Option("--compare", metavar="NAMES")] = "hybrid,dense,lexical",
    run: Annotated[list[Path] | None, typer.Option("--run", metavar="FILE")] = None,
    tag_field: Annotated[list[str] | None, typer.Option("--tag-field", metavar="KEY")] = None,
    by_tag: Annotated[bool, typer.Option("--by-tag")] = False,
    failures: Annotated[int, typer.Option("--failures", min=0, metavar="N")] = 0,
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="FILE")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE")] = None,
    trec_out: Annotated[Path | None, typer.Option("--trec-out", metavar="DIR")] = None,
) -> int:
    from rag.cli.evaluating import EvaluationOptions, evaluate_test_set

    options = EvaluationOptions(
        split=split,
        field=field,
        tag_fields=tuple(tag_field or ()),
        depth=depth,
        compare=compare,
        runs=tuple(run or ()),
        output=output,
        html=html,
        trec_out=trec_out,
        baseline=baseline,
        by_tag=by_tag,
        failures=failures,
    )
    session = _session(ctx)
    return evaluate_test_set(session.settings, session.screen, test_set, options)


@_command("test-set", cls=_Command)
def make_test_set(
    ctx: typer.Context,
    source: Annotated[Path | None, typer.Argument(metavar="FILE")] = None,
    from_feedback: Annotated[bool, typer.Option("--from-feedback")] = False,
    set_output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
) -> int:
    from rag.cli.test_sets import make_test_set as make

    session = _session(ctx)
    return make(session.settings, session.screen, source, from_feedback, set_output)


@_command(cls=_Command)
def doctor(ctx: typer.Context, as_json: Json = False) -> int:
    from rag.cli.checking import check_installation

    session = _session(ctx)
    return check_installation(session.settings, session.screen, as_json)


@_command(cls=_Command)
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N")] = 8000,
) -> int:
    from rag.api.serving import serve as serve_requests

    session = _session(ctx)
    session.screen.note(session.screen.word("serving", host=host, port=port))
    serve_requests(session.settings, host, port)
    return 0


# ---------------------------------------------------------------------------------------------
# What several commands share


def _session(ctx: typer.Context) -> Session:
    session = ctx.find_object(Session)
    assert session is not None  # noqa: S101 - made in `run`
    return session


def _narrowing(
    only_meetings: list[str] | None,
    speaker: str | None,
    since: str | None,
    until: str | None,
    role: str | None,
    no_narrowing: bool,
) -> Narrowing:
    """What was typed, understood.

    Raises:
        RequestError: a date or a role that is none, or a period that ends before it begins.
    """
    from rag.errors import ReversedPeriod
    from rag.narrowing import Narrowing
    from rag.periods import period

    narrowing = Narrowing(
        meetings=tuple(only_meetings or ()),
        speaker=speaker,
        since=period(since)[0] if since is not None else None,
        until=period(until)[1] if until is not None else None,
        by_words=not no_narrowing,
    )
    first, last = narrowing.since, narrowing.until
    if first and last and first > last:
        raise ReversedPeriod(since=first, until=last)
    return replace(narrowing, role=_role(role)) if role is not None else narrowing


def _role(name: str) -> Any:
    from index.meeting import Role
    from rag.errors import UnknownChoice
    from rag.messages import ROLES

    for role in Role:
        if name.strip().lower() in (role, ROLES[role].ja):
            return role
    raise UnknownChoice(name="--role", value=name, known=", ".join(Role))


# Far more than any question: what is longer is refused, and `cat /dev/zero |` must end.
_MOST_BYTES = 1_000_000


def _question(typed: str) -> str:
    """The question as typed, or the one on standard input.

    Raises:
        QuestionError: it cannot be searched for.
    """
    from rag.question import understand

    return understand(_standard_input() if typed == "-" else typed).text


def _standard_input() -> str:
    if sys.stdin is None:  # closed by the shell
        return ""
    return sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8-sig", "replace")
