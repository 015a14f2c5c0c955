"""Figures that the prose repeats are found in the wordings of real reports, and nothing else is taken for one."""

import pytest

from pipeline.normalize.prose import claims
from pipeline.statements import load_statements

SAID = {
    "2024年，区政府办受理政府信息公开申请17件，均已答复。": {"accepted": 17},
    "2024年,本机关收到依申请公开件2件。其中,予以公开2件。": {"received": 2, "granted": 2},
    "（二）依申请公开。全年收到申请1,234件，上年结转3件，全年办结1,237件，转入下一年继续办理0件。": {
        "received": 1234, "carried_over": 3, "handled": 1237, "carried_forward": 0,
    },
    "我局全年未收到行政许可申请；全年未接到信息公开申请；共刊发信息44篇。": {"received": 0},
    "未收到任何公民、法人和其他组织提出的公开政府信息的申请；未收取任何费用。": {"received": 0},
    "无依申请公开事项。": {"received": 0},
    "我街道未接到任何形式的信息公开申请。": {"received": 0},
    "全年共收到依申请公开0件，公开0件，不予公开0件。": {"received": 0, "denied": 0},
    "全年收到政府信息公开申请十二件，其中予以公开两件，部分公开一件，不予公开三件，"
    "无法提供四件，不予处理零件，其他处理二件。": {
        "received": 12, "granted": 2, "partly_granted": 1, "denied": 3, "unavailable": 4, "not_processed": 0,
        "other_outcomes": 2,
    },
    "收到政府信息公开申请，予以公开答复966件，占66.48%；部分公开67件；无法提供的182件；不予处理的61件。": {
        "partly_granted": 67, "unavailable": 182, "not_processed": 61, "granted": 966,
    },
    "截至2024年12月31日，新收政府信息公开申请数量为7件，结转下年度继续办理1件。": {"received": 7, "carried_forward": 1},
    "2023年收到政府信息公开申请15件，2024年收到政府信息公开申请17件，同比增长13%。": {"received": 17},
    "對政府信息公開申請予以公開３件。": {"granted": 3},
    "因政府信息公开被申请行政复议2件，被提起行政诉讼1件。": {"reconsideration": 2, "litigation": 1},
    "共接到社会公众依申请公开184件，上年结转办理1件。年内共办结182件，结转下年度继续办理3件。": {
        "received": 184, "carried_over": 1, "handled": 182, "carried_forward": 3,
    },
    "2024年，我局收到政府信息公开依申请1件，无法提供的有1件。": {"received": 1, "unavailable": 1},
    "我办共收到公开政府信息申请29件（含上年结转2件），均按时办理。": {"received": 29, "carried_over": 2},
    "共收到依申请公开件32件，新发生行政复议案件2件(其中1件为2023年信息公开件)，结果维持1件。": {
        "received": 32, "reconsideration": 2,
    },
    "全年处理政府信息公开申请2条，制发行政规范性文件共6个。": {"accepted": 2, "normative_documents_issued": 6},
    "未发生因政府信息公开申请行政复议、提起行政诉讼情况。": {"reconsideration": 0, "litigation": 0},
    "没有因政府信息公开被申请行政复议、提起行政诉讼的情况。": {"reconsideration": 0, "litigation": 0},
    "无因政府信息公开引发的行政复议和行政诉讼案件。": {"reconsideration": 0, "litigation": 0},
    "制定行政规范性文件3件，废止行政规范性文件1件，现行有效行政规范性文件12件。": {
        "normative_documents_issued": 3, "normative_documents_repealed": 1, "normative_documents_in_force": 12,
    },
    "作出行政许可决定120件，作出行政处罚决定30件，实施行政强制1件。": {
        "licensing": 120, "penalties": 30, "coercion": 1,
    },
}  # fmt: skip

OTHER = [
    "2024年，我区主动发布各类政府信息2428条，公开政府常务会议7期。",
    "全区共收到政府信息公开申请1499件。",
    "区政府本级收到政府信息公开申请12件。",
    "区政府办代表区政府受理政府信息公开申请17件。",
    "其中收到政府信息公开申请10件。",
    "收到政府信息公开申请，其中收到网络申请10件，信函申请5件，当面申请2件。",
    "2023年收到政府信息公开申请15件。",
    "通过信函收到政府信息公开申请5件，通过网站平台收到政府信息公开申请10件。",
    "收到公民政府信息公开申请5件，收到法人政府信息公开申请2件。",
    "政府信息公开申请中予以公开及部分公开的有6件。",
    "未出现因信息公开答复不当引起的行政复议、行政诉讼。",
    "主动公开政府信息61条、行政复议决定书20份、行政许可文件1513件。",
    "较去年收到政府信息公开申请增加2件，同比收到信息公开申请3件。",
    "2024年上半年收到政府信息公开申请7件。",
    "收到政府信息公开申请约100件。收到政府信息公开申请100余件。收到政府信息公开申请1.2万件。",
    "收到政府信息公开申请１，２３４件。",
    "收到政府信息公开申请12件次。",
    "累计收到政府信息公开申请130件。",
    "收到信息公开方面的人民来信5件，收到投诉举报3件，12345热线47件。",
    "信息公开工作中，全年办理行政复议案件120件，收到行政复议申请130件，受理行政复议申请128件。",
    "完善信息公开。全年发生行政复议2件、行政诉讼3件。",
    "未发生政府信息公开行政复议被纠错的情况。",
    "政府信息公开行政复议、行政诉讼各1件，政府信息公开行政复议和行政诉讼共3件。",
    "对政府信息公开申请不予公开或部分公开共3件。",
    "没有出现应公开而不予公开的办件。",
    "主动公开规范性文件5件，公开行政规范性文件3件。",
    "公示行政处罚决定28件。",
    "未收到要求收取信息处理费的申请。",
    "收到政府信息公开申请一二件。",
    "。" + "收到政府信息公开申请1件，" * 1000,
]


@pytest.mark.parametrize("text", SAID)
def test_what_reports_say_of_the_figures_is_understood(text):
    found = claims(text, 2024, load_statements())
    assert {claim.statement: claim.value for claim in found} == SAID[text]
    assert len(found) == len(SAID[text])


@pytest.mark.parametrize("text", OTHER)
def test_what_may_be_about_something_else_is_not(text):
    assert claims(text, 2024, load_statements()) == ()


def test_a_report_of_unknown_year_says_nothing_that_can_be_compared():
    assert claims("收到政府信息公开申请3件。", None, load_statements()) == ()


def test_a_claim_comes_with_its_clause():
    (claim,) = claims("一、总体情况。本年度，共收到政府信息公开申请3件，均已办理。", 2024, load_statements())
    assert claim.text == "共收到政府信息公开申请3件"
