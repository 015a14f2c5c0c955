"""The kinds of documents of the corpus: what each is like, and how it is made.

A plan says everything about one document before any renderer runs, so that documents can be rendered in batches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from corpus.bodies import body
from corpus.document import Document
from corpus.facts import empty_facts, random_facts
from corpus.layout import Wording
from corpus.made import Group
from corpus.manuscript import Manuscript
from corpus.press import Look
from corpus.quirks import applied
from corpus.recipes import KINDS, SEASONING, Recipe, Route
from corpus.sample import Sample
from corpus.switches import Switches
from corpus.web import Sheet

Finish = Callable[[list[bytes]], bytes]


@dataclass(frozen=True)
class Plan:
    """A document to be made: what is rendered, by what look, and what becomes of the PDFs."""

    name: str
    kind: str
    group: Group
    quirks: tuple[str, ...]
    jobs: tuple[tuple[Document, Look], ...]
    finish: Finish
    truths: tuple[dict[str, Any], ...]


def chosen(kinds: Sequence[str] = (), groups: Sequence[str] = ()) -> dict[str, Recipe]:
    """The recipes of the kinds and groups named; all where none are. Raises KeyError for a kind that does not exist."""
    named = {kind: KINDS[kind] for kind in kinds} or KINDS
    return {kind: recipe for kind, recipe in named.items() if not groups or recipe.group in groups}


def plan(seed: int, index: int, recipes: dict[str, Recipe] | None = None) -> Plan:
    """The plan of one document, the same for the same seed, index and recipes."""
    chance = Random(f"{seed}/{index}")
    recipes = recipes or KINDS
    kind = chance.choices(list(recipes), [recipe.weight for recipe in recipes.values()])[0]
    recipe = recipes[kind]
    samples: list[Sample] = []
    quirks: list[str] = []
    for number in range(recipe.reports):
        sample, had = _sample(recipe, f"{seed}-{index:05d}-{number}", chance)
        samples.append(sample)
        quirks += had
    finish, done = recipe.finish(chance, samples) if recipe.finish else (_only, ())
    names = tuple(dict.fromkeys((*quirks, *done)))
    name = _name(seed, index, samples, names)
    if recipe.group == "foreign":
        first = samples[0]
        document = recipe.document(chance, first.facts) if recipe.document else first.document
        return Plan(name, kind, recipe.group, names, ((document, first.look),), finish, ())
    jobs = tuple((sample.document, sample.look) for sample in samples)
    return Plan(name, kind, recipe.group, names, jobs, finish, tuple(sample.stated() for sample in samples))


def _only(pdfs: list[bytes]) -> bytes:
    return pdfs[0]


def _name(seed: int, index: int, samples: Sequence[Sample], quirks: Sequence[str]) -> str:
    """The file's name; where the report has no title that can be read as text, it tells the body and the year."""
    if {"no title", "title as picture"} & set(quirks):
        facts = samples[0].facts
        return f"{seed}-{index:05d}-{facts.issuer}{facts.year}年政府信息公开工作年度报告.pdf"
    return f"{seed}-{index:05d}.pdf"


def _sample(recipe: Recipe, id: str, chance: Random) -> tuple[Sample, tuple[str, ...]]:  # noqa: A002 - the field's name
    who = body(chance)
    names = [name for name, share in SEASONING.items() if chance.random() < share]
    names += [name for name, share in recipe.always.items() if chance.random() < share]
    if recipe.themes:
        names += chance.sample(recipe.themes, min(len(recipe.themes), chance.choice(recipe.amounts)))
    blank = empty_facts(id=id, issuer=who.name, year=_year(names, chance))
    facts = random_facts(chance, scale=max(who.scale, 1), blank=blank)
    route = chance.choice(recipe.routes)
    sample, had = applied(Sample(facts, _look(route), Wording()), names, chance)
    return sample, (route, *had)


def _look(route: Route) -> Look:
    looks: dict[Route, Look] = {"drawn": Switches(), "typed": Manuscript(), "printed": Sheet()}
    return looks[route]


def _year(names: Sequence[str], chance: Random) -> int:
    """The year reported on; reports on the form of 2019 are mostly of the years for which it was made."""
    if {"form of 2019", "table two of 2021"} & set(names) and chance.random() < 0.7:
        return chance.choice((2019, 2020))
    return chance.choice(range(2021, 2026))
