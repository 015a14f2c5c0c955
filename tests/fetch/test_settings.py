import pytest

from pipeline.errors import UserError
from pipeline.fetch.settings import load_fetch_settings


def test_a_file_and_the_environment_change_some_manners_and_leave_the_others(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text("contact: a@b.example\nmanners: {delay: 20}\n")
    monkeypatch.setenv("GONGKAI_FETCH_MANNERS__PAGES", "7")
    monkeypatch.setenv("GONGKAI_FETCH_ARCHIVE", "s3://bucket/reports")
    usual, mine = load_fetch_settings(), load_fetch_settings(tmp_path / "mine.yaml")
    assert (mine.manners.delay, mine.manners.pages, mine.archive) == (20, 7, "s3://bucket/reports")
    assert mine.manners.retries == usual.manners.retries
    assert "a@b.example" in mine.user_agent


@pytest.mark.parametrize(
    ("text", "says"),
    [("manners: {delay: -1}", "manners.delay"), ("manners: {speed: 1}", "manners.speed"), ("speed: 1", "speed")],
)
def test_what_is_wrong_in_a_file_is_said_with_its_name(tmp_path, text, says):
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(UserError, match=says) as caught:
        load_fetch_settings(tmp_path / "mine.yaml")
    assert "mine.yaml" in str(caught.value)
