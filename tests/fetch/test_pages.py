from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.encoding import decoded
from pipeline.fetch.pages import read_page

URL = "https://www.town.example/nb/index.html"
REPORT = "某镇2024年政府信息公开工作年度报告"


def page(html, url=URL, **given):
    return read_page(html.encode(), url, **given)


def test_links_have_their_text_title_and_the_date_of_their_line():
    html = f"""<ul><li><a href="../a/1.html" title="{REPORT}">某镇2024年…</a><span>2025-01-20</span></li>
    <li><a href="2.html">二</a> 2024年1月9日</li><li><a href="3.html">三</a></li></ul>"""
    links = page(html).links
    assert [link.url for link in links] == [
        f"https://www.town.example/{path}" for path in ("a/1.html", "nb/2.html", "nb/3.html")
    ]
    assert [link.published for link in links] == [date(2025, 1, 20), date(2024, 1, 9), None]
    assert links[0].said == REPORT


def test_what_leads_nowhere_on_the_web_is_no_link():
    html = "".join(
        f'<a href="{address}">x</a>'
        for address in (
            "javascript:go(1)",
            "#top",
            "mailto:a@b.example",
            "",
            "file:///etc/passwd",
            "data:text/html,x",
            "ftp://a.example/",
        )
    )
    assert page(html).links == ()


def test_the_base_of_a_page_counts():
    assert page('<base href="/other/"><a href="a.html">x</a>').links[0].url == "https://www.town.example/other/a.html"


def test_a_file_that_a_viewer_shows_is_where_the_link_leads():
    html = """<iframe src="/pdfjs/web/viewer.html?file=/attach/2024.pdf"></iframe>
    <embed src="b.pdf"><object data="c.pdf"></object>"""
    shown = [f"https://www.town.example/{path}" for path in ("attach/2024.pdf", "nb/b.pdf", "nb/c.pdf")]
    assert [link.url for link in page(html).links] == shown
    script = "https://www.town.example/nb/down.jsp?file=2024.pdf"
    assert [link.url for link in page("<a href='down.jsp?file=2024.pdf'>附件</a>").links] == [script]


def test_links_in_records_that_a_script_would_show_are_read_as_text():
    record = f"<record><![CDATA[<li><a href='/a.html'>{REPORT}</a></li>]]></record>"
    html = f"<script type='text/xml'><datastore><recordset>{record}</recordset></datastore></script>"
    assert [(link.url, link.text) for link in page(html).links] == [("https://www.town.example/a.html", REPORT)]


NEXT_GROUP = "<nextgroup><![CDATA[<a href='dataproxy.jsp?page=1&amp;columnid=7'></a>]]></nextgroup>"


def test_a_list_in_records_goes_on_with_the_group_that_it_names():
    record = f"<record><![CDATA[<li><a href='/a.html'>{REPORT}</a></li>]]></record>"
    whole = page(f"<datastore>{NEXT_GROUP}<recordset>{record}</recordset></datastore>")
    assert whole.next_pages == ("https://www.town.example/nb/dataproxy.jsp?page=1&columnid=7",)
    assert {link.url for link in whole.links} == {"https://www.town.example/a.html"}


def test_a_group_without_records_is_the_last_whatever_it_names():
    assert page(f"<datastore>{NEXT_GROUP}<recordset></recordset></datastore>").next_pages == ()


def test_pages_in_frames_belong_to_a_page_and_files_and_the_site_s_own_do_not():
    assert page("<frameset><frame src='t.htm'><frame src='m.htm'></frameset>").frames == (
        "https://www.town.example/nb/t.htm",
        "https://www.town.example/nb/m.htm",
    )
    html = "<iframe src='a.pdf'></iframe><div class='footer'><iframe src='f.htm'></iframe></div><iframe></iframe>"
    assert page(html).frames == ()


