"""Figures keep what stands and every revision that led there."""

from __future__ import annotations

from datetime import date

from campaign.facts import State
from models import units
from models.figures import Answer, Figure, Place, Revision, Saying, record
from models.people import Person
from models.periods import Report
from services.inbound import Kind
from tests.commune import Stand


def revisions(stand: Stand, key: str) -> list[tuple[str, str, str]]:
    """(words, value, reason) of a figure of Bản Còn in week 47, oldest first."""
    measure, name = key.split(".")
    with stand.context() as context:
        rows = (
            context.session.query(Revision)
            .join(Figure, Figure.id == Revision.figure_id)
            .filter(Figure.measure == measure, Figure.input == name, Figure.period_id.is_not(None))
            .order_by(Revision.id)
        )
        return [(row.words, str(row.value), row.reason) for row in rows]


def asked(stand: Stand) -> None:
    stand.ask("son", "hoa")


def test_every_revision_is_kept_with_its_words(stand: Stand) -> None:
    """The first answer and its correction both stand in the history, in the words they were given in."""
    asked(stand)
    stand.say("son", "con 6")
    stand.say("son", "SỬA")
    stand.tap("son", "Thẻ BHYT: 6 người")
    stand.say("son", "7")
    assert [("con 6", "6", ""), ("7", "7", "")] == revisions(stand, "XH1.uncovered")


def test_a_redelivered_answer_adds_nothing(stand: Stand) -> None:
    """Saying the same twice is one revision."""
    asked(stand)
    stand.tap("son", "Vẫn 9 người")
    stand.tap("son", "Vẫn 9 người")
    assert 1 == len(revisions(stand, "XH1.uncovered"))


def test_an_officer_s_entry_names_the_officer_and_whom_it_is_for(stand: Stand) -> None:
    """«Ghi hộ» is kept as such."""
    asked(stand)
    stand.at("2026-11-19T17:00")
    stand.tick()
    stand.tap("hoa", "Ghi hộ")
    stand.tap("hoa", "Bản Còn")
    stand.say("hoa", "8")
    with stand.context() as context:
        revision = context.session.query(Revision).order_by(Revision.id.desc()).first()
        assert revision is not None
        people = [context.session.get(Person, key) for key in (revision.person_id, revision.on_behalf_of)]
        assert ["chị Hoa", "ông Sơn"] == [person.address for person in people if person]


def test_a_change_after_the_post_is_an_adjustment(stand: Stand) -> None:
    """Once posted, a mended figure carries the reason «điều chỉnh» and the period it belongs to."""
    asked(stand)
    stand.say("son", "6")
    with stand.context() as context:
        figure = context.session.query(Figure).filter_by(measure="XH1", value=6).one()
        report = context.session.query(Report).filter_by(period_id=figure.period_id, unit_id=figure.subject_id).one()
        report.period.frozen_at = context.now
    stand.send("son", Kind.CHOICE, data=f"fix:{report.id}:XH1")
    stand.say("son", "5")
    assert ("5", "5", "điều chỉnh") == revisions(stand, "XH1.uncovered")[-1]


def repeat_as_opening(stand: Stand, given: Figure) -> None:
    """What an import does with a row that says the same as `given`, on the Thursday of the test's week."""
    with stand.context() as context:
        place = Place(given.commune_id, given.measure, given.input, given.subject_id, date(2026, 11, 19), None, None)
        answer = Answer(State(given.state), given.value, given.denominator, given.choice, given.mark)
        record(context.session, place, answer, Saying("", "import", None, context.now, context.now))


def test_an_opening_row_of_the_same_day_becomes_the_report_s(stand: Stand) -> None:
    """Where an import of the week's Thursday already says the answer, the answer still counts as given."""
    asked(stand)
    with stand.context() as context:
        village = units.by_code(context.session, context.commune, "T01")
        assert village is not None
        before = context.session.query(Figure).filter_by(subject_id=village.id, measure="XH1").all()[-1]
    repeat_as_opening(stand, before)
    stand.say("son", "con 9")
    assert [("con 9", "9")] == [found[:2] for found in revisions(stand, "XH1.uncovered")][-1:]
    assert "gieo trồng thêm" in stand.heard("son")[-1].text


def test_an_import_takes_no_figure_out_of_its_report(stand: Stand) -> None:
    """A file that repeats what was reported leaves the report as it is."""
    asked(stand)
    stand.say("son", "6")
    with stand.context() as context:
        given = context.session.query(Figure).filter_by(measure="XH1", value=6).one()
    repeat_as_opening(stand, given)
    assert [("6", "6", "")] == revisions(stand, "XH1.uncovered")
