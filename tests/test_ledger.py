from contextlib import suppress
from dataclasses import replace

import pyarrow as pa
import pytest

from pipeline import ledger as module
from pipeline import publish
from pipeline.documents import Document, Given
from pipeline.errors import UserError
from pipeline.extract import UnreadableError
from pipeline.ledger import Ledger
from pipeline.report import catalogue, unreadable
from tests.making import read

LIMITS = "seconds=300 memory_mb=4096"


@pytest.fixture(params=["folder", "store"])
def url(request, tmp_path):
    return str(tmp_path / "ledger") if request.param == "folder" else f"{request.getfixturevalue('bucket')}/ledger"


def given(number):
    return Given(f"{number:064x}", Document(f"/{number}.pdf", f"{number}.pdf"), (f"{number}.pdf",))


def row(number, under=""):
    one = given(number)
    report = replace(read(1), document_id=one.document_id, file_name=one.document.file_name)
    return publish.result([report], catalogue(), under)


def cut(number, under=LIMITS):
    one = given(number)
    report = unreadable(one.document_id, one.document.file_name, UnreadableError("over_limit", "300 s"))
    return publish.result([report], catalogue(), under)


def filled(url, rows, version="v"):
    with Ledger(url, version) as ledger:
        for one in rows:
            ledger.add(one)
    return ledger


def test_what_was_added_is_known_to_the_next_run_in_any_order(url):
    filled(url, [row(n) for n in range(250)])
    filled(url, [row(n) for n in (300, 251)])
    ledger = Ledger(url, "v")
    wanted = [given(n) for n in (300, 7, 249, 0, 251, 101)]
    assert not any(ledger.lacks(one, LIMITS) for one in wanted)
    assert ledger.lacks(given(299), LIMITS)
    rows = ledger.rows(wanted)
    assert rows["document_id"].to_pylist() == [one.document_id for one in wanted]
    assert rows.slice(1, 1).combine_chunks() == pa.Table.from_batches([row(7)])


def test_another_version_knows_nothing_of_it(tmp_path):
    filled(str(tmp_path), [row(1)])
    assert Ledger(str(tmp_path), "w").lacks(given(1), LIMITS)


def test_the_same_bytes_under_another_name_are_read_again_since_the_name_may_tell_the_title(tmp_path):
    ledger = filled(str(tmp_path), [row(1)])
    renamed = replace(given(1), document=Document("/other.pdf", "other.pdf"))
    assert ledger.lacks(renamed, LIMITS)


def test_what_was_cut_short_is_tried_three_times_and_anew_under_other_limits(tmp_path):
    for _ in range(3):
        assert Ledger(str(tmp_path), "v").lacks(given(1), LIMITS)
        filled(str(tmp_path), [cut(1)])
    ledger = Ledger(str(tmp_path), "v")
    assert not ledger.lacks(given(1), LIMITS)
    assert ledger.cut_short(given(1))
    assert ledger.lacks(given(1), "seconds=600 memory_mb=4096")
    filled(str(tmp_path), [row(1)])
    ledger = Ledger(str(tmp_path), "v")
    assert not ledger.lacks(given(1), "seconds=600 memory_mb=4096")
    assert not ledger.cut_short(given(1))
    assert ledger.rows([given(1)]).to_batches() == [row(1)]


def test_a_row_for_now_is_there_in_this_run_only(tmp_path):
    with Ledger(str(tmp_path), "v") as ledger:
        ledger.add_for_now(cut(1))
        ledger.add(row(2))
    rows = ledger.rows([given(1), given(2)])
    assert rows["document_id"].to_pylist() == [given(1).document_id, given(2).document_id]
    assert Ledger(str(tmp_path), "v").lacks(given(1), LIMITS)


def test_a_run_that_breaks_off_keeps_what_it_read_but_not_what_was_cut_short(tmp_path):
    with suppress(KeyboardInterrupt), Ledger(str(tmp_path), "v") as ledger:
        ledger.add(row(1))
        ledger.add(cut(2))
        raise KeyboardInterrupt
    ledger = Ledger(str(tmp_path), "v")
    assert not ledger.lacks(given(1), LIMITS)
    assert ledger.lacks(given(2), LIMITS)


def test_what_was_read_is_written_while_the_run_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_DOCUMENTS", 3)
    with Ledger(str(tmp_path), "v") as ledger:
        for number in range(7):
            ledger.add(row(number))
        other = Ledger(str(tmp_path), "v")
        assert [other.lacks(given(number), LIMITS) for number in range(7)] == [False] * 6 + [True]


def test_many_small_parts_are_made_one_and_say_the_same(url, monkeypatch):
    with monkeypatch.context() as often:
        often.setattr(module, "_DOCUMENTS", 1)
        filled(url, [row(number) for number in range(module._MANY)])
    everything = [given(number) for number in range(module._MANY)]
    ledger = Ledger(url, "v")
    assert len(ledger._small) == module._MANY
    before = ledger.rows(everything)
    ledger.tidy()
    after = Ledger(url, "v")
    assert after.rows(everything) == before
    assert len(after._small) == 1


def test_a_part_that_is_broken_is_named(tmp_path):
    filled(str(tmp_path), [row(1)])
    (part,) = (tmp_path / "v").iterdir()
    part.write_bytes(part.read_bytes()[:-20])
    with pytest.raises(UserError, match=f"{part.name}: .*delete it"):
        Ledger(str(tmp_path), "v")


def test_what_was_said_of_a_dataset_is_kept_until_the_next_one_is_written(url):
    ledger = filled(url, [row(1)])
    assert ledger.published("one") is None
    ledger.remember("one", {"a" * 64: b"1", "b" * 64: b"2"})
    ledger.remember("one", {"a" * 64: b"1", "b" * 64: b"2"})
    assert Ledger(url, "v").published("one") == {"a" * 64: b"1", "b" * 64: b"2"}
    assert Ledger(url, "other").published("one") is None
    ledger.remember("two", {"c" * 64: b"3"})
    assert (ledger.published("one"), ledger.published("two")) == (None, {"c" * 64: b"3"})
    assert not Ledger(url, "v").lacks(given(1), LIMITS)
