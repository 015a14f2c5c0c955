"""The columns of a table without lines: from its figures, and from the labels above them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.blocks import Block
from pipeline.extract.header import Block as Label
from pipeline.extract.header import header_of, united

_UNSURE = 0.5
"""A label is nearest to its figures for certain if the distance is less than this part of that of the next one."""
_LEVEL = 0.2
"""Characters of one label that are set apart stand at heights that differ by less than so many ems."""


class Band(NamedTuple):
    """A column of figures: from where to where its figures and its label reach, and whether both surely are its own."""

    x0: float
    x1: float
    sure: bool = True


def border_of(group: Sequence[Block]) -> tuple[float, float]:
    """Between which positions the labels on the left end and the columns begin.

    Where nothing stands over the labels, the first label over no figures does: it is centred in a broad column.
    """
    left, right = max(block.left for block in group), min(block.right for block in group)
    above = [word for block in group for word in block.above]
    if left == float("-inf") or left >= right:
        return left, right
    if any(word.box[0] < left for word in above):
        return _spread_over(left, group), right
    leaves = header_of(above, ()).leaves
    following = min([right, *(leaf.x0 for leaf in leaves[1:])])
    if not leaves or leaves[0].x1 >= following:
        return left, right
    first = leaves[0]
    end = first.x0 + first.x1 - min(word.box[0] for block in group for word in block.labels)
    return (first.x1, right) if first.x1 <= end <= following + first.words[0].em else (left, right)


def _spread_over(left: float, group: Sequence[Block]) -> float:
    """Where the header of the labels ends, its characters set apart or not, as far as it stands over no figures; where
    there are none, before the labels of columns.
    """
    above, figures = [word for block in group for word in block.above], _figures(group)
    heads = (word.box[0] for word in above if word.box[0] >= left)
    first = min((x0 for x0, _ in figures), default=min(heads, default=left))
    left = max([left, *(word.box[2] for word in above if word.box[0] < left and word.box[2] <= first)])
    corner = [word for word in above if word.box[0] < left and len(word.text) == 1]
    for leaf in header_of([word for word in above if word.box[0] >= left], figures).leaves:
        word = leaf.words[0]
        level = any(abs(word.middle - other.middle) < _LEVEL * word.em for other in corner)
        over = any(min(leaf.x1, x1) > max(leaf.x0, x0) for x0, x1 in figures)
        if len(leaf.words) > 1 or len(word.text) > 1 or not level or over:
            break
        left = leaf.x1
    return left


def _figures(group: Sequence[Block]) -> list[tuple[float, float]]:
    return united(span for block in group for span in block.columns)


def bands_of(group: Sequence[Block], lean: int = 0) -> list[Band]:
    """The columns of a group, from left to right. lean: of the figures of its document, as lean_of has it."""
    heads, figures = _heads(group), _figures(group)
    if not heads or not figures:
        return [Band(*span) for span in heads or figures]
    between = _between_posts(heads, figures, sorted({at for block in group for at in block.posts}))
    if between is not None:
        return between
    if len(heads) == len(figures):
        paired = [(min(h[0], f[0]), max(h[1], f[1])) for h, f in zip(heads, figures, strict=True)]
        if all(one[1] < two[0] for one, two in pairwise(paired)):
            return [Band(*span) for span in paired]
    return _matched(heads, figures, _lean(heads, figures) or lean)


def lean_of(groups: Iterable[Sequence[Block]]) -> int:
    """Whether figures are set to the right of their columns (1) or to the left (-1), so far that some stand beyond the
    last of their labels, or before the first; 0 where none do, or both.
    """
    leans = {_lean(heads, figures) for group in groups if (heads := _heads(group)) and (figures := _figures(group))}
    return sum(leans)


def _lean(heads: Sequence[tuple[float, float]], figures: Sequence[tuple[float, float]]) -> int:
    return any(x0 >= heads[-1][1] for x0, _ in figures) - any(x1 <= heads[0][0] for _, x1 in figures)


def _heads(group: Sequence[Block]) -> list[tuple[float, float]]:
    """From where to where the labels of a group's columns reach."""
    left, _ = border_of(group)
    figures = _figures(group)
    labels = [header_of([w for w in block.above if w.box[0] >= left], figures).leaves for block in group]
    heads = united([(leaf.x0, leaf.x1) for block, own in zip(group, labels, strict=True) for leaf in own if block.rows])
    cut = [leaf for block, own in zip(group, labels, strict=True) for leaf in own if not block.rows]
    return united([*heads, *((leaf.x0, leaf.x1) for leaf in cut if not heads or _alone(leaf, heads, figures))])


