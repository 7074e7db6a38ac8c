"""How well parts of answers are linked to parts of questions, on minutes with gold passages.

    .venv/bin/python scripts/bench/links.py ../shared/bench

A query is an editor's summary of one thing that a member asked; its gold is the passage of the official's
remark that answers it. The part of the member's remark that shares the most rare words with the summary
is taken for what was asked; the figures tell whether a link leads from there to the gold passage. So they
also count the summary's part being found wrongly: they are a lower bound. Roles are taken from the data
(members ask, officials answer), links are the parser's own.

- found: queries of which a linked answer overlaps the gold passage by half of the shorter one
- precision: of the answers linked to what was asked, those that overlap the gold passage (other officials
  answer the same thing too, and are counted as wrong)
- by words alone: queries whose gold passage is the part of any answer that shares the most words with the
  summary; it is told for comparison, and knows no question
- whole exchange: precision if every part of every answer in the exchange were linked
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path
from typing import Any

from machine import print_machine

from index.exchanges import exchanges
from index.meeting import Link, Part, Remark, Role, Span, Speaker
from index.minutes.links import link_answers
from index.minutes.parts import Matter, answer_parts, question_parts
from index.text import fold, fold_with_offsets

_SETS = ("poliinfo-2020", "poliinfo-2012")


def main() -> None:
    """Measure both sets, by kind of gold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", type=Path, help="the folder with the sets")
    arguments = parser.parse_args()
    print_machine()
    print("\n| set, gold | queries | found | precision | by words alone | whole exchange |")
    print("|---|--:|--:|--:|--:|--:|")
    for name in _SETS:
        for kind, counts in sorted(_measure(arguments.bench / name).items()):
            n = counts["queries"]
            print(
                f"| {name}, {kind} | {n} | {counts['found'] / n:.3f} "
                f"| {counts['right'] / max(1, counts['linked']):.3f} "
                f"| {counts['by words'] / n:.3f} | {counts['right of all'] / max(1, counts['all']):.3f} |"
            )


def _measure(directory: Path) -> dict[str, Counter[str]]:
    queries = {query["id"]: query for query in _lines(directory / "queries.jsonl")}
    gold = defaultdict(list)
    for span in _lines(directory / "gold_spans.jsonl"):
        gold[span["remark_id"]].append(span)
    meetings: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _lines(directory / "remarks.jsonl"):
        meetings[row["date"], row["meeting"]].append(row)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in meetings.values():
        _measure_meeting(rows, gold, queries, counts)
    return counts


def _measure_meeting(
    rows: Sequence[dict[str, Any]],
    gold: dict[str, list[dict[str, Any]]],
    queries: dict[str, dict[str, Any]],
    counts: dict[str, Counter[str]],
) -> None:
    remarks = [_remark(i, row) for i, row in enumerate(rows, 1)]
    folded = {r.ordinal: fold_with_offsets(r.text) for r in remarks}
    links = link_answers(remarks, list(folded.values()))
    for asked, answered in exchanges(remarks):
        questions = [m for r in asked for m in question_parts(r, folded[r.ordinal])]
        answers = [m for r in answered for m in answer_parts(r, folded[r.ordinal])]
        for remark in answered:
            for span in gold[rows[remark.ordinal - 1]["id"]]:
                passage = Part(remark.ordinal, span["start"], span["end"])
                summary = queries[span["query_id"]]["text"]
                _count(counts[span["kind"]], summary, passage, questions, answers, links)


def _count(
    counts: Counter[str],
    summary: str,
    passage: Part,
    questions: Sequence[Matter],
    answers: Sequence[Matter],
    links: Iterable[Link],
) -> None:
    rarity = _rarity([*questions, *answers])
    asked = max(questions, key=lambda m: _likeness(summary, m, rarity)).part
    linked = [k.answer for k in links if _holds(k.question, asked)]
    right = sum(_overlap(part, passage) for part in linked)
    counts.update(queries=1, found=right > 0, right=right, linked=len(linked), all=len(answers))
    counts["right of all"] += sum(_overlap(m.part, passage) for m in answers)
    counts["by words"] += _overlap(
        max(answers, key=lambda m: _likeness(summary, m, rarity)).part, passage
    )


def _remark(ordinal: int, row: dict[str, Any]) -> Remark:
    office = row.get("role") or row["speaker"] or ""
    if row.get("member"):
        role = Role.QUESTION
    else:
        role = Role.PROCEDURE if "議長" in office or not row["speaker"] else Role.ANSWER
    speaker = Speaker(office, row["speaker"], office)
    return Remark(ordinal, row["text"], (Span(0, len(row["text"])),), speaker, None, role)


def _holds(whole: Part, part: Part) -> bool:
    return whole.ordinal == part.ordinal and whole.start <= part.start and part.end <= whole.end


def _overlap(part: Part, passage: Part) -> bool:
    return part.ordinal == passage.ordinal and part.shares_half(passage.start, passage.end)


def _pairs(text: str) -> frozenset[str]:
    bare = "".join(fold(text).split())
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _rarity(matters: Sequence[Matter]) -> dict[str, float]:
    counts = Counter(pair for matter in matters for pair in _pairs(matter.text))
    return {pair: log(1 + len(matters) / count) for pair, count in counts.items()}


def _likeness(summary: str, matter: Matter, rarity: dict[str, float]) -> float:
    pairs = _pairs(matter.text)
    shared = sum(rarity.get(pair, 0.0) for pair in _pairs(summary) & pairs)
    whole = sum(rarity.get(pair, 0.0) for pair in pairs)
    return shared / whole**0.5 if whole else 0.0


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


if __name__ == "__main__":
    main()
