"""Gives each printed row its place in the form: by its label, its order and its neighbours, never by its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.findings import Finding
from pipeline.form import FormTable
from pipeline.normalize.headers import Section, is_value
from pipeline.normalize.labels import Vocabulary, label
from pipeline.normalize.order import Pairing, pair_in_order
from pipeline.normalize.rows import PrintedRow, merged, printed_rows
from pipeline.normalize.surroundings import Surroundings
from pipeline.record import record

_SURE = 84.0
"""A label that scores this much is the row's, if no other row comes near."""
_MARGIN = 8.0
_TRAILING_VALUES = re.compile(r"[\s\d.,/+-]+$")
_LABEL_AND_REST = re.compile(r"([^\u3400-\u9fff]*[^\d]*)(.*)", re.DOTALL)
"""Up to the first digit after its first word, a line may be the label of what follows."""
_FOREIGN = 60.0
"""A label that scores less with every row of the form is that of a row which the report adds."""


@record
class PlacedRow:
    """A printed row and the form's row that it is; `sure` is whether the label or its neighbours leave no doubt."""

    code: str
    printed: PrintedRow
    score: float
    sure: bool


_Ways = tuple[list[PlacedRow], list[PrintedRow]]
"""Rows with their places, and those without."""


@dataclass
class AlignedTable:
    """One table of one report: its rows in the form's order, and what was found while placing them."""

    vocabulary: Vocabulary
    rows: list[PlacedRow]
    form: str | None
    findings: list[Finding] = field(default_factory=list)


def align(
    sections: Sequence[Section], around: Surroundings, elsewhere: Callable[[], Iterable[str]]
) -> AlignedTable | None:
    """The rows of one table of a report, from all sections that belong to it. None where no row of it is there.

    elsewhere: gives the texts that stand in no table of the form; a row whose label is among them is not left out.
    """
    vocabulary = sections[0].vocabulary
    printed = _without_headings(vocabulary, [row for section in sections for row in printed_rows(section)])
    placed, unplaced = _way_of(sections)(vocabulary, printed)
    if not placed:
        return None
    form, mixed = _form(vocabulary, placed)
    aligned = AlignedTable(vocabulary, placed, form)
    aligned.findings += [finding for section in sections for finding in section.findings]
    aligned.findings += [Finding("mixed_form", vocabulary.table)] if mixed else []
    aligned.findings += [Finding("text_only", vocabulary.table)] if sections[0].table.edges is None else []
    aligned.findings += _label_findings(vocabulary, placed)
    missing = _missing_rows(vocabulary, _definition(aligned), placed, printed, around)
    aligned.findings += _unplaced_findings(vocabulary, unplaced, printed, placed, missing)
    if missing:
        missing = _doubting(
            missing, vocabulary, [*elsewhere(), *_unread(sections, printed)], _swallowed(sections, printed)
        )
    aligned.findings += missing
    return aligned


def _way_of(sections: Sequence[Section]) -> Callable[[Vocabulary, list[PrintedRow]], _Ways]:
    """How the rows of a table are placed: by their labels, or by a header that names them too."""
    if sections[0].vocabulary.layout == "stub":
        return _in_stub
    named = all(column.row for section in sections for column in section.columns)
    return _in_header if named else _beside


def _without_headings(vocabulary: Vocabulary, printed: list[PrintedRow]) -> list[PrintedRow]:
    """The rows but those that are only the name of a group over its rows: the form's name for a row that would stand in
    for others, without figures, where some of these follow.
    """
    best = [vocabulary.best(row.label, "row") for row in printed]
    sure = [own.code if own.score >= _SURE else "" for own in best]
    return [
        row
        for i, row in enumerate(printed)
        if row.has_values
        or best[i].score < 100
        or len({code for line in vocabulary.rows[best[i].code] for code in line.instead_of}.intersection(sure[i:])) < 2
    ]


