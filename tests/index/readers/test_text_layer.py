from __future__ import annotations

from collections import Counter

import pytest

from index.readers.text_layer import is_noise

MINUTES = (
    "ただいま議題となりました水辺公園の整備計画につきまして、事務局から資料に基づき説明を申し上げます。"
    "㈱みずべの髙橋委員長より、令和６年度の予算額は１２０万円（税込み）との報告がありました。"
)
TEXTS = {
    "ja": MINUTES,
    "radicals": "委員⻑から⼤阪市⺠の⾯談について⼀⼈ずつ報告があり、⽇本の⽅針を⾒直すこととした。",
    "zh": "各位议员，现在开始审议关于公园建设的议案，请发展局局长说明财政预算和工程进度的安排。",
    "zh-Hant": "主席宣布會議開始，並請秘書報告上次會議紀錄的跟進事項，委員會一致通過有關撥款建議。",
    "ja and zh": "議員の皆様、審議を開始いたします。総務課の経済対策を検討する。"
    "各位议员，现在开始审议关于公园建设的议案，请发展局局长说明财政预算和工程进度的安排。",
    "ko": "위원장은 성원이 되었음을 보고하고 개회를 선언하였으며 예산안에 대한 설명을 들었다.",
    "fr": "Le président ouvre la séance à dix heures et présente l’ordre du jour « révisé » à l’assemblée.",
    "vi": "Chủ tịch khai mạc cuộc họp và trình bày chương trình nghị sự đã được sửa đổi cho các đại biểu.",
    "ru": "Председатель открыл заседание и представил пересмотренную повестку дня собранию.",
    "figures": "1,200 3,400 5,600 ±0 12.5% 100 200 300 ¥400 §5 (6) 7-8 9/10 11:30 –12:00 • 13 …",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_text_of_a_language_is_no_noise(language: str) -> None:
    assert not is_noise(counted(TEXTS[language]))


def shifted(text: str) -> str:
    """As a font says it whose table is off by some characters."""
    return "".join(chr(ord(sign) + 37) for sign in text)


def misread(text: str, encoding: str) -> str:
    """Its bytes read as Latin letters."""
    return text.encode(encoding, "ignore").decode("cp1252", "ignore")


NOISE = {
    "shifted": shifted(MINUTES),
    "latin": "".join(chr(0x80 + ord(sign) * 7 % 0x1D0) for sign in MINUTES),
    "shift_jis": misread(MINUTES, "cp932"),
    "euc_jp": misread(MINUTES, "euc_jp"),
    "utf_8": misread(MINUTES, "utf_8"),
    "private use": "".join(chr(0xE000 + ord(sign) % 500) for sign in MINUTES),
}


@pytest.mark.parametrize("kind", NOISE)
def test_a_wrong_text_layer_is_noise(kind: str) -> None:
    assert is_noise(counted(NOISE[kind]))


def counted(text: str) -> Counter[str]:
    return Counter(sign for sign in text if not sign.isspace())
