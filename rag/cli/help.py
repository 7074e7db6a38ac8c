"""A command → its help text in the person's language, in columns that count cells, not characters.

Every parameter's text is looked up by its name in rag/messages.py; one without a text is an error,
so that no option can go unexplained.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from index.meeting import Role
from index.wording import UiLanguage
from rag.messages import COMMANDS, HELP, PARAMETERS, PROGRAM

__all__ = ["help_text"]

Rows = list[tuple[str, str]]


def help_text(context: Any, language: UiLanguage) -> str:
    """The help of the command that a parser context stands for."""
    command = context.command
    root = context.find_root().command
    is_root = command is root
    out = io.StringIO()
    console = Console(file=out, width=min(shutil.get_terminal_size().columns, 100), highlight=False)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    console.print(HELP["usage"].render(language) + usage, markup=False)
    console.print()
    about = PROGRAM if is_root else COMMANDS[command.name]
    console.print(about.render(language), markup=False)
    for title, rows in (
        ("commands", _commands(command, language) if is_root else []),
        ("arguments", _rows(_arguments(command), language)),
        ("options", [] if is_root else _rows(_options(command), language)),
        ("everywhere", _rows(_options(root), language)),
    ):
        _print_section(console, HELP[title].render(language), rows)
    if is_root:
        console.print()
        console.print(HELP["more"].render(language), markup=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _print_section(console: Console, title: str, rows: Rows) -> None:
    if not rows:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(f"  {name}", text)
    console.print()
    console.print(title, markup=False)
    console.print(table, markup=False)


def _commands(command: Any, language: UiLanguage) -> Rows:
    return [(name, COMMANDS[name].render(language)) for name in command.commands]


def _arguments(command: Any) -> list[Any]:
    return [p for p in command.params if p.param_type_name == "argument"]


def _options(command: Any) -> list[Any]:
    return [p for p in command.params if p.param_type_name == "option"]


def _rows(parameters: Iterable[Any], language: UiLanguage) -> Rows:
    return [(_left(parameter), _right(parameter, language)) for parameter in parameters]


def _left(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    names = ", ".join(parameter.opts)
    return names if parameter.is_flag else f"{names} {parameter.metavar or 'TEXT'}"


def _right(parameter: Any, language: UiLanguage) -> str:
    text = PARAMETERS[parameter.name].render(language, known=", ".join(Role))
    shown = parameter.show_default and parameter.default not in (None, False)
    default = HELP["default"].render(language, value=parameter.default) if shown else ""
    return text + default