def _in_stub(vocabulary: Vocabulary, printed: list[PrintedRow]) -> _Ways:
    """Rows placed by their labels, in the form's order, and the rows that are left."""
    codes = list(vocabulary.rows)
    scores = [vocabulary.scores(row.label) for row in printed]
    joined = {
        i: whole
        for i in range(len(printed) - 1)
        if _may_go_on(i, printed) and (whole := _merged(vocabulary, printed[i], printed[i + 1])) is not None
    }
    joined_scores = {
        i: own
        for i, row in joined.items()
        if (own := vocabulary.scores(row.label))
        and not _is_whole(printed[i + 1], scores[i + 1], own)
        and (not _is_crossed(i, printed) or max(own.values()) >= max(scores[i].values(), default=0.0))
    }
    pairings = pair_in_order(
        len(codes),
        [list(own.values()) or [0.0] * len(codes) for own in scores],
        {i: list(own.values()) for i, own in joined_scores.items()},
    )
    placed = []
    for k, pairing in enumerate(pairings):
        whole = printed[pairing.start] if pairing.end - pairing.start == 1 else joined[pairing.start]
        rivals = scores[pairing.start] if pairing.end - pairing.start == 1 else joined_scores[pairing.start]
        code = codes[pairing.form]
        sure = _stands_out(code, rivals) or (
            _comes_nearest(vocabulary, whole, code, rivals) and _between_neighbours(k, pairings, vocabulary, codes)
        )
        unlike = _doubled(code, pairings, vocabulary, codes) or _stands_for(whole, code, rivals, pairings, vocabulary)
        placed.append(PlacedRow(code, whole, rivals[code], sure and not unlike))
    taken = {i for pairing in pairings for i in range(pairing.start, pairing.end)}
    return placed, [row for i, row in enumerate(printed) if i not in taken]


def _merged(vocabulary: Vocabulary, upper: PrintedRow, lower: PrintedRow) -> PrintedRow | None:
    """Two halves of a row, the upper one with the figures beside the end of a group's name, and the lower one with the
    label, or as in merged.
    """
    whole = merged(upper, lower)
    if whole is None or not (upper.has_values and not lower.has_values and vocabulary.is_group(upper.label)):
        return whole
    return replace(whole, label=lower.label)


def _is_whole(lower: PrintedRow, alone: Mapping[str, float], joined: Mapping[str, float]) -> bool:
    """Whether a row of figures is no half of one: its label fits worse with that of the row above, as under 栏次."""
    return lower.has_values and max(alone.values(), default=0.0) > max(joined.values())


def _may_go_on(i: int, printed: Sequence[PrintedRow]) -> bool:
    """Whether the next row may be the rest of one: on the next page, or without figures at the foot of this one, where
    the figures of a row that the edge of a page cuts stand at its top; or with all figures of a row whose label a line
    crosses.
    """
    foot = i + 2 == len(printed) or printed[i + 2].broken
    return printed[i + 1].broken or (foot and not printed[i + 1].has_values) or _is_crossed(i, printed)


def _is_crossed(i: int, printed: Sequence[PrintedRow]) -> bool:
    """Whether a row has a label and no figures, and the next one, on the same page, has figures: their label may be one
    that a line crosses.
    """
    upper, lower = printed[i], printed[i + 1]
    return not upper.has_values and lower.has_values and not lower.broken and bool(upper.label and lower.label)


def _in_header(vocabulary: Vocabulary, printed: list[PrintedRow]) -> _Ways:
    """The one line of figures under a header that names rows too, as one row for each of these. A report may print a
    table for each kind of them.
    """
    pieces: dict[tuple[str | None, ...], list[PrintedRow]] = {}
    for row in printed:
        pieces.setdefault(tuple(dict.fromkeys(column.row for column in row.section.columns)), []).append(row)
    placed: list[PlacedRow] = []
    unplaced: list[PrintedRow] = []
    for named, own in pieces.items():
        lines = [row for row in own if row.has_values] or own[:1]
        whole, rest = lines[0], lines[1:]
        if rest and rest[0].broken and (both := merged(whole, rest[0])) is not None:
            whole, rest = both, rest[1:]
        codes = [code for code in vocabulary.rows if code in named]
        if {row.code for row in placed}.intersection(codes):
            unplaced += lines
        else:
            placed += [PlacedRow(code, whole, 100.0, sure=True) for code in codes]
            unplaced += rest
    return placed, unplaced


def _beside(vocabulary: Vocabulary, printed: list[PrintedRow]) -> _Ways:
    """Rows that the form names in a header, and the report beside their figures, each with just one of their names."""
    named = [(row, codes) for row in printed if len(codes := vocabulary.rows_within(row.label)) == 1]
    twice = len({codes[0] for _, codes in named}) < len(named)
    placed = [PlacedRow(code, row, 100.0, sure=True) for row, (code,) in named if not twice]
    taken = {id(own.printed) for own in placed}
    return placed, [row for row in printed if id(row) not in taken]


