"""A Retrieval → plain JSON values: what `rag search` and the API give."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rag.citations import found_passage
from rag.narrowing import Narrowing
from rag.retrieval import Retrieval

__all__ = ["search_json"]


def search_json(retrieval: Retrieval, narrowing: Narrowing) -> dict[str, Any]:
    """What was found, best first; the passages have the keys of those of an Answer."""
    return {
        "question": retrieval.question.text,
        "language": retrieval.question.language,
        "filters": narrowing.as_json(),
        "passages": [asdict(found_passage(hit)) for hit in retrieval.hits],
        "timings_ms": retrieval.timings_ms,
    }
