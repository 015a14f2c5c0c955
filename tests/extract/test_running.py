"""Running heads are told by where they repeat, and no header that pages repeat is taken for one."""

import pytest

from pipeline.extract.running import without_heads
from pipeline.extract.words import words
from tests.extract.test_unruled import text


def page(head, body):
    lines = [*text(head, 200, 60), *text(body, 63, 100), *text(body, 63, 118)] if head else text(body, 63, 100)
    return words(lines, ())


@pytest.mark.parametrize(
    ("head", "without", "goes"),
    [
        ("某某街道办事处", 1, True),  # on most pages
        ("某某镇", 0, True),  # on all
        ("申请人情况", 1, False),  # the header of a table, which the pages of the table repeat
    ],
)
def test_a_short_line_is_a_running_head_only_where_all_pages_have_it(head, without, goes):
    pages = [*(page("", "正文") for _ in range(without)), *(page(head, f"第{n}行") for n in "一二三")]
    left = [word.text for words in without_heads(pages) for word in words]
    assert (head not in left) == goes
    assert left.count("第一行") == 2


@pytest.mark.parametrize(
    ("others", "goes"),
    [
        ([["某某镇", "第1页"], ["正文", "某某镇"]], True),
        ([["某某镇", "第1页"], ["某某镇人民政府"]], False),  # on two pages
        ([], False),
    ],
)
def test_pages_of_which_only_lines_are_known_tell_of_a_short_running_head_too(others, goes):
    (left, *_) = without_heads([page("某某镇", "第一行"), *([] for _ in others)], [[], *others])
    assert ("某某镇" not in [word.text for word in left]) == goes


def test_page_numbers_of_any_look_beside_a_running_foot_make_it_no_other_line():
    pages = [
        words([*text(f"第{n}行", 63, 60), *text("某某县人民政府网", 63, 800), *text(number, 300, 800 + shift)], ())
        for n, number, shift in (("一", "1", 0), ("二", "-2-", 0.5), ("三", "—3—", 1.0))
    ]
    assert [[word.text for word in own] for own in without_heads(pages)] == [["第一行"], ["第二行"], ["第三行"]]
