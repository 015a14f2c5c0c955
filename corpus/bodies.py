"""Names of bodies that do not exist, of all the kinds that publish reports."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from corpus.wordings import listed

FIRST = "云临青白红松安平丹石九江望南沙清永和新东西北长金玉龙凤福兴宁泰嘉景广大上中高明华"
SECOND = "泽禾穗汐棠岭澜沅浦桥溪川岚坪河山阳州安丰源原林田湖海水泉塘湾城关坊台池谷港津洲峰堰"


class Body(NamedTuple):
    """A body, the kind it is of, and about how many applications it gets in a year."""

    name: str
    kind: str
    scale: int


def body(chance: Random) -> Body:
    """A made-up body; wordings.yaml says what kinds there are, and how they are called and how large."""
    kinds = listed()["bodies"]
    kind = chance.choice(list(kinds))
    name = chance.choice(kinds[kind]["names"]).format(
        place=_place(chance), upper=_place(chance), office=chance.choice(listed()["offices"])
    )
    return Body(name, kind, chance.choice(kinds[kind]["scales"]))


def _place(chance: Random) -> str:
    return chance.choice(FIRST) + chance.choice(SECOND)
