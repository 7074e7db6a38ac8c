"""The lines above the record → fields (date, place, attendees, agenda …) and where the record begins.

The record begins where something is said: at the first speaker's mark with a sentence, or at the
first sentence or bullet outside a field, together with the headings right above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made

from index.minutes.frames import is_frame, unframed
from index.minutes.grammar import Grammar
from index.minutes.labels import Field, field_label
from index.minutes.lines import Line, Text
from index.minutes.marks import (
    Heading,
    bullet_of,
    ends_sentence,
    heading_of,
    is_link,
    is_stage_note,
)
from index.minutes.places import place_below_date, place_beside_date
from index.minutes.roster import Entry, is_heading_row, lists_officers, read_roster
from index.minutes.titles import title_lines

__all__ = ["Header", "read_header"]

_LONGEST_HEADER = 120
_SHORTEST_SAID = 24  # columns of a sentence that is no remark beside a fact
_FACTS = frozenset({Field.DATE, Field.PLACE, Field.ATTENDEES})
_LISTS = frozenset({Field.ATTENDEES, Field.ABSENT, Field.AGENDA, Field.DOCUMENTS})
# - [@ada](https://…): who was there, above everything else.
_HANDLE = re.compile(r"[-*+]\s+\[?@[\w.-]+(?:\]\([^()\s]*\))?\Z")
_KEY_VALUE = re.compile(r"[-*・•]\s*\**[^:。]{1,20}\**:")
_CAME_FOR_ANOTHER = re.compile(
    r"代理(?:出席)?者?\s*[: ]\s*([^\s():、。]{1,5}(?: [^\s():、。]{1,4})?)\s*\)?\s*\Z"
)
_SECRETARIES = frozenset({"書記"})
_ENUMERATION = re.compile(r"\(\d{1,2}\)")
_STRONG_STYLES = ("#", "《", "■", "=")


@dataclass(slots=True)
class FieldText:
    """A field as it stands: the label's words and the lines of its value (folded)."""

    field: Field
    label: str
    values: list[str] = made(default_factory=list)


@dataclass(slots=True)
class Header:
    """What stands above the record (and, for rosters, below it).

    `body` is the position, in the lines without furniture, of the record's first line.
    """

    body: int
    fields: list[FieldText]
    unlabelled: list[Line]
    title_lines: list[Line]
    entries: list[Entry]

    def values(self, wanted: Field) -> list[str]:
        """All value lines of a field."""
        return [v for f in self.fields if f.field is wanted for v in f.values if v]

    def place(self) -> str | None:
        """Where the meeting was held."""
        labelled = next(iter(self.values(Field.PLACE)), None)
        beside = (
            place_beside_date(f.label, f.values) for f in self.fields if f.field is Field.DATE
        )
        found = labelled or next(filter(None, beside), None) or place_below_date(self.unlabelled)
        return re.sub(r"\s*\|\s*\Z", "", found) if found else None

    def agenda(self) -> tuple[str, ...]:
        """The agenda's items, without their numbers."""
        items: dict[str, None] = {}
        for f in self.fields:
            if f.field is Field.AGENDA:
                listed = (item for value in f.values for item in _ITEM_INSIDE.split(value))
                items.update(dict.fromkeys(filter(None, map(_item, listed))))
        return tuple(items)


# A cell of a table has its items in one line: (1)… (2)… (3)…
_ITEM_INSIDE = re.compile(r"\s+(?=\(\d{1,2}\)\s*\S)")


def _item(text: str) -> str:
    bare = _ITEM_SIGN.sub("", text, count=1).strip(" |")
    return "" if len(bare) < 2 or _NO_ITEM.match(bare) else bare


