"""A folder that is written to: made where there is none, and said in one way where it cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UserError


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make a folder, and write in it within the block. Raises UserError where either cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except FileExistsError as error:
        raise UserError("out_is_file", folder) from error
    except OSError as error:
        raise UserError("out_not_writable", folder, detail=error.strerror) from error
