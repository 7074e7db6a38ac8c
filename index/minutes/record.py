"""The lines of the record → sections, remarks and stage notes.

It goes down the lines once. A speaker's mark opens a remark that takes everything up to the next
mark (a verbatim record), or its own line (notes); a bullet or a paragraph is a remark of its own in
summaries. Texts are always slices of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from index.meeting import Remark, Section, Span, Speaker
from index.minutes.grammar import QUESTION_ANSWER, UNKNOWN, Grammar
from index.minutes.headings import DocumentHeadings
from index.minutes.joining import Join, how_to_join
from index.minutes.lines import Line, Text
from index.minutes.marks import (
    Bullet,
    Form,
    Heading,
    SpeakerMark,
    bullet_of,
    ends_sentence,
    heading_of,
    is_link,
    is_stage_note,
    speaker_in_note,
    speaker_marks,
)
from index.minutes.sections import SectionTree, taken_together
from index.people import People, is_person_label

__all__ = ["Record", "read_record"]

_ARROW = re.compile(r"(?:→|⇒|=>|->|➡)\s*")
_SIGN_BULLET = re.compile(r"[○◎◆◇■□▶►❖★☆]\s*(?=\S)")
_CLOSING = re.compile(
    r"\(?\s*(?:文責|作成|記録|以\s*上|了)\s*(?:[:)].*|[.。)]?)\Z|\((?:文責|作成|記録者?|議事録)[\s:].*\)\Z"
)
# The day on which minutes are signed, above the signatures.
_DATE_ALONE = re.compile(
    r"(?:(?:令和|平成)\s*(?:元|\d{1,2})|20\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*\(.\))?\Z"
)
# Whom to ask about the page: what follows is no part of the record.
_CONTACT = re.compile(
    r"\A(?:(?:この(?:ページ|記事)に関する)?お問い?合わ?せ(?:先)?|〒\s?\d{3}|(?:電話|TEL|Tel|FAX)(?:番号)?\s?:|(?:この)?ページの先頭|サイトマップ|©|Copyright)"
)
_SIGNATURE = re.compile(
    r"(?:議\s*長|副\s*議\s*長|委\s*員\s*長|署\s*名\s*(?:議\s*員|委\s*員|人)|会議録署名(?:議員|委員))\s{2,}\S"
    r"|(?:確認印|決裁|供覧|回覧)(?:\s|:|\Z)(?!.*。)"
)
_TRAILING = re.compile(
    r"\((?P<label>@?[^()。、]{1,16}(?:[・、,]\s?[^()。、]{1,16}){0,3})\)?[。.]?\s*\Z"
)
# 整理番号：2024-018: a fact on a line of its own.
_FACT = re.compile(r"[一-鿿ァ-ヺー・]{2,14}\s?:\s?[^。]{1,80}\Z")
# 次回:10月24日(木) 16:30～ カンファレンス室
_NEXT_MEETING = re.compile(r"次回[^。:、は]{0,8}?(?:\s*:\s*|\s+)(?=[^。]*\d)[^。]{1,60}\Z")
_BEHIND_ARROWS = frozenset({Form.PAREN, Form.BRACKET, Form.COLON})
# What a meeting came to, on a line of its own: nobody's words.
_RESULT = re.compile(
    r"[【〔]?(?:(?:審査|審議|議決|採決|表決|評価|協議|検討)の?)?(?:結果|結論|決定(?:事項)?|指示事項|確認事項|合意事項|"
    r"対応方針|今後の対応|処理方針)(?:[】〕]\s?:?|\s?:)\s?\S"
)
_SAID_SO = re.compile(r"説明|報告|朗読|紹介|あいさつ|挨拶")
_LEAD = re.compile(
    r"(?P<label>[^\s「」、。()]{1,16}?)(?:より|から|による|の)?(?:の)?(?:話題提供|講演|基調講演|発表|報告|説明|挨拶|あいさつ|プレゼンテーション|事例紹介|自己紹介|ご講演|指示|訓示|総括|講評|コメント|まとめ)"
)
# In these a heading names nobody but who speaks; in 事務局説明 the record tells of it.
_SPEAKS = re.compile(r"(?:指示|訓示|挨拶|あいさつ|総括|講評|まとめ|より|から)\Z")
_LEAD_FROM = re.compile(r"\A(?P<label>[^\s「」、。()]{1,16}?)(?:より|から)\Z")
_LEAD_AT_END = re.compile(r"(?:\(|\t)(?P<label>[^()\t]{1,24})\)?(?:\([^()]*\))?\s*\Z")
# A heading that is nothing but the office that reports below it (＜総務部＞).
_BODY = re.compile(
    r"[一-鿿]{0,12}(?:部|課|局|室|署|隊|消防団|事務所|センター|委員会|本部|警察|気象台|庁|省)|事務局|会長|座長|委員長"
)
_SEVERAL = re.compile(r"[、,・&＆/]|と(?=[一-鿿])")
# A handle, or a surname, that may sign a bullet or a heading.
_HANDLE = re.compile(r"@?[a-z][\w.-]{2,19}")
_NAME_BEHIND = re.compile(
    r"@?[A-Za-z][\w.-]{2,19}(?: [A-Z][\w.-]{1,19})?|[一-鿿々]{2,3}|[ァ-ヺー]{2,6}"
)
_NO_NAME_BEHIND = frozenset(
    "継続 新規 完了 報告 説明 資料 予定 仮称 案内 参考 非公開 公開 審議 協議 議題 続き 質疑 承認 抜粋 要約 概要 "
    "税込 税別 税抜 敬称略 以下 再掲 後述 前述 未定 検討中 対応済 済み 中止 延期 変更 追加 削除 任意 必須 任命 "
    "optional required draft todo done wip new update updated see note cont continued https http".split()
)
_OFTEN, _MANY_SIGNED = 3, 8


@dataclass(slots=True)
class Record:
    """What was read from the lines of the record."""

    sections: list[Section] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    signs: list[tuple[str, str]] = field(default_factory=list)  # (sign, label) of each remark
    marks: list[Span] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)  # bullets that only point somewhere
    closing: list[Span] = field(default_factory=list)
    ambiguous: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A remark that is being read: pieces of the folded text."""

    pieces: list[list[int]]
    speaker: Speaker | None
    section: str | None
    page: int | None
    last: Line
    sign: str = ""
    label: str = ""
    carries: bool = False
    bullet: Bullet | None = None
    indent: int = 0  # columns before its first line
    only_note: bool = False  # what it holds so far is a note in the place of words


