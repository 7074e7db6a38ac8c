"""A second model reads the best passages again: a fake one, and a tiny real cross-encoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from rag.errors import RerankerUnavailable
from rag.question import understand
from rag.reranking import CrossEncoderReranker, RerankingSettings
from rag.retrieval import Hit, RetrievalSettings, Retriever
from tests.fakes import HashingEmbedder
from tests.index.builders import ANALYZER, BUDGET, FLOOD, library_with, minutes

QUESTION = "図書館の予算はいくらですか"


class Prefers:
    """Prefers the passages that hold some words, and remembers what it was given."""

    def __init__(self, words: str) -> None:
        self._words = words
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        self.read = list(passages)
        return np.array([self._words in passage for passage in passages], np.float32)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    directory = tmp_path_factory.mktemp("reranking") / "library"
    return library_with(directory, minutes("予算委員会", BUDGET), minutes("防災会議", FLOOD))


def hits(
    library: Library, reranker: Prefers | None, k: int = 10, **settings: float
) -> tuple[Hit, ...]:
    embedder = HashingEmbedder()
    spec = GenerationSpec(embedder.model_id, embedder.dimension, ANALYZER.id)
    retriever = Retriever(
        GenerationReader.open(library, spec),
        embedder,
        ANALYZER,
        RetrievalSettings(reranking=RerankingSettings(**settings)),  # type: ignore[arg-type]
        reranker=reranker,
    )
    return retriever.retrieve(understand(QUESTION), k).hits


def test_what_the_reranker_prefers_comes_first(library: Library) -> None:
    assert "備蓄" not in hits(library, None)[0].passage.text
    found = hits(library, Prefers("備蓄"), share=1.0)
    assert "備蓄" in found[0].passage.text
    assert [hit.rank for hit in found] == list(range(1, len(found) + 1))
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_the_search_counts_as_well(library: Library) -> None:
    before = [hit.passage.id for hit in hits(library, None)]
    assert [hit.passage.id for hit in hits(library, Prefers("備蓄"), share=0.0)] == before


def test_only_the_best_are_read_and_the_rest_keep_their_places(library: Library) -> None:
    before = [hit.passage.text for hit in hits(library, None)]
    reranker = Prefers(before[1])
    after = [hit.passage.text for hit in hits(library, reranker, passages=2, share=1.0)]
    assert reranker.read == before[:2]
    assert after == [before[1], before[0], *before[2:]]


def test_what_comes_first_may_come_from_beyond_k(library: Library) -> None:
    (first,) = hits(library, Prefers("備蓄"), k=1, share=1.0)
    assert "備蓄" in first.passage.text


def test_a_real_cross_encoder_reads_pairs(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    directory = _tiny_cross_encoder(tmp_path)
    pairs = [(QUESTION, text) for _, _, text in BUDGET]
    expected = CrossEncoder(str(directory), device="cpu").predict(pairs, show_progress_bar=False)
    found = CrossEncoderReranker(str(directory)).scores(QUESTION, [text for _, text in pairs])
    assert found == pytest.approx(expected, abs=1e-6)
    assert found.dtype == np.float32


def test_a_model_with_several_scores_a_pair_is_refused(tmp_path: Path) -> None:
    reranker = CrossEncoderReranker(str(_tiny_cross_encoder(tmp_path, labels=3)))
    with pytest.raises(RerankerUnavailable, match="3 scores a pair"):
        reranker.scores(QUESTION, ["一", "二"])


@pytest.mark.parametrize("name", ["no-such/model", "empty"])
def test_a_model_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(RerankerUnavailable, match=name):
        CrossEncoderReranker(name).scores(QUESTION, ["一"])


def _tiny_cross_encoder(directory: Path, labels: int = 1) -> Path:
    """A BERT of a few thousand random weights over the characters of the test's minutes."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    signs = sorted({sign for _, _, text in (*BUDGET, *FLOOD) for sign in text + QUESTION})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs]
    (directory / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(directory)
    BertTokenizerFast(str(directory / "vocab.txt")).save_pretrained(directory)
    return directory
