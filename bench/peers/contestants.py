"""Who takes part in the race: how each program is started, what its users say, and how many answers it has kept."""

from __future__ import annotations

import pickle
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.peers import old_build, ours
from bench.sample import CAMPAIGN, ROOT
from bench.start import free_port

OURS = "this program"


@dataclass(frozen=True)
class Contestant:
    """`environment` gets the folder and the address of the Bot API server."""

    name: str
    durable: str
    command: tuple[str, ...]
    opening: tuple[str, ...]
    word: Callable[[int], str]
    stored: Callable[[Path], int]
    prepare: Callable[[Path, int], None] = lambda folder, users: None
    environment: Callable[[Path, str], Mapping[str, str]] = lambda folder, address: {"API_URL": address}


def contestants(peers: str, old: Path | None) -> list[Contestant]:
    """All of them, this program first; `old` is the folder of the old build, if it could be set up."""
    return [
        _thidua(OURS, ROOT, (sys.executable, "-m", "bot", "run"), ours.prepare),
        *([_thidua(old_build.NAME, old, old_build.command(old), old_build.preparing(old))] if old is not None else []),
        _survey(
            peers,
            "PTB ConversationHandler, PicklePersistence",
            "a file once a minute",
            "ptb_pickle.py",
            _pickled,
        ),
        _survey(
            peers,
            "PTB ConversationHandler, PicklePersistence at each answer",
            "a file each time, not flushed",
            "ptb_pickle.py",
            _pickled,
            "--each",
        ),
        _survey(peers, "PTB ConversationHandler, raw sqlite3", "committed, WAL, FULL", "ptb_sqlite.py", _counted),
        _survey(peers, "aiogram, SQLAlchemy async", "committed, WAL, FULL", "aiogram_sqlalchemy.py", _counted),
    ]


def _thidua(name: str, root: Path, command: tuple[str, ...], prepare: Callable[[Path, int], None]) -> Contestant:
    """A build of this program that lies in the folder `root`."""
    return Contestant(
        name,
        "committed, WAL, FULL; inbox, history, outbox",
        command,
        (),
        lambda n: f"bhyt con {5 + n % 7}",
        ours.stored,
        prepare,
        partial(_settings, root),
    )


def _settings(root: Path, folder: Path, address: str) -> Mapping[str, str]:
    return {
        "PYTHONPATH": str(root),
        "TELEGRAM_BOT_TOKEN": "1000:bench",
        "TELEGRAM_API_URL": address,
        "DATABASE_URL": f"sqlite:///{folder / 'thidua.db'}",
        "CAMPAIGN_FILE": str(root / CAMPAIGN.relative_to(ROOT)),
        "HTTP_PORT": str(free_port()),
        "LOG_LEVEL": "ERROR",
        "TELEGRAM_PACED": "false",  # the server has no limits, and its speed is not what is measured
    }


def _survey(peers: str, name: str, durable: str, file: str, stored: Callable[[Path], int], *options: str) -> Contestant:
    command = (peers, str(Path(__file__).parent / file), *options)
    return Contestant(name, durable, command, ("/start",), lambda n: str(5 + n % 7), stored)


def _counted(folder: Path) -> int:
    with sqlite3.connect(folder / "survey.db") as store:
        return int(store.execute("SELECT count(*) FROM figures").fetchone()[0])


def _pickled(folder: Path) -> int:
    file = folder / "survey.pickle"
    if not file.exists():
        return 0
    try:
        with file.open("rb") as opened:
            kept = pickle.load(opened)  # noqa: S301  written by the run before
    except (EOFError, pickle.UnpicklingError):
        return 0  # killed while it was being written
    return sum(len(one.get("figures", ())) for one in kept["user_data"].values())
