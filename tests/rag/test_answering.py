from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from index.meeting import Role
from index.records import PassageRecord
from rag.answer import Answer
from rag.answering import AnswerSettings, _quotes
from rag.evidence import Evidence
from rag.narrowing import Narrowing
from rag.settings import Settings
from rag.wiring import Assistant
from tests.conftest import PROJECT
from tests.fakes import HashingEmbedder
from tests.index.builders import MAYOR, MEMBER, Line, library_with, minutes
from tests.rag.conftest import with_threshold
from tests.rag.test_citations import passage

LINES = (PROJECT / "samples" / "test_set.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in LINES]
KEYS = (
    "status question language text short_answer sentences citations confidence abstention filters"
    " passages versions timings_ms"
)
CITATION_KEYS = "n quote passage_id meeting speaker section page span"


@pytest.fixture(scope="module")
def answers(sample_assistant: Assistant) -> list[Answer]:
    return [sample_assistant.ask(question, Narrowing()) for question in QUESTIONS]


def test_every_quote_stands_verbatim_in_the_stored_source(
    sample_assistant: Assistant, answers: list[Answer]
) -> None:
    source = cache(lambda meeting: sample_assistant.library.meeting(meeting).document.text)
    citations = [citation for answer in answers for citation in answer.citations]
    assert len(citations) >= len(QUESTIONS)
    for citation in citations:
        text = source(citation.meeting.id)
        assert "".join(text[s.start : s.end] for s in citation.spans) == citation.quote
        assert citation.quote.strip() == citation.quote != ""
        assert citation.span.start == citation.spans[0].start
        assert citation.span.end == citation.spans[-1].end


def test_quotes_do_not_overlap_or_repeat(answers: list[Answer]) -> None:
    for answer in answers:
        spans = sorted((c.meeting.id, s.start, s.end) for c in answer.citations for s in c.spans)
        for (meeting, _, end), (other, start, _) in pairwise(spans):
            assert meeting != other or end <= start, answer.question
        for citation in answer.citations:
            others = [c.quote for c in answer.citations if c.n != citation.n]
            assert not any(citation.quote in other for other in others), answer.question


def test_sentences_and_citations_fit_together(answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.status == "answered"
        assert answer.abstention is None
        numbers = [citation.n for citation in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1))
        assert 1 <= len(numbers) <= AnswerSettings().quotes
        assert [n for sentence in answer.sentences for n in sentence.citations] == numbers
        assert answer.text == "\n".join(sentence.text for sentence in answer.sentences)
        quotes = {citation.n: citation.quote for citation in answer.citations}
        for sentence in answer.sentences:
            assert all(quotes[n] in sentence.text for n in sentence.citations)
        if answer.short_answer is not None:
            assert answer.short_answer in answer.citations[0].quote


def test_words_of_one_speaker_stand_together(answers: list[Answer]) -> None:
    for answer in answers:
        sources = [(c.meeting.id, c.speaker) for c in answer.citations]
        runs = [s for i, s in enumerate(sources) if i == 0 or s != sources[i - 1]]
        assert len(runs) == len(set(runs)), answer.question


def test_the_answer_is_plain_json_with_the_promised_keys(answers: list[Answer]) -> None:
    for answer in answers:
        data = answer.to_json()
        assert set(KEYS.split()) <= data.keys()
        assert json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False)) == json.loads(
            json.dumps(data)
        )
        for citation in data["citations"]:
            assert set(CITATION_KEYS.split()) <= citation.keys()
            assert {"id", "title", "date", "kind"} <= citation["meeting"].keys()
            assert {"start", "end"} <= citation["span"].keys()
            if citation["speaker"]:
                assert {"name", "role", "affiliation"} <= citation["speaker"].keys()
        for found in data["passages"]:
            assert {"passage_id", "text", "score"} <= found.keys()
    assert any(a.to_json()["citations"][0]["speaker"] for a in answers)


def test_passages_shown_are_as_many_as_asked_for(sample_assistant: Assistant) -> None:
    assert len(sample_assistant.ask(QUESTIONS[0], Narrowing(), 2).passages) == 2


# --- Abstentions


@pytest.fixture
def strict(sample_library: Path) -> Iterator[Assistant]:
    assistant = Assistant(Settings(library=sample_library), HashingEmbedder())
    yield assistant
    assistant.library.close()


@pytest.mark.parametrize(("near", "reason"), [(0.0, "near_but_not_it"), (1.0, "nothing_near")])
@pytest.mark.parametrize("question", ["窓口の待ち時間は", "How long is the wait?"])
def test_weak_evidence_abstains(strict: Assistant, near: float, reason: str, question: str) -> None:
    check_abstained(with_threshold(strict, 1.1, near).ask(question, Narrowing()), reason)