_ITEM_SIGN = re.compile(
    r"\A(?:[○◎●◆◇■□・•*+-]\s*|\(?\d{1,2}[.)、]\s*|\(\d{1,2}\)\s*|日程第\s?\d{1,3}\s+|第\s?\d{1,3}\s+|\d{1,2}\s+(?=\D))+"
)
_NO_ITEM = re.compile(r"議事日程に同じ|議事日程\(|[-―─=]{3}|(?:午前|午後)\d|\Z")


def read_header(text: Text, lines: Sequence[Line], grammar: Grammar) -> Header:
    """Find the record's first line and read what stands above it."""
    reading = _Reading(text, lines, grammar)
    reading.run()
    body = reading.backtrack()
    titles = title_lines(reading.unlabelled, lines)
    header = Header(body, reading.fields, reading.unlabelled, titles, [])
    listed = _roster(reading.fields)
    listed += _others_present(reading.fields, listed)
    header.entries = listed or _unlabelled_roster(reading.unlabelled)
    return header


def _roster(fields: list[FieldText]) -> list[Entry]:
    return read_roster((v, f.label) for f in fields if f.field is Field.ATTENDEES for v in f.values)


def _others_present(fields: list[FieldText], found: Sequence[Entry]) -> list[Entry]:
    """Who came for an absent member (＊代理 久世), and a secretary whom no list names."""
    absent = (v for f in fields if f.field is Field.ABSENT for v in f.values)
    lines = [(m[1], "代理") for v in absent if (m := _CAME_FOR_ANOTHER.search(v))]
    lines += [(v, f.label) for f in fields if f.label in _SECRETARIES for v in f.values]
    known = [e.attendee.name for e in found]
    others = read_roster(lines)
    return [e for e in others if not any(n.startswith(e.attendee.name) for n in known)]


def _unlabelled_roster(lines: Sequence[Line]) -> list[Entry]:
    """A line of offices with names, 本部長(町長)久世、副本部長 穂積、…, that no label introduces."""
    return read_roster((line.text, None) for line in lines if lists_officers(line.text))


