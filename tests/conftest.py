"""Settings of hypothesis and of the workers that run tests, and a real S3 API on loopback."""

import os
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import settings

# In CI the same examples every time, elsewhere new ones.
# How long one example takes tells how busy the machine is, not what is wrong.
settings.register_profile("elsewhere", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "elsewhere")


def pytest_xdist_auto_num_workers() -> int:
    """One more worker than cores: tests of commands wait half their time, for processes that end or are killed."""
    return (os.cpu_count() or 1) + 1


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
