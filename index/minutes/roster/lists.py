"""Lines of an attendance list → attendees: inline lists, bullets, tables, columns of spaced names.

Here are the groups (委員, ＜事務局＞, 出席委員：), what a list shares (an organisation, a generic
office) and what goes on in the next line. What stands in a line is `columns`' matter. What is no
clear name stays out rather than in: an attendee is what speakers are joined to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.meeting import Attendee
from index.minutes.roster.columns import (
    Listed,
    ListedLine,
    brackets_hold_name,
    is_organisation,
    office_in,
    read_columns,
)
from index.minutes.roster.entry import Entry
from index.minutes.roster.names import is_name_word
from index.minutes.roster.table import RosterTable
from index.people import GENERIC_OFFICES, is_office, is_person_label
from index.text import JAPANESE

__all__ = ["Entry", "lists_officers", "read_roster"]

_LEADING = re.compile(r"\A(?:[・•*+■□◆◇-]\s*|\|\s*|\d{1,2}[.)]\s+|\d{1,3}(?:\t|\s+)(?=\D))+")
_GROUP = re.compile(
    r"(?:[<【〔《]\s*(?P<signed>[^<>【】〔〕《》()]{1,24})\s*[>】〕》]|\(\s*(?!(?:株|有|社|財|独|一社|一財|公財|社福|特非)\))(?P<bracketed>[^()]{1,24})\s*\)"
    r"|(?P<plain>[^:、,()<【]{1,24}):|(?P<cell>[^\s:、,()]{1,6}(?:者|側))(?=\t))\s*"
)
_GROUP_INSIDE = re.compile(
    r"(?<=[^\s、,])\s+(?=[^\s:、,()\d]{2,10}:(?!//)"
    r"|\((?:事務局|説明員|説明者|委員|オブザーバー|傍聴者?|欠席者?|当局|執行部|[市町村区県]側)\))"
)
_LONGEST = 2000  # characters of a line; a longer one is no list of names
_REST = re.compile(r"\s*(?:ほか|他|外)\s*[^\s、,]{0,8}?\d{1,3}\s*[名人].*\Z")
_COUNT = re.compile(
    r"\s*\((?:計|全)?\s*\d{1,3}\s*[名人]\)|\(?敬称略\)?|\(敬称略[^()]*\)|※.*|\(以下[^()]*\)"
)
_HEADCOUNT = re.compile(r"[\d一二三四五六七八九十]{1,4}\s*(?:名|人|社|団体|組)(?![一-鿿])")
_YEAR_OF_STUDY = re.compile(r"\A\s*[BMD]\d\s+(?=\D)", re.IGNORECASE)  # B4 山田花子
_SPACED_SEAT = re.compile(r"(?<!\S)(\d{1,3})\s+番(?=\s)")  # 1 番  山 田 太 郎
_SEAT_IN_BRACKETS = re.compile(r"\((\d{1,3}番)\)")
_HANDLE = re.compile(r"\(?@([\w-]+)\)?")
_LATIN_NAME = re.compile(r"[^\W\d_][\w.'-]*(?: [\w.'-]+){0,4}\Z")
_OFFICE_AND_LATIN = re.compile(rf"(?P<office>\S+) (?P<name>{_LATIN_NAME.pattern})")
_COMPANY_WORD = re.compile(
    r"株式会社|\b(?:Inc|Ltd|LLC|GmbH|Corporation|Company|Foundation|University|Laborator(?:y|ies)|Institute|Electric|"
    r"Electronics|Industries|Motors|Solutions?|Technolog(?:y|ies)|Systems|Japan|Project|Academy)\b",
    re.IGNORECASE,
)
# How somebody took part says nothing of who that is.
_MANNER = re.compile(
    r"リモート|オンライン|Skype|Zoom|Teams|Hangout|Webex|電話|会場|現地|会議室|テレビ会議|リアル|Web|remote|ハイブリッド",
    re.IGNORECASE,
)
_SHORT_NOTE = re.compile(
    rf"{_MANNER.pattern}|議事録|書記|司会|途中|代理|欠席|遅刻|早退|退席|名$|\A[記録欠]\Z|筆記|guest|chair|scribe|^\d",
    re.IGNORECASE,
)
_ABSENT = re.compile(r"欠席|不参加|Regrets|Absent", re.IGNORECASE)
_ONLY_PRESENCE = re.compile(
    r"出席|出欠|陪席|列席|参加|Present|Attend|Particip|Members|メンバー|説明|名簿|Anwesende|Gäste|事務局職員"
    r"|한|참석|人员|による|のため|関係者|順不同|敬称",
    re.IGNORECASE,
)
_MEETING_OFFICE = re.compile(
    r"副?(?:委員長|会長|座長|部会長|分科会長|議長|本部長|理事長|幹事長)(?:代理|職務代理者?)?\Z|職務代理者?\Z"
)
# 青葉大学教授 is a post, but of another body.
_ELSEWHERE = re.compile(r"大学|会社|法人|協会|組合|研究所|センター|[市県省庁]")
# Members are sent by somebody: what stands behind a member's name is that, not the part here.
_MEMBERS = frozenset("委員 構成員 会員 評議員 議員 オブザーバー ゲスト ゲストスピーカー".split())
# What somebody does in the meeting, beside where they are from: (書記, 潮風大学).
_TASK = re.compile(r"書記|司会|進行|ファシリ(?:テーター)?|記録(?:者|係)?|議事録")
# 蓮沼、穂積各理事: one office for all names before it.
_EACH = re.compile(r"(?P<name>\S(?:.{0,8}\S)??)\s?[各両](?!務)(?P<office>\S{2,})\Z")
# 理工、農各学部長: units, each with its head, and no names.
_HEAD_OF_UNIT = re.compile(r"(?:[部課局室係班所館校園院署科]|センター|機構)長\Z")
_SAME_UNIT = re.compile(r"同(?P<post>\S{2,})\Z")  # 環境課長 久世、同係長 仁木
_UNIT = re.compile(r".+[課室部局係班所](?=長)")
_SIGNS = {"◎": "委員長", "○": "副委員長"}


def read_roster(lines: Iterable[tuple[str, str | None]]) -> list[Entry]:
    """Read the lines of attendance fields.

    Args:
        lines: (folded text, words of the label that the line belongs to) in order.
    """
    given = list(lines)
    texts = [text for text, _ in given]
    reading = _Roster(signs=_signs_of_office(texts), by_organisation=_lists_by_organisation(texts))
    for text, label in given:
        reading.take(text, label)
    return _unique(reading.found)


def lists_officers(text: str) -> bool:
    """Whether a line is a list of people by office: 本部長(町長)久世、副本部長 穂積、各部長."""
    parts = _split(text[:_LONGEST])
    if len(parts) < 3 or text.endswith("。"):
        return False
    lines = [read_columns(part) for part in parts]
    named = [line.persons for line in lines if len(line.persons) == 1 and line.persons[0].office]
    offices = sum(bool(office_in(part)) for part in parts)
    return len(named) >= 2 and (len(named) + offices) * 2 >= len(parts)


def _lists_by_organisation(lines: Sequence[str]) -> bool:
    """Whether organisations stand on lines of their own among lines of surname and given name."""
    words = [line.split() for line in lines if line != "以上"]
    if not words or is_person_label(lines[0]) or len(words[-1]) == 1:
        return (
            False  # a full name may fill its column and stand unspaced; an organisation comes first
        )
    if _is_pair(words[0]) and len(words[0]) == 2 and not _COMPANY_WORD.search(lines[0]):
        return False
    names = sum(len(w) == 2 and _is_pair(w) for w in words)
    alone = sum(len(w) == 1 and not is_person_label(w[0]) for w in words)
    return names >= 3 and alone >= 2 and names + alone >= len(lines) * 0.7


def _is_pair(words: Sequence[str]) -> bool:
    return all(map(is_name_word, words)) or bool(_LATIN_NAME.match(" ".join(words)))


def _signs_of_office(lines: Sequence[str]) -> bool:
    """Whether ◎ and ○ mark chair and vice-chair: one ◎, and not a ○ before every name."""
    text = " ".join(lines)
    return text.count("◎") == 1 and text.count("○") <= 3


@dataclass(slots=True)
class _Group:
    """What holds for the names below: their office, whom they belong to, or that they were absent."""

    office: str | None = None
    organisation: str | None = None
    absent: bool = False


class _Roster:
    """Goes down the lines with the group that is open and an office that waits for its name."""

    def __init__(self, *, signs: bool, by_organisation: bool) -> None:
        self.found: list[Entry] = []
        self._signs = signs
        self._by_organisation = by_organisation
        self._label: str | None = None
        self._group = _Group()
        self._office_above: str | None = None  # for 〃
        self._waiting: str | None = None
        self._table = RosterTable()

    def take(self, text: str, label: str | None) -> None:
        if label != self._label:
            self._label, self._group = label, _Group(_role_of(label))
            self._waiting = self._office_above = None
        if self._table.takes(text):
            self.found += self._table.entries(text)
            return
        if len(text) > _LONGEST or "://" in text or text.endswith("。"):
            return
        text = _SEAT_IN_BRACKETS.sub(r" \1 ", _SPACED_SEAT.sub(r"\1番", text.replace("**", "")))
        for piece in _GROUP_INSIDE.split(text):
            self._take_piece(_LEADING.sub("", piece, count=1).strip(" |\t"))

    def _take_piece(self, body: str) -> None:
        only_here: str | None = None
        while heading := _GROUP.match(body):
            words = heading["signed"] or heading["bracketed"] or heading["plain"] or heading["cell"]
            body = body[heading.end() :]
            if heading["bracketed"] is None:
                self._open(words)
            elif body and not _MANNER.search(words):
                only_here = self._open_bracketed(words)
            if not body:
                return
        if self._group.absent:
            return
        body = _COUNT.sub("", _REST.sub("", body))
        if self._is_organisation_alone(body):
            self._group.organisation = body
        else:
            self._take_list(body, only_here)

    def _open(self, words: str) -> None:
        bare = re.sub(r"\s|\(.*?\)", "", words)
        if _MANNER.search(bare):
            return
        if _ABSENT.search(bare):
            self._group = _Group(absent=True)
        elif is_organisation(bare) and not is_office(bare):
            self._group = _Group(self._group.office, bare)
        else:
            self._group = _Group(_role_of(bare))

    def _open_bracketed(self, words: str) -> str | None:
        """(委員)日下部　理: a generic office holds for the lines below, another for this line."""
        role = _role_of(words)
        if role in GENERIC_OFFICES or role is None:
            self._group = _Group(role)
            return None
        return role

    def _is_organisation_alone(self, body: str) -> bool:
        words = body.split()
        if re.search(r"[、,()【]", body) or is_office(body):
            return False
        if self._by_organisation and (len(words) == 1 or _COMPANY_WORD.search(body)):
            return True
        if not JAPANESE.search(body):
            return False
        return bool(words) and all(is_organisation(w) for w in words)

    def _take_list(self, body: str, only_here: str | None) -> None:
        parts = _split(body)
        for_each = _offices_for_each(parts)
        in_brackets = sum(map(brackets_hold_name, parts)) >= 2
        carried: str | None = None
        organisation_first = any(map(_ORGANISATION_FIRST.match, parts))
        entries: list[Entry] = []
        organisation: str | None = None
        for i, part in enumerate(parts):
            if i in for_each and for_each[i] is None:
                continue
            latin = _latin_or_handle(part, only_here or self._group.office)
            if latin is not None:
                entries += map(self._of_group, latin)
                continue
            if _HEADCOUNT.search(re.sub(r"\(.*?\)", "", part)):
                continue
            office = for_each.get(i)
            line = read_columns(
                _EACH.sub(r"\g<name>", part) if office else part,
                organisation_first=organisation_first,
                names_in_brackets=in_brackets and brackets_hold_name(part),
            )
            for person in line.persons:
                person.office = person.office or office
            if i == 0:
                self._head(line)
            elif line.heading:
                carried = line.heading
            if i:
                self._waiting = None
            group = only_here or carried
            entries += self._entries(line, group, organisation, single=len(parts) == 1)
            before_names = [p.organisation for p in line.persons if p.organisation]
            organisation = before_names[-1] if before_names else organisation
        if body.endswith(("、", ",")):
            self._waiting = None
        self.found += _share_affiliation(entries) if body.count("(") == 1 else entries

    def _of_group(self, entry: Entry) -> Entry:
        of = entry.attendee.affiliation or self._group.organisation
        return replace(entry, attendee=replace(entry.attendee, affiliation=of))

    def _head(self, line: ListedLine) -> None:
        """委員　山本　理恵、富樫　健: the office at a line's head is that of all its names."""
        if line.heading and (_role_of(self._label) is None or not line.persons):
            self._group = _Group(line.heading, self._group.organisation)

    def _same_unit(self, office: str | None) -> tuple[str | None, str | None]:
        """同係長 behind 環境課長: the post, and the unit of the office above."""
        same = _SAME_UNIT.match(office or "")
        unit = _UNIT.match(self._office_above or "") if same else None
        return (same["post"], unit.group()) if same and unit else (office, None)

    def _entries(
        self, line: ListedLine, only_here: str | None, organisation: str | None, *, single: bool
    ) -> Iterator[Entry]:
        waiting, self._waiting = self._waiting, _waits(line)
        for i, person in enumerate(line.persons):
            if not _is_clear(person, self._group, single=single and len(line.persons) == 1):
                continue
            own = self._office_above if person.ditto else person.office
            own = own or (waiting if i == 0 else None)
            if own and not _SAME_UNIT.match(own):
                self._office_above = own
            own, unit = self._same_unit(own)
            sign = _SIGNS.get(person.sign or "") if self._signs else None
            group = sign or only_here or self._group.office
            role, affiliation = _role_and_affiliation(person, own, group)
            affiliation = affiliation or unit or person.organisation or organisation
            yield Entry(
                Attendee(person.name, role, affiliation or self._group.organisation),
                person.surname,
                (person.seat,) if person.seat else (),
            )


