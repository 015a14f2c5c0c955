"""Headers without figures are told from prose, whatever the words of a page are like."""

from pipeline.extract.bare_headers import header_alone
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
