"""One immutable, published version of the searchable index: what was built, and how it is searched.

    generations/N/: vectors.faiss, words/ and bigrams/ (bm25s), rows.npz, manifest.json

A generation is written aside, synced and renamed before the library's pointer flips to it. Opening
checks the manifest against the settings and every file's size; `verify` also checks the SHA-256.
A `GenerationReader` pins what it opened: later flips do not touch it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import (
    GenerationDamaged,
    GenerationGone,
    GenerationMismatch,
    LibraryEmpty,
)
from index.filters import And, Filter
from index.lexical import LexicalIndex, LexicalScores
from index.library import Library
from index.records import PassageRecord
from index.row_links import RowLink
from index.row_map import MappedRow, RowMap
from index.terms import Terms
from index.vectors import VectorIndex, factory_for
from index.wording import Wording

__all__ = [
    "FORMAT",
    "GenerationReader",
    "GenerationRow",
    "GenerationSpec",
    "check_fit",
    "write_generation",
]

FORMAT = 4
"""Of the files of a generation; one of another format is made anew by `rag index --rebuild`."""

_FACTS = {
    "format": Wording(ja="形式", en="format"),
    "model": Wording(ja="埋め込みモデル", en="embedding model"),
    "dimension": Wording(ja="ベクトルの次元", en="vector dimension"),
    "tokenizer": Wording(ja="語の切り方", en="tokenizer"),
}


@dataclass(frozen=True, slots=True)
class GenerationSpec:
    """What an index must have been made with to fit a question: its model and its tokenizer."""

    model_id: str
    dimension: int
    tokenizer_id: str


@dataclass(frozen=True, slots=True)
class GenerationRow:
    """A passage as a generation is built from it."""

    mapped: MappedRow
    terms: Terms


def write_generation(
    directory: Path,
    spec: GenerationSpec,
    rows: Sequence[GenerationRow],
    vectors: NDArray[np.float32],
    links: Sequence[RowLink] = (),
) -> None:
    """Write a generation beside its place and rename it into it.

    Args:
        directory: its final place; what an interrupted run left there is replaced.
        rows: the passages, in the order of their meetings.
        vectors: (units, dimension) float32, unit rows, the units of the passages in order.
        links: rows of questions and of their answers.
    """
    aside = directory.with_name(f"{directory.name}.{os.getpid()}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        factory = factory_for(len(vectors))
        if rows:
            VectorIndex.write(aside / "vectors.faiss", vectors, factory)
            LexicalIndex.write(aside, [row.terms for row in rows])
            RowMap.of([row.mapped for row in rows], links).write(aside / "rows.npz")
        _write_manifest(aside, spec, factory, len(rows), len(vectors))
        _sync(aside)
        shutil.rmtree(directory, ignore_errors=True)
        aside.rename(directory)
        _sync_entry(directory.parent)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _write_manifest(
    directory: Path, spec: GenerationSpec, factory: str, passages: int, units: int
) -> None:
    files = sorted(p for p in directory.rglob("*") if p.is_file())
    manifest = {
        "format": FORMAT,
        "model": spec.model_id,
        "dimension": spec.dimension,
        "tokenizer": spec.tokenizer_id,
        "factory": factory,
        "passages": passages,
        "units": units,
        "files": {
            p.relative_to(directory).as_posix(): {"size": p.stat().st_size, "sha256": _sha256(p)}
            for p in files
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (directory / "manifest.json").write_text(text, encoding="utf-8")


class GenerationReader:
    """Searches one generation and fetches its passages. Rows count passages from 0.

    Dense scores are inner products of unit vectors; a passage has the score of its best unit.

    Attributes:
        number: of the generation.
        rows: what each row is.
    """

    def __init__(
        self,
        library: Library,
        number: int,
        manifest: dict[str, Any],
        rows: RowMap,
        vectors: VectorIndex,
        lexical: LexicalIndex,
    ) -> None:
        self.number = number
        self.manifest = manifest
        self._library = library
        self.rows = rows
        self._vectors = vectors
        self._lexical = lexical

    @classmethod
    def open(cls, library: Library, spec: GenerationSpec) -> GenerationReader:
        """Open the current generation of a library.

        Raises:
            LibraryEmpty: nothing was indexed yet.
            GenerationMismatch: it was made with another model, tokenizer or format.
            GenerationDamaged: a file is missing, or its size is wrong.
        """
        number = library.generation
        if number is None:
            raise LibraryEmpty(library=library.directory)
        try:
            return cls._open(library, number, spec)
        except GenerationDamaged:
            if library.generation == number:
                raise
            return cls.open(library, spec)  # it was replaced and collected in this moment

    @classmethod
    def _open(cls, library: Library, number: int, spec: GenerationSpec) -> GenerationReader:
        directory = library.generation_directory(number)
        manifest = _read_manifest(directory)
        _check_fit(manifest, spec)
        if manifest["passages"] == 0:
            raise LibraryEmpty(library=library.directory)
        _check_files(directory, manifest, content=False)
        rows = RowMap.read(directory / "rows.npz")
        vectors = VectorIndex.open(directory / "vectors.faiss")
        lexical = LexicalIndex.open(directory)
        return cls(library, number, manifest, rows, vectors, lexical)

    def verify(self) -> None:
        """Read every file and compare its SHA-256 with the manifest.

        Raises:
            GenerationDamaged: a file differs.
        """
        directory = self._library.generation_directory(self.number)
        _check_files(directory, self.manifest, content=True)

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.rows)

    def allowed(self, where: Filter) -> NDArray[np.bool_] | None:
        """(passages,) bool: which rows a filter lets through; None where it lets all through."""
        if where == And():
            return None
        keys = self._library.matching(where, self.number)
        return np.isin(self.rows.keys, np.fromiter(keys, np.int64, len(keys)))

    def holds(self, where: Filter, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """(len(rows),) bool: for which of these rows a filter holds."""
        keys = self.rows.keys[rows]
        held = self._library.matching(where, self.number, keys.tolist())
        return np.isin(keys, np.fromiter(held, np.int64, len(held)))

    def dense(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """The rows of about the `k` nearest passages, best first.

        Args:
            query: (dimension,) float32, unit length.
            k: so many units are searched; they belong to at most as many passages.
            allowed: (passages,) bool, from `allowed`.
        """
        units = None if allowed is None else np.repeat(allowed, np.diff(self.rows.starts))
        found, _ = self._vectors.search(query, k, units)
        rows = self.rows.passages_of(found)
        _, first = np.unique(rows, return_index=True)
        return rows[np.sort(first)]

    def unit_scores(
        self, query: NDArray[np.float32], rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The dense scores of all units of these passages, in order.

        Returns:
            scores, (units,) float32, and starts, (len(rows) + 1,) int64: those of the i-th passage
            are `scores[starts[i] : starts[i + 1]]`.
        """
        units, starts = self.rows.units_of(rows)
        return self._vectors.scores(query, units), starts

    def lexical(self, terms: Terms) -> LexicalScores:
        """The lexical scores of all passages."""
        return self._lexical.scores(terms)

    def term_weights(self, field: str, terms: Sequence[str]) -> dict[str, float]:
        """The inverse document frequency of terms, for judging what a passage covers."""
        return self._lexical.weights(field, terms)

    def fetch(self, rows: Sequence[int]) -> list[PassageRecord]:
        """The passages of these rows, in this order.

        Raises:
            GenerationGone: the library no longer holds this generation.
        """
        passages = self._library.fetch([int(self.rows.keys[row]) for row in rows])
        if len(passages) != len(rows):
            raise GenerationGone(number=self.number)
        return passages


