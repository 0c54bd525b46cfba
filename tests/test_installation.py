"""An office PC: update and rollback in one command each, the service's unit, and the start without POSIX's modules."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from bot import migrate
from bot.backups import rotation
from bot.installation import campaign_files, environment, places, rollback, service, sources
from bot.operator_error import OperatorError
from models.database import Store, connect
from tests.commune import FOLDER, fresh_file
from tests.live import live_settings
from tests.test_cli import Shell

# A version's interpreter that works, and one that kills whoever tries it out, once.
_WORKS = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
_KILLS_ONCE = "#!/bin/sh\n[ -e killed ] || { touch killed; kill -9 $PPID; }\n"
_FAILS = "#!/bin/sh\necho 'không đọc được tệp phong trào' >&2\nexit 2\n"


def version(
    folder: Path, name: str, interpreter: str = _WORKS, lock: str = "", more: Mapping[str, str] = MappingProxyType({})
) -> Path:
    """An archive of a version whose environment is ready, so that nothing is fetched."""
    path = folder / name
    with tarfile.open(path, "w:gz") as packed:
        for inside, content, mode, at in (
            ("requirements.lock", lock or name, 0o644, 1),
            ("pyproject.toml", "", 0o644, 1),
            ("start.py", "", 0o644, 1),
            ("bot/__main__.py", "", 0o644, 1),
            ("migrations/env.py", "", 0o644, 1),
            (".venv/bin/python", interpreter, 0o755, 1),
            (".venv/run.stamp", "", 0o644, 2),
            *((inside, content, 0o644, 1) for inside, content in more.items()),
        ):
            member = tarfile.TarInfo(f"thidua-2/{inside}")
            member.size, member.mode, member.mtime = len(content.encode()), mode, at
            packed.addfile(member, io.BytesIO(content.encode()))
    return path


@pytest.fixture
def home(tmp_path: Path) -> Shell:
    """A home with the sample's data, whose own version is this program."""
    folder = tmp_path / "thi dua"
    (folder / "var").mkdir(parents=True)
    fresh_file(folder / "var")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").write_text(_WORKS)
    (folder / ".venv/bin/python").chmod(0o755)
    shutil.copytree(migrate.FOLDER, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    return Shell(folder)


def test_a_kill_in_the_middle_leaves_the_old_version_and_the_next_try_succeeds(home: Shell) -> None:
    """Killed while the new version is tried; afterwards the same command, then back, with nothing lost."""
    archive = version(home.folder.parent, "v2.tar.gz", _KILLS_ONCE)
    code, _ = home.run("update", str(archive))
    assert (-9, True) == (code, (home.folder / "killed").exists())
    assert places.State() == places.read(home.folder)
    code, text = home.run("update", str(archive))
    assert 0 == code, text
    state = places.read(home.folder)
    assert places.HOME == state.previous
    assert "-before-update" in state.backup
    assert (home.folder / "var/backups" / state.backup).exists()
    code, text = home.run("rollback", "--yes")
    assert (0, True) == (code, "không mất gì" in text), text
    assert places.State("", None, "", state.updated_at) == places.read(home.folder), (
        "there is nothing more to go back to"
    )


@pytest.mark.long
def test_a_version_that_cannot_read_the_data_is_not_used(home: Shell) -> None:
    code, text = home.run("update", str(version(home.folder.parent, "v3.tar.gz", _FAILS)))
    assert (2, True) == (code, "vẫn dùng bản cũ: không đọc được tệp phong trào" in text), text
    assert places.State() == places.read(home.folder)


@pytest.mark.long
def test_a_rollback_past_a_new_schema_says_what_is_lost(home: Shell) -> None:
    """The backup of the update goes in the place of the data; until yes is said nothing changes."""
    assert 0 == home.run("update", str(version(home.folder.parent, "v4.tar.gz")))[0]
    store = Store(connect(f"sqlite:///{home.folder / 'var/thidua.db'}"))
    newest = migrate.current(store.engine)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE figure_revisions SET recorded_at = '2099-01-01 00:00:00' WHERE id IN "
            "(SELECT id FROM figure_revisions LIMIT 3)"
        )
        before = connection.exec_driver_sql("SELECT count(*) FROM figure_revisions").scalar()
        connection.exec_driver_sql(
            "DELETE FROM figure_revisions WHERE id NOT IN (SELECT id FROM figure_revisions LIMIT 9)"
        )
    store.close()
    for path in (home.folder / "migrations/versions").glob("*.py"):
        if f'revision = "{newest}"' in path.read_text() or path.name.startswith(str(newest)):
            path.unlink()
    code, text = home.run("rollback", "--yes")
    assert 0 == code, text
    assert "Sẽ mất những gì sau đó: 0 tin nhắn, 3 lần ghi số, 0 bài tổng hợp" in text
    store = Store(connect(f"sqlite:///{home.folder / 'var/thidua.db'}"))
    with store.engine.begin() as connection:
        assert before == connection.exec_driver_sql("SELECT count(*) FROM figure_revisions").scalar()
    store.close()
    kept = [path.name for path in (home.folder / "var/backups").iterdir() if "-before-rollback" in path.name]
    assert 1 == len(kept)
    assert rotation.stamp(Path(kept[0])) is None, "it is never rotated away"


