"""What one remark's own signs and words say of its role: question, answer, report …; None in doubt.

The document's own marks come first (Q, 回答, 【質問】), then wording: of the one who presides, of
members and officials, of what a summary tells of them. What stands before and after a remark it does
not know; that is for exchange.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.meeting import Role
from index.minutes.sides import Side

__all__ = [
    "Words",
    "asks",
    "is_greeting",
    "is_thanks",
    "opens_or_closes",
    "proceeds",
    "role_of_label",
    "role_of_section",
    "role_of_words",
    "settles",
]

_HEAD, _TAIL = 240, 160
_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")


class Words:
    """A remark's folded text with its beginning and its end, where roles show."""

    __slots__ = ("head", "is_japanese", "is_short", "tail", "text")

    def __init__(self, folded: str) -> None:
        self.text = folded.strip()
        self.head, self.tail = self.text[:_HEAD], self.text[-_TAIL:]
        self.is_short = len(self.text) <= _TAIL
        self.is_japanese = bool(_JAPANESE.search(self.tail) or _JAPANESE.search(self.head))


# ---------------------------------------------------------------------------------------------
# Marks

_LABELS = {
    Role.QUESTION: "Q 問 質問 質疑 質問者 委員質問 住民質問",
    Role.ANSWER: "A 答 回答 答弁 回答者 回答・対応 事務局回答 市の回答 町の回答 県の回答 市の考え方",
    Role.OPINION: "C 意見 要望 提案 コメント 感想 委員意見 御意見 ご意見",
    Role.DECISION: "決定 決定事項 結論 合意事項 結果 採決結果",
    Role.REPORT: "報告",
    Role.EXPLANATION: "説明 補足説明",
}
_BY_LABEL = {label: role for role, labels in _LABELS.items() for label in labels.split()}
_NUMBERING = re.compile(r"\A(?:再々?|追加|関連)|[\s\d.()-]|(?<=質問|意見|回答)者\Z")
_LABEL_AT_HEAD = re.compile(
    r"""\A\s*(?:
        [(\[【〔<](?P<bracketed>[^()\[\]【】〔〕<>]{1,8})[)\]】〕>]   # (回答) 【再質問】
      | (?P<asks>問|質問|Q)\s?\d{0,3}(?:\s*[::]|[ \u3000]+(?=[^\x00-\x7f]))    # 問 …, 質問1: …
      | (?P<answers>答|回答|答弁|A)\s?\d{0,3}(?:\s*[::]|[ \u3000]+(?=[^\x00-\x7f]))
    )""",
    re.VERBOSE,
)


def role_of_label(label: str) -> Role | None:
    """The role that a mark itself names (Q, 再質問, 回答 2, 意見)."""
    return _BY_LABEL.get(_NUMBERING.sub("", label)) if label else None


def _label_in_text(words: Words) -> Role | None:
    """The same where the mark stayed in the text."""
    match = _LABEL_AT_HEAD.match(words.head)
    if match is None:
        return None
    return role_of_label(match["bracketed"] or match["asks"] or match["answers"])


# ---------------------------------------------------------------------------------------------
# Phrases


def _phrases(*phrases: str) -> re.Pattern[str]:
    """Any of the phrases anywhere."""
    return re.compile("|".join(phrases))


def _ends(*endings: str) -> re.Pattern[str]:
    """Any of the endings, then only signs or a note in brackets."""
    return re.compile(rf"(?:{'|'.join(endings)})(?:[。」』)?!\s]|\([^()]{{1,20}}\)?)*+\Z")


_DONE = "(?:した|された|しました|されました|いたしました)"
_THERE_WAS = "(?:が|も|を)?(?:あり|あった|ありました|出された|出た|寄せられた|なされた|行われた|行った|受けた)"
_THINK = (
    "(?:思(?:う|います|っています|っております|われる)|考え(?:る|ます|ている|ております|られる)|"
    "感じ(?:る|た|ます|ている))"
)
_SETTLE = "(?:可決|否決|承認|了承|採択|不採択|議決|決定|同意|認定|許可|合意)"

_DECIDED = _ends(
    rf"{_SETTLE}{_DONE}",
    r"(?:こと|もの|予定)(?:と|に)(?:した|なった|決した|決まった|決定した|しました|なりました|決まりました)",
    r"決(?:した|しました|まった)",
    "(?:全員|全会)一致で(?:可決|承認|了承|決定)",
)
_DECIDED_AT_HEAD = re.compile(rf"\A(?:採用|保留|却下|{_SETTLE})(?:[。:]|\Z)")

