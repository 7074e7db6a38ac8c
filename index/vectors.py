"""Unit vectors ↔ a FAISS file: written once, mapped read-only, searched by inner product.

    (units, dimension) float32, unit rows → vectors.faiss

It knows row numbers only, not what a row stands for. Factories by size as measured in DESIGN.md:
exact search is bound by memory bandwidth and good for 200,000 vectors. A byte a dimension is a third faster
than half precision at 295,000 real vectors (8.2 and 12.7 ms) and finds .987 of the same 200 nearest.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import GenerationDamaged

__all__ = ["VectorIndex", "factory_for"]

_EXACT_UP_TO = 200_000
_EVERY_ONE_UP_TO = 1_000_000
_PROBES = 32
_TRAINED_ON = 39  # vectors a list; FAISS takes 256 and needs as many times longer


def factory_for(rows: int) -> str:
    """The FAISS factory string for so many vectors."""
    if rows <= _EXACT_UP_TO:
        return "Flat"
    if rows <= _EVERY_ONE_UP_TO:
        return "SQ8"
    return f"IVF{int(4 * rows**0.5)},SQ8"


class VectorIndex:
    """Searches the vectors of one file. Scores are inner products: higher is nearer."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @property
    def rows(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    @classmethod
    def write(cls, path: Path, vectors: NDArray[np.float32], factory: str) -> None:
        """Train where the factory needs it, add all rows and write the file.

        Args:
            path: the file to make.
            vectors: (rows, dimension) float32, unit rows.
            factory: a FAISS factory string.
        """
        index = faiss.index_factory(vectors.shape[1], factory, faiss.METRIC_INNER_PRODUCT)
        if isinstance(index, faiss.IndexIVF):
            index.cp.max_points_per_centroid = _TRAINED_ON
        if not index.is_trained:
            index.train(vectors)
        index.add(vectors)
        if isinstance(index, faiss.IndexIVF):
            index.make_direct_map()  # saved with the index; `scores` looks rows up by number
        try:
            faiss.write_index(index, str(path))
        except RuntimeError as error:
            # FAISS reports a full disk as a RuntimeError; to the caller it is one of the disk.
            raise OSError(str(error)) from error

    @classmethod
    def open(cls, path: Path) -> VectorIndex:
        """Map the file; its pages are shared between processes and read on demand.

        Raises:
            GenerationDamaged: FAISS cannot read it.
        """
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            detail = str(error).rsplit("Error: ", 1)[-1].strip()
            raise GenerationDamaged(file=path.name, detail=detail) from error
        if isinstance(index, faiss.IndexIVF):
            index.nprobe = _PROBES
        # Idle helper threads of FAISS and BLAS spin for a while, and the next question finds no idle
        # core to be embedded on: without them a question took 31 ms instead of 52.
        faiss.omp_set_num_threads(1)
        return cls(index)

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The `k` nearest rows, best first, and their scores.

        Args:
            query: (dimension,) float32, unit length.
            k: how many rows at most.
            allowed: (rows,) bool; only these rows may be found. None allows all.
        """
        k = min(k, self.rows if allowed is None else int(allowed.sum()))
        if k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(bits))
            parameters = self._parameters(selector, self.rows / int(allowed.sum()))
        scores, rows = self._index.search(query[None, :], k, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def _parameters(self, selector: faiss.IDSelector, rarity: float) -> faiss.SearchParameters:
        """Settings of a search among chosen rows, of which one in `rarity` is allowed."""
        if isinstance(self._index, faiss.IndexIVF):
            # As many allowed rows are looked at as an unfiltered search looks at rows.
            probes = min(self._index.nlist, int(_PROBES * rarity) + 1)
            return faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        return faiss.SearchParameters(sel=selector)

    def scores(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The inner products of chosen rows with the query, (len(rows),) float32."""
        if len(rows) == 0:
            return np.empty(0, np.float32)
        # Not `@`: see `open`.
        products: NDArray[np.float32] = np.einsum("ij,j->i", self._rows_of(rows), query)
        return products

    def _rows_of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        if isinstance(self._index, faiss.IndexFlat):
            # The mapped rows themselves: .9 ms for 1,500 rows; FAISS copies them one by one in 6.7.
            count = self.rows * self.dimension
            matrix = faiss.rev_swig_ptr(self._index.get_xb(), count).reshape(-1, self.dimension)
            chosen: NDArray[np.float32] = matrix[rows]
        else:
            chosen = self._index.reconstruct_batch(rows)
        return chosen
