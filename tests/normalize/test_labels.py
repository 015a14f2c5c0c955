"""Labels, however a report prints them, fit their own line of the form better than any other."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.form import load_forms
from pipeline.normalize.labels import label, vocabularies

FORMS = load_forms()
KNOWN = vocabularies(FORMS)
LINES = sorted(
    {
        (table.code, axis, line.code, text)
        for form in FORMS.values()
        for table in form.tables.values()
        for axis, lines in (("row", table.rows), ("column", table.columns))
        for line in lines.values()
        for text in line.labels
    }
)
LONG = [line for line in LINES if len(label(line[3]).core) >= 6]
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
CORNER = "（本列数据的钩稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
SURE, MARGIN = 84, 8


def found(table, text, axis):
    """The best line for a label, its score, and how far behind the next one is."""
    best, second, *_ = KNOWN[table].matches(text, axis)
    return best.code, best.score, best.score - second.score


@pytest.mark.parametrize(("table", "axis", "code", "text"), LINES)
def test_every_wording_of_the_forms_fits_its_own_line_with_a_margin(table, axis, code, text):
    best, score, margin = found(table, text, axis)
    assert (best, score) == (code, 100)
    assert margin >= MARGIN


@given(st.sampled_from(LONG), st.data())
def test_one_wrong_character_does_not_make_it_another_line(line, data):
    table, axis, code, text = line
    at = data.draw(st.integers(0, len(text) - 1))
    typed = data.draw(st.sampled_from(["", "错", text[at] + "字"]))
    assume(text[at] not in "（）()")
    assert found(table, text[:at] + typed + text[at + 1 :], axis)[0] == code


@given(st.sampled_from(LINES), st.randoms(use_true_random=False))
def test_spaces_breaks_and_full_width_characters_change_nothing(line, rng):
    table, axis, code, text = line
    printed = "".join(letter + rng.choice(["", "", " ", "\n", "　"]) for letter in text)
    assert found(table, printed, axis)[:2] == (code, 100)
    assert found(table, text.translate(WIDE), axis)[:2] == (code, 100)


@pytest.mark.parametrize(
    ("table", "axis", "code", "printed"),
    [
        ("applications", "row", "denied.prohibited_by_law", "2.其他法律行政止公开"),
        ("applications", "row", "denied.internal_affairs", "5.属于三类内容事务信息"),
        ("applications", "row", "denied.security_and_stability", '（3）危及"三安全一稳定"'),
        ("applications", "row", "denied.state_secret", "1、屬於國家秘密"),
        ("applications", "row", "partly_granted", "（二）部分公开（区分处理的，只计这一情况，不计其他情形）"),
        ("applications", "row", "partly_granted", "（二）部分公开（区分处理的，只计这一"),
        ("applications", "row", "partly_granted", "部分公开 区分处理的，只计这 情形.不计其他情形"),
        ("applications", "row", "unavailable.not_held", "１．本机关不掌握相关政府信息"),
        ("applications", "row", "other.correction_overdue", "1、申请人无正当理由逾期不补正"),
        ("applications", "row", "outcome_total", "（七）合计"),
        ("applications", "column", "total", "总 计"),
        ("applications", "column", "natural_person", "自 然 人"),
        ("proactive_disclosure", "row", "regulations", "规章（设区的市、自治州人民政府应提供相关数据）"),
        ("proactive_disclosure", "row", "normative_documents", "规范性文件（行政机关制定发布的决定、公告、意见等）"),
        ("proactive_disclosure", "column", "decisions", "处理决定数量（指2020年办件量)"),
        ("proactive_disclosure", "column", "amount", "本年收费金额（单位：元）"),
        ("review_litigation", "column", "upheld", "结 果维持"),
    ],
)  # fmt: skip
def test_wordings_of_published_reports_fit_their_line(table, axis, code, printed):
    best, score, margin = found(table, printed, axis)
    assert best == code
    assert score >= SURE
    assert margin >= MARGIN


@pytest.mark.parametrize(
    "text", ["其他主动公开文件", "信访件", "备注", "填表人", "本年度办理结果", "（三）不予公开", "第二十条第（一）项"]
)
def test_foreign_words_fit_no_row_well(text):
    assert all(known.best(text, "row").score < SURE for known in KNOWN.values())


@pytest.mark.parametrize("text", ["", " ", "12", "—", "（）"])
def test_what_has_no_words_is_no_label(text):
    assert all(known.best(text, "row").score < 50 for known in KNOWN.values())


def test_groups_and_corners_are_told_from_rows():
    matrix = KNOWN["applications"]
    halves = (CORNER[:20], CORNER[20:])
    for text in ("三、本年度办理结果", "（四）无法提供", "申请人情况", "法人或其他组织", CORNER, *halves):
        assert matrix.is_group(text)
    for text in ("一、本年新收政府信息公开申请数量", "自然人", "2.重复申请", "其他", "总计", "第四项之和", ""):
        assert not matrix.is_group(text)


def test_numbers_in_front_are_kept_apart_from_the_words():
    assert label("（一）予以公开")[:2] == ("予以公开", "一")
    assert label("1．属于国家秘密")[:2] == ("属于国家秘密", "1")
    assert label("3、危及“三安全一稳定”")[:2] == ("危及三安全一稳定", "3")
