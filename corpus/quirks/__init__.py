"""The ways in which published reports differ from the form, each a switch of its own with a name.

A quirk is a function from a sample to a sample that has it. Where it cannot be had (by this renderer, or with what the
sample is already) the sample comes back as it was. Quirks of figures come first, then those of words, then of looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from corpus.quirks.cells import CELLS
from corpus.quirks.figures import FIGURES
from corpus.quirks.looks import LOOKS
from corpus.quirks.prose import PROSE
from corpus.quirks.sections import SECTIONS
from corpus.quirks.words import WORDS
from corpus.sample import Quirk, Sample

QUIRKS: dict[str, Quirk] = {**FIGURES, **CELLS, **WORDS, **SECTIONS, **PROSE, **LOOKS}
"""All of them, in the order in which they go together."""


def applied(sample: Sample, names: Sequence[str], chance: Random) -> tuple[Sample, tuple[str, ...]]:
    """The sample with these quirks, and the names of those that it really has."""
    had: list[str] = []
    for name, quirk in QUIRKS.items():
        if name in names:
            changed = quirk(sample, chance)
            if changed != sample:
                had.append(name)
            sample = changed
    return sample, tuple(had)
