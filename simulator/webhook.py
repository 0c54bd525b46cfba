"""Pushes updates to a webhook until it answers 2xx, as setWebhook promises; it decides nothing about updates.

Updates of one chat go one after another, chats beside each other up to max_connections.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from simulator import updates
from simulator.shapes import Json

_TIMEOUT = 10.0  # seconds we wait for the bot's answer
_LONGEST_PAUSE = 5.0  # seconds between attempts, growing from a tenth of one


@dataclass
class Hook:
    """What setWebhook was told, and the last fault. `url` is "" while updates are polled."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error_date: int = 0
    last_error: str = ""
    threads: ThreadPoolExecutor | None = field(default=None, repr=False)


class Pusher:
    """Runs while a hook is set; `poke` starts it from any code that runs in an event loop."""

    def __init__(self, queue: updates.Queue) -> None:
        self.queue = queue
        self.hook = Hook()
        self._task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str = "", connections: int = 40) -> None:
        """Aim at another url ("" for none); what is on its way to the former one is abandoned."""
        self.stop()
        self.hook = Hook(url, secret, connections)
        self.poke()

    def poke(self) -> None:
        """Start pushing if there is a hook and a running loop and no pusher yet."""
        if self.hook.url and (self._task is None or self._task.done()):
            with contextlib.suppress(RuntimeError):  # no loop yet: the next poke has one
                self._task = asyncio.get_running_loop().create_task(self._run(self.hook))

    def stop(self) -> None:
        if self._task is not None:
            with contextlib.suppress(RuntimeError):  # its loop is closed, and the task with it
                self._task.cancel()
            self._task = None

    async def _run(self, hook: Hook) -> None:
        pool = ThreadPoolExecutor(hook.connections, thread_name_prefix="webhook")
        hook.threads = pool
        running: dict[int, asyncio.Task[None]] = {}
        try:
            while not self.queue.closed:
                for update in list(self.queue.pending.values()):
                    chat = updates.chat_of(update)
                    if chat not in running and len(running) < hook.connections:
                        running[chat] = asyncio.create_task(self._push(hook, update))
                bell = asyncio.create_task(self.queue.bell.wait())
                await asyncio.wait([bell, *running.values()], return_when=asyncio.FIRST_COMPLETED)
                bell.cancel()
                running = {chat: task for chat, task in running.items() if not task.done()}
        finally:
            for task in running.values():
                task.cancel()
            pool.shutdown(wait=False, cancel_futures=True)

    async def _push(self, hook: Hook, update: Json) -> None:
        """Deliver one update, again and again until a 2xx confirms it."""
        body = json.dumps(update, ensure_ascii=False).encode()
        pause = 0.1
        while update["update_id"] in self.queue.pending:
            fault = await asyncio.get_running_loop().run_in_executor(hook.threads, _post, hook, body)
            if not fault:
                self.queue.confirm(update["update_id"])
                return
            hook.last_error, hook.last_error_date = fault, int(time.time())
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


def _post(hook: Hook, body: bytes) -> str:
    """POST once; "" when the webhook accepted, else what went wrong in Telegram's words."""
    parts = urlsplit(hook.url)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    try:
        connection.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, headers)
        answer = connection.getresponse()
        answer.read()
    except TimeoutError:
        return "Read timeout expired"
    except (OSError, http.client.HTTPException) as fault:
        return f"Connection failed: {fault}"
    finally:
        connection.close()
    return "" if 200 <= answer.status < 300 else f"Wrong response from the webhook: {answer.status} {answer.reason}"
