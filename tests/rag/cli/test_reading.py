from __future__ import annotations

import json
from pathlib import Path

import pytest

import rag.cli.reading
import rag.wiring
from index.readers.isolated import IsolatedReader, ReadingLimits
from rag.cli import main
from rag.settings import Settings
from tests.fakes import HashingEmbedder
from tests.index.readers import misbehaving
from tests.rag.cli.conftest import Rag
from tests.rag.conftest import SAMPLES

MINUTES = """灯台市港湾委員会会議録
令和６年５月１７日

○議長（沢井一郎）　ただいまから委員会を開きます。
○港湾課長（北野花子）　防波堤の延長工事は、来年度に着手いたします。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "good.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "same.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "fake.pdf").write_bytes(b"GIF89a not a PDF")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def test_each_file_is_reported_and_the_good_ones_are_read(
    call: Rag, folder: Path, library: Path
) -> None:
    ran = call("index", folder, "--lang", "ja", library=library)
    assert (ran.code, ran.err) == (1, "")
    row = "good.txt\t灯台市港湾委員会会議録\t2024-05-17\t会議録\t2\t2\t0"
    assert row in ran.out.splitlines()
    assert f"重複：{folder / 'same.txt'}" in ran.out
    assert f"読めず：{folder / 'empty.txt'}：ファイルが空です。" in ran.out
    assert f"読めず：{folder / 'fake.pdf'}：" in ran.out
    assert "photo.jpg" not in ran.out
    assert "読み込み 1件、変更なし 0件、重複 1件、読めず 2件。" in ran.out
    assert "灯台市港湾委員会会議録" in call("meetings", library=library).out


def test_the_same_as_json(call: Rag, folder: Path, library: Path) -> None:
    ran = call("index", folder, "--json", library=library)
    report = json.loads(ran.out)
    assert ran.code == 1
    status = {Path(file["path"]).name: file["status"] for file in report["files"]}
    assert status == {
        "good.txt": "read", "same.txt": "duplicate", "empty.txt": "refused", "fake.pdf": "refused",
    }  # fmt: skip
    empty = next(file for file in report["files"] if file["path"].endswith("empty.txt"))
    assert empty["error"]["type"] == "EmptySource"


def test_a_second_run_does_nothing_and_loads_no_model(
    call: Rag, folder: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("index", folder / "good.txt", library=library)
    before = sorted((library / "generations").iterdir())

    def load(model: object, cache: object) -> HashingEmbedder:
        raise AssertionError("the model for passages is not needed")

    monkeypatch.setattr(rag.wiring, "bulk_embedder", load)
    ran = call("index", folder / "good.txt", library=library)
    assert ran.code == 0
    assert "0 read, 1 unchanged, 0 duplicates, 0 refused." in ran.out
    assert sorted((library / "generations").iterdir()) == before


def test_what_was_uncertain_is_told_after_the_run(call: Rag, folder: Path, library: Path) -> None:
    path = folder / "undated.txt"
    path.write_text(MINUTES.replace("令和６年５月１７日", ""), encoding="utf-8")
    ran = call("index", path, "--lang", "ja", library=library)
    assert ran.code == 0
    warnings = [line for line in ran.out.splitlines() if line.startswith("要確認：undated.txt：")]
    assert any("開催日" in line for line in warnings)
    assert not call("index", folder / "good.txt", library=library).out.count("Check:")


@pytest.mark.usefixtures("always_answer")
@pytest.mark.parametrize(("asked", "said"), [("2025年度", "来年度"), ("令和６年度", "今年度")])
def test_a_relative_year_is_found_by_its_number_and_shown_with_it(
    call: Rag, tmp_path: Path, asked: str, said: str
) -> None:
    library = tmp_path / "library"
    for words, number in (("来年度", "一"), ("今年度", "二")):
        path = tmp_path / f"{number}.txt"
        text = MINUTES.replace("港湾", f"第{number}港湾").replace("来年度", words)
        path.write_text(text, encoding="utf-8")
        call("index", path, library=library)
    question = f"{asked}に着手する工事は何ですか"
    found = json.loads(call("search", question, "--json", library=library).out)
    assert said in max(found["passages"], key=lambda passage: float(passage["words"]))["text"]
    shown = call("ask", question, "--lang", "ja", library=library).out
    year = 2025 if said == "来年度" else 2024
    assert f"「{said}」＝{year}年度" in shown
    inspected = call(
        "show", "第一" if said == "来年度" else "第二", "--lang", "ja", library=library
    )
    assert f"「{said}」＝{year}年度" in inspected.out


def test_inspect_says_how_much_was_understood(call: Rag, folder: Path) -> None:
    path = folder / "good.txt"
    assert "100.0" in call("inspect", path).out
    path.write_text(f"{MINUTES}\n" + "ꙮꙮꙮ\n" * 30, encoding="utf-8")
    inspected = json.loads(call("inspect", path, "--json").out)
    assert inspected["understood"] <= 1


def test_a_refused_file_is_refused_again_with_its_reason(
    call: Rag, folder: Path, library: Path
) -> None:
    for _ in range(2):
        ran = call("index", folder / "empty.txt", library=library)
        assert ran.code == 1
        assert "empty.txt: the file is empty." in ran.out


def test_a_folder_without_minutes_says_what_can_be_read(call: Rag, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    ran = call("index", tmp_path / "none", library=tmp_path / "library")
    assert ran.code == 1
    assert ".pdf" in ran.err
    assert not (tmp_path / "library").exists()


def test_an_interruption_leaves_the_library_as_it_was(
    folder: Path, library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(HashingEmbedder):
        def embed_passages(self, *arguments: object) -> None:  # type: ignore[override]
            raise KeyboardInterrupt

    main(["--library", str(library), "meetings"])
    before = capsys.readouterr().out
    with monkeypatch.context() as patch:
        patch.setattr(rag.wiring, "bulk_embedder", lambda model, cache: Interrupted())
        assert main(["--library", str(library), "index", str(folder)]) == 130
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Interrupted. The library is as it was.\n")
    main(["--library", str(library), "meetings"])
    assert capsys.readouterr().out == before
    assert main(["--library", str(library), "index", str(folder / "good.txt")]) == 0


def _reader_of_the_tests(settings: Settings) -> IsolatedReader:
    return IsolatedReader(ReadingLimits(seconds=1.0), f"{misbehaving.__name__}:read")


@pytest.mark.parametrize(
    ("name", "words"), [("hang", "was stopped after 1 s"), ("leave", "failed (exit code 3)")]
)
def test_a_reader_that_fails_is_one_line(
    call: Rag, folder: Path, library: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.setattr(rag.wiring, "make_reader", _reader_of_the_tests)
    monkeypatch.setattr(rag.cli.reading, "make_reader", _reader_of_the_tests)
    path = folder / f"{name}.txt"
    path.write_text(MINUTES.replace("防波堤", "灯台"), encoding="utf-8")
    inspected = call("inspect", path)
    assert (inspected.code, inspected.out) == (1, "")
    assert words in inspected.err
    assert inspected.err.count("\n") == 1
    indexed = call("index", path, folder / "good.txt", library=library)
    assert indexed.code == 1
    assert words in indexed.out
    assert "1 read, 0 unchanged, 0 duplicates, 1 refused." in indexed.out


def test_a_library_in_use_names_its_writer(call: Rag, folder: Path, library: Path) -> None:
    from index.library import Library

    with Library.open(library).writing():
        ran = call("index", folder, library=library)
    assert ran.code == 1
    assert "another process is writing" in ran.err


def test_what_nobody_expected_is_one_line_too(
    call: Rag, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(model: object, cache: object) -> None:
        raise RuntimeError("the sky\nis falling")

    monkeypatch.setattr(rag.wiring, "query_embedder", fail)
    ran = call("index", SAMPLES, library=library)
    assert ran.code == 1
    assert ran.err == (
        "An unexpected failure (RuntimeError: the sky is falling). Run it again with --debug to see "
        "the trace.\n"
    )
    assert "Traceback" in call("index", SAMPLES, "--debug", library=library).err


def test_files_of_other_formats_are_counted(call: Rag, folder: Path, library: Path) -> None:
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    ran = call("index", folder, "--lang", "ja", library=library)
    assert "対象外：読めない形式のファイルが2件ありました（.doc 1 .jpg 1）。" in ran.out
    again = json.loads(call("index", folder, "--json", library=library).out)
    assert again["other_formats"] == {".doc": 1, ".jpg": 1}
