from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.rag.cli.conftest import Rag
from tests.rag.conftest import SAMPLES


def test_meetings_are_lines_of_cells_where_no_person_reads(call: Rag) -> None:
    rows = [line.split("\t") for line in call("meetings").out.splitlines()]
    assert len(rows) == 6
    assert {len(row) for row in rows} == {7}
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)


def test_meetings_as_json_name_their_files(call: Rag) -> None:
    listed = json.loads(call("meetings", "--json").out)
    assert {Path(m["path"]).name for m in listed} == {p.name for p in SAMPLES.iterdir()}


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_remark_of_a_shown_meeting_can_be_checked(call: Rag, path: Path) -> None:
    meeting = json.loads(call("show", path.name, "--json").out)
    text = meeting["source"]["text"]
    sections = {section["id"] for section in meeting["sections"]}
    assert meeting["remarks"]
    for remark in meeting["remarks"]:
        assert "".join(text[s["start"] : s["end"]] for s in remark["spans"]) == remark["text"]
        assert remark["section"] is None or remark["section"] in sections
        assert remark["speaker"] is None or remark["speaker"]["as_written"]


def test_a_remark_across_two_pages_has_two_spans(call: Rag) -> None:
    meeting = json.loads(call("show", "2023-11-14_haikibutsu_shingikai_03.pdf", "--json").out)
    assert max(len(remark["spans"]) for remark in meeting["remarks"]) > 1


def test_a_shown_meeting_says_everything_of_it(call: Rag) -> None:
    meeting = json.loads(call("show", "公共交通", "--json").out)
    shown = call("show", "公共交通", "--lang", "ja").out
    assert meeting["title"] in shown
    for attendee in meeting["attendees"]:
        assert attendee["name"] in shown
    for remark in meeting["remarks"]:
        assert remark["text"].splitlines()[0] in shown


def test_inspect_and_show_agree(call: Rag) -> None:
    path = SAMPLES / "2024-06-20_madoguchi_kaikaku_02.txt"
    inspected = json.loads(call("inspect", path, "--json").out)
    shown = json.loads(call("show", path.name, "--json").out)
    assert inspected == shown


def test_removed_meetings_are_gone_from_list_and_search(call: Rag, library: Path) -> None:
    ran = call("remove", "公共交通", "--yes", library=library)
    assert ran.code == 0
    assert "公共交通" not in call("meetings", library=library).out
    found = json.loads(call("search", "バスの運行", "--json", library=library).out)
    assert all("公共交通" not in p["meeting"]["title"] for p in found["passages"])
    assert call("gc", library=library).code == 0
    assert [path.name for path in (library / "generations").iterdir()] == ["2"]


@pytest.mark.parametrize(("typed", "left"), [("y\n", 5), ("はい\n", 5), ("\n", 6), ("n\n", 6)])
def test_a_terminal_is_asked_before_anything_is_removed(
    call: Rag, library: Path, monkeypatch: pytest.MonkeyPatch, typed: str, left: int
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ran = call("remove", "公共交通", library=library)
    assert ran.code == (0 if left == 5 else 1)
    assert len(call("meetings", library=library).out.splitlines()) == left


@pytest.mark.parametrize("damage", ["truncated", "missing"])
def test_a_damaged_index_is_named_and_mended_by_a_rebuild(
    call: Rag, library: Path, damage: str
) -> None:
    vectors = library / "generations" / "1" / "vectors.faiss"
    if damage == "missing":
        vectors.unlink()
    else:
        with vectors.open("r+b") as stream:
            stream.truncate(1000)
    ran = call("ask", "費用はいくらですか", library=library)
    assert ran.code == 1
    assert str(vectors) in ran.err
    assert "rag index --rebuild" in ran.err
    checked = call("doctor", library=library)
    assert checked.code == 1
    assert "[error] Index" in checked.out
    assert call("index", "--rebuild", library=library).code == 0
    assert call("search", "費用はいくらですか", library=library).code == 0
    assert len(call("meetings", library=library).out.splitlines()) == 6


def test_a_library_of_another_model_is_refused_with_both_names(call: Rag, library: Path) -> None:
    path = library / "generations" / "1" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"model": "other-model"}), encoding="utf-8")
    for arguments in (["ask", "費用はいくらですか"], ["index", str(SAMPLES)]):
        ran = call(*arguments, library=library)
        assert ran.code == 1
        assert "other-model" in ran.err
        assert "hashing-64" in ran.err
