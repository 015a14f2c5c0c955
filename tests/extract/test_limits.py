"""What asks for too much is refused before a library swells over it, and the reason names the limit."""

import zlib
from contextlib import suppress

import pytest

from corpus import broken, hostile
from pipeline.extract.errors import UnreadableError
from pipeline.extract.limits import Limits, check_pages, scale_within
from pipeline.extract.soundness import examined
from tests.making import empty_pages_pdf, encrypted_pdf, report_pdf

SMALL = Limits(megabytes=1)


def test_a_file_without_pages_is_broken_whatever_was_read_before():
    for before in (encrypted_pdf(), b"%PDF-1.7\nnothing", report_pdf()):
        with suppress(UnreadableError):
            check_pages(before, Limits())
        with pytest.raises(UnreadableError, match=r"broken: .*Data format error"):
            check_pages(broken.without_pages(b""), Limits())


def test_a_document_with_a_password_or_too_many_pages_is_refused_with_the_reason():
    with pytest.raises(UnreadableError, match="encrypted"):
        check_pages(encrypted_pdf(), Limits())
    with pytest.raises(UnreadableError, match="over_limit: 3 pages"):
        check_pages(empty_pages_pdf(3), Limits(pages=2))
    check_pages(empty_pages_pdf(3), Limits(pages=3))


@pytest.mark.parametrize("points", [6400, 14_400, 1e6, 1e15])
def test_a_page_that_is_too_large_to_be_rendered_is_refused(points):
    with pytest.raises(UnreadableError, match="over_limit: page 1 is"):
        check_pages(hostile.huge_page(points), Limits())


def test_a_page_as_long_as_a_street_is_refused_though_it_is_narrow():
    with pytest.raises(UnreadableError, match="over_limit: page 1 is 1 by 200000 points"):
        check_pages(hostile.page_pdf(box=b"[0 0 1 200000]"), Limits())


@pytest.mark.parametrize("points", [1, 842, 6300])
def test_posters_and_stamps_are_pages_too(points):
    check_pages(hostile.huge_page(points), Limits())


@pytest.mark.parametrize("layers", [1, 2])
def test_content_that_swells_when_unpacked_is_refused(layers):
    with pytest.raises(UnreadableError, match="over_limit: content of more than 1 MB"):
        examined(hostile.flate_bomb(8 << 20, layers), SMALL)
    assert examined(hostile.flate_bomb(1 << 19, layers), SMALL).damage == "none"


def test_an_image_of_too_many_pixels_is_refused():
    with pytest.raises(UnreadableError, match="over_limit: an image of 16000 by 16000 pixels"):
        examined(hostile.image_bomb(16_000))
    assert examined(hostile.image_bomb(8_000)).damage == "none"


@pytest.mark.parametrize("forms", [hostile.deep_forms(400), hostile.branching_forms(), hostile.looping_form()])
def test_forms_within_forms_without_end_are_refused(forms):
    with pytest.raises(UnreadableError, match="over_limit: forms within forms"):
        examined(forms)


def test_forms_as_word_processors_nest_them_are_none_too_deep():
    assert examined(hostile.deep_forms(8)).damage == "none"


def test_a_report_is_within_all_limits():
    check_pages(report_pdf(), Limits())
    assert examined(report_pdf()).damage == "none"


@pytest.mark.parametrize(("size", "pixels"), [((595, 842), 8_000_000), ((6000, 6000), 36_000_000), ((100, 1), 10)])
def test_a_page_is_rendered_to_no_more_pixels_than_it_may(size, pixels):
    scale = scale_within(size, 4.0, pixels)
    assert 0 < scale <= 4.0
    assert size[0] * size[1] * scale**2 <= pixels * 1.001


def packed(content: bytes) -> bytes:
    return hostile.page_pdf(content=hostile.stream(zlib.compress(content), b"/Filter /FlateDecode"))


def plain(content: bytes) -> bytes:
    return hostile.page_pdf(content=hostile.stream(content))


@pytest.mark.parametrize("made", [packed, plain])
def test_orderly_content_is_whole(made):
    assert examined(made(b"q 1 0 0 1 5 5 cm BT /F1 9 Tf (12) Tj ET 0 0 1 rg /P0 scn 0 0 9 9 re f Q")).damage == "none"


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 9 Tf (12) Uj ET",  # an instruction that viewers pass over
        b"BT /F1 9 Tf 5P6 Td (12) Tj ET",  # one that lacks an operand
        b"BT /F1 9 Tf (12) Tj ET" + bytes(16) + b" 0 0 9 9 re f",  # a hole
        b"BT /F1 9 Tf (12 Tj ET",  # a string that does not end
    ],
)
def test_content_that_viewers_pass_over_in_part_is_damage_where_no_checksum_vouches_for_it(content):
    assert examined(plain(content)).damage == "content"
