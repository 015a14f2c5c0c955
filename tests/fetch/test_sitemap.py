"""Sitemaps: what they name is known by its address alone, and they are files of strangers."""

import gzip

import pytest

from pipeline.fetch.finding import Trail
from pipeline.fetch.sitemap import finds_in_sitemap
from pipeline.fetch.sources import Source

SITE = "https://www.town.example"
SOURCE = Source.model_validate(
    {"body": "某镇", "division": "990101", "entries": [{"url": f"{SITE}/s.xml", "kind": "sitemap"}], "leave": ["/old/"]}
)


def sitemap(*paths, kind="urlset", inner="url"):
    urls = (path if "://" in path else SITE + path for path in paths)
    items = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    return f"<?xml version='1.0'?><{kind}>{items}</{kind}>".encode()


def found(body, most=100_000):
    finds = finds_in_sitemap(body, Trail(level=1), SOURCE, most)
    assert all(find.trail.level == 2 for find in finds)
    return [(find.url.removeprefix(SITE), find.kind) for find in finds]


def test_reports_are_taken_by_their_addresses_and_nothing_else_is():
    paths = (
        "/xxgknb/1.html",
        "/xxgknb/2.pdf",
        "/news/1.html",
        "/old/xxgknb/1.html",
        "https://elsewhere.example/xxgknb/1.html",
    )
    assert found(sitemap(*paths)) == [("/xxgknb/1.html", "report"), ("/xxgknb/2.pdf", "file")]


def test_other_sitemaps_are_read_where_the_source_lets_them():
    paths = ("/a.xml", "/old/b.xml", "https://elsewhere.example/c.xml")
    assert found(sitemap(*paths, kind="sitemapindex", inner="sitemap")) == [("/a.xml", "sitemap")]


def test_a_packed_sitemap_is_unpacked_as_far_as_it_may_be():
    packed = gzip.compress(sitemap("/xxgknb/1.html"))
    assert found(packed) == [("/xxgknb/1.html", "report")]
    with pytest.raises(ValueError, match="no sitemap"):
        found(gzip.compress(sitemap("/xxgknb/1.html") + b" " * 1_000_000))


@pytest.mark.parametrize("body", [b"", b"no xml", b"\x1f\x8b\x08", b"<?xml version='1.0'?>"])
def test_what_is_no_sitemap_is_said_to_be_none(body):
    with pytest.raises(ValueError, match="no sitemap"):
        found(body)


def test_a_sitemap_opens_no_files(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{SITE}/xxgknb/secret.html")
    doctype = f"<!DOCTYPE urlset [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
    assert found(f"<?xml version='1.0'?>{doctype}<urlset><url><loc>&x;</loc></url></urlset>".encode()) == []
