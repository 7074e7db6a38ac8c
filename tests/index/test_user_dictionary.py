"""dictionary.csv → words that are cut as one; every bad line is told with its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BrokenWordLine, DictionaryNotCompiled, UnreadableWordList
from index.terms import Analyzer
from index.user_dictionary import UserDictionary


def _read(directory: Path, text: str, encoding: str = "utf-8") -> UserDictionary | None:
    path = directory / "dictionary.csv"
    path.write_text(text, encoding=encoding)
    return UserDictionary.read(path, directory / "cache")


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    lines = "しおかぜ号,しおかぜごう\n潮風号,,しおかぜ号  # 旧称\nゆめプランＢＰＲ\n"
    return Analyzer(_read(tmp_path_factory.mktemp("own"), lines))


def test_a_word_is_found_as_a_whole_and_by_its_parts(analyzer: Analyzer) -> None:
    words = analyzer.terms("しおかぜ号の減便").words
    assert words[0] == "しおかぜ号"
    assert set(Analyzer().terms("しおかぜ").words) <= set(words)
    assert "減便" in words


def test_the_normalised_form_is_what_counts(analyzer: Analyzer) -> None:
    assert "しおかぜ号" in analyzer.terms("潮風号の時刻表").words


def test_widths_and_letters_are_folded(analyzer: Analyzer) -> None:
    assert "ゆめプランbpr" in analyzer.terms("ゆめプランBPRの評価").words


def test_without_the_dictionary_the_word_is_none() -> None:
    assert "しおかぜ号" not in Analyzer().terms("しおかぜ号の減便").words


def test_the_compiled_file_is_kept_until_the_words_change(tmp_path: Path) -> None:
    first = _read(tmp_path, "灯台町\n")
    assert first
    made = first.compiled()
    again = _read(tmp_path, "# 町名\n灯台町  # 港の北\n")
    other = _read(tmp_path, "灯台町\n汐見野\n")
    assert again
    assert other
    assert again.digest == first.digest != other.digest
    assert again.compiled() == made
    assert [path for path in made.parent.iterdir() if path.is_dir()] == []


def test_no_file_and_no_word_are_no_dictionary(tmp_path: Path) -> None:
    assert UserDictionary.read(tmp_path / "none.csv", tmp_path) is None
    assert _read(tmp_path, "# まだありません\n\n") is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_what_a_spreadsheet_saves_is_read(tmp_path: Path, encoding: str) -> None:
    words = _read(tmp_path, "潮見ふれあい館,シオミフレアイカン\r\n灯台町交流センター\r\n", encoding)
    assert words
    assert [e.surface for e in words.entries] == ["潮見ふれあい館", "灯台町交流センター"]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("しおかぜ号,シオカゼゴウ,しおかぜ号,名詞", "4 fields"),
        (",シオカゼゴウ", "the word itself is empty"),
        ("港", "'港' is a single character"),
        ("港" * 61, "is too long"),
        ("しおかぜ号,shiokaze", "'shiokaze' is not kana"),
        ("灯台町", "'灯台町' stands in line 2 too"),
    ],
)
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str, detail: str) -> None:
    with pytest.raises(BrokenWordLine, match=f"dictionary.csv, line 4: .*{detail}") as told:
        _read(tmp_path, f"# 町名\n灯台町\n\n{line}\n")
    assert "4行目" in told.value.line("ja")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe\x00\x01")
    with pytest.raises(UnreadableWordList, match="dictionary"):
        UserDictionary.read(path, tmp_path)
    with pytest.raises(UnreadableWordList):
        UserDictionary.read(tmp_path, tmp_path)


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in its place", encoding="utf-8")
    words = _read(tmp_path, "灯台町\n")
    assert words
    with pytest.raises(DictionaryNotCompiled, match="RAG_CACHE"):
        words.compiled()
