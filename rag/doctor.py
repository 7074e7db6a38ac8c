"""An installation → findings: what is in order, what is not, and what to do about it.

Each check looks at one part and answers within a second; PyTorch is not imported unless a model of
one's own is set. Nothing is changed.
"""

from __future__ import annotations

import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, Literal

from index.embedding import query_embedder
from index.errors import AskTheMinutesError, LibraryEmpty, LibraryMissing
from index.generation import GenerationReader, GenerationSpec
from index.library import Library
from index.models import (
    DEFAULT_MODEL,
    bfloat16_flags,
    preferred_dtype,
    unpacked_model,
    user_cache_directory,
)
from index.synonyms import Synonyms
from index.wording import Wording
from rag.messages import CHECKS, FINDINGS
from rag.settings import Settings
from rag.version import program_version
from rag.wiring import make_analyzer

__all__ = ["Finding", "Level", "examine"]

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `remedy` says what to do; it is None where there is nothing to do."""

    check: str
    level: Level
    message: Wording
    remedy: Wording | None = None

    @property
    def name(self) -> Wording:
        """The check's name for people."""
        return CHECKS[self.check]


def examine(settings: Settings) -> Iterator[Finding]:
    """Run every check, in the order in which one depends on another."""
    for name, check in _CHECKS.items():
        try:
            yield from check(settings)
        except AskTheMinutesError as error:
            yield _from_error(name, error)


def _from_error(check: str, error: AskTheMinutesError) -> Finding:
    level: Level = "warning" if isinstance(error, LibraryMissing | LibraryEmpty) else "error"
    problem = Wording(ja=error.what("ja"), en=error.what("en"))
    return Finding(check, level, problem, Wording(ja=error.mend("ja"), en=error.mend("en")))


def _filled(name: str, **slots: object) -> Wording:
    wording = FINDINGS[name]
    return Wording(ja=wording.render("ja", **slots), en=wording.render("en", **slots))


# ---------------------------------------------------------------------------------------------
# Python and packages

_PACKAGES: Final = (
    "bm25s",
    "faiss-cpu",
    "fastapi",
    "lxml",
    "numpy",
    "pydantic",
    "pypdfium2",
    "rich",
    "sentence-transformers",
    "sudachidict-core",
    "sudachipy",
    "torch",
    "transformers",
    "typer",
    "uvicorn",
)
_TESTED_TORCH: Final = "2.13.0"


def _python(_: Settings) -> Iterator[Finding]:
    yield Finding(
        "python",
        "ok",
        _filled(
            "python",
            python=platform.python_version(),
            program=program_version(),
            system=f"{platform.system()} {platform.machine()}",
            executable=sys.executable,
        ),
    )


def _packages(_: Settings) -> Iterator[Finding]:
    found, missing = {}, []
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            missing.append(package)
    listed = ", ".join(f"{name} {number}" for name, number in found.items())
    if missing:
        message = _filled("packages_missing", missing=", ".join(missing))
        yield Finding("packages", "error", message, _filled("install"))
    elif found["torch"].partition("+")[0] != _TESTED_TORCH:
        message = _filled("torch_differs", found=found["torch"], tested=_TESTED_TORCH)
        yield Finding("packages", "warning", message, _filled("install"))
    yield Finding("packages", "ok", _filled("packages", listed=listed))


# ---------------------------------------------------------------------------------------------
# Model and dictionary


def _model(settings: Settings) -> Iterator[Finding]:
    begun = time.perf_counter()
    embedder = query_embedder(settings.model, settings.cache)
    embedder.embed_query("会議")
    facts = {
        "model": embedder.model_id,
        "dimension": embedder.dimension,
        "seconds": f"{time.perf_counter() - begun:.2f}",
    }
    if settings.model is not None:
        yield Finding("model", "ok", _filled("model_own", path=settings.model, **facts))
        return
    directory, is_unpacked = unpacked_model(settings.cache)
    name = "model_bundled" if is_unpacked else "model_packed"
    package = f"{DEFAULT_MODEL.package} {version(DEFAULT_MODEL.package)}"
    yield Finding("model", "ok", _filled(name, path=directory, package=package, **facts))


