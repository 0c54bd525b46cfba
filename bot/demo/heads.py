"""How the players who are not on the page answer: they read the last message and tap or type, like people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.demo.cast import Player
from bot.demo.outside import Json, Outside, offered

_ROUNDS = 12  # no report has more questions than that


def move(player: Player, chat: Json) -> tuple[str, str] | None:
    """The player's next act: ("tap", data) or ("type", words); None when nothing is asked of them."""
    _, buttons = offered(chat)
    data = [button["data"] for button in buttons]
    first = data[0] if data else ""
    if first.startswith("go:"):
        return "tap", first
    if first.endswith(":nothing") and player.flow:
        return "type", player.flow
    if first.endswith(":keep") and player.level:
        return "type", player.level
    if first.startswith(("answer:", "news:", "sure:")):
        return "tap", first
    return None


async def answer(outside: Outside, players: list[Player], settle: Callable[[], Awaitable[None]]) -> None:
    """Let the given players answer until nothing more is asked of them. `settle` waits for the bot."""
    for _ in range(_ROUNDS):
        chats = {chat["id"]: chat for chat in (await outside.state())["chats"]}
        acted = False
        for player in players:
            act = move(player, chats[player.id])
            if act is None:
                continue
            acted = True
            if act[0] == "tap":
                await outside.tap(player.id, offered(chats[player.id])[0], act[1])
            else:
                await outside.send(player.id, act[1])
        if not acted:
            return
        await settle()
