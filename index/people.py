"""Names and offices: what a roster lists → attendees; what a speaker's mark says → one of them.

A mark is joined to an attendee only when exactly one fits; otherwise it stays as written. Old and
new forms of a kanji compare equal (髙/高, 﨑/崎, 斎/齋) and are shown as written. Nothing here knows
lines, sections or remarks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.kanji import unify_kanji
from index.meeting import Attendee, PersonId, Speaker
from index.text import JAPANESE, fold

__all__ = [
    "GENERIC_OFFICES",
    "Label",
    "People",
    "comparison_key",
    "is_office",
    "is_person_label",
    "person_id",
    "split_label",
]

_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=16384)
def comparison_key(text: str) -> str:
    """What two writings of a name have in common: folded, no spaces, no case, one form a kanji."""
    return unify_kanji(_SPACE.sub("", fold(text)).casefold())


def person_id(name: str, belongs_to: str) -> PersonId:
    """The same for the same name and the same affiliation, in whatever meeting and spelling.

    Args:
        name: the full name.
        belongs_to: the affiliation, or, where the minutes print none, the body that meets: two
            people of one name in two assemblies are not taken for one.
    """
    key = f"{comparison_key(name)}\n{comparison_key(belongs_to)}"
    return PersonId(hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12])


# ---------------------------------------------------------------------------------------------
# Offices

_HONORIFICS = r"(?:君|くん|氏|さん|様|殿|先生|女史|ちゃん)"
_POSTS = (
    r"(?:議長|委員長|部会長|分科会長|会長|職務代理者?|本部長|センター長|座長|理事長|社長|部長|課長|局長|室長|係長|班長|次長|所長|館長|校長|園長|"
    r"教頭|院長|署長|団長|組長|支店長|支所長|総裁|総長|学長|学部長|市長|区長|町長|村長|知事|首長|教育長|管理者|消防長|"
    r"監査委員|議員|委員|構成員|研究員|管理員|調査員|職員|事務員|専門員|推進員|相談員|教員|会員|役員|隊員|官僚|大臣|"
    r"政務官|次官|審議官|参事官|統括官|企画官|調整官|補佐官|政策官|調査官|監察官|検察官|長官|弁護士|公認会計士|"
    r"理事|監事|幹事|評議員|監督|技監|監|コンサルタント|参事|参与|顧問|主査|主任|主幹|主事|主席|主監|主計官|主計監|書記長|書記|補佐|担当|代表|代理|"
    r"保健師|看護師|助産師|薬剤師|医師|獣医師|栄養士|保育士|司書|学芸員|税理士|司法書士|行政書士|建築士|技師|専門官|支援員|指導員|保護者|"
    r"教授|講師|助教|講演者|説明者|発表者|報告者|質問者|回答者|登壇者|"
    r"オブザーバー|ファシリテーター|アドバイザー|ゲストスピーカー|"
    r"職務代行者?|参考人|公述人|陳述人|証人|司会者?|進行役?|事務局|事務担当|当局|執行部|理事者|提出者|紹介議員|市民|町民|区民|住民|"
    r"参加者|傍聴者|長)"
)
_POST_ENDING = r"(?:代理|代行|補佐|心得|職務代理者?|代表|補|付|級|等|ら|\(代理\))?"
_PREFIXES = (
    r"(?:副|前|元|新|執行|総括|統括|担当|上席|主席|主任|首席|特別|名誉|臨時|仮|年長|最高|筆頭|共同|専門|研究|准|助|事務|事務局|"
    r"政策|常任|常務|専務|代表|議会|監査|財務|法務)"
)
_OFFICE_AT_END = re.compile(rf"{_PREFIXES}{{0,3}}{_POSTS}{_POST_ENDING}\Z")
_OFFICE_ONLY = re.compile(rf"{_PREFIXES}{{0,3}}{_POSTS}{_POST_ENDING}[A-Z0-9甲乙丙]?\Z")
_HONORIFIC_AT_END = re.compile(rf"{_HONORIFICS}\Z")
_LETTERS_OF_POSTS = frozenset(_POSTS + _POST_ENDING)
_SEAT = re.compile(r"\d{1,3}番(?:議員|委員)?\Z")
_SEAT_AHEAD = re.compile(r"(\d{1,3}番)(?:議員|委員)?\s*(?=\S|\Z)")
# Where an office that names its field begins behind a surname (餅田|企画課長, 内田|内閣府事務次官).
_FIELDS = re.compile(
    "総務|財務|財政|企画|政策|経営|環境|福祉|健康|保健|医療|教育|学校|学務|教務|社会|都市|建設|建築|土木|道路|下水|上下水|水道|産業|経済|観光|"
    "農林|農業|農政|水産|商工|市民|区民|町民|住民|生活|地域|地方|子ども|こども|子育て|児童|高齢|障害|介護|情報|デジタル|危機|防災|安全|"
    "消防|税務|納税|会計|人事|職員|広報|秘書|議会|議事|事務|厚生|労働|文部|文化|科学|技術|内閣|外務|法務|国土|交通|防衛|総合|統計|行政|"
    "戦略|推進|調査|研究|開発|施設|管財|契約|監査|選挙|戸籍|資産|資源|清掃|まち|街|スポーツ|生涯|青少年|人権|男女|協働|協創|IT|ICT|DX|保険|"
    "年金|国保|主計|大臣|官房|担当|業務|運営|事業|広域|国際|海外|金融|証券|銀行|法制|制度|電気|通信|支援|整備|振興|計画|調整|管理|指導|"
    "人材|人財|空き家|空家|住宅|住まい|河川|港湾|漁港|用地|用度|公共|公園|緑地|緑化|みどり|景観|市街|区画|再開発|自治|自然|コミュニティ|"
    "シティ|ふるさと|移住|定住|人口|未来|共生|参画|多文化|交流|平和|復興|復旧|救急|予防|警防|通信指令|給食|図書|博物|美術|公民館|文書|法規|"
    "研修|給与|財産|検査|出納|収納|収税|課税|債権|徴収|市税|町税|税制|固定|営繕|設備|庁舎|車両|広聴|相談|窓口|消費|企業|商業|工業|林業|林務|"
    "森林|畜産|農地|耕地|治水|砂防|水道|下水|浄化|汚水|ごみ|廃棄|リサイクル|脱炭素|ゼロカーボン|温暖化|気候|エネルギー|グリーン|衛生|感染|"
    "母子|保育|幼児|幼稚|家庭|若者|女性|雇用|就労|病院|看護|診療|地籍|入札|工事|文化財|芸術|体育|特別支援|病児|鉄道|空港|自動車|改革|行革|"
    "創生|創造|魅力|ブランド|シニア|いきいき|すこやか|認知症|出張所|選管|公平|監察|内部|訟務|政務|渉外|立地|誘致|用水|特命|参与|[A-Z]{2,5}"
)
GENERIC_OFFICES = frozenset(
    "委員 議員 構成員 事務局 事務担当 当局 執行部 理事者 職員 研究員 市民 町民 区民 住民 参加者 傍聴者 会員 役員 "
    "オブザーバー 質問者 回答者 説明者 発表者 報告者 登壇者 ゲストスピーカー 参考人 君 氏 理事 監事 幹事 教授".split()
)


def is_office(label: str) -> bool:
    """Whether a folded label is an office and nothing more, or at least ends like one."""
    ends_like_one = label[-1:] in _LETTERS_OF_POSTS and _OFFICE_AT_END.search(label)
    return bool(ends_like_one or _SEAT.match(label))


# The same few labels come back all through a document.
@lru_cache(maxsize=8192)
def is_person_label(label: str) -> bool:
    """Whether a folded label may stand for a speaker: it ends in an office or an honorific."""
    if not 1 <= len(label) <= 32 or _NOT_A_LABEL.search(label):
        return False
    bare = label.strip()
    return bool(is_office(bare) or _HONORIFIC_AT_END.search(bare) or _LETTERED.fullmatch(bare))


_LONGEST_LABEL = 64
# 委員A, A委員, 委員1; a clause is no label.
_LETTERED = re.compile(rf"(?:[A-Z]|\d{{1,2}}){_POSTS}|{_POSTS}(?:[A-Z]|\d{{1,2}})")
_NOT_A_LABEL = re.compile(
    r"[。、,!?「」『』\n]|(?:から|まで|より|への|られ|について|における|による|ため|です|ます|する|した|して|の皆|各位|の(?:件|選|互選|指名|選任|報告|説明|挨拶|あいさつ))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's mark taken apart: a name, an office, or both."""

    name: str | None
    office: str | None


