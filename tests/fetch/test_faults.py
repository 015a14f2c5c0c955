"""What goes wrong on the web: each fault is told by its name, and nothing broken is archived."""

import gzip
from itertools import pairwise

import pytest

from tests.fetch.certificates import own_certificate
from tests.fetch.running import fetch, source
from tests.fetch.site import (
    Answer,
    Site,
    drip,
    endless,
    reset,
    short,
    silent,
    without_length,
    wrong_length,
)
from tests.fetch.towns import docx, pdf


@pytest.fixture
def site():
    with Site() as started:
        yield started


def documents(site, *paths, **given):
    return {"town": source(site, *((path, "document") for path in paths), **given)}


WHOLE = pdf("a report of some length" * 40)


def test_each_fault_has_its_name_and_good_documents_come_all_the_same(site, tmp_path):
    faults = {
        "404": (Answer(b"<html>", status=404), "http_404", 1),
        "403": (Answer(b"<html>", status=403), "http_403", 1),
        "500": (Answer(b"<html>", status=500), "http_500", 3),
        "reset": (reset, "cut_short", 3),
        "short": (short, "cut_short", 3),
        "little": (wrong_length(WHOLE, 300), "cut_short", 1),
        "broken": (without_length(WHOLE[:300]), "cut_short", 1),
        "page": (Answer(b"<html><title>404</title>", "application/pdf"), "page_instead", 1),
        "error": (Answer(b"<!DOCTYPE html><p>404</p>"), "page_instead", 1),
        "image": (Answer(b"\x89PNG\r\n\x1a\n....", "application/pdf"), "wrong_type", 1),
        "empty": (Answer(b"", "application/pdf"), "empty", 1),
        "zip": (Answer(docx("x")[:-30], "application/zip"), "cut_short", 1),
        "loop": (Answer(status=302, headers={"Location": "/loop.pdf"}), "redirects", 4),
    }
    for name, (answer, _, _) in faults.items():
        site.answers[f"/{name}.pdf"] = answer
    site.file("/good.pdf", WHOLE)
    site.answers["/good2.pdf"] = without_length(pdf("good"))
    wanted = documents(site, *(f"/{name}.pdf" for name in (*faults, "good", "good2")), manners={"redirects": 3})
    run = fetch(tmp_path, wanted)
    assert run.code == 1
    assert {name: run.outcome(f"/{name}.pdf") for name in faults} == {
        name: ("failed", code) for name, (_, code, _) in faults.items()
    }
    assert {name: site.asked().count(f"/{name}.pdf") for name in faults} == {
        name: times for name, (_, _, times) in faults.items()
    }
    assert run.outcome("/good.pdf") == run.outcome("/good2.pdf") == ("new", None)
    assert len(list(run.archive.hashes())) == 2
    assert run.facts["failed"] == len(faults) == sum(run.one["why"].values())


def test_what_never_ends_is_cut_off(site, tmp_path):
    bomb = gzip.compress(WHOLE + b" " * 5_000_000)
    site.file("/bomb.pdf", bomb, headers={"Content-Encoding": "gzip"})
    site.answers |= {"/drip.pdf": drip, "/endless.pdf": endless, "/silent.pdf": silent}
    manners = {"seconds": 0.8, "megabytes": 1, "retries": 0, "at_once": 3}
    run = fetch(tmp_path, documents(site, "/drip.pdf", "/endless.pdf", "/silent.pdf", "/bomb.pdf", manners=manners))
    assert run.code == 1
    assert run.outcome("/drip.pdf") == run.outcome("/silent.pdf") == ("failed", "timed_out")
    assert run.outcome("/endless.pdf") == run.outcome("/bomb.pdf") == ("failed", "too_large")
    assert not list(run.archive.hashes())


def test_files_are_archived_as_what_they_are_whatever_their_server_says(site, tmp_path):
    site.file("/2024.pdf", docx("x"), "application/pdf", headers={"Content-Disposition": "attachment; filename=a.docx"})
    run = fetch(tmp_path, documents(site, "/2024.pdf"))
    (row,) = run.rows
    assert (row.outcome, row.file_type, row.content_type) == ("new", "docx", "application/pdf")
    assert row.content_disposition == "attachment; filename=a.docx"


def test_a_failure_that_passes_is_overcome(site, tmp_path):
    site.answers["/a.pdf"] = [Answer(status=503), reset, Answer(WHOLE, "application/pdf")]
    run = fetch(tmp_path, documents(site, "/a.pdf"))
    assert (run.code, run.outcome("/a.pdf")) == (0, ("new", None))


