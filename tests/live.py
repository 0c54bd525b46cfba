"""The real program as a process, against the simulator as another: for what only whole processes can show."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text as sql_text

from bot import settings
from bot.settings import Settings
from tests import forge, patience
from tests.commune import FOLDER, fresh_file
from tests.databases import Passing
from tests.forge import Process
from tests.patience import LAST_RESORT

TOKEN = "424242:GEHEIM-token-Aa1"
_PATIENCE = 30.0  # seconds


def live_settings(**chosen: Any) -> Settings:
    """The settings of a live program, whatever this machine's are."""
    fields: dict[str, Any] = {"_env_file": None, "telegram_bot_token": "1000:x"}
    return Settings(**fields | {"campaign_file": FOLDER / "campaign.toml"} | chosen)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_so: Callable[[], bool], what: str, seconds: float = _PATIENCE) -> None:
    """Wait for what another process does."""
    assert patience.comes_true(is_so, seconds, pause=0.05), f"waited in vain: {what}"


def program_environment() -> dict[str, str]:
    """This process's environment without this machine's settings, and with the sample's campaign."""
    known = {name.upper() for name in settings.Settings.model_fields}
    made = {key: value for key, value in os.environ.items() if key not in known}
    return made | {"CAMPAIGN_FILE": str(FOLDER / "campaign.toml")}


class Live:
    """A folder with the sample database, a simulated platform, and bots that can be started and stopped.

    With a `server` the bots are on that PostgreSQL database instead of the folder's file.
    """

    def __init__(self, folder: Path, world: httpx.Client, *, server: Passing | None = None, **chosen: str) -> None:
        self.folder, self.world, self.server = folder, world, server
        self.file = fresh_file(folder)
        self.log = folder / "log"
        self.port = free_port()
        self.environment = program_environment() | {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": str(world.base_url).rstrip("/"),
            "DATABASE_URL": server.url if server is not None else f"sqlite:///{self.file}",
            "HTTP_PORT": str(self.port),
            "TICK_SECONDS": "1",
            **chosen,
        }

    def command(self, *words: str, **more: str) -> tuple[int, str]:
        """Another `thidua …` beside it: exit code and everything printed."""
        return forge.run(self.folder, self.environment | more, "thidua", *words)

    def command_anew(self, *words: str, **more: str) -> tuple[int, str]:
        """The same by an interpreter of its own, which reads what PYTHONPATH adds to the program."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=LAST_RESORT,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def start(self, **more: str) -> Process:
        """`thidua run`, without the time that its imports take."""
        place = Path(tempfile.mkdtemp(prefix="process-", dir=self.folder))
        return forge.shared().start(self.folder, self.environment | more, place, output=self.log)

    def start_anew(self, **more: str) -> subprocess.Popen[bytes]:
        """`thidua run`, as README starts it."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.folder,
                env=self.environment | more,
                stdout=log,
                stderr=log,
            )

    def bot(self, **more: str) -> AbstractContextManager[httpx.Client]:
        """`thidua run` until the block ends; a client of its web application."""
        return self._until_the_block_ends(self.start(**more))

    def bot_anew(self, **more: str) -> AbstractContextManager[httpx.Client]:
        """The same, with the interpreter's own start and all imports."""
        return self._until_the_block_ends(self.start_anew(**more))

    @contextmanager
    def _until_the_block_ends(self, process: subprocess.Popen[bytes] | Process) -> Iterator[httpx.Client]:
        try:
            with self.ready(process, self.port) as client:
                yield client
        finally:
            process.terminate()
            process.wait(LAST_RESORT)

    @contextmanager
    def ready(
        self, process: subprocess.Popen[bytes] | Process, port: int, log: Path | None = None
    ) -> Iterator[httpx.Client]:
        """A client of a process's web application, once all is well with it."""
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LAST_RESORT) as client:
            until(lambda: process.poll() is not None or is_ready(client), "the bot is ready")
            assert process.poll() is None, (log or self.log).read_text(encoding="utf-8")
            yield client

    def person(self, name: str, app: str = "telegram") -> int:
        """Somebody with a telephone."""
        return int(self.world.post("/sim/users", json={"first_name": name, "app": app}).json()["id"])

    def say(self, who: int, text: str) -> None:
        self.world.post("/sim/send", json={"chat": who, "from": who, "text": text}).raise_for_status()

    def query(self, sql: str) -> list[Any]:
        if self.server is not None:
            with self.server.engine.connect() as there:
                return [tuple(row) for row in there.execute(sql_text(sql))]
        with closing(sqlite3.connect(self.file)) as connection, connection:
            return connection.execute(sql).fetchall()

    def pending(self) -> int:
        """Updates that the bot has not confirmed."""
        answer = self.world.get(f"/bot{self.environment['TELEGRAM_BOT_TOKEN']}/getWebhookInfo").json()
        return int(answer["result"]["pending_update_count"])


def is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def simulated() -> Iterator[httpx.Client]:
    """The simulator; a client of its control interface."""
    port = free_port()
    place = Path(tempfile.mkdtemp(prefix="thidua-simulator-"))
    command = ("simulator", "--port", str(port), "--token", TOKEN)
    process = forge.shared().start(forge.ROOT, dict(os.environ), place, command)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=LAST_RESORT) as client:
            until(lambda: _answers(client), "the simulator answers")
            yield client
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(place)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/sim/clock").is_success
    except httpx.TransportError:
        return False
