"""A commune with a bot of its own beside communes on a shared one: the same numbers on both, moves there and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.memory import Memory
from bot.communes import bot_identities, bots
from models import delivery_queue
from models.messages import InboxMessage
from models.people import Account
from services.inbound import Inbound, Kind
from tests.communes.province import BOT, CODES, MARKS, Province, deployments

OWN = {key: f"{BOT}@{code}" for key, code in CODES.items()}
DUE = "2026-11-18T08:00"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path)
    yield made
    made.close()


def give_bots(province: Province, *keys: str) -> None:
    """From now on these communes have bots of their own, of the same channel as the shared one."""
    channels = [Memory(), *(Memory(name=OWN[key]) for key in keys)]
    made = [
        replace(one, bots=bots.of_commune(code, channels), also_heard=bots.also_heard(code, channels))
        for one in deployments().values()
        for code in [one.commune_code]
    ]
    province.communes.replace(made)


def on(province: Province, bot: str, who: str, **said: Any) -> None:
    """What one bot hears, and is answered."""
    number, sender = next(province._keys), said.pop("sender", who)
    kind = said.pop("kind", Kind.TEXT)
    province.intake.handle(Inbound(bot, "memory", f"n{number}", who, sender, kind, province.clock.now(), **said))


def join(province: Province, bot: str, who: str, key: str, cast: str) -> None:
    on(province, bot, who, text=f"/start {province.invitation(key, cast)}")
    on(province, bot, who, text="Đồng ý")
    province.heard()


def waiting(province: Province) -> int:
    with province.everything() as session:
        return len(session.scalars(select(InboxMessage.id).where(InboxMessage.queue_round.is_not(None))).all())


def addresses(province: Province) -> Mapping[str, str]:
    """Under which bot each account stands."""
    with province.everything() as session:
        return {one.external_id: one.bot for one in session.scalars(select(Account)).unique()}


def test_whoever_came_in_over_the_shared_bot_is_answered_there(province: Province) -> None:
    """Nobody of the commune is at its own bot yet: questions go where they went before, and so do answers."""
    province.enter("b", "son")
    give_bots(province, "b")
    province.at(DUE)
    province.tick()
    assert [(BOT, "b-son")] == [(row.bot, row.chat_id) for row in province.heard()]
    on(province, BOT, "b-son", text="8")
    assert "8 người" in province.heard("b-son")[-1].text
    assert 0 == waiting(province)


def test_who_is_at_both_is_written_to_at_the_commune_s_own(province: Province) -> None:
    """They come over by a code that they ask for at the shared one."""
    province.enter("b", "son")
    give_bots(province, "b")
    on(province, BOT, "b-son", text="thêm kênh")
    code = next(word for word in province.heard("b-son")[-1].text.split() if "-" in word and word.isupper()).strip(
        ",.:"
    )
    on(province, OWN["b"], "b-son", text=code)
    province.heard()
    province.at(DUE)
    province.tick()
    assert [OWN["b"]] == [row.bot for row in province.heard("b-son")]


def test_an_answer_to_the_one_is_never_the_other_s(province: Province) -> None:
    """Head of a village in two communes, one of which has its own bot by now; both have asked over the shared one."""
    province.bring("son", "a", "son")
    province.bring("son", "b", "hien")
    give_bots(province, "b")
    province.at(DUE)
    province.tick()
    province.heard()
    on(province, BOT, "son", text="8")
    assert [None] == [row.commune_id for row in province.heard("son")]


def test_two_with_bots_of_their_own_are_answered_at_the_shared_one(province: Province) -> None:
    """And what came over a bot that is no more is not looked at again and again."""
    for key in MARKS:
        province.enter(key, "son")
    give_bots(province, *MARKS)
    for key in MARKS:
        on(province, BOT, f"{key}-son", text="GIÚP")
    assert {f"{key}-son" for key in MARKS} == {row.chat_id for row in province.heard()}
    for key in MARKS:
        join(province, OWN[key], f"{key}-hien", key, "hien")
    give_bots(province)
    storage, line = province.intake._storage, province.intake._round_robin
    for key in MARKS:
        sender = f"{key}-hien"
        storage.store([Inbound(OWN[key], "memory", f"late {key}", sender, sender, Kind.TEXT, province.clock.now())])
    assert 2 == waiting(province)
    assert not line.answer()
    give_bots(province, *MARKS)
    province.intake.answer_all()
    assert 0 == waiting(province)


def test_a_code_opens_at_the_own_bot_and_at_the_shared_one_and_at_no_other_s(province: Province) -> None:
    """At another commune's own bot it is a wrong code, which tells nothing of whose it is."""
    give_bots(province, "b")
    on(province, OWN["b"], "x", text=f"/start {province.invitation('a', 'son')}")
    (refused,) = province.heard("x")
    assert province.ids["b"] == refused.commune_id
    assert MARKS["a"] not in refused.text
    join(province, BOT, "y", "b", "son")
    join(province, OWN["b"], "z", "b", "hien")
    assert {"y": BOT, "z": OWN["b"]} == addresses(province)
    assert 0 == waiting(province)


