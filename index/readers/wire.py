"""SourceDocuments and refusals ↔ JSON in frames, for two processes that share two pipes.

A frame is a length of eight bytes (big-endian) and that many bytes of JSON in UTF-8; half surrogates,
which file names can hold, pass as they are. No object is ever unpickled: what comes out is built from
numbers, texts and the classes named here. It knows no process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import IO, Any, TypeAlias

from index.errors import SourceMissing, UnreadableSource
from index.meeting import Span
from index.source import Mark, MarkKind, Page, SourceDocument
from index.wording import Wording

__all__ = [
    "Refusal",
    "documents_from",
    "frame_of",
    "pack_documents",
    "pack_refusal",
    "read_frame",
    "refusal_from",
]

Refusal: TypeAlias = UnreadableSource | SourceMissing
_LENGTH_BYTES = 8


def frame_of(content: object) -> bytes:
    """One value of JSON, ready to be sent."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = body.encode("utf-8", "surrogatepass")
    return len(data).to_bytes(_LENGTH_BYTES, "big") + data


def read_frame(stream: IO[bytes], most_bytes: int) -> Any:
    """Receive one value of JSON.

    Raises:
        EOFError: the other side has ended.
        ValueError: what came is no frame, or one of more than `most_bytes`.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH_BYTES), "big")
    if length > most_bytes:
        raise ValueError(f"a frame of {length} bytes; at most {most_bytes} are taken")
    return json.loads(_exactly(stream, length).decode("utf-8", "surrogatepass"))


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


# ---------------------------------------------------------------------------------------------
# Documents


def pack_documents(documents: Sequence[SourceDocument]) -> list[dict[str, Any]]:
    """Documents as values of JSON."""
    return [
        {
            "name": document.name,
            "text": document.text,
            "media_type": document.media_type,
            "encoding": document.encoding,
            "pages": [[page.number, page.span.start, page.span.end] for page in document.pages],
            "marks": [
                [mark.kind.value, mark.span.start, mark.span.end, mark.level, mark.values]
                for mark in document.marks
            ],
            "values": document.values,
            "warnings": [_pack_wording(warning) for warning in document.warnings],
            "part": document.part,
        }
        for document in documents
    ]


def documents_from(packed: list[dict[str, Any]]) -> list[SourceDocument]:
    """Documents from what `pack_documents` made.

    Raises:
        KeyError, TypeError, ValueError: it was made by something else.
    """
    return [
        SourceDocument(
            name=fields["name"],
            text=fields["text"],
            media_type=fields["media_type"],
            encoding=fields["encoding"],
            pages=tuple(Page(number, Span(start, end)) for number, start, end in fields["pages"]),
            marks=tuple(
                Mark(MarkKind(kind), Span(start, end), level, values)
                for kind, start, end, level, values in fields["marks"]
            ),
            values=fields["values"],
            warnings=tuple(_wording_from(warning) for warning in fields["warnings"]),
            part=fields["part"],
        )
        for fields in packed
    ]


def _pack_wording(wording: Wording) -> dict[str, str]:
    return {"ja": wording.ja, "en": wording.en}


def _wording_from(packed: dict[str, str]) -> Wording:
    return Wording(ja=packed["ja"], en=packed["en"])


# ---------------------------------------------------------------------------------------------
# Refusals


def _tree(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


_REFUSALS = {
    kind.__name__: kind for root in (UnreadableSource, SourceMissing) for kind in _tree(root)
}


def pack_refusal(error: Refusal) -> dict[str, Any]:
    """An error as values of JSON: its class by name, and its slots as they would be shown."""
    slots = {
        name: _pack_wording(value) if isinstance(value, Wording) else str(value)
        for name, value in error.slots.items()
    }
    return {"class": type(error).__name__, "slots": slots}


def refusal_from(packed: dict[str, Any]) -> Refusal:
    """The error from what `pack_refusal` made; its words are the same in both languages.

    Raises:
        KeyError, TypeError, ValueError: it was made by something else.
    """
    slots = {
        name: _wording_from(value) if isinstance(value, dict) else value
        for name, value in packed["slots"].items()
    }
    return _REFUSALS[packed["class"]](**slots)
