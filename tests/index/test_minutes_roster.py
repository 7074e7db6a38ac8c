"""What attendance lists tell: names out of columns, offices, organisations, seats, groups."""

from __future__ import annotations

import pytest

from index.meeting import Meeting, RecordKind
from index.minutes import parse_minutes
from index.minutes.labels import Field, field_label
from index.minutes.roster import read_roster
from index.minutes.roster.names import Word, divide_names
from index.minutes.titles import title_of_page
from index.people import Label, People, split_label
from index.source import SourceDocument
from index.text import fold

RECORD = "\n\n○会長　それでは始めます。よろしくお願いします。\n○久世委員　はい、分かりました。"
Row = tuple[str, str | None, str | None]


def parse(text: str) -> Meeting:
    return parse_minutes(SourceDocument("minutes.txt", text, "text/plain"))


def listed(*lines: str, label: str = "出席者") -> list[Row]:
    entries = read_roster((fold(line).strip(), label) for line in lines)
    return [(e.attendee.name, e.attendee.role, e.attendee.affiliation) for e in entries]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("森　あ　や", ["森あや"]),
        ("板　垣　　　勇", ["板垣勇"]),
        ("久慈　哲夫　　水無瀬　由紀　　乙部　　光一", ["久慈哲夫", "水無瀬由紀", "乙部光一"]),
        ("木　場　大　志　重　岡　元　美", ["木場大志", "重岡元美"]),
        ("小磯玲子　大築奈緒　熊谷亮", ["小磯玲子", "大築奈緒", "熊谷亮"]),
        ("小野寺 慎一郎　長谷川 健太郎", ["小野寺慎一郎", "長谷川健太郎"]),
        ("久世　大輔　　　穂積", ["久世大輔", "穂積"]),
        ("久世　　　穂積　大輔", ["久世", "穂積大輔"]),
        ("東海林　節子　　　　　服　部　剛　史", ["東海林節子", "服部剛史"]),
    ],
)
def test_divides_names_in_columns(line: str, names: list[str]) -> None:
    assert [name for name, _, _ in listed(line)] == names


