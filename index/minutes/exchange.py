"""Remarks in their order → the role of each: what its words say, and what the exchange makes of it.

Members ask and officials answer: a remark of one side is a question or an answer by the remark of
the other side that stands before or after it, up to where the one who presides goes on to another
matter. In summaries → and 【回答】 answer what stands above them. It does not read speakers' marks and
knows nothing of sections but their headings and where they change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.meeting import Remark, Role, Section, Speaker
from index.minutes.roles import (
    Words,
    asks,
    is_greeting,
    is_thanks,
    opens_or_closes,
    proceeds,
    role_of_label,
    role_of_section,
    role_of_words,
    settles,
)
from index.minutes.sides import Side, presides_over_assembly, side_of
from index.people import is_person_label
from index.text import Folded, fold

__all__ = ["roles_of_remarks"]


@dataclass(frozen=True, slots=True)
class _Said:
    """What this stage looks at in a remark.

    Attributes:
        words: the folded text.
        side: who said it; `speaker` tells one from another.
        section: id of its section.
        role: by its mark and its words alone.
        sign: ◆, ◎ or → before it.
        labelled: its mark names its role.
        in_assembly: a 議長 presides.
        falls_back: what the section's heading says, where nothing else does.
    """

    words: Words
    side: Side
    speaker: str | None
    section: str | None
    role: Role | None
    sign: str = ""
    labelled: bool = False
    in_assembly: bool = False
    falls_back: Role | None = None


def roles_of_remarks(
    remarks: Sequence[Remark],
    folded: Sequence[Folded],
    signs: Sequence[tuple[str, str]],
    sections: Sequence[Section],
    *,
    question_signs: bool,
) -> list[Role | None]:
    """The role of each remark.

    Args:
        remarks: all of a meeting, in order.
        folded: the text of each, folded.
        signs: the sign (◆, →) and the label (Q, 議長) of each one's mark.
        sections: those that the remarks name.
        question_signs: ◆ and ◎ open remarks in this document.
    """
    said = _said(remarks, folded, signs, {s.id: fold(s.title) for s in sections})
    by_sign = question_signs and _signs_tell(said)
    said = [_with_role(s, role) for s, role in zip(said, _replies_by_mark(said), strict=True)]
    if not by_sign and not _is_exchange(said):
        return [s.role or s.falls_back for s in said]
    return list(_Hearing(said, by_sign=by_sign).roles())


def _with_role(said: _Said, role: Role | None) -> _Said:
    return said if said.role is role else replace(said, role=role)


def _said(
    remarks: Sequence[Remark],
    folded: Sequence[Folded],
    signs: Sequence[tuple[str, str]],
    titles: Mapping[str, str],
) -> list[_Said]:
    sides = {speaker: side_of(speaker) for speaker in {r.speaker for r in remarks}}
    in_assembly = _is_assembly(remarks, sides)
    chaired = Side.PRESIDES in sides.values()
    said = []
    for remark, text, (sign, label) in zip(remarks, folded, signs, strict=True):
        words = Words(text.text)
        side = sides[remark.speaker]
        if not chaired and side is Side.OFFICIAL and _takes_the_chair(words):
            side = Side.PRESIDES
        title = titles.get(remark.section_id or "", "")
        greets = bool(title) and is_greeting(title, words)
        role = None if greets else role_of_words(words, side, label, in_assembly=in_assembly)
        speaker = remark.speaker.as_written if remark.speaker else None
        otherwise = (
            role_of_section(title, words)
            if title and side in (Side.OTHER, Side.OFFICIAL) and not sign
            else None
        )
        labelled = bool(role_of_label(label))
        said.append(
            _Said(
                words,
                side,
                speaker,
                remark.section_id,
                role,
                sign,
                labelled,
                in_assembly,
                otherwise,
            )
        )
    return said


def _takes_the_chair(words: Words) -> bool:
    """Where nobody has the office of a chair, who calls on others and closes matters presides."""
    acts = settles(words, in_assembly=False) or proceeds(words)
    return words.is_short and acts and not opens_or_closes(words)


def _is_assembly(remarks: Sequence[Remark], sides: Mapping[Speaker | None, Side]) -> bool:
    """A 議長 presides: that one speaks more often than the chairs of committees do."""
    turns = Counter(r.speaker for r in remarks if sides[r.speaker] is Side.PRESIDES)
    of_assembly = sum(n for chair, n in turns.items() if presides_over_assembly(chair))
    return of_assembly > turns.total() - of_assembly


def _signs_tell(said: Sequence[_Said]) -> bool:
    """◎ opens what officials answer, not what the chair says (as it does in some committees)."""
    of_sign = [s.side for s in said if s.sign == "◎"]
    return sum(side is Side.PRESIDES for side in of_sign) * 2 < len(of_sign)


def _is_exchange(said: Sequence[_Said]) -> bool:
    """Somebody presides, and officials speak right after members at least twice."""
    spoken = [s.side for s in said if s.side is not Side.PRESIDES]
    turns = sum(
        1 for before, after in pairwise(spoken) if (before, after) == (Side.MEMBER, Side.OFFICIAL)
    )
    return turns >= 2 or (turns == 1 and any(s.side is Side.PRESIDES for s in said))


# ---------------------------------------------------------------------------------------------
# Marks of replies

_REPLY = "→"
_MAY_ASK = frozenset({Role.QUESTION, Role.OPINION})
_NOT_YET = frozenset({None, Role.OPINION})
_SETTLED = frozenset({Role.DECISION, Role.PROCEDURE, Role.QUESTION})
# 「次の三つである。」: the bullets below are part of it.
_ANNOUNCES = re.compile(r"(?:次の|以下の)[^。]{0,12}。?\s*\Z")


def _replies_by_mark(said: Sequence[_Said]) -> Iterator[Role | None]:
    """The roles that → and 【回答】 give to themselves and to what they reply to."""
    above: _Said | None = None
    for i, this in enumerate(said):
        if above is not None and above.section != this.section:
            above = None
        announced = above is not None and bool(_ANNOUNCES.search(above.words.tail))
        role = this.role
        if this.sign == _REPLY and not this.labelled and role not in _SETTLED:
            role = Role.ANSWER if above and above.role in _MAY_ASK else role
        elif role in _NOT_YET and not this.labelled and _is_replied_to(said, i):
            role = _role_of_replied(this, said[i + 1])
        elif role is None and above and announced:
            role = above.role or above.falls_back
        yield role
        # What announces a list stays above until something of another role comes.
        if not (announced and above and role is not None and role is above.role):
            above = _with_role(this, role)


def _role_of_replied(this: _Said, reply: _Said) -> Role | None:
    """A question if it asks; what only states, and has a marked answer, is an opinion."""
    if asks(this.words):
        return Role.QUESTION
    is_opinion = reply.role is Role.ANSWER and this.speaker is None
    return Role.OPINION if is_opinion else this.role


def _is_replied_to(said: Sequence[_Said], i: int) -> bool:
    """The next remark is marked as an answer to this one."""
    if i + 1 == len(said) or said[i + 1].section != said[i].section:
        return False
    after = said[i + 1]
    return after.sign == _REPLY or (after.role is Role.ANSWER and after.labelled)


# ---------------------------------------------------------------------------------------------
# Questions and answers by the order of speakers

_ANSWERS = re.compile(r"お答え|答弁|御質問|ご質問|お尋ね|御指摘|ご指摘")
# 「…の説明を求めます」 of the chair, 「…を御報告いたします」 of the official.
_CALLS = re.compile(
    r"(?:(?P<report>報告)|(?P<explanation>説明))[^。、]{0,8}?(?:求め|願|もら|許し|受け|いただ|頂|伺)"
)
_OPENS = re.compile(
    r"(?:(?P<report>報告)|(?P<explanation>説明))(?:を)?(?:いたし|申し上げ|します|させて)"
)
_CALL_OF = {"report": Role.REPORT, "explanation": Role.EXPLANATION}
# Where the one who presides leaves a matter. 「次に、○○部長」 only calls the next to answer.
_NEXT_MATTER = re.compile(
    r"説明を|報告を|報告願|説明願|議題|終わ|終結|終了|移り|移ります|入ります|採決|開会|開きます|申出"
)
_NAMES_MATTER = re.compile(r"(?<!質問)(?<!質疑)(?<!お尋ね)について|(?:番号|議案|報告)第?\d")
_NAMES_BILL = re.compile(r"議案|議題|(?:承認|認定|諮問|協議)第")
_NO_EXPLANATION = re.compile(r"朗読|質疑|質問|討論|採決|報告")
# 「御意見はございませんか。」: what members say then, and do not ask, is one.
_INVITES_OPINIONS = re.compile(
    r"意見[^。]{0,24}(?:ございま|ありま|お願い|願い|あれば|いただ|頂|伺|どうぞ)"
)
_INVITES_QUESTIONS = re.compile(r"質問|質疑|異議")
_SHORT_CALL = 60
_TELLS_OF_MATTER = frozenset({Role.EXPLANATION, Role.REPORT})


def _ends_in_person(text: str) -> bool:
    last = re.split(r"[。、,\s]", text[-_SHORT_CALL:].rstrip("。 \n"))[-1]
    return is_person_label(last)


def _calls_a_person(text: str) -> bool:
    """〔…について、〕建設課長。: a short word of the one who presides that ends in a person."""
    return len(text) <= _SHORT_CALL and _ends_in_person(text)


def _calls_to_explain(text: str) -> bool:
    """「議案第五号を議題とします。総務課長。」: who is called upon then explains it."""
    names = _NAMES_BILL.search(text) and not _NO_EXPLANATION.search(text)
    return bool(names) and _ends_in_person(text)


def _named(words: re.Pattern[str], text: str) -> Role | None:
    """The role that the last of the words names."""
    found = [m.lastgroup for m in words.finditer(text)]
    return _CALL_OF[found[-1]] if found and found[-1] else None


class _Hearing:
    """Goes through the remarks with the question that is open and what the chair has called for."""

    def __init__(self, said: Sequence[_Said], *, by_sign: bool) -> None:
        self._said, self._by_sign = said, by_sign
        self._asker: str | None = None
        self._asked = False
        self._call: Role | None = None
        self._opinions_wanted = False
        self._before = Side.OTHER

    def roles(self) -> Iterator[Role | None]:
        section: str | None = None
        for i, said in enumerate(self._said):
            if said.section != section:
                section, self._asked, self._before = said.section, False, Side.OTHER
                self._call = None
            yield said.role if said.labelled else self._role(i, said) or said.falls_back
            self._before = said.side

    def _role(self, i: int, said: _Said) -> Role | None:
        if self._by_sign and said.sign == "◎":
            return self._official(said)
        if self._by_sign and said.sign == "◆":
            return self._member(said, asks_something=said.role is not Role.OPINION)
        match said.side:
            case Side.PRESIDES:
                return self._chair(i, said)
            case Side.MEMBER:
                return self._member(said, asks_something=self._is_question(i, said))
            case Side.OFFICIAL:
                return self._official(said)
            case Side.OTHER:
                return self._other(said)

    def _chair(self, i: int, said: _Said) -> Role | None:
        text = said.words.text
        calls = _calls_a_person(text)
        if said.role is Role.QUESTION and not calls:
            if self._is_answered(i, said.section):
                self._ask(said)
                return Role.QUESTION
            in_turn = said.in_assembly or proceeds(said.words)
            return Role.PROCEDURE if in_turn else None
        if _NEXT_MATTER.search(text) or ((calls or said.role) and _NAMES_MATTER.search(text)):
            self._asked = False
            self._call = _named(_CALLS, text)
            self._opinions_wanted = False
            if self._call is None and _calls_to_explain(text):
                self._call = Role.EXPLANATION
        if _INVITES_OPINIONS.search(text):
            self._opinions_wanted = not _INVITES_QUESTIONS.search(text)
        return Role.PROCEDURE if said.role is None and calls else said.role

    def _member(self, said: _Said, *, asks_something: bool) -> Role | None:
        """What asks by its words is a question though it ends in an opinion, if an official answers."""
        self._call = None
        if not asks_something:
            states = said.role is None and not is_thanks(said.words)
            return Role.OPINION if states and self._opinions_wanted else said.role
        self._ask(said)
        return Role.QUESTION

    def _ask(self, said: _Said) -> None:
        self._asked, self._asker = True, said.speaker

    def _is_question(self, i: int, said: _Said) -> bool:
        """Already one; or words of a question that an official answers before the matter changes."""
        if said.role is Role.QUESTION:
            return True
        if said.role not in _NOT_YET or is_thanks(said.words):
            return False
        return asks(said.words) and self._is_answered(i, said.section)

    def _is_answered(self, i: int, section: str | None) -> bool:
        for after in self._said[i + 1 : i + 4]:
            if after.section != section or after.side in (Side.MEMBER, Side.OTHER):
                return after.section == section and after.side is Side.OTHER and _may_answer(after)
            if after.side is Side.OFFICIAL:
                return True
            if _NEXT_MATTER.search(after.words.text):
                return False
        return False

    def _other(self, said: _Said) -> Role | None:
        """Somebody without an office who speaks after a question, and asks nothing, answers it."""
        if self._asked and self._before is not Side.OTHER and _may_answer(said):
            return Role.ANSWER if said.speaker != self._asker else said.role
        return said.role

    def _official(self, said: _Said) -> Role | None:
        follows_member = self._before is Side.MEMBER
        if said.role is Role.PROCEDURE and not follows_member:
            return said.role
        head = said.words.head[:120]
        replies = self._asked or follows_member
        if replies or (_ANSWERS.search(head) and not said.sign):
            return Role.ANSWER
        if said.role is Role.DECISION:
            return said.role
        told = said.role if said.role in _TELLS_OF_MATTER else None
        # What the chair called for, or the same official began, goes on.
        otherwise = self._call or said.falls_back
        if otherwise is None and said.sign == "◎":
            otherwise = Role.EXPLANATION
        self._call = told or _named(_OPENS, head) or otherwise
        return self._call


def _may_answer(said: _Said) -> bool:
    """Somebody is named, and does not ask."""
    return said.speaker is not None and said.role is not Role.QUESTION and not is_thanks(said.words)
