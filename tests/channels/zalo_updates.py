"""Updates as Zalo's documents and real bots have them, for tests."""

from __future__ import annotations

from typing import Any

from bot.channels.zalo import updates
from services.inbound import Inbound

TEXT: dict[str, Any] = {
    "from": {"id": "6ede9afa66b88fe6d6a9", "display_name": "Sơn", "is_bot": False},
    "chat": {"id": "6ede9afa66b88fe6d6a9", "chat_type": "PRIVATE"},
    "text": "con 6",
    "message_id": "2d758cb5e222177a4e35",
    "date": 1750316131602,
}


def update(event: str = "message.text.received", /, **changed: Any) -> dict[str, Any]:
    message = {key: value for key, value in (TEXT | changed).items() if value is not None}
    return {"event_name": event, "message": message}


OWN: dict[str, Any] = {"from": {"id": "9", "is_bot": True}}
SELF: dict[str, Any] = {"from": {"id": "42"}}


def one(body: object, **how: Any) -> Inbound:
    (found,) = updates.read(body, **how)
    return found
