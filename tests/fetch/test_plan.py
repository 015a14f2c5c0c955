from datetime import timedelta

import pytest

from pipeline.errors import UserError
from pipeline.fetch.plan import Budget, OpenRun

WEEK = timedelta(days=7)


def test_a_run_that_was_not_closed_is_gone_on_with_and_one_that_was_is_not(tmp_path):
    file = tmp_path / "town" / "open.json"
    first = OpenRun(file, "town", WEEK)
    second = OpenRun(file, "town", WEEK)
    assert second.name == first.name
    second.close()
    assert OpenRun(file, "town", WEEK).name != first.name


def test_a_run_is_not_gone_on_with_after_too_long(tmp_path):
    first = OpenRun(tmp_path / "open.json", "town", WEEK)
    assert OpenRun(tmp_path / "open.json", "town", timedelta(0)).name != first.name


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"run": "r"}'])
def test_a_mark_that_is_broken_counts_for_nothing(tmp_path, text):
    (tmp_path / "open.json").write_text(text)
    assert OpenRun(tmp_path / "open.json", "town", WEEK).name.endswith("-town")


def test_a_dry_run_leaves_no_mark(tmp_path):
    OpenRun(tmp_path / "open.json", "town", WEEK, dry=True)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="file"):
        OpenRun(tmp_path / "file" / "open.json", "town", WEEK)


def test_a_limit_is_shared_and_no_limit_has_no_end():
    budget = Budget(2)
    assert [budget.take() for _ in range(3)] == [True, True, False]
    assert budget.spent
    assert all(Budget(None).take() for _ in range(3))
