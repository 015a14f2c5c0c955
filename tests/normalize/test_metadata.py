"""Title, issuer and year, from wherever a report says them."""

import pytest

from pipeline.extract.model import Extraction, TextLine, Turn
from pipeline.form import load_forms
from pipeline.normalize import normalize
from pipeline.normalize.metadata import read_metadata
from pipeline.normalize.parts import Prose
from tests.making import facts
from tests.normalize.tables import THREE, table_of

PERIOD = "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。"


def told(lines, name="report.pdf", closing=()):
    prose = Prose(*(tuple(TextLine(text, 1) for text in part) for part in (lines, closing)))
    return read_metadata(prose, name)


def read(*lines, name="report.pdf", closing=()):
    metadata, findings = told(lines, name, closing)
    return metadata.title, metadata.issuer, metadata.year, [finding.rule for finding in findings]


TITLES = [
    (["云泽县人民政府2024年政府信息公开工作年度报告"], "云泽县人民政府", 2024),
    (["王母渡镇 2024 年政府信息公开工作年度报告"], "王母渡镇", 2024),
    (["平沅县公安局", "2023年政府信息公开", "工作年度报告"], "平沅县公安局", 2023),
    (["平沅县公安局2023年政府信息公开工作年度报", "告"], "平沅县公安局", 2023),
    (["平沅县公安局二〇二三年政府信息公开年度报告"], "平沅县公安局", 2023),
    (["江岭省2022年政府信息公开工作情况报告"], "江岭省", 2022),
    (["云泽县人民政府信息公开工作年度报告（2024年）"], "云泽县人民政府", 2024),
    (["2024年云泽县政府信息公开工作年度报告"], "云泽县", 2024),
    (["云泽县人民政府办公室关于2024年度政府信息公开工作情况的报告"], "云泽县人民政府办公室", 2024),
    (["南嵐市文化和旅遊局2022年政府信息公開工作年度報告"], "南嵐市文化和旅遊局", 2022),
    (["石桥乡２０２２年政务公开年报（公示稿）"], None, 2022),
]


@pytest.mark.parametrize(("lines", "issuer", "year"), TITLES)
@pytest.mark.parametrize("before", [(), ("- 1 -",), ("",)], ids=["", "page number", "blank line"])
def test_titles_as_reports_set_them(before, lines, issuer, year):
    found = read(*before, *lines, "一、总体情况")
    assert found[0] == "".join(lines).replace(" ", "")
    assert found[2] == year
    assert issuer in (None, found[1])


def test_a_title_without_a_year_leaves_it_to_the_prose():
    *_, year, rules = read("红棠镇政府信息公开工作年度报告", PERIOD)
    assert (year, rules) == (2023, ["year_from_prose"])


def test_the_name_of_the_file_is_a_doubtful_source_of_the_year():
    *_, year, rules = read("红棠镇政府信息公开工作年度报告", name="honqtang-2022.pdf")
    assert (year, rules) == (2022, ["year_from_file_name"])


def test_digits_inside_a_longer_number_of_the_name_are_no_year():
    *_, year, rules = read("红棠镇政府信息公开工作年度报告", name="t120233_88.pdf")
    assert (year, rules) == (None, ["year_missing"])


def test_the_year_of_the_notice_is_not_the_year_of_the_report():
    *_, year, _ = read("依据国办公开办函〔2021〕30号和2019年修订的条例编制。", PERIOD)
    assert year == 2023


OFFICE = "淮安市洪泽区人民政府办公室"
NAMED_ELSEWHERE = [
    (["政府信息公开工作年度报告", f"本报告由{OFFICE}根据条例编制。"], (), OFFICE),
    (["政府信息公开工作年度报告", "根据条例，现公布云泽县财政局2023年政府信息公开工作年度报告。"], (), "云泽县财政局"),
    (["政府信息公开工作年度报告", "特向社会公布2023年度云泽县财政局政府信息公开年度报告。"], (), "云泽县财政局"),
    (["政府信息公开工作年度报告", "一、总体情况", "2023年，云泽县财政局认真落实条例。"], (), "云泽县财政局"),
    (["云泽县财政局文件", "云财发〔2024〕3号", "关于2023年政府信息公开工作情况的报告"], (), "云泽县财政局"),
    (["政府信息公开年度报告", "本报告由怀化市溆浦县发展和改革局编制。"], (), "怀化市溆浦县发展和改革局"),
    (["政府信息公开年度报告"], ("特此报告。", "云泽县财政局", "2024年1月20日"), "云泽县财政局"),
    (["政府信息公开年度报告"], ("云泽县财政局2024年1月",), "云泽县财政局"),
]


