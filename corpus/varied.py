"""Facts and words of the samples that take more than a line to describe."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from corpus.facts import Address, Facts, Value, empty_facts, random_facts, with_values
from corpus.layout import Wording
from corpus.manuscript import Manuscript
from corpus.sample import Sample
from corpus.script import half_width
from corpus.switches import Break, Switches

TWO, THREE, FOUR = "proactive_disclosure", "applications", "review_litigation"

# Table, then what of a label is printed otherwise.
CHANGES = (
    (TWO, "主动公开政府信息", "行政机关主动公开政府信息"),
    (TWO, "规章", "规章（设区的市、自治州人民政府应提供相关数据）"),
    (TWO, "行政规范性文件", "规范性文件（行政机关制定发布的决定、公告、通告、意见、通知等）"),
    (TWO, "本年处理决定数量", "处理决定数量（指2023年办件量)"),
    (THREE, "勾稽", "钩稽"),
    (THREE, "自然人", "自 然 人"),
    (THREE, "总计", "合 计"),
    (THREE, "这一情形", "这一情况"),
    (THREE, "1.属于", "1、属于"),
    (THREE, "行政法规禁止公开", "行政止公开"),
    (THREE, "“三安全一稳定”", '"三安全一稳定"'),
    (THREE, "内部", "内容"),
    (THREE, "8.", "（8）"),
    (THREE, "1.本机关", "１．本机关"),
    (THREE, "反复申请", "反复 申请"),
    (FOUR, "总计", "合计"),
    (FOUR, "结果维持", "结 果维持"),
)


def made_up(
    id: str,  # noqa: A002 - the name of the field
    issuer: str,
    year: int,
    form: str = "2021",
    *,
    scale: int = 12,
    other_as_one: bool = False,
    forms: Mapping[str, str] | None = None,
    values: Mapping[Address, Value] | None = None,
) -> Facts:
    """Random facts of a body, the same at every call, with some figures replaced."""
    blank = empty_facts(form, id=id, issuer=issuer, year=year, forms=forms, other_as_one=other_as_one)
    return with_values(random_facts(Random(id), scale=scale, blank=blank), values or {})


def raised(facts: Facts, row: str, *, by: int) -> Facts:
    """The same facts with a row of the matrix raised for natural persons and in total: the columns no longer add up."""
    line = facts.figures[THREE][row]
    columns = ("natural_person", "total")
    return with_values(facts, {(THREE, row, column): (line[column] or 0) + by for column in columns})


def township() -> Sample:
    """The figures of a real township's report, and its page break in the middle of a row."""
    issuer, year = "王母渡镇", 2024
    title = f"{issuer} {year} 年政府信息公开工作年度报告"
    blank = empty_facts("2021", id="wangmudu-2024", issuer=issuer, year=year, title=title)
    received = {
        (THREE, row, column): 2 for row in ("new", "granted", "outcome_total") for column in ("natural_person", "total")
    }
    rows = blank.table(THREE).rows
    cut = rows["partly_granted"].label
    return Sample(
        with_values(blank, {**received, (TWO, "penalties", "decisions"): 8}),
        Switches(breaks={THREE: Break("partly_granted", 1, merged=2)}, prose_size=15.0),
        Wording(
            labels={
                cut: cut.removesuffix("）").replace("只计这一", "只计这一\n") + ")",
                blank.table(THREE).groups[2]: "三、本\n年度办\n理结果",
            },
            total_beside=True,
            upright=True,
            fill=None,
            block_height=42.0,
        ),
        half_width,
    )


def varied_labels() -> Sample:
    """Misprints, spaces, other numbering, explanations longer than the label, and a row that the form does not have."""
    facts = made_up("jiuxi-subdistrict-2023", "九溪街道办事处", 2023, scale=9)
    return Sample(
        facts,
        Switches(split_rows=True, line_width=1.0),
        Wording(
            labels=_changed(facts),
            added={"normative_documents": ("其他主动公开文件", "14", "0", "14")},
            notes={THREE: "编写说明：本表由各科室填报，办公室汇总。"},
            fill="#DDEBF7",
        ),
    )


def varied_cells() -> Sample:
    """Blanks and signs for none, units, thousands, full-width digits, notes, an amount in another unit."""
    printed: dict[Address, tuple[Value, str]] = {
        (TWO, "regulations", "issued"): (None, "/"),
        (TWO, "regulations", "repealed"): (None, "—"),
        (TWO, "regulations", "in_force"): (None, ""),
        (TWO, "normative_documents", "issued"): (12, "１２"),
        (TWO, "normative_documents", "repealed"): (0, "0件"),
        (TWO, "normative_documents", "in_force"): (22, "22（其中修订16件）"),
        (TWO, "licensing", "decisions"): (1234, "1,234"),
        (TWO, "penalties", "decisions"): (7, "7 件"),
        (TWO, "coercion", "decisions"): (None, "无"),
        (TWO, "fees", "amount"): (25.1, "251000元"),
    }
    facts = made_up("dengdu-finance-2024", "澄渡市财政局", 2024, scale=10)
    zeros = [(THREE, row, column) for row, line in facts.figures[THREE].items() for column in line if not line[column]]
    printed |= {address: (None, ("", "", "/", "-")[index % 4]) for index, address in enumerate(zeros) if index % 3}
    printed |= {(FOUR, "litigation_direct", column): (None, "") for column in facts.table(FOUR).columns}
    return Sample(
        with_values(facts, {address: value for address, (value, _) in printed.items()}),
        Manuscript(repeat_header=True),
        Wording(cells={address: text for address, (_, text) in printed.items()}),
    )


def _changed(facts: Facts) -> dict[str, str]:
    """Every label of the form that one of CHANGES applies to, with what is printed instead."""
    labels: dict[str, str] = {}
    for code in facts.figures:
        table = facts.table(code)
        lines = [line.label for line in (*table.rows.values(), *table.columns.values())]
        for label in (table.name["zh"], *table.corner[:1], *lines):
            for old, new in (change[1:] for change in CHANGES if change[0] == code):
                if old in label:
                    labels[f"{code}:{label}"] = labels.get(f"{code}:{label}", label).replace(old, new)
    return labels
