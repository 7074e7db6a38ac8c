"""A spreadsheet or feedback becomes a test set whose quotes stand in the minutes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from rag.evaluation.feedback import FeedbackLog, FeedbackRecord
from rag.evaluation.test_sets import read_question_set
from tests.rag.cli.conftest import Rag

POSTPONED = "書かない窓口は、令和７年１月６日の開始を見送り、同年５月７日の開始に改める。"
WRONG = "書かない窓口は、令和９年１月６日に延期する。"


def sheet(path: Path, *rows: str) -> Path:
    path.write_bytes("".join(f"{row}\r\n" for row in rows).encode("cp932"))
    return path


def test_a_spreadsheet_becomes_a_test_set(call: Rag, tmp_path: Path) -> None:
    source = sheet(
        tmp_path / "q.csv", "質問,引用,タグ", f"いつ始まりますか,{POSTPONED},日付", "市長の給料は,,"
    )
    output = tmp_path / "set.jsonl"
    ran = call("test-set", source, "-o", output)
    assert (ran.code, ran.out) == (0, "")
    assert "2 questions, 1 of them not answerable" in ran.err
    assert [q.tags for q in read_question_set(output).questions] == [("日付",), ()]
    assert call("test-set", source).out == output.read_text(encoding="utf-8")


def test_a_spreadsheet_is_measured_as_it_is(call: Rag, tmp_path: Path) -> None:
    source = sheet(tmp_path / "q.csv", "質問,引用", f"書かない窓口はいつ始まりますか,{POSTPONED}")
    output = tmp_path / "report.json"
    assert call("evaluate", source, "--compare", "lexical", "--output", output).code == 0
    report = json.loads(output.read_text(encoding="utf-8"))
    assert report["systems"][0]["figures"]["hit@10"]["value"] == 1.0


def test_quotes_that_stand_nowhere_are_listed_with_row_and_nearest_passage(
    call: Rag, tmp_path: Path
) -> None:
    source = sheet(tmp_path / "q.csv", "質問,引用", f"いつ,{POSTPONED}", f",{WRONG}", "どこ,。。。")
    output = tmp_path / "set.jsonl"
    for ran in (call("test-set", source, "-o", output), call("evaluate", source)):
        assert (ran.code, ran.out) == (1, "")
        listed, nearest, second, error = ran.err.splitlines()
        assert listed == f"Line 3: stands nowhere: '{WRONG}'"
        assert "書かない窓口" in nearest
        assert nearest.endswith(("議事概要)", "会議録（第２号）)"))  # the meeting that it stands in
        assert second == "Line 4: stands nowhere: '。。。'"
        assert error.startswith("Error: q: 2 quotes stand nowhere")
    assert not output.exists()


def test_feedback_becomes_a_test_set(call: Rag, library: Path, tmp_path: Path) -> None:
    output = tmp_path / "set.jsonl"
    empty = call("test-set", "--from-feedback", "-o", output, library=library)
    assert empty.code == 1
    assert "no feedback to make a test set of yet (0 records)" in empty.err
    FeedbackLog(library).append(
        FeedbackRecord(
            question="書かない窓口はいつ", verdict="right", at=datetime.now(UTC), quote=POSTPONED
        )
    )
    assert call("test-set", "--from-feedback", "-o", output, library=library).code == 0
    assert [q.text for q in read_question_set(output).questions] == ["書かない窓口はいつ"]


def test_one_source_must_be_named(call: Rag, tmp_path: Path) -> None:
    for arguments in ([], [tmp_path / "q.csv", "--from-feedback"]):
        ran = call("test-set", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "Name either a file of questions or --from-feedback" in ran.err
