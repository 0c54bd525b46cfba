"""What the forge does once before it forks anything: an ordinary week, in its own process.

Every process that it forks then begins with the imports done that the program puts off, and with the statements
compiled that a week executes. They are what they would be without it, only not made again for each of them.
"""

from __future__ import annotations

import asyncio
import importlib
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from bench import turns
from bench.sample import Village
from bot.app import Program
from bot.channels import tls
from bot.channels.memory import Memory
from bot.clock import FixedClock
from bot.settings import Settings
from models.database import Store, connect
from services.communes import Communes
from tests import commune
from tests.patience import LAST_RESORT, comes_true

# What the HTTP client and the web server import only when they are used first.
_LATE = (
    "httpcore",
    "anyio._backends._asyncio",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
_DRAFT, _POST = (datetime(2026, 11, 20, hour, minute, tzinfo=commune.ZONE) for hour, minute in ((7, 30), (9, 0)))


def play(sample: Path) -> None:
    """A week of answers, jobs and messages on a copy of the sample database."""
    for name in _LATE:
        importlib.import_module(name)
    tls.context()
    with tempfile.TemporaryDirectory(prefix="thidua-warm-up-") as made:
        folder = Path(made)
        shutil.copy(sample, folder / "thidua.db")
        village = Village(folder)
        village.join()
        turns.play(village, 0, lambda inbound, _what: village.intake.handle(inbound))
        for instant in (_DRAFT, _POST):
            village.move_to(instant)
        village.close()
        asyncio.run(_deliver(folder))


async def _deliver(folder: Path) -> None:
    """All that the week has to say is sent."""
    settings = Settings(_env_file=None)  # type: ignore[call-arg]  # the library's own way to leave .env out
    store, memory = Store(connect(f"sqlite:///{folder / 'thidua.db'}")), Memory()
    program = Program(settings, store, Communes.only(commune.deployment()), clock=FixedClock(_POST), channels=[memory])
    program.start()
    sending = asyncio.create_task(program.delivery.run())
    is_sent = await asyncio.to_thread(comes_true, lambda: bool(memory.sent), LAST_RESORT)
    assert is_sent, "nothing was sent"
    await program.tick()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await program.close()
