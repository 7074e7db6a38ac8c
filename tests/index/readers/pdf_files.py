"""Small PDF files with Japanese text, written by hand.

The font is a composite one with the predefined CMap UniJIS-UTF16-H (ISO 32000-1, 9.7.5.2) that is
not embedded: viewers and pdfium know its characters without a font file. Where no font with Japanese
glyphs is installed, pdfium finds an object empty that is a single character, or that is vertical and
has no small kana or sign, and leaves it out: tests have to avoid those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Text:
    """A line of text whose first character stands at (x, y), in points from the bottom left."""

    x: float
    y: float
    words: str
    size: float = 10.5
    matrix: str = "1 0 0 1"  # how it is turned: "0 1 -1 0" runs upwards
    spacing: float = 0.0  # between its characters


def page_of(
    lines: Sequence[str], *, top: float = 770, x: float = 70, pitch: float = 18
) -> list[Text]:
    """Lines below each other."""
    return [Text(x, top - pitch * i, words) for i, words in enumerate(lines)]


def pdf_file(
    pages: Iterable[Sequence[Text]],
    *,
    trailer: str = "",
    cmap: str = "UniJIS-UTF16-H",
    rotate: int = 0,
) -> bytes:
    """A PDF with a page for each list of texts, drawn in their order."""
    contents = [_content(page) for page in pages]
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Mincho /Encoding /{cmap} "
        "/DescendantFonts [4 0 R] >>".encode(),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Mincho /DW 1000 /W [1 95 500] "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> "
        b"/FontDescriptor 5 0 R >>",
        b"<< /Type /FontDescriptor /FontName /Mincho /Flags 4 /FontBBox [0 -120 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
    ]
    for i, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * i} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _assembled(objects, trailer)


def encrypted_pdf_file() -> bytes:
    """A PDF whose password is not empty: the stored hashes fit none."""
    encryption = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >> "
    )
    identity = f"/ID [<{'01' * 16}> <{'01' * 16}>]"
    return pdf_file([page_of(["秘密の会議"])], trailer=encryption + identity)


def _content(page: Sequence[Text]) -> bytes:
    return b"\n".join(
        b"BT /F1 %g Tf %g Tc %s %g %g Tm <%s> Tj ET"
        % (
            text.size,
            text.spacing,
            text.matrix.encode(),
            text.x,
            text.y,
            text.words.encode("utf-16-be").hex().encode(),
        )
        for text in page
    )


def _assembled(objects: list[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
