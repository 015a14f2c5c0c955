import unicodedata

from pipeline.extract.characters import sound


def test_radicals_are_the_characters_that_they_print():
    assert sound("云泽县⼈⺠政府⼯作⾏政⻓⻔") == "云泽县人民政府工作行政长门"


def test_every_radical_of_the_kangxi_block_becomes_a_character():
    radicals = "".join(chr(code) for code in range(0x2F00, 0x2FD6))
    assert all("CJK UNIFIED" in unicodedata.name(character) for character in sound(radicals))


def test_the_second_code_of_a_character_becomes_its_first():
    assert sound("2022\uf98e政府信息公開\uf98e度報告\ufa08") == "2022年政府信息公開年度報告行"


def test_other_text_stays_as_it_is():
    for text in ("abc 123", "（一）予以公开，１２件", "22（其中修订16件）"):
        assert sound(text) == text


def test_halves_of_characters_do_not_break_a_file():
    assert sound("甲\udb31乙").encode("utf-8").decode("utf-8") == "甲?乙"
