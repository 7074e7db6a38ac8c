"""Sentences and some of their vectors → a library of any number of passages, kept in the user's cache.

    real sentences (text, terms) + vectors of some → passages of 3 units → SQLite rows + a generation

A passage is three sentences, one unit each; the first passages are real (sentences that follow one
another), later ones are drawn with a seed. Sentences are analysed once and their terms put together.
A drawn unit's vector is that of an embedded sentence (its own, or where it has none another's) plus
Gaussian noise of half its length, normalised: a cosine of .89 with it, as among sentences of one
subject. Rows are written meeting by meeting and vectors to a mapped file; terms stay in memory until
the index over them is made, since `write_generation` takes them whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from question import sample_sentences

from index.embedding import Embedder
from index.generation import GenerationRow, GenerationSpec, write_generation
from index.library import Library
from index.meeting import Link, Meeting, MeetingId, Part, RecordKind, Remark, Role, Span, Speaker
from index.passages import Passage, PassageId, context_header
from index.records import StoredPassage
from index.row_links import RowPlace, link_rows
from index.row_map import MappedRow
from index.source import SourceDocument
from index.terms import Analyzer, Terms
from index.text import split_sentences
from index.transaction import LibraryTransaction

__all__ = ["Pool", "make_library", "near", "read_sentences"]

# Raised when a library would be made otherwise from the same sentences: those in the cache are then old.
_FORMAT = 1
UNITS = 3
_PASSAGES_A_MEETING = 120
_NOISE = 0.5
_LONGEST_SENTENCE = 150
# A member asks, an official answers, somebody goes on: so that links and roles cost what they cost.
_ROLES = (Role.QUESTION, Role.ANSWER, None)


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences that passages are made of.

    Attributes:
        terms: of each sentence.
        vectors: (embedded, dimension) float32, unit rows, those of the first sentences.
    """

    sentences: Sequence[str]
    terms: Sequence[Terms]
    vectors: NDArray[np.float32]

    @classmethod
    def make(
        cls, sentences: Sequence[str], analyzer: Analyzer, embedder: Embedder, embedded: int
    ) -> Pool:
        """Analyse all sentences and embed the first so many."""
        terms = [analyzer.terms(sentence) for sentence in sentences]
        return cls(sentences, terms, embedder.embed_passages(list(sentences[:embedded])))

    @property
    def real_passages(self) -> int:
        """How many passages are made of sentences that follow one another and have vectors."""
        return len(self.vectors) // UNITS


def read_sentences(bench: Path | None) -> list[str]:
    """The sentences of the sample minutes and of all corpora of a folder, each once, in order."""
    sentences = dict.fromkeys(sample_sentences())
    for path in sorted(bench.glob("*/*.jsonl")) if bench else ():
        if path.stem in ("corpus", "distractors"):
            for line in path.read_text(encoding="utf-8").splitlines():
                text = json.loads(line)["text"]
                sentences.update((text[a:b].strip(), None) for a, b in split_sentences(text))
    return [sentence for sentence in sentences if 0 < len(sentence) <= _LONGEST_SENTENCE]


def near(vectors: NDArray[np.float32], noise: np.random.Generator) -> NDArray[np.float32]:
    """Unit rows around unit rows, (rows, dimension) float32."""
    around = noise.standard_normal(vectors.shape, np.float32) * (_NOISE / vectors.shape[1] ** 0.5)
    around += vectors
    around /= np.linalg.norm(around, axis=1, keepdims=True)
    return around


def make_library(
    cache: Path, passages: int, pool: Pool, spec: GenerationSpec, analyzer: Analyzer
) -> Path:
    """A library of so many passages; made unless it is in the cache, whose folder names what it is of.

    Args:
        cache: holds the libraries of all pools and sizes.
        spec: what the index says that it was made with.
    """
    place = cache / _key(pool, spec) / str(passages)
    library = Library.create(place)
    if library.generation is None:
        with library.writing(), TemporaryDirectory(dir=place) as aside:
            path = Path(aside) / "vectors"
            shape = (passages * UNITS, spec.dimension)
            vectors = np.memmap(path, np.float32, "w+", shape=shape)
            with library.transaction() as transaction:
                maker = _Maker(pool, analyzer, vectors)
                for first in range(0, passages, _PASSAGES_A_MEETING):
                    maker.add(transaction, first, min(first + _PASSAGES_A_MEETING, passages))
                rows = list(maker.rows(transaction.passage_keys()))
                links = link_rows([row.mapped.place for row in rows], transaction.links())
                directory = library.generation_directory(transaction.generation)
                write_generation(directory, spec, rows, vectors, links)
                transaction.publish()
    library.close()
    return place


