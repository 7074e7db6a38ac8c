"""How well and how fast minutes are read.

    .venv/bin/python scripts/bench/parse.py ../shared/minutes [--gold DIRECTORY]
    .venv/bin/python scripts/bench/parse.py scripts/bench/held_out

For each meeting: remarks, the share of them with a speaker, the share of visible characters that were
understood (remarks, headings, marks, header, furniture), whether every text is a slice of the source,
seconds per MB of text. With gold (parse_gold.py) also precision and recall of (speaker, beginning).
`held_out` are minutes that nobody looks at who works on the parser.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from machine import print_machine
from parse_gold import BESIDE, Gold, Score, load_beside, load_gold, score, text_hash

from index.errors import NotMinutes, UnreadableSource
from index.meeting import Meeting
from index.minutes import parse_minutes
from index.pieces import pieces_of, share_understood
from index.readers import READABLE_SUFFIXES, read_source
from index.source import SourceDocument

_GOLD = Path(__file__).parent / "parse_gold"
_PAGES = "application/pdf"


@dataclass(frozen=True, slots=True)
class _Read:
    """A meeting with the seconds that reading its file and understanding it took."""

    name: str
    document: SourceDocument
    meeting: Meeting
    reading: float
    parsing: float

    @property
    def megabytes(self) -> float:
        return len(self.document.text.encode()) / 1e6

    @property
    def is_exact(self) -> bool:
        """Every remark, and all pieces together, are the source's own characters."""
        text = self.document.text
        remarks = all(
            "".join(text[s.start : s.end] for s in r.spans) == r.text for r in self.meeting.remarks
        )
        pieces = pieces_of(self.meeting, text)
        return remarks and "".join(text[p.span.start : p.span.end] for p in pieces) == text


def main() -> None:
    """Read everything in a folder and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", type=Path, default=_GOLD, help="gold made by parse_gold.py")
    arguments = parser.parse_args()
    print_machine("pypdfium2", "lxml")
    read: list[_Read] = []
    for path in sorted(p for p in arguments.folder.rglob("*") if _is_document(p)):
        read += _read(path, arguments.folder)
    print(
        "\n| meeting | remarks | with speaker | understood | exact | s/MB |\n|---|--:|--:|--:|---|--:|"
    )
    for item in read:
        print(_row(item))
    _print_sums(read)
    _print_scores(read, load_gold(arguments.gold) | load_beside(arguments.folder))


def _is_document(path: Path) -> bool:
    return path.suffix in READABLE_SUFFIXES and not path.name.endswith(BESIDE)


def _read(path: Path, folder: Path) -> Iterator[_Read]:
    name = path.relative_to(folder).as_posix()
    # Each document once: what is remembered of a text would flatter a second run.
    start = time.process_time()
    try:
        documents = read_source(path)
    except UnreadableSource as error:
        print(f"refused: {name}: {type(error).__name__}")
        return
    reading = (time.process_time() - start) / len(documents)
    for document in documents:
        start = time.process_time()
        try:
            meeting = parse_minutes(document)
        except NotMinutes:
            print(f"no remark: {name}, part {document.part}")
            continue
        yield _Read(name, document, meeting, reading, time.process_time() - start)


def _row(item: _Read) -> str:
    remarks = item.meeting.remarks
    spoken = sum(1 for r in remarks if r.speaker) / len(remarks)
    understood = share_understood(item.meeting, item.document.text)
    speed = (item.reading + item.parsing) / item.megabytes
    return (
        f"| {item.name} | {len(remarks)} | {spoken:.2f} | {understood:.3f} | "
        f"{'yes' if item.is_exact else 'NO'} | {speed:.2f} |"
    )


def _print_sums(read: list[_Read]) -> None:
    understood = [share_understood(item.meeting, item.document.text) for item in read]
    print(f"\n- meetings: {len(read)}, remarks: {sum(len(i.meeting.remarks) for i in read)}")
    print(f"- understood: lowest {min(understood):.3f}, median {statistics.median(understood):.3f}")
    print(f"- exact: {sum(i.is_exact for i in read)} of {len(read)}")
    pages = [i for i in read if i.document.media_type == _PAGES]
    texts = [i for i in read if i.document.media_type != _PAGES]
    long = [i for i in texts if i.megabytes >= 0.02]
    for label, items in (("text formats", texts), ("text formats, texts over 20 kB", long)):
        if not items:
            continue
        megabytes = sum(i.megabytes for i in items)
        seconds = sum(i.reading + i.parsing for i in items)
        print(f"- {label}: {megabytes / seconds:.2f} MB/s read and understood ({megabytes:.2f} MB)")
    if pages:
        count = sum(len(i.document.pages) for i in pages)
        reading, parsing = (sum(getattr(i, s) for i in pages) for s in ("reading", "parsing"))
        print(
            f"- PDF: {count / reading:.0f} pages/s read, {count / (reading + parsing):.0f} with parsing"
        )


def _print_scores(read: list[_Read], gold: Mapping[str, Gold]) -> None:
    by_language: dict[str, Score] = {}
    print("\n| with gold | precision | recall | beginnings found | of |\n|---|--:|--:|--:|--:|")
    for item in read:
        parts = gold.get(item.name, {})
        if item.document.part not in parts:
            continue
        text, until, remarks = parts[item.document.part]
        if text != text_hash(item.document.text):
            print(f"| {item.name} | the gold was made for another text | | | |")
            continue
        found = score(item.meeting, remarks, until)
        language = item.meeting.language
        by_language[language] = by_language.get(language, Score()) + found
        print(_score_row(f"{item.name} {item.document.part or ''}", found))
    for language, total in by_language.items():
        print(_score_row(f"**all, {language}**", total))


def _score_row(name: str, found: Score) -> str:
    return (
        f"| {name} | {found.precision:.3f} | {found.recall:.3f} | {found.begins} | {found.wanted} |"
    )


if __name__ == "__main__":
    main()
