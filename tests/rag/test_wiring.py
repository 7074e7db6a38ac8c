from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import GenerationGone, GenerationMismatch, LibraryMissing
from index.generation import GenerationReader
from index.library import Library
from index.readers import isolated
from index.readers.isolated import ReadingLimits
from rag.errors import EmptyQuestion
from rag.evaluation.systems import make_systems
from rag.narrowing import Narrowing
from rag.retrieval import RetrievalSettings
from rag.settings import Settings
from rag.wiring import Assistant, make_analyzer, make_reader
from tests.fakes import HashingEmbedder
from tests.index.builders import BUDGET, FLOOD, indexer, library_with, minutes, silent
from tests.rag.conftest import with_threshold

BLANKETS = "避難所は何か所ありますか"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = library_with(tmp_path / "library", minutes("予算委員会", BUDGET))
    yield library
    library.close()


@pytest.fixture
def assistant(library: Library) -> Iterator[Assistant]:
    assistant = Assistant(Settings(library=library.directory), HashingEmbedder())
    yield with_threshold(assistant, 0.0)
    assistant.library.close()


def add_flood(library: Library) -> None:
    indexer(library).add_meetings([minutes("防災会議", FLOOD)], silent)


def test_a_new_generation_answers_the_next_question(library: Library, assistant: Assistant) -> None:
    before = assistant.ask(BLANKETS, Narrowing())
    add_flood(library)
    after = assistant.ask(BLANKETS, Narrowing())
    assert FLOOD[1][2] not in before.text
    assert "避難所は十二か所あります。" in after.text
    assert after.versions["generation"] > before.versions["generation"]


def test_synonyms_are_followed_while_questions_are_asked(
    library: Library, assistant: Assistant
) -> None:
    def words_score() -> float:
        hits = assistant.search("ブックセンターの費用", Narrowing()).retrieval.hits
        return max(hit.words for hit in hits)

    file = library.directory / "synonyms.txt"
    assert words_score() == 0
    file.write_text("ブックセンター, 図書館\n", encoding="utf-8")
    assert words_score() > 0
    file.unlink()
    assert words_score() == 0


def test_another_dictionary_asks_for_a_rebuild(library: Library) -> None:
    settings = Settings(library=library.directory, cache=library.directory / "cache")
    (library.directory / "dictionary.csv").write_text("瀬戸内図書館\n", encoding="utf-8")
    with pytest.raises(GenerationMismatch, match=r"\+own-.*--rebuild"):
        Assistant(settings, HashingEmbedder()).search("図書館", Narrowing())
    with pytest.raises(GenerationMismatch):
        indexer(library, analyzer=make_analyzer(settings)).add([], silent)
    indexer(library, analyzer=make_analyzer(settings)).add([], silent, rebuild=True)
    assistant = Assistant(settings, HashingEmbedder())
    assert "+own-" in assistant.versions()["tokenizer"]


def test_the_same_generation_is_opened_once(library: Library, assistant: Assistant) -> None:
    first = assistant.retriever()
    assert assistant.retriever() is first
    tried = assistant.retriever(RetrievalSettings(dense_units=1))
    assert tried.reader is first.reader
    assert assistant.retriever() is first
    add_flood(library)
    assert assistant.retriever() is not first


def gone(
    times: int, fetch: Callable[..., object], calls: list[int]
) -> Callable[[GenerationReader, list[int]], object]:
    def patched(reader: GenerationReader, rows: list[int]) -> object:
        calls.append(reader.number)
        if len(calls) <= times:
            raise GenerationGone(number=reader.number)
        return fetch(reader, rows)

    return patched


@pytest.mark.parametrize("method", ["ask", "search"])
def test_a_generation_that_is_gone_is_asked_once_more(
    monkeypatch: pytest.MonkeyPatch, assistant: Assistant, method: str
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(GenerationReader, "fetch", gone(1, GenerationReader.fetch, calls))
    assert getattr(assistant, method)(BLANKETS, Narrowing())
    assert len(calls) == 2


def test_a_generation_that_stays_gone_is_an_error(
    monkeypatch: pytest.MonkeyPatch, assistant: Assistant
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(GenerationReader, "fetch", gone(9, GenerationReader.fetch, calls))
    with pytest.raises(GenerationGone):
        assistant.ask(BLANKETS, Narrowing())
    assert len(calls) == 2


def test_several_threads_get_what_one_gets(sample_assistant: Assistant) -> None:
    questions = [
        "窓口の待ち時間はどうなりましたか",
        "ごみの収集はいつ変わりますか",
        "How many buses run?",
        "給食費はいくらですか",
    ] * 4
    alone = {q: sample_assistant.ask(q, Narrowing()).text for q in set(questions)}
    with ThreadPoolExecutor(6) as pool:
        texts = list(pool.map(lambda q: sample_assistant.ask(q, Narrowing()).text, questions))
    assert texts == [alone[q] for q in questions]


def test_questions_while_the_library_changes(library: Library, assistant: Assistant) -> None:
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(assistant.ask, BLANKETS, Narrowing()) for _ in range(12)]
        add_flood(library)
        answers = [future.result() for future in asked]
    assert {answer.status for answer in answers} == {"answered"}
    for answer in answers:
        ids = {citation.meeting.id for citation in answer.citations}
        assert ids <= {meeting.id for meeting in library.meetings()}


def test_a_bad_question_is_refused_before_anything_is_opened(
    monkeypatch: pytest.MonkeyPatch, assistant: Assistant
) -> None:
    monkeypatch.setattr(GenerationReader, "open", lambda *_: pytest.fail("opened"))
    with pytest.raises(EmptyQuestion):
        assistant.ask("？", Narrowing())


def test_without_a_library_there_is_no_assistant(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        Assistant(Settings(library=tmp_path / "none"), HashingEmbedder())


def test_what_reading_may_take_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[ReadingLimits] = []
    monkeypatch.setattr(isolated, "IsolatedReader", given.append)
    make_reader(Settings(read_seconds=7, read_memory_mb=100))
    make_reader(Settings())
    assert given == [
        ReadingLimits(seconds=7, memory_bytes=100 * 2**20),
        ReadingLimits(seconds=120, memory_bytes=2 * 2**30),
    ]


def test_the_words_of_a_question_narrow_answers_searches_and_evaluations_alike(
    sample_assistant: Assistant,
) -> None:
    text = "2024年9月の議会で、書かない窓口について市長は何と答えましたか"
    answer = sample_assistant.ask(text, Narrowing())
    assert [n.field for n in answer.narrowed] == ["date", "speaker"]
    found = {p.passage_id for p in answer.passages}
    assert {(p.meeting.date, p.speaker and p.speaker.role) for p in answer.passages} == {
        ("2024-09-10", "市長")
    }
    searched = sample_assistant.search(text, Narrowing())
    assert {hit.passage.id for hit in searched.retrieval.hits} == found
    assert searched.narrowed == answer.narrowed
    (system,) = make_systems(sample_assistant, ["hybrid"], 10)
    assert {ranked.passage_id for ranked in system.rank(text, 10)} == found
    wide = sample_assistant.ask(text, Narrowing(by_words=False))
    assert wide.narrowed == ()
    assert len({p.meeting.date for p in wide.passages}) > 1


def test_what_a_new_generation_holds_is_known_to_the_next_question(
    library: Library, assistant: Assistant
) -> None:
    text = "大雨について企画課長は何と答えましたか"
    assert assistant.ask(text, Narrowing()).narrowed == ()
    add_flood(library)
    (narrowed,) = assistant.ask(text, Narrowing()).narrowed
    assert narrowed.message == "企画課長の発言に絞りました。"
