"""When a build that did its work has failed all the same: too many reports with some verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from pipeline.errors import UserError
from pipeline.validate import Verdict

_RULE = re.compile(r"\s*([a-z_]+)\s*=\s*(\d+(?:\.\d+)?)\s*(%?)\s*")


@dataclass(frozen=True, slots=True)
class Policy:
    """At most so many reports may have a verdict: a number of them, or a share of all in per cent."""

    verdict: str
    most: float
    percent: bool

    def __str__(self) -> str:
        return f"{self.verdict}={self.most:g}{'%' if self.percent else ''}"

    def broken_by(self, verdicts: Mapping[str, int]) -> bool:
        """Whether more reports than that have the verdict. verdicts: how many reports have each."""
        count, total = verdicts.get(self.verdict, 0), sum(verdicts.values())
        return count * 100 > self.most * total if self.percent else count > self.most


def policies_of(texts: Iterable[str]) -> list[Policy]:
    """Policies as a user writes them: unreadable=5%, or needs_review=100. Raises UserError for what is none."""
    return [_policy(text) for text in texts]


def _policy(text: str) -> Policy:
    match = _RULE.fullmatch(text)
    if match is None or match[1] not in get_args(Verdict) or not _is_most(match[2], percent=bool(match[3])):
        raise UserError("no_policy", text, verdicts=", ".join(get_args(Verdict)))
    return Policy(match[1], float(match[2]), bool(match[3]))


def _is_most(number: str, *, percent: bool) -> bool:
    """Whether it is a share of up to 100 per cent, or a whole number."""
    return float(number) <= 100 if percent else "." not in number
