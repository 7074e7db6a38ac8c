"""A Markdown or tab-separated table with a heading row (| Name | Abbreviation | Organization |) → attendees.

A column of presence (出欠, 備考) tells who was absent, who sent a substitute, and at times the office.
"""

from __future__ import annotations

import re
from typing import ClassVar

from index.meeting import Attendee
from index.minutes.roster.columns import office_in, read_columns
from index.minutes.roster.entry import Entry
from index.people import is_office
from index.text import JAPANESE

__all__ = ["RosterTable", "is_heading_row"]

_NUMBER_COLUMN = re.compile(r"(?:No\.?|番号|#)\Z", re.IGNORECASE)
_NUMBERED_ROW = re.compile(r"(\d{1,3})[\t ]+(\S.*)")
_LATIN = re.compile(r"[A-Za-z]{2}")


_SUBSTITUTE = re.compile(
    r"代理\s*(?:出席)?(?:者)?\s*[:(\s]\s*([^\s():、]{1,6}(?: [^\s():、]{1,4})?)"
)
_ABSENT = re.compile(r"[×✕✖xX欠]|欠席|不参加")
_PRESENT = re.compile(r"[○◯〇◎✓レ出]\s*(?:\(([^()]*)\))?\Z")


def _presence(cell: str | None) -> tuple[bool, str | None]:
    """○(委員長), ×, 欠席, 代理:久世 → whether absent, and what else the cell says."""
    if cell is None:
        return False, None
    present = _PRESENT.match(cell)
    return bool(_ABSENT.match(cell)), present[1] if present else cell


def _substitute(name: str, role: str | None, affiliation: str | None) -> list[Entry]:
    """Who came for a member: from the same place, but not with the member's post there."""
    persons = read_columns(name).persons
    if len(persons) != 1:
        return []
    words = (affiliation or "").split()
    while len(words) > 1 and is_office(words[-1]):
        words.pop()
    role = f"{role}(代理)" if role else "代理"
    return [Entry(Attendee(persons[0].name, role, " ".join(words) or None), persons[0].surname)]


class RosterTable:
    """The rows of one table, once its heading row has told what its columns hold."""

    _COLUMNS_OF: ClassVar = {
        "name": re.compile(r"氏\s*名|名前|お名前|^name$|^attendee|参加者|委員名", re.IGNORECASE),
        "alias": re.compile(r"abbr|initial|略称|github|handle|^id$", re.IGNORECASE),
        "affiliation": re.compile(
            r"所\s*属|会社|組織|団体|organi[sz]ation|company|affiliation", re.IGNORECASE
        ),
        "role": re.compile(r"役\s*職|職\s*名|役割|区\s*分|^role", re.IGNORECASE),
        "presence": re.compile(r"^(?:出\s*欠|出\s*席|備\s*考|摘\s*要)"),
    }

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self._width = 0
        self._numbered = False
        self._aligned = False  # by several tabs: an empty cell cannot be told from a wide gap

    def takes(self, text: str) -> bool:
        """Whether the line is a row of a table whose heading row has been seen, or that row."""
        cells = self._cells(text)
        if len(cells) < 2:
            self._at = self._at if self._numbered else {}
            return False
        at = self._columns(cells)
        if "name" in at and len(at) > 1:
            self._aligned = "\t" in text and "" in cells
            if self._aligned:
                cells = [cell for cell in cells if cell]
                at = self._columns(cells)
            self._at, self._width = at, len(cells)
            self._numbered = bool(_NUMBER_COLUMN.match(cells[0])) and at["name"] == 1
        return bool(self._at) and (len(cells) == self._width or self._ends_early(cells, text))

    def _columns(self, cells: list[str]) -> dict[str, int]:
        """What each column holds; the first that fits counts, and a column holds one thing."""
        at: dict[str, int] = {}
        for i, cell in enumerate(cells):
            kind = next((k for k, p in self._COLUMNS_OF.items() if p.search(cell)), None)
            if kind is not None:
                at.setdefault(kind, i)
        return at

    def _ends_early(self, cells: list[str], text: str) -> bool:
        """A row whose last cells are empty: white space at a line's end is not kept."""
        if self._aligned or text.startswith("|") or "presence" not in self._at:
            return False
        return max(i for k, i in self._at.items() if k != "presence") < len(cells) < self._width

    def entries(self, text: str) -> list[Entry]:
        """The attendee of a row; nothing for the heading row."""
        cells = self._cells(text)
        name = self._cell(cells, "name")
        if not name or self._COLUMNS_OF["name"].search(name) or not re.search(r"\w", name):
            return []
        absent, note = _presence(self._cell(cells, "presence"))
        role, affiliation = self._cell(cells, "role"), self._cell(cells, "affiliation")
        role = None if role and role.isdigit() else role
        substitute = _SUBSTITUTE.search(note or "")
        if substitute:
            return _substitute(substitute[1], role, affiliation)
        if absent:
            return []
        role = note if note and office_in(note) else role
        alias = self._cell(cells, "alias")
        japanese = JAPANESE.search(name) and not _LATIN.search(name)
        listed = read_columns(name).persons if japanese else []
        whole = listed[0].name if len(listed) == 1 else name
        attendee = Attendee(whole, role, affiliation)
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
        cells = [c.strip() for c in text.strip("|").split(sign)] if sign in text else []
        return [cell for cell in cells if cell] if self._aligned and sign == "\t" else cells

    def _behind_number(self, rest: str) -> list[str]:
        """A PDF loses some of the gaps between columns: two words are the name then."""
        cells = [c.strip() for c in rest.split("\t")]
        words = rest.split()
        if len(cells) == self._width - 1 or len(words) < 3 or self._width != 3:
            return cells
        return [" ".join(words[:2]), " ".join(words[2:])]


def is_heading_row(text: str) -> bool:
    """Whether a line names the columns of a table of attendees."""
    return RosterTable().takes(text)
