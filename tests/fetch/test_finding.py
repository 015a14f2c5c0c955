from datetime import date

from pipeline.fetch.finding import Trail, finds_in, is_article, is_report_itself, trail_of_article
from pipeline.fetch.pages import read_page
from pipeline.fetch.sources import Source

SITE = "https://www.town.example"
SOURCE = Source.model_validate({"body": "某镇", "division": "990101", "entries": [{"url": f"{SITE}/", "kind": "hub"}]})
REPORT = "某镇2024年政府信息公开工作年度报告"
TAGS = f'<meta name="ArticleTitle" content="{REPORT}">'
TEXT = f"<h1>{REPORT}</h1>" + "<p>本年度收到政府信息公开申请17件。</p>" * 20


def page(html, path="/zwgk/nb/index.html"):
    return read_page(html.encode(), SITE + path)


def found(html, kind="hub", path="/zwgk/nb/index.html", **trail):
    return [
        (find.url.removeprefix(SITE), find.kind) for find in finds_in(page(html, path), kind, Trail(**trail), SOURCE)
    ]


def test_a_hub_leads_to_hubs_and_a_column_does_not_lead_out_of_itself():
    html = "<a href='/zwgk/'>政务公开</a><a href='/zwgk/nb/bm/'>部门</a><a href='/zwgk/nb/2025/1.html'>新闻一则</a>"
    assert found(html) == [("/zwgk/", "hub")]
    assert found(html, "list", in_column=True) == [("/zwgk/nb/bm/", "list")]


def test_a_page_that_sends_visitors_on_is_followed_on_its_site_only():
    assert found("<script>location.href='/index.html'</script>") == [("/index.html", "hub")]
    assert found("<script>location.href='https://elsewhere.example/'</script>") == []


def test_frames_are_read_as_the_page_that_shows_them():
    assert found("<frameset><frame src='m.htm'></frameset>") == [("/zwgk/nb/m.htm", "hub")]
    assert found("<iframe src='l.htm'></iframe>", "list") == [("/zwgk/nb/l.htm", "list")]
    assert found("<iframe src='https://elsewhere.example/l.htm'></iframe>", "list") == []


def test_the_frame_of_an_article_that_says_nothing_itself_has_its_text_and_its_tags():
    frame = "<iframe src='text.htm'></iframe>"
    (find,) = finds_in(page(TAGS + frame), "report", Trail(), SOURCE)
    assert (find.url, find.kind) == (f"{SITE}/zwgk/nb/text.htm", "report")
    assert trail_of_article(page(TEXT), find.trail).tags == {"ArticleTitle": REPORT}
    assert found(TAGS + TEXT + frame, "report") == []
    assert found(f"{TAGS}<a href='a.pdf'>附件</a>{frame}", "report") == [("/zwgk/nb/a.pdf", "file")]


def test_what_a_source_leaves_out_is_not_followed_in_whatever_way_it_is_reached():
    source = SOURCE.model_copy(update={"leave": ("/old/",)})
    for html in (
        "<script>location.href='/old/'</script>",
        "<iframe src='/old/l.htm'></iframe>",
        "<a href='/old/2.html'>下一页</a>",
    ):
        assert list(finds_in(page(html), "list", Trail(), source)) == []


def test_a_link_with_a_year_may_lead_to_a_list():
    """2024年政府信息公开年报 is as often the column of a year as a report."""
    items = "".join(f"<a href='/a{n}.html'>某局{n}2024年政府信息公开年报</a>" for n in range(3))
    assert not is_article(page(items), Trail(in_column=True), SOURCE)
    assert found(items, "report", in_column=True) == [(f"/a{n}.html", "report") for n in range(3)]


def test_links_of_an_article_to_other_articles_are_not_followed():
    html = f"{TAGS}{TEXT}<a href='/b.html'>上一篇：某镇2023年政府信息公开年报</a><a href='a.pdf'>附件</a>"
    assert found(html, "report") == [("/zwgk/nb/a.pdf", "file")]


def test_an_article_is_the_report_itself_unless_it_has_a_file_that_could_be_it():
    assert is_report_itself(page(TAGS + TEXT), SOURCE)
    assert is_report_itself(page(f"{TAGS}{TEXT}<a href='a.xlsx'>附表</a>"), SOURCE)
    assert not is_report_itself(page(f"{TAGS}{TEXT}<a href='a.docx'>附件</a>"), SOURCE)
    assert not is_report_itself(page(f"{TAGS}<h1>{REPORT}</h1>"), SOURCE)


def test_a_page_that_neither_its_tags_nor_a_date_nor_a_heading_make_an_article_is_none():
    assert not is_article(page("<p>政府信息公开年报</p><div id='list'></div>"), Trail(), SOURCE)
    assert is_article(page(TEXT), Trail(), SOURCE)
    assert is_article(page("<p>发布日期：2025-01-20</p>"), Trail(), SOURCE)


def test_what_an_article_tells_goes_before_what_its_list_told():
    read = page(f"{TAGS}<meta name='PubDate' content='2025-01-21'>{TEXT}<a href='a.pdf'>附件</a>")
    trail = Trail(published=date(2025, 1, 20), link_text="列表中的标题", referrer=f"{SITE}/list")
    own = trail_of_article(read, trail)
    assert (own.published, own.year, own.link_text, own.referrer) == (
        date(2025, 1, 21),
        2024,
        "列表中的标题",
        f"{SITE}/list",
    )
    attached = trail_of_article(read, trail, read.links[-1])
    assert (attached.link_text, attached.referrer) == ("附件", read.url)


def test_the_name_of_a_year_is_no_report_s_year():
    """A list by years may be one of years of publication."""
    finds = list(finds_in(page("<a href='2024/'>2024年</a>"), "list", Trail(in_column=True), SOURCE))
    assert [(find.kind, find.trail.year) for find in finds] == [("report", None)]


def test_a_list_with_a_date_is_no_article():
    items = "".join(f"<li><a href='/a{n}.html'>{n}年年度报告</a>{n + 1}-01-20</li>" for n in range(2019, 2025))
    html = f"<h1>政府信息公开年报</h1><p>更新时间：2025-01-21</p><ul>{items}</ul>"
    assert not is_article(page(html), Trail(), SOURCE)
    assert len(found(html, "report")) == 6


def test_an_article_that_is_mostly_prose_is_one_though_the_site_lists_others_beside_it():
    beside = "".join(f"<a href='/b{n}.html'>某镇{n}年政府信息公开年报</a>" for n in range(2019, 2024))
    text = TEXT + "<p>本年度主动公开政府信息，回应社会关切，接受监督。</p>" * 40
    assert is_article(page(text + beside), Trail(), SOURCE)
    assert is_article(page(f"<div class='sidebar'>{beside}</div><p>发布日期：2025-01-20</p>"), Trail(), SOURCE)


def test_on_a_page_on_disclosure_a_link_to_the_column_may_be_short():
    html = "<a href='/gk/zhinan/'>指南</a><a href='/gk/nb/'>年报</a>"
    assert found(html, "hub", link_text="政府信息公开") == [("/gk/nb/", "report")]
    assert found(html, "hub", link_text="统计数据") == []
