"""Nothing of one commune appears in another: every command, button, crafted callback, job, export, page and metric.

The tables of commands, buttons, jobs, forms of export and gauges are walked as they stand: what is added is tried.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import inspect, select

from bot.app import Program
from bot.channels.memory import Memory
from bot.cli import export
from bot.cli.export import FORMATS, Found
from bot.http import gauges
from campaign.roll_up import RollUp
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from models import roll_ups, scope
from models.database import Base
from models.job_runs import JobRun
from models.messages import InboxMessage, OutboxMessage
from models.ownership import NoCommune
from scheduler.table import JOBS
from services import period_dossier
from services.inbound import Inbound, Kind
from tests.communes.province import BOT, MARKS, Province, deployments
from tests.live import live_settings
from tests.short_form import every

OTHER = {"a": "b", "b": "a"}
WEEK = ("2026-11-18T08:00", "2026-11-18T19:00", "2026-11-19T14:00", "2026-11-19T17:00", "2026-11-19T19:00")
AFTER = ("2026-11-20T07:30", "2026-11-20T09:00")
WORDS = ("", " bản còn", " KT6a")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Both communes have had a week at the same times, with the same answers, up to the post and a correction."""
    made = Province(tmp_path_factory.mktemp("province"))
    for key in MARKS:
        made.enter(key, "hoa", "son", "mai", "lam", "lan")
        made.bind(key)
    for instant in WEEK:
        made.at(instant)
        made.tick()
        for key in MARKS:
            made.say(f"{key}-son", "8")
            made.say(f"{key}-hoa", "còn thiếu")
    for instant in AFTER:
        made.at(instant)
        made.tick()
    yield made
    made.close()


def words_of(row: OutboxMessage) -> str:
    return f"{row.text} {row.choices} {row.picture}"


def everything_said(province: Province) -> Sequence[OutboxMessage]:
    with province.everything() as session:
        return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def require_apart(province: Province) -> int:
    """Every message goes to a chat of its own commune, and holds nothing of the other; how many there are."""
    said = everything_said(province)
    for row in said:
        key = province.whose(row)
        assert row.chat_id.startswith(f"{key}-"), (row.chat_id, row.text)
        assert MARKS[OTHER[key]] not in words_of(row)
    with province.everything() as session:
        heard = session.scalars(select(InboxMessage)).all()
        assert {(row.chat_id[0], row.commune_id) for row in heard} <= {(key, province.ids[key]) for key in MARKS}
        assert [] == [row.fault for row in heard if row.fault]
    return len(said)


def rows(province: Province, key: str) -> dict[str, list[str]]:
    """Every row of a commune, column by column."""
    found = {}
    with province.everything() as session:
        scope.enter(session, province.ids[key])
        for mapper in Base.registry.mappers:
            if not isinstance(mapper.class_.owner, NoCommune):
                names = [column.key for column in inspect(mapper.class_).column_attrs]
                every = session.scalars(select(mapper.class_)).unique()
                found[mapper.class_.__name__] = sorted(repr([getattr(row, name) for name in names]) for row in every)
    return found


def ids_of(province: Province, key: str) -> dict[type[Any], list[int]]:
    """Rows of every kind that buttons are about."""
    kinds = {button.about for button in BUTTONS.values() if button.about is not None}
    with province.everything() as session:
        scope.enter(session, province.ids[key])
        return {kind: list(session.scalars(select(kind.id).limit(1))) for kind in kinds}


def test_every_job_has_run_in_both_and_told_each_its_own(province: Province) -> None:
    """But for the job that this campaign does not have."""
    with province.everything() as session:
        found: dict[str, set[str]] = {}
        for key in MARKS:
            scope.enter(session, province.ids[key])
            found[key] = set(session.scalars(select(JobRun.job)))
    expected = {job.name for job in JOBS if job.name != "approve-again"} | {"purge"}
    assert dict.fromkeys(MARKS, expected) == found
    assert require_apart(province) > 50


@pytest.mark.parametrize("key", every(2, MARKS))
def test_every_command_answers_of_its_own_commune(province: Province, key: str) -> None:
    """Typed by everybody who may and who may not, in private and in the group; the other's rows stay as they are."""
    before = rows(province, OTHER[key])
    for command in COMMANDS.values():
        typed = [command.words[0] + more for more in (WORDS if command.takes_words else WORDS[:1])]
        for words in [*typed, *command.slashes]:
            for who in ("hoa", "son", "lam"):
                province.say(f"{key}-{who}", words)
            province.send(f"{key}-group", Kind.TEXT, sender_id=f"{key}-lam", is_group=True, text=words)
    require_apart(province)
    assert before == rows(province, OTHER[key])


