"""Everything that can go wrong in the offline half, as one tree.

    AskTheMinutesError            what a person sees as one line: what is wrong, and the remedy
    ├── UnreadableSource          one file is refused; the others are still read
    │   ├── UnsupportedFormat
    │   ├── EmptySource
    │   ├── EncryptedSource
    │   ├── NoTextLayer           a scanned PDF, or one whose text layer is garbage
    │   ├── DamagedSource
    │   ├── UnknownEncoding
    │   ├── SourceTooLarge
    │   ├── InaccessibleSource    no permission, or a directory or device in place of a file
    │   ├── NotMinutes            readable, but nothing in it is a remark
    │   ├── ReaderCrashed         the process that read it ended, or made a mistake
    │   ├── ReaderTimedOut        reading it took too long
    │   └── ReaderOutOfMemory     reading it took too much memory
    ├── SourceMissing             a path that does not exist
    ├── ReaderUnavailable         the process that reads files cannot be started
    ├── LibraryError
    │   ├── LibraryMissing
    │   ├── LibraryEmpty
    │   ├── LibraryLocked         another process is writing
    │   ├── LibraryNewer          written by a newer version of this program
    │   ├── LibraryDamaged        the database is no database, or not one of ours
    │   ├── LibraryUnwritable     permissions, a full disk
    │   └── MeetingNotFound
    ├── WordListError             the dictionary or the synonyms of an installation
    │   ├── UnreadableWordList    no permission, or no text
    │   ├── BrokenWordLine        one line is not what its file holds
    │   └── DictionaryNotCompiled
    ├── GenerationError
    │   ├── GenerationGone        collected while a question was being answered from it
    │   ├── GenerationDamaged     a file is missing, truncated or altered
    │   └── GenerationMismatch    made by another model, tokenizer or format
    └── ModelError
        ├── ModelUnavailable
        │   ├── ModelNotDownloaded    a name that the local Hugging Face cache does not hold
        │   └── ModelCacheUnwritable  the bundled model cannot be unpacked: a full disk, permissions
        └── OfflineModelUnsupported

Each class words its problem and its remedy in Japanese and English with named slots; an instance
carries the values. `str(error)` is the English line, `error.line("ja")` the Japanese one.
"""

from __future__ import annotations

from typing import ClassVar

from index.wording import UiLanguage, Wording

__all__ = [
    "AskTheMinutesError",
    "BrokenWordLine",
    "DamagedSource",
    "DictionaryNotCompiled",
    "EmptySource",
    "EncryptedSource",
    "GenerationDamaged",
    "GenerationError",
    "GenerationGone",
    "GenerationMismatch",
    "InaccessibleSource",
    "LibraryDamaged",
    "LibraryEmpty",
    "LibraryError",
    "LibraryLocked",
    "LibraryMissing",
    "LibraryNewer",
    "LibraryUnwritable",
    "MeetingNotFound",
    "ModelCacheUnwritable",
    "ModelError",
    "ModelNotDownloaded",
    "ModelUnavailable",
    "NoTextLayer",
    "NotMinutes",
    "OfflineModelUnsupported",
    "ReaderCrashed",
    "ReaderOutOfMemory",
    "ReaderTimedOut",
    "ReaderUnavailable",
    "SourceMissing",
    "SourceTooLarge",
    "UnknownEncoding",
    "UnreadableSource",
    "UnreadableWordList",
    "UnsupportedFormat",
    "WordListError",
]


class AskTheMinutesError(Exception):
    """Base of every error that this product raises on purpose.

    Args:
        slots: the values that the class's `problem` and `remedy` name; one may be a Wording itself.
    """

    problem: ClassVar[Wording]
    remedy: ClassVar[Wording]

    def __init__(self, **slots: object) -> None:
        self.slots = slots
        super().__init__(self.line("en"))

    def what(self, language: UiLanguage) -> str:
        """What is wrong, with the offending value."""
        return self.problem.render(language, **self._values(language))

    def mend(self, language: UiLanguage) -> str:
        """What the person can do about it."""
        return self.remedy.render(language, **self._values(language))

    def _values(self, language: UiLanguage) -> dict[str, object]:
        return {
            name: value.render(language) if isinstance(value, Wording) else value
            for name, value in self.slots.items()
        }

    def line(self, language: UiLanguage) -> str:
        """Problem and remedy on one line."""
        gap = "" if language == "ja" else " "
        return f"{self.what(language)}{gap}{self.mend(language)}".replace("\n", " ")