@pytest.mark.parametrize("name", ["not an archive", "of something else", "out of its folder"])
def test_what_is_no_version_changes_nothing(tmp_path: Path, name: str) -> None:
    path = tmp_path / "v.zip"
    path.write_bytes(b"junk")
    if name != "not an archive":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("../out.txt" if name == "out of its folder" else "readme.txt", "x")
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(OperatorError):
        sources.take(home, path)
    assert not (tmp_path / "out.txt").exists()
    assert [] == list((home / places.FOLDER).glob("*"))


def test_the_newest_of_a_clone_is_taken_and_the_clone_stays_as_it_is(tmp_path: Path) -> None:
    def git(folder: Path, *words: str) -> None:
        command = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@x", *words]
        subprocess.run(command, check=True, capture_output=True)

    origin, home = tmp_path / "origin", tmp_path / "home"
    for name in ("bot/__main__.py", "migrations/env.py", "requirements.lock", "pyproject.toml", "start.py"):
        (origin / name).parent.mkdir(parents=True, exist_ok=True)
        (origin / name).write_text("1")
    git(origin.parent, "init", "-q", str(origin))
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "1")
    git(tmp_path, "clone", "-q", str(origin), str(home))
    assert places.HOME == sources.take(home, None)
    (origin / "start.py").write_text("2")
    git(origin, "commit", "-qam", "2")
    taken = sources.take(home, None)
    assert ("2", "1") == ((places.root(home, taken) / "start.py").read_text(), (home / "start.py").read_text())


