#!/usr/bin/env bash
# aiogram 3.31.0, and python-telegram-bot 22.8 beside it.
#
# What is done: a Bot API server (a session in the same process) holds two updates: the bot's status in some group is
# "guest", a value that does not exist yet, and a private message «hello». A Dispatcher with a handler for messages polls
# it for six seconds. The same with other values that do not exist yet.
# Expected: the message is handled, and the update that is not understood is passed over, as it is for a field that does
# not exist yet, for a new type of chat or of entity; or else at least the next poll begins behind it.
# Seen: the handler is never called. getUpdates fails as a whole (ClientDecodeError), since one member of a discriminated
# union that the models do not know spoils the answer; the dispatcher logs «Failed to fetch updates», waits, and asks for
# the same offset again, for as long as Telegram keeps the update (a day), while everybody's messages queue behind it.
# allowed_updates=["message", …] does not help: the same happens for a message whose forward_origin, paid_media or
# chat_background_set is of a kind that is not known. python-telegram-bot reads all of them, and the message beside.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check aiogram==3.31.0 python-telegram-bot==22.8
cat >"$here/try.py" <<'PYTHON'
import asyncio
import json
import logging
import sys

import telegram
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession

logging.disable(logging.CRITICAL)
USER = {"id": 7, "is_bot": False, "first_name": "A"}
ME = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
GROUP = {"id": -5, "type": "group", "title": "G"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private", "first_name": "A"}, "from": USER}
HELLO = MESSAGE | {"text": "hello"}
STATUS = {"chat": GROUP, "from": USER, "date": 1} | {
    "old_chat_member": {"user": ME, "status": "member"},
    "new_chat_member": {"user": ME, "status": "guest"},
}
STRANGE = {
    "nothing strange": ("message", HELLO),
    "a field that is new": ("message", HELLO | {"sparkle": {"x": 1}}),
    "a type of chat": ("message", HELLO | {"chat": HELLO["chat"] | {"type": "space"}}),
    "a type of entity": ("message", HELLO | {"entities": [{"type": "sparkle", "offset": 0, "length": 1}]}),
    "a status": ("my_chat_member", STATUS),
    "a forward_origin": ("message", HELLO | {"forward_origin": {"type": "space", "date": 1}}),
    "a paid_media": ("message", MESSAGE | {"paid_media": {"star_count": 1, "paid_media": [{"type": "hologram"}]}}),
    "a background": ("message", MESSAGE | {"chat_background_set": {"type": {"type": "hologram"}}}),
}
EXPECTED = {name: name in list(STRANGE)[:4] for name in STRANGE}


class Server(BaseSession):
    """Answers getUpdates as Telegram does: what was not confirmed by an offset behind it is handed out again."""

    def __init__(self, kind, body):
        super().__init__()
        self.updates = [{"update_id": 10, kind: body}, {"update_id": 11, "message": HELLO}]
        self.offsets = []

    async def make_request(self, bot, method, timeout=None):
        if method.__api_method__ == "getUpdates":
            self.offsets.append(method.offset)
            found = [update for update in self.updates if update["update_id"] >= (method.offset or 0)]
            await asyncio.sleep(0 if found else 0.2)
        else:
            found = ME
        content = json.dumps({"ok": True, "result": found})
        return self.check_response(bot=bot, method=method, status_code=200, content=content).result

    async def stream_content(self, *args, **kwargs):
        yield b""

    async def close(self):
        return


async def polled(kind, body, seconds):
    server, handled = Server(kind, body), []

    async def handle(message):
        handled.append(message.text)

    dispatcher = Dispatcher()
    dispatcher.message.register(handle)
    bot = Bot("1:x", session=server)
    task = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, allowed_updates=["message"]))
    await asyncio.sleep(seconds)
    await dispatcher.stop_polling()
    await task
    return "hello" in handled, server.offsets


async def main():
    seen = {}
    for name, (kind, body) in STRANGE.items():
        seen[name], offsets = await polled(kind, body, 6 if name == "a status" else 1)
        telegram.Update.de_json({"update_id": 10, kind: json.loads(json.dumps(body))}, None)  # raises where it cannot
        print(f"{name:22} handled: {seen[name]!s:6} polls: {len(offsets):2}  offsets: {sorted(set(offsets), key=str)}")
    stuck = (await polled(*STRANGE["a status"], 3))[1]
    return 0 if seen == EXPECTED and set(stuck) == {None} and len(stuck) > 1 else 1


sys.exit(asyncio.run(main()))
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