def test_a_site_that_asks_for_time_gets_it(site, tmp_path):
    site.answers["/a.pdf"] = [Answer(status=429, headers={"Retry-After": "1"}), Answer(WHOLE, "application/pdf")]
    site.file("/b.pdf", pdf("b"))
    manners = {"longest_pause": 5, "at_once": 1}
    run = fetch(tmp_path, documents(site, "/a.pdf", "/b.pdf", manners=manners))
    assert run.code == 0
    times = [one.at for one in site.log if one.path != "/robots.txt"]
    refused = next(at for at, one in zip(times, site.asked(), strict=True) if one == "/a.pdf")
    later = [at - refused for at in times if at > refused]
    assert later
    assert min(later) >= 1.0


def test_a_site_that_asks_for_too_much_time_is_left_alone(site, tmp_path):
    site.answers["/a.pdf"] = Answer(status=503, headers={"Retry-After": "86400"})
    site.file("/b.pdf", pdf("b"))
    run = fetch(tmp_path, documents(site, "/a.pdf", "/b.pdf", manners={"longest_pause": 5, "at_once": 1}))
    assert run.code == 1
    assert site.asked().count("/a.pdf") == 1
    assert run.one["why"].get("http_503") == 1


def test_pauses_grow(site, tmp_path):
    site.answers["/a.pdf"] = Answer(status=500)
    fetch(tmp_path, documents(site, "/a.pdf", manners={"pause": 0.2, "retries": 2, "longest_pause": 5}))
    first, second, third = (one.at for one in site.log if one.path == "/a.pdf")
    assert second - first >= 0.2
    assert third - second >= 0.4


@pytest.mark.parametrize(
    ("robots", "asked"),
    [
        (Answer(b"User-agent: *\nDisallow: /secret/", "text/plain"), ["/open.pdf"]),
        (Answer(b"User-agent: gongkai\nDisallow: /\n\nUser-agent: *\nDisallow:", "text/plain"), []),
        (Answer(b"User-agent: other\nDisallow: /", "text/plain"), ["/open.pdf", "/secret/a.pdf"]),
        (Answer(status=404), ["/open.pdf", "/secret/a.pdf"]),
        (Answer(status=403), ["/open.pdf", "/secret/a.pdf"]),
        (Answer(b"<html>no such page</html>"), ["/open.pdf", "/secret/a.pdf"]),
        (Answer(status=500), []),
        (Answer(status=429), []),
        (reset, []),
        (Answer(status=302, headers={"Location": "http://elsewhere.example/robots.txt"}), []),
    ],
    ids=["some", "us", "others", "none", "hidden", "page", "broken", "busy", "reset", "away"],
)
def test_robots_are_obeyed_and_where_they_cannot_be_read_nothing_is_asked(site, tmp_path, robots, asked):
    site.page("/", "<a href='/secret/a.pdf'>2024年政府信息公开年报</a><a href='/open.pdf'>2023年政府信息公开年报</a>")
    site.file("/secret/a.pdf", pdf("a"))
    site.file("/open.pdf", pdf("b"))
    site.answers["/robots.txt"] = robots
    run = fetch(tmp_path, {"town": source(site, ("/", "list"))})
    assert sorted(path for path in site.asked() if path != "/") == asked
    entry_was_asked = "/" in site.asked()
    assert entry_was_asked == bool(asked)
    assert run.code == (0 if entry_was_asked else 1)
    assert run.facts["refused"] == (2 - len(asked) if entry_was_asked else 0)


def test_a_delay_that_robots_ask_for_is_kept(site, tmp_path):
    site.file("/robots.txt", b"User-agent: *\nCrawl-delay: 0.4", "text/plain")
    for name in "abc":
        site.file(f"/{name}.pdf", pdf(name))
    run = fetch(tmp_path, documents(site, "/a.pdf", "/b.pdf", "/c.pdf", manners={"longest_pause": 5}))
    assert run.facts["new"] == 3
    times = [one.at for one in site.log]
    assert all(later - earlier > 0.39 for earlier, later in pairwise(times[1:]))


def test_traps_are_bounded(site, tmp_path):
    """A calendar that goes on for ever, lists whose next page is never the last, and pages that make new ones."""
    pages = 60
    ways = {"/cal?d=0": "政府信息公开", "/l/0.html": "政府信息公开年报", "/x/0/": "政务公开"}
    site.page("/", "".join(f"<a href='{path}'>{text}</a>" for path, text in ways.items()))
    for n in range(pages):
        site.page(f"/cal?d={n}", f"<a href='/cal?d={n + 1}'>下一月</a><a href='/cal?d={n + 1}'>下一页</a>")
        site.page(f"/l/{n}.html", f"<a href='/l/{n + 1}.html'>下一页</a><a href='/n{n}.html'>新闻</a>")
        site.page(f"/x/{n}/", "".join(f"<a href='/x/{n + k}/'>政务公开</a>" for k in range(1, 9)))
    manners = {"list_pages": 5, "alike": 10, "depth": 8, "pages": 40}
    run = fetch(tmp_path, {"town": source(site, ("/", "hub"), manners=manners)})
    assert site.asked("/l/") == [f"/l/{n}.html" for n in range(5)]
    assert len(site.asked("/x/")) == 10
    assert len(site.asked("/cal")) <= 1
    assert {"list_pages", "alike"} <= run.one["limits"].keys()
    again = fetch(tmp_path, {"town": source(site, ("/", "hub"), manners={**manners, "pages": 3})})
    assert again.one["pages"] <= 3
    assert again.one["limits"]["pages"] > 0


