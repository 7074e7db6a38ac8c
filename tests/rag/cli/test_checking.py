from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rag.doctor import examine
from rag.settings import Settings
from tests.rag.cli.conftest import Rag


def test_a_sound_installation_passes_every_check(call: Rag) -> None:
    ran = call("doctor", "--json")
    report = json.loads(ran.out)
    assert ran.code == 0
    assert report["ok"] is True
    assert {f["check"] for f in report["findings"]} == {
        "python", "packages", "model", "precision", "dictionary", "synonyms", "library", "index",
        "disk", "settings", "terminal",
    }  # fmt: skip


def test_an_altered_file_is_found_by_its_checksum(call: Rag, library: Path) -> None:
    vectors = library / "generations" / "1" / "vectors.faiss"
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 0xFF
    vectors.write_bytes(content)
    ran = call("doctor", "--lang", "ja", library=library)
    assert ran.code == 1
    assert "[異常] 索引" in ran.out
    assert "→ `rag index --rebuild`" in ran.out


def test_the_dictionary_and_the_synonyms_in_use_are_named(call: Rag, tmp_path: Path) -> None:
    (tmp_path / "dictionary.csv").write_text("しおかぜ号\n汐見野\n", encoding="utf-8")
    (tmp_path / "synonyms.txt").write_text("HP => ホームページ\n", encoding="utf-8")
    ran = call("doctor", library=tmp_path)
    assert f"2 words of this installation ({tmp_path / 'dictionary.csv'})" in ran.out
    assert f"1 groups ({tmp_path / 'synonyms.txt'})" in ran.out


def test_a_broken_synonym_is_an_error_with_its_line(call: Rag, tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("HP =>\n", encoding="utf-8")
    ran = call("doctor", library=tmp_path)
    assert ran.code == 1
    assert "[error] Synonyms" in ran.out
    assert "synonyms.txt, line 1" in ran.out


def test_terms_show_how_a_text_is_searched(call: Rag, tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("HP => ホームページ, 公式サイト\n", encoding="utf-8")
    ran = call("terms", "市のＨＰの三百円", library=tmp_path)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Words: 市 300 円 hp",
        "Characters: 市の hp の 300 円",
        "Synonyms: HP → ホームページ, 公式サイト",
    ]
    shown = json.loads(call("terms", "HP", "--json", library=tmp_path).out)
    assert shown["words"] == ["hp"]
    assert shown["synonyms"] == [{"typed": "HP", "instead": ["ホームページ", "公式サイト"]}]


def test_no_library_yet_is_no_error(call: Rag, tmp_path: Path) -> None:
    ran = call("doctor", library=tmp_path / "none")
    assert ran.code == 0
    assert "[warning] Library" in ran.out
    assert "rag index FOLDER" in ran.out


@pytest.mark.parametrize(("free", "level"), [(10**6, "error"), (10**8, "warning"), (10**10, "ok")])
def test_little_room_is_told(
    library: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    usage = shutil.disk_usage(library)._replace(free=free)
    monkeypatch.setattr("rag.doctor.shutil.disk_usage", lambda path: usage)
    findings = [f for f in examine(Settings(library=library)) if f.check == "disk"]
    assert {f.level for f in findings} == {level}
    assert all((f.remedy is None) == (level == "ok") for f in findings)
