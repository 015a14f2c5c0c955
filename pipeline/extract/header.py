"""The header of a table without lines: which words stand over one column, and which over several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise, permutations
from typing import NamedTuple

from pipeline.extract.words import CLOSING, OPENING, Word

_LOOSE = 0.12
"""How much wider than the narrowest distance of two lines that of lines of one label may be, in ems."""
_IN_LINE = 0.5
"""Lines of one label have their middles, or their ends on one side, at most so many ems apart."""
_HALF = 0.5
"""So many ems of its square a bracket leaves blank."""
_JOINED = 0.7
"""Words beside each other make one label where the gap is not wider than this, in ems, and one column stands below."""
_NARROWER = 0.8
"""And not wider than this part of the gaps between labels."""
_WHOLE = 3
"""So many characters beside each other are a label by themselves."""
_FARTHEST = 1.7
"""Lines of one label are at most so many ems apart."""
_PITCH = 2.1
"""But for so many, where none in the header are nearer."""
_SET_APART = 1.5
"""Characters of one line of a label may be so many ems apart, where its next line shows that they are."""
_BESIDE = 0.3
"""That line stands at most so many ems out of their middle."""
_MOST_SPREAD, _SPREAD_LINES = 8, 2
"""A label that is set wide has so many characters in a line, and so many lines, at most."""
_WIDER, _EVEN, _SEVERAL = 0.2, 0.05, 2
"""Several gaps in what seems one word that are wider than the others by so many ems, which are alike but for so much,
part labels.
"""
_OVER = 0.15
"""Words share so many ems of their widths where one stands over the other."""

Span = tuple[float, float]


class Block(NamedTuple):
    """The words of one header cell, and their extent."""

    words: tuple[Word, ...]
    x0: float
    top: float
    x1: float
    bottom: float


class Header(NamedTuple):
    """The labels of single columns, from left to right, and what stands over several of them."""

    leaves: tuple[Block, ...]
    uppers: tuple[Block, ...]


Way = Callable[[Sequence[Block], int, Sequence[Span]], bool]
"""How labels may stand over a column (index), of all that there are."""


def block_of(words: Sequence[Word]) -> Block:
    """Words as one block."""
    return Block(
        tuple(words),
        min(word.box[0] for word in words),
        min(word.box[1] for word in words),
        max(word.box[2] for word in words),
        max(word.box[3] for word in words),
    )


def header_of(words: Sequence[Word], bands: Sequence[Span], near: float | None = None) -> Header:
    """The labels that words make. bands: where figures stand below them, as far as known; near: the widest distance of
    two lines of one label, if it is known from elsewhere.
    """
    near = near_in(words) if near is None else near
    leaves: list[list[Word]] = []
    uppers: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.middle, word.box[0])):
        under = [leaf for leaf in leaves if _over(word, block_of(leaf))]
        bands_below = sum(1 for band in bands if _shared(word, *band) > 0)
        if not under and bands_below < 2:
            leaves.append([word])
        elif len(under) == 1 and bands_below < 2 and _goes_on(word, under[0], near):
            under[0].append(word)
        else:
            above = [upper for upper in uppers if _over(word, block_of(upper)) and _goes_on(word, upper, near)]
            if not above:
                uppers.append([])
            (above or uppers[-1:])[0].append(word)
    blocks = _spread(_joined(sorted((block_of(leaf) for leaf in leaves), key=lambda leaf: leaf.x0), bands), bands)
    blocks, split = _split_off(blocks)
    uppers += split
    loose = [index for index in range(1, len(blocks) - 1) if _is_upper(blocks, index, bands)]
    return Header(
        tuple(leaf for index, leaf in enumerate(blocks) if index not in loose),
        (*(block_of(upper) for upper in uppers), *(blocks[index] for index in loose)),
    )


def with_full_lines(words: Sequence[Word]) -> list[Word]:
    """The words of a header, what seems one parted where the gaps between labels are wider than those in them, or where
    the first lines of several labels fill their columns: each stands over its own next line, and so do all labels with
    a line at that height.
    """
    words = [part for word in words for part in _parted_at_gaps(word)]
    found = []
    for word in words:
        lower = [other for other in words if 0 < other.middle - word.middle <= _FARTHEST * word.em]
        own = [other for other in lower if _shared(word, other.box[0], other.box[2]) > 0]
        level = [other for other in lower if own and abs(other.middle - own[0].middle) < _LOOSE * word.em]
        whole = len(own) < 2 or not all(_has_above(other, words) for other in level)
        found += [word] if whole else _parts_over(word, own)
    return found


def _parted_at_gaps(word: Word) -> list[Word]:
    """The labels that seem one word, where several gaps in it are wider than the others, and these are alike."""
    steps = [two - one for one, two in pairwise(word.middles)]
    if len(steps) < 2 * _WHOLE or len(steps) + 1 != len(word.text) or not word.text.isalpha():
        return [word]
    least = min(steps)
    wide = [index for index, step in enumerate(steps, start=1) if step > least + _WIDER * word.em]
    even = all(step < least + _EVEN * word.em for index, step in enumerate(steps, start=1) if index not in wide)
    if len(wide) < _SEVERAL or not even:
        return [word]
    half, (_, top, _, bottom) = word.em / 2, word.box
    return [
        Word(word.text[start:end], (own[0] - half, top, own[-1] + half, bottom), word.em, middles=own)
        for start, end in pairwise((0, *wide, len(word.text)))
        for own in [word.middles[start:end]]
    ]


def _parts_over(word: Word, lower: Sequence[Word]) -> list[Word]:
    """The parts of a word each of which stands right over one of some words below it, if that can be."""
    runs: list[list[Word]] = [[] for _ in lower]
    for character in _characters(word):
        middle = character.box[0] + character.box[2]
        off = [abs(other.box[0] + other.box[2] - middle) for other in lower]
        runs[off.index(min(off))].append(character)
    labels = [_one_word(run) for run in runs if run]
    return labels if len(labels) == len(lower) and all(map(_holds, labels, lower)) else [word]


def _has_above(word: Word, words: Iterable[Word]) -> bool:
    """Whether a line of text stands right above a word."""
    over = [other for other in words if _shared(word, other.box[0], other.box[2]) > 0]
    return any(0.5 * other.em < word.middle - other.middle <= _FARTHEST * other.em for other in over)


def with_justified(words: Sequence[Word], columns: Sequence[Span]) -> list[Word]:
    """The words of a header, with one word for each label that fills the width of its column, on its lowest line and on
    those above it. columns: where the figures stand below, from left to right.

    Gaps between two labels may then be as wide as those in one. But each label has even gaps, and stands over its
    figures: centred as they are, or from their left, or to their right.
    """
    found = _lowest_parted(_with_wide_lines(words), columns)
    return [part for word in found for part in _first_lines(word, found, columns)]


def _with_wide_lines(words: Sequence[Word]) -> list[Word]:
    """The words of a header, two characters that are set apart as one where the next line of their label stands below,
    centred on both.
    """
    found = list(words)
    single = [word for word in words if len(word.text) == 1 and word.text.isalpha()]
    for one, two in permutations(single, 2):
        if (
            0 < two.box[0] - one.box[2] <= _SET_APART * max(one.em, two.em)
            and abs(one.middle - two.middle) < _LOOSE * one.em
            and any(_is_centred_below(other, (one, two)) for other in words)
            and one in found
            and two in found
        ):
            found[found.index(one)] = _one_word((one, two))
            found.remove(two)
    return found


def _is_centred_below(word: Word, upper: Sequence[Word]) -> bool:
    """Whether a word stands right below others, in the middle between them, or a little beside it, as below a line with
    a space at its end.
    """
    middles = [(one.box[0] + one.box[2]) / 2 for one in (word, *upper)]
    off = abs(middles[0] - (min(middles[1:]) + max(middles[1:])) / 2)
    return 0.5 * word.em < word.middle - upper[0].middle <= _FARTHEST * word.em and off <= _BESIDE * word.em


def _first_lines(word: Word, words: Iterable[Word], columns: Sequence[Span]) -> list[Word]:
    """What seems one word, as the first lines of several labels, where each of these stands over its own next line, and
    the gaps between them are wider than those in them.
    """
    under = [column for column in columns if _shared(word, *column) > 0]
    runs = _runs_over(_characters(word), under, 0.5) if len(under) > 1 else None
    if not runs or runs[0] or len(word.middles) != len(word.text):
        return [word]
    starts = set(accumulate(len(run) for run in runs[1:-1]))
    steps = [two - one for one, two in pairwise(word.middles)]
    within = max((step for index, step in enumerate(steps, start=1) if index not in starts), default=0.0)
    if any(steps[start - 1] <= within for start in starts):
        return [word]
    labels = [_one_word(run) for run in runs[1:]]
    lower = [other for other in words if 0 < other.middle - word.middle <= _FARTHEST * word.em]
    return labels if all(any(_holds(label, other) for other in lower) for label in labels) else [word]


def _holds(upper: Word, lower: Word) -> bool:
    """Whether a line stands below another that is as long, or longer, and centred on it."""
    off = upper.box[0] + upper.box[2] - lower.box[0] - lower.box[2]
    return abs(off) / 2 <= _IN_LINE * upper.em and lower.box[2] - lower.box[0] <= upper.box[2] - upper.box[0] + upper.em


def _lowest_parted(words: Sequence[Word], columns: Sequence[Span]) -> list[Word]:
    """The words of a header, those on its lowest line parted over the columns if they can be."""
    lowest = max((word.middle for word in words), default=0.0)
    line = sorted((word for word in words if lowest - word.middle < _IN_LINE * word.em), key=lambda word: word.box[0])
    if len(columns) < 2 or all(_ends_stack(word, words) for word in line):
        return list(words)
    characters = [character for word in line for character in _characters(word)]
    for share in (0.5, 0.0, 1.0):
        runs = _runs_over(characters, columns, share)
        if runs:
            labels = [_one_word(run) for run in runs if run]
            same = [label.text for label in labels] == [word.text for word in line]
            return list(words) if same else [word for word in words if word not in line] + labels
    return list(words)


def _ends_stack(word: Word, words: Iterable[Word]) -> bool:
    """Whether a word is the last of more single characters below each other than a label has that is set wide."""
    middle = word.box[0] + word.box[2]
    above = [
        other
        for other in words
        if len(other.text) == 1
        and other.middle <= word.middle
        and abs(other.box[0] + other.box[2] - middle) <= _IN_LINE * word.em
    ]
    return len(word.text) == 1 and len(above) > _SPREAD_LINES


def _characters(word: Word) -> list[Word]:
    """A word's characters, each with its box as far as a font's usual widths tell."""
    widths = [word.em if character > "\u2e80" else word.em / 2 for character in word.text]
    gap = (word.box[2] - word.box[0] - sum(widths)) / max(len(widths) - 1, 1)
    found, x = [], word.box[0]
    for character, width in zip(word.text, widths, strict=True):
        found.append(Word(character, (x, word.box[1], x + width, word.box[3]), word.em))
        x += width + gap
    return found


def _runs_over(characters: Sequence[Word], columns: Sequence[Span], share: float) -> list[Sequence[Word]] | None:
    """All characters of a line as what stands on the left and a label for each column; None where that cannot be.

    share: which point of its width a label has over the same point of its column.
    """
    labels: list[Sequence[Word]] = []
    rest = characters
    for number in range(len(columns), 0, -1):
        start = _last_label(rest, columns[:number], share)
        label, rest = rest[start:], rest[:start]
        if not label or max(_off(label, share, columns[number - 1]), _unevenness(label)) > _IN_LINE * label[0].em:
            return None
        labels.insert(0, label)
    if rest and (_unevenness(rest) > _IN_LINE * rest[0].em or rest[-1].box[2] > columns[0][0]):
        return None
    return [rest, *labels]


def _last_label(characters: Sequence[Word], columns: Sequence[Span], share: float) -> int:
    """Where in a line the label of the last of some columns begins: where it is nearest to its column. Of labels that
    are set to the right, where that before it is; and the first one, where it and the rest are most even.
    """
    *before, own = columns
    starts = range(len(characters))
    if share < 1:
        return min(starts, key=lambda start: _off(characters[start:], share, own), default=0)
    if before:
        ends = (start + 1 for start in starts)
        return min(ends, key=lambda end: _off(characters[:end], share, before[-1]), default=0)
    return min(starts, key=lambda s: _unevenness(characters[:s]) + _unevenness(characters[s:]), default=0)


def _off(run: Sequence[Word], share: float, column: Span) -> float:
    """How far a point of the width of some characters is from the same point of a column."""
    return abs((run[0].box[0] - column[0]) * (1 - share) + (run[-1].box[2] - column[1]) * share)


def _unevenness(run: Sequence[Word]) -> float:
    """How much the gaps between characters differ."""
    gaps = [two.box[0] - one.box[2] for one, two in pairwise(run)]
    return max(gaps) - min(gaps) if gaps else 0.0


def _one_word(run: Sequence[Word]) -> Word:
    block = block_of(run)
    return Word("".join(word.text for word in run), block[1:], max(word.em for word in run))


def united(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap as one, from left to right."""
    found: list[Span] = []
    for x0, x1 in sorted(spans):
        if found and x0 < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _split_off(leaves: Sequence[Block]) -> tuple[list[Block], list[list[Word]]]:
    """Where nearly all labels have their middles at one height, or at that of a neighbour, what brings another one
    there when it is taken off its top is no part of it: it stands over that column and its neighbours.
    """
    kept, split = [], []
    for leaf, heights in zip(leaves, _usual_heights(leaves), strict=True):
        lower = list(leaf.words)
        while heights and len(lower) > 1 and not _is_at(block_of(lower), heights):
            lower.remove(min(lower, key=lambda word: word.middle))
        found = _is_at(block_of(lower), heights)
        kept.append(block_of(lower) if found else leaf)
        upper = [word for word in leaf.words if word not in lower] if found else []
        split += [upper] if upper else []
    return kept, split


