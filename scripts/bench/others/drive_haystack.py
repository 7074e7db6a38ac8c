"""Haystack: in-memory store, BM25 and embedding retrievers, joined by reciprocal rank fusion."""

from __future__ import annotations

from pathlib import Path

from haystack import Document as HaystackDocument
from haystack import Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from protocol import CANDIDATES, Document, Search, serve


def index(model: str, place: Path, documents: list[Document]) -> None:
    """An indexing pipeline; the store is saved as one JSON file."""
    store = InMemoryDocumentStore()
    pipeline = Pipeline()
    pipeline.add_component(
        "embedder",
        SentenceTransformersDocumentEmbedder(model=model, prefix="passage: ", progress_bar=False),
    )
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("embedder", "writer")
    pipeline.run(
        {
            "embedder": {
                "documents": [HaystackDocument(id=d.id, content=d.content) for d in documents]
            }
        }
    )
    store.save_to_disk(str(place / "store.json"))


def open_search(model: str, place: Path, k: int) -> Search:
    """A querying pipeline, as in the tutorial on hybrid retrieval without its reranker."""
    store = InMemoryDocumentStore.load_from_disk(str(place / "store.json"))
    pipeline = Pipeline()
    pipeline.add_component(
        "embedder",
        SentenceTransformersTextEmbedder(model=model, prefix="query: ", progress_bar=False),
    )
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=CANDIDATES))
    pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=CANDIDATES))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=k))
    pipeline.connect("embedder", "dense")
    pipeline.connect("dense", "joiner")
    pipeline.connect("bm25", "joiner")

    def search(question: str) -> list[str]:
        found = pipeline.run({"embedder": {"text": question}, "bm25": {"query": question}})
        return [document.id for document in found["joiner"]["documents"]]

    return search


if __name__ == "__main__":
    serve(index, open_search)
