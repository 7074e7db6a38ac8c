"""synonyms.txt → other ways of writing a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BrokenWordLine
from index.synonyms import Synonyms
from index.terms import Analyzer

_ANALYZER = Analyzer()
_FILE = """# 市の言葉
窓口BPR, 業務改革、窓口業務改革
HP => ホームページ
バス, しおかぜ号, コミュニティバス
"""


def _read(directory: Path, text: str = _FILE) -> Synonyms:
    path = directory / "synonyms.txt"
    path.write_text(text, encoding="utf-8")
    return Synonyms.read(path, _ANALYZER)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("窓口BPRの進み具合は", [("窓口BPR", ("業務改革", "窓口業務改革"))]),
        ("窓口ＢＰＲの進み具合は", [("窓口BPR", ("業務改革", "窓口業務改革"))]),
        ("業務の改革は進みましたか", [("業務改革", ("窓口BPR", "窓口業務改革"))]),
        ("窓口業務改革の予算", [("窓口業務改革", ("窓口BPR", "業務改革"))]),
        ("窓口の待ち時間", []),
        ("市のHPはいつ新しくなりますか", [("HP", ("ホームページ",))]),
        ("ホームページの更新", []),
    ],
)
def test_what_stands_in_a_question(
    tmp_path: Path, question: str, found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert _read(tmp_path).found_in(_ANALYZER.terms(question)) == found


def test_a_question_is_widened_and_keeps_its_own_words(tmp_path: Path) -> None:
    typed = _ANALYZER.terms("市のHPはいつ新しくなりますか")
    widened = _read(tmp_path).widen(typed)
    assert (widened.words, widened.bigrams) == (typed.words, typed.bigrams)
    (alternative,) = widened.alternatives
    assert alternative.typed == _ANALYZER.terms("HP")
    assert alternative.instead == _ANALYZER.terms("ホームページ")
    assert 0 < alternative.weight < 1


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    terms = _ANALYZER.terms("窓口BPR")
    assert Synonyms.read(tmp_path / "none.txt", _ANALYZER).widen(terms) == terms


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("窓口改革", "only one word"),
        ("HP =>", "no word beside one"),
        ("HP => ホームページ => サイト", "several =>"),
        ("の, 窓口", "'の' holds nothing to search"),
    ],
)
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str, detail: str) -> None:
    with pytest.raises(BrokenWordLine, match=f"synonyms.txt, line 3: .*{detail}"):
        _read(tmp_path, f"# 市の言葉\n\n{line}\n")
