from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.rag.cli.conftest import Rag

TEST_SET = PROJECT / "samples" / "test_set.jsonl"
CORPUS = [
    {
        "_id": "d1",
        "title": "港湾整備",
        "text": "防波堤の延長工事は来年度に着手する。",
        "speaker": "沢井一郎",
    },
    {
        "_id": "d2",
        "title": "学校給食",
        "text": "給食費は月額四千五百円である。",
        "date": "2024-05-01",
    },
    {"_id": "d3", "title": "", "text": ""},
]


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    folder.mkdir()
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in CORPUS)
    (folder / "corpus.jsonl").write_text(lines, encoding="utf-8")
    queries = '{"_id": "q1", "text": "給食費はいくらか", "kind": "fare"}\n{"_id": "q2", "text": "防波堤の延長工事"}\n'
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text("q1\td2\t1\nq2\td1\t1\n", encoding="utf-8")
    return folder


def test_our_own_form_measures_systems_and_answers(call: Rag, tmp_path: Path) -> None:
    output = tmp_path / "report.json"
    ran = call("evaluate", TEST_SET, "--split", "dev", "--output", output)
    assert ran.code == 0
    assert f"Saved: {output}" in ran.err
    report = json.loads(output.read_text(encoding="utf-8"))
    assert [system["name"] for system in report["systems"]] == ["hybrid", "dense", "lexical"]
    assert {question["split"] for question in report["questions"]} == {"dev"}
    assert report["answers"]["figures"]["answered"]
    hits = {s["name"]: s["figures"]["hit@10"]["value"] for s in report["systems"]}
    assert hits["lexical"] > 0.5
    assert "nDCG@10" in ran.out


def test_an_unknown_split_names_those_that_are_there(call: Rag) -> None:
    ran = call("evaluate", TEST_SET, "--split", "train")
    assert ran.code == 2
    assert "choose from: dev, test" in ran.err


def test_the_report_goes_to_the_library_unless_told_otherwise(call: Rag, library: Path) -> None:
    call("evaluate", TEST_SET, "--split", "dev", "--compare", "lexical", library=library)
    (report,) = (library / "reports").iterdir()
    assert report.name.startswith("test_set-")


def test_the_documents_of_a_folder_become_a_library_once(
    call: Rag, beir: Path, tmp_path: Path
) -> None:
    output = tmp_path / "report.json"
    for _ in range(2):
        assert call("evaluate", beir, "--output", output).code == 0
    (corpus,) = (tmp_path / "cache" / "corpora").iterdir()
    assert [p.name for p in (corpus / "generations").iterdir()] == ["1"]
    report = json.loads(output.read_text(encoding="utf-8"))
    assert {s["name"]: s["figures"]["hit@1"]["value"] for s in report["systems"]}["hybrid"] == 1.0
    assert report["answers"] is None


def test_a_run_of_another_program_is_measured_beside_ours(
    call: Rag, beir: Path, tmp_path: Path
) -> None:
    run = tmp_path / "other.run"
    run.write_text("q1 Q0 d1 1 2 other\nq1 Q0 d2 2 1 other\nq2 Q0 d1 1 2 other\n", encoding="utf-8")
    output = tmp_path / "report.json"
    ran = call("evaluate", beir, "--run", run, "--compare", "hybrid", "--output", output)
    assert ran.code == 0
    systems = json.loads(output.read_text(encoding="utf-8"))["systems"]
    hits = {system["name"]: system["figures"]["hit@1"]["value"] for system in systems}
    assert hits == {"hybrid": 1.0, "other": 0.5}
    assert "Difference from hybrid" in ran.out
    wrong = call("evaluate", TEST_SET, "--run", run)
    assert (wrong.code, wrong.out) == (2, "")
    assert "needs a test set with documents" in wrong.err


def test_runs_tables_failures_and_a_page_on_request(call: Rag, beir: Path, tmp_path: Path) -> None:
    page, trec = tmp_path / "report.html", tmp_path / "trec"
    ran = call(
        "evaluate", beir, "--compare", "lexical,dense", "--by-tag", "--tag-field", "kind",
        "--failures", "1", "--html", page, "--trec-out", trec, "--output", tmp_path / "r.json",
    )  # fmt: skip
    assert ran.code == 0
    assert "kind=fare" in ran.out
    assert "Questions that failed (lexical)" in ran.out
    assert sorted(p.name for p in trec.iterdir()) == ["dense.run", "lexical.run", "qrels.txt"]
    assert (trec / "qrels.txt").read_text(encoding="utf-8") == "q1 0 d2 1\nq2 0 d1 1\n"
    assert (trec / "lexical.run").read_text(encoding="utf-8").startswith("q1 Q0 d2 1 1.0")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert f"Saved: {page}" in ran.err
    assert "kind=fare" not in call("evaluate", beir, "--output", tmp_path / "r.json").out


def test_an_earlier_report_is_compared_question_by_question(
    call: Rag, beir: Path, tmp_path: Path
) -> None:
    earlier = tmp_path / "earlier.json"
    output = tmp_path / "now.json"
    assert call("evaluate", beir, "--output", earlier).code == 0
    ran = call("evaluate", beir, "--baseline", earlier, "--output", output)
    assert ran.code == 0
    assert "Change since earlier.json (2 questions)" in ran.out
    other = call("evaluate", TEST_SET, "--baseline", earlier, "--output", output)
    assert (other.code, other.out) == (1, "")
    assert "is of another test set (now test_set" in other.err
