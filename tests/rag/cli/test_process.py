"""What only a process of its own shows: streams that end, other encodings, what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT


def environment_for(library: Path, **further: str) -> dict[str, str]:
    # Unbuffered output, which this machine may ask for, is not what users have.
    foreign = ("RAG_", "LC_", "LANG", "PYTHON")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    return kept | {"RAG_LIBRARY": str(library)} | further


def rag(
    *arguments: str, library: Path, redirected: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "rag", *arguments]
    if redirected:
        command = ["bash", "-c", f'exec "$0" "$@" {redirected}', *command]
    variables = environment_for(library, **environment)
    return subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, timeout=60)  # noqa: S603


def test_a_reader_that_has_gone_ends_it_quietly(sample_library: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "rag", "show", "定例会"],
        cwd=PROJECT,
        env=environment_for(sample_library),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()  # long before the first line is written
    process.stdout = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (141, b"")


def test_a_closed_standard_output_is_no_crash(sample_library: Path) -> None:
    ran = rag("meetings", library=sample_library, redirected=">&-")
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_told(sample_library: Path) -> None:
    ran = rag("meetings", library=sample_library, redirected=">/dev/full")
    assert ran.returncode == 1
    assert b"No space left on device" in ran.stderr
    assert ran.stderr.count(b"\n") == 1


def test_a_terminal_without_unicode_gets_question_marks(sample_library: Path) -> None:
    ran = rag("show", "定例会", library=sample_library, PYTHONIOENCODING="ascii")
    assert ran.returncode == 0
    assert b"2024-09-10" in ran.stdout
    as_json = rag("meetings", "--json", library=sample_library, PYTHONIOENCODING="ascii")
    assert rb"\u6c50\u898b\u91ce" in as_json.stdout


def test_bytes_that_are_no_text_are_a_name_like_any_other(sample_library: Path) -> None:
    ran = rag("show", os.fsdecode(b"\xff\xfe"), library=sample_library)
    assert ran.returncode == 2
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("rag.cli", {"numpy", "pydantic", "torch", "faiss", "rich", "fastapi", "sqlite3"}),
        ("rag.cli.asking", {"torch", "transformers", "fastapi", "index.readers", "ir_measures", "asyncio"}),
        ("rag.cli.library", {"torch", "faiss", "bm25s", "fastapi", "index.readers"}),
    ],
)  # fmt: skip
def test_nothing_is_imported_that_a_command_does_not_need(module: str, forbidden: set[str]) -> None:
    code = f"import sys, {module}, rag.cli.app; print(*sys.modules, sep='\\n')"
    ran = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, check=True)  # noqa: S603
    assert forbidden & set(ran.stdout.decode().split()) == set()
