"""Things found wrong or doubtful, and the sentences that tell people of them (configs/findings.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pipeline.config_file import read_mapping
from pipeline.errors import UserError
from pipeline.form import Form, Language
from pipeline.paths import CONFIGS
from pipeline.record import record

Severity = Literal["doubt", "fault", "note"]
_SEVERITIES = ("doubt", "fault", "note")


@record
class Finding:
    """One finding: its rule, the place it is about as far as there is one, what was expected and what was found."""

    rule: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    expected: str | None = None
    found: str | None = None
    detail: str | None = None


@record
class Rule:
    """How grave findings of a rule are, and their message by language."""

    severity: Severity
    message: Mapping[Language, str]


class Catalogue:
    """Every rule by name: those of configs/findings.yaml, and the identities of the forms."""

    def __init__(self, rules: Mapping[str, Rule], forms: Mapping[str, Form]) -> None:
        """rules: by name; forms: by code, for their identities and the names of places."""
        self._forms = forms
        self.rules = {
            **rules,
            **{
                identity.rule: Rule("fault", identity.message)
                for form in forms.values()
                for table in form.tables.values()
                for identity in table.identities
            },
        }

    def severity(self, finding: Finding) -> Severity:
        """How grave a finding is."""
        return self.rules[finding.rule].severity

    def message(self, finding: Finding, language: Language) -> str:
        """The sentence for a person."""
        place = self._place(finding, language)
        template = self.rules[finding.rule].message[language]
        text = template.format(
            place=place,
            expected=finding.expected,
            found=finding.found,
            detail=finding.detail,
            left=finding.expected,
            right=finding.found,
        )
        if place and "{place}" not in template:
            return f"{place}{'：' if language == 'zh' else ': '}{text}"
        return text

    def row(self, finding: Finding) -> dict[str, str | None]:
        """The finding under the names of the dataset's columns."""
        return {
            "rule": finding.rule,
            "severity": self.severity(finding),
            "table": finding.table,
            "row": finding.row,
            "column": finding.column,
            "expected": finding.expected,
            "found": finding.found,
            "message": self.message(finding, "en"),
            "message_zh": self.message(finding, "zh"),
        }

    def _place(self, finding: Finding, language: Language) -> str:
        if finding.table is None:
            return ""
        tables = [form.tables[finding.table] for form in self._forms.values() if finding.table in form.tables]
        names = [tables[0].name[language]]
        for code, lines in ((finding.row, [t.rows for t in tables]), (finding.column, [t.columns for t in tables])):
            line = next((known[code] for known in lines if code in known), None) if code else None
            if line is not None:
                names.append(line.name_in(language))
        return (" › " if language == "zh" else " / ").join(names)


@cache
def load_catalogue_rules(path: Path = CONFIGS / "findings.yaml") -> Mapping[str, Rule]:
    """The rules of a findings file. Raises UserError that names the file where it is broken."""
    raw = read_mapping(path, "a list of findings")
    try:
        rules = {name: Rule(entry["severity"], {"en": entry["en"], "zh": entry["zh"]}) for name, entry in raw.items()}
    except (KeyError, TypeError) as error:
        raise UserError("broken_config", path, detail=f"not a list of findings ({error})") from error
    wrong = [name for name, rule in rules.items() if rule.severity not in _SEVERITIES]
    if wrong:
        raise UserError("broken_config", path, detail=f"{wrong[0]}: severity must be one of {', '.join(_SEVERITIES)}")
    return rules
