"""What every test may ask for."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

from bot.cli import read_messages
from bot.rehearsal import Rehearsal
from tests import audited, commune, databases, engines, pictures, run_folder, schemas, scoping
from tests.commune import Stand
from tests.rolled_up import NEIGHBOURS, Above

scoping.install()
engines.install()
schemas.install()
# How long an example takes, and how long it takes to think of one, is the machine's affair: both grow on a busy one.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden conversations for review")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffle. One that waits for half a minute, begun as the last, would be waited for by all the others."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


def pytest_collection_finish() -> None:
    """Modules and tests live as long as the run: the collector need not look through them after every few tests.

    Nor after every few hundred rows: with Python's own threshold an eighth of the time went into it. With a threshold
    of a hundred thousand it was seldom, and took longer in all: what it walks no longer fits the processor's cache.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _snapshots(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is made once is shared by the processes of this run, and goes with its folder."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    run_folder.keep_in(folder / "snapshots")
    pictures.keep_in(run_folder.kept_in() / "pictures")


class After(Protocol):
    """Opens a stand as something has left it that is done once in a run (`Stand.after`), and what that returned."""

    def __call__(self, name: str, prepare: Callable[[Stand], str | None], kind: str = "") -> tuple[Stand, str]: ...


@pytest.fixture
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[After]:
    """Stands as something has left them that is done once in a run (`Stand.after`)."""
    opened: list[Stand] = []

    def open_stand(name: str, prepare: Callable[[Stand], str | None], kind: str = "") -> tuple[Stand, str]:
        made, note = Stand.after(tmp_path_factory.mktemp("after"), name, prepare, kind)
        opened.append(made)
        return made, note

    yield open_stand
    for made in opened:
        made.close()


@pytest.fixture
def stand_on_file(tmp_path: Path) -> Iterator[Stand]:
    """For what only an SQLite file has, whatever database this run is on."""
    made = Stand(tmp_path, commune.fresh_store(tmp_path, databases.SQLITE))
    yield made
    made.close()


@pytest.fixture
def watched() -> Iterator[None]:
    """Whatever is played, nobody changes anything without a word in the audit."""
    with audited.watch():
        yield


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    yield made
    made.close()


@pytest.fixture
def asked(stand: Stand) -> Stand:
    """Bản Còn's first question of a week waits."""
    stand.ask("son", "hoa")
    stand.heard()
    return stand


@pytest.fixture
def office(stand: Stand) -> Stand:
    """Two officers and a village head."""
    stand.join("hoa", "thu", "son")
    return stand


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def above(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Above]:
    """Four neighbours, of which three agree, under a unit that has its group."""
    stand = Stand(tmp_path, commune.fresh_store(tmp_path, request.param))
    made = Above(stand, NEIGHBOURS)
    made.agree(*NEIGHBOURS[:3])
    made.bind()
    stand.at("2026-11-20T09:00")
    yield made
    stand.close()


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[Rehearsal]:
    """The setting in which whole messages are read."""
    made = read_messages.rehearse(commune.deployment().campaign)
    yield made
    made.close()
