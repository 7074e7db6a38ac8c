"""LangChain: FAISS and its BM25 retriever with a Japanese `preprocess_func`, in an EnsembleRetriever."""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document as LangchainDocument
from langchain_huggingface import HuggingFaceEmbeddings
from protocol import CANDIDATES, Document, Search, serve
from sudachipy import Dictionary, SplitMode

_TOKENIZER = Dictionary(dict="core").tokenizer(mode=SplitMode.A)


def _words(text: str) -> list[str]:
    return [word.normalized_form() for word in _TOKENIZER.tokenize(text)]


def _embeddings(model: str) -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(
        model_name=model,
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
        query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
    )


def _langchain(documents: list[Document]) -> list[LangchainDocument]:
    return [LangchainDocument(d.content, metadata={"id": d.id}) for d in documents]


def index(model: str, place: Path, documents: list[Document]) -> None:
    """The BM25 retriever cannot be saved: the documents are, and it is made anew when opened."""
    FAISS.from_documents(_langchain(documents), _embeddings(model)).save_local(str(place))
    texts = json.dumps([astuple(d) for d in documents])
    (place / "documents.json").write_text(texts, encoding="utf-8")


def open_search(model: str, place: Path, k: int) -> Search:
    """Both weigh the same, as in its pages on hybrid search."""
    texts = json.loads((place / "documents.json").read_text(encoding="utf-8"))
    documents = _langchain([Document(*fields) for fields in texts])
    words = BM25Retriever.from_documents(documents, preprocess_func=_words, k=CANDIDATES)
    vectors = FAISS.load_local(str(place), _embeddings(model), allow_dangerous_deserialization=True)
    retriever = EnsembleRetriever(
        retrievers=[vectors.as_retriever(search_kwargs={"k": CANDIDATES}), words],
        weights=[0.5, 0.5],
        id_key="id",
    )
    return lambda question: [found.metadata["id"] for found in retriever.invoke(question)[:k]]


if __name__ == "__main__":
    serve(index, open_search)
