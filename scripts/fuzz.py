"""Coverage-guided fuzzing of the readers and the parser: any bytes are read, or refused with a reason.

    python -m venv .fuzz && .fuzz/bin/pip install atheris -e .
    .fuzz/bin/python scripts/fuzz.py html -max_total_time=300

The first argument names what is fuzzed, further ones go to libFuzzer. Inputs that reach new code are
kept in fuzz/NAME/ and are where the next run starts; one that breaks something is written to
fuzz/NAME-crash-… (-timeout-…, -oom-…), and `scripts/fuzz.py NAME FILE` runs it alone. Atheris has
packages for Linux and macOS; it is no dependency of the project and CI does not run it.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

import atheris  # noqa: E402

with atheris.instrument_imports(include=["index", "charset_normalizer", "html", "json"]):
    from index.errors import UnreadableSource
    from index.meeting import Span
    from index.source import Mark, MarkKind, SourceDocument
    from tests.index.invariants import check_words, understand, understand_document

WORDS = """
○ ◎ ◆ ・ ■ 【 】 （ ） 〔 〕 ： 　 ゛ ´ が 第１ 第1回 議事録 議事要旨 会議録 日時 場所 出席者 欠席者
委員 委員長 議長 座長 町長 事務局 議題 議事 次第 開会 閉会 質疑 令和６年４月１日 令和元年 午前10時 （1） ① ア
Q: A: と述べた。 です。 ございます。 君 山田 山田太郎 議案第１号 日程第２ 登壇 異議なし （拍手） 資料１ 様 氏名 ＝ |
<table> <tr> <td> <th> <p> <li> <ul> <h1> <br> <pre> <rt> <!-- --> --- ``` ~~~ # ## - * > .. == __
&#x3042; &nbsp; \\u3042 \\ud800 "speechRecord" "speaker" "speech" "Proceeding" "Utterance"
w:p w:r w:t w:tbl w:tr w:tc w:pPr w:pStyle w:numPr w:ins w:del w:sdt w:sdtContent w:txbxContent
mc:AlternateContent mc:Choice
""".split()


def understand_as(name: str) -> Callable[[bytes], object]:
    """Bytes as a file of this name, half characters left out: they are the target `bytes`."""

    def target(data: bytes) -> object:
        return understand(Path(name), data.decode("utf-8", "ignore").encode())

    return target


def understand_bytes(data: bytes) -> object:
    """The first byte chooses a name, the others are the file."""
    names = ("a.txt", "a.html", "a.md", "a.rst", "a.json", "a.pdf", "a.docx", "a")
    return understand(Path(names[data[0] % len(names)]), data[1:]) if data else None


def understand_word(data: bytes) -> object:
    """The XML of a Word document, and after a NUL that of its styles."""
    document, _, styles = data.partition(b"\0")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", document)
        if styles:
            package.writestr("word/styles.xml", styles)
    return understand(Path("a.docx"), stream.getvalue())


def understand_marks(data: bytes) -> object:
    """A text, and after a NUL the marks of its lines: a kind and a level for each."""
    words, _, marked = data.partition(b"\0")
    text = words.decode("utf-8", "ignore")
    kinds = list(MarkKind)
    marks = []
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        code = marked[number] if number < len(marked) else 0
        if line.strip() and code % (len(kinds) + 1):
            kind = kinds[code % (len(kinds) + 1) - 1]
            values = {"speaker": "山田"} if kind == MarkKind.SPEECH else {}
            span = Span(start, start + len(line.rstrip()))
            marks.append(Mark(kind, span, code // 32, values))
        start += len(line)
    marks = [mark for mark in marks if mark.span.start < mark.span.end]
    return understand_document(SourceDocument("a.html", text, "text/html", marks=tuple(marks)))


TARGETS: dict[str, Callable[[bytes], object]] = {
    "bytes": understand_bytes,
    "docx": understand_word,
    "html": understand_as("a.html"),
    "json": understand_as("a.json"),
    "markdown": understand_as("a.md"),
    "marks": understand_marks,
    "rst": understand_as("a.rst"),
    "text": understand_as("a.txt"),
}


def seeds(name: str) -> list[bytes]:
    """Real-looking input for a target."""
    from tests.index.readers.fuzz_seeds import FILES, SPEECHES

    texts = [data for suffix, data in FILES.items() if suffix in {".txt", ".md", ".html", ".rst"}]
    if name == "bytes":
        return [bytes([i]) + data for i in range(8) for data in FILES.values()]
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(FILES[".docx"])) as package:
            document, styles = (package.read(f"word/{p}.xml") for p in ("document", "styles"))
        return [document, document + b"\0" + styles]
    if name == "json":
        return [json.dumps(form, ensure_ascii=False).encode() for form in SPEECHES]
    if name == "marks":
        return [text + b"\0" + bytes(range(8)) * 9 for text in texts]
    return texts


def main(arguments: list[str]) -> None:
    """Fuzz one target."""
    if len(arguments) < 2 or arguments[1] not in TARGETS:
        raise SystemExit(f"{__doc__}\nNAME is one of {' '.join(TARGETS)}")
    name, given = arguments[1], arguments[2:]
    folder = PROJECT / "fuzz"
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = folder / "words.dict"
    lines = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS]
    words.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")

    def run(data: bytes) -> None:
        try:
            TARGETS[name](data)
        except UnreadableSource as error:
            check_words(error)

    options = [
        f"-dict={words}",
        f"-artifact_prefix={folder}/{name}-",
        "-timeout=10",
        "-max_len=6000",
    ]
    single = any(Path(argument).is_file() for argument in given)
    atheris.Setup([arguments[0], *options, *given, *([] if single else [str(corpus)])], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
