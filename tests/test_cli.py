"""The commands as a person or a batch job runs them: real processes, exit codes, and what stands on either stream."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress

import pandas as pd
import pytest
from PIL import Image

from tests.making import SAMPLES, empty_pages_pdf, expected, prose_pdf, report_pdf, worded_pdf
from tests.warm import ENVIRONMENT, gongkai

READERS = ("--reader", "pdfium", "--reader", "pdfplumber")
SAMPLE = SAMPLES / "danpu-civil-affairs-2023.pdf"


def afresh(*arguments, **environment):
    """The command in a Python that imports all of it anew, as it is outside of tests."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**ENVIRONMENT, **environment}, check=False)


def refused(result):
    """The one line that a refusal consists of."""
    assert result.returncode == 2, result
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    return lines[0]


def test_build_writes_the_dataset_and_exits_with_0_whatever_the_reports_are_like(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "good.pdf").write_bytes(report_pdf())
    (reports / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (reports / "foreign.pdf").write_bytes(prose_pdf())
    result = afresh("build", reports, "--out", tmp_path / "out", "--workers", 2, "--json")
    assert result.returncode == 0, result.stderr
    facts = json.loads(result.stdout)
    assert facts["documents"] == 3
    assert facts["verdicts"] == {"no_tables": 1, "unreadable": 1, "verified": 1}
    assert facts["figures"] == len(expected()) == len(pd.read_parquet(tmp_path / "out" / "figures"))


def test_build_says_in_a_log_how_far_it_is_and_what_came_of_it(tmp_path):
    result = gongkai("build", SAMPLE, "--out", tmp_path / "out")
    assert result.returncode == 0
    assert result.stderr == "1/1 danpu-civil-affairs-2023.pdf: inconsistent\n"
    assert "inconsistent" in result.stdout
    assert "\x1b" not in result.stdout + result.stderr


def on_a_terminal(*arguments):
    """What a command shows on a terminal, and its exit code."""
    terminal, other = pty.openpty()
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    with subprocess.Popen(
        command, stderr=other, stdout=subprocess.DEVNULL, env={**ENVIRONMENT, "TERM": "xterm"}
    ) as process:
        os.close(other)
        shown = b""
        with suppress(OSError):  # the terminal's end
            while part := os.read(terminal, 4096):
                shown += part
    os.close(terminal)
    return shown.decode(errors="replace"), process.returncode


def test_build_shows_a_bar_on_a_terminal(tmp_path):
    shown, code = on_a_terminal("build", SAMPLE, "--out", tmp_path / "out")
    assert code == 0
    assert "1/1" in shown
    assert "\x1b[" in shown


def test_build_can_keep_to_one_year(tmp_path):
    result = gongkai("build", SAMPLE, SAMPLES / "pingyuan-police-2024.pdf", "--out", tmp_path, "--year", 2024, "--json")
    assert json.loads(result.stdout)["reports"] == 1
    assert set(pd.read_parquet(tmp_path / "reports.parquet")["year"]) == {2024}


def test_one_reader_alone_confirms_nothing(tmp_path):
    result = gongkai("build", SAMPLE, "--out", tmp_path, "--reader", "pdfium", "--json")
    assert json.loads(result.stdout)["verdicts"] == {"needs_review": 1}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "{tmp}/none.pdf", "--out", "{tmp}/out"], "none.pdf: no such file or folder"),
        (["build", "{tmp}/empty", "--out", "{tmp}/out"], "empty: no PDF or text files here"),
        (["build", "{sample}", "--out", "{tmp}/file"], "file: is a file"),
        (["build", "{sample}", "--out", "{tmp}/file/out"], "out: cannot write here"),
        (["build", "{sample}", "--out", "{tmp}/out", "--config", "{tmp}/none.yaml"], "none.yaml: "),
        (["build", "{sample}", "--out", "{tmp}/out", "--config", "{tmp}/bad.yaml"], "seconds: Input should be"),
        (["build", "{sample}", "--out", "{tmp}/out", "--config", "{tmp}/file"], "a mapping is expected"),
        (["build", "{sample}", "--out", "{tmp}/out", "--config", "{tmp}/odd.yaml"], "colour: "),
        (["inspect", "{tmp}/none.pdf"], "none.pdf: no such file or folder"),
        (["inspect", "{sample}", "--picture", "{tmp}/out.jpg"], "ends in .png"),
        (["inspect", "{sample}", "--picture", "{tmp}/none/out.png"], "out.png: cannot write here"),
        (["extract", "{sample}", "--out", "{tmp}/file/out"], "out: cannot write here"),
        (["extract", "{sample}", "--out", "{tmp}/file"], "file: is a file"),
        (["normalize", "{tmp}/stage", "--out", "{tmp}/file"], "file: is a file"),
        (["normalize", "{tmp}/empty", "--out", "{tmp}/out"], "run 'gongkai extract' first"),
        (["validate", "{tmp}/none", "--out", "{tmp}/out"], "run 'gongkai normalize' first"),
        (["validate", "{tmp}/stage", "--out", "{tmp}/out"], "broken.json: was not written by the stage before"),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, list) else value,
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(tmp_path, arguments, message):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("just text")
    (tmp_path / "bad.yaml").write_text("seconds: soon\n")
    (tmp_path / "odd.yaml").write_text("colour: red\n")
    (tmp_path / "stage").mkdir()
    (tmp_path / "stage" / "broken.json").write_text('{"document_id": ')
    result = gongkai(*(part.format(tmp=tmp_path, sample=SAMPLE) for part in arguments))
    assert message in refused(result)
    assert not list((tmp_path / "out").glob("*"))


