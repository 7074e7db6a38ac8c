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
│   ├── NoSuchTagField
│   ├── MissingColumn         a spreadsheet without questions or quotes
│   ├── UnknownColumns
│   ├── QuoteWithoutQuestion
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
│   ├── TestSetMissing
│   └── ConfirmationMissing
├── NothingReadable           folders without a file that could be read
├── SettingsError
│   ├── UnknownSetting
│   ├── InvalidSetting
│   └── RerankerUnavailable   the model that RAG_RERANKER names
├── ReportError               a saved evaluation
│   ├── DamagedReport
│   ├── UnwritableReport
│   ├── OtherTestSet          compared with a report on other questions
│   └── NothingToCompare
├── RunError                  what another program found, or what it is to be given
│   ├── UnreadableRun
│   ├── EmptyRun
│   ├── BrokenRunLine
│   ├── UnknownRunDocument
│   ├── RepeatedRunDocument
│   ├── SeveralSystemsInRun
│   ├── RepeatedSystem
│   ├── RunNeedsDocuments
│   └── UnwritableRun
├── FeedbackError             what people said of answers
│   ├── NoFeedback
│   ├── BrokenFeedbackLine
│   └── UnwritableFeedback
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
    "BrokenFeedbackLine",
    "BrokenRunLine",
    "BrokenTestLine",
    "ConfirmationMissing",
    "DamagedReport",
    "DuplicateTestId",
    "EmptyQuestion",
    "EmptyRun",
    "EmptyTestSet",
    "FeedbackError",
    "InvalidSetting",
    "MissingColumn",
    "NoAnswerableQuestion",
    "NoFeedback",
    "NoSuchQueryField",
    "NoSuchSplit",
    "NoSuchTagField",
    "NoSuchTestSet",
    "NothingReadable",
    "NothingToCompare",
    "OtherTestSet",
    "PathMissing",
    "QuestionError",
    "QuestionMissing",
    "QuestionTooLong",
    "QuoteWithoutQuestion",
    "RepeatedRunDocument",
    "RepeatedSystem",
    "ReportError",
    "RequestError",
    "RerankerUnavailable",
    "ReversedPeriod",
    "RunError",
    "RunNeedsDocuments",
    "ServiceError",
    "ServiceStarting",
    "SettingsError",
    "SeveralSystemsInRun",
    "SupportContradiction",
    "TestSetError",
    "TestSetMissing",
    "UnknownChoice",
    "UnknownColumns",
    "UnknownJudgedId",
    "UnknownRunDocument",
    "UnknownSetting",
    "UnknownTestKeys",
    "UnlocatedQuotes",
    "UnreadableDate",
    "UnreadableRun",
    "UnreadableTestSet",
    "UnwritableFeedback",
    "UnwritableReport",
    "UnwritableRun",
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


