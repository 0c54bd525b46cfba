"""The running program of a build, its database, and the simulated world around it: start, stop, wait, look inside."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import uvicorn
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bot.clock import FixedClock
from models.database import normalise_url
from simulator import app as simulated
from simulator.world import World
from tests import commune, forge
from tests.crash.harness_setting import harness_environment
from tests.live import free_port
from tests.patience import LAST_RESORT
from tests.stage import TOKEN, ZALO_TOKEN

STARTER = Path(__file__).parent / "starter.py"
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Running:
    """One deployment through every restart, upgrade and move. Use it in a `with`; `folder` is empty."""

    def __init__(self, folder: Path, begins: str) -> None:
        self.folder = folder
        self.clock = FixedClock(commune.TUESDAY)
        self.at(begins)
        self.world = World(TOKEN, state_file=folder / "world.json", now=self.clock.now)
        self.world.zalo.token = ZALO_TOKEN
        config = uvicorn.Config(simulated.build(self.world), port=0, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self.database = f"sqlite:///{folder / 'thidua.db'}"
        self.python, self.place = sys.executable, forge.ROOT  # of the build
        self.more: Mapping[str, str] = {}  # settings
        self._process: subprocess.Popen[bytes] | None = None
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait(lambda: self._server.started, "the simulator starts")
        self.address = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self.kill()
        self.move_to(self.database)
        self.world.close()
        self._server.should_exit = True
        self._thread.join()

    # The process

    def _environment(self) -> dict[str, str]:
        made = harness_environment(["telegram"], self.address, self.database, free_port())
        settings = {"TICK_SECONDS": "0.05", "BACKUP_FOLDER": str(self.folder / "backups")}
        if self.place != forge.ROOT:
            made.pop("PYTHONPATH", None)  # the old build's modules are its own
        return made | settings | dict(self.more)

    def start(self) -> None:
        (self.folder / "rests").unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.python, str(STARTER), str(self.folder), "run"],
                cwd=self.place,
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        self.rest()

    def stop(self) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(LAST_RESORT)
        self._process = None

    def kill(self) -> None:
        """As when the power fails."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(LAST_RESORT)
        self._process = None

    def command(self, *words: str) -> str:
        """What `thidua …` of the build prints; it must end well."""
        if self.python != sys.executable:
            line = [self.python, str(STARTER), str(self.folder), *words]
            done = subprocess.run(
                line, cwd=self.place, env=self._environment(), capture_output=True, text=True, check=False
            )
            code, printed = done.returncode, done.stdout + done.stderr
        else:
            code, printed = self._forged(words)
        assert code == 0, f"thidua {' '.join(words)}: {printed}"
        return printed

    def _forged(self, words: tuple[str, ...]) -> tuple[int, str]:
        """The same without the time that the imports take; several may run beside one another."""
        with tempfile.TemporaryDirectory(prefix="command-", dir=self.folder) as made:
            place, hooks = Path(made), [str(self.folder)]
            process = forge.shared().start(forge.ROOT, self._environment(), place, ("thidua", *words), hooks=hooks)
            return process.wait(), (place / "log").read_text(encoding="utf-8")

    def used(self) -> tuple[float, float]:
        """Of the running process: seconds of processor so far, and memory in MB."""
        assert self._process is not None
        about = Path(f"/proc/{self._process.pid}")
        fields = (about / "stat").read_text().rpartition(")")[2].split()
        lines = (about / "status").read_text().splitlines()
        resident = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND, resident / 1024

    # The clock, and waiting

    def at(self, instant: str | datetime) -> None:
        """Move everybody's clock to a local time."""
        moment = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        self.clock.instant = moment.replace(tzinfo=commune.ZONE)
        draft = self.folder / "clock.new"
        draft.write_text(self.clock.instant.isoformat(), encoding="utf-8")
        draft.replace(self.folder / "clock")

    def wait(self, is_so: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + LAST_RESORT
        while not is_so():
            if self._process is not None and self._process.poll() is not None:
                log = (self.folder / "log").read_text(encoding="utf-8")
                raise AssertionError(f"the program ended unasked: {log[-3000:]}")
            assert time.monotonic() < until, f"waited in vain: {what}"
            time.sleep(0.01)

    def settle(self) -> None:
        """Until everything said is read and answered."""
        self.wait(lambda: not self._is_busy(), "all is read and answered")

    def rest(self) -> None:
        """The same, and all jobs were tried at this time until none had anything to do."""
        stands = self.clock.instant.isoformat()
        self.wait(lambda: self._rests_at() == stands and not self._is_busy(), "the program rests")

    def _rests_at(self) -> str:
        rests = self.folder / "rests"
        return rests.read_text(encoding="utf-8") if rests.exists() else ""

    def _is_busy(self) -> bool:
        # In the order of its way: what was confirmed is in the inbox by now, what was answered in the outbox.
        if self.world.updates.pending or self.world.zalo.pending:
            return True
        if self.place == forge.ROOT and self.rows("SELECT 1 FROM inbox WHERE queue_round IS NOT NULL LIMIT 1"):
            return True
        return bool(self.rows("SELECT 1 FROM outbox WHERE state IN ('pending', 'sending') LIMIT 1"))

    # The database

    def move_to(self, database: str) -> None:
        """From now on everything is there."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine, self.database = None, database

    def rows(self, query: str, **bound: Any) -> list[Any]:
        if self._engine is None:
            self._engine = create_engine(normalise_url(self.database))
        with self._engine.connect() as connection:
            return list(connection.execute(text(query), bound))

    def size(self) -> float:
        """Of the database, in MB."""
        if self.database.startswith("sqlite"):
            return sum(file.stat().st_size for file in self.folder.glob("thidua.db*")) / 1e6
        return float(self.rows("SELECT pg_database_size(current_database())")[0][0]) / 1e6
