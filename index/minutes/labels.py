"""Lines of a header → which field they open: date, place, attendees, agenda …, or the record itself.

Labels may be numbered, marked, spaced letter by letter (日　時) and alone on their line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

__all__ = ["Field", "FieldLabel", "field_label"]


class Field(StrEnum):
    """What a header line tells."""

    TITLE = "title"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    ATTENDEES = "attendees"
    ABSENT = "absent"
    AGENDA = "agenda"
    DOCUMENTS = "documents"
    OTHER = "other"
    BODY = "body"  # what follows is the record


_LABELS = {
    Field.TITLE: "会議名 会議名称 会議の名称 件名 名称 審議会等名 Title 회의명",
    Field.DATE: "日時 とき 開催日時 開催日 日付 期日 開会日 招集日時 開催年月日 年月日 会議日時 実施日 "
    "実施日時 日時・場所 開催日時及び場所 "
    "日時及び場所 日時場所 開催日時・場所 開会の日時及び場所 開催の日時及び場所 開会日時及び場所 "
    "開会の日時 開催の日時 招集年月日 招集の年月日 開議日時 Date When "
    "Datum DateandTime 일시 时间 日期 時間日期",
    Field.TIME: "時間 開会 閉会 開議 散会 開催時間 開会時刻 閉会時刻 開会時間 閉会時間 Time Zeit",
    Field.PLACE: "場所 於 活動場所 ところ 開催場所 会場 会議場所 招集場所 招集の場所 開催の場所 開会の場所 "
    "開催方法 開催形式 実施場所 "
    "場所・方法 Place Location Where Venue Ort 장소 地点",
    Field.ATTENDEES: "出席者 参加者 出席者氏名 出席者名 出席 参加 出席委員 出席議員 出席構成員 構成員 "
    "出席説明員 出席者等 参加者等 参加メンバー "
    "説明のため出席した者 説明のため出席した者の職氏名 説明のために出席した者 "
    "議会事務局職員 出席事務局職員 事務局職員 区議会事務局 市議会事務局 町議会事務局 "
    "出席事務局 "
    "職務のため出席した者 職務のために出席した者 職務のため議場に出席した者 出席した者 "
    "委員外議員 出席理事者 出席執行部 市執行部 出席者一覧 委員名簿 出席者名簿 "
    "出欠状況 委員出欠状況 委員の出欠状況 出席状況 陪席 陪席者 列席者 当局 当局側 組合 組合側 使用者側 "
    "労働者側 会社側 "
    "説明員 事務局出席者 関係者 理事 オブザーバー ゲスト ゲストスピーカー 講師 メンバー 委員 事務局 説明者 "
    "Attendees Present Participants Members Attendance AnwesendeMitglieder Anwesende "
    "Gäste 참석자 참석 出席人员 参会人员 与会人员",
    Field.ABSENT: "欠席者 欠席委員 欠席議員 欠席説明員 欠席 欠席者氏名 欠席構成員 不参加 Regrets "
    "Absent Apologies Entschuldigt",
    Field.AGENDA: "本日の内容 議事 議題 議事次第 次第 会議次第 案件 付議案件 付議事件 付託事件 付託案件 "
    "審査事件 審査案件 会議に付した事件 "
    "本日の会議に付した事件 会議に付した案件 会議事件 "
    "議事日程 議題等 会議の議題 審議事項 協議事項 報告事項 議題及び 会議内容 アジェンダ "
    "議事進行 目次 Agenda Topics Contents Tagesordnung 안건 议题 议程",
    Field.DOCUMENTS: "配布資料 配付資料 資料 参考資料 会議資料 提出資料 配布資料等 配付資料等 資料一覧 "
    "配布資料一覧 Documents Links Materials",
    Field.OTHER: "傍聴者 傍聴 傍聴人 傍聴者数 傍聴人数 公開 非公開 公開・非公開 公開非公開 公開の可否 "
    "記録者 記載者 議事録作成者 作成者 作成 作成日 書記 議事録担当 記録 参加費 持ち物 "
    "参加人数 定足数 議長 司会 進行 議事録署名人 問い合わせ先 担当課 事務担当 主催 "
    "会議の公開 備考 会議公開の可否 録音 Scribe Scribes Chair Chairs Minutes "
    "Recording Notetaker Facilitator Host Tags Lang 작성자 记录人 主持人",
    Field.BODY: "議事録 議事概要 議事要旨 議事内容 議事の概要 議事の経過 議事経過 議事の内容 "
    "議事の要旨 議事の要約 会議の結果 会議の模様 会議の概要 会議の内容 会議の経過 "
    "会議概要 会議録 "
    "発言内容 発言要旨 質疑応答 審議内容 審議の内容 審議概要 議事要録 議事の記録 "
    "議事録本文 本文 会議結果 審議経過 審議の経過 MeetingMinutes MeetingNotes Discussion "
    "議事の経過の要領及びその結果 議事の経過及びその結果 議事の経過及び結果 議事の経過の要領 議事の経過の概要 "
    "主な内容 主な意見 打合せ内容 打ち合わせ内容 協議内容 討議内容 検討内容 意見交換の概要 "
    "ログ 会议内容 회의내용",
}
_FIELD_OF = {label.casefold(): f for f, labels in _LABELS.items() for label in labels.split()}
# In a heading of the record itself these are words like any other; they need a colon or a mark.
_NEEDS_COLON = frozenset(
    "委員 事務局 理事 講師 関係者 資料 名称 議長 司会 進行 書記 記録 案件 開会 "
    "閉会 開議 散会 時間 公開 非公開 備考 "
    "ゲスト ゲストスピーカー オブザーバー メンバー 説明者 当局 組合 作成 minutes discussion members "
    "topics title chair chairs time place scribe host recording tags lang".split()
)
_BESIDES_MEMBERS = frozenset(
    "事務局 オブザーバー ゲスト ゲストスピーカー 説明者 講師 関係者".split()
)
_SPACED = sorted(
    {label for labels in _LABELS.values() for label in labels.split()}, key=len, reverse=True
)
_ONE = "|".join(r"\s*".join(re.escape(c) for c in label) for label in _SPACED)
# Possessive: a line of signs must not be tried in every partition.
_MARK = re.compile(
    r"(?:[○◎●◆◇■□▼▲・•*>※#=+:【\[<〔《-]\s*|\d{1,2}\s?[.)、]?\s*|\(\d{1,2}\)\s*|第\s?\d{1,2}\s*|__)*+"
)
_LABEL = re.compile(
    rf"(?P<label>{_ONE})(?P<many>s?\s*(?:\([^()\n]{{0,24}}\)|等|一覧)?)\s*"
    r"(?P<end>(?:\*\*|__)?[:|】\]>〕》]+(?:\*\*|__)?[:|]*|(?:\*\*|__)(?=\s)|\s*#+\s*\Z|(?<=\s)(?=\S)|\Z)\s*",
    re.IGNORECASE,
)
# Nearly every line is dismissed by its first letter.
_FIRST_LETTERS = frozenset(
    c for label in _SPACED for c in (label[0], label[0].lower(), label[0].upper())
)
# 出席推進委員, 農業委員会事務局職員: who was there, by a body's own word for its people.
_WHO = re.compile(
    r"(?P<label>(?P<presence>出席|欠席)[^\s:。、()]{0,8}(?:委員|議員|構成員|理事者?|職員|説明員|会員|役員|監事)"
    r"|[^\s:。、()]{1,6}側の?(?:出席者|参加者)|[^\s:。、()]{2,10}事務局(?:出席)?(?:職員|員))\s*(?:\([^()\n]{0,16}\))?\s*"
    r"(?P<end>[:|】\]>〕》]+|(?<=\s)(?=\S)|\Z)\s*"
)
_WHO_AT_ALL = re.compile(r"出席|欠席|事務局|側の?参加者")
_LAW = re.compile(
    r"\S{0,24}(?:により|による|のため|のために|の)\s?(?:議場に)?出席(?:した|を求めた|"
    r"説明)?(?:者|員|職員|委員|議員)(?:の職氏名|の氏名)?\s*(?:\([^()]{0,12}\))?\s*:?\Z"
)


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """A label at a line's beginning: its field, its words, and where its value begins in the line."""

    field: Field
    label: str
    value_start: int


