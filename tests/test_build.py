"""Builds as batch jobs run them: real processes that are killed, told to end, and started twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pandas as pd
import psutil
import pyarrow.parquet as pq
import pytest

from pipeline.fetch.archive import Archive
from pipeline.fetch.store import Store
from tests.fetch.fetches import fetched
from tests.making import ROOT, report_pdf
from tests.test_cli import ENVIRONMENT, gongkai

COUNT = 16
READERS = ("--reader", "pdfium", "--reader", "pdfplumber", "--workers", "2")
LASTS = 0.0
"""Seconds that an undisturbed run takes here and now."""
OFTEN = "from pipeline import cli, ledger\nledger._DOCUMENTS = 2\ncli.main()"
"""The command, but that what was read is written after every second document."""


def written(folder, count, broken):
    """A folder with so many reports, and a broken file of that name."""
    for seed in range(count):
        (folder / f"{seed:02}.pdf").write_bytes(report_pdf(seed))
    (folder / broken).write_bytes(b"%PDF-1.7 broken")
    return folder


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = written(tmp_path_factory.mktemp("reports"), COUNT, "99.pdf")
    (folder / "copy.pdf").write_bytes(report_pdf(3))
    return folder


def contents(out):
    """Every byte of a dataset."""
    files = [*Path(out).glob("*.parquet"), *(Path(out) / "figures").rglob("*.parquet")]
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(files)}


def facts(*arguments, **environment):
    result = gongkai("build", *arguments, *READERS, "--json", **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def undisturbed(reports, tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed")
    started_at = time.monotonic()
    told = facts(reports, "--out", out)
    global LASTS  # noqa: PLW0603
    LASTS = time.monotonic() - started_at
    assert (told["documents"], told["read"], told["kept"], told["written"]) == (COUNT + 1, COUNT + 1, 0, True)
    return contents(out)


def started(reports, out, program=OFTEN):
    command = [sys.executable, "-c", program, "build", str(reports), "--out", str(out), *READERS]
    return subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def children_of(process):
    return psutil.Process(process.pid).children(recursive=True)


def test_killed_at_twenty_random_moments_the_next_run_goes_on_and_its_dataset_is_that_of_an_undisturbed_one(
    reports, undisturbed, tmp_path
):
    chance = Random(5)
    kills, half_way = 0, 0
    for number in range(60):
        out = tmp_path / f"{number}"
        for _ in range(chance.randint(1, 3)):
            process = started(reports, out)
            time.sleep(LASTS * chance.uniform(0.2, 1.1))
            orphans = children_of(process)
            process.kill()
            process.communicate()
            kills += process.returncode == -signal.SIGKILL
            _, left = psutil.wait_procs(orphans, timeout=20)
            assert not left, "workers outlive their parent"
        told = facts(reports, "--out", out)
        half_way += 0 < told["kept"] < COUNT + 1
        assert contents(out) == undisturbed
        if kills >= 20:
            break
    assert kills >= 20
    assert half_way >= 1
    assert {path.name for path in out.iterdir()} == {
        *("figures", "reports.parquet", "findings.parquet"),
        *(".ledger", ".lock"),
    }


def test_unchanged_reports_are_not_read_again_and_nothing_is_written(reports, undisturbed, tmp_path):
    facts(reports, "--out", tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    told = facts(reports, "--out", tmp_path)
    assert (told["read"], told["kept"], told["written"]) == (0, COUNT + 1, False)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before
    assert contents(tmp_path) == undisturbed


def test_one_new_report_costs_one_report(reports, tmp_path):
    new = tmp_path / "0new.pdf"
    new.write_bytes(report_pdf(77))
    facts(reports, "--out", tmp_path / "out")
    told = facts(reports, new, "--out", tmp_path / "out")
    assert (told["read"], told["kept"], told["reports"]) == (1, COUNT + 1, COUNT + 2)
    facts(reports, new, "--out", tmp_path / "at-once")
    assert contents(tmp_path / "out") == contents(tmp_path / "at-once")


def test_another_year_or_fewer_reports_are_published_from_what_is_known(reports, tmp_path):
    facts(reports, "--out", tmp_path / "out")
    told = facts(reports / "00.pdf", reports / "01.pdf", "--out", tmp_path / "out")
    assert (told["read"], told["reports"]) == (0, 2)
    year = int(pq.read_table(tmp_path / "out" / "reports.parquet")["year"][0].as_py())
    told = facts(reports, "--out", tmp_path / "out", "--year", year)
    assert (told["read"], told["written"]) == (0, True)
    years = set(pd.read_parquet(tmp_path / "out" / "reports.parquet")["year"].dropna())
    assert years == {year}
    assert [path.name for path in (tmp_path / "out" / "figures").iterdir()] == [f"year={year}"]


def test_settings_that_change_results_read_anew_and_others_do_not(reports, tmp_path):
    two = (reports / "00.pdf", reports / "01.pdf", "--out", tmp_path)
    facts(*two)
    assert facts(*two, GONGKAI_SECONDS="60", GONGKAI_MEMORY_MB="3000", GONGKAI_WORKERS="1")["read"] == 0
    assert facts(*two, GONGKAI_PAGES="300")["read"] == 2


def test_a_file_that_cannot_be_had_is_tried_in_every_run(tmp_path):
    archive, out = Archive(tmp_path / "archive"), tmp_path / "out"
    row = fetched(archive, report_pdf(1), 1)
    place = Path(archive.place(str(row.sha256)))
    place.rename(tmp_path / "away")
    for _ in range(4):
        assert facts(tmp_path / "archive", "--out", out)["verdicts"] == {"unreadable": 1}
    (tmp_path / "away").rename(place)
    assert facts(tmp_path / "archive", "--out", out)["verdicts"] == {"verified": 1}
    assert facts(tmp_path / "archive", "--out", out)["read"] == 0


def test_sigterm_ends_in_order_and_the_next_run_goes_on(reports, undisturbed, tmp_path):
    facts(reports / "00.pdf", "--out", tmp_path)
    before = contents(tmp_path)
    with started(reports, tmp_path) as process:
        deadline = time.monotonic() + 60
        while len(list(tmp_path.glob(".ledger/*/*.parquet"))) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        workers = children_of(process)
        process.terminate()
        _, told = process.communicate(timeout=30)
    assert process.returncode == 143
    assert told.strip().splitlines()[-1].startswith("gongkai: stopped; what was read is kept")
    assert "Traceback" not in told
    _, left = psutil.wait_procs(workers, timeout=10)
    assert not left
    assert contents(tmp_path) == before
    told = facts(reports, "--out", tmp_path)
    assert 0 < told["kept"] < COUNT + 1
    assert contents(tmp_path) == undisturbed


def test_a_second_run_on_the_same_dataset_ends_at_once(reports, undisturbed, tmp_path):
    with started(reports, tmp_path) as process:
        while not (tmp_path / ".lock").exists() or not (tmp_path / ".lock").read_text():
            time.sleep(0.02)
        second = gongkai("build", reports, "--out", tmp_path)
        assert process.poll() is None
        process.communicate(timeout=60)
    assert second.returncode == 4
    (line,) = second.stderr.strip().splitlines()
    assert f"another run is writing this dataset (process {process.pid} on " in line
    assert process.returncode == 0
    assert contents(tmp_path) == undisturbed


@pytest.mark.parametrize(("rule", "code"), [("unreadable=1", 0), ("unreadable=0", 3), ("unreadable=2%", 3)])
def test_a_policy_decides_the_exit_code_after_the_dataset_is_written(reports, tmp_path, rule, code):
    three = (reports / "00.pdf", reports / "01.pdf", reports / "99.pdf", "--out", tmp_path)
    result = gongkai("build", *three, *READERS, "--json", "--fail-on", rule, "--fail-on", "needs_review=50%")
    assert result.returncode == code
    told = json.loads(result.stdout)
    assert told["broken"] == ([rule] if code else [])
    assert told["verdicts"] == {"unreadable": 1, "verified": 2}
    assert told["documents_per_second"] > 0
    assert len(pd.read_parquet(tmp_path / "reports.parquet")) == 3


def test_a_policy_that_makes_no_sense_is_refused_before_any_work(reports, tmp_path):
    result = gongkai("build", reports, "--out", tmp_path / "out", "--fail-on", "illegible=5%")
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_dataset_in_an_object_store_is_that_of_a_folder(reports, undisturbed, tmp_path, s3, bucket):
    out = f"{bucket}/data"
    assert facts(reports, "--out", out, **s3)["written"]
    assert copied(out, tmp_path / "first") == undisturbed
    assert facts(reports, "--out", out, **s3)["written"] is False
    Store(out).write(".publishing", b"")  # as a run leaves it that is killed while it publishes
    told = facts(reports, "--out", out, **s3)
    assert (told["read"], told["written"]) == (0, True)
    facts(reports / "00.pdf", "--out", out, **s3)
    assert len(list((copied(out, tmp_path / "one"), tmp_path / "one")[1].glob("figures/*"))) == 1
    left = {name for name in Store(out).names("") if not name.startswith((".ledger/", "figures/"))}
    assert left == {"reports.parquet", "findings.parquet"}


def copied(url, folder):
    """A dataset in a store, brought to a folder, and all its bytes."""
    store = Store(url)
    for name in store.names(""):
        if name.endswith(".parquet") and not name.startswith("."):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(store.read(name))
    return contents(folder)


def test_an_object_store_that_cannot_be_reached_is_said_before_any_work(reports, s3):
    result = gongkai("build", reports, "--out", f"s3://no-such-bucket-{os.getpid()}/x", **s3)
    assert result.returncode == 2
    assert "cannot be reached" in result.stderr
