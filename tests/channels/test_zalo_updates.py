"""Every shape of Zalo's updates: wrappers, events, dates, mentions, oddities."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.zalo import updates
from services.inbound import Kind
from tests.channels.zalo_updates import OWN, SELF, one, update


@pytest.mark.parametrize(
    "body", [update(), {"ok": True, "result": update()}, {"result": [update()]}, [update()]],
    ids=["bare", "wrapped", "a list in a wrapper", "a list"],
)  # fmt: skip
def test_every_wrapper(body: object) -> None:
    """The same message, however it is wrapped."""
    found = one(body)
    assert ("con 6", Kind.TEXT, False) == (found.text, found.kind, found.is_group)
    assert "6ede9afa66b88fe6d6a9:2d758cb5e222177a4e35" == found.key
    assert datetime(2025, 6, 19, 6, 55, 31, 602000, UTC) == found.said_at


@pytest.mark.parametrize(
    ("event", "changed", "kind", "data"),
    [
        ("message.image.received", {"photo": "https://z/1.jpg", "text": None}, Kind.PHOTO, "https://z/1.jpg"),
        ("message.image.received", {"photo_url": "https://z/2.jpg", "text": None, "message_type": "CHAT_PHOTO"},
         Kind.PHOTO, "https://z/2.jpg"),
        ("message.image.received", {"text": None}, Kind.OTHER, ""),
        ("message.image.received", {"text": None, "caption": "5 sào"}, Kind.TEXT, ""),
        ("message.sticker.received", {"sticker": "a", "url": "https://z/s", "text": None}, Kind.OTHER, ""),
        ("message.voice.received", {"voice_url": "https://z/v.aac", "text": None}, Kind.OTHER, ""),
        ("message.unsupported.received", {"text": None}, Kind.OTHER, ""),
        ("", {}, Kind.TEXT, ""),
        ("", {"text": None, "photo_url": "https://z/3.jpg"}, Kind.PHOTO, "https://z/3.jpg"),
        ("message.something.new", {}, Kind.OTHER, ""),
    ],
)  # fmt: skip
def test_every_event(event: str, changed: dict[str, Any], kind: Kind, data: str) -> None:
    """Pictures under either name; what cannot be read is at least answered."""
    found = one(update(event, **changed))
    assert (kind, data) == (found.kind, found.data)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (1750316131602, datetime(2025, 6, 19, 6, 55, 31, 602000, UTC)),
        (1750316131, datetime(2025, 6, 19, 6, 55, 31, tzinfo=UTC)),
        ("1750316131602", datetime(2025, 6, 19, 6, 55, 31, 602000, UTC)),
        (None, None),
        ("yesterday", None),
        (-5, None),
        (10**30, None),
    ],
)
def test_every_date(date: object, expected: datetime | None) -> None:
    """Milliseconds, seconds, digits; anything else is no time at all."""
    assert expected == one(update(date=date)).said_at


@pytest.mark.parametrize(
    "body", [None, "", [], {}, {"ok": True}, {"message": "Success"}, {"ok": True, "result": None},
             {"event_name": "x", "message": {}}, {"message": {"from": 5, "chat": []}}, 7],
)  # fmt: skip
def test_what_is_no_message(body: object) -> None:
    """Probes and oddities bring nothing, and break nothing."""
    assert [] == updates.read(body)


def test_the_bots_own_words_are_not_heard() -> None:
    """Some say that a bot hears itself."""
    assert [] == updates.read(update("", **OWN))
    assert [] == updates.read(update("", **SELF), own_id="42")


def test_a_mention_is_taken_off_in_a_group() -> None:
    """It stands in the text as plain words, and the group's id is the chat's."""
    group = {"id": "group-1", "chat_type": "group"}
    found = one(update(text="@Bot Thi Đua K7QM-4TXP", chat=group), names=("bot.thidua", "Bot Thi Đua"))
    assert (True, "K7QM-4TXP", "group-1") == (found.is_group, found.text, found.chat_id)


def test_a_message_without_an_id_is_known_by_what_it_says() -> None:
    """The same one again is a repeat, another is not; without a date none is taken for a repeat."""
    first, again = (
        one(update(message_id=None)),
        one({"ok": True, "result": update(message_id=None)}),
    )
    assert first.key == again.key
    assert first.key != one(update(message_id=None, text="con 7")).key
    undated = update(message_id=None, date=None)
    assert one(undated).key != one(undated).key