def read_record(
    text: Text,
    lines: Sequence[Line],
    grammar: Grammar,
    people: People,
    page_breaks: Callable[[Line, Line], bool],
) -> Record:
    """Read the record's lines.

    Args:
        text: the document.
        lines: its lines without furniture, from the record's first on.
        grammar: marks by position in `lines`.
        people: the attendees.
        page_breaks: whether a page ends between two lines.
    """
    reading = _Reading(text, lines, grammar, people, page_breaks)
    for position, line in enumerate(lines):
        reading.take(position, line)
    reading.close()
    _deal_as_one(reading.record, reading.tree.sections)
    return reading.record


def _deal_as_one(record: Record, sections: Sequence[Section]) -> None:
    """What is said of several matters at once stands below the first, not only below the last."""
    first_of = taken_together(sections, {r.section_id for r in record.remarks if r.section_id})
    named = {section.id: section for section in first_of.values()}
    record.sections = [named.get(section.id, section) for section in sections]
    record.remarks = [
        replace(r, section_id=first_of[r.section_id].id) if r.section_id in first_of else r
        for r in record.remarks
    ]


class _Reading:
    def __init__(
        self,
        text: Text,
        lines: Sequence[Line],
        grammar: Grammar,
        people: People,
        page_breaks: Callable[[Line, Line], bool],
    ) -> None:
        self._text, self._lines, self._grammar, self._people = text, lines, grammar, people
        self._page_breaks = page_breaks
        self.record = Record()
        self.tree = SectionTree()
        self._open: _Open | None = None
        # Who speaks in remarks without a mark: the section's lead, or the parent bullet's speaker.
        self._lead: Speaker | None = None
        self._parents: list[tuple[int, Speaker | None]] = []
        self._headings = DocumentHeadings(text, lines, grammar)
        self._signatures = _names_behind(line.text for line in lines if bullet_of(line))
        heads = (line for i, line in enumerate(lines) if self._headings.at(i))
        # Where bullets are signed one by one, an unsigned one is nobody's.
        self._leads = frozenset() if self._signatures else _names_behind(ln.text for ln in heads)
        self._stopped = False

    def take(self, position: int, line: Line) -> None:
        """Read one line."""
        mark = self._grammar.marks[position]
        heading = self._headings.at(position)
        if mark is None and self._is_closing(position, line):
            self._set_aside(line, self.record.closing)
        elif mark is None and is_link(line) and not self._carries():
            self.close()
            self.record.links.append(self._text.line_span(line))
        elif mark is None and heading is None and is_stage_note(line.text):
            if self._tells_what_was_said(line):
                self._take_text(line)
                if self._open is not None:
                    self._open.only_note = True
                return
            self._set_aside(line, self.record.notes)
            self._hear_note(line)
        elif mark is not None:
            self._take_mark(line, mark)
        elif heading is not None:
            self._take_heading(line, heading)
        else:
            self._take_text(line)

    def _carries(self) -> bool:
        return self._open is not None and self._open.carries

    def _note_mark(self, start: int, end: int) -> None:
        if start < end:
            self.record.marks.append(self._text.span(start, end))

    # -- headings, notes

    def _take_heading(self, line: Line, heading: Heading) -> None:
        self.close()
        start, end = line.start + heading.title_start, line.start + heading.title_end
        if start >= end:  # a sign alone is its own title
            start, end = line.start, line.end
        span = self._text.span(start, end)
        title = self._text.document.text[span.start : span.end]
        self._note_mark(line.start, start)
        self._note_mark(end, line.end)
        self._lead = self._lead_of(line.text[heading.title_start : heading.title_end])
        self._parents.clear()
        self.tree.open(heading, title, span, self._lead)

    def _lead_of(self, title: str) -> Speaker | None:
        """The one person whom a heading names as speaking; two names are nobody."""
        whole = title.strip("<>《》[]【】〔〕 ")
        if self._people.knows(whole) or (_BODY.fullmatch(whole) and not self._grammar.has_signs):
            return self._people.speaker(whole)[0]
        for pattern in (_LEAD, _LEAD_FROM, _LEAD_AT_END):
            match = pattern.search(title[:120])
            if match is None or _SEVERAL.search(match["label"]):
                continue
            label = match["label"].strip()
            at_end = pattern is _LEAD_AT_END
            known = label in self._leads if at_end else self._people.knows(label)
            speaks = at_end or _SPEAKS.search(match.group())
            if known or (speaks and is_person_label(label)):
                return self._people.speaker(label)[0]
            if at_end and not self._signatures and self._people.knows(label):
                return self._people.speaker(label)[0]
            if (
                pattern is _LEAD
                and is_person_label(label)
                and label[-1] in "氏君様"
                and len(label) > 1
            ):
                return self._people.speaker(label)[0]
        return None

    def _is_closing(self, position: int, line: Line) -> bool:
        left = len(self._lines) - position
        signed = left < 12 and (_SIGNATURE.match(line.text) or _DATE_ALONE.match(line.text))
        contact = left < 20 and _CONTACT.match(line.text) and not ends_sentence(line.text)
        if signed or contact:
            self._stopped = True
        if self._stopped:
            return True
        return left <= 3 and len(line.text) <= 60 and bool(_CLOSING.match(line.text.strip("*_ ")))

    def _set_aside(self, line: Line, where: list[Span]) -> None:
        """Take the line out of the remark that is open, which may go on after it."""
        where.append(self._text.line_span(line))
        if self._open is None:
            return
        if not self._open.carries:
            self.close()

    def _tells_what_was_said(self, line: Line) -> bool:
        """事務局⏎（資料１に基づき説明）: the note stands in the place of the words."""
        opened = self._open is not None and self._open.carries and not self._open.pieces
        return opened and bool(_SAID_SO.search(line.text))

    def _give_back_note(self, remark: _Open) -> None:
        """What was said follows in bullets: the note is one."""
        self.record.notes += [self._text.span(a, b) for a, b in remark.pieces]
        remark.pieces, remark.only_note = [], False

    def _hear_note(self, line: Line) -> None:
        """〔市長登壇〕: unmarked words after it are that person's, no longer the chair's."""
        label = speaker_in_note(line.text)
        if label is None or not self._grammar.is_verbatim_shaped:
            return
        self.close()
        speaker = self._people.speaker(label)[0]
        self._open = _Open([], speaker, self.tree.current, line.page, line, carries=True)

    # -- speakers

    def _take_mark(self, line: Line, mark: SpeakerMark) -> None:
        self.close()
        if mark.form is Form.ITEM:
            self._take_heading(line, self._item_heading(line, mark.label))
        self._note_mark(line.start, line.start + mark.end)
        speaker = self._speaker(mark)
        depth = self._depth(line)
        rest = line.start + mark.end
        if mark.bulleted or mark.form is Form.COLON:
            if not mark.bulleted:
                depth -= 1  # a list of any depth may stand below it
            self._pop_parents(depth)
            if mark.bulleted or rest >= line.end:
                # Who answers in bullets below a remark is not said.
                self._parents.append((depth, speaker if rest >= line.end else None))
        carries = self._grammar.carries(mark)
        section = self.tree.current
        bullet = Bullet("", 0, depth) if mark.bulleted else None
        self._open = _Open(
            [], speaker, section, line.page, line, mark.sign, mark.label, carries, bullet
        )
        if rest < line.end:
            self._open.pieces.append([rest, line.end])

    def _item_heading(self, line: Line, label: str) -> Heading:
        """The cell of a row that names what the other cells are about."""
        start = line.text.find(label)
        cell = replace(line, text=label, table_row=False)
        numbered = heading_of(cell, self._text.source_of(line)) if start == 0 else None
        return numbered or Heading("item", start, start + len(label))

    def _speaker(self, mark: SpeakerMark) -> Speaker | None:
        nobody = mark.form is Form.ITEM or QUESTION_ANSWER.match(mark.label)
        if nobody or UNKNOWN.match(mark.label):
            return None
        speaker, ambiguous = self._people.speaker(mark.label, mark.office)
        if ambiguous:
            self.record.ambiguous[mark.label] = None
        return speaker

    # -- text

    def _take_text(self, line: Line) -> None:
        bullet = bullet_of(line) or self._sign_as_bullet(line)
        open_remark = self._open
        if bullet is not None and open_remark is not None and open_remark.only_note:
            self._give_back_note(open_remark)
        arrow = _ARROW.match(line.text)
        if arrow and arrow.end() < len(line.text):
            self._open_reply(line, arrow.end())
            return
        if (
            open_remark is not None
            and open_remark.carries
            and not self._splits_bullets(open_remark, bullet)
            and not self._is_nobodys(line)
        ):
            self._append(open_remark, line, line.start)
            return
        if bullet is not None:
            self._open_bullet(line, bullet)
            return
        if open_remark is not None and self._goes_on(open_remark, line):
            self._append(open_remark, line, line.start)
            return
        self._open_text(line)

    def _sign_as_bullet(self, line: Line) -> Bullet | None:
        """○ before a sentence in a document where it opens no remark by its speaker."""
        match = None if self._grammar.is_verbatim_shaped else _SIGN_BULLET.match(line.text)
        return Bullet(match.group().strip(), match.end(), self._depth(line)) if match else None

    def _splits_bullets(self, open_remark: _Open, bullet: Bullet | None) -> bool:
        """A mark directly followed by bullets heads a list of remarks of one speaker."""
        return bullet is not None and (not open_remark.pieces or open_remark.bullet is not None)

    def _open_bullet(self, line: Line, bullet: Bullet) -> None:
        parent = self._open
        inherited = parent.speaker if parent and parent.carries else None
        carries, label, sign = (
            (parent.carries, parent.label, parent.sign)
            if parent and parent.carries
            else (False, "", "")
        )
        self.close()
        depth = self._depth(line)
        self._pop_parents(depth)
        speaker = inherited or (self._parents[-1][1] if self._parents else self._lead)
        meant = self._grammar.legend.get(bullet.sign)
        if meant:
            speaker = self._people.speaker(meant)[0]
        self._open = _Open(
            [],
            speaker,
            self.tree.current,
            line.page,
            line,
            sign,
            label,
            carries,
            bullet,
            line.indent,
        )
        self._note_mark(line.start, line.start + bullet.end)
        self._open.pieces.append([line.start + bullet.end, line.end])

    def _open_reply(self, line: Line, offset: int) -> None:
        """→（市長）…: somebody else's reply; who it is said by only what stands behind the arrow tells."""
        bare = replace(line, text=line.text[offset:], start=line.start + offset)
        marks = (m for m in speaker_marks(bare) if m.form in _BEHIND_ARROWS)
        mark = next((m for m in marks if m.form is not Form.COLON or self._grammar.hears(m)), None)
        said = offset + (mark.end if mark else 0)
        if said >= len(line.text):
            mark, said = None, offset
        self.close()
        self._note_mark(line.start, line.start + said)
        speaker = self._speaker(mark) if mark else None
        label = mark.label if mark else ""
        section = self.tree.current
        self._open = _Open(
            [[line.start + said, line.end]], speaker, section, line.page, line, "→", label
        )

    def _is_nobodys(self, line: Line) -> bool:
        """The line tells what the meeting came to or when the next one is."""
        if _NEXT_MEETING.match(line.text):
            return True
        return not self._grammar.has_signs and bool(_RESULT.match(line.text))

    def _open_text(self, line: Line) -> None:
        self.close()
        speaker = self._lead
        if _NEXT_MEETING.match(line.text):
            speaker = None
        elif self._parents and line.indent >= self._parents[-1][0]:
            speaker = self._parents[-1][1]
        self._open = _Open([[line.start, line.end]], speaker, self.tree.current, line.page, line)

    def _depth(self, line: Line) -> int:
        return line.list_level or 1 + line.indent // 2

    def _pop_parents(self, depth: int) -> None:
        while self._parents and self._parents[-1][0] >= depth:
            self._parents.pop()

    def _goes_on(self, open_remark: _Open, line: Line) -> bool:
        if not open_remark.pieces:
            return True
        if line.table_row and open_remark.last.table_row:
            return True
        apart = _RESULT.match(line.text) or _FACT.match(line.text) or _NEXT_MEETING.match(line.text)
        if apart or _FACT.match(open_remark.last.text):
            return False
        if QUESTION_ANSWER.match(open_remark.label) and line.blank_before == 0:
            return True
        if open_remark.bullet and line.blank_before == 0 and line.indent > open_remark.indent:
            return True
        return self._join(open_remark, line) is not Join.APART

    def _join(self, open_remark: _Open, line: Line) -> Join:
        across = self._page_breaks(open_remark.last, line)
        return how_to_join(open_remark.last, line, self._text.wrap_width, across_page=across)

    def _append(self, remark: _Open, line: Line, start: int) -> None:
        """Put a line to the open remark: joined, or with the break kept inside one span."""
        if not remark.pieces:
            remark.page = line.page
            remark.pieces.append([start, line.end])
        elif self._join(remark, line) is Join.NOTHING:
            remark.pieces.append([start, line.end])
        elif line.index == remark.last.index + 1:
            remark.pieces[-1][1] = line.end
        else:
            self._after_something(remark, line, start)
        remark.last = line
        remark.only_note = False

    def _after_something(self, remark: _Open, line: Line, start: int) -> None:
        """The line after a stage note or furniture: the line end before that is kept."""
        remark.pieces[-1][1] = self._text.after_line_end(remark.pieces[-1][1], start)
        remark.pieces.append([start, line.end])

    # -- closing

    def close(self) -> None:
        """Finish the open remark."""
        remark, self._open = self._open, None
        if remark is None or not remark.pieces:
            return
        self._take_trailing_name(remark)
        spans = tuple(self._text.span(a, b) for a, b in remark.pieces if a < b)
        source = self._text.document.text
        text = "".join(source[s.start : s.end] for s in spans)
        if not text.strip():
            return
        ordinal = len(self.record.remarks) + 1
        self.record.remarks.append(
            Remark(ordinal, text, spans, remark.speaker, remark.section, None, remark.page)
        )
        self.record.signs.append((remark.sign, remark.label))

    def _take_trailing_name(self, remark: _Open) -> None:
        """A bullet that ends in （南雲委員） was said by that person; the name is no part of it."""
        if remark.carries or (remark.speaker is not None and remark.speaker is not self._lead):
            return
        start, end = remark.pieces[-1]
        tail = self._text.folded[max(start, end - 60) : end]
        match = _TRAILING.search(tail)
        alone = match is not None and match.start() == 0 and end - start <= 60
        if match is None or (alone and len(remark.pieces) == 1):
            return
        label = match["label"]
        if not (
            self._people.knows(label)
            or label in self._signatures
            or (is_person_label(label) and ends_sentence(tail[: match.start()]))
        ):
            return
        remark.speaker = self._people.speaker(label)[0]
        said = end - len(tail) + match.start()
        self._note_mark(said, end)
        if said > start:
            remark.pieces[-1][1] = said
        else:
            remark.pieces.pop()


def _names_behind(lines: Iterable[str]) -> frozenset[str]:
    """Labels in brackets, or behind a tab, at the ends of lines that are names by how they recur."""
    found = (m["label"] for line in lines if (m := _LEAD_AT_END.search(line)))
    labels = Counter(label for label in found if _NAME_BEHIND.fullmatch(label))
    often = {label for label, n in labels.items() if n >= _OFTEN and _is_no_word(label)}
    if sum(labels.values()) < _MANY_SIGNED and len(labels) < _OFTEN:
        return frozenset(often)
    signed = sum(labels[label] for label in often)
    every = {
        label
        for label in labels
        if _is_no_word(label) and (_HANDLE.fullmatch(label) or signed == 0)
    }
    return frozenset(often | every if signed >= _MANY_SIGNED or not often else often)


def _is_no_word(label: str) -> bool:
    return label.casefold() not in _NO_NAME_BEHIND
