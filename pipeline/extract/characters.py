"""Characters as they are printed, whatever a font says of them."""

from __future__ import annotations

import re
import unicodedata

# Fonts that draw a radical and the character that looks the same with one glyph often name the radical. Those of the
# Kangxi block have their characters in Unicode's own tables; these, of the supplement to it, have not. Others name the
# second of two codes of one character, kept for the sake of older standards (the 年 of Korea's): the tables have these.
_SUPPLEMENT = dict(
    zip(
        "⺀⺁⺊⺌⺍⺎⺏⺐⺑⺒⺓⺖⺘⺟⺠⺡⺤⺥⺦⺨⺩⺫⺬⺭⺮⺯⺱⺲⺶⺷⺹⺼⺽⺾⺿⻀⻁⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "冫厂卜小小兀尣尢尣巳幺忄扌母民氵爫爫丬犭王罒示礻竹糹罓罒羊羊耂月臼艹艹艹虎西见角讠贝车辶辶辶钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_ODD = re.compile("[\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfff]")
_PRINTED = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))}
    | _SUPPLEMENT
)


def sound(text: str) -> str:
    """The text with radicals and doubles as the characters that they print, and without halves of characters.

    Broken fonts give halves, and no file format holds them.
    """
    if text.isascii() or not _ODD.search(text):
        return text
    return text.translate(_PRINTED).encode("utf-8", "replace").decode("utf-8")
