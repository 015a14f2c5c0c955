"""The whole of `gongkai fetch` against made-up sites: what the server was asked for is in its log."""

import hashlib
import subprocess

import pandas as pd
import pytest

from tests.fetch.running import fetch, source
from tests.fetch.site import Site
from tests.fetch.towns import TITLE, dynamic_site, folder_site, pdf, record_site, static_site
from tests.making import ROOT, report_pdf
from tests.warm import gongkai


def hashes(reports):
    return sorted(hashlib.sha256(body).hexdigest() for body in reports.values())


@pytest.fixture
def site():
    with Site() as started:
        yield started


@pytest.fixture
def towns():
    """Four sites, their reports, and a source for each."""
    builds = {"static": static_site, "dynamic": dynamic_site, "record": record_site, "folder": folder_site}
    with Site() as one, Site() as two, Site() as three, Site() as four:
        sites = dict(zip(builds, (one, two, three, four), strict=True))
        reports = {name: builds[name](site) for name, site in sites.items()}
        yield sites, reports, {name: source(site, ("/", "hub")) for name, site in sites.items()}


def test_every_report_is_archived_once_and_nothing_else_is_downloaded(towns, tmp_path):
    sites, reports, sources = towns
    run = fetch(tmp_path, sources)
    assert run.code == 0, (run.stdout, run.stderr)
    assert sorted(run.archive.hashes()) == sorted(h for found in reports.values() for h in hashes(found))
    assert {(row.source, row.url.partition(sites[row.source].host)[2]) for row in run.rows} == {
        (name, path) for name, found in reports.items() for path in found
    }
    assert {row.outcome for row in run.rows} == {"new"}
    for name, site in sites.items():
        files = [path for path in site.asked() if path.endswith(".pdf")]
        assert set(files) <= set(reports[name])
        assert len(site.asked()) == len(set(site.asked())), "nothing is asked for twice"
        assert site.log[0].path == "/robots.txt"
        assert all(one.agent.startswith("gongkai/") for one in site.log)


def test_a_second_run_asks_only_what_changed_and_stores_nothing(towns, tmp_path):
    sites, reports, sources = towns
    first = fetch(tmp_path, sources)
    for site in sites.values():
        site.log.clear()
    second = fetch(tmp_path, sources)
    assert second.code == 0
    assert [second.facts[name] for name in ("new", "changed", "failed")] == [0, 0, 0]
    assert second.facts["unchanged"] == sum(map(len, reports.values())) == first.facts["new"]
    for site in sites.values():
        assert len(site.log) > 2
        assert all(one.conditional for one in site.log)
        assert {one.status for one in site.log} <= {304, 301}
    assert sorted(second.archive.hashes()) == sorted(h for found in reports.values() for h in hashes(found))
    assert len({row.run for row in second.rows}) == 2 * len(sources)


def test_what_the_pages_tell_of_a_report_is_kept_as_found(towns, tmp_path):
    sites, _, sources = towns
    run = fetch(tmp_path, {"static": sources["static"]}, "--year", 2024)
    (row,) = run.rows
    folder = sites["static"].url + "/zwgk/zfxxgk/xxgknb"
    assert row.referrer == f"{folder}/202501/t2024_1.html"
    assert row.page == {
        "ArticleTitle": TITLE.format(body="某市", year=2024),
        "PubDate": "2025-01-21 10:00",
        "SiteName": "某市人民政府",
        "ColumnName": "政府信息公开年报",
    }
    assert (str(row.published), row.year, row.link_text) == ("2025-01-21", 2024, "附件1")
    assert row.breadcrumb == "当前位置： 首页 > 政府信息公开年报"
    assert (row.file_type, row.content_type, row.status) == ("pdf", "application/pdf", 200)
    assert row.etag is not None


def test_a_document_that_changed_is_a_new_version_and_the_old_one_stays(site, tmp_path):
    site.file("/2024.pdf", pdf("first"))
    sources = {"town": source(site, ("/2024.pdf", "document"))}
    fetch(tmp_path, sources)
    site.file("/2024.pdf", pdf("second"))
    run = fetch(tmp_path, sources)
    assert [row.outcome for row in run.rows] == ["new", "changed"]
    assert len(set(run.archive.hashes())) == 2


def test_a_page_with_a_counter_is_no_new_version_until_it_says_something_else(site, tmp_path):
    title = TITLE.format(body="某镇", year=2024)
    sources = {"town": source(site, ("/", "list"))}
    site.page("/", f"<a href='/a.html'>{title}</a>")
    for visits, requests in ((1, 17), (2, 17), (3, 18), (4, 18)):
        text = f"<p>本年度收到政府信息公开申请{requests}件。</p>" * 20
        site.page("/a.html", f"<p>发布时间：2025-01-20 浏览次数：{visits}</p><h1>{title}</h1>{text}")
        run = fetch(tmp_path, sources)
    assert [row.outcome for row in run.rows] == ["new", "unchanged", "changed", "unchanged"]
    first, second, third, fourth = (row.sha256 for row in run.rows)
    assert first == second != third == fourth
    assert set(run.archive.hashes()) == {first, third}


