"""The prose around the tables: invented sentences, which repeat some of the figures as real reports do."""

from __future__ import annotations

from random import Random

from corpus.facts import MATRIX, Facts
from corpus.facts import identity as named
from pipeline.form import load_forms

DUTIES = (
    "围绕群众关心的教育、医疗、住房和就业问题，按月梳理应当公开的事项，更新公开目录，做到有目录、有责任人、有时限。",
    "对照公开目录逐项自查，补发缺漏的会议纪要、财政收支和工程招标信息，并把过期的办事指南撤下重写。",
    "依托政务服务大厅设立查阅点，为老年人和不便上网的群众提供纸质材料，由专人答疑。",
)
MANAGEMENT = (
    "信息发布前由经办人、股室负责人和分管领导依次核对，留存记录；涉及个人隐私的内容先作遮挡再发布。",
    "建立台账，逐条登记信息的来源、日期和公开属性，每季度抽查一次，发现错字和失效链接当日改正。",
)
PLATFORM = (
    "网站公开专栏重新排列，检索可按年份和主题进行；公众号全年保持每周更新，留言在三个工作日内答复。",
    "政务新媒体与网站同步发布，停用一个长期不更新的账号，网页在手机上的显示问题已经解决。",
)
SUPERVISION = (
    "公开工作纳入年终考核，占分值的百分之四；全年举办业务培训两次，未发生需要追究责任的情形。",
    "邀请人大代表和居民代表评议公开工作，收到意见十一条，均已逐条回复。",
)
PROBLEMS = (
    "回顾全年，工作中仍有不足：一是少数股室报送信息不及时；二是解读材料文字多、图表少；三是答复文书的写法不够统一。",
    "主要不足在于：公开内容与群众的实际需要之间尚有距离，个别栏目更新慢，经办人员变动后业务衔接不够顺畅。",
)
PLANS = (
    "下一年将从三处着手：按季度通报报送情况，请业务骨干撰写图解，编印答复文书范本并组织学习。",
    "下一步，我们将通过问卷了解需求，明确各栏目的更新期限，并安排老同志带教新的经办人员。",
)


def title_lines(facts: Facts) -> list[str]:
    """The title, on two lines where it begins with the issuer and is long."""
    head, tail = facts.issuer, facts.title.removeprefix(facts.issuer)
    return [head, tail.strip()] if tail != facts.title and len(facts.title) > 21 else [facts.title]


def introduction(facts: Facts) -> list[str]:
    """What the report rests on, and the days that it covers."""
    notice = load_forms()[facts.forms[MATRIX]].notice
    return [
        f"本报告按照《中华人民共和国政府信息公开条例》和{notice}所附格式编写，"
        f"由{facts.issuer}负责，数据的统计期限为{facts.year}年1月1日至{facts.year}年12月31日。"
    ]


def overview(facts: Facts, *, short: bool = False) -> list[str]:
    """The first section; it repeats figures of the tables."""
    rng = Random(facts.id)  # not for secrets: the same report gets the same sentences
    table = facts.table(MATRIX)
    balance = named(table, "balance")
    total = named(table, "applicants_add_up").left[0]
    new, before, handled, later = (
        facts.figures[MATRIX].get(row, {}).get(total) or 0 for row in (*balance.left, *balance.right)
    )
    applications = (
        f"（二）依申请公开。{facts.year}年收到申请{new}件，上年结转{before}件，"
        f"全年办结{handled}件，转入下一年继续办理{later}件。"
    )
    if short:
        return [f"（一）主动公开。{rng.choice(DUTIES)}", applications]
    return [
        f"（一）主动公开。{rng.choice(DUTIES)}",
        applications,
        f"（三）政府信息管理。{rng.choice(MANAGEMENT)}",
        f"（四）平台建设。{rng.choice(PLATFORM)}",
        f"（五）监督保障。{rng.choice(SUPERVISION)}",
    ]


def closing(facts: Facts, *, short: bool = False) -> list[tuple[str, list[str]]]:
    """The sections after the tables, each with its heading."""
    rng = Random(f"{facts.id} closing")
    problems = [rng.choice(PROBLEMS)] if short else [rng.choice(PROBLEMS), rng.choice(PLANS)]
    return [
        ("存在的主要问题及改进情况", problems),
        ("其他需要报告的事项", [f"{facts.year}年没有收取信息处理费，无其他需要报告的事项。"]),
    ]
