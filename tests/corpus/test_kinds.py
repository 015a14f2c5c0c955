import pytest

from corpus.document import Grid
from corpus.kinds import chosen, plan
from corpus.recipes import KINDS


def told(one):
    return one.name, one.kind, one.quirks, one.jobs, one.truths


def test_plans_are_the_same_for_the_same_seed_and_number():
    first = [told(plan(7, number)) for number in range(30)]
    assert first == [told(plan(7, number)) for number in range(30)]
    assert first != [told(plan(8, number)) for number in range(30)]


def test_truths_are_those_of_the_facts_that_are_printed():
    for number in range(60):
        one = plan(3, number)
        assert len(one.truths) == (0 if one.group == "foreign" else len(one.jobs))
        for truth, (document, _) in zip(one.truths, one.jobs, strict=False):
            printed = {cell.text for block in document.blocks if isinstance(block, Grid) for cell in block.cells}
            plain = {str(value) for line in truth["figures"]["applications"].values() for value in line.values()}
            assert one.kind in ("cells", "mixture", "scan of quirks") or plain - {"None"} <= printed


def test_a_report_without_title_has_none_in_truth_and_tells_its_body_by_the_name_of_its_file():
    recipes = chosen(["sections"])
    plans = [plan(1, number, recipes) for number in range(60)]
    untitled = [one for one in plans if "no title" in one.quirks]
    assert untitled
    for one in untitled:
        assert one.truths[0]["title"] == ""
        assert str(one.truths[0]["issuer"]) in one.name
        assert str(one.truths[0]["year"]) in one.name


def test_titles_name_the_year_of_the_report():
    for number in range(200):
        for truth in plan(5, number).truths:
            assert not truth["title"] or str(truth["year"]) in str(truth["title"])


def test_kinds_and_groups_can_be_named():
    assert set(chosen(["plain", "fax"], ["scanned"])) == {"fax"}
    assert {recipe.group for recipe in chosen(groups=["garbage text"]).values()} == {"garbage text"}
    assert chosen() == KINDS
    with pytest.raises(KeyError):
        chosen(["no such kind"])
