from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.filters import In
from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.meeting import Role, Speaker
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


def test_an_answer_brings_the_question_that_it_answers(library: Library) -> None:
    first = retriever(library).retrieve(understand("図書館の予算はいくらですか"), 1).hits[0]
    assert first.passage.text == BUDGET[1][2]
    assert first.asked is not None
    assert first.asked.text == BUDGET[0][2]


def test_what_asks_or_stands_alone_brings_no_question(library: Library) -> None:
    hits = retriever(library).retrieve(understand("避難所は何か所ありますか"), 10).hits
    others = [hit for hit in hits if hit.passage.remark.role is not Role.ANSWER]
    assert len(others) >= 2
    assert all(hit.asked is None for hit in others)


def test_an_answer_within_a_filter_keeps_what_its_question_adds(library: Library) -> None:
    question = understand("大雨のときの避難所は足りていますか")
    everything = retriever(library).retrieve(question, 10)
    answers = retriever(library).retrieve(question, 10, In("role", (Role.ANSWER,)))
    alone = {hit.passage.id: hit for hit in answers.hits}
    assert {hit.passage.remark.role for hit in answers.hits} == {Role.ANSWER}
    flood = next(hit for hit in everything.hits if hit.passage.text == FLOOD[1][2])
    assert alone[flood.passage.id].asked is not None
    assert alone[flood.passage.id].rank == 1


def test_the_same_words_in_two_meetings_are_one_hit(tmp_path: Path) -> None:
    again = [(speaker, role, f"{text} ") for speaker, role, text in BUDGET]
    library = library_with(
        tmp_path / "library",
        minutes("予算委員会", BUDGET),
        minutes("予算委員会（再掲）", again),
        minutes("防災会議", FLOOD),
    )
    hits = retriever(library).retrieve(understand("図書館の予算はいくらですか"), 10).hits
    words = ["".join(hit.passage.text.split()) for hit in hits]
    assert len(words) == len(set(words))
    first = hits[0]
    assert len(first.repeated) == 1
    assert first.repeated[0].meeting_id != first.passage.meeting_id


def test_who_asks_what_was_asked_gets_the_question_first(library: Library) -> None:
    first, *_ = (
        retriever(library)
        .retrieve(understand("図書館の予算についてどんな質問が出ましたか"), 10)
        .hits
    )
    assert first.passage.text == BUDGET[0][2]
    assert 0 < first.score <= 1


def test_whose_question_it_was_counts(tmp_path: Path) -> None:
    other = Speaker("岡田委員", "岡田 花", "委員", None)
    asked = [(other, role, text.replace("新しい", "")) for _, role, text in BUDGET[:1]]
    library = library_with(
        tmp_path / "library",
        minutes("六月定例会", BUDGET),
        minutes(
            "九月定例会",
            [*asked, (BUDGET[1][0], Role.ANSWER, "図書館の建設費は見直しの途中です。")],
        ),
    )
    found = retriever(library)
    one = found.retrieve(
        understand("岡田委員の「図書館の予算は。」という質問に町長はどう答えたか"), 1
    )
    another = found.retrieve(
        understand("髙橋委員の「図書館の予算は。」という質問に町長はどう答えたか"), 1
    )
    assert one.hits[0].passage.text == "図書館の建設費は見直しの途中です。"
    assert another.hits[0].passage.text == BUDGET[1][2]
