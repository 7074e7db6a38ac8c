"""Text → terms for the lexical index: words and character bigrams.

    folded text → runs of one script → Japanese words by SudachiPy (short units, normalised forms),
                                       other scripts by Unicode word rules; bigrams of all but Latin

Words and bigrams find different things (MODEL.md measured each and both); they are kept apart so
that their scores can be normalised apart. No engine's own analyser is relied on.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

from index.text import fold

__all__ = ["Analyzer", "Terms"]

# Function words carry no subject. Names are those of the UniDic part-of-speech system.
_CONTENT_CLASSES = frozenset(
    {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "代名詞"}
)
# 為る, 居る, 有る, 成る, 言う, 事 … stand in nearly every sentence.
_EMPTY_FORMS = frozenset(
    "為る 居る 有る 成る 言う 事 物 為 其れ 此れ 此の 其の 様 所 御 等 的 出来る 御座る 頂く 致す"
    " 呉れる 貰う 申す 参る 仕舞う 下さる 良い".split()
)
_ENGLISH_STOP_WORDS = frozenset(
    "a an and are as at be by did do does for from had has have how i in is it its of on or our "
    "s so that the their there they this to was we were what when where which who why will with you".split()
)
_JAPANESE_RUN = re.compile(r"[ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿0-9]+")
_EAST_ASIAN = "ぁ-ゖァ-ヺー々〆一-鿿㐀-䶿가-힣"
_LETTER = rf"[^\W\d_{_EAST_ASIAN}]"
_LATIN_WORD = re.compile(rf"{_LETTER}+(?:['’-]{_LETTER}+)*|\d+(?:[.,]\d+)*|[가-힣]+")
_BIGRAM_RUN = re.compile(rf"[{_EAST_ASIAN}]+|[0-9]+(?:\.[0-9]+)?|{_LETTER}+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROUND_NUMBER = re.compile(r"(?P<digit>[一二三四五六七八九])(?P<unit>[十百千])")
# Folding makes every circle one sign; among numerals it is the zero.
_PLACES = re.compile(r"[一二三四五六七八九][○一二三四五六七八九]+")
_TO_DIGIT = str.maketrans("○一二三四五六七八九", "0123456789")
# SudachiPy refuses inputs over 49,149 bytes; a piece of so many characters stays below in UTF-8.
_LONGEST_PIECE = 12_000


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, in order and with repetitions."""

    words: list[str]
    bigrams: list[str]


class Analyzer:
    """Turns text into terms. The dictionary is loaded on first use (about 80 ms). Safe in threads."""

    @property
    def id(self) -> str:
        """Names the rules and the dictionary: indexes made with another one do not fit."""
        return f"terms-2+sudachi-core-{version('sudachidict-core')}"

    def __init__(self) -> None:
        self._of_thread = threading.local()
        self._loading = threading.Lock()

    @cached_property
    def _dictionary(self) -> Any:
        from sudachipy import Dictionary

        return Dictionary(dict="core")

    @property
    def _tokenizer(self) -> Any:
        """This thread's own: SudachiPy refuses one that is in use by another thread."""
        if not hasattr(self._of_thread, "tokenizer"):
            from sudachipy import SplitMode

            with self._loading:
                self._of_thread.tokenizer = self._dictionary.tokenizer(mode=SplitMode.A)
        return self._of_thread.tokenizer

    def terms(self, text: str, times: Iterable[str] = ()) -> Terms:
        """Words and bigrams of one text; terms for the times that it means count among the words."""
        folded = _folded(text)
        return Terms(words=[*self._words(folded), *times], bigrams=list(_bigrams(folded)))

    def bigrams(self, text: str) -> list[str]:
        """The bigrams of one text; they need no dictionary and are quick."""
        return list(_bigrams(_folded(text)))

    def _words(self, folded: str) -> Iterable[str]:
        if not folded.isascii():
            for start in range(0, len(folded), _LONGEST_PIECE):
                yield from self._japanese_words(folded[start : start + _LONGEST_PIECE])
        for match in _LATIN_WORD.finditer(folded):
            word = match.group()
            if word not in _ENGLISH_STOP_WORDS and not (word.isdigit() and not folded.isascii()):
                yield word

    def _japanese_words(self, folded: str) -> Iterable[str]:
        for morpheme in self._tokenizer.tokenize(folded):
            if morpheme.part_of_speech()[0] in _CONTENT_CLASSES:
                form = _in_digits(morpheme.normalized_form())
                if form not in _EMPTY_FORMS and _JAPANESE_RUN.fullmatch(form):
                    yield form


def _folded(text: str) -> str:
    """The text as terms see it: folded, in lower case, 1,379 as 1379, 二〇二六 as 2026."""
    return _THOUSANDS.sub("", _PLACES.sub(_places_in_digits, fold(text))).casefold()


def _places_in_digits(numerals: re.Match[str]) -> str:
    # Without a zero they may also stand for "four or five" (四五人), or be a name (一二三).
    digits = numerals.group()
    return digits.translate(_TO_DIGIT) if "○" in digits else digits


def _in_digits(form: str) -> str:
    """SudachiPy writes numbers in digits, save those that are one word of its dictionary (三百)."""
    number = _ROUND_NUMBER.fullmatch(form)
    if number is None:
        return form
    return str(int(number["digit"].translate(_TO_DIGIT)) * _KANJI_UNITS[number["unit"]])


def _bigrams(folded: str) -> Iterable[str]:
    for match in _BIGRAM_RUN.finditer(folded):
        run = match.group()
        if len(run) == 1 or run[0].isdigit() or run.isascii():
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))
