"""Remarks in their order → which side each speaker is on, and what an exchange makes of the remarks.

Members ask and officials answer: a remark of one side is a question or an answer by the remark of
the other side that stands before or after it, up to where the one who presides goes on to another
matter. It does not read speakers' marks and knows nothing of sections but where they change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from index.meeting import Role, Speaker
from index.people import is_person_label
from index.text import fold

__all__ = ["Said", "Side", "roles_in_exchange", "side_of"]


class Side(Enum):
    """On which side of the table a speaker sits."""

    PRESIDES = "presides"
    MEMBER = "member"
    OFFICIAL = "official"
    OTHER = "other"


_PRESIDES = re.compile(
    r"(?<!副)(?<!副部)(?<!副分科)(?:議長|委員長|座長|会長|司会者?|進行役?)(?:代理|職務代理者?)?\Z|副議長\Z"
)
_MEMBER = re.compile(r"(?:\d+番|議員|委員|副委員長|副会長|副座長|副部会長|番\s?\(.*\))\Z|\A\d+番")
_OFFICIAL = re.compile(
    r"(?:市長|区長|町長|村長|知事|部長|局長|課長|室長|係長|班長|次長|所長|館長|園長|教育長|管理者|大臣|政務官|長官|"
    r"審議官|参事官|企画官|調整官|参考人|消防長|署長|団長|監|参事|主幹|主査|主任|主事|技師|担当|補佐|事務局|当局|"
    r"執行部|理事者|保健師)(?:\(.*\))?\Z"
)


def side_of(speaker: Speaker | None) -> Side:
    """The side by the office in the meeting, or else by the mark itself."""
    if speaker is None:
        return Side.OTHER
    written = fold(speaker.as_written).partition("(")[0]
    for office in (fold(speaker.role or ""), written):
        for side, offices in (
            (Side.PRESIDES, _PRESIDES),
            (Side.OFFICIAL, _OFFICIAL),
            (Side.MEMBER, _MEMBER),
        ):
            if office and offices.search(office):
                return side
    return Side.OTHER


@dataclass(frozen=True, slots=True)
class Said:
    """What this stage looks at in a remark: side, folded text, section, and its role so far."""

    side: Side
    text: str
    section: str | None
    role: Role | None
    sign: str = ""


_ASKS = re.compile(
    r"(?:でしょう|ます|です|ません|ましょう|の|る|た|ない|う|い)か(?:[。、,]|\Z)|質問|質疑|伺い|お尋ね|お聞き|お聞かせ|"
    r"お示し|教えて|お答え|御?見解を|答弁を|お伺い|御説明(?:を|いただ)"
)
_SUPPOSES = re.compile(
    r"ではないか|ではないでしょうか|ではなかろうか|てはどうか|てはいかがか|かと思"
)
_REQUESTS = re.compile(
    r"(?:ほしい|いただきたい|頂きたい|ください|願いたい|お願いします|お願いいたします)"
)
_ANSWERS = re.compile(r"お答え|答弁|御質問|ご質問|お尋ね|御指摘|ご指摘")
# 「…の説明を求めます」 of the chair, 「…を御報告いたします」 of the official.
_CALLS = re.compile(
    r"(?:(?P<report>報告)|(?P<explanation>説明))[^。、]{0,8}?(?:求め|願|もら|許し|受け|いただ|頂)"
)
_OPENS = re.compile(
    r"(?:(?P<report>報告)|(?P<explanation>説明))(?:を)?(?:いたし|申し上げ|します|させて)"
)
_CALL_OF = {"report": Role.REPORT, "explanation": Role.EXPLANATION}
# Where the one who presides leaves a matter. 「次に、○○部長」 only calls the next to answer.
_NEXT_MATTER = re.compile(
    r"説明を|報告を|報告願|説明願|議題|終わ|終結|終了|移り|移ります|入ります|採決|開会|開きます"
)
_NAMES_MATTER = re.compile(r"(?<!質問)(?<!質疑)(?<!お尋ね)について")
_OPENS_MEETING = re.compile(
    r"定刻|会議は成立|(?:開会|閉会)(?:いた)?します|ただいまから|ただ今から|終了(?:いた)?します"
)
_SHORT_CALL = 60
_MAY_ASK = frozenset({None, Role.QUESTION, Role.OPINION})


def calls_a_person(text: str) -> bool:
    """〔…について、〕建設課長。: a short word of the one who presides that ends in a person."""
    last = re.split(r"[。、,\s]", text.rstrip("。 \n"))[-1]
    return len(text) <= _SHORT_CALL and is_person_label(last)


def roles_in_exchange(said: Sequence[Said], *, signs: bool) -> list[Role | None]:
    """The roles as they stand, and those that the exchange itself gives.

    Args:
        said: the remarks in order.
        signs: the document marks who asks (◆) and who answers (◎).
    """
    if not signs and not _is_exchange(said):
        return [s.role for s in said]
    return list(_Hearing(said, signs=signs).roles())


def _is_exchange(said: Sequence[Said]) -> bool:
    """Somebody presides, and officials speak right after members at least twice."""
    spoken = [s.side for s in said if s.side is not Side.PRESIDES]
    turns = sum(
        1 for before, after in pairwise(spoken) if (before, after) == (Side.MEMBER, Side.OFFICIAL)
    )
    return turns >= 2 or (turns == 1 and any(s.side is Side.PRESIDES for s in said))


def _named(words: re.Pattern[str], text: str) -> Role | None:
    """The role that the last of the words names."""
    found = [m.lastgroup for m in words.finditer(text)]
    return _CALL_OF[found[-1]] if found and found[-1] else None


class _Hearing:
    """Goes through the remarks with the question that is open and what the chair has called for."""

    def __init__(self, said: Sequence[Said], *, signs: bool) -> None:
        self._said, self._signs = said, signs
        self._asked = False
        self._call: Role | None = None
        self._before = Side.OTHER

    def roles(self) -> Iterator[Role | None]:
        section: str | None = None
        for i, said in enumerate(self._said):
            if said.section != section:
                section, self._asked, self._before = said.section, False, Side.OTHER
            yield self._role(i, said)
            self._before = said.side

    def _role(self, i: int, said: Said) -> Role | None:
        if self._signs and said.sign in {"◆", "◎"}:
            return self._answers(said) if said.sign == "◎" else self._member(said, asks=True)
        match said.side:
            case Side.PRESIDES:
                return self._presides(said)
            case Side.MEMBER:
                return self._member(said, asks=self._is_question(i, said))
            case Side.OFFICIAL:
                return self._answers(said)
            case Side.OTHER:
                return said.role

    def _presides(self, said: Said) -> Role | None:
        calls = calls_a_person(said.text)
        if _NEXT_MATTER.search(said.text) or (calls and _NAMES_MATTER.search(said.text)):
            self._asked = False
            self._call = _named(_CALLS, said.text)
        return Role.PROCEDURE if said.role is None and calls else said.role

    def _member(self, said: Said, *, asks: bool) -> Role | None:
        """An opinion by its last words is a question all the same where an official answers it."""
        self._call = None
        if not asks or said.role not in _MAY_ASK:
            return said.role
        self._asked = True
        return Role.QUESTION

    def _is_question(self, i: int, said: Said) -> bool:
        """Already one; or words of a question, or a request, that an official answers before the matter changes."""
        if said.role is Role.QUESTION:
            return True
        bare = _SUPPOSES.sub("", said.text)
        wanted = _ASKS.search(bare) or _REQUESTS.search(said.text[-60:])
        return bool(wanted) and self._is_answered(i, said.section)

    def _is_answered(self, i: int, section: str | None) -> bool:
        for after in self._said[i + 1 : i + 4]:
            if after.section != section or after.side in (Side.MEMBER, Side.OTHER):
                return False
            if after.side is Side.OFFICIAL:
                return True
            if _NEXT_MATTER.search(after.text):
                return False
        return False

    def _answers(self, said: Said) -> Role | None:
        head = said.text[:120]
        if said.role is None and not self._asked and _OPENS_MEETING.search(said.text):
            return Role.PROCEDURE
        replies = self._asked or self._before is Side.MEMBER
        if replies or (_ANSWERS.search(head) and not said.sign):
            return Role.ANSWER
        if said.role in (Role.EXPLANATION, Role.REPORT, Role.DECISION):
            return said.role
        otherwise = Role.EXPLANATION if said.sign == "◎" else None
        return _named(_OPENS, head) or self._call or otherwise
