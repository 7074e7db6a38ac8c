"""Everything that the command line says by itself, in Japanese and English, in one place.

What an error says stands with its class (index/errors.py, rag/errors.py), what an answer says in
rag/phrases.py. Nothing here prints.
"""

from __future__ import annotations

from typing import Final

from index.wording import Wording

__all__ = [
    "CHECKS",
    "COMMANDS",
    "FINDINGS",
    "HELP",
    "KINDS",
    "MESSAGES",
    "PARAMETERS",
    "PROGRAM",
    "ROLES",
    "SHORT_KINDS",
    "USAGE",
]

# ---------------------------------------------------------------------------------------------
# Help

PROGRAM: Final = Wording(
    ja="会議録に、ふだんの言葉で質問します。答えには、だれが・いつ・どの会議で言ったかが付きます。",
    en="Ask meeting minutes in everyday language. Answers cite who said it, when and where.",
)

COMMANDS: Final = {
    "index": Wording(
        ja="会議録のファイルやフォルダを読み込みます。変わったものだけを読み直します。",
        en="Read files or folders of minutes into the library; only what changed is read again.",
    ),
    "ask": Wording(
        ja="質問に答えます。質問を省くと、端末では続けて質問できます。",
        en="Answer a question. Without one, a terminal becomes a prompt for several.",
    ),
    "search": Wording(
        ja="質問に近い発言を、点数とともに一覧にします。",
        en="List the passages nearest to a query, with their scores.",
    ),
    "meetings": Wording(
        ja="ライブラリの会議を一覧にします。", en="List the meetings in the library."
    ),
    "show": Wording(
        ja="会議を一つ、出席者・発言とともに表示します。",
        en="Show one meeting with its attendees and remarks.",
    ),
    "remove": Wording(
        ja="会議をライブラリから除きます。元のファイルには触れません。",
        en="Take meetings out of the library; the original files are not touched.",
    ),
    "gc": Wording(
        ja="除いた会議や古い索引をディスクから消します。",
        en="Delete removed meetings and old indexes from the disk.",
    ),
    "evaluate": Wording(
        ja="質問集で、検索と回答の質を測ります。",
        en="Measure retrieval and answers on a test set.",
    ),
    "test-set": Wording(
        ja="表計算ソフトの質問（CSV）や寄せられた感想から、質問集を作ります。",
        en="Make a test set of a spreadsheet (CSV), or of the feedback that was given.",
    ),
    "doctor": Wording(
        ja="モデル・辞書・ライブラリ・ディスク・設定を点検します。",
        en="Check model, dictionary, library, disk and settings.",
    ),
    "serve": Wording(ja="HTTP の API を始めます。", en="Start the HTTP API."),
    "terms": Wording(
        ja="文がどの語に切られ、どの同義語が加わるかを表示します。",
        en="Show how a text is cut into words, and which synonyms are added.",
    ),
    "inspect": Wording(
        ja="ファイルから何が読み取れるかを、ライブラリに入れずに表示します。",
        en="Show what is understood of a file, without a library.",
    ),
}

