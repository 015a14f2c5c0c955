"""Reading on Dask: real schedulers and workers, in processes of their own, that are killed as machines fail."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pandas as pd
import psutil
import pytest

from pipeline import publish
from pipeline.cluster import reader
from pipeline.documents import Document, gathered
from pipeline.errors import UserError
from tests.making import ROOT, settings
from tests.test_build import COUNT, TWO, calm_in, contents, copied, facts, reports_in
from tests.test_documents import check_dataset, filled
from tests.warm import ENVIRONMENT, gongkai
from tests.working import deadly


@contextmanager
def cluster(folder, machines=1, **environment):
    """The address of a scheduler with two workers, and the processes whose nannies start them, one for each machine."""
    file = folder / "scheduler.json"
    known = {**ENVIRONMENT, "DASK_DISTRIBUTED__WORKER__DAEMON": "true", "TMPDIR": str(folder), **environment}

    def started(command, *arguments):
        whole = [sys.executable, "-m", f"distributed.cli.dask_{command}", "--scheduler-file", str(file), *arguments]
        return subprocess.Popen(whole, cwd=ROOT, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    two = ("--nworkers", str(2 // machines), "--nthreads", "1", "--local-directory", str(folder), "--no-dashboard")
    processes = [started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    processes += [started("worker", *two) for _ in range(machines)]
    try:
        deadline = time.monotonic() + 90
        while (address := address_in(file)) is None and time.monotonic() < deadline:
            time.sleep(0.1)
        yield address, [psutil.Process(process.pid) for process in processes[1:]]
    finally:
        for one in processes:
            end(one)


def address_in(file):
    """The address that a scheduler writes into a file; None until it has written all of it."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))["address"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def end(process):
    """End a process and all that it started."""
    with suppress(psutil.NoSuchProcess):
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
    process.wait()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory, s3):
    """A cluster that lasts, with access to the store."""
    hasty = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with cluster(tmp_path_factory.mktemp("cluster"), **hasty, **s3) as found:
        yield found


@pytest.fixture
def one_cluster(lasting):
    """The same, with both its workers."""
    from distributed import Client  # slow to import

    with Client(lasting[0], set_as_default=False) as client:
        client.wait_for_workers(2, timeout=90)
    return lasting


@pytest.fixture(scope="module")
def reports(once):
    return reports_in(once)


@pytest.fixture(scope="module")
def undisturbed(once):
    return contents(calm_in(once)[0])


def test_a_cluster_that_the_command_starts_gives_the_dataset_of_one_machine(reports, undisturbed, tmp_path):
    local = ("--out", tmp_path / "out", "--cluster", "local")
    (tmp_path / "temporary").mkdir()  # Dask leaves a folder there
    told = facts(reports, *local, readers=TWO, TMPDIR=str(tmp_path / "temporary"))
    assert told["read"] == COUNT + 1
    assert contents(tmp_path / "out") == undisturbed
    assert facts(reports, *local)["read"] == 0


def test_a_cluster_reads_an_archive_in_a_store_and_the_dataset_goes_to_the_store(tmp_path, s3, bucket, one_cluster):
    filled(f"{bucket}/raw")
    told = facts(f"{bucket}/raw", "--out", f"{bucket}/out", "--cluster", one_cluster[0], **s3)
    assert told["verdicts"] == {"unreadable": 2, "verified": 1}
    again = facts(f"{bucket}/raw", "--out", f"{bucket}/out", **s3)
    assert (again["read"], again["written"]) == (0, False)
    copied(f"{bucket}/out", tmp_path / "out")
    check_dataset(tmp_path / "out", pd.read_parquet(tmp_path / "out" / "reports.parquet"))


def test_workers_that_are_lost_are_survived(reports, undisturbed, tmp_path):
    out = tmp_path / "out"
    with cluster(tmp_path, machines=2) as (address, nannies):
        command = [sys.executable, "-m", "pipeline.cli", "build", str(reports), "--out", str(out), *TWO]
        with subprocess.Popen(
            [*command, "--cluster", address], cwd=ROOT, env=ENVIRONMENT, stderr=subprocess.PIPE
        ) as run:
            assert run.stderr is not None
            run.stderr.readline()  # the first document is read
            (worker,) = [child for child in nannies[0].children() if "spawn_main" in " ".join(child.cmdline())]
            readers = worker.children(recursive=True)
            worker.kill()  # its nanny starts another
            for process in [*nannies[1].children(recursive=True), nannies[1]]:
                process.kill()  # a machine is gone
            run.stderr.read()
        assert run.returncode == 0
        _, left = psutil.wait_procs(readers, timeout=20)
        assert not left, "processes that read outlive their worker"
    assert contents(out) == undisturbed


def test_a_document_that_kills_its_worker_again_and_again_becomes_one_unreadable_row(reports, one_cluster):
    given = gathered(Document.of(path) for path in sorted(reports.glob("0[0-3].pdf")))
    rows = dict(reader(one_cluster[0], deadly)(given, settings()))
    verdicts = {one.document.file_name: publish.verdicts(row) for one, row in rows.items()}
    assert verdicts.pop("01.pdf") == ["unreadable"]
    assert len(verdicts) == 3
    assert ["verified"] in verdicts.values()


def test_a_document_over_a_limit_costs_the_process_that_read_it_and_no_worker(reports, one_cluster):
    given = gathered(Document.of(path) for path in sorted(reports.glob("0[0-3].pdf")))
    address, nannies = one_cluster
    hasty = dict(reader(address)(given, settings(seconds=0.01)))
    assert [publish.verdicts(row) for row in hasty.values()] == [["unreadable"]] * 4
    before = [nanny.children() for nanny in nannies]
    patient = dict(reader(address)(given, settings()))
    assert [row.num_rows for row in patient.values()] == [1] * 4
    assert ["unreadable"] not in [publish.verdicts(row) for row in patient.values()]
    assert [nanny.children() for nanny in nannies] == before


def test_a_worker_with_another_program_is_not_believed(reports, one_cluster, monkeypatch):
    monkeypatch.setattr("pipeline.cluster.program_version", lambda: "another")
    given = gathered([Document.of(reports / "00.pdf")])
    with pytest.raises(UserError, match="another version of this program"):
        list(reader(one_cluster[0])(given, settings()))


def test_a_cluster_that_is_not_there_is_said_in_one_line(reports, tmp_path):
    nowhere = ("--cluster", "tcp://127.0.0.1:9")
    hasty = ("pipeline.cluster", "_TIMEOUT", 3.0)
    result = gongkai("build", reports / "00.pdf", "--out", tmp_path / "out", *nowhere, changed=hasty)
    assert result.returncode == 2
    (line,) = result.stderr.strip().splitlines()
    assert "no Dask scheduler can be reached" in line


def test_without_documents_no_cluster_is_asked():
    assert list(reader("tcp://127.0.0.1:9")([], settings())) == []
