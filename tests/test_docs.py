"""What the documents say is what the program does.

`python -m tests.test_docs --write` makes the tables in docs/dataset.md again.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.findings import load_catalogue_rules
from pipeline.form import Line, load_forms
from pipeline.normalize.labels import vocabularies
from pipeline.publish.schema import SCHEMAS

ROOT = Path(__file__).resolve().parent.parent
DATASET = ROOT / "docs" / "dataset.md"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TYPES = {"float": "float32", "double": "float64"}
BLOCK = re.compile(r"<!-- (?!end)(?P<name>[^>]+?) -->\n(?P<text>.*?)<!-- end -->", re.DOTALL)


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def code(text: str) -> str:
    return f"`{text}`"


def columns_of(name: str) -> str:
    fields = SCHEMAS[name].items()
    rows = [
        (code(column), TYPES.get(str(field.type), str(field.type)), "yes" if field.nullable else "", field.meaning)
        for column, field in fields
    ]
    return table(["column", "type", "may be null", "meaning"], rows)


def identities() -> str:
    rows = {
        identity.rule: (
            code(identity.rule),
            code(part.code),
            identity.for_each,
            f"{sides(identity.left)} = {sides(identity.right)}",
            identity.message["en"],
            identity.message["zh"],
        )
        for form in load_forms().values()
        for part in form.tables.values()
        for identity in part.identities
    }
    return table(["rule", "table", "for each", "must hold", "message", "信息"], rows.values())


def sides(codes: tuple[str, ...]) -> str:
    return " + ".join(map(code, codes)) if len(codes) <= 6 else "the sum of all rows of outcomes"


def rules() -> str:
    rows = [
        (code(name), rule.severity, rule.message["en"], rule.message["zh"])
        for name, rule in load_catalogue_rules().items()
    ]
    return table(["rule", "severity", "message", "信息"], rows)


def codes() -> str:
    """A table of rows and one of columns for each table of the form, over all forms."""
    forms = load_forms()
    text = ""
    for name, known in vocabularies(forms).items():
        parts = [form.tables[name] for form in forms.values() if name in form.tables]
        text += f"\n### `{name}`\n\n{parts[0].name['en']} ({parts[0].name['zh']}).\n\n"
        by_columns = any(set(row.columns) != set(part.columns) for part in parts for row in part.rows.values())
        heads = ["row", "label", "name", "form", *(["its columns"] if by_columns else [])]
        rows = [
            (*line, *([own_columns(parts, line[0])] if by_columns else []))
            for line in lines(known.rows, [(part.form, part.rows) for part in parts])
        ]
        text += table(heads, rows) + "\n"
        units = {c: column.unit for part in parts for c, column in part.columns.items()}
        text += table(
            ["column", "label", "name", "form", "unit"],
            [
                (*line, units[line[0].strip("`")])
                for line in lines(known.columns, [(part.form, part.columns) for part in parts])
            ],
        )
    return text


def lines(order: Iterable[str], parts: list[tuple[str, dict[str, Line]]]) -> list[tuple[str, str, str, str]]:
    """Code, label, English name and forms of each row or column; where forms label it otherwise, both labels."""
    found = []
    for own in order:
        having = [(form, known[own]) for form, known in parts if own in known]
        labels = dict.fromkeys(line.label for _, line in having)
        names = dict.fromkeys(line.name_in("en") for _, line in having)
        found.append((code(own), "; ".join(labels), "; ".join(names), ", ".join(form for form, _ in having)))
    return found


def own_columns(parts, row: str) -> str:
    own = row.strip("`")
    return "; ".join(
        f"{part.form}: {', '.join(map(code, part.rows[own].columns))}" for part in parts if own in part.rows
    )


BLOCKS: dict[str, Callable[[], str]] = {
    **{f"columns of {name}": (lambda name=name: columns_of(name)) for name in SCHEMAS},
    "identities": identities,
    "rules": rules,
    "codes": codes,
}


def written(text: str) -> str:
    """The page with every block made again."""
    return BLOCK.sub(lambda m: f"<!-- {m['name']} -->\n{BLOCKS[m['name']]()}<!-- end -->", text)


def test_the_dataset_page_has_the_schema_the_rules_and_the_codes():
    text = DATASET.read_text(encoding="utf-8")
    assert {match["name"] for match in BLOCK.finditer(text)} == set(BLOCKS)
    assert written(text) == text, "make it again: python -m tests.test_docs --write"


def commands() -> dict[str, typer.core.TyperCommand]:
    return typer.main.get_command(app).commands


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_help_for_all_that_it_takes(name):
    command = commands()[name]
    assert command.help
    for parameter in command.params:
        assert parameter.help, f"{name}: {parameter.name}"
    result = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "120"})
    assert result.exit_code == 0
    shown = result.stdout
    assert all(option in shown for parameter in command.params for option in parameter.opts if option.startswith("--"))
    for line in shown.splitlines():
        if "--" in line and line.startswith("│"):
            assert len(line.strip("│ ").split("  ")) > 1, line


def printed_code(page: Path) -> str:
    """All that a page shows as code: blocks, and words between back quotes."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return "\n".join(
        [*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))]
    )


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_a_readme_shows_every_command_and_every_option_and_no_others(page):
    shown = printed_code(page)
    assert set(re.findall(r"\bgongkai ([a-z]+)", shown)) == set(commands())
    options = {
        option for command in commands().values() for p in command.params for option in p.opts if option[:2] == "--"
    }
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", shown)) == options - {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page):
    shown = set(re.findall(r"^(?:[A-Z]+=\S+ )?make ([a-z]+)", printed_code(page), re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert shown <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    if page in READMES:
        assert {"dataset", "test"} <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_and_headings_resolve(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, heading = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert file.is_relative_to(ROOT), target
        if heading:
            assert heading in {anchor(line) for line in headings(file)}, target


def headings(page: Path) -> list[str]:
    return re.findall(
        r"^#+ .+$",
        re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE),
        re.MULTILINE,
    )


def anchor(heading: str) -> str:
    """What GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def test_both_readmes_have_the_same_sections_tables_and_code():
    one, two = READMES
    assert [h.split()[0] for h in headings(one)] == [h.split()[0] for h in headings(two)]
    for count in (r"^\|", r"^```", r"!\["):
        assert len(re.findall(count, one.read_text(encoding="utf-8"), re.MULTILINE)) == len(
            re.findall(count, two.read_text(encoding="utf-8"), re.MULTILINE)
        ), count


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_examples_print_what_the_readme_shows(page, samples, tmp_path):
    shown = re.findall(
        r"^```python\n(.*?)^```\n+(?:^```text\n(.*?)^```)?", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert shown
    script = expected = ""
    for source, output in shown:
        script += source.replace("data/published", str(samples)).replace("cell.png", str(tmp_path / "cell.png"))
        expected += output
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == expected.split()


def main(arguments: list[str]) -> int:
    if arguments != ["--write"]:
        sys.stderr.write("usage: python -m tests.test_docs --write\n")
        return 2
    DATASET.write_text(written(DATASET.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