PARAMETERS: Final = {
    "paths": Wording(ja="会議録のファイルやフォルダ。", en="Files or folders of minutes."),
    "question": Wording(
        ja="質問。「-」なら標準入力から読みます。",
        en="The question; - reads it from standard input.",
    ),
    "text": Wording(ja="調べたい文や語。", en="The text or word to look at."),
    "query": Wording(ja="探したいこと。", en="What to look for."),
    "meeting": Wording(
        ja="会議の ID、その先頭、ファイル名、または題名の一部。",
        en="A meeting: its id, the beginning of it, a file name or a part of the title.",
    ),
    "meetings": Wording(
        ja="会議の ID、その先頭、ファイル名、または題名の一部。",
        en="Meetings: an id, the beginning of one, a file name or a part of a title.",
    ),
    "only_meetings": Wording(
        ja="この会議に絞ります（繰り返し可）。", en="Only this meeting (may be repeated)."
    ),
    "speaker": Wording(
        ja="発言者の名前・役職・所属の一部で絞ります。",
        en="Only speakers with this in name, office or affiliation.",
    ),
    "since": Wording(
        ja="この日以後の会議に絞ります（2024-07-11、2024-07、令和6年7月、R6.7.11、令和6年度）。",
        en="Only meetings from this day on (2024-07-11, 2024-07, 2024, R6.7.11, 令和6年度).",
    ),
    "until": Wording(
        ja="この日以前の会議に絞ります（月や年だけなら、その末日まで）。",
        en="Only meetings up to this day (of a month or year: its last day).",
    ),
    "role": Wording(
        ja="発言の種類で絞ります（{known}）。", en="Only remarks of this role ({known})."
    ),
    "no_narrowing": Wording(
        ja="質問の中の会議・日付・発言者では絞り込みません。",
        en="Do not narrow by the meeting, day or speaker that the question itself names.",
    ),
    "k": Wording(ja="考える発言の数（1〜100）。", en="How many passages to consider (1 to 100)."),
    "as_json": Wording(ja="結果を JSON で出します。", en="Print the result as JSON."),
    "rebuild": Wording(
        ja="知っているファイルもすべて読み直し、索引を作り直します。",
        en="Read everything again, also what is known, and build the index anew.",
    ),
    "yes": Wording(ja="確認せずに進みます。", en="Do not ask for confirmation."),
    "test_set": Wording(
        ja="質問集（JSON Lines か CSV のファイル、または BEIR 形式のフォルダ）。",
        en="The test set: a JSON lines or CSV file, or a folder in BEIR form.",
    ),
    "split": Wording(
        ja="質問集のうち、この部分だけを使います（dev、test など）。",
        en="Use only this part of the test set (dev, test).",
    ),
    "field": Wording(
        ja="BEIR の質問のうち、質問文とする項目。",
        en="The key of a BEIR query that is the question.",
    ),
    "depth": Wording(
        ja="各方式に求める発言の数。", en="How many passages each system is asked for."
    ),
    "output": Wording(
        ja="結果の JSON を保存するファイル（省くとライブラリの reports/ の中）。",
        en="Where to save the JSON report (in the library's reports/ if left out).",
    ),
    "compare": Wording(
        ja="比べる方式（コンマ区切り）。最初のものを基準に、ほかとの差を検定します。",
        en="Systems to compare, by commas; the others are tested against the first.",
    ),
    "tag_field": Wording(
        ja="質問のこの項目の値ごとにも集計します（繰り返し可）。",
        en="Make tags of this field of the questions (may be repeated).",
    ),
    "by_tag": Wording(ja="タグ・言語別の表も出します。", en="Also show means by tag and language."),
    "failures": Wording(
        ja="うまく見つからなかった質問を、悪い順にこの数だけ並べます。",
        en="List so many of the questions that the first system answers worst.",
    ),
    "run": Wording(
        ja="ほかのプログラムの検索結果（TREC形式、繰り返し可）も測ります。",
        en="Also measure another program's run in TREC form (may be repeated).",
    ),
    "trec_out": Wording(
        ja="各方式の検索結果と正解を、TREC形式でこのフォルダに保存します。",
        en="Write each system's run and the qrels into this folder, in TREC form.",
    ),
    "baseline": Wording(
        ja="以前の結果（JSON）と、質問ごとに比べます。",
        en="Compare with an earlier JSON report, question by question.",
    ),
    "html": Wording(
        ja="図と表のページ（HTML）をこのファイルに保存します。",
        en="Write a page with plots and tables (HTML) to this file.",
    ),
    "source": Wording(
        ja="質問集（見出しに 質問・引用 のあるCSV）。",
        en="The questions: a CSV file with the headings question and quote.",
    ),
    "from_feedback": Wording(
        ja="ライブラリに寄せられた感想から作ります。", en="Make it of the library's feedback."
    ),
    "set_output": Wording(
        ja="質問集を保存するファイル（省くと画面に出します）。",
        en="Where to write the test set (printed if left out).",
    ),
    "host": Wording(ja="待ち受けるアドレス。", en="The address to listen on."),
    "port": Wording(ja="待ち受けるポート。", en="The port to listen on."),
    "path": Wording(ja="会議録のファイル。", en="A file of minutes."),
    "library": Wording(
        ja="ライブラリのフォルダ（環境変数 RAG_LIBRARY でも指定できます）。",
        en="The directory of the library (also: environment variable RAG_LIBRARY).",
    ),
    "debug": Wording(
        ja="失敗したとき、詳しい経過を表示します。", en="Show the trace when something fails."
    ),
    "lang": Wording(ja="表示の言語（ja または en）。", en="Language of messages (ja or en)."),
    "version": Wording(ja="版を表示します。", en="Show the version."),
    "help": Wording(ja="この説明を表示します。", en="Show this help."),
}