@pytest.mark.parametrize("beyond", ["", "<li><a href='/c.pdf'>2022年度报告</a></li>"], ids=["empty", "the last again"])
def test_a_list_ends_where_nothing_more_is_listed_though_it_names_a_next_page(site, tmp_path, beyond):
    items = ["<li><a href='/a.pdf'>2024年度报告</a></li>", "<li>新闻</li><a href='/b.html'>新闻</a>"]
    items += ["<li><a href='/c.pdf'>2022年度报告</a></li>", *[beyond] * 20]
    for n, item in enumerate(items):
        site.page(f"/l?p={n}", f"<title>政府信息公开年报</title><ul>{item}</ul><a href='/l?p={n + 1}'>下一页</a>")
    for name in "ac":
        site.file(f"/{name}.pdf", pdf(name))
    run = fetch(tmp_path, {"town": source(site, ("/l?p=0", "list"))})
    assert run.facts["new"] == 2
    assert site.asked("/l")[-1] == ("/l?p=4" if not beyond else "/l?p=3")


def test_no_request_leaves_the_site(site, tmp_path):
    with Site() as other:
        other.file("/x.pdf", pdf("x"))
        site.page(
            "/",
            f"""<a href="{other.url}/x.pdf">2024年政府信息公开年报</a><a href="/away.pdf">2023年政府信息公开年报</a>
            <a href="file:///etc/passwd">2022年政府信息公开年报</a><a href="/file.pdf">2021年政府信息公开年报</a>
            <a href="/refresh.html">2020年政府信息公开年报</a>""",
        )
        site.redirect("/away.pdf", f"{other.url}/x.pdf")
        site.redirect("/file.pdf", "file:///etc/passwd")
        site.page("/refresh.html", f'<meta http-equiv="refresh" content="0;url={other.url}/x.pdf">')
        run = fetch(tmp_path, {"town": source(site, ("/", "list"))})
        assert not other.log
        assert run.outcome("/away.pdf") == ("failed", "off_site")
        assert run.outcome("/file.pdf") == ("failed", "http_302")
        assert run.outcome("/refresh.html") == ("failed", "off_site")
        assert not list(run.archive.hashes())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0.0.0.0"])
def test_a_private_address_is_refused_unless_it_is_configured(site, tmp_path, host):
    """However it is written, and whatever name leads to it."""
    site.file("/2024.pdf", pdf("x"))
    wanted = documents(site, "/2024.pdf", local=False, manners={"retries": 0})
    port = site.host.partition(":")[2]
    wanted["town"]["entries"] = [{"url": f"http://{host}:{port}/2024.pdf", "kind": "document"}]
    run = fetch(tmp_path, wanted, GONGKAI_FETCH_CONTACT="someone@town.example")
    assert not site.log
    assert run.code == 1
    assert run.rows[0].error == "private_address"


def test_the_user_agent_has_the_contact(site, tmp_path):
    site.file("/2024.pdf", pdf("x"))
    fetch(tmp_path, documents(site, "/2024.pdf"), GONGKAI_FETCH_CONTACT="someone@town.example")
    assert all("someone@town.example" in one.agent for one in site.log)


def test_a_certificate_that_is_not_valid_is_accepted_only_where_a_source_says_so(tmp_path):
    with Site(own_certificate(tmp_path)) as site:
        site.file("/2024.pdf", pdf("x"))
        run = fetch(tmp_path, documents(site, "/2024.pdf", manners={"retries": 0}))
        assert run.outcome("/2024.pdf") == ("failed", "certificate")
        assert not run.stderr
        assert not site.log
        run = fetch(tmp_path, documents(site, "/2024.pdf", certificates=False))
        assert run.outcome("/2024.pdf") == ("new", None)


def test_reports_on_hosts_that_are_not_configured_are_told_of(site, tmp_path):
    site.page("/", "<a href='https://files.town.example/a.pdf'>2024年政府信息公开年报</a>")
    run = fetch(tmp_path, {"town": source(site, ("/", "list"))})
    assert run.one["elsewhere"] == {"files.town.example": 1}
