from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.errors import InvalidSetting, UnknownSetting
from rag.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("RAG_"):
            monkeypatch.delenv(name)


def test_no_variable_is_needed() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert settings.model is None
    assert settings.library.is_absolute()


def test_each_setting_is_a_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path))
    monkeypatch.setenv("RAG_PASSAGES", "12")
    monkeypatch.setenv("RAG_LANGUAGE", "en")
    settings = load_settings()
    assert (settings.library, settings.passages, settings.language) == (tmp_path, 12, "en")


def test_an_empty_variable_is_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_PASSAGES", "")
    monkeypatch.setenv("RAG_MODEL", "")
    assert load_settings() == Settings()


@pytest.mark.parametrize("name", ["RAG_PASSAGE", "RAG_LIBRARY_PATH", "RAG_", "RAG_passages"])
def test_an_unknown_variable_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(UnknownSetting) as caught:
        load_settings()
    for language in ("ja", "en"):
        assert name in caught.value.line(language)
        assert "RAG_PASSAGES" in caught.value.line(language)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RAG_PASSAGES", "many"),
        ("RAG_PASSAGES", "0"),
        ("RAG_PASSAGES", "101"),
        ("RAG_PASSAGE_TOKENS", "10"),
        ("RAG_PASSAGE_OVERLAP", "-1"),
        ("RAG_MAX_FILE_MB", "0"),
        ("RAG_READ_SECONDS", "0"),
        ("RAG_READ_SECONDS", "1e9"),
        ("RAG_READ_MEMORY_MB", "63"),
        ("RAG_LANGUAGE", "fr"),
    ],
)
def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSetting) as caught:
        load_settings()
    assert name in caught.value.line("en")
    assert value in caught.value.line("ja")