class UnreadableSource(AskTheMinutesError):
    """A file that cannot be read as minutes. Slot `path` names it."""


class UnsupportedFormat(UnreadableSource):
    problem = Wording(
        ja="{path}：この形式は読めません（{found}）。",
        en="{path}: this kind of file cannot be read ({found}).",
    )
    remedy = Wording(
        ja="PDF、DOCX、HTML、TXT、MD、RST、会議録システムのJSON（国会会議録API・DiscussNet）のいずれかで保存してください。",
        en="Save it as PDF, DOCX, HTML, TXT, MD, RST or the JSON of the National Diet API or DiscussNet.",
    )


class EmptySource(UnreadableSource):
    problem = Wording(ja="{path}：ファイルが空です。", en="{path}: the file is empty.")
    remedy = Wording(
        ja="元のファイルを確かめて、保存し直してください。",
        en="Check the original and save it again.",
    )


class EncryptedSource(UnreadableSource):
    problem = Wording(
        ja="{path}：パスワードで保護されています。",
        en="{path}: the file is protected by a password.",
    )
    remedy = Wording(
        ja="パスワードを外した写しを保存して、それを指定してください。",
        en="Save a copy without the password and index that.",
    )


class NoTextLayer(UnreadableSource):
    problem = Wording(
        ja="{path}：文字を取り出せません（{pages}）。",
        en="{path}: no usable text on {pages}.",
    )
    remedy = Wording(
        ja="スキャン画像の場合はOCRで文字を付けてから、指定してください。",
        en="If it is a scan, run OCR on it first, then index the result.",
    )


class DamagedSource(UnreadableSource):
    problem = Wording(
        ja="{path}：壊れているため開けません（{detail}）。",
        en="{path}: the file is damaged and cannot be opened ({detail}).",
    )
    remedy = Wording(
        ja="元のファイルから保存し直してください。", en="Save it again from the original."
    )


class UnknownEncoding(UnreadableSource):
    problem = Wording(
        ja="{path}：文字コードが分かりません（{detail}）。",
        en="{path}: the character encoding cannot be determined ({detail}).",
    )
    remedy = Wording(ja="UTF-8で保存し直してください。", en="Save it as UTF-8.")


class SourceTooLarge(UnreadableSource):
    problem = Wording(
        ja="{path}：大きすぎます（{size}、上限は{limit}）。",
        en="{path}: too large ({size}; the limit is {limit}).",
    )
    remedy = Wording(
        ja="会議ごとに分けるか、設定 RAG_MAX_FILE_MB で上限を上げてください。",
        en="Split it by meeting, or raise the limit with the setting RAG_MAX_FILE_MB.",
    )


class InaccessibleSource(UnreadableSource):
    problem = Wording(
        ja="{path}：ファイルを開けません（{detail}）。",
        en="{path}: the file cannot be opened ({detail}).",
    )
    remedy = Wording(
        ja="ファイルの種類と読み取り権限を確かめてください。",
        en="Check that it is a file and that you may read it.",
    )


class NotMinutes(UnreadableSource):
    problem = Wording(
        ja="{path}：発言が見つかりません（{detail}）。",
        en="{path}: no remark was found in it ({detail}).",
    )
    remedy = Wording(
        ja="会議録・議事概要のファイルか確かめてください。",
        en="Check that it is a file of minutes.",
    )


class ReaderCrashed(UnreadableSource):
    problem = Wording(
        ja="{path}：読み取り中に異常終了しました（{detail}）。",
        en="{path}: the program that reads it failed ({detail}).",
    )
    remedy = Wording(
        ja="元のソフトで開いて保存し直すか、別の形式（テキストなど）で保存してください。",
        en="Open it in the program that made it and save it again, or save it in another format "
        "such as text.",
    )