# The header asks again for what the grammar of the document has asked for.
@lru_cache(maxsize=8192)
def field_label(text: str, *, aligned: bool = False) -> FieldLabel | None:
    """The header label that a folded line begins with, or None.

    Args:
        text: the folded line.
        aligned: the line begins below a label whose value stands behind white space: a word for
            those who were there besides the members needs no colon then.
    """
    head = text[:120]
    begin = _MARK.match(head)
    start = begin.end() if begin else 0
    if start >= len(head):
        return None
    match = _LABEL.match(head, start) if head[start] in _FIRST_LETTERS else None
    if match is None:
        return _who_label(head, start) or _law_label(text)
    label = re.sub(r"\s+", "", match["label"])
    sign = match["end"].strip()
    mark = head[:start].strip()
    in_cell = "\t" in head[match.end("label") : match.end()]
    bare = aligned and label in _BESIDES_MEMBERS
    if label.casefold() in _NEEDS_COLON and not (
        bare or sign or in_cell or mark.strip("0123456789. ")
    ):
        return None
    if (
        not sign
        and match.end() < len(text)
        and not (mark or label == "於" or (len(label) >= 2 and len(text) < 100))
    ):
        return None
    return FieldLabel(_FIELD_OF[label.casefold()], label, match.end())


def _who_label(head: str, start: int) -> FieldLabel | None:
    """出席推進委員 東部地区 …, 農業委員会事務局職員 …: a label in a body's own words."""
    match = _WHO.match(head, start) if _WHO_AT_ALL.search(head, start) else None
    if match is None:
        return None
    absent = match["presence"] == "欠席"
    return FieldLabel(Field.ABSENT if absent else Field.ATTENDEES, match["label"], match.end())


def _law_label(text: str) -> FieldLabel | None:
    """地方自治法第121条による出席者 and the like."""
    if len(text) < 50 and "出席" in text and _LAW.match(text.lstrip("○◎●■〇・ ")):
        return FieldLabel(Field.ATTENDEES, text, len(text))
    return None
