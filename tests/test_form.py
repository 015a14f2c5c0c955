"""The form as data: complete, consistent with the published codes, and refused in one sentence where it is broken."""

import shutil

import pytest
import yaml

from pipeline.errors import UserError
from pipeline.form import load_forms
from pipeline.paths import CONFIGS
from tests.making import ROOT

FORMS = load_forms()
CODES = ROOT.parent / "shared" / "contract" / "codes.yaml"


def written(folder, change):
    """The forms in a folder, one of them changed."""
    shutil.copytree(CONFIGS / "forms", folder, dirs_exist_ok=True)
    file = folder / "2021.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def test_the_newest_form_comes_first_and_years_have_one_form_each():
    assert list(FORMS) == ["2021", "2019"]
    for year in range(2019, 2030):
        assert [code for code, form in FORMS.items() if form.covers(year)] == ["2019" if year < 2021 else "2021"]


def test_every_figure_of_the_form_is_there():
    figures = {
        code: {table.code: sum(len(row.columns) for row in table.rows.values()) for table in form.tables.values()}
        for code, form in FORMS.items()
    }
    assert figures["2021"] == {"proactive_disclosure": 10, "applications": 26 * 7, "review_litigation": 15}
    assert figures["2019"] == {"proactive_disclosure": 22, "applications": 23 * 7, "review_litigation": 15}


@pytest.mark.skipif(not CODES.is_file(), reason="the published codes are kept outside the repository")
def test_the_codes_are_the_published_ones():
    published = yaml.safe_load(CODES.read_text(encoding="utf-8"))["tables"]
    for form in FORMS.values():
        rows = published["proactive_disclosure"][form.code]["rows"]
        own = form.tables["proactive_disclosure"].rows
        assert {code: (row.label, row.block, list(row.columns)) for code, row in own.items()} == {
            code: (row["label"], row["block"], row["columns"]) for code, row in rows.items()
        }
        for name in ("applications", "review_litigation"):
            table = form.tables[name]
            assert {code: column.label for code, column in table.columns.items()} == published[name]["columns"]
            assert {code: row.label for code, row in table.rows.items()}.items() <= published[name]["rows"].items()


def test_a_form_like_another_takes_over_what_it_does_not_change():
    old, new = (FORMS[code].tables["applications"] for code in ("2019", "2021"))
    assert set(new.rows) - set(old.rows) == {"other.correction_overdue", "other.fee_unpaid", "other.other"}
    assert old.columns == new.columns
    assert [rule.rule for rule in old.identities] == [rule.rule for rule in new.identities]
    assert all(
        code in old.rows for rule in old.identities for code in rule.left + rule.right if rule.for_each == "column"
    )
    assert FORMS["2019"].tables["review_litigation"].form == "2019"


def test_every_line_has_a_name_in_both_languages():
    for form in FORMS.values():
        for table in form.tables.values():
            for line in (*table.rows.values(), *table.columns.values()):
                assert line.name_in("zh")
                assert line.name_in("en").isascii()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data["tables"]["applications"]["rows"]["new"].update(colums=[]), "colums"),
        (lambda data: data["tables"]["applications"]["rows"]["new"].update(columns=["nobody"]), "nobody"),
        (lambda data: data["tables"]["applications"]["identities"][0]["left"].append("nothing"), "nothing"),
        (lambda data: data["tables"]["applications"]["rows"]["other"]["instead_of"].append("gone"), "gone"),
        (lambda data: data["tables"]["applications"]["columns"]["total"].update(unit="pounds"), "unit"),
        (lambda data: data.pop("years"), "years"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused_with_the_place(tmp_path, change, message):
    with pytest.raises(UserError, match=message) as raised:
        load_forms(written(tmp_path, change))
    assert "2021.yaml" in str(raised.value) or "2019.yaml" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["[]", "form: [", "\0"])
def test_a_file_that_is_no_form_is_named(tmp_path, text):
    (tmp_path / "2021.yaml").write_text(text)
    with pytest.raises(UserError, match=r"2021\.yaml"):
        load_forms(tmp_path)


def test_a_folder_without_forms_is_named(tmp_path):
    with pytest.raises(UserError, match="no form definitions"):
        load_forms(tmp_path)
