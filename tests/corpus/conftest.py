"""What needs parts of the system that are not installed is skipped with the reason; in CI it fails."""

import os

import pytest

from corpus import browser as web_browser
from corpus import fonts, word


def _absent(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def typefaces() -> None:
    if not fonts.available("song", "hei"):
        packages = ", ".join(file.package for file in fonts.FILES.values())
        _absent(f"typefaces are missing: apt install {packages}")


@pytest.fixture(scope="session")
def office() -> None:
    if not word.available():
        _absent("LibreOffice is missing: apt install libreoffice-writer")


@pytest.fixture(scope="session")
def browser() -> None:
    if not web_browser.available():
        _absent("Chromium is missing: apt install chromium chromium-driver")
