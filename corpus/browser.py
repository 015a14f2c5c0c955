"""Prints HTML pages with Chromium: one browser that stays open for many pages."""

from __future__ import annotations

import shutil
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

from corpus.document import Document, fingerprint
from corpus.settle import settled
from corpus.web import Sheet, page

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""The browser only ever opens a file of ours, and asks nobody on the web."""


class MissingBrowserError(RuntimeError):
    """Chromium or its driver is not installed; the text names the Debian packages."""


class PrintingFailedError(RuntimeError):
    """The browser did not print a page; after many others it sometimes cannot, and another browser can."""


def available() -> bool:
    """Tell whether Chromium and its driver are installed here."""
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


class Browser:
    """A browser that starts with its first page and ends with the `with` block."""

    def __init__(self) -> None:
        self._driver: Any = None

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the browser; another one starts with the next page."""
        if self._driver is not None:
            self._driver.quit()
            self._driver = None

    def render(self, document: Document, sheet: Sheet | None = None) -> bytes:
        """Make the PDF of a document. Raises MissingBrowserError and PrintingFailedError."""
        sheet = sheet or Sheet()
        pdf = self._printed(page(document, sheet))
        return settled(pdf, fingerprint(document, sheet), document.running_head)

    def _printed(self, html: str) -> bytes:
        if self._driver is None:
            self._driver = _started()
        from selenium.common.exceptions import WebDriverException

        with TemporaryDirectory() as folder:
            file = Path(folder) / "report.html"
            file.write_text(html, encoding="utf-8")
            self._driver.get(file.as_uri())
            wanted = {"printBackground": True, "preferCSSPageSize": True, "generateTaggedPDF": False}
            try:
                return b64decode(self._driver.execute_cdp_cmd("Page.printToPDF", wanted)["data"])
            except WebDriverException as error:
                raise PrintingFailedError(str(error.msg)) from error


def _started() -> Any:
    if not available():
        raise MissingBrowserError("Chromium is missing: apt install chromium chromium-driver")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in QUIET:
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=str(shutil.which("chromedriver")))
    return webdriver.Chrome(options=options, service=service)
