"""Everything that can go wrong in the online half; it hangs in the tree of `index.errors`.

AskTheMinutesError            (index.errors)
├── TestSetError              the questions of an evaluation cannot be used
│   ├── NoSuchTestSet         nothing at this path, or a file of the set is missing
│   ├── UnreadableTestSet     not UTF-8, no permission
│   ├── EmptyTestSet
│   ├── BrokenTestLine        one line is not what its file holds
│   ├── UnknownTestKeys       a key that our own form does not have
│   ├── SupportContradiction  `answerable` and `support` say different things
│   ├── DuplicateTestId
│   ├── UnknownJudgedId       qrels name a query or document that the set does not have
│   ├── NoSuchQueryField
│   ├── NoAnswerableQuestion
│   ├── NoSuchSplit
│   └── UnlocatedQuotes       support quotes that stand in no passage of the library
├── QuestionError             what was asked cannot be searched for
│   ├── EmptyQuestion
│   └── QuestionTooLong
├── RequestError              what was asked for cannot be understood
│   ├── UnreadableDate
│   ├── ReversedPeriod
│   ├── UnknownChoice
│   ├── QuestionMissing
│   ├── PathMissing
│   └── ConfirmationMissing
├── NothingReadable           folders without a file that could be read
├── SettingsError
│   ├── UnknownSetting
│   └── InvalidSetting
├── ReportError               a saved evaluation
│   ├── DamagedReport
│   └── UnwritableReport
└── ServiceError              the HTTP service
    ├── ServiceStarting
    └── AddressUnusable       the port is taken, or the address is not of this machine
"""

from __future__ import annotations

from typing import ClassVar

from index.errors import AskTheMinutesError
from index.wording import Wording

__all__ = [
    "AddressUnusable",
    "BrokenTestLine",
    "ConfirmationMissing",
    "DamagedReport",
    "DuplicateTestId",
    "EmptyQuestion",
    "EmptyTestSet",
    "InvalidSetting",
    "NoAnswerableQuestion",
    "NoSuchQueryField",
    "NoSuchSplit",
    "NoSuchTestSet",
    "NothingReadable",
    "PathMissing",
    "QuestionError",
    "QuestionMissing",
    "QuestionTooLong",
    "ReportError",
    "RequestError",
    "ReversedPeriod",
    "ServiceError",
    "ServiceStarting",
    "SettingsError",
    "SupportContradiction",
    "TestSetError",
    "UnknownChoice",
    "UnknownJudgedId",
    "UnknownSetting",
    "UnknownTestKeys",
    "UnlocatedQuotes",
    "UnreadableDate",
    "UnreadableTestSet",
    "UnwritableReport",
]


class QuestionError(AskTheMinutesError):
    """A question that cannot be searched for."""


class EmptyQuestion(QuestionError):
    problem = Wording(
        ja="質問が空です（「{question}」）。", en="The question is empty ('{question}')."
    )
    remedy = Wording(
        ja="知りたいことを文で入力してください。例：「窓口の予約はいつ始まりますか」",
        en="Type what you want to know, for example: When do counter reservations start?",
    )


class QuestionTooLong(QuestionError):
    problem = Wording(
        ja="質問が長すぎます（{length}字、上限は{limit}字）。",
        en="The question is too long ({length} characters; the limit is {limit}).",
    )
    remedy = Wording(
        ja="知りたいことを一つの文に縮めてください。",
        en="Shorten it to one thing that you want to know.",
    )


class RequestError(AskTheMinutesError):
    """What was asked for, beside the question itself, cannot be understood."""


class UnreadableDate(RequestError):
    problem = Wording(
        ja="日付「{text}」が分かりません。", en="The date '{text}' cannot be understood."
    )
    remedy = Wording(
        ja="2024-07-11、2024-07、2024、令和6年7月11日、R6.7.11、令和6年度 のように書いてください。",
        en="Write it as 2024-07-11, 2024-07, 2024, 令和6年7月11日, R6.7.11 or 令和6年度.",
    )


class ReversedPeriod(RequestError):
    problem = Wording(
        ja="期間の初め（{since}）が終わり（{until}）より後です。",
        en="The period begins ({since}) after it ends ({until}).",
    )
    remedy = Wording(ja="--since と --until を入れ替えてください。", en="Swap --since and --until.")


