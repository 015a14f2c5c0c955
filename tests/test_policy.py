import pytest

from pipeline.errors import UserError
from pipeline.policy import policies_of


@pytest.mark.parametrize(
    ("rule", "verdicts", "broken"),
    [
        ("unreadable=5%", {"unreadable": 5, "verified": 95}, False),
        ("unreadable=5%", {"unreadable": 6, "verified": 94}, True),
        ("unreadable=0", {"verified": 3}, False),
        ("unreadable=0", {"unreadable": 1, "verified": 1000}, True),
        ("needs_review = 2.5 %", {"needs_review": 26, "verified": 974}, True),
        ("needs_review=100", {"needs_review": 100}, False),
        ("unreadable=0%", {}, False),
    ],
)
def test_a_policy_is_broken_by_more_than_it_allows(rule, verdicts, broken):
    (policy,) = policies_of([rule])
    assert policy.broken_by(verdicts) is broken


@pytest.mark.parametrize(
    "rule", ["unreadable", "illegible=5%", "unreadable=-1", "unreadable=101%", "unreadable=1.5", "="]
)
def test_what_is_no_policy_is_named_with_the_verdicts_there_are(rule):
    with pytest.raises(UserError) as refused:
        policies_of(["unreadable=5%", rule])
    assert refused.value.message("en").startswith(f"--fail-on {rule}: ")
    assert "needs_review" in refused.value.message("zh")
