"""Text → folded text with a way back, sentences, language.

Comparison and search work on a folded copy; quotes are cut from the original. `Folded` keeps, for
each character of the copy, where it came from. Nothing here knows minutes.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

__all__ = [
    "JAPANESE",
    "Folded",
    "Language",
    "Offsets",
    "detect_language",
    "fold",
    "fold_with_offsets",
    "split_sentences",
]

Language = Literal["ja", "en", "zh", "ko"]

# Kana and kanji: what tells a Japanese word from a Latin one.
JAPANESE = re.compile(r"[぀-ヿ一-鿿々]")

# Circles that print alike and are typed for one another in minutes (U+3007, U+25EF, U+25CB).
_CIRCLES = {"〇": "○", "◯": "○"}
# Radicals that PDFs give for whole kanji and NFKC keeps (Unicode: EquivalentUnifiedIdeograph).
_RADICALS = dict(
    zip(
        "⺒⺜⺝⺠⺩⻁⻄⻆⻑⻗⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲",
        "巳日月民王虎西角長雨青食骨鬼麦黄斉歯竜亀",
        strict=True,
    )
)
# What patterns that ignore case take for an i, and tables of lower-case words do not.
_DOTS = {"ı": "i", "İ": "I"}
_SAME_SIGN = _CIRCLES | _RADICALS | _DOTS
# Format and private-use characters print nothing that could be compared.
_UNPRINTED = frozenset({"Cf", "Co"})


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the characters of a folded text came from, as numbers by position.

    Nearly all characters are folded one for one, so that a few borders tell it of a whole text: from
    `starts[i]` on, up to the next border, the original is counted from `sources[i]`.

    Attributes:
        starts: positions in the folded text, ascending; of equal ones the last holds.
        sources: positions in the original.
        length: characters of the folded text; one more position stands for its end.
    """

    starts: list[int]
    sources: list[int]
    length: int

    @property
    def are_positions(self) -> bool:
        """Whether every character came from its own position: all were folded one for one."""
        return len(self.starts) == 1

    def __len__(self) -> int:
        return self.length + 1

    def __getitem__(self, position: int) -> int:
        if position < 0:
            position += self.length + 1
        if not 0 <= position <= self.length:
            raise IndexError(position)
        border = bisect_right(self.starts, position) - 1
        return self.sources[border] + position - self.starts[border]

    def __iter__(self) -> Iterator[int]:
        return map(self.__getitem__, range(self.length + 1))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy of a text.

    Attributes:
        text: NFKC, circles unified, invisible and private-use characters removed.
        offsets: for each character of `text`, the index in the original that it came from; one more
            entry at the end holds the original's length.
    """

    text: str
    offsets: Offsets

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that `text[start:end]` came from (end exclusive)."""
        if self.offsets.are_positions:
            return start, end
        if start == end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        while self.offsets[end] == last:  # the rest of what one sign was folded into (㌔)
            end += 1
        return self.offsets[start], self.offsets[end]


def fold(text: str) -> str:
    """The folded copy alone: NFKC, circles unified, invisible characters removed."""
    text = _with_narrow_signs(text)
    return text if text.isascii() else _changes(text).sub(_folded_cluster, text)