def _stands_out(code: str, scores: Mapping[str, float]) -> bool:
    if scores[code] < _SURE:
        return False
    rivals = [score for other, score in scores.items() if other != code]
    return scores[code] - max(rivals, default=0.0) >= _MARGIN


def _comes_nearest(vocabulary: Vocabulary, row: PrintedRow, code: str, scores: Mapping[str, float]) -> bool:
    """Whether a label that differs much is still more like this row's than like any other's, or has its number too."""
    number = label(row.label).number
    numbered = bool(number) and number in {label(line.label).number for line in vocabulary.rows[code]}
    return (numbered or scores[code] >= _FOREIGN) and scores[code] == max(scores.values())


def _between_neighbours(k: int, pairings: list[Pairing], vocabulary: Vocabulary, codes: list[str]) -> bool:
    """Whether the rows before and after leave room for just this one: nothing else is printed between them, and the
    form has nothing else there.
    """
    if k in (0, len(pairings) - 1):
        return False
    before, own, after = pairings[k - 1 : k + 2]
    if before.end != own.start or own.end != after.start:
        return False
    between = set(codes[before.form + 1 : after.form]) - {codes[own.form]}
    return not between.difference(*(_stand_ins(vocabulary, codes[row.form]) for row in (before, own, after)))


def _doubled(code: str, pairings: list[Pairing], vocabulary: Vocabulary, codes: list[str]) -> bool:
    """Whether rows for which this one should stand in are printed too, so that one of them may be something else."""
    covered = {other for line in vocabulary.rows[code] for other in line.instead_of}
    return bool(covered) and any(codes[pairing.form] in covered for pairing in pairings)


def _stands_for(
    row: PrintedRow, code: str, scores: Mapping[str, float], pairings: list[Pairing], vocabulary: Vocabulary
) -> bool:
    """Whether a row may be the one that stands in for this and others: none of those is printed, its words are like
    the other's too, and its number is not this row's.
    """
    if label(row.label).number in {label(line.label).number for line in vocabulary.rows[code]}:
        return False
    codes = list(vocabulary.rows)
    printed = {codes[pairing.form] for pairing in pairings}
    return any(
        code in line.instead_of and scores[line.code] >= _FOREIGN and printed & set(line.instead_of) == {code}
        for known in vocabulary.rows.values()
        for line in known
    )


def _stand_ins(vocabulary: Vocabulary, code: str) -> set[str]:
    """The rows that stand in for a row, and those for which it stands in."""
    lines = [line for known in vocabulary.rows.values() for line in known]
    return {other for line in lines if line.code == code for other in line.instead_of} | {
        line.code for line in lines if code in line.instead_of
    }


def _label_findings(vocabulary: Vocabulary, placed: Iterable[PlacedRow]) -> list[Finding]:
    if vocabulary.layout == "header":
        return []
    return [
        Finding(
            "label_differs" if row.sure else "label_doubtful",
            vocabulary.table,
            row.code,
            expected=vocabulary.rows[row.code][0].label,
            found=row.printed.label,
        )
        for row in placed
        if not row.sure or row.score < 100
    ]


def _unplaced_findings(
    vocabulary: Vocabulary,
    unplaced: Iterable[PrintedRow],
    printed: Sequence[PrintedRow],
    placed: Sequence[PlacedRow],
    missing: Sequence[Finding],
) -> list[Finding]:
    """What rows without a place are. placed: the others; missing: the form's that were not found, which they may be."""
    findings = []
    exact = {own.code for own in placed if own.score == 100}
    below = False
    for row in unplaced:
        if not row.has_values:
            continue
        if vocabulary.layout == "header":
            foreign = below = _has_words(row) or (below and not row.clear)
        else:
            like = vocabulary.best(row.label, "row")
            foreign = (
                bool(row.label)
                and (like.score < _FOREIGN or (not missing and like.score < 100 and like.code in exact))
                and not _maybe_half(row, printed, vocabulary)
                and (not missing or _among_exact(row, printed, placed))
            )
        findings.append(Finding("row_added" if foreign else "row_unknown", vocabulary.table, found=row.printed))
    return findings


