"""One commune's installation turns into one of several, or back: nobody has to join again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.communes import bot_identities
from models import accounts, bot_keys
from models.database import Base
from models.messages import OutboxMessage
from models.people import Account
from services.context import Address
from tests.communes.province import CODES, Province

OWN = f"zalo@{CODES['a']}"
ALONE, SEVERAL = {"memory": "2000:geheim"}, {OWN: "2000:geheim"}


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    """Somebody of each commune is in, over the one bot of what was a single commune."""
    made = Province(tmp_path)
    made.enter("a", "son")
    made.enter("b", "son")
    yield made
    made.close()


def of(province: Province, key: str) -> set[str]:
    """Under which bots a commune's people, chats and messages stand."""
    with province.store.deployment_wide("a test looks at all") as session:
        found: set[str] = set()
        for table, column in bot_keys.columns():
            if "commune_id" in table.c:
                rows = select(column).where(table.c.commune_id == province.ids[key], column.is_not(None))
                found |= set(session.scalars(rows))
        return found


def test_people_go_along_to_the_commune_s_own_bot_and_back(province: Province) -> None:
    """By the public part of the token; another commune's people stay, and a second start changes nothing."""
    bot_identities.settle(province.store, ALONE)
    for _ in range(2):
        bot_identities.settle(province.store, SEVERAL)
        assert ({OWN}, {"memory"}) == (of(province, "a"), of(province, "b"))
    bot_identities.settle(province.store, ALONE)
    assert {"memory"} == of(province, "a") == of(province, "b")
    province.say("a-son", "GIÚP")
    assert "gõ câu trả lời" in province.heard("a-son")[-1].text


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (ALONE, {OWN: "3000:geheim"}),  # another bot: nobody has written to it
        (ALONE, {**ALONE, OWN: "3000:geheim"}),
        (ALONE, {"memory": "4000:neu"}),  # the same place, another token
        (ALONE, {"zalo@99999": "2000:geheim"}),  # a commune that has no row yet
        ({}, {OWN: "2000:geheim", "memory": "1:x"}),
    ],
)
def test_a_bot_that_is_another_takes_nobody_along(
    province: Province, before: dict[str, str], now: dict[str, str]
) -> None:
    """What cannot be the same bot leaves the rows where they are."""
    bot_identities.settle(province.store, before)
    bot_identities.settle(province.store, now)
    assert {"memory"} == of(province, "a") == of(province, "b")


def test_an_installation_from_before_is_taken_for_what_it_was(province: Province) -> None:
    """Nothing was noted by an older build: the commune's own bot is the one that it had."""
    bot_identities.settle(province.store, {f"memory@{CODES['a']}": "2000:geheim"})
    assert ({f"memory@{CODES['a']}"}, {"memory"}) == (of(province, "a"), of(province, "b"))


def test_who_came_in_anew_meanwhile_stays(province: Province) -> None:
    """Of two accounts of one person under one key there can be but one: the newer stays, the older is left behind."""
    bot_identities.settle(province.store, ALONE)
    with province.everything() as session:
        old = session.scalars(select(Account).where(Account.external_id == "a-son")).one()
        anew = Account(commune_id=old.commune_id, person=old.person, bot=OWN, external_id="a-son", chat_id="a-son")
        session.add(anew)
    bot_identities.settle(province.store, SEVERAL)
    with province.everything() as session:
        bound = session.scalars(select(Account).where(Account.external_id == "a-son"))
        assert [OWN, "memory"] == sorted((one.bot for one in bound), reverse=True)
        assert {OWN} == set(session.scalars(select(OutboxMessage.bot).where(OutboxMessage.chat_id == "a-son")))
        assert accounts.account(session, OWN, "a-son") is not None
    assert Address(OWN, "a-son") != Address("memory", "a-son")


def test_every_column_that_names_a_bot_goes_along() -> None:
    """A new one whose name says so must be thought of in `models.bot_keys`."""
    named = {(table.name, one.name) for table in Base.metadata.sorted_tables for one in table.c if "bot" in one.name}
    assert named == {(table.name, column.name) for table, column in bot_keys.columns()}
