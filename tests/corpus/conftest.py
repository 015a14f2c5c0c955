"""What needs parts of the system that are not installed is skipped with the reason; in CI it fails."""

import os

import pytest

from corpus import fonts, word


def _absent(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def typefaces() -> None:
    if not fonts.available("song", "hei"):
        packages = ", ".join(file.package for file in fonts.FILES.values())
        _absent(f"typefaces are missing: apt install {packages}")


@pytest.fixture
def office() -> None:
    if not word.available():
        _absent("LibreOffice is missing: apt install libreoffice-writer")
