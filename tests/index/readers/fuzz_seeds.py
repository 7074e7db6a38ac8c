"""Small real-looking minutes in every format, to be damaged by test_fuzz.py and scripts/fuzz.py."""

from __future__ import annotations

import io
import json
from typing import Any

import docx

from tests.index.readers.pdf_files import page_of, pdf_file

__all__ = ["FILES", "SPEECHES"]

_SUMMARY = """第2回 水辺公園検討会 議事要旨

１ 日　時　令和６年５月17日（金）午前10時～正午
２ 場　所　灯台市役所 ３階 会議室
３ 出席者　川辺太一座長、沢井委員、北野委員
　　　　　　事務局：公園課長　波多野

４ 議　題
(1) 橋の架替えについて
・事務局より資料１を説明。
【沢井委員】　工事はいつ始まるのか。
【事務局】　来年度に着手する。費用は
三億二千万円を見込んでいる。
（異議なし）
(2) その他
〇 次回は７月に開く。
                                - 1 -
以上
"""
_VERBATIM = """○議長（沢井一郎君）　日程第２、議案第１号を議題といたします。
　　〔公園課長北野花子君登壇〕
○公園課長（北野花子君）　議案第１号について御説明いたします。
　防波堤の延長工事は、来年度に着手いたします。
○川辺委員　質問します。Q：費用は？
○議長（沢井一郎君）　御異議ありませんか。
　　（「異議なし」と呼ぶ者あり）
○議長（沢井一郎君）　散会いたします。
　　　午後４時12分　散会
"""
_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>港湾委員会 会議録</title></head>
<body><nav><a href="/">市議会</a></nav><h1>港湾委員会 会議録</h1>
<table><tr><th>日時<td>令和6年5月17日<tr><th>出席者<td>沢井委員長<br>北野委員</table>
<h2>1 開会</h2><p>○沢井委員長　<ruby>開会<rt>かいかい</rt></ruby>します。<br>どうぞ。</p>
<dl><dt>北野委員<dd>工事はいつですか。<dt>事務局<dd>来年度です。</dl>
<ul><li>費用<ul><li>三億円</ul></ul><pre>
 ○一
</pre><p style="display:none">隠す</p>&#x3042;&nbsp;<footer>灯台市</footer></body></html>
"""
_MARKDOWN = """---
title: 第5回 窓口改革検討会
date: 2025-02-13
---
# 第5回 窓口改革検討会

| 役職 | 氏名 |
|---|---|
| 座長 | 川辺太一 |

## 1. 議事

- **座長**: 開会します。
  - 北野: 書かない窓口はいつ始まりますか。
1. 事務局: 四月です。

> 注
<!-- 見えない -->
```
○コード
```
Q: 費用は？
A: 三億円です。
"""
_RESTRUCTURED = """第1回 検討会
============

:日時: 2024-05-17

.. 注

議事
----

* 座長: 開会します。

  * 北野: 質問します。

沢井
  賛成です。
"""

SPEECHES: list[Any] = [
    {
        "numberOfRecords": 2,
        "speechRecord": [
            {
                "issueID": "1", "session": 213, "nameOfHouse": "参議院", "nameOfMeeting": "本会議",
                "issue": "第1号", "date": "2024-05-17", "speechOrder": order, "speaker": speaker,
                "speakerPosition": position, "speakerGroup": None, "speakerRole": None,
                "speech": speech, "startPage": 1, "meetingURL": "https://kokkai.example/1",
            }
            for order, speaker, position, speech in [
                (0, "会議録情報", None, "令和六年五月十七日\n　出席者\n議長　沢井一郎"),
                (1, "沢井一郎", "議長", "○議長（沢井一郎君）　開議いたします。\r\n　〔拍手〕"),
                (2, "北野花子", None, "○北野花子君　質問いたします。"),
            ]
        ],
    },
    {
        "meetingRecord": [
            {
                "issueID": "2", "session": 213, "nameOfMeeting": "予算委員会", "issue": "2",
                "date": "2024-05-18",
                "speechRecord": {"speechOrder": "1", "speaker": "川辺", "speech": "始めます。"},
            }
        ]
    },
    {
        "data": {
            "records": {
                "record": [
                    {"recordData": {"speechRecord": {"speaker": "川辺", "speech": "開会。"}}},
                ]
            }
        }
    },
    {
        "tenant_minutes": [
            {"title": "名簿", "minute_type": "名簿", "body": "<pre>議長　沢井</pre>", "page_no": 1},
            {
                "title": "議長（沢井一郎君）", "minute_type": "○議長", "page_no": 2,
                "body": "<pre>○議長（沢井一郎君）　開会します。<br>どうぞ&amp;。</pre>",
            },
        ]
    },
    [
        {
            "ProceedingTitle": "定例会", "Date": "2024-05-17", "URL": "",
            "Proceeding": [
                {"Speaker": None, "Utterance": "午前10時開議"},
                {"Speaker": "議長（沢井一郎）", "Utterance": "開会します。"},
            ],
        }
    ],
    [
        {
            "Title": "定例会", "Date": "2024-05-17", "SpeakerName": "沢井一郎",
            "SpeakerPosition": "議長", "Utterance": utterance,
        }
        for utterance in ("開会します。", "どうぞ。")
    ],
]  # fmt: skip


def _word_file() -> bytes:
    word = docx.Document()
    word.add_paragraph("第2回 水辺公園検討会 議事録", style="Title")
    word.add_heading("1 橋の架替え", level=1)
    word.add_paragraph("○川辺座長　ただいまから開会します。")
    word.add_paragraph("来年度に架け替える", style="List Bullet")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["役職", "氏名", "座長", "川辺太一"], strict=True):
        cell.text = text
    for line in _VERBATIM.splitlines():
        word.add_paragraph(line)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


FILES: dict[str, bytes] = {
    ".txt": _SUMMARY.encode("cp932"),
    ".text": _VERBATIM.encode(),
    ".html": _HTML.encode(),
    ".md": _MARKDOWN.encode(),
    ".rst": _RESTRUCTURED.encode(),
    ".json": json.dumps(SPEECHES[0], ensure_ascii=False).encode(),
    ".docx": _word_file(),
    ".pdf": pdf_file([page_of(_SUMMARY.splitlines()), page_of(_VERBATIM.splitlines())]),
}
