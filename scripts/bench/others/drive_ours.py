"""This project, through the protocol of the others: a document is a meeting with one remark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from protocol import Document, Search, serve

from index.library import Library
from rag.question import understand
from rag.settings import Settings
from rag.wiring import Assistant, make_indexer

# A document may have several passages; so many passages hold ten documents.
_PASSAGES_A_DOCUMENT = 2


def index(_model: str, place: Path, documents: list[Document]) -> None:
    """The default model, the ordinary indexer."""
    from rag.evaluation import question_set
    from rag.evaluation.corpus_meetings import Corpus

    corpus = Corpus([question_set.Document(d.id, d.title, d.text) for d in documents])
    settings = Settings(library=place)
    make_indexer(settings, Library.create(place)).add_meetings(corpus.meetings(), lambda *_: None)


def open_search(_model: str, place: Path, k: int) -> Search:
    """What `rag search` does."""
    retriever = Assistant(Settings(library=place)).retriever()

    def found(question: str) -> Iterator[str]:
        for hit in retriever.retrieve(understand(question), k * _PASSAGES_A_DOCUMENT).hits:
            yield hit.passage.meeting_id

    return lambda question: list(dict.fromkeys(found(question)))[:k]


if __name__ == "__main__":
    serve(index, open_search)
