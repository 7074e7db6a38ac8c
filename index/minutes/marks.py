"""A line's beginning → what it may be: speaker's mark, bullet, heading, stage note.

The same sign means different things in different documents: here a line only says what it could be.
What it is in this document is decided by regularity (grammar.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from string import ascii_lowercase

from index.minutes.lines import Line
from index.people import is_office, is_person_label

__all__ = [
    "ROLE_WORDS",
    "Bullet",
    "Form",
    "Heading",
    "SpeakerMark",
    "bullet_of",
    "ends_sentence",
    "heading_in",
    "heading_of",
    "is_link",
    "is_stage_note",
    "names_in_bullets",
    "speaker_in_note",
    "speaker_marks",
]


class Form(StrEnum):
    """How a speaker's mark is written."""

    CIRCLE_NAME = "circle_name"  # ○議長（山田太郎君）
    CIRCLE_LABEL = "circle_label"  # ○山田部会長
    BRACKET = "bracket"  # 【座長】 〔山田座長〕
    PAREN = "paren"  # （委員）
    COLON = "colon"  # 山田座長：
    HALF = "half"  # 山田委員）
    ALONE = "alone"  # 山田部会長⏎
    BARE = "bare"  # 山田委員　text
    DESCRIBED = "described"  # （西町・男性）
    CELL = "cell"  # 会長 | text
    ITEM = "item"  # 前回議事録の確認 | text: a row of an item, nobody's words
    COLUMN = "column"  # 会長　　　text, the names in a column
    PARENT = "parent"  # * Ada⏎  * text
    COMMA = "comma"  # * Ada, text


@dataclass(frozen=True, slots=True)
class SpeakerMark:
    """A stretch at a line's beginning that may name a speaker.

    `end` is where what is said begins, counted in the line's folded text; `sign` the ○, ◆ or ◎.
    """

    form: Form
    label: str
    end: int
    office: str | None = None
    sign: str = ""
    bulleted: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """A list sign: `end` is where the text begins, `depth` counts from 1 by sign and indent."""

    sign: str
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may be a heading. `style` tells numbering styles apart; `level` is the format's own."""

    style: str
    title_start: int
    title_end: int
    number: str | None = None
    level: int = 0


# ---------------------------------------------------------------------------------------------
# Sentences

_TERMINAL = re.compile(r"[。．！？!?][」』）)】\]\"'’”]*\Z")
_LATIN_END = re.compile(r"[.!?…][\"')\]*_’”]*\Z")
_TERMINALS = frozenset("。．！？!?")
_BEHIND_TERMINALS = frozenset(".…」』）)】]\"'’”*_")


def ends_sentence(text: str) -> bool:
    """Whether a line closes a sentence."""
    last = text[-1:]
    if last in _TERMINALS:
        return True
    if last not in _BEHIND_TERMINALS:
        return False
    tail = text[-8:]
    return bool(_TERMINAL.search(tail) or (tail[-2:].isascii() and _LATIN_END.search(tail)))


# ---------------------------------------------------------------------------------------------
# Stage notes

_NOTE_WORDS = re.compile(
    r"登壇|降壇|着席|着座|退席|退室|退場|入場|入室|呼ぶ者|呼ぶ声|声あり|発言する者|拍手|"
    r"起立|挙手|朗読|参照|休憩|再開|開会|開議|閉会|散会|散開|延会|"
    r"省略|黙とう|黙祷|斉唱|掲載|配付|配布|説明|報告|挨拶|あいさつ|議場|異議|なし|全員|"
    r"多数|少数|投票|点呼|確認|了承|暫時|交代|中断|資料|終了|略|笑|了"
)
_CLOCK_NOTE = re.compile(
    r"(?:[○◎◇・※―─-]\s*)?(?:午前|午後|正午)?\s*\d{0,2}\s*(?:時|:)?\s*\d{0,2}\s*分?\s*"
    r"(?:開\s*会|開\s*議|休\s*憩|再\s*開|閉\s*会|散\s*会|延\s*会|閉\s*議|終了|開始|流会)\Z"
)
_ENDS_CLOCK_NOTE = frozenset("会議憩開了始")
_WRAPS = frozenset("(〔[<《―─-")
_WRAPPED = re.compile(r"(?:[(〔\[<《]|―|─|-(?=\S))(?P<inner>.{1,80}?)(?:[)〕\]>》]|―|─|-)\Z")


