"""Pictures and files are made in a process of their own, and what cannot be made has certainly not been sent."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.contract import File
from bot.channels.memory import Memory
from bot.outbox import attachments, drawing
from bot.outbox.delivery import Delivery
from models.messages import PENDING, OutboxMessage
from services import period_dossier
from tests import pictures
from tests.commune import TUESDAY, Stand
from tests.reports import samples


@pytest.fixture(autouse=True)
def _made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is taken from what the run has drawn before."""
    monkeypatch.setattr(attachments, "apart", pictures.made_anew)


def described() -> dict[str, Any]:
    return {"kind": "summary", "table": samples.good_week().to_json()}


async def test_the_same_picture_comes_from_a_process_of_its_own() -> None:
    """What is drawn apart is what would be drawn here."""
    assert drawing.draw(described()) == await attachments.apart(described())


async def test_the_event_loop_goes_on_meanwhile() -> None:
    """While a picture is drawn the loop turns over and over: the renderer would otherwise hold it for 200 ms."""
    turns = 0

    async def beat() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.005)
            turns += 1

    heart = asyncio.create_task(beat())
    await attachments.apart(described())
    heart.cancel()
    assert turns > 5


async def test_a_picture_is_drawn_once_for_all_who_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two officers see the draft at once, and it is posted as they saw it; another table is another picture."""
    made: list[dict[str, Any]] = []

    async def drawn(what: dict[str, Any]) -> bytes:
        made.append(what)
        await asyncio.sleep(0)
        return json.dumps(what["table"]).encode()

    monkeypatch.setattr(attachments, "made_apart", drawn)
    monkeypatch.setattr(attachments, "_kept", {})
    draft = {"kind": "summary", "table": {"week": 1}, "of": "summary", "id": 7}
    posted = {"kind": "summary", "table": {"week": 1}}
    seen = await asyncio.gather(*(pictures.drawn_once(one) for one in (draft, draft, posted)))
    assert [{b'{"week": 1}'}, 1] == [set(seen), len(made)]
    for week in range(2, 7):
        await pictures.drawn_once({"kind": "summary", "table": {"week": week}})
    await pictures.drawn_once(draft)
    assert 7 == len(made)


async def test_what_cannot_be_drawn_says_why() -> None:
    """A description that no program of ours wrote ends in one sentence, not in a picture."""
    with pytest.raises(attachments.DrawingError, match="KeyError"):
        await attachments.apart({"kind": "summary", "table": {}})
    with pytest.raises(attachments.DrawingError):
        await attachments.apart({"kind": "workbook", "name": "a.xlsx", "dossier": {}})


async def test_a_file_keeps_its_name(stand: Stand) -> None:
    """What a leader gets is called as the description says."""
    with stand.context() as context:
        found = period_dossier.compile_dossier(context, context.calendar.of("2026-W47")).to_json()
    made = await attachments.apart({"kind": "workbook", "name": "a.xlsx", "dossier": found})
    assert isinstance(made, File)
    assert ("a.xlsx", b"PK") == (made.name, made.content[:2])


async def test_what_was_not_drawn_was_not_sent(stand: Stand) -> None:
    """No doubt remains as after a broken line: the message waits and is tried again."""
    with stand.store.transaction() as session:
        session.add(
            OutboxMessage(
                bot="memory",
                chat_id="1",
                purpose="post",
                text="",
                once=True,
                created_at=TUESDAY,
                picture={"kind": "summary", "table": {}},
            )
        )
    memory, executor = Memory(), ThreadPoolExecutor(1)
    sending = asyncio.create_task(Delivery(stand.store, {"memory": memory}, executor).run())
    for _ in range(1000):
        await asyncio.sleep(0.02)
        if (found := rows(stand))[0].error:
            break
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    executor.shutdown()
    assert ([], PENDING) == (memory.sent, found[0].state)
    assert "cannot be drawn" in (found[0].error or "")


def rows(stand: Stand) -> list[OutboxMessage]:
    with stand.store.transaction() as session:
        return list(session.scalars(select(OutboxMessage)))
