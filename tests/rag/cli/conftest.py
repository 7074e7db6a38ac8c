"""A way to call `rag` in this process, on the library of the sample minutes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import rag.doctor
import rag.evaluation.corpus_library
import rag.wiring
from rag.abstention import AnswerabilityModel
from rag.cli import main
from tests.fakes import HashingEmbedder


@dataclass(frozen=True)
class Ran:
    """What a call gave back."""

    code: int
    out: str
    err: str


Rag = Callable[..., Ran]


@pytest.fixture
def library(sample_library: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(sample_library, tmp_path / "library"))


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test here loads the real model, or sees the environment of whoever runs it."""
    for module in (rag.wiring, rag.doctor, rag.evaluation.corpus_library):
        monkeypatch.setattr(module, "query_embedder", lambda model, cache: HashingEmbedder())
    monkeypatch.setattr(rag.wiring, "bulk_embedder", lambda model, cache: HashingEmbedder())
    for name in (
        "RAG_LIBRARY",
        "RAG_MODEL",
        "RAG_SYNONYMS",
        "RAG_USER_DICTIONARY",
        "RAG_LANGUAGE",
        "LC_ALL",
        "LC_MESSAGES",
        "LANG",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], sample_library: Path) -> Rag:
    """Call `rag` with arguments; the library is that of the samples unless one is named."""

    def run(*arguments: str | Path, library: Path | None = None) -> Ran:
        capsys.readouterr()
        code = main(["--library", str(library or sample_library), *map(str, arguments)])
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return run


def _with_threshold(monkeypatch: pytest.MonkeyPatch, threshold: float) -> None:
    model = replace(AnswerabilityModel.load(), threshold=threshold)
    monkeypatch.setattr(AnswerabilityModel, "load", lambda: model)


@pytest.fixture
def always_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    _with_threshold(monkeypatch, 0.0)


@pytest.fixture
def never_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    _with_threshold(monkeypatch, 1.1)
