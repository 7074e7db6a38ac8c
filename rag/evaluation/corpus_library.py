"""The documents of a test set → a library of their own, built once and kept in the user's cache.

    documents → Corpus → meetings → Indexer → cache/corpora/KEY

KEY names the documents, the model and the way they are cut, so that a change of either builds anew.
"""

from __future__ import annotations

import hashlib

from index.build import PIPELINE, Progress
from index.embedding import query_embedder
from index.generation import FORMAT
from index.library import Library
from index.models import user_cache_directory
from index.passages import PassageSizes
from rag.settings import Settings
from rag.wiring import make_analyzer, make_indexer

from .corpus_meetings import Corpus

__all__ = ["corpus_settings"]


def corpus_settings(corpus: Corpus, settings: Settings, progress: Progress) -> Settings:
    """Settings whose library holds exactly this corpus; it is built if it is not there yet."""
    place = (settings.cache or user_cache_directory()) / "corpora" / _key(corpus, settings)
    library = Library.create(place)
    # The documents and the flip to them are one transaction: a library with a generation is whole.
    if library.generation is None:
        make_indexer(settings, library).add_meetings(corpus.meetings(), progress)
    library.close()
    words = {"synonyms": settings.synonyms_path, "user_dictionary": settings.user_dictionary_path}
    return settings.model_copy(update={"library": place, **words})


def _key(corpus: Corpus, settings: Settings) -> str:
    digest = hashlib.sha256()
    model = query_embedder(settings.model, settings.cache).model_id
    sizes = PassageSizes(settings.passage_tokens, settings.passage_overlap)
    digest.update(repr((PIPELINE, FORMAT, model, make_analyzer(settings).id, sizes)).encode())
    digest.update(corpus.digest)
    return digest.hexdigest()[:16]
