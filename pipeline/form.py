"""The statutory form as objects, loaded from configs/forms/*.yaml.

Nothing else in the program knows a row, a column or a label by name.
"""

from __future__ import annotations

from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.config_file import made_of, read_mapping
from pipeline.errors import UserError
from pipeline.paths import CONFIGS

Language = Literal["zh", "en"]
Axis = Literal["row", "column"]


class Place(NamedTuple):
    """A figure's address in the form, in the codes of the dataset."""

    table: str
    row: str
    column: str


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Part):
    """A row or a column of a table: its code, the label that the form prints, and what published reports print instead.

    `name` is for people, by language; where it has no Chinese, the label serves. `short` is for narrow columns.
    """

    code: str
    label: str
    variants: tuple[str, ...] = ()
    name: dict[Language, str] = Field(default_factory=dict)
    short: dict[Language, str] = Field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every known wording, the form's own first."""
        return (self.label, *self.variants)

    def name_in(self, language: Language) -> str:
        """The name that a person reads."""
        return self.name.get(language, self.label)

    def heading_in(self, language: Language) -> str:
        """The name where there is little room."""
        return self.short.get(language, self.name_in(language))


class Column(Line):
    """A column; `unit` is `count` or `10k_cny` (万元), `signed` allows values below zero."""

    unit: Literal["count", "10k_cny"]
    signed: bool = False


class Row(Line):
    """A row: the block or group it stands in, the columns it has, and the rows it may stand for (`instead_of`)."""

    block: str | None = None
    group: str | None = None
    columns: tuple[str, ...]
    instead_of: tuple[str, ...] = ()


class Identity(_Part):
    """An arithmetic rule of the form: the figures on the left add up to those on the right.

    `for_each` names the axis along which the rule repeats; left and right are codes of the other axis.
    """

    rule: str
    for_each: Axis
    left: tuple[str, ...]
    right: tuple[str, ...]
    message: dict[Language, str]


class Sum(NamedTuple):
    """An identity along one of the rows or columns for which it repeats (`line`): the places that add up to others."""

    identity: Identity
    line: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]


class FormTable(_Part):
    """One table of one form. `layout` is `stub` (rows named at the left) or `header` (rows named in the header too)."""

    code: str
    form: str
    name: dict[Language, str]
    layout: Literal["stub", "header"]
    corner: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    columns: dict[str, Column]
    rows: dict[str, Row]
    identities: tuple[Identity, ...] = ()

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every identity, along each row or column for which it repeats."""
        return tuple(
            Sum(
                identity,
                line,
                self._places(identity.left, line, identity),
                self._places(identity.right, line, identity),
            )
            for identity in self.identities
            for line in (self.columns if identity.for_each == "column" else self.rows)
        )

    def _places(self, members: tuple[str, ...], line: str, identity: Identity) -> tuple[Place, ...]:
        by_column = identity.for_each == "column"
        return tuple(Place(self.code, *((own, line) if by_column else (line, own))) for own in members)

    @model_validator(mode="after")
    def _codes_exist(self) -> FormTable:
        for row in self.rows.values():
            _require(row.columns, self.columns, f"row {row.code} names columns")
            _require(row.instead_of, self.rows, f"row {row.code} stands for rows")
        for identity in self.identities:
            axis = self.rows if identity.for_each == "column" else self.columns
            _require((*identity.left, *identity.right), axis, f"identity {identity.rule} names")
        return self


class Form(_Part):
    """A version of the statutory form: `code` is the year it came in."""

    code: str
    notice: str
    first_year: int
    last_year: int | None
    tables: dict[str, FormTable]

    def covers(self, year: int) -> bool:
        """Whether the notice prescribes this form for reports on `year`."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


class Forms(dict[str, Form]):
    """Forms by code. They are loaded once and never changed, so that what is derived from them can be kept."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def load_forms(folder: Path = CONFIGS / "forms") -> Forms:
    """All forms in a folder, by code, newest first.

    Raises UserError that names the file where one cannot be read or contradicts itself.
    """
    return _load_forms(folder.absolute())


@cache
def _load_forms(folder: Path) -> Forms:
    files = sorted(folder.glob("*.yaml"), reverse=True)
    if not files:
        raise UserError("broken_config", folder, detail="no form definitions (*.yaml) here")
    raw = {path: read_mapping(path, "a form definition") for path in files}
    by_code = {str(data.get("form")): data for data in raw.values()}
    forms = Forms()
    for path, data in raw.items():
        form = made_of(path, "a form definition", partial(_form, data, by_code))
        forms[form.code] = form
    return forms


def _form(data: dict[str, Any], others: dict[str, dict[str, Any]]) -> Form:
    code = str(data["form"])
    return Form(
        code=code,
        notice=data["notice"],
        first_year=data["years"]["first"],
        last_year=data["years"].get("last"),
        tables={name: _table(name, code, table) for name, table in _raw_tables(data, others).items()},
    )


def _raw_tables(data: dict[str, Any], others: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The tables of a form as written, those of the form it is like included, in that form's order."""
    own: dict[str, dict[str, Any]] = data["tables"]
    if "like" not in data:
        return own
    tables = dict(others[str(data["like"])]["tables"])
    for name, table in own.items():
        without = table.get("rows_without")
        tables[name] = table if without is None else _without(tables[name], set(without))
    return tables


def _without(table: dict[str, Any], codes: set[str]) -> dict[str, Any]:
    """A table without some of its rows, in its identities too."""
    _require(tuple(codes), table["rows"], "rows_without names rows")
    rows = {code: row for code, row in table["rows"].items() if code not in codes}
    for code, row in rows.items():
        rows[code] = {**row, "instead_of": [other for other in row.get("instead_of", ()) if other in rows]}
    identities = [
        {**rule, **{side: [code for code in rule[side] if code not in codes] for side in ("left", "right")}}
        for rule in table["identities"]
    ]
    return {**table, "rows": rows, "identities": identities}


def _table(code: str, form: str, raw: dict[str, Any]) -> FormTable:
    columns = {name: {"code": name, **column} for name, column in raw["columns"].items()}
    rows = {name: {"code": name, "columns": tuple(columns), **row} for name, row in raw["rows"].items()}
    return FormTable.model_validate({**raw, "code": code, "form": form, "columns": columns, "rows": rows})


def _require(codes: tuple[str, ...], known: dict[str, Any], what: str) -> None:
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValueError(f"{what} that the table has not: {', '.join(unknown)}")
