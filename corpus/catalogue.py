"""The samples: made-up bodies, each with some of the ways in which published reports vary."""

from __future__ import annotations

from corpus.facts import without_rows
from corpus.layout import Wording
from corpus.manuscript import Manuscript
from corpus.sample import Sample
from corpus.script import traditional
from corpus.switches import Break, Switches
from corpus.varied import FOUR, THREE, TWO, made_up, raised, township, varied_cells, varied_labels

SAMPLES: tuple[Sample, ...] = (
    township(),
    Sample(
        made_up("yunze-county-2021", "云泽县人民政府", 2021, scale=60),
        Switches(),
        Wording(new_page=(THREE,)),
    ),
    Sample(
        made_up("linhe-district-2022", "临禾区人民政府", 2022, scale=40),
        Manuscript(repeat_header=True, split_rows=False),
        Wording(least_height=26.0),
    ),
    Sample(
        made_up("qingsui-resources-2023", "青穗市自然资源局", 2023, scale=20),
        Switches(running_head=True, breaks={THREE: Break("denied.third_party_rights")}),
        Wording(fill=None, block_height=33.0, least_height=20.0),
    ),
    Sample(
        made_up(
            "baixi-city-2020",
            "白汐市人民政府",
            2020,
            "2019",
            scale=30,
            values={
                (TWO, "licensing", "change"): 19,
                (TWO, "other_services", "change"): 0,
                (TWO, "penalties", "change"): -26,
                (TWO, "procurement", "amount"): 1767.06,
            },
        ),
        Manuscript(),
        Wording(
            cells={
                (TWO, "licensing", "change"): "+19",
                (TWO, "penalties", "change"): "减26",
                (TWO, "procurement", "amount"): "1767.06万元",
            }
        ),
    ),
    Sample(
        made_up("hongtang-town-2023", "红棠镇人民政府", 2023, "2019", scale=9),
        Manuscript(page_numbers=False),
        Wording(fill=None),
    ),
    Sample(
        made_up("songling-county-2024", "松岭县人民政府", 2024, scale=35, other_as_one=True),
        Switches(split_rows=True),
    ),
    Sample(
        made_up("anlan-county-2021", "安澜县人民政府", 2021, scale=25, forms={TWO: "2019"}),
        Switches(lines="dashed", line_width=0.75),
    ),
    Sample(
        made_up(
            "pingyuan-police-2024",
            "平沅县公安局",
            2024,
            scale=15,
            values={
                (FOUR, "reconsideration", "upheld"): 10,
                (FOUR, "reconsideration", "corrected"): 1,
                (FOUR, "reconsideration", "other"): 0,
                (FOUR, "reconsideration", "pending"): 0,
                (FOUR, "reconsideration", "total"): 0,
            },
        ),
        Manuscript(running_head=True),
    ),
    Sample(
        raised(made_up("danpu-civil-affairs-2023", "丹浦区民政局", 2023, scale=10), "granted", by=3),
        Switches(split_rows=True, repeat_header=True),
    ),
    Sample(
        without_rows(made_up("shiqiao-township-2022", "石桥乡人民政府", 2022, scale=3), [(TWO, "regulations")]),
        Manuscript(split_rows=False),
    ),
    varied_labels(),
    varied_cells(),
    Sample(
        made_up("jiangling-province-2022", "江岭省人民政府", 2022, scale=9000),
        Switches(lines="rectangles", line_width=0.48),
        Wording(landscape=(THREE,), least_height=15.0),
    ),
    Sample(
        made_up("wangchuan-education-2023", "望川县教育局", 2023, scale=8),
        Switches(lines="boxes", vertical="rotated", split_rows=True),
        Wording(fill="#E7E6E6"),
    ),
    Sample(
        made_up("nanlan-culture-2022", "南岚市文化和旅游局", 2022, scale=6),
        Switches(face="hei", split_rows=True),
        rewrite=traditional,
    ),
    Sample(
        made_up("shaping-town-2024", "沙坪镇人民政府", 2024, scale=4),
        Switches(
            breaks={THREE: Break("unavailable.must_be_created", merged=1)},
            sides=False,
            close_cuts=False,
            page_numbers=False,
        ),
        Wording(
            labels={"（四）无法提供": "（四）无\n法提供", "三、本年度办理结果": "三、本\n年度办\n理结果"},
            upright=True,
            fill=None,
            least_height=21.0,
        ),
    ),
)
