"""A verdict of certainty takes a reading without doubt, and a second one where the report is at odds with itself."""

from dataclasses import replace

import pytest

from pipeline.findings import Finding
from pipeline.form import Place, load_forms
from pipeline.normalize.model import Figure, Metadata, ReadReport
from pipeline.report import catalogue
from pipeline.validate import Reading, judge

PLACE = Place("review_litigation", "reconsideration", "upheld")
TOTAL = Place("review_litigation", "reconsideration", "total")
DOUBT = Finding("label_doubtful", "applications", "granted", found="予以")
NOTE = Finding("blank_cell", *PLACE)
FAULT = Finding("row_missing", "proactive_disclosure", "regulations")


def report(upheld=3, total=3, findings=()):
    figures = [
        Figure(place, "2021", "blank" if value is None else "number", value, str(value), "count")
        for place, value in ((PLACE, upheld), (TOTAL, total))
    ]
    return ReadReport(Metadata(None, None, 2024), "2021", tuple(figures), tuple(findings))


SOUND, BROKEN = report(), report(10, 0)


def judged(*readings):
    """The one report's verdict after readings by one reader after the other, and who was asked."""
    asked = []

    def one_by_one():
        for name, reports in zip(("pdfium", "pdfplumber", "camelot"), readings, strict=False):
            asked.append(name)
            yield Reading(name, reports if isinstance(reports, tuple) else (reports,))

    (found,) = judge(one_by_one(), load_forms(), catalogue())
    return found, asked


def test_a_sound_and_certain_reading_is_verified_by_itself():
    found, asked = judged(SOUND, BROKEN)
    assert (found.verdict, found.reader, asked) == ("verified", "pdfium", ["pdfium"])


def test_notes_raise_no_doubt():
    assert judged(report(findings=[NOTE]))[0].verdict == "verified"


@pytest.mark.parametrize("odd", [BROKEN, report(findings=[FAULT])], ids=["identity", "row left out"])
def test_a_report_at_odds_with_the_form_is_so_only_when_two_readers_say_it(odd):
    assert judged(odd)[0].verdict == "needs_review"
    found, asked = judged(odd, odd, SOUND)
    assert (found.verdict, asked) == ("inconsistent", ["pdfium", "pdfplumber"])
    assert found.report == odd


def test_a_row_in_which_one_reader_sees_a_number_is_not_left_out_though_two_others_say_so():
    seen = Figure(Place(FAULT.table, FAULT.row, "issued"), "2021", "number", 7.0, "7", "count")
    left_out, doubtful = report(findings=[FAULT]), report(findings=[DOUBT])
    more = replace(doubtful, figures=(*doubtful.figures, seen))
    assert judged(more, left_out, left_out)[0].verdict == "needs_review"
    assert judged(doubtful, left_out, left_out)[0].verdict == "inconsistent"


def test_without_a_second_reader_it_is_said_that_none_confirmed():
    assert "not_confirmed" in {finding.rule for finding in judged(BROKEN)[0].findings}


def test_a_second_reader_that_is_in_doubt_of_a_table_at_odds_confirms_nothing():
    for table in (None, "review_litigation"):
        doubt = Finding("label_doubtful", table, found="予以")
        assert judged(BROKEN, report(10, 0, [doubt]))[0].verdict == "needs_review"


def test_a_second_reader_confirms_a_table_at_odds_though_it_doubts_or_lost_another():
    more = Figure(Place("applications", "granted", "total"), "2021", "number", 5, "5", "count")
    odd = replace(BROKEN, figures=(*BROKEN.figures, more))
    assert judged(odd, replace(BROKEN, findings=(DOUBT,)))[0].verdict == "inconsistent"
    other = replace(more, value=6, printed="6")
    assert judged(odd, replace(odd, figures=(*BROKEN.figures, other), findings=(DOUBT,)))[0].verdict == "needs_review"
    blank = report(None, 0)
    seen = replace(blank, figures=(*blank.figures, more))
    assert judged(seen, replace(blank, findings=(DOUBT,)))[0].verdict == "verified"


def test_a_second_reader_that_sees_other_figures_confirms_nothing():
    found, asked = judged(BROKEN, report(11, 0), report(12, 0))
    assert (found.verdict, len(asked)) == ("needs_review", 3)
    assert "readers_disagree" in {finding.rule for finding in found.findings}


def test_a_third_reader_may_confirm_either():
    found, _ = judged(BROKEN, report(10, 1), report(10, 1))
    assert (found.verdict, found.reader) == ("inconsistent", "pdfplumber")


def test_a_doubtful_first_reading_is_replaced_by_a_certain_one_that_agrees():
    found, _ = judged(report(findings=[DOUBT]), SOUND)
    assert (found.verdict, found.reader) == ("verified", "pdfplumber")


def test_a_reading_is_not_verified_against_another_value_of_a_reader_before():
    found, _ = judged(report(5, 5, [DOUBT]), SOUND)
    assert found.verdict == "needs_review"
    (finding,) = [one for one in found.findings if one.rule == "readers_disagree" and one.column == "upheld"]
    assert {finding.expected, finding.found} == {"3", "5"}


