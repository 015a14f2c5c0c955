"""Whether the text of a PDF page says what the page shows.

Where it does not, no reader of the text can know what is printed: scans, fonts that tell of other characters than they
draw, text that is drawn as pictures, text that is there and is not shown. Only pixels tell then.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image, ImageOps

from pipeline.extract.digit_shapes import DigitOfFont, Picture, PrintedDigit, fonts_lie, picture
from pipeline.extract.grid import Grid
from pipeline.extract.model import Box
from pipeline.extract.pdfium_calls import Results, char_angle, char_colour, text_mode, text_object
from pipeline.extract.pdfium_page import Frame, Rules
from pipeline.extract.pdfium_text import Characters

_MOST = 0.5
"""Images over more than this part of a page may be a scan of it."""
_MOST_LETTERS = 0.1
"""More than this part of letters without meaning (unassigned, private, control, unknown) makes a text worthless."""
_LEAST_COMMON = 0.35
"""Of the characters of Chinese prose about two thirds are among the common ones; of characters at random, one in 30."""
_SCALE = 4.0
"""So many pixels a point: a digit of the smallest print then has about twenty across its height."""
_LARGEST = 2000.0
"""Pages longer than this, in points, are not rendered for the sake of their digits."""
_PALE = 32
"""Less darkness than this, of 255, is not seen."""
_TINY = 0.25
"""A digit smaller than this part of the others is not read."""
_NO_LETTERS = ("Cc", "Cn", "Co", "Cs")
_FOREIGN = frozenset(range(0xC0, 0x250)) - {0xD7, 0xF7}
"""The letters of western alphabets with signs on them, without the signs × and ÷ among them."""
_OWN_SCRIPTS = frozenset(
    ("CJK", "LATIN", "FULLWIDTH", "HALFWIDTH", "HIRAGANA", "KATAKANA", "BOPOMOFO", "GREEK", "CYRILLIC")
)
_MOST_SCRIPTS = 3
"""Letters of more scripts than this that Chinese reports do not use are numbers of glyphs that pass for characters."""
_ENOUGH, FEW = 40, 12
"""So many Chinese characters tell whether they are Chinese; so few do where other pages are known to be none, and not
half as many of them are common."""
_HIDDEN_MODES = (c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP)
_COLOUR = Results(ctypes.c_uint, 4)
_USUAL, _CHINESE = re.compile("[!-~\u4e00-\u9fa5]+"), re.compile("[\u3400-\u9fff]+")
_COMMON = re.compile(
    "[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得"
    "经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程"
    "展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必"
    "战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打"
    "白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫"
    "且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
    "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"
    "申请予答复受理收费诉讼议维持纠正审结未直接起诉规章性文件许可罚强制事业单位万第条项信息容动公开政府依案卷绝密危及稳定权益企构益律"
    "務報項處請開議訟關無機國條與業單數複應辦縣區鎮鄉廳]+"
)


def hides_text(text: str, rules: Rules, frame: Frame) -> bool:
    """Whether a page shows more than its text says: images over most of it, or letters that mean nothing."""
    width, height = frame.size
    covered = sum(max(0.0, x1 - x0) * max(0.0, bottom - top) for x0, top, x1, bottom in rules.images)
    return covered > _MOST * width * height or means_nothing(text)


def means_nothing(text: str, enough: int = _ENOUGH) -> bool:
    """Whether the letters of a text mean nothing. enough: so many Chinese characters tell whether they are Chinese."""
    letters = "".join(text.split())
    printed = len(letters)
    unusual = Counter(_USUAL.sub("", letters))
    empty = sum(count for letter, count in unusual.items() if _is_empty(letter))
    if empty > _MOST_LETTERS * printed:
        return True
    chinese = printed - len(_CHINESE.sub("", letters))
    rare = {
        letter: count for letter, count in unusual.items() if not (letter.isascii() or "\u3000" <= letter <= "\u9fff")
    }
    odd = sum(count for letter, count in rare.items() if _is_odd(letter))
    if _in_many_scripts(rare, printed) or chinese < odd > _MOST_LETTERS * printed:
        return True
    common = printed - len(_COMMON.sub("", letters))
    least = _LEAST_COMMON if chinese >= _ENOUGH else _LEAST_COMMON / 2
    return chinese >= enough and common < least * chinese


def _in_many_scripts(rare: Mapping[str, int], printed: int) -> bool:
    """Whether many letters are of other scripts, and these of several: a region that writes two has not more.

    rare: how often each character comes that is neither plain Latin nor Chinese; printed: how many there are in all.
    """
    scripts = {
        letter: script
        for letter in rare
        if unicodedata.category(letter)[0] in "LM" and (script := _script_of(letter)) not in _OWN_SCRIPTS
    }
    return (
        sum(rare[letter] for letter in scripts) > _MOST_LETTERS * printed and len(set(scripts.values())) > _MOST_SCRIPTS
    )


@cache
def _is_empty(letter: str) -> bool:
    """Whether a character is no letter or sign that means anything."""
    return letter == "\ufffd" or unicodedata.category(letter) in _NO_LETTERS


@cache
def _is_odd(letter: str) -> bool:
    """Whether a rare character is a letter or a sign, and no other form of one that is common."""
    return not ("\u2e80" <= letter < "\u3000" or letter >= "\uff00") and unicodedata.category(letter)[0] in "LS"


@cache
def _script_of(letter: str) -> str:
    """The script of a letter: the first word of its name in Unicode."""
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0]


def tables_hide_text(
    page: pdfium.PdfPage,
    characters: Characters,
    frame: Frame,
    grids: Sequence[Grid],
    rules: Rules,
    true_digits: set[DigitOfFont] | None = None,
) -> bool:
    """Whether the tables of a page may show other figures than its text says.

    Its digits may be drawn by fonts that lie or do not tell what they draw, or not be shown at all; and something in
    the tables may be drawn that is no text.
    """
    if any(_inside(box, grid) for box in (*rules.images, *rules.drawings) for grid in grids):
        return True
    if _has_nameless(characters, frame, grids):
        return True
    shown = _Shown(page, characters, frame, images=bool(rules.images))
    printed = [
        PrintedDigit(index, code, text_object(characters.address, index)) for index, code in characters.digits(frame)
    ]
    if _covered(printed, characters, frame, grids, rules):
        return True
    return _not_shown(printed) or _unseen(printed, characters, shown) or fonts_lie(printed, shown, true_digits)


def _has_nameless(characters: Characters, frame: Frame, grids: Sequence[Grid]) -> bool:
    """Whether there are characters in tables of which the font does not tell which they are, or says that they are
    letters that no Chinese report has: their numbers in the font, which may be those of digits.
    """
    codes = () if _FOREIGN.isdisjoint(characters.codes) else characters.codes  # as nearly always
    foreign = {index for index, code in enumerate(codes) if code in _FOREIGN}
    boxes = (characters.boxes[index].tolist() for index in characters.nameless | foreign)
    places = (frame.box(left, bottom, right, top) for left, right, bottom, top in boxes)
    return any(_inside(place, grid) for place in places for grid in grids)


def _covered(
    digits: Sequence[PrintedDigit], characters: Characters, frame: Frame, grids: Sequence[Grid], rules: Rules
) -> bool:
    """Whether something was painted over digits in tables, as who corrects a figure in a PDF may do."""
    if not rules.covers:
        return False
    left, right, bottom, top = characters.boxes[[digit.place for digit in digits]].T
    x0, y0, x1, y1 = frame.box(left, bottom, right, top)
    xs, ys = (x0 + x1) / 2, (y0 + y1) / 2
    inside = np.zeros(len(digits), np.bool_)
    for grid in grids:
        inside |= (grid.xs[0] < xs) & (xs < grid.xs[-1]) & (grid.ys[0] < ys) & (ys < grid.ys[-1])
    order = np.array([rules.texts.get(digit.text_object, len(rules.texts)) for digit in digits])
    return any(
        bool((inside & (order < before) & (box[0] < xs) & (xs < box[2]) & (box[1] < ys) & (ys < box[3])).any())
        for box, before in rules.covers
    )


class _Shown:
    """The pictures of digits as a page shows them. Just their places are rendered, unless the page has images, which
    would be unpacked anew for each.
    """

    def __init__(self, page: pdfium.PdfPage, characters: Characters, frame: Frame, *, images: bool) -> None:
        self._page, self._characters, self._frame = page, characters, frame
        self._size = tuple(math.ceil(_SCALE * side) for side in page.get_size())
        self._images = images
        self._image: Image.Image | None = None

    def __call__(self, index: int) -> Picture | None:
        darkness = self._darkness(index)
        if darkness is None:
            return None
        ink = (darkness > (darkness.min() / 2 + darkness.max() / 2)).astype(np.uint8) * 255
        return picture(Image.fromarray(np.rot90(ink, self._turns(index))))

    def contrast(self, index: int) -> int:
        """How much the darkest and the lightest part of a digit's place differ, from 0 to 255; 255 if not known."""
        darkness = self._darkness(index)
        return 255 if darkness is None or not darkness.size else int(darkness.max()) - int(darkness.min())

    def _turns(self, index: int) -> int:
        """By how many right angles, clockwise, a digit lies on the page as displayed."""
        angle = math.degrees(char_angle(self._characters.address, index))
        return round((angle + self._frame.rotation) / 90)

    def _darkness(self, index: int) -> np.ndarray[Any, np.dtype[np.uint8]] | None:
        if max(self._frame.size) > _LARGEST:
            return None
        left, right, bottom, top = self._characters.boxes[index].tolist()
        x0, y0, x1, y1 = (round(_SCALE * value) for value in self._frame.box(left, bottom, right, top))
        return np.asarray(ImageOps.invert(self._rendered(x0 - 1, y0 - 1, x1 + 1, y1 + 1)))

    def _rendered(self, x0: int, y0: int, x1: int, y1: int) -> Image.Image:
        """A part of the page, in pixels of the whole page; black where it lies beside the page."""
        width, height = self._size
        left, top, right, bottom = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
        if self._images or left >= right or top >= bottom:
            if self._image is None:
                self._image = self._page.render(scale=_SCALE, grayscale=True).to_pil()
            return self._image.crop((x0, y0, x1, y1))
        cut_off = (left, height - bottom, width - right, top)
        shown = self._page.render(scale=_SCALE, grayscale=True, crop=tuple(side / _SCALE for side in cut_off))
        part: Image.Image = shown.to_pil()
        return part.crop((x0 - left, y0 - top, x1 - left, y1 - top))


