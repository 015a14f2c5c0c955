"""Four made-up government sites, each built by another kind of content management system."""

from __future__ import annotations

from tests.fetch.site import Site

TITLE = "{body}{year}年政府信息公开工作年度报告"


def pdf(text):
    """The least that is a PDF, and no other of the same."""
    catalogue = "1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>"
    return f"%PDF-1.4\n% {text}\n{catalogue}\nstartxref\n9\n%%EOF\n".encode()


def docx(text):
    """The least that is a Word file."""
    import io
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in ("[Content_Types].xml", "word/document.xml"):
            file.writestr(zipfile.ZipInfo(name), f"<a>{text}</a>")
    return content.getvalue()


def prose(text):
    """A report's text, long enough to be one."""
    return f"<div class='article'><h1>{text}</h1>" + f"<p>{text}。本年度收到政府信息公开申请17件。</p>" * 12 + "</div>"


AROUND = """<div class="nav"><a href="/">首页</a><a href="/news/">新闻中心</a><a href="/zwgk/">政务公开</a></div>"""
FOOT = """<div class="footer"><a href="/help/manual.pdf">网站使用手册</a><a href="https://www.elsewhere.example/">友情链接</a>
<a href="javascript:void(0)">收藏</a></div>"""
OTHER = """<li><a href="/zwgk/2024ys.pdf">2024年部门预算</a></li><li><a href="/zwgk/zp.html">2024年招聘公告</a></li>
<li><a href="/zwgk/tz.html">关于做好2024年政府信息公开工作年度报告编制工作的通知</a></li>
<li><a href="/zwgk/tj.pdf">2024年统计年鉴</a></li>"""


def _allow(site: Site) -> None:
    site.file("/robots.txt", b"User-agent: *\nDisallow: /admin/\n", "text/plain")


def static_site(site: Site) -> dict[str, bytes]:
    """Static pages: lists that go on as index_1.html, told by a script call; attachments beside their articles.

    Gives all reports: path and content.
    """
    _allow(site)
    reports = {}
    site.page(
        "/", f"<title>某市</title>{AROUND}<a href='/zwgk/zfxxgk/'>政府信息公开</a><a href='/hd/'>互动交流</a>{FOOT}"
    )
    site.page("/zwgk/", f"{AROUND}<ul>{OTHER}</ul>{FOOT}")
    site.page("/zwgk/zfxxgk/", f"{AROUND}<a href='xxgknb/'>政府信息公开年报</a><ul>{OTHER}</ul>{FOOT}")
    folder = "/zwgk/zfxxgk/xxgknb"
    for page, years in enumerate([(2024, 2023), (2022, 2021), (2020,)]):
        items = ""
        for year in years:
            title = TITLE.format(body="某市", year=year)
            link = f"<a href='./{year + 1}01/t{year}_1.html' title='{title}'>{title[:10]}…</a>"
            items += f"<li>{link}<span>{year + 1}-01-20</span></li>"
            body = pdf(f"static {year}")
            article = f"{folder}/{year + 1}01/t{year}_1.html"
            site.page(
                article,
                f"""<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{year + 1}-01-21 10:00">
                <meta name="SiteName" content="某市人民政府"><meta name="ColumnName" content="政府信息公开年报">
                {AROUND}<div>当前位置：<a href="/">首页</a> &gt; <a href="{folder}/">政府信息公开年报</a></div>
                <h1>{title}</h1><p>请见附件。</p><a href="./P{year}.pdf">附件1</a>{FOOT}""",
            )
            site.file(f"{folder}/{year + 1}01/P{year}.pdf", body)
            reports[f"{folder}/{year + 1}01/P{year}.pdf"] = body
        name = "/index.html" if page == 0 else f"/index_{page}.html"
        html = f"{AROUND}<ul>{items}{OTHER}</ul><script>createPageHTML(3, {page}, 'index', 'html');</script>{FOOT}"
        for path in (folder + name, *([folder + "/"] if page == 0 else [])):
            site.page(path, html)
    return reports


def dynamic_site(site: Site) -> dict[str, bytes]:
    """Pages made by scripts, in GBK: reports are the pages themselves, lists go on with 下一页, links have sessions."""
    _allow(site)
    reports = {}
    column = "/xxgk/list.jsp?cid=7"
    site.page("/", f"{AROUND}<a href='{column}'>政府信息公开年报</a>{FOOT}", "gbk", kind="text/html; charset=gbk")
    site.page("/zwgk/", f"{AROUND}{FOOT}", "gbk")
    for page, years in ((1, (2024, 2023)), (2, (2022,))):
        items = ""
        for year in years:
            title = TITLE.format(body="某县", year=year)
            link = f"<a href='show.jsp;jsessionid=AB{page}?id={year}'>{title}</a>"
            items += f"<tr><td>{link}</td><td>{year + 1}/1/15</td></tr>"
            html = f"<meta charset='gb2312'>{AROUND}<p>发布时间：{year + 1}-01-15</p>{prose(title)}{FOOT}"
            site.page(f"/xxgk/show.jsp?id={year}", html, "gbk")
            reports[f"/xxgk/show.jsp?id={year}"] = html.encode("gbk")
        following = f"<a href='{column}&page=2'>下一页</a>" if page == 1 else "<a href='#'>下一页</a>"
        path = column if page == 1 else f"{column}&page={page}"
        site.page(path, f"<meta charset='gbk'>{AROUND}<table>{items}</table>{following}{FOOT}", "gbk")
    return reports