def _precision(_: Settings) -> Iterator[Finding]:
    flags = " ".join(bfloat16_flags())
    yield Finding("precision", "ok", _filled(preferred_dtype(), flags=flags))


def _dictionary(settings: Settings) -> Iterator[Finding]:
    analyzer = make_analyzer(settings)
    words = analyzer.terms("窓口の予約").words
    yield Finding("dictionary", "ok", _filled("dictionary", id=analyzer.id, words=" ".join(words)))
    if analyzer.dictionary:
        facts = {"count": len(analyzer.dictionary.entries), "path": settings.user_dictionary_path}
        yield Finding("dictionary", "ok", _filled("own_words", **facts))


def _synonyms(settings: Settings) -> Iterator[Finding]:
    groups = len(Synonyms.read(settings.synonyms_path, make_analyzer(settings)))
    name = "synonyms" if groups else "no_synonyms"
    yield Finding("synonyms", "ok", _filled(name, count=groups, path=settings.synonyms_path))


# ---------------------------------------------------------------------------------------------
# Library


def _library(settings: Settings) -> Iterator[Finding]:
    library = Library.open(settings.library)
    meetings = library.meetings()
    files = library.files().values()
    refused = [state.path for state in files if state.status == "refused"]
    counts = {
        "path": settings.library,
        "meetings": len(meetings),
        "remarks": sum(meeting.remarks for meeting in meetings),
        "size": _size(_bytes_below(settings.library)),
    }
    yield Finding("library", "ok", _filled("library", **counts))
    if refused:
        names = ", ".join(Path(path).name for path in refused)
        message = _filled("refused_files", count=len(refused), names=names)
        yield Finding("library", "warning", message, _filled("index_again"))


def _index(settings: Settings) -> Iterator[Finding]:
    try:
        library = Library.open(settings.library)
    except LibraryMissing:
        return  # said already
    embedder = query_embedder(settings.model, settings.cache)
    spec = GenerationSpec(embedder.model_id, embedder.dimension, make_analyzer(settings).id)
    reader = GenerationReader.open(library, spec)
    reader.verify()
    manifest = reader.manifest
    yield Finding(
        "index",
        "ok",
        _filled(
            "index",
            number=reader.number,
            passages=manifest["passages"],
            units=manifest["units"],
            factory=manifest["factory"],
            model=manifest["model"],
            format=manifest["format"],
        ),
    )


# ---------------------------------------------------------------------------------------------
# Disk, settings, terminal

# Bytes: below the first nothing can be written safely, below the second a model does not fit.
_TOO_LITTLE, _LITTLE = 50 * 2**20, 700 * 2**20


def _disk(settings: Settings) -> Iterator[Finding]:
    for path in dict.fromkeys([settings.library, settings.cache or user_cache_directory()]):
        free = shutil.disk_usage(_existing(path)).free
        level: Level = "error" if free < _TOO_LITTLE else "warning" if free < _LITTLE else "ok"
        message = _filled("disk", path=path, free=_size(free))
        yield Finding("disk", level, message, None if level == "ok" else _filled("make_room"))


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    absolute = path.expanduser().absolute()
    return next(p for p in (absolute, *absolute.parents) if p.exists())


def _settings(settings: Settings) -> Iterator[Finding]:
    values = settings.model_dump()
    listed = ", ".join(f"{name}={value}" for name, value in values.items() if value is not None)
    yield Finding("settings", "ok", _filled("settings", listed=listed))


def _terminal(_: Settings) -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "ascii"
    if encoding.lower().replace("-", "").startswith("utf"):
        yield Finding("terminal", "ok", _filled("terminal", encoding=encoding))
    else:
        message = _filled("terminal_not_unicode", encoding=encoding)
        yield Finding("terminal", "warning", message, _filled("use_utf8"))


def _bytes_below(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _size(count: int) -> str:
    return f"{count / 2**30:,.1f} GB" if count >= 2**30 else f"{count / 2**20:,.1f} MB"


_CHECKS: Final[dict[str, Callable[[Settings], Iterator[Finding]]]] = {
    "python": _python,
    "packages": _packages,
    "model": _model,
    "precision": _precision,
    "dictionary": _dictionary,
    "synonyms": _synonyms,
    "library": _library,
    "index": _index,
    "disk": _disk,
    "settings": _settings,
    "terminal": _terminal,
}
