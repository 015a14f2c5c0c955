"""Headers without figures are told from prose, whatever the words of a page are like."""

from dataclasses import replace

from pipeline.extract.bare_headers import bare_headers, header_alone
from pipeline.extract.stub import text_rows
from pipeline.extract.words import Word


def line_of(texts, top, bottom):
    return [Word(text, (60.0 + 90 * i, top, 100.0 + 90 * i, bottom), 10.0) for i, text in enumerate(texts)]


def test_a_header_that_ends_a_page_is_found_though_words_above_it_have_no_height():
    """As broken fonts give them."""
    header = line_of(["信息内容", "本年制发件数", "现行有效件数"], 200.0, 210.0)
    assert header_alone(text_rows([*line_of(["—", "—"], 60.0, 60.0), *header]), 0.0, float("-inf"))[-3:] == header


def test_words_without_height_alone_are_no_header():
    assert header_alone(text_rows(line_of(["1", "2"], 60.0, 60.0)), 0.0, float("-inf")) == []


def test_labels_of_columns_that_run_downwards_are_no_rows_below_the_names_of_groups():
    groups = [
        Word("直接起诉", (300.0, 100.0, 340.0, 110.0), 10.0),
        Word("复议后起诉", (450.0, 100.0, 500.0, 110.0), 10.0),
    ]
    stacks = [
        Word(text, (60.0 + 40 * column, 113.0 + 12 * line, 70.0 + 40 * column, 123.0 + 12 * line), 10.0, turned=True)
        for line, texts in enumerate(["结结其尚", "果果他未"])
        for column, text in enumerate(texts)
    ]
    assert bare_headers(text_rows([*groups, *stacks]), set()) == []
    names = [replace(word, turned=False) for word in stacks if word.box[0] == 60.0]  # of rows, one below the other
    assert bare_headers(text_rows([*groups, *names]), set()) != []
