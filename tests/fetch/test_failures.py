import re

import yaml

from pipeline.fetch.failures import meaning
from pipeline.paths import CONFIGS

CODES = yaml.safe_load((CONFIGS / "failures.yaml").read_text(encoding="utf-8"))
SOURCE = "".join(path.read_text(encoding="utf-8") for path in (CONFIGS.parent / "pipeline" / "fetch").glob("*.py"))


def test_every_code_has_its_meaning_in_both_languages_and_is_used():
    for code in CODES:
        assert all(meaning(code, language) for language in ("en", "zh"))
        assert re.search(rf'"{code}_?["{{]', SOURCE), code


def test_a_status_stands_in_its_meaning():
    assert "404" in meaning("http_404", "en")
    assert "404" in meaning("http_404", "zh")