@pytest.mark.parametrize(
    ("words", "surname"),
    [
        ([("久世", 0), ("浩平", 1)], 2),
        ([("森", 0), ("あ", 3), ("や", 1)], 1),
        ([("板", 0), ("垣", 1), ("勇", 3)], 2),
        ([("久", 0), ("世", 1), ("浩", 1)], 0),
        ([("長谷部", 0), ("京", 1), ("子", 1)], 3),
    ],
)
def test_tells_the_surname_where_it_is_set_apart(
    words: list[tuple[str, int]], surname: int
) -> None:
    assert [n.surname for n in divide_names([Word(*w) for w in words])] == [surname]


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (
            "町　　　長　　藤　倉　正　樹　君　　　総　務　課　長　小　柳　　　誠　君",
            [("藤倉正樹", "町長", None), ("小柳誠", "総務課長", None)],
        ),
        (
            "教育部長　名取、学校教育課長　尾上",
            [("名取", "教育部長", None), ("尾上", "学校教育課長", None)],
        ),
        ("戸井支所長　鷹取賢一", [("鷹取賢一", "戸井支所長", None)]),
        (
            "遠野総務課長、宇和都市計画課　係長",
            [("遠野", "総務課長", None), ("宇和", "都市計画課 係長", None)],
        ),
        ("久世副市長（本部長）", [("久世", "本部長", "副市長")]),
        ("穂積覚（会長・潮風大学）", [("穂積覚", "会長", "潮風大学")]),
        ("穂積　覚　座長　潮風大学　教授", [("穂積覚", "座長", "潮風大学 教授")]),
        ("仁木　拓　　潮風総合研究所", [("仁木拓", None, "潮風総合研究所")]),
        ("手塚拓（潮風大学教授）【主査】", [("手塚拓", "主査", "潮風大学教授")]),
        ("河川課　穂積課長、仁木係長", [("穂積", "課長", "河川課"), ("仁木", "係長", "河川課")]),
        ("市側　穂積（館長）、仁木（契約課）", [("穂積", "館長", None), ("仁木", None, "契約課")]),
        ("（株）潮風商事　山本部長", [("山本", "部長", "(株)潮風商事")]),
        ("委員長穂積ひろき君", [("穂積ひろき", "委員長", None)]),
        ("八重垣CIO補佐官", [("八重垣", "CIO補佐官", None)]),
        ("穂積会長（副町長）ほか委員１３名", [("穂積", "会長", "副町長")]),
        (
            "脱炭素・みどり推進局長",
            [],
        ),
    ],
)
def test_reads_offices_and_organisations(line: str, rows: list[Row]) -> None:
    assert listed(line) == rows


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (
            "総務部長（久世）、人事課長（穂積）ほか書記２名",
            [("久世", "総務部長", None), ("穂積", "人事課長", None)],
        ),
        ("委員長（総務）、副委員長（教育）", []),
        ("市長（不在）、副市長（公務）", []),
        ("会長（潮風大学）、副会長（汐見大学）", []),
        ("総務課長（穂積）", []),  # one alone may be anything
        (
            "本部長（町長）久世、副本部長（副町長）穂積、各部長、消防団長",
            [("久世", "本部長", "町長"), ("穂積", "副本部長", "副町長")],
        ),
        ("本部長（市長）、副本部長（副市長・ＣＩＯ）、各部長", []),
        (
            "久世学長（議長）、穂積、ムーア、仁木各理事、理工、農各学部長、図書館長、手塚、名取各評議員",
            [
                ("久世", "議長", "学長"),
                ("穂積", "理事", None),
                ("ムーア", "理事", None),
                ("仁木", "理事", None),
                ("手塚", "評議員", None),
                ("名取", "評議員", None),
            ],
        ),
        ("久世、穂積両副市長", [("久世", "副市長", None), ("穂積", "副市長", None)]),
        ("各務、久世各委員", [("各務", "委員", None), ("久世", "委員", None)]),
        ("図書館長、穂積", [("穂積", None, None)]),
        (
            "会長 久世、事務局 穂積、仁木",
            [("久世", "会長", None), ("穂積", "事務局", None), ("仁木", "事務局", None)],
        ),
        (
            "環境課長 久世、同課長補佐 穂積、同係長 仁木",
            [
                ("久世", "環境課長", None),
                ("穂積", "課長補佐", "環境課"),
                ("仁木", "係長", "環境課"),
            ],
        ),
        (
            "主査 久世（潮風物流）、副主査 Moss（汐見倉庫）、穂積（汐見倉庫）",
            [
                ("久世", "主査", "潮風物流"),
                ("Moss", "副主査", "汐見倉庫"),
                ("穂積", None, "汐見倉庫"),
            ],
        ),
        (
            "くぜ（ファシリ, （株）潮風商事）、ほづみ（書記、潮風大学）",
            [("くぜ", "ファシリ", "(株)潮風商事"), ("ほづみ", "書記", "潮風大学")],
        ),
        (
            "理事長 久世（305）、会計 穂積（110）",
            [("久世", "理事長", None), ("穂積", "会計", None)],
        ),
        (
            "久世校長、穂積教頭、仁木教務主任",
            [("久世", "校長", None), ("穂積", "教頭", None), ("仁木", "教務主任", None)],
        ),
        ("事業者\t潮風設計室　久世氏", [("久世", "事業者", "潮風設計室")]),
    ],
)
def test_reads_offices_that_brackets_or_neighbours_tell(line: str, rows: list[Row]) -> None:
    assert listed(line) == rows


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            [
                "氏名\t\t区分\t所属\t\t出欠",
                "久世　浩平\t1\t潮風大学\t○（委員長）",
                "Reed-Moss 恵\t2\t潮風病院\t\t○（Web）",
                "穂積　覚\t\t1\t汐見市\t\t×",
            ],
            [("久世浩平", "委員長", "潮風大学"), ("Reed-Moss 恵", None, "潮風病院")],
        ),
        (
            [
                "区分\t団体・役職\t氏名\t備考",
                "会長\t潮風大学 教授\t久世 浩平",
                "委員\t汐見交通 会長\t穂積 覚\t欠席",
                "委員\t運輸支局 企画専門官\t仁木 拓\t代理：手塚",
            ],
            [("久世浩平", "会長", "潮風大学 教授"), ("手塚", "委員(代理)", "運輸支局")],
        ),
    ],
)
def test_a_table_tells_who_was_there(lines: list[str], rows: list[Row]) -> None:
    assert listed(*lines, label="出欠状況") == rows


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("令和６年９月12日（木曜日）\n於　第２委員会室", "第2委員会室"),
        (
            "１．開会の日時及び場所\n　令和６年９月12日（木）午後１時\n　汐見町役場　大会議室",
            "汐見町役場 大会議室",
        ),
        ("日時・場所　令和６年９月12日（木）午後１時　第２会議室", "第2会議室"),
        ("9/12　6:30～7:05\n役場２階　災害対策本部室", "役場2階 災害対策本部室"),
        ("**開催日時** 令和６年９月12日（木）\n**開催場所** 庁議室", "庁議室"),
        ("令和６年９月12日（木）\n汐見市役所企画室", None),  # who publishes it, perhaps
        ("令和６年９月12日（木）\n市民活動センター", None),
    ],
)
def test_a_place_without_a_label_of_its_own(lines: str, place: str | None) -> None:
    text = f"汐見市景観審議会　議事録\n{lines}{RECORD}"
    assert parse(text).place == place


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (
            "出席者　理事長　久世（305）\n欠席者　理事　穂積（804）\n"
            "オブザーバー　汐見管理㈱　フロント担当　仁木、管理員　手塚",
            [
                ("久世", "理事長", None),
                ("仁木", "フロント担当", "汐見管理(株)"),
                ("手塚", "管理員", "汐見管理(株)"),
            ],
        ),
        (
            "本部長（町長）久世、副本部長（副町長）穂積、各部長",
            [("久世", "本部長", "町長"), ("穂積", "副本部長", "副町長")],
        ),
        ("会長あいさつ、事務局長　報告、副会長　互選", []),
        (
            "参加者　41名\n村側出席者　村長 久世、環境課長 穂積",
            [("久世", "村長", None), ("穂積", "環境課長", None)],
        ),
        (
            "当　局：総務部長（久世）、人事課長（穂積）",
            [("久世", "総務部長", None), ("穂積", "人事課長", None)],
        ),
        (
            "出席者\n区分\t団体・役職\t氏名\t備考\n委員\t汐見交通 会長\t久世 浩平\n事務局\t交通課長\t穂積 覚",
            [("久世浩平", "委員", "汐見交通 会長"), ("穂積覚", "事務局", "交通課長")],
        ),
        (
            "出席者　委員長 久世\n欠席者　穂積（技師長）＊代理　仁木\n書　記：安全管理室　手塚",
            [("久世", "委員長", None), ("仁木", "代理", None), ("手塚", "書記", "安全管理室")],
        ),
        (
            "出席委員\n　委員　久世　浩平\n付託事件\n　議案第１号　条例の一部改正",
            [("久世浩平", "委員", None)],
        ),
    ],
)
def test_who_was_there_beside_the_members(lines: str, rows: list[Row]) -> None:
    text = f"汐見町安全会議　議事録\n日時　令和６年９月12日（木）\n{lines}{RECORD}"
    assert [(a.name, a.role, a.affiliation) for a in parse(text).attendees] == rows