class ReaderTimedOut(UnreadableSource):
    problem = Wording(
        ja="{path}：読み取りが{limit}秒で終わらないため、中止しました。",
        en="{path}: reading it was stopped after {limit} s.",
    )
    remedy = Wording(
        ja="会議ごとに分けて保存し直すか、設定 RAG_READ_SECONDS で上限を上げてください。",
        en="Split it by meeting and save it again, or raise the limit with the setting "
        "RAG_READ_SECONDS.",
    )


class ReaderOutOfMemory(UnreadableSource):
    problem = Wording(
        ja="{path}：読み取りに必要なメモリが上限（{limit}）を超えました。",
        en="{path}: reading it takes more memory than the limit ({limit}).",
    )
    remedy = Wording(
        ja="会議ごとに分けて保存し直すか、設定 RAG_READ_MEMORY_MB で上限を上げてください。",
        en="Split it by meeting and save it again, or raise the limit with the setting "
        "RAG_READ_MEMORY_MB.",
    )


class SourceMissing(AskTheMinutesError):
    problem = Wording(
        ja="{path}：ファイルもフォルダもありません。", en="{path}: there is no such file or folder."
    )
    remedy = Wording(ja="名前と場所を確かめてください。", en="Check its name and place.")


class ReaderUnavailable(AskTheMinutesError):
    problem = Wording(
        ja="ファイルを読み取るプロセスを起動できません（{detail}）。",
        en="The process that reads files cannot be started ({detail}).",
    )
    remedy = Wording(
        ja="メモリの空きと、Python とこのプログラムの導入状態を確かめてください。",
        en="Check free memory, and that Python and this program are wholly installed.",
    )


class LibraryError(AskTheMinutesError):
    """The library as a whole cannot be used. Slot `library` is its directory."""


class LibraryMissing(LibraryError):
    problem = Wording(
        ja="{library}：ライブラリがまだありません。", en="{library}: there is no library yet."
    )
    remedy = Wording(
        ja="`rag index フォルダ` で会議録を読み込んでください。",
        en="Read minutes into it with `rag index FOLDER`.",
    )


class LibraryEmpty(LibraryError):
    problem = Wording(
        ja="{library}：ライブラリに会議録がありません。",
        en="{library}: the library holds no meeting.",
    )
    remedy = LibraryMissing.remedy


class LibraryLocked(LibraryError):
    problem = Wording(
        ja="{library}：ほかの処理が書き込み中です（{holder}）。",
        en="{library}: another process is writing to it ({holder}).",
    )
    remedy = Wording(
        ja="その処理が終わってから、もう一度実行してください。",
        en="Run this again when it has finished.",
    )


class LibraryNewer(LibraryError):
    problem = Wording(
        ja="{library}：このライブラリの形式は {found} で、このプログラムは {supported} までです。",
        en="{library}: the library has format {found}; this program knows up to {supported}.",
    )
    remedy = Wording(ja="gijiroku-rag を新しい版にしてください。", en="Upgrade gijiroku-rag.")


class LibraryDamaged(LibraryError):
    problem = Wording(
        ja="{library}：library.sqlite をライブラリとして読めません（{detail}）。",
        en="{library}: library.sqlite cannot be read as a library ({detail}).",
    )
    remedy = Wording(
        ja="バックアップから戻すか、--library で別の場所を指定して会議録を読み込み直してください。",
        en="Restore it from a backup, or name another place with --library and index the minutes "
        "again.",
    )


class LibraryUnwritable(LibraryError):
    problem = Wording(
        ja="{library}：書き込めません（{detail}）。ライブラリは元のままです。",
        en="{library}: cannot be written ({detail}). The library is as it was.",
    )
    remedy = Wording(
        ja="ディスクの空きと権限を確かめるか、--library で別の場所を指定してください。",
        en="Check free disk space and permissions, or name another place with --library.",
    )


class MeetingNotFound(LibraryError):
    problem = Wording(
        ja="会議「{meeting}」に当たるものが{count}件あります{candidates}。",
        en="{count} meetings match '{meeting}'{candidates}.",
    )
    remedy = Wording(
        ja="`rag meetings` で一覧を見て、IDで指定してください。",
        en="List them with `rag meetings` and name one by its id.",
    )


class WordListError(AskTheMinutesError):
    """The dictionary or the synonyms of an installation cannot be used. Slot `path` names the file."""