def _among_exact(row: PrintedRow, printed: Sequence[PrintedRow], placed: Iterable[PlacedRow]) -> bool:
    """Whether the rows beside one print just the labels of the form, so that none of them has words of its label."""
    exact = {_position(own.printed) for own in placed if own.score == 100}
    at = next(i for i, other in enumerate(printed) if other is row)
    return all(_position(other) in exact for other in (*printed[max(0, at - 1) : at], *printed[at + 1 : at + 2]))


def _has_words(row: PrintedRow) -> bool:
    """Whether a cell of a row prints words: where rows are named in the header, such a row is none of figures."""
    return any(cell is not None and cell.text and not is_value(cell.text) for cell in row.cells)


def _maybe_half(row: PrintedRow, printed: Sequence[PrintedRow], vocabulary: Vocabulary) -> bool:
    """Whether the figures beyond the edge of a page may be those of the same row: whether their label fits the form no
    worse with this row's joined to it, or below the edge stand figures in some columns only, as the ends of numbers do,
    or none beside a label of the form.
    """
    for upper, lower in pairwise(printed):
        if row is lower and lower.broken and not all(cell is not None and cell.text for cell in lower.cells):
            return True
        bare = lower.broken and not lower.has_values
        if row is upper and bare and vocabulary.best(lower.label, "row").score >= _SURE:
            return True
        other = lower if row is upper else upper
        if lower.broken and other.has_values and (row is upper or row is lower):
            whole = vocabulary.best(upper.label + lower.label, "row").score
            if whole >= vocabulary.best(other.label, "row").score:
                return True
    return False


def _missing_rows(
    vocabulary: Vocabulary,
    definition: FormTable,
    placed: list[PlacedRow],
    printed: list[PrintedRow],
    around: Surroundings,
) -> list[Finding]:
    """Rows of the form that are not there: left out by the report where its neighbours adjoin, else maybe lost."""
    have = {row.code for row in placed}
    findings = []
    order = list(definition.rows)
    for code, line in definition.rows.items():
        if code in have or line.instead_of or any(code in definition.rows[row].instead_of for row in have & set(order)):
            continue
        before = [row for row in placed if row.code in order and order.index(row.code) < order.index(code)]
        after = [row for row in placed if row.code in order and order.index(row.code) > order.index(code)]
        blocks = [definition.rows[row.code].block for row in (*before[-1:], *after[:1])]
        ends_block = len(blocks) == 2 and blocks[0] == line.block != blocks[1]
        certain = vocabulary.layout == "stub" and _adjoin(
            before[-1:], after[:1], printed, around, above_header=ends_block
        )
        findings.append(Finding("row_missing" if certain else "row_not_found", vocabulary.table, code))
    return findings


def _unread(sections: Iterable[Section], printed: Iterable[PrintedRow]) -> list[str]:
    """The texts under headers in rows that gave no figures, as where borders are missing."""
    read = {(row.section.table_index, row.index) for row in printed}
    return [
        cell.text
        for section in sections
        for row in section.rows[section.first_row : section.end_row]
        for cell in row
        if (section.table_index, cell.row) not in read
    ]


def _swallowed(sections: Iterable[Section], printed: Iterable[PrintedRow]) -> list[str] | None:
    """The texts of the cells of headers and above them, which may hold those of rows too, where no line parts the two;
    None where nothing is read under a header that has more than the form's words.
    """
    sections, having = list(sections), {id(row.section) for row in printed}
    if any(
        id(section) not in having and section.vocabulary.score(column.text, "column", column.column) < 100
        for section in sections
        for column in section.columns
    ):
        return None
    texts = []
    for section in sections:
        above = (own.end_row for own in sections if own.table_index == section.table_index)
        start = max((end for end in above if end <= section.header_row), default=0)
        texts += [cell.text for row in section.rows[start : section.first_row] for cell in row]
    return texts


def _doubting(
    missing: list[Finding], vocabulary: Vocabulary, elsewhere: Iterable[str], headers: Iterable[str] | None
) -> list[Finding]:
    """Rows that seem to be left out, but whose label stands somewhere by itself, or in a header, may have been lost in
    reading; and all may have been, where a header has no rows, and more than the form's words. headers: the texts of
    its cells; None for such a header.
    """
    if headers is None:
        return [replace(finding, rule="row_not_found") for finding in missing]
    found = {best.code for text in elsewhere if (best := vocabulary.best(_without_value(text), "row")).score >= _SURE}
    found.update(code for text in headers for code in vocabulary.rows_in_header(text))
    return [replace(finding, rule="row_not_found") if finding.row in found else finding for finding in missing]


