"""Numbers as reports print them: what has a value gets it, and nothing else gets one."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pipeline.normalize.numbers import parse, whole_number

COUNTS = [
    ("0", 0),
    ("12", 12),
    ("1,234", 1234),
    ("1，234，567", 1234567),
    ("１２", 12),
    ("0件", 0),
    ("7 件", 7),
    ("３ 条", 3),
    ("22（其中修订16件）", 22),
    ("22(其中修订16件)", 22),
    ("5［注］", 5),
    ("12。", 12),
    (" 8\n", 8),
    ("15個", 15),
    ("+19", 19),
    ("增19", 19),
    ("0.0", 0),
]
SIGNED = [
    ("+19", 19),
    ("减26", -26),
    ("減26", -26),
    ("-26", -26),
    ("－26", -26),
    ("−26", -26),
    ("‑26", -26),
    ("–26", -26),
    ("增3", 3),
    ("0", 0),
]
MONEY = [
    ("1767.06万元", "", 1767.06),
    ("1767.06萬元", "", 1767.06),
    ("251000元", "", 25.1),
    ("7730.28", "", 7730.28),
    ("96171.6", "本年收费金额（单位：万元）", 96171.6),
    ("251000", "本年收费金额（单位：元）", 25.1),
    ("251000", "本年收费金额\n（单位： 元）", 25.1),
    ("251000", "本年收費金額（單位：元）", 25.1),
    ("251000", "本年收费金额（单位.元）", 25.1),
    ("251000", "本年收费金额（单位；万元）", 251000),
    ("25.1萬元", "本年收费金额（单位：元）", 25.1),
    ("1.2亿元", "", 12000),
    ("3千元", "", 0.3),
    ("0", "采购总金额", 0),
    ("1,234.50", "采购总金额（万元）", 1234.5),
]
NONE_SIGNS = ["/", "／", "—", "——", "-", "－", "‑", "无", "無", "暂无", "不涉及", "N/A"]
NO_NUMBERS = [
    "其他",
    "1-2",
    "12/3",
    "3+4",
    "、35",
    "1,23",
    "12,34,5",
    "1.2.3",
    "共",
    "约",
    "(3)",
    "二",
    "1767.06万元",
    "o",
    "l",
]
BROKEN = ["12 5", "1\n2", "7 3 0", "1234 .5"]


@pytest.mark.parametrize(("text", "value"), COUNTS)
def test_counts(text, value):
    assert parse(text)[:2] == ("number", value)


@pytest.mark.parametrize(("text", "value"), SIGNED)
def test_changes_have_a_sign(text, value):
    assert parse(text, signed=True) == ("number", value, False)


@pytest.mark.parametrize(("text", "header", "value"), MONEY)
def test_amounts_come_in_ten_thousand_yuan_whatever_cell_or_header_say(text, header, value):
    assert parse(text, "10k_cny", header) == ("number", pytest.approx(value), False)


@pytest.mark.parametrize("text", NONE_SIGNS)
def test_a_sign_for_none_is_no_number_and_no_doubt(text):
    assert parse(text) == ("none_sign", None, False)


@pytest.mark.parametrize("text", ["", " ", "\n", "　"])
def test_blank(text):
    assert parse(text) == ("blank", None, False)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_count_has_no_value(text):
    assert parse(text) == ("not_a_number", None, False)


@pytest.mark.parametrize("text", ["8件", "元5", "5美元", "约5万元"])
def test_an_amount_in_an_unknown_unit_has_no_value(text):
    assert parse(text, "10k_cny").value is None


@pytest.mark.parametrize("text", ["0件", "0元", "0.00万元", "0"])
def test_nothing_is_nothing_in_every_unit(text):
    assert parse(text, "10k_cny", "金额（■元）") == ("number", 0, False)


@pytest.mark.parametrize(
    "header", ["本年收费金额（单位：\ufffd元）", "收费金额（\ufffd元）", "金额（■元）", "单位：丆元"]
)
def test_a_unit_that_could_not_be_read_whole_is_none(header):
    assert parse("1767.06", "10k_cny", header).value is None


@pytest.mark.parametrize("text", [*BROKEN, "007", "1.5", "-3"])
def test_a_number_that_could_be_misread_is_doubtful(text):
    assert parse(text).doubtful


@pytest.mark.parametrize("mark", ["①", "⑳", "¹", "²³", "❶", "※", "*", "注1"])
def test_a_mark_of_a_note_is_no_digit_of_the_figure(mark):
    assert parse(f"12{mark}") == ("number", 12, False)
    assert parse(mark).kind == "not_a_number"


def test_below_zero_is_a_doubt_only_where_nothing_can_be_below_zero():
    assert parse("-3").doubtful
    assert not parse("-3", signed=True).doubtful


@given(
    st.integers(0, 10**9),
    st.booleans(),
    st.sampled_from(["", "件", "条", "項", " 个"]),
    st.sampled_from(["", "（含2件）", "(注1)"]),
    st.booleans(),
)
def test_every_way_to_print_a_count_gives_the_count(value, grouped, unit, note, wide):
    text = f"{value:,}" if grouped else str(value)
    text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else text
    assert parse(f" {text}{unit}{note}") == ("number", float(value), False)


@given(st.decimals(0, 10**7, places=2), st.sampled_from(["", "万元", "萬元"]), st.booleans())
def test_every_way_to_print_an_amount_gives_the_amount(value, unit, grouped):
    text = f"{value:,}" if grouped else str(value)
    assert parse(text + unit, "10k_cny") == ("number", pytest.approx(float(value)), False)
    assert parse(f"{value * 10000:f}元", "10k_cny").value == pytest.approx(float(value))


@given(st.text())
def test_text_without_a_digit_never_has_a_value(text):
    if not any(letter.isnumeric() for letter in text):
        assert parse(text).value is None
        assert parse(text, "10k_cny", "元", signed=True).value is None


@example(1, "[]")
@example(12, "（注）")
@given(st.integers(0, 10**6), st.text(st.characters(categories=("L", "P", "S")), min_size=1, max_size=4))
def test_two_numbers_in_a_cell_never_pass_for_one(value, between):
    assume(not set(",.") & set(unicodedata.normalize("NFKC", between)))
    assert parse(f"{value}{between}{value + 1}").value is None


def in_chinese(number):
    """A number as a person writes it: 一万二千零三."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return in_chinese(high) + "万" + (("零" if low < 1000 else "") + in_chinese(low) if low else "")
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + "一二三四五六七八九"[digit - 1] + name
        zero = not digit
    return text or "零"


