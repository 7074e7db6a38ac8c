"""One Library in several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import LibraryMissing
from index.library import Library
from index.records import FileState


def in_another_thread(call: object) -> object:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call).result()  # type: ignore[arg-type]


def test_a_thread_does_not_see_what_another_has_not_committed(tmp_path: Path) -> None:
    library = Library.create(tmp_path)
    with library.transaction() as transaction:
        transaction.record_file(FileState("/会議録/第1回.txt", "00", 1, "1", "read"))
        assert in_another_thread(library.files) == {}
    assert in_another_thread(library.files) == library.files() != {}
    library.close()


def test_the_connections_of_threads_that_ended_are_closed(tmp_path: Path) -> None:
    library = Library.create(tmp_path)
    for _ in range(20):
        in_another_thread(library.files)
    assert len(library._connections) <= 2
    library.close()
    assert not library._connections


def test_a_library_that_was_deleted_is_not_made_anew(tmp_path: Path) -> None:
    library = Library.create(tmp_path)
    library.close()
    for file in tmp_path.glob("library.sqlite*"):
        file.unlink()
    with pytest.raises(LibraryMissing):
        library.files()
    assert not list(tmp_path.glob("library.sqlite*"))
