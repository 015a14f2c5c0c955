"""Text that another program left of a report."""

import pytest

from pipeline.extract import UnreadableError, extract
from pipeline.extract.reader_text import read

TEXT = "王母渡镇2024年报告\n\n信息内容\t本年制发件数\n规章\t0\n\n三、申请情况\n数量\t 2 \n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_the_encodings_that_occur(encoding):
    extraction = read(TEXT.encode(encoding))
    assert [line.text for line in extraction.lines] == ["王母渡镇2024年报告", "三、申请情况"]
    assert extraction.pages is None


def test_lines_with_tabs_are_rows_and_blank_lines_part_tables():
    extraction = read(TEXT.encode())
    assert [[cell.text for cell in table.cells] for table in extraction.tables] == [
        ["信息内容", "本年制发件数", "规章", "0"],
        ["数量", "2"],
    ]
    assert extraction.order == (("line", 0), ("table", 0), ("line", 1), ("table", 1))
    assert {table.edges for table in extraction.tables} == {None}


def test_a_table_that_pages_part_is_joined_and_the_place_is_kept():
    (table,) = extract("一\t1\n二\t2\n\n三\t3\n".encode(), "text").tables
    assert (table.n_rows, table.breaks) == (3, (2,))


@pytest.mark.parametrize("document", [b"\x89PNG\r\n\x1a\n\xff\xff", b"\x00\x01\x02", b"PK\x03\x04\x00\x00"])
def test_what_is_no_text_is_refused(document):
    with pytest.raises(UnreadableError, match="not_a_document"):
        read(document)
