"""The program killed while a roll-up (tổng hợp liên xã) is posted: its group reads the week once, never twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models import roll_ups
from models.database import Store
from simulator import groups, shapes
from simulator import people as townsfolk
from simulator.world import World
from tests import databases, forge, rolled_up
from tests.commune import FOLDER
from tests.communes.province import MARKS, Province, fresh_province, short_file
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import BOTS_FILE, Kill, harness_environment
from tests.crash.hooks import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, CLAIMED, ROLL_UP
from tests.stage import TOKEN

NEIGHBOURS = ("06001", "06002", "06003")
BOTH = [databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)]
MOMENTS = [AFTER_COMMIT, CLAIMED, *(pytest.param(one, marks=pytest.mark.long) for one in (BEFORE_COMMIT, ACCEPTED))]


class Deployment(CrashHarness):
    """Two communes that are served and three that rest, which agree and have posted, under a unit with its group."""

    def __init__(self, folder: Path, kind: str) -> None:
        prepared = folder / "prepared"
        prepared.mkdir()
        store, group = fresh_province(prepared, kind), _group(prepared)
        _fill(prepared, store, group)
        self._passing = store if isinstance(store, databases.Passing) else None
        if self._passing is not None:
            (prepared / "thidua.db").touch()  # so that there is something to copy
        else:
            store.close()
        super().__init__(prepared, folder, {"group": group})

    def _environment(self) -> dict[str, str]:
        database = self._passing.url if self._passing is not None else f"sqlite:///{self.folder / 'thidua.db'}"
        return harness_environment(["telegram"], self.wire.address, database, self._port) | {
            "COMMUNES": str(self.folder / "prepared" / "communes"),
            "ROLL_UPS": str(self.folder / "prepared" / "roll-ups"),
            "LEASE_SECONDS": "2",  # what was being sent is in doubt soon
        }

    def command(self, *words: str) -> tuple[int, str]:
        return forge.run(self.folder, self._environment(), "thidua", *words)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        if self._passing is None:
            return super().rows(query)
        with self._passing.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def _recorded(self, chat: str, words: str) -> int:
        return len([1 for one in self.rows("SELECT text FROM outbox WHERE state = 'sent'") if one[0] == words])

    def posts(self) -> list[str]:
        return [one for one in self.texts("group") if one.startswith("TỔNG HỢP LIÊN XÃ TUẦN 47")]

    def __exit__(self, *raised: object) -> None:
        super().__exit__(*raised)
        if self._passing is not None:
            self._passing.close()


def _group(folder: Path) -> int:
    """The unit above's group in the world, with the bot in it."""
    world = World(TOKEN, state_file=folder / "world.json")
    person = townsfolk.join(world, shapes.Person(0, "Hội đồng thi đua"))
    made = groups.create(world, "Thi đua tỉnh", [person.id]).id
    groups.add_bot(world, made, person.id)
    world.close()
    (folder / BOTS_FILE).write_text(json.dumps({"messengers": ["telegram"], "zalo": []}), encoding="utf-8")
    return made


def _fill(folder: Path, store: Store, group: int) -> None:
    for key in MARKS:
        short_file(folder / "communes", key)
    for code in NEIGHBOURS:  # faulty files: what they had frozen stays
        path = folder / "communes" / code / "commune.toml"
        path.parent.mkdir()
        path.write_text(f'campaign = "{FOLDER / "campaign.toml"}"\ncode = "{code}"\n', encoding="utf-8")
    (folder / "roll-ups").mkdir()
    (folder / "roll-ups" / "lang-son.toml").write_text(
        f'code = "{rolled_up.CODE}"\nname = "tỉnh Lạng Sơn"\ncampaign = "{FOLDER / "campaign.toml"}"\n'
        f'post = "15:00"\nmeasures = {json.dumps(rolled_up.MEASURES)}\n',
        encoding="utf-8",
    )
    province = Province(folder, store)
    above = rolled_up.Above(province, NEIGHBOURS)
    above.agree(*NEIGHBOURS)
    province.at("2026-11-20T09:00")
    for number, code in enumerate(NEIGHBOURS):
        above.posts(code, rolled_up.example(province, number))
    with province.everything() as session:
        row = roll_ups.keep(session, rolled_up.CODE)
        row.bot, row.chat_id, row.title, row.bound_at = "telegram", str(group), "Thi đua tỉnh", province.clock.now()


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_program_posts_the_week_once(tmp_path: Path, moment: str, kind: str) -> None:
    """Killed before it was on its way, it goes out after the restart. Killed while it was, nobody knows whether it
    arrived: it does not go out again by itself, the operator is told, and says so.
    """
    is_on_its_way = moment in (CLAIMED, ACCEPTED)
    with Deployment(tmp_path, kind) as stage:
        stage.at("2026-11-20T14:59")
        stage.start()
        stage.rest()
        kill = Kill(moment, ROLL_UP)
        stage.arm(kill)
        stage.at("2026-11-20T15:00")
        assert stage.dies(kill)
        claimed = stage.rows("SELECT count(*) FROM roll_up_posts")[0][0]
        assert (0 if moment == BEFORE_COMMIT else 1) == claimed
        stage.start()
        stage.rest()
        assert (0 if moment == CLAIMED else 1) == len(stage.posts())
        in_doubt = [row[0] for row in stage.rows("SELECT id FROM outbox WHERE state = 'unknown'")]
        assert is_on_its_way == bool(in_doubt)
        if is_on_its_way:
            assert "Thi đua tỉnh" in stage.command("outbox", "list")[1]
            way = ["drop"] if moment == ACCEPTED else ["retry", "--even-if-it-arrived"]
            assert 0 == stage.command("outbox", *way, str(in_doubt[0]))[0]
            stage.rest()
        assert 1 == len(stage.posts())
        assert "3/5 xã đã đăng; 2 xã chưa góp số" in stage.posts()[0]
        assert 1 == stage.rows("SELECT count(*) FROM roll_up_posts")[0][0]
