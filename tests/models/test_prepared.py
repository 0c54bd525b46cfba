"""What is read and written past the library's own way is as if it had gone that way (decision 69)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, event, func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from campaign.facts import State
from models import accounts, campaign_overrides, conversations, figures, figures_around, periods, speaker
from models.conversations import Chat
from models.database import UNSEEN
from models.figures import Answer, Figure, Place, Revision, Saying
from models.people import Account, Person
from models.scope import OutOfScope
from models.units import Unit
from services.context import Context
from tests import scoping
from tests.commune import TUESDAY, Stand

_THURSDAY = (TUESDAY + timedelta(days=2)).date()


@pytest.fixture
def answered(stand: Stand) -> Stand:
    """A head who is in the middle of a report."""
    stand.join("son")
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("son", "12")
    return stand


def give(context: Context, amount: int, commune: int = 0) -> Figure:
    """A figure of a village, as from a list."""
    (village,) = context.session.scalars(select(Unit.id).where(Unit.code == "T01"))
    place = Place(commune or context.commune.id, "KT9z", "area", village, _THURSDAY, None, village)
    answer = Answer(State.REPORTED, Decimal(amount))
    return figures.write(context.session, None, place, answer, Saying("12", "memory", None, TUESDAY, TUESDAY))


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in type(row).__table__.columns}


def _read(context: Context) -> list[Any]:
    """Whoever speaks, and all that their turn reads of them, by the statements of every answer."""
    session = context.session
    found = campaign_overrides.enter(session, context.commune.code)
    speaker.read_ahead(session, "memory", "son", "son", lambda _: True)
    account = accounts.account(session, "memory", "son")
    assert found is not None
    assert account is not None
    (role,) = account.person.roles
    report = periods.newest_asked(session, role.unit_id)
    assert report is not None
    chat = conversations.chat(session, "memory", "son")
    present, earlier = figures_around.around(session, role.unit_id, report.period.last)
    told = [*present.values(), *earlier.values()]
    rest = [*account.person.accounts, *conversations.dialogues_of(session, account.person_id)]
    return [
        found.commune,
        account,
        account.person,
        role,
        role.unit,
        report,
        report.unit,
        report.period,
        chat,
        *told,
        *rest,
    ]


def test_objects_are_those_that_the_library_makes(answered: Stand) -> None:
    """Every column is the same, each is the session's one object of its row, and nothing counts as changed."""
    with answered.context() as context:
        read = _read(context)
        assert all(inspect(one).persistent for one in read)
        assert not list(context.session.dirty)
        assert [True] * len(read) == [context.session.get(type(one), one.id) is one for one in read]
        mine = [(type(one), _columns(one)) for one in read]
        context.session.expunge_all()
        others = [context.session.scalars(select(kind).where(kind.id == row["id"])).one() for kind, row in mine]
        assert [row for _, row in mine] == [_columns(one) for one in others]
        assert any(isinstance(one, Figure) for one in read)


def test_changes_are_written_whatever_they_are(answered: Stand) -> None:
    """Columns alone, what is reckoned by the database, and together with something new."""
    with answered.context() as context:
        chat = conversations.chat(context.session, "memory", "son")
        chat.failures, chat.offered = 3, [["Có", "x"]]
        chat.wrong_codes = Chat.id * 0 + 5
        context.session.flush()
        assert 5 == chat.wrong_codes
        chat.failures = 4
        context.session.add(Person(name="A", address="ông A"))
        context.session.flush()
        chat.is_shared = not chat.is_shared
        assert 1 == context.session.scalar(select(func.count(Chat.id)).where(Chat.is_shared, Chat.failures == 4))
        chat.failures = 9
    with answered.store.transaction() as session:
        assert [(9, [["Có", "x"]])] == session.execute(select(Chat.failures, Chat.offered)).all()


def test_a_row_that_is_gone_is_not_written(answered: Stand) -> None:
    """As the library does: whoever has removed it meanwhile is not passed over."""
    with pytest.raises(StaleDataError), answered.context() as context:
        chat = conversations.chat(context.session, "memory", "son")
        context.session.execute(delete(Chat), execution_options=UNSEEN)
        chat.failures = 7
        context.session.flush()


def test_a_savepoint_takes_back_what_is_new_and_what_is_changed(answered: Stand) -> None:
    """Neither a figure nor the memory of it stays."""
    with answered.context() as context:
        chat = conversations.chat(context.session, "memory", "son")
        with pytest.raises(ZeroDivisionError), context.session.begin_nested():
            given, chat.failures = give(context, 1), 8
            context.session.flush()
            raise ZeroDivisionError
        assert given not in context.session
        assert 8 != chat.failures
        assert 2 == give(context, 2).value
    with answered.store.transaction() as session:
        assert [Decimal(2)] == session.scalars(select(Figure.value).where(Figure.measure == "KT9z")).all()
        assert 1 == session.scalar(select(func.count(Revision.id)).join(Figure).where(Figure.measure == "KT9z"))


def test_a_figure_is_the_sessions_own_at_once(answered: Stand) -> None:
    """It is found again as the same object, and mended as any other."""
    with answered.context() as context:
        given = give(context, 1)
        context.session.flush()
        found = figures.find(context.session, given.subject_id, "KT9z", "area", _THURSDAY)
        assert given is found
        found.mark = "x"
        assert [("x", Decimal(1))] == context.session.execute(
            select(Figure.mark, Figure.value).where(Figure.measure == "KT9z")
        ).all()


def test_what_the_database_refuses_is_the_librarys_fault(answered: Stand) -> None:
    """The inbox tries those again that it knows; the driver's own faults it does not."""
    with pytest.raises(IntegrityError) as refused, answered.context() as context:
        give(context, 1)
        give(context, 2)
    assert "12" not in str(refused.value)  # parameters are hidden


def test_nothing_is_read_or_written_out_of_scope(answered: Stand) -> None:
    """Without a commune nothing, and in one nothing of another."""
    with scoping.opened_in_program(answered.store) as session, pytest.raises(OutOfScope):
        speaker.read_ahead(session, "memory", "son", "son", lambda _: True)
    with pytest.raises(OutOfScope), scoping.opened_in_program(answered.store) as session:
        give(answered.deployment.context(session, TUESDAY), 1, commune=99)
        session.flush()


def test_watchers_hear_of_every_statement(answered: Stand) -> None:
    """The checks of the suite and the benches count on it."""
    heard: list[str] = []

    def note(*args: Any) -> None:
        heard.append(args[2])

    event.listen(answered.store.engine, "before_cursor_execute", note)
    with answered.context() as context:
        heard.clear()
        speaker.read_ahead(context.session, "memory", "son", "son", lambda _: True)
    event.remove(answered.store.engine, "before_cursor_execute", note)
    assert 1 == len([words for words in heard if "FROM accounts" in words])


def test_an_account_that_was_read_is_not_read_anew(answered: Stand) -> None:
    """What the turn has changed of it stands."""
    with answered.context() as context:
        (account,) = context.session.scalars(select(Account).where(Account.external_id == "son"))
        account.person.name = "Người mới"
        speaker.read_ahead(context.session, "memory", "son", "son", lambda _: True)
        assert "Người mới" == account.person.name
