"""txtai: dense and BM25 in one index (`scoring` beside `path`), as its pages on hybrid search say."""

from __future__ import annotations

from pathlib import Path

from protocol import Document, Search, serve
from txtai import Embeddings

# By default words are found by Unicode's rules (UAX 29), which cut Chinese characters one by one.
_BIGRAMS = {"ngrams": 2}


def index(model: str, place: Path, documents: list[Document]) -> None:
    """The prompts of the model are read from its directory."""
    embeddings = Embeddings(
        path=model,
        scoring={"method": "bm25", "terms": True, "normalize": True, "tokenizer": _BIGRAMS},
    )
    embeddings.index((d.id, d.content, None) for d in documents)
    embeddings.save(str(place))


def open_search(_model: str, place: Path, k: int) -> Search:
    """Half of the score is dense, half lexical, which is the default."""
    embeddings = Embeddings()
    embeddings.load(str(place))
    return lambda question: [found for found, _ in embeddings.search(question, k)]


if __name__ == "__main__":
    serve(index, open_search)
