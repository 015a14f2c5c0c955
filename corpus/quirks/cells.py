"""How a figure is printed: signs for none, units, notes, full-width digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from corpus.facts import Address, Value, with_values
from corpus.layout import plain
from corpus.sample import Quirk, Sample

Print = Callable[[Value, Random], str | None]
"""What is printed for a figure; None where it is printed as ever."""


def _printed(show: Print, share: float, *, most: int = 1000, money: bool = False, signed: bool = False) -> Quirk:
    """A share of the cells, at least one and at most so many, are printed in another way, which `show` gives.

    Only amounts of money, or only figures that may be below zero, if so told.
    """

    def quirk(sample: Sample, chance: Random) -> Sample:
        places = [place for place in _places(sample, money=money, signed=signed) if place not in sample.wording.cells]
        texts = {place: show(_value(sample, place), chance) for place in places}
        able = [place for place, text in texts.items() if text is not None]
        chosen = chance.sample(able, min(len(able), most, max(1, round(share * len(able)))))
        printed = {place: text for place in chosen if (text := texts[place]) is not None}
        return _with_cells(sample, printed)

    return quirk


def _none_sign(sign: str) -> Quirk:
    """Figures of nothing are printed with a sign for none, and are then no figures."""

    def quirk(sample: Sample, chance: Random) -> Sample:
        share = chance.choice([0.1, 0.5, 1.0])
        zeros = [place for place in _places(sample) if not _value(sample, place) and place not in sample.wording.cells]
        chosen = [place for place in zeros if chance.random() < share]
        facts = with_values(sample.facts, dict.fromkeys(chosen, None))
        return _with_cells(replace(sample, facts=facts), dict.fromkeys(chosen, sign))

    return quirk


def _with_cells(sample: Sample, printed: dict[Address, str]) -> Sample:
    wording = replace(sample.wording, cells={**sample.wording.cells, **printed})
    return replace(sample, wording=wording)


def _places(sample: Sample, *, money: bool = False, signed: bool = False) -> Iterable[Address]:
    for code, lines in sample.facts.figures.items():
        columns = sample.facts.table(code).columns
        for row, line in lines.items():
            for column in line:
                is_money = columns[column].unit != "count"
                if is_money == money and (columns[column].signed or not signed):
                    yield code, row, column


def _value(sample: Sample, place: Address) -> Value:
    return sample.facts.figures[place[0]][place[1]][place[2]]


def _thousands(value: Value, _: Random) -> str | None:
    return f"{int(value):,}" if value and value >= 1000 else None


def _full_width(value: Value, _: Random) -> str | None:
    text = plain(value)
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text) if text.isdigit() else None


def _with_unit(value: Value, chance: Random) -> str | None:
    return plain(value) + chance.choice(["件", " 件", "项", "宗"]) if value is not None else None


def _with_note(value: Value, chance: Random) -> str | None:
    if not value or value < 2:
        return None
    part = chance.randrange(1, int(value))
    return plain(value) + chance.choice([f"（其中修订{part}件）", f"（含网上{part}件）", f"({part}件为上年转入)"])


def _with_sign(value: Value, _: Random) -> str | None:
    return None if not value else f"+{int(value)}" if value > 0 else f"减{-int(value)}"


def _with_word(value: Value, _: Random) -> str | None:
    return None if not value else f"增{int(value)}" if value > 0 else f"-{-int(value)}"


def _in_yuan(value: Value, _: Random) -> str | None:
    return f"{round(value * 10000)}元" if value is not None else None


def _in_wan(value: Value, chance: Random) -> str | None:
    return plain(value) + chance.choice(["万元", " 万元"]) if value is not None else None


def _decimals(value: Value, _: Random) -> str | None:
    return f"{value:.2f}" if value is not None else None


def _zeroed(value: Value, _: Random) -> str | None:
    return "0.00" if value == 0 else None


CELLS: dict[str, Quirk] = {
    "thousands": _printed(_thousands, 1.0),
    "full-width digits": _printed(_full_width, 0.15),
    "units in cells": _printed(_with_unit, 0.2),
    "notes in cells": _printed(_with_note, 0.05, most=2),
    "signed change": _printed(_with_sign, 1.0, signed=True),
    "change in words": _printed(_with_word, 1.0, signed=True),
    "amount in yuan": _printed(_in_yuan, 1.0, money=True),
    "amount with unit": _printed(_in_wan, 1.0, money=True),
    "amount with decimals": _printed(_decimals, 1.0, money=True),
    "amount 0.00": _printed(_zeroed, 1.0, money=True),
    "slashes": _none_sign("/"),
    "dashes": _none_sign("—"),
    "hyphens": _none_sign("-"),
    "words for none": _none_sign("无"),
}
