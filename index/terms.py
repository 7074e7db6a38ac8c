"""Text → terms for the lexical index: words and character bigrams.

    folded text → Japanese words by SudachiPy (short units, normalised forms), other scripts by
                  Unicode word rules; bigrams of all but Latin, numbers in digits

Words and bigrams find different things (MODEL.md measured each and both); they are kept apart so
that their scores can be normalised apart. No engine's own analyser is relied on.

A compound stands among the words by its parts; that they stand together is what its bigrams tell.
The whole as one more word cost .001 to .010 nDCG@10 on four dev sets. Only what the dictionary of
the installation names is a word both as a whole and by its parts.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

from index.kanji import unify_kanji
from index.text import fold
from index.user_dictionary import UserDictionary

__all__ = ["Alternative", "Analyzer", "Terms"]

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
_KANJI = "々一-鿿㐀-䶿"
_EAST_ASIAN = f"ぁ-ゖァ-ヺー〆{_KANJI}가-힣"
_LETTER = rf"[^\W\d_{_EAST_ASIAN}]"
_LATIN_WORD = re.compile(rf"{_LETTER}+(?:['’-]{_LETTER}+)*|\d+(?:[.,]\d+)*|[가-힣]+")
_BIGRAM_RUN = re.compile(rf"[{_EAST_ASIAN}]+|[0-9]+(?:\.[0-9]+)?|{_LETTER}+")
_JAPANESE_WORD = re.compile(rf"[ぁ-ゖァ-ヺー〆{_KANJI}0-9]+|[0-9]+\.[0-9]+")

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGITS = {kanji: number for number, kanji in enumerate("一二三四五六七八九", 1)}
_UNITS = {"十": 10, "百": 100, "千": 1000}
# Folding makes every circle one sign; among numerals it is the zero.
_PLACES = re.compile(r"[一二三四五六七八九][○一二三四五六七八九]+")
_TO_DIGIT = str.maketrans("○一二三四五六七八九", "0123456789")
# 一・五倍, but not the school years of 一・二年生.
_DECIMAL = re.compile(
    r"([○一二三四五六七八九])・([○一二三四五六七八九]+)(?=[万億兆割倍%]|ポイント)"
)
# Numbers that are one word of SudachiPy's dictionary, some with what they count: 三百, 二人, 四丁目.
_NUMBER_WORD = re.compile(r"([一二三四五六七八九十百千]+)(人|丁目)?")
# Where none of these stands, no number has to be read by the dictionary before bigrams are cut.
_WRITTEN_OUT = re.compile(r"[十百千]|[一二三四五六七八九][万億兆]")
_LARGE = re.compile(r"(?<![0-9.])[1-9][0-9]{4,15}(?![0-9.])")

_KANA = re.compile(r"[ぁ-ゖー]+|[ァ-ヺー]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
# What inflects, or is left out, behind the last kanji of a compound: 取り組む, 取り組み.
_INFLECTED = re.compile(rf"(.+[{_KANJI}])[ぁ-ゖ]+")
_SMALL_KE = re.compile(rf"(?<=[{_KANJI}])[ヶケ](?=[{_KANJI}])")

# Long units whose words are kept, so that memory stays bounded.
_MOST_KNOWN = 100_000
# SudachiPy refuses inputs over 49,149 bytes; a piece of so many characters stays below in UTF-8.
_LONGEST_PIECE = 12_000


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text, in order and with repetitions.

    Attributes:
        alternatives: other ways of writing parts of a question; a passage has none.
    """

    words: list[str]
    bigrams: list[str]
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way of writing a part of a question.

    Attributes:
        typed: the terms of that part as the question has it.
        instead: the terms of the other way; it matches only where all of them stand.
        weight: what its score counts beside that of the words typed, 0 to 1.
    """

    typed: Terms
    instead: Terms
    weight: float


@dataclass(frozen=True, slots=True)
class _Said:
    """What a long unit of SudachiPy says: its words, and itself with a number in digits."""

    words: tuple[str, ...]
    written: str


class Analyzer:
    """Turns text into terms. The dictionary is loaded on first use (about 80 ms). Safe in threads.

    Args:
        dictionary: the installation's own words.
    """

    def __init__(self, dictionary: UserDictionary | None = None) -> None:
        self.dictionary = dictionary
        self._of_thread = threading.local()
        self._loading = threading.Lock()
        self._known: dict[tuple[str, int], _Said] = {}

    @property
    def id(self) -> str:
        """Names the rules and the dictionaries: indexes made with other ones do not fit."""
        own = f"+own-{self.dictionary.digest}" if self.dictionary else ""
        return f"terms-3+sudachi-core-{version('sudachidict-core')}{own}"

    @cached_property
    def _sudachi(self) -> Any:
        from sudachipy import Config, Dictionary

        own = [str(self.dictionary.compiled())] if self.dictionary else []
        return Dictionary(dict="core", config=Config(user=own))

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """The parts of each of the installation's own words as Japanese at large has them."""
        plain = Analyzer()
        entries = self.dictionary.entries if self.dictionary else ()
        return {e.surface: plain.terms(e.surface).words for e in entries}

    @cached_property
    def _short(self) -> Any:
        from sudachipy import SplitMode

        return SplitMode.A

    @property
    def _tokenizer(self) -> Any:
        """This thread's own: SudachiPy refuses one that is in use by another thread."""
        if not hasattr(self._of_thread, "tokenizer"):
            from sudachipy import SplitMode

            with self._loading:
                self._of_thread.tokenizer = self._sudachi.tokenizer(mode=SplitMode.C)
        return self._of_thread.tokenizer

    def terms(self, text: str, times: Iterable[str] = ()) -> Terms:
        """Words and bigrams of one text; terms for the times that it means count among the words."""
        folded = _folded(text)
        words: list[str] = []
        written: list[str] = []  # the text once more, with its numbers in digits
        for morpheme in self._morphemes(folded):
            surface = morpheme.surface()
            entry = surface, morpheme.word_id()
            said = self._known.get(entry)
            if said is None:
                said = self._learn(entry, morpheme)
            words += said.words
            written.append(said.written)
        words += _other_words(folded)
        return Terms([*words, *times], list(_bigrams("".join(written) or folded)))

    def bigrams(self, text: str) -> list[str]:
        """The bigrams of one text; without numbers in kanji they need no dictionary and are quick."""
        folded = _folded(text)
        return self.terms(text).bigrams if _WRITTEN_OUT.search(folded) else list(_bigrams(folded))

    def _morphemes(self, folded: str) -> Iterator[Any]:
        """The long units of a text that is not Latin alone; their surfaces are the text."""
        if not folded.isascii():
            for start in range(0, len(folded), _LONGEST_PIECE):
                yield from self._tokenizer.tokenize(folded[start : start + _LONGEST_PIECE])

    def _learn(self, entry: tuple[str, int], morpheme: Any) -> _Said:
        """Read a long unit and keep what it says: splitting it takes longer than finding it."""
        words = tuple(self._words(morpheme))
        surface = entry[0]
        is_number = words and words[0].isdigit() and _WRITTEN_OUT.search(surface)
        said = _Said(words, "".join(words) if is_number else surface)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[entry] = said
        return said

    def _words(self, morpheme: Any) -> Sequence[str]:
        """What a long unit says: its short units, save for a verb and for what is the installation's.

        The parts of a verb (積む and 立てる of 積み立てる) say something else than the verb.
        """
        if morpheme.dictionary_id() > 0:
            whole = _one_writing(morpheme.normalized_form())
            parts = self._parts.get(morpheme.surface(), [])
            return [whole, *(part for part in parts if part != whole)]
        # SudachiPy 0.7.0 knows form and class of a short unit that was split off, not its place.
        is_verb = morpheme.part_of_speech()[0] == "動詞"
        units = () if is_verb else morpheme.split(self._short, add_single=False)
        return [word for unit in units or (morpheme,) for word in _words_of(unit)]


