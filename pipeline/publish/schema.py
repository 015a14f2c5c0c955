"""What the tables of the dataset hold: one truth for validation, for Parquet and for docs/dataset.md.

Worker processes import this too, so that what is slow to import and large is imported where the checks are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import pyarrow as pa

from pipeline.bodies import load_kinds
from pipeline.errors import SchemaError
from pipeline.extract import READERS
from pipeline.findings import Severity
from pipeline.form import Forms
from pipeline.validate import Verdict

Check = tuple[str, Any]
"""A check of pandera's by its name, with its argument."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type in Parquet, whether it may be null, what its values must satisfy, and what it means."""

    type: pa.DataType
    meaning: str
    nullable: bool = False
    checks: tuple[Check, ...] = ()


_ID = Field(pa.string(), "SHA-256 of the file's bytes, hex", checks=(("str_matches", r"^[0-9a-f]{64}$"),))
_INDEX = Field(pa.int16(), "0 for the first report in the document, 1 for the second …", checks=(("ge", 0),))
_FILE = Field(
    pa.string(), "the file's name, without folders; in an archive, what its server, its URL or its page calls it"
)
_YEAR = Field(
    pa.int16(),
    "the year reported on, not the year of publication (the partition key of figures)",
    nullable=True,
    checks=(("in_range", (2003, 2100)),),
)
_READER = "the reader that gave the figures: pdfium, oxide, pdfplumber, camelot, ocr, ocr_closer, text"
_READERS = ("isin", [*READERS])
_ARCHIVE = "null if the input was no archive"
_COUNT = (("ge", 0),)


def _code(what: str) -> Field:
    return Field(pa.string(), f"code of the {what} that it is about", nullable=True)


def _position(what: str) -> Field:
    return Field(pa.float32(), f"{what} of the cell's box, in points from the page's top left corner", nullable=True)


SCHEMAS: dict[str, dict[str, Field]] = {
    "figures": {
        "document_id": _ID,
        "report_index": _INDEX,
        "file_name": _FILE,
        "year": _YEAR,
        "form": Field(pa.string(), "the form of this figure's table, told from the table's own labels: 2021 or 2019"),
        "table": Field(pa.string(), "code of the table"),
        "row": Field(pa.string(), "code of the row"),
        "column": Field(pa.string(), "code of the column"),
        "value": Field(
            pa.float64(),
            "the figure in its unit; null where the cell is blank, prints a sign for none such as / or —, or no number",
            nullable=True,
        ),
        "printed": Field(pa.string(), "the cell's text as printed, notes and units included"),
        "unit": Field(
            pa.string(),
            "count, or 10k_cny (万元), to which amounts printed in 元 are converted",
            checks=(("isin", ["count", "10k_cny"]),),
        ),
        "page": Field(pa.int16(), "1-based; null for formats without pages", nullable=True, checks=(("ge", 1),)),
        "x0": _position("left side"),
        "top": _position("top"),
        "x1": _position("right side"),
        "bottom": _position("bottom"),
        "reader": Field(pa.string(), _READER, checks=(_READERS,)),
    },
    "reports": {
        "document_id": _ID,
        "report_index": _INDEX,
        "file_name": _FILE,
        "title": Field(
            pa.string(), "the title, without white space; if none is printed, the file's name", nullable=True
        ),
        "issuer": Field(
            pa.string(), "the body that published the report, as its title names it, or else its prose", nullable=True
        ),
        "body_kind": Field(
            pa.string(),
            f"what kind of body the issuer is, told from its name: {', '.join(load_kinds().kinds)}",
            nullable=True,
            checks=(("isin", [*load_kinds().kinds]),),
        ),
        "year": _YEAR,
        "form": Field(pa.string(), "the form of the applicant matrix: 2021 or 2019", nullable=True),
        "pages": Field(
            pa.int32(), "pages of the document; null for formats without pages", nullable=True, checks=_COUNT
        ),
        "reader": Field(pa.string(), _READER, nullable=True, checks=(_READERS,)),
        "verdict": Field(
            pa.string(),
            "verified, inconsistent, needs_review, no_tables or unreadable",
            checks=(("isin", get_args(Verdict)),),
        ),
        "figures": Field(pa.int32(), "how many figures it has in figures", checks=_COUNT),
        "findings": Field(pa.int32(), "how many findings it has in findings", checks=_COUNT),
        "url": Field(pa.string(), f"where the document was published; {_ARCHIVE}", nullable=True),
        "source": Field(pa.string(), f"the source of configs/sources by which it was found; {_ARCHIVE}", nullable=True),
        "published": Field(pa.date32(), f"the date of publication that its page states; {_ARCHIVE}", nullable=True),
        "fetched_at": Field(
            pa.timestamp("us", tz="UTC"),
            f"when it was last fetched from there, or found to be unchanged; {_ARCHIVE}",
            nullable=True,
        ),
        "link_text": Field(pa.string(), f"the text of the link to it; {_ARCHIVE}", nullable=True),
        "page_metadata": Field(
            pa.string(),
            f"the standard meta tags of the page that links to it, as a JSON object; {_ARCHIVE}",
            nullable=True,
        ),
    },
    "findings": {
        "document_id": _ID,
        "report_index": _INDEX,
        "rule": Field(pa.string(), "what was checked: a rule of configs/findings.yaml, or an identity of the form"),
        "severity": Field(
            pa.string(),
            "doubt (the reading is uncertain), fault (the report is at odds with the form) or note",
            checks=(("isin", get_args(Severity)),),
        ),
        "table": _code("table"),
        "row": _code("row"),
        "column": _code("column"),
        "expected": Field(pa.string(), "what the rule asks for; of an identity, its left side", nullable=True),
        "found": Field(pa.string(), "what is there instead; of an identity, its right side", nullable=True),
        "message": Field(pa.string(), "the finding as an English sentence"),
        "message_zh": Field(pa.string(), "the finding as a Chinese sentence"),
    },
}
"""The columns of each table, in order."""

