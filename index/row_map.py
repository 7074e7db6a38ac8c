"""What each row of a generation is: passage, units, role, exchange; and which rows answer which.

    rows of passages, links → rows.npz, read back as arrays

Everything that ranking asks of the structure of minutes is answered here for many rows at once, without
the database. It knows no text and no score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import GenerationDamaged
from index.meeting import Role
from index.row_links import RowLink, RowPlace, number_exchanges

__all__ = ["MappedRow", "RowMap"]

_ROLES = tuple(Role)
_QUESTION, _ANSWER = _ROLES.index(Role.QUESTION), _ROLES.index(Role.ANSWER)

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A passage as a generation is built from it.

    Attributes:
        key: the library's.
        units: how many vectors it has.
        place: where it stands.
        digest: the same for passages of the same words, as a signed 64 bit number.
    """

    key: int
    units: int
    place: RowPlace
    digest: int = 0


@dataclass(frozen=True)
class RowMap:
    """What each row is, in arrays.

    Attributes:
        keys: (passages,) int64, the library's keys.
        starts: (passages + 1,) int64, where the units of each passage begin.
        roles: (passages,) int8, the number of the remark's role among `Role`, -1 for none.
        exchanges: (passages,) int32, the exchange of questions and answers it is part of, -1 for none.
        digests: (passages,) int64, equal where the words are.
        links: (links, 4) int64, first and last row (exclusive) of a question, and of its answer.
    """

    keys: NDArray[np.int64]
    starts: NDArray[np.int64]
    roles: NDArray[np.int8]
    exchanges: NDArray[np.int32]
    digests: NDArray[np.int64]
    links: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[MappedRow], links: Sequence[RowLink]) -> RowMap:
        """From the passages in the order of their meetings, and the links among them."""
        places = [row.place for row in rows]
        roles = [_ROLES.index(place.role) if place.role else -1 for place in places]
        return cls(
            keys=np.array([row.key for row in rows], np.int64),
            starts=np.cumsum([0, *(row.units for row in rows)], dtype=np.int64),
            roles=np.array(roles, np.int8),
            exchanges=np.array(number_exchanges(places), np.int32),
            digests=np.array([row.digest for row in rows], np.int64),
            links=np.array([(*k.question, *k.answer) for k in links], np.int64).reshape(-1, 4),
        )

    def write(self, path: Path) -> None:
        """Write the file."""
        np.savez(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def read(cls, path: Path) -> RowMap:
        """Read the file.

        Raises:
            GenerationDamaged: it cannot be read.
        """
        try:
            with path.open("rb") as stream, np.load(stream) as arrays:
                return cls(**{name: arrays[name] for name in arrays.files})
        except (OSError, EOFError, TypeError, ValueError, BadZipFile) as error:
            raise GenerationDamaged(file=path, detail=error) from error

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.keys)

    def with_role(self, rows: Rows, role: Role) -> NDArray[np.bool_]:
        """(len(rows),) bool: which rows belong to a remark of this role."""
        held: NDArray[np.bool_] = self.roles[rows] == _ROLES.index(role)
        return held

    def units_of(self, rows: Rows) -> tuple[Rows, Rows]:
        """The numbers of all units of these passages, in order, and where those of each begin.

        Returns:
            units, (units,), and starts, (len(rows) + 1,): those of the i-th passage are
            `units[starts[i] : starts[i + 1]]`.
        """
        return _ranges(self.starts[rows], self.starts[rows + 1])

    def passages_of(self, units: Rows) -> Rows:
        """The passage of each unit."""
        return np.searchsorted(self.starts, units, side="right") - 1

    # -- questions and answers ----------------------------------------------------------------

    def answers_to(self, rows: Rows) -> Rows:
        """The rows of all answers to what these rows ask, ascending."""
        _, links = self._asked.of_rows(rows)
        answers, _ = _ranges(self.links[links, 2], self.links[links, 3])
        return np.unique(answers)

    def questions_of(self, rows: Rows) -> tuple[Rows, Rows, Rows]:
        """The questions that rows answer: (pairs,) three times.

        Returns:
            for each pair of an answer and a question the index into `rows`, and the first and the last
            row (exclusive) of the question.
        """
        owners, links = self._answered.of_rows(rows)
        return owners, self.links[links, 0], self.links[links, 1]

    def with_questions(self, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The allowed rows, and the questions of the exchanges in which one of them answers."""
        answers = allowed & (self.roles == _ANSWER) & (self.exchanges >= 0)
        answered = np.zeros(int(self.exchanges.max(initial=-1)) + 2, np.bool_)
        answered[self.exchanges[answers]] = True
        # Index -1 is the last: rows outside any exchange.
        questions: NDArray[np.bool_] = (self.roles == _QUESTION) & answered[self.exchanges]
        return allowed | questions

    @cached_property
    def _answered(self) -> _LinkedRows:
        return _LinkedRows.of(self.links[:, 2:])

    @cached_property
    def _asked(self) -> _LinkedRows:
        return _LinkedRows.of(self.links[:, :2])


@dataclass(frozen=True, slots=True)
class _LinkedRows:
    """Which links each row has a part in: (pairs,) int64 arrays, sorted by row."""

    rows: Rows
    links: Rows

    @classmethod
    def of(cls, ranges: NDArray[np.int64]) -> _LinkedRows:
        """From the first and last row (exclusive) of each link, (links, 2) int64."""
        rows, starts = _ranges(ranges[:, 0], ranges[:, 1])
        links = np.repeat(np.arange(len(ranges)), np.diff(starts))
        order = np.argsort(rows, kind="stable")
        return cls(rows[order], links[order])

    def of_rows(self, rows: Rows) -> tuple[Rows, Rows]:
        """For each pair of a row and a link of it, the index into `rows` and the link."""
        pairs, starts = _ranges(
            np.searchsorted(self.rows, rows), np.searchsorted(self.rows, rows + 1)
        )
        return np.repeat(np.arange(len(rows)), np.diff(starts)), self.links[pairs]


def _ranges(first: Rows, last: Rows) -> tuple[Rows, Rows]:
    """The numbers of several ranges [first, last) one after another, and where each begins."""
    counts = last - first
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return np.repeat(first - starts[:-1], counts) + np.arange(starts[-1]), starts
