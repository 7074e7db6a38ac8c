"""A real server on a loopback port, with questions from many clients and a library that changes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag.api import serve
from rag.errors import AddressUnusable
from rag.narrowing import Narrowing
from rag.settings import Settings
from rag.wiring import Assistant
from tests.conftest import PROJECT
from tests.rag.api import minutes

QUESTIONS = [
    f"{subject}{asked}"
    for subject in ("乗合バスの運賃", "停留所", "平日の開館時間", "絵本の蔵書", "職員の配置")
    for asked in ("はいくらですか", "について誰が話しましたか", "をどうしますか", "は何冊ですか")
]
# What the command line does, with the fake in place of the model.
SERVER = """
import sys, rag.wiring
from pathlib import Path
from rag.api import serve
from rag.settings import Settings
from tests.fakes import HashingEmbedder
rag.wiring.query_embedder = lambda model, cache: HashingEmbedder()
serve(Settings(library=Path(sys.argv[1])), "127.0.0.1", int(sys.argv[2]))
"""
INDEXING = """
import sys
from pathlib import Path
from rag.settings import Settings
from tests.rag.api import minutes
minutes.index_files(Settings(library=Path(sys.argv[1])), Path(sys.argv[2]))
"""


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@contextmanager
def served(library: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    port = free_port()
    process = run(SERVER, library, port)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:

            def ready() -> bool:
                assert process.poll() is None, process.communicate()[1]
                try:
                    return client.get("/ready").status_code == 200
                except httpx.ConnectError:
                    return False

            wait_for(ready)
            yield process, client
    finally:
        process.kill()
        process.communicate()


def without_timings(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_eight_threads_get_the_answers_of_one(assistant: Assistant) -> None:
    def answer(question: str) -> dict[str, Any]:
        return without_timings(assistant.ask(question, Narrowing(speaker="会長")).to_json())

    expected = [answer(question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as threads:
        rounds = [threads.submit(lambda: [answer(q) for q in QUESTIONS]) for _ in range(8)]
        assert all(answers.result() == expected for answers in rounds)


def test_a_new_generation_is_served_without_restart_or_failure(tmp_path: Path) -> None:
    settings = Settings(library=tmp_path / "library")
    minutes.index_files(settings, minutes.write(tmp_path, "books.txt", minutes.BOOKS))
    statuses: list[int] = []
    generations: list[int] = []
    stop = threading.Event()
    with served(settings.library) as (_, client):

        def keep_asking() -> None:
            while not stop.is_set():
                response = client.post("/api/ask", json={"question": "毛布は何枚ありますか"})
                statuses.append(response.status_code)
                generations.append(response.json()["versions"]["generation"])

        with ThreadPoolExecutor(4) as threads:
            asking = [threads.submit(keep_asking) for _ in range(4)]
            flood = minutes.write(tmp_path, "flood.txt", minutes.FLOOD)
            indexing = run(INDEXING, settings.library, flood)
            assert indexing.wait(60) == 0, indexing.communicate()[1]
            indexing.communicate()
            wait_for(lambda: generations[-1] == 2, 10)
            stop.set()
            for done in asking:
                done.result()
        answer = client.post("/api/ask", json={"question": "毛布は何枚ありますか"}).json()
        assert client.get("/api/meetings").json()["total"] == 2
    assert set(statuses) == {200}
    assert set(generations) == {1, 2}
    assert "毛布" in answer["passages"][0]["text"]


def test_ctrl_c_stops_the_server_in_order(settings: Settings) -> None:
    with served(settings.library) as (process, client):
        assert client.get("/health").json() == {"status": "alive"}
        client.close()
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=30)
        assert process.returncode == 0
    assert "Traceback" not in log


def test_a_port_in_use_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnusable, match=f"127.0.0.1:{port}") as refused:
            serve(Settings(library=tmp_path / "library"), "127.0.0.1", port)
    assert "\n" not in refused.value.line("ja")


@pytest.mark.parametrize(("host", "port"), [("203.0.113.7", 0), ("127.0.0.1", 70000)])
def test_an_address_that_cannot_be_had_is_told(tmp_path: Path, host: str, port: int) -> None:
    with pytest.raises(AddressUnusable, match=host):
        serve(Settings(library=tmp_path / "library"), host, port)
