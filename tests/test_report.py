"""The way of one report: whatever it is like, a verdict of certainty never comes with a wrong figure."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random

import pikepdf
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4

from corpus import draw, grids, layout
from corpus.document import Cell, Document, Grid, Text
from corpus.facts import random_facts, with_values, without_rows
from corpus.switches import Break
from corpus.truth import truth
from pipeline.report import read_document
from pipeline.settings import load_settings
from tests.making import FAST, PLAIN, empty_pages_pdf, expected, facts, flat, prose_pdf, report_pdf, scanned
from tests.variants import FOUR, THREE, TWO, Variant, differences, variants

CERTAIN = ("verified", "inconsistent")
SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a report shrinks badly, and slowly
)
KNOWN = facts(8)
LABELS = {(code, row): KNOWN.table(code).rows[row].label for code in (TWO, THREE) for row in KNOWN.figures[code]}


def read(pdf, name="report.pdf", **changes):
    (report,) = read_document(pdf, name, FAST.model_copy(update=changes))
    return report


def rules(report):
    return {finding.rule for finding in report.findings}


@given(variants())
@settings(SLOW, max_examples=20)
def test_no_report_is_certain_with_a_figure_wrong_invented_or_missing(variant: Variant):
    report = read(variant.pdf)
    if report.verdict in CERTAIN:
        assert variant.wrong(report) == {}
        assert (report.verdict, report.metadata.year) == (variant.verdict, variant.facts.year)


@given(variants(whole=True))
@settings(SLOW, max_examples=15)
def test_a_report_with_all_its_lines_and_rows_gets_the_verdict_that_it_deserves(variant: Variant):
    report = read(variant.pdf)
    assert report.verdict == variant.verdict
    assert variant.wrong(report) == {}


def drawn(change, code=THREE, known=KNOWN, look=PLAIN):
    """A report in one of whose tables each cell is replaced, or left out where the change gives None."""
    blocks = []
    for block in layout.document(known).blocks:
        if isinstance(block, Grid) and block.table == code:
            kept = tuple(cell for old in block.cells if (cell := change(block, old)) is not None)
            blocks.append(replace(block, cells=kept))
        else:
            blocks.append(block)
    return draw.render(Document(tuple(blocks)), look)


def reworded(texts):
    return lambda grid, cell: replace(cell, text=texts.get(cell.text, cell.text))


def in_row(row, change):
    """A change of the figures in one row of the form."""

    def apply(grid: Grid, cell: Cell):
        return change(cell) if grid.codes[cell.row] == row and cell.column >= grids.STUB else cell

    return apply


ROWS = st.sampled_from(sorted(LABELS))


@given(ROWS, st.sampled_from(["", "甲乙丙丁", "3", "合规审查", "—"]))
@settings(SLOW, max_examples=12)
def test_a_row_whose_label_is_something_else_is_not_certain(row, text):
    assert read(drawn(reworded({LABELS[row]: text}), row[0])).verdict == "needs_review"


@given(ROWS, ROWS)
@settings(SLOW, max_examples=12)
def test_rows_with_labels_of_others_are_not_certain(one, two):
    if one == two or one[0] != two[0]:
        return
    for texts in ({LABELS[one]: LABELS[two]}, {LABELS[one]: LABELS[two], LABELS[two]: LABELS[one]}):
        assert read(drawn(reworded(texts), one[0])).verdict == "needs_review"


COLUMNS = [
    (TWO, "本年制发件数"),
    (THREE, "商业企业"),
    (THREE, "总计"),
    (FOUR, "结果维持"),
    (FOUR, "复议后起诉"),
]


@pytest.mark.parametrize(("code", "label"), COLUMNS)
def test_a_table_with_a_column_that_names_nothing_is_not_certain(code, label):
    assert read(drawn(reworded({label: ""}), code)).verdict == "needs_review"


@pytest.mark.parametrize("text", ["3 4", "3\n4", "3/4", "二十", "3、4", "3.5"])
def test_a_cell_with_more_or_other_than_one_figure_is_not_certain(text):
    change = in_row("granted", lambda cell: replace(cell, text=text) if cell.column == grids.STUB else cell)
    assert read(drawn(change)).verdict == "needs_review"


@pytest.mark.parametrize("along", ["down", "across"])
@pytest.mark.parametrize("row", ["new", "denied.process_information", "not_processed.repeated"])
def test_figures_merged_with_their_neighbours_are_not_certain(row, along):
    rows = list(KNOWN.figures[THREE])
    below = rows[rows.index(row) + 1]

    def merge(grid, cell):
        code, column = grid.codes[cell.row], cell.column - grids.STUB
        if (code, column) == (row, 1):
            return replace(cell, row_span=2) if along == "down" else replace(cell, column_span=2)
        gone = (below, 1) if along == "down" else (row, 2)
        return None if (code, column) == gone else cell

    assert read(drawn(merge)).verdict == "needs_review"


@given(st.lists(ROWS, min_size=1, max_size=4, unique=True), st.integers(0, 1000))
@settings(SLOW, max_examples=12)
def test_rows_left_out_are_missed_and_nothing_else(rows, seed):
    known = without_rows(random_facts(Random(seed)), rows)
    report = read(draw.render(layout.document(known), PLAIN))
    if report.verdict in CERTAIN:
        assert report.verdict == "inconsistent"
        assert differences(flat(truth(known)), report) == {}
        assert {finding.row for finding in report.findings if finding.rule == "row_missing"} == {row for _, row in rows}


@given(st.integers(0, 1000), st.integers(0, 99999), st.data())
@settings(SLOW, max_examples=10)
def test_a_report_that_does_not_add_up_is_read_as_published(seed, value, data):
    known = random_facts(Random(seed))
    place = (THREE, data.draw(st.sampled_from(sorted(known.figures[THREE]))), "natural_person")
    known = with_values(known, {place: value})
    report = read(draw.render(layout.document(known), PLAIN))
    assert report.verdict == truth(known)["verdict"]
    assert differences(flat(truth(known)), report) == {}


@pytest.mark.parametrize("row", ["carried_over", "partly_granted", "other.fee_unpaid", "other.correction_overdue"])
@pytest.mark.parametrize("repeat", [False, True], ids=["once", "header-repeated"])
def test_a_row_cut_by_the_page_is_one_row(row, repeat):
    look = replace(PLAIN, breaks={THREE: Break(row, 1)}, repeat_header=repeat, running_head=True)
    report = read(draw.render(layout.document(KNOWN), look))
    assert (report.verdict, differences(expected(8), report)) == ("verified", {})


def rotated(pdf, angle):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.rotate(angle, relative=True)
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()


def turned(box, angle, size):
    """A box of a page, where it is once the page is turned clockwise."""
    for _ in range(angle // 90):
        box, size = (size[1] - box[3], box[0], size[1] - box[1], box[2]), size[::-1]
    return box


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_report_that_was_put_on_its_side_is_read_as_upright(angle, reader):
    upright = read(report_pdf(8), readers=(reader,))
    report = read(rotated(report_pdf(8), angle), readers=(reader,))
    assert (report.verdict, differences(expected(8), report)) == ("verified", {})
    for own, other in zip(report.figures, upright.figures, strict=True):
        assert own.box == pytest.approx(turned(other.box, angle, A4), abs=0.5)


def test_two_reports_in_one_file_are_two():
    with pikepdf.open(io.BytesIO(report_pdf(8))) as first, pikepdf.open(io.BytesIO(report_pdf(9, "2019"))) as second:
        first.pages.extend(second.pages)
        out = io.BytesIO()
        first.save(out)
    one, two = read_document(out.getvalue(), "both.pdf", FAST)
    assert (one.verdict, two.verdict, one.report_index, two.report_index) == ("verified", "verified", 0, 1)
    assert differences(expected(8), one) == {}
    assert differences(expected(9, "2019"), two) == {}
    assert (one.form, two.form) == ("2021", "2019")


def test_the_same_bytes_give_the_same_report():
    assert read(report_pdf(8)) == read(report_pdf(8))


@pytest.mark.parametrize("vertical", ["stacked", "rotated"])
def test_a_report_without_lines_is_read(vertical):
    report = read(draw.render(layout.document(KNOWN), replace(PLAIN, lines="none", vertical=vertical)))
    assert differences(flat(truth(KNOWN)), report) == {}
    assert report.verdict == "verified"


def test_a_foreign_document_has_its_row():
    report = read(prose_pdf())
    assert (report.verdict, report.pages, report.figures, rules(report)) == ("no_tables", 1, (), {"no_tables"})


GUIDE = "本机关主动公开：行政规范性文件、行政许可、行政处罚、行政强制、行政事业性收费、规章。公民和其他组织可以申请。\n"
"""What a guide to disclosure names: as many labels as a table of the form has."""


@pytest.mark.parametrize(
    ("text", "verdict", "found"),
    [
        (GUIDE, "no_tables", {"no_tables"}),
        (GUIDE + "信息内容 本年制发件数 本年废止件数 现行有效件数\n", "needs_review", {"table_missing"}),
    ],
    ids=["guide", "report"],
)
def test_a_text_that_names_rows_of_the_form_lost_tables_only_where_it_names_columns_too(text, verdict, found):
    report = read(text.encode(), readers=("text",))
    assert (report.verdict, rules(report) & {"no_tables", "table_missing"}) == (verdict, found)


def test_pages_without_text_need_a_person():
    report = read(empty_pages_pdf(2))
    assert (report.verdict, report.pages, rules(report)) == ("needs_review", 2, {"no_text"})


UNREADABLE = [
    (b"", "unreadable.empty"),
    (report_pdf(8)[:4000], "unreadable.broken"),
    (b"PK\x03\x04\x00", "unreadable.not_a_document"),
]


@pytest.mark.parametrize(("document", "rule"), UNREADABLE)
def test_what_cannot_be_read_has_its_row_with_the_reason(document, rule):
    report = read(document, readers=("pdfium", "text"))
    assert (report.verdict, rules(report), report.figures) == ("unreadable", {rule}, ())


def test_the_year_comes_from_the_title_and_never_silently_from_elsewhere():
    nameless = replace(KNOWN, title="政府信息公开工作年度报告", issuer="云泽县人民政府")
    report = read(draw.render(layout.document(nameless), PLAIN))
    assert (report.metadata.year, report.verdict) == (KNOWN.year, "verified")
    assert "year_from_prose" in rules(report)


def test_every_reader_at_once_agrees_with_one():
    report = read_document(report_pdf(8), "report.pdf", load_settings())[0]
    assert (report.verdict, report.reader, report.pages) == ("verified", "pdfium", 3)


def test_a_scan_with_a_page_number_is_not_said_to_have_no_tables():
    report = read(scanned("- 1 -"))
    assert (report.verdict, rules(report) & {"hidden_pages", "no_tables"}) == ("needs_review", {"hidden_pages"})


def test_text_without_geometry_is_never_certain():
    """Blank cells and smeared ones may cancel out, so that every sum holds with each figure one column off."""
    header = ["", *(column.label for column in KNOWN.table(THREE).columns.values())]
    lines = ["甲县2024年政府信息公开工作年度报告", "\t".join(header)]
    for code, values in KNOWN.figures[THREE].items():
        lines.append("\t".join([KNOWN.table(THREE).rows[code].label, *(str(int(v)) for v in values.values())]))
    report = read("\n".join(lines).encode(), "report.txt", readers=("pdfium", "text"))
    assert len(report.figures) == sum(len(values) for values in KNOWN.figures[THREE].values())
    assert report.verdict == "needs_review"
    assert "text_only" in rules(report)


def test_smeared_text_whose_header_lacks_a_column_is_doubted_and_no_error():
    header = "\t".join(["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"])
    rows = [f"{label}\t1\t\t0\t0\t0\t0\t0\t0\t1" for label in ("一、本年新收政府信息公开申请数量", "（一）予以公开")]
    (report,) = read_document(
        "\n".join([f"申请人情况\t{header}", *rows]).encode(),
        "report.txt",
        FAST.model_copy(update={"readers": ("text",)}),
    )
    assert report.verdict == "needs_review"
    assert {finding.rule for finding in report.findings} >= {"text_only"}


def test_prose_at_odds_with_the_tables_is_noted_and_changes_no_verdict():
    blocks = layout.document(KNOWN).blocks
    assert "prose_differs" not in rules(read(draw.render(Document(blocks), PLAIN)))
    changed = tuple(
        replace(block, text=block.text.replace("收到申请", "收到申请9")) if isinstance(block, Text) else block
        for block in blocks
    )
    report = read(draw.render(Document(changed), PLAIN))
    assert (rules(report), report.verdict) == ({"prose_differs"}, "verified")
    assert differences(flat(truth(KNOWN)), report) == {}
