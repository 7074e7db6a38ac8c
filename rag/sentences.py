"""What a sentence of minutes does: asks, announces an answer, leans on the one before, holds a date.

Patterns of Japanese minutes as officials and members speak, and of English ones. They decide how a
sentence is weighed as evidence; a sentence is never dropped for them.
"""

from __future__ import annotations

import re

from rag.question import Wanted

__all__ = ["announces", "asks", "holds", "leans_back"]

_ASKS = re.compile(
    # Sentences end in か after a verb or an adjective only to ask: 確か, 静か, 豊か have kanji there.
    r"(?:[るたいすうくぐむぶぬんのだき]か|(?:いつ|いくら|どこ|(?:誰|何)[^。、]{0,6})か|かしら"
    r"|(?:伺い|尋ね|お聞き)(?:いた)?し?(?:ます|たい[^。]{0,8})|伺う|尋ねる"
    r"|(?:お?聞かせ|お答え|お示し|教えて)(?:くだ|ほし|を?(?:いただ|願))[^。]{0,8}"
    r"|(?:見解|所見|答弁|説明|考え|回答)を(?:お)?(?:求め|聞|願い|示し)[^。]{0,12}"
    r"|(?:質問|質疑)(?:を)?(?:(?:いた)?します|終わり[^。]{0,4}|終え[^。]{0,4}))[。？?]?\s*$"
    r"|[?？]\s*$"
)
_MATTER = r"(?:に(?:ついて|関して|関する件)|についての?(?:(?:ご|御)(?:質問|質疑|指摘)|お尋ね))"
_ANNOUNCES = re.compile(
    rf"(?:(?:{_MATTER}|お尋ね|(?:ご|御)質問)で(?:ございます|あります|す|ある)(?:が|けれども)?"
    r"|(?:お答え|(?:ご|御)?答弁|(?:ご|御)?説明|(?:ご|御)?報告)(?:を)?"
    r"(?:(?:いた)?し|申し上げ|させていただき)ます)[。、]?\s*$"
)
_LEANS_BACK = re.compile(
    r"(?:また(?![がぎい])|しかし|ただし|ただ、|一方(?!通行|的)|他方|その(?!他)|この(?!たび|度|ほど)"
    r"|これ(?!から|まで|より)|それ(?!ぞれ)|そこ|ここ(?!数|[0-9０-９一二三]|ろ)|そう(?:した|いっ|いう|なる|する|し|で)"
    r"|こう(?:した|いっ|いう|なる|する|して)|したがって|従って|よって|前者|後者|なお(?!か?[しすさ])|さらに|更に"
    r"|例えば|たとえば|具体的に|つまり|すなわち|むしろ|あわせて|併せて|同(?:年|月|日|市|町|区|事業)"
    r"|(?:However|Therefore|This|These|Those|That|It|They|He|She)\b)"
)
_HOLDS = {
    Wanted.NUMBER: re.compile(
        r"[0-9０-９]|[一二三四五六七八九十百千万億]+(?:人|件|円|回|台|名|校|年|割)"
    ),
    Wanted.DATE: re.compile(
        r"[0-9０-９一二三四五六七八九十元]+(?:年度?|月|日)(?!間|も早)|来年|本年|今年|昨年|年度内|来月|今月|上旬|中旬|下旬"
    ),
    Wanted.REASON: re.compile(
        r"ため|ので|から(?:である|です|でございます)|理由|ことによる|によるもの|原因|because|due to|since"
    ),
}


def asks(text: str) -> bool:
    """The sentence is a question, or asks for an answer."""
    return _ASKS.search(text) is not None


def announces(text: str) -> bool:
    """The sentence only names the matter that the next one answers (…についてお答えいたします)."""
    return _ANNOUNCES.search(text) is not None


def leans_back(text: str) -> bool:
    """The sentence opens with a word that cannot be understood without the one before it."""
    return _LEANS_BACK.match(text) is not None


def holds(wanted: Wanted | None, text: str) -> bool:
    """The sentence holds something of the kind that is asked for; False where no kind is known."""
    pattern = _HOLDS.get(wanted) if wanted else None
    return pattern is not None and pattern.search(text) is not None