def _without_value(text: str) -> str:
    """What a line says before its figures: one with a unit or a note, or several."""
    label, rest = _LABEL_AND_REST.fullmatch(text).groups()  # type: ignore[union-attr]  # anything matches
    return label if is_value("".join(rest.split())) else _TRAILING_VALUES.sub("", text)


def _adjoin(
    before: list[PlacedRow],
    after: list[PlacedRow],
    printed: list[PrintedRow],
    around: Surroundings,
    *,
    above_header: bool,
) -> bool:
    """Whether nothing can have been lost between two placed rows, or at the table's start or end.

    above_header: whether it would stand above the header of the lower row, in a block that ends there.
    """
    if any(row.has_values and _lies_between(row, before, after) for row in printed):
        return False
    if not after:
        return _ends(before[0].printed, around)
    lower = after[0].printed
    end = _begin_of_block(lower.section) if above_header else lower.index
    if not before:
        breaks = _breaks(lower.section, lower.section.header_row, end)
        first = _begins(lower, around) and not breaks
        return first and lower.section.table_index == printed[0].section.table_index
    upper = before[0].printed
    if upper.section.table_index == lower.section.table_index:
        return not _breaks(lower.section, upper.index, end)
    index = upper.section.table_index
    next_block = above_header and upper.section.vocabulary.is_block(around.below.get(index, ""))
    adjoining = lower.section.table_index == index + 1 and index + 1 in around.adjoining
    whole = not _breaks(upper.section, upper.index, upper.section.table.n_rows)
    return whole and (next_block or (adjoining and not _breaks(lower.section, 0, end)))


def _breaks(section: Section, begin: int, end: int) -> bool:
    """Whether a page of the section's table ends between two of its rows."""
    return any(begin < at <= end for at in section.table.breaks)


def _begin_of_block(section: Section) -> int:
    """The first row of the block that a section is: the one with its name, which stands above its header, if any."""
    above = max(section.header_row - 1, 0)
    named = any(section.vocabulary.is_block(cell.text) for cell in section.rows[above])
    return above if named else section.header_row


def _begins(row: PrintedRow, around: Surroundings) -> bool:
    """Whether a row is the first one under its header, and the header not at the top of a page, where one is repeated
    whatever rows the page before had.
    """
    section = row.section
    if row.index != section.first_row:
        return False
    if section.header_row == 0:
        return section.table_index in around.preceded
    return not any(section.header_row <= at <= row.index for at in section.table.breaks)


def _ends(row: PrintedRow, around: Surroundings) -> bool:
    """Whether a row is the last one of its section on a page on which the report goes on."""
    section = row.section
    if section.end_row == section.table.n_rows:
        return section.table_index in around.followed
    return not any(row.index < at <= section.end_row for at in section.table.breaks)


def _lies_between(row: PrintedRow, before: list[PlacedRow], after: list[PlacedRow]) -> bool:
    return all(_position(placed.printed) < _position(row) for placed in before) and all(
        _position(row) < _position(placed.printed) for placed in after
    )


def _position(row: PrintedRow) -> tuple[int, int]:
    return (row.section.table_index, row.index)


def _form(vocabulary: Vocabulary, placed: Iterable[PlacedRow]) -> tuple[str | None, bool]:
    """The form that a table's own labels tell, None where they fit every form; and whether they mix forms."""
    votes = Counter(fitting[0] for row in placed if len(fitting := _fitting(vocabulary, row)) == 1)
    if not votes:
        return None, False
    return votes.most_common(1)[0][0], len(votes) > 1


def _fitting(vocabulary: Vocabulary, row: PlacedRow) -> list[str]:
    """The forms that have this row with the columns under which it stands."""
    columns = {column.column for column in row.printed.section.columns}
    return [
        form
        for form, table in vocabulary.by_form.items()
        if row.code in table.rows and set(table.rows[row.code].columns) == columns
    ] or [form for form, table in vocabulary.by_form.items() if row.code in table.rows]


def _definition(aligned: AlignedTable) -> FormTable:
    forms = aligned.vocabulary.by_form
    return forms[aligned.form] if aligned.form else next(iter(forms.values()))
