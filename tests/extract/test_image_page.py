"""A page of pixels stands straight, dark on white, without seals, and its places lead back to the page as displayed."""

import io
import math
from contextlib import closing

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader

from pipeline.extract import UnreadableError
from pipeline.extract.image_lines import find_lines
from pipeline.extract.image_page import MOST_PIXELS, PageImage, Placement, rendered, skew, straightened
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans
from tests.extract.scanning import noisy, pages, scan, skewed, stamped

XS, YS = [60.0, 180.0, 300.0, 420.0], [100.0 + 25 * row for row in range(9)]
DPI = 150


def draw(canvas):
    draw_table(canvas, XS, YS, plain_spans(8, 3), "strokes")
    canvas.setFont("Helvetica", 11)
    for row in range(8):
        for column in range(3):
            canvas.drawString(XS[column] + 50, HEIGHT - YS[row] - 17, str(1234 + row * column))
    for line in range(12):
        canvas.drawString(
            60, HEIGHT - 400 - 20 * line, "A report has lines of text, none of them a table's. " + "x" * line
        )


PAGE = pdf(draw)


@pytest.fixture(scope="module")
def clean():
    """The page as a colour image."""
    return pages(PAGE, DPI)[0]


def seen(document, index=0, **limits):
    with closing(pdfium.PdfDocument(document)) as opened:
        return rendered(opened, index, **limits)


def image(grey):
    place = Placement(np.array([[1.0, 0, 0], [0, 1.0, 0]]))
    return PageImage(grey, grey, np.zeros(grey.shape, bool), 2.0, place, 1.0)


@settings(max_examples=20, deadline=None)
@given(degrees=st.floats(-3, 3), bare=st.booleans())
def test_skew_is_measured_with_lines_and_without(clean, degrees, bare):
    grey = cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY)
    if bare:
        grey = grey[round(380 * DPI / 72) :]
    assert skew(noisy(skewed(grey, degrees), 5)) == pytest.approx(degrees, abs=0.1)


@pytest.mark.parametrize("level", [255, 0])
def test_an_empty_page_is_not_skewed(level):
    page = image(np.full((600, 400), level, np.uint8))
    straight = straightened(page)
    assert straight.grey is page.grey
    assert straight.placement is page.placement


@pytest.mark.parametrize("degrees", [-2.2, 0.7])
def test_lines_of_a_straightened_page_lie_level_and_where_the_page_has_them(clean, degrees):
    upright = straightened(seen(scan([skewed(clean, degrees)], DPI)))
    assert abs(skew(upright.grey)) < 0.05
    found = find_lines(upright.ruled, upright.scale)
    assert [rule.at for rule in found.horizontal] == pytest.approx(YS, abs=1)
    assert [rule.at for rule in found.vertical] == pytest.approx(XS, abs=1)


