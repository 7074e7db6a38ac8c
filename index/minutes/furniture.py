"""Lines → which of them are furniture: page numbers, running heads and feet, rules, markup.

Furniture is taken out of the reading order but stays known, so that a sentence cut by a page break
can be joined over it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.minutes.labels import field_label
from index.minutes.lines import Line
from index.people import GENERIC_OFFICES, is_office

__all__ = ["find_furniture"]

_RULE = re.compile(r"[-=_*:~―─━—–‐・◇◆○□■♢☆★+|┌┐└┘├┤┬┴┼│┃┏┓┗┛\s]{3,}\Z")
_PAGE_NUMBER = re.compile(
    r"[-–—―‐─]\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*[-–—―‐─]\Z|<PAGE=\"?\d+\"?>\Z|P(?:age|\.)?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\Z"
    r"|\d{1,4}\s*/\s*\d{1,4}\Z|\d{1,4}\s*ページ\Z",
    re.IGNORECASE,
)
_EMPTY_BULLET = re.compile(r"(?:[-*+・•]|\(\d{1,2}\))\Z")
_BARE_NUMBER = re.compile(r"\d{1,4}\Z")
_DIGIT = re.compile(r"\d+")
# Markdown front matter and comments, reST directives and link targets, code fences, lone tags.
_MARKUP = re.compile(
    r"<!--.*-->\Z|```|~~~|\.\. |\.\.\Z|__ https?:|:(?:local|depth|header-rows|widths|"
    r"target|alt|width|height|align|class|name|backlinks):"
    r"|[-*]\s+\[[^\]]{1,200}\]\(#[^)\s]{1,200}\)\Z|"
    r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?/?>\Z|\[[^\]]{1,80}\]:\s*https?:|={3,}\s|"
    r"!\[[^\]]{0,200}\]\([^)]{0,500}\)\Z"
)
_TABLE_HEAD = re.compile(
    r"(?:\||\s)*(?:(?:No\.?|番号|項番|発言者|発言者名|氏名|質問者|質疑者|回答者|答弁者|委員名?|区分|議題|項目|内容|発言|発言内容|"
    r"発言要旨|発言の要旨|発言概要|要旨|質問|質疑|意見|御?意見|ご意見|質疑・意見|質問・意見|意見・質問|意見等|回答|答弁|"
    r"回答・対応|対応|結果|備考|事務局回答|市の回答|市の考え方)(?:[|\s]+|\Z)){2,8}"
)
_FENCE = re.compile(r"(?:```|~~~)")
_WIDEST_HEAD = 12  # characters of a column's name
_REFRAIN = 8


def find_furniture(lines: Sequence[Line]) -> frozenset[int]:
    """The indices of the lines that are furniture."""
    found = {line.index for line in lines if line.furniture or _is_furniture(line)}
    found |= _table_heads(lines)
    found |= _front_matter(lines)
    found |= _fenced(lines)
    if all(line.page is None for line in lines):  # a reader that knows pages knows their edges
        found |= _edges_of_text(lines)
    found |= _refrains(lines)
    return frozenset(found)


def _is_furniture(line: Line) -> bool:
    text = line.text
    if line.table_row and _TABLE_HEAD.fullmatch(text):
        return True
    if line.width > 400 or line.heading or line.title:
        return False
    return bool(
        _EMPTY_BULLET.match(text)
        or _RULE.match(text)
        or _PAGE_NUMBER.match(text)
        or _MARKUP.match(text)
    )


def _front_matter(lines: Sequence[Line]) -> set[int]:
    if not lines or lines[0].text != "---":
        return set()
    end = next((line.index for line in lines[1:30] if line.text == "---"), None)
    return set(range(end + 1)) if end else set()


def _table_heads(lines: Sequence[Line]) -> set[int]:
    """The first row of a table, if it only names the columns."""
    found = set()
    for before, line, below in zip([None, *lines], lines, lines[1:], strict=False):
        opens = line.table_row and not (before and before.table_row)
        if not opens or field_label(line.text) is not None:
            continue
        ruled = "|" in below.text and _RULE.match(below.text)
        if ruled or (below.table_row and _names_columns(line.text, below.text)):
            found.add(line.index)
    return found


def _names_columns(head: str, row: str) -> bool:
    cells, below = (re.split(r"[\t|]", text.strip("| ")) for text in (head, row))
    offices = (cell.strip() for cell in cells)
    if any(is_office(cell) and cell not in GENERIC_OFFICES for cell in offices):
        return False  # 会長 | 吉野川徹
    short = all(0 < len(c.strip()) <= _WIDEST_HEAD and not _DIGIT.search(c) for c in cells)
    return (
        len(cells) >= 2
        and len(cells) == len(below)
        and short
        and max(map(len, below)) > _WIDEST_HEAD
    )


def _fenced(lines: Sequence[Line]) -> set[int]:
    """What stands between ``` and ```: program text, unless the last fence is missing."""
    fences = [line.index for line in lines if _FENCE.match(line.text)]
    if len(fences) % 2:
        return set()
    pairs = zip(fences[::2], fences[1::2], strict=True)
    return {index for first, last in pairs for index in range(first, last + 1)}


def _refrains(lines: Sequence[Line]) -> set[int]:
    """Short labelled lines that come back unchanged all through: what a web page says of each remark."""
    short = [line for line in lines if len(line.text) <= 20 and ":" in line.text[1:-1]]
    seen = Counter(line.text for line in short)
    return {line.index for line in short if seen[line.text] >= _REFRAIN}


def _edges_of_text(lines: Sequence[Line]) -> set[int]:
    """Page numbers, and the heads and feet beside them, in a text that has lost its pages."""
    numbers = [line for line in lines if _BARE_NUMBER.match(line.text)]
    found = {ln.index for ln in numbers if ln.blank_before or _counts_up(numbers)}
    ends = [
        i for i, line in enumerate(lines) if line.index in found or _PAGE_NUMBER.match(line.text)
    ]
    beside = [lines[j] for i in ends for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    seen = Counter(_DIGIT.sub("#", line.text) for line in beside)
    heads = (ln for ln in beside if not _is_said(ln) and seen[_DIGIT.sub("#", ln.text)] >= 2)
    return found | {line.index for line in heads}


def _is_said(line: Line) -> bool:
    """A line that a sentence ends, or breaks off in, is no running head."""
    return line.text.endswith(("。", "、"))


def _counts_up(numbers: Sequence[Line]) -> bool:
    """Numbers alone on their lines that count the pages, wherever the lines around them stand."""
    values = [int(line.text) for line in numbers]
    return values[0] in (1, 2) and values == list(range(values[0], values[0] + len(values)))