def check_fit(library: Library, spec: GenerationSpec) -> None:
    """Refuse a library whose current generation was made with something else.

    Raises:
        GenerationMismatch: with both values.
    """
    if library.generation is not None:
        _check_fit(_read_manifest(library.generation_directory(library.generation)), spec)


def _read_manifest(directory: Path) -> dict[str, Any]:
    path = directory / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GenerationDamaged(file=path, detail=error) from error
    if not isinstance(manifest, dict) or not {"format", "passages", "files"} <= manifest.keys():
        raise GenerationDamaged(file=path, detail="not a manifest")
    return manifest


def _check_fit(manifest: dict[str, Any], spec: GenerationSpec) -> None:
    for fact, expected in (
        ("format", FORMAT),
        ("model", spec.model_id),
        ("dimension", spec.dimension),
        ("tokenizer", spec.tokenizer_id),
    ):
        found = manifest.get(fact)
        if found != expected:
            raise GenerationMismatch(what=_FACTS[fact], found=found, expected=expected)


def _check_files(directory: Path, manifest: dict[str, Any], *, content: bool) -> None:
    for name, facts in manifest["files"].items():
        path = directory / name
        if not path.is_file():
            raise GenerationDamaged(file=path, detail="missing")
        size = path.stat().st_size
        if size != facts["size"]:
            raise GenerationDamaged(file=path, detail=f"{size} bytes instead of {facts['size']}")
        if content and _sha256(path) != facts["sha256"]:
            raise GenerationDamaged(file=path, detail="SHA-256 differs")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(directory: Path) -> None:
    """Make sure that the files are on the disk before anything points to them."""
    for path in [*directory.rglob("*"), directory]:
        _sync_entry(path)


def _sync_entry(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