def test_a_shadow_does_not_turn_writing_and_a_dark_area_does(clean):
    grey = cv2.cvtColor(clean, cv2.COLOR_BGR2GRAY)
    shaded, filled = grey.copy(), grey.copy()
    area = (slice(190, 460), slice(100, 1000))
    shaded[area] = 0.35 * grey[area]
    filled[area] = 255 - grey[area]
    light = np.mean(grey[area] > 200)
    for page in (shaded, filled):
        found = seen(scan([page], DPI)).grey[tuple(slice(part.start * 4 // 3, part.stop * 4 // 3) for part in area)]
        assert np.mean(found > 200) == pytest.approx(light, abs=0.05)


def test_a_heading_in_heavy_letters_is_no_dark_area(clean):
    """A copier makes strokes so thick that hardly any paper is left between them."""
    page = np.full_like(clean, 255)
    for x in range(200, 700, 10):
        page[240 + x % 7 : 300 - x % 5, x : x + 7] = 0  # strokes of 3.4 points at 150 dots an inch
    found = seen(scan([page], DPI)).grey[240 * 4 // 3 : 300 * 4 // 3, 210 * 4 // 3 : 690 * 4 // 3]
    assert np.mean(found < 128) == pytest.approx(0.66, abs=0.06)
    assert np.mean(found[: 5 * 4 // 3]) > 128


MARKS = [(120, 200), (480, 150), (300, 420), (90, 700), (510, 760)]
"""Middles of black squares, in points."""


def marks(grey, scale):
    """The middles of the dark spots of an image, in points."""
    _, _, stats, middles = cv2.connectedComponentsWithStats((grey < 128).astype(np.uint8))
    return [
        ((x + 0.5) / scale, (y + 0.5) / scale)
        for (x, y), size in zip(middles[1:], stats[1:, 4], strict=True)
        if size > 9
    ]


@settings(max_examples=12, deadline=None)
@given(degrees=st.floats(-3, 3))
def test_places_on_a_straightened_page_lead_back_to_the_page(degrees):
    grey = np.full((1684, 1190), 255, np.uint8)
    for x, y in MARKS:
        cv2.rectangle(grey, (2 * x - 8, 2 * y - 3), (2 * x + 8, 2 * y + 3), [0], -1)
    for y in range(320, 1500, 100):  # lines by which to straighten it
        cv2.line(grey, (100, y), (1090, y), [180], 2)
    displayed = skewed(grey, degrees)
    upright = straightened(image(displayed))
    back = [upright.placement.box((x - 4, y - 1.5, x + 4, y + 1.5)) for x, y in marks(upright.grey, 2.0)]
    there = marks(displayed, 2.0)
    assert len(back) == len(there) == len(MARKS)
    for x0, top, x1, bottom in back:
        assert min(math.dist(((x0 + x1) / 2, (top + bottom) / 2), mark) for mark in there) < 0.5
        assert x1 - x0 > bottom - top


def sized(width, height):
    """A page of a size, in points, filled by the image of an A4 page."""
    with pikepdf.open(io.BytesIO(scan(pages(PAGE, 100), 100))) as opened:
        page = opened.pages[0]
        page.MediaBox = [0, 0, width, height]
        page.Contents = opened.make_stream(b"q %f 0 0 %f 0 0 cm /image Do Q" % (width, height))
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("factor", [0.1, 2.78, 20.0])
def test_a_page_measured_in_pixels_is_seen_at_its_usual_size(factor):
    width, height = 595.0 * factor, 842.0 * factor
    page = seen(sized(width, height))
    assert page.grey.shape[1] / page.scale == pytest.approx(595, abs=2)
    assert page.placement.box((0, 0, 595, 842)) == pytest.approx((0, 0, width, height), rel=0.01)


def test_a_page_too_large_to_be_legible_within_the_limit_is_refused():
    assert seen(sized(595, 842), most_pixels=2_000_000).grey.size <= 2_010_000
    for document, most in ((PAGE, 700_000), (sized(300, 14_000), 4_000_000), (sized(2, 9_000), MOST_PIXELS)):
        with pytest.raises(UnreadableError, match="over_limit"):
            seen(document, most_pixels=most)


def test_an_image_with_too_many_pixels_is_refused_before_it_is_unpacked():
    document = scan([np.full((3000, 3000), 255, np.uint8)], 600)
    with pytest.raises(UnreadableError, match="3000 by 3000"):
        seen(document, most_pixels=2_000_000)


def in_strips(image, dpi, wrapped, count=20):
    """A PDF whose page is an image in strips, as many scanners store it; wrapped: inside a form that is scaled."""
    scale = 0.24 if wrapped else 1.0
    strips = np.array_split(image, count)
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        drawn, top, names = b"", 842.0, pikepdf.Dictionary()
        for number, strip in enumerate(strips):
            height = strip.shape[0] * 72 / dpi
            top -= height
            drawn += b"q %f 0 0 %f 0 %f cm /S%d Do Q " % (595 / scale, height / scale, top / scale, number)
            grey = np.ascontiguousarray(strip[:, :, 0])
            names[f"/S{number}"] = made.make_stream(
                grey.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=grey.shape[1],
                Height=grey.shape[0], ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
            )  # fmt: skip
        resources = pikepdf.Dictionary(XObject=names)
        if wrapped:
            form = made.make_stream(
                drawn,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 2500, 3600],
                Resources=resources,
            )
            resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            drawn = b"q %f 0 0 %f 0 0 cm /F Do Q" % (scale, scale)
        page.Contents, page.Resources = made.make_stream(drawn), resources
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize(("dpi", "rendered_at"), [(300, 300), (240, 240), (150, 200)])
def test_a_scan_in_strips_is_seen_as_finely_as_it_is_stored(dpi, rendered_at, wrapped):
    page = seen(in_strips(pages(PAGE, dpi)[0], dpi, wrapped))
    assert page.scale * 72 == pytest.approx(rendered_at, rel=0.01)
    assert page.grain == pytest.approx(max(1.0, rendered_at / dpi), rel=0.01)


def test_a_fine_picture_on_a_page_does_not_make_the_page_fine(clean):
    def draw_it(canvas):
        canvas.drawImage(ImageReader(Image.fromarray(clean[:600, :600])), 100, 600, 72, 72)

    assert seen(pdf(draw_it)).scale * 72 == pytest.approx(200, rel=0.01)


SEAL = (300.0, 200.0)
"""The middle of a seal over the table."""


@pytest.fixture(scope="module")
def sealed(clean):
    """The page with a seal over its table, and the same without, each as a scan in JPEG."""
    return seen(scan([stamped(clean, *SEAL, DPI)], DPI)), seen(scan([clean], DPI))


def around_the_seal(page):
    x, y = (round(value * page.scale) for value in SEAL)
    reach = round(60 * page.scale)
    return slice(y - reach, y + reach), slice(x - reach, x + reach)


def test_a_seal_is_taken_away_and_what_lies_under_it_stays(sealed):
    stamp, plain = sealed
    area = around_the_seal(stamp)
    assert stamp.sealed[area].mean() > 0.05
    assert not plain.sealed.any()
    written = plain.grey[area] < 60
    far = cv2.dilate((plain.grey[area] < 200).astype(np.uint8), np.ones((7, 7), np.uint8)) == 0
    assert np.percentile(stamp.grey[area][written], 90) < 110
    assert np.percentile(stamp.grey[area][far], 1) > 200


def test_lines_under_a_seal_stay_whole(sealed):
    found = find_lines(sealed[0].ruled, sealed[0].scale)
    assert [rule.at for rule in found.horizontal] == pytest.approx(YS, abs=1)
    assert [rule.at for rule in found.vertical] == pytest.approx(XS, abs=1)


def test_red_writing_and_red_tables_are_no_seals():
    def red(canvas):
        canvas.setFillColorRGB(0.85, 0.1, 0.1)
        canvas.setStrokeColorRGB(0.85, 0.1, 0.1)
        canvas.setFont("Helvetica", 20)
        canvas.drawString(150, HEIGHT - 60, "RED 1234")
        draw_table(canvas, XS, YS, plain_spans(8, 3), "strokes")

    page = seen(pdf(red))
    assert not page.sealed.any()
    assert (page.ruled < 128).sum() > 3000
    assert (page.grey < 128).sum() > 2000


def test_uneven_light_becomes_white_paper(clean):
    shade = np.linspace(1.0, 0.55, clean.shape[1], dtype=np.float32)[None, :, None]
    page = seen(scan([np.asarray(clean * shade, np.uint8)], DPI))
    plain = seen(scan([clean], DPI))
    assert np.percentile(page.grey[plain.grey > 250], 1) > 225
    assert np.percentile(page.grey[plain.grey < 40], 90) < 90


@pytest.mark.parametrize(("fill", "ink"), [((0.75, 0.85, 0.95), 0), ((0.2, 0.3, 0.6), 1)])
def test_writing_on_filled_areas_is_dark_on_white(fill, ink):
    def header(paint):
        def draw(canvas):
            if paint:
                canvas.setFillColorRGB(*fill)
                canvas.rect(60, HEIGHT - 130, 360, 30, stroke=0, fill=1)
            canvas.setFillGray(ink if paint else 0)
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(80, HEIGHT - 119, "Total 4567")
            canvas.drawString(300, HEIGHT - 119, "89")

        return seen(pdf(draw))

    filled, plain = header(paint=True), header(paint=False)
    inside = (
        slice(round(104 * plain.scale), round(126 * plain.scale)),
        slice(round(70 * plain.scale), round(410 * plain.scale)),
    )
    assert (abs(filled.grey[inside].astype(int) - plain.grey[inside]) > 100).mean() < 0.005
    assert (filled.grey < 200).sum() <= (plain.grey < 220).sum()  # no stroke is left of their sides


def test_white_words_on_a_pale_area_are_no_writing():
    def draw(canvas):
        canvas.setFillColorRGB(0.75, 0.84, 0.94)
        canvas.rect(60, HEIGHT - 130, 360, 30, stroke=0, fill=1)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.setFillGray(1)
        canvas.drawString(80, HEIGHT - 119, "45")
        canvas.setFillGray(0)
        canvas.drawString(200, HEIGHT - 119, "67")

    page = seen(pdf(draw))
    row = page.grey[round(108 * page.scale) : round(122 * page.scale)]
    dark = [(row[:, round(x0 * page.scale) : round((x0 + 20) * page.scale)] < 128).any() for x0 in (79, 199)]
    assert dark == [False, True]


@pytest.mark.parametrize("depth", [1, 3, 4, 6])
def test_writing_in_forms_within_forms_stays_however_deep_it_is(depth):
    def draw(canvas):
        for level in range(depth):
            canvas.beginForm(f"form{level}")
            canvas.setFillColorRGB(0.2, 0.3, 0.6)
            canvas.rect(60, HEIGHT - 130, 360, 30, stroke=0, fill=1)
            canvas.setFillGray(1)
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(80 + 40 * level, HEIGHT - 119, "45")
            if level:
                canvas.doForm(f"form{level - 1}")
            canvas.endForm()
        canvas.doForm(f"form{depth - 1}")

    page = seen(pdf(draw))
    row = page.grey[round(108 * page.scale) : round(122 * page.scale)]
    assert (row[:, round(79 * page.scale) : round(95 * page.scale)] < 128).any()


def test_a_page_in_negative_is_seen_as_its_positive(clean):
    page, plain = seen(scan([255 - clean], DPI)), seen(scan([clean], DPI))
    assert ((page.grey < 128) != (plain.grey < 128)).mean() < 0.005


def test_writing_in_a_deep_shadow_stays_dark(clean):
    shade = np.linspace(0.25, 1.0, clean.shape[1])[None, :, None]
    shaded = seen(scan([np.asarray(clean * shade, np.uint8)], DPI)).ruled
    lines = find_lines(shaded, 200 / 72)
    assert (len(lines.horizontal), len(lines.vertical)) == (len(YS), len(XS))
    assert np.median(shaded) > 250


def test_a_streak_is_none_of_a_page_though_a_broad_strip_lies_beyond_its_foot(clean):
    """What lies beyond the edge of the paper says nothing about where a streak ends."""
    dirty = clean.astype(np.float32)
    dirty[:, 700:703] *= 0.7
    dirty[-40:] = 45
    page = seen(scan([dirty.astype(np.uint8)], DPI))
    at = 701.5 / DPI * 72
    margin = page.grey[: round(60 * page.scale), round((at - 3) * page.scale) : round((at + 3) * page.scale)]
    assert margin.min() > 235
    assert not [rule for rule in find_lines(page.ruled, page.scale).vertical if abs(rule.at - at) < 3]