def _offices_for_each(parts: Sequence[str]) -> dict[int, str | None]:
    """The office of the parts that share one (久世、穂積各理事), None for units that share a post."""
    found: dict[int, str | None] = {}
    for i, part in enumerate(parts):
        match = _EACH.match(part)
        if match is None or not is_office(match["office"]):
            continue
        office = None if _HEAD_OF_UNIT.search(match["office"]) else match["office"]
        found[i] = office
        for j in range(i - 1, -1, -1):
            if j in found or not _is_bare_name(parts[j]):
                break
            found[j] = office
    return found


def _is_bare_name(part: str) -> bool:
    words = part.split()
    return _is_pair(words) and not any(office_in(w) or is_person_label(w) for w in words)


def _waits(line: ListedLine) -> str | None:
    """An office without a name is that of the next line's name; a generic one is a group's."""
    return None if line.unused in GENERIC_OFFICES else line.unused


def _role_of(label: str | None) -> str | None:
    """委員, 事務局, ゲストスピーカー; a label that only says who was there gives no role."""
    if label is None:
        return None
    name = re.sub(r"\s|\(.*?\)|^出席(?=\S{0,6}(?:委員|議員|構成員|理事者|執行部)$)", "", label)
    return None if _ONLY_PRESENCE.search(name) or _MANNER.search(name) or len(name) > 14 else name