HELP: Final = {
    "usage": Wording(ja="使い方：", en="Usage: "),
    "commands": Wording(ja="コマンド", en="Commands"),
    "arguments": Wording(ja="引数", en="Arguments"),
    "options": Wording(ja="オプション", en="Options"),
    "everywhere": Wording(ja="どのコマンドでも使えるオプション", en="Options of every command"),
    "default": Wording(ja="［初期値：{value}］", en=" [default: {value}]"),
    "more": Wording(
        ja="`rag コマンド --help` で、コマンドごとの説明を表示します。",
        en="`rag COMMAND --help` explains one command.",
    ),
}

# By the class of the usage error; `detail` is what the option parser says, in English.
USAGE: Final = {
    "NoSuchOption": Wording(
        ja="オプション {option} はありません。{similar}",
        en="There is no option {option}. {similar}",
    ),
    "BadOptionUsage": Wording(
        ja="オプション {option} の書き方が違います（{detail}）。",
        en="The option {option} is not used as it should be ({detail}).",
    ),
    "MissingParameter": Wording(ja="{name} の指定がありません。", en="{name} is missing."),
    "BadParameter": Wording(
        ja="{name} の値が使えません（{detail}）。",
        en="The value of {name} cannot be used ({detail}).",
    ),
    "NoSuchCommand": Wording(
        ja="コマンド「{command}」はありません。{similar}",
        en="There is no command '{command}'. {similar}",
    ),
    "ExtraArguments": Wording(
        ja='余分な引数があります（{arguments}）。空白を含む質問は「"」で囲んでください。',
        en="Too many arguments ({arguments}). Put a question that holds spaces in quotes.",
    ),
    "other": Wording(ja="使い方が違います（{detail}）。", en="Wrong usage ({detail})."),
    "similar": Wording(ja="もしかして：{names}。", en="Did you mean {names}?"),
    "remedy": Wording(
        ja="`{command} --help` で使い方を見てください。", en="See `{command} --help`."
    ),
}

# ---------------------------------------------------------------------------------------------
# Labels

KINDS: Final = {
    "summary": Wording(
        ja="議事概要（言葉は記録した人のもの）", en="summary (the words are the writer's)"
    ),
    "verbatim": Wording(ja="会議録（逐語）", en="verbatim record"),
    "unknown": Wording(ja="記録の種類は不明", en="kind of record unknown"),
}

SHORT_KINDS: Final = {
    "summary": Wording(ja="議事概要", en="summary"),
    "verbatim": Wording(ja="会議録", en="verbatim"),
    "unknown": Wording(ja="不明", en="unknown"),
}

ROLES: Final = {
    "question": Wording(ja="質問", en="question"),
    "answer": Wording(ja="答弁", en="answer"),
    "report": Wording(ja="報告", en="report"),
    "explanation": Wording(ja="説明", en="explanation"),
    "decision": Wording(ja="決定", en="decision"),
    "procedure": Wording(ja="議事進行", en="procedure"),
    "opinion": Wording(ja="意見", en="opinion"),
}

