"""What every driver of this folder does, told by two functions of its own: index and open.

    JSON on stdin (model, place, documents, questions, k) → index, or open and ask → JSON, last line of stdout

It runs in the virtual environment of each system, so it may import nothing but the standard library.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["CANDIDATES", "Document", "Search", "serve"]

# Each search brings so many documents to where they are fused.
CANDIDATES = 50

Search = Callable[[str], Sequence[str]]
"""A question → the ids of documents, best first."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed: one paragraph, with its title above it."""

    id: str
    title: str
    text: str

    @property
    def content(self) -> str:
        """Title and text as one text."""
        return f"{self.title}\n{self.text}"


def serve(
    index: Callable[[str, Path, list[Document]], None],
    open_search: Callable[[str, Path, int], Search],
) -> None:
    """Do what the one argument of the command line says: `index`, or `ask`.

    Args:
        index: of a model's directory, an empty folder and documents: saves an index in the folder.
        open_search: of the model, the folder and how many documents are wanted: opens it.
    """
    given = json.load(sys.stdin)
    model, place = given["model"], Path(given["place"])
    if sys.argv[1] == "index":
        index(model, place, [Document(*fields) for fields in given["documents"]])
        done: dict[str, Any] = {}
    else:
        done = _ask(open_search(model, place, given["k"]), given["questions"])
    print("\n" + json.dumps(done | {"peak_mb": _peak_memory_mb()}))


def _ask(search: Search, questions: list[str]) -> dict[str, Any]:
    """When the first answer was there (clock time), and seconds and ranking of each question after it."""
    search(questions[0])
    first = time.time()
    seconds, rankings = [], []
    for question in questions:
        begun = time.perf_counter()
        rankings.append(list(search(question)))
        seconds.append(time.perf_counter() - begun)
    return {"first": first, "seconds": seconds, "rankings": rankings}


def _peak_memory_mb() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) // 1024
