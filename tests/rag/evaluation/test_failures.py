from __future__ import annotations

from rag.evaluation.failures import found_instead, worst_questions
from rag.evaluation.runner import evaluate
from rag.evaluation.system import RankedPassage

from .test_runner import BAD, FARE, GOOD, LIBRARY, NOISE, SET, WHEN, Scripted


def test_the_reference_is_the_first_system() -> None:
    report = evaluate(SET, [GOOD, BAD], passages=LIBRARY.values())
    assert [f.id for f in worst_questions(report, 5)] == ["q2"]
    report = evaluate(SET, [BAD, GOOD], passages=LIBRARY.values())
    assert [f.id for f in worst_questions(report, 5)] == ["q1", "q2"]
    assert [f.id for f in worst_questions(report, 1)] == ["q1"]


def test_what_lies_deeper_is_worse() -> None:
    deep = Scripted("deep", {WHEN.text: ["p-noise"], FARE.text: ["p-noise", "p-road", "p-bus"]})
    report = evaluate(SET, [deep], passages=LIBRARY.values())
    worst = worst_questions(report, 5)
    assert [(f.id, f.gold[0].rank) for f in worst] == [("q1", None), ("q2", 3)]
    assert worst[0].instead is not None
    assert worst[0].instead.text == NOISE


def test_without_a_system_nothing_fails() -> None:
    assert worst_questions(evaluate(SET, [], passages=LIBRARY.values()), 5) == []


def test_what_was_found_says_who_said_it_where() -> None:
    passage = RankedPassage(
        "p", ("m",), "訂正\nします。", 1.0, "六月定例会", "沢井一郎", "procedure"
    )
    assert found_instead(passage, "ja") == "訂正 します。 (沢井一郎 · 議事進行 · 六月定例会)"
    assert found_instead(passage, "en").endswith("(沢井一郎 · procedure · 六月定例会)")


def test_of_a_long_document_the_beginning_is_shown() -> None:
    shown = found_instead(RankedPassage("p", ("m",), "道" * 500, 1.0), "ja")
    assert shown == "道" * 240 + "…"
