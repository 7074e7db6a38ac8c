"""Word files: made with python-docx, or by hand where it cannot make what Word does."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from index.errors import DamagedSource, SourceTooLarge
from index.readers.docx import read_docx
from index.source import MarkKind, SourceDocument
from tests.index.readers.marks import shown

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def package(body: str, *, namespace: str = W, **parts: str) -> bytes:
    """A package whose document has this body; `w:` is the namespace of WordprocessingML."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        root = (
            f'<w:document xmlns:w="{namespace}" xmlns:mc="mc" xmlns:v="v"><w:body>{body}</w:body>'
        )
        archive.writestr("word/document.xml", root + "</w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def read(data: bytes) -> SourceDocument:
    (document,) = read_docx("a.docx", data)
    return document


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_a_file_of_python_docx() -> None:
    word = docx.Document()
    word.add_paragraph("第2回 水辺公園検討会 議事録", style="Title")
    word.add_heading("1 橋の架替え", level=1)
    word.add_paragraph("○川辺座長　ただいまから開会します。")
    word.add_paragraph("来年度に架け替える", style="List Bullet")
    word.add_heading("(1) 予算", level=2)
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["役職", "氏名", "座長", "川辺太一"], strict=True):
        cell.text = text
    word.add_paragraph("閉会")
    word.sections[0].header.paragraphs[0].text = "会議資料"
    stream = io.BytesIO()
    word.save(stream)

    document = read(stream.getvalue())

    assert document.text.splitlines() == [
        "第2回 水辺公園検討会 議事録",
        "1 橋の架替え",
        "○川辺座長　ただいまから開会します。",
        "来年度に架け替える",
        "(1) 予算",
        "役職\t氏名",
        "座長\t川辺太一",
        "閉会",
    ]
    assert shown(document) == [
        ("title", 0, "第2回 水辺公園検討会 議事録"),
        ("heading", 1, "1 橋の架替え"),
        ("list_item", 1, "来年度に架け替える"),
        ("heading", 2, "(1) 予算"),
        ("table_row", 0, "役職\t氏名"),
        ("table_row", 0, "座長\t川辺太一"),
    ]


def test_tracked_changes_count_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>橋は</w:t></w:r>"
        "<w:del><w:r><w:delText>今年度</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>古い</w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t>来年度</w:t></w:r></w:ins>"
        "<w:r><w:t>に架け替える。</w:t></w:r></w:p>"
    )
    assert read(package(body)).text == "橋は来年度に架け替える。\n"


def test_runs_breaks_tabs_fields_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>日時</w:t><w:tab/><w:t>7月</w:t><w:br/><w:t>場所</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>公民館</w:t></w:r></w:hyperlink>"
        "<w:r><w:ruby><w:rt><w:r><w:t>かわべ</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>川辺</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert read(package(body)).text == "日時\t7月\n場所公民館川辺\n"


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + paragraph("配付資料１") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>本文</w:t><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + paragraph("次")
    )
    assert read(package(body)).text == "本文\n配付資料１\n次\n"


def test_outline_levels_inherited_styles_and_list_depth() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}">'
        '<w:style w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="議題"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:name w:val="輪"/><w:basedOn w:val="c"/></w:style>'
        "</w:styles>"
    )
    body = (
        paragraph("橋", '<w:pStyle w:val="b"/>')
        + paragraph("公園", '<w:outlineLvl w:val="0"/>')
        + paragraph("循環する書式", '<w:pStyle w:val="c"/>')
        + paragraph("予算", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>')
        + paragraph("番号なし", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert shown(read(package(body, styles=styles))) == [
        ("heading", 2, "橋"),
        ("heading", 1, "公園"),
        ("list_item", 2, "予算"),
    ]


def test_a_strict_document() -> None:
    assert read(package(paragraph("議事"), namespace=STRICT)).text == "議事\n"


def test_a_meeting_inside_one_table_cell_is_read_as_paragraphs() -> None:
    speeches = "".join(paragraph(f"○委員　発言{i}") for i in range(5))
    row = f"<w:tr><w:tc>{paragraph('議事')}</w:tc><w:tc>{speeches}</w:tc></w:tr>"
    short = f"<w:tr><w:tc>{paragraph('場所')}</w:tc><w:tc>{paragraph('公民館')}{paragraph('２階')}</w:tc></w:tr>"
    document = read(package(f"<w:tbl>{short}{row}</w:tbl>"))
    assert document.text.splitlines()[:3] == ["場所\t公民館 ２階", "議事", "○委員　発言0"]
    assert shown(document, MarkKind.TABLE_ROW) == [("table_row", 0, "場所\t公民館 ２階")]


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(SourceTooLarge):
        read(package("<w:p/>" + " " * (20 * 2**20)))


def test_external_entities_are_not_followed(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "a.txt"
    secret.write_text("秘密", encoding="utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document xmlns:w="{W}"><w:body>'
            "<w:p><w:r><w:t>公開&e;</w:t></w:r></w:p></w:body></w:document>",
        )
    assert "秘密" not in read(stream.getvalue()).text


def test_broken_xml_and_broken_zip_are_damage() -> None:
    with pytest.raises(DamagedSource):
        read(package("<w:p>"))
    whole = package(paragraph("議事録" * 1000))
    with pytest.raises(DamagedSource):
        read(whole.replace(whole[60:70], b"\0" * 10))
