"""Every way reads a report through, so that no time is measured of one that fails."""

import pytest

from bench.ways import DIGITAL
from tests.making import report_pdf


@pytest.mark.parametrize("way", [way for way in DIGITAL if way.every == 1], ids=lambda way: way.name)
def test_a_way_reads_a_report_to_its_end(way):
    found = [way.read(report_pdf(seed)) for seed in (1, 2)]
    if way.after is not None:
        way.after(found)