def test_a_site_without_etags_is_compared_by_what_comes(site, tmp_path):
    site.file("/2024.pdf", pdf("same"), validators=False)
    sources = {"town": source(site, ("/2024.pdf", "document"))}
    fetch(tmp_path, sources)
    assert fetch(tmp_path, sources).facts["unchanged"] == 1


def test_a_source_that_is_named_is_fetched_alone(towns, tmp_path):
    sites, reports, sources = towns
    run = fetch(tmp_path, sources, "--source", "record")
    assert sorted(run.archive.hashes()) == hashes(reports["record"])
    assert not sites["static"].log
    assert not sites["dynamic"].log


def test_a_limit_is_kept_and_the_next_run_goes_on(towns, tmp_path):
    _, reports, sources = towns
    only = {"dynamic": sources["dynamic"]}
    first = fetch(tmp_path, only, "--limit", 2)
    assert first.facts["new"] == 2 == len(set(first.archive.hashes()))
    assert first.one["limits"]["limit"] > 0
    second = fetch(tmp_path, only, "--limit", 2)
    assert (second.facts["new"], second.facts["earlier"]) == (1, 2)
    assert sorted(second.archive.hashes()) == hashes(reports["dynamic"])
    assert len({row.run for row in second.rows}) == 1


def test_a_dry_run_tells_what_it_would_fetch_and_fetches_none(towns, tmp_path):
    sites, reports, sources = towns
    run = fetch(tmp_path, sources, "--dry-run")
    assert run.code == 0
    assert {(item["source"], item["url"].partition(sites[item["source"]].host)[2]) for item in run.facts["would"]} == {
        (name, path) for name, found in reports.items() for path in found
    }
    assert not (tmp_path / "archive").exists()
    assert not [path for path in sites["static"].asked() if path.endswith(".pdf")]


def test_a_dry_run_hears_robots_and_says_nothing_of_an_archive(site, tmp_path):
    titles = {path: TITLE.format(body="某镇", year=year) for path, year in (("/a.pdf", 2024), ("/secret/b.pdf", 2023))}
    site.page("/", "".join(f"<a href='{path}'>{title}</a>" for path, title in titles.items()))
    site.file("/robots.txt", b"User-agent: *\nDisallow: /secret/", "text/plain")
    sources = {"town": source(site, ("/", "list"))}
    run = fetch(tmp_path, sources, "--dry-run")
    assert [item["url"] for item in run.facts["would"]] == [site.url + "/a.pdf"]
    assert [item["url"] for item in run.one["robots"]] == [site.url + "/secret/b.pdf"]
    assert site.asked() == ["/"]
    assert "archive" not in fetch(tmp_path, sources, "--dry-run", plain=True).stdout


def test_a_file_behind_an_address_that_tells_nothing_keeps_its_name_when_it_is_only_remembered(site, tmp_path):
    """The dry run has read it as a page, so that the next run hears no more than that it is the same."""
    site.page("/", f"<a href='/open.ashx?f=1'>{TITLE.format(body='某镇', year=2024)}</a>")
    named = {"Content-Disposition": 'attachment; filename="report.pdf"'}
    site.file("/open.ashx?f=1", pdf("x"), "application/octet-stream", headers=named)
    sources = {"town": source(site, ("/", "list"))}
    fetch(tmp_path, sources, "--dry-run")
    (row,) = fetch(tmp_path, sources).rows
    assert (row.outcome, row.status, row.file_name) == ("new", 304, "report.pdf")


def test_a_sitemap_leads_to_reports_by_their_addresses(site, tmp_path):
    site.page(
        "/xxgknb/2024.html",
        f"<p>发布日期：2025-01-20</p><h1>{TITLE.format(body='某镇', year=2024)}</h1><p>{'报告' * 200}</p>",
    )
    site.page("/news/1.html", "<p>新闻</p>")
    for path, kind, urls in (
        ("/sitemap.xml", "sitemapindex", ["/more.xml"]),
        ("/more.xml", "urlset", ["/xxgknb/2024.html", "/news/1.html"]),
    ):
        inner = "".join(
            f"<x><loc>{site.url}{url}</loc></x>".replace("x>", "sitemap>" if "index" in kind else "url>")
            for url in urls
        )
        site.page(path, f"<?xml version='1.0'?><{kind}>{inner}</{kind}>", kind="text/xml")
    run = fetch(tmp_path, {"town": source(site, ("/sitemap.xml", "sitemap"))})
    assert run.code == 0
    assert [row.url for row in run.rows] == [site.url + "/xxgknb/2024.html"]
    assert "/news/1.html" not in site.asked()


