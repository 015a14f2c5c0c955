import pytest
import yaml

from pipeline.errors import UserError
from pipeline.fetch.settings import load_fetch_settings
from pipeline.fetch.sources import SOURCES, TEMPLATE, chosen, load_sources, manners_of

MANNERS = load_fetch_settings().manners
GOOD = """# a comment
town:
  body: 某镇人民政府
  division: "990101"
  entries:
    - {url: "https://www.town.example/nb/", kind: list}
"""


def loaded(tmp_path, text, name="mine.yaml"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_sources([tmp_path], MANNERS)


def test_every_government_at_province_level_is_a_source_that_nobody_has_verified():
    sources = load_sources([SOURCES], MANNERS)
    provinces = [source for source in sources.values() if source.division.endswith("0000")]
    assert len({source.division for source in provinces}) == len(provinces) == 31
    assert not any(source.verified or source.local for source in provinces)
    assert all(source.has(entry.url) for source in provinces for entry in source.entries)


def test_the_template_is_not_loaded_but_could_be():
    assert "someplace-civil-affairs" not in load_sources([SOURCES], MANNERS)
    assert "someplace-civil-affairs" in load_sources([SOURCES / TEMPLATE], MANNERS)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('division: "990101"', "division: 99"), 4, "town.division"),
        (("https://www", "ftp://www"), 6, "http://"),
        (("https://www", "file:///www"), 6, "http://"),
        (("https://www", "https://name:word@www"), 6, "http://"),
        (("kind: list", "kind: lists"), 6, "town.entries.0.kind"),
        (("  entries:", "  speed: high\n  entries:"), 5, "town.speed"),
        (("  entries:", "  hosts: [elsewhere.example]\n  entries:"), 2, "lies on none of them"),
        (("  entries:", "  hosts: ['https://www.town.example/']\n  entries:"), 5, "a host alone"),
        (("  entries:", "  take: ['a(']\n  entries:"), 5, "no regular expression"),
        (("  entries:", "  encoding: gb99\n  entries:"), 5, "no encoding"),
        (("  entries:", "  manners: {delay: -1}\n  entries:"), 5, "town.manners.delay"),
        (("  entries:", "  manners: {speed: 1}\n  entries:"), 5, "town.manners.speed"),
        (("town:", "Town Hall:"), 2, "small letters"),
    ],
)
def test_what_is_wrong_with_a_source_is_said_with_file_and_line(tmp_path, change, line, says):
    with pytest.raises(UserError, match=says) as caught:
        loaded(tmp_path, GOOD.replace(*change))
    assert f"mine.yaml:{line}:" in str(caught.value)


def test_a_name_stands_for_one_source_only(tmp_path):
    loaded(tmp_path, GOOD, "first.yaml")
    with pytest.raises(UserError, match=r"second\.yaml:2.*another source has this name"):
        loaded(tmp_path, GOOD, "second.yaml")


@pytest.mark.parametrize(
    ("hosts", "url", "has"),
    [
        ([], "https://www.town.example/a", True),
        ([], "http://www.town.example:80/a", True),
        ([], "https://www.town.example./a", True),
        (["www.town.example", "www.城镇.example"], "https://www.xn--uiso44l.example/a", True),
        (["www.town.example", "www.xn--uiso44l.example"], "https://www.城镇.example/a", True),
        ([], "https://WWW.Town.example/a", True),
        ([], "https://www.town.example:8443/a", False),
        ([], "https://files.town.example/a", False),
        ([], "https://www.town.example.elsewhere.example/a", False),
        ([], "https://www.town.example@elsewhere.example/a", False),
        ([], "ftp://www.town.example/a", False),
        ([], "file:///etc/passwd", False),
        ([], "https://www.town.example:port/", False),
        (["*.town.example"], "https://files.town.example/a", True),
        (["*.town.example"], "https://town.example/a", True),
        (["*.town.example"], "https://othertown.example/a", False),
        (["www.town.example", "files.town.example:8080"], "http://files.town.example:8080/a", True),
    ],
)
def test_a_site_is_its_named_hosts_and_nothing_else(tmp_path, hosts, url, has):
    entry = yaml.safe_load(GOOD)
    entry["town"]["hosts"] = hosts
    (source,) = loaded(tmp_path, yaml.safe_dump(entry)).values()
    assert source.has(url) is has


def test_a_site_may_have_an_address_of_the_newer_family_for_its_name(tmp_path):
    (source,) = loaded(tmp_path, GOOD.replace("www.town.example", "[2001:db8::1]:8080")).values()
    assert source.has("http://[2001:db8::1]:8080/a")
    assert not source.has("http://[2001:db8::1]/a")


def test_a_source_may_have_manners_of_its_own(tmp_path):
    (source,) = loaded(tmp_path, GOOD + "  manners: {delay: 20}\n").values()
    assert manners_of(source, MANNERS) == MANNERS.model_copy(update={"delay": 20})


def test_a_source_that_is_asked_for_by_name_must_exist(tmp_path):
    sources = loaded(tmp_path, GOOD)
    assert list(chosen(sources, [])) == list(chosen(sources, ["town"])) == ["town"]
    with pytest.raises(UserError, match="city"):
        chosen(sources, ["city"])
