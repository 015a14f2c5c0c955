"""A simulated year: an archive of made-up reports, as many as are asked for, no two alike.

What kinds of reports a year really holds nobody has counted, so the mixture is an assumption, and stands here as data.
All documents are drawn by reportlab: a word processor or a browser would take most of the time. Scans are made apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from multiprocessing import get_context

from corpus.kinds import plan
from corpus.made import Made
from corpus.make import finished
from corpus.press import Press
from corpus.recipes import DRAWN, KINDS, Recipe
from pipeline.fetch.archive import Archive
from pipeline.fetch.manifest import Fetch

DIGITAL: Mapping[str, float] = {
    "plain": 40.5,
    "breaks": 15,
    "labels": 8,
    "cells": 6,
    "forms": 4,
    "rules": 4,
    "sections": 4,
    "wrong sums": 8.5,
    "blanks": 2,
    "two reports": 0.5,
    "level lines": 3,
    "three lines": 1,
    "no lines": 1,
    "budget": 2,
    "damaged": 0.5,
}
"""Kinds of documents with text, and how many in a hundred of them. About one in twelve breaks an identity."""
SCANNED: Mapping[str, float] = {"clean scan": 40, "rough scan": 30, "sealed scan": 20, "turned scan": 10}
"""Kinds of scans, and how many in a hundred of them."""
SCANNED_SHARE = 0.1
"""How many of the nation's reports are scans: an assumption."""

_AT_ONCE = 500
_EPOCH = datetime(2025, 3, 31, tzinfo=UTC)


def recipes(mixture: Mapping[str, float]) -> dict[str, Recipe]:
    """The recipes of a mixture, with its weights, all drawn."""
    return {kind: replace(KINDS[kind], weight=weight, routes=DRAWN) for kind, weight in mixture.items()}


def made(number: int, *, seed: int, mixture: Mapping[str, float]) -> Made:
    """One document of a mixture; the same number is the same document."""
    with Press() as press:
        (one,) = finished([plan(seed, number, recipes(mixture))], press)
    return one


def fill(archive: Archive, count: int, *, seed: int, mixture: Mapping[str, float], workers: int) -> int:
    """Bring an archive to so many documents, from where it ends; say how many there are. A smaller count adds none."""
    there = len(archive.manifest.latest()) if archive.exists() else 0
    make = partial(made, seed=seed, mixture=mixture)
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        documents = pool.map(make, range(there, count), chunksize=20)
        numbered = enumerate(documents, there)
        while rows := [_kept(archive, one, number, seed) for number, one in islice(numbered, _AT_ONCE)]:
            archive.manifest.append(rows)
    return max(there, count)


def _kept(archive: Archive, one: Made, number: int, seed: int) -> Fetch:
    stored = archive.store(one.data)
    return Fetch(
        run=f"nation-{seed}",
        source="nation",
        url=f"https://body-{number:06d}.example/{one.name}",
        fetched_at=_EPOCH,
        status=200,
        outcome="new",
        sha256=stored.sha256,
        bytes=stored.bytes,
        file_type="pdf",
        link_text="政府信息公开工作年度报告",
        page={"SiteName": f"第{number}号单位", "ArticleTitle": "政府信息公开工作年度报告"},
    )
