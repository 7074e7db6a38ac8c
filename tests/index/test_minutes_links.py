"""Parts of questions and answers, and which answers which."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.exchanges import exchanges
from index.meeting import Remark, Role, Span, Speaker
from index.minutes.links import link_answers
from index.minutes.parts import answer_parts, question_parts
from index.text import fold_with_offsets

Q, A, P = Role.QUESTION, Role.ANSWER, Role.PROCEDURE

QUESTION = """おはようございます。通告に従い、質問します。
　初めに、コミュニティバスについて伺います。
　朝の便が減り、病院に間に合わないという声があります。減便の理由をお示しください。
　運賃を上げる考えはあるのか、市長の見解を伺います。
　次に、避難所の空調について伺います。
　体育館は夏に四十度になります。いつまでに設置するのか、危機管理監にお尋ねします。
　以上です。
"""
MAYOR = """小松議員の御質問にお答えいたします。
　初めに、バスの運賃についての御質問でございます。
　現在の運賃は据え置く考えであります。
　その他の御質問につきましては、担当部長からお答えいたします。
"""
MANAGER = "　避難所の空調についてでございます。体育館十四校に、令和十年度までに設置いたします。\n"
PLANNER = "　減便の理由についてでございます。運転士が四人退職し、便を維持できなくなったものです。\n"


def remarks(*said: tuple[Role | None, str, str, str | None]) -> list[Remark]:
    return [
        Remark(i, text, (Span(0, len(text)),), Speaker(office), section, role)
        for i, (role, office, text, section) in enumerate(said, 1)
    ]


def linked(all_remarks: Sequence[Remark]) -> list[tuple[str, str]]:
    """The last line of each part of a question, and the first of the part of the answer."""
    texts = {r.ordinal: r.text for r in all_remarks}
    return [
        (
            texts[k.question.ordinal][k.question.start : k.question.end]
            .strip()
            .splitlines()[-1]
            .strip(),
            texts[k.answer.ordinal][k.answer.start : k.answer.end].strip().splitlines()[0].strip(),
        )
        for k in link_answers(all_remarks, [fold_with_offsets(r.text) for r in all_remarks])
    ]


def test_each_part_of_an_answer_is_linked_to_what_it_answers() -> None:
    held = remarks(
        (Q, "小松議員", QUESTION, "1"),
        (P, "議長", "市長。", "1"),
        (A, "市長", MAYOR, "1"),
        (A, "危機管理監", MANAGER, "1"),
        (A, "企画部長", PLANNER, "1"),
    )
    assert linked(held) == [
        ("運賃を上げる考えはあるのか、市長の見解を伺います。", "初めに、バスの運賃についての御質問でございます。"),
        ("以上です。", "避難所の空調についてでございます。体育館十四校に、令和十年度までに設置いたします。"),
        (
            "朝の便が減り、病院に間に合わないという声があります。減便の理由をお示しください。",
            "減便の理由についてでございます。運転士が四人退職し、便を維持できなくなったものです。",
        ),
    ]  # fmt: skip


def test_a_single_question_is_answered_whatever_the_words() -> None:
    held = remarks((Q, "委員", "いつ始まりますか。", None), (A, "課長", "五月からです。", None))
    assert linked(held) == [("いつ始まりますか。", "五月からです。")]


def test_who_alone_answers_a_remark_answers_all_of_it_in_whatever_words() -> None:
    asked = "保育所の定員を伺います。図書館の予算を伺います。"
    held = remarks((Q, "議員", asked, None), (A, "部長", "検討してまいります。", None))
    assert linked(held) == [(asked, "検討してまいります。")]


def test_among_several_an_answer_that_shares_no_word_with_any_question_is_not_linked() -> None:
    asked = "保育所の定員を伺います。\n図書館の予算を伺います。\n"
    answers = [(A, office, "検討してまいります。", None) for office in ("部長", "教育長")]
    assert linked(remarks((Q, "議員", asked, None), *answers)) == []


def test_what_nobody_takes_up_alone_belongs_to_the_question_whose_words_it_shares() -> None:
    asked = "給食費の滞納は何件ですか。\n給食費を無償にする考えを伺います。\n道路の補修の予定を伺います。\n"
    answered = "給食費の無償化についてでありますが、考えておりません。\n道路の補修についてでありますが、来年度です。\n"
    held = remarks((Q, "議員", asked, None), (A, "市長", answered, None))
    first, second = link_answers(held, [fold_with_offsets(r.text) for r in held])
    assert asked[first.question.start : first.question.end].startswith("給食費の滞納")
    assert asked[second.question.start : second.question.end] == "道路の補修の予定を伺います。\n"


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ("qa", ["1:2"]),
        ("qpa", ["1:3"]),
        ("pqpapap", ["2:46"]),
        ("qaaqa", ["1:23", "4:5"]),
        ("qqa", ["12:3"]),
        ("qaqqa", ["1:2", "34:5"]),
        ("q/a", []),
        ("qa/qa", ["1:2", "3:4"]),
        ("q/qa", ["2:3"]),
        ("qp", []),
        ("a", []),
        ("", []),
    ],
)
def test_exchanges(roles: str, expected: list[str]) -> None:
    """A letter a remark: its role; "/" begins a new section."""
    named = {"q": Q, "a": A, "p": P}
    parts = roles.split("/")
    held = remarks(
        *((named[letter], "", letter, str(i)) for i, part in enumerate(parts) for letter in part)
    )
    found = [
        "".join(str(r.ordinal) for r in asked) + ":" + "".join(str(r.ordinal) for r in answered)
        for asked, answered in exchanges(held)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("１点目、定員を伺います。２点目、予算を伺います。", 2),
        ("定員はいかがでしょうか。また、予算も教えてください。", 2),
        ("声があります。\nそこで、市長の見解を求めます。\n要望いたします。\n", 1),
        ("賛成いたします。", 1),
    ],
)
def test_parts_of_a_question(text: str, count: int) -> None:
    (remark,) = remarks((Q, "議員", text, None))
    parts = question_parts(remark, fold_with_offsets(text))
    assert len(parts) == count
    assert "".join(text[m.part.start : m.part.end] for m in parts) == text


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (MAYOR, ["バスの運賃"]),
        ("まず、定員についてでありますが、百人です。\n次に、予算についてであります。", ["定員に", "予算に"]),
        ("１点目の定員は百人です。２点目の予算は未定です。", ["定員は百人です", "予算は未定です"]),
        ("検討いたします。", [""]),
    ],
)  # fmt: skip
def test_parts_of_an_answer_and_the_words_that_name_them(text: str, topics: list[str]) -> None:
    (remark,) = remarks((A, "市長", text, None))
    assert [m.topic for m in answer_parts(remark, fold_with_offsets(text))] == topics
