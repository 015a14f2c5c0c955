"""Builds as batch jobs run them: real processes that are killed, told to end, and started twice."""

import json
import os
import shutil
import signal
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
from tests.making import report_pdf
from tests.warm import ENVIRONMENT, FORKED, Command, gongkai

COUNT = 12
ONE, TWO = (("--reader", "pdfium", "--workers", workers) for workers in "12")
OFTEN = ("pipeline.ledger", "_DOCUMENTS", 2)
"""What was read is written after every second document."""


def written(folder, count, broken):
    """A folder with so many reports, and a broken file of that name."""
    for seed in range(count):
        (folder / f"{seed:02}.pdf").write_bytes(report_pdf(seed))
    (folder / broken).write_bytes(b"%PDF-1.7 broken")
    return folder


def reports_in(once):
    """A folder with reports, one of them twice, and a broken file."""

    def fill(folder):
        written(folder, COUNT, "99.pdf")
        (folder / "copy.pdf").write_bytes(report_pdf(3))

    return once("reports", fill)


@pytest.fixture(scope="module")
def reports(once):
    return reports_in(once)


def contents(out):
    """Every byte of a dataset."""
    files = [*Path(out).glob("*.parquet"), *(Path(out) / "figures").rglob("*.parquet")]
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(files)}