@pytest.mark.parametrize(
    ("html", "moved"),
    [
        ("<script>window.location.href='/index.html';</script>", "https://www.town.example/index.html"),
        ("<script>location = 'a.html'</script>", "https://www.town.example/nb/a.html"),
        ('<script>top.location.replace("a.html")</script>', "https://www.town.example/nb/a.html"),
        ("<script>location.href = target</script>", None),
        ("<script>location.href='/m/'</script><a href='a.html'>x</a>", None),
    ],
)
def test_a_page_that_does_nothing_but_send_visitors_on_says_where(html, moved):
    assert page(html).moved == moved


@pytest.mark.parametrize(
    ("html", "following"),
    [
        ('<a href="index_1.html">下一页</a><a href="index_9.html">尾页</a>', ["index_1.html"]),
        ('<a href="list.jsp?p=2"> 下 页 &gt;</a>', ["list.jsp?p=2"]),
        ('<a href="list.jsp?p=2"></a><a href="3.html">下一篇</a>', []),
        ('<a href="list.jsp?p=2"> 下 页 </a>', ["list.jsp?p=2"]),
        (
            '<a href="index_1.html">2</a><a href="index_2.html">3</a><a href="/x/2.html">4</a>',
            ["index_1.html", "index_2.html"],
        ),
        ('<script>createPageHTML(3, 0, "index", "html");</script>', ["index_1.html", "index_2.html"]),
        ("<script>createPageHTML('page_div',2, 1,'index','shtml',40);</script>", ["index_1.shtml"]),
        ("<script>function createPageHTML(count, index, name, ext) {}</script>", []),
        ('<script>createPageHTML(1, 0, "index", "html")</script>', []),
    ],
)
def test_lists_go_on_without_a_script_being_run(html, following):
    assert page(html).next_pages == tuple(f"https://www.town.example/nb/{name}" for name in following)


def test_a_script_that_tells_of_endless_pages_is_not_believed():
    assert len(page('<script>createPageHTML(99999999999, 0, "index", "html")</script>').next_pages) < 1000


def test_standard_tags_are_kept_as_found_under_their_usual_names():
    html = """<meta name="sitename" content=" 某镇 "><META NAME="PUBDATE" CONTENT="2025-01-20 09:30">
    <meta name="ArticleTitle" content="报告&amp;说明"><meta name="ArticleTitle" content="另一">
    <meta name="viewport" content="x">"""
    read = page(html)
    assert read.tags == {"SiteName": " 某镇 ", "PubDate": "2025-01-20 09:30", "ArticleTitle": "报告&说明"}
    assert read.published == date(2025, 1, 20)


@pytest.mark.parametrize(
    "html",
    [
        "<p>发布日期：2025-01-20 来源：某镇</p>",
        "<table><tr><td>发布时间</td><td>: 2025年1月20日</td></tr></table>",
        "<span>时间:</span><span>2025/01/20</span>",
    ],
)
def test_the_date_that_a_page_prints_is_its_date(html):
    assert page(html).published == date(2025, 1, 20)


def test_a_date_that_does_not_exist_is_none():
    assert page("<p>发布日期：2025-02-31</p>").published is None


def test_the_way_to_a_page_is_kept():
    html = (
        "<div><span>当前位置：</span><a href='/'>首页</a> &gt; <a href='/nb/'>政府信息公开年报</a></div><div>正文</div>"
    )
    assert page(html).breadcrumb == "当前位置： 首页 > 政府信息公开年报"
    assert page("<p>无</p>").breadcrumb is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gbk", "gb2312", "iso-8859-1", "nonsense"])
def test_pages_are_read_whatever_they_and_their_servers_call_their_encoding(encoding, declared):
    if declared == "iso-8859-1" and encoding.startswith("gb"):
        declared = None  # any bytes are Latin-1: there a source's own encoding helps, as below
    html = f'<meta charset="{declared or "utf-8"}"><a href="1.html">{REPORT}</a>'
    assert read_page(html.encode(encoding), URL, declared).links[0].text == REPORT


def test_the_encoding_that_a_source_names_goes_before_what_its_server_says():
    html = f'<a href="1.html">{REPORT}</a>'.encode("gb18030")
    assert read_page(html, URL, "iso-8859-1", "gb18030").links[0].text == REPORT


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read_as_a_page(body):
    read_page(body, URL)
    assert isinstance(decoded(body, "utf-8")[0], str)
