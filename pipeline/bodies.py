"""Kinds of public bodies as objects, loaded from configs/bodies.yaml.

Nothing else in the program knows a kind by name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipeline.config_file import made_of, read_mapping
from pipeline.form import Language
from pipeline.paths import CONFIGS

_NOTE = re.compile(r"[（(][^（）()]*[）)]$")


class Kind(BaseModel):
    """A kind of body: its name for people, by language, and how the names of such bodies end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: dict[Language, str]
    endings: tuple[str, ...] = Field(min_length=1)


class Kinds:
    """Every kind by its code."""

    def __init__(self, kinds: dict[str, Kind]) -> None:
        """kinds: by code. Raises ValueError where two kinds share an ending."""
        self.kinds = kinds
        self._codes: dict[str, str] = {}
        for code, kind in kinds.items():
            for ending in kind.endings:
                if ending in self._codes:
                    raise ValueError(f"{ending} ends names of two kinds, or twice of one")
                self._codes[ending] = code
        self._longest = max(map(len, self._codes), default=0)

    def kind_of(self, name: str) -> str | None:
        """The code of a body's kind; None where no ending fits. name: in simplified characters, without white space."""
        bare = _NOTE.sub("", name)
        lengths = range(min(self._longest, len(bare)), 0, -1)
        return next((code for n in lengths if (code := self._codes.get(bare[-n:]))), None)

    def name_in(self, code: str | None, language: Language) -> str | None:
        """The name of a kind for people."""
        return self.kinds[code].name[language] if code else None


@cache
def load_kinds(path: Path = CONFIGS / "bodies.yaml") -> Kinds:
    """The kinds of a file. Raises UserError that names the file where it is broken."""
    raw = read_mapping(path, "a list of kinds of bodies")
    what = "a list of kinds of bodies"
    return made_of(path, what, lambda: Kinds({code: Kind.model_validate(entry) for code, entry in raw.items()}))
