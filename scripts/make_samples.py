"""Readable texts in samples/source → the PDF and the DOCX of samples/minutes.

    python -m venv /tmp/samples && /tmp/samples/bin/pip install reportlab==5.1.0 python-docx==1.2.0
    /tmp/samples/bin/python scripts/make_samples.py --font PATH/ipaexm.ttf

It knows how such documents are laid out, not what they say. The same texts, font and versions give
the same bytes. The font (IPAex Mincho, Debian's fonts-ipaexfont-mincho) is embedded as a subset, so
that a page image shows Japanese on a machine without Japanese fonts. reportlab is needed here only
and is no dependency of the product.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped,import-not-found,unused-ignore]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped,import-not-found,unused-ignore]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped,import-not-found,unused-ignore]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped,import-not-found,unused-ignore]

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FONT_FILE = Path("/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf")
FONT = "Minutes"
# Points. With these figures the second opinion of the PDF's last section runs over a page end,
# which is the case that the sample is there to show.
SIZE, LEADING, LEFT, TOP, LINES_A_PAGE, WIDTH = 11.0, 22.0, 70.0, 760.0, 31, 451.0
# A number with its unit sign or a Latin word is never cut; every other character may end a line.
WORD = re.compile(r"[0-9A-Za-z０-９.,]+|.", re.DOTALL)
NEVER_FIRST = "、。，．」』）】・！？ー"
NEVER_LAST = "「『（【・"
FIXED_TIME = (2025, 6, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class SampleText:
    """One text of samples/source: its settings and the lines of its body."""

    settings: dict[str, str]
    body: list[str]


def read_sample(path: Path) -> SampleText:
    """Read one text: comment lines and `key: value` lines, `---`, then the body."""
    head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
    pairs = (line.split(": ", 1) for line in head.splitlines() if not line.startswith("#"))
    return SampleText(dict(pairs), body.strip("\n").split("\n"))


def wrap(text: str, width: float) -> list[str]:
    """Cut a paragraph into lines of at most `width` points, by the usual rules for line ends."""
    lines, line = [], ""
    for word in WORD.findall(text):
        fits = pdfmetrics.stringWidth(line + word, FONT, SIZE) <= width
        if not line or fits or word in NEVER_FIRST:
            line += word
            continue
        carried = line[-1] if line[-1] in NEVER_LAST else ""
        lines.append(line[: len(line) - len(carried)])
        line = carried + word
    return [*lines, line]


def laid_out(body: list[str]) -> Iterator[tuple[float, str]]:
    """Each printed line with its distance from the left margin in points; blank lines are kept."""
    for paragraph in body:
        if paragraph.startswith("> "):
            text = paragraph.removeprefix("> ")
            yield WIDTH - pdfmetrics.stringWidth(text, FONT, SIZE), text
        else:
            for line in wrap(paragraph.removeprefix("= "), WIDTH):
                yield 0.0, line


def make_pdf(sample: SampleText, target: Path) -> None:
    """Print the text page by page with a running head and page numbers."""
    canvas = Canvas(str(target), pagesize=A4, invariant=1)
    canvas.setTitle(sample.settings["title"])
    canvas.setAuthor(sample.settings["author"])
    lines = list(laid_out(sample.body))
    pages = [lines[i : i + LINES_A_PAGE] for i in range(0, len(lines), LINES_A_PAGE)]
    for number, page in enumerate(pages, 1):
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 800, sample.settings["running_head"])
        canvas.setFont(FONT, SIZE)
        for row, (indent, text) in enumerate(page):
            canvas.drawString(LEFT + indent, TOP - row * LEADING, text)
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 50, f"－ {number} －")
        canvas.showPage()
    canvas.save()


def make_docx(sample: SampleText, target: Path) -> None:
    """Write headings, paragraphs, bullets and the table with Word's own styles."""
    document = Document()
    document.core_properties.title = sample.settings["title"]
    document.core_properties.author = sample.settings["author"]
    document.core_properties.created = document.core_properties.modified = datetime(*FIXED_TIME)
    document.add_heading(sample.settings["title"], 0)
    rows = [line.removeprefix("| ").split(" | ") for line in sample.body if line.startswith("| ")]
    for line in sample.body:
        if line.startswith("## "):
            document.add_heading(line.removeprefix("## "), 2)
        elif line.startswith("# "):
            document.add_heading(line.removeprefix("# "), 1)
        elif line.startswith("- "):
            document.add_paragraph(line.removeprefix("- "), style="List Bullet")
        elif line == "| " + " | ".join(rows[0]):
            add_table(document, rows)
        elif not line.startswith("| "):
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    target.write_bytes(with_fixed_times(buffer.getvalue()))


def add_table(document: WordDocument, rows: list[list[str]]) -> None:
    """Append a table, one cell for each entry of the rows."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def with_fixed_times(archive: bytes) -> bytes:
    """The same zip archive with one time for all its members, so that the bytes repeat."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, FIXED_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


MAKERS = {".pdf": make_pdf, ".docx": make_docx}


def main() -> None:
    """Make every sample that has a text in samples/source."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--font", type=Path, default=FONT_FILE, help="ipaexm.ttf")
    pdfmetrics.registerFont(TTFont(FONT, str(parser.parse_args().font)))
    for path in sorted((SAMPLES / "source").glob("*.txt")):
        sample = read_sample(path)
        target = SAMPLES / "minutes" / sample.settings["file"]
        MAKERS[target.suffix](sample, target)
        print(f"{target.relative_to(SAMPLES.parent)}  {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
