from bench.nation import DIGITAL, SCANNED, fill, made
from corpus.recipes import KINDS
from pipeline.fetch.archive import Archive


def test_an_archive_is_filled_from_where_it_ends_with_reports_that_are_all_distinct(tmp_path):
    archive = Archive(tmp_path)
    assert fill(archive, 2, seed=5, mixture=DIGITAL, workers=1) == 2
    assert fill(archive, 4, seed=5, mixture=DIGITAL, workers=1) == 4
    assert fill(archive, 3, seed=5, mixture=DIGITAL, workers=1) == 4
    rows = archive.manifest.latest()
    assert len(rows) == len({row.sha256 for row in rows.values()}) == 4
    stored = {row.sha256 for row in rows.values()}
    assert stored == {Archive(tmp_path / "other").store(made(n, seed=5, mixture=DIGITAL).data).sha256 for n in range(4)}


def test_mixtures_name_kinds_that_exist_and_come_to_a_hundred():
    for mixture in (DIGITAL, SCANNED):
        assert set(mixture) <= set(KINDS)
        assert sum(mixture.values()) == 100
