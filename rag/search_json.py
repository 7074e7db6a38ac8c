"""What a search found → plain JSON values: what `rag search` and the API give."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rag.answer import NarrowedBy
from rag.citations import found_passage
from rag.retrieval import Retrieval

__all__ = ["SearchResult", "search_json"]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found, and within what: as given, and as the question's words say."""

    retrieval: Retrieval
    filters: dict[str, Any]
    narrowed: tuple[NarrowedBy, ...]


def search_json(found: SearchResult) -> dict[str, Any]:
    """What was found, best first; the passages have the keys of those of an Answer."""
    retrieval = found.retrieval
    return {
        "question": retrieval.question.text,
        "language": retrieval.question.language,
        "filters": found.filters,
        "narrowed": [asdict(narrowed) for narrowed in found.narrowed],
        "passages": [asdict(found_passage(hit)) for hit in retrieval.hits],
        "timings_ms": retrieval.timings_ms,
    }
