"""A crawl that is killed goes on where it stopped, and ends as if nothing had been."""

import os
import random
import signal
import time
from contextlib import suppress

from pipeline.fetch.archive import Archive
from tests.fetch.running import Run, fetch, output_of, source, start
from tests.fetch.site import Answer, Site
from tests.fetch.towns import dynamic_site, static_site


def crawled(sites):
    return {name: source(site, ("/", "hub")) for name, site in sites.items()}


def killed(folder, sources, sites, fraction, length):
    """Run, and kill it a while after its first request; say whether it was still running."""
    before = sum(len(site.log) for site in sites.values())
    process = start(folder, sources, "--json")
    deadline = time.monotonic() + 20
    while sum(len(site.log) for site in sites.values()) == before and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(fraction * length)
    with suppress(ProcessLookupError):  # it was faster
        os.kill(process.pid, signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def state_of(archive):
    """All that an archive has, but for times and runs."""
    rows = [row for row in archive.manifest.rows() if row.outcome == "new"]
    return sorted(archive.hashes()), sorted((row.source, row.url, row.sha256, row.link_text) for row in rows)


def test_a_crawl_that_is_killed_twenty_times_ends_with_the_archive_of_an_undisturbed_one(tmp_path):
    chance = random.Random(20251125)
    with Site() as one, Site() as two:
        static_site(one)
        dynamic_site(two)
        sites = {"static": one, "dynamic": two}
        sources = crawled(sites)
        calm = tmp_path / "calm"
        calm.mkdir()
        undisturbed = fetch(calm, sources)
        length = one.log[-1].at - one.log[0].at
        one.log.clear()
        two.log.clear()
        hit = 0
        for crawl in range(5):  # one that is killed often enough is done at last: then another begins
            folder = tmp_path / f"killed{crawl}"
            folder.mkdir()
            for _ in range(4):
                hit += killed(folder, sources, sites, 0.7 * chance.random(), length)
                assert set(Archive(folder / "archive").hashes()) <= set(undisturbed.archive.hashes())
            done = {row.url for row in Archive(folder / "archive").manifest.rows()}
            one.log.clear()
            two.log.clear()
            ended = fetch(folder, sources)
            assert ended.code == 0
            assert state_of(ended.archive) == state_of(undisturbed.archive)
            again = [ask for site in sites.values() for ask in site.log if site.url + ask.path in done]
            assert all(ask.conditional for ask in again), "what was archived is not sent again"
        assert hit >= 10, "most of them were killed while they ran"


def test_a_run_that_came_to_its_end_is_not_gone_on_with(tmp_path):
    with Site() as site:
        dynamic_site(site)
        sources = crawled({"town": site})
        runs = {row.run for _ in range(2) for row in fetch(tmp_path, sources).rows}
        assert len(runs) == 2


def test_an_interrupt_ends_the_run_in_order_and_the_next_goes_on(tmp_path):
    with Site() as site:
        reports = dynamic_site(site)
        sources = {"town": source(site, ("/", "hub"), manners={"delay": 0.4, "at_once": 1})}
        process = start(tmp_path, sources, "--json")
        deadline = time.monotonic() + 20
        while len(site.log) < 4 and time.monotonic() < deadline:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait() == 1
        run = Run(1, output_of(tmp_path), Archive(tmp_path / "archive"))
        assert not run.one["finished"]
        sources["town"]["manners"]["delay"] = 0
        ended = fetch(tmp_path, sources)
        assert ended.facts["found"] == len(reports)
        assert len({row.run for row in ended.rows}) == 1


def test_an_interrupted_run_waits_for_no_pause(tmp_path):
    with Site() as site:
        site.answers["/a.pdf"] = Answer(status=429, headers={"Retry-After": "300"})
        manners = {"longest_pause": 600}
        process = start(tmp_path, {"town": source(site, ("/a.pdf", "document"), manners=manners)}, "--json")
        deadline = time.monotonic() + 20
        while len(site.log) < 2 and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait() == 1
        assert site.asked() == ["/a.pdf"]
        assert Run(1, output_of(tmp_path), Archive(tmp_path / "archive")).outcome("/a.pdf") == ("failed", "interrupted")
