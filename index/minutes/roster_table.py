"""A Markdown or tab-separated table with a heading row (| Name | Abbreviation | Organization |) → attendees."""

from __future__ import annotations

import re
from typing import ClassVar

from index.meeting import Attendee
from index.minutes.columns import read_columns
from index.minutes.entry import Entry

__all__ = ["RosterTable"]

_NUMBER_COLUMN = re.compile(r"(?:No\.?|番号|#)\Z", re.IGNORECASE)
_NUMBERED_ROW = re.compile(r"(\d{1,3})[\t ]+(\S.*)")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿々]")


class RosterTable:
    """The rows of one table, once its heading row has told what its columns hold."""

    _COLUMNS_OF: ClassVar = {
        "name": re.compile(r"氏\s*名|名前|お名前|^name$|^attendee|参加者|委員名", re.IGNORECASE),
        "alias": re.compile(r"abbr|initial|略称|github|handle|^id$", re.IGNORECASE),
        "affiliation": re.compile(
            r"所\s*属|会社|組織|団体|organi[sz]ation|company|affiliation", re.IGNORECASE
        ),
        "role": re.compile(r"役\s*職|職\s*名|役割|区\s*分|^role", re.IGNORECASE),
    }

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._width = 0
        self._numbered = False

    def takes(self, text: str) -> bool:
        """Whether the line is a row of a table whose heading row has been seen, or that row."""
        cells = self._cells(text)
        if len(cells) < 2:
            self._at = self._at if self._numbered else {}
            return False
        at = {k: i for k, p in self._COLUMNS_OF.items() for i, c in enumerate(cells) if p.search(c)}
        if "name" in at and len(at) > 1:
            self._at, self._width = at, len(cells)
            self._numbered = bool(_NUMBER_COLUMN.match(cells[0])) and at["name"] == 1
        return bool(self._at) and len(cells) == self._width

    def entries(self, text: str) -> list[Entry]:
        """The attendee of a row; nothing for the heading row."""
        cells = self._cells(text)
        name = self._cell(cells, "name")
        if not name or self._COLUMNS_OF["name"].search(name) or not re.search(r"\w", name):
            return []
        alias = self._cell(cells, "alias")
        listed = read_columns(name).persons if _JAPANESE.search(name) else []
        whole = listed[0].name if len(listed) == 1 else name
        attendee = Attendee(whole, self._cell(cells, "role"), self._cell(cells, "affiliation"))
        surname = listed[0].surname if len(listed) == 1 else 0
        return [Entry(attendee, surname, (alias.lstrip("@"),) if alias else ())]

    def _cell(self, cells: list[str], column: str) -> str | None:
        at = self._at.get(column)
        return (cells[at] or None) if at is not None and at < len(cells) else None

    def _cells(self, text: str) -> list[str]:
        sign = "|" if text.startswith("|") else "\t"
        row = _NUMBERED_ROW.match(text) if self._numbered else None
        if row:
            return [row[1], *self._behind_number(row[2])]
        return [c.strip() for c in text.strip("|").split(sign)] if sign in text else []

    def _behind_number(self, rest: str) -> list[str]:
        """A PDF loses some of the gaps between columns: two words are the name then."""
        cells = [c.strip() for c in rest.split("\t")]
        words = rest.split()
        if len(cells) == self._width - 1 or len(words) < 3 or self._width != 3:
            return cells
        return [" ".join(words[:2]), " ".join(words[2:])]
