"""Seals leave a page, and what they stand over stays: red ones by their colour, those of grey scans by their rim."""

import cv2
import numpy as np
import pytest

from pipeline.extract.image_seal import without_seals
from tests.extract.scanning import noisy, stamped

DPI = 200.0
SCALE = DPI / 72
MIDDLE, SIZE = (300.0, 400.0), 120.0
PAPER = 200
"""What is lighter than this is paper, or nearly."""


def writing(size=(842.0, 595.0)):
    """A page of numbers in a table, in grey, as blue, green and red."""
    page = np.full((round(size[0] * SCALE), round(size[1] * SCALE), 3), 255, np.uint8)
    for y in range(200, 640, 24):
        cv2.line(page, (round(60 * SCALE), round(y * SCALE)), (round(530 * SCALE), round(y * SCALE)), (0, 0, 0), 3)
        for x in range(80, 520, 44):
            where = (round(x * SCALE), round((y + 17) * SCALE))
            cv2.putText(page, "1039", where, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 3, cv2.LINE_AA)
    return page


def sealed(page):
    return stamped(page, *MIDDLE, DPI, SIZE)


def greyed(page, light=1.0):
    """The page as a scanner without colours has it. light: how much lighter than black all ink is, from 0 to 1."""
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    return cv2.cvtColor(np.asarray(255 - (255 - grey.astype(float)) * light, np.uint8), cv2.COLOR_GRAY2BGR)


def lost(before, after):
    """The share of the pixels of writing that is none after."""
    dark = before[:, :, 0] < 100
    return float((after[dark] >= PAPER).mean())


def left(before, after):
    """How many of the pixels of paper are dark after."""
    paper = cv2.erode((before[:, :, 0] > 250).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return int((after[paper] < PAPER).sum())


@pytest.mark.parametrize("light", [1.0, 0.8])
def test_the_rim_and_the_star_of_a_seal_leave_a_grey_scan_and_writing_under_them_stays(light):
    clean, scanned = greyed(writing(), light), greyed(sealed(writing()), light)
    grey, ruled, there = without_seals(noisy(scanned, 3), SCALE)
    assert there.any()
    assert left(clean, scanned[:, :, 0]) > 20 * left(clean, grey)
    assert lost(clean, grey) < 0.02
    assert lost(clean, ruled) < 0.02


def test_the_ink_of_a_seal_leaves_a_scan_in_colours_and_writing_under_it_stays():
    clean, scanned = writing(), sealed(writing())
    grey, _, there = without_seals(scanned, SCALE)
    assert there.any()
    assert left(clean, cv2.cvtColor(scanned, cv2.COLOR_BGR2GRAY)) > 100 * left(clean, grey)
    assert lost(clean, grey) < 0.02


def test_a_red_seal_that_has_faded_leaves_a_scan_on_yellowish_paper():
    """Its ink is hardly redder than the paper."""
    tint = np.array([0.88, 0.92, 0.94])
    clean, scanned = (
        np.asarray((255 - (255 - page.astype(float)) * 0.2) * tint, np.uint8) for page in (writing(), sealed(writing()))
    )
    grey, _, there = without_seals(noisy(scanned, 2), SCALE)
    assert there.any()
    plain, before, after = (np.asarray(page, float) for page in (clean[:, :, 0], scanned[:, :, 0], grey))
    paper = cv2.erode((plain > plain.max() - 3).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    inked = paper & (before < plain.max() - 20)
    assert np.median(after[paper]) - np.median(after[inked]) < 0.3 * (plain.max() - np.median(before[inked]))


def test_a_pale_field_in_a_colour_is_no_seal_that_has_faded():
    page = writing()
    page[300:500, 300:700] = np.minimum(page[300:500, 300:700], (232, 232, 255))
    grey, _, there = without_seals(page, SCALE)
    assert not there.any()
    assert (grey == cv2.cvtColor(page, cv2.COLOR_BGR2YCrCb)[:, :, 0]).all()


def shaded(page):
    """The page with the head of a table filled in grey."""
    made = page.copy()
    made[round(180 * SCALE) : round(250 * SCALE), round(60 * SCALE) : round(530 * SCALE)] = 150
    return np.minimum(made, page)


def circled(page, radius):
    """The page with a small mark around a number, as a reader's pencil leaves it."""
    made = page.copy()
    cv2.circle(made, (round(300 * SCALE), round(400 * SCALE)), round(radius * SCALE), (120, 120, 120), 4)
    return made


@pytest.mark.parametrize(
    "page",
    [writing(), np.full((2339, 1653, 3), 255, np.uint8), shaded(writing()), circled(writing(), 12)],
    ids=["table", "empty", "shaded", "pencil"],
)
def test_a_grey_page_without_a_seal_stays_as_it_is(page):
    grey, _, there = without_seals(page, SCALE)
    assert not there.any()
    assert (grey == cv2.cvtColor(page, cv2.COLOR_BGR2YCrCb)[:, :, 0]).all()


def test_two_seals_leave_a_grey_scan_though_their_rims_are_no_circles():
    page = writing()
    both = stamped(stamped(page, 200, 300, DPI, SIZE), 380, 520, DPI, SIZE)
    lower = cv2.resize(both, None, fx=1, fy=0.985, interpolation=cv2.INTER_AREA)
    clean = greyed(cv2.resize(page, None, fx=1, fy=0.985, interpolation=cv2.INTER_AREA))
    grey, _, there = without_seals(noisy(greyed(lower), 3), SCALE)
    assert there[: there.shape[0] // 2].any()
    assert there[there.shape[0] // 2 :].any()
    assert left(clean, greyed(lower)[:, :, 0]) > 20 * left(clean, grey)


def test_a_pale_seal_leaves_a_grey_scan_and_writing_under_it_stays():
    """A seal that a scanner has hardly darker than three quarters of paper is broken by noise."""
    clean = greyed(writing())
    pale = 255 - (255 - greyed(sealed(np.full_like(clean, 255))).astype(float)) * 0.35
    scanned = np.minimum(clean, pale.astype(np.uint8))
    assert 185 < np.median(scanned[(scanned > 100) & (scanned < 240)]) < 215
    grey, _, there = without_seals(noisy(scanned, 4), SCALE)
    assert there.any()
    assert lost(clean, grey) < 0.02
