"""Old and variant forms of a kanji → one form of it: 髙橋 → 高橋, 澤 → 沢.

For comparing and searching only; what is shown stays as written.
"""

from __future__ import annotations

__all__ = ["unify_kanji"]

# Each group's first character is the one that the others are compared as. Unified CJK variants
# that NFKC keeps apart; from the tables of variants in the family register (戸籍統一文字) that
# occur in surnames and given names.
_VARIANTS = (
    "高髙 崎﨑嵜 斎齋齊斉 辺邊邉 浜濱濵 沢澤 桜櫻 広廣 国國 渋澁 真眞 栄榮 恵惠 徳德 瀬瀨 竜龍 島嶋嶌 富冨 "
    "条條 円圓 寿壽 慎愼 学學 会會 関關 浅淺 蔵藏 豊豐 鉄鐵 来來 弥彌 礼禮 静靜 曽曾 黒黑 増增 槙槇 館舘 "
    "野埜 峰峯 岳嶽 吉𠮷 桑桒 滝瀧 万萬 与與 亜亞 仏佛 伝傳 児兒 写寫 双雙 台臺 団團 囲圍 塩鹽 壮壯 "
    "実實 宝寶 尭堯 巌巖 帯帶 庁廳 弁辯辨 当當 徴徵 応應 恒恆 戸戶 抜拔 挙擧 数數 晃晄 昼晝 暁曉 "
    "柳栁 桧檜 楽樂 横橫 権權 歩步 歳歲 気氣 浄淨 涙淚 渕淵渊 済濟 温溫 湾灣 独獨 画畫 県縣 砺礪 祢禰 "
    "稲稻 穂穗 穣穰 竪豎 粋粹 経經 継繼 総總 緑綠 縄繩 翠翆 聡聰 芦蘆 蒋蔣 園薗 薫薰 藤籐 虎乕 衛衞 "
    "覚覺 証證 誉譽 読讀 賛贊 転轉 郷鄕 鎌鐮 鴎鷗 麦麥 麹麴 亀龜"
)
_TO_FIRST = {
    ord(other): group[0] for group in _VARIANTS.split() for other in group[1:] if other != group[0]
}


def unify_kanji(text: str) -> str:
    """The text with each kanji in one form, a character for a character."""
    return text.translate(_TO_FIRST)
