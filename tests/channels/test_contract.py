"""The contract, walked by every channel: what it sends arrives, what fails is told as data, and no secret gets out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest

from bot import channels
from bot.channels.contract import Channel, File, Outcome, Rejected, Sent, Unknown
from bot.channels.memory import Memory
from bot.channels.registry import CHANNELS
from bot.monitoring import logs
from bot.outbox import rendering
from services.inbound import Inbound, Kind
from tests.channels.places import PLACES, SECRETS, Place, is_sent
from tests.channels.sms import SMS
from tests.commune import Stand
from tests.simulator.conftest import paint

# What a platform may answer, and what the contract makes of it: the outcome's class and its marks.
ERRORS: dict[str, dict[str, tuple[type[object], dict[str, object]]]] = {
    "telegram": {
        "429": (Rejected, {"is_throttled": True, "is_final": False, "retry_after": 3.0}),
        "403": (Rejected, {"is_final": True, "is_blocked": True}),
        "400": (Rejected, {"is_final": True, "is_blocked": False}),
        "500": (Unknown, {}),
        "502": (Unknown, {}),
        "hang": (Unknown, {}),
        "drop": (Unknown, {}),
    },
    "zalo": {
        "429": (Rejected, {"is_full": True, "is_final": False}),
        "403": (Unknown, {}),
        "400": (Rejected, {"is_final": True, "is_blocked": False}),
        "401": (Rejected, {"is_final": False}),
        "408": (Unknown, {}),
        "500": (Unknown, {}),
        "502": (Unknown, {}),
        "hang": (Unknown, {}),
        "drop": (Unknown, {}),
    },
    "sms": {
        "429": (Rejected, {"is_throttled": True, "is_final": False}),
        "400": (Rejected, {"is_final": True}),
        "401": (Rejected, {"is_final": False}),
        "500": (Unknown, {}),
        "hang": (Unknown, {}),
        "drop": (Unknown, {}),
    },
    "memory": {},
}
FAILING = [(name, kind) for name, kinds in ERRORS.items() for kind in kinds]
ARRIVES = {"drop"}


@pytest.fixture(params=sorted(PLACES))
async def place(request: pytest.FixtureRequest, stand: Stand) -> AsyncIterator[Place]:
    made = PLACES[request.param](stand.store)
    await made.channel.start()
    yield made
    await made.close()


@pytest.fixture
async def named(request: pytest.FixtureRequest, stand: Stand) -> AsyncIterator[Place]:
    made = PLACES[request.param](stand.store)
    await made.channel.start()
    yield made
    await made.close()


def test_every_channel_walks() -> None:
    """A channel that is configured but not tried here would be a promise without proof."""
    assert {*(channel.name for channel in CHANNELS), SMS.name, "memory"} == set(PLACES) == set(ERRORS)


def test_every_channel_written_has_its_row() -> None:
    """A package whose row was forgotten would never be asked for its token."""
    written = {path.parent.name for path in Path(channels.__file__).parent.glob("*/descriptor.py")}
    assert written == {channel.name for channel in CHANNELS}


async def test_a_text(place: Place) -> None:
    """It arrives as it was said, and has an id by which it can be spoken of."""
    assert is_sent(await place.send("Chào ông Sơn.\n1/3. Còn bao nhiêu người chưa có thẻ?"))
    assert ["Chào ông Sơn.\n1/3. Còn bao nhiêu người chưa có thẻ?"] == [one["text"] for one in place.arrived()]


async def test_choices(place: Place) -> None:
    """They can be tapped, or read and typed; the words are never bare digits."""
    assert is_sent(
        await place.send("Còn mấy?", [("Vẫn 9 người", "answer:1:XH1.uncovered:keep"), ("Để sau", "later:1")])
    )
    (seen,) = place.arrived()
    if place.channel.can.has_buttons:
        assert ["Vẫn 9 người", "Để sau"] == seen["buttons"]
        assert "Còn mấy?" == seen["text"]
    else:
        assert [] == seen["buttons"]
        assert "Còn mấy?\nGõ: VẪN 9 NGƯỜI hoặc ĐỂ SAU." == seen["text"]


async def test_a_picture(place: Place) -> None:
    """Picture and words both arrive, as one message or the words first; or the words alone where nothing else can."""
    assert is_sent(await place.send("Tuần 47", picture=paint(40, 30)))
    seen = place.arrived()
    assert ["Tuần 47"] == [one["text"] for one in seen if one["text"]]
    if not place.channel.can.has_files:
        assert [False] == [one["photo"] for one in seen]
        return
    assert [True] if place.channel.can.has_captions else [False, True] == [one["photo"] for one in seen]


async def test_a_file(place: Place) -> None:
    """It arrives as itself, or as an address that nobody can guess and that opens it; or stays behind its words."""
    assert is_sent(await place.send("Bảng số liệu", document=File("tuan-47.xlsx", b"PK\x03\x04 a workbook")))
    seen = place.arrived()
    if not place.channel.can.has_files:
        assert ["Bảng số liệu"] == [one["text"] for one in seen]
        return
    if place.channel.can.can_upload:
        assert ["tuan-47.xlsx"] == [one["document"] for one in seen if one["document"]]
        return
    name, _, address = seen[-1]["text"].partition(": ")
    assert "tuan-47.xlsx" == name
    assert len(address.split("/")[4]) >= 32
    assert place.world is not None
    assert b"PK\x03\x04 a workbook" == await place.world.zalo.fetch(address)


async def test_a_long_text(place: Place) -> None:
    """It is cut at line ends into messages the platform takes, and nothing of it is lost."""
    lines = [f"{number}. Thôn số {number} còn thiếu 🙂 báo cáo của tuần này, xin gọi." for number in range(150)]
    assert is_sent(await place.send("\n".join(lines)))
    texts = [str(one["text"]) for one in place.arrived()]
    assert len(texts) > 1
    assert lines == "\n".join(texts).split("\n")
    assert all(rendering.units(text) <= place.channel.can.longest_text for text in texts)


async def test_a_line_that_is_too_long(place: Place) -> None:
    """It is cut between words, and no word of it is lost."""
    words = " ".join(f"thôn số {number} còn thiếu" for number in range(1000))
    assert is_sent(await place.send(words))
    texts = [str(one["text"]) for one in place.arrived()]
    assert len(texts) > 1
    assert words == " ".join(texts)
    assert all(0 < rendering.units(text) <= place.channel.can.longest_text for text in texts)


# The Telegram library warns of its own next version whenever it reads a 429.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize(("named", "kind"), FAILING, indirect=["named"])
async def test_every_error(named: Place, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """Each refusal and each silence of the platform becomes an outcome, and is met exactly once."""
    caplog.set_level(logging.DEBUG)
    logs.hush()
    before = len(named.arrived())
    named.order(kind, seconds=0.05, retry_after=3 if (named.channel.name, kind) == ("telegram", "429") else None)
    (outcome,) = await named.send("Chào")
    wanted, marks = ERRORS[named.channel.name][kind]
    assert wanted is type(outcome)
    assert marks == {name: getattr(outcome, name) for name in marks}
    assert 0 == named.ordered()
    assert (1 if kind in ARRIVES else 0) == len(named.arrived()) - before
    _assert_silent_about_secrets(named.channel, outcome, caplog)


NETWORK = {
    "no connection": (httpx.ConnectError("refused by https://x/bot2000:zalo-secret/"), None, Rejected),
    "no connection in time": (httpx.ConnectTimeout("at https://x/bot1000:telegram-secret/"), None, Rejected),
    "no answer": (None, httpx.ReadTimeout("from https://x/bot2000:zalo-secret/"), Unknown),
    "cut off": (None, httpx.RemoteProtocolError("peer closed https://x/bot2000:zalo-secret/"), Unknown),
}


@pytest.mark.parametrize("named", ["telegram", "zalo", "sms"], indirect=True)
@pytest.mark.parametrize("fault", NETWORK)
async def test_every_network_fault(named: Place, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    """Before the request has left, the message certainly did not arrive; afterwards nobody knows."""
    caplog.set_level(logging.DEBUG)
    logs.hush()
    assert named.line is not None
    named.line.before, named.line.after, wanted = NETWORK[fault]
    (outcome,) = await named.send("Chào")
    assert wanted is type(outcome)
    if isinstance(outcome, Rejected):
        assert not outcome.is_final
    assert (1 if wanted is Unknown else 0) == len(named.arrived())
    _assert_silent_about_secrets(named.channel, outcome, caplog)


def _assert_silent_about_secrets(channel: Channel, outcome: Outcome, caplog: pytest.LogCaptureFixture) -> None:
    secret = SECRETS[channel.name].partition(":")[2]
    written = [record.getMessage() for record in caplog.records if record.name not in ("asyncio",)]
    assert [] == [line for line in [*written, repr(outcome), caplog.text] if secret in line]


@pytest.mark.parametrize("named", ["telegram", "zalo", "sms"], indirect=True)
async def test_what_was_said_is_stored_before_it_is_asked_for_more(named: Place) -> None:
    """Two texts come in, in order; a store that fails at first loses neither."""
    taken: list[str] = []
    failures = [RuntimeError("database is locked")]

    async def take(inbounds: object) -> None:
        if failures:
            raise failures.pop()
        taken.extend(one.text for one in inbounds)  # type: ignore[attr-defined]  # a sequence of inbounds

    listening = asyncio.create_task(named.channel.receive(take))
    for text in ("con 6", "2 mau 3 sao"):
        named.say(text)
    for _ in range(400):
        if len(taken) == 2:
            break
        await asyncio.sleep(0.01)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert ["con 6", "2 mau 3 sao"] == taken


async def test_an_outcome_is_plain_data(place: Place) -> None:
    """What is recorded in the ledger can be written down as it is."""
    (outcome,) = await place.send("Chào")
    assert isinstance(outcome, Sent)
    assert str(outcome.message_id) == outcome.message_id


MESSY, LISTED = "  bhyt\u00a0\u00a0con\u200b\t6 \r\n\r\n \n gieo  7 sao\x07 ", "bhyt con 6\ngieo 7 sao"
OVERLONG = "con 6, " * 500


async def test_a_text_comes_in_normalised_and_held_to_its_limit(place: Place) -> None:
    """On every channel alike: blanks are one, empty lines are gone, and of what is too long there is nothing left."""
    messy, overlong = [await _heard(place, text) for text in (MESSY, OVERLONG)]
    assert (LISTED, False) == (messy.text, messy.is_too_long)
    assert ("", True) == (overlong.text, overlong.is_too_long)
    assert OVERLONG[:20] not in repr(overlong)


async def _heard(place: Place, text: str) -> Inbound:
    """One text as it leaves the channel; a channel without a platform hands over what a program makes."""
    if isinstance(place.channel, Memory):
        return Inbound(place.channel.name, place.channel.name, "1", "son", "son", Kind.TEXT, None, text=text)
    heard: list[Inbound] = []
    has_come = asyncio.Event()

    async def take(inbounds: Sequence[Inbound]) -> None:
        heard.extend(inbounds)
        has_come.set()

    listening = asyncio.create_task(place.channel.receive(take))
    place.say(text)
    await asyncio.wait_for(has_come.wait(), 10)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    return heard[0]
