"""What kind of body a name is of."""

import pytest

from pipeline.bodies import load_kinds
from pipeline.errors import UserError

KINDS = {
    "government": "江岭省 江岭省人民政府 云泽县 云泽县人民政府 白汐市 上海市浦东新区 恩施土家族苗族自治州人民政府 "
    "兴安盟行政公署 科尔沁右翼前旗人民政府 新疆维吾尔自治区人民政府",
    "township": "王母渡镇 王母渡镇人民政府 石桥乡人民政府 巴彦苏木人民政府 云泽县沙坪镇政府",
    "street_office": "九溪街道 九溪街道办事处 武侯区人民政府玉林街道办事处 佳荣里街",
    "department": "云泽县财政局 江岭省公安厅 国家发展和改革委员会 云泽县人民政府办公室 上海市国有资产监督管理委员会 "
    "北京市东城区城市管理委员会 云泽县卫健委 云泽县税务局第一税务所 云泽县档案馆 江岭省人民政府办公厅 "
    "文化和旅游局（文物局）",
    "development_zone": "云泽经济技术开发区管理委员会 苏州工业园区管委会 雄安新区管理委员会 云泽高新区 云泽县产业园",
    "other": "云泽县第一中学 云泽县人民医院 云泽水务有限公司 云泽县人民法院 云泽县残联 王家村村民委员会 政务服务中心",
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS.items() for name in names.split()])
def test_kinds_are_told_from_names(kind, name):
    assert load_kinds().kind_of(name) == kind


@pytest.mark.parametrize("name", ["", "云泽", "（）", "report"])
def test_other_names_are_of_no_kind(name):
    assert load_kinds().kind_of(name) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_has_a_name_for_people(language):
    kinds = load_kinds()
    assert all(kinds.name_in(code, language) for code in KINDS)
    assert set(kinds.kinds) == set(KINDS)
    assert kinds.name_in(None, language) is None


@pytest.mark.parametrize(
    "text",
    [
        "- list",
        "a: 1",
        "a: {name: {en: a, zh: 甲}}",
        "a: {name: {en: a, zh: 甲}, endings: []}",
        "a: {name: {en: a, zh: 甲}, endings: [局, 局]}",
        "a: {name: {fr: a}, endings: [局]}",
    ],
)
def test_a_broken_list_is_refused_with_its_name(tmp_path, text):
    file = tmp_path / "bodies.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"bodies\.yaml"):
        load_kinds(file)
