from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rag.cli.conftest import Rag

ANSWER_KEYS = {
    "status", "question", "language", "text", "short_answer", "sentences", "citations",
    "confidence", "abstention", "filters", "passages", "versions", "timings_ms",
}  # fmt: skip


@pytest.mark.usefixtures("always_answer")
def test_an_answer_cites_the_minutes_to_the_character(call: Rag) -> None:
    ran = call("ask", "書かない窓口はいつ始まりますか", "--json")
    assert (ran.code, ran.err) == (0, "")
    answer = json.loads(ran.out)
    assert set(answer) >= ANSWER_KEYS
    assert answer["status"] == "answered"
    assert answer["citations"]
    for citation in answer["citations"]:
        meeting = json.loads(call("show", citation["meeting"]["id"], "--json").out)
        text = meeting["source"]["text"]
        quoted = "".join(text[s["start"] : s["end"]] for s in citation["spans"])
        assert quoted == citation["quote"]
        assert f"[{citation['n']}]" in answer["text"]


@pytest.mark.usefixtures("always_answer")
@pytest.mark.parametrize(
    ("language", "kind", "confidence"),
    [
        ("ja", "議事概要（言葉は記録した人のもの）", "確信度："),
        ("en", "summary (the words", "Confidence:"),
    ],
)
def test_a_citation_says_who_where_and_how_it_is_recorded(
    call: Rag, language: str, kind: str, confidence: str
) -> None:
    ran = call(
        "ask", "書かない窓口の初期費用はいくらですか", "--meeting", "2024-06-20_madoguchi_kaikaku_02.txt",
        "--lang", language,
    )  # fmt: skip
    assert ran.code == 0
    for part in ("[1] 「", "第２回 汐見野市窓口改革", "2024-06-20", kind, confidence):
        assert part in ran.out
    assert "…" not in ran.out


@pytest.mark.usefixtures("never_answer")
def test_an_abstention_shows_what_is_nearest_and_exits_with_3(call: Rag) -> None:
    ran = call("ask", "What do the minutes say about dragons?")
    assert (ran.code, ran.err) == (3, "")
    assert "Nearest passages" in ran.out
    assert json.loads(call("ask", "竜の話", "--json").out)["abstention"]["reason"]


@pytest.mark.usefixtures("always_answer")
def test_narrowing_is_understood_and_told(call: Rag) -> None:
    ran = call(
        "ask", "費用はいくらですか", "--since", "令和6年", "--until", "R6.12", "--role", "答弁",
        "--speaker", "部長", "--json",
    )  # fmt: skip
    answer = json.loads(ran.out)
    assert answer["filters"] == {
        "speaker": "部長", "since": "2024-01-01", "until": "2024-12-31", "role": "answer",
    }  # fmt: skip
    assert {p["meeting"]["date"][:4] for p in answer["passages"]} == {"2024"}
    assert {p["role"] for p in answer["passages"]} == {"answer"}


def test_nothing_within_the_filters_is_an_abstention(call: Rag) -> None:
    ran = call("ask", "費用はいくらですか", "--since", "1999", "--until", "1999", "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["abstention"]["reason"] == "outside_filters"


def stdin_of(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.usefixtures("always_answer")
def test_a_hyphen_reads_the_question_from_standard_input(
    call: Rag, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin_of(monkeypatch, "\ufeff費用はいくらですか\n".encode())
    assert json.loads(call("ask", "-", "--json").out)["question"] == "費用はいくらですか"


def test_endless_standard_input_is_refused(call: Rag, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin_of(monkeypatch, b"x" * 3_000_000)
    ran = call("ask", "-")
    assert ran.code == 2
    assert "too long (1000000 characters" in ran.err


@pytest.mark.usefixtures("always_answer")
def test_a_terminal_can_be_asked_again_and_again(
    call: Rag, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: Iterator[str] = iter(["費用はいくらですか", "？", "いつですか", ""])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = call("ask", "--lang", "ja")
    assert ran.code == 0
    assert ran.out.count("引用") == 2
    assert "質問が空です" in ran.err


def test_search_lists_passages_with_their_scores(call: Rag) -> None:
    ran = call("search", "窓口の予約", "--k", "3", "--lang", "ja")
    assert ran.code == 0
    assert ran.out.count("点数 ") == 3
    found = json.loads(call("search", "窓口の予約", "--k", "3", "--json").out)
    assert [p["score"] for p in found["passages"]] == sorted(
        (p["score"] for p in found["passages"]), reverse=True
    )
    assert found["question"] == "窓口の予約"


def test_a_missing_library_is_a_failure_with_the_remedy(call: Rag, tmp_path: Path) -> None:
    ran = call("ask", "費用はいくらですか", library=tmp_path / "none")
    assert (ran.code, ran.out) == (1, "")
    assert "rag index FOLDER" in ran.err
    assert not (tmp_path / "none").exists()


NARROWED = "2024年9月の会議で市長は何と答えましたか"


@pytest.mark.usefixtures("always_answer")
@pytest.mark.parametrize("command", ["ask", "search"])
def test_what_the_question_narrowed_is_shown_and_can_be_lifted(call: Rag, command: str) -> None:
    ran = call(command, NARROWED, "--lang", "ja")
    assert "2024年9月の会議に絞りました。（絞らないとき：--no-narrowing）" in ran.out
    assert "市長の発言に絞りました。" in ran.out
    found = json.loads(call(command, NARROWED, "--json").out)
    assert [n["values"] for n in found["narrowed"]] == [
        {"since": "2024-09-01", "until": "2024-09-30"},
        {"speaker": "市長"},
    ]
    lifted = call(command, NARROWED, "--no-narrowing", "--lang", "ja")
    assert "絞りました" not in lifted.out
    assert json.loads(call(command, NARROWED, "--no-narrowing", "--json").out)["narrowed"] == []


@pytest.mark.usefixtures("always_answer")
def test_what_was_lifted_says_so_without_a_flag(call: Rag) -> None:
    out = call("ask", "2024年6月の会議で市長は何と答えましたか", "--lang", "ja").out
    assert "「市長」に絞ると発言がないため、そこには絞らずに探しました。" in out
    assert out.count("--no-narrowing") == 1


def test_a_fiscal_year_is_a_period(call: Rag) -> None:
    ran = call("search", "窓口", "--since", "令和6年度", "--until", "令和6年度", "--json")
    found = json.loads(ran.out)
    assert found["filters"] == {"since": "2024-04-01", "until": "2025-03-31"}
    assert found["passages"]
