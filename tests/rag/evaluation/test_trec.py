from __future__ import annotations

from pathlib import Path

import ir_measures
import pytest

from rag import errors
from rag.evaluation.gold import RelevantDocuments
from rag.evaluation.question_set import Document, Question, QuestionSet
from rag.evaluation.runner import evaluate
from rag.evaluation.trec import grades_of, read_run, write_qrels, write_run

from .test_runner import BUS, GOOD, LIBRARY, NOISE, ROAD, SET

DOCUMENTS = {"d1", "d2", "d3"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bm25.run"


def test_a_run_is_read_by_score_as_trec_eval_does(file: Path) -> None:
    file.write_text(
        "\ufeffq1 Q0 d1 1 0.5 bm25\nq1\tQ0\td2\t2\t7e-1\tbm25\n\nq2 Q0 d1 9 -1 bm25\nq2 Q0 d3 8 -1 bm25\n",
        encoding="utf-8",
    )
    run = read_run(file, DOCUMENTS)
    assert run.name == "bm25"
    assert run.rankings == {
        "q1": [("d2", 0.7), ("d1", 0.5)],
        "q2": [("d3", -1.0), ("d1", -1.0)],
    }


@pytest.mark.parametrize(
    ("line", "error", "told"),
    [
        ("q1 Q0 d2 1 0.5", errors.BrokenRunLine, "line 2: .*q1 Q0 d2 1 0.5"),
        ("q1 Q0 d2 1 0.5 my system", errors.BrokenRunLine, "line 2"),
        ("q1 Q0 d2 1 high bm25", errors.BrokenRunLine, "QUESTION Q0 DOCUMENT RANK SCORE SYSTEM"),
        ("q1 Q0 d2 1 nan bm25", errors.BrokenRunLine, "line 2"),
        ("q1 Q0 d9 1 0.5 bm25", errors.UnknownRunDocument, "line 2: the document 'd9'"),
        ("q1 Q0 d1 2 0.4 bm25", errors.RepeatedRunDocument, "'d1' comes twice .* 'q1'"),
        ("q1 Q0 d2 2 0.4 splade", errors.SeveralSystemsInRun, "bm25, splade"),
    ],
)
def test_a_bad_line_is_named(
    file: Path, line: str, error: type[errors.RunError], told: str
) -> None:
    file.write_text(f"q1 Q0 d1 1 0.9 bm25\n{line}\n", encoding="utf-8")
    with pytest.raises(error, match=told) as raised:
        read_run(file, DOCUMENTS)
    assert raised.value.line("ja")


def test_a_file_without_lines_and_one_that_is_missing(file: Path) -> None:
    with pytest.raises(errors.UnreadableRun, match=r"bm25\.run"):
        read_run(file, DOCUMENTS)
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(errors.EmptyRun):
        read_run(file, DOCUMENTS)


def test_what_is_written_is_read_back(file: Path) -> None:
    write_run(file, "my system", {"q1": ["d3", "d1"], "q2": []})
    assert file.read_text(encoding="utf-8").splitlines() == [
        "q1 Q0 d3 1 1.00000000 my_system",
        "q1 Q0 d1 2 0.50000000 my_system",
    ]
    assert [d for d, _ in read_run(file, DOCUMENTS).rankings["q1"]] == ["d3", "d1"]


def test_an_id_with_a_space_and_a_place_that_cannot_be_written(file: Path) -> None:
    with pytest.raises(errors.UnwritableRun, match="'d 1'"):
        write_run(file, "dense", {"q1": ["d 1"]})
    assert not file.exists()
    file.write_text("", encoding="utf-8")
    with pytest.raises(errors.UnwritableRun):
        write_run(file / "dense.run", "dense", {})


def test_every_passage_that_carries_a_quote_is_relevant() -> None:
    passages = [("p1", ROAD), ("p2", NOISE), ("p3", NOISE + ROAD), ("p4", BUS)]
    assert grades_of(SET, passages) == {"q1": {"p1": 1, "p3": 1}, "q2": {"p4": 1}}


def beir() -> QuestionSet:
    questions = (
        Question("1", "防護柵", RelevantDocuments({"m-p-road": 2, "m-p-bus": 1}), "ja"),
        Question("2", "運賃", RelevantDocuments({"m-p-bus": 1}), "ja"),
    )
    documents = tuple(Document(f"m-{name}", "", text) for name, text in LIBRARY.items())
    return QuestionSet("beir", "beir", "0" * 64, questions, documents)


def test_other_programs_measure_the_same_on_what_is_written(tmp_path: Path) -> None:
    rankings = {"防護柵": ["p-noise", "p-road", "p-bus"], "運賃": ["p-road", "p-bus"]}
    report = evaluate(
        beir(),
        [type(GOOD)("dense", rankings)],
        passages=(),
        keep_run=lambda name, run: write_run(tmp_path / f"{name}.run", name, run),
    )
    write_qrels(tmp_path / "qrels.txt", grades_of(beir(), ()))
    found = ir_measures.calc_aggregate(
        [ir_measures.nDCG @ 10, ir_measures.RR @ 10],
        list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt"))),
        list(ir_measures.read_trec_run(str(tmp_path / "dense.run"))),
    )
    figures = report.systems[0].figures
    assert found[ir_measures.nDCG @ 10] == pytest.approx(figures["ndcg@10"].value)
    assert found[ir_measures.RR @ 10] == pytest.approx(figures["mrr@10"].value) == 0.5


def test_our_own_run_measures_the_same_when_it_is_read(file: Path) -> None:
    rankings = {"防護柵": ["p-noise", "p-road"], "運賃": ["p-bus"]}
    system = type(GOOD)("dense", rankings)
    evaluate(beir(), [system], passages=(), keep_run=lambda _, run: write_run(file, "other", run))
    run = read_run(file, {d.id for d in beir().documents})
    report = evaluate(beir(), [system], passages=(), runs=[run])
    dense, other = report.systems
    assert other.figures == dense.figures
    assert other.latency is None
    assert report.comparisons[0].system == "other"
    found = report.questions[0].rankings["other"]
    assert found.seconds is None
    assert found.instead is not None
    assert found.instead.text == NOISE


def test_a_run_without_a_question_found_nothing_for_it_and_is_cut_at_the_depth(file: Path) -> None:
    write_run(file, "other", {"1": ["m-p-noise", "m-p-road"]})
    run = read_run(file, {d.id for d in beir().documents})
    report = evaluate(beir(), [], passages=(), runs=[run], depth=1)
    assert [q.rankings["other"].gold[0].rank for q in report.questions] == [None, None]


def test_two_systems_of_one_name_are_refused(file: Path) -> None:
    write_run(file, "dense", {"1": ["m-p-noise"]})
    run = read_run(file, {d.id for d in beir().documents})
    with pytest.raises(errors.RepeatedSystem, match="'dense'"):
        evaluate(beir(), [type(GOOD)("dense", {})], passages=(), runs=[run])