MESSAGES: Final = {
    "error": Wording(ja="エラー：{line}", en="Error: {line}"),
    "unexpected": Wording(
        ja="予期しない失敗です（{kind}：{detail}）。--debug を付けて実行すると、詳しい経過が表示されます。",
        en="An unexpected failure ({kind}: {detail}). Run it again with --debug to see the trace.",
    ),
    "system": Wording(
        ja="入出力に失敗しました（{detail}）。ディスクの空きと権限を確かめてください。",
        en="Reading or writing failed ({detail}). Check free disk space and permissions.",
    ),
    "interrupted": Wording(
        ja="中断しました。ライブラリは元のままです。", en="Interrupted. The library is as it was."
    ),
    "yes_or_no": Wording(
        ja="{count}件の会議を除きます：{titles}。よろしいですか [y/N] ",
        en="Remove {count} meetings: {titles}? [y/N] ",
    ),
    "kept": Wording(ja="何も除きませんでした。", en="Nothing was removed."),
    "removed": Wording(
        ja="{count}件の会議を除きました。ディスクからも消すには `rag gc` を実行してください。",
        en="Removed {count} meetings. Run `rag gc` to delete their text from the disk as well.",
    ),
    "given_back": Wording(ja="{size} を空けました。", en="{size} were given back."),
    "prompt": Wording(ja="質問> ", en="Question> "),
    "prompt_intro": Wording(
        ja="質問を入力してください。空の行または Ctrl-D で終わります。",
        en="Type a question. An empty line or Ctrl-D ends.",
    ),
    "short_answer": Wording(ja="短く言うと：{text}", en="In short: {text}"),
    "citations": Wording(ja="引用", en="Citations"),
    "nearest": Wording(ja="近い発言", en="Nearest passages"),
    "confidence": Wording(ja="確信度：{percent}%", en="Confidence: {percent}%"),
    "page": Wording(ja="{page}ページ", en="page {page}"),
    "section": Wording(ja="節：{section}", en="section: {section}"),
    "no_speaker": Wording(ja="発言者の記載なし", en="no speaker given"),
    "time_meant": Wording(ja="「{text}」＝{period}", en="'{text}' = {period}"),
    "answers": Wording(ja="#{ordinal} への答え", en="answers #{ordinal}"),
    "understood": Wording(
        ja="本文のうち読めた割合：{percent}%", en="text that was understood: {percent}%"
    ),
    "undated": Wording(ja="日付の記載なし", en="no date given"),
    "with_post": Wording(ja="{name}（{post}）", en="{name} ({post})"),
    "score": Wording(
        ja="点数 {score}（意味 {dense}・語 {words}・文字 {bigrams}）",
        en="score {score} (meaning {dense}, words {words}, characters {bigrams})",
    ),
    "asked": Wording(ja="この質問への答弁：{question}", en="Answers the question: {question}"),
    "repeated": Wording(ja="同じ発言：{meetings}", en="Same words in: {meetings}"),
    "meeting_of": Wording(ja="{title}（{date}）", en="{title} ({date})"),
    "more_meetings": Wording(ja="ほか{count}件の会議", en="{count} more meetings"),
    "nothing_found": Wording(ja="当てはまる発言はありません。", en="No passage fits."),
    "no_meetings": Wording(
        ja="ライブラリに会議録がありません。`rag index フォルダ` で読み込んでください。",
        en="The library holds no meeting. Read some with `rag index FOLDER`.",
    ),
    "column_file": Wording(ja="ファイル", en="File"),
    "column_title": Wording(ja="会議", en="Meeting"),
    "column_date": Wording(ja="日付", en="Date"),
    "column_kind": Wording(ja="記録", en="Kind"),
    "column_remarks": Wording(ja="発言", en="Remarks"),
    "column_speakers": Wording(ja="発言者", en="Speakers"),
    "column_warnings": Wording(ja="注意", en="Warnings"),
    "column_id": Wording(ja="ID", en="ID"),
    "indexed": Wording(
        ja="読み込み {read}件、変更なし {unchanged}件、重複 {duplicate}件、読めず {refused}件。",
        en="{read} read, {unchanged} unchanged, {duplicate} duplicates, {refused} refused.",
    ),
    "uncertain": Wording(ja="要確認：{file}：{warning}", en="Check: {file}: {warning}"),
    "more_uncertain": Wording(
        ja="ほかに{count}件の注意があります。`rag inspect ファイル` で詳しく見られます。",
        en="{count} more notes. See `rag inspect FILE`.",
    ),
    "other_formats": Wording(
        ja="対象外：読めない形式のファイルが{count}件ありました（{kinds}）。",
        en="Left out: {count} files of formats that cannot be read ({kinds}).",
    ),
    "refused": Wording(ja="読めず：{line}", en="Refused: {line}"),
    "duplicate": Wording(
        ja="重複：{path} は、すでにある会議（{detail}）と同じ内容です。",
        en="Duplicate: {path} says the same as a meeting that is there already ({detail}).",
    ),
    "stage_prepare": Wording(ja="準備", en="Preparing"),
    "stage_read": Wording(ja="読み取り", en="Reading"),
    "stage_embed": Wording(ja="埋め込み", en="Embedding"),
    "stage_publish": Wording(ja="索引の公開", en="Publishing"),
    "stage_evaluate": Wording(ja="評価", en="Evaluating"),
    "narrowed": Wording(
        ja="{message}（絞らないとき：--no-narrowing）", en="{message} (--no-narrowing to lift)"
    ),
    "rate": Wording(ja="{rate}件/秒", en="{rate}/s"),
    "place": Wording(ja="場所：{value}", en="Place: {value}"),
    "when": Wording(ja="日時：{value}", en="Time: {value}"),
    "kind": Wording(ja="記録：{value}", en="Record: {value}"),
    "file": Wording(ja="ファイル：{value}", en="File: {value}"),
    "attendees": Wording(ja="出席者（{count}人）", en="Attendees ({count})"),
    "agenda": Wording(ja="議題", en="Agenda"),
    "remarks": Wording(
        ja="発言（{count}件、発言者 {speakers}人）", en="Remarks ({count}, {speakers} speakers)"
    ),
    "warnings": Wording(ja="注意（{count}件）", en="Warnings ({count})"),
    "unlocated": Wording(
        ja="{line}行目：引用が見当たりません：「{quote}」",
        en="Line {line}: stands nowhere: '{quote}'",
    ),
    "nearest_passage": Wording(
        ja="    最も近い発言：「{text}」（{meeting}）", en="    nearest: '{text}' ({meeting})"
    ),
    "questions_made": Wording(
        ja="質問 {count}件（うち答えなし {unanswerable}件）。",
        en="{count} questions, {unanswerable} of them not answerable.",
    ),
    "report_saved": Wording(ja="保存しました：{path}", en="Saved: {path}"),
    "serving": Wording(
        ja="http://{host}:{port} で待ち受けます。Ctrl-C で終わります。",
        en="Listening on http://{host}:{port}. Ctrl-C ends.",
    ),
    "terms_words": Wording(ja="語：{listed}", en="Words: {listed}"),
    "terms_bigrams": Wording(ja="文字：{listed}", en="Characters: {listed}"),
    "terms_synonyms": Wording(ja="同義語：{typed} → {instead}", en="Synonyms: {typed} → {instead}"),
    "level_ok": Wording(ja="良", en="ok"),
    "level_warning": Wording(ja="注意", en="warning"),
    "level_error": Wording(ja="異常", en="error"),
}

