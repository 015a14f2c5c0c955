"""Reads the YAML that the program and its users write, and says in one line what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    Raises UserError that names the file, and the entry and its line as far as pydantic knows them, where the function
    cannot.
    """
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        raise said_of(path, first["loc"], first["msg"], what) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        detail = f"not {what} ({type(error).__name__}: {error})"
        raise UserError("broken_config", path, detail=detail) from error


def said_of(path: Path, entry: Sequence[str | int], message: str, what: str = "") -> UserError:
    """What is wrong with an entry of a file, with its line. entry: keys and indices from the top; what: for none."""
    line = _line_of(path, entry)
    where = ".".join(map(str, entry)) or what
    return UserError("broken_config", f"{path}:{line}" if line else path, detail=f"{where}: {message}")


def _line_of(path: Path, entry: Sequence[str | int]) -> int | None:
    """The line, from 1, of the innermost part of an entry that the file has; None where it has none of it."""
    node: yaml.Node | None = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    line = None
    for part in entry:
        found = _inside(node, part)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line


def _inside(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """The node that carries a key or an index, and the one of its value."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None