def _usual_heights(leaves: Sequence[Block]) -> list[list[float]]:
    """For each label the heights at which it may have its middle; none where labels stand at many heights. A header has
    two of them where some columns have one row less of what stands over several.
    """
    own = [(leaf.top + leaf.bottom) / 2 for leaf in leaves]
    one = [sorted(own)[len(own) // 2 :][:1]] * len(own)
    beside = [own[max(index - 1, 0) : index] + own[index + 1 : index + 2] for index in range(len(own))]
    for heights in (one, beside):
        if 3 * sum(map(_is_at, leaves, heights)) >= 2 * len(leaves):
            return heights
    return [[] for _ in own]


def _is_at(block: Block, heights: Iterable[float]) -> bool:
    middle, em = (block.top + block.bottom) / 2, block.words[0].em
    return any(abs(middle - height) < _LOOSE * em for height in heights)


def _joined(leaves: Sequence[Block], bands: Sequence[Span]) -> list[Block]:
    """Labels without those that are the rest of one whose characters are set apart: less than labels are that stand
    over figures of their own. Not so where each has its own next line.
    """
    own = [[band for band in bands if min(band[1], leaf.x1) > max(band[0], leaf.x0)] for leaf in leaves]
    apart = [
        two.x0 - one.x1
        for (one, two), (below, beside) in zip(pairwise(leaves), pairwise(own), strict=True)
        if below and beside and below != beside
    ]
    found: list[Block] = []
    for leaf in leaves:
        last = found[-1] if found else None
        if (
            last is not None
            and _is_rest(leaf, last)
            and leaf.x0 - last.x1 <= min(_JOINED * leaf.words[0].em, _NARROWER * min(apart, default=float("inf")))
            and min(leaf.bottom, last.bottom) > max(leaf.top, last.top)
            and sum(1 for x0, x1 in bands if min(x1, leaf.x1) > max(x0, last.x0)) == 1
        ):
            found[-1] = block_of((*last.words, *leaf.words))
        else:
            found.append(leaf)
    return found


def _is_rest(leaf: Block, last: Block) -> bool:
    """Whether a label may be the rest of the one on its left: not both have next lines of their own, and one of them is
    too short for a label, or this one begins with a bracket.
    """
    if _has_lines(leaf) and _has_lines(last):
        return False
    short = min(sum(len(word.text) for word in block.words) for block in (leaf, last)) < _WHOLE
    return short or leaf.words[0].text[0] in OPENING or leaf.words[0].text[0] == "("


def _has_lines(leaf: Block) -> bool:
    return any(abs(word.middle - leaf.words[0].middle) > _IN_LINE * word.em for word in leaf.words)


def _spread(leaves: list[Block], bands: Sequence[Span]) -> list[Block]:
    """Labels, with those as one whose characters are spread over the width of a column, centred on its figures, or from
    where these begin to the next column, or from the column before to where they end: as most labels of the header are.
    """
    found = list(leaves)
    ways = (_is_centred, _begins_with, _ends_with)
    usual = max(ways, key=lambda way: sum(_longest_run(leaves, i, bands, way)[0] for i in range(len(bands))))
    for index in range(len(bands)):
        runs = (_longest_run(found, index, bands, way) for way in (usual, *ways))
        length, start, end = next((run for run in runs if run[0]), (0, 0, 0))
        if length:
            found[start:end] = [block_of([word for leaf in found[start:end] for word in leaf.words])]
    return found


def _longest_run(leaves: Sequence[Block], index: int, bands: Sequence[Span], way: Way) -> tuple[int, int, int]:
    """The longest run of labels that may be one over a column, standing so: its length, from where, to where."""
    runs = (
        (end - start, start, end)
        for start in range(len(leaves))
        for end in range(start + 2, min(len(leaves), start + _MOST_SPREAD) + 1)
        if _is_spread(leaves[start:end]) and way(leaves[start:end], index, bands)
    )
    return max(runs, default=(0, 0, 0))


def _is_spread(run: Sequence[Block]) -> bool:
    """Whether neighbours are single characters at one height, of one line or two, or of three in each: more below each
    other are a label.
    """
    if any(len(word.text) > 1 for leaf in run for word in leaf.words):
        return False
    lines = {len(leaf.words) for leaf in run}
    if max(lines) > _SPREAD_LINES and lines != {_SPREAD_LINES + 1}:
        return False
    return min(leaf.bottom for leaf in run) > max(leaf.top for leaf in run)


def _is_centred(run: Sequence[Block], index: int, bands: Sequence[Span]) -> bool:
    """Whether labels stand, taken together, in the middle over one column only, each nearer to it than to others."""
    band = bands[index]
    middle, centres = (band[0] + band[1]) / 2, [(x0 + x1) / 2 for x0, x1 in bands]
    if any(abs((leaf.x0 + leaf.x1) / 2 - middle) > abs((leaf.x0 + leaf.x1) / 2 - x) for leaf in run for x in centres):
        return False
    start, end = run[0].x0, run[-1].x1
    over = sum(1 for x0, x1 in bands if min(end, x1) > max(start, x0))
    return over == 1 and abs((start + end) / 2 - middle) <= _IN_LINE * run[0].words[0].em


def _begins_with(run: Sequence[Block], index: int, bands: Sequence[Span]) -> bool:
    """Whether labels begin where the figures of their own do, set to the left, and end before the next column."""
    reach = _IN_LINE * run[0].words[0].em
    return abs(run[0].x0 - bands[index][0]) <= reach and all(run[-1].x1 <= x0 for x0, _ in bands[index + 1 :])


def _ends_with(run: Sequence[Block], index: int, bands: Sequence[Span]) -> bool:
    """Whether labels begin behind the column before, and end where the figures of their own do, set to the right."""
    reach = _IN_LINE * run[0].words[0].em
    return index > 0 and run[0].x0 >= bands[index - 1][1] and abs(run[-1].x1 - bands[index][1]) <= reach


def near_in(words: Sequence[Word]) -> float:
    """The widest distance of two lines of one label: the narrowest that there is, and a little."""
    em = max((word.em for word in words), default=0.0)
    distances = [
        two.middle - one.middle
        for one in words
        for two in words
        if two.middle - one.middle > 0.5 * em and _shared(one, two.box[0], two.box[2]) > 0
    ]
    return min(min(distances, default=0.0) + _LOOSE * em, _PITCH * em)


def _shared(word: Word, x0: float, x1: float) -> float:
    return min(word.box[2], x1) - max(word.box[0], x0)


def _over(word: Word, block: Block) -> bool:
    return _shared(word, block.x0, block.x1) > min(_OVER * word.em, (block.x1 - block.x0) / 2)


def _goes_on(word: Word, below: Sequence[Word], near: float) -> bool:
    """Whether a word belongs to the same label as those below it: it stands close above them, and in line with them."""
    if min(other.middle for other in below) - word.middle > near:
        return False
    block = block_of(below)
    beside = [abs(word.box[0] - block.x0), abs(word.box[2] - block.x1)]
    middles = [abs(one - two) for one, two in zip(_middles([word]), _middles(below), strict=True)]
    return min(*beside, *middles) <= _IN_LINE * word.em


def _middles(words: Sequence[Word]) -> tuple[float, float]:
    """The middle of a label's lines: of their ink, and as they were set, where a bracket that begins or ends one fills
    but half of its square.
    """
    block = block_of(words)
    x0 = min(word.box[0] - _HALF * word.em * (word.text[0] in OPENING) for word in words)
    x1 = max(word.box[2] + _HALF * word.em * (word.text[-1] in CLOSING) for word in words)
    return (block.x0 + block.x1) / 2, (x0 + x1) / 2


def _is_upper(blocks: Sequence[Block], index: int, bands: Sequence[Span]) -> bool:
    """Whether what seems a column stands higher than its neighbours, between them, and no figures below it."""
    before, own, after = blocks[index - 1 : index + 2]
    if any(min(own.x1, band[1]) > max(own.x0, band[0]) for band in bands):
        return False
    return own.bottom <= min(before.top, after.top)