def _folded_cluster(match: re.Match[str]) -> str:
    return _fold_cluster(match.group())


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and remember where each character came from."""
    text = _with_narrow_signs(text)
    if text.isascii():
        return Folded(text, Offsets([0], [0], len(text)))
    pieces: list[str] = []
    starts, sources = [0], [0]
    position = length = 0  # up to where the original is read, and how long the copy is by then
    for match in _changes(text).finditer(text):
        cluster = match.group()
        folded = _fold_cluster(cluster)
        if folded == cluster and len(cluster) == 1:
            continue
        start, end = match.span()
        pieces += (text[position:start], folded)
        length += start - position
        if not len(cluster) == len(folded) == 1:
            # Everything that one sign became came from where it begins.
            starts += range(length, length + len(folded) + 1)
            sources += [*[start] * len(folded), end]
        length += len(folded)
        position = end
    pieces.append(text[position:])
    return Folded("".join(pieces), Offsets(starts, sources, length + len(text) - position))


def _with_narrow_signs(text: str) -> str:
    """The text with the signs that change most often replaced, a character for a character."""
    if len(text) >= _WORTH_REPLACING and not text.isascii():
        for wide, narrow in _NARROW:
            text = text.replace(wide, narrow)
    return text.replace("\f", "\n")


def _changes(text: str) -> re.Pattern[str]:
    """What finds the signs that folding may change; most texts hold nothing that combines."""
    return _CHANGES if _COMBINES.search(text) else _CHANGED


def _is_unprinted(character: str) -> bool:
    # Variation selectors choose among forms of one kanji (葛 with one looks like 葛).
    return (
        unicodedata.category(character) in _UNPRINTED
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


@lru_cache(maxsize=65536)
def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster)
    return "".join(_SAME_SIGN.get(c, c) for c in folded if not _is_unprinted(c))


# Characters that no folding changes are skipped in runs; everything else is looked up. A character
# followed by a combining one (か + U+3099, ｶ + ﾞ, Hangul letters) is folded together with it, but a
# line end is never part of a sign.
_COMBINING = "\u0300-\u036f\u3099\u309a\u1160-\u11ff\uff9e\uff9f"
_STABLE = "\t\n\r -~À-ÿ‐–—―‘’“”※←-↓─■□▲△▼▽◆◇○◎●★☆、。々〈-】〔〕・ーぁ-ゖァ-ヺ一-鿿가-힣"
_COMBINES = re.compile(f"[{_COMBINING}]")
_CHANGED = re.compile(f"[^{_STABLE}]")
_CHANGES = re.compile(f"[^\\s{_COMBINING}]?[{_COMBINING}]+|{_CHANGED.pattern}")

# Replaced all at once before anything else is looked for: that is many times faster, but for a name.
_WORTH_REPLACING = 40
_NARROW = (
    ("\u3000", " "),
    *((chr(ord(narrow) + 0xFEE0), narrow) for narrow in "0123456789().,:!?-/%=~"),
    *_CIRCLES.items(),
)

# ---------------------------------------------------------------------------------------------
# Sentences

_OPENING = "「『（(【［[〔《〈“"
_CLOSING = "」』）)】］]〕》〉”"
_TERMINAL = "。！？!?．｡…"
# Where a line goes on after this one, it trails off inside a sentence (えー…そうですね).
_TRAILING_OFF = "…"
# １． and Ｑ． open a line; they end nothing.
_ENUMERATION = re.compile(r"(?:^|\n)[ \t\u3000]*(?:[0-9０-９]{1,3}|[A-Za-zＡ-Ｚａ-ｚ])\Z")
# A bracket that is opened and not closed within so many characters is taken for a slip of the source.
_LONGEST_QUOTATION = 400
_ENGLISH_END = re.compile(r"""[.!?]["')\]]*(?=\s+["'(\[]?[A-Z0-9À-Þ가-힣])""")
_LAST_WORD = re.compile(r"[A-Za-z0-9.]*\Z")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof hon st no vs etc e.g i.e fig al inc ltd co jr sr cf approx dept gen gov rep sen".split()
)
_LAST_VISIBLE = re.compile(r"[^\s\u3000][ \t\u3000]*\Z")
_NEW_LINE = re.compile(
    r"[^\S\n]*(?:\n|\Z)|[ \t\u3000]|[-*・•●○◯〇◆◎△▽◇□■※→]|[（(]?[0-9０-９]{1,2}[)）.．、]"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences.

    A sentence ends after a terminal sign outside brackets, with the brackets that close there; a
    line break ends one where the text before it is finished or the next line starts anew. White
    space around sentences belongs to none.

    Returns:
        (start, end) of each sentence, in order, not overlapping; only white space lies between.
    """
    cuts = sorted({*_terminal_cuts(text), *_line_cuts(text)})
    spans = []
    start = 0
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(stripped)))
        start = cut
    return spans


def _terminal_cuts(text: str) -> list[int]:
    cuts = []
    closes_at = _bracket_ends(text)
    i = 0
    while i < len(text):
        character = text[i]
        if character in _OPENING and i in closes_at:
            end = closes_at[i] + 1
            # 「…。」 followed by a new sentence: the quotation was a sentence of its own.
            if (
                end < len(text)
                and text[end - 2] in _TERMINAL
                and text[end] not in "とというはがをにのでも、，,。"
            ):
                cuts.append(end)
            i = end
            continue
        if character in _TERMINAL and not (character == "．" and _is_point(text, i)):
            end = i + 1
            while end < len(text) and text[end] in _TERMINAL + _CLOSING:
                end += 1
            if _may_end(text[i:end], text[end : end + 1]):
                cuts.append(end)
            i = end
            continue
        i += 1
    for match in _ENGLISH_END.finditer(text):
        word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
        bare = word.group().lower() if word else ""
        if match.group()[0] == "." and (bare in _ABBREVIATIONS or len(bare) == 1 or bare.isdigit()):
            continue
        cuts.append(match.end())
    return cuts


def _bracket_ends(text: str) -> dict[int, int]:
    """For each opening bracket that is closed within reach, where its partner stands."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    pending: Counter[str] = Counter()  # how often each opening bracket stands in the stack
    for i, character in enumerate(text):
        if character in _OPENING:
            stack.append(i)
            pending[character] += 1
        elif character in _CLOSING:
            partner = _OPENING[_CLOSING.index(character)]
            if pending[partner]:
                while text[stack[-1]] != partner:
                    pending[text[stack.pop()]] -= 1
                opened = stack.pop()
                pending[partner] -= 1
                if i - opened <= _LONGEST_QUOTATION:
                    ends[opened] = i
    return ends


def _may_end(terminals: str, following: str) -> bool:
    """Whether terminal signs end a sentence before this character ("" at the end of the text)."""
    if not following or following.isspace():
        return True
    if terminals.strip(_TRAILING_OFF) == "":
        return following in _OPENING
    return terminals[0] not in "!?" or not following.isascii()


def _is_point(text: str, i: int) -> bool:
    """Whether the full-width full stop is part of a number (３．５) or of a line's number (１．)."""
    if text[i + 1 : i + 2].isdigit():
        return True
    return _ENUMERATION.search(text, max(0, i - 8), i) is not None


def _line_cuts(text: str) -> list[int]:
    cuts = []
    for match in re.finditer(r"\r?\n", text):
        before = _LAST_VISIBLE.search(text, max(0, match.start() - 80), match.start())
        finished = before is None or before.group()[0] in _TERMINAL + _CLOSING + ".:："
        if finished or _NEW_LINE.match(text, match.end()):
            cuts.append(match.end())
    return cuts


# ---------------------------------------------------------------------------------------------
# Language

_KANA = re.compile(r"[ぁ-ゖァ-ヺ]+")
_HANGUL = re.compile(r"[가-힣]+")
_HAN = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
# Characters of simplified Chinese, and Chinese function words, that Japanese does not write.
_CHINESE_ONLY = re.compile(
    r"[这们为么吗吧呢谁哪给让从还没说话对应该关问题时间实现经济务员长议记录讨论种样业东车门见观书买卖]"
    r"|什麼|嗎|這|哪些|怎麼|為什麼|如何|关于|關於|多少|是否|有關|们|們"
)


def detect_language(text: str) -> Language:
    """Tell Japanese, English, Chinese and Korean apart by their scripts.

    Han characters alone are taken for Japanese (「予算額」 is an everyday query) unless they hold
    characters or words that only Chinese writes.
    """
    hangul = _count(_HANGUL, text)
    if hangul and hangul >= _count(_KANA, text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    if _HAN.search(text):
        return "zh" if _CHINESE_ONLY.search(text) else "ja"
    return "en" if _LATIN.search(text) else "ja"


def _count(letters: re.Pattern[str], text: str) -> int:
    return sum(map(len, letters.findall(text)))
