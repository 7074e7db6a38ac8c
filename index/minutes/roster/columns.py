"""A line of a roster → who stands in it: name, office, organisation, seat, remarks in brackets.

Words are told apart by what they are: a seat number, an office (also letter by letter: 総　務　課　長),
an organisation, an honorific; what lies between them are names. An office belongs to the name after
it where the line begins with one, else to the name before it. Nothing here knows groups or labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from index.minutes.roster.names import Word, divide_names, is_name_word
from index.people import GENERIC_OFFICES, is_office, split_label

__all__ = [
    "Listed",
    "ListedLine",
    "brackets_hold_name",
    "is_organisation",
    "office_in",
    "read_columns",
]


@dataclass(slots=True)
class Listed:
    """A person as a line lists one. `after` holds what follows the name outside brackets."""

    name: str
    surname: int = 0
    office: str | None = None
    organisation: str | None = None
    seat: str | None = None
    sign: str | None = None
    ditto: bool = False
    notes: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListedLine:
    """The persons of a line; the generic office that heads it; an office still without a name."""

    persons: list[Listed]
    heading: str | None = None
    unused: str | None = None


class _Kind(Enum):
    SEAT = auto()
    OFFICE = auto()
    ORGANISATION = auto()
    PERSON = auto()  # name and office without a space: 葛岡委員
    NAME = auto()
    END = auto()  # an honorific
    NOTE = auto()
    DITTO = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    text: str
    gap: int = 0
    sign: str | None = None


# A company's form in brackets is part of its name.
_FORM = r"\((?:株|有|合|資|独|学|医|福|宗|社|財|一社|一財|公社|公財|社福|特非)\)"
_PIECE = re.compile(
    rf"[^\s()]*{_FORM}[^\s()]*|\((?:[^()]|\([^()]*\))*\)|[【\[][^】\]]*[】\]]|[◎○●△▲](?=\s?[^\s()])|[^\s()【】\[\]◎○●△▲]+"
)
_FORMED = re.compile(_FORM)
_SEAT = re.compile(r"\d{1,3}番\Z")
_SEAT_AHEAD = re.compile(r"(\d{1,3}番)(?=[^\d\s])")
_HONORIFIC = re.compile(r"(?:君|氏|くん|さん|様|殿|先生|各(?:委員|議員|氏|位))\Z")
_MOST_LETTERS = 8  # of an office that is spaced out
_DITTO = frozenset({"〃", "仝", "同", '"', "''", "”"})
_SIDE = re.compile(
    r"(?:市|町|村|県|区|都|府|道|国|行政|住民|事業者|学校|使用者|労働者|町内会|自治会)側?\Z"
)
_FOR_OTHERS = re.compile(r"(?!共同|筆頭|学生|事業)[^\s]{2,}代表\Z")
_DOUBLE_POST = re.compile(r"(?:兼務?|各)\Z|\A各(?!務)")  # 各務 is a surname
# Posts of clubs and associations; elsewhere the words mean other things (一般会計).
_CLUB_POSTS = frozenset({"会計", "庶務"})
_OFFICE_AHEAD = re.compile(
    r"副?(?:委員長|部会長|会長|座長|議長|理事長|理事|監事|幹事)(?=[^\s代職補兼長])"
)
_ORGANISATION = re.compile(
    r"(?:大学|大学院|学部|研究科|研究所|研究室|センター|協会|組合|気象台|会社|法人|財団|機構|連盟|病院|学校|高校|中学校|銀行|新聞|"
    r"放送|本部|支部|事務所|会議所|グループ|地区|公社|公団|[^\s]{2}会|[^\s]{2}省|[^\s]庁|[^\s]局|[^\s]課|[^\s]係|署|"
    r"[^\s]{2}室|[^\s]{2}[県市]|公募|農協|漁協|生協|ホーム|クラブ|サービス)\Z"
    r"|\A(?:株式|有限|合同)会社|\A(?:一般|公益)(?:社団|財団)|法人|[A-Za-z]{2}"
)
# 服部 and 長宗我部 end like departments; one that names its field does not.
_DEPARTMENT = re.compile(
    r"(?:総務|財務|企画|政策|環境|福祉|健康|教育|建設|都市|産業|経済|観光|農林|市民|区民|町民|生活|地域|こども|子ども|"
    r"情報|危機|防災|保健|医療|文化|交通|整備|振興|管理|推進|事業|営業|開発|技術|管財|法務|人事|広報|土木|水道)部\Z"
)


# How somebody holds an office, or why they are not there, stands in brackets too.
_STATE = re.compile(
    r"(?:新任|再任|重任|退任|兼務?|兼任|併任|専任|非?常勤|不在|公務|出張|病欠|病気|休暇|休職|公募|推薦|互選|代行?|代理|男性?|女性?|当日|前日|"
    r"午[前後].*|前半|後半|冒頭|進行|記録|書記|司会|議長|遅参|中座|.*のみ)\Z"
)
_OFFICE_WITH_NAME = re.compile(r"(?P<office>[^\s()]{2,})\s*\((?P<name>[^\s()]{1,5})\)\Z")


def is_organisation(word: str) -> bool:
    """Whether a word without spaces is the name of an organisation or of a part of one."""
    return bool(_FORMED.search(word) or _ORGANISATION.search(word) or _DEPARTMENT.search(word))


def office_in(word: str) -> str | None:
    """The office that a word is, without a name: 総務課長, 会計管理者(兼)."""
    bare = _DOUBLE_POST.sub("", word)
    if bare in _CLUB_POSTS:
        return bare
    if len(bare) < 2 or not is_office(bare) or _SEAT.match(bare):
        return None
    name = split_label(bare).name
    return None if name and is_name_word(name) else bare


def brackets_hold_name(line: str) -> bool:
    """Whether a line is an office with what can be a name in brackets: 総務部長(久世)."""
    match = _OFFICE_WITH_NAME.match(line)
    if match is None or not office_in(match["office"]):
        return False
    name = match["name"]
    field_alone = split_label(f"{name}部長").name is None  # 委員長(総務)
    return bool(is_name_word(name) and not _STATE.match(name)) and not (
        field_alone or office_in(name) or is_organisation(name)
    )


def read_columns(
    line: str, *, organisation_first: bool = False, names_in_brackets: bool = False
) -> ListedLine:
    """Read a line that holds no separators, or one part of a line that does.

    Args:
        line: folded text.
        organisation_first: the list that it is part of writes organisations before names.
        names_in_brackets: the list puts names in brackets behind offices, 総務部長(久世).
    """
    in_brackets = _OFFICE_WITH_NAME.match(line) if names_in_brackets else None
    if in_brackets:
        return ListedLine([Listed(in_brackets["name"], office=in_brackets["office"])])
    tokens = _with_offices_before_names(_tokens(line))
    if _says_which_side(tokens):
        tokens = tokens[1:]
    if organisation_first:
        tokens = _first_as_organisation(tokens)
    return _department_apart(tokens) or _Reading(tokens).run()


# ---------------------------------------------------------------------------------------------
# Words and what they are


def _tokens(line: str) -> list[_Token]:
    words: list[Word] = []
    end = 0
    for match in _PIECE.finditer(line):
        words.append(Word(match.group(), match.start() - end))
        end = match.end()
    tokens: list[_Token] = []
    position = 0
    sign: str | None = None
    while position < len(words):
        if words[position].text in "◎○●△▲":
            sign, position = words[position].text, position + 1
            continue
        size = _letters_of_office(words[position:])
        text = "".join(w.text for w in words[position : position + size])
        found = list(_classified(text, words[position].gap, whole_line=line))
        tokens += [
            _Token(t.kind, t.text, t.gap, sign if i == 0 else None) for i, t in enumerate(found)
        ]
        sign = None
        position += size
    return tokens


def _letters_of_office(words: Sequence[Word]) -> int:
    """How many words from the first on are the letters of one office (総 務 課 長), else 1."""
    letters = 0
    while letters < min(len(words), _MOST_LETTERS) and len(words[letters].text) == 1:
        letters += 1
    for size in range(letters, 1, -1):
        text = "".join(w.text for w in words[:size])
        if office_in(text) or (size == 2 and _SIDE.match(text) and text.endswith("側")):
            return size
    return 1


def _classified(text: str, gap: int, whole_line: str) -> Iterator[_Token]:
    if text[0] in "(【[" and text[-1] in ")】]" and not _FORMED.match(text):
        yield _Token(_Kind.NOTE, text, gap)
        return
    seat = _SEAT_AHEAD.match(text)
    if seat:
        yield _Token(_Kind.SEAT, seat[1], gap)
        yield from _classified(text[seat.end() :], 1, whole_line)
        return
    ahead = _OFFICE_AHEAD.match(text) if whole_line.rstrip().endswith("君") else None
    if ahead:
        yield _Token(_Kind.OFFICE, ahead.group(), gap)
        yield from _classified(text[ahead.end() :], 1, whole_line)
        return
    honorific = _HONORIFIC.search(text)
    if honorific and (honorific.start() == 0 or is_name_word(text[: honorific.start()])):
        if honorific.start():
            yield _Token(_Kind.NAME, text[: honorific.start()], gap)
        yield _Token(_Kind.END, honorific.group())
        return
    yield _Token(_kind(text), _DOUBLE_POST.sub("", text) if office_in(text) else text, gap)


def _kind(text: str) -> _Kind:
    if _SEAT.match(text):
        return _Kind.SEAT
    if text in _DITTO:
        return _Kind.DITTO
    if _FOR_OTHERS.match(text):
        return _Kind.ORGANISATION
    if office_in(text):
        return _Kind.OFFICE
    label = split_label(text)
    if label.name and label.office and len(label.office) > 1 and is_name_word(label.name):
        return _Kind.PERSON
    if is_organisation(text):
        return _Kind.ORGANISATION
    return _Kind.NAME if is_name_word(text) else _Kind.OTHER


def _with_offices_before_names(tokens: Sequence[_Token]) -> list[_Token]:
    """What reads as a name with an office, beside a name that is spaced out.

    灘井支所長　佐川賢治: an office before the name; 雨宮　弘樹　霜原市長: what the name before it is.
    """
    found: list[_Token] = []
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind is _Kind.PERSON:
            spaced = [t.kind for t in found[-2:]] == [_Kind.NAME, _Kind.NAME]
            if spaced:
                kind = _Kind.ORGANISATION
            elif [t.kind for t in tokens[i + 1 : i + 2]] == [_Kind.NAME]:
                kind = _Kind.OFFICE
        found.append(_Token(kind, token.text, token.gap, token.sign))
    return found


def _says_which_side(tokens: Sequence[_Token]) -> bool:
    """市側　鳴海, 市　鷺沼市長: the first word says whose people these are."""
    if len(tokens) < 2 or tokens[0].kind is _Kind.NOTE or not _SIDE.match(tokens[0].text):
        return False
    return len(tokens[0].text) > 1 or tokens[1].kind in (_Kind.PERSON, _Kind.OFFICE)


def _first_as_organisation(tokens: list[_Token]) -> list[_Token]:
    kinds = [t.kind for t in tokens[:2]]
    if kinds not in ([_Kind.NAME, _Kind.NAME], [_Kind.NAME, _Kind.PERSON]):
        return tokens
    first = tokens[0]
    return [_Token(_Kind.ORGANISATION, first.text, first.gap, first.sign), *tokens[1:]]


def _department_apart(tokens: Sequence[_Token]) -> ListedLine | None:
    """宇和都市計画課 係長: a name, its department and, behind a space, the post."""
    if [t.kind for t in tokens] != [_Kind.ORGANISATION, _Kind.OFFICE]:
        return None
    department, post = (t.text for t in tokens)
    name = split_label(department + post).name
    if not name or len(name) > 4 or not department.startswith(name) or not is_name_word(name):
        return None
    return ListedLine([Listed(name, office=f"{department[len(name) :]} {post}")])


# ---------------------------------------------------------------------------------------------
# From words to persons


class _Reading:
    """Goes along a line with the office, organisation and seat that wait for a name."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._persons: list[Listed] = []
        self._run: list[_Token] = []
        self._office: str | None = None
        self._organisation: list[str] = []
        self._seat: str | None = None
        self._ditto = False
        self._other_office: str | None = None
        self._used = False  # the waiting office has had its name
        self._heading: str | None = None
        self._ahead = self._begins_with_office()

    def run(self) -> ListedLine:
        for i, token in enumerate(self._tokens):
            self._take(token, last=self._no_name_after(i))
        self._flush()
        unused = None if self._used else self._office
        return ListedLine(self._persons, self._heading, unused)

    def _begins_with_office(self) -> bool:
        for token in self._tokens:
            if token.kind in (_Kind.OFFICE, _Kind.ORGANISATION, _Kind.DITTO):
                return True
            if token.kind in (_Kind.NAME, _Kind.PERSON):
                return False
        return False

    def _no_name_after(self, position: int) -> bool:
        return not any(t.kind in (_Kind.NAME, _Kind.PERSON) for t in self._tokens[position:])

    def _take(self, token: _Token, *, last: bool) -> None:
        match token.kind:
            case _Kind.NAME:
                if token.sign:
                    self._flush()
                self._run.append(token)
            case _Kind.PERSON:
                self._flush()
                label = split_label(token.text)
                self._add(Listed(label.name or "", office=label.office, sign=token.sign))
            case _Kind.SEAT:
                self._flush()
                self._forget(keep_generic=True)
                self._seat = token.text
            case _Kind.DITTO:
                self._flush()
                self._forget()
                self._ditto = True
            case _Kind.NOTE:
                self._flush()
                self._take_note(token.text)
            case _Kind.OFFICE | _Kind.ORGANISATION:
                self._flush()
                self._take_office(token, last=last)
            case _Kind.END | _Kind.OTHER:
                self._flush()

    def _take_note(self, note: str) -> None:
        """A note tells of the name before it; at the beginning, 本部長(町長)菊池, of the one behind."""
        if self._persons and self._used:
            self._persons[-1].notes.append(note)
        elif office := office_in(note[1:-1].strip()):
            if self._office is None:
                self._office = office
            else:
                self._other_office = note
        elif self._office in GENERIC_OFFICES:  # 事務局(図書館長 石川一郎)
            label = split_label(note[1:-1].strip())
            if label.name and label.office and is_name_word(label.name):
                self._add(Listed(label.name, office=label.office))

    def _take_office(self, token: _Token, *, last: bool) -> None:
        if self._persons and self._used and (not self._ahead or self._ends_line(token, last)):
            self._persons[-1].after.append(token.text)
            return
        self._forget()
        if token.kind is _Kind.ORGANISATION:
            self._organisation.append(token.text)
            return
        if not self._persons and token.text in GENERIC_OFFICES:
            self._heading = token.text
        self._office = token.text

    def _ends_line(self, token: _Token, last: bool) -> bool:
        """委員　山田 太郎　青葉大学 教授: what ends the line tells of the name before it."""
        if not last:
            return False
        generic = self._office is None or self._office in GENERIC_OFFICES
        return generic or token.kind is _Kind.ORGANISATION or bool(self._persons[-1].after)

    def _forget(self, *, keep_generic: bool = False) -> None:
        if not self._used:
            return
        if not (keep_generic and self._office in GENERIC_OFFICES):
            self._office = None
        self._organisation, self._seat, self._ditto = [], None, False
        self._used = False

    def _flush(self) -> None:
        run, self._run = self._run, []
        if not run:
            return
        sign = run[0].sign
        for name in divide_names([Word(t.text, t.gap) for t in run]):
            self._add(Listed(name.text, name.surname, sign=sign))
            sign = None

    def _add(self, person: Listed) -> None:
        if self._used and self._seat:  # a seat is one person's
            self._seat = None
        person.office = person.office or self._office
        person.organisation = " ".join(self._organisation) or None
        person.seat, person.ditto = self._seat, self._ditto
        if self._other_office:
            person.notes.append(self._other_office)
            self._other_office = None
        self._persons.append(person)
        self._used = True