@pytest.mark.parametrize(("lines", "closing", "issuer"), NAMED_ELSEWHERE)
def test_where_the_title_names_no_body_the_rest_of_the_report_does(lines, closing, issuer):
    _, found, year, rules = read(*lines, PERIOD, closing=closing)
    assert (found, year) == (issuer, 2023)
    assert "issuer_from_prose" in rules


@pytest.mark.parametrize(
    ("title", "prose", "differs"),
    [
        ("「缶山市人民政府", "临山市人民政府", True),
        ("云泽县财政局", "云泽县教育局", True),
        ("云泽县财政局", "云泽县财政局", False),
        ("雲澤縣財政局", "云泽县财政局", False),
        ("云泽高新区管理委员会", "云泽高新区管委会", False),
        ("云泽县财政局", "云泽县人民政府", False),
    ],
)
def test_a_title_and_prose_that_name_one_body_by_different_characters_are_told_of(title, prose, differs):
    _, issuer, _, rules = read(f"{title}2023年政府信息公开工作年度报告", f"本报告由{prose}负责编制。", PERIOD)
    assert issuer == title.strip("「")
    assert ("issuer_differs" in rules) == differs


@pytest.mark.parametrize(
    "sentence",
    [
        "现将我局2023年政府信息公开工作报告如下",
        "现公布区统计局2023年政府信息公开年报",
        "本报告由云泽县财政局和云泽县教育局编制",
        "本报告由分管领导和办公室负责",
    ],
)
def test_a_name_that_says_nothing_outside_its_own_district_is_no_issuer(sentence):
    _, issuer, _, rules = read("政府信息公开年度报告", sentence, PERIOD)
    assert issuer is None
    assert "issuer_missing" in rules


def test_a_file_name_serves_where_the_title_is_a_picture():
    title, issuer, year, rules = read("一、总体情况", name="云泽县财政局2023年政府信息公开工作年度报告.pdf")
    assert (title, issuer, year) == ("云泽县财政局2023年政府信息公开工作年度报告", "云泽县财政局", 2023)
    assert rules == ["title_from_file_name", "issuer_from_file_name", "year_from_file_name"]


def test_title_and_prose_that_report_on_different_years_are_doubted():
    *_, year, rules = read("云泽县财政局2024年政府信息公开工作年度报告", PERIOD)
    assert (year, rules) == (2024, ["year_differs"])


def test_what_the_prose_suggests_alone_is_doubted_and_with_the_signature_is_not():
    lines = ["云泽县财政局政府信息公开工作年度报告", "一、总体情况。2023年，全局共公开信息5条。"]
    assert read(*lines)[2:] == (2023, ["year_guessed"])
    assert read(*lines, closing=["云泽县财政局", "2024年1月20日"])[2:] == (2023, ["year_from_prose"])


def test_the_kind_of_the_body_comes_with_its_name():
    metadata, _ = told(["2023年玉林街道辦事處政府信息公開年度報告"])
    assert metadata.body_kind == "street_office"


def test_no_title_is_said():
    title, issuer, _, rules = read("根据条例，现公布如下。", PERIOD)
    assert (title, issuer) == (None, None)
    assert "title_missing" in rules


def test_prose_that_ends_like_a_title_is_none():
    title, *_ = read("一、按照规定，我局认真编制了政府信息公开工作年度报告")
    assert title is None or "，" not in title


@pytest.mark.parametrize("serial", ["003 ", "17-00042-", "（12）", "1.", "20250120_", "8、"])
@pytest.mark.parametrize("named", ["云泽县财政局2024年政府信息公开工作年度报告", "2024年云泽县财政局政府信息公开年报"])
def test_a_serial_number_is_no_part_of_the_title_in_a_file_name(serial, named):
    found, _ = read_metadata(Prose((), ()), f"{serial}{named}.pdf")
    assert (found.title, found.issuer, found.year) == (named, "云泽县财政局", 2024)


