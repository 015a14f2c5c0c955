"""The wordings of prose are data, and checked as such."""

import re

import pytest
import yaml

from pipeline.errors import UserError
from pipeline.paths import CONFIGS
from pipeline.statements import load_statements

BROKEN = [
    ("applications", "annexes", "figures that no form has"),
    ("[total]", "[sum]", "received is about figures that no form has: sum"),
    ("[[carried_forward]]", "[[carried_forth]]", "carried_forth"),
    ("['denied.*']", "['refused.*']", r"refused\.\*"),
    ("{count}{unit}", "{unit}", "count"),
    ("{unit}", "{units}", "units"),
    ("近三年", "[", "parsing"),
    ("不予处理{is}", "不予处理({is}", "regular expression"),
    ("alone: true", "alone: true\n    nearby: 申请", "Extra inputs"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_broken_file_is_refused_with_its_name_and_the_reason(tmp_path, old, new, message):
    file = tmp_path / "prose.yaml"
    file.write_text((CONFIGS / "prose.yaml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=rf"prose\.yaml: .*{message}"):
        load_statements(file)


@pytest.mark.parametrize("text", ["- list", "statements: {}", "parts: {}\nstatements: {a: 1}", "x: ["])
def test_what_is_no_list_of_statements_is_refused(tmp_path, text):
    file = tmp_path / "prose.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"prose\.yaml"):
        load_statements(file)


def test_no_wording_goes_on_over_a_pause():
    """What stands for a comma is `;`, and a clause is all that a claim is judged by."""
    raw = yaml.safe_load((CONFIGS / "prose.yaml").read_text(encoding="utf-8"))
    texts = [text for entry in raw["statements"].values() for text in (*entry["wordings"], *entry.get("none", ()))]
    assert texts
    for text in (*texts, *raw["parts"].values()):
        outside = re.sub(r"\[\^[^\]]*\]|\(\?=[^)]*\)", "", text)  # sets that exclude it, and looks ahead
        assert ";" not in outside
        assert not re.search(r"(?<!\\)\.[*+]", text)
