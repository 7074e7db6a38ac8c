"""A reader that does what the name of the file says; it runs in the worker process of a test."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.readers import read_source
from index.source import SourceDocument


def _hang() -> None:
    time.sleep(600)


def _swell() -> None:
    """Take several times what the tests allow, but no more: a machine must survive a broken limit."""
    kept = bytearray()
    for _ in range(1024):
        kept += bytes(2**20)


def _swell_and_abort() -> None:
    """What pdfium does when it gets no memory."""
    try:
        _swell()
    except MemoryError:
        os.abort()


def _crash() -> None:
    ctypes.string_at(0)


def _be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _leave() -> None:
    os._exit(3)


def _err() -> None:
    raise LookupError("会議" * 1000)


def _print() -> None:
    print("noise", flush=True)  # noqa: T201
    os.write(1, b"noise")
    os.write(2, b"noise")


_DEEDS: dict[str, Callable[[], None]] = {
    "hang": _hang,
    "swell": _swell,
    "abort": _swell_and_abort,
    "crash": _crash,
    "killed": _be_killed,
    "leave": _leave,
    "err": _err,
    "print": _print,
}


def read(path: Path, *, max_bytes: int) -> list[SourceDocument]:
    """Read a file after the deed that its name, up to the first full stop, stands for, if any."""
    _DEEDS.get(path.name.partition(".")[0], lambda: None)()
    return read_source(path, max_bytes=max_bytes)


def read_once(path: Path, *, max_bytes: int) -> list[SourceDocument]:
    """Crash on the second file that this process reads."""
    if hasattr(sys, "read_before"):
        _crash()
    sys.read_before = True  # type: ignore[attr-defined]
    return read_source(path, max_bytes=max_bytes)


def tell_process(path: Path, *, max_bytes: int) -> list[SourceDocument]:
    """The id of the process, its limits and its heavy modules as a document."""
    time.sleep(float(path.stem) if path.stem[0].isdigit() else 0)
    heavy = {"torch", "sudachipy", "faiss", "pydantic"} & sys.modules.keys()
    return [SourceDocument(str(os.getpid()), ",".join(sorted(heavy)), "text/plain")]
