"""Lines of an attendance list → attendees: inline lists, bullets, tables, columns of spaced names.

What is no clear name with an office stays out rather than in: an attendee is what speakers are
joined to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from index.meeting import Attendee
from index.people import is_office, split_label

__all__ = ["Entry", "read_roster"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An attendee, the length of the surname where it is set apart, and initials or a handle."""

    attendee: Attendee
    surname: int = 0
    aliases: tuple[str, ...] = ()


_LEADING = re.compile(r"(?:[・•*+○◎●◆◇■□-]\s*|\|\s*|\d{1,2}[.)]\s+)+")
_GROUP = re.compile(
    r"(?:[<【〔《(]\s*(?P<bracketed>[^<>【】〔〕《》()]{1,24})\s*[>】〕》)]|(?P<plain>[^:、,()]{1,24}):)\s*"
)
_ASIDE = re.compile(
    r"(?:敬称略|順不同|五十音順|名\)|以上|別紙|末尾|名簿|未定|なし|順|敬称|随時|"
    r"事務局より|次のとおり|下記|記載|オンライン含む|会議室|テレビ会議|欠席)"
)
# ソニー 福地、富士通 大内: one organisation that cannot be a surname settles the whole list.
_ORGANISATION = re.compile(
    r"(?:[A-Za-z][\w&.-]*|[ァ-ヺー・]{3,}|\S*(?:株式会社|大学|センター|協会))\s+[一-鿿々]{1,4}(?:\s|\Z)"
)
# A name in a column holds neither digits nor brackets.
_NAME = re.compile(r"[^\W\d_][^\d()]*\Z")
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(
    r"\s*\(?(?:計|全)?\s*\d{1,3}\s*[名人]\)?\s*|\(?敬称略\)?|※\S{0,12}|\(敬称略[^()]*\)"
)
_SEPARATOR = re.compile(r"[、,;・](?![^(]*\))|\s*[，､]\s*")
_SEAT = re.compile(r"(?:\A|\s)\d{1,3}\s*番\s+")
_LONGEST = 2000  # characters of a line; a longer one is no list of names
_COLUMNS = re.compile(r"\s{2,}")
_YEAR_OF_STUDY = re.compile(r"\A\s*[BMD]\d\s+(?=\D)")  # B4 山田花子
_HANDLE = re.compile(r"\(?@([\w-]+)\)?")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿々]")
_LATIN_NAME = re.compile(r"[^\W\d_][\w.'-]*(?: [\w.'-]+){0,4}\Z")
_SHORT_NOTE = re.compile(
    r"リモート|オンライン|Skype|Zoom|Teams|Hangout|Webex|電話|議事録|書記|司会|途中|代理|欠席|名$|会議室|Web|WEB|remote|guest|chair|scribe|^\d",
    re.IGNORECASE,
)


def read_roster(lines: Iterable[tuple[str, str | None]]) -> list[Entry]:
    """Read the lines of attendance fields.

    Args:
        lines: (folded text, words of the label that the line belongs to) in order.
    """
    found: list[Entry] = []
    group: str | None = None
    label_before: str | None = None
    table = _Table()
    for text, label in lines:
        if label != label_before:
            group, label_before = _group_name(label), label
        if table.takes(text):
            found += table.entries(text)
            continue
        body = _LEADING.sub("", text).strip(" |")
        heading = _GROUP.match(body)
        if heading and not _is_note(heading):
            group = _group_name(heading["bracketed"] or heading["plain"])
            body = body[heading.end() :]
        elif is_office(body) and len(body) <= 12 and not split_label(body).name:
            group, body = body, ""
        found += [e for e in _entries(body, group) if e.attendee.name]
    return _unique(found)


def _group_name(label: str | None) -> str | None:
    """委員, 事務局, ゲストスピーカー; a label that only says who was there gives no role."""
    if label is None:
        return None
    name = re.sub(r"\s|\(.*?\)|^出席(?=委員|議員|構成員|理事者|執行部)", "", label)
    plain = (
        "出席|参加|Present|Attend|Particip|Members|メンバー|説明|名簿|Anwesende|Gäste|事務局職員"
        "|한|참석|人员|による|関係者|会場|オンライン|現地|リモート"
    )
    return None if re.search(plain, name, re.IGNORECASE) or len(name) > 14 else name


def _is_note(heading: re.Match[str]) -> bool:
    words = heading["bracketed"] or heading["plain"]
    return bool(_ASIDE.search(words)) and heading["bracketed"] is not None