class _Reading:
    """Goes down the lines with the field that is open."""

    def __init__(self, text: Text, lines: Sequence[Line], grammar: Grammar) -> None:
        self._text, self._lines, self._grammar = text, lines, grammar
        self.fields: list[FieldText] = []
        self.unlabelled: list[Line] = []
        self._open: FieldText | None = None
        self._owner: dict[int, FieldText] = {}
        self._labelled: set[int] = set()
        self._label_above: Line | None = None
        self.end = len(lines)

    def run(self) -> None:
        body = self._where_the_record_is_announced()
        for i, line in enumerate(self._lines):
            if is_frame(line.text):
                continue
            if i < body:
                if not self._take_label(i, line):
                    self._take_value(i, line)
                continue
            if self._grammar.marks[i] and not self._is_roster_line(i):
                self.end = i
                return
            if self._take_label(i, line):
                continue
            if self._begins_record(i, line):
                self.end = i
                return
            self._take_value(i, line)

    def _where_the_record_is_announced(self) -> int:
        """The line that says that the record follows (議事の経過), below facts of the meeting; 0 for none.

        What stands above it is the header, whatever else it holds, unless somebody speaks there.
        """
        facts = False
        for i, line in enumerate(self._lines[:_LONGEST_HEADER]):
            label = field_label(line.text)
            if self._grammar.marks[i] and not label and "。" in line.text:
                return 0
            if label is None:
                if facts and line.text.endswith("。") and line.width >= _SHORTEST_SAID:
                    return 0
                continue
            if label.field is Field.BODY and facts and label.value_start >= len(line.text):
                return i
            facts = facts or label.field in _FACTS
        return 0

    def _is_roster_line(self, i: int) -> bool:
        """ゲスト：山田氏（…） inside a list of attendees is no speaker."""
        if self._open is None or self._open.field not in _LISTS:
            return False
        mark = self._grammar.marks[i]
        rest = self._lines[i].text[mark.end :] if mark else ""
        if rest:
            return "。" not in rest and not ends_sentence(rest)
        below = self._lines[i + 1].text if i + 1 < len(self._lines) else ""
        return "、" in below and "。" not in below and not ends_sentence(below)

    def _take_label(self, i: int, line: Line) -> bool:
        text = unframed(line.text)
        level = heading_of(line, self._text.source_of(line)) if line.heading else None
        words = text[level.title_start : level.title_end] if level else text
        label = field_label(words, aligned=self._below_label(line))
        if label is None or self._is_row(label.field, text):
            return False
        start = label.value_start + (level.title_start if level else 0)
        value = text[start:].strip(" |#*")
        if label.field in (Field.AGENDA, Field.BODY) and value and ends_sentence(value):
            return False
        self._open = FieldText(label.field, label.label)
        self.fields.append(self._open)
        self._labelled.add(i)
        self._owner[i] = self._open
        if value:
            self._open.values.append(value)
        self._label_above = line if value else None
        return True

    def _below_label(self, line: Line) -> bool:
        """Whether the line begins where the label of a list with its value behind it begins."""
        above = self._label_above
        in_list = self._open is not None and self._open.field in (Field.ATTENDEES, Field.ABSENT)
        return in_list and above is not None and above.indent == line.indent

    def _is_row(self, labelled: Field, text: str) -> bool:
        """委員 in the first cell of a table of attendees opens no list of its own."""
        if self._open is None or not labelled is self._open.field is Field.ATTENDEES:
            return False
        return "\t" in text and any(map(is_heading_row, self._open.values))

    def _begins_record(self, i: int, line: Line) -> bool:
        if line.title or is_link(line) or (line.index < 2 and not ends_sentence(line.text)):
            return False
        open_field = self._open.field if self._open else None
        shortest = 24 if open_field in _LISTS else 10
        aside = line.text[0] in "(※[" and not _ENUMERATION.match(line.text)
        sentence = ends_sentence(line.text) and line.width >= shortest and not aside
        bullet = bullet_of(line) is not None and not line.heading and not _HANDLE.match(line.text)
        if open_field is Field.BODY and self._knows_when_and_where():
            return True
        if open_field in (None, Field.BODY):
            return sentence or bullet or line.width > 120
        if open_field in _LISTS:
            return sentence and not (open_field is Field.DOCUMENTS and bullet)
        if bullet and self._stays_in_header(i, line):
            return False
        return (sentence or bullet) and bool(self._open and self._open.values)

    def _knows_when_and_where(self) -> bool:
        """Whether facts of the meeting stand above: a label of the record is no title then."""
        return any(f.field in _FACTS and f.values for f in self.fields)

    def _stays_in_header(self, i: int, line: Line) -> bool:
        """A bullet that is itself a fact of the header, or stands among such facts."""
        below = self._lines[i + 1] if i + 1 < len(self._lines) else None
        among = (
            below is not None
            and (below.blank_before == 0 or line.indent > below.indent)
            and field_label(below.text) is not None
        )
        return among or (line.blank_before == 0 and bool(_KEY_VALUE.match(line.text)))

    def _take_value(self, i: int, line: Line) -> None:
        heading = heading_of(line, self._text.source_of(line))
        if self._open is not None and heading and self._closes_field(self._open, heading, line):
            self._open = None
        if (
            self._open is not None
            and self._open.field not in _LISTS
            and len(self._open.values) >= 3
        ):
            self._open = None
        if self._open and self._open.field not in _LISTS and lists_officers(line.text):
            self._open = None
        if self._open is None or self._open.field is Field.BODY:
            self.unlabelled.append(line)
            return
        if is_stage_note(line.text):
            return
        self._owner[i] = self._open
        if self._goes_on(self._open, i):
            self._open.values[-1] += line.text
        else:
            self._open.values.append(unframed(line.text))

    def _goes_on(self, open_field: FieldText, i: int) -> bool:
        """A list of names that is hard-wrapped, perhaps inside a name."""
        width = self._text.wrap_width
        before, line = self._lines[i - 1], self._lines[i]
        full = width is not None and before.indent + before.width >= width * 0.88
        listed = bool(open_field.values) and "、" in open_field.values[-1]
        apart = line.blank_before or line.text[0] in "(<【[〔・○●*-" or bullet_of(line) is not None
        return full and listed and not apart

    def _closes_field(self, open_field: FieldText, heading: Heading, line: Line) -> bool:
        if heading.level or heading.style.startswith(_STRONG_STYLES):
            return True
        if not open_field.values and open_field.field is not Field.BODY:
            return False
        numbered = heading.number is not None
        if open_field.field in (Field.AGENDA, Field.DOCUMENTS):
            return heading.style.startswith("dot") and not _is_item_of(open_field, line)
        return (numbered and bullet_of(line) is None) or heading.style.startswith("dot")

    def backtrack(self) -> int:
        """Take the headings right above the record's first line into the record."""
        position = self.end
        seen: set[str] = set()
        level = 99
        while position > 0:
            line = self._lines[position - 1]
            heading = heading_of(line, self._text.source_of(line))
            heading = heading or self._grammar.topic_at(position - 1)
            if heading is None or position - 1 in self._labelled or line.index == 0 or line.title:
                break
            family = heading.style
            if (
                family in seen
                or (heading.level and heading.level >= level)
                or is_stage_note(line.text)
            ):
                break
            if position - 1 in self._owner and not self._may_leave(position - 1, line):
                break
            seen.add(family)
            level = heading.level or level
            position -= 1
        self._give_back(position)
        return position

    def _may_leave(self, position: int, line: Line) -> bool:
        """A heading that a field has swallowed: the one after the last agenda item of its kind."""
        owner = self._owner[position]
        if owner.field not in _LISTS or len(owner.values) < 2:
            return False
        if owner.field is Field.AGENDA and not line.blank_before and self._counts_on(owner, line):
            return False
        return not (
            owner.field in (Field.ATTENDEES, Field.ABSENT) and not heading_number(line, self._text)
        )

    def _counts_on(self, owner: FieldText, line: Line) -> bool:
        """Whether a numbered line is the next item of the list above it: (1) … (2) … (3) …"""
        if line.text not in owner.values:
            return False
        above = owner.values[: owner.values.index(line.text)]
        before = next((n for v in reversed(above) if (n := _leading_number(v))), None)
        return before is not None and _leading_number(line.text) == before + 1

    def _give_back(self, position: int) -> None:
        """Values that turned out to be the record's headings leave their field."""
        for i in range(position, self.end):
            owner = self._owner.pop(i, None)
            value = self._lines[i].text
            if owner and value in owner.values:
                last = len(owner.values) - 1 - owner.values[::-1].index(value)
                del owner.values[last]
        taken = {line.index for line in self._lines[position : self.end]}
        self.unlabelled = [line for line in self.unlabelled if line.index not in taken]


def heading_number(line: Line, text: Text) -> str | None:
    """The number that a line begins with as a heading."""
    heading = heading_of(line, text.source_of(line))
    return heading.number if heading else None


def _leading_number(text: str) -> int | None:
    match = re.match(r"\(?(\d{1,2})[.)、\s]", text)
    return int(match[1]) if match else None


def _is_item_of(open_field: FieldText, line: Line) -> bool:
    """Whether a numbered line goes on in a list: the first item had a number too, and it is higher."""
    first = re.match(r"(\d{1,2})[.)]?", open_field.values[0]) if open_field.values else None
    numbers = [int(m[1]) for v in open_field.values if (m := re.match(r"(\d{1,2})\s?[.)]", v))]
    here = re.match(r"(\d{1,2})\s?[.)]", line.text)
    if not open_field.values:
        return True
    if first is None or here is None or not numbers:
        return bool(line.indent)
    return int(here[1]) > numbers[-1]
