"""Images as arrays: pieces and medians, beside what OpenCV and numpy tell of the same."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pipeline.extract.pixels import counts_of, median_of, pieces_of

MASKS = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.integers(0, 1))
GREYS = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=20), elements=st.integers(0, 255))


@given(MASKS, st.sampled_from([4, 8]))
def test_pieces_are_those_that_opencv_tells(mask, connectivity):
    pieces = pieces_of(mask, connectivity)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=connectivity)
    assert (pieces.labels == labels).all()
    x, y, width, height, areas = stats[1:].T
    assert (pieces.boxes[1:] == np.stack((x, y, x + width, y + height), axis=1)).all()
    assert (pieces.sizes[1:] == np.stack((width, height), axis=1)).all()
    assert (pieces.areas[1:] == areas).all()


def test_paper_is_as_large_as_the_image_and_never_marked():
    mask = np.zeros((3, 5), np.uint8)
    mask[1, 2] = 1
    pieces = pieces_of(mask)
    assert pieces.boxes.tolist() == [[0, 0, 5, 3], [2, 1, 3, 2]]
    assert pieces.marked(np.array([9, 7], np.int32)).tolist() == (mask * 7).tolist()


@given(GREYS)
def test_the_median_of_the_levels_is_the_median_of_the_pixels(grey):
    assert median_of(np.arange(256.0), counts_of(grey)) == np.median(grey)


@given(GREYS, st.floats(0, 255))
def test_the_median_of_values_that_are_not_in_order_is_theirs(grey, paper):
    values = np.abs(np.arange(256.0) - paper)
    assert median_of(values, counts_of(grey)) == np.median(np.abs(grey - paper))