# What a summary tells of who spoke: 「…との質問があった」「…と回答した」.
_TOLD = {
    Role.ANSWER: _ends(
        rf"(?:回答|答弁|返答){_DONE}",
        rf"(?:回答|答弁|返答){_THERE_WAS}",
        "と(?:答えた|答えがあった)",
    ),
    Role.QUESTION: _ends(
        rf"(?:質問|質疑|問い?|問い合わせ|照会|確認)(?<!の確認){_THERE_WAS}",
        rf"(?:と|を|について)(?:質問|質疑|質){_DONE}",
        "(?:と|を|か)(?:尋ねた|聞いた|問うた|ただした)",
    ),
    Role.OPINION: _ends(
        rf"(?:意見|要望|指摘|提案|感想|提言|コメント|助言|賛同|要請){_THERE_WAS}",
        rf"(?:と|を|よう)(?:要望|指摘|提案|提言|主張|助言|要請){_DONE}",
        "(?:意見|考え|懸念)(?:を|が)(?:述べた|示した|述べられた|示された)",
    ),
    Role.EXPLANATION: _ends(
        rf"(?:説明|紹介|提示|講演|話題提供|補足){_THERE_WAS}",
        rf"(?:説明|紹介|提示|補足説明){_DONE}",
        "を(?:示した|示された)",
        "(?:について|により|に基づき|を)、?説明",
    ),
    Role.REPORT: _ends(rf"(?:報告|情報提供|情報共有){_THERE_WAS}", rf"(?:報告|情報提供){_DONE}"),
}
_TELLS_OF_PROCEDURE = _phrases(
    "(?:開会|閉会|休憩|再開|開議|散会)を(?:宣し|宣言|告げ)",
    "(?:開会|閉会|散会)(?:した|となった)。?\\Z",
    "(?:挨拶|あいさつ)(?:があった|を行った|を述べた|した)。?\\Z",
    "(?:議事|審議|質疑|討論|採決|休憩|協議)に(?:入った|移った)。?\\Z",
)
_NEXT_TIME = re.compile(
    r"""\A(?:
        [^。]{0,6}(?:次回|次々回|第\d+回)[^。]{0,24}?(?:は|:)[^。]{0,60}?(?:予定|開催|開く|開き|行う|行い|\d+日|\d+月)
      | (?:全体会|本部会|部会|総会|審議会|委員会|次の会議)は\d+月\d+日
    )""",
    re.VERBOSE,
)

