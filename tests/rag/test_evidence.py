from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.meeting import Role
from index.passages import PassageSizes
from rag.evidence import Evidence, EvidenceWeights, find_evidence
from rag.question import understand
from rag.retrieval import RetrievalSettings, Retriever
from tests.fakes import HashingEmbedder
from tests.index.builders import ANALYZER, MAYOR, MEMBER, OFFICE, Line, indexer, minutes, silent

NOISE = (None, None, "公園の芝生は週に一度、職員が刈っています。")


def evidence_for(
    directory: Path, text: str, lines: Sequence[Line], sizes: PassageSizes | None = None
) -> list[Evidence]:
    library = Library.create(directory / "library")
    embedder = HashingEmbedder()
    indexer(library, embedder, sizes).add_meetings([minutes("青葉町議会", lines)], silent)
    spec = GenerationSpec(embedder.model_id, embedder.dimension, ANALYZER.id)
    reader = GenerationReader.open(library, spec)
    retriever = Retriever(reader, embedder, ANALYZER, RetrievalSettings())
    retrieval = retriever.retrieve(understand(text), 10)
    found = find_evidence(retrieval, reader, ANALYZER, EvidenceWeights())
    library.close()
    return found


def test_each_unit_once_although_passages_overlap(tmp_path: Path) -> None:
    said = "".join(f"避難所の第{n}倉庫には、毛布を{n}00枚備えております。" for n in range(1, 9))
    sizes = PassageSizes(target=50, overlap=1)
    found = evidence_for(tmp_path, "避難所の毛布は何枚ですか", [(MAYOR, Role.ANSWER, said)], sizes)
    places = [(e.start, e.end) for e in found]
    assert len({e.passage.id for e in found}) > 1
    assert len(places) == len(set(places)) == 8
    assert "".join(said[start:end] for start, end in sorted(places)) == said
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert all(e.text == said[e.start : e.end] for e in found)


@pytest.mark.parametrize("target", [200, 45], ids=["one passage", "passages that overlap"])
def test_the_sentence_after_an_announcement_is_preferred(tmp_path: Path, target: int) -> None:
    announcement = "それでは、図書館の開館時間についてお答えいたします。"
    answer = "平日は仕事の帰りに寄れるよう、午後八時まで延ばすこととしました。"
    lines = [
        (MAYOR, Role.ANSWER, announcement + answer + "このため、夜の窓口の職員を二名増やします。"),
        NOISE,
    ]
    sizes = PassageSizes(target=target)
    found = evidence_for(tmp_path, "図書館の開館時間はどうなりますか", lines, sizes)
    texts = [e.text for e in found]
    assert texts[0] == answer
    assert texts.index(announcement) > 0


def test_a_question_is_not_the_first_evidence_when_its_answer_is_there(tmp_path: Path) -> None:
    lines = [
        (MEMBER, Role.QUESTION, "図書館の建設費はいくらですか。"),
        (MAYOR, Role.ANSWER, "図書館の建設費は三億二千万円です。"),
        NOISE,
    ]
    found = evidence_for(tmp_path, "図書館の建設費はいくらですか", lines)
    assert found[0].text == "図書館の建設費は三億二千万円です。"


def test_what_holds_the_kind_asked_for_comes_before_its_like(tmp_path: Path) -> None:
    lines = [
        (OFFICE, None, "避難所の毛布は何枚とは決めず、各地区に備えています。"),
        (OFFICE, None, "避難所の毛布は、1,200枚を備えています。"),
        NOISE,
    ]
    found = evidence_for(tmp_path, "避難所の毛布は何枚ですか", lines)
    assert "1,200枚" in found[0].text
