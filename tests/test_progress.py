import pytest

from pipeline import progress as module
from pipeline.progress import progress


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when told to."""
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_a_log_tells_how_long_the_rest_will_take_at_the_pace_so_far(clock, capsys):
    with progress(100, quiet=False) as advance:
        for number in range(100):
            clock[0] += 10
            advance(f"{number}.pdf")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 20
    assert lines[0] == "5/100 (16 min left) 4.pdf"
    assert lines[-1] == "100/100 99.pdf"


def test_beside_json_nothing_is_said(capsys):
    with progress(3, quiet=True) as advance:
        advance("1.pdf")
    assert capsys.readouterr() == ("", "")
