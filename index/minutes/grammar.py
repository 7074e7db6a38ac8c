"""All lines of a document → which speakers' marks it really uses.

A form of mark holds where the document repeats it and something is said after it; a single office
after ○ is enough, a single word before a colon is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from index.minutes.labels import Field, FieldLabel, field_label
from index.minutes.lines import Line
from index.minutes.marks import (
    ROLE_WORDS,
    Form,
    Heading,
    SpeakerMark,
    ends_sentence,
    heading_of,
    names_in_bullets,
    speaker_marks,
)
from index.people import is_office, is_person_label

__all__ = ["QUESTION_ANSWER", "UNKNOWN", "Grammar"]

UNKNOWN = re.compile(r"\?{2,5}\Z")  # ???: somebody whom the writer could not name
QUESTION_ANSWER = re.compile(
    rf"(?:Q|A|C|{ROLE_WORDS}|回答・対応|委員意見)"
    r"\s?(?:\d{1,3}(?:[-.]\d{1,2})?)?\Z"
)
# Who speaks for an organisation, or has a letter instead of a name, in a document of such marks.
_ORGANISATION = re.compile(
    r"[一-鿿々ァ-ヺーA-Z]{1,14}(?:者|人|側|社|市|町|村|区|県|省|庁|課|部|局|室|係|班|会|団体|大学|組合|法人|事務所)[A-Z0-9]?\Z"
)
# Words before a colon that are not people, folded and lower case.
_NOT_PEOPLE = frozenset(
    "note notes todo action actions agenda date time place resolution resolved decision "
    "conclusion topic scribe present regrets chair presenter presenters "
    "http https url example link links slides issue issues pr ps cc re fyi nb status "
    "summary background question answer update updates goal goals "
    "result results owner next proposal recording repo repository ref see consensus "
    "participants participant location venue present absent apologies members references reference discussion "
    "scribenick rrsagent zakim subtopic attendees minutes title name id type "
    "default warning error usage input output step option options pros cons tl;dr tldr "
    "eg ie e.g i.e also but and however so additionally speaker speakers "
    "記 注 例 備考 結論 課題 目的 概要 対応 決定 決定事項 補足 補足事項 参考 資料 日時 "
    "場所 締切 期限 内容 理由 背景 方針 予定 結果 連絡 報告 その他 文責 出典 出所 "
    "todo 推薦 決定 収入 支出".split()
)
_LATIN = re.compile(r"@?[A-Za-z_][\w.'-]{0,30}(?: [A-Z][\w.'-]*){0,3}\Z")
_HAN_NAME = re.compile(r"[一-鿿々ァ-ヺー]{2,4}\Z")
_NICKNAME = re.compile(r"[ぁ-ゖ]{2,5}\Z|[ァ-ヺー]{2,6}\Z")
# A full name of three characters: one of the most common Chinese surnames and a given name.
_CHINESE_NAME = re.compile(
    r"[王李张张刘刘陈陈杨杨赵赵黄黃周吴吳徐孙孫胡朱高林何郭马馬罗罗梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈"
    r"丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段钱錢汤湯黎易常武乔喬贺賀赖賴龚龔]"
    r"[一-鿿]{2}\Z"
)
_MANY = {
    Form.PAREN: 2,
    Form.HALF: 2,
    Form.ALONE: 2,
    Form.BARE: 3,
    Form.PARENT: 2,
    Form.COMMA: 3,
    Form.CELL: 2,
    Form.ITEM: 2,
    Form.DESCRIBED: 3,
}
_CARRYING = frozenset(
    {
        Form.CIRCLE_NAME,
        Form.CIRCLE_LABEL,
        Form.BRACKET,
        Form.HALF,
        Form.ALONE,
        Form.BARE,
        Form.PAREN,
        Form.DESCRIBED,
        Form.CELL,
        Form.ITEM,
        Form.COLUMN,
    }
)
_ADDRESS = re.compile(r"<?https?://\S+")
_NAMES_ONLY = re.compile(r"[一-鿿々ァ-ヺー\s、,・()]+")
_NUMBERED_ITEM = re.compile(r"\(?\d{1,2}[.)]\s*\S")  # 6.その他 | 意見6件 | -
_LETTER = re.compile(r"[A-Z0-9]")
_SIGNED = frozenset({Form.CIRCLE_NAME, Form.CIRCLE_LABEL, Form.BRACKET})
_OFTEN = 3
_MANY_TURNS = 15
_MANY_PLAIN = 3
_LOOK_AHEAD = 5
_LONG_BESIDE = 20  # characters beside a name that are no longer a fact of a list
_FAR = 60
_HEADING_A_LIST = frozenset({Form.COLON, Form.PARENT})
_TASKS = re.compile(
    r"\bto.?do|action items?|next steps|aufgaben|宿題|やること|待办|任务", re.IGNORECASE
)


class Grammar:
    """Which mark, if any, opens each line of this document.

    Args:
        lines: the document's lines without furniture.
        knows: whether a label means exactly one attendee.
        before: the lines right above, where these are not the document's first.
        columned: marks by position that are known by the column in which they stand.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        knows: Callable[[str], bool],
        before: Sequence[Line] = (),
        columned: Mapping[int, SpeakerMark] = MappingProxyType({}),
    ) -> None:
        self._lines = lines
        self._before = before
        self._knows = knows
        self._columned: Mapping[int, SpeakerMark] = {}
        self._possible = [[] if line.heading else speaker_marks(line) for line in lines]
        self._heard = self._plainly_heard()
        self._candidates = [self._spoken_marks(i) for i in range(len(lines))]
        if not self._speaks_plainly():
            self._columned = columned
            for i, mark in columned.items():
                if not lines[i].heading:
                    self._candidates[i] = [mark]
        self.legend = _legend(lines)
        self._colon_labels = self._recurring_colon_labels()
        counts = Counter(mark.form for marks in self._candidates for mark in marks)
        self._forms = {form for form in counts if counts[form] >= _MANY.get(form, 1)}
        if self._forms & _SIGNED:
            # A verbatim record with signs: what stands alone or before a space is text.
            self._forms -= {Form.ALONE, Form.BARE, Form.HALF}
        if counts[Form.PAREN] < 2 and not self._describes_again():
            self._forms.discard(Form.DESCRIBED)
        elif counts[Form.PAREN] + counts[Form.DESCRIBED] >= _MANY[Form.DESCRIBED]:
            self._forms |= {Form.PAREN, Form.DESCRIBED}
        self._speaks_beside = self._says_more_beside_than_below() or counts[Form.COLON] < 2
        self._topics: set[int] = set()
        self.marks = [self._choose(i, marks) for i, marks in enumerate(self._candidates)]
        self._find_signs_lost()
        self.first_mark = next((i for i, m in enumerate(self.marks) if m), len(lines))
        signs = {m.sign for m in self.marks if m}
        self.has_question_signs = {"◆", "◎"} <= signs
        self.has_signs = any(m.form in _SIGNED for m in self.marks if m)
        self.speaks_between_bullets = self._speaks_between_bullets()
        speaking = (m for m in self.marks if m and m.form is not Form.ITEM and self.carries(m))
        self.is_verbatim_shaped = sum(1 for _ in speaking) >= 2

    @property
    def speaks_at_all(self) -> bool:
        """Whether any line is opened by a speaker's mark."""
        return any(self.marks)

    def carries(self, mark: SpeakerMark) -> bool:
        """Whether unmarked paragraphs after the mark still belong to its speaker."""
        if mark.form is Form.COLON:
            person = is_person_label(mark.label) or mark.office is not None
            return not mark.bulleted and (person or bool(_ORGANISATION.match(mark.label)))
        return mark.form in _CARRYING and not mark.bulleted

    def hears(self, mark: SpeakerMark) -> bool:
        """Whether the label of a mark is a person's by itself, or opens remarks of this document."""
        named = is_person_label(mark.label) or mark.office is not None or self._knows(mark.label)
        asks = QUESTION_ANSWER.match(mark.label)
        return bool(named or asks) or any(m and m.label == mark.label for m in self.marks)

    def topic_at(self, i: int) -> Heading | None:
        """The heading of a list that ends in a colon, if the line is one."""
        if i not in self._topics:
            return None
        text = self._lines[i].text
        return Heading(":", 0, len(text.rstrip(": *_")) or len(text))

    def _speaks_plainly(self) -> bool:
        """Whether signs, brackets or colons tell who speaks, so that no column has to."""
        plain = sum(
            mark.form in _SIGNED
            or (
                mark.form is Form.COLON and (is_person_label(mark.label) or mark.office is not None)
            )
            for marks in self._candidates
            for mark in marks[:1]
        )
        return plain >= _MANY_PLAIN

    def _speaks_between_bullets(self) -> bool:
        """Whether names before a colon open most lines and no bullet does: what has bullets is a topic."""
        colons = [m for m in self.marks if m and m.form is Form.COLON]
        plain = sum(not m.bulleted for m in colons if not QUESTION_ANSWER.match(m.label))
        return plain >= _MANY_TURNS and plain == len(colons)

    def _describes_again(self) -> bool:
        """Whether one of the people whom the minutes only describe speaks more than once."""
        labels = Counter(
            mark.label
            for marks in self._candidates
            for mark in marks
            if mark.form is Form.DESCRIBED
        )
        return any(n >= 2 for n in labels.values())

    def _choose(self, i: int, marks: list[SpeakerMark]) -> SpeakerMark | None:
        for mark in marks:
            if mark.form not in self._forms or (
                mark.form in _HEADING_A_LIST and self._heads_tasks(mark, i)
            ):
                continue
            if mark.form is not Form.COLON or (
                not self._heads_a_topic(mark, i) and self._is_speaker(mark)
            ):
                return mark
        return None

    def _find_signs_lost(self) -> None:
        """A name that opens remarks in another form elsewhere (○名護委員), here before a space alone."""
        heard = {_LETTER.sub("A", m.label) for m in self.marks if m and m.form in _CARRYING}
        for i, marks in enumerate(self._candidates if heard else ()):
            if not marks or self.marks[i] is not None:
                continue
            if i == 0 or self._lines[i].blank_before or ends_sentence(self._lines[i - 1].text):
                lost = (
                    m
                    for m in marks
                    if m.form is Form.BARE
                    and (_LETTER.sub("A", m.label) in heard or self._knows(m.label))
                )
                self.marks[i] = next(lost, None)

    def _heads_tasks(self, mark: SpeakerMark, i: int) -> bool:
        """A name above what that person is to do: it stands, with others, below To do, 宿題 …"""
        if mark.end < len(self._lines[i].text):
            return False
        nearest = next((line for line in self._above(i) if not _depth(line) or line.heading), None)
        return nearest is not None and bool(_TASKS.search(nearest.text))

    def _above(self, i: int) -> Iterator[Line]:
        """The lines above, the nearest first, without those that are only a name."""
        for position in range(i - 1, max(-1, i - _FAR), -1):
            if self._lines[position].heading or not self._opens_empty(position):
                yield self._lines[position]
        yield from reversed(self._before)

    def _opens_empty(self, i: int) -> bool:
        return any(m.end >= len(self._lines[i].text) for m in self._candidates[i])

    def _says_more_beside_than_below(self) -> bool:
        """Whether names before a colon mostly have their words on the same line."""
        beside = [
            mark.end < len(self._lines[i].text)
            for i, marks in enumerate(self._candidates)
            for mark in marks
            if mark.form is Form.COLON and not mark.bulleted
        ]
        return sum(beside) * 2 >= len(beside)

    def _heads_a_topic(self, mark: SpeakerMark, i: int) -> bool:
        """Release plan:⏎ above a list, in a document where nobody speaks in that form."""
        alone = mark.end >= len(self._lines[i].text) and not mark.bulleted
        unknown = not (is_person_label(mark.label) or self._knows(mark.label))
        topic = unknown and not QUESTION_ANSWER.match(mark.label)
        if not (alone and topic) or self._speaks_beside:
            return False
        self._topics.add(i)
        return True

    def _is_speaker(self, mark: SpeakerMark) -> bool:
        label = mark.label
        if mark.office is not None or mark.sign:
            return True
        if QUESTION_ANSWER.match(label):
            return self._colon_labels[label[0]] >= 1
        if UNKNOWN.match(label):
            return sum(self._colon_labels.values()) >= 5
        if label.startswith("@") or is_person_label(label) or self._knows(label):
            return True
        if self._colon_labels[label] >= 2:
            return True
        regular = sum(self._colon_labels.values()) >= 5
        return regular and bool(_LATIN.match(label))

    def _recurring_colon_labels(self) -> Counter[str]:
        """Names before a colon that come back, with how often."""
        labels = Counter(
            mark.label[0] if QUESTION_ANSWER.match(mark.label) else mark.label
            for marks in self._candidates
            for mark in marks
            if mark.form is Form.COLON
        )
        people = sum(n for label, n in labels.items() if is_person_label(label))
        kept = {
            label: n
            for label, n in labels.items()
            if n >= 2
            and (
                len(label) == 1
                or _LATIN.match(label)
                or self._knows(label)
                or (people >= 2 and _ORGANISATION.match(label))
                or (n >= _OFTEN and _NICKNAME.match(label))
            )
        }
        return Counter(kept)

    def _plainly_heard(self) -> frozenset[str]:
        """Labels that stand before a space and a whole sentence, behind the end of another one."""
        heard = set()
        for i, line in enumerate(self._lines):
            bare = [m for m in self._possible[i] if m.form is Form.BARE]
            if bare and not (i and _goes_on(self._lines[i - 1], line)):
                heard |= {m.label for m in bare if _is_speech(line.text[m.end :])}
        return frozenset(heard)

    def _spoken_marks(self, i: int) -> list[SpeakerMark]:
        line = self._lines[i]
        if line.heading:
            return []
        found = [m for m in self._possible[i] if self._is_candidate(m, i)]
        return found or [m for m in names_in_bullets(line) if self._names_speaker(m, i)]

    def _names_speaker(self, mark: SpeakerMark, i: int) -> bool:
        """A bullet that is only a name heads the bullets below it; a name before a comma speaks."""
        if mark.form is Form.COMMA:
            following = self._lines[i].text[mark.end :].split(None, 1)[0].strip(",:.")
            return self._knows(mark.label) and not self._knows(following)
        below = self._lines[i + 1] if i + 1 < len(self._lines) else None
        if below is None or _depth(below) <= _depth(self._lines[i]):
            return False
        return self._knows(mark.label) or bool(_CHINESE_NAME.match(mark.label))

    def _is_candidate(self, mark: SpeakerMark, i: int) -> bool:
        line = self._lines[i]
        if (
            mark.form is Form.COLON
            and mark.office is None
            and not mark.sign
            and not self._may_stand_before_colon(mark.label)
        ):
            return False
        label = field_label(line.text)
        below = self._lines[i + 1].text if i + 1 < len(self._lines) else ""
        if label is not None and self._is_field(label, mark, line.text, below):
            return False
        return self._is_said(mark, i)

    def _is_field(self, label: FieldLabel, mark: SpeakerMark, text: str, below: str) -> bool:
        """The line is a field of the header, and no mark that happens to read like one."""
        if mark.form is Form.CIRCLE_NAME:  # ■出席者　須賀谷会長（副町長）
            return bool(mark.office) and not is_office(label.label)
        if mark.form is Form.ITEM:
            return label.label == "".join(mark.label.split())
        named = label.label in (mark.label, mark.office)  # 事務局（沖津）：
        named = named or mark.label.startswith(f"{label.label}(")  # 委員（１号）：
        heads = mark.form is Form.COLON and label.value_start >= len(text)
        if label.field is Field.ATTENDEES and heads:
            return not below or not _is_speech(below)  # 参加者（敬称略）： above names
        return mark.form not in (Form.BRACKET, Form.PAREN) and not named

    def _may_stand_before_colon(self, label: str) -> bool:
        if label.casefold() in _NOT_PEOPLE or label.isdigit():
            return False
        if UNKNOWN.match(label):
            return True
        named = label.startswith("@") or QUESTION_ANSWER.match(label) or is_person_label(label)
        return bool(
            named
            or _LATIN.match(label)
            or _ORGANISATION.match(label)
            or _NICKNAME.match(label)
            or (_HAN_NAME.match(label) and self._knows(label))
        )

    def _is_said(self, mark: SpeakerMark, i: int) -> bool:
        """Whether words follow the mark, on its line or below, that read as a sentence."""
        line = self._lines[i]
        rest = line.text[mark.end :]
        if (
            mark.form in (Form.ALONE, Form.BARE)
            and mark.label not in self._heard
            and (line.blank_before == 0 and i and _goes_on(self._lines[i - 1], line))
        ):
            return False
        if mark.form is Form.COLON and rest and UNKNOWN.match(mark.label):
            return True
        if mark.form is Form.COLON and rest and not is_person_label(mark.label):
            if _ADDRESS.fullmatch(rest) or mark.label.count("(") != mark.label.count(")"):
                return False
            return not field_label(line.text) or _is_speech(rest)
        if mark.form is Form.COLON and rest and _NAMES_ONLY.fullmatch(rest):
            return False  # 説明者：早乙女 健、片桐 美波 is a fact
        if _is_speech(rest) or mark.form is Form.COLUMN:
            return True
        if mark.form is Form.ITEM:
            return "。" in rest or bool(_NUMBERED_ITEM.match(mark.label))
        if mark.form is Form.BARE:  # a sentence may end on the next line
            return mark.label in self._heard and len(rest) >= _LONG_BESIDE
        if mark.form in (Form.CIRCLE_LABEL, Form.BRACKET) and len(rest) >= _LONG_BESIDE:
            return True
        below = self._lines[i + 1 : i + _LOOK_AHEAD]
        if below and not rest and _opens_alike(mark, below[0]):
            return True
        for next_line in below:
            if _opens_another(next_line):
                return False
            if _is_speech(next_line.text):
                return True
            if (
                not rest
                and mark.form is Form.BRACKET
                and next_line.width >= 36
                and "委員、" not in next_line.text
            ):
                return True
            if mark.form is Form.COLON and not rest and not is_person_label(mark.label):
                return next_line.indent > line.indent or next_line.list_level > line.list_level
        return False