@lru_cache(maxsize=8192)
def split_label(label: str) -> Label:
    """大杉座長 → 大杉, 座長; 内田内閣府事務次官 → 内田, 内閣府事務次官; 部会長 → None, 部会長.

    Where the border is not clear the whole label is the name or the office, never a guess.
    """
    label = label.strip()
    if len(label) > _LONGEST_LABEL:
        return Label(label, None)
    if _SEAT.match(label) or _OFFICE_ONLY.match(label):
        return Label(None, label)
    honorific = _HONORIFIC_AT_END.search(label)
    if honorific and honorific.start() > 0:
        inner = split_label(label[: honorific.start()])
        return inner if inner.name else Label(label[: honorific.start()], None)
    name, _, last = label.rpartition(" ")
    if name and _is_whole_office(last):
        return Label(_SPACE.sub("", name), last)
    first, _, behind = label.partition(" ")
    if behind and _is_whole_office(first) and not is_office(behind):
        return Label(_SPACE.sub("", behind), first)  # 子育て支援課長 石川
    return _split_unspaced(_SPACE.sub("", label) if JAPANESE.search(label) else label)


def _is_whole_office(word: str) -> bool:
    """A post, or one that the name of a field opens: 部長, 総務部長, and no 石川部長."""
    return bool(_OFFICE_ONLY.match(word) or (is_office(word) and _FIELDS.match(word)))


