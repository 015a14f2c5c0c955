"""Lines between the tables of two reports: the end of one, and the beginning of the other."""

from pipeline.extract.model import Cell, Extraction, Table, TextLine
from pipeline.normalize.parts import prose_of, with_framed

TABLE = Table((Cell(0, 0, 1, 1, "x", 1),))


def shared(*lines: TextLine):
    """The lines between two reports of one table each, as they are given to the first and to the second."""
    order = [("table", 0), *(("line", i) for i in range(len(lines))), ("table", 1)]
    first, second = prose_of(Extraction("pdfium", 2, (TABLE, TABLE), lines, tuple(order)), [{0}, {1}])
    assert (first.opening, second.closing) == ((), ())
    return [line.text for line in first.closing], [line.text for line in second.opening]


def lines(*texts, page=1):
    return tuple(TextLine(text, page) for text in texts)


def test_the_second_report_begins_with_its_title():
    ends = ("五、存在的主要问题", *(f"第{i}句话，说明情况。" for i in range(80)), "云泽县财政局", "2025年1月2日")
    begins = ("云泽县教育局", "2024年政府信息公开工作年度报告", "一、总体情况")
    assert shared(*lines(*ends, *begins)) == (list(ends), list(begins))


def test_a_running_head_of_the_first_report_is_not_the_title_of_the_second():
    head = "云泽县财政局2021年政府信息公开工作年度报告"
    ends, begins = ("六、其他事项", "无。"), ("云泽县教育局", "2024年政府信息公开工作年度报告", "一、总体情况")
    between = (TextLine(head, 1, furniture=True), *lines(*ends), *lines(*begins, page=2))
    assert shared(*between) == ([head, *ends], list(begins))


def test_without_a_title_it_begins_on_the_page_of_its_first_section():
    ends, begins = ("六、其他事项", "无。"), ("本报告由教育局编制。", "一、总体情况")
    assert shared(*lines(*ends), *lines(*begins, page=2)) == (list(ends), list(begins))
    assert shared(*lines(*ends, *begins, page=None)) == ([*ends, begins[0]], [begins[1]])


def test_lines_that_tell_nothing_are_the_second_reports():
    assert shared(*lines("（此页无正文）")) == ([], ["（此页无正文）"])


def test_page_furniture_is_no_part_of_the_text():
    line, number = TextLine("2024 年， 我局", 1), TextLine("- 1 -", 1, furniture=True)
    (prose,) = prose_of(
        Extraction("pdfium", 1, (TABLE,), (line, number), (("line", 0), ("line", 1), ("table", 0))), [{0}]
    )
    assert prose.text == "2024年，我局"


def test_text_in_a_frame_around_a_page_stands_before_the_table_that_the_frame_holds_too():
    above, beside = Cell(0, 0, 1, 3, "云泽县财政局\n2024年政府信息公开工作年度报告", 1), Cell(1, 0, 2, 1, "", 1)
    table = Table((above, beside, Cell(1, 1, 1, 1, "规章", 1), Cell(2, 0, 1, 3, "六、其他", 1)))
    line = TextLine("首页", 1)
    framed = with_framed(Extraction("pdfium", 1, (table,), (line,), (("line", 0), ("table", 0))), {0: 1})
    (prose,) = prose_of(framed, [{0}])
    assert [line.text for line in prose.opening] == ["首页", "云泽县财政局", "2024年政府信息公开工作年度报告"]
    assert framed.order[-1] == ("table", 0)