class UnknownChoice(RequestError):
    problem = Wording(ja="{name} に「{value}」は使えません。", en="{name} cannot be '{value}'.")
    remedy = Wording(ja="次から選んでください：{known}", en="Choose from: {known}")


class QuestionMissing(RequestError):
    problem = Wording(ja="質問がありません。", en="There is no question.")
    remedy = Wording(
        ja='`rag ask "質問"` のように書くか、`rag ask -` で標準入力から渡してください。',
        en='Give it as in `rag ask "QUESTION"`, or on standard input with `rag ask -`.',
    )


class PathMissing(RequestError):
    problem = Wording(
        ja="読み込むファイルやフォルダの指定がありません。",
        en="No file or folder to read was named.",
    )
    remedy = Wording(
        ja="`rag index フォルダ` のように指定するか、全部を読み直すなら `rag index --rebuild` としてください。",
        en="Name one as in `rag index FOLDER`, or read everything again with `rag index --rebuild`.",
    )


class ConfirmationMissing(RequestError):
    problem = Wording(
        ja="端末ではないため、{count}件の会議を除いてよいか確認できません。",
        en="Without a terminal nobody can confirm the removal of {count} meetings.",
    )
    remedy = Wording(
        ja="除いてよければ --yes を付けてください。", en="Add --yes if they are to be removed."
    )


class NothingReadable(AskTheMinutesError):
    problem = Wording(
        ja="{paths}：読めるファイルがありません。", en="{paths}: there is no file that can be read."
    )
    remedy = Wording(
        ja="次の形式のファイルがあるか確かめてください：{suffixes}",
        en="Check that it holds files of these kinds: {suffixes}",
    )


class SettingsError(AskTheMinutesError):
    """A setting of the installation cannot be used."""


class UnknownSetting(SettingsError):
    problem = Wording(
        ja="環境変数 {name} は知らない設定です。", en="The setting {name} is not known."
    )
    remedy = Wording(
        ja="綴りを確かめるか、取り除いてください。使える設定：{known}",
        en="Check its spelling or remove it. Known settings: {known}",
    )


class InvalidSetting(SettingsError):
    problem = Wording(
        ja="設定 {name} の値「{value}」は使えません（{detail}）。",
        en="The setting {name} cannot be '{value}' ({detail}).",
    )
    remedy = Wording(ja="値を直してください。", en="Correct the value.")


class TestSetError(AskTheMinutesError):
    """A test set cannot be used. Slot `path` names it; `line` counts from 1."""

    __test__: ClassVar[bool] = False  # pytest takes classes named Test… for tests


class NoSuchTestSet(TestSetError):
    problem = Wording(
        ja="{path}：評価の質問集が見つかりません。", en="{path}: there is no test set here."
    )
    remedy = Wording(
        ja="JSON Linesのファイルか、corpus.jsonl・queries.jsonl・qrels.tsv のある"
        "フォルダを指定してください。",
        en="Name a JSON lines file, or a folder with corpus.jsonl, queries.jsonl and qrels.tsv.",
    )


class UnreadableTestSet(TestSetError):
    problem = Wording(
        ja="{path}：読めません（{detail}）。", en="{path}: cannot be read ({detail})."
    )
    remedy = Wording(
        ja="UTF-8で保存されているか、読む権限があるかを確かめてください。",
        en="Check that it is saved as UTF-8 and that you may read it.",
    )


class EmptyTestSet(TestSetError):
    problem = Wording(ja="{path}：中身がありません。", en="{path}: there is nothing in it.")
    remedy = Wording(ja="1行に1件のJSONを書いてください。", en="Write one JSON object a line.")


class BrokenTestLine(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：読み取れません（{detail}）。",
        en="{path}, line {line}: cannot be understood ({detail}).",
    )
    remedy = Wording(
        ja="その行を直してください。必要な形：{form}",
        en="Mend that line. It should look like: {form}",
    )