def _inside(box: Box, grid: Grid) -> bool:
    """Whether the middle of a box lies in a table."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return grid.xs[0] < x < grid.xs[-1] and grid.ys[0] < y < grid.ys[-1]


def _unseen(digits: Sequence[PrintedDigit], characters: Characters, shown: _Shown) -> bool:
    """Whether some digits are in the colour of what lies under them, or far too small to be read beside the others."""
    left, right, bottom, top = characters.boxes[[digit.place for digit in digits]].T
    sizes = np.sort(np.maximum(right - left, top - bottom))
    if len(sizes) and sizes[0] < _TINY * sizes[len(sizes) // 2]:
        return True
    pale = {digit.text_object for digit in _one_a_text(digits) if _is_pale(digit, characters)}
    return any(digit.text_object in pale and shown.contrast(digit.place) < _PALE for digit in digits)


def _one_a_text(digits: Iterable[PrintedDigit]) -> Iterable[PrintedDigit]:
    """One of the digits of each text object: all of them have its colour and font, and are shown as it is."""
    return {digit.text_object: digit for digit in digits}.values()


def _is_pale(digit: PrintedDigit, characters: Characters) -> bool:
    """Whether a digit is nearly white, or lets most of what lies under it through."""
    char_colour(characters.address, digit.place, *_COLOUR.addresses)
    red, green, blue, alpha = _COLOUR.numbers
    return bool(alpha < _PALE or min(red, green, blue) > 255 - _PALE)


def _not_shown(digits: Sequence[PrintedDigit]) -> bool:
    """Whether some digits are there for searching only, as a layer over a picture is."""
    return any(text_mode(digit.text_object) in _HIDDEN_MODES for digit in _one_a_text(digits))
