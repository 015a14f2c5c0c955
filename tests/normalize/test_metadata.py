"""Title, issuer and year, from wherever a report says them."""

import pytest

from pipeline.normalize.metadata import read_metadata

PERIOD = "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。"


def read(*lines, name="report.pdf"):
    metadata, findings = read_metadata(lines, name)
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


def test_no_title_is_said():
    title, issuer, _, rules = read("根据条例，现公布如下。", PERIOD)
    assert (title, issuer) == (None, None)
    assert "title_missing" in rules


def test_prose_that_ends_like_a_title_is_none():
    title, *_ = read("一、按照规定，我局认真编制了政府信息公开工作年度报告")
    assert title is None or "，" not in title
