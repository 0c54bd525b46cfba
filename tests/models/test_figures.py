"""Figures keep what stands and every revision that led there."""

from __future__ import annotations

from handlers.inbound import Kind
from models.figures import Figure, Revision
from models.people import Person
from models.periods import Report
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
    stand.join("son", "hoa")
    stand.at("2026-11-18T08:00")
    stand.tick()


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
