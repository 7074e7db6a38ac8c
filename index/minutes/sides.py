"""Speaker → which side of the table: who presides, who asks as a member, who answers as an official.

It goes by the office alone, as the roster or the mark gives it; what was said it does not know.
"""

from __future__ import annotations

import re
from enum import Enum

from index.meeting import Speaker
from index.text import fold

__all__ = ["Side", "presides_over_assembly", "side_of"]


class Side(Enum):
    """On which side of the table a speaker sits."""

    PRESIDES = "presides"
    MEMBER = "member"
    OFFICIAL = "official"
    OTHER = "other"


# A deputy is a member like others; only in an assembly does 副議長 speak from the chair.
_CHAIRS = (
    "(?<!副)議長 副議長 (?<!副)委員長 (?<!副)座長 (?<!副)(?<!副部)(?<!副分科)会長 司会者? 進行役?"
)
_MEMBERS = (
    r"\d+番 議員 委員 副委員長 副座長 副会長 副部会長 副分科会長 番\s?\(.*\) "
    "市民 町民 村民 区民 住民 参加者 来場者 保護者 質問者 男性 女性"
)
_OFFICIALS = (
    "市長 区長 町長 村長 知事 部長 局長 課長 室長 係長 班長 次長 所長 館長 園長 署長 団長 教育長 消防長 "
    "管理者 大臣 政務官 長官 審議官 参事官 企画官 調整官 統括官 事務次官 総監 監 監査人 参事 主幹 主査 主任 主事 "
    "技師 担当 補佐 事務局 当局 執行部 理事者 保健師 参考人 応募者 申請者 事業者 説明者 回答者"
)
_NUMERALS = r"[\d○一二三四五六七八九十百]+"
_TEXT_BEHIND = r"(?:\(.*\)|[A-Z])?\Z"  # 応募者A, 番(山田君)
_DEPUTY = r"(?:代理|職務代理者?)?\Z"


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(words.split(' '))})"


_PRESIDES = re.compile(_any_of(_CHAIRS) + _DEPUTY)
_MEMBER = re.compile(rf"{_any_of(_MEMBERS)}{_TEXT_BEHIND}|\A{_NUMERALS}番")
_OFFICIAL = re.compile(_any_of(_OFFICIALS) + _TEXT_BEHIND)
_SIDES = ((Side.PRESIDES, _PRESIDES), (Side.OFFICIAL, _OFFICIAL), (Side.MEMBER, _MEMBER))
_OF_ASSEMBLY = re.compile(r"議長" + _DEPUTY)


def side_of(speaker: Speaker | None) -> Side:
    """The side by the office in the meeting, or else by the mark itself."""
    for office in _offices(speaker):
        for side, offices in _SIDES:
            if offices.search(office):
                return side
    return Side.OTHER


def presides_over_assembly(speaker: Speaker | None) -> bool:
    """Whether this is a 議長: one who neither asks nor answers from the chair."""
    return any(_OF_ASSEMBLY.search(office) for office in _offices(speaker))


def _offices(speaker: Speaker | None) -> tuple[str, ...]:
    """The office that is known, and the mark without what stands in brackets behind it."""
    if speaker is None:
        return ()
    written = fold(speaker.as_written).partition("(")[0].strip()
    return tuple(o for o in (fold(speaker.role or ""), written) if o)