_KEYS = {
    "figures": ["document_id", "report_index", "table", "row", "column"],
    "reports": ["document_id", "report_index"],
}


def arrow_schema(table: str) -> pa.Schema:
    """The Parquet schema of a table."""
    return pa.schema([pa.field(name, field.type, field.nullable) for name, field in SCHEMAS[table].items()])


def check(name: str, table: pa.Table, forms: Forms) -> None:
    """Raise SchemaError where a table breaks its schema, holds a place that no form has, or a key twice."""
    import pandas as pd
    import pandera.pandas as pandera
    from pandera.errors import SchemaError as PanderaError
    from pandera.errors import SchemaErrors

    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    columns = {
        column: pandera.Column(pd.ArrowDtype(field.type), [*map(_check, field.checks)], nullable=field.nullable)
        for column, field in SCHEMAS[name].items()
    }
    schema = pandera.DataFrameSchema(columns, unique=_KEYS.get(name), strict=True, ordered=True)
    try:
        schema.validate(frame, lazy=True)
    except (SchemaErrors, PanderaError) as error:
        raise SchemaError(f"{name}: {_first_failure(error)}") from error
    if name == "figures":
        _check_places(table, forms)


def _check(named: Check) -> Any:
    import pandera.pandas as pandera

    name, argument = named
    return getattr(pandera.Check, name)(*argument) if name == "in_range" else getattr(pandera.Check, name)(argument)


def _first_failure(error: Exception) -> str:
    cases: Any = getattr(error, "failure_cases", None)
    if hasattr(cases, "iloc") and len(cases):
        first = cases.iloc[0]
        return f"{first.get('column')}: {first.get('check')} fails for {first.get('failure_case')!r}"
    return " ".join(str(error).split())[:200]


def _check_places(table: pa.Table, forms: Forms) -> None:
    known = {
        (part.code, row.code, column)
        for form in forms.values()
        for part in form.tables.values()
        for row in part.rows.values()
        for column in part.columns
    }
    places = table.select(["table", "row", "column"]).group_by(["table", "row", "column"]).aggregate([])
    unknown = [tuple(place.values()) for place in places.to_pylist() if tuple(place.values()) not in known]
    if unknown:
        raise SchemaError(f"figures: no form has {'/'.join(map(str, unknown[0]))}")
