"""A channel without a platform: for tests and for trying dialogues; it keeps what was sent, in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.channels.contract import Outcome, Outgoing, Pulse, Sent, Take, Webhook
from services.capability import FULL, Capability


@dataclass
class Memory:
    """Everything sent lies in `sent`; `receive` brings nothing."""

    name: str = "memory"
    kind: str = "memory"
    can: Capability = FULL
    sent: list[Outgoing] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    pulse: Pulse = field(default_factory=Pulse)

    async def start(self) -> str:
        return self.name

    async def receive(self, take: Take) -> None:
        self.pulse.beat()
        await asyncio.Event().wait()

    def webhook(self, take: Take) -> Webhook | None:
        return None

    async def send(self, message: Outgoing) -> Outcome:
        self.sent.append(message)
        return Sent(str(len(self.sent)))

    async def fetch(self, file_id: str) -> bytes:
        return self.files[file_id]

    async def close(self) -> None:
        return