@pytest.mark.parametrize(
    ("stated", "lines", "title"),
    [
        (
            "議会運営委員会",
            ["議会運営委員会　会議録（平成30年11月27日）", "もどる"],
            "議会運営委員会　会議録（平成30年11月27日）",
        ),
        ("議会運営委員会", ["議会運営委員会に関するお問い合わせ"], "議会運営委員会"),
    ],
)
def test_a_page_s_fuller_title(stated: str, lines: list[str], title: str) -> None:
    assert title_of_page(stated, [], lines) == title


def test_a_frame_is_no_part_of_a_title() -> None:
    text = (
        "┌────────────────┐\n│　第６回　汐見町教育委員会　会議録　│\n└────────────────┘\n"
        f"日時　令和６年６月26日（水）{RECORD}"
    )
    assert parse(text).title == "第６回 汐見町教育委員会 会議録"


@pytest.mark.parametrize(
    "line",
    [
        "委員13名",
        "９社１４名",
        "別紙のとおり",
        "末尾に記載",
        "委員全員",
        "二十三名",
        "（敬称略、順不同）",
        "なし",
    ],
)
def test_a_roster_without_a_name_gives_none(line: str) -> None:
    assert listed(line) == []


def test_members_come_from_somewhere() -> None:
    assert listed(
        "雨宮　昌子（会長）　　潮風大学 教授",
        "江波戸　涼　　　　　　潮風生活協同組合",
        "雨宮　弘樹　　　　　　霜浜市長",
        "大豆生田　圭（公認会計士）",
        label="出席委員",
    ) == [
        ("雨宮昌子", "会長", "潮風大学 教授"),
        ("江波戸涼", "委員", "潮風生活協同組合"),
        ("雨宮弘樹", "委員", "霜浜市長"),
        ("大豆生田圭", "委員", "公認会計士"),
    ]


