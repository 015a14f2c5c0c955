"""Reads the YAML that the program and its users write, and says in one line what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from pipeline.errors import UserError

T = TypeVar("T")


def read_mapping(path: Path, what: str) -> dict[str, Any]:
    """The mapping that a YAML file holds. what: a word for it, used where the file holds something else.

    Raises UserError that names the file where it cannot be read, is not YAML, or is no mapping.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError("broken_config", path, detail=error) from error
    if not isinstance(data, dict):
        raise UserError("broken_config", path, detail=f"not {what} (a mapping is expected, lines like 'name: value')")
    return data


def made_of(path: Path, what: str, make: Callable[[], T]) -> T:
    """What a function makes of a file's mapping. what: a word for what the file should hold.

    Raises UserError that names the file, and the entry as far as pydantic knows it, where the function cannot.
    """
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError("broken_config", path, detail=f"{where or what}: {first['msg']}") from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        detail = f"not {what} ({type(error).__name__}: {error})"
        raise UserError("broken_config", path, detail=detail) from error
