"""Stand-ins that tests share: small, deterministic, and known down to the last value."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


class HashingEmbedder:
    """Embeds a text as the counts of its character pairs and triples, hashed into 64 dimensions.

    The same text has the same vector in every process; texts that share words have similar ones.
    """

    model_id = "hashing-64"
    dimension = 64
    max_tokens = 512

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            vector[:] = self.embed_query(text)
        if progress is not None:
            progress(len(texts))
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimension, np.float32)
        framed = f"^{text}$"
        for size in (2, 3):
            for start in range(len(framed) - size + 1):
                # Not hash(): it differs from process to process.
                bucket = zlib.crc32(framed[start : start + size].encode("utf-8"))
                vector[bucket % self.dimension] += 1 if bucket & 0x10000 else -1
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            vector[0] = length = 1.0
        return np.asarray(vector / length, np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [math.ceil(len(text) / 1.7) + 4 for text in texts]