@given(st.integers(0, 99_999_999))
def test_chinese_numerals_are_read_as_they_are_written(number):
    text = in_chinese(number)
    assert whole_number(text) == number
    assert whole_number(text.replace("二千", "两千").replace("二百", "两百")) == number


@given(st.integers(0, 10**9))
def test_counts_in_digits_are_read_with_and_without_commas(number):
    assert whole_number(str(number)) == whole_number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("text", "number"), [("十", 10), ("十二", 12), ("两", 2), ("〇", 0), ("一百一十", 110), ("两万", 20000)]
)
def test_counts_as_prose_says_them(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一二",
        "二〇二四",
        "一百二",
        "一万二",
        "百",
        "十百",
        "万",
        "一万万",
        "零万",
        "零零",
        "一十十",
        "甲",
        "3件",
        "1.2",
        "二千万一",
    ],
)
def test_what_could_be_read_in_two_ways_is_no_count(text):
    assert whole_number(text) is None


@given(st.text("零〇一二两三四五六七八九十百千万", max_size=9))
def test_any_numerals_are_a_number_or_none(text):
    number = whole_number(text)
    assert number is None or 0 <= number < 100_000_000


@pytest.mark.parametrize("text", ["10*11", "10\u246011", "1\u2460.5"])
def test_what_a_mark_of_a_note_parts_is_no_number(text):
    assert parse(text).kind == "not_a_number"
