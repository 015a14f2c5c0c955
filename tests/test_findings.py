"""Every finding has a grade and a sentence for people, in two languages."""

import re

import pytest

from pipeline.errors import UserError
from pipeline.findings import Catalogue, Finding, load_catalogue_rules
from pipeline.form import load_forms
from pipeline.paths import CONFIGS
from pipeline.report import catalogue
from tests.making import ROOT

FULL = {"table": "applications", "row": "granted", "column": "total", "expected": "3", "found": "4", "detail": "五"}


@pytest.mark.parametrize("rule", catalogue().rules)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_makes_a_sentence(rule, language):
    text = catalogue().message(Finding(rule, **FULL), language)
    assert text
    assert not re.search(r"[{}]|None", text)
    assert "\n" not in text


def test_every_rule_that_the_program_names_is_in_the_catalogue():
    named = {
        found
        for file in (ROOT / "pipeline").rglob("*.py")
        for found in re.findall(r'Finding\(\s*"([a-z_.]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert named <= set(catalogue().rules)


def test_identities_of_the_forms_are_faults():
    rules = {rule.rule for form in load_forms().values() for table in form.tables.values() for rule in table.identities}
    assert {catalogue().severity(Finding(rule)) for rule in rules} == {"fault"}


def test_a_sentence_names_table_row_and_column():
    broken = Finding("applicants_add_up", "applications", "granted", None, "3", "4")
    assert catalogue().message(broken, "zh") == (
        "收到和处理政府信息公开申请情况 › （一）予以公开：总计为 3，而各类申请人之和为 4"
    )
    assert catalogue().message(broken, "en").startswith("Applications received and handled / Granted: the total is 3")


def test_braces_in_what_a_report_prints_do_no_harm():
    text = catalogue().message(Finding("row_added", "applications", found="{0} {x}"), "en")
    assert "{0} {x}" in text


def test_grades_other_than_the_three_are_refused(tmp_path):
    file = tmp_path / "findings.yaml"
    file.write_text(
        (CONFIGS / "findings.yaml").read_text(encoding="utf-8").replace("severity: note", "severity: hm", 1)
    )
    with pytest.raises(UserError, match="severity must be one of"):
        load_catalogue_rules(file)


@pytest.mark.parametrize("text", ["- list", "a: 1", "a: {severity: note}", "x: ["])
def test_a_broken_catalogue_is_refused_with_its_name(tmp_path, text):
    file = tmp_path / "findings.yaml"
    file.write_text(text)
    with pytest.raises(UserError, match=r"findings\.yaml"):
        load_catalogue_rules(file)


def test_a_catalogue_may_have_more_rules():
    rules = load_catalogue_rules()
    more = Catalogue({**rules, "own": rules["no_tables"]}, load_forms())
    assert more.severity(Finding("own")) == "doubt"
