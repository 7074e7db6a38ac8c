"""The test set and the calibration set of the sample minutes hold what they claim.

The documents are read here by plain means, not by the product's readers, so that an error of a
reader cannot hide an error of the test set.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest

from tests.conftest import PROJECT

SAMPLES = PROJECT / "samples"
RUNNING_HEAD = "令和５年度第３回汐見野市廃棄物減量等推進審議会"
MAIN_TAGS = [
    "number",
    "date",
    "person",
    "place",
    "reason",
    "method",
    "yes-no",
    "list",
    "opinion",
    "decision",
    "paraphrase",
    "change",
    "cross-lingual",
    "unanswerable",
    "near",
    "far",
    "summary",
    "plenary",
    "committee",
    "council",
    "pdf",
    "html",
    "docx",
    "markdown",
]
CALIBRATION_TAGS = [
    "number",
    "date",
    "person",
    "place",
    "reason",
    "method",
    "yes-no",
    "list",
    "opinion",
    "decision",
    "same-words",
    "some-words",
    "paraphrase",
    "cross-lingual",
    "unanswerable",
    "near",
    "municipal",
    "far",
    "summary",
    "plenary",
    "committee",
    "council",
]
QUESTION_KEYS = {"id", "split", "question", "answers", "support", "answerable", "language", "tags"}


@dataclass(frozen=True, slots=True)
class SampleSet:
    """A folder of minutes and the questions about them, one JSON object a line."""

    minutes: Path
    questions: Path

    def read_questions(self) -> list[dict[str, Any]]:
        lines = self.questions.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


TEST_SET = SampleSet(SAMPLES / "minutes", SAMPLES / "test_set.jsonl")
CALIBRATION = SampleSet(
    SAMPLES / "calibration" / "minutes", SAMPLES / "calibration" / "questions.jsonl"
)
SETS = {"test_set": TEST_SET, "calibration": CALIBRATION}


def _of(*names: str) -> pytest.MarkDecorator:
    """Run a test on the sets of these names."""
    return pytest.mark.parametrize("sample_set", names, indirect=True, scope="module")


of_both_sets = _of("test_set", "calibration")
of_the_test_set = _of("test_set")
of_the_calibration_set = _of("calibration")


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def pdf_text(path: Path) -> str:
    pages = []
    with pypdfium2.PdfDocument(str(path)) as document:
        for number in range(len(document)):
            lines = document[number].get_textpage().get_text_range().splitlines()
            assert lines[0] == RUNNING_HEAD
            assert lines[-1] == f"－ {number + 1} －"
            pages.extend(lines[1:-1])
    return "".join(pages)


def docx_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def html_text(path: Path) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", plain_text(path)))


def plain_text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


READ = {
    ".pdf": pdf_text,
    ".docx": docx_text,
    ".html": html_text,
    ".txt": plain_text,
    ".md": plain_text,
}


@pytest.fixture(scope="module")
def sample_set(request: pytest.FixtureRequest) -> SampleSet:
    """The set that the test names."""
    return SETS[request.param]


@pytest.fixture(scope="module")
def documents(sample_set: SampleSet) -> dict[str, str]:
    """The text of each sample document without white space, by file name."""
    paths = sorted(sample_set.minutes.iterdir())
    return {path.name: squeeze(READ[path.suffix](path)) for path in paths}


@pytest.fixture(scope="module")
def questions(sample_set: SampleSet) -> list[dict[str, Any]]:
    return sample_set.read_questions()


@of_both_sets
def test_every_support_quote_stands_in_its_document(
    documents: dict[str, str], questions: list[dict[str, Any]]
) -> None:
    everywhere = "\n".join(documents.values())
    missing = [
        (question["id"], quote)
        for question in questions
        for quote in question["support"]
        if squeeze(quote) not in documents.get(question.get("meeting", ""), everywhere)
    ]
    assert missing == []


@of_both_sets
def test_every_support_quote_is_one_whole_sentence(questions: list[dict[str, Any]]) -> None:
    quotes = [quote for question in questions for quote in question["support"]]
    assert [quote for quote in quotes if not quote.endswith("。") or "\n" in quote] == []
    assert [quote for quote in quotes if re.match(r"[○◆◎【・\-\s]", quote)] == []


@of_both_sets
def test_a_named_meeting_is_a_shipped_file(
    documents: dict[str, str], questions: list[dict[str, Any]]
) -> None:
    named = {question["meeting"] for question in questions if "meeting" in question}
    assert named == set(documents)


@of_both_sets
def test_ids_and_questions_are_unique(questions: list[dict[str, Any]]) -> None:
    for key in ("id", "question"):
        counts = Counter(question[key] for question in questions)
        assert [value for value, count in counts.items() if count > 1] == []


@of_both_sets
def test_each_question_has_the_agreed_keys(questions: list[dict[str, Any]]) -> None:
    for question in questions:
        assert set(question) - {"meeting"} == QUESTION_KEYS, question["id"]
        assert question["language"] in {"ja", "en", "zh", "ko"}, question["id"]


@of_both_sets
def test_only_answerable_questions_have_support_and_answers(
    questions: list[dict[str, Any]],
) -> None:
    for question in questions:
        assert bool(question["support"]) is question["answerable"], question["id"]
        assert ("unanswerable" in question["tags"]) is not question["answerable"], question["id"]
        assert question["answerable"] or not question["answers"], question["id"]


@of_both_sets
def test_one_answer_of_a_number_question_stands_in_its_support(
    questions: list[dict[str, Any]],
) -> None:
    def folded(text: str) -> str:
        return unicodedata.normalize("NFKC", text)

    wanted = [q for q in questions if {"number", "date"} & set(q["tags"]) and q["answerable"]]
    absent = [
        question["id"]
        for question in wanted
        if not any(folded(a) in folded("".join(question["support"])) for a in question["answers"])
    ]
    assert absent == []


@of_the_test_set
@pytest.mark.parametrize("split", ["dev", "test"])
def test_each_split_has_all_main_tags_and_languages(
    questions: list[dict[str, Any]], split: str
) -> None:
    chosen = [question for question in questions if question["split"] == split]
    tags = {tag for question in chosen for tag in question["tags"]}
    assert set(MAIN_TAGS) - tags == set()
    assert {question["language"] for question in chosen} == {"ja", "en", "zh", "ko"}


@of_the_test_set
def test_the_splits_are_halves(questions: list[dict[str, Any]]) -> None:
    counts = Counter(question["split"] for question in questions)
    assert set(counts) == {"dev", "test"}
    assert abs(counts["dev"] - counts["test"]) <= 2


@of_the_calibration_set
@pytest.mark.parametrize("split", ["fit", "check"])
def test_each_calibration_split_has_all_tags_and_languages(
    questions: list[dict[str, Any]], split: str
) -> None:
    chosen = [question for question in questions if question["split"] == split]
    tags = {tag for question in chosen for tag in question["tags"]}
    assert set(CALIBRATION_TAGS) - tags == set()
    assert {question["language"] for question in chosen} == {"ja", "en", "zh", "ko"}


@of_the_calibration_set
@pytest.mark.parametrize("answerable", [True, False])
def test_two_thirds_of_the_calibration_set_are_for_fitting(
    questions: list[dict[str, Any]], answerable: bool
) -> None:
    counts = Counter(q["split"] for q in questions if q["answerable"] is answerable)
    assert set(counts) == {"fit", "check"}
    assert abs(counts["fit"] - 2 * counts["check"]) <= 10


@of_the_calibration_set
def test_each_unanswerable_question_says_how_far_it_is(questions: list[dict[str, Any]]) -> None:
    distances = {"near", "municipal", "far"}
    for question in questions:
        expected = 0 if question["answerable"] else 1
        assert len(distances & set(question["tags"])) == expected, question["id"]


def test_the_two_sets_share_no_question_and_no_file() -> None:
    both = (TEST_SET, CALIBRATION)
    tested, fitted = ({q["question"] for q in each.read_questions()} for each in both)
    assert tested & fitted == set()
    assert {p.name for p in TEST_SET.minutes.iterdir()}.isdisjoint(
        p.name for p in CALIBRATION.minutes.iterdir()
    )


def test_the_pdf_breaks_a_bullet_by_a_page() -> None:
    with pypdfium2.PdfDocument(
        str(SAMPLES / "minutes" / "2023-11-14_haikibutsu_shingikai_03.pdf")
    ) as document:
        pages = [document[n].get_textpage().get_text_range().splitlines() for n in (1, 2)]
    assert any(line.startswith("・") for line in pages[0])
    assert not pages[0][-2].endswith("。")
    assert not pages[1][1].startswith("・")


@of_the_test_set
@pytest.mark.parametrize(
    "source", sorted((SAMPLES / "source").glob("*.txt")), ids=lambda path: path.stem
)
def test_a_made_document_says_what_its_source_says(documents: dict[str, str], source: Path) -> None:
    head, body = source.read_text(encoding="utf-8").split("\n---\n", 1)
    name = re.findall(r"^file: (.*)$", head, re.MULTILINE)[0]
    lines = [re.sub(r"^(=|>|#+|-) ", "", line) for line in body.splitlines()]
    prose = [squeeze(line) for line in lines if line and not line.startswith("| ")]
    assert [line for line in prose if line not in documents[name]] == []