def _is_clear(person: Listed, group: _Group, *, single: bool) -> bool:
    """A single character, or a surname alone, is a name only where something else says so."""
    told = bool(person.office or person.organisation or person.seat or person.notes or person.after)
    if len(person.name) >= 3 or told or person.surname or not single:
        return True
    return group.office is not None or len(person.name) == 2


def _role_and_affiliation(
    person: Listed, own: str | None, group: str | None
) -> tuple[str | None, str | None]:
    """What a person is in the meeting, and where from, of all that a line tells."""
    role, affiliation = _with_tail(person.after, own, group)
    for note in person.notes:
        words = note[1:-1].strip()
        if note[0] in "【[":
            role = words
        elif words and (
            _MEETING_OFFICE.match(words) or _task_first(words) or not _SHORT_NOTE.search(words)
        ):
            role, affiliation = _with_note(words, role, affiliation, group)
    return role or group, affiliation


def _with_tail(
    after: Sequence[str], role: str | None, group: str | None
) -> tuple[str | None, str | None]:
    """山田 太郎　委員長, 山田 太郎　青葉大学 教授: office or organisation behind the name."""
    if not after:
        return role, None
    words = list(after)
    here = office_in(words[0]) and (words[0] in _MEMBERS or _MEETING_OFFICE.match(words[0]))
    from_outside = (
        len(words) > 1 or not office_in(words[0]) or group in _MEMBERS or role is not None
    )
    if role is None and (here or not from_outside):
        role = words.pop(0)
    return role, " ".join(words) or None


