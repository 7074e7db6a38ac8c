"""An embedder that loads its model for passages only when there is a passage to embed.

Reading again what did not change, removing a meeting and refusing a file take no model: importing
PyTorch alone takes seconds. Tokens are counted by the quick embedder of questions, which cuts texts
into the same tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, QueryEmbedder

__all__ = ["LateEmbedder"]


class LateEmbedder:
    """An `Embedder` of the model that both parts stand for.

    Args:
        quick: embeds questions and counts tokens.
        load: makes the embedder for passages; called once, or never.
    """

    def __init__(self, quick: QueryEmbedder, load: Callable[[], Embedder]) -> None:
        self.model_id = quick.model_id
        self.dimension = quick.dimension
        self.max_tokens = quick.max_tokens
        self.embed_query = quick.embed_query
        self.count_tokens = quick.count_tokens
        self._load = load

    @cached_property
    def _bulk(self) -> Embedder:
        return self._load()

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Embed passages; see `Embedder`."""
        return self._bulk.embed_passages(texts, progress)
