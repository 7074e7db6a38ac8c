"""Vectors come back from the file as they went in, and are found under filters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import GenerationDamaged
from index.vectors import VectorIndex, factory_for

_FACTORIES = ["Flat", "SQ8", "IVF64,SQ8"]


def _unit_rows(rows: int, seed: int = 1) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((rows, 16)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


_VECTORS = _unit_rows(3000)
_QUERY = _unit_rows(1, seed=2)[0]


@pytest.fixture(scope="module", params=_FACTORIES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    path = tmp_path_factory.mktemp("vectors") / "vectors.faiss"
    VectorIndex.write(path, _VECTORS, request.param)
    return VectorIndex.open(path)


@pytest.mark.parametrize(
    ("rows", "factory"),
    [
        (1, "Flat"),
        (200_000, "Flat"),
        (200_001, "SQ8"),
        (1_000_000, "SQ8"),
        (4_000_000, "IVF8000,SQ8"),
    ],
)
def test_the_factory_follows_the_size(rows: int, factory: str) -> None:
    assert factory_for(rows) == factory


def test_a_search_on_the_file_finds_the_nearest(index: VectorIndex) -> None:
    assert (index.rows, index.dimension) == (3000, 16)
    rows, scores = index.search(_QUERY, 10)
    exact = np.argsort(-(_VECTORS @ _QUERY), kind="stable")[:10]
    assert len(set(rows.tolist()) & set(exact.tolist())) >= 8
    assert rows[0] == exact[0]
    assert np.allclose(scores, _VECTORS[rows] @ _QUERY, atol=0.03)
    assert np.all(np.diff(scores) <= 0)


def test_exact_search_is_exact(tmp_path: Path) -> None:
    VectorIndex.write(tmp_path / "v", _VECTORS, "Flat")
    rows, scores = VectorIndex.open(tmp_path / "v").search(_QUERY, 50)
    products = _VECTORS @ _QUERY
    assert rows.tolist() == np.argsort(-products, kind="stable")[:50].tolist()
    assert np.allclose(scores, products[rows], atol=1e-6)


@pytest.mark.parametrize("every", [2, 100, 1000])
def test_a_filter_lets_only_allowed_rows_through_and_enough_of_them(
    index: VectorIndex, every: int
) -> None:
    allowed = np.zeros(3000, bool)
    allowed[7::every] = True
    rows, _ = index.search(_QUERY, 20, allowed)
    assert len(rows) == min(20, int(allowed.sum()))
    assert allowed[rows].all()
    best = np.flatnonzero(allowed)[np.argmax(_VECTORS[allowed] @ _QUERY)]
    assert rows[0] == best


def test_nothing_is_found_where_nothing_is_allowed(index: VectorIndex) -> None:
    rows, scores = index.search(_QUERY, 5, np.zeros(3000, bool))
    assert len(rows) == len(scores) == 0


def test_more_than_there_is(index: VectorIndex) -> None:
    rows, _ = index.search(_QUERY, 9999, np.arange(3000) < 3)
    assert sorted(rows.tolist()) == [0, 1, 2]


def test_scores_are_the_inner_products(index: VectorIndex) -> None:
    chosen = np.array([2999, 0, 17, 17], np.int64)
    assert np.allclose(index.scores(_QUERY, chosen), _VECTORS[chosen] @ _QUERY, atol=0.03)
    assert index.scores(_QUERY, np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("kept", [0, 10, 100, 3000 * 16 * 4 - 1])
def test_a_truncated_file_is_damaged(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "vectors.faiss"
    VectorIndex.write(path, _VECTORS, "Flat")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(GenerationDamaged, match=r"vectors\.faiss"):
        VectorIndex.open(path)


def test_a_file_that_cannot_be_written_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        VectorIndex.write(tmp_path / "missing" / "v", _VECTORS, "Flat")
