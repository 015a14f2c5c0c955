import pytest

from pipeline.errors import UserError
from pipeline.settings import load_settings


def test_a_file_overrides_the_defaults_and_the_environment_both(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text("seconds: 7\npages: 9\nreaders: [camelot]\n")
    monkeypatch.setenv("GONGKAI_PAGES", "11")
    settings = load_settings(tmp_path / "mine.yaml")
    assert (settings.seconds, settings.pages, settings.readers) == (7, 11, ("camelot",))
    assert settings.megabytes == load_settings().megabytes


def test_readers_can_be_named_in_the_environment(monkeypatch):
    monkeypatch.setenv("GONGKAI_READERS", '["text"]')
    assert load_settings().readers == ("text",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("readers: [tesseract]", "readers.0"),
        ("readers: []", "readers"),
        ("workers: -1", "workers"),
        ("speed: high", "speed"),
        ("a: [", "parsing"),
        ("", "a mapping"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name(tmp_path, text, says):
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(UserError, match=says) as caught:
        load_settings(tmp_path / "mine.yaml")
    assert "mine.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
