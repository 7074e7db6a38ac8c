"""A library of two meetings, the API over it, and a client; no model is loaded.

Made once: no test changes what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from rag.abstention import AnswerabilityModel
from rag.api import create_app
from rag.settings import Settings
from rag.wiring import Assistant
from tests.fakes import HashingEmbedder
from tests.rag.api import minutes


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a library that holds two meetings."""
    folder = tmp_path_factory.mktemp("api")
    settings = Settings(library=folder / "library")
    bus = minutes.write(folder, "bus.txt", minutes.BUS)
    books = minutes.write(folder, "books.txt", minutes.BOOKS)
    minutes.index_files(settings, bus, books)
    return settings


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    """Answers whatever is found: the fitted threshold is not for the vectors of the fake."""
    assistant = Assistant(settings, HashingEmbedder())
    assistant.__dict__["_answerability"] = replace(AnswerabilityModel.load(), threshold=0.0)
    yield assistant
    assistant.library.close()


@pytest.fixture(scope="session")
def client(assistant: Assistant) -> Iterator[TestClient]:
    app = create_app(assistant)
    with TestClient(app) as client:
        app.state.service.wait_until_warm(10)
        yield client