def _key(pool: Pool, spec: GenerationSpec) -> str:
    made_of = hashlib.sha256(repr((_FORMAT, spec, len(pool.vectors))).encode())
    for sentence in pool.sentences:
        made_of.update(sentence.encode())
    return made_of.hexdigest()[:16]


class _Maker:
    """Adds passages to a library and notes what the generation needs of them."""

    def __init__(self, pool: Pool, analyzer: Analyzer, vectors: NDArray[np.float32]) -> None:
        self._pool = pool
        self._analyzer = analyzer
        self._vectors = vectors
        self._terms: list[Terms] = []
        self._places: list[RowPlace] = []
        self._headers: dict[str, Terms] = {}

    def add(self, transaction: LibraryTransaction, first: int, last: int) -> None:
        """Add one meeting that holds the passages from `first` to `last` (exclusive)."""
        chosen = self._draw(first, last)
        number = first // _PASSAGES_A_MEETING
        meeting, document = _meeting(number, [self._texts(c) for c in chosen])
        stored = []
        for remark, sentences in zip(meeting.remarks, chosen, strict=True):
            header = context_header(meeting, remark)
            passage = _passage(meeting, remark, self._texts(sentences))
            terms = self._terms_of(header, sentences)
            stored.append(StoredPassage(passage, header, terms))
            self._terms.append(terms)
            place = RowPlace(number + 1, remark.ordinal, 0, len(remark.text), remark.role)
            self._places.append(place)
        transaction.add_meeting(meeting, document, document.name, stored)

    def rows(self, keys: Sequence[int]) -> Iterator[GenerationRow]:
        """What the generation is made of; the keys are those of the passages added, in order."""
        for key, terms, place in zip(keys, self._terms, self._places, strict=True):
            yield GenerationRow(MappedRow(key, UNITS, place, key), terms)

    def _draw(self, first: int, last: int) -> list[list[int]]:
        """The sentences of each passage; their vectors are written."""
        seeded = np.random.default_rng(first)
        chosen = seeded.integers(len(self._pool.sentences), size=(last - first, UNITS))
        real = max(0, min(last, self._pool.real_passages) - first)
        chosen[:real] = np.arange(first * UNITS, (first + real) * UNITS).reshape(-1, UNITS)
        flat = chosen.reshape(-1)
        embedded = len(self._pool.vectors)
        base = np.where(flat < embedded, flat, seeded.integers(embedded, size=len(flat)))
        made = self._pool.vectors[base]
        made[real * UNITS :] = near(made[real * UNITS :], seeded)
        self._vectors[first * UNITS : last * UNITS] = made
        drawn: list[list[int]] = chosen.tolist()
        return drawn

    def _texts(self, sentences: Sequence[int]) -> list[str]:
        return [self._pool.sentences[i] for i in sentences]

    def _terms_of(self, header: str, sentences: Sequence[int]) -> Terms:
        if header not in self._headers:
            self._headers[header] = self._analyzer.terms(header)
        parts = [self._headers[header], *(self._pool.terms[i] for i in sentences)]
        return Terms(
            words=[word for part in parts for word in part.words],
            bigrams=[bigram for part in parts for bigram in part.bigrams],
        )


def _meeting(number: int, passages: list[list[str]]) -> tuple[Meeting, SourceDocument]:
    """A meeting whose remarks are one passage each; every answer is linked with its question."""
    remarks, start = [], 0
    for ordinal, sentences in enumerate(passages, 1):
        text = "".join(sentences)
        role = _ROLES[ordinal % len(_ROLES) - 1]
        speaker = Speaker("委員" if role is Role.QUESTION else "事務局")
        remarks.append(Remark(ordinal, text, (Span(start, start + len(text)),), speaker, role=role))
        start += len(text) + 1
    links = tuple(
        Link(Part(asked.ordinal, 0, len(asked.text)), Part(said.ordinal, 0, len(said.text)))
        for asked, said in pairwise(remarks)
        if asked.role is Role.QUESTION
    )
    meeting = Meeting(
        id=MeetingId(f"synthetic-{number}"),
        title=f"第{number}回 検討委員会",
        kind=RecordKind.VERBATIM,
        remarks=tuple(remarks),
        links=links,
    )
    text = "\n".join(remark.text for remark in remarks)
    return meeting, SourceDocument(f"synthetic-{number}", text, "text/plain")


def _passage(meeting: Meeting, remark: Remark, sentences: Sequence[str]) -> Passage:
    ends = np.cumsum([len(sentence) for sentence in sentences]).tolist()
    return Passage(
        id=PassageId(f"{meeting.id}:{remark.ordinal}.0"),
        meeting_id=meeting.id,
        remark_ordinal=remark.ordinal,
        start=0,
        end=ends[-1],
        units=tuple(zip([0, *ends[:-1]], ends, strict=True)),
    )
