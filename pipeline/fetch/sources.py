"""Where reports are published, as objects, loaded from configs/sources/*.yaml."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from pipeline.config_file import made_of, read_mapping, said_of
from pipeline.errors import UserError
from pipeline.fetch.settings import Manners
from pipeline.paths import CONFIGS

SOURCES = CONFIGS / "sources"
TEMPLATE = "TEMPLATE.yaml"

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HOST = re.compile(r"(\*\.)?[^\s/:*@]+(:\d{1,5})?")


class Entry(BaseModel):
    """A page at which to begin: a list of reports, a page from which links lead to lists, a sitemap, or a report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    kind: Literal["list", "hub", "sitemap", "document"]

    @field_validator("url")
    @classmethod
    def _of_the_web(cls, url: str) -> str:
        if place_of(url) is None:
            raise ValueError("must be an address that begins with http:// or https://")
        return url


class Source(BaseModel):
    """One body's place on the web. What each field means stands in configs/sources/TEMPLATE.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str = Field(min_length=1)
    division: str = Field(pattern=r"^\d{6,12}$")
    entries: tuple[Entry, ...] = Field(min_length=1)
    hosts: tuple[str, ...] = ()
    verified: bool = False
    take: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    encoding: str | None = None
    manners: dict[str, int | float] = {}
    certificates: bool = True
    local: bool = False
    note: str | None = None

    @field_validator("take", "leave")
    @classmethod
    def _expressions(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for expression in given:
            try:
                re.compile(expression)
            except re.error as error:
                raise ValueError(f"no regular expression: {expression} ({error})") from error
        return given

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, given: str | None) -> str | None:
        try:
            return given and codecs.lookup(given).name
        except LookupError as error:
            raise ValueError(f"no encoding has the name {given}") from error

    @field_validator("hosts")
    @classmethod
    def _names_of_hosts(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        wrong = [host for host in given if not _HOST.fullmatch(host)]
        if wrong:
            raise ValueError(f"{wrong[0]} must be a host alone, as www.someplace.example")
        return tuple(_in_ascii(host.lower()) for host in given)

    @model_validator(mode="after")
    def _entries_lie_on_hosts(self) -> Source:
        outside = [entry.url for entry in self.entries if not self.has(entry.url)]
        if outside:
            raise ValueError(f"hosts: {outside[0]} lies on none of them")
        return self

    def has(self, url: str) -> bool:
        """Whether an address lies on the site: its host and port are named, or an entry has them."""
        place = place_of(url)
        if place is None:
            return False
        if self.hosts:
            return any(_lies_on(place, host) for host in self.hosts)
        return any(place_of(entry.url) == place for entry in self.entries)


def place_of(url: str) -> tuple[str, int | None] | None:
    """Host and port of an address of the web, the port None where it is the usual one; None for any other address."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, _in_ascii((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or parts.username is not None:
        return None
    return host, None if port in (None, _PORTS[parts.scheme]) else port


def load_sources(paths: Iterable[Path], usual: Manners) -> dict[str, Source]:
    """The sources of files, and of the files in folders, by name. usual: the manners that theirs are exceptions from.

    Raises UserError that names file and line where a source is not as it must be, or two have one name.
    """
    found: dict[str, Source] = {}
    for file in [file for path in paths for file in _files(path)]:
        read_mapping(file, "a list of sources")
        for name, source in _sources_of(file).items():
            if name in found:
                raise said_of(file, [name], "another source has this name")
            if not _NAME.fullmatch(name):
                raise said_of(file, [name], "a name has small letters, digits and hyphens only")
            _check_manners(file, name, source, usual)
            found[name] = source
    return found


def manners_of(source: Source, usual: Manners) -> Manners:
    """The usual manners, with a source's own."""
    return Manners.model_validate({**usual.model_dump(), **source.manners})


def chosen(sources: Mapping[str, Source], names: Iterable[str]) -> dict[str, Source]:
    """The sources of these names, or all where none is named. Raises UserError where there is none of a name."""
    names = list(names)
    for name in names:
        if name not in sources:
            raise UserError("no_such_source", name)
    return {name: sources[name] for name in names} if names else dict(sources)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise UserError("no_such_path", path)
    return [path] if path.is_file() else sorted(f for f in path.glob("*.yaml") if f.name != TEMPLATE)


def _sources_of(file: Path) -> dict[str, Source]:
    what = "a list of sources"
    return made_of(file, what, lambda: TypeAdapter(dict[str, Source]).validate_python(read_mapping(file, what)))


def _check_manners(file: Path, name: str, source: Source, usual: Manners) -> None:
    try:
        manners_of(source, usual)
    except ValidationError as error:
        first = error.errors()[0]
        raise said_of(file, [name, "manners", *first["loc"]], first["msg"]) from error


def _in_ascii(host: str) -> str:
    """A host as requests name it: 城镇.example is xn--uiso44l.example. Raises ValueError where it can be no host."""
    return host.encode("idna").decode()


def _lies_on(place: tuple[str, int | None], named: str) -> bool:
    host, port = place
    name, _, number = named.partition(":")
    if port != (int(number) if number else None):
        return False
    return host == name if not name.startswith("*.") else host.endswith(name[1:]) or host == name[2:]
