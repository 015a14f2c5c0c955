"""Skips, with the reason, what needs parts of the system that are not installed."""

import pytest

from corpus import fonts, word


@pytest.fixture
def typefaces() -> None:
    if not fonts.available("song", "hei"):
        packages = ", ".join(file.package for file in fonts.FILES.values())
        pytest.skip(f"typefaces are missing: apt install {packages}")


@pytest.fixture
def office() -> None:
    if not word.available():
        pytest.skip("LibreOffice is missing: apt install libreoffice-writer")
