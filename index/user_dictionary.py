"""dictionary.csv of an installation → words that SudachiPy takes as one.

    surface[,reading[,normalised form]] a line → entries → a compiled dictionary in the cache

For names of places, facilities and systems that SudachiPy cuts wrongly or does not know. The compiled
file is found by what the entries say, so that it is made again only when they change.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import re
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from index.errors import BrokenWordLine, DictionaryNotCompiled
from index.text import fold
from index.word_lists import numbered_lines
from index.wording import Wording

__all__ = ["DictionaryEntry", "UserDictionary"]

_FORM = "しおかぜ号 / しおかぜ号,シオカゼゴウ / 潮風号,シオカゼゴウ,しおかぜ号"
_TOO_MANY = Wording(ja="項目が{count}個あります", en="{count} fields")
_NO_SURFACE = Wording(ja="見出しが空です", en="the word itself is empty")
_TOO_SHORT = Wording(ja="「{word}」は1字です", en="'{word}' is a single character")
_TOO_LONG = Wording(ja="「{word}」が長すぎます", en="'{word}' is too long")
_NOT_KANA = Wording(ja="読み「{word}」が仮名ではありません", en="the reading '{word}' is not kana")
_TWICE = Wording(ja="「{word}」は{first}行目にもあります", en="'{word}' stands in line {first} too")

_LONGEST = 60
_READING = re.compile(r"[ァ-ヺー]*")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
# A proper noun, as Sudachi's own documentation of user dictionaries has them; the cost is low enough
# for it to be taken before the words that it is made of.
_CLASS = ("名詞", "固有名詞", "一般", "*", "*", "*")
_CONNECTION, _COST = 4786, 0


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A word of the installation, folded.

    Attributes:
        reading: in katakana, or empty.
        form: what the word is searched as.
    """

    surface: str
    reading: str
    form: str


@dataclass(frozen=True)
class UserDictionary:
    """The installation's own words. `cache` is where they are compiled to."""

    entries: tuple[DictionaryEntry, ...]
    cache: Path

    @classmethod
    def read(cls, path: Path, cache: Path) -> UserDictionary | None:
        """The words of a file; None where there is no file or no word in it.

        Raises:
            UnreadableWordList: it may not be read, or is no text.
            BrokenWordLine: a line is no word; its number is told.
        """
        entries: dict[str, tuple[int, DictionaryEntry]] = {}
        for number, line in numbered_lines(path):
            entry = _entry(path, number, line)
            if entry.surface in entries:
                first = entries[entry.surface][0]
                raise _broken(path, number, _TWICE, word=entry.surface, first=first)
            entries[entry.surface] = number, entry
        return cls(tuple(entry for _, entry in entries.values()), cache) if entries else None

    @cached_property
    def digest(self) -> str:
        """Names what the entries say, whatever their order."""
        lines = sorted(f"{e.surface},{e.reading},{e.form}\n" for e in self.entries)
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]

    def compiled(self) -> Path:
        """The compiled dictionary; made on first use, which takes some seconds.

        Raises:
            DictionaryNotCompiled: SudachiPy refuses it, or the cache cannot be written.
        """
        made_with = f"{version('sudachipy')}-{version('sudachidict-core')}"
        target = self.cache / "dictionaries" / f"{self.digest}-{made_with}.dic"
        if not target.is_file():
            try:
                self._compile(target)
            except Exception as error:  # SudachiPy raises what it likes
                raise DictionaryNotCompiled(target=target, detail=error) from error
        return target

    def _compile(self, target: Path) -> None:
        from sudachipy.sudachipy import build_user_dic

        target.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may do so at once: each makes its own and renames it.
        with tempfile.TemporaryDirectory(dir=target.parent) as directory:
            source, made = Path(directory, "words.csv"), Path(directory, "words.dic")
            source.write_text(self._source(), encoding="utf-8")
            build_user_dic(system=_system_dictionary(), lex=[source], output=made)
            made.replace(target)

    def _source(self) -> str:
        """The entries in the columns of Sudachi's user dictionaries."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for e in self.entries:
            place = (e.surface, _CONNECTION, _CONNECTION, _COST, e.surface)
            writer.writerow([*place, *_CLASS, e.reading, e.form, "*", "A", "*", "*", "*"])
        return out.getvalue()


def _entry(path: Path, number: int, line: str) -> DictionaryEntry:
    fields = ["".join(fold(field).casefold().split()) for field in next(csv.reader([line]))]
    if len(fields) > 3:
        raise _broken(path, number, _TOO_MANY, count=len(fields))
    surface, reading, form = [*fields, "", ""][:3]
    if not surface:
        raise _broken(path, number, _NO_SURFACE)
    if len(surface) == 1:
        raise _broken(path, number, _TOO_SHORT, word=surface)
    for word in fields:
        if len(word) > _LONGEST:
            raise _broken(path, number, _TOO_LONG, word=word)
    reading = reading.translate(_TO_KATAKANA)
    if not _READING.fullmatch(reading):
        raise _broken(path, number, _NOT_KANA, word=reading)
    return DictionaryEntry(surface, reading, form or surface)


def _broken(path: Path, number: int, problem: Wording, **slots: object) -> BrokenWordLine:
    filled = Wording(problem.render("ja", **slots), problem.render("en", **slots))
    return BrokenWordLine(path=path, line=number, detail=filled, form=_FORM)


def _system_dictionary() -> Path:
    spec = importlib.util.find_spec("sudachidict_core")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("sudachidict_core")
    return Path(spec.origin).parent / "resources" / "system.dic"
