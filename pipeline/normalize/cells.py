"""From placed rows to figures: which cell is which, and what number it prints."""

from __future__ import annotations

from pipeline.extract.model import Cell
from pipeline.findings import Finding
from pipeline.form import Column, FormTable, Place
from pipeline.normalize.align import AlignedTable, PlacedRow
from pipeline.normalize.labels import Vocabulary
from pipeline.normalize.model import Figure, Figures
from pipeline.normalize.numbers import Number, parse
from pipeline.normalize.readings import settled_by_sums
from pipeline.normalize.rows import PrintedRow
from pipeline.normalize.settle import Rule, settle

Slot = tuple[str | None, str]
"""A column of a section: the row that its header names, if it names one, and the column."""


def figures(aligned: AlignedTable, form: str) -> Figures:
    """The figures of an aligned table, in the form's order.

    form: that of the table, decided by the rest of the report where the table itself does not tell.
    """
    vocabulary, definition = aligned.vocabulary, aligned.vocabulary.by_form[form]
    settled = _settled(definition, aligned.rows)
    result = Figures([], [])
    for row in aligned.rows:
        columns = _columns_of(vocabulary, definition, row)
        if row.printed.loose:
            found = _loose(vocabulary, definition, row, columns, settled)
        else:
            found = _fixed(vocabulary, definition, row, columns)
        result.figures.extend(found.figures)
        result.findings.extend(found.findings)
    result = settled_by_sums(result, definition)
    result.figures.sort(key=lambda figure: vocabulary.rank[figure.place.row, figure.place.column])
    return result


def _columns_of(vocabulary: Vocabulary, definition: FormTable, row: PlacedRow) -> tuple[str, ...]:
    """The columns that the form gives a row, or those of another form where only they are printed."""
    printed = {place.column for place in row.printed.section.columns if place.row in (None, row.code)}
    own = definition.rows.get(row.code)
    lines = [*([own] if own else []), *vocabulary.rows[row.code]]
    return next((line.columns for line in lines if set(line.columns) & printed), lines[0].columns)


def _fixed(vocabulary: Vocabulary, definition: FormTable, row: PlacedRow, columns: tuple[str, ...]) -> Figures:
    """Figures whose cells lie under their columns."""
    result = Figures([], [])
    if not row.printed.clear:
        result.findings.append(Finding("cells_misplaced", vocabulary.table, row.code, found=row.printed.printed))
    if row.printed.guessed:
        result.findings.append(Finding("place_guessed", vocabulary.table, row.code, found=row.printed.printed))
    foreign = [place.text for place in row.printed.section.columns if place.column not in columns]
    if foreign:
        result.findings.append(Finding("header_unclear", vocabulary.table, row.code, found=" | ".join(foreign)))
    under = _cells_under(row.printed, row.code)
    for code in columns:
        cell, header = under.get(code, (None, ""))
        if cell is None:
            result.findings.append(Finding("column_not_found", vocabulary.table, row.code, code))
            continue
        column = _column(vocabulary, definition, code)
        text, number = _best(cell, column, header)
        place = Place(vocabulary.table, row.code, code)
        printed = text.replace("\n", "")
        result.figures.append(
            Figure(
                place,
                definition.form,
                number.kind,
                number.value,
                printed,
                column.unit,
                cell.page,
                cell.box,
                (cell.readings or _over_lines(cell.text)) if cell.whole else (),
            )
        )
        if number.kind == "not_a_number":
            result.findings.append(Finding("not_a_number", *place, found=printed))
        elif number.kind == "blank":
            result.findings.append(Finding("blank_cell", *place))
        if number.doubtful or ((cell.readings or not cell.whole) and number.kind != "not_a_number"):
            result.findings.append(Finding("number_doubtful", *place, found=text.replace("\n", " ")))
    return result


def _best(cell: Cell, column: Column, header: str) -> tuple[str, Number]:
    """The text of a cell and its number; or where that can be none in this column (1.113 in a count), its first reading
    that can.
    """
    own = parse(cell.text, column.unit, header, signed=column.signed)
    if own.kind == "not_a_number" or own.doubtful:
        for text in cell.readings:
            number = parse(text, column.unit, header, signed=column.signed)
            if number.kind == "number" and not number.doubtful:
                return text, number
    return cell.text, own


def _over_lines(text: str) -> tuple[str, ...]:
    """What a number over several lines of its cell may be: one that ran full, or several; nothing for other texts."""
    *upper, last = text.split("\n")
    if upper and all(line.isdecimal() for line in upper) and last[:1].isdecimal():
        return (text, "".join((*upper, last)))
    return ()


def _cells_under(row: PrintedRow, code: str) -> dict[str, tuple[Cell | None, str]]:
    """The cell in each column, the first of several that are named so, and the column's printed label."""
    places = zip(row.section.columns, row.cells, strict=True)
    own = [(place.column, (cell, place.text)) for place, cell in places if place.row in (None, code)]
    return dict(reversed(own))


def _column(vocabulary: Vocabulary, definition: FormTable, code: str) -> Column:
    return definition.columns[code] if code in definition.columns else vocabulary.columns[code][0]


def _loose(
    vocabulary: Vocabulary,
    definition: FormTable,
    row: PlacedRow,
    columns: tuple[str, ...],
    settled: dict[str, dict[Slot, float]],
) -> Figures:
    """Figures of a row whose values have lost their places, as far as arithmetic settles them."""
    section = row.printed.section
    values = settled.get(_key(row))
    named = row.code if section.columns[0].row else None
    if values is not None and any((named, code) not in values for code in columns):
        values = None  # the header over this row is not that over the others
    rule = "unsettled_row" if values is None else "smeared_row"
    counts = {"expected": str(len(section.columns)), "found": str(len(row.printed.loose))}
    result = Figures([], [Finding(rule, vocabulary.table, row.code, **counts)])
    if values is None:
        return result
    texts = {parse(cell.text).value: cell.text for cell in row.printed.loose}
    for code in columns:
        value = values[named, code]
        place = Place(vocabulary.table, row.code, code)
        unit = _column(vocabulary, definition, code).unit
        result.figures.append(Figure(place, definition.form, "number", value, texts.get(value, ""), unit))
    return result


def _settled(definition: FormTable, rows: list[PlacedRow]) -> dict[str, dict[Slot, float]]:
    """What the identities settle for rows whose values have lost their places, by printed row."""
    if not any(row.printed.loose for row in rows):
        return {}
    section = rows[0].printed.section
    order = {code: i for i, code in enumerate((*definition.rows, *definition.columns))}
    slots: list[Slot] = sorted(
        ((place.row, place.column) for place in section.columns),
        key=lambda slot: (order[slot[0]] if slot[0] else 0, order.get(slot[1], 0)),
    )
    printed = {
        _key(row): [(parse(cell.text).value or 0.0) if cell else 0.0 for cell in row.printed.loose or row.printed.cells]
        for row in rows
    }
    within = [
        Rule(tuple((row, c) for c in rule.left), tuple((row, c) for c in rule.right))
        for rule in definition.identities
        if rule.for_each == "row"
        for row in dict.fromkeys(slot[0] for slot in slots)
        if all((row, c) in slots for c in (*rule.left, *rule.right))  # a header may lack a column
    ]
    across = [Rule(rule.left, rule.right) for rule in definition.identities if rule.for_each == "column"]
    found = settle(printed, slots, within, across)
    return {key: dict(zip(slots, values, strict=True)) for key, values in found.items()}


def _key(row: PlacedRow) -> str:
    """A printed row by name: the form's, or none where the header names several rows over it."""
    return "" if row.printed.section.columns[0].row else row.code
