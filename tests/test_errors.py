import re
from pathlib import Path
from string import Formatter

import yaml

from pipeline.errors import UserError
from pipeline.paths import CONFIGS

MESSAGES = yaml.safe_load((CONFIGS / "messages.yaml").read_text(encoding="utf-8"))
SOURCE = "".join(path.read_text(encoding="utf-8") for path in Path(CONFIGS.parent / "pipeline").rglob("*.py"))
WAYS = (
    r"(?:UserError|LockedError)\(\s*[\"'](\w+)[\"']",
    r"Store\(\w+, \"(\w+)\"\)",  # a store says which of its messages it is
    r"message: str = \"(\w+)\"",
)
RAISED = {code for way in WAYS for code in re.findall(way, SOURCE)}


def test_every_message_that_is_raised_exists_and_no_other():
    assert set(MESSAGES) == RAISED


def test_messages_say_the_same_in_both_languages():
    for code, message in MESSAGES.items():
        fields = [{name for _, name, _, _ in Formatter().parse(message[language]) if name} for language in ("en", "zh")]
        assert fields[0] == fields[1], code


def test_a_message_is_one_line_whatever_it_quotes():
    assert "\n" not in str(UserError("broken_config", "a.yaml", detail="line 1\nline 2"))
