"""What the commands print for people: summaries, and one report as tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipeline.bodies import load_kinds
from pipeline.findings import Catalogue, Severity
from pipeline.form import Forms, FormTable, Language
from pipeline.normalize import Figure
from pipeline.report import Report
from pipeline.validate import Verdict

_VERDICT_STYLE: dict[Verdict, str] = {
    "verified": "green",
    "inconsistent": "yellow",
    "needs_review": "red",
    "no_tables": "dim",
    "unreadable": "magenta",
}
_SEVERITY_STYLE: dict[Severity, str] = {"doubt": "red", "fault": "yellow", "note": "dim"}
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "reports": "reports",
        "figures": "figures",
        "findings": "findings",
        "verdict": "verdict",
        "to": "written to",
    },
    "zh": {"reports": "报告", "figures": "数据", "findings": "问题", "verdict": "结论", "to": "已写入"},
}
_VERDICT_NAME: dict[Language, dict[Verdict, str]] = {
    "en": {},
    "zh": {
        "verified": "核实无误",
        "inconsistent": "报告自身有误",
        "needs_review": "需人工复核",
        "no_tables": "无表格",
        "unreadable": "无法读取",
    },
}


def print_summary(console: Console, facts: dict[str, Any], language: Language) -> None:
    """A build in numbers, for people."""
    words = _WORDS[language]
    table = Table(box=None, pad_edge=False)
    for heading in (words["verdict"], words["reports"]):
        table.add_column(heading, justify="right" if heading == words["reports"] else "left")
    for verdict, count in facts["verdicts"].items():
        table.add_row(Text(_name(verdict, language), style=_VERDICT_STYLE[verdict]), str(count))
    console.print(table)
    console.print(
        f"{facts['reports']} {words['reports']}, {facts['figures']} {words['figures']}, "
        f"{facts['findings']} {words['findings']}; {words['to']} {escape(facts['out'])} "
        f"({seconds_text(facts['seconds'])})"
    )


def seconds_text(seconds: float) -> str:
    """A duration for people."""
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def report_view(report: Report, catalogue: Catalogue, forms: Forms, language: Language) -> RenderableType:
    """One report as it was read: what it is, its tables, and what was found."""
    return Group(
        _heading(report, language),
        *(_table(report, table, catalogue, language) for table in _tables(report, forms)),
        *_findings(report, catalogue, language),
    )


def _name(verdict: Verdict, language: Language) -> str:
    return _VERDICT_NAME[language].get(verdict, verdict)


def _heading(report: Report, language: Language) -> RenderableType:
    facts = report.metadata
    line = Text.assemble(
        (facts.title or report.file_name, "bold"),
        "  ",
        (_name(report.verdict, language), _VERDICT_STYLE[report.verdict]),
    )
    kind = load_kinds().name_in(facts.body_kind, language)
    form = report.form and f"form {report.form}"
    details = [facts.issuer, kind, facts.year, form, report.reader, report.document_id[:12]]
    return Group(Text(), line, Text(" · ".join(str(part) for part in details if part), style="dim"))


def _tables(report: Report, forms: Forms) -> list[FormTable]:
    """The tables of which the report has figures, each in its form."""
    found = dict.fromkeys((figure.place.table, figure.form) for figure in report.figures)
    return [forms[form].tables[table] for table, form in found]


def _table(report: Report, table: FormTable, catalogue: Catalogue, language: Language) -> RenderableType:
    figures = {(f.place.row, f.place.column): f for f in report.figures if f.place.table == table.code}
    columns = [code for code in table.columns if any(column == code for _, column in figures)]
    rows = [code for code in table.rows if any(row == code for row, _ in figures)]
    doubted = {
        (finding.row, finding.column)
        for finding in report.findings
        if finding.table == table.code and catalogue.severity(finding) == "doubt"
    }
    view = Table(title=table.name[language], title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=0)
    view.add_column()  # may wrap, so that no number does
    for code in columns:
        view.add_column(table.columns[code].heading_in(language), justify="right", no_wrap=True)
    for row in rows:
        cells = [_cell(figures.get((row, column)), doubted, row, column) for column in columns]
        view.add_row(table.rows[row].name_in(language), *cells)
    return Group(Text(), view)


def _cell(figure: Figure | None, doubted: set[tuple[str | None, str | None]], row: str, column: str) -> Text:
    if figure is None:
        return Text()
    text = "·" if figure.value is None else f"{figure.value:.10g}"
    doubtful = bool(doubted & {(row, column), (row, None), (None, column), (None, None)})
    return Text(text, style="red" if doubtful else "dim" if figure.value in (None, 0) else "")


def _findings(report: Report, catalogue: Catalogue, language: Language) -> Iterable[RenderableType]:
    grave: list[Severity] = ["doubt", "fault", "note"]
    for finding in sorted(report.findings, key=lambda finding: grave.index(catalogue.severity(finding))):
        severity = catalogue.severity(finding)
        yield Text.assemble(
            (f"{severity:>6} ", _SEVERITY_STYLE[severity]),
            catalogue.message(finding, language),
            (f"  [{finding.rule}]", "dim"),
        )


def report_json(report: Report, catalogue: Catalogue) -> dict[str, Any]:
    """One report for machines, with the names of the dataset's columns."""
    return {
        **report.row(),
        "figures": [_figure_json(figure) for figure in report.figures],
        "findings": [catalogue.row(finding) for finding in report.findings],
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    table, row, column = figure.place
    return {
        "table": table,
        "row": row,
        "column": column,
        "form": figure.form,
        "value": figure.value,
        "printed": figure.printed,
        "unit": figure.unit,
        "page": figure.page,
        "box": figure.box and [round(side, 2) for side in figure.box],
    }
