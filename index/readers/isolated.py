"""A file of minutes → SourceDocuments, read in another process with a limit of time and of memory.

    path → worker process (index.readers.worker: read_source) → SourceDocuments, or a refusal

The readers run native code (pdfium, libxml2) and unpack what strangers packed. Here a crash, a hang or
a file that swells in memory costs that file and nothing else. One worker reads many files. It keeps
accidents away and is no defence against code that breaks into it: the worker may do what its user may.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock, Timer
from types import TracebackType
from typing import Any

from index.errors import (
    ReaderCrashed,
    ReaderOutOfMemory,
    ReaderTimedOut,
    ReaderUnavailable,
)
from index.readers.wire import Refusal, documents_from, frame_of, read_frame, refusal_from
from index.readers.worker import OUT_OF_MEMORY
from index.source import SourceDocument

__all__ = ["IsolatedReader", "ReadingLimits"]

_MEBIBYTE = 2**20
# The worker finds the modules that this process finds, and none that lie where files are read.
_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from index.readers.worker import serve
serve(sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
"""
_START_SECONDS = 60.0  # starting takes a tenth of a second; a machine may be very busy
_END_SECONDS = 2.0
_WHAT_MALFORMED_REPLIES_RAISE = (
    ValueError, KeyError, TypeError, AttributeError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one file may take.

    `memory_bytes` counts on top of the worker as it starts, and only where the system can limit it
    (Linux); elsewhere the time limit is the only one.
    """

    seconds: float = 120.0
    memory_bytes: int = 2048 * _MEBIBYTE


class IsolatedReader:
    """Reads as `read_source` does, in a process of its own; a context manager that ends it.

    The process starts with the first file and again after one that it did not survive. Safe to use
    from several threads, which wait for each other.

    Args:
        limits: what one file may take.
        function: "module:name" of what reads in the worker, with the parameters of `read_source`.
    """

    def __init__(
        self, limits: ReadingLimits | None = None, function: str = "index.readers:read_source"
    ) -> None:
        self._limits = limits or ReadingLimits()
        self._function = function
        self._lock = Lock()
        self._worker: _Worker | None = None

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process. Another file would start a new one."""
        with self._lock:
            self._end()

    def __call__(self, path: Path, *, max_bytes: int) -> list[SourceDocument]:
        """Read one file; it may hold several meetings.

        Raises:
            UnreadableSource: what is wrong with the file, as `read_source` raises it;
                ReaderCrashed, ReaderTimedOut or ReaderOutOfMemory where the worker did not survive.
            SourceMissing: there is no such file.
            ReaderUnavailable: the process cannot be started.
        """
        with self._lock:
            if self._worker is not None:
                # A worker that read other files may owe its end to them: ask a fresh one as well.
                with suppress(ReaderCrashed, ReaderOutOfMemory):
                    return self._read(path, max_bytes)
            return self._read(path, max_bytes)

    def _read(self, path: Path, max_bytes: int) -> list[SourceDocument]:
        try:
            worker = self._worker = self._worker or _Worker(self._limits, self._function)
            reply = worker.ask({"path": str(path), "max_bytes": max_bytes}, self._limits.seconds)
            outcome = _outcome(reply)
        except TimeoutError as error:
            self._end()
            raise ReaderTimedOut(path=path, limit=f"{self._limits.seconds:g}") from error
        except (EOFError, OSError) as error:
            raise ReaderCrashed(path=path, detail=self._end()) from error
        except _WHAT_MALFORMED_REPLIES_RAISE as error:
            self._end(at_once=True)
            raise ReaderCrashed(path=path, detail=f"malformed reply, {error!r}") from error
        except BaseException:  # also Ctrl-C: what the worker is doing is of no use any more
            self._end(at_once=True)
            raise
        if isinstance(outcome, list):
            return outcome
        if isinstance(outcome, str):
            self._end()
            raise self._failure(path, outcome)
        raise outcome

    def _failure(self, path: Path, detail: str) -> ReaderCrashed | ReaderOutOfMemory:
        if detail == OUT_OF_MEMORY:
            limit = f"{self._limits.memory_bytes / _MEBIBYTE:,.0f} MB"
            return ReaderOutOfMemory(path=path, limit=limit)
        return ReaderCrashed(path=path, detail=detail)

    def _end(self, *, at_once: bool = False) -> str:
        """End the worker, if there is one, and say how it ended."""
        worker, self._worker = self._worker, None
        return worker.end(at_once=at_once) if worker else ""


def _outcome(reply: dict[str, Any]) -> list[SourceDocument] | Refusal | str:
    """What a reply says: documents, a refusal, or the failure in words."""
    if "documents" in reply:
        return documents_from(reply["documents"])
    return refusal_from(reply["refusal"]) if "refusal" in reply else str(reply["failure"])


class _Worker:
    """A running worker process and the pipes to it."""

    def __init__(self, limits: ReadingLimits, function: str) -> None:
        self._most_bytes = limits.memory_bytes
        arguments = (json.dumps(sys.path), function, str(limits.seconds), str(limits.memory_bytes))
        with TemporaryFile() as complaints:
            self._process = _started(arguments, complaints.fileno())
            try:
                self._receive(_START_SECONDS)
            except (EOFError, OSError, ValueError) as error:
                ended = self.end()
                complaints.seek(0)
                lines = complaints.read().decode("utf-8", "replace").split("\n")
                last = next((line for line in reversed(lines) if line.strip()), ended)
                raise ReaderUnavailable(detail=last) from error
            except BaseException:
                self.end(at_once=True)
                raise

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and wait for the reply.

        Raises:
            TimeoutError: it did not come in time; the process was killed.
            EOFError, OSError: the process has ended.
            ValueError: something else came.
        """
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(frame_of(request))
        self._process.stdin.flush()
        reply: dict[str, Any] = self._receive(seconds)
        return reply

    def _receive(self, seconds: float) -> Any:
        # Windows cannot wait for a pipe and a clock at once: killing the process ends the waiting.
        assert self._process.stdout is not None  # noqa: S101
        alarm = _Alarm(self._process)
        timer = Timer(seconds, alarm)
        timer.daemon = True
        timer.start()
        try:
            return read_frame(self._process.stdout, self._most_bytes)
        except EOFError as error:
            raise (TimeoutError() if alarm.rang else error) from error
        finally:
            timer.cancel()

    def end(self, *, at_once: bool = False) -> str:
        """End the process in any case, leave no zombie, and say how it ended."""
        process = self._process
        if at_once:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # a request that could not be delivered
                if pipe is not None:
                    pipe.close()
        try:
            ended = process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            ended = process.wait()
        return _in_words(ended)


class _Alarm:
    """Kills a process when called, and remembers it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.rang = False

    def __call__(self) -> None:
        self.rang = True
        self._process.kill()


def _started(arguments: Sequence[str], complaints: int) -> subprocess.Popen[bytes]:
    if not sys.executable:
        raise ReaderUnavailable(detail="sys.executable")
    # -P: the current directory may be the one with the files to read.
    command = [sys.executable, "-P", "-c", _PROGRAM, *arguments]
    try:
        return subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        )
    except OSError as error:
        raise ReaderUnavailable(detail=error) from error


def _in_words(return_code: int) -> str:
    """-11 → "SIGSEGV", 3221225477 → "exit code 0xC0000005"."""
    if return_code < 0:
        with suppress(ValueError):
            return signal.Signals(-return_code).name
    return f"exit code {return_code:#X}" if return_code > 255 else f"exit code {return_code}"