def _between_posts(
    heads: Sequence[tuple[float, float]], figures: Sequence[tuple[float, float]], posts: Sequence[float]
) -> list[Band] | None:
    """The columns that upright rules part, each with its label and its figures wherever these stand in it; None where
    some rules are missing, or figures stand across them. A label that does is no column's.
    """
    own: dict[int, list[tuple[float, float]]] = {}
    for spans in ([span for span in heads if not _cut(span, posts)], figures):
        places = [bisect_right(posts, x0 + 1) for x0, _ in spans]
        if len(set(places)) < len(spans) or any(_cut(span, posts) for span in spans):
            return None
        for at, span in zip(places, spans, strict=True):
            own.setdefault(at, []).append(span)
    return [Band(min(x0 for x0, _ in own[at]), max(x1 for _, x1 in own[at])) for at in sorted(own)]


def _cut(span: tuple[float, float], posts: Sequence[float]) -> bool:
    return any(span[0] + 1 < at < span[1] - 1 for at in posts)


def _alone(leaf: Label, heads: Sequence[tuple[float, float]], figures: Sequence[tuple[float, float]]) -> bool:
    """Whether a label whose header the page cuts is that of a column: it stands over the figures of one, or beyond the
    others, and over no lower label.
    """
    over = sum(1 for x0, x1 in figures if min(leaf.x1, x1) > max(leaf.x0, x0))
    beyond = leaf.x1 < heads[0][0] or heads[-1][1] < leaf.x0
    under = any(min(leaf.x1, x1) > max(leaf.x0, x0) for x0, x1 in heads)
    return not under and (over == 1 or (beyond and not over))


def _matched(heads: Sequence[tuple[float, float]], figures: Sequence[tuple[float, float]], lean: int) -> list[Band]:
    """Columns where some have no figures, or no label: each column of figures goes to the nearest label, or to the one
    before where it stands under none and figures are set to the right; or to the left likewise. Where figures are set
    to neither side, what stands under none is a guess.
    """
    own: dict[int, list[Band]] = {index: [Band(*head)] for index, head in enumerate(heads)}
    loose = []
    for x0, x1 in figures:
        distances = sorted((max(head[0] - x1, x0 - head[1], 0.0), index) for index, head in enumerate(heads))
        if len(distances) > 1 and distances[1][0] == 0.0:
            loose.append(Band(x0, x1, sure=False))
            continue
        nearest = distances[0][1]
        sure = len(distances) < 2 or distances[0][0] <= _UNSURE * distances[1][0]
        if len(heads) > 1 and distances[0][0] > 0:
            before = sum(1 for head in heads if head[1] <= x0)
            aside = before - 1 if lean > 0 else before
            sure = sure and lean != 0 and aside == nearest
            nearest = aside if lean and 0 <= aside < len(heads) else nearest
        own[nearest].append(Band(x0, x1, sure))
    bands = loose
    for parts in own.values():
        sure = all(part.sure for part in parts) and len(parts) < 3
        bands.append(Band(min(part.x0 for part in parts), max(part.x1 for part in parts), sure))
    bands.sort()
    return [
        band._replace(sure=band.sure and all(other is band or _apart(band, other) for other in bands)) for band in bands
    ]


def _apart(one: Band, two: Band) -> bool:
    return one.x1 <= two.x0 or two.x1 <= one.x0
