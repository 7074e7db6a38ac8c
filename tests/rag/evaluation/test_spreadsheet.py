from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.errors import UnsupportedFormat
from rag import errors
from rag.evaluation.gold import SupportQuotes
from rag.evaluation.question_set import Question
from rag.evaluation.spreadsheet import read_spreadsheet
from rag.evaluation.test_sets import read_question_set, to_json_lines

ROAD = "通学路の防護柵は令和六年度末までに設置を終えます。"
BUS = "循環バスの運賃は据え置きます。"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "質問.csv"


def write(file: Path, *rows: str, encoding: str = "utf-8", end: str = "\r\n") -> Path:
    file.write_bytes("".join(row + end for row in rows).encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize(
    "heading", ["質問,引用,会議", "question,quote,meeting", "Question, 引用 ,会議"]
)
def test_headings_and_encodings(file: Path, encoding: str, heading: str) -> None:
    write(file, heading, f"防護柵はいつですか①,{ROAD},６月定例会", encoding=encoding)
    assert read_spreadsheet(file) == [
        Question("row-2", "防護柵はいつですか①", SupportQuotes((ROAD,)), "ja", meeting="６月定例会")
    ]


def test_several_quotes_in_rows_and_in_a_cell(file: Path) -> None:
    write(
        file,
        "質問,引用,回答,タグ,備考",
        f"何が決まりましたか,{ROAD},令和六年度末,決定、道路,確認済み",
        f",{BUS},据え置き｜変わらない,,",
        "給料はいくらですか,,,,",
        "",
        f"どこですか,{ROAD}｜{BUS},,場所,",
        f"何が決まりましたか,{ROAD},,,",
    )
    first, second, third = read_spreadsheet(file)
    assert first.gold == SupportQuotes((ROAD, BUS))
    assert first.lines == (2, 3)
    assert first.answers == ("令和六年度末", "据え置き", "変わらない")
    assert first.tags == ("決定", "道路")
    assert (second.id, second.gold, second.answerable) == ("row-4", None, False)
    assert (third.gold, third.lines) == (SupportQuotes((ROAD, BUS)), (6, 6))


def test_a_line_break_in_a_cell_is_part_of_the_quote_and_of_one_row(file: Path) -> None:
    write(file, "質問,引用", f'いつ,"{ROAD[:9]}\n{ROAD[9:]}"', f"いくら,{BUS}")
    first, second = read_spreadsheet(file)
    assert first.gold == SupportQuotes((f"{ROAD[:9]}\n{ROAD[9:]}",))
    assert second.lines == (3,)


def test_several_columns_of_one_name(file: Path) -> None:
    write(file, "質問,引用,引用", f"何が,{ROAD},{BUS}", f"いつ,,{ROAD}")
    first, second = read_spreadsheet(file)
    assert first.gold == SupportQuotes((ROAD, BUS))
    assert second.gold == SupportQuotes((ROAD,))


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters(file: Path, delimiter: str) -> None:
    write(file, f"質問{delimiter}引用", f"いつ、どこ,で{delimiter}{ROAD}")
    assert read_spreadsheet(file)[0].text == "いつ、どこ,で"


@pytest.mark.parametrize(
    ("rows", "error", "told"),
    [
        ([], errors.EmptyTestSet, "質問.csv"),
        (["質問,会議", "いつ,六月"], errors.MissingColumn, "no column '引用 / quote'"),
        (["質問,引用,会儀", "いつ,あ,六月"], errors.UnknownColumns, r"\(会儀\).*会議"),
        (["質問,引用", f",{ROAD}"], errors.QuoteWithoutQuestion, f"row 2: .*{ROAD}"),
        (["質問,引用", 'いつ,"閉じない'], errors.UnreadableTestSet, "質問.csv"),
    ],
)
def test_a_bad_spreadsheet_is_refused(
    file: Path, rows: list[str], error: type[errors.TestSetError], told: str
) -> None:
    write(file, *rows)
    with pytest.raises(error, match=told) as raised:
        read_spreadsheet(file)
    assert raised.value.line("ja")


def test_no_text_and_a_missing_file(file: Path) -> None:
    with pytest.raises(errors.NoSuchTestSet):
        read_spreadsheet(file)
    file.write_bytes(b"PK\x03\x04\x14\x00\x06\x00")  # a workbook under another name
    with pytest.raises(UnsupportedFormat, match=r"質問\.csv"):
        read_spreadsheet(file)


def test_it_is_a_test_set_and_converts_to_our_own_form(file: Path, tmp_path: Path) -> None:
    write(file, "質問,引用,タグ,会議", f"いつ,{ROAD},日付,六月", "給料は,,,")
    read = read_question_set(file, tag_fields=["meeting"])
    assert (read.name, read.form) == ("質問", "quotes")
    assert read.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [q.tags for q in read.questions] == [("日付", "meeting=六月"), ()]
    own = tmp_path / "set.jsonl"
    own.write_text(to_json_lines(read.questions), encoding="utf-8")
    assert read_question_set(own).questions == read.questions


def test_a_spreadsheet_without_any_quote_is_refused(file: Path) -> None:
    write(file, "質問,引用", "給料は,")
    with pytest.raises(errors.NoAnswerableQuestion):
        read_question_set(file)