def test_refusals_speak_the_language_of_the_environment(tmp_path):
    assert "没有这个文件" in refused(afresh("inspect", tmp_path / "x.pdf", LC_ALL="zh_CN.UTF-8"))


@pytest.mark.parametrize("asked", [["--lang", "zh"], ["--lang=zh"]])
def test_refusals_speak_the_language_that_is_asked_for(tmp_path, asked):
    assert "没有这个文件" in refused(gongkai("inspect", tmp_path / "x.pdf", *asked, LC_ALL="C.UTF-8"))


def test_a_setting_in_the_environment_that_makes_no_sense_is_named(tmp_path):
    result = gongkai("build", SAMPLE, "--out", tmp_path / "out", GONGKAI_SECONDS="-1")
    assert "seconds" in refused(result)


def test_unknown_options_and_missing_arguments_exit_with_2():
    assert gongkai("build", SAMPLE).returncode == 2
    assert gongkai("build", SAMPLE, "--out", "x", "--fast").returncode == 2
    assert gongkai("publish").returncode == 2


def test_inspect_shows_tables_verdict_and_findings():
    result = gongkai("inspect", SAMPLE, "--lang", "en")
    assert result.returncode == 0
    assert "丹浦区民政局 · department · 2023" in result.stdout
    for part in ("丹浦区民政局", "inconsistent", "Applications received and handled", "outcomes_add_up"):
        assert part in result.stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_terminal_of_eighty_columns_keeps_numbers_and_headings_whole(lang):
    sample = SAMPLES / "baixi-city-2020.pdf"
    shown = gongkai("inspect", sample, "--lang", lang, COLUMNS="80").stdout
    headings = {"en": ["Projects", "Persons", "Firms", "Total"], "zh": ["采购项目", "个人", "企业", "总计"]}[lang]
    assert all(part in shown for part in ["1767.06", "-26", *headings])


def test_inspect_speaks_chinese():
    result = gongkai("inspect", SAMPLE, "--lang", "zh")
    assert "丹浦区民政局 · 部门 · 2023" in result.stdout
    assert "收到和处理政府信息公开申请情况" in result.stdout
    assert "各项办理结果之和" in result.stdout


def test_inspect_gives_machines_every_figure_and_where_it_is():
    (report,) = json.loads(gongkai("inspect", SAMPLE, "--json").stdout)
    assert (report["issuer"], report["body_kind"], report["year"]) == ("丹浦区民政局", "department", 2023)
    truth = json.loads(SAMPLE.with_suffix(".truth.json").read_text(encoding="utf-8"))["figures"]
    assert all(truth[f["table"]][f["row"]][f["column"]] == f["value"] for f in report["figures"])
    assert all(len(f["box"]) == 4 and f["page"] >= 1 for f in report["figures"])


def test_inspect_draws_doubtful_figures_in_another_colour(tmp_path):
    (tmp_path / "sure.pdf").write_bytes(report_pdf())
    (tmp_path / "doubtful.pdf").write_bytes(worded_pdf(cells={("applications", "granted", "total"): "many"}))
    shown = {}
    for name in ("sure", "doubtful"):
        told = gongkai("inspect", tmp_path / f"{name}.pdf", *READERS, "--picture", tmp_path / f"{name}.png")
        assert told.returncode == 0
        with Image.open(tmp_path / f"{name}.png") as image:
            pixels = [(n, *colour) for n, colour in image.convert("RGB").getcolors(1 << 24)]
        green = sum(n for n, r, g, b in pixels if g > r + 20 and g > b + 10)
        orange = sum(n for n, r, g, b in pixels if r > g + 40 and g > b + 20)
        shown[name] = (green, orange)
    assert min(green for green, _ in shown.values()) > 20_000
    assert shown["doubtful"][1] > shown["sure"][1] + 500  # the legend has both colours


def test_text_has_no_pages_to_draw(tmp_path):
    (tmp_path / "report.txt").write_text("a\tb\n", encoding="utf-8")
    assert "nothing to draw" in refused(gongkai("inspect", tmp_path / "report.txt", "--picture", tmp_path / "out.png"))


def test_a_document_without_pages_to_draw_is_said(tmp_path):
    (tmp_path / "blank.pdf").write_bytes(empty_pages_pdf())
    result = gongkai("inspect", tmp_path / "blank.pdf", "--picture", tmp_path / "out.png")
    assert "nothing to draw" in refused(result)
    assert not (tmp_path / "out.png").exists()


def test_the_stages_one_after_the_other_give_what_build_gives(tmp_path):
    inputs = [SAMPLE, SAMPLES / "yunze-county-2021.pdf", tmp_path / "foreign.pdf", tmp_path / "broken.pdf"]
    inputs[2].write_bytes(prose_pdf())
    inputs[3].write_bytes(b"%PDF-1.7 broken")
    assert gongkai("build", *inputs, "--out", tmp_path / "whole", *READERS, "--workers", 1).returncode == 0
    assert gongkai("extract", *inputs, "--out", tmp_path / "tables", *READERS, "--workers", 1).returncode == 0
    assert gongkai("normalize", tmp_path / "tables", "--out", tmp_path / "figures").returncode == 0
    assert gongkai("validate", tmp_path / "figures", "--out", tmp_path / "staged").returncode == 0
    for name in ("figures", "reports.parquet", "findings.parquet"):
        pd.testing.assert_frame_equal(
            pd.read_parquet(tmp_path / "staged" / name), pd.read_parquet(tmp_path / "whole" / name)
        )
