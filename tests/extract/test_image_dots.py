"""A ground of dots is taken away, and what is written on it stays."""

import cv2
import numpy as np
import pytest

from pipeline.extract.image_dots import dotted, without_dots

SCALE = 300 / 72


def page(part):
    """Two words of heavy strokes, the upper one on a ground of dots that take a part of it."""
    paper = np.full((600, 800), 255, np.uint8)
    for top in (130, 430):
        for left in range(200, 400, 25):
            paper[top : top + 40, left : left + 8] = 0
    plain = paper.copy()
    dots = np.random.default_rng(1).random((120, 600)) < part
    paper[100:220, 100:700][dots] = 0
    return plain, paper


@pytest.mark.parametrize("part", [0.1, 0.25, 0.4])
def test_a_ground_of_dots_is_white_and_writing_on_it_is_whole(part):
    plain, paper = page(part)
    there = dotted(paper, SCALE)
    assert there is not None
    assert there[120:200, 120:680].all()
    assert not there[300:].any()
    clean = without_dots(paper, there, SCALE)
    assert ((clean < 128) & (plain < 128)).sum() > 0.95 * (plain < 128).sum()
    assert ((clean < 128) & (plain > 128)).sum() < 0.05 * ((paper < 128) & (plain > 128)).sum()


def test_thin_strokes_stay_whole_on_a_light_ground():
    plain = np.full((600, 800), 255, np.uint8)
    for left in range(200, 600, 25):
        plain[250:290, left : left + 2] = plain[268:270, left : left + 18] = 0
    y, x = np.indices(plain.shape)
    paper = np.where(cv2.erode(plain, np.ones((5, 5), np.uint8)) & ((x + y) % 5 == 0) & (y % 2 == 0), 0, plain)
    there = dotted(paper.astype(np.uint8), SCALE)
    assert there is not None
    clean = without_dots(paper.astype(np.uint8), there, SCALE)
    assert ((clean < 128) == (plain < 128))[100:500, 100:700].mean() > 0.999
    assert ((clean < 128) & (plain < 128)).sum() > 0.95 * (plain < 128).sum()


@pytest.mark.parametrize(("part", "made"), [(0.03, True), (0.005, False)])
def test_few_dots_over_much_of_a_page_are_its_ground(part, made):
    """As a scanner makes them of shadows and folds of paper that is nearly white."""
    plain, paper = page(0.0)
    there = np.zeros(paper.shape, bool)
    there[:, 300:600] = np.random.default_rng(1).random((600, 300)) < part
    paper = np.where(there, np.uint8(0), paper)
    found = dotted(paper, SCALE)
    assert (found is not None) is made
    if found is not None:
        assert ((without_dots(paper, found, SCALE) < 128) == (plain < 128)).mean() > 0.999


@pytest.mark.parametrize("dirt", [0.0, 0.002])
def test_a_page_with_some_dirt_has_no_ground_of_dots(dirt):
    _, paper = page(0.0)
    paper[np.random.default_rng(2).random(paper.shape) < dirt] = 0
    assert dotted(paper, SCALE) is None


def test_a_page_in_grey_has_none():
    _, paper = page(0.25)
    assert dotted(np.where(paper > 0, np.uint8(200), paper), SCALE) is None
