"""Nobody else on the machine reads the commune's files, whatever umask the program was started with."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from bot import bootstrap, private_files, process_lock
from bot.backups import making, restoring
from bot.cli import main as cli
from bot.inbox import photos as evidence
from bot.operator_error import OperatorError
from models import photos
from models.photos import Photo
from services.inbound import Kind
from tests.commune import Stand
from tests.live import live_settings

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def careless() -> Iterator[None]:
    """The umask of a machine on which everybody may read everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> dict[str, str]:
    """Every file and folder below that anybody else could read or write."""
    modes = {str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode) for path in folder.rglob("*")}
    return {name: oct(mode) for name, mode in modes.items() if mode & 0o077}


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize("as_lines", [False, True], ids=["file", "lines"])
def test_nothing_that_is_made_is_open_to_others(stand_on_file: Stand, tmp_path: Path, as_lines: bool) -> None:
    """Photos, backups, their proof, a restored database with its log, its lock, and a file that was set aside."""
    stand, place = stand_on_file, tmp_path / "place"
    stand.ask("son")
    stand.send("son", Kind.PHOTO, data="file-1")
    kept = evidence.keep(place / "photos", PNG)
    with stand.store.transaction() as session:
        row = session.query(Photo).one()
        row.state, row.file_name = photos.KEPT, kept
    settings = live_settings(
        database_url=f"sqlite:///{stand.store.engine.url.database}",
        evidence_folder=place / "photos",
        backup_folder=place / "deep" / "kept",
    )
    good = making.make(settings, stand.store, as_lines=as_lines)
    other = live_settings(
        database_url=f"sqlite:///{place}/new/below/thidua.db",
        evidence_folder=place / "again",
        backup_folder=place / "deep" / "kept",
    )
    restoring.restore(other, settings.backups / good.file, force=False)
    restoring.restore(other, settings.backups / good.file, force=True)
    with process_lock.hold(other):
        store = bootstrap.open_store(other)
        with store.transaction():
            assert {} == open_to_others(place)
        store.close()
    assert (place / "again" / str(kept)).exists()


@pytest.mark.usefixtures("careless")
def test_a_new_database_is_private_from_the_beginning(tmp_path: Path) -> None:
    """With the folder that is made for it."""
    store = bootstrap.open_store(live_settings(database_url=f"sqlite:///{tmp_path}/var/thidua.db"))
    with store.transaction():
        assert {} == open_to_others(tmp_path)
    store.close()


@pytest.mark.usefixtures("careless")
def test_every_command_begins_with_a_umask_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What libraries write is private too."""
    masks: list[int] = []

    def note() -> None:
        masks.append(os.umask(0))

    monkeypatch.setattr(cli, "app", note)
    cli.main()
    assert [0o077] == masks


def test_what_an_older_version_left_open_is_closed(tmp_path: Path) -> None:
    """To strangers; what its owner has given to a group stays the group's."""
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups").chmod(0o755)
    (tmp_path / "thidua.db").touch(mode=0o644)
    private_files.close_to_strangers([tmp_path / "backups", tmp_path / "thidua.db", tmp_path / "nowhere"])
    assert [0o750, 0o640] == [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("backups", "thidua.db")]


def _link(file: Path, name: str) -> Path:
    (file.parent / name).symlink_to(file.name)
    return file.parent / name


def _linked_folder(file: Path) -> Path:
    (file.parent.parent / "linked").symlink_to(file.parent.name)
    return file.parent.parent / "linked" / file.name


def _dotted(file: Path) -> Path:
    return file.parent / ".." / file.parent.name / file.name


WAYS: Mapping[str, Callable[[Path], Path]] = {
    "link": lambda file: _link(file, "link.db"),
    "link to a link": lambda file: _link(_link(file, "link.db"), "second.db"),
    "linked folder": _linked_folder,
    "dots": _dotted,
    "relative": lambda file: Path(os.path.relpath(file)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("exists", [True, False], ids=["there", "not yet"])
def test_two_names_of_one_file_are_one_lock(tmp_path: Path, way: str, exists: bool) -> None:
    """Whichever of the two a process was given first, the other one is refused."""
    (tmp_path / "var").mkdir()
    file = tmp_path / "var" / "thidua.db"
    if exists:
        file.touch()
    names = [live_settings(database_url=f"sqlite:///{name}") for name in (file, WAYS[way](file))]
    for first, second in (names, reversed(names)):
        with (
            process_lock.hold(first),
            pytest.raises(OperatorError, match="đang chạy"),
            process_lock.hold(second, alone=True),
        ):
            pass


def test_a_restore_through_a_link_replaces_the_file_behind_it(stand_on_file: Stand, tmp_path: Path) -> None:
    """The link stays a link, and no log of the old file is left beside the new one."""
    file = Path(str(stand_on_file.store.engine.url.database))
    settings = live_settings(
        database_url=f"sqlite:///{_link(file, 'link.db')}", backup_folder=tmp_path / "kept", evidence_folder=tmp_path
    )
    good = making.make(settings, stand_on_file.store)
    stand_on_file.join("son")
    stand_on_file.close()
    restoring.restore(settings, settings.backups / good.file, force=True)
    assert (file.parent / "link.db").is_symlink()
    with closing(sqlite3.connect(file)) as connection:
        assert [(0,)] == connection.execute("SELECT count(*) FROM people").fetchall()
