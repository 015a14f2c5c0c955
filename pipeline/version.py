"""What the reading of a document depends on besides its bytes and its name, as one hash.

Whatever is not named here as harmless counts: better read a nation once too often than publish what an older program
read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.paths import CONFIGS
from pipeline.settings import Settings

_PACKAGE = Path(__file__).parent
_HARMLESS_CODE = {
    "build.py",
    "cli.py",
    "cluster.py",
    "fetching.py",
    "folder.py",
    "ledger.py",
    "lock.py",
    "picture.py",
    "policy.py",
    "progress.py",
    "show.py",
    "stages.py",
    "publish/place.py",
    "publish/revise.py",
    "publish/tables.py",
    "publish/write.py",
}
"""Files of the package that change nothing of a document's result, and the folder fetch/."""
_HARMLESS_CONFIGS = {"defaults.yaml", "failures.yaml", "fetch.yaml", "links.yaml", "messages.yaml"}
"""Files of configs/ that do not, and the folder sources/. What defaults.yaml says is in the settings."""
_LIBRARIES = (
    "camelot-py",
    "numpy",
    "onnxruntime",
    "opencc",
    "opencv-python-headless",
    "pdf_oxide",
    "pdfminer.six",
    "pdfplumber",
    "pikepdf",
    "pillow",
    "playa-pdf",
    "pypdfium2",
    "rapidfuzz",
    "rapidocr",
)
"""Packages that see documents, or decide."""
_CUTTING = ("seconds", "memory_mb")
"""Settings that can cut a reading short, and else change nothing. How many workers there are changes nothing at all."""


def reading_version(settings: Settings) -> str:
    """The hash, in 16 hex digits, of code, configuration, libraries and of the settings that change results."""
    own = {name: value for name, value in settings.model_dump().items() if name not in (*_CUTTING, "workers")}
    told = json.dumps([program_version(), own], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def limits_told(settings: Settings) -> str:
    """The limits that can cut a reading short, as the ledger notes them."""
    return " ".join(f"{name}={getattr(settings, name):g}" for name in _CUTTING)


@cache
def program_version() -> str:
    """The hash of code, configuration and libraries, the same on every machine that has the same."""
    found = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in _LIBRARIES:
        found.update(f"{name} {_version(name)}\0".encode())
    for folder, harmless, pattern, aside in (
        (_PACKAGE, _HARMLESS_CODE, "*.py", "fetch"),
        (CONFIGS, _HARMLESS_CONFIGS, "*.yaml", "sources"),
    ):
        for path in sorted(folder.rglob(pattern)):
            name = path.relative_to(folder).as_posix()
            if name not in harmless and not name.startswith(f"{aside}/"):
                content = path.read_bytes()
                found.update(f"{name} {len(content)}\0".encode() + content)
    return found.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