_OPINES = _ends(
    # supposing and proposing
    "では?ない(?:だろう|でしょう)?か(?:と(?:思|考え|感じ)[^。]{0,8})?",
    "(?:では|じゃ)ないです(?:か|かね)",
    "ではなかろうか",
    "(?:て|で|の|したら|すれば)は?(?:どう|いかが)(?:か|でしょうか|でしょう|だろうか)(?:と(?:思|考え)[^。]{0,8})?",
    "[えけせてねべめれげぜ](?:ない|ません)か",  # 延ばせないか, 検討してもらえませんか
    # judging
    r"べき(?:だ|である|です|では|ではない|ではないか|ではないです)?か?(?:と(?:思|考え|感じ)[^。]{0,10})?",
    f"(?<!たい)(?<!かどうか)と(?:は|も)?{_THINK}(?:ので|が)?",
    "(?:かな|のではと|かと)(?:思う|思います|存じます)?",
    "望ましい(?:です)?",
    "(?:必要|重要|大切|大事|不可欠|肝要|急務)(?:が(?:ある|あります)|である|であります|だ|です)",
    "(?:と|が|れば|たら)(?:よい|良い|いい|ありがたい)(?:です|と思う|と思います)?",
    "(?:賛成|反対|同感|賛同|支持|懸念)(?:です|である|であります|だ|する|します|いたします|している|しております)?",
    # wishing
    "(?:て|で)(?:ほしい|欲しい|もらいたい|いただきたい|頂きたい|いただければ)(?:です|もの(?:だ|です)|ところです|ということです|と(?:思|考え|存じ|お願い)[^。]{0,10}|幸いです)?",
    "(?:要望|意見|お願い|提案|感想)(?:です|である|といたします|とします|にします|にとどめます)",
    "(?:要望|提案)(?:し|いたし|しておき|させていただき)ます",
    "(?:て|で)ください",
    "(?<!よろしく)(?<!しく)を(?:是非|ぜひ)?お願い(?:いた)?し(?:ます|たいと思います|ておきます)",
)
_WISHES_TO_KNOW = _ends(
    "(?:伺|うかが|お伺いし|知り|聞き|お聞きし|尋ね|お尋ねし|確認し|質問し|教えて(?:いただき|頂き|もらい))(?:い)?たい(?:です|ですが|と思います|と思う|と存じます|ところです|ところだ)?",
    "(?:教えて|お聞かせ|お示し|聞かせて)(?:ください|ほしい|いただきたい|頂きたい|いただければ(?:と思います|幸いです)?|願います|願いたい)",
    "(?:伺い|お伺いし|お伺いいたし|お尋ねし|お尋ねいたし|お聞きし|質問し|質問いたし)ます",
    "(?:教えて|お聞かせ|聞かせて|お示し|説明して)(?:いただけ|頂け|もらえ|くださいま)(?:ませんか|ないか|ますか)",
    "(?:見解|答弁|所見|説明|回答)を(?:求め|お願いし|お願いいたし)ます",
    "御?見解を",
)
# What still makes an opinion of a remark that ends in its reason: 「…入れてほしい。六年も空くのだから。」
_WISHES = _phrases(
    "(?:て|で)(?:ほしい|欲しい|もらいたい|いただきたい|頂きたい)(?:です|と思います)?。",
    "べき(?:だ|である|です)?。",
    "(?:と|方が|ほうが|のが)(?:よい|良い|いい|ありがたい)(?:です|と思います)?。",
    "(?:では|じゃ)ない(?:か|でしょうか)。",
    "必要がある(?:と[^。]{0,8})?。|問題だと思います。|(?:を|て)ください。",
)
_ASKS_AT_END = _ends(
    "(?:でしょう|ます|です|ません|ましょう|だろう)か(?:ね|な)?",
    "(?:のか|るか|たか|うか|いか|何か|どうか|いかがか|なぜか|いつか|可能か|必要か|ないか|である?か|のは)",
    "(?<=[一-龥ァ-ヶー々])(?:について)?は",  # 最低制限価格は。
    "(?:どうする|どうなる|どうなの|いつ|なぜ|どこ|どれ)",
)
_QUESTION_MARK = re.compile(r"[^?。]?\?[」』)\s]*\Z")
_INVITES = _ends(
    "よろしい(?:でしょうか|ですか|か)",
    "(?:いかが|どう)(?:でしょうか|ですか|でしょう|いたしましょうか|か)",
    "(?:ござい|あり)ません(?:でしょう)?か",
    "(?:ほかに|他に|何か|その他|質問|質疑|意見|発言)[^。]{0,20}(?:ございますか|ありますか|あるか)",
    "(?:質問|質疑|意見|発言)[^。]{0,24}(?:お願い|あれば|ましたら|願います|願いたい|方は|どうぞ|ください)[^。]{0,24}",
    "異議(?:は)?(?:ない|ござい|あり)[^。]{0,8}",
    "どうぞ",
)

_DEBATES = _phrases(
    "(?:賛成|反対)の(?:立場|討論|意見)",
    "(?:賛成|反対)(?:を表明|いたします|です)",
    "討論(?:を行|いたし|に参加|します)",
)
_MOVES = _phrases("議事進行の動議", "動議を提出(?:いた)?します")
_PROPOSES = _phrases(
    "提案理由",
    "(?<!代わって)(?:ご|御)?説明(?:を)?(?:申し上げ|いたし|させていただき)(?:ます|たい)",
    "(?<![を、])(?:ご|御)?説明します",
)
_EXPLAINS_AT_HEAD = re.compile(
    r"""\A[(\s]*(?:
        [^。]{0,24}資料[^。]{0,14}(?:により|に基づき|に基づいて|に沿って|を用いて|で)、?(?:ご|御)?説明
      | [^。]{0,12}(?:お手元の)?(?:資料|議案書|予算書|説明書|補正予算書|別紙|画面|スクリーン|図)[^。]{0,24}
        (?:御覧|ご覧|お開き)(?:ください|いただき|願います|頂き)
    )""",
    re.VERBOSE,
)
_REPORTS = _phrases(
    "(?:経過|結果|概要|状況|調査|審査|活動|庶務|諸般)[^。]{0,30}報告(?:を)?(?:いたし|申し上げ|します|させて)",
    "\\A[^。]{0,40}報告(?:を)?(?:いたします|申し上げます|します|させていただきます)",
    "\\A[^。]{0,4}報告第\\d+号です",
)
_ENDS_EXPLANATION = _ends(
    "(?:説明|紹介)(?:いたし|申し上げ|を終わり|を終わらせていただき)ます", "説明は以上です"
)
_ENDS_REPORT = _ends("報告(?:いたし|申し上げ|を終わり|を終わらせていただき)ます", "報告は以上です")

