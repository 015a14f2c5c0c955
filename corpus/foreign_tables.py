"""Tables that are none of the form's, as annexes and other documents have them: budgets, counts, lists, contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from corpus.document import Block, Cell, Grid, Text
from corpus.facts import Facts

ForeignTable = Callable[[Random, Facts], tuple[Block, ...]]


def rows_to_grid(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Grid:
    """A plain table whose first row is its header."""
    cells = [
        Cell(text, number, column, bold=number == 0, align="center" if column or not number else "left")
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    return Grid("foreign", tuple(cells), tuple(widths), ("",) * len(rows), header_rows=1, least_height=20.0)


def budget(chance: Random, facts: Facts) -> tuple[Block, ...]:
    """Income and spending of the body."""
    names = [
        "一般公共服务支出",
        "教育支出",
        "社会保障和就业支出",
        "卫生健康支出",
        "城乡社区支出",
        "农林水支出",
        "住房保障支出",
    ]
    amounts = [(round(chance.uniform(10, 9000), 2), round(chance.uniform(10, 9000), 2)) for _ in names]
    rows = [
        ["项目", "预算数", "决算数"],
        *([name, str(one), str(two)] for name, (one, two) in zip(names, amounts, strict=True)),
    ]
    rows.append(["总计", f"{sum(one for one, _ in amounts):.2f}", f"{sum(two for _, two in amounts):.2f}"])
    title = Text("heading", f"{facts.issuer}{facts.year}年部门收支总表")
    return title, Text("note", "单位：万元"), rows_to_grid(rows, (3, 1.5, 1.5))


def publications(chance: Random, _facts: Facts) -> tuple[Block, ...]:
    """Where information was published, by channel."""
    channels = ["门户网站", "政务微博", "微信公众号", "新闻发布会", "政府公报", "其他"]
    rows = [["公开渠道", "单位", "统计数"], *([name, "条", str(chance.randint(0, 900))] for name in channels)]
    return Text("heading", "附表：信息发布渠道统计"), rows_to_grid(rows, (2, 1, 1))


def suggestions(chance: Random, facts: Facts) -> tuple[Block, ...]:
    """Proposals by deputies, whose columns resemble those of applications."""
    counts = [(kind, chance.randint(0, 60), chance.randint(0, 9)) for kind in ("人大代表建议", "政协提案", "群众来信")]
    rows = [[kind, str(done + later), str(done), str(done + later)] for kind, done, later in counts]
    grid = rows_to_grid([["类别", "收到件数", "办结件数", "总计"], *rows], (2, 1, 1, 1))
    return Text("heading", f"{facts.year}年建议提案办理情况"), grid


def services(chance: Random, facts: Facts) -> tuple[Block, ...]:
    """Licences and penalties of departments, with words that the form has too."""
    offices = ["住建局", "环保分局", "卫健局", "农业农村局", "市场监管局", "交通局"]
    rows = [[name, *(str(chance.randint(0, 400)) for _ in range(3))] for name in chance.sample(offices, 4)]
    grid = rows_to_grid([["部门", "行政许可", "行政处罚", "行政强制"], *rows], (2, 1, 1, 1))
    return Text("note", f"附：{facts.year}年各部门行政执法数据"), grid


def contacts(chance: Random, facts: Facts) -> tuple[Block, ...]:
    """Offices and their telephones."""
    hours = "8:30—12:00，14:00—17:30"
    rows = [
        [facts.issuer[:6] + name, hours, f"0{chance.randint(310, 999)}-{chance.randint(2000000, 8999999)}"]
        for name in ("办公室", "政务服务中心", "档案馆")
    ]
    return Text("heading", "受理机构一览"), rows_to_grid([["受理机构", "办公时间", "联系电话"], *rows], (2, 2, 1.5))


FOREIGN_TABLES: dict[str, ForeignTable] = {
    "budget": budget,
    "publications": publications,
    "suggestions": suggestions,
    "services": services,
    "contacts": contacts,
}
