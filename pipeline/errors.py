"""The one exception that a person is meant to read, and its sentences (configs/messages.yaml)."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from pipeline.paths import CONFIGS


class UserError(Exception):
    """Something the user can put right: its text names the thing and says what to do. The commands exit with 2."""

    def __init__(self, code: str, path: object = "", **details: object) -> None:
        """code: the message in configs/messages.yaml; path: the thing that it is about."""
        super().__init__(code, path, details)
        self.code = code
        self.values = {"path": path, **details}

    def __str__(self) -> str:
        return self.message("en")

    def message(self, language: str) -> str:
        """The sentence in English (en) or Chinese (zh), on one line."""
        return " ".join(_messages()[self.code][language].format(**self.values).split())


class SchemaError(Exception):
    """Tables that are not as the schema says: a fault of the program, and nothing is published. The exit code is 1."""


@cache
def _messages() -> dict[str, dict[str, str]]:
    messages: dict[str, Any] = yaml.safe_load((CONFIGS / "messages.yaml").read_text(encoding="utf-8"))
    return messages
