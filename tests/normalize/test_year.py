"""The year reported on, in the ways in which reports print it, and not the year of anything else."""

import pytest

from pipeline.normalize.year import read_year, year_in_title


@pytest.mark.parametrize(
    "title", ["2024年年报", "２０２４年度", "二〇二四年", "二○二四年度", "二0二四年", "2 0 2 4 年", "2024政府信息公开"]
)
def test_years_as_titles_print_them(title):
    assert year_in_title(title) == 2024


@pytest.mark.parametrize("title", ["年度报告（2025年1月20日）", "二〇二五年一月", "12024年", "1999年", "年报20245"])
def test_dates_and_other_numbers_are_no_year(title):
    assert year_in_title(title) is None


@pytest.mark.parametrize(
    "prose",
    [
        "统计期限自2023年1月1日起至2023年12月31日止",
        "所列数据的统计期限为2023年1月1日—12月31日",
        "统计时限为2023年01月01日到2023年12月31日",
        "数据统计期限从2023.1.1-2023.12.31",
        "2023年1月至12月",
        "自二〇二三年一月一日起",
        "截至2023年12月31日",
        "統計期限自2023年1月1日起至2023年12月31日止",
    ],
)
@pytest.mark.parametrize("noise", ["", "依据〔2021〕30号和2019年修订的条例，2024年1月15日发布。"])
def test_periods_as_prose_states_them(prose, noise):
    year, (finding,) = read_year(None, noise + prose, [], "report.pdf")
    assert (year, finding.rule) == (2023, "year_from_prose")


@pytest.mark.parametrize("name", ["P020250120345.pdf", "2025-01-20.pdf", "公开_2025.1.20.pdf", "t2025012_1.pdf"])
def test_a_date_in_a_file_name_is_none_of_the_report(name):
    year, (finding,) = read_year(None, "", [], name)
    assert (year, finding.rule) == (None, "year_missing")


def test_a_report_is_signed_in_the_year_after():
    year, (finding,) = read_year(None, "", ["云泽县财政局", "二〇二四年一月二十日"], "report.pdf")
    assert (year, finding.rule) == (2023, "year_guessed")
    assert read_year(None, "", ["2024年1月20日"], "2023年年报.pdf")[1][0].rule == "year_from_prose"


@pytest.mark.parametrize("prose", ["规划期至2025年12月31日", "自2025年1月1日起施行", "2022年1月至12月受理12件"])
def test_other_periods_do_not_put_the_title_in_doubt(prose):
    assert read_year("2024年年报", prose, [], "report.pdf") == (2024, [])


def test_the_period_of_the_data_goes_before_others():
    prose = "自2021年1月1日起施行。2022年1月1日至2月1日开展。本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止"
    assert read_year(None, prose, [], "report.pdf")[0] == 2024