def _entries(body: str, group: str | None) -> Iterator[Entry]:
    if (
        not body
        or len(body) > _LONGEST
        or "://" in body
        or _ASIDE.fullmatch(body)
        or body.endswith("。")
    ):
        return
    if _SEAT.match(body):
        for name in map(_joined, _SEAT.split(body)):
            if 1 < len(name) <= 12:
                yield Entry(Attendee(name, "議員" if group is None else group))
        return
    columns = _office_and_name(body)
    if columns:
        yield from columns
        return
    body = _COUNT.sub("", body)
    parts = _split(body)
    organisation_first = any(_ORGANISATION.match(p) for p in parts)
    entries = [e for e in (_person(p, group, organisation_first) for p in parts) if e is not None]
    yield from _share_affiliation(entries)


def _split(body: str) -> list[str]:
    """Cut at separators outside brackets; without any, at spaces between several whole names."""
    parts = []
    depth = start = 0
    for i, c in enumerate(body):
        depth += (c in "([") - (c in ")]")
        if depth <= 0 and c in "、,;，､/":
            parts.append(body[start:i])
            start = i + 1
    parts.append(body[start:])
    parts = [p.strip() for p in parts if p.strip()]
    if len(parts) == 1 and "(" not in body:
        words = body.split()
        if len(words) >= 2 and all(_JAPANESE.search(w) and 3 <= len(w) <= 12 for w in words):
            return words if all(_whole(w) for w in words) else parts
    return parts


def _whole(word: str) -> bool:
    """A word that is a name for itself: 秋池玲子, 山田委員."""
    label = split_label(word)
    return label.name is not None and (label.office is not None or len(word) in (3, 4, 5))


def _person(part: str, group: str | None, organisation_first: bool) -> Entry | None:
    handle = _HANDLE.search(part)
    part = _YEAR_OF_STUDY.sub("", _HANDLE.sub("", part)).strip()
    name, notes, after = _brackets(part)
    role = next((n for n in after if n), None)
    if not name and handle:
        return Entry(Attendee(handle[1], group), 0, (handle[1],))
    if not name or len(name) > 40 or (_JAPANESE.search(name) and _DIGIT.search(name)):
        return None
    affiliation = next((n for n in notes if not _SHORT_NOTE.search(n)), None)
    entry = (
        _latin(name, group)
        if not _JAPANESE.search(name)
        else _japanese(name, group, organisation_first)
    )
    if entry is None:
        return None
    attendee = entry.attendee
    if affiliation and is_office(affiliation) and attendee.role is None:
        attendee = replace(attendee, role=affiliation)
    elif affiliation:
        attendee = replace(attendee, affiliation=affiliation)
    attendee = replace(attendee, role=role or attendee.role)
    aliases = (*entry.aliases, handle[1]) if handle else entry.aliases
    return Entry(attendee, entry.surname, aliases)


def _brackets(part: str) -> tuple[str, list[str], list[str]]:
    """手塚悟(大学教授)【主査】 → name, notes in round brackets, roles in square ones."""
    notes = re.findall(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", part)
    roles = re.findall(r"[【\[]([^】\]]{1,16})[】\]]", part)
    bare = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|[【\[][^】\]]*[】\]]|※.*", " ", part)
    return " ".join(bare.split()), [n.strip() for n in notes], roles


def _latin(name: str, group: str | None) -> Entry | None:
    if not _LATIN_NAME.match(name):
        return None
    return Entry(Attendee(name, group))


def _japanese(name: str, group: str | None, organisation_first: bool) -> Entry | None:
    words = name.split()
    role = group
    if len(words) > 1 and re.fullmatch(r"氏|君|さん|様|先生", words[-1]):
        words.pop()
    elif len(words) > 1 and is_office(words[-1]) and not split_label(words[-1]).name:
        role = words.pop()
    elif len(words) > 1 and is_office(words[0]) and len(words[0]) > 1:
        role = words.pop(0)
    if len(words) == 1:
        return _unspaced(words[0], role, spoken=role is not group)
    if len(words) == 2 and max(map(len, words)) <= 5 and not organisation_first:
        return Entry(Attendee("".join(words), role), len(words[0]))
    if all(len(w) <= 2 for w in words):
        return Entry(Attendee("".join(words), role))
    if len(words) >= 2:  # 富士通 大内: organisation before the name
        last = _unspaced(words[-1], role, spoken=True)
        return (
            Entry(replace(last.attendee, affiliation=" ".join(words[:-1])), last.surname)
            if last
            else None
        )
    return None


