"""What a sentence of minutes does: asks, announces an answer, leans on the one before, holds a date.

Patterns of Japanese minutes as officials and members speak, and of English ones. They decide how a
sentence is weighed as evidence; a sentence is never dropped for them.
"""

from __future__ import annotations

import re

from rag.question import Wanted

__all__ = ["announces", "asks", "holds", "leans_back"]

_ASKS = re.compile(
    r"(?:(?:でしょう|です|ます|ません|ました|ない|の|る|た)か|伺い(?:ます|たい[^。]{0,8})|お伺い(?:いた)?します"
    r"|お尋ね(?:いた)?します|お聞かせ(?:くだ|願)[^。]{0,6}|お答えください|お示し(?:くだ|願)[^。]{0,6}"
    r"|(?:御|ご)?(?:見解|所見|答弁)を(?:伺|求|お聞|お願)[^。]{0,12}|(?:質問|質疑)(?:を)?(?:いた)?します"
    r"|(?:質問|質疑)を(?:終わり|終え)ます)[。？?]?\s*$"
    r"|\?\s*$"
)
_ANNOUNCES = re.compile(
    r"(?:についての?(?:(?:ご|御)(?:質問|質疑|指摘)|お尋ね)?で(?:ございます|あります|す)が?"
    r"|(?:お尋ね|(?:ご|御)質問)で(?:ございます|あります|す)(?:が|けれども)?"
    r"|(?:お答え|(?:ご|御)?答弁|(?:ご|御)?説明|(?:ご|御)?報告)(?:を)?(?:いた)?(?:し|申し上げ)ます)[。、]?\s*$"
)
_LEANS_BACK = re.compile(
    r"(?:また|しかし|ただし?|一方|他方|その|この|これ|それ|そこ|ここ|そう|こう|したがって|よって|前者|後者"
    r"|なお|さらに|例えば|たとえば|具体的に|つまり|すなわち|むしろ|あわせて|併せて|同(?:年|月|日|市|町|区|事業))"
)
_HOLDS = {
    Wanted.NUMBER: re.compile(
        r"[0-9０-９]|[一二三四五六七八九十百千万億]+(?:人|件|円|回|台|名|校|年|割)"
    ),
    Wanted.DATE: re.compile(
        r"[0-9０-９一二三四五六七八九十元]+(?:年度?|月|日)|来年|本年|今年|昨年|年度内|来月|今月|上旬|中旬|下旬"
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
