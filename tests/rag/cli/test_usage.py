"""Wrong usage is one line that says what to do; help explains everything in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.messages import COMMANDS
from tests.rag.cli.conftest import Rag


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "。？！"], "The question is empty"),
        (["ask", "あ" * 10_000], "too long (10000 characters; the limit is 2000)"),
        (["ask", "窓口は", "--since", "きのう"], "The date 'きのう' cannot be understood"),
        (["ask", "窓口は", "--since", "2025", "--until", "2024"], "The period begins"),
        (["ask", "窓口は", "--role", "singer"], "--role cannot be 'singer'"),
        (["ask", "窓口は", "--meeting", "月面会議"], "0 meetings match '月面会議'"),
        (["ask", "窓口は", "--k", "0"], "The value of --k cannot be used"),
        (["ask", "窓口は", "--nothing"], "There is no option --nothing"),
        (["ask", "窓口は", "いつ"], "Too many arguments (いつ)"),
        (["ask"], "There is no question"),
        (["show"], "MEETING is missing"),
        (["show", "汐見野"], "meetings match '汐見野'"),
        (["aks"], "There is no command 'aks'. Did you mean ask?"),
        (["index"], "No file or folder to read was named"),
        (["index", "/nowhere/at/all"], "/nowhere/at/all: there is no such file or folder"),
        (["inspect", "/nowhere/at/all"], "/nowhere/at/all: there is no such file or folder"),
        (["remove", "公共交通"], "Add --yes"),
        (["evaluate", "/nowhere"], "/nowhere: there is no test set here"),
        (["evaluate", "/nowhere", "--compare", "magic"], "--compare cannot be 'magic'"),
        (["meetings", "--lang", "de"], "--lang cannot be 'de'"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    call: Rag, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = call(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_the_line_is_in_the_language_of_the_locale(
    call: Rag, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert call("ask", "窓口は", "--foo").err == (
        "エラー：オプション --foo はありません。`rag ask --help` で使い方を見てください。\n"
    )
    assert call("show").err.startswith("エラー：MEETING の指定がありません。")
    assert call("ask", "").err.startswith("エラー：質問が空です")
    assert call("ask", "", "--lang=en").err.startswith("Error: The question is empty")


def test_an_option_without_its_value_is_named(call: Rag) -> None:
    assert "--library" in call("meetings", "--library").err


def test_a_misspelt_setting_is_refused(call: Rag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_LIBARY", "x")
    ran = call("meetings")
    assert ran.code == 2
    assert "The setting RAG_LIBARY is not known" in ran.err


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_explains_every_option(call: Rag, command: str | None, language: str) -> None:
    ran = call(*([command] if command else []), "--help", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    described = re.findall(r"^  (\S+(?: \S+)?)\s{2,}(\S.*)$", ran.out, re.MULTILINE)
    assert {"--library DIR", "--debug", "--lang LANG"} <= {name for name, _ in described}
    assert ("使い方：rag" if language == "ja" else "Usage: rag") in ran.out


def test_without_a_command_the_help_stands_on_stderr(call: Rag) -> None:
    ran = call()
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: rag" in ran.err


def test_the_version_is_shown(call: Rag) -> None:
    assert re.fullmatch(r"rag \S+\n", call("--version").out)