def _task_first(note: str) -> bool:
    first, *rest = re.split(r"\s*[・、,]\s*", note, maxsplit=1)
    return bool(rest and _TASK.fullmatch(first) and not _SHORT_NOTE.search(rest[0]))


def _with_note(
    note: str, role: str | None, affiliation: str | None, group: str | None
) -> tuple[str | None, str | None]:
    """（会長・青葉大学）, （副市長）, （青葉大学 教授）behind a name."""
    first, *rest = re.split(r"\s*[・、,]\s*", note, maxsplit=1)
    if _task_first(note):
        return first, rest[0]
    if _MEETING_OFFICE.match(first) and not (role and _MEETING_OFFICE.match(role)):
        return first, (rest[0] if rest else None) or affiliation or role
    post = is_office(note) and len(note) <= 10 and not _ELSEWHERE.search(note)
    if post and role is None and group is None and not affiliation:
        return note, None
    return role, affiliation or note


# ---------------------------------------------------------------------------------------------
# Lists


def _split(body: str) -> list[str]:
    """Cut at separators outside brackets."""
    parts = []
    depth = start = 0
    for i, c in enumerate(body):
        depth += (c in "([") - (c in ")]")
        if depth <= 0 and c in "、,;，､/":
            parts.append(body[start:i])
            start = i + 1
    parts.append(body[start:])
    return [p.strip() for p in parts if p.strip()]


