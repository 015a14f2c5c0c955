"""Other words for what the form says: slips of typists, other signs, other numbering, line breaks.

What can be listed stands in wordings.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast

import yaml

from corpus.facts import Facts

Slip = Callable[[str, Random], str]


@cache
def listed() -> dict[str, Any]:
    """The content of wordings.yaml."""
    return cast(dict[str, Any], yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))


def labels(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every label that a report prints, as table and text: rows, columns, groups, blocks and the corner."""
    for code, lines in facts.figures.items():
        table = facts.table(code)
        rows = [row for row in table.rows.values() if row.code in lines]
        columns = {column for row in rows for column in row.columns}
        texts = [*table.corner[:1], *table.groups, *(row.block for row in rows if row.block)]
        texts += [row.label for row in rows] + [
            table.columns[column].label for column in table.columns if column in columns
        ]
        yield from ((code, text) for text in dict.fromkeys(texts))


def changed(facts: Facts, chance: Random, share: float) -> dict[str, str]:
    """Labels with other words from the list, each change made with a probability of `share`."""
    made: dict[str, str] = {}
    for code, text in labels(facts):
        for old, new in listed()["changes"].get(code, ()):
            if old in made.get(f"{code}:{text}", text) and chance.random() < share:
                made[f"{code}:{text}"] = made.get(f"{code}:{text}", text).replace(old, new)
    return made


def slipped(facts: Facts, chance: Random, slip: Slip, share: float, old: Mapping[str, str]) -> dict[str, str]:
    """Labels passed through a slip with a probability of `share`, on top of what is printed already."""
    made = dict(old)
    for code, text in labels(facts):
        if chance.random() < share:
            made[f"{code}:{text}"] = slip(made.get(f"{code}:{text}", text), chance)
    return made


def misspelt(text: str, chance: Random) -> str:
    """One character left out, written twice, or taken for another; short labels stay as they are."""
    letters = [place for place, letter in enumerate(text) if "一" <= letter <= "鿿"]
    if len(letters) < 6:
        return text
    place = chance.choice(letters[2:])
    swaps = {one: pair.replace(one, "") for pair in listed()["alike"] for one in pair}
    written = swaps.get(text[place]) or chance.choice(["", text[place] * 2])
    return text[:place] + written + text[place + 1 :]


def spaced(text: str, chance: Random) -> str:
    """A space within the words, or between all letters of a short label."""
    if len(text) <= 3:
        return " ".join(text)
    place = chance.randrange(1, len(text))
    return text[:place] + chance.choice([" ", "  ", "　"]) + text[place:]


def broken(text: str, chance: Random) -> str:
    """A line break that the author set."""
    if len(text) < 3:
        return text
    place = chance.randrange(1, len(text))
    return text[:place] + "\n" + text[place:]


def numbered(style: str) -> Slip:
    """The number in front in another style: `dot` 1. , `comma` 1、, `brackets` (1), `wide` １．, `half` (一)."""
    signs = {"dot": r"\1. ", "comma": r"\1、", "brackets": r"(\1)", "wide": None}

    def slip(text: str, _: Random) -> str:
        if style == "half":
            return re.sub(r"^（([一二三四五六七])）", r"(\1)", text)
        found = re.match(r"^([1-8])\.(?=\D)", text)
        if not found:
            return text
        sign = signs[style]
        number = found.expand(sign) if sign else chr(ord(found[1]) - ord("0") + ord("０")) + "．"
        return number + text[found.end() :]

    return slip


def half_width(text: str, _: Random) -> str:
    """Brackets, commas and colons as on a keyboard that is not switched."""
    return text.translate(str.maketrans("（），：", "(),:"))