def test_a_second_report_has_neither_title_nor_issuer_from_the_name_of_the_file():
    named = "云泽县财政局2024年政府信息公开工作年度报告.pdf"
    found, findings = read_metadata(Prose((), ()), named, first=False)
    assert (found.title, found.issuer, found.year) == (None, None, 2024)
    assert [finding.rule for finding in findings] == ["title_missing", "issuer_missing", "year_from_file_name"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_the_title_of_a_scanned_page_that_lies_on_its_side_is_none_that_was_written_beside_its_text(angle):
    size = (595.0, 842.0) if angle == 180 else (842.0, 595.0)
    turn = Turn(1, angle, *size)
    lines = (
        TextLine("同意公开", 1, turn.turned((420.0, 60.0, 480.0, 80.0))),
        TextLine("平沅县公安局", 1, turn.turned((220.0, 90.0, 380.0, 110.0))),
        TextLine("2023年政府信息公开工作年度报告", 1, turn.turned((150.0, 120.0, 450.0, 140.0))),
        TextLine("根据《中华人民共和国政府信息公开条例》，编制本报告。", 1, turn.turned((90.0, 160.0, 510.0, 175.0))),
    )
    order = (*(("line", i) for i in range(4)), ("table", 0))
    table = table_of(facts(7), THREE, page=2)
    seen = Extraction("ocr", 2, (table,), lines, order, seen_pages=(1, 2), turned=(turn,))
    (report,) = normalize(seen, load_forms(), "a.pdf")
    assert report.metadata.title == "平沅县公安局2023年政府信息公开工作年度报告"


def test_the_menu_of_a_website_beside_a_title_is_no_line_of_it():
    def at(text, x0, top, x1):
        return TextLine(text, 1, (x0, top, x1, top + (9.0 if x0 < 100 else 18.0)))

    prose = Prose(
        (
            at("首页政府信息公开互动交流", 58, 100, 340),
            at("政府信息公开指南", 83, 200, 150),
            at("平沅县公安局2023年政府信息公开", 165, 211, 513),
            at("政府信息公开制度", 83, 220, 150),
            at("工作年度报告", 313, 238, 366),
            at("法定主动公开内容", 84, 239, 150),
            at("政府信息公开年报", 83, 259, 150),
            at("根据《中华人民共和国政府信息公开条例》，编制本报告。", 165, 277, 516),
        ),
        (),
    )
    assert read_metadata(prose, "a.pdf")[0].title == "平沅县公安局2023年政府信息公开工作年度报告"


def test_a_watermark_above_a_title_is_no_line_of_it():
    texts = [*["仅供公开使用"] * 3, "平沅县公安局", "2023年政府信息公开工作年度报告", "一、总体情况"]
    prose = Prose(tuple(TextLine(text, 1) for text in texts), ())
    assert read_metadata(prose, "a.pdf")[0].title == "平沅县公安局2023年政府信息公开工作年度报告"


def test_what_was_written_or_stamped_on_a_scan_beside_the_middle_is_no_line_of_its_title():
    prose = Prose(
        (
            TextLine("同意公开", 1, (420.0, 60.0, 480.0, 80.0)),
            TextLine("平沅县公安局", 1, (220.0, 90.0, 380.0, 110.0)),
            TextLine("2023年政府信息公开工作年度报告", 1, (150.0, 120.0, 450.0, 140.0)),
            TextLine("根据《中华人民共和国政府信息公开条例》，编制本报告。", 1, (90.0, 160.0, 510.0, 175.0)),
        ),
        (),
    )
    title = "平沅县公安局2023年政府信息公开工作年度报告"
    assert read_metadata(prose, "a.pdf", seen_pages=(1,))[0].title == title
    assert read_metadata(prose, "a.pdf")[0].title == "同意公开" + title


def test_a_staple_that_was_read_for_a_letter_is_no_line_of_the_title():
    prose = Prose(
        (
            TextLine("一", 1, (24.0, 8.0, 61.0, 37.0)),
            TextLine("平沅县公安局2023年政府信息公开工作年度报告", 1, (72.0, 115.0, 472.0, 135.0)),
            TextLine("根据《中华人民共和国政府信息公开条例》，编制本报告。", 1, (66.0, 186.0, 474.0, 204.0)),
        ),
        (),
    )
    title = "平沅县公安局2023年政府信息公开工作年度报告"
    assert read_metadata(prose, "a.pdf", seen_pages=(1,))[0].title == title
