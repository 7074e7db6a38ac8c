"""Files read in a process of its own, by readers that fail in every way."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import (
    DamagedSource,
    EncryptedSource,
    InaccessibleSource,
    NoTextLayer,
    ReaderCrashed,
    ReaderOutOfMemory,
    ReaderTimedOut,
    ReaderUnavailable,
    SourceMissing,
    SourceTooLarge,
    UnreadableSource,
)
from index.readers import read_source
from index.readers.isolated import IsolatedReader, ReadingLimits
from index.source import SourceDocument
from tests.index.readers import misbehaving
from tests.index.readers.pdf_files import encrypted_pdf_file, pdf_file
from tests.index.readers.processes import children
from tests.index.readers.test_read_source import GOOD

TEXT = "第1回水辺公園検討会 議事録\n○川辺座長　開会します。\n"
MISBEHAVING = f"{misbehaving.__name__}:{misbehaving.read.__name__}"
LIMITS = ReadingLimits(seconds=20, memory_bytes=128 * 2**20)
HASTY = dataclasses.replace(LIMITS, seconds=0.5)

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory")


@pytest.fixture
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(LIMITS, MISBEHAVING) as reader:
        yield reader


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    """Every test must have ended its workers, and have waited for them."""
    before = children()
    yield
    assert children() <= before


def written(folder: Path, name: str, data: bytes = TEXT.encode()) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(reader: IsolatedReader, path: Path) -> list[SourceDocument]:
    return reader(path, max_bytes=2**24)


def outcome(path: Path, read: object, max_bytes: int) -> object:
    assert callable(read)
    try:
        return read(path, max_bytes=max_bytes)
    except (UnreadableSource, SourceMissing) as error:
        return type(error), error.line("ja"), error.line("en")


@pytest.mark.parametrize("suffix", sorted(GOOD))
def test_what_is_read_is_the_same_as_in_this_process(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, f"good{suffix}", GOOD[suffix])
    with IsolatedReader() as reader:
        assert read(reader, path) == read_source(path)


def test_refusals_keep_their_class_and_words(tmp_path: Path) -> None:
    files = {
        DamagedSource: written(tmp_path, "cut.pdf", GOOD[".pdf"][:-200]),
        EncryptedSource: written(tmp_path, "secret.pdf", encrypted_pdf_file()),
        NoTextLayer: written(tmp_path, "scan.pdf", pdf_file([[]])),
        SourceTooLarge: written(tmp_path, "large.txt", b"a" * 2**20),
        InaccessibleSource: tmp_path,
        SourceMissing: tmp_path / "absent.pdf",
    }
    with IsolatedReader() as reader:
        for kind, path in files.items():
            found = outcome(path, reader, 2**19)
            assert isinstance(found, tuple), kind
            assert found[0] is kind
            assert found == outcome(path, read_source, 2**19)


def test_one_process_reads_many_files_and_imports_only_readers(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{name}.txt") for name in "abc"]
    with IsolatedReader(LIMITS, f"{misbehaving.__name__}:tell_process") as reader:
        told = [read(reader, path)[0] for path in paths]
        assert int(told[0].name) in children() or not sys.platform.startswith("linux")
    assert len({document.name for document in told}) == 1
    assert told[0].name != str(os.getpid())
    assert told[0].text == ""


def test_a_process_starts_only_for_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", None)
    with IsolatedReader():
        pass


def test_a_reader_that_hangs(tmp_path: Path) -> None:
    with IsolatedReader(HASTY, MISBEHAVING) as hasty:
        read(hasty, written(tmp_path, "before.txt"))
        start = time.monotonic()
        with pytest.raises(ReaderTimedOut) as caught:
            read(hasty, written(tmp_path, "hang.pdf"))
        assert time.monotonic() - start < 3
        assert read(hasty, written(tmp_path, "next.txt"))
    assert "hang.pdf" in caught.value.line("ja")
    assert "0.5秒" in caught.value.line("ja")
    assert "RAG_READ_SECONDS" in caught.value.line("en")


@linux_only
def test_a_reader_that_allocates_without_end(reader: IsolatedReader, tmp_path: Path) -> None:
    with pytest.raises(ReaderOutOfMemory) as caught:
        read(reader, written(tmp_path, "swell.docx"))
    assert read(reader, written(tmp_path, "next.txt"))
    assert "swell.docx" in caught.value.line("ja")
    assert "128 MB" in caught.value.line("en")
    assert "RAG_READ_MEMORY_MB" in caught.value.line("ja")


@linux_only
def test_the_limit_counts_above_what_the_worker_takes_itself(tmp_path: Path) -> None:
    """A limit far below the address space of any Python process."""
    tight = ReadingLimits(seconds=20, memory_bytes=64 * 2**20)
    with IsolatedReader(tight) as reader:
        assert read(reader, written(tmp_path, "good.pdf", GOOD[".pdf"]))


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        pytest.param("crash", "SIGSEGV", marks=posix_only),
        pytest.param("killed", "SIGKILL", marks=posix_only),
        pytest.param("abort", "SIGABRT", marks=linux_only),
        ("leave", "exit code 3"),
        ("err", "LookupError: 会議会議"),
    ],
)
def test_a_reader_that_crashes(
    reader: IsolatedReader, tmp_path: Path, name: str, detail: str
) -> None:
    for neighbour in ("before.txt", "next.txt"):
        path = written(tmp_path, f"{name}.pdf")
        with pytest.raises(ReaderCrashed) as caught:
            read(reader, path)
        assert detail in caught.value.line("en")
        assert str(path) in caught.value.line("ja")
        assert len(caught.value.line("ja")) < 600
        assert read(reader, written(tmp_path, neighbour))[0].text == TEXT


def test_a_file_is_not_blamed_for_those_before_it(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{name}.txt") for name in "abc"]
    with IsolatedReader(LIMITS, f"{misbehaving.__name__}:read_once") as reader:
        for path in paths:
            assert read(reader, path)[0].name == str(path)


def test_what_readers_print_is_not_taken_for_a_reply(
    reader: IsolatedReader, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert read(reader, written(tmp_path, "print.txt"))[0].text == TEXT
    assert capfd.readouterr() == ("", "")


def test_a_reader_can_be_closed_twice_and_used_again(
    reader: IsolatedReader, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.txt")
    for _ in range(2):
        assert read(reader, path)
        reader.close()
        reader.close()


def test_several_threads_wait_for_each_other(reader: IsolatedReader, tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{n}.txt", f"議事録{n}".encode()) for n in range(8)]
    found: dict[Path, str] = {}

    def work(path: Path) -> None:
        found[path] = read(reader, path)[0].text

    threads = [threading.Thread(target=work, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {path: f"議事録{n}" for n, path in enumerate(paths)}


# -- the process itself -----------------------------------------------------------------------


def test_a_process_that_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.txt")
    with IsolatedReader(LIMITS, "no.such.module:read") as reader:
        with pytest.raises(ReaderUnavailable, match="No module named 'no'"):
            read(reader, path)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
        with pytest.raises(ReaderUnavailable, match="No such file"):
            read(reader, path)
        monkeypatch.setattr(sys, "executable", "")
        with pytest.raises(ReaderUnavailable, match=r"sys\.executable"):
            read(reader, path)


def test_modules_beside_the_files_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "json.py", b"raise SystemExit(9)")
    path = written(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    with IsolatedReader(LIMITS) as reader:
        assert read(reader, path)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Python interrupts nothing where it was started with SIGINT ignored, as behind `… &` in a script."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix_only
@pytest.mark.usefixtures("interruptible")
def test_an_interruption_ends_the_worker_at_once(reader: IsolatedReader, tmp_path: Path) -> None:
    read(reader, written(tmp_path, "before.txt"))
    path = written(tmp_path, "hang.txt")
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        read(reader, path)
    timer.join()
    assert time.monotonic() - start < 1.5
    assert reader._worker is None
    assert read(reader, written(tmp_path, "next.txt"))


@posix_only
def test_the_worker_leaves_an_interruption_to_the_one_that_asks(tmp_path: Path) -> None:
    """Ctrl-C is sent to all processes of a terminal; the program may want to finish a file."""
    with IsolatedReader(LIMITS, f"{misbehaving.__name__}:tell_process") as reader:
        (first,) = read(reader, written(tmp_path, "a.txt"))
        timer = threading.Timer(0.1, os.kill, (int(first.name), signal.SIGINT))
        timer.start()
        (second,) = read(reader, written(tmp_path, "0.5.txt"))
        timer.join()
    assert second.name == first.name


@linux_only
def test_no_worker_outlives_a_program_that_was_killed(tmp_path: Path) -> None:
    """Idle it sees the end of its input; while it hangs, an alarm ends it after the time limit."""
    program = (
        "import sys; from pathlib import Path\n"
        "from index.readers.isolated import IsolatedReader, ReadingLimits\n"
        f"reader = IsolatedReader(ReadingLimits(60), '{misbehaving.__name__}:tell_process')\n"
        "print(reader(Path(sys.argv[1]), max_bytes=9)[0].name, flush=True)\n"
        "input()"
    )
    command = [sys.executable, "-c", program, str(written(tmp_path, "a.txt"))]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603
        command, stdin=pipe, stdout=pipe, env=environment
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 10
    while is_running(worker):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(process: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        return state.split()[0] not in {"Z", "X"}
    return False


def test_without_limits_of_resources_only_the_clock_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows has no module `resource`, and neither it nor macOS has /proc."""
    monkeypatch.syspath_prepend(str(tmp_path))
    written(tmp_path, "resource.py", b"raise ImportError('no such module on this platform')")
    with IsolatedReader(dataclasses.replace(HASTY, memory_bytes=0x7FFFFFFF), MISBEHAVING) as reader:
        assert read(reader, written(tmp_path, "good.txt"))
        with pytest.raises(ReaderTimedOut):
            read(reader, written(tmp_path, "hang.txt"))
