import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.links import Link, is_attachment, is_file, kind_of, lasting, template, year_in
from pipeline.fetch.sources import Source

SITE = "https://www.town.example"
SOURCE = Source.model_validate({"body": "某镇", "division": "990101", "entries": [{"url": f"{SITE}/", "kind": "hub"}]})


def kind(text, path="/art/2025/1/20/art_1_2.html", in_column=False, title="", source=SOURCE):
    return kind_of(Link(f"{SITE}{path}", text, title), source, in_column=in_column)


@pytest.mark.parametrize(
    "text",
    [
        "某镇2024年政府信息公开工作年度报告",
        "某市统计局 2024 年政府信息公开工作年度报告",
        "某市财政局2023年度政府信息公开年报",
        "某市审计局关于2022年政府信息公开工作情况的报告",
        "二〇二一年政府信息公开工作报告",
        "2020年政府信息公开工作年度总结",
        "2019年度信息公开年度报告",
        "某区政府信息公开工作\n年度报告（2024年）",
        "2024年度政府信息公开工作",
    ],
)
def test_reports_are_known_by_their_names_wherever_they_stand(text):
    assert kind(text) == "report"
    assert kind(text, "/P020250120.pdf") == "file"


@pytest.mark.parametrize(
    "text",
    [
        "某镇2024年部门预算",
        "2024年统计年鉴",
        "2024年公务员招聘公告",
        "关于做好2024年政府信息公开工作年度报告编制工作的通知",
        "图解：某镇2024年政府信息公开工作年度报告",
        "2024年法治政府建设年度报告",
        "2024年政府网站工作年度报表",
        "2024年政府工作报告",
        "政府信息公开指南",
        "2024年第一季度政府信息公开情况",
        "2018年政府信息公开情况统计表",
        "某公司2024年企业年报",
        "2024年",
        "年度报告",
        "",
    ],
)
def test_other_material_is_no_report(text):
    assert kind(text) not in ("report", "file")
    assert kind(text, "/files/2024.pdf") is None


def test_in_a_column_of_reports_less_is_enough():
    assert kind("2024年年度报告") is None
    assert kind("2024年年度报告", in_column=True) == "report"
    assert kind("2024年度", in_column=True) == "report"
    assert kind("2024年年度报告", "/zfxxgknb/202501/t20250120_5.html") == "report"
    assert kind("2024年部门决算年度报告", in_column=True) is None
    assert kind("2024年统计公报", in_column=True) is None


def test_a_text_that_a_list_cuts_off_is_taken_from_the_title():
    assert kind("某镇2024年政府信…", title="某镇2024年政府信息公开工作年度报告") == "report"
    assert Link("", "某镇2024年政府信…", "某镇2024年政府信息公开工作年度报告").said.count("某镇") == 1


def test_the_way_to_the_columns_is_followed_and_others_are_not():
    for text in ("政府信息公开", "政务公开", "法定主动公开内容", "某镇政府信息公开", "2024年"):
        assert kind(text, "/zwgk/") == "hub", text
    for text in ("新闻中心", "人事招聘", "互动交流", "下一月", "政府信息公开申请"):
        assert kind(text, "/zwgk/") is None, text


def test_nothing_off_the_site_is_wanted_and_nothing_that_the_source_leaves_out():
    report = "某镇2024年政府信息公开工作年度报告"
    assert kind_of(Link("https://www.elsewhere.example/a.pdf", report), SOURCE, in_column=True) is None
    own = SOURCE.model_copy(update={"leave": (r"/old/",), "take": (r"/nb_\d+",)})
    assert kind(report, "/old/1.html", source=own) is None
    assert kind("查看", "/nb_2024.html", source=own) == "report"
    assert kind("查看", "/nb_2024.docx", source=own) == "file"


def test_files_of_an_article_are_its_attachments_unless_they_tell_of_another_matter():
    def attached(text, path="/P1.pdf", inside=True):
        return is_attachment(Link(f"{SITE}{path}", text, inside=inside), SOURCE)

    assert attached("附件1")
    assert attached("下载", "/system/download.jsp?id=17")
    assert attached("下载", "/down?name=2024.docx")
    assert not attached("附件1", "/page.html")
    assert not attached("2025年招聘公告")
    assert not attached("网站使用手册", inside=False)
    assert not attached("附件1", inside=False)
    assert attached("2024年政府信息公开工作年度报告.pdf", inside=False)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/a.pdf", True),
        ("/A.PDF", True),
        ("/a.docx?v=2", True),
        ("/a.ofd", True),
        ("/down.jsp?name=%E5%B9%B4%E6%8A%A5.wps&id=3", True),
        ("/a.html", False),
        ("/pdf/", False),
        ("/a.pdf.html", False),
    ],
)
def test_files_are_told_by_how_an_address_ends(path, is_one):
    assert is_file(SITE + path) is is_one


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["某镇2024年政府信息公开工作年度报告"], 2024),
        (["某镇2024年度报告（2025年1月发布）"], 2024),
        (["二〇二一年年度报告"], 2021),
        (["二零一九年年度报告"], 2019),
        (["附件1", "2023 年年报"], 2023),
        (["某镇政府信息公开工作年度报告（2024）"], 2024),
        (["2024政府信息公开年报"], 2024),
        (["2025-01-20 某镇2024年年报"], 2024),
        (["2025-01-20"], None),
        (["2025.1"], None),
        (["年报", None], None),
        (["12024年", "202501"], None),
    ],
)
def test_the_year_is_the_first_that_is_named(texts, year):
    assert year_in(*texts) == year


def test_session_ids_make_no_new_address():
    plain = f"{SITE}/list.jsp?id=3"
    assert lasting(f"{SITE}/list.jsp;jsessionid=A1B2?id=3") == plain
    assert lasting(f"{SITE}/list.jsp?PHPSESSID=9f&id=3&_=171#top") == plain


paths = st.text("abc/;=?&_-.#0123456789", max_size=30)


@given(paths)
def test_an_address_that_lasts_stays_as_it_is(path):
    once = lasting(f"{SITE}/{path}")
    assert lasting(once) == once


@given(paths, st.integers(0, 99), st.integers(0, 10**6))
def test_pages_that_differ_in_numbers_only_are_alike(path, one, other):
    assert template(f"{SITE}/a{one}/{path}") == template(f"{SITE}/a{other}/{path}")