def is_stage_note(text: str) -> bool:
    """Whether a line tells what happens (〔登壇〕, （「異議なし」と呼ぶ者あり）, 午後３時散会)."""
    if len(text) > 90:
        return False
    if text[-1:] in _ENDS_CLOCK_NOTE and _CLOCK_NOTE.match(text) and any(map(str.isdigit, text)):
        return True
    wrapped = _WRAPPED.match(text) if text[:1] in _WRAPS else None
    return bool(wrapped and _balanced(text) and (text[0] == "〔" or _NOTE_WORDS.search(text)))


_NAMED_IN_NOTE = re.compile(
    r"[(〔]\s*(?:\d{1,3}番\s*)?(?P<label>[^()〔〕。]{2,24}?)\s*(?P<does>報告|朗読|説明|登壇)[)〕]\Z"
)


def speaker_in_note(text: str) -> str | None:
    """The person who goes on to speak by a stage note: 〔市長登壇〕, （山田太郎事務局長報告）."""
    match = _NAMED_IN_NOTE.match(text)
    return match["label"] if match and is_person_label(match["label"]) else None


def _balanced(text: str) -> bool:
    """The bracket that opens the line closes at its end, not before."""
    closing = {"(": ")", "〔": "〕", "[": "]", "<": ">", "《": "》"}.get(text[0])
    if closing is None:
        return text[0] == text[-1]
    depth = 0
    for i, c in enumerate(text):
        depth += (c == text[0]) - (c == closing)
        if depth == 0:
            return i == len(text) - 1
    return False


# ---------------------------------------------------------------------------------------------
# Bullets

_BULLET = re.compile(
    r"(?:[・･•◦‣▪▫●]\s*|[-*+]\s+|-{1,4}(?=[^\x00-\x7f]|[A-Z(\[\"'])|-{2,4}\s*|"
    r"\*{2,4}\s+|※\s*|>\s+|(?:\d{1,2}|[a-z])[.)]\s+)+"
)
_BULLET_SIGNS = frozenset("・･•◦‣▪▫●-*+※>" + ascii_lowercase)
_CHECKBOX = re.compile(r"\[[ xX]\]\s+")
# A bullet that only points somewhere: an address, a link with its title, a reference.
_LINK = re.compile(
    r"[^。]{0,60}\[(?:PDF|Word|Excel|ワード|エクセル)[^\]]*\]|<?https?://\S+|\[[^\]]*(?:\][^\]()]*)?\]\(https?://[^()]*(?:\([^()]*\)[^()]*)*\)|`[^`<]*<[^`]*>`__?|:\w+:`[^`]*`"
)


def bullet_of(line: Line) -> Bullet | None:
    """The list sign that a line begins with."""
    first = line.text[:1]
    if first not in _BULLET_SIGNS and not first.isdecimal():
        return None
    return _bullet(line.text, line.list_level, line.indent)