@pytest.mark.parametrize("key", every(2, reversed(MARKS)))
def test_no_callback_reaches_the_other_commune(province: Province, key: str) -> None:
    """Every button on the other's rows: bare, with the other's mark, with one's own, and in the group."""
    before, theirs = rows(province, OTHER[key]), ids_of(province, OTHER[key])
    sent: list[Inbound] = []

    def send(chat: str, data: str, **more: Any) -> None:
        sent.append(province.inbound(chat, Kind.CHOICE, data=data, **more))

    for name, button in BUTTONS.items():
        numbers = theirs[button.about] if button.about is not None else [0]
        for number in numbers:
            about = [str(number)] if button.about is not None else []
            for word in ("x", "yes", "1", "2026-W47") if about else ("x",):
                data = ":".join([name, *about, *[word] * button.words])
                for mark in ("", f"@{province.ids[OTHER[key]]}", f"@{province.ids[key]}"):
                    send(f"{key}-hoa", data + mark)
                group = {"sender_id": f"{key}-hoa", "is_group": True}
                send(f"{key}-group", data, **group)
                if not button.words:
                    break
    asyncio.run(province.take(sent))
    require_apart(province)
    assert before == rows(province, OTHER[key])


@pytest.mark.parametrize("key", MARKS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_export_holds_one_commune(province: Province, key: str, form: str) -> None:
    """The file's words, and the neutral table behind every file."""
    with province.everything() as session:
        context = province.of[key].context(session, province.clock.now())
        period = context.calendar.of("2026-W47")
        dossier = period_dossier.compile_dossier(context, period)
        provenance = period_dossier.provenance(context, period) if form == "json" else {}
        found = Found(dossier, export._posted(context, period), provenance)
    assert MARKS[OTHER[key]] not in repr(found)
    written = export._WRITERS[form](found)
    assert MARKS[OTHER[key]].encode() not in written
    assert written


async def test_no_page_or_metric_names_anybody(province: Province, tmp_path: Path) -> None:
    """Health, metrics and every other page: words of the program's own, and of no commune."""
    program = Program(live_settings(), province.store, province.communes, clock=province.clock, channels=[Memory()])
    web = program.web()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=web), base_url="http://127.0.0.1") as page:
        for route in web.routes:
            path = getattr(route, "path", "").replace("{key}", "1").replace("{name}", "x")
            said = (await page.get(path)).text
            assert not any(mark in said for mark in MARKS.values()), path
    looked = gauges.of(province.store, province.communes, province.clock, {}, lambda: 0.0)()
    assert not any(mark in repr(looked) for mark in MARKS.values())
    assert {BOT} >= set(looked["thidua_outbox_waiting"])
    program.executor.shutdown()


def test_a_unit_above_tells_neither_commune_nor_its_own_group_of_the_other(tmp_path: Path) -> None:
    """Both agree under one roll-up: previews, posts and what officers hear hold nothing of the other."""
    province = Province(tmp_path)
    made = deployments()["a"]
    above = RollUp("up", "tỉnh", made.campaign.as_written, made.calendar, time(15), ("XH1", "XH3"))
    province.communes.replace(province.of.values(), roll_ups=(above,))
    for key in MARKS:
        province.enter(key, "hoa")
        province.say(f"{key}-hoa", "góp số")
        province.tap(f"{key}-hoa", "Đồng ý góp số")
    with province.everything() as session:
        code = roll_ups.issue_code(session, roll_ups.keep(session, "up"), province.clock.now())
    province.send("above", Kind.TEXT, text=f"/manhom {code}", sender_id="operator", is_group=True)
    for words in ("/tonghop", "/help"):
        province.send("above", Kind.TEXT, text=words, sender_id="a-hoa", is_group=True)
    province.at("2026-11-20T15:00")
    province.tick()
    said = everything_said(province)
    assert 2 == sum(row.chat_id == "above" for row in said)
    for row in said:
        hidden = [mark for key, mark in MARKS.items() if not row.chat_id.startswith(f"{key}-")]
        assert not [mark for mark in hidden if mark in words_of(row)], row.text
    province.close()
