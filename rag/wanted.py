"""A folded question → the kind of answer that it asks for, by its question words."""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = ["Wanted", "asks_for_question", "wanted_of"]


class Wanted(StrEnum):
    """The kind of answer that a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    DECISION = "decision"
    OPINION = "opinion"
    LIST = "list"
    METHOD = "method"
    YES_NO = "yes_no"


# What people count in minutes: 何人, 何件, 何％ …
_COUNTER = (
    r"[人名件円回台個本点倍分割歳校社票冊枚戸棟町%万億]|[かカヶケヵ箇][所月国年]|世帯|自治体|時間"
    r"|[週日年]間|[年日](?:かか|ほど|くらい|ぐらい|[前後])|対|団体|市町村|[ァ-ヴ]|[a-z]{1,3}(?![a-z])"
)

_AUXILIARY = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|should)\b"

_VIEW = r"(?:意見|見解|考え(?:方)?|所見|所感|感想|立場|スタンス)"
_SEVERAL = (
    r"(?:課題|問題点?|対策|方策|取り?組み?|施策|事例|例|論点|選択肢|条件|候補|種類|効果|メリット|デメリット|利点"
    r"|懸念(?:点)?|要望|指摘|提案|質問|議題|項目|特徴|ポイント)"
)
_TELL = r"(?:を?[^、。]{0,6}(?:教え|挙げ|あげて|列挙|知り)|(?:は|が)?(?:何|どれ|どんな)|は[?。]?$)"

# Question words of Japanese, English, Chinese and Korean; the first kind that matches decides.
_WANTED: dict[Wanted, tuple[str, ...]] = {
    Wanted.DATE: (
        r"いつ(?!も)|何(?:[年日](?!間|かか|ほど|くらい|ぐらい|[前後])|月|曜|時(?!間))|日(?:付|程|時)は",
        rf"(?:^|since |until |by |from )when\b|when {_AUXILIARY}|what (?:date|day|year|time)",
        r"什么时候|什麼時候|何时|哪一?[年天日]|几月",
        r"언제|몇 ?(?:년|월|일)",
    ),
    Wanted.NUMBER: (
        rf"いくら(?!か[のは])|いくつ(?!か)|何(?:{_COUNTER})|ど(?:の|れ)(?:くらい|ぐらい|ほど)|どれだけ",
        r"(?:額|数|率|割合|費用|予算|料金)(?:は(?:[?。]?$|どう(?!や|し))|を(?:教え|知り))",
        r"how (?:many|much|long|old)\b|what (?:number|percentage|share)",
        r"多少|几(?:个|名|人)|幾",
        r"얼마|몇",
    ),
    Wanted.PERSON: (
        r"誰|だれ|どなた|何という人",
        r"who\b|whom\b|whose\b",
        r"谁|哪位",
        r"누가|누구",
    ),
    Wanted.PLACE: (
        r"どこ|何処|どちらで|場所は|会場は",
        rf"^where\b|where {_AUXILIARY}",
        r"哪里|哪裡|在哪|何处",
        r"어디",
    ),
    Wanted.REASON: (r"なぜ|何故|どうして|理由|原因", r"why\b", r"为什么|為什麼", r"왜"),
    Wanted.DECISION: (
        r"(?:何|なに|どう|どんなこと)(?:が|を|に)?(?:決ま|決め|決定|決し|可決|議決|合意|了承)"
        r"|(?:決まっ|決め|決定し|合意し|了承され)た(?:こと|もの|内容|事項)|決定事項|(?:結論|採決の結果|審議結果)(?:は|を)",
        r"what (?:was|were|did|has|have)\b.{0,40}\b(?:decided?|agreed?|resolved?|approved?)\b"
        r"|what decisions?\b|what .{0,20}conclusions?\b",
        r"(?:决定|決定|议决|決議)了?(?:什么|什麼|哪些)",
        r"무엇을 ?(?:결정|의결|합의)|결정된 ?(?:것|내용|사항)",
    ),
    Wanted.OPINION: (
        rf"(?:どんな|どのような|どういう|どういった|いかなる){_VIEW}|{_VIEW}(?:は|を|が(?:出|あ))"
        r"|(?:どう|どのように|いかに)(?:考え|思|捉え|とらえ|評価し|受け止め|感じ)",
        r"(?:opinions?|views?|position|stance)\b|what (?:do|does|did)\b.{1,40}\bthink\b",
        r"意见|意見|(?:怎么|怎麼|如何)(?:看|认为|認為|想)",
        r"(?:어떤|무슨) ?(?:의견|견해)|(?:의견|견해)(?:은|는|을)|어떻게 ?생각",
    ),
    Wanted.LIST: (
        rf"{_SEVERAL}{_TELL}|(?:どんな|どのような|どういった|どのような種類の){_SEVERAL}"
        r"|(?:には|として)(?:何|なに|どんなもの|どのようなもの|どういったもの)が|一覧|列挙|(?:どんな|どのような|どういった)もの(?:が|は)"
        r"|何と何",
        r"^(?:list|name)\b|what (?:are|were) the (?:\w+ ){0,3}\w+s\b|which \w+s (?:are|were|have|did)\b",
        r"哪些|有哪几|有什么",
        r"어떤 ?(?:것들?|과제|문제|대책|사례)(?:이|가|은|는)",
    ),
    Wanted.METHOD: (
        r"どのように|どうやって|どんな方法|方法は|手順",
        r"how (?:do|does|did|can|will|to)\b",
        r"怎么|怎麼|如何",
        r"어떻게",
    ),
    Wanted.YES_NO: (
        r"^(?!.*(?:何|なに|ど[のれんちう]|いか[がに])).*"
        r"(?:ます|ました|ません|です|でした|る|た|ない)(?:の|でしょう)?か[?。]?$",
        rf"^{_AUXILIARY}",
        r"[吗嗎][?]?$|是否",
        r"^(?!.*(?:무엇|무슨|어떤|어느|뭐|어떻게)).*(?:니까|나요)[?]?$",
    ),
}
_PATTERNS = {
    wanted: re.compile("|".join(patterns), re.IGNORECASE) for wanted, patterns in _WANTED.items()
}


def wanted_of(folded: str) -> Wanted | None:
    """The kind of answer that a folded question asks for, None when no pattern tells."""
    return next((wanted for wanted, pattern in _PATTERNS.items() if pattern.search(folded)), None)


# Who asks what was asked, or who asked it.
_FOR_QUESTION = re.compile(
    r"(?:どんな|どのような|どういった|どういう|何の|何という)(?:ご|御)?(?:質問|質疑)"
    r"|(?:誰|どなた|だれ|どの(?:議員|委員|会派))[^。]{0,40}(?:質問|質疑|ただし|尋ね|問う|問い)"
    r"|(?:質問|質疑)(?:を?し|され)た(?:の|人|議員|委員|会派|内容)"
    r"|what (?:questions?|did \w+(?: \w+)? ask)|who asked|was asked about"
    r"|(?:提出|提)了?什么问题|谁(?:提问|问)|어떤 질문|누가 (?:질문|물)",
    re.IGNORECASE,
)


def asks_for_question(folded: str) -> bool:
    """Whether a folded question wants to know what was asked, not what was answered."""
    return bool(_FOR_QUESTION.search(folded))