# ---------------------------------------------------------------------------------------------
# The chair

_SETTLES = _phrases(
    r"(?<!ただいま)(?:可決|否決|承認|了承|採択|不採択|議決|決定|認定|(?<!採)(?<!表)決)(?:され|いたし|し)(?:ました|ます)(?:[。(]|\s|\Z)",
    "(?:さよう|左様|そのように|このように)(?:に)?(?:決|取り計ら|取り扱|取扱|いたし|させて|進め)",
    "(?:承認|決定|可決|了承)(?:と|に)(?:いたし|し|させていただき)ます",
    "異議(?:は|が)?(?:ない|なし|ございません|ありません)[^。]{0,6}と認め",
    "(?:全員|全会一致で)(?:の)?(?:賛成|起立|挙手)(?:です|であります|でございます|と認め|で)",
    "(?:賛成|起立|挙手)(?:多数|全員|少数)(?:です|であり|でござい|と認め|で)",
)
# A 議長 orders the day in these words; the chair of a council closes a matter in them.
_SETTLES_IN_COUNCIL = _phrases(
    "(?<!休憩する)(?<!休会する)(?<!散会する)(?<!終了する)(?<!許す)(?<!行う)こと(?:と|に)(?:いたし|し|させていただき)ます(?:[。(]|\\s|\\Z)",
    "(?:原案のとおり|とおり)[^。]{0,10}(?:承認|了承|可決|決定)し、",
    "(?:こと|もの)(?:と|に)して(?:も)?よろしい(?:です|でしょう)か。[()\\s]*ありがとう",
)
_OPENS = _phrases(
    "定刻(?:に|と|で|より)",
    "時間(?:に|と)なりましたので",
    "(?:ただいま|ただ今|只今|これ)(?:から|より)、?[^。]{0,70}(?:開会|開催|開き|始め|会議)",
    "会議は成立|総会は成立",
    "(?:開会|閉会|散会|休憩|休会|再開|延会)(?:と)?(?:(?:いた|させていただき|致)?(?:します|したい)|する)",
    "(?:会議|総会|審議会|委員会|部会|研究会|協議会|会合)」?を(?:開会|開催|閉会|終了)?(?:いた|させていただき|致)?(?:し|き|じ|わり|始め)ま",
    "(?:以上で|これで|これをもち|以上をもち)[^。]{0,30}(?:終了|終わり|終わら|閉会|閉じ)",
    "議長(?:は|を)[^。]{0,12}(?:お願い|務め)",
    r"\A(?:それでは|では)、?[^。]{0,80}を(?:開催|開会)(?:いた|させて)",
    "資料の確認を(?:いた|させて|お願い|し)",
)
_PROCEEDS = _phrases(
    "議題",
    "異議(?:な|は|あり|ござ)",
    "当選|就任|指名|お諮り|諮りし|上程|付議",
    "(?<!を)採決",
    "移り(?:ます|たい)|移らせて|入り(?:ます|たい)|入らせて|に入る|に移る",
    "議事(?:を|に|の)|次第",
    "(?:発言|説明|答弁|報告|補足|挨拶)(?:を|は)?(?:許|求め|お願い|願い|受け|いただ|頂)",
    "(?:質問|質疑|意見|発言)[^。]{0,16}(?:お願い|ございま|ありま|受け|伺い|どうぞ|なければ|ないよう)",
    "(?<!よろしく)(?:お願いいたします|お願いします|願います)。?\\Z",
    "(?:検討|審議|審査|協議)(?:を|の|の?ほど)?(?:お)?願|朗読いたさせ",
    "(?:ほかに|他に)(?:何か|ご|御|、|。|ございま|ありま|なければ|質疑|意見|質問|ないよう)",
    "\\A(?:ほかに|他に)[。?]?\\Z",
    "(?:ここまで|この程度|以上)(?:と(?:し|いたし)|と(?:する|させ)|に(?:し|いたし|とどめ))",
    "(?:終了|終わり)(?:いた)?(?:し)?ます|終わらせて|終わらせ",
    "(?:進め|始め|扱い|行い|伺い|いただき|頂き|お願いし)たいと(?:思い|存じ)ます",
    "(?:次に|続いて|続きまして|それでは|では)、?[^。]{0,40}(?:お願い|求め|どうぞ|です。\\Z|議事|議案)",
    "(?:事務局|委員|部長|課長|さん|氏|所長|局長)(?:から|より|、|,|、?\\s)[^。]{0,8}(?:いかが|お願い|どうぞ|補足|説明|何か|どう)",
)
_FORMALLY_OPENS = _phrases("開会", "議事に入", "始めます")


