"""The facts of the machine that a benchmark ran on: nobody can read a figure without them."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

# Flags of the processor that decide how fast vectors are multiplied.
_TELLING_FLAGS = ("avx2", "f16c", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16")


def machine_facts(*packages: str) -> dict[str, str]:
    """Processor, cores, load, memory, system and versions, each ready to print.

    Args:
        packages: distributions whose versions matter to the benchmark.
    """
    facts = {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _proc("cpuinfo", "model name") or platform.processor(),
        "flags": " ".join(flag for flag in _TELLING_FLAGS if flag in _flags()),
        "cores": str(os.cpu_count()),
        # Others working on the same machine make every figure a lower bound.
        "load before": f"{os.getloadavg()[0]:.2f}",
        "memory": _proc("meminfo", "MemTotal"),
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    }
    return facts | {name: importlib.metadata.version(name) for name in packages}


def print_machine(*packages: str) -> None:
    """Print the facts as lines that a Markdown page can hold."""
    for name, value in machine_facts(*packages).items():
        print(f"- {name}: {value}")


def peak_memory_mb() -> int:
    """The most memory that this process has held so far, in MB (Linux)."""
    return int(_proc("self/status", "VmHWM").split()[0]) // 1024


def _flags() -> list[str]:
    return _proc("cpuinfo", "flags").split()


def _proc(file: str, key: str) -> str:
    """The first value of this key in a file under /proc, or an empty text elsewhere than on Linux."""
    try:
        lines = Path("/proc", file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