class TestSetMissing(RequestError):
    __test__: ClassVar[bool] = False
    problem = Wording(
        ja="質問集のファイルか --from-feedback の、どちらか一方を指定してください。",
        en="Name either a file of questions or --from-feedback.",
    )
    remedy = Wording(
        ja="例：`rag test-set 質問.csv --output 質問集.jsonl`",
        en="For example: `rag test-set questions.csv --output set.jsonl`",
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


class RerankerUnavailable(SettingsError):
    problem = Wording(
        ja="順位付けモデル {model} を使えません（{detail}）。",
        en="The reranking model {model} cannot be used ({detail}).",
    )
    remedy = Wording(
        ja="RAG_RERANKER にクロスエンコーダーのフォルダを指定するか、ネットワークのある所で "
        "`hf download {model}` を一度実行するか、RAG_RERANKER の指定をやめてください。",
        en="Set RAG_RERANKER to the directory of a cross-encoder, run `hf download {model}` once where "
        "there is a network, or unset RAG_RERANKER.",
    )


class TestSetError(AskTheMinutesError):
    """A test set cannot be used. Slot `path` names it; `line` counts from 1."""

    __test__: ClassVar[bool] = False  # pytest takes classes named Test… for tests


class NoSuchTestSet(TestSetError):
    problem = Wording(
        ja="{path}：評価の質問集が見つかりません。", en="{path}: there is no test set here."
    )
    remedy = Wording(
        ja="JSON LinesかCSVのファイル、または corpus.jsonl・queries.jsonl・qrels.tsv のある"
        "フォルダを指定してください。",
        en="Name a JSON lines or CSV file, or a folder with corpus.jsonl, queries.jsonl and qrels.tsv.",
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


class NoSuchTagField(TestSetError):
    problem = Wording(
        ja="{path}：どの質問にも項目「{field}」がありません。",
        en="{path}: no question has the field '{field}'.",
    )
    remedy = Wording(
        ja="--tag-field に次のどれかを指定してください：{known}",
        en="Name one of these with --tag-field: {known}",
    )


class MissingColumn(TestSetError):
    problem = Wording(
        ja="{path}：見出しの行に「{column}」の列がありません。",
        en="{path}: the heading has no column '{column}'.",
    )
    remedy = Wording(
        ja="1行目に見出し（{known}）を書いてください。",
        en="Write headings in the first row: {known}",
    )


class UnknownColumns(TestSetError):
    problem = Wording(
        ja="{path}：知らない列があります（{columns}）。", en="{path}: unknown columns ({columns})."
    )
    remedy = Wording(
        ja="見出しの綴りを確かめるか、その列を消してください。使える見出し：{known}",
        en="Check the headings or delete those columns. Known headings: {known}",
    )


class QuoteWithoutQuestion(TestSetError):
    problem = Wording(
        ja="{path}の{line}行目：どの質問のものか分からない行です（{cells}）。",
        en="{path}, row {line}: this row belongs to no question ({cells}).",
    )
    remedy = Wording(
        ja="質問を書いてください。質問が空の行は、すぐ上の質問の続きとみなします。",
        en="Write its question. A row without one continues the question above it.",
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


class OtherTestSet(ReportError):
    problem = Wording(
        ja="{path} は別の質問集の結果です（今回 {name} {sha256}、{path} は {other_name} {other_sha256}）。",
        en="{path} is of another test set (now {name} {sha256}; {path} has {other_name} {other_sha256}).",
    )
    remedy = Wording(
        ja="同じ質問集で測り直すか、--baseline に同じ質問集の結果を指定してください。",
        en="Measure the same test set again, or name a report on this one with --baseline.",
    )


class NothingToCompare(ReportError):
    problem = Wording(
        ja="{path} と共通の方式か質問がありません（今回の方式 {systems}、{path} は {other_systems}）。",
        en="No system or question is in both (systems now {systems}; {path} has {other_systems}).",
    )
    remedy = Wording(
        ja="--compare と --split を {path} と同じにしてください。",
        en="Choose --compare and --split as for {path}.",
    )


class RunError(AskTheMinutesError):
    """A run in the form of TREC. Slot `path` names its file; `line` counts from 1."""


class UnreadableRun(RunError):
    problem = Wording(
        ja="{path}：検索結果（TREC形式）として読めません（{detail}）。",
        en="{path}: cannot be read as a TREC run ({detail}).",
    )
    remedy = Wording(
        ja="パスと権限、UTF-8で保存されているかを確かめてください。",
        en="Check the path, its permissions, and that it is saved as UTF-8.",
    )


class EmptyRun(RunError):
    problem = Wording(ja="{path}：検索結果が1行もありません。", en="{path}: the run has no line.")
    remedy = Wording(
        ja="TREC形式の検索結果のファイルを指定してください。", en="Name a run in the form of TREC."
    )


class BrokenRunLine(RunError):
    problem = Wording(
        ja="{path}の{line}行目：読み取れません（{detail}）。",
        en="{path}, line {line}: cannot be understood ({detail}).",
    )
    remedy = Wording(
        ja="その行を直してください。必要な形：{form}",
        en="Mend that line. It should look like: {form}",
    )


class UnknownRunDocument(RunError):
    problem = Wording(
        ja="{path}の{line}行目：文書「{id}」は質問集の corpus.jsonl にありません。",
        en="{path}, line {line}: the document '{id}' does not stand in the test set's corpus.jsonl.",
    )
    remedy = Wording(
        ja="同じBEIRフォルダを検索した結果か確かめてください。",
        en="Check that the run is over the same BEIR folder.",
    )


class RepeatedRunDocument(RunError):
    problem = Wording(
        ja="{path}の{line}行目：質問「{question}」に文書「{id}」が2度あります。",
        en="{path}, line {line}: the document '{id}' comes twice for the question '{question}'.",
    )
    remedy = Wording(
        ja="1つの質問に同じ文書は1行だけにしてください。",
        en="Keep one line for each document of a question.",
    )


class SeveralSystemsInRun(RunError):
    problem = Wording(
        ja="{path}の{line}行目：1つのファイルに複数の方式があります（{names}）。",
        en="{path}, line {line}: the file holds several systems ({names}).",
    )
    remedy = Wording(
        ja="方式ごとにファイルを分け、--run を繰り返してください。",
        en="Give each system its own file, and repeat --run.",
    )


class RepeatedSystem(RunError):
    problem = Wording(
        ja="「{name}」という名の方式が2つあります。", en="Two systems are called '{name}'."
    )
    remedy = Wording(
        ja="--run のファイルの最後の列を、ほかにない名前に変えてください。",
        en="Change the last column of the file given with --run to another name.",
    )


class RunNeedsDocuments(RunError):
    problem = Wording(
        ja="--run {path} は、文書を伴う質問集にだけ使えます（{test_set} は引用で正解を示す質問集です）。",
        en="--run {path} needs a test set with documents; {test_set} names its gold by quotes.",
    )
    remedy = Wording(
        ja="BEIRフォルダを指定するか、--run を外してください。",
        en="Name a BEIR folder, or leave out --run.",
    )


class UnwritableRun(RunError):
    problem = Wording(
        ja="{path}：TREC形式で保存できません（{detail}）。",
        en="{path}: cannot be written in the form of TREC ({detail}).",
    )
    remedy = Wording(
        ja="ディスクの空きと権限、IDに空白がないかを確かめてください。",
        en="Check free disk space and permissions, and that no id holds white space.",
    )


class FeedbackError(AskTheMinutesError):
    """What people said of answers. Slot `path` names its file."""


class NoFeedback(FeedbackError):
    problem = Wording(
        ja="{path}：質問集にできる感想がまだありません（記録 {count}件）。",
        en="{path}: there is no feedback to make a test set of yet ({count} records).",
    )
    remedy = Wording(
        ja="「正しい」とされた引用が1件以上になってから実行してください。",
        en="Run it again when at least one quote was judged right.",
    )


class BrokenFeedbackLine(FeedbackError):
    problem = Wording(
        ja="{path}の{line}行目：感想の記録として読めません（{detail}）。",
        en="{path}, line {line}: cannot be read as a record of feedback ({detail}).",
    )
    remedy = Wording(ja="その行を直すか、消してください。", en="Mend that line or take it out.")


class UnwritableFeedback(FeedbackError):
    problem = Wording(
        ja="{path}：感想を保存できません（{detail}）。",
        en="{path}: feedback cannot be saved ({detail}).",
    )
    remedy = Wording(
        ja="ディスクの空きと権限を確かめてください。", en="Check free disk space and permissions."
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
