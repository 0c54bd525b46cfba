"""A commune as something has left it: done once in a run, copied for every test that begins there.

On SQLite the processes of one run share the copies; on PostgreSQL each process has a server and copies of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from models.database import Store, connect
from tests import databases, run_folder


def file(name: str, fill: Callable[[Store], None]) -> Path:
    """An SQLite database as `fill` leaves it, to be copied; filled once in a run."""
    with run_folder.alone(name) as place:
        if not place.exists():
            draft = place.with_suffix(".new")
            draft.unlink(missing_ok=True)  # of an attempt that failed
            store = Store(connect(f"sqlite:///{draft}"))
            fill(store)
            store.close()
            draft.replace(place)
    return place


@dataclass(frozen=True)
class Rest:
    """What a stand knows beside its database."""

    instant: str
    said: int
    seen: int
    approval_is_required: bool
    note: str  # what the preparation wrote down

    @property
    def clock(self) -> datetime:
        return datetime.fromisoformat(self.instant)


Make = Callable[[Path, Store], Rest]
Open = Callable[[Path], Store]


def prepared(name: str, folder: Path, kind: str, begin: Open, make: Make) -> tuple[Store, Rest]:
    """The database that `make` leaves, copied, and what it told of it."""
    if kind == databases.POSTGRESQL:
        template, rest = _on_postgresql(name, begin, make)
        return databases.Passing(template), rest
    with run_folder.alone(name) as place:
        if not place.exists():
            draft = place.with_suffix(".new")
            shutil.rmtree(draft, ignore_errors=True)  # of an attempt that failed
            draft.mkdir()
            store = begin(draft)
            rest = make(draft, store)
            store.close()
            (draft / "rest.json").write_text(json.dumps(asdict(rest)), encoding="utf-8")
            draft.replace(place)
    shutil.copy(place / "thidua.db", folder / "thidua.db")
    told: Mapping[str, object] = json.loads((place / "rest.json").read_text(encoding="utf-8"))
    return Store(connect(f"sqlite:///{folder / 'thidua.db'}")), Rest(**told)  # type: ignore[arg-type]  # as it was written


_made: dict[str, tuple[str, Rest]] = {}


def _on_postgresql(name: str, begin: Open, make: Make) -> tuple[str, Rest]:
    if name not in _made:
        folder = Path(mkdtemp(dir=run_folder.kept_in()))
        store = begin(folder)
        assert isinstance(store, databases.Passing)
        rest = make(folder, store)
        store.engine.dispose()  # and the database stays
        _made[name] = store.name, rest
    return _made[name]
