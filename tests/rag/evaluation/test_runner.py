from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from rag import errors
from rag.evaluation.gold import GoldPlace, RelevantDocuments, SupportQuotes
from rag.evaluation.runner import evaluate
from rag.evaluation.system import AnsweredQuestion, RankedPassage
from rag.evaluation.test_sets import Question, QuestionSet

ROAD = "通学路の防護柵は令和六年度末までに全区間で設置を終えます。"
BUS = "循環バスの運賃は一律百円のまま据え置きます。"
NOISE = "次に、資料の訂正について申し上げます。"
LIBRARY = {"p-road": ROAD, "p-bus": BUS, "p-noise": NOISE}

WHEN = Question(
    "q1", "防護柵はいつ終わりますか。", SupportQuotes((ROAD,)), "ja", ("年度末",), ("date",)
)
FARE = Question(
    "q2", "バスの運賃はいくらですか。", SupportQuotes((BUS,)), "ja", ("百円",), ("number", "bus")
)
PAY = Question("q3", "市長の給料はいくらですか。", None, "ja", tags=("number",))
SET = QuestionSet("sample", "quotes", "0" * 64, (WHEN, FARE, PAY))


class Scripted:
    """A system that ranks what the test says."""

    def __init__(self, name: str, rankings: Mapping[str, Sequence[str]]) -> None:
        self.name = name
        self._rankings = rankings
        self.asked: list[tuple[str, int]] = []

    def rank(self, question: str, k: int) -> Sequence[RankedPassage]:
        self.asked.append((question, k))
        ids = self._rankings[question]
        return [RankedPassage(i, (f"m-{i}",), LIBRARY[i], 1 / (n + 1)) for n, i in enumerate(ids)]