def settles(words: Words, *, in_assembly: bool) -> bool:
    """Whether the one who presides states what was decided."""
    return bool(
        _SETTLES.search(words.text) or (not in_assembly and _SETTLES_IN_COUNCIL.search(words.text))
    )


def proceeds(words: Words) -> bool:
    """Whether the one who presides opens, calls on somebody, goes on or closes."""
    return bool(
        _PROCEEDS.search(words.head)
        or _OPENS.search(words.head)
        or _OPENS.search(words.tail)
        or _INVITES.search(words.tail)
        or _PROCEEDS.search(words.tail)
    )


def opens_or_closes(words: Words) -> bool:
    """Whether somebody else than the chair opens or closes the meeting, or tells when the next one is."""
    return bool(
        _NEXT_TIME.match(words.head)
        or _OPENS.search(words.head[:80])
        or (words.is_short and _OPENS.search(words.tail))
    )


def _of_chair(words: Words, *, in_assembly: bool) -> Role | None:
    if settles(words, in_assembly=in_assembly):
        return Role.DECISION
    if words.is_short and _asks_itself(words):
        return Role.QUESTION
    if in_assembly or proceeds(words):
        return Role.PROCEDURE
    return _of_wording(words)


def _asks_itself(words: Words) -> bool:
    """A question of the chair's own: neither an invitation nor a proposal."""
    asked = _ASKS_AT_END.search(words.tail) or _QUESTION_MARK.search(words.tail)
    return bool(asked) and not (_INVITES.search(words.tail) or _OPINES.search(words.tail))


# ---------------------------------------------------------------------------------------------
# Everybody else

_THANKS = re.compile(
    r"""\A(?:
        はい | いいえ | ええ | どうも | 大変 | 誠に | 以上(?:です|でございます)? | 結構です | 助かります | ぜひ
      | (?:よく|ある程度|大体)?(?:分か|わか|判)りました | (?:承知|理解)(?:し|いたし)ました
      | 了解(?:です|しました|いたしました)?
      | (?:御|ご)?(?:答弁|説明|回答)?ありがとう(?:ござい(?:ます|ました))?
      | [A-Z]?(?:[一-龥]{1,4})?委員と(?:同じ|同様の?)(?:意見|考え)(?:です|である) | 同感です
      | 異議(?:は)?(?:なし|ありません|ございません|ない) | なし | (?:よろしく)?お願い(?:いた)?します
      | [、。,.()\s]
    )+\Z""",
    re.VERBOSE,
)
_PLAIN_ASK = re.compile(
    r"""
    (?P<supposes>
        (?:べき|[よ良い]い)(?:なの|の)?(?:では|じゃ)ない(?:か|でしょうか|ですか)
      | ては(?:どう|いかが)(?:か|でしょうか) | [えけせてねべめれげ]ませんか
    )
  | (?:でしょう|ます|です|ません|ましょう|[のるたうい])か(?:[。、,?]|\Z)
  | 質問 | 質疑 | 伺い | お尋ね | お聞き | お聞かせ | お示し | 教えて | お答え
  | 見解を | 答弁を | 所見を | 御説明(?:を|いただ)
  | (?<=[一-龥ァ-ヶー々])は[。?]?\Z | \? | どうする。
    """,
    re.VERBOSE,
)
# 「別枠で三点ですよね。」 asks if it is answered.
_SEEKS_ASSENT = _ends("(?:です|ます|でしょう|だ|た)(?:よね|ね)")


def asks(words: Words) -> bool:
    """Whether anything in the remark asks, beyond what only supposes or wishes."""
    return any(not m["supposes"] for m in _PLAIN_ASK.finditer(words.text)) or bool(
        _SEEKS_ASSENT.search(words.tail)
    )


def is_thanks(words: Words) -> bool:
    """Only thanks, assent or a greeting."""
    return len(words.text) <= 60 and bool(_THANKS.match(words.text))


def _first(text: str, rules: Iterable[tuple[re.Pattern[str], Role]]) -> Role | None:
    for words, role in rules:
        if words.search(text):
            return role
    return None


