"""What a remark does in the meeting: question, answer, report …; None when in doubt.

The document's own signs come first (◆ asks, ◎ answers), then the office of who speaks in a meeting
where members question officials, then clear wording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.meeting import Role, Speaker
from index.text import fold

__all__ = ["RoleRules", "role_of_label"]

_LABELS = {
    Role.QUESTION: "Q 問 質問 質疑",
    Role.ANSWER: "A 答 回答 答弁 回答・対応",
    Role.OPINION: "意見 要望 提案 委員意見",
}
_ROLE_OF_SIGN = {"◆": Role.QUESTION, "◎": Role.ANSWER}
_BY_LABEL = {label: role for role, labels in _LABELS.items() for label in labels.split()}
_CHAIR = re.compile(r"(?:\A|副|臨時|仮)議長(?:代理)?\Z|議長\Z")
_PRESIDES = re.compile(r"(?:委員長|座長|部会長|分科会長|会長|司会)(?:代理|職務代理者?)?\Z")
_MEMBER = re.compile(r"(?:\d+番|議員|委員|番\s?\(.*\))\Z|\A\d+番")
_OFFICIAL = re.compile(
    r"(?:市長|区長|町長|村長|知事|部長|局長|課長|室長|次長|所長|教育長|管理者|大臣|政務官|長官|審議官|参事官|参考人|消防長|技監|監|参事|理事|事務局長)(?:\(.*\))?\Z"
)
_ASKS = re.compile(
    r"(?:でしょうか|ますか|ですか|ませんか|たか|のか|るか|いかがか|どうか|うか|伺いたい|伺います|お尋ねします|お尋ねいたします|質問します|質問いたします|"
    r"お聞かせください|お示しください|教えてほしい|教えていただきたい|教えてください|御見解を|見解を求めます|答弁を求めます|\?)[。」)\s]*\Z"
)
_PLAIN_ASK = re.compile(r"質問|質疑|伺い|お尋ね|お聞き|見解|答弁を求め|か。|か\?")
_SUPPOSES = re.compile(
    r"(?:ではないか|ではないだろうか|ではなかろうか|てはどうか|てはいかがか|てはいかがでしょうか|べきである|べきだ|べきと考える|と思う|と思います|と考える|と考えます|べきです|望ましい|必要がある|してほしい|していただきたい|賛成|反対)[。」)\s]*\Z"
)
_DECIDES = re.compile(
    r"(?:可決|否決|承認|了承|採択|議決|決定|同意)(?:され|し|しました|いたしました|された|した)[^。]{0,12}[。]?\Z|(?:決した|決しました|こととした|こととなった|ことに決定した)[。]?\Z|\A(?:採用|保留|却下|可決|承認|決定|合意)(?:[。]|\Z)"
)
_EXPLAINS = re.compile(
    r"(?:説明|紹介)(?:した|があった|を行った|が行われた|いたします|申し上げます)[。]?\Z"
)
_REPORTS = re.compile(
    r"報告(?:した|があった|を行った|がなされた|が行われた|いたします|申し上げます)[。]?\Z"
)
_PROCEEDS = re.compile(
    r"(?:議題と|ただいまから|異議なし|当選|就任|開会|閉会|散会|休憩|再開|許します|指名|採決|お諮り|移ります|入ります|次第|議事を進め|(?:発言|説明|答弁|報告)を(?:許|求め)|お願いいたします。\Z|お願いします。\Z|開きます|終了いたし|異議)"
)
_INVITES = re.compile(
    r"(?:よろしい(?:でしょうか|ですか)|いかがでしょうか|いかがいたしましょうか|ございませんか|ございますか|ありませんか|ありますか|"
    r"(?:質問|質疑|意見|発言)[^。]{0,24}(?:お願い|あれば|ましたら|願います|方は)[^。]{0,24})。?\s*\Z"
)
_ANSWERS = re.compile(r"お答え|答弁|御質問|ご質問|お尋ね|御指摘|ご指摘")
_PROPOSES = re.compile(
    r"提案理由|御説明申し上げ|ご説明申し上げ|説明いたします|御説明いたします|ご説明いたします"
)
_DEBATES = re.compile(r"(?:賛成|反対)(?:の立場|討論|いたします|です)|討論(?:を行|いたし|に参加)")


def role_of_label(label: str) -> Role | None:
    """The role that a mark itself names (Q, 回答, 意見)."""
    return _BY_LABEL.get(re.sub(r"[\s\d]", "", label))


@dataclass(frozen=True, slots=True)
class RoleRules:
    """The rules of one document.

    Attributes:
        has_question_signs: ◆ opens questions and ◎ answers in it.
        is_plenary: a 議長 presides, not the chair of a committee.
    """

    has_question_signs: bool
    is_plenary: bool

    def role(self, text: str, speaker: Speaker | None, sign: str, label: str) -> Role | None:
        """The role of one remark."""
        named = role_of_label(label)
        if named is not None:
            return named
        if sign == "→":
            return _first(_head_tail(text), ((_DECIDES, Role.DECISION),))
        if self.has_question_signs and sign in {"◆", "◎"}:
            return _ROLE_OF_SIGN[sign] if not _DEBATES.search(text[:120]) else Role.OPINION
        head, tail = _head_tail(text)
        office = fold(speaker.role or speaker.as_written) if speaker else ""
        written = fold(speaker.as_written) if speaker else ""
        if _CHAIR.search(office) or _CHAIR.search(written.partition("(")[0]):
            return Role.PROCEDURE
        if self.is_plenary and speaker:
            return _plenary(head, tail, office, written)
        if _PRESIDES.search(office) and (_PROCEEDS.search(head) or _INVITES.search(tail)):
            return Role.PROCEDURE
        return _from_wording(tail)


def _head_tail(text: str) -> tuple[str, str]:
    return fold(text[:400]), fold(text[-160:]).rstrip()


def _plenary(head: str, tail: str, office: str, written: str) -> Role | None:
    if _OFFICIAL.search(office) or _OFFICIAL.search(written.partition("(")[0]):
        rules = (
            (_PROPOSES, Role.EXPLANATION),
            (_ANSWERS, Role.ANSWER),
            (re.compile("報告"), Role.REPORT),
        )
        return _first((head, head), rules)
    if _MEMBER.search(office) or _MEMBER.search(written.partition("(")[0]):
        rules = (
            (_DEBATES, Role.OPINION),
            (_PROPOSES, Role.EXPLANATION),
            (_PLAIN_ASK, Role.QUESTION),
        )
        return _first((head, tail), rules)
    return None


def _from_wording(tail: str) -> Role | None:
    rules = (
        (_DECIDES, Role.DECISION),
        (_SUPPOSES, Role.OPINION),
        (_ASKS, Role.QUESTION),
        (_EXPLAINS, Role.EXPLANATION),
        (_REPORTS, Role.REPORT),
    )
    return _first(("", tail), rules)


def _first(texts: tuple[str, str], rules: tuple[tuple[re.Pattern[str], Role], ...]) -> Role | None:
    return next((role for words, role in rules if any(words.search(t) for t in texts if t)), None)