def test_a_page_that_promises_a_report_and_has_none_is_told_of(site, tmp_path):
    site.page("/", f"<a href='/a.html'>{TITLE.format(body='某镇', year=2024)}</a>")
    site.page("/a.html", "<div id='app'></div><script>load()</script>")
    run = fetch(tmp_path, {"town": source(site, ("/", "list"))})
    assert run.one["wanting"] == [site.url + "/a.html"]
    assert not run.rows


def test_an_entry_or_a_list_that_leads_to_nothing_is_told_of(site, tmp_path):
    site.page("/", "<a href='/news/'>新闻</a>")
    site.page("/nb/", "<div id='app'></div><script>load()</script>")
    run = fetch(tmp_path, {"town": source(site, ("/", "hub"), ("/nb/", "list"))})
    assert sorted(run.one["wanting"]) == [f"{site.url}/", f"{site.url}/nb/"]


def test_people_read_a_summary_by_source_in_their_language(towns, tmp_path):
    _, _, sources = towns
    english = fetch(tmp_path, sources, plain=True)
    assert english.code == 0
    assert "unchanged" not in english.stdout
    assert "all sources" in english.stdout
    assert "static: new http://127.0.0.1" in english.stderr
    chinese = fetch(tmp_path, sources, "--lang", "zh", plain=True)
    assert "无变化" in chinese.stdout


@pytest.mark.parametrize(("language", "said"), [("en", "pages 2, documents 1"), ("zh", "页面 2，文件 1")])
def test_a_terminal_shows_how_many_pages_were_read_too(site, tmp_path, language, said):
    """The way to the first document may take many minutes."""
    site.page("/", "<a href='/nb/'>政府信息公开年报</a>")
    site.page("/nb/", f"<a href='/a.pdf'>{TITLE.format(body='某镇', year=2024)}</a>")
    site.file("/a.pdf", pdf("x"))
    run = fetch(tmp_path, {"town": source(site, ("/", "hub"))}, "--lang", language, plain=True, FORCE_COLOR="1")
    assert said in run.stderr


def test_nothing_is_fetched_without_a_contact(site, tmp_path):
    wanted = source(site, ("/", "hub"))
    del wanted["local"]
    run = fetch(tmp_path, {"town": wanted}, plain=True)
    assert run.code == 2
    assert "GONGKAI_FETCH_CONTACT" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not site.log


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--source", "city"], "city"),
        (["--sources", "/nowhere"], "/nowhere"),
        (["--config", "/nowhere.yaml"], "/nowhere.yaml"),
        (["--archive", "/proc/archive"], "/proc/archive"),
    ],
)
def test_unusable_arguments_are_one_line_and_exit_code_2(site, tmp_path, arguments, says):
    site.file("/2024.pdf", pdf("x"))
    run = fetch(tmp_path, {"town": source(site, ("/2024.pdf", "document"))}, *arguments)
    assert run.code == 2
    assert says in run.stderr
    assert "Traceback" not in run.stderr


def test_a_dataset_is_built_from_the_archive_with_dates_and_addresses(site, tmp_path):
    title = TITLE.format(body="某镇", year=2024)
    tags = f"<meta name='ArticleTitle' content='{title}'><meta name='PubDate' content='2025-01-21'>"
    site.page("/a.html", f"{tags}<a href='/r.pdf'>附件</a>")
    site.page("/", f"<a href='/a.html'>{title}</a>")
    site.file("/r.pdf", report_pdf())
    run = fetch(tmp_path, {"town": source(site, ("/", "list"))})
    assert run.code == 0
    assert gongkai("build", tmp_path / "archive", "--out", tmp_path / "dataset").returncode == 0
    (row,) = pd.read_parquet(tmp_path / "dataset" / "reports.parquet").to_dict("records")
    assert row["verdict"] == "verified"
    assert row["document_id"] == run.rows[0].sha256
    assert row["url"] == f"{site.url}/r.pdf"
    assert str(row["published"]) == "2025-01-21"


def test_make_fetch_says_it_all_to_the_command():
    given = ["SOURCES=mine.yaml", "SOURCE=town", "YEAR=2024", "ARCHIVE=s3://bucket/reports", "CONFIG=fetch.yaml"]
    shown = subprocess.run(["make", "-n", "fetch", *given], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    (line,) = (line for line in shown.splitlines() if "gongkai fetch" in line)  # make says more inside another make
    named = "--archive s3://bucket/reports --sources mine.yaml --source town --year 2024 --config fetch.yaml"
    assert line.endswith(f"gongkai fetch {named}")
