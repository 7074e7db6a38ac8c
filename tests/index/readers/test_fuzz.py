"""Damaged files of every format are read or refused with a reason; and what is read holds together.

PDF and DOCX are read in a process of their own, where a crash of native code fails one test and not
the run. scripts/fuzz.py searches deeper, guided by coverage.
"""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import ReaderCrashed, ReaderOutOfMemory, ReaderTimedOut, UnreadableSource
from index.meeting import Span
from index.readers.isolated import IsolatedReader, ReadingLimits
from index.source import Mark, MarkKind, SourceDocument
from tests.index.invariants import check_words, understand, understand_document
from tests.index.readers.fuzz_seeds import FILES, SPEECHES

LIMITS = ReadingLimits(seconds=20, memory_bytes=2**30)
IN_TEXT = sorted(FILES.keys() - {".pdf", ".docx"})

fuzzed = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def apart() -> Iterator[IsolatedReader]:
    with IsolatedReader(LIMITS) as reader:
        yield reader


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed")


# -- ways to damage a file ----------------------------------------------------------------------


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes with up to four damages: flipped, cut, doubled, moved, overwritten, spliced, cut off."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        end = min(len(data), start + draw(st.integers(1, 60)))
        part = data[start:end]
        match draw(st.integers(0, 6)):
            case 0:
                mask = draw(st.integers(1, 255))
                part = bytes([part[0] ^ mask]) + part[1:] if part else b""
            case 1:
                part = b""
            case 2:
                part *= draw(st.integers(2, 40))
            case 3:
                to = draw(st.integers(0, start))
                data, start, end = data[:start] + data[end:], to, to
            case 4:
                part = draw(st.binary(min_size=1, max_size=12))
            case 5:
                other = FILES[draw(st.sampled_from(sorted(FILES)))]
                place = draw(st.integers(0, len(other)))
                part += other[place : place + draw(st.integers(1, 300))]
            case _:
                end = len(data)
        data = data[:start] + part + data[end:]
    return data


