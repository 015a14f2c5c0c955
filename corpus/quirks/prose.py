"""Prose that repeats figures of the tables in many wordings, and prose that contradicts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from corpus.facts import MATRIX, Facts
from corpus.prose import DUTIES, MANAGEMENT, PLANS, PLATFORM, PROBLEMS, SUPERVISION
from corpus.quirks.figures import FOUR, TWO
from corpus.sample import Quirk, Sample
from corpus.wordings import listed

FILLER: tuple[str, ...] = (
    *listed()["filler"],
    *(text for texts in (DUTIES, MANAGEMENT, PLATFORM, SUPERVISION, PROBLEMS, PLANS) for text in texts),
)


def figures_in_words(facts: Facts) -> dict[str, int]:
    """The figures that prose speaks of, under the names that the sentences use."""
    matrix, disputes = facts.figures[MATRIX], facts.figures[FOUR]

    def total(start: str) -> int:
        return sum(int(line["total"] or 0) for row, line in matrix.items() if row.startswith(start))

    def of(table: str, row: str, column: str) -> int:
        return int(facts.figures[table].get(row, {}).get(column) or 0)

    new = of(MATRIX, "new", "total")
    person = of(MATRIX, "new", "natural_person")
    return {
        "year": facts.year,
        "new": new,
        "person": person,
        "others": new - person,
        "carried": of(MATRIX, "carried_over", "total"),
        "granted": of(MATRIX, "granted", "total"),
        "partly": of(MATRIX, "partly_granted", "total"),
        "denied": total("denied."),
        "unavailable": total("unavailable."),
        "refused": total("not_processed."),
        "total": of(MATRIX, "outcome_total", "total"),
        "later": of(MATRIX, "carried_forward", "total"),
        "reviews": of(FOUR, "reconsideration", "total"),
        "upheld": of(FOUR, "reconsideration", "upheld"),
        "corrected": of(FOUR, "reconsideration", "corrected"),
        "suits": sum(of(FOUR, row, "total") for row in disputes if row != "reconsideration"),
        "normative": of(TWO, "normative_documents", "issued") or of(TWO, "normative_documents", "newly_made"),
        "licences": of(TWO, "licensing", "decisions"),
        "penalties": of(TWO, "penalties", "decisions"),
    }


def overview(told: dict[str, int], chance: Random) -> tuple[str, ...]:
    """The first section's paragraphs, with what is told of the figures among others."""
    templates = listed()["prose"]
    received = chance.choice(templates["received" if told["new"] else "received_none"])
    handled = chance.choice(templates["handled"]) if told["total"] else ""
    none = not told["reviews"] and not told["suits"]
    disputes = chance.choice(templates["disputes_none" if none and chance.random() < 0.6 else "disputes"])
    said = [received + handled, disputes, chance.choice(templates["documents"])]
    applications = "（二）依申请公开。" + "".join(said[: chance.choice([1, 2, 3])])
    filler = chance.sample(FILLER, chance.randint(2, 6))
    heads = ("（三）政府信息管理。", "（四）平台建设。", "（五）监督保障。", "", "")
    others = (head + text for head, text in zip(heads, filler[1:], strict=False))
    return ("（一）主动公开。" + filler[0], applications.format(**told), *others)


def _told(tell: Callable[[dict[str, int], Random], dict[str, int]]) -> Quirk:
    def quirk(sample: Sample, chance: Random) -> Sample:
        told = tell(figures_in_words(sample.facts), chance)
        return replace(sample, wording=replace(sample.wording, overview=overview(told, chance)))

    return quirk


def _other_figures(told: dict[str, int], chance: Random) -> dict[str, int]:
    """All figures but the year are off, so that whichever are told contradict the tables."""
    return {name: value if name == "year" else value + chance.randint(1, 5) for name, value in told.items()}


def _long(sample: Sample, chance: Random) -> Sample:
    told = [text for text in FILLER if not any(text in said for said in sample.wording.overview)]
    chance.shuffle(told)
    paragraphs = tuple("".join(told[start : start + 2]) for start in range(0, chance.randint(2, len(told)), 2))
    return replace(sample, wording=replace(sample.wording, overview=(*sample.wording.overview, *paragraphs)))


def _short(sample: Sample, _: Random) -> Sample:
    return replace(sample, wording=replace(sample.wording, short=True))


PROSE: dict[str, Quirk] = {
    "prose repeats figures": _told(lambda told, _: told),
    "prose contradicts tables": _told(_other_figures),
    "long prose": _long,
    "short prose": _short,
}