@lru_cache(maxsize=8192)
def _bullet(text: str, list_level: int, indent: int) -> Bullet | None:
    match = _BULLET.match(text)
    if match is None or match.end() == len(text):
        return None
    sign = match.group().strip()
    if sign.startswith("**") and "**" in text[match.end() :]:
        return None
    box = _CHECKBOX.match(text, match.end())
    repeated = len(sign) if set(sign) in ({"-"}, {"*"}, {"・"}) else 1
    return Bullet(sign, box.end() if box else match.end(), list_level or repeated + indent // 2)


def is_link(line: Line) -> bool:
    """Whether a line, without its bullet, is nothing but a link."""
    bullet = bullet_of(line)
    return bool(_LINK.fullmatch(line.text[bullet.end if bullet else 0 :].strip()))


# ---------------------------------------------------------------------------------------------
# Speakers' marks

# Some systems number every remark before its mark (12 ○, 12: ○).
_SIGN = r"(?:\d{1,5}\s?[:.]?\s+)?(?P<sign>[○◎◆◇△▲●□■☆★▽▼])"
_CIRCLE_NAME = re.compile(
    _SIGN
    + r"\s*(?P<office>[^()。、「」:]{0,28}?)\s?"
    + r"\((?P<label>[^()。、「」]{1,28}(?:\([^()]{1,8}\)[^()]{0,8})?)\)\s*(?P<colon>:\s*)?"
)
_CIRCLE_LABEL = re.compile(
    _SIGN
    + r"\s*(?P<label>[^\s()。、「」:]{1,30}(?:\([^()\s]{1,6}\)[^\s()。、「」:]{1,12})?)(?:\s+|:\s*|\Z)"
)
_CIRCLE_SPACED = re.compile(
    _SIGN + r"\s*(?P<label>[^\s()。、「」:]{1,6} [^\s()。、「」:]{1,24})(?:\s+|:\s*|\Z)"
)
_BRACKET = re.compile(
    r"(?:\d{1,6}\s*)?(?:[○◎◆]\s*)?(?P<sign>[【〔\[])(?P<label>[^【】〔〕\[\]。]{1,32})[】〕\]]\s*:?\s*"
)
_PAREN = re.compile(r"\((?P<label>[^()。、\d][^()。、]{0,19})\)\s*:?\s*")
_COLON = re.compile(
    r"(?:(?P<bullet>[-*・•+○◎◆]|\d{1,3}[.)])\s*)?(?P<quote>\*\*|__|"
    r"[_<《【〔])?(?P<label>@?[^\s:。、,|/()\[\]「」<>*#](?:[^:。、,|"
    r"/\[\]「」<>*\n#]{0,30}[^\s:。、,|/\[\]「」<>*(])?)"
    r"(?:\*\*|__|[_>》】〕])?\s?:(?:\*\*|__|_)?(?!//|\d\d(?!\d))\s*"
)
_COLON_NAME = re.compile(
    r"(?:[-*・•○◎◆]\s*)?((?:\d{1,3}番\s*)?[^\s()。、「」:]{1,20}\s?\([^()。、:]{1,16}\))\s?:\s*"
)
_OFFICE_WITH_NAME = re.compile(r"(?P<office>[^()]{1,20}?)\s?\((?P<inner>[^()]{1,16})\)")
_HALF = re.compile(r"(?P<label>[^\s()。、「」:]{2,24})\)\s*(?=\S)")
_ALONE = re.compile(
    r"(?:[・•○◎◆▪]\s*)?(?P<label>[^\s。、「」:]{2,24}(?:\s[^\s。、「」:]{1,12})?)\Z"
)
_BARE = re.compile(r"(?P<label>(?:\d{1,3}番\s+)?[^\s()。、「」:]{2,20})\s+(?=\S)")
# What a remark does, where minutes print that instead of a name.
ROLE_WORDS = (
    r"(?:(?:再{0,2}|追加)(?:質問|質疑|問)|(?:再{0,2}|追加)(?:回答|答弁|答)|意見|要望|提案|コメント)"
)
_QUESTION_ANSWER = re.compile(
    rf"(?:[・•\-*]\s*)?(?P<label>(?:Q|A|C|{ROLE_WORDS})\s?(?:\d{{1,3}}(?:[-.]\d{{1,2}})?)?)"
    r"(?:\s?[:.)]\s*|(?<=[\d問答])\s+|(?<=意見|要望|質問|回答|提案)\s+|(?<=[QA])\s+(?=[^\x00-\x7f]))"
    r"(?=\S|\Z)"
)
_NOT_A_PERSON = re.compile(
    r"\A(?:\d+[名人枚件部回号]|案|一部改正|そのN|\d+)\Z|登壇|降壇|呼ぶ|声あり|参照|朗読|休憩|開会|閉会"
)


_SPACED = re.compile(
    r"(?P<open>[○◎◆(【〔\[]?\s*)(?P<label>[一-鿿](?:\s+[一-鿿]){1,4})(?=\s*[:)】〕\]]|\s+\S|\Z)"
)


def speaker_marks(line: Line) -> list[SpeakerMark]:
    """Every way in which a line's beginning could name a speaker, the surest first."""
    text = line.text
    if line.table_row:
        cell = _cell(text)
        return [cell] if cell else []
    spaced = _SPACED.match(text) if " " in text[:8] else None
    if spaced and is_office(closed := "".join(spaced["label"].split())):  # 議　　長
        shorter = f"{spaced['open']}{closed}{text[spaced.end() :]}"
        padding = len(text) - len(shorter)
        return [replace(mark, end=mark.end + padding) for mark in _marks_of(shorter)]
    return _marks_of(text) or _marks_in_bullet(line)


def _marks_in_bullet(line: Line) -> list[SpeakerMark]:
    """・【事務局】…: brackets behind a bullet."""
    bullet = bullet_of(line)
    if bullet is None or line.text[bullet.end] not in "(【〔[":
        return []
    found = (find(line.text[bullet.end :]) for find in (_bracket, _paren, _described))
    return [replace(m, end=m.end + bullet.end, bulleted=True) for m in found if m is not None]


@lru_cache(maxsize=8192)
def _marks_of(text: str) -> list[SpeakerMark]:
    """Only what the signs at the beginning leave possible is tried: most lines open no remark."""
    head = text[:_LONGEST_MARK]
    if not head:
        return []
    finds = []
    if _SIGN_AHEAD.match(head):
        finds += [_circle_name, _circle_label]
    if _BRACKET_AHEAD.match(head):
        finds.append(_bracket)
    if ":" in head or "." in head or ")" in head or head[0] in "QA問答意要質回提":
        finds.append(_colon)
    if head[0] == "(":
        finds += [_paren, _described]
    elif ")" in head:
        finds.append(_half)
    if len(text) <= _LONGEST_ALONE:
        finds.append(_alone)
    if " " in head or "\t" in head:
        finds.append(_bare)
    return [mark for find in finds if (mark := find(text)) is not None]


_LONGEST_MARK = 72
_LONGEST_ALONE = 40
_SIGN_AHEAD = re.compile(r"(?:\d{1,5}\s?[:.]?\s+)?[○◎◆◇△▲●□■☆★▽▼]")
_BRACKET_AHEAD = re.compile(r"(?:\d{1,6}\s*)?(?:[○◎◆]\s*)?[【〔\[]")


def _cell(text: str) -> SpeakerMark | None:
    """The cell of a table's row that names who says, or what is dealt with in, the next ones."""
    cells = text.split("\t") if "\t" in text else text.strip("|").split("|")
    end = 0
    for i, cell in enumerate(cells[:3]):
        end += len(cell) + 1
        label = "".join(cell.split()) if _SPACED.match(cell.strip()) else cell.strip()
        if i + 1 < len(cells) and label and not _ID_CELL.fullmatch(label):
            rest = len(text) - len(text[end:].lstrip())
            if _ROLE_CELL.fullmatch(label):
                return SpeakerMark(Form.CELL, label, rest)
            person = _person_of(label)
            if person:
                return SpeakerMark(Form.CELL, person[0], rest, person[1])
            if len(label) <= _LONGEST_ITEM and not ends_sentence(label):
                return SpeakerMark(Form.ITEM, cell.strip(), rest)
            return None
    return None


_LONGEST_ITEM = 60
_ID_CELL = re.compile(r"[(\d][\dA-Za-z().\-/]{0,11}|No\.?\d*")


_ROLE_CELL = re.compile(rf"(?:Q|A|{ROLE_WORDS})\d{{0,3}}")


def _office_with_name(label: str) -> tuple[str, str | None] | None:
    """事務局(沖津) → name and office; 司会(環境政策課), 委員(代理) → the whole label and no office of its own.

    None for what is no office with brackets.
    """
    match = _OFFICE_WITH_NAME.fullmatch(label.strip())
    if match is None or not is_person_label(match["office"]):
        return None
    inner = match["inner"].strip()
    if is_person_label(inner) or (_SHORT_NAME.fullmatch(inner) and inner not in _NO_NAMES):
        return inner, match["office"]
    return label.strip(), ""


_NO_NAMES = frozenset("代理 代表 兼務 欠席 司会 進行 続き 再 補足 オンライン リモート".split())


def _person_of(label: str) -> tuple[str, str | None] | None:
    """What a label names: itself where it is an office or a name, or what its brackets tell apart."""
    if is_person_label(label):
        return label, None
    return _office_with_name(label)


def _circle_name(text: str) -> SpeakerMark | None:
    match = _CIRCLE_NAME.match(text)
    if match is None or _NOT_A_PERSON.search(match["label"]):
        return None
    office = match["office"].strip()
    if not (is_person_label(match["label"]) or (office and is_office(office))):
        return None
    return SpeakerMark(
        Form.CIRCLE_NAME, match["label"].strip(), match.end(), office or None, match["sign"]
    )


def _circle_label(text: str) -> SpeakerMark | None:
    for pattern in (_CIRCLE_LABEL, _CIRCLE_SPACED):
        match = pattern.match(text)
        if match and is_person_label(match["label"]):
            return SpeakerMark(Form.CIRCLE_LABEL, match["label"], match.end(), sign=match["sign"])
    return None


def _bracket(text: str) -> SpeakerMark | None:
    match = _BRACKET.match(text)
    if match is None or _NOT_A_PERSON.search(match["label"]):
        return None
    if _ROLE_CELL.fullmatch(match["label"]):
        return SpeakerMark(Form.BRACKET, match["label"], match.end(), sign=match["sign"])
    person = _person_of(match["label"])
    if person is None:
        return None
    return SpeakerMark(Form.BRACKET, person[0], match.end(), person[1], match["sign"])


def _paren(text: str) -> SpeakerMark | None:
    match = _PAREN.match(text)
    if match is None or _NOT_A_PERSON.search(match["label"]):
        return None
    if not (is_person_label(match["label"]) or match["label"] in _PAREN_ROLES):
        return None
    return SpeakerMark(Form.PAREN, match["label"], match.end())


_PAREN_ROLES = frozenset(
    "意見 回答 質問 質疑 答弁 要望 提案 回答・対応 再質問 再回答 再質疑 再答弁 市の回答 町の回答 "
    "市 町 村 区 県 都 道 府 国 委員意見".split()
)


# Q（総務部）…: who asks, or answers.
_QUESTION_BY = re.compile(r"(?:Q|A|問|答)\s?\d{0,3}\s?\((?P<label>[^()。、]{1,16})\)\s*:?\s*(?=\S)")


def _colon(text: str) -> SpeakerMark | None:
    by = _QUESTION_BY.match(text)
    if by:
        return SpeakerMark(Form.COLON, by["label"], by.end(), sign=text[0])
    named = _COLON_NAME.match(text)
    if named and (label := _office_with_name(named[1])):
        return SpeakerMark(Form.COLON, label[0], named.end(), label[1])
    match = _QUESTION_ANSWER.match(text) or _COLON.match(text)
    if match is None:
        return None
    bulleted = bool(match.groupdict().get("bullet"))
    return SpeakerMark(Form.COLON, match["label"].strip(" _*"), match.end(), bulleted=bulleted)


def _half(text: str) -> SpeakerMark | None:
    match = _HALF.match(text)
    if match is None or not is_person_label(match["label"]):
        return None
    return SpeakerMark(Form.HALF, match["label"], match.end())


def _alone(text: str) -> SpeakerMark | None:
    match = _ALONE.match(text)
    person = _person_of(match["label"]) if match else None
    if match is None or person is None:
        return None
    return SpeakerMark(Form.ALONE, person[0], match.end(), person[1])


def _bare(text: str) -> SpeakerMark | None:
    match = _BARE.match(text)
    if match is None or not is_person_label(match["label"]):
        return None
    return SpeakerMark(Form.BARE, match["label"], match.end())


_SHORT_NAME = re.compile(r"[一-鿿々ァ-ヺーぁ-ゖ]{1,5}(?<![課部室係局所署])")
_DESCRIBED = re.compile(r"\((?P<label>[^()。、:「」\d][^()。「」]{0,15})\)\s*(?=\S)")
# What stands in brackets before a sentence and names nobody.
_NO_DESCRIPTION = re.compile(
    r"仮称?|案|注|例|略|参考|別紙|再掲|単位|資料|以下|平成|令和|昭和|\d|笑|拍手|なし|一部|抜粋|続き|同上|全員|第|"
    r"休憩|再開|開会|閉会|録音|省略|株|有|財|社|公|別添|図|表|写真"
)


def _described(text: str) -> SpeakerMark | None:
    """（西町・男性）, whom the minutes describe and do not name."""
    match = _DESCRIBED.match(text)
    if match is None or _NO_DESCRIPTION.match(match["label"]):
        return None
    return SpeakerMark(Form.DESCRIBED, match["label"].strip(), match.end())


_COMMA = re.compile(r"(?P<label>[A-Z][\w'-]{1,20}),\s+(?=\S)")


def names_in_bullets(line: Line) -> list[SpeakerMark]:
    """What a bullet's beginning could name where the roster, or regularity, says that it is a person.

    A whole bullet may be the name of who says the bullets below it.
    """
    bullet = bullet_of(line)
    return [] if bullet is None or line.heading else _names_behind(line.text, bullet.end)


@lru_cache(maxsize=8192)
def _names_behind(text: str, start: int) -> list[SpeakerMark]:
    comma = _COMMA.match(text, start)
    if comma:
        return [SpeakerMark(Form.COMMA, comma["label"], comma.end(), bulleted=True)]
    if len(text) - start > 40 or ends_sentence(text[start:]):
        return []
    return [SpeakerMark(Form.PARENT, text[start:].rstrip(": "), len(text), bulleted=True)]


# ---------------------------------------------------------------------------------------------
# Headings

_LONGEST_HEADING = 90
# A style with the characters that its numbers begin with.
_DIGIT = "0"  # stands for all of them
_NUMBERED = (
    ("dots", _DIGIT, re.compile(r"(?P<number>\d{1,2}(?:[.-]\d{1,2}){1,3})[.)]?\s+(?=\S)")),
    # 2.8月の実績について is no decimal.
    ("dot", _DIGIT, re.compile(r"(?P<number>\d{1,2})[.．]\s*(?=[^\d\s]|\d{1,4}[年月])")),
    ("paren", "(", re.compile(r"(?P<number>\(\d{1,2}\))\s*(?=\S)")),
    ("half", _DIGIT, re.compile(r"(?P<number>\d{1,2}\))\s*(?=\S)")),
    ("comma", _DIGIT, re.compile(r"(?P<number>\d{1,2})、\s*(?=\S)")),
    (
        "ordinal",
        "日議報協審案第",
        re.compile(
            r"(?P<number>(?:日程|議題|議案|議事|報告|協議|審議|案件)?第\s?(?:\d{1,2}|"
            r"[一二三四五六七八九十]{1,3})(?:[条章節項])?)(?:\s+|[.．、]\s*)(?=\S)"
        ),
    ),
    (
        "bill",
        "議報承認同諮請陳発意第",
        re.compile(
            r"(?P<number>(?:議案|報告|承認|認定|同意|諮問|請願|陳情|発議|意見書案?)第\s?\d{1,3}\s?号|"
            r"第\s?\d{1,3}\s?号(?:議案|報告|諮問|請願|陳情))\s*(?=\S)"
        ),
    ),
    (
        "item",
        "議報協審案T",
        re.compile(
            r"(?P<number>(?:議題|議案|報告|協議|審議|案件|議事|TOP)\s?\(?\d{1,2}\)?)(?:[:.、]|\s)\s*(?=\S)"
        ),
    ),
    ("roman", "IVX", re.compile(r"(?P<number>(?:I{1,3}|IV|VI{0,3}|IX|X))[.\s]\s*(?=\S)")),
    (
        "kanji",
        "一二三四五六七八九十",
        re.compile(r"(?P<number>[一二三四五六七八九十]{1,2})[、.\s]\s*(?=\S)"),
    ),
    (
        "kana",
        "アイウエオカキクケコ",
        re.compile(r"(?P<number>[アイウエオカキクケコ])[.)\s]\s*(?=\S)"),
    ),
    ("digit", _DIGIT, re.compile(r"(?P<number>\d{1,2})\s+(?=[^\d\s])")),
)
_NAMED_NUMBERS = frozenset({"ordinal", "bill", "item"})
_NUMBERED_BY_FIRST = {
    first: [(style, pattern) for style, firsts, pattern in _NUMBERED if first in firsts]
    for first in "".join(firsts for _, firsts, _ in _NUMBERED)
}
_SIGNED = re.compile(
    r"(?:[-*・•]\s+(?=[◇◆■□▼▽]))?(?P<sign>[○◎◆◇■□▼▽△▲●★☆▶►❖]|={1,4}(?=\s))\s*(?=\S)"
)
_BRACKETED = re.compile(
    r"(?P<sign>[【《〔〈\[<])(?P<title>[^】》〕〉\]<>]{1,60})[】》〕〉\]>]\s*(?P<rest>.{0,60})\Z"
)
_ABOUT = re.compile(
    r"\((?P<title>[^()]{2,30}(?:について|に関して|関係)|その他|"
    r"[一-鿿]{1,12}(?:部|課|局|室|署|隊|団|委員会|本部|気象台|センター|事務所|庁|省))\)"
)
_HASHES = re.compile(r"(?P<sign>#{1,6})\s*(?=[^#\s])")
_BOLD = re.compile(r"(?:>\s*)?(?:\*\*|__)(?P<title>[^*_]{1,40})(?:\*\*|__)")
_OPENS_TITLES = frozenset("-*・•○◎◆◇■□▼▽△▲●★☆▶►❖=【《〔〈[<(>_")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def heading_of(line: Line, first_printed: str) -> Heading | None:
    """What kind of heading a line could be.

    Args:
        line: the line.
        first_printed: its first character in the source (NFKC turns ① into 1).
    """
    if line.heading:
        return _format_heading(line.text, line.heading)
    return heading_in(line.text, first_printed)


def heading_in(text: str, first_printed: str) -> Heading | None:
    """The same of a line that the format does not call a heading."""
    if len(text) > _LONGEST_HEADING or not _reads_as_title(text):
        return None
    hashes = _HASHES.match(text) if text.startswith("#") else None
    if "\t" in text and not hashes:
        return None
    if first_printed and first_printed in _CIRCLED:
        digits = len(str(_CIRCLED.index(first_printed) + 1))
        return Heading("circled", digits, len(text), first_printed)
    if hashes:
        return _format_heading(text, len(hashes["sign"]))
    numbered = _numbered(text)
    if numbered or text[0] not in _OPENS_TITLES:
        return numbered
    return _signed(text) or _bracketed(text) or _bold(text)


def _format_heading(text: str, level: int) -> Heading:
    hashes = _HASHES.match(text) or re.match(r"={1,6}\s+", text)
    start = hashes.end() if hashes else 0
    end = len(text.rstrip("#= ")) or len(text)
    inner = _numbered(text[start:end])
    if inner and inner.title_start < end - start:
        return Heading(f"#{level}", start + inner.title_start, end, inner.number, level)
    return Heading(f"#{level}", start, max(end, start), None, level)


def _numbered(text: str) -> Heading | None:
    first = text[:1]
    first = _DIGIT if first.isdecimal() else first
    for style, pattern in _NUMBERED_BY_FIRST.get(first, ()):
        match = pattern.match(text)
        if match:
            number = match["number"]
            depth = number.count(".") + number.count("-") if style == "dots" else ""
            return Heading(f"{style}{depth}", match.end(), len(text), number.strip())
    return None


def _signed(text: str) -> Heading | None:
    match = _SIGNED.match(text)
    if match is None:
        return None
    end = len(text.rstrip("= "))
    start = match.end()
    inner = _numbered(text[start:end])  # △日程第1 …
    if inner is not None and inner.style in _NAMED_NUMBERS:
        return Heading(match["sign"], start + inner.title_start, end, inner.number)
    # ◎== is a sign before a rule: there is no title between.
    return Heading(match["sign"], start, end) if start < end else None


def _bracketed(text: str) -> Heading | None:
    about = _ABOUT.fullmatch(text)
    if about:
        return Heading("(", *about.span("title"))
    match = _BRACKETED.match(text)
    if match is None or (match["rest"] and ends_sentence(text)):
        return None
    if match["rest"]:
        return Heading(match["sign"], 0, len(text))
    return Heading(match["sign"], match.start("title"), match.end("title"))


def _bold(text: str) -> Heading | None:
    match = _BOLD.fullmatch(text)
    return Heading("**", *match.span("title")) if match else None


def _reads_as_title(text: str) -> bool:
    """No sentence, and no clause that goes on."""
    return (not ends_sentence(text) and text[-1] not in "、,;:") or (
        text[-1] == ":" and len(text) < 40
    )