class Parrot:
    """Answers with the words of one passage, or abstains where it has none."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers

    def answer(self, question: str) -> AnsweredQuestion:
        quote = self._answers.get(question)
        if quote is None:
            return AnsweredQuestion("abstained", "", None, (), 0.1, 0.002)
        return AnsweredQuestion("answered", quote, None, (quote,), 0.9, 0.004)


GOOD = Scripted("hybrid", {WHEN.text: ["p-road"], FARE.text: ["p-noise", "p-bus"]})
BAD = Scripted("dense", {WHEN.text: [], FARE.text: ["p-noise"]})


def test_systems_stand_side_by_side() -> None:
    report = evaluate(SET, [GOOD, BAD], passages=LIBRARY.values())
    assert [s.name for s in report.systems] == ["hybrid", "dense"]
    good, bad = report.systems
    assert good.figures["hit@1"].value == 0.5
    assert good.figures["mrr@10"].value == pytest.approx((1 + 1 / 2) / 2)
    assert good.figures["recall@10"].value == 1.0
    assert {estimate.value for estimate in bad.figures.values()} == {0.0}
    assert good.figures["hit@1"].questions == 2
    assert good.latency is not None
    assert good.latency.questions == 2
    assert report.answers is None


def test_means_by_tag() -> None:
    tags = evaluate(SET, [GOOD], passages=LIBRARY.values()).systems[0].tags
    assert {tag: figures["mrr@10"].value for tag, figures in tags.items()} == {
        "bus": 0.5,
        "date": 1.0,
        "number": 0.5,
    }


def test_means_by_language_where_there_are_several() -> None:
    english = replace(FARE, language="en")
    questions = replace(SET, questions=(WHEN, english))
    tags = evaluate(questions, [GOOD], passages=LIBRARY.values()).systems[0].tags
    assert tags["language=en"]["mrr@10"].value == 0.5
    assert tags["language=ja"]["mrr@10"].value == 1.0


def test_others_are_compared_with_the_first() -> None:
    report = evaluate(SET, [GOOD, BAD], passages=LIBRARY.values())
    (comparison,) = report.comparisons
    assert (comparison.system, comparison.reference) == ("dense", "hybrid")
    found = comparison.figures["mrr@10"]
    assert (found.value, found.questions, found.p) == (-0.75, 2, 0.5)
    assert evaluate(SET, [GOOD], passages=LIBRARY.values()).comparisons == ()


def test_every_question_is_told() -> None:
    report = evaluate(SET, [GOOD, BAD], passages=LIBRARY.values(), answerer=Parrot({}))
    when, fare, pay = report.questions
    assert (when.id, when.text, when.gold) == ("q1", WHEN.text, (ROAD,))
    assert when.rankings["hybrid"].gold == (GoldPlace(ROAD, 1, "p-road", 1.0),)
    assert when.rankings["hybrid"].instead is None
    assert when.rankings["dense"].instead is None
    assert when.rankings["dense"].gold == (GoldPlace(ROAD, None),)
    found = fare.rankings["hybrid"]
    assert found.gold == (GoldPlace(BUS, 2, "p-bus", 0.5),)
    assert found.instead == RankedPassage("p-noise", ("m-p-noise",), NOISE, 1.0)
    assert [(item.passage_id, item.score) for item in found.top] == [
        ("p-noise", 1.0),
        ("p-bus", 0.5),
    ]
    assert found.figures["mrr@10"] == 0.5
    assert pay.rankings == {}
    assert not pay.answerable
    assert pay.answer is not None
    assert pay.answer.given.status == "abstained"


def test_answers_are_measured_on_every_question() -> None:
    answerer = Parrot({WHEN.text: ROAD, FARE.text: NOISE})
    report = evaluate(SET, [], passages=LIBRARY.values(), answerer=answerer)
    assert report.answers is not None
    values = {name: e.value for name, e in report.answers.figures.items()}
    assert values == pytest.approx(
        {
            "answered": 2 / 3,
            "abstention precision": 1.0,
            "abstention recall": 1.0,
            "abstention F1": 1.0,
            "short answer exact": 0.0,
            "short answer contained": 0.0,
            "first sentence right": 0.5,
            "citation precision": 0.5,
            "citation recall": 0.5,
        }
    )
    assert report.answers.latency is not None
    assert report.answers.latency.p50 == pytest.approx(4.0)
    assert report.answers.tags["number"]["answered"].value == 0.5


def test_documents_of_a_beir_folder() -> None:
    question = Question("1", "防護柵は。", RelevantDocuments({"m-p-road": 1}), "ja")
    beir = QuestionSet("folder", "beir", "0" * 64, (question,), field="text_meta")
    system = Scripted("lexical", {"防護柵は。": ["p-noise", "p-road"]})
    report = evaluate(beir, [system], passages=())
    assert report.systems[0].figures["mrr@10"].value == 0.5
    assert report.question_set.field == "text_meta"
    assert report.questions[0].gold == ("m-p-road",)


def test_quotes_that_the_library_lacks_are_named_and_nothing_is_asked() -> None:
    system = Scripted("dense", {})
    with pytest.raises(errors.UnlocatedQuotes, match=f"sample: 1 quotes stand.*q2「{BUS}」"):
        evaluate(SET, [system], passages=[ROAD, NOISE])
    assert system.asked == []


def test_only_answerable_questions_are_ranked_and_the_first_one_warms_up() -> None:
    system = Scripted("hybrid", {WHEN.text: ["p-road"], FARE.text: ["p-bus"]})
    evaluate(SET, [system], passages=LIBRARY.values(), depth=20)
    assert system.asked == [(WHEN.text, 20), (WHEN.text, 20), (FARE.text, 20)]


def test_progress_counts_rankings_and_answers() -> None:
    told: list[tuple[int, int]] = []
    evaluate(
        SET,
        [GOOD, BAD],
        passages=LIBRARY.values(),
        answerer=Parrot({}),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(i, 7) for i in range(1, 8)]


def test_settings_versions_and_machine_are_kept() -> None:
    report = evaluate(
        SET, [GOOD], passages=LIBRARY.values(), settings={"fusion": "sum"}, versions={"model": "e5"}
    )
    assert report.settings == {"depth": 100, "fusion": "sum"}
    assert report.versions["model"] == "e5"
    assert report.versions["numpy"]
    assert report.machine["cores"]
    assert report.question_set.sha256 == "0" * 64
