"""LlamaIndex: a FAISS vector index and its BM25 retriever, fused by reciprocal ranks."""

from __future__ import annotations

from pathlib import Path

import bm25s
import faiss
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore
from protocol import CANDIDATES, Document, Search, serve

# The default pattern wants white space between words. This one finds every pair of characters.
_BIGRAMS = r"(?=(\w\w))"


def _embedding(model: str) -> HuggingFaceEmbedding:
    return HuggingFaceEmbedding(
        model, query_instruction="query: ", text_instruction="passage: ", device="cpu"
    )


def index(model: str, place: Path, documents: list[Document]) -> None:
    """Nodes without a splitter, since a document is a paragraph."""
    nodes = [TextNode(id_=d.id, text=d.content) for d in documents]
    embedding = _embedding(model)
    dimension = len(embedding.get_query_embedding("次元"))
    store = FaissVectorStore(faiss.IndexFlatIP(dimension))
    vectors = VectorStoreIndex(
        nodes,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=embedding,
    )
    vectors.storage_context.persist(str(place))
    words = BM25Retriever.from_defaults(nodes=nodes, skip_stemming=True, token_pattern=_BIGRAMS)
    words.persist(str(place / "bm25"))


def open_search(model: str, place: Path, k: int) -> Search:
    """`num_queries=1`: no language model writes further questions."""
    storage = StorageContext.from_defaults(
        vector_store=FaissVectorStore.from_persist_dir(str(place)), persist_dir=str(place)
    )
    vectors = load_index_from_storage(storage, embed_model=_embedding(model))
    # Not `from_persist_dir`: that forgets the pattern.
    words = BM25Retriever(
        existing_bm25=bm25s.BM25.load(str(place / "bm25"), load_corpus=True),
        similarity_top_k=CANDIDATES,
        skip_stemming=True,
        token_pattern=_BIGRAMS,
    )
    retriever = QueryFusionRetriever(
        [vectors.as_retriever(similarity_top_k=CANDIDATES), words],
        llm=MockLLM(),
        mode="reciprocal_rerank",
        similarity_top_k=k,
        num_queries=1,
        use_async=False,
    )
    return lambda question: [found.node.node_id for found in retriever.retrieve(question)]


if __name__ == "__main__":
    serve(index, open_search)
