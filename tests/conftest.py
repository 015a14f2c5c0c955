"""Settings of hypothesis and of the workers that run tests, what these share, and a real S3 API on loopback."""

import fcntl
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Tests start many processes: what one of them compiles serves all after it, whatever is said elsewhere.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# In CI the same examples every time, elsewhere new ones.
# How long one example takes tells how busy the machine is, not what is wrong.
settings.register_profile("elsewhere", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "elsewhere")


def pytest_xdist_auto_num_workers() -> int:
    """One more worker than cores: tests of commands wait half their time, for processes that end or are killed."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def once(tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """What takes long to make is made once for all workers: a folder by its name, and what fills it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def made(name: str, fill: Callable[[Path], None]) -> Path:
        folder, half = shared / name, shared / f"{name}.half"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                fill(half)
                half.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def samples(once) -> Path:
    """The dataset of the sample reports."""
    from tests.making import SAMPLES  # slow to import
    from tests.warm import gongkai

    def fill(folder: Path) -> None:
        result = gongkai("build", SAMPLES, "--out", folder, "--workers", "2")
        assert result.returncode == 0, result.stderr

    return once("samples", fill)


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    """What the environment says of an S3 server on loopback, as for any tool that speaks S3."""
    from moto.server import ThreadedMotoServer  # slow to import, as is s3fs
    from s3fs import S3FileSystem

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    known = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "something",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in known.items():
            environment.setenv(name, value)
        yield known
    S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def bucket(s3) -> str:
    """The URL of an empty bucket."""
    from s3fs import S3FileSystem

    name = f"archive-{uuid.uuid4().hex}"
    S3FileSystem().mkdir(name)
    return f"s3://{name}"
