"""Hand-made gold for the reading of minutes: where remarks begin, and who speaks.

    .venv/bin/python scripts/bench/parse_gold.py ANNOTATIONS GOLD

turns an annotator's files into gold that can be published: places in the source text and hashes of the
speakers' labels, no text. An annotation is `{"file", "remarks": [{"part", "line", "starts", "speaker",
"doubt"}]}`: the line, the first characters of what was said there, and the label as printed or null.
Documents that we wrote ourselves have their annotation beside them (`NAME.gold.json`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.meeting import Meeting, Remark
from index.people import comparison_key
from index.readers import read_source
from index.source import SourceDocument

# A remark may begin a few signs earlier or later than the annotator says (→, **, （１）).
_NEAR = 4
_AROUND = re.compile(r"[()（）【】〔〕\[\]<>《》:：○◎◆*_|@]")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]{2,20})[)）]\s*\Z")  # 議長（山田太郎君）
_HONORIFIC = re.compile(r"(?:君|くん|氏|さん|様|先生|議員)\Z")


@dataclass(frozen=True, slots=True)
class GoldRemark:
    """Where a remark begins in the source text; hashes of what its speaker may be called."""

    start: int
    speaker: frozenset[str]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents; a remark is right if its beginning, and the speaker, are."""

    right: int = 0
    begins: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.begins + other.begins,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        """The share of the remarks found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the remarks wanted that were found, speaker and all."""
        return self.right / self.wanted if self.wanted else 1.0


# Of each part of a file: hash of its text, where the gold ends (or None), its remarks.
Gold = dict[int, tuple[str, int | None, list[GoldRemark]]]
BESIDE = ".gold.json"


def load_gold(directory: Path) -> dict[str, Gold]:
    """The gold of each file by its name below the folder of the minutes."""
    held = (json.loads(p.read_text(encoding="utf-8")) for p in sorted(directory.glob("*.json")))
    return {made["file"]: _gold(made) for made in held}


def load_beside(folder: Path) -> dict[str, Gold]:
    """The gold that stands beside documents of our own."""
    gold = {}
    for path in sorted(folder.rglob(f"*{BESIDE}")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        made = _make({**annotation, "file": str(path.parent / annotation["file"])}, folder)
        gold[made["file"]] = _gold(made)
    return gold


def _gold(made: dict[str, Any]) -> Gold:
    return {
        part["part"]: (
            part["text"],
            part["until"],
            [GoldRemark(s, frozenset(who), d) for s, who, d in part["remarks"]],
        )
        for part in made["parts"]
    }


def score(meeting: Meeting, gold: Sequence[GoldRemark], until: int | None) -> Score:
    """Compare a meeting with gold. Doubtful remarks count neither for nor against."""
    found = {r.span.start: r for r in meeting.remarks if until is None or r.span.start < until}
    right = begins = doubtful = wanted = 0
    for remark in gold:
        at = next(
            (
                n
                for d in range(_NEAR + 1)
                for n in (remark.start + d, remark.start - d)
                if n in found
            ),
            None,
        )
        match = found.pop(at) if at is not None else None
        if remark.doubtful:
            doubtful += match is not None
            continue
        wanted += 1
        begins += match is not None
        right += match is not None and _same_speaker(remark.speaker, match)
    everything = begins + len(found)
    return Score(right, begins, everything, wanted)


def _same_speaker(wanted: frozenset[str], remark: Remark) -> bool:
    speaker = remark.speaker
    if speaker is None:
        return not wanted
    return bool(wanted & _hashes((speaker.as_written, speaker.name or "")))


def text_hash(text: str) -> str:
    """Names the text that the places count in."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _hashes(labels: Iterable[str]) -> frozenset[str]:
    """Hashes of the ways in which labels may be written, without signs and honorifics."""
    keys: set[str] = set()
    for label in labels:
        named = _IN_BRACKETS.search(label)
        for words in (label, named[1] if named else ""):
            key = comparison_key(_AROUND.sub("", words))
            keys |= {key, _HONORIFIC.sub("", key)} - {""}
    return frozenset(hashlib.sha256(key.encode()).hexdigest()[:8] for key in keys)


# ---------------------------------------------------------------------------------------------
# Annotations → gold


def _make(annotation: dict[str, Any], root: Path) -> dict[str, Any]:
    path = Path(annotation["file"])
    documents = {document.part: document for document in read_source(path)}
    parts: dict[int, list[tuple[int, list[str], bool]]] = {part: [] for part in documents}
    for remark in annotation["remarks"]:
        document = documents[remark.get("part", 0)]
        before = parts[document.part][-1][0] + 1 if parts[document.part] else 0
        start = _offset(document, remark["line"], remark["starts"], before)
        who = sorted(_hashes([remark["speaker"]])) if remark.get("speaker") else []
        parts[document.part].append((start, who, bool(remark.get("doubt"))))
    until = annotation.get("complete_until_line")
    return {
        "file": path.relative_to(root).as_posix(),
        "parts": [
            {
                "part": part,
                "text": text_hash(documents[part].text),
                "until": _offset(documents[part], until + 1, "") if until else None,
                "remarks": remarks,
            }
            for part, remarks in parts.items()
            if remarks
        ],
    }


def _offset(document: SourceDocument, line: int, starts: str, after: int = 0) -> int:
    """Where these characters stand in a line, not before `after`."""
    lines = document.text.split("\n")
    if line > len(lines):
        return len(document.text)
    first = sum(len(text) + 1 for text in lines[: line - 1])
    at = document.text.find(starts, max(first, after))
    if at < 0 or at > first + len(lines[line - 1]):
        raise SystemExit(f"{document.name}: line {line} does not hold {starts!r}")
    return at


def main() -> None:
    """Read annotations, write gold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("annotations", type=Path, help="a directory of annotators' files")
    parser.add_argument("gold", type=Path, help="where to write the gold")
    parser.add_argument("--root", type=Path, required=True, help="the folder of the minutes")
    arguments = parser.parse_args()
    arguments.gold.mkdir(parents=True, exist_ok=True)
    for path in sorted(arguments.annotations.glob("*.json")):
        made = _make(json.loads(path.read_text(encoding="utf-8")), arguments.root.resolve())
        text = json.dumps(made, separators=(",", ":"))
        (arguments.gold / path.name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