# ---------------------------------------------------------------------------------------------
# rag doctor

CHECKS: Final = {
    "python": Wording(ja="Python", en="Python"),
    "packages": Wording(ja="パッケージ", en="Packages"),
    "model": Wording(ja="埋め込みモデル", en="Embedding model"),
    "precision": Wording(ja="計算の精度", en="Precision"),
    "dictionary": Wording(ja="辞書", en="Dictionary"),
    "synonyms": Wording(ja="同義語", en="Synonyms"),
    "library": Wording(ja="ライブラリ", en="Library"),
    "index": Wording(ja="索引", en="Index"),
    "disk": Wording(ja="ディスク", en="Disk"),
    "settings": Wording(ja="設定", en="Settings"),
    "terminal": Wording(ja="端末", en="Terminal"),
}

FINDINGS: Final = {
    "python": Wording(
        ja="{python}（{executable}、{system}）、gijiroku-rag {program}",
        en="{python} ({executable}, {system}), gijiroku-rag {program}",
    ),
    "packages": Wording(ja="{listed}", en="{listed}"),
    "packages_missing": Wording(
        ja="入っていないパッケージがあります：{missing}。", en="Packages are missing: {missing}."
    ),
    "torch_differs": Wording(
        ja="PyTorch は {found} です（動作を確かめた版は {tested}）。",
        en="PyTorch is {found}; this program was tested with {tested}.",
    ),
    "install": Wording(
        ja="`pip install -c constraints.txt -e .` を実行してください。",
        en="Run `pip install -c constraints.txt -e .`.",
    ),
    "model_bundled": Wording(
        ja="{model}（{dimension}次元、{package}）、展開先 {path}、質問1件の準備 {seconds}秒",
        en="{model} ({dimension} dimensions, {package}), unpacked in {path}, ready for a question "
        "in {seconds} s",
    ),
    "model_packed": Wording(
        ja="{model}（{dimension}次元、{package}）、最初の `rag index` で {path} に展開されます、"
        "質問1件の準備 {seconds}秒",
        en="{model} ({dimension} dimensions, {package}), will be unpacked into {path} by the first "
        "`rag index`, ready for a question in {seconds} s",
    ),
    "model_own": Wording(
        ja="{model}（{dimension}次元、RAG_MODEL={path}）、質問1件の準備 {seconds}秒",
        en="{model} ({dimension} dimensions, RAG_MODEL={path}), ready for a question in {seconds} s",
    ),
    "bfloat16": Wording(
        ja="bfloat16（プロセッサが対応しています：{flags}）",
        en="bfloat16 (the processor multiplies it: {flags})",
    ),
    "float32": Wording(
        ja="float32（プロセッサに amx_bf16 も avx512_bf16 もありません）{flags}",
        en="float32 (the processor has neither amx_bf16 nor avx512_bf16){flags}",
    ),
    "dictionary": Wording(
        ja="{id}（例：「窓口の予約」→ {words}）", en="{id} (for example, 窓口の予約 → {words})"
    ),
    "own_words": Wording(
        ja="この環境の語 {count}件（{path}）", en="{count} words of this installation ({path})"
    ),
    "synonyms": Wording(ja="{count}組（{path}）", en="{count} groups ({path})"),
    "no_synonyms": Wording(
        ja="なし（{path} に1行に1組で書けます）", en="none (write them into {path}, a group a line)"
    ),
    "library": Wording(
        ja="{path}：会議 {meetings}件、発言 {remarks}件、{size}",
        en="{path}: {meetings} meetings, {remarks} remarks, {size}",
    ),
    "refused_files": Wording(
        ja="読めなかったファイルが{count}件あります：{names}。",
        en="{count} files were refused: {names}.",
    ),
    "index_again": Wording(
        ja="理由は `rag index` でもう一度読み込むと表示されます。",
        en="Read them again with `rag index` to see why.",
    ),
    "index": Wording(
        ja="第{number}世代：断片 {passages}件、ベクトル {units}件（{factory}）、モデル {model}、"
        "形式 {format}、全ファイル照合済み",
        en="generation {number}: {passages} passages, {units} vectors ({factory}), model {model}, "
        "format {format}, every file verified",
    ),
    "disk": Wording(ja="{path}：空き {free}", en="{path}: {free} free"),
    "make_room": Wording(
        ja="不要なファイルを消すか、RAG_LIBRARY・RAG_CACHE で別の場所を指定してください。",
        en="Make room, or name other places with RAG_LIBRARY and RAG_CACHE.",
    ),
    "settings": Wording(ja="{listed}", en="{listed}"),
    "terminal": Wording(ja="文字コード {encoding}", en="encoding {encoding}"),
    "terminal_not_unicode": Wording(
        ja="文字コード {encoding} では、表示できない字が「?」になります。",
        en="With the encoding {encoding}, some characters are shown as '?'.",
    ),
    "use_utf8": Wording(
        ja="LANG=ja_JP.UTF-8 または PYTHONUTF8=1 を設定してください。",
        en="Set LANG=C.UTF-8 or PYTHONUTF8=1.",
    ),
}