def _unspaced(word: str, role: str | None, *, spoken: bool) -> Entry | None:
    label = split_label(word)
    if label.name is None or spoken:
        return Entry(Attendee(word, role)) if len(word) <= 12 and not is_office(word) else None
    return Entry(Attendee(label.name, label.office or role))


def _office_and_name(body: str) -> list[Entry]:
    """Columns: 企画部長　　　外　川　吉　彦　　　総務部長　　番　場　邦　夫."""
    cells = [c.strip() for c in _COLUMNS.split(body) if c.strip()]
    if len(cells) < 2:
        cells = _before_spaced_name(body)
    found: list[Entry] = []
    office: str | None = None
    name: list[str] = []
    for cell in [*cells, ""]:
        joined = "".join(cell.split())
        if cell and not (len(joined) > 1 and is_office(joined)):
            name.append(cell)
            continue
        whole = _joined(" ".join(name))
        if office and 2 <= len(whole) <= 8 and _NAME.match(whole):
            found.append(Entry(Attendee(whole, office)))
        office, name = joined, []
    return found


def _before_spaced_name(body: str) -> list[str]:
    match = re.match(r"(?P<office>\S{2,24}) {2,}(?P<name>\S{1,5}(?: {1,3}\S{1,6}){0,5})\Z", body)
    return [match["office"], match["name"]] if match else []


def _joined(name: str) -> str:
    words = name.split()
    if len(words) > 1 and words[-1] in {"君", "議員", "委員", "氏", "さん"}:
        words.pop()
    name = "".join(words)
    return name[:-1] if len(name) > 3 and name.endswith("君") else name


def _share_affiliation(entries: list[Entry]) -> list[Entry]:
    """A、B、C（所属）: the organisation after the last of a line is that of all, where no other has one."""
    if len(entries) < 2 or entries[-1].attendee.affiliation is None:
        return entries
    if any(e.attendee.affiliation for e in entries[:-1]) or any(e.aliases for e in entries):
        return entries
    shared = entries[-1].attendee.affiliation
    return [replace(e, attendee=replace(e.attendee, affiliation=shared)) for e in entries]


def _unique(entries: list[Entry]) -> list[Entry]:
    return list({(e.attendee.name, e.attendee.role): e for e in entries}.values())


class _Table:
    """A Markdown or tab-separated table with a heading row: | Name | Abbreviation | Organization |."""

    _COLUMNS_OF: ClassVar = {
        "name": re.compile(r"氏名|名前|お名前|^name$|^attendee|参加者|委員名", re.IGNORECASE),
        "alias": re.compile(r"abbr|initial|略称|github|handle|id", re.IGNORECASE),
        "affiliation": re.compile(
            r"所属|会社|組織|団体|organi[sz]ation|company|affiliation", re.IGNORECASE
        ),
        "role": re.compile(r"役職|職名|役割|区分|^role", re.IGNORECASE),
    }

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def takes(self, text: str) -> bool:
        """Whether the line is a row of a table whose heading row has been seen, or that row."""
        cells = self._cells(text)
        if len(cells) < 2:
            self._at = {}
            return False
        at = {k: i for k, p in self._COLUMNS_OF.items() for i, c in enumerate(cells) if p.search(c)}
        if "name" in at and len(at) > 1:
            self._at = at
        return bool(self._at)

    def entries(self, text: str) -> list[Entry]:
        """The attendee of a row; nothing for the heading row."""
        cells = self._cells(text)
        name = self._cell(cells, "name")
        if not name or self._COLUMNS_OF["name"].search(name) or not re.search(r"\w", name):
            return []
        attendee = Attendee(
            name if name.isascii() or not _JAPANESE.search(name) else _joined(name),
            self._cell(cells, "role"),
            self._cell(cells, "affiliation"),
        )
        alias = self._cell(cells, "alias")
        return [Entry(attendee, 0, (alias.lstrip("@"),) if alias else ())]

    def _cell(self, cells: list[str], column: str) -> str | None:
        at = self._at.get(column)
        return (cells[at] or None) if at is not None and at < len(cells) else None

    @staticmethod
    def _cells(text: str) -> list[str]:
        sign = "|" if text.startswith("|") else "\t"
        return [c.strip() for c in text.strip("|").split(sign)] if sign in text else []
