"""A backup of several communes is put back where only some of them are served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import serving
from bot.app import Program
from bot.backups import aftermath, making, restoring
from bot.channels.memory import Memory
from bot.clock import FixedClock
from bot.communes.reading import Reader
from bot.settings import Settings
from models import announcements, job_runs, units
from models.announcements import Announcement
from models.database import Store, connect
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose, State
from models.people import Person
from scheduler.table import JOBS
from scheduler.tick import tick
from tests.communes.province import CODES, MARKS, Province, short_file
from tests.live import live_settings

pytestmark = pytest.mark.usefixtures("province")


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """Both have officers, a village head, a group; in each an answer and a post wait, and an announcement."""
    (tmp_path / "before").mkdir()
    made = Province(tmp_path / "before")
    for key in MARKS:
        made.enter(key, "hoa", "son", "lam")
        made.bind(key)
        with made.everything() as session:
            author = session.scalars(select(Person).where(Person.commune_id == made.ids[key])).first()
            assert author is not None
            now = datetime.now(UTC)
            said = {"commune_id": made.ids[key], "bot": "memory", "text": MARKS[key], "created_at": now, "choices": []}
            session.add(OutboxMessage(**said, purpose=Purpose.REPLY, chat_id=f"{key}-son"))
            session.add(OutboxMessage(**said, purpose=Purpose.POST, chat_id=f"{key}-group", once=True))
            drafted = {"text": "Họp", "audience": ["all"], "drafted_at": now, "due_at": now + timedelta(hours=9)}
            session.add(Announcement(commune_id=made.ids[key], author_id=author.id, **drafted))
    yield made
    made.close()


def restored(province: Province, folder: Path) -> Settings:
    """The backup of both, put back where the first is served alone."""
    source = province.store.engine.url.render_as_string(hide_password=False)
    old = live_settings(database_url=source, backup_folder=folder / "backups", evidence_folder=folder / "photos")
    file = folder / "backups" / making.make(old, province.store).file
    short_file(folder / "communes", "a")
    chosen = live_settings(
        communes=(folder / "communes",),
        database_url=f"sqlite:///{folder / 'new.db'}",
        backup_folder=folder / "new-backups",
        evidence_folder=folder / "photos",
        administrator="memory:operator",
    )
    assert "Đã khôi phục" in restoring.restore(chosen, file, force=False)
    return chosen


async def begin(chosen: Settings, now: datetime) -> Program:
    """The program on it; its folders are looked at as if somebody had just changed them."""
    return serving.build(chosen, clock=FixedClock(now), channels=[Memory()])


async def put_back(program: Program, folder: Path) -> None:
    short_file(folder / "communes", "b")
    assert program.folders is not None
    for _ in range(2):
        listed = program.folders.look(program.clock.now())
        if listed is not None:
            await program.live_updates.change(listed)


def end(program: Program) -> None:
    program.executor.shutdown()
    program.store.close()


async def test_nothing_of_who_is_not_served_goes_out(province: Province, tmp_path: Path) -> None:
    """Neither what waited nor a word about the backup; both are made up for when it is served again."""
    program = await begin(restored(province, tmp_path), datetime.now(UTC))
    with program.store.deployment_wide("a look") as session:
        mine = units.communes(session)
        assert [mine[CODES["b"]]] == list(program.communes.held(session))
        assert [CODES["b"]] == list(aftermath.left_out(session))
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == Purpose.RESTORED)).all()
        assert {mine[CODES["a"]]} == {row.commune_id for row in told}
    await put_back(program, tmp_path)
    with program.store.deployment_wide("a look") as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == Purpose.RESTORED)).all()
        assert set(mine.values()) == {row.commune_id for row in told}
        assert {} == aftermath.left_out(session)
        posts = session.scalars(select(OutboxMessage).where(OutboxMessage.once)).all()
        assert {(State.UNKNOWN, Failure.RESTORED)} == {(row.state, row.failure) for row in posts}
        assert not announcements.communes_with_something_to_do(session, datetime.now(UTC) + timedelta(days=9), TOMORROW)
    end(program)


TOMORROW = datetime(2000, 1, 1, tzinfo=UTC)  # nothing was sent before


async def test_its_posts_of_the_lost_time_are_not_made_up_for(province: Province, tmp_path: Path) -> None:
    """The program that went on after the backup may have posted them; an officer decides."""
    program = await begin(restored(province, tmp_path), datetime.now(UTC))
    later = datetime.now(UTC) + timedelta(days=8)
    assert isinstance(program.clock, FixedClock)
    program.clock.instant = later
    await put_back(program, tmp_path)
    post = next(job for job in JOBS if job.name == "post")
    with program.store.deployment_wide("a look") as session:
        commune_id = units.communes(session)[CODES["b"]]
        context = program.communes.enter(session, commune_id, later)
        week = context.calendar.previous(context.calendar.period_at(later))
        while post.due(context.calendar.schedule(week)) > later:
            week = context.calendar.previous(week)
        assert "*" in job_runs.claimed(session, "post", post.due(context.calendar.schedule(week)))
    assert "post" not in tick(program.store, program.communes, later, [post])
    end(program)


def test_a_backup_of_others_is_refused(province: Province, tmp_path: Path) -> None:
    """One that holds none of the communes that are served is somebody else's."""
    chosen = restored(province, tmp_path)
    listed = Reader(chosen, lambda file: province.deployment).read()
    assert 1 == len(listed.members)
    store = Store(connect(chosen.database))
    with store.deployment_wide("a look") as session:
        assert set(CODES.values()) == set(units.communes(session))
    store.close()