def test_thidua_hands_over_to_the_version_that_is_used(tmp_path: Path) -> None:
    """So the commands of the guides mean the new version after an update, whichever way they are started."""
    (tmp_path / "versions/abc/.venv/bin").mkdir(parents=True)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / "versions/abc" / name).touch()
    fake = tmp_path / "versions/abc/.venv/bin/python"
    fake.write_text('#!/bin/sh\npwd; echo "$@"\n')
    fake.chmod(0o755)
    (tmp_path / "versions/abc/.venv/run.stamp").touch()
    places.write(tmp_path, places.State("abc", places.HOME))
    for code in (
        "import sys; sys.argv[1:] = ['check']; from bot.installation import launch; launch.forward()",
        "from pathlib import Path; from bot.installation import launch; launch.start(Path.cwd(), ['check'])",
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert [str(tmp_path), "-P -X utf8 -m bot check"] == done.stdout.splitlines()
    assert environment.is_ready(tmp_path / "versions/abc")
    os.utime(tmp_path / "versions/abc/requirements.lock", (2**32, 2**32))
    assert not environment.is_ready(tmp_path / "versions/abc"), "its lock has changed since"


def test_the_service_is_a_unit_that_systemd_understands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written for this user alone; a folder's blanks and signs stay what they are."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))  # where systemd-analyze keeps what it makes
    monkeypatch.setenv("PATH", "/nowhere")
    home = tmp_path / 'thi "dua" 100% $x'
    home.mkdir()
    with pytest.raises(OperatorError):
        service.install(home)
    (home / "start.py").touch()
    assert "systemctl --user enable" in service.install(home)
    assert service.file() == tmp_path / "config/systemd/user/thidua.service"
    assert service.is_installed(home)
    verify = shutil.which("systemd-analyze", path=os.defpath + ":/usr/bin")
    if verify is not None:
        done = subprocess.run(
            [verify, "--user", "verify", str(service.file())], capture_output=True, text=True, check=False
        )
        assert (0, "") == (done.returncode, done.stderr)
    assert "Số liệu giữ nguyên" in service.uninstall()
    assert not service.file().exists()


def test_the_program_starts_without_what_only_posix_has(tmp_path: Path) -> None:
    """The demo, in a process that lacks fcntl, pwd, os.fork, SIGKILL, signals of the loop and more."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.without_posix", str(tmp_path)],
        cwd=FOLDER.parent.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (0, "started, locked, backed up, stopped") == (done.returncode, done.stdout.strip()), done.stderr


def test_every_campaign_file_that_was_shipped_is_listed(request: pytest.FixtureRequest) -> None:
    """Whoever changes the sample adds it (--update): else an update would take the untouched file for a changed one."""
    root = migrate.FOLDER.parent
    listed = (root / campaign_files.LIST).read_text(encoding="utf-8").split()
    now = campaign_files.digest(root / campaign_files.SAMPLE)
    if request.config.getoption("--update") and now not in listed:
        (root / campaign_files.LIST).write_text("\n".join([*listed, now, ""]), encoding="utf-8")
        listed.append(now)
    assert now in listed


@pytest.mark.parametrize("is_changed", [False, True])
def test_an_update_takes_a_mended_campaign_file_where_nobody_changed_it(home: Shell, is_changed: bool) -> None:
    """Changed ones stay, and officers are told; a rollback gives back what was taken."""
    file = home.folder / campaign_files.SAMPLE
    file.parent.mkdir(parents=True)
    shutil.copy(FOLDER / "campaign.toml", file)
    shipped = file.read_text(encoding="utf-8")
    if is_changed:
        file.write_text(shipped.replace('post = "09:00"', 'post = "10:00"'), encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    newer = shipped.replace('draft = "07:30"', 'draft = "07:45"')
    listed = "\n".join([campaign_files.digest(FOLDER / "campaign.toml"), ""])
    more = {str(campaign_files.SAMPLE): newer, str(campaign_files.LIST): listed}
    code, text = home.run("update", str(version(home.folder.parent, "v5.tar.gz", more=more)), CAMPAIGN_FILE=str(file))
    assert (0, is_changed) == (code, "xã đã sửa riêng nên giữ nguyên" in text), text
    assert (before if is_changed else newer) == file.read_text(encoding="utf-8")
    assert is_changed == ("tệp phong trào khác tệp của xã" in home.run("check", CAMPAIGN_FILE=str(file))[1])
    code, text = home.run("rollback", "--yes", CAMPAIGN_FILE=str(file))
    assert (0, before) == (code, file.read_text(encoding="utf-8")), text
    assert [] == [one.name for one in (home.folder / "versions").iterdir() if one.name == "replaced"]


def test_own_and_shipped_campaign_are_compared_and_taken_over(home: Shell) -> None:
    """What is the commune's own stays; the old file lies beside it."""
    own = home.folder / "communes/hoi-hoan/campaign.toml"
    own.parent.mkdir(parents=True)
    text = (FOLDER / "campaign.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('post = "09:00"', 'post = "10:00"').replace("chị Hoa", "anh Tài"), encoding="utf-8")
    for words, is_taken in (((), False), (("--take",), True)):
        code, said = home.run("campaign", "compare", *words, CAMPAIGN_FILE=str(own))
        assert (0, True) == (code, 'calendar.post: của xã "10:00", bản đi kèm "09:00"' in said), said
        assert is_taken == ('post = "09:00"' in own.read_text(encoding="utf-8"))
    assert "anh Tài" in own.read_text(encoding="utf-8")
    assert 1 == len(list(own.parent.glob("campaign.toml.*.cu")))
    assert "giống bản đi kèm" in home.run("campaign", "compare", CAMPAIGN_FILE=str(own))[1]


def test_a_rollback_on_postgresql_says_what_to_do_and_changes_nothing(tmp_path: Path) -> None:
    """Four steps, with the older version's own command and the database beside the one in use."""
    chosen = live_settings(database_url="postgresql://thidua:geheim@server/thidua", backup_folder=tmp_path / "b")
    said = rollback._by_hand(chosen, tmp_path, places.State("abc", "", "thidua-1.jsonl.gz", ""))
    assert ["createdb thidua_cu" in said, "postgresql://thidua:***@server/thidua_cu" in said] == [True, True]
    assert "-P -X utf8 -m bot restore" in said
    assert "geheim" not in said
