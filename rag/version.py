"""The version of the installed program."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

__all__ = ["DISTRIBUTION", "program_version"]

DISTRIBUTION = "gijiroku-rag"


def program_version() -> str:
    """The version that pip installed; "0+source" where the program runs without being installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "0+source"
