"""Every row belongs to a commune, and every statement of the program reaches one commune's rows alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapper, Session, aliased

from models import figures_around, scope, units
from models.database import Base, Store
from models.figures import Figure, Revision
from models.groups import Group
from models.messages import OutboxMessage
from models.ownership import ByParent, Direct, Itself, NoCommune
from models.people import Person
from models.scope import OutOfScope, ScopedSession
from models.units import Unit
from tests import scoping
from tests.commune import TUESDAY, Stand
from tests.test_layers import ROOT

FIGURES = Base.metadata.tables["figures"]
CLASSES = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
# What reaches every commune's rows, file by file. Whoever adds one says why there, and thinks about it here.
DEPLOYMENT_WIDE = {
    "bot/app.py": 1,
    "bot/bootstrap.py": 1,
    "bot/cli/officer_code.py": 1,
    "bot/communes/bot_identities.py": 1,
    "bot/rehearsals.py": 1,
    "bot/backups/aftermath.py": 1,
    "bot/backups/making.py": 1,
    "bot/backups/nightly.py": 1,
    "bot/backups/restoring.py": 1,
    "bot/channels/zalo/check.py": 1,
    "bot/cli/check.py": 1,
    "bot/cli/outbox.py": 2,
    "bot/cli/roll_ups.py": 1,
    "bot/cli/units.py": 1,
    "bot/communes/folders.py": 2,
    "bot/communes/returning.py": 1,
    "bot/communes/telling.py": 1,
    "bot/demo/seed.py": 1,
    "bot/demo/stage.py": 1,
    "bot/http/gauges.py": 1,
    "bot/http/officers_page.py": 1,
    "bot/inbox/announced_files.py": 2,
    "bot/inbox/unresolved.py": 3,
    "bot/inbox/round_robin.py": 2,
    "bot/inbox/photos.py": 3,
    "bot/inbox/routing.py": 1,
    "bot/inbox/storage.py": 2,
    "bot/inbox/table_files.py": 1,
    "bot/installation/rollback.py": 1,
    "bot/installation/update.py": 1,
    "bot/monitoring/watch.py": 2,
    "bot/outbox/delivery.py": 1,
    "bot/outbox/outcomes.py": 1,
    "bot/rehearsal.py": 1,
    "models/campaign_overrides.py": 1,
    "models/database.py": 1,
    "models/groups.py": 1,
    "models/units.py": 1,
    "scheduler/due.py": 2,
    "scheduler/housekeeping.py": 2,
    "scheduler/rolling_up.py": 3,
    "scheduler/tick.py": 1,
    "scheduler/together.py": 1,
    "scheduler/watching.py": 1,
}


def of_program(store: Store) -> Any:
    """A transaction as the program opens it, without what tests may."""
    return scoping.opened_in_program(store)


@pytest.fixture
def other(stand: Stand) -> int:
    """A second commune in the database, with a unit of the same code and name, a person, a group and a figure."""
    with stand.store.transaction() as session:
        commune = Unit(code="99999", kind="commune", name="xã Khánh Khê", aliases=[])
        session.add(commune)
        session.flush()
        village = Unit(commune_id=commune.id, code="T01", kind="village", name="Bản Còn", aliases=[])
        person = Person(commune_id=commune.id, name="A", address="ông A")
        session.add_all([village, person])
        session.flush()
        session.add(
            Figure(
                commune_id=commune.id,
                measure="KT1a",
                input="area",
                subject_id=village.id,
                on_day=TUESDAY.date(),
                state="reported",
                first_said_at=TUESDAY,
            )
        )
        session.add(Group(commune_id=commune.id, bot="memory", chat_id="g", title="A", proposed_by=person.id))
        return commune.id


@pytest.mark.parametrize("mapper", CLASSES, ids=lambda mapper: mapper.class_.__name__)
def test_every_class_says_whose_its_rows_are(mapper: Mapper[Any]) -> None:
    """A model without an owner, or with one that its columns do not bear out, fails here by its name."""
    owner, columns = vars(mapper.class_).get("owner"), mapper.local_table.c
    match owner:
        case Direct() | Itself():
            assert ["units"] == [key.column.table.name for key in columns["commune_id"].foreign_keys]
        case ByParent(column):
            (key,) = columns[column].foreign_keys
            assert key.column.table in scope.owners()
            assert not isinstance(scope.owners()[key.column.table], NoCommune)
        case NoCommune(reason):
            assert "commune_id" not in columns
            assert len(reason.split()) >= 5
        case _:
            pytest.fail(f"{mapper.class_.__name__} does not say whose its rows are (`owner`)")


# What is asked for by a chat, a person or a period, whichever commune's it is; the migration of the others is 0037.
ASKED_BY_SOMETHING_NARROWER = {"accounts", "chats", "draws", "table_uploads"}


def test_what_a_commune_owns_is_found_by_the_commune() -> None:
    """Without an index that begins with it, a turn of one commune would read the rows of all."""
    tables = [table for table, owner in scope.owners().items() if isinstance(owner, Direct | Itself)]
    firsts: dict[str, set[str]] = {}
    for table in tables:
        unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        firsts[table.name] = {next(iter(one.columns)).name for one in unique}
        firsts[table.name] |= {next(iter(one.columns)).name for one in table.indexes}
    assert {name for name, first in firsts.items() if "commune_id" not in first} == ASKED_BY_SOMETHING_NARROWER


def test_every_table_is_of_a_class() -> None:
    """A table of its own would belong to nobody."""
    assert set(Base.metadata.tables.values()) == set(scope.owners())


@pytest.mark.parametrize("mapper", CLASSES, ids=lambda mapper: mapper.class_.__name__)
def test_an_owned_class_is_read_by_nobody_before_a_commune_is_entered(stand: Stand, mapper: Mapper[Any]) -> None:
    """A query of handlers, services, jobs and exports without scope fails; what belongs to no commune is read."""
    with of_program(stand.store) as session:
        if isinstance(mapper.class_.owner, NoCommune):
            session.scalars(select(mapper.class_)).all()
            return
        for entity in (mapper.class_, aliased(mapper.class_)):
            with pytest.raises(OutOfScope):
                session.scalars(select(entity)).all()


@pytest.mark.parametrize("mapper", CLASSES, ids=lambda mapper: mapper.class_.__name__)
def test_a_session_counts_its_own_rows_and_no_others(stand: Stand, other: int, mapper: Mapper[Any]) -> None:
    """The rows of the two communes and of none are all rows, in whatever table; no row is in two."""
    counted = select(func.count()).select_from(mapper.class_)
    with stand.store.transaction() as session:
        (mine,) = set(session.scalars(select(Unit.id).where(Unit.commune_id.is_(None)))) - {other}
        everything = session.scalar(counted)
    if not isinstance(mapper.class_.owner, NoCommune):
        assert everything == sum(_in_scope(stand.store, commune, counted) for commune in (mine, other))


def _in_scope(store: Store, commune: int, query: Any) -> int:
    with of_program(store) as session:
        scope.enter(session, commune)
        return int(session.scalar(query) or 0)


def test_another_communes_row_is_none_by_its_id(stand: Stand, other: int) -> None:
    """By primary key too, and after the session has been in that commune: it forgets what it held."""
    with of_program(stand.store) as session:
        scope.enter(session, other)
        theirs = [session.scalars(select(model)).all()[-1] for model in (Unit, Person, Figure, Group)]
        commune = units.enter(session, stand.deployment.campaign.commune_code)
        assert commune is not None
        assert [None] * 4 == [session.get(type(row), row.id) for row in theirs]
        assert "Bản Còn" in [unit.name for unit in units.named(session, commune.id, "Bản Còn")]
        assert [commune.id] == [unit.commune_id for unit in units.named(session, commune.id, "Bản Còn")]


def test_another_communes_rows_are_neither_changed_nor_removed(stand: Stand, other: int) -> None:
    """An UPDATE or DELETE over a whole table ends at the commune."""
    with stand.context() as context:
        scope.enter(context.session, context.commune.id)
        context.session.query(Figure).update({"mark": "x"})
        context.session.query(Revision).delete()
        context.session.query(Figure).delete()
    with stand.store.transaction() as session:
        assert [(other, "")] == [(figure.commune_id, figure.mark) for figure in session.scalars(select(Figure))]


def test_a_row_for_another_commune_is_refused(stand: Stand, other: int) -> None:
    """What is written in scope is the commune's own, and nobody else's; said or not said."""
    with pytest.raises(OutOfScope), of_program(stand.store) as session:
        stand.deployment.context(session, TUESDAY)
        session.add(Person(commune_id=other, name="B", address="ông B"))
    with of_program(stand.store) as session:
        commune = stand.deployment.context(session, TUESDAY).commune
        person = Person(name="B", address="ông B")
        session.add(person)
        session.flush()
        assert commune.id == person.commune_id


def test_a_message_of_no_commune_is_refused(stand: Stand) -> None:
    """Who looks at all communes says whose a new row is."""
    with pytest.raises(OutOfScope), stand.store.deployment_wide("a test that goes wrong") as session:
        session.add(OutboxMessage(bot="m", chat_id="c", purpose="x", text="y", created_at=TUESDAY))


@pytest.mark.parametrize(
    "statement",
    [select(FIGURES), select(func.count()).select_from(FIGURES), FIGURES.delete()],
    ids=["select", "count", "delete"],
)
def test_the_suite_notices_what_goes_past_the_scope(stand: Stand, statement: Any) -> None:
    """A plain table gets no restriction, nor does a connection: the check of the whole suite fails for both."""
    with of_program(stand.store) as session:
        stand.deployment.context(session, TUESDAY)
        with pytest.raises(OutOfScope, match="restricted to no commune"):
            session.execute(statement)
        with pytest.raises(OutOfScope, match="restricted to no commune"):
            session.connection().execute(statement)


def test_the_suite_notices_text(stand: Stand) -> None:
    """So it does with SQL in words, when they name a table of ours."""
    with of_program(stand.store) as session:
        stand.deployment.context(session, TUESDAY)
        with pytest.raises(OutOfScope, match="restricted to no commune"):
            session.connection().exec_driver_sql("SELECT count(*) FROM figures")


def test_an_insert_says_whose_its_rows_are() -> None:
    """An inbox row is written past the session; whose it is stands in it."""
    assert scoping.is_restricted(insert(Base.metadata.tables["outbox"]).values(commune_id=1, text=""))
    assert not scoping.is_restricted(insert(Base.metadata.tables["outbox"]).values(text=""))


def test_a_plain_session_cannot_enter(stand: Stand) -> None:
    """Sessions come from the store, which gives them a scope."""
    with Session(stand.store.engine) as session, pytest.raises(TypeError):
        stand.deployment.context(session, TUESDAY)


def test_the_program_opens_no_session_past_the_store() -> None:
    """`Session(...)` and `sessionmaker(...)` are called in no layer, but for the store itself."""
    wrong = {path for path, call in _calls() if call in ("Session", "sessionmaker")} - {"models/database.py"}
    assert set() == wrong


def test_what_reaches_all_communes_is_listed_here() -> None:
    """A new way past the scope must be thought about a second time."""
    named = [path for path, call in _calls() if call in ("deployment_wide", "widen")]
    marked = [path for path in _files() if "scope.DEPLOYMENT_WIDE" in (ROOT / path).read_text(encoding="utf-8")]
    assert DEPLOYMENT_WIDE == {path: (named + marked).count(path) for path in {*named, *marked}}


def _files() -> Iterator[str]:
    for layer in ("models", "reports", "services", "handlers", "scheduler", "bot"):
        yield from (str(path.relative_to(ROOT)) for path in sorted(Path(ROOT / layer).rglob("*.py")))


def _calls() -> Iterator[tuple[str, str]]:
    """Every call of something by its last name, with the file it stands in."""
    for path in _files():
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                yield path, name


def test_a_scoped_session_is_what_the_store_opens(stand: Stand) -> None:
    """With nothing in scope, and no reason to look at all."""
    with of_program(stand.store) as session:
        assert isinstance(session, ScopedSession)
        assert (None, "") == (session.commune_id, session.reason)


def test_the_suite_notices_a_key_of_another_commune(stand: Stand, other: int) -> None:
    """The statements of an answer are restricted by ids alone; an id that was not read in scope fails the suite."""
    with stand.store.transaction() as session:
        village = session.scalars(select(Unit.id).where(Unit.commune_id == other)).one()
    with of_program(stand.store) as session:
        stand.deployment.context(session, TUESDAY)
        with pytest.raises(OutOfScope, match="a key that is not in scope"):
            figures_around.on_day(session, village, TUESDAY.date())