def _folded(text: str) -> str:
    """The text as terms see it: folded, in lower case, 1,379 as 1379, 二〇二六 as 2026."""
    folded = _DECIMAL.sub(_decimal_in_digits, fold(text))
    return _THOUSANDS.sub("", _PLACES.sub(_places_in_digits, folded)).casefold()


def _decimal_in_digits(numerals: re.Match[str]) -> str:
    return f"{numerals[1]}.{numerals[2]}".translate(_TO_DIGIT)


def _places_in_digits(numerals: re.Match[str]) -> str:
    # Without a zero they may also stand for "four or five" (四五人), or be a name (一二三).
    digits = numerals.group()
    return digits.translate(_TO_DIGIT) if "○" in digits else digits


def _words_of(morpheme: Any) -> tuple[str, ...]:
    word_class, kind, *_ = morpheme.part_of_speech()
    if word_class not in _CONTENT_CLASSES:
        return ()
    return _words_of_form(morpheme.normalized_form(), kind == "数詞")


def _words_of_form(form: str, is_numeral: bool) -> tuple[str, ...]:
    """The words that a normalised form of SudachiPy stands for: none, one, or a number and its unit."""
    number = _NUMBER_WORD.fullmatch(form)
    if number and (is_numeral or number[2] or len(number[1]) > 1):
        value = _value(number[1])
        if value:
            return (str(value), number[2]) if number[2] else (str(value),)
    written = _one_writing(form)
    is_word = form not in _EMPTY_FORMS and _JAPANESE_WORD.fullmatch(written)
    return (written,) if is_word else ()