def test_whom_members_stand_for() -> None:
    assert listed("公益代表　　　御子柴 隆（会長）   倉敷 恵", label="出席委員") == [
        ("御子柴隆", "会長", "公益代表"),
        ("倉敷恵", "委員", "公益代表"),
    ]


def test_ditto_and_offices_that_go_on() -> None:
    assert listed("委　　　員　　　滝　本　　　正", "　〃　　　　　　黒　瀬　まどか") == [
        ("滝本正", "委員", None),
        ("黒瀬まどか", "委員", None),
    ]


def test_an_office_too_long_for_its_column_stands_above_the_name() -> None:
    assert listed("区長　杉原　亮　　　子ども・子育て支援部長", "　　　　　　酒巻敏秋") == [
        ("杉原亮", "区長", None),
        ("酒巻敏秋", "子ども・子育て支援部長", None),
    ]


def test_groups_hold_until_the_next() -> None:
    assert listed(
        "（座長）蔵前　周　　　南都大学　教授",
        "（委員）日下部　理　　湊研究所",
        "　　　　財部　潤　　　鷹見市　企画部",
        "＜事務局＞",
        "長洲課長",
        "（欠席：浜委員）",
    ) == [
        ("蔵前周", "座長", "南都大学 教授"),
        ("日下部理", "委員", "湊研究所"),
        ("財部潤", "委員", "鷹見市 企画部"),
        ("長洲", "課長", None),
    ]


def test_two_groups_in_one_line() -> None:
    assert listed("委員：加藤会長、松田委員　事務局：冨田福祉部長") == [
        ("加藤", "会長", None),
        ("松田", "委員", None),
        ("冨田", "福祉部長", None),
    ]


def test_how_somebody_took_part_is_no_group() -> None:
    assert listed("* 理事: 寺田、ヨナス", "* リモート: 清水川", "* オブザーバー: 石田") == [
        ("寺田", "理事", None),
        ("ヨナス", "理事", None),
        ("清水川", "理事", None),
        ("石田", "オブザーバー", None),
    ]