def test_one_number_on_two_bots_is_two_people(province: Province) -> None:
    """Blocking the one bot, or withdrawing there, leaves the other's; no message says which commune it is of."""
    give_bots(province, "b")
    join(province, BOT, "77", "a", "son")
    join(province, OWN["b"], "77", "b", "son")
    province.at(DUE)
    province.tick()
    asked = province.heard("77")
    assert {(BOT, province.ids["a"]), (OWN["b"], province.ids["b"])} == {(row.bot, row.commune_id) for row in asked}
    assert not any("[xã" in row.text or "@" in str(row.choices) for row in asked)
    on(province, OWN["b"], "77", text="rút tên")
    on(province, OWN["b"], "77", text="Rút tên tôi")
    on(province, OWN["b"], "77", kind=Kind.BLOCKED)
    assert {"77": BOT} == addresses(province)
    on(province, BOT, "77", text="8")
    assert (BOT, province.ids["a"]) == [(row.bot, row.commune_id) for row in province.heard("77")][-1]


def test_one_group_number_on_two_bots_is_two_groups(province: Province) -> None:
    """And the group bound over the shared bot stays its commune's when that has a bot of its own."""
    province.enter("a", "hoa", "lam")
    province.enter("b", "hoa", "lam")
    province.bind("b")
    province.send("g", Kind.ADDED, sender_id="a-hoa", is_group=True, title="A")
    province.tap("a-hoa", "Đúng, nhóm lãnh đạo")
    give_bots(province, "b")
    join(province, OWN["b"], "b-lan", "b", "lan")
    province.heard()
    for bot, group, who in ((OWN["b"], "g", "b-lan"), (BOT, "g", "b-lam"), (BOT, "b-group", "a-lam")):
        on(province, bot, group, sender=who, text="/bang", is_group=True, title="x")
    said = {(row.bot, row.chat_id): province.whose(row) for row in province.heard()}
    assert {(OWN["b"], "g"): "b", (BOT, "g"): "a", (BOT, "b-group"): "b"} == said


def test_what_was_queued_before_a_move_goes_where_it_was_queued(province: Province) -> None:
    """They know that bot; nothing changes its bot on the way, there or back."""
    province.enter("b", "son")
    province.at(DUE)
    province.tick()
    for keys in (("b",), ()):
        give_bots(province, *keys)
        with province.everything() as session:
            claimed = delivery_queue.claim(session, datetime.now(UTC), timedelta(seconds=60), 9)
            assert {BOT} == {row.bot for row in claimed}
            session.rollback()


def test_a_bot_that_becomes_one_commune_s_takes_its_people_along_though_another_is_shared_now(
    province: Province,
) -> None:
    """The first commune keeps its bot for itself, the deployment gets a new one, and once all is undone again."""
    for key in MARKS:
        province.enter(key, "son")
    shared, apart = {BOT: "2000:x"}, {BOT: "3000:y", OWN["a"]: "2000:x"}
    bot_identities.settle(province.store, shared)
    for _ in range(2):
        bot_identities.settle(province.store, apart)
        assert {"a-son": OWN["a"], "b-son": BOT} == addresses(province)
        bot_identities.settle(province.store, shared)
        assert {"a-son": BOT, "b-son": BOT} == addresses(province)
