"""A question → its frame: whose question, whose answer, and the topic that is left.

    山田議員の「給食費を無償にすべき。」という質問に市長はどう答えたか
        → asked by 山田, answered by 市長, topic 給食費を無償にすべき。

The frame is in no minutes, so the topic finds better than the whole. What is not understood stays in
the topic. Patterns of Japanese, and the plainest of English, Chinese and Korean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.people import is_person_label

__all__ = ["Frame", "frame_of"]


@dataclass(frozen=True, slots=True)
class Frame:
    """Places in a folded question, (start, end) each.

    Attributes:
        topic: what is asked about, without the frame; empty where nothing is left.
        asked_by: who put the question, without title.
        answered_by: the person or office of whom it is asked what they said.
        asks_for_answer: the answer to a question is wanted, not any remark.
    """

    topic: tuple[int, int]
    asked_by: tuple[int, int] | None = None
    answered_by: tuple[int, int] | None = None
    asks_for_answer: bool = False


_GAP = r"[、,\s]*"
_WHO = r"(?P<who>[^\s、。,.?!「」『』はがをのにで]{1,20}?)"
_HONORIFIC = r"(?:議員|委員|構成員|さん|氏|君|先生)"
_ABOUT = r"(?:について|に関して|に関し|をめぐって|を巡って|に対して|に対し)(?:は)?"
_HOW = (
    r"(?:どう|どのように|どのような|どんな|どういう|どういった|何と|なんと|何て|何を|いかに|何か)"
)
# What people do only with words, and what a matter may do too (どう説明されたか).
_SAY = r"(?:答え|答弁|回答|返答|応じ|述べ|言っ|言い(?=まし)|いっ(?=[たて])|語っ|語り|話し|話す|発言|コメント)"
_THINK = r"(?:説明|主張|反論|指摘|表明|報告|提案|考え|思っ|思い|見解|意見|所見|認識)"
# The sentence ends with it: 述べた委員は誰か asks for somebody, 何と言いますか for a name.
_ENDS = r"(?:[ぁ-ゖー]|[示出下教知何行聞申上致頂方]|内容)*[。?]?\s*\Z"
_VERB = rf"(?P<verb>{_SAY}|{_THINK})(?!され|られ){_ENDS}"
_QUESTION = r"(?:ご|御)?(?:質問|質疑|問い(?:かけ)?)"
_NOUN = r"(?P<verb>意見|見解|考え(?:方)?|所見|答弁|回答|答え|発言|説明|主張|コメント|立場|認識)"
_ENGLISH_VERB = (
    r"(?P<verb>say|answer|repl(?:y|ied)|respond|think|argue|explain|mention|state|comment)(?:ed|s)?"
)
_ENGLISH_ABOUT = r"(?:about|on|regarding|concerning|to|of)"
_MATTER = r"(?:(?:the|a)\s+questions?\s+(?:about|on|of|regarding)\s+)?(?:the\s+)?"
_CHINESE_SAY = r"(?P<verb>回答|答复|答覆|答辩|说|說|解释|解釋|表示|认为|認為|看)"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        # 山田議員の「…」という質問に市長はどう答えたか, …に対する市長の答弁は
        rf"\A{_GAP}(?:(?P<asker>[^\s、。,「」はがをのにで]{{1,12}}?|[^\s、。,「」]{{1,15}}?(?={_HONORIFIC}(?:から)?の「))"
        rf"(?:{_HONORIFIC}|(?=の「))(?:から)?の{_GAP})?"
        rf"(?:「(?P<quote>.+)」(?:という|との|といった|の)?|(?P<topic>.+?)(?:についての|に関する|という|との|への))"
        rf"{_QUESTION}(?:に対して|に対し|に対する|に|へ){_GAP}(?:{_WHO}(?:は|が|から|の){_GAP})?"
        rf"(?:{_HOW}|{_SAY}).*\Z",
        # 山田議員が給食費について質問したのに対し、市長はどう答えたか
        rf"\A{_GAP}(?P<asker>[^\s、。,「」はがをのにで]{{1,12}}?){_HONORIFIC}(?:は|が){_GAP}(?P<topic>.+?)(?:{_ABOUT}|を)"
        rf"{_GAP}(?:質問|質し|ただし|尋ね|問う|問い|聞い)[^、。]{{0,10}}?(?:に対し(?:て)?|が|ところ|とき)?{_GAP}"
        rf"{_WHO}(?:は|が|から){_GAP}{_HOW}.{{0,6}}{_VERB}",
        # 給食費について市長はどう答えましたか
        rf"\A{_GAP}(?P<topic>.+?){_ABOUT}{_GAP}{_WHO}(?:は|が|から){_GAP}(?:{_HOW})?[^「」。]{{0,6}}?{_VERB}",
        # 市長は給食費についてどう答えましたか
        rf"\A{_GAP}{_WHO}(?:は|が|から){_GAP}(?P<topic>.+?){_ABOUT}{_GAP}(?:{_HOW})?[^「」。]{{0,6}}?{_VERB}",
        # 市長は給食費をどう考えていますか
        rf"\A{_GAP}{_WHO}(?:は|が){_GAP}(?P<topic>[^「」。]+?)[をに]{_GAP}{_HOW}.{{0,6}}?{_VERB}",
        # 市長は何と言いましたか, 市長からどのような説明がありましたか
        rf"\A{_GAP}{_WHO}(?:は|が|から){_GAP}{_HOW}.{{0,6}}?{_VERB}",
        # 市長は給食費を無償にすると言いましたか
        rf"\A{_GAP}{_WHO}(?:は|が){_GAP}(?P<topic>.+?)と(?P<verb>{_SAY})(?!され|られ){_ENDS}",
        # 給食費についての市長の見解は
        rf"\A{_GAP}(?:(?P<topic>.+?)(?:{_ABOUT}の?|に対する|に関する){_GAP})?{_WHO}の{_NOUN}"
        r"(?:は(?:[^「」。]{0,12})|(?:を|について)(?:教え|知り|聞か|示し)[^「」。]{0,10})?[。?]?\s*\Z",
        rf"\A\s*(?:what|how)\s+(?:did|does|do|has|have)\s+(?:the\s+)?(?P<who>[\w.' -]{{2,40}}?)\s+{_ENGLISH_VERB}"
        rf"(?:\s+{_ENGLISH_ABOUT})?\s+{_MATTER}(?P<topic>.+?)\s*\?*\Z",
        r"\A\s*what\s+(?:is|was|were)\s+(?:the\s+)?(?P<who>[\w. -]{2,40}?)'s?\s+"
        rf"(?P<verb>opinion|view|answer|response|position)s?\s+{_ENGLISH_ABOUT}\s+{_MATTER}(?P<topic>.+?)\s*\?*\Z",
        r"\A\s*(?:关于|關於|对于|對於)(?P<topic>.+?)[,、\s]*(?P<who>[^\s,、]{1,10}?)(?:是)?"
        rf"(?:怎么|怎麼|怎样|如何){_CHINESE_SAY}.*\Z",
        rf"\A\s*(?P<who>[^\s,、]{{1,10}}?)(?:对于|对|對|就|关于)(?P<topic>.+?)(?:是)?(?:怎么|怎麼|怎样|如何){_CHINESE_SAY}.*\Z",
        r"\A\s*(?P<who>[^\s,、]{1,10}?)(?:对于|对|對|就|关于)(?P<topic>.+?)(?P<verb>说|說|回答)了?(?:什么|什麼|些什么).*\Z",
        r"\A\s*(?P<who>\S{1,12}?)(?:은|는|이|가)\s+(?P<topic>.+?)에\s?(?:대해서?|관해서?)(?:는)?\s+"
        r"(?:뭐라고|무엇이라고|어떻게|무슨)\s*(?P<verb>말|답|대답|설명|발언|생각).*\Z",
        r"\A\s*(?P<topic>.+?)에\s?(?:대해서?|관해서?)(?:는)?,?\s+(?P<who>\S{1,12}?)(?:은|는|이|가)\s+"
        r"(?:뭐라고|무엇이라고|어떻게|무슨)\s*(?P<verb>말|답|대답|설명|발언|생각).*\Z",
        # 給食費について教えてください
        rf"\A{_GAP}(?P<topic>.+?){_ABOUT}{_GAP}(?:教え|知り|聞かせ|詳しく)[^「」。]{{0,12}}[。?]?\s*\Z",
    )
)
_FOR_ANSWER = re.compile(r"答|repl|respond|answer|response|答辩|답", re.IGNORECASE)
_TITLE = re.compile(r"(?<=.)(?:さん|氏|君|様|先生|殿)\Z")
_FEW_WORDS = frozenset("市 都 道 府 県 区 町 村 国 市側 行政 当局 執行部 理事者 事務局".split())
_TRIMMED = "、。,.?! \n\t・:"


def frame_of(text: str, set_aside: Sequence[tuple[int, int]] = ()) -> Frame:
    """The frame of a folded question.

    Args:
        set_aside: places of clauses that are no part of it (令和6年7月の会議で、).
    """
    masked = text
    for start, end in set_aside:
        masked = masked[:start] + "\n" * (end - start) + masked[end:]
    for pattern in _PATTERNS:
        match = pattern.match(masked)
        if match and _speaks(match):
            return _framed(match, masked)
    return Frame(_trimmed(masked, 0, len(masked), keep="。?!.・:"))


def _speaks(match: re.Match[str]) -> bool:
    """Whether who is said to think or explain is somebody who can; to say is a person's anyway."""
    named = match.groupdict()
    who, verb = named.get("who"), named.get("verb")
    if who is None or verb is None or who in _FEW_WORDS or is_person_label(who):
        return True
    if len(who) < 2 or re.search(_HOW, who) or who in {"何", "誰", "だれ", "どれ", "それ", "これ"}:
        return False
    if re.match(_THINK, verb):
        return bool(named.get("topic") and re.match(_ABOUT, match.string[match.end("topic") :]))
    return True


def _framed(match: re.Match[str], masked: str) -> Frame:
    named = match.groupdict()
    topic = (0, 0)
    for group in ("quote", "topic"):
        if named.get(group):
            topic = _trimmed(masked, *match.span(group), keep="。?!" if group == "quote" else "")
    who = None
    if named.get("who"):
        start, end = match.span("who")
        title = _TITLE.search(masked, start, end)
        who = (start, title.start() if title else end)
    put = "asker" in named  # a pattern of questions that were put, whether it says by whom or not
    return Frame(
        topic=topic,
        asked_by=match.span("asker") if named.get("asker") else None,
        answered_by=who,
        asks_for_answer=put or bool(_FOR_ANSWER.search(named.get("verb") or "")),
    )


def _trimmed(text: str, start: int, end: int, keep: str = "") -> tuple[int, int]:
    """Without the signs and spaces at both ends."""
    signs = "".join(sign for sign in _TRIMMED if sign not in keep)
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(signs))
    return (start, start + len(inner.strip(signs)))