def _split_unspaced(label: str) -> Label:
    office = _OFFICE_AT_END.search(label) if label[-1:] in _LETTERS_OF_POSTS else None
    if office is None:
        return Label(label, None)
    fields = [m.start() for m in _FIELDS.finditer(label, 0, office.start() + 2)]
    start = min([*fields[:1], office.start()])
    if start == 1 and label.startswith("本部長", 1):
        start = 2  # 山本|部長
    # BPR推進課長 and 副参事兼室長 are offices from their first letter on.
    if start == 0 or start > 6 or label[:start].isascii() or "兼" in label[:start]:
        return Label(None, label)
    return Label(label[:start].strip() or None, label[start:])


# ---------------------------------------------------------------------------------------------
# Speaker resolution


@dataclass(frozen=True, slots=True)
class _Known:
    attendee: Attendee
    key: str
    role_key: str | None
    surname: int  # characters, 0 = the roster does not say
    aliases: frozenset[str]


_SUBSTITUTE = re.compile(r"\S\s*\((?:代理[:\s]\s*)?(?P<name>[^()\s]{1,8}?)\s?代理\)\Z")


class People:
    """The attendees of one meeting, asked which of them a mark means.

    Args:
        attendees: as the document lists them.
        surnames: characters of the surname where the roster separates it, by position, 0 = unknown.
        aliases: initials, handles and seats by position (CM, @admoss, 6番).
    """

    def __init__(
        self,
        attendees: Sequence[Attendee],
        surnames: Sequence[int] = (),
        aliases: Sequence[Iterable[str]] = (),
    ) -> None:
        self._known = [
            _Known(
                attendee,
                comparison_key(attendee.name),
                comparison_key(attendee.role) if attendee.role else None,
                surnames[i] if i < len(surnames) else 0,
                frozenset(comparison_key(a) for a in (aliases[i] if i < len(aliases) else ())),
            )
            for i, attendee in enumerate(attendees)
        ]
        self._knows: dict[str, bool] = {}
        self._answers: dict[tuple[str, str | None], tuple[Speaker, bool]] = {}

    def speaker(self, as_written: str, office: str | None = None) -> tuple[Speaker, bool]:
        """Who a mark means.

        Args:
            as_written: the mark's text.
            office: the office printed beside a name in brackets, if the mark has that form.

        Returns:
            The speaker, and whether several attendees fit (then the mark stays as written).
        """
        key = (as_written, office)
        if key not in self._answers:
            self._answers[key] = self._resolve(as_written, office)
        return self._answers[key]

    def knows(self, label: str) -> bool:
        """Whether the label means exactly one attendee by name."""
        if label not in self._knows:
            self._knows[label] = self._find(split_label(label), label)[0] is not None
        return self._knows[label]

    def _resolve(self, written: str, office: str | None) -> tuple[Speaker, bool]:
        if substitute := _SUBSTITUTE.search(written):
            # 福地(上沢代理): the words are those of who came.
            speaker, ambiguous = self._resolve(substitute["name"], None)
            return replace(speaker, as_written=written), ambiguous
        inner = split_label(written)
        label = Label(inner.name, office or inner.office)
        known, ambiguous = self._find(label, written)
        as_written = f"{office}（{written}）" if office else written
        if known is not None:
            person = known.attendee
            role = _spoken(office) or _spoken(_office_behind(written, person.name) or label.office)
            if role is None or role in GENERIC_OFFICES:
                role = person.role or role
            return Speaker(as_written, person.name, role, person.affiliation), False
        name = _SPACE.sub("", inner.name) if office and inner.name else None
        return Speaker(as_written, name, _spoken(label.office)), ambiguous

    def _find(self, label: Label, written: str) -> tuple[_Known | None, bool]:
        seat = _SEAT_AHEAD.match(written) or _SEAT_AHEAD.match(label.office or "")
        if seat:
            rest = written[seat.end() :] if seat.string == written else written
            sitting = self._sitting(seat[1], split_label(rest).name)
            if sitting or rest != written:
                return (sitting, False) if sitting else self._find(split_label(rest), rest)
        fits = self._by_name(label, comparison_key(written.lstrip("@")))
        if not fits and label.name is None and label.office:
            fits = self._by_office(label.office)
        if len(fits) > 1 and label.office:
            fits = self._of_role(fits, label.office)
        people = {k.attendee for k in fits}
        return (fits[0], False) if len(people) == 1 else (None, len(people) > 1)

    def _sitting(self, seat: str, name: str | None) -> _Known | None:
        """Who has the seat, unless the name beside it is another's."""
        fits = [k for k in self._known if seat in k.aliases]
        key = comparison_key(name) if name else ""
        fits = [k for k in fits if not key or _is_short_for(key, k)]
        return fits[0] if len(fits) == 1 else None

    def _by_name(self, label: Label, whole: str) -> list[_Known]:
        exact = [k for k in self._known if whole == k.key or whole in k.aliases]
        if exact:
            return exact
        # A full name at the beginning leaves nothing open, wherever the office begins.
        full = [k for k in self._known if len(k.key) > 2 and whole.startswith(k.key)]
        if full:
            return [k for k in full if len(k.key) == max(len(f.key) for f in full)]
        name = comparison_key(label.name) if label.name else ""
        return [k for k in self._known if name and _is_short_for(name, k)]

    def _by_office(self, office: str) -> list[_Known]:
        key = comparison_key(office)
        if office in GENERIC_OFFICES:
            return []
        return [k for k in self._known if k.role_key == key]

    def _of_role(self, fits: list[_Known], office: str) -> list[_Known]:
        key = comparison_key(office)
        same = [k for k in fits if k.role_key == key]
        return same if len(same) == 1 else fits


def _is_short_for(name: str, known: _Known) -> bool:
    """Whether a short name is the attendee's surname (or first name, where names are Latin)."""
    if name == known.key:
        return True
    if name.isascii():
        parts = [comparison_key(p) for p in known.attendee.name.split()]
        return name in parts or name in known.aliases
    if not known.key.startswith(name):
        return False
    if known.surname:
        return len(name) == known.surname
    # 森 must not be taken for 森田勝: a single character is trusted before a single one only.
    return len(name) >= 2 or len(known.key) == 2


def _office_behind(written: str, name: str) -> str | None:
    """What follows a full name in a mark, where it is an office (関五郎委員長)."""
    bare = _SPACE.sub("", written)
    rest = bare[len(name) :]
    same = comparison_key(bare[: len(name)]) == comparison_key(name)
    return rest if same and rest and is_office(rest) else None


def _spoken(office: str | None) -> str | None:
    return None if office is None or _SEAT.match(office) else office