def test_signs_of_chair_and_vice_chair() -> None:
    assert listed("◎鵜飼　哲夫　　○水無瀬　由紀　　乙部　光一", label="出席委員") == [
        ("鵜飼哲夫", "委員長", None),
        ("水無瀬由紀", "副委員長", None),
        ("乙部光一", "委員", None),
    ]
    assert [role for _, role, _ in listed("○鵜飼　哲夫", "○乙部　光一", label="出席委員")] == [
        "委員",
        "委員",
    ]


def test_organisations_on_lines_of_their_own() -> None:
    lines = ["潮風電機", "内堀 透", "中森 久敏", "ナミカゼ", "上条 理", "Linden", "Ada Moss"]
    assert listed(*lines) == [
        ("内堀透", None, "潮風電機"),
        ("中森久敏", None, "潮風電機"),
        ("上条理", None, "ナミカゼ"),
        ("Ada Moss", None, "Linden"),
    ]


def test_names_that_fill_their_column_are_no_organisations() -> None:
    lines = ["内堀　　透", "中森　久敏", "上条　　理", "長谷川健太", "勅使河原一"]
    assert [of for _, _, of in listed(*lines)] == [None] * 5


def test_a_table_whose_gaps_are_partly_lost() -> None:
    assert listed("No\t氏名\t会社名", "1 島 直志\t潮風電機", "2\t小野木 規男 ナミカゼ") == [
        ("島直志", None, "潮風電機"),
        ("小野木規男", None, "ナミカゼ"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "３番　佐藤　正志　　４番　中野渡　　博",
        "３　番　佐　藤　正　志　　　４　番　中野渡　　　博",
        "（３番）佐藤正志　（４番）中野渡博",
        "３番佐藤正志君　４番中野渡博君",
    ],
)
def test_seats(line: str) -> None:
    entries = read_roster([(fold(line), "出席議員")])
    assert [(e.attendee.name, e.attendee.role, e.aliases) for e in entries] == [
        ("佐藤正志", "議員", ("3番",)),
        ("中野渡博", "議員", ("4番",)),
    ]


@pytest.mark.parametrize(
    ("mark", "office", "name"),
    [
        ("6番 佐藤委員", None, "佐藤恵美"),
        ("3番佐藤委員", None, "佐藤正志"),
        ("佐藤君", "3番", "佐藤正志"),
        ("6番", None, "佐藤恵美"),
        ("佐藤委員", None, None),
        ("6番 仁木委員", None, "仁木拓"),
    ],
)
def test_a_seat_tells_two_of_one_name_apart(mark: str, office: str | None, name: str) -> None:
    entries = read_roster(
        [(fold("３番　佐藤　正志　６番　佐藤　恵美　７番　仁木　拓"), "出席委員")]
    )
    people = People(
        [e.attendee for e in entries], [e.surname for e in entries], [e.aliases for e in entries]
    )
    speaker, _ = people.speaker(mark, office)
    assert speaker.name == name or (name is None and speaker.person is None)


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("山本部長", "山本", "部長"),
        ("石川本部長", "石川", "本部長"),
        ("本部長", None, "本部長"),
        ("大豆生田職務代理者", "大豆生田", "職務代理者"),
    ],
)
def test_offices(label: str, name: str | None, office: str) -> None:
    assert split_label(label) == Label(name, office)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("１．出席推進委員　　東部地区　川目　昭", Field.ATTENDEES, "東部地区 川目 昭"),
        ("１．農業委員会事務局職員　事務局長　野坂", Field.ATTENDEES, "事務局長 野坂"),
        ("欠席理事者（１名）", Field.ABSENT, ""),
        ("と　き　令和６年６月１５日", Field.DATE, "令和6年6月15日"),
        ("ところ　潮見町内会館", Field.PLACE, "潮見町内会館"),
        ("説明のため出席した職員", Field.ATTENDEES, ""),
        ("事務局\t瀬高課長", Field.ATTENDEES, "瀬高課長"),
    ],
)
def test_labels(line: str, field: Field, value: str) -> None:
    folded = fold(line)
    label = field_label(folded)
    assert label is not None
    assert (label.field, folded[label.value_start :]) == (field, value)