class UnreadableWordList(WordListError):
    problem = Wording(
        ja="{path}：読めません（{detail}）。", en="{path}: cannot be read ({detail})."
    )
    remedy = Wording(
        ja="UTF-8のテキストで保存されているか、読む権限があるかを確かめてください。",
        en="Check that it is saved as text in UTF-8 and that you may read it.",
    )


class BrokenWordLine(WordListError):
    problem = Wording(ja="{path}の{line}行目：{detail}。", en="{path}, line {line}: {detail}.")
    remedy = Wording(
        ja="その行を直してください。書き方の例：{form}",
        en="Mend that line. Examples: {form}",
    )


class DictionaryNotCompiled(WordListError):
    problem = Wording(
        ja="辞書を {target} に用意できません（{detail}）。",
        en="The dictionary cannot be compiled into {target} ({detail}).",
    )
    remedy = Wording(
        ja="ディスクの空きと権限を確かめるか、RAG_CACHE で別の場所を指定してください。",
        en="Check free disk space and permissions, or name another place with RAG_CACHE.",
    )


class GenerationError(AskTheMinutesError):
    """The searchable index of the library cannot be opened."""


class GenerationDamaged(GenerationError):
    problem = Wording(
        ja="索引のファイル {file} が壊れています（{detail}）。",
        en="The index file {file} is damaged ({detail}).",
    )
    remedy = Wording(
        ja="`rag index --rebuild` で作り直してください（会議録は失われません）。",
        en="Build it anew with `rag index --rebuild` (no minutes are lost).",
    )


class GenerationGone(GenerationError):
    problem = Wording(
        ja="索引の第{number}世代は、質問の途中で新しいものに置き換えられました。",
        en="Generation {number} of the index was replaced while it was in use.",
    )
    remedy = Wording(ja="もう一度質問してください。", en="Ask again.")


class GenerationMismatch(GenerationError):
    problem = Wording(
        ja="索引の{what}は {found} ですが、いまの設定は {expected} です。",
        en="The index was made with {what} {found}, but the current setting is {expected}.",
    )
    remedy = Wording(
        ja="設定を戻すか、`rag index --rebuild` で作り直してください。",
        en="Set it back, or build the index anew with `rag index --rebuild`.",
    )


class ModelError(AskTheMinutesError):
    """The embedding model cannot be used."""


class ModelUnavailable(ModelError):
    problem = Wording(
        ja="埋め込みモデル {model} を読み込めません（{detail}）。",
        en="The embedding model {model} cannot be loaded ({detail}).",
    )
    remedy = Wording(
        ja="RAG_MODEL にモデルのフォルダを指定するか、指定をやめて付属のモデルを使ってください。",
        en="Set RAG_MODEL to a model directory, or unset it to use the bundled model.",
    )


class ModelNotDownloaded(ModelUnavailable):
    problem = Wording(
        ja="埋め込みモデル {model} は、フォルダとしても取得済みのモデルとしても見つかりません。",
        en="The embedding model {model} is neither a directory nor a model fetched before.",
    )
    remedy = Wording(
        ja="ネットワークのある所で `hf download {model}` を一度実行するか、RAG_MODEL にモデルのフォルダを"
        "指定してください。",
        en="Run `hf download {model}` once where there is a network, or set RAG_MODEL to a model "
        "directory.",
    )


class ModelCacheUnwritable(ModelUnavailable):
    problem = Wording(
        ja="付属のモデルを {directory} に展開できません（{detail}）。",
        en="The bundled model cannot be unpacked into {directory} ({detail}).",
    )
    remedy = Wording(
        ja="ディスクの空き（約{needed}）と権限を確かめるか、環境変数 XDG_CACHE_HOME で別の場所を指定してください。",
        en="Check free disk space (about {needed} is needed) and permissions, or name another place "
        "with the environment variable XDG_CACHE_HOME.",
    )


class OfflineModelUnsupported(ModelError):
    problem = Wording(
        ja="付属のモデルはこの環境（{platform}）では使えません。",
        en="The bundled offline model is not available for this platform ({platform}).",
    )
    remedy = Wording(
        ja="RAG_MODEL に sentence-transformers のモデル（フォルダまたは名前）を指定してください。",
        en="Set RAG_MODEL to a sentence-transformers model, by directory or name.",
    )