# （○：評議員、●：説明者）: what the signs of bullets mean in this document.
_MEANING = re.compile(
    r"(?P<sign>[○●◎◆◇■□△▲・])\s*(?:[:=…]|は)\s*(?P<label>[^\s、,・()○●◎◆◇■□△▲:]{1,12}?)(?:の?(?:発言|意見|質問|回答|説明))?(?=[\s、,・)○●◎◆◇■□△▲]|\Z)"
)
_LONGEST_LEGEND = 60


def _legend(lines: Sequence[Line]) -> dict[str, str]:
    for line in lines:
        if len(line.text) <= _LONGEST_LEGEND:
            meanings = {m["sign"]: m["label"] for m in _MEANING.finditer(line.text)}
            if len(meanings) >= 2:
                return meanings
    return {}


def _depth(line: Line) -> int:
    return line.list_level or line.indent


def _is_speech(text: str) -> bool:
    return "。" in text[:400] or ends_sentence(text) or len(text) > 400


def _opens_alike(mark: SpeakerMark, line: Line) -> bool:
    """A mark that is printed twice: as a label of the remark, and at its beginning."""
    return bool(mark.sign) and any(
        (m.form, m.label) == (mark.form, mark.label) for m in speaker_marks(line)
    )


def _opens_another(line: Line) -> bool:
    return any(
        m.form in (Form.CIRCLE_NAME, Form.CIRCLE_LABEL, Form.BRACKET) for m in speaker_marks(line)
    )


def _goes_on(before: Line, line: Line) -> bool:
    """A name that merely happens to begin a hard-wrapped line."""
    unfinished = not ends_sentence(before.text) and before.width > 50
    return unfinished and line.indent <= before.indent and heading_of(before, "") is None
