"""The documents of a test set → a library of their own, built once and kept in the user's cache.

    Document → Meeting with one Remark → Indexer → cache/corpora/KEY

A document has no minutes' form, so it is not parsed: its text is one remark, its title the meeting's.
KEY names the documents, the model and the way they are cut, so that a change of either builds anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from index.build import PIPELINE, Progress
from index.embedding import query_embedder
from index.library import Library
from index.meeting import Meeting, MeetingId, RecordKind, Remark, Span, Speaker
from index.models import user_cache_directory
from index.source import SourceDocument
from index.text import detect_language
from rag.settings import Settings
from rag.wiring import make_analyzer, make_indexer

from .test_sets import Document

__all__ = ["corpus_settings", "documents_as_meetings"]


def corpus_settings(
    documents: Iterable[Document], settings: Settings, progress: Progress
) -> Settings:
    """Settings whose library holds exactly these documents; it is built if it is not there yet."""
    documents = list(documents)
    place = (settings.cache or user_cache_directory()) / "corpora" / _key(documents, settings)
    library = Library.create(place)
    # The documents and the flip to them are one transaction: a library with a generation is whole.
    if library.generation is None:
        make_indexer(settings, library).add_meetings(documents_as_meetings(documents), progress)
    library.close()
    words = {"synonyms": settings.synonyms_path, "user_dictionary": settings.user_dictionary_path}
    return settings.model_copy(update={"library": place, **words})


def _key(documents: Iterable[Document], settings: Settings) -> str:
    digest = hashlib.sha256()
    model = query_embedder(settings.model, settings.cache).model_id
    sizes = (settings.passage_tokens, settings.passage_overlap)
    digest.update(repr((PIPELINE, model, make_analyzer(settings).id, sizes)).encode())
    for document in documents:
        parts = (document.id, document.title, document.text, dict(document.metadata))
        digest.update(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def documents_as_meetings(
    documents: Iterable[Document],
) -> Iterator[tuple[SourceDocument, Meeting]]:
    """Each document as a meeting with one remark; those without any text are left out."""
    for document in documents:
        text = document.text if document.text.strip() else document.title
        if text.strip():
            yield _source(document, text), _meeting(document, text)


def _source(document: Document, text: str) -> SourceDocument:
    return SourceDocument(name=document.id, text=text, media_type="text/plain")


def _meeting(document: Document, text: str) -> Meeting:
    start = len(text) - len(text.lstrip())
    span = Span(start, len(text.rstrip()))
    remark = Remark(
        ordinal=1, text=text[span.start : span.end], spans=(span,), speaker=_speaker(document)
    )
    return Meeting(
        id=MeetingId(document.id),
        title=document.title,
        kind=RecordKind.UNKNOWN,
        date=_date(document),
        language=detect_language(text),
        remarks=(remark,),
    )


def _speaker(document: Document) -> Speaker | None:
    name, office = _text(document, "speaker"), _text(document, "role")
    return Speaker(as_written=name, name=name, role=office) if name else None


def _date(document: Document) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(_text(document, "date") or "")
    return None


def _text(document: Document, key: str) -> str | None:
    value = document.metadata.get(key)
    return value if isinstance(value, str) and value else None