def facts(*arguments, readers=ONE, **environment):
    result = gongkai("build", *arguments, *readers, "--json", **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def calm_in(once):
    """The dataset of an undisturbed run over those reports, and how many seconds that took."""

    def fill(folder):
        gongkai("--help")  # what takes time only once does not count
        started_at = time.monotonic()
        told = facts(reports_in(once), "--out", folder / "out", readers=TWO, changed=OFTEN)
        (folder / "seconds").write_text(str(time.monotonic() - started_at))
        assert (told["documents"], told["read"], told["kept"], told["written"]) == (COUNT + 1, COUNT + 1, 0, True)

    folder = once("undisturbed", fill)
    return folder / "out", float((folder / "seconds").read_text())


@pytest.fixture(scope="module")
def calm(once):
    return calm_in(once)


@pytest.fixture(scope="module")
def undisturbed(calm):
    return contents(calm[0])


@pytest.fixture
def known(calm, tmp_path):
    """A folder with that dataset, and with what is known of its reports."""
    return Path(shutil.copytree(calm[0], tmp_path / "known"))


@pytest.fixture
def printed(tmp_path_factory):
    """A folder for what a command prints."""
    return tmp_path_factory.mktemp("printed")


def started(reports, out, folder, readers=TWO, *changed):
    """A build that goes on. folder: for what it prints, and, in `temporary`, what it needs for a while."""
    output = (folder / "stdout", folder / "stderr")
    (folder / "temporary").mkdir(exist_ok=True)
    environment = {**ENVIRONMENT, "TMPDIR": str(folder / "temporary")}
    return Command(["build", reports, "--out", out, *readers], environment, output, OFTEN, *changed)


def children_of(process):
    return psutil.Process(process.pid).children(recursive=True)


def has_begun(worker):
    """Whether a worker has come as far as to limit its memory, which it does first of all."""
    return worker.rlimit(psutil.RLIMIT_AS)[0] != psutil.RLIM_INFINITY


def parts_in(out):
    return len(list(out.glob(".ledger/*/*.parquet")))


def known_in(out):
    """Rows of documents that were read."""
    return sum(pq.read_metadata(path).num_rows for path in out.glob(".ledger/*/*.parquet"))


@pytest.mark.parametrize("seed", [5, 6])
def test_killed_at_ten_of_twenty_random_moments_the_next_run_goes_on_and_its_dataset_is_that_of_an_undisturbed_one(
    seed, reports, calm, undisturbed, tmp_path, printed
):
    """Some by the clock, and some a little after it has written a part.

    How busy the machine is changes: a build that ended before its kill shortens the time until those to come. Workers
    start as they do in life in one build of four, and are forked, which takes a tenth of the time, in the others.
    """
    chance = Random(seed)
    kills, half_way, length = 0, 0, calm[1]
    for number in range(60):
        out = tmp_path / f"{number}"
        for _ in range(chance.randint(2, 4)):
            as_in_life = chance.random() < 0.25
            process = started(reports, out, printed, chance.choice((ONE, TWO)), *(() if as_in_life else (FORKED,)))
            if at_work := chance.random() < 0.6:
                wanted = parts_in(out) + chance.randint(1, 2)
                at_work = process.until(lambda out=out, wanted=wanted: parts_in(out) >= wanted)
                time.sleep(length * chance.uniform(0, 0.05))
            else:
                time.sleep(length * chance.uniform(0.05, 0.8))
            killed, workers = killed_now(process)
            _, left = psutil.wait_procs(workers, timeout=20)
            assert not [worker for worker in left if as_in_life or has_begun(worker)], "workers outlive their parent"
            for worker in left:  # forked from a process of several threads, it hangs on a lock of theirs
                worker.kill()
            if at_work and not left and known_in(out) < COUNT - 2:
                assert not [*(printed / "temporary").iterdir()], "its folder outlives it"
            shutil.rmtree(printed / "temporary")  # before and after its workers nobody can remove it, and it is empty
            kills += killed
            if not killed:
                length *= 0.7
                break
        told = facts(reports, "--out", out)
        half_way += 0 < told["kept"] < COUNT + 1
        assert contents(out) == undisturbed
        if kills >= 10 and half_way >= 2:
            break
    assert kills >= 10
    assert half_way >= 2
    assert {path.name for path in out.iterdir()} == {
        *("figures", "reports.parquet", "findings.parquet"),
        *(".ledger", ".lock"),
    }


def killed_now(process):
    """Kill a build, wherever it is: whether it ran still, and the processes that it had."""
    try:
        workers = children_of(process)
    except psutil.NoSuchProcess:
        workers = []
    process.kill()
    return process.wait() == -signal.SIGKILL, workers


def test_unchanged_reports_are_not_read_again_and_nothing_is_written(reports, undisturbed, known):
    before = {path: path.stat().st_mtime_ns for path in known.rglob("*.parquet")}
    told = facts(reports, "--out", known)
    assert (told["read"], told["kept"], told["written"]) == (0, COUNT + 1, False)
    assert {path: path.stat().st_mtime_ns for path in known.rglob("*.parquet")} == before
    assert contents(known) == undisturbed


def test_one_new_report_costs_one_report(reports, known, tmp_path):
    new = tmp_path / "0new.pdf"
    new.write_bytes(report_pdf(77))
    told = facts(reports, new, "--out", known)
    assert (told["read"], told["kept"], told["reports"]) == (1, COUNT + 1, COUNT + 2)
    facts(reports, new, "--out", tmp_path / "at-once")
    assert contents(known) == contents(tmp_path / "at-once")


def test_another_year_or_fewer_reports_are_published_from_what_is_known(reports, known):
    told = facts(reports / "00.pdf", reports / "01.pdf", "--out", known)
    assert (told["read"], told["reports"]) == (0, 2)
    year = int(pq.read_table(known / "reports.parquet")["year"][0].as_py())
    told = facts(reports, "--out", known, "--year", year)
    assert (told["read"], told["written"]) == (0, True)
    years = set(pd.read_parquet(known / "reports.parquet")["year"].dropna())
    assert years == {year}
    assert [path.name for path in (known / "figures").iterdir()] == [f"year={year}"]


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


def test_sigterm_ends_in_order_and_the_next_run_goes_on(reports, undisturbed, tmp_path, printed):
    facts(reports / "00.pdf", "--out", tmp_path)
    before = contents(tmp_path)
    process = started(reports, tmp_path, printed)
    assert process.until(lambda: parts_in(tmp_path) >= 3)
    workers = children_of(process)
    process.terminate()
    assert process.wait(30) == 143
    _, told = process.printed()
    assert told.strip().splitlines()[-1].startswith("gongkai: stopped; what was read is kept")
    assert "Traceback" not in told
    _, left = psutil.wait_procs(workers, timeout=10)
    assert not left
    assert contents(tmp_path) == before
    told = facts(reports, "--out", tmp_path)
    assert 0 < told["kept"] < COUNT + 1
    assert contents(tmp_path) == undisturbed


def test_a_second_run_on_the_same_dataset_ends_at_once(reports, undisturbed, tmp_path, printed):
    process = started(reports, tmp_path, printed)
    assert process.until(lambda: (tmp_path / ".lock").exists() and (tmp_path / ".lock").read_text())
    second = gongkai("build", reports, "--out", tmp_path)
    assert process.poll() is None
    assert process.wait(60) == 0
    assert second.returncode == 4
    (line,) = second.stderr.strip().splitlines()
    assert f"another run is writing this dataset (process {process.pid} on " in line
    assert contents(tmp_path) == undisturbed


def test_a_policy_decides_the_exit_code_after_the_dataset_is_written(reports, tmp_path):
    three = (reports / "00.pdf", reports / "01.pdf", reports / "99.pdf", "--out", tmp_path)
    for number, (rule, code) in enumerate([("unreadable=0", 3), ("unreadable=2%", 3), ("unreadable=1", 0)]):
        result = gongkai("build", *three, *ONE, "--json", "--fail-on", rule, "--fail-on", "needs_review=50%")
        assert result.returncode == code
        told = json.loads(result.stdout)
        assert told["broken"] == ([rule] if code else [])
        assert told["verdicts"] == {"unreadable": 1, "verified": 2}
        assert told["written"] is (number == 0)
        assert (told["documents_per_second"] > 0) is (number == 0)
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
