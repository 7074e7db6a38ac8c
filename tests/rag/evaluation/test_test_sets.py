from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from rag import errors
from rag.evaluation.gold import RelevantDocuments, SupportQuotes
from rag.evaluation.test_sets import Document, Question, read_question_set

ROAD = "通学路の防護柵は令和六年度末までに全区間で設置を終えます。"


def own(**changes: object) -> dict[str, object]:
    line = {
        "id": "q1",
        "question": "防護柵はいつ終わりますか。",
        "answers": ["令和六年度末"],
        "support": [ROAD],
        "answerable": True,
        "language": "ja",
        "tags": ["date"],
    }
    return {key: value for key, value in (line | changes).items() if value is not ...}


def write(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sample.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR folder: two documents, a distractor, three queries of which two are judged."""
    path = tmp_path / "minato-2024"
    write(
        path / "corpus.jsonl",
        {"id": "d1", "title": "６月定例会", "text": ROAD, "speaker": "建設部長"},
        {"_id": "d2", "text": "循環バスの運賃は据え置きます。"},
    )
    write(path / "distractors.jsonl", {"id": "x1", "title": "", "text": "休憩します。"})
    write(
        path / "queries.jsonl",
        {"id": "1", "text": "防護柵はいつ。", "text_meta": "６月に部長は何と。", "kind": "human"},
        {"_id": "2", "text": "How much is the bus?", "answers": ["百円"], "kind": "silver"},
        {"_id": "3", "text": "訓練の質問。"},
    )
    write(path / "qrels.tsv", "query-id\tcorpus-id\tscore", "1\td1\t1", "1\td2\t0", "2\td2\t2")
    return path


def test_own_form(file: Path) -> None:
    write(
        file,
        own(meeting="６月定例会", split="dev"),
        own(id="q2", question="Who pays?", support=[], answerable=False, language=..., tags=...),
    )
    read = read_question_set(file)
    assert read.name == "sample"
    assert read.form == "quotes"
    assert read.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert read.questions == (
        Question(
            "q1",
            "防護柵はいつ終わりますか。",
            SupportQuotes((ROAD,)),
            "ja",
            ("令和六年度末",),
            ("date",),
            "dev",
            "６月定例会",
        ),
        Question("q2", "Who pays?", None, "en", ("令和六年度末",)),
    )
    assert read.answerable == read.questions[:1]


def test_own_form_takes_blank_lines_a_mark_and_a_line_separator_in_a_string(file: Path) -> None:
    line = json.dumps(own(question="防護柵は\u2028いつ。"), ensure_ascii=False)
    file.write_text(f"\ufeff{line}\r\n\r\n", encoding="utf-8")
    assert read_question_set(file).questions[0].text == "防護柵は\u2028いつ。"


@pytest.mark.parametrize(
    ("rows", "error", "told"),
    [
        pytest.param([], errors.EmptyTestSet, "sample.jsonl", id="empty"),
        pytest.param([own(), '{"id": '], errors.BrokenTestLine, "line 2", id="not JSON"),
        pytest.param(
            [own(), own(id=...)],
            errors.BrokenTestLine,
            "line 2: cannot be understood (id:",
            id="no id",
        ),
        pytest.param([own(question=" ")], errors.BrokenTestLine, "question:", id="blank question"),
        pytest.param([own(support=["  "])], errors.BrokenTestLine, "support.0:", id="blank quote"),
        pytest.param([own(answers="一つ")], errors.BrokenTestLine, "answers:", id="not a list"),
        pytest.param(
            [own(answerable="no")], errors.BrokenTestLine, "answerable:", id="not a truth value"
        ),
        pytest.param(
            [own(suport=[])],
            errors.UnknownTestKeys,
            "line 1: unknown keys (suport)",
            id="unknown key",
        ),
        pytest.param(
            [own(support=[])],
            errors.SupportContradiction,
            "'q1' has answerable true but 0",
            id="no support",
        ),
        pytest.param(
            [own(answerable=False)],
            errors.SupportContradiction,
            "false but 1",
            id="support of nothing",
        ),
        pytest.param(
            [own(), own()],
            errors.DuplicateTestId,
            "line 2: the id 'q1' is used in sample.jsonl:1",
            id="same id",
        ),
        pytest.param(
            [own(answerable=False, support=[])],
            errors.NoAnswerableQuestion,
            "none",
            id="none answerable",
        ),
    ],
)
def test_bad_own_form_is_refused(
    file: Path, rows: list[object], error: type[errors.TestSetError], told: str
) -> None:
    write(file, *rows)
    with pytest.raises(error) as raised:
        read_question_set(file)
    assert told in str(raised.value)
    assert raised.value.line("ja")


def test_unknown_keys_come_with_the_known_ones(file: Path) -> None:
    write(file, own(suport=[]))
    with pytest.raises(errors.UnknownTestKeys, match="Known keys: id, question, answers, support"):
        read_question_set(file)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(errors.NoSuchTestSet):
        read_question_set(tmp_path / "nowhere.jsonl")
    sjis = tmp_path / "sjis.jsonl"
    sjis.write_bytes("{'質問': 1}".encode("shift_jis"))
    with pytest.raises(errors.UnreadableTestSet, match=r"sjis\.jsonl"):
        read_question_set(sjis)


def test_beir_folder(folder: Path) -> None:
    read = read_question_set(folder)
    assert (read.name, read.form, read.field) == ("minato-2024", "beir", "text")
    assert read.documents == (
        Document("d1", "６月定例会", ROAD, {"speaker": "建設部長"}),
        Document("d2", "", "循環バスの運賃は据え置きます。"),
        Document("x1", "", "休憩します。"),
    )
    assert read.questions == (
        Question("1", "防護柵はいつ。", RelevantDocuments({"d1": 1}), "ja"),
        Question("2", "How much is the bus?", RelevantDocuments({"d2": 2}), "en", ("百円",)),
    )


def test_beir_tags_come_from_fields(folder: Path) -> None:
    read = read_question_set(folder, tag_fields=["kind"])
    assert [q.tags for q in read.questions] == [("kind=human",), ("kind=silver",)]


def test_a_tag_field_that_no_question_has(folder: Path, file: Path) -> None:
    with pytest.raises(errors.NoSuchTagField, match=r"'parts'.*text, text_meta, kind"):
        read_question_set(folder, tag_fields=["parts"])
    write(file, own(split="dev"))
    assert read_question_set(file, tag_fields=["split"]).questions[0].tags == ("date", "split=dev")
    with pytest.raises(errors.NoSuchTagField, match="--tag-field: language, split"):
        read_question_set(file, tag_fields=["kind"])


def test_beir_query_field(folder: Path) -> None:
    write(folder / "qrels.tsv", "query-id\tcorpus-id\tscore", "1\td1\t1")
    assert read_question_set(folder, field="text_meta").questions[0].text == "６月に部長は何と。"
    with pytest.raises(
        errors.NoSuchQueryField, match=r"line 1.*'text_bare'.*--field: text, text_meta"
    ):
        read_question_set(folder, field="text_bare")


def test_beir_qrels_by_split(folder: Path) -> None:
    (folder / "qrels.tsv").unlink()
    write(folder / "qrels" / "dev.tsv", "query-id\tcorpus-id\tscore", "3\tx1\t1")
    assert [q.id for q in read_question_set(folder, split="dev").questions] == ["3"]
    with pytest.raises(errors.NoSuchTestSet, match=r"qrels/test\.tsv"):
        read_question_set(folder)


@pytest.mark.parametrize(
    "name", ["corpus.jsonl", "distractors.jsonl", "queries.jsonl", "qrels.tsv"]
)
def test_the_digest_is_over_every_file(folder: Path, name: str) -> None:
    before = read_question_set(folder).sha256
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert read_question_set(folder).sha256 != before


@pytest.mark.parametrize(
    ("name", "rows", "error", "told"),
    [
        (
            "qrels.tsv",
            ["9\td1\t1"],
            errors.UnknownJudgedId,
            "line 1: the id '9' does not stand in queries.jsonl",
        ),
        ("qrels.tsv", ["1\td9\t1"], errors.UnknownJudgedId, "'d9' does not stand in corpus.jsonl"),
        ("qrels.tsv", ["1\td1"], errors.BrokenTestLine, "line 1"),
        ("qrels.tsv", ["1\td1\tyes"], errors.BrokenTestLine, "query-id<TAB>corpus-id<TAB>score"),
        ("qrels.tsv", ["1\td1\t0"], errors.NoAnswerableQuestion, "minato-2024"),
        ("corpus.jsonl", [], errors.EmptyTestSet, "corpus.jsonl"),
        ("corpus.jsonl", [{"id": "d1"}], errors.BrokenTestLine, "text: Field required"),
        (
            "queries.jsonl",
            [{"id": "1", "text": "あ"}] * 2,
            errors.DuplicateTestId,
            "line 2: the id '1'",
        ),
        ("distractors.jsonl", [{"id": "d1", "text": "い"}], errors.DuplicateTestId, "corpus.jsonl"),
    ],
)
def test_bad_beir_folder_is_refused(
    folder: Path, name: str, rows: list[object], error: type[errors.TestSetError], told: str
) -> None:
    write(folder / name, *rows)
    with pytest.raises(error) as raised:
        read_question_set(folder)
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("name", "questions", "documents"),
    [
        ("jaquad-mteb", 2048, 3014),
        ("lawqa-jp", 140, 114),
        ("poliinfo-2012", 189, 1541),
        ("poliinfo-2020", 126, 28374),
        ("qmsum-committee", 133, 1330),
    ],
)
def test_real_sets(shared: Path, name: str, questions: int, documents: int) -> None:
    read = read_question_set(shared / "bench" / name)
    assert (len(read.questions), len(read.documents)) == (questions, documents)


def test_real_sets_can_be_asked_with_names_and_dates(shared: Path) -> None:
    path = shared / "bench" / "poliinfo-2020"
    read = read_question_set(path, field="text_meta", tag_fields=["gold_kind"])
    bare = read_question_set(path)
    assert all(q.text != b.text for q, b in zip(read.questions, bare.questions, strict=True))
    assert {q.tags for q in read.questions} <= {
        ("gold_kind=human",),
        ("gold_kind=human-fuzzy",),
        ("gold_kind=silver",),
    }
