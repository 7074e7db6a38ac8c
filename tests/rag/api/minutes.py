"""Minutes of a fictional town for the tests of the API, and a library that holds them."""

from __future__ import annotations

from pathlib import Path

from index.build import Indexer
from index.library import Library
from index.passages import PassageSizes
from index.terms import Analyzer
from rag.settings import Settings
from tests.fakes import HashingEmbedder

BUS = """第２回 水守町地域交通検討会 議事概要

日時：令和６年５月２０日（月）１０：００～１１：３０
場所：水守町役場 第１会議室
出席者：
座長 北沢春樹（水守大学 教授）
委員 野島さゆり（水守町商工会 事務局長）

１．開会
２．乗合バスの運行について
（北沢座長）乗合バスの運賃は一律200円とすることでよいか。
（野島委員）運賃は200円で異論はない。商店街の前に停留所を増やしてほしい。
（北沢座長）停留所を二か所増やすことを、次回までに事務局で検討してほしい。
３．閉会
"""

BOOKS = """第１回 水守町図書館運営協議会 議事録

日時：令和６年７月３日（水）１４：００～１５：００
場所：水守町中央図書館 会議室
出席者：
会長 三浦康平（水守大学 准教授）
委員 森岡ちえ（読み聞かせの会 代表）

１．開館時間の延長について
（森岡委員）仕事帰りに寄れるよう、平日の開館時間を延ばせないか。
（三浦会長）平日は午後８時まで開館する方向で、職員の配置を見直したい。
（森岡委員）絵本の蔵書は何冊あるか。
（三浦会長）絵本の蔵書は、現在4,300冊である。
"""

FLOOD = """第３回 水守町防災会議 議事録

日時：令和６年９月１２日（木）９：３０～１０：３０
場所：水守町役場 大会議室
出席者：
会長 大野木実（水守町長）
委員 滝本まさし（水守町消防団 団長）

１．避難所の備蓄について
（滝本委員）避難所の毛布は足りているのか。
（大野木会長）毛布は1,200枚を備蓄しており、来年度に300枚を買い足す。
"""

COUNCIL = """令和６年第３回 水守町議会定例会会議録

令和６年９月１０日（火） 午前１０時 開議
場所：水守町役場 議場

１．一般質問
○議長（小谷正） 一般質問を行います。三番、森岡ちえさん。
○３番（森岡ちえ） 図書館にある絵本の蔵書は何冊ですか。
○教育長（三浦康平） 絵本の蔵書は、現在4,300冊です。
"""


def index_files(settings: Settings, *paths: Path) -> None:
    """Read files into the library of the settings with the fake embedder."""
    library = Library.create(settings.library)
    indexer = Indexer(library, HashingEmbedder(), Analyzer(), PassageSizes(), 2**20)
    report = indexer.add(list(paths), lambda stage, done, total: None)
    assert not report.of("refused"), report
    library.close()


def write(folder: Path, name: str, text: str) -> Path:
    """A file of minutes."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
