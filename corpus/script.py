"""Other ways to write the same text: traditional characters, half-width brackets and numbering."""

from __future__ import annotations

import re
from functools import cache

import opencc

# Only the characters that the samples use.
_SIMPLIFIED = (
    "万与专业两个临为举习乡书于云从们众会体关内写决况减别办务动区医华单占厅县发变台号后员围国图处复够学实审对导将属岚岭带干并"
    "应废开强当录总执护报挡据数无时显机权条来构标栏桥检汇没泽游澜点现畅疗监确离稳类纠红纪纳纸组织终经结绕统继续维编缴网罚范获"
    "衔补见规计订认训议记许讼设访评诉询说请读负财责账质购费资转过这进采钩链错镇长问间阅际隐页项顺顾领题额"
)
_TRADITIONAL = (
    "萬與專業兩個臨為舉習鄉書於雲從們衆會體關內寫決況減別辦務動區醫華單佔廳縣發變臺號後員圍國圖處復夠學實審對導將屬嵐嶺帶幹並"
    "應廢開強當錄總執護報擋據數無時顯機權條來構標欄橋檢匯沒澤遊瀾點現暢療監確離穩類糾紅紀納紙組織終經結繞統繼續維編繳網罰範獲"
    "銜補見規計訂認訓議記許訟設訪評訴詢說請讀負財責賬質購費資轉過這進採鉤鏈錯鎮長問間閱際隱頁項順顧領題額"
)
_WORDS = {"关系": "關係", "制作": "製作", "重复": "重複"}
_TABLE = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def traditional(text: str) -> str:
    """Write the text in traditional characters, as far as the samples use them."""
    for simplified, other in _WORDS.items():
        text = text.replace(simplified, other)
    return text.translate(_TABLE)


def in_traditional(text: str) -> str:
    """Write any text in traditional characters."""
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def half_width(text: str) -> str:
    """Write numbering and the matrix's note as typists do who do not switch their keyboard: (一) 予以公开, 1. 属于…."""
    text = re.sub(r"^（([一二三四五六七])）", r"(\1) ", text)
    text = re.sub(r"^（(本列.*)）$", r"(\1)", text)
    return re.sub(r"^([1-8])\.(?=\D)", r"\1. ", text)
