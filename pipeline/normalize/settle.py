"""Uses the form's arithmetic to tell which columns the values of a row belong to, where their places are lost.

Only for text without geometry: more values than columns (merged cells smeared into extra ones) or one too few. Every
way to fill the columns that keeps the order is tried; the identities rule out those that do not add up. What is left
when just one way remains is settled, and still doubted by a finding.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

Values = tuple[float, ...]
_MOST_WAYS = 50_000


class Rule(NamedTuple):
    """What stands on the left adds up to what stands on the right."""

    left: tuple[Hashable, ...]
    right: tuple[Hashable, ...]


def settle(
    printed: Mapping[str, Sequence[float]],
    slots: Sequence[Hashable],
    within: Sequence[Rule],
    across: Sequence[Rule],
) -> dict[str, Values]:
    """For each row that could be settled, its value in every slot.

    printed: the values of each row in printed order; a row with as many values as slots is taken as it is, and blanks
    are passed in as 0, as they count in the identities. slots: the places to fill, in the form's order. within: rules
    over the slots of a row; across: rules over the rows, slot by slot.
    """
    ways = {row: found for row, values in printed.items() if (found := _ways(values, slots, within))}
    lost = printed.keys() - ways.keys()
    usable = [rule for rule in across if not lost & {*rule.left, *rule.right}]
    while any(_narrowed(rule, ways) for rule in usable):
        pass
    return {row: next(iter(found)) for row, found in ways.items() if len(found) == 1}


def _ways(values: Sequence[float], slots: Sequence[Hashable], rules: Sequence[Rule]) -> set[Values]:
    """Every filling of the slots that keeps the order of the values and obeys the rules within a row."""
    extra = len(values) - len(slots)
    if extra == 0:
        return {tuple(values)}
    if extra == -1:
        filled = (_filled(values, at, slots, rules) for at in range(len(slots)))
        return {way for way in filled if way is not None and _obeys(way, slots, rules)}
    if extra < 0 or comb(len(values), extra) > _MOST_WAYS:
        return {tuple(values[: len(slots)])} if extra > 0 and len(set(values)) == 1 else set()
    chosen = {tuple(values[i] for i in kept) for kept in combinations(range(len(values)), len(slots))}
    return {way for way in chosen if _obeys(way, slots, rules)}


def _filled(values: Sequence[float], at: int, slots: Sequence[Hashable], rules: Sequence[Rule]) -> Values | None:
    """The row with the one missing value worked out from a rule that names its slot."""
    row = dict(zip((slot for i, slot in enumerate(slots) if i != at), values, strict=True))
    for rule in rules:
        for side, other in ((rule.left, rule.right), (rule.right, rule.left)):
            if slots[at] in side:
                missing = sum(row[slot] for slot in other) - sum(row[slot] for slot in side if slot != slots[at])
                return tuple({**row, slots[at]: missing}[slot] for slot in slots) if missing >= 0 else None
    return None


def _obeys(way: Values, slots: Sequence[Hashable], rules: Sequence[Rule]) -> bool:
    row = dict(zip(slots, way, strict=True))
    return all(sum(row[slot] for slot in rule.left) == sum(row[slot] for slot in rule.right) for rule in rules)


def _narrowed(rule: Rule, ways: dict[str, set[Values]]) -> bool:
    """Apply a rule to the one row of it that is still open. Whether that ruled anything out."""
    sign = {**dict.fromkeys(rule.left, 1), **dict.fromkeys(rule.right, -1)}
    open_rows = [row for row in sign if row in ways and len(ways[str(row)]) > 1]
    if len(open_rows) != 1:
        return False
    target = str(open_rows[0])
    fixed = [(sign[row], next(iter(ways[str(row)]))) for row in sign if row in ways and row != target]
    kept = {
        way
        for way in ways[target]
        if all(sign[target] * value + sum(s * other[k] for s, other in fixed) == 0 for k, value in enumerate(way))
    }
    if not kept or len(kept) == len(ways[target]):
        return False
    ways[target] = kept
    return True
