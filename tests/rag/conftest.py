"""A library of the sample minutes with a small embedder, and an assistant over it.

Made once: a test that changes a library copies this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import Indexer
from index.library import Library
from index.passages import PassageSizes
from index.terms import Analyzer
from rag.abstention import AnswerabilityModel
from rag.settings import Settings
from rag.wiring import Assistant
from tests.conftest import PROJECT
from tests.fakes import HashingEmbedder

SAMPLES = PROJECT / "samples" / "minutes"


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("samples") / "library"
    library = Library.create(directory)
    indexer = Indexer(library, HashingEmbedder(), Analyzer(), PassageSizes(), 2**20)
    report = indexer.add([SAMPLES], lambda stage, done, total: None)
    assert len(report.of("read")) == 6
    library.close()
    return directory


def with_threshold(assistant: Assistant, threshold: float, near: float = 0.0) -> Assistant:
    """The fitted threshold is not for the vectors of the fake."""
    model = replace(AnswerabilityModel.load(), threshold=threshold, near=near)
    assistant.__dict__["_answerability"] = model
    return assistant


@pytest.fixture(scope="session")
def sample_assistant(sample_library: Path) -> Iterator[Assistant]:
    """Answers whatever is found in the sample minutes."""
    assistant = Assistant(Settings(library=sample_library), HashingEmbedder())
    yield with_threshold(assistant, 0.0)
    assistant.library.close()