_REPLIES = re.compile(
    r"(?:質問|質疑|お尋ね|御指摘|ご指摘)[^。]{0,20}お答え(?:を)?(?:いた|申し|し|させ)"
)
_NAMED_AS_OPINION = _phrases(
    r"立場(?:から|で)[^。]{0,10}討論",
    r"\A(?:感想|意見|要望|提案)(?:だが|ですが|なのですが|である|として)",
)
_BY_HEAD = (
    (_REPLIES, Role.ANSWER),
    (_NAMED_AS_OPINION, Role.OPINION),
    (_TELLS_OF_PROCEDURE, Role.PROCEDURE),
    (_NEXT_TIME, Role.PROCEDURE),
    (_DECIDED_AT_HEAD, Role.DECISION),
)
_BY_TAIL = (
    *((words, role) for role, words in _TOLD.items()),
    (_DECIDED, Role.DECISION),
    (_WISHES_TO_KNOW, Role.QUESTION),
    (_OPINES, Role.OPINION),
    (_ASKS_AT_END, Role.QUESTION),
    (_QUESTION_MARK, Role.QUESTION),
    (_ENDS_EXPLANATION, Role.EXPLANATION),
    (_ENDS_REPORT, Role.REPORT),
)
_IN_ASSEMBLY = (
    (_MOVES, Role.PROCEDURE),
    (_REPORTS, Role.REPORT),
    (_DEBATES, Role.OPINION),
    (_PROPOSES, Role.EXPLANATION),
)
_OF_OFFICIAL = (
    (_PROPOSES, Role.EXPLANATION),
    (_EXPLAINS_AT_HEAD, Role.EXPLANATION),
    (_REPORTS, Role.REPORT),
)


def _of_wording(words: Words) -> Role | None:
    if not words.is_japanese:  # no other language has its phrases here
        return Role.QUESTION if _QUESTION_MARK.search(words.tail) else None
    found = _first(words.head, _BY_HEAD) or _first(words.tail, _BY_TAIL)
    if found is None and _WISHES.search(words.head):
        return Role.OPINION
    return found


def role_of_words(words: Words, side: Side, label: str, *, in_assembly: bool) -> Role | None:
    """The role of one remark by its mark and its words alone.

    Args:
        words: what was said.
        side: who said it.
        label: the mark's label (Q, 回答), empty where it names a person.
        in_assembly: a 議長 presides, not the chair of a committee or council.
    """
    named = role_of_label(label) or _label_in_text(words)
    if named is not None:
        return named
    if is_thanks(words):
        return None
    if side is Side.PRESIDES:
        return _of_chair(words, in_assembly=in_assembly)
    if side is Side.MEMBER and in_assembly:
        return _of_assembly_member(words)
    if side is Side.OFFICIAL:
        if opens_or_closes(words):
            return Role.PROCEDURE
        return _first(words.head, _OF_OFFICIAL) or _of_wording(words)
    if _EXPLAINS_AT_HEAD.search(words.head):
        return Role.EXPLANATION
    return _of_wording(words)


def _of_assembly_member(words: Words) -> Role | None:
    """Members of an assembly move, report and debate in set phrases, and ask otherwise."""
    by_phrase = _first(words.head, _IN_ASSEMBLY)
    if by_phrase is not None:
        return by_phrase
    return Role.QUESTION if asks(words) else _of_wording(words)


# ---------------------------------------------------------------------------------------------
# Headings

_PRESENTATION = re.compile(
    r"""(?:
        (?:による|より|からの|氏|さん|様|先生|君)の?(?:話題提供|講演|基調講演|発表|報告|説明|事例紹介|プレゼンテーション)
      | 事務局説明
    )(?:[「『(].*)?\Z""",
    re.VERBOSE,
)
_NEXT_MEETING = re.compile(r"\A次回|(?:今後の|次回の?)(?:予定|日程|開催)")
_TELLS_WHEN = re.compile(r"\d[月/:時]|予定|開催|会場|場所")


def role_of_section(title: str, words: Words) -> Role | None:
    """What a section's heading says of remarks whose own words say nothing."""
    if _PRESENTATION.search(title):
        return Role.EXPLANATION
    if _NEXT_MEETING.search(title) and _TELLS_WHEN.search(words.head):
        return Role.PROCEDURE
    return None


_GREETING = re.compile(r"挨拶|あいさつ")


def is_greeting(title: str, words: Words) -> bool:
    """A greeting below such a heading, unless it opens the meeting as well."""
    return bool(_GREETING.search(title)) and not _FORMALLY_OPENS.search(words.text)