def test_filters_that_leave_nothing_abstain(sample_assistant: Assistant) -> None:
    narrowing = Narrowing(speaker="どこにもいない人")
    answer = sample_assistant.ask(QUESTIONS[0], narrowing)
    check_abstained(answer, "outside_filters")
    assert answer.passages == ()
    assert answer.filters == {"speaker": "どこにもいない人"}


def test_an_empty_library_abstains(tmp_path: Path) -> None:
    library_with(tmp_path / "library").close()
    assistant = Assistant(Settings(library=tmp_path / "library"), HashingEmbedder())
    check_abstained(assistant.ask("予算はいくらですか", Narrowing()), "empty_library")
    assistant.library.close()


def check_abstained(answer: Answer, reason: str) -> None:
    assert answer.status == "abstained"
    assert answer.abstention is not None
    assert answer.abstention.reason == reason
    assert answer.abstention.message == answer.text != ""
    assert (answer.sentences, answer.citations, answer.short_answer) == ((), (), None)
    assert set(KEYS.split()) <= json.loads(json.dumps(answer.to_json())).keys()


# --- What is quoted together


def ask(directory: Path, question: str, *lines: Line) -> Answer:
    library_with(directory / "library", minutes("青葉町議会", lines)).close()
    assistant = Assistant(Settings(library=directory / "library"), HashingEmbedder())
    answer = with_threshold(assistant, 0.0).ask(question, Narrowing())
    assistant.library.close()
    return answer


def test_the_answer_is_quoted_rather_than_the_question(tmp_path: Path) -> None:
    asked = (MEMBER, Role.QUESTION, "図書館の建設費はいくらですか。")
    answered = (MAYOR, Role.ANSWER, "図書館の建設費は三億二千万円です。")
    noise = (None, None, "公園の芝生は週に一度、職員が刈っています。")
    answer = ask(tmp_path, "図書館の建設費はいくらですか", asked, answered, noise)
    assert answer.citations[0].quote == answered[2]
    assert answer.short_answer == "三億二千万円"


SENTENCES = (
    "町は三つの避難所に毛布を備えます。",
    "このため、来年度に倉庫を建てます。",
    "その費用は、国の補助金で賄います。",
    "公園の芝生は、週に一度刈ります。",
)
TEXT = "".join(SENTENCES)


def evidence(
    *ranked: tuple[int, float], text: str = TEXT, record: PassageRecord | None = None
) -> list[Evidence]:
    """Sentences by number, each with its score, of one remark."""
    units = tuple((TEXT.index(s), TEXT.index(s) + len(s)) for s in SENTENCES)
    base = record or passage()
    record = replace(base, units=units, remark=replace(base.remark, text=text))
    return [Evidence(record, *units[i], score, 0.0, 0.0) for i, score in ranked]


def quoted(items: Sequence[Evidence], quotes: int = 3) -> list[str]:
    return [quote.text for quote in _quotes(items, AnswerSettings(quotes, 0.5))]


def test_a_sentence_that_leans_back_brings_the_one_before() -> None:
    assert quoted(evidence((1, 1.0))) == [SENTENCES[0] + SENTENCES[1]]
    assert quoted(evidence((3, 1.0))) == [SENTENCES[3]]


def test_the_first_sentence_of_a_passage_leans_on_the_passage_before() -> None:
    (item,) = evidence((2, 1.0))
    later = replace(item.passage, start=item.start, units=item.passage.units[2:])
    assert quoted([replace(item, passage=later)]) == [SENTENCES[1] + SENTENCES[2]]


def test_quotes_that_touch_become_one() -> None:
    assert quoted(evidence((0, 1.0), (2, 0.9), (1, 0.8))) == ["".join(SENTENCES[:3])]
    assert quoted(evidence((3, 1.0), (0, 0.9), (2, 0.8))) == [TEXT]


def test_what_was_said_word_for_word_elsewhere_is_quoted_once() -> None:
    other = replace(passage(), meeting_id="m2")  # type: ignore[arg-type]
    again = evidence((0, 0.9), record=other)
    assert quoted([*evidence((0, 1.0)), *again]) == [SENTENCES[0]]
    both = evidence((1, 1.0))
    assert quoted([*both, *again]) == [SENTENCES[0] + SENTENCES[1]]
    longer = evidence((1, 0.9), record=other)
    assert quoted([*evidence((0, 1.0)), *longer]) == [SENTENCES[0] + SENTENCES[1]]


def test_weaker_evidence_and_more_than_the_most_quotes_are_left_out() -> None:
    assert quoted(evidence((0, 1.0), (3, 0.4))) == [SENTENCES[0]]
    assert quoted(evidence((0, 1.0), (3, 0.6))) == [SENTENCES[0], SENTENCES[3]]
    assert quoted(evidence((0, 1.0), (3, 0.6)), quotes=1) == [SENTENCES[0]]
