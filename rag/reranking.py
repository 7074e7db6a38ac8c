"""The best passages of a search, read together with the question by a second model → their new order.

A cross-encoder reads question and passage as one text, which is slower than comparing vectors by orders
of magnitude and often finds better. None is bundled: the person names one. Late interaction over the
bundled model's own tokens was measured instead and left out (ARCHITECTURE.md).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding import local_model_directory
from index.errors import ModelNotDownloaded
from rag.errors import RerankerUnavailable

__all__ = ["CrossEncoderReranker", "Reranker", "RerankingSettings"]


@dataclass(frozen=True, slots=True)
class RerankingSettings:
    """How far a reranker is followed.

    Attributes:
        passages: so many of the best are read again.
        share: what its score counts beside that of the search, both normalised among these.
    """

    passages: int = 20
    share: float = 0.5


class Reranker(Protocol):
    """Says how well passages answer a question."""

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """(len(passages),) float32, higher is better; comparable within one question only."""
        ...


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers that this machine holds; loaded at the first question.

    Args:
        model: a directory, or a name that the local Hugging Face cache holds.
    """

    def __init__(self, model: str) -> None:
        self._name = model
        self._working = threading.Lock()

    @cached_property
    def _model(self) -> Any:
        try:
            directory = local_model_directory(self._name)
            from sentence_transformers import CrossEncoder

            return CrossEncoder(str(directory), device="cpu", local_files_only=True)
        except ModelNotDownloaded as error:
            raise RerankerUnavailable(model=self._name, detail="not found") from error
        except Exception as error:  # as for embedding models: every class of error is raised for it
            detail = str(error).partition("\n")[0] or type(error).__name__
            raise RerankerUnavailable(model=self._name, detail=detail) from error

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """Read each passage with the question.

        Raises:
            RerankerUnavailable: the model is not there or is none.
        """
        with self._working:  # the tokenizers of transformers cannot be used by two threads at once
            pairs = [(question, passage) for passage in passages]
            found = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        scores = np.asarray(found, np.float32)
        if scores.shape != (len(passages),):
            detail = f"{scores.shape[-1]} scores a pair instead of one"
            raise RerankerUnavailable(model=self._name, detail=detail)
        return scores
