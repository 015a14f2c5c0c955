"""The commands: parse, call, print. Nothing here knows how a report is read."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_args

import typer
from rich.console import Console

from pipeline import __version__, stages
from pipeline.documents import Document, Given, find_documents, gathered, read_bytes
from pipeline.errors import SchemaError, UserError
from pipeline.extract import UnreadableError
from pipeline.folder import writable
from pipeline.form import Language, load_forms
from pipeline.lock import LockedError, locked
from pipeline.policy import policies_of
from pipeline.progress import progress
from pipeline.report import Report, catalogue, limits_of
from pipeline.run import apart, for_each, read_all
from pipeline.settings import ReaderName, Settings, load_settings
from pipeline.show import print_summary, report_json, report_view
from pipeline.stop import Stopped, stoppable

_POLICY, _LOCKED = 3, 4
"""Exit codes."""

app = typer.Typer(
    name="gongkai",
    help="Annual reports on government information disclosure (政府信息公开年报): PDFs in, checked Parquet out.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


class Lang(StrEnum):
    """Languages of messages."""

    en = "en"
    zh = "zh"


Reader = StrEnum("Reader", {name: name for name in get_args(ReaderName)})  # type: ignore[misc]

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…",
        help="Report files, folders that hold them, or archives that 'gongkai fetch' made (a folder, or a URL such as "
        "s3://bucket/prefix). Of an archive, only the newest version at each URL is read.",
    ),
]
Out = Annotated[Path, typer.Option("--out", help="The folder to write to.")]
Workers = Annotated[int | None, typer.Option("--workers", min=0, help="Documents read at once; 0 means one a core.")]
Readers = Annotated[
    list[Reader] | None, typer.Option("--reader", help="Ask only this reader (may be given several times, in order).")
]
Year = Annotated[
    int | None, typer.Option("--year", help="Only reports on this year, and those whose year could not be told.")
]
Config = Annotated[Path | None, typer.Option("--config", help="A YAML file of settings, over configs/defaults.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Language_ = Annotated[
    Lang | None, typer.Option("--lang", help="Language of messages; by default that of the environment.")
]


def main() -> None:
    """Run a command. What the user can put right is one line, and exit code 2."""
    try:
        app()
    except UserError as error:
        _end(error, _LOCKED if isinstance(error, LockedError) else 2)
    except Stopped as stopped:
        _end(UserError("stopped"), 128 + stopped.signal)
    except SchemaError as error:
        _end(UserError("failed_inside", detail=error), 1)


def _end(error: UserError, code: int) -> NoReturn:
    """Say in one line why a command ends, and end it."""
    typer.echo(f"gongkai: {error.message(_language(_lang_asked(sys.argv)))}", err=True)
    sys.exit(code)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"gongkai {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


@app.command()
def fetch(
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this source (may be given several times).")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Only reports on this year, and those that do not tell theirs.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="At most so many documents, from all sources together.")
    ] = None,
    sources: Annotated[
        list[Path] | None, typer.Option("--sources", help="A file of sources, or a folder of such files.")
    ] = None,
    archive: Annotated[str | None, typer.Option("--archive", help="The folder to archive in, or a URL.")] = None,
    config: Annotated[Path | None, typer.Option("--config", help="A YAML file, over configs/fetch.yaml.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be fetched.")] = False,
    json_: AsJson = False,
    lang: Language_ = None,
) -> None:
    """Crawl the configured sources, politely, and archive the reports that they publish.

    Goes on where it was broken off, and asks for what it knows only on condition that it changed.

    Exits with 0 when all went well, with 1 when something could not be fetched, and with 2 for unusable arguments.
    """
    from pipeline import fetching  # slow to import, and seldom needed

    settings = fetching.settings(config, archive)
    wanted = fetching.wanted(sources, source, settings)
    wish = fetching.Wish(year, limit, dry=dry_run)
    language = _language(lang)
    facts = fetching.run(wanted, settings, wish, language, quiet=json_)
    if json_:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        fetching.print_facts(Console(), facts, language)
    if facts["failed"] or not facts["finished"]:
        raise typer.Exit(1)


@app.command()
def build(
    paths: Paths,
    out: Annotated[str, typer.Option("--out", help="The folder to write to, or a URL such as s3://bucket/prefix.")],
    workers: Workers = None,
    reader: Readers = None,
    year: Year = None,
    config: Config = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="VERDICT=MOST",
            help="Exit with 3 where more reports than that have a verdict: unreadable=5%, or needs_review=100 "
            "(may be given several times).",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster", help="Read on a Dask cluster: tcp://host:port, or local to start one on this machine."
        ),
    ] = None,
    *,
    json_: AsJson = False,
    lang: Language_ = None,
) -> None:
    """Read reports and write the dataset: figures, reports and findings, as Parquet.

    What was read before is not read again: it is kept in DIR/.ledger. Exits with 0 when it did its work, whatever the
    reports were like; 2: unusable arguments; 3: --fail-on says so; 4: another run is writing there; 143: SIGTERM.
    """
    settings = _settings(config, workers, reader)
    policies = policies_of(fail_on or ())
    documents = find_documents(paths)
    started = time.monotonic()
    with stoppable(), locked(out):
        facts = _build(documents, out, settings, year, cluster, quiet=json_)
    seconds = time.monotonic() - started
    facts |= {"out": out, "seconds": round(seconds, 3), "documents_per_second": round(facts["read"] / seconds, 3)}
    facts["broken"] = [str(policy) for policy in policies if policy.broken_by(facts["verdicts"])]
    _tell(facts, as_json=json_, lang=lang)
    if facts["broken"]:
        raise typer.Exit(_POLICY)


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One report.")],
    picture_: Annotated[
        Path | None, typer.Option("--picture", metavar="OUT.png", help="Draw what was recognised over its pages.")
    ] = None,
    reader: Readers = None,
    config: Config = None,
    *,
    json_: AsJson = False,
    lang: Language_ = None,
) -> None:
    """Show how one report was read: its tables, figures, findings and verdict."""
    settings = _settings(config, 1, reader)
    if picture_ is not None and picture_.suffix.lower() != ".png":
        raise UserError("picture_suffix", picture_)
    if not file.is_file():
        raise UserError("no_such_path", file)
    reports = read_all([Document.of(file)], settings)
    if json_:
        typer.echo(json.dumps([report_json(report, catalogue()) for report in reports], ensure_ascii=False, indent=1))
    else:
        console = Console()
        for report in reports:
            console.print(report_view(report, catalogue(), load_forms(), _language(lang)))
    if picture_ is not None:
        _draw(file, reports, picture_, settings)


@app.command()
def extract(
    paths: Paths,
    out: Out,
    workers: Workers = None,
    reader: Readers = None,
    config: Config = None,
    *,
    json_: AsJson = False,
) -> None:
    """First stage: write the tables that each reader sees, one JSON file a document."""
    settings = _settings(config, workers, reader)
    documents = find_documents(paths)
    written = []
    with writable(out), progress(len(documents), quiet=json_) as advance:
        for document, extracted in for_each(documents, settings, stages.extract_file, stages.not_extracted):
            written.append(stages.save(extracted, out).name)
            advance(document.file_name)
    _report_stage(len(set(written)), out, as_json=json_)


@app.command()
def normalize(
    tables: Annotated[Path, typer.Argument(help="Where extract wrote.")], out: Out, *, json_: AsJson = False
) -> None:
    """Second stage: bring the tables that extract wrote into figures, one JSON file a document."""
    found = stages.load(stages.Extracted, tables, "extract")
    with writable(out):
        count = len([stages.save(stages.normalize_file(extracted), out) for extracted in found])
    _report_stage(count, out, as_json=json_)


@app.command()
def validate(
    figures: Annotated[Path, typer.Argument(help="Where normalize wrote.")],
    out: Out,
    year: Year = None,
    *,
    json_: AsJson = False,
    lang: Language_ = None,
) -> None:
    """Last stage: judge the figures that normalize wrote, and write the dataset."""
    started = time.monotonic()
    normalized = list(stages.load(stages.Normalized, figures, "normalize"))
    with stoppable(), locked(out):
        facts = _validate(normalized, out, year)
    _tell({**facts, "out": str(out), "seconds": round(time.monotonic() - started, 3)}, as_json=json_, lang=lang)


def _settings(config: Path | None, workers: int | None, reader: Iterable[Reader] | None) -> Settings:
    settings = load_settings(config)
    given: dict[str, Any] = {} if workers is None else {"workers": workers}
    if reader:
        given["readers"] = tuple(name.value for name in reader)
    load_forms()  # a broken form is said before any work is done
    catalogue()
    return settings.model_copy(update=given)


def _language(lang: Lang | None) -> Language:
    if lang is not None:
        return "zh" if lang is Lang.zh else "en"
    environment = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if environment.startswith("zh") else "en"


def _lang_asked(arguments: list[str]) -> Lang | None:
    """What --lang says, where an error has ended the command that knew it."""
    given = [after for before, after in pairwise(arguments) if before == "--lang"]
    given += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return next((Lang(name) for name in given if name in Lang.__members__), None)


def _build(
    documents: list[Document], out: str, settings: Settings, year: int | None, cluster: str | None, *, quiet: bool
) -> dict[str, Any]:
    """Build, and give the facts of the summary."""
    from pipeline import build, publish  # slow to import, and worker processes import this module too
    from pipeline.cluster import reader

    read = reader(cluster) if cluster else build.read_here
    place = publish.place_of(out)
    place.prepare()
    given, ledger = gathered(documents), build.ledger_of(out, settings)
    lacking = build.lacking(given, ledger, settings)
    with progress(len(lacking), quiet=quiet) as advance:

        def heard(one: Given, verdicts: Sequence[str]) -> None:
            advance(f"{one.document.file_name}: {', '.join(verdicts)}")

        build.read_into(ledger, lacking, settings, read, heard)
    written = build.publish_all(given, place, ledger, settings, year, anew=bool(lacking))
    facts = build.facts(place)
    return {**facts, "read": len(lacking), "kept": len(given) - len(lacking), "written": written}


def _validate(normalized: list[stages.Normalized], out: Path, year: int | None) -> dict[str, Any]:
    from pipeline import build, publish  # see _build

    place = publish.place_of(out)
    place.prepare()
    rows = {item.document_id: publish.result(stages.validate_file(item), catalogue()) for item in normalized}
    given = sorted(
        (Given(item.document_id, item.document, tuple(sorted(item.document.whence))) for item in normalized),
        key=lambda one: (one.document.file_name, one.document_id),
    )
    parts = build.parts(given, lambda some: publish.table([rows[one.document_id] for one in some]), year)
    publish.write(parts, place, load_forms())
    return build.facts(place)


def _tell(facts: dict[str, Any], *, as_json: bool, lang: Lang | None) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    print_summary(Console(), facts, _language(lang))
    for rule in facts.get("broken", ()):
        count, total = facts["verdicts"].get(rule.split("=")[0], 0), facts["reports"]
        message = UserError("policy_broken", rule, count=count, total=total)
        typer.echo(f"gongkai: {message.message(_language(lang))}", err=True)


def _draw(file: Path, reports: list[Report], out: Path, settings: Settings) -> None:
    from pipeline.picture import picture  # seldom needed

    try:
        document = read_bytes(Document.of(file), settings)
    except UnreadableError as error:
        raise UserError("no_picture", file) from error
    drawn = apart(picture, document, reports, limits_of(settings), settings=settings)
    if drawn is None:
        raise UserError("no_picture", file)
    try:
        out.write_bytes(drawn)
    except OSError as error:
        raise UserError("out_not_writable", out, detail=error.strerror) from error


def _report_stage(count: int, out: Path, *, as_json: bool) -> None:
    typer.echo(json.dumps({"documents": count, "out": str(out)}) if as_json else f"{count} documents; written to {out}")


if __name__ == "__main__":
    main()