def test_a_blank_is_not_a_nought():
    assert judged(report(None, 0, [DOUBT]), report(0, 0))[0].verdict == "needs_review"


def test_a_figure_that_only_one_reader_has_is_a_contradiction():
    more = report(findings=[DOUBT])
    less = ReadReport(SOUND.metadata, "2021", SOUND.figures[:1], ())
    assert judged(more, less)[0].verdict == "needs_review"


def test_of_doubtful_readings_the_least_doubtful_is_shown():
    found, _ = judged(report(findings=[DOUBT, DOUBT]), report(findings=[DOUBT]))
    assert (found.verdict, found.reader) == ("needs_review", "pdfplumber")


def test_of_readings_that_contradict_each_other_one_whose_sums_hold_is_shown():
    found, _ = judged(report(10, 3), SOUND)
    assert (found.verdict, found.report) == ("needs_review", SOUND)


def test_of_doubtful_readings_one_that_lost_a_table_is_shown_last_however_few_its_doubts():
    lost = replace(report(findings=[DOUBT]), figures=())
    found, _ = judged(report(findings=[DOUBT, DOUBT]), lost)
    assert (found.verdict, found.reader) == ("needs_review", "pdfium")


def test_a_third_reader_is_not_asked_where_two_have_the_same_figures_and_the_same_doubts():
    spaced = replace(DOUBT, found="予 以")
    found, asked = judged(report(findings=[DOUBT]), report(findings=[spaced]), SOUND)
    assert (found.verdict, found.reader, asked) == ("needs_review", "pdfium", ["pdfium", "pdfplumber"])
    assert found.findings == (DOUBT,)


@pytest.mark.parametrize(
    "second",
    [report(findings=[DOUBT, DOUBT]), report(findings=[replace(DOUBT, row="denied")]), report(3, 4, [DOUBT])],
    ids=["other doubts", "elsewhere", "other figures"],
)
def test_a_third_reader_is_asked_where_two_doubt_otherwise(second):
    _, asked = judged(report(findings=[DOUBT]), second, SOUND)
    assert len(asked) == 3


def test_every_report_of_a_document_has_its_own_verdict():
    readings = [Reading("pdfium", (SOUND, BROKEN)), Reading("pdfplumber", (SOUND, BROKEN))]
    verdicts = [found.verdict for found in judge(readings, load_forms(), catalogue())]
    assert verdicts == ["verified", "inconsistent"]


def test_no_reading_no_report():
    assert judge([], load_forms(), catalogue()) == []
    assert judge([Reading("pdfium", ())], load_forms(), catalogue()) == []


def test_a_blank_cell_is_blank_only_when_two_readers_say_it():
    blank = report(None, 0)
    assert judged(blank)[0].verdict == "needs_review"
    found, asked = judged(blank, blank)
    assert (found.verdict, len(asked)) == ("verified", 2)


@pytest.mark.parametrize(
    "readings",
    [
        (BROKEN,),
        (report(None, 0),),
        (report(None, 0), ReadReport(SOUND.metadata, "2021", (), (DOUBT,))),
        (BROKEN, report(10, 0, [DOUBT])),
        (BROKEN, SOUND),
        (report(findings=[DOUBT]),),
    ],
)
def test_a_report_that_needs_review_always_says_why(readings):
    found, _ = judged(*readings)
    grave = [finding for finding in found.findings if catalogue().severity(finding) == "doubt"]
    assert found.verdict != "needs_review" or grave


def test_text_that_does_not_say_what_the_page_shows_is_published_only_where_nothing_else_is():
    blind = report(8, 8, [Finding("hidden_pages", found="2")])
    found, _ = judged(blind, report(3, 3, [DOUBT, DOUBT]))
    assert (found.verdict, found.reader) == ("needs_review", "pdfplumber")
    alone, _ = judged(blind)
    assert (alone.verdict, alone.reader) == ("needs_review", "pdfium")


def test_parts_of_a_report_that_text_unlike_its_page_makes_several_are_one_by_the_pixels():
    """But where text has more tables than were seen in the pixels, a report may be lost there."""
    other = Figure(Place("proactive_disclosure", "fees", "amount"), "2021", "number", 1, "1", "10k_cny")
    whole = replace(SOUND, figures=(other, *SOUND.figures))
    blind = replace(whole, findings=(Finding("hidden_pages", found="1"),))
    parts = (replace(blind, figures=blind.figures[:1]), replace(blind, figures=blind.figures[1:]))
    for text, verdicts in ((parts, ["verified"]), ((blind, blind), ["needs_review"] * 2)):
        readings = [Reading("pdfium", text), Reading("ocr", (whole,), sees_pixels=True)]
        assert [found.verdict for found in judge(readings, load_forms(), catalogue())] == verdicts


OPEN = Finding("number_doubtful", *PLACE, found="3")
UNREAD = Finding("not_a_number", *PLACE, found="目")