@st.composite
def damaged_text(draw: st.DrawFn, text: str) -> str:
    """A text with lines doubled, left out, moved, joined, indented or taken from another file."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(lines) - 1)))
        line = lines[place] if lines else ""
        match draw(st.integers(0, 5)):
            case 0:
                lines[place:place] = [line] * draw(st.integers(1, 20))
            case 1:
                del lines[place : place + draw(st.integers(1, 4))]
            case 2:
                lines.insert(draw(st.integers(0, len(lines))), lines.pop(place) if lines else "")
            case 3:
                lines[place : place + 1] = [line.rstrip("\n")]
            case 4:
                before = draw(st.sampled_from("　\t-○・#>|＜<「（＝"))
                lines[place : place + 1] = [before * draw(st.integers(1, 9)) + line]
            case _:
                other = FILES[draw(st.sampled_from([".text", ".html", ".md", ".rst"]))].decode()
                rows = other.splitlines(keepends=True)
                start = draw(st.integers(0, len(rows)))
                lines[place:place] = rows[start : start + draw(st.integers(1, 5))]
    return "".join(lines)


ODD_VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, True, 0, -1, 10**400, 1.5, float("nan"), float("inf"), "", " ", "null", "\ud800", "\0",
        "２", "\r\n", "会議録情報", "○", [], {}, [[]], [None], {"speech": []}, "９" * 9, "1" * 5000,
        "<pre>", "（）", "議長（", "&#xd800;", "&#1114112;",
    ]
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, item in inside:
        yield (*path, key)
        yield from _places(item, (*path, key))


@st.composite
def damaged_records(draw: st.DrawFn) -> Any:
    """A known form of JSON with keys and values taken away, replaced, renamed, nested or repeated."""
    content = [copy.deepcopy(draw(st.sampled_from(SPEECHES)))]
    for _ in range(draw(st.integers(1, 5))):
        places = list(_places(content))
        if not places:
            break
        *above, key = draw(st.sampled_from(places))
        parent: Any = content
        for step in above:
            parent = parent[step]
        match draw(st.integers(0, 6)):
            case 0:
                parent[key] = draw(ODD_VALUES)
            case 1:
                del parent[key]
            case 2:
                parent[key] = [parent[key]] * draw(st.integers(0, 3))
            case 3:
                parent[key] = {"speechRecord": parent[key]}
            case 4:
                parent[key] = {str(n): parent[key] for n in range(draw(st.integers(0, 2)))}
            case 5 if isinstance(parent, dict):
                other = draw(st.sampled_from(["speech", "speaker", "Proceeding", "body", "date"]))
                parent[other] = parent.pop(key)
            case _:
                parent[key] = draw(st.sampled_from(SPEECHES))
        content = copy.deepcopy(content)
    return content[0] if content else None


# -- what becomes of it ---------------------------------------------------------------------------


def understand_or_refuse(path: Path, data: bytes) -> None:
    try:
        understand(path, data)
    except UnreadableSource as error:
        check_words(error)


def understand_apart_or_refuse(apart: IsolatedReader, path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        documents = apart(path, max_bytes=2**24)
    except (ReaderCrashed, ReaderTimedOut, ReaderOutOfMemory):
        raise
    except UnreadableSource as error:
        check_words(error)
    else:
        for document in documents:
            understand_document(document)


# What fuzzing found, cut down to what broke.
FOUND = {
    # A title that is half of what one sign is folded to had no place in the source.
    "heading of half a sign": "会議録\n(1) ゛\n○山田委員　賛成です。\n(2) 予算\n○沢井委員　はい。\n",
    # The rule was cut off as the end of a title, and nothing was left.
    "sign before a rule": "会議録\n(1) 予算\n○山田委員　賛成です。\n◎==\n○沢井委員　はい。\n",
}


@pytest.mark.parametrize("found", FOUND)
def test_what_fuzzing_found(found: str) -> None:
    assert understand(Path("a.txt"), FOUND[found].encode()) != [None]


@pytest.mark.parametrize("line_end", ["\r", "\v", "\u2028"])
def test_furniture_within_a_remark_after_any_line_end(line_end: str) -> None:
    """The remark went on to the next line feed, over the page number."""
    text = (
        f"会議録\n○山田委員　橋の予算を伺います{line_end}- 1 -\n道のことも。\n○沢井委員　はい。\n"
    )
    start = text.index("- 1")
    page_number = Mark(MarkKind.FURNITURE, Span(start, start + 5))
    meeting = understand_document(SourceDocument("a", text, "x", marks=(page_number,)))
    assert meeting
    assert meeting.remarks[0].text == f"橋の予算を伺います{line_end}道のことも。"


@pytest.mark.parametrize("suffix", sorted(FILES))
def test_the_files_are_minutes_before_they_are_damaged(suffix: str) -> None:
    (meeting,) = understand(Path(f"whole{suffix}"), FILES[suffix])
    assert meeting
    assert len(meeting.remarks) > 1


@pytest.mark.parametrize("form", range(len(SPEECHES)))
def test_the_records_are_minutes_before_they_are_damaged(form: int) -> None:
    (meeting,) = understand(Path("whole.json"), json.dumps(SPEECHES[form]).encode())
    assert meeting


@pytest.mark.parametrize("suffix", IN_TEXT)
@fuzzed
@given(st.data())
def test_damaged_bytes(suffix: str, data: st.DataObject) -> None:
    understand_or_refuse(Path(f"bytes{suffix}"), data.draw(damaged(FILES[suffix])))


@pytest.mark.parametrize("suffix", [".text", ".html", ".md", ".rst"])
@fuzzed
@given(st.data())
def test_damaged_lines(suffix: str, data: st.DataObject) -> None:
    text = data.draw(damaged_text(FILES[suffix].decode()))
    understand_or_refuse(Path(f"lines{suffix}"), text.encode())


@fuzzed
@given(damaged_records())
def test_damaged_records(content: object) -> None:
    understand_or_refuse(Path("records.json"), json.dumps(content).encode())


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@fuzzed
@given(data=st.data())
def test_damaged_containers(
    apart: IsolatedReader, folder: Path, suffix: str, data: st.DataObject
) -> None:
    damage = data.draw(damaged(FILES[suffix]))
    understand_apart_or_refuse(apart, folder / f"container{suffix}", damage)


@fuzzed
@given(data=st.data())
def test_damaged_parts_in_a_whole_package(
    apart: IsolatedReader, folder: Path, data: st.DataObject
) -> None:
    """The checksums of a ZIP hide from the test above what is behind them."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(FILES[".docx"])) as whole,
        zipfile.ZipFile(stream, "w") as package,
    ):
        parts = ("word/document.xml", "word/styles.xml")
        hit = data.draw(st.sampled_from(parts))
        for part in parts:
            xml = whole.read(part)
            package.writestr(part, data.draw(damaged(xml)) if part == hit else xml)
    understand_apart_or_refuse(apart, folder / "parts.docx", stream.getvalue())