def record_site(site: Site) -> dict[str, bytes]:
    """Lists kept as records for a script; files behind redirects and download scripts, of several types."""
    _allow(site)
    column = "/col/col12/index.html"
    files = {2024: docx("2024"), 2023: pdf("record 2023"), 2022: pdf("record 2022")}
    records = ""
    reports = {}
    for year, body in files.items():
        title = TITLE.format(body="某局", year=year)
        records += (
            f"<record><![CDATA[<li><a href='/art/{year}.html'>{title}</a><b>{year + 1}-02-01</b></li>]]></record>"
        )
        path = f"/module/download/downfile.jsp?id={year}"
        link = path if year != 2023 else "/old/2023.pdf"
        site.page(
            f"/art/{year}.html", f"{AROUND}<h1>{title}</h1><p>日期：{year + 1}-02-02</p><a href='{link}'>下载</a>{FOOT}"
        )
        site.file(path, body, "application/octet-stream")
        reports[link] = body
    site.redirect("/old/2023.pdf", "/module/download/downfile.jsp?id=2023", 301)
    site.page("/", f"{AROUND}<a href='{column}'>政府信息公开工作年度报告</a>{FOOT}")
    site.page("/zwgk/", f"{AROUND}{FOOT}")
    site.page(column, f"{AROUND}<script type='text/xml'><recordset>{records}</recordset></script>{FOOT}")
    return reports


def folder_site(site: Site) -> dict[str, bytes]:
    """A front page that refreshes, short names of columns, files behind scripts and viewers, lists by years."""
    _allow(site)
    site.page("/", "<html><head><meta http-equiv='refresh' content='0;url=/index.htm'></head></html>")
    site.page("/index.htm", f"{AROUND}<a href='gk/xxgk.htm'>信息公开</a>{FOOT}")
    site.page("/zwgk/", f"{AROUND}{FOOT}")
    site.page("/gk/xxgk.htm", f"<title>信息公开-某校</title><a href='zn.htm'>指南</a><a href='nb.htm'>年报</a>{FOOT}")
    dates = "<p>发布时间：2025-01-20</p>"
    item = "<li><a href='../info/{}.htm' title='{}'>{}</a><span>2025年01月20日</span></li>"
    title = "2024年信息公开工作年度报告"
    items = item.format(11, title, title[:9] + "…") + item.format(12, "", "2023年度报告")
    pager = "<span><a href='nb/2.htm'>下页</a></span><a href='2019/'>2019年</a>"
    site.page("/gk/nb.htm", f"{AROUND}<title>信息公开年报</title><ul>{items}{OTHER}</ul>{pager}{FOOT}")
    site.page(
        "/gk/nb/2.htm",
        f"<title>信息公开年报</title><ul>{item.format(13, '', '2022年度报告').replace('..', '../..')}</ul>",
    )
    older = "".join(f"<li><a href='{n}.docx'>某院{n}2019年信息公开年报</a></li>" for n in (1, 2))
    site.page("/gk/2019/", f"<title>2019年</title><ul>{older}</ul>{FOOT}")
    script = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&id=77"
    site.page("/info/11.htm", f"<h1>{title}</h1>{dates}<p>见附件</p>附件【<a href='{script}'>2024年报.pdf</a>】{FOOT}")
    prose_page = f"{AROUND}<h1>2023年度报告</h1>{dates}{prose('某校信息公开工作年度报告')}{FOOT}"
    site.page("/info/12.htm", prose_page)
    viewer = "<iframe src='/pdfjs/web/viewer.html?file=%2Ffile%2F2022.pdf'></iframe>"
    site.page("/info/13.htm", f"<h1>2022年度报告</h1>{dates}{viewer}{FOOT}")
    reports = {script: pdf("2024"), "/file/2022.pdf": pdf("2022"), **{f"/gk/2019/{n}.docx": docx(n) for n in (1, 2)}}
    for path, body in reports.items():
        site.file(path, body, "application/octet-stream")
    return {**reports, "/info/12.htm": prose_page.encode()}