class UnknownTestKeys(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：知らない項目があります（{keys}）。",
        en="{path}, line {line}: unknown keys ({keys}).",
    )
    remedy = Wording(
        ja="綴りを確かめるか、その項目を消してください。使える項目：{known}",
        en="Check the spelling or take them out. Known keys: {known}",
    )


class SupportContradiction(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：「{id}」は answerable が {answerable} なのに、"
        "support が{count}件あります。",
        en="{path}, line {line}: '{id}' has answerable {answerable} but {count} support quotes.",
    )
    remedy = Wording(
        ja="answerable が true なら逐語の引用を1件以上書き、"
        "false なら support を空にしてください。",
        en="Give at least one verbatim quote if answerable is true; leave support empty if false.",
    )


class DuplicateTestId(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：ID「{id}」は {first} でも使われています。",
        en="{path}, line {line}: the id '{id}' is used in {first} already.",
    )
    remedy = Wording(ja="IDを1件ごとに変えてください。", en="Give each its own id.")


class UnknownJudgedId(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：ID「{id}」が {file} にありません。",
        en="{path}, line {line}: the id '{id}' does not stand in {file}.",
    )
    remedy = Wording(
        ja="その行を消すか、{file} に加えてください。",
        en="Take the line out, or add the id to {file}.",
    )


class NoSuchQueryField(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：質問に項目「{field}」がありません。",
        en="{path}, line {line}: the query has no text in the field '{field}'.",
    )
    remedy = Wording(
        ja="--field に次のどれかを指定してください：{known}",
        en="Name one of these with --field: {known}",
    )


class NoAnswerableQuestion(TestSetError):
    problem = Wording(
        ja="{path}：答えのある質問が1件もありません。",
        en="{path}: none of its questions can be answered.",
    )
    remedy = Wording(
        ja="根拠（support または qrels）のある質問を1件以上加えてください。",
        en="Add at least one question with evidence (support quotes or qrels).",
    )


class NoSuchSplit(TestSetError):
    problem = Wording(
        ja="{path}：split が「{split}」の質問がありません。",
        en="{path}: no question has the split '{split}'.",
    )
    remedy = Wording(
        ja="--split を外すか、次から選んでください：{known}",
        en="Leave out --split, or choose from: {known}",
    )


class UnlocatedQuotes(TestSetError):
    problem = Wording(
        ja="{path}：{count}件の引用がライブラリのどこにもありません：{quotes}",
        en="{path}: {count} quotes stand nowhere in the library: {quotes}",
    )
    remedy = Wording(
        ja="引用を会議録の文字どおりに直すか、その会議録を `rag index` で読み込んでください。",
        en="Copy the quotes verbatim from the minutes, or read those minutes in with `rag index`.",
    )


class ReportError(AskTheMinutesError):
    """A saved evaluation cannot be read or written. Slot `path` names it."""


class DamagedReport(ReportError):
    problem = Wording(
        ja="{path}：評価結果として読めません（{detail}）。",
        en="{path}: cannot be read as an evaluation report ({detail}).",
    )
    remedy = Wording(
        ja="`rag evaluate` で作り直してください。", en="Make it anew with `rag evaluate`."
    )


class UnwritableReport(ReportError):
    problem = Wording(
        ja="{path}：評価結果を保存できません（{detail}）。",
        en="{path}: the evaluation report cannot be saved ({detail}).",
    )
    remedy = Wording(
        ja="ディスクの空きと権限を確かめるか、別の場所を指定してください。",
        en="Check free disk space and permissions, or name another place.",
    )


class ServiceError(AskTheMinutesError):
    """The HTTP service cannot start, or not answer yet."""


class ServiceStarting(ServiceError):
    problem = Wording(
        ja="起動中です。モデルと索引を読み込んでいます。",
        en="The service is starting: the model and the index are being loaded.",
    )
    remedy = Wording(
        ja="数秒待って、もう一度試してください。", en="Wait a few seconds and try again."
    )


class AddressUnusable(ServiceError):
    problem = Wording(
        ja="{host}:{port} で受け付けを始められません（{detail}）。",
        en="Cannot listen on {host}:{port} ({detail}).",
    )
    remedy = Wording(
        ja="そこを使っている処理を止めるか、--port で別の番号を指定してください。",
        en="Stop what is using it, or choose another port with --port.",
    )
