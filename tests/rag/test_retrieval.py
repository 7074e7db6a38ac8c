from __future__ import annotations

import numpy as np
import pytest

from index.filters import In
from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.meeting import Role
from rag.question import understand
from rag.retrieval import Retrieval, RetrievalSettings, Retriever
from tests.fakes import HashingEmbedder
from tests.index.builders import ANALYZER, BUDGET, FLOOD, library_with, minutes


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    directory = tmp_path_factory.mktemp("retrieval") / "library"
    return library_with(directory, minutes("予算委員会", BUDGET), minutes("防災会議", FLOOD))


def retriever(library: Library, settings: RetrievalSettings | None = None) -> Retriever:
    embedder = HashingEmbedder()
    spec = GenerationSpec(embedder.model_id, embedder.dimension, ANALYZER.id)
    reader = GenerationReader.open(library, spec)
    return Retriever(reader, embedder, ANALYZER, settings or RetrievalSettings())


def texts(retrieval: Retrieval) -> list[str]:
    return [hit.passage.text for hit in retrieval.hits]


def test_hits_are_ranked_by_score_and_the_answer_comes_first(library: Library) -> None:
    retrieval = retriever(library).retrieve(understand("図書館の予算はいくらですか"), 10)
    assert texts(retrieval)[0] == BUDGET[1][2]
    assert [hit.rank for hit in retrieval.hits] == list(range(1, len(retrieval.hits) + 1))
    scores = [hit.score for hit in retrieval.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_k_cuts_the_same_ranking(library: Library) -> None:
    question = understand("避難所は何か所ありますか")
    every = texts(retriever(library).retrieve(question, 10))
    assert texts(retriever(library).retrieve(question, 2)) == every[:2]


def test_every_candidate_has_all_scores(library: Library) -> None:
    retrieval = retriever(library).retrieve(understand("避難所は何か所ありますか"), 10)
    for hit in retrieval.hits:
        assert len(hit.unit_scores) == len(hit.passage.units)
        assert hit.dense == pytest.approx(float(hit.unit_scores.max()))
        shared = set(retrieval.query_terms.bigrams) & set(hit.passage.terms.bigrams)
        assert (hit.bigrams > 0) == bool(shared)
    assert np.linalg.norm(retrieval.query_vector) == pytest.approx(1)


def test_an_answer_is_found_through_its_question_alone(library: Library) -> None:
    narrow = RetrievalSettings(dense_units=1, lexical_passages=1)
    question = understand("大雨のときの避難所は足りていますか")
    assert FLOOD[1][2] in texts(retriever(library, narrow).retrieve(question, 10))


def test_a_filter_also_holds_for_answers_found_through_questions(library: Library) -> None:
    question = understand("図書館の予算はいくらですか")
    only = In("role", (Role.QUESTION,))
    hits = retriever(library).retrieve(question, 10, only).hits
    assert {hit.passage.remark.role for hit in hits} == {Role.QUESTION}


def test_a_filter_that_lets_nothing_through_finds_nothing(library: Library) -> None:
    nothing = In("meeting", ("no such meeting",))
    assert retriever(library).retrieve(understand("避難所"), 10, nothing).hits == ()
