"""What makes documents be read again, and what does not."""

import shutil

import pytest

from pipeline import version
from pipeline.version import limits_told, program_version, reading_version
from tests.making import settings


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Code and configuration in a folder of their own, to be changed."""
    shutil.copytree(version._PACKAGE, tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(version.CONFIGS, tmp_path / "configs", dirs_exist_ok=True)
    monkeypatch.setattr(version, "_PACKAGE", tmp_path / "pipeline")
    monkeypatch.setattr(version, "CONFIGS", tmp_path / "configs")
    program_version.cache_clear()
    yield tmp_path
    program_version.cache_clear()


def changed(folder, name):
    """Whether a change to a file makes another version."""
    before = program_version()
    file = folder / name
    file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + "\n# changed\n", encoding="utf-8")
    program_version.cache_clear()
    return program_version() != before


@pytest.mark.parametrize(
    "name",
    [
        *("configs/forms/2021.yaml", "configs/findings.yaml", "configs/prose.yaml", "configs/bodies.yaml"),
        *("pipeline/extract/grid.py", "pipeline/report.py", "pipeline/publish/results.py", "pipeline/extract/new.py"),
    ],
)
def test_a_changed_form_rule_or_reader_reads_anew_and_so_does_a_new_file(copied, name):
    assert changed(copied, name)


@pytest.mark.parametrize(
    "name",
    [
        *("configs/messages.yaml", "configs/sources/TEMPLATE.yaml", "configs/defaults.yaml"),
        *("pipeline/cli.py", "pipeline/fetch/spider.py", "pipeline/publish/write.py"),
    ],
)
def test_what_changes_no_result_keeps_what_was_read(copied, name):
    assert not changed(copied, name)


def test_every_file_that_is_called_harmless_exists():
    assert all((version._PACKAGE / name).is_file() for name in version._HARMLESS_CODE)
    assert all((version.CONFIGS / name).is_file() for name in version._HARMLESS_CONFIGS)


def test_another_version_of_a_library_reads_anew(monkeypatch):
    before = reading_version(settings())
    monkeypatch.setattr(version, "_version", lambda name: "0.0" if name == "pypdfium2" else "1.0")
    program_version.cache_clear()
    assert reading_version(settings()) != before
    program_version.cache_clear()


@pytest.mark.parametrize("change", [{"readers": ("pdfium",)}, {"pages": 7}, {"pixels": 2_000_000}, {"megabytes": 3.0}])
def test_settings_that_change_results_are_part_of_the_version(change):
    assert reading_version(settings(**change)) != reading_version(settings())


@pytest.mark.parametrize("change", [{"seconds": 7.0}, {"memory_mb": 999}])
def test_limits_that_only_cut_a_reading_short_are_noted_beside_it(change):
    assert reading_version(settings(**change)) == reading_version(settings())
    assert limits_told(settings(**change)) != limits_told(settings())


def test_how_many_workers_there_are_changes_nothing():
    one, two = settings(workers=1), settings(workers=2)
    assert (reading_version(one), limits_told(one)) == (reading_version(two), limits_told(two))


def test_every_library_that_is_named_is_installed():
    assert [name for name in version._LIBRARIES if version._version(name) == "none"] == []
