"""BM25 of both fields equals a plain implementation, before and after the file."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.lexical import LexicalIndex
from index.terms import Alternative, Analyzer, Terms

_ANALYZER = Analyzer()
_TEXTS = [
    "図書館の建設費は三億二千万円です。",
    "図書館の開館は令和九年四月です。図書館は駅前に建ちます。",
    "避難所は十二か所あります。",
    "、。",
    "GIGAスクールの端末を更新します。",
]
_CORPUS = [_ANALYZER.terms(text) for text in _TEXTS]
_QUESTIONS = ["図書館の開館はいつですか", "避難所 避難所", "GIGA 端末", "どこにもない語句", "？"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    directory = tmp_path_factory.mktemp("lexical")
    LexicalIndex.write(directory, _CORPUS)
    return LexicalIndex.open(directory)


def _bm25(corpus: list[list[str]], question: list[str], k1: float, b: float) -> list[float]:
    """BM25 as Lucene computes it, every repetition of a term of the question counted."""
    mean = sum(map(len, corpus)) / len(corpus)
    scores = []
    for terms in corpus:
        found, score = Counter(terms), 0.0
        for term in question:
            holding = sum(term in other for other in corpus)
            idf = math.log(1 + (len(corpus) - holding + 0.5) / (holding + 0.5))
            length = 1 - b + b * len(terms) / mean
            score += idf * found[term] / (found[term] + k1 * length)
        scores.append(score)
    return scores


@pytest.mark.parametrize("question", _QUESTIONS)
@pytest.mark.parametrize(("field", "k1", "b"), [("words", 0.9, 0.4), ("bigrams", 1.2, 0.75)])
def test_scores_equal_a_plain_bm25(
    index: LexicalIndex, field: str, k1: float, b: float, question: str
) -> None:
    terms = _ANALYZER.terms(question)
    expected = _bm25([getattr(t, field) for t in _CORPUS], getattr(terms, field), k1, b)
    found = getattr(index.scores(terms), field)
    assert found.dtype == np.float32
    assert found == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("field", ["words", "bigrams"])
def test_another_writing_counts_less_where_the_whole_of_it_stands(
    tmp_path: Path, field: str
) -> None:
    texts = [
        "窓口BPRを進めます。",
        "窓口業務改革を進めます。",
        "業務の内容を進めます。",
        "雨でした。",
    ]
    LexicalIndex.write(tmp_path, [_ANALYZER.terms(text) for text in texts])
    index = LexicalIndex.open(tmp_path)
    typed, instead = _ANALYZER.terms("BPR"), _ANALYZER.terms("業務改革")
    alone = getattr(index.scores(typed), field)
    other = getattr(index.scores(instead), field)
    widened = Terms(typed.words, typed.bigrams, (Alternative(typed, instead, 0.5),))
    scores = getattr(index.scores(widened), field)
    assert other[2] > 0
    assert scores == pytest.approx([alone[0], other[1] / 2, 0, 0])


def test_a_passage_with_both_writings_counts_the_better(tmp_path: Path) -> None:
    texts = ["HPはホームページです。", "HPです。", "雨でした。"]
    LexicalIndex.write(tmp_path, [_ANALYZER.terms(text) for text in texts])
    index = LexicalIndex.open(tmp_path)
    typed, instead = _ANALYZER.terms("HP"), _ANALYZER.terms("ホームページ")
    widened = Terms(typed.words, typed.bigrams, (Alternative(typed, instead, 1.0),))
    best = np.maximum(index.scores(typed).words, index.scores(instead).words)
    assert index.scores(widened).words == pytest.approx(best)


def test_each_part_of_a_question_may_be_written_otherwise(tmp_path: Path) -> None:
    texts = ["ホームページで図書館を紹介します。", "ホームページです。", "雨でした。"]
    LexicalIndex.write(tmp_path, [_ANALYZER.terms(text) for text in texts])
    index = LexicalIndex.open(tmp_path)
    pairs = [("HP", "ホームページ"), ("HP", "公式サイト"), ("ライブラリー", "図書館")]
    ways = tuple(Alternative(_ANALYZER.terms(a), _ANALYZER.terms(b), 1.0) for a, b in pairs)
    both, first = index.scores(Terms([], [], ways)), index.scores(Terms([], [], ways[:2]))
    assert first.words[0] > 0
    assert both.words[0] == pytest.approx(index.scores(_ANALYZER.terms(texts[0][:11])).words[0])
    assert both.words[1] == pytest.approx(first.words[1])


def test_weights_are_inverse_document_frequencies(index: LexicalIndex) -> None:
    weights = index.weights("bigrams", ["図書", "避難", "無い"])
    assert weights["図書"] == pytest.approx(math.log(1 + 3.5 / 2.5))
    assert weights["避難"] == pytest.approx(math.log(1 + 4.5 / 1.5))
    assert weights["無い"] == pytest.approx(math.log(1 + 5.5 / 0.5))


def test_passages_without_any_term(tmp_path: Path) -> None:
    LexicalIndex.write(tmp_path, [Terms([], []), Terms([], [])])
    scores = LexicalIndex.open(tmp_path).scores(_CORPUS[0])
    assert scores.words.tolist() == scores.bigrams.tolist() == [0, 0]


def test_no_file_needs_pickle(tmp_path: Path) -> None:
    LexicalIndex.write(tmp_path, _CORPUS)
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert {p.suffix for p in files} <= {".npy", ".json"}
    for path in (p for p in files if p.suffix == ".npy"):
        np.load(path, allow_pickle=False)


@pytest.mark.parametrize("kept", [0, 20])
def test_a_truncated_file_is_damaged(tmp_path: Path, kept: int) -> None:
    LexicalIndex.write(tmp_path, _CORPUS)
    names = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    for name in names:
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole[:kept])
        with pytest.raises(GenerationDamaged, match=name.parts[0]):
            LexicalIndex.open(tmp_path)
        (tmp_path / name).unlink()
        with pytest.raises(GenerationDamaged, match=name.parts[0]):
            LexicalIndex.open(tmp_path)
        (tmp_path / name).write_bytes(whole)


def test_coverage_sums_the_rarity_of_the_different_words_that_a_passage_holds(
    index: LexicalIndex,
) -> None:
    terms = _ANALYZER.terms("避難所の避難所と図書館の端末")
    rarity = index.weights("words", sorted(set(terms.words)))
    expected = [sum(w for t, w in rarity.items() if t in passage.words) for passage in _CORPUS]
    assert index.scores(terms).coverage == pytest.approx(expected, abs=1e-5)
    assert index.scores(_ANALYZER.terms("？")).coverage.tolist() == [0] * len(_CORPUS)


def test_another_writing_covers_what_was_typed_by_its_weight(tmp_path: Path) -> None:
    LexicalIndex.write(tmp_path, [_ANALYZER.terms(t) for t in ("HPです。", "ホームページです。")])
    index = LexicalIndex.open(tmp_path)
    typed, instead = _ANALYZER.terms("HP"), _ANALYZER.terms("ホームページ")
    widened = Terms(typed.words, typed.bigrams, (Alternative(typed, instead, 0.5),))
    covered = index.scores(widened).coverage
    assert 0 < covered[1] < covered[0]
