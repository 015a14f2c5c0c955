"""Why a fetch failed, as a code, and what the codes mean (configs/failures.yaml)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.config_file import read_mapping
from pipeline.paths import CONFIGS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_CERTIFICATE = re.compile("certificate|VerificationError", re.IGNORECASE)
"""Scrapy tells a certificate that is not valid from other broken connections by words alone."""

REFUSED = "robots"
"""The code of what was not asked for because the site does not wish it: nothing went wrong."""


def code_of(error: BaseException, url: str, without_robots: Mapping[str, str], refused_hosts: Collection[str]) -> str:
    """The code of what Scrapy raised for an address.

    without_robots: hosts whose robots.txt could not be read, and why; refused_hosts: those with private addresses.
    """
    from scrapy import exceptions as raised
    from scrapy.spidermiddlewares.httperror import HttpError

    from pipeline.fetch.guard import RefusedError

    host = urlsplit(url)
    if isinstance(error, RefusedError):
        return error.code
    if isinstance(error, HttpError):
        return f"http_{error.response.status}"
    if isinstance(error, raised.CannotResolveHostError):
        return "private_address" if host.hostname in refused_hosts else "no_host"
    if isinstance(error, raised.IgnoreRequest):
        return _ignored(str(error), without_robots.get(host.netloc, REFUSED))
    if isinstance(error, raised.DownloadFailedError):
        return "certificate" if _CERTIFICATE.search(str(error)) else "no_answer"
    kinds = {
        raised.DownloadTimeoutError: "timed_out",
        raised.ResponseDataLossError: "cut_short",
        raised.DownloadCancelledError: "too_large",
        raised.UnsupportedURLSchemeError: "off_site",
        raised.NotSupported: "off_site",
        raised.DownloadConnectionRefusedError: "no_answer",
        OSError: "no_answer",
    }
    return next((code for kind, code in kinds.items() if isinstance(error, kind)), "broken")


def meaning(code: str, language: str) -> str:
    """What a code means, for people. language: en or zh."""
    name, _, status = code.partition("_") if code.startswith("http_") else (code, "", "")
    meanings = _meanings()
    return str(meanings[name][language]).format(status=status)


def _ignored(text: str, robots: str) -> str:
    """What Scrapy's own middlewares mean by leaving a request out; they tell it by words alone."""
    if "robots.txt" in text:
        return robots
    return "redirects" if "redirections" in text else "too_large" if "MAXSIZE" in text else "broken"


@cache
def _meanings() -> dict[str, Any]:
    return read_mapping(CONFIGS / "failures.yaml", "a list of failures")