def test_a_header_framed_with_lines() -> None:
    meeting = parse(
        "潮見市報酬審議会　会議録\n"
        "┌────┬──────────┐\n"
        "│開催日時│令和七年二月十七日　　│\n"
        "├────┼──────────┤\n"
        "│開催場所│潮見市役所　応接室　　│\n"
        "├────┼──────────┤\n"
        "│出席委員│穂積　実（会長）　　　│\n"
        "│　　　　│仁木　拓　　　　　　　│\n"
        "├────┼──────────┤\n"
        "│事 務 局│久世総務部長　　　　　│\n"
        "└────┴──────────┘\n"
        "一　開会\n"
        "穂積会長　　ただいまから審議会を始めます。\n"
        "仁木委員　　よろしくお願いします。\n"
        "穂積会長　　これで終わります。\n"
    )
    assert (str(meeting.date), meeting.place) == ("2025-02-17", "潮見市役所 応接室")
    assert [(a.name, a.role) for a in meeting.attendees] == [
        ("穂積実", "会長"),
        ("仁木拓", "委員"),
        ("久世", "総務部長"),
    ]


def test_a_roster_at_the_end_with_labels_of_its_own() -> None:
    meeting = parse(
        "潮見市指定管理者選定委員会　会議録\n日時：令和７年１０月９日\n出席者：末尾に記載\n"
        "１．議題\n委員長：審査に入ります。\n委員：異議はありません。\n委員長：では終わります。\n以上\n\n"
        "【出席者】\n委　員　長：穂積　文彦（潮見大学　准教授）\n"
        "委　　　員：仁木　拓（市民公募）\n事　務　局：行政経営課　久世課長\n"
    )
    assert [(a.name, a.role, a.affiliation) for a in meeting.attendees] == [
        ("穂積文彦", "委員長", "潮見大学 准教授"),
        ("仁木拓", "委員", "市民公募"),
        ("久世", "課長", "行政経営課"),
    ]
    assert len(meeting.remarks) == 3


def test_the_kind_below_the_title_belongs_to_it() -> None:
    meeting = parse(
        "　　　潮見データ研究会（第４回）\n　　　　議事概要\n\n１．日時：令和５年１２月１９日\n"
        "２．議事概要：\n・　改定案を示した。\n・　項目を減らすべきではないか。\n"
    )
    assert (meeting.title, meeting.kind) == (
        "潮見データ研究会（第４回） 議事概要",
        RecordKind.SUMMARY,
    )


def test_a_record_in_plain_style_is_a_summary() -> None:
    said = [
        "蔵書は四万冊である。",
        "予約を止めない。",
        "期間は五年とした。",
        "市が払う。",
        "税率は変更後による。",
    ]
    answers = "".join(f"Q{i}　どうするか。\nA{i}　{s}決定した。\n" for i, s in enumerate(said, 1))
    assert parse(f"説明会の記録\n日時　令和４年９月８日\n\n{answers}").kind is RecordKind.SUMMARY


def test_a_group_may_open_inside_a_line() -> None:
    line = "（委員）　佐川副町長（委員長）、田巻住民課長 （事務局）総務課情報係　渡瀬係長、小椋主事"
    assert [(name, role) for name, role, _ in listed(line)] == [
        ("佐川", "委員長"),
        ("田巻", "住民課長"),
        ("渡瀬", "係長"),
        ("小椋", "主事"),
    ]


def test_who_stands_for_the_office_may_stand_in_brackets() -> None:
    assert listed("事務局（図書館長　石川一郎）")[0][:2] == ("石川一郎", "図書館長")
