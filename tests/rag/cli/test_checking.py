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
        "python", "packages", "model", "precision", "dictionary", "library", "index", "disk",
        "settings", "terminal",
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
