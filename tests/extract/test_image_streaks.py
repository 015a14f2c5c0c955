"""Dirt on a scanner's glass draws lines over whole pages: they are no lines of tables, and no ones."""

import numpy as np
import pytest

from pipeline.extract.image_streaks import streaks_of, without_streaks

SCALE = 200 / 72
HEIGHT, WIDTH = 2339, 1654
TABLE = slice(300, 2000), slice(200, 1450)
RULES = (200, 600, 1000, 1446)


def page(noise=4.0):
    """A table with rows of figures, on paper with wide margins."""
    rng = np.random.default_rng(3)
    levels = rng.normal(235, noise, (HEIGHT, WIDTH)).clip(0, 255)
    for x in RULES:
        levels[TABLE[0], x : x + 4] = 40
    for y in range(300, 2001, 50):
        levels[y : y + 4, TABLE[1]] = 40
        levels[y + 15 : y + 35, 300:1400:20] = 30
    return levels.astype(np.uint8)


def streaked(grey, columns, light, width=3):
    lit = grey.astype(np.float32)
    for x in columns:
        lit[:, x : x + width] *= light
    return lit.astype(np.uint8)


@pytest.mark.parametrize("light", [0.6, 0.8, 0.9])
def test_paper_under_a_streak_is_as_light_as_beside_it_and_ink_as_dark(light):
    clean = page()
    found = streaks_of(streaked(clean, (450, 860), light), SCALE)
    assert found is not None
    lit = without_streaks(streaked(clean, (450, 860), light), found, SCALE).astype(int)
    assert np.abs(lit - clean).mean(axis=0).max() < 4
    assert lit[clean < 60].max() < 90
    assert not found.opaque.any()


def test_what_lies_under_an_opaque_streak_is_like_what_lies_around_it_and_known_to_be_unseen():
    clean = page()
    dirty = streaked(clean, (450,), 0.1)
    found = streaks_of(dirty, SCALE)
    assert found is not None
    assert np.flatnonzero(found.opaque).tolist() == [450, 451, 452]
    lit = without_streaks(dirty, found, SCALE)
    assert lit[100:200, 448:455].min() > 200  # the margin
    assert lit[302, 448:455].max() < 60  # a level rule goes on


def test_a_page_with_black_beyond_its_edges_has_its_streaks_all_the_same():
    dirty = streaked(page(), (450,), 0.7)
    dirty[:30] = dirty[-60:] = 5
    found = streaks_of(dirty, SCALE)
    assert found is not None
    assert set(range(450, 453)) <= set(np.flatnonzero(found.columns).tolist())


def test_lines_of_a_table_are_no_streaks_though_it_is_as_high_as_a_page_may_be():
    assert streaks_of(page(), SCALE) is None
    high = page()
    for x in RULES:
        high[80:-80, x : x + 4] = 40
    assert streaks_of(high, SCALE) is None


def test_a_table_that_was_cut_out_of_its_page_keeps_its_lines():
    cut = page()
    for x in range(100, 1600, 120):
        cut[:, x : x + 4] = 40
    assert streaks_of(cut, SCALE) is None


def test_a_page_that_is_all_dark_has_no_streaks():
    assert streaks_of(np.full((HEIGHT, WIDTH), 20, np.uint8), SCALE) is None