# ナミカゼ 福地、潮風電機 大内: one organisation that cannot be a surname settles the whole list.
_ORGANISATION_FIRST = re.compile(r"(?:[A-Za-z][\w&.-]*|[ァ-ヺー・]{3,})\s+[一-鿿々]{1,4}(?:\s|\Z)")


def _latin_or_handle(part: str, group: str | None) -> list[Entry] | None:
    """An attendee in Latin letters, or with a handle; None for a Japanese part without one."""
    handle = _HANDLE.search(part)
    bare = _YEAR_OF_STUDY.sub("", _HANDLE.sub("", part)).strip(" *")
    name, notes = _brackets(bare)
    behind_office = _OFFICE_AND_LATIN.match(name)
    if behind_office and office_in(behind_office["office"]):
        group, name = behind_office["office"], behind_office["name"]
    if JAPANESE.search(name):
        if _YEAR_OF_STUDY.match(part):
            return [Entry(Attendee(p.name, group), p.surname) for p in read_columns(bare).persons]
        return None
    affiliation = next((n for n in notes if not _SHORT_NOTE.search(n)), None)
    aliases = (handle[1],) if handle else ()
    if not name:
        return [Entry(Attendee(handle[1], group), 0, aliases)] if handle else []
    if not _LATIN_NAME.match(name) or len(name) > 40:
        return []
    return [Entry(Attendee(name, group, affiliation), 0, aliases)]


def _brackets(part: str) -> tuple[str, list[str]]:
    """Ada Moss (Linden Labs) → name, notes in round brackets."""
    notes = re.findall(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)", part)
    bare = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|[【\[][^】\]]*[】\]]", " ", part)
    return " ".join(bare.split()), [n.strip() for n in notes]


def _share_affiliation(entries: list[Entry]) -> list[Entry]:
    """A、B、C（所属）: the organisation after the last of a line is that of all, where no other has one."""
    if len(entries) < 2 or entries[-1].attendee.affiliation is None:
        return entries
    if any(e.attendee.affiliation for e in entries[:-1]) or any(e.aliases for e in entries):
        return entries
    if len({e.attendee.role is None for e in entries}) > 1:
        return entries
    shared = entries[-1].attendee.affiliation
    return [replace(e, attendee=replace(e.attendee, affiliation=shared)) for e in entries]


def _unique(entries: list[Entry]) -> list[Entry]:
    return list({(e.attendee.name, e.attendee.role): e for e in entries}.values())
