"""The only place that puts concrete parts together: settings → a library that can be asked.

`Assistant` is what the command line, the HTTP service and the evaluation use. It follows the library:
when a new generation was published, the next question is answered from it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from index.embedding import QueryEmbedder, bulk_embedder, query_embedder
from index.errors import GenerationGone, LibraryEmpty
from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.models import user_cache_directory
from index.synonyms import Synonyms
from index.terms import Analyzer
from index.user_dictionary import UserDictionary
from rag.abstention import AnswerabilityModel
from rag.answer import Abstention, Answer
from rag.answering import Answerer, AnswerSettings
from rag.library_facts import LibraryFacts
from rag.narrowing import Narrowing
from rag.phrases import phrases_for
from rag.question import Question, understand
from rag.reranking import CrossEncoderReranker, Reranker
from rag.retrieval import RetrievalSettings, Retriever
from rag.scope import Scope, scope_of
from rag.search_json import SearchResult
from rag.settings import Settings
from rag.version import program_version

if TYPE_CHECKING:  # they bring all readers along, which a question does not need
    from index.build import Indexer
    from index.readers.isolated import IsolatedReader

__all__ = ["Assistant", "make_analyzer", "make_indexer", "make_reader"]

_Found = TypeVar("_Found")


def make_analyzer(settings: Settings) -> Analyzer:
    """What cuts texts into terms, with the installation's own words.

    Raises:
        WordListError: its dictionary cannot be read.
    """
    cache = settings.cache or user_cache_directory()
    return Analyzer(UserDictionary.read(settings.user_dictionary_path, cache))


def make_indexer(settings: Settings, library: Library) -> Indexer:
    """The offline half for a library; the model for passages is loaded when there are new ones."""
    from index.build import Indexer
    from index.late_embedding import LateEmbedder
    from index.passages import PassageSizes

    return Indexer(
        library,
        LateEmbedder(
            query_embedder(settings.model, settings.cache),
            lambda: bulk_embedder(settings.model, settings.cache),
        ),
        make_analyzer(settings),
        PassageSizes(target=settings.passage_tokens, overlap=settings.passage_overlap),
        max_file_bytes=settings.max_file_mb * 2**20,
        open_reader=lambda: make_reader(settings),
    )


def make_reader(settings: Settings) -> IsolatedReader:
    """What reads files: a context manager, whose process starts with the first file."""
    from index.readers.isolated import IsolatedReader, ReadingLimits

    return IsolatedReader(
        ReadingLimits(settings.read_seconds, memory_bytes=settings.read_memory_mb * 2**20)
    )


class Assistant:
    """A library that can be asked. Safe to use from several threads.

    Args:
        embedder: stands in for the one that the settings name.

    Raises:
        LibraryError: there is no library, or this program cannot read it.
    """

    def __init__(self, settings: Settings, embedder: QueryEmbedder | None = None) -> None:
        self.settings = settings
        self.library = Library.open(settings.library)
        self._given_embedder = embedder
        self._lock = threading.Lock()
        self._retriever: Retriever | None = None
        self._synonyms = Synonyms()
        self._synonyms_as_of: tuple[int, int] | None = None
        self._facts: LibraryFacts | None = None

    @cached_property
    def _embedder(self) -> QueryEmbedder:
        given = self._given_embedder
        return given or query_embedder(self.settings.model, self.settings.cache)

    @cached_property
    def analyzer(self) -> Analyzer:
        """Turns text into terms; shared, since its dictionary is large."""
        return make_analyzer(self.settings)

    @cached_property
    def _reranker(self) -> Reranker | None:
        name = self.settings.reranker
        return CrossEncoderReranker(name) if name else None

    @cached_property
    def _answerability(self) -> AnswerabilityModel:
        return AnswerabilityModel.load()

    def retriever(self, settings: RetrievalSettings | None = None) -> Retriever:
        """The retriever over the current generation; a new one where `settings` are given.

        Raises:
            LibraryEmpty: nothing was indexed yet.
            GenerationError: the index is damaged or was made with something else.
            WordListError: the dictionary or the synonyms cannot be read.
        """
        with self._lock:
            self._follow_synonyms()
            current = self._retriever
            if current is None or current.reader.number != self.library.generation:
                spec = GenerationSpec(
                    self._embedder.model_id, self._embedder.dimension, self.analyzer.id
                )
                reader = GenerationReader.open(self.library, spec)
                current = self._retriever_over(reader, RetrievalSettings())
                self._retriever = current
        if settings is None:
            return current
        return self._retriever_over(current.reader, settings)

    def _follow_synonyms(self) -> None:
        """Read the synonyms again where their file has changed: a service runs for months."""
        path = self.settings.synonyms_path
        try:
            facts = path.stat()
            as_of = (facts.st_mtime_ns, facts.st_size)
        except OSError:
            as_of = None
        if as_of != self._synonyms_as_of:
            self._synonyms = Synonyms.read(path, self.analyzer)
            self._synonyms_as_of = as_of
            self._retriever = None

    def _retriever_over(self, reader: GenerationReader, settings: RetrievalSettings) -> Retriever:
        return Retriever(
            reader, self._embedder, self.analyzer, settings, self._synonyms, self._reranker
        )

    def scope(self, question: Question, narrowing: Narrowing, generation: int) -> Scope:
        """What of a generation is searched for a question: what was given, and what its words say.

        Raises:
            MeetingNotFound: a meeting that was given is not there, or several are.
        """
        facts = self._facts
        if facts is None or facts.generation != generation:
            facts = self._facts = LibraryFacts(self.library, generation)
        return scope_of(question, narrowing, self.library, facts, date.today())

    def versions(self, generation: int | None = None) -> dict[str, Any]:
        """What an answer from a generation, the current one if none is named, is made with."""
        return {
            "program": program_version(),
            "generation": generation or self.library.generation,
            "model": self._embedder.model_id,
            "tokenizer": self.analyzer.id,
            **({"reranker": self.settings.reranker} if self.settings.reranker else {}),
        }

    def ask(self, text: str, narrowing: Narrowing, k: int | None = None) -> Answer:
        """Answer a question.

        Raises:
            QuestionError: it cannot be searched for.
            AskTheMinutesError: the library cannot be used.
        """
        question = understand(text, date.today())
        k = k or self.settings.passages
        return self._once_more(lambda: self._ask(question, narrowing, k))

    def _ask(self, question: Question, narrowing: Narrowing, k: int) -> Answer:
        try:
            retriever = self.retriever()
        except LibraryEmpty:
            return _empty(question, narrowing, self.versions())
        # Not the library's current generation: that may have moved on since.
        versions = self.versions(retriever.reader.number)
        answerer = Answerer(
            retriever, self.analyzer, self._answerability, AnswerSettings(), versions
        )
        scope = self.scope(question, narrowing, retriever.reader.number)
        return answerer.answer(question, k, scope, narrowing.as_json())

    def search(self, text: str, narrowing: Narrowing, k: int | None = None) -> SearchResult:
        """The passages that match a question; errors as for `ask`."""
        question = understand(text, date.today())
        k = k or self.settings.passages
        return self._once_more(lambda: self._search(question, narrowing, k))

    def _search(self, question: Question, narrowing: Narrowing, k: int) -> SearchResult:
        retriever = self.retriever()
        scope = self.scope(question, narrowing, retriever.reader.number)
        retrieval = retriever.retrieve(question, k, scope.where, boosts=scope.boosts)
        return SearchResult(retrieval, narrowing.as_json(), scope.narrowed)

    def _once_more(self, attempt: Callable[[], _Found]) -> _Found:
        try:
            return attempt()
        except GenerationGone:
            # Published over and collected between two steps of this question: ask the new one.
            self._retriever = None
            return attempt()


def _empty(question: Question, narrowing: Narrowing, versions: dict[str, Any]) -> Answer:
    message = phrases_for(question.language).empty_library
    return Answer(
        status="abstained",
        question=question.text,
        language=question.language,
        text=message,
        short_answer=None,
        sentences=(),
        citations=(),
        confidence=0.0,
        abstention=Abstention("empty_library", message),
        filters=narrowing.as_json(),
        passages=(),
        versions=versions,
    )
