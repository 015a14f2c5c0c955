"""Documents that are no reports on disclosure, though some speak of it: what else lies on the same web pages."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from corpus.document import Block, Document, Text
from corpus.facts import Facts
from corpus.foreign_tables import FOREIGN_TABLES, ForeignTable, rows_to_grid
from corpus.quirks.prose import FILLER, figures_in_words
from corpus.wordings import listed

Foreign = Callable[[Random, Facts], Document]


def tables(title: str, *kinds: str) -> Foreign:
    """A document of tables of some kinds, with a little prose between them."""

    def made(chance: Random, facts: Facts) -> Document:
        blocks: list[Block] = [Text("title", title.format(issuer=facts.issuer, year=facts.year))]
        for kind in kinds:
            blocks += [Text("paragraph", chance.choice(FILLER)), *_table(kind)(chance, facts)]
        return Document(tuple(blocks), running_head=title.format(issuer=facts.issuer, year=facts.year))

    return made


def _table(kind: str) -> ForeignTable:
    return {**FOREIGN_TABLES, "register": register, "quarters": quarters}[kind]


def register(chance: Random, facts: Facts) -> tuple[Block, ...]:
    """A register of single applications, in the words of the form."""
    rows = [
        [
            str(number),
            f"{chance.randint(1, 12)}月{chance.randint(1, 28)}日",
            chance.choice(["自然人", "商业企业", "其他"]),
            answer,
        ]
        for number, answer in enumerate(chance.choices(["予以公开", "部分公开", "不予公开", "无法提供"], k=8), 1)
    ]
    head = ["序号", "收到日期", "申请人情况", "办理结果"]
    return Text("heading", f"{facts.year}年依申请公开登记表"), rows_to_grid([head, *rows], (1, 2, 2, 2))


def quarters(chance: Random, facts: Facts) -> tuple[Block, ...]:
    """Applications by quarter: words of the form over figures that the form does not have."""
    rows = [
        [name, *(str(chance.randint(0, 30)) for _ in range(4))]
        for name in ("本年新收政府信息公开申请数量", "予以公开", "部分公开", "不予公开", "总计")
    ]
    head = ["项目", "一季度", "二季度", "三季度", "四季度"]
    return Text("heading", f"{facts.year}年政府信息公开申请季度统计"), rows_to_grid([head, *rows], (3, 1, 1, 1, 1))


def prose(title: str, *sentences: str) -> Foreign:
    """A document without tables, long enough to go over a page."""

    def made(chance: Random, facts: Facts) -> Document:
        told = {**figures_in_words(facts), "issuer": facts.issuer}
        head = title.format(**told)
        texts = [*sentences, *chance.sample(FILLER, min(len(FILLER), 14))]
        paragraphs = (Text("paragraph", text.format(**told)) for text in texts)
        return Document((Text("title", head), *paragraphs), running_head=head)

    return made


def empty(_chance: Random, _facts: Facts) -> Document:
    """A page with nothing on it."""
    return Document((Text("paragraph", ""),))


def overview_only(chance: Random, facts: Facts) -> Document:
    """A report told in prose, without the form's tables."""
    told = figures_in_words(facts)
    groups = listed()["prose"]
    said = [chance.choice(groups[name]).format(**told) for name in ("received", "handled", "disputes", "documents")]
    title = f"{facts.issuer}{facts.year}年政府信息公开工作年度报告"
    sections = ("一、总体情况", "二、主动公开情况", "三、依申请公开情况", "四、复议诉讼情况")
    blocks: list[Block] = [Text("title", title)]
    for heading, text in zip(sections, said, strict=True):
        blocks += [Text("heading", heading), Text("paragraph", text + chance.choice(FILLER))]
    return Document(tuple(blocks), running_head=title)


FOREIGN: dict[str, Foreign] = {
    "budget": tables("{issuer}{year}年度部门决算公开", "budget", "budget"),
    "statistics": tables("{issuer}{year}年政务公开统计公报", "publications", "suggestions", "services"),
    "register": tables("{issuer}{year}年依申请公开情况", "register", "quarters"),
    "guide": tables("{issuer}政府信息公开指南", "contacts"),
    "notice": prose(
        "关于编制{year}年政府信息公开工作年度报告的通知",
        "各科室：按照国办公开办函〔2021〕30号要求，请于1月20日前报送数据，内容包括第二十条第（一）项、第（五）项、第（六）项、第（八）项。",
        "收到和处理政府信息公开申请情况由办公室汇总，本年新收{new}件、结转{later}件的数据请再核对。",
    ),
    "work report": prose(
        "{issuer}{year}年工作总结", "一年来，办件{total}件，行政许可{licences}件，行政处罚{penalties}件。"
    ),
    "empty page": empty,
    "prose report": overview_only,
}
"""By the names of their kinds."""
