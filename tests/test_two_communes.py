"""Two communes in one database, with the same unit codes, names and figures: neither hears or touches the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from bot import bootstrap
from models import messages, scope
from models.database import Base, Store
from models.messages import OutboxMessage
from models.ownership import NoCommune
from models.people import Person
from models.units import Unit
from reports.period import document, workbook
from services import period_dossier
from services.imports import figures, targets, units
from services.inbound import Kind
from tests.commune import FOLDER, TUESDAY, Stand, deployment
from tests.presses import posted_and_mended

CODE, MARK = "99999", "Kẻ Lạ"
ASKED = ["còn thiếu", "tổng hợp", "KT6a", "thôn bản còn", "dự thảo", "dữ liệu của tôi", "giúp"]


class OtherStand(Stand):
    """The second commune's people, on a messenger of their own, whose words are found by its mark."""

    def __init__(self, folder: Path, store: Store) -> None:
        super().__init__(folder, store)
        campaign = deployment().campaign
        itself = campaign.tables["commune"] | {"code": CODE, "name": f"xã {MARK}", "officer_name": f"bà {MARK}"}
        made = replace(campaign, tables={**campaign.tables, "commune": itself})
        with store.deployment_wide("the commune is new") as session:
            units.load(session, FOLDER / "units.csv", CODE, TUESDAY)
            context = bootstrap.deployment(made).context(session, TUESDAY)
            figures.load(session, FOLDER / "figures.csv", context.campaign, context.commune, TUESDAY)
            targets.load(session, FOLDER / "targets.csv", context.campaign, context.commune, TUESDAY)
        self._serve(bootstrap.deployment(made))

    def _hand_over(self, who: str, kind: Kind, **more: object) -> None:
        super()._hand_over(who, kind, **({"bot": "other", "channel": "other"} | more))

    def arrive(self, chat: str, message_id: str) -> None:
        with self.store.transaction() as session:
            for row in session.scalars(select(OutboxMessage).where(OutboxMessage.bot == "other")):
                row.state = messages.SENT
                row.message_id = message_id if row.chat_id == chat else None


def week(stand: Stand) -> None:
    """Questions, answers, draft, post, a correction of it, and whatever an officer may ask for."""
    posted_and_mended(stand)
    for words in ASKED:
        stand.say("hoa", words)
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Ghi nhầm khi nhập")
    stand.say("son", "sửa")
    stand.say("son", "của tôi")
    stand.at("2026-11-25T08:00")
    stand.tick()
    for words in ASKED:
        stand.say("hoa", words)
    stand.send("stranger", Kind.TEXT, text="xin chào")


def said(stand: Stand, bot: str) -> list[tuple[str, str, str, list[str], Any]]:
    """Every message of a bot with its buttons' words; numbers of rows differ from database to database."""
    query = select(OutboxMessage).where(OutboxMessage.bot == bot).order_by(OutboxMessage.id)
    with stand.store.transaction() as session:
        return [
            (row.chat_id, row.purpose, row.text, [label for label, _ in row.choices], sorted(row.picture or ()))
            for row in session.scalars(query)
        ]


def papers(stand: Stand) -> str:
    """What an export of the week holds, in words."""
    with stand.context() as context:
        dossier = period_dossier.compile_dossier(context, context.calendar.of("2026-W47"))
        assert workbook.write(dossier)
        assert document.write(dossier)
        return repr(dossier)


def rows(store: Store, code: str) -> dict[str, list[str]]:
    """Every row of a commune in every table, column by column."""
    found = {}
    with store.transaction() as session:
        commune = session.scalars(select(Unit.id).where(Unit.code == code)).one()
        scope.enter(session, commune)
        for mapper in Base.registry.mappers:
            if not isinstance(mapper.class_.owner, NoCommune):
                names = [column.key for column in inspect(mapper.class_).column_attrs]
                every = session.scalars(select(mapper.class_)).unique()
                found[mapper.class_.__name__] = sorted(repr([getattr(row, name) for name in names]) for row in every)
    return found


@pytest.fixture
def other(stand: Stand, tmp_path: Path) -> OtherStand:
    """The second commune has had its week already, at the same times, with other answers."""
    made = OtherStand(tmp_path, stand.store)
    week(made)
    made.arrive("group", "42")  # nothing of it waits that the first commune's own arrivals could mean
    with stand.store.transaction() as session:
        commune = session.scalars(select(Unit.id).where(Unit.code == CODE)).one()
        strangers = select(Person).where(Person.commune_id == commune)
        for person in session.scalars(strangers):
            person.name, person.address = f"{MARK} {person.name}", f"ông {MARK}"
    return made


def test_a_week_beside_another_commune_is_as_it_is_alone(stand: Stand, other: OtherStand, tmp_path: Path) -> None:
    """Word for word the same messages and papers, no row of the other changed, and its mark nowhere."""
    folder = tmp_path / "alone"
    folder.mkdir()
    alone = Stand(folder)
    week(alone)
    before, heard = rows(stand.store, CODE), said(stand, "other")
    week(stand)
    assert said(alone, "memory") == said(stand, "memory")
    assert before == rows(stand.store, CODE)
    assert heard == said(stand, "other")
    assert MARK not in str(said(stand, "memory"))
    assert MARK not in papers(stand)
    assert MARK in str(before["Person"])
    assert {"question", "draft", "post", "correction"} <= {purpose for _, purpose, *_ in said(stand, "memory")}
    alone.close()
