#!/usr/bin/env bash
# python-telegram-bot 22.8.
#
# What is done: an update with a tap on a button whose message bots may not see any more (Telegram sends its chat, its id
# and date 0) is read; a shortcut of the query edits that message. The same message as pinned_message of another one.
# Expected: `CallbackQuery.message` is documented as a MaybeInaccessibleMessage, so an InaccessibleMessage, as the pinned
# one is; `query.edit_message_text` raises the library's TypeError «Cannot edit an inaccessible message» without a request.
# Seen: it is a `Message` with date 1970-01-01, of which isinstance(…, Message) is true, and text, from_user and all the
# rest are None; the guard of the shortcuts asks for the type, so that it never acts and the request is sent, which Telegram
# refuses. CallbackQuery.de_json names Message as the class, where pinned_message names MaybeInaccessibleMessage; only
# `is_accessible` tells.
#
# Exit status 0: as described. 1: it behaves otherwise now.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check python-telegram-bot==22.8
cat >"$here/try.py" <<'PYTHON'
import asyncio
import sys

import httpx
import telegram
from telegram.request import HTTPXRequest

USER = {"id": 7, "is_bot": False, "first_name": "A"}
CHAT = {"id": 7, "type": "private", "first_name": "A"}
HIDDEN = {"message_id": 5, "date": 0, "chat": CHAT}
calls = []


async def answer(request):
    calls.append(request.url.path.rpartition("/")[2])
    return httpx.Response(400, json={"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"})


async def main():
    transport = {"transport": httpx.MockTransport(answer)}
    bot = telegram.Bot("1:x", request=HTTPXRequest(httpx_kwargs=transport))
    tap = {"id": "1", "from": USER, "chat_instance": "1", "data": "x", "message": dict(HIDDEN)}
    query = telegram.Update.de_json({"update_id": 1, "callback_query": tap}, bot).callback_query
    note = {"message_id": 6, "date": 1, "chat": CHAT, "from": USER, "pinned_message": dict(HIDDEN)}
    pinned = telegram.Update.de_json({"update_id": 2, "message": note}, bot).message.pinned_message
    try:
        await query.edit_message_text("x")
        ended = "no error"
    except (telegram.error.TelegramError, TypeError) as error:
        ended = f"{type(error).__name__}: {error}"
    print(f"callback_query.message: {type(query.message).__name__}, is_accessible {query.message.is_accessible}")
    print(f"message.pinned_message: {type(pinned).__name__}, is_accessible {pinned.is_accessible}")
    print(f"query.edit_message_text: {ended}; requests sent: {calls}")
    as_described = (
        type(query.message) is telegram.Message
        and not query.message.is_accessible
        and type(pinned) is telegram.InaccessibleMessage
        and calls == ["editMessageText"]
    )
    return 0 if as_described else 1


sys.exit(asyncio.run(main()))
PYTHON
"$here/venv/bin/python" -W ignore "$here/try.py"
