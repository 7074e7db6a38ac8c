"""Terms of passages ↔ BM25 index files: written once, mapped read-only.

    (words, bigrams) of each passage → words/ and bigrams/ (bm25s), each scored apart

It knows row numbers only. BM25 is the variant of Lucene, whose inverse document frequency is never
negative.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.errors import GenerationDamaged
from index.terms import Alternative, Terms

os.environ.setdefault("DISABLE_TQDM", "1")  # bm25s imports tqdm's notebook half otherwise: 0.1 s
import bm25s

__all__ = ["LexicalIndex", "LexicalScores"]

# k1 and b of each field. Passages are of like length, and a word that is said again tells little: the
# values that Anserini recommends find .008 nDCG@10 more than 1.2 and .75 on jaquad-dev for words (k1 .9,
# b .4), and nothing for bigrams.
_FIELDS = {"words": (0.9, 0.4), "bigrams": (1.2, 0.75)}


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """BM25 scores and coverage of every passage for one question.

    Attributes:
        words, bigrams: BM25, (passages,) float32, higher is better, 0 where no term matches.
        coverage: the inverse document frequencies of the question's different words that the passage
            holds, summed, (passages,) float32: how much of the question it speaks of at all.
    """

    words: NDArray[np.float32]
    bigrams: NDArray[np.float32]
    coverage: NDArray[np.float32]


class LexicalIndex:
    """Two BM25 indexes over the same passages: words and character bigrams."""

    def __init__(self, fields: dict[str, bm25s.BM25], idf: dict[str, NDArray[np.float32]]) -> None:
        self._fields = fields
        self._idf = idf

    @classmethod
    def write(cls, directory: Path, passages: Sequence[Terms]) -> None:
        """Index the terms of all passages and write the files.

        Args:
            directory: is made.
            passages: the terms of each passage, in row order; at least one.
        """
        for field, (k1, b) in _FIELDS.items():
            lists = [getattr(terms, field) for terms in passages]
            vocabulary: dict[str, int] = {}
            ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in terms] for terms in lists]
            if not vocabulary:
                vocabulary[""] = 0
                ids[0] = [0]
            index = bm25s.BM25(method="lucene", k1=k1, b=b)
            index.index((ids, vocabulary), show_progress=False, create_empty_token=False)
            target = directory / field
            index.save(str(target), show_progress=False)
            frequency = np.zeros(len(vocabulary), np.int64)
            for terms in ids:
                frequency[list(set(terms))] += 1
            np.save(target / "idf.npy", _idf(frequency, len(lists)))

    @classmethod
    def open(cls, directory: Path) -> LexicalIndex:
        """Map the files.

        Raises:
            GenerationDamaged: a file is missing or cannot be read.
        """
        fields, idf = {}, {}
        for field in _FIELDS:
            target = directory / field
            try:
                fields[field] = bm25s.BM25.load(str(target), mmap=True, load_corpus=False)
                idf[field] = np.load(target / "idf.npy", mmap_mode="r")
            except (OSError, EOFError, KeyError, TypeError, ValueError) as error:
                raise GenerationDamaged(file=f"lexical/{field}", detail=error) from error
        return cls(fields, idf)

    def scores(self, terms: Terms) -> LexicalScores:
        """Score all passages; what a question says otherwise counts the better of its writings."""
        return LexicalScores(
            words=_scored(terms, "words", partial(self._bm25, "words")),
            bigrams=_scored(terms, "bigrams", partial(self._bm25, "bigrams")),
            coverage=_scored(terms, "words", self._covered),
        )

    def _bm25(self, field: str, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every passage, (passages,) float32."""
        index = self._fields[field]
        known = [t for t in terms if t in index.vocab_dict]
        if not known:
            return np.zeros(index.scores["num_docs"], np.float32)
        scores: NDArray[np.float32] = index.get_scores(known)
        return scores

    def _covered(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The weights of the different words that every passage holds, (passages,) float32."""
        index, idf = self._fields["words"], self._idf["words"]
        postings, starts = index.scores["indices"], index.scores["indptr"]
        covered = np.zeros(index.scores["num_docs"], np.float32)
        for term in {index.vocab_dict[word] for word in words if word in index.vocab_dict}:
            covered[postings[starts[term] : starts[term + 1]]] += idf[term]
        return covered

    def weights(self, field: str, terms: Sequence[str]) -> dict[str, float]:
        """The inverse document frequency of each term; an unknown term weighs as the rarest one."""
        vocabulary, idf = self._fields[field].vocab_dict, self._idf[field]
        rarest = float(_idf(np.zeros(1, np.int64), self._fields[field].scores["num_docs"])[0])
        return {t: float(idf[vocabulary[t]]) if t in vocabulary else rarest for t in terms}


_Score = Callable[[Sequence[str]], NDArray[np.float32]]


def _scored(terms: Terms, field: Literal["words", "bigrams"], score: _Score) -> NDArray[np.float32]:
    """What was typed, and for each part of it what the best of other writings counts more."""
    scores = score(getattr(terms, field))
    for _, group in groupby(sorted(terms.alternatives, key=_typed_words), key=_typed_words):
        alternatives = list(group)
        typed = score(getattr(alternatives[0].typed, field))
        best = typed
        for alternative in alternatives:
            instead = _of_all(getattr(alternative.instead, field), score)
            best = np.maximum(best, np.float32(alternative.weight) * instead)
        scores = scores + (best - typed)
    return scores


def _of_all(terms: Sequence[str], score: _Score) -> NDArray[np.float32]:
    """The score of the passages that hold all the terms, 0 for others, (passages,) float32."""
    each = [score([term]) for term in terms]
    total = np.sum(each, axis=0, dtype=np.float32)
    scores: NDArray[np.float32] = np.where(np.min(each, axis=0) > 0, total, np.float32(0))
    return scores


def _typed_words(alternative: Alternative) -> list[str]:
    return alternative.typed.words


def _idf(frequency: NDArray[np.int64], passages: int) -> NDArray[np.float32]:
    """Lucene's inverse document frequency, ln(1 + (N − df + ½)/(df + ½)), (terms,) float32."""
    return np.log1p((passages - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
