"""A title is found whatever stands around it, and wherever its lines break."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.issuer import issuer_in_title
from pipeline.normalize.title import find_title
from pipeline.normalize.year import year_in_title

FINANCE = "云泽县财政局2024年政府信息公开工作年度报告"
TITLES = [
    FINANCE,
    "2024年云泽县财政局政府信息公开报告",
    "云泽县财政局政府信息公开工作2024年度报告",
    "云泽县财政局二〇二四年政府信息公开年报",
    "云泽县财政局关于2024年政府信息公开工作情况的报告",
    "云泽县财政局二○二四年度政务公开工作总结",
    "云泽县财政局２０２４年度政府信息公开工作年度报告",
    "云泽县财政局2024年年度政府信息公开工作报告",
    "云泽县财政局政府信息公开工作年度报告（2024年度）",
]
ABOVE = [
    [],
    ["- 1 -"],
    ["云泽县财政局文件", "云财发〔2025〕3号"],
    ["首页>政府信息公开>政府信息公开年报", "索引号：1132/2025-01", "发布日期：2025-01-20", "字体：[大中小]"],
    ["云泽县人民政府门户网站", "无障碍阅读"],
    ["云泽县人民政府"],
    ["政府信息公开"],
    ["日期：2025年1月20日", "来源：云泽县财政局"],
    ["机密", "2025年第1期", "（公开稿）"],
    ["附件1", "二〇二五年一月"],
    ["江岭省水利厅", "当前位置：首页>政府信息公开>政府信息公开年报"],
]


@pytest.mark.parametrize("title", TITLES)
@given(lengths=st.lists(st.integers(2, 12), max_size=3), above=st.sampled_from(ABOVE))
def test_lines_may_break_anywhere(title, lengths, above):
    cuts = [cut for cut in accumulate(lengths) if cut < len(title)]
    parts = [title[a:b] for a, b in pairwise([0, *cuts, len(title)])]
    found = find_title([*above, *parts, "一、总体情况", "2024年，我局坚持公开。"])
    assert found is not None
    assert (issuer_in_title(found.text), year_in_title(found.text)) == ("云泽县财政局", 2024)
    assert found.text == title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["云泽县财政局", "政府信息公开工作年度报告", "（2024年度）"],
            "云泽县财政局政府信息公开工作年度报告（2024年度）",
        ),
        (["云泽县财政局", "政府信息公开工作年度报告", "二〇二五年一月"], "云泽县财政局政府信息公开工作年度报告"),
        (["2024年度", "云泽县财政局", "政府信息公开年报"], "2024年度云泽县财政局政府信息公开年报"),
        ([f"标题：{FINANCE}"], FINANCE),
        (["文号无有效性有效", f"名称{FINANCE}", FINANCE], FINANCE),
        ([f"{FINANCE}_云泽县人民政府"], FINANCE),
        (["政府信息公开年报", "云泽县人民政府", FINANCE], FINANCE),
        (["淮安市人民政府", "洪泽区" + FINANCE[3:]], "洪泽区" + FINANCE[3:]),
        ([FINANCE, "发布时间：2025-01-21 09:32来源：办公室"], FINANCE),
        (["江岭省水利厅", "当前位置：首页>政府信息公开年报", FINANCE[6:], "江岭省水利厅2025年1月"], FINANCE[6:]),
        (["武侯区人民政府", "玉林街道办事处" + FINANCE[6:]], "武侯区人民政府玉林街道办事处" + FINANCE[6:]),
        ([f"11/27/26,11:10PM{FINANCE}", f"政府信息公开制度{FINANCE}"], FINANCE),  # a browser's head; a menu beside it
        ([f"2024/1/1510:23{FINANCE}"], FINANCE),
        (["1" + FINANCE], FINANCE),  # the number of the page
        (["I" + FINANCE], FINANCE),  # a stroke beside it
        (["120急救中心" + FINANCE[6:]], "120急救中心" + FINANCE[6:]),
        (["61中学" + FINANCE[6:]], "61中学" + FINANCE[6:]),
        (["当前位置：首页>政府信息公开年报>2024年", FINANCE], FINANCE),
        (["首页>2024年", "云泽县财政局", "关于" + FINANCE[6:]], "云泽县财政局关于" + FINANCE[6:]),
        (["一、总体情况", "第二十条第（一）项", FINANCE], FINANCE),  # headings that a file has before its title
        (["24年云泽县政府信息公开工作年度报告"], "24年云泽县政府信息公开工作年度报告"),
    ],
)
def test_what_belongs_to_a_title_and_what_does_not(lines, title):
    found = find_title(lines)
    assert found is not None
    assert found.text == title


@pytest.mark.parametrize(
    "lines",
    [
        ["根据《条例》要求，现将云泽县财政", "局2024年政府信息公开工作年度报告", "公布如下：一、总体情况"],
        ["二是认真编制，按时发布了云泽县", "财政局2024年政府信息公开工作年度报告"],
        ["一、按照规定，我局认真编制了政府信息公开工作年度报告"],
        ["六、其他需要报告的事项"],
        ["局办公室关于印发〈中华人民共和国政府信息公开工作年度报告", "依申请公开", "格式〉的通知》要求，编制本报告。"],
        [""],
    ],
)
def test_a_sentence_that_names_the_report_is_no_title(lines):
    assert find_title(lines) is None


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("云泽县人民政府信息公开工作年度报告", "云泽县人民政府"),
        ("云泽县人民政府政府信息公开工作年度报告", "云泽县人民政府"),
        ("云泽县政务公开办公室2024年政府信息公开工作年度报告", "云泽县政务公开办公室"),
        ("关于报送云泽县财政局2024年政府信息公开工作的报告", "云泽县财政局"),
        ("2024年度政府信息公开工作年度报告", None),
    ],
)
def test_the_issuer_is_what_stands_before_the_subject(title, issuer):
    assert issuer_in_title(title) == issuer
