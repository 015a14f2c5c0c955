"""Reads the YAML that the program and its users write, and says in one line what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import UserError


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
