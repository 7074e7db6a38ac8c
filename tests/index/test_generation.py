"""A generation fits its settings, is whole, and stays what it was while it is being read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import generation as module
from index.embedding import in_context
from index.errors import (
    GenerationDamaged,
    GenerationGone,
    GenerationMismatch,
    LibraryEmpty,
)
from index.filters import And, Contains, In
from index.generation import FORMAT, GenerationReader, GenerationSpec, check_fit
from index.library import Library
from index.meeting import Role
from tests.fakes import HashingEmbedder
from tests.index.builders import ANALYZER, BUDGET, FLOOD, indexer, library_with, minutes, silent

SPEC = GenerationSpec(HashingEmbedder.model_id, HashingEmbedder.dimension, ANALYZER.id)
_BUDGET, _FLOOD = minutes("図書館検討会", BUDGET), minutes("防災会議", FLOOD)
_EMBEDDER = HashingEmbedder()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_with(tmp_path / "library", _BUDGET, _FLOOD)


def _directory(library: Library) -> Path:
    return library.generation_directory(library.generation or 0)


def _manifest(library: Library) -> dict[str, object]:
    text = (_directory(library) / "manifest.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


# -- searching --------------------------------------------------------------------------------


def test_dense_scores_are_those_of_the_units(library: Library) -> None:
    reader = GenerationReader.open(library, SPEC)
    assert len(reader) == 5
    question = _EMBEDDER.embed_query("避難所は十二か所あります。")
    rows = reader.dense(question, 99)
    assert sorted(rows.tolist()) == [0, 1, 2, 3, 4]
    flat, starts = reader.unit_scores(question, rows)
    scores = np.split(flat, starts[1:-1])
    assert [s.max() for s in scores] == sorted((s.max() for s in scores), reverse=True)
    for row, found in zip(rows, scores, strict=True):
        passage = reader.fetch([int(row)])[0]
        header = _EMBEDDER.embed_query(passage.header)
        units = [in_context(_EMBEDDER.embed_query(u), header) for u in passage.unit_texts()]
        assert found == pytest.approx(np.stack(units) @ question, abs=1e-6)
    none, starts = reader.unit_scores(question, np.empty(0, np.int64))
    assert (len(none), starts.tolist()) == (0, [0])


def test_filters_choose_rows(library: Library) -> None:
    reader = GenerationReader.open(library, SPEC)
    assert reader.allowed(And()) is None
    allowed = reader.allowed(Contains("speaker", "町長"))
    assert allowed is not None
    assert allowed.tolist() == [False, True, False, False, False]
    question = _EMBEDDER.embed_query("避難所は足りていますか")
    assert reader.dense(question, 99, allowed).tolist() == [1]
    nothing = reader.allowed(In("kind", ("summary",)))
    assert reader.dense(question, 99, nothing).tolist() == []


def test_lexical_scores_have_the_same_rows(library: Library) -> None:
    reader = GenerationReader.open(library, SPEC)
    scores = reader.lexical(ANALYZER.terms("備蓄"))
    assert int(scores.words.argmax()) == int(scores.bigrams.argmax()) == 3
    assert "備蓄" in reader.fetch([3])[0].text
    weights = reader.term_weights("bigrams", ["備蓄", "図書"])
    assert weights["備蓄"] > weights["図書"]


def test_roles_and_links(library: Library) -> None:
    rows = GenerationReader.open(library, SPEC).rows
    every = np.arange(5)
    assert rows.with_role(every, Role.ANSWER).tolist() == [False, True, False, True, False]
    assert rows.exchanges.tolist() == [0, 0, 1, 1, -1]
    assert rows.links.tolist() == [[0, 1, 1, 2], [2, 3, 3, 4]]
    assert len(set(rows.digests.tolist())) == 5


def test_opening_twice_answers_the_same(library: Library) -> None:
    question = _EMBEDDER.embed_query("開館はいつですか")
    one, other = (GenerationReader.open(library, SPEC) for _ in range(2))
    assert one.dense(question, 5).tolist() == other.dense(question, 5).tolist()
    assert one.fetch(range(5)) == other.fetch(range(5))


# -- what fits --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        (replace(SPEC, model_id="other-model"), ("embedding model", "hashing-64", "other-model")),
        (replace(SPEC, dimension=384), ("vector dimension", "64", "384")),
        (replace(SPEC, tokenizer_id="words-2"), ("tokenizer", ANALYZER.id, "words-2")),
    ],
    ids=["model", "dimension", "tokenizer"],
)
def test_another_setting_is_refused_with_both_values(
    library: Library, expected: GenerationSpec, values: tuple[str, ...]
) -> None:
    for refused in (GenerationReader.open, check_fit):
        with pytest.raises(GenerationMismatch) as caught:
            refused(library, expected)
        assert all(value in str(caught.value) for value in (*values, "rag index --rebuild"))


def test_another_format_is_refused_with_both_values(library: Library) -> None:
    manifest = {**_manifest(library), "format": 99}
    (_directory(library) / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(GenerationMismatch, match=f"format 99, but the current setting is {FORMAT}"):
        GenerationReader.open(library, SPEC)


def test_a_library_without_a_meeting(tmp_path: Path) -> None:
    library = library_with(tmp_path)
    check_fit(library, SPEC)
    with pytest.raises(LibraryEmpty):
        GenerationReader.open(library, SPEC)


# -- what is whole ----------------------------------------------------------------------------


def test_the_manifest_names_every_file(library: Library) -> None:
    manifest = _manifest(library)
    files = {p.relative_to(_directory(library)).as_posix() for p in _files(library)}
    assert set(manifest["files"]) == files - {"manifest.json"}  # type: ignore[call-overload]
    assert {"vectors.faiss", "rows.npz", "words/idf.npy", "bigrams/idf.npy"} <= files
    assert (manifest["passages"], manifest["factory"]) == (5, "Flat")


def _files(library: Library) -> list[Path]:
    return [p for p in _directory(library).rglob("*") if p.is_file()]


def test_no_file_needs_pickle(library: Library) -> None:
    arrays = [p for p in _files(library) if p.suffix in {".npy", ".npz"}]
    assert {p.suffix for p in _files(library)} == {".npy", ".npz", ".json", ".faiss"}
    for path in arrays:
        loaded = np.load(path, allow_pickle=False)
        if path.suffix == ".npz":
            assert not any(loaded[name].dtype.hasobject for name in loaded.files)
            loaded.close()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [Path.unlink, _truncate], ids=["missing", "truncated"])
def test_a_missing_or_truncated_file_is_damaged(
    library: Library, harm: Callable[[Path], None]
) -> None:
    for path in _files(library):
        whole = path.read_bytes()
        harm(path)
        with pytest.raises(GenerationDamaged, match=path.name) as caught:
            GenerationReader.open(library, SPEC)
        assert "--rebuild" in str(caught.value)
        path.write_bytes(whole)
    GenerationReader.open(library, SPEC).verify()


def test_an_altered_file_is_found_by_verifying(library: Library) -> None:
    path = _directory(library) / "vectors.faiss"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    reader = GenerationReader.open(library, SPEC)
    with pytest.raises(GenerationDamaged, match="SHA-256"):
        reader.verify()


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04"], ids=["zeros", "a zip file's beginning"])
def test_rows_that_were_overwritten_are_damaged(library: Library, start: bytes) -> None:
    path = _directory(library) / "rows.npz"
    path.write_bytes(start.ljust(path.stat().st_size, b"\0"))
    with pytest.raises(GenerationDamaged, match=r"rows\.npz"):
        GenerationReader.open(library, SPEC)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 1, "model": "hashing-64"}'])
def test_a_manifest_that_is_none(library: Library, content: str) -> None:
    (_directory(library) / "manifest.json").write_text(content, encoding="utf-8")
    for refused in (GenerationReader.open, check_fit):
        with pytest.raises(GenerationDamaged, match=r"manifest\.json"):
            refused(library, SPEC)


@pytest.mark.parametrize("part", ["VectorIndex", "LexicalIndex", "_write_manifest", "_sync"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_an_interrupted_write_leaves_no_half_generation(
    library: Library, monkeypatch: pytest.MonkeyPatch, part: str, error: type[BaseException]
) -> None:
    def interrupt(*_: object) -> None:
        raise error("no space left on device")

    target = getattr(module, part)
    with monkeypatch.context() as patch:
        if isinstance(target, type):
            patch.setattr(target, "write", interrupt)
        else:
            patch.setattr(module, part, interrupt)
        with pytest.raises((KeyboardInterrupt, Exception), match="no space left on device"):
            indexer(library).remove([_FLOOD[1].id], silent)
    assert [p.name for p in (library.directory / "generations").iterdir()] == ["1"]
    assert len(GenerationReader.open(library, SPEC)) == 5
    assert indexer(library).remove([_FLOOD[1].id], silent).generation == 2


# -- what stays -------------------------------------------------------------------------------


def test_a_reader_keeps_answering_from_its_generation(library: Library) -> None:
    old = GenerationReader.open(library, SPEC)
    before = old.fetch(range(5))
    question = _EMBEDDER.embed_query("避難所")
    found = old.dense(question, 5).tolist()
    mayor = old.allowed(Contains("speaker", "企画課長"))
    indexer(library).remove([_FLOOD[1].id], silent)
    assert old.fetch(range(5)) == before
    assert old.dense(question, 5).tolist() == found
    again = old.allowed(Contains("speaker", "企画課長"))
    assert mayor is not None
    assert again is not None
    assert again.tolist() == mayor.tolist() == [False, False, False, True, False]
    new = GenerationReader.open(library, SPEC)
    assert [p.id for p in new.fetch(range(len(new)))] == [p.id for p in before[:2]]


def test_after_collecting_a_reader_answers_or_says_that_it_is_gone(library: Library) -> None:
    old = GenerationReader.open(library, SPEC)
    before = old.fetch([0, 1])
    indexer(library).remove([_FLOOD[1].id], silent)
    library.collect_garbage()
    indexer(library).add_meetings([minutes("議会運営委員会", FLOOD)], silent)
    assert old.fetch([0, 1]) == before
    assert len(old.dense(_EMBEDDER.embed_query("避難所"), 5)) > 0
    for row in (2, 3, 4):
        with pytest.raises(GenerationGone, match="Generation 1"):
            old.fetch([row])


def test_opening_while_another_generation_is_published_and_this_one_collected(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = module._read_manifest

    def replaced_meanwhile(directory: Path) -> dict[str, object]:
        monkeypatch.setattr(module, "_read_manifest", read)
        indexer(library).remove([_FLOOD[1].id], silent)
        library.collect_garbage()
        return read(directory)

    monkeypatch.setattr(module, "_read_manifest", replaced_meanwhile)
    assert GenerationReader.open(library, SPEC).number == 2