def looks(*reports):
    """The verdict after one look at the pixels after the other."""
    named = [Reading(f"look {k}", (one,), sees_pixels=True) for k, one in enumerate(reports)]
    (found,) = judge(named, load_forms(), catalogue())
    return found


def test_a_figure_that_one_look_leaves_open_is_settled_by_another_that_has_the_same_for_certain():
    other = Finding("number_doubtful", *TOTAL, found="3")
    found = looks(report(findings=[OPEN]), report(findings=[other]))
    assert found.verdict == "verified"
    assert [finding.rule for finding in found.findings] == ["settled_by_another_look"]
    assert looks(report(findings=[OPEN]), report(findings=[OPEN])).verdict == "needs_review"
    assert looks(report(findings=[OPEN, DOUBT]), report(findings=[other, DOUBT])).verdict == "needs_review"


def test_a_figure_that_one_look_could_not_read_is_settled_by_another_that_sums_confirm():
    unread = report(None, 3, findings=[UNREAD])
    assert looks(unread, SOUND).verdict == "verified"
    assert looks(report(4, 3, findings=[OPEN]), SOUND).verdict == "verified"
    assert looks(report(4, 3), SOUND).verdict == "needs_review"  # it has another figure for certain


def test_a_figure_that_one_look_could_not_read_is_shown_as_another_saw_it_in_doubt():
    unread = report(None, 3, findings=[UNREAD])
    figures = tuple(replace(f, kind="not_a_number") if f.place == PLACE else f for f in unread.figures)
    found = looks(replace(unread, figures=figures), report(3, 3, [OPEN, DOUBT]))
    assert (found.verdict, found.reader) == ("needs_review", "look 0")
    assert [figure.value for figure in found.report.figures] == [3, 3]
    assert {"not_a_number", "readers_disagree"} <= {finding.rule for finding in found.findings}


LONELY = Place("proactive_disclosure", "regulations", "in_force")


def test_a_figure_in_no_sum_is_not_settled_against_a_look_that_saw_another():
    def seen(value, *findings):
        figure = Figure(LONELY, "2021", "number", value, str(value), "count")
        return ReadReport(SOUND.metadata, "2021", (*SOUND.figures, figure), findings)

    doubt = Finding("number_doubtful", *LONELY, found="111")
    assert looks(seen(111, doubt), seen(77)).verdict == "needs_review"
    assert looks(seen(77, doubt), seen(77)).verdict == "verified"


def test_readers_of_text_settle_nothing_for_each_other():
    assert judged(report(findings=[OPEN]), report(findings=[Finding("number_doubtful", *TOTAL)]))[0].verdict == (
        "needs_review"
    )
    assert judged(report(None, 3, findings=[UNREAD]), SOUND)[0].verdict == "needs_review"


HIDDEN = Finding("hidden_pages", found="1")


def with_text(look, *, text):
    """The verdict after one look at pixels whose document has a text of its own."""
    readings = [Reading("pdfium", (text,)), Reading("ocr", (look,), sees_pixels=True)]
    (found,) = judge(readings, load_forms(), catalogue())
    return found


def many(upheld, total, findings=(), others=(4, 5, 6, 7)):
    """The same as report, with more numbers that are seen for certain."""
    more = [
        Figure(Place("applications", row, "total"), "2021", "number", value, str(value), "count")
        for row, value in zip(("granted", "new", "carried_over", "partly_granted"), others, strict=False)
    ]
    own = report(upheld, total, findings)
    return replace(own, figures=(*own.figures, *more))


def test_a_figure_that_the_pixels_leave_open_is_settled_by_a_text_that_agrees_everywhere_else():
    found = with_text(many(3, 3, [OPEN]), text=many(3, 3, [HIDDEN]))
    assert found.reader == "ocr"
    assert not any(finding.rule == "number_doubtful" for finding in found.findings)
    assert [finding.rule for finding in found.findings if finding.rule.startswith("settled")] == ["settled_by_text"]


@pytest.mark.parametrize(
    "text",
    [
        many(3, 3, [HIDDEN], (4, 5, 6, 8)),  # of another page
        report(3, 3, [HIDDEN]),  # without most figures
        many(3, 3),  # a reader of text that does say what is shown
    ],
)
def test_no_other_text_settles_what_the_pixels_leave_open(text):
    found = with_text(many(3, 3, [OPEN]), text=text)
    assert not any(finding.rule == "settled_by_text" for finding in found.findings)


def test_a_number_misread_under_a_seal_is_shown_as_the_text_has_it_and_stays_in_doubt():
    found = with_text(many(1, 3, [OPEN]), text=many(3, 3, [HIDDEN]))
    assert found.verdict == "needs_review"
    assert {figure.place: figure.value for figure in found.report.figures}[PLACE] == 3
    assert {"number_doubtful", "readers_disagree"} <= {finding.rule for finding in found.findings}


def test_two_or_three_numbers_that_are_the_same_do_not_make_a_text_that_of_the_page():
    found = with_text(report(1, 3, [OPEN]), text=report(3, 3, [HIDDEN]))
    assert {figure.place: figure.value for figure in found.report.figures}[PLACE] == 1
