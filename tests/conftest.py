"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory of real minutes and test sets beside the project, which is not part of it."""
    path = PROJECT.parent / "shared"
    if not path.is_dir():
        pytest.skip(f"needs the real minutes and test sets in {path}, which are not shipped")
    return path
