"""The demo's hands in the simulated world: it makes people send and tap, over HTTP as anybody would."""

from __future__ import annotations

from typing import Any

import httpx

Json = dict[str, Any]


class Outside:
    """The simulator's control interface at `url`."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=30)

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, path: str, **body: Any) -> Json:
        answer = await self._client.post(path, json=body)
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    async def person(self, name: str, *, shown: bool, title: str, subtitle: str, app: str) -> int:
        """A new person with a telephone, shown on the page or not; returns their id."""
        made = await self._post("/sim/users", first_name=name, phone=shown, title=title, subtitle=subtitle, app=app)
        return int(made["id"])

    async def group(self, title: str, members: list[int], subtitle: str) -> int:
        return int((await self._post("/sim/groups", title=title, members=members, subtitle=subtitle))["id"])

    async def add_bot(self, group: int, by: int) -> None:
        await self._post(f"/sim/groups/{group}/add-bot", by=by)

    async def send(self, person: int, text: str) -> None:
        await self._post("/sim/send", **{"chat": person, "from": person, "text": text})

    async def tap(self, person: int, message: int, data: str) -> None:
        await self._post("/sim/tap", **{"chat": person, "from": person, "message_id": message, "data": data})

    async def set_clock(self, seconds: float) -> None:
        await self._post("/sim/clock", offset_seconds=seconds)

    async def state(self) -> Json:
        answer = await self._client.get("/sim/state")
        answer.raise_for_status()
        found: Json = answer.json()
        return found

    async def waiting_updates(self, token: str) -> int:
        """How many updates the bot has not confirmed yet, or on Zalo not come back from."""
        answer = await self._client.get(f"/bot{token}/getWebhookInfo")
        zalo = await self._client.get("/sim/zalo")
        return int(answer.json()["result"]["pending_update_count"]) + int(zalo.json()["pending"])


def offered(chat: Json) -> tuple[int, list[Json]]:
    """The bot's last message in a chat with the buttons under it: (message id, buttons); (0, []) without any."""
    for message in reversed(chat["messages"]):
        if message["from"]["is_bot"]:
            return message["id"], [button for row in message["keyboard"] for button in row]
    return 0, []
