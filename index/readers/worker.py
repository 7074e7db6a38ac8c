"""The process that reads files for another one: requests on its standard input, documents back.

    ready → (path, max_bytes → documents, a refusal or a failure)*, until the input ends

It imports the readers and nothing heavier, so that starting it costs a tenth of a second. It limits
its own memory where the system can, and ends itself should the process that started it be gone.
`index.readers.isolated` is the other side.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, TypeAlias

from index.errors import SourceMissing, UnreadableSource
from index.readers.wire import frame_of, pack_documents, pack_refusal, read_frame
from index.source import SourceDocument

__all__ = ["OUT_OF_MEMORY", "serve"]

Read: TypeAlias = Callable[..., list[SourceDocument]]

OUT_OF_MEMORY = "out of memory"
_LARGEST_REQUEST = 2**20
_DETAIL = 200  # characters of an exception that are passed on
# The other side stops the worker when time is up; this alarm rings later, for when it is gone.
_LATER = 5.0


def serve(function: str, seconds: float, memory_bytes: int) -> None:
    """Answer requests until the input ends.

    Args:
        function: "module:name" of what reads a file, as `read_source` does.
        seconds: how long one file may take.
        memory_bytes: how much memory reading may take on top of the process as it starts.
    """
    # Ctrl-C reaches every process of the terminal; the one that asks decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, _, name = function.partition(":")
    read: Read = getattr(import_module(module), name)
    inbox, outbox = _channels()
    _limit_memory(memory_bytes)
    _send(outbox, frame_of({"ready": os.getpid()}))
    while True:
        try:
            request = read_frame(inbox, _LARGEST_REQUEST)
        except EOFError:
            return
        _ring_after(seconds + _LATER)
        _send(outbox, _reply(read, Path(request["path"]), request["max_bytes"]))
        _ring_after(0)


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """The two pipes; what native code prints goes nowhere, and not between two frames."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return inbox, outbox


def _send(outbox: IO[bytes], frame: bytes) -> None:
    outbox.write(frame)
    outbox.flush()


def _reply(read: Read, path: Path, max_bytes: int) -> bytes:
    """The frame that answers a request."""
    try:
        return frame_of({"documents": pack_documents(read(path, max_bytes=max_bytes))})
    except (UnreadableSource, SourceMissing) as error:
        return frame_of({"refusal": pack_refusal(error)})
    except MemoryError:
        return frame_of({"failure": OUT_OF_MEMORY})
    except Exception as error:  # a mistake in a reader: it costs this file, not all of them
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return frame_of({"failure": f"{type(error).__name__}: {str(error)[:_DETAIL]} ({where})"})


def _limit_memory(room: int) -> None:
    """Let the address space grow by `room` bytes; where it cannot be known or limited, do nothing.

    macOS has the limit, but maps hundreds of gigabytes into every process and says nowhere how many.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError, ValueError):
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = pages * resource.getpagesize() + room
    limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    # The memory of a process that crashed holds what it read, and takes long to be written out.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _ring_after(seconds: float) -> None:
    """End this process, whatever it is doing, when the time has passed; 0 stops the clock."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