def _value(numerals: str) -> int | None:
    """三百二十 → 320; None for digits in a row, which may be a name (一二三)."""
    total = digit = 0
    for numeral in numerals:
        if numeral in _UNITS:
            total += (digit or 1) * _UNITS[numeral]
            digit = 0
        elif digit:
            return None
        else:
            digit = _DIGITS[numeral]
    return total + digit


def _one_writing(form: str) -> str:
    """A word as it is compared where SudachiPy keeps several: ゴミ for ごみ, 取り組 for 取り組む.

    Kana are katakana, without the long vowel that JIS Z 8301 leaves out behind three and more
    (サーバー); old forms of a kanji are new; the kana after the last kanji of a compound is cut off.
    """
    if _KANA.fullmatch(form):
        return (form[:-1] if len(form) > 3 and form[-1] == "ー" else form).translate(_TO_KATAKANA)
    inflected = _INFLECTED.fullmatch(form)
    return _SMALL_KE.sub("が", unify_kanji(inflected[1] if inflected else form))


def _other_words(folded: str) -> Iterator[str]:
    is_japanese = not folded.isascii()
    for match in _LATIN_WORD.finditer(folded):
        word = match.group()
        if word not in _ENGLISH_STOP_WORDS and not (is_japanese and word[0].isdigit()):
            yield word


def _bigrams(folded: str) -> Iterator[str]:
    for match in _BIGRAM_RUN.finditer(_LARGE.sub(_in_myriads, unify_kanji(folded))):
        run = match.group()
        if len(run) == 1 or run[0].isdigit() or run.isascii():
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


def _in_myriads(number: re.Match[str]) -> str:
    """120000000 as 1億2000万, which shares something with 1億3000万."""
    digits = number.group()
    groups = [digits[max(0, end - 4) : end] for end in range(len(digits), 0, -4)]
    return "".join(
        f"{int(group)}{unit}"
        for group, unit in reversed(list(zip(groups, ("", "万", "億", "兆"), strict=False)))
        if int(group)
    )
