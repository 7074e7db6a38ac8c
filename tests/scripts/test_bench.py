"""The parts of the benchmarks that compute: a wrong one would print a wrong figure without a word."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.meeting import Role
from index.terms import Analyzer
from rag.evaluation.gold import RelevantDocuments
from tests.fakes import HashingEmbedder

BENCH = Path(__file__).resolve().parents[2] / "scripts" / "bench"
SENTENCES = [
    "窓口の待ち時間は平均で十八分である。",
    "予約の仕組みを十月から支所に広げる。",
    "図書館の開館時間を延ばす考えはあるか。",
    "来年度に試行する予定である。",
    "電話での予約も残してほしい。",
    "バスの便数は減らさない。",
]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(str(BENCH))
    return {n: importlib.import_module(n) for n in ("retrieval", "synthetic_library", "others")}


def test_drawn_vectors_are_unit_rows_around_the_real_ones(bench: dict[str, ModuleType]) -> None:
    real = np.zeros((50, 384), np.float32)
    real[:, 3] = 1
    drawn = bench["synthetic_library"].near(real, np.random.default_rng(0))
    np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), 1, atol=1e-5)
    assert (drawn @ real.T).mean() == pytest.approx(0.894, abs=0.01)


def test_a_synthetic_library_is_an_ordinary_one(
    bench: dict[str, ModuleType], tmp_path: Path
) -> None:
    synthetic = bench["synthetic_library"]
    analyzer, embedder = Analyzer(), HashingEmbedder()
    pool = synthetic.Pool.make(SENTENCES, analyzer, embedder, embedded=6)
    spec = GenerationSpec(embedder.model_id, embedder.dimension, analyzer.id)
    place = synthetic.make_library(tmp_path, 130, pool, spec, analyzer)
    reader = GenerationReader.open(Library.open(place), spec)
    assert len(reader) == 130
    first, last = reader.fetch([0, 129])
    assert first.text == "".join(SENTENCES[:3])
    assert first.unit_texts() == SENTENCES[:3]
    assert all(unit in SENTENCES for unit in last.unit_texts())
    assert int(reader.dense(embedder.embed_passages(SENTENCES[3:4])[0], 1, None)[0]) == 1
    assert first.remark.role is Role.QUESTION
    assert reader.rows.answers_to(np.array([0])).tolist() == [1]
    scores = reader.lexical(analyzer.terms("図書館の開館時間")).words
    assert scores[0] > 0
    assert scores[1] == 0


@pytest.mark.parametrize(
    ("factory", "megabytes"),
    [("Flat", 1.536), ("SQ8", 0.384), ("IVF100,SQ8", 0.0768 + 0.1536)],
)
def test_the_bytes_of_a_search_follow_the_factory(
    bench: dict[str, ModuleType], factory: str, megabytes: float
) -> None:
    found = bench["retrieval"].vector_bytes_read(factory, 1000, 384, probes=20)
    assert found / 1e6 == pytest.approx(megabytes)


def test_an_encoder_multiplies_twice_for_each_weight_and_token(
    bench: dict[str, ModuleType],
) -> None:
    sizes = {"hidden_size": 2, "intermediate_size": 8, "num_hidden_layers": 3}
    # 3 layers of 4·2·2 + 2·2·8 weights, and 5 × 2 in each of two products of attention.
    assert bench["retrieval"].embedding_gflop(5, sizes) * 1e9 == 2 * 5 * 3 * (48 + 20)


def test_a_document_found_second_counts_half_way(bench: dict[str, ModuleType]) -> None:
    gold = [RelevantDocuments({"a": 1}), RelevantDocuments({"b": 1})]
    found = bench["others"].quality([["a", "b"], ["a", "b"]], gold)
    assert found["hit@1"] == 0.5
    assert found["nDCG@10"] == pytest.approx((1 + 1 / np.log2(3)) / 2)


def test_a_table_shows_the_median_and_what_it_lies_between(bench: dict[str, ModuleType]) -> None:
    rounds = [dict.fromkeys(bench["others"].FIGURES, value) for value in (3.0, 1.0, 2.0)]
    *_, row = bench["others"].table({"ours": rounds})
    assert row.startswith("| ours | 2.0 (1.0 to 3.0) | 2 (1 to 3) | 2.00 (1.00 to 3.00) |")
