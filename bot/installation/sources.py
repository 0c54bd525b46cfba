"""A newer version's source: out of an archive that was handed over, or out of the git clone that the home is."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

from bot.installation import environment, places
from bot.operator_error import OperatorError

_NAMED = 12  # hexadecimal digits of what a version is named after
_NEEDED = (environment.LOCK, "pyproject.toml", "start.py", "bot/__main__.py", "migrations")


def take(home: Path, archive: Path | None) -> str:
    """Lay a version's source under `versions/`; its name, which says what is in it. OperatorError when it is none.

    One that lies there already is taken as it is: it got its name when it was whole.
    """
    if archive is None:
        return _from_clone(home)
    try:
        version = hashlib.sha256(archive.read_bytes()).hexdigest()[:_NAMED]
    except OSError as error:
        raise OperatorError(f"không đọc được {archive}: {error.strerror}") from None
    if not places.root(home, version).exists():
        _unpack(home, version, archive)
    return version


def _from_clone(home: Path) -> str:
    if not (home / ".git").exists() or shutil.which("git") is None:
        raise OperatorError("thư mục này không do git tải về: xin ghi tên tệp bản mới, thidua update TỆP.zip")
    _git(home, "fetch", "--quiet")
    commit = _git(home, "rev-parse", "@{upstream}")
    version = commit[:_NAMED]
    if version == _git(home, "rev-parse", "HEAD")[:_NAMED]:
        return places.HOME
    if not places.root(home, version).exists():
        with tempfile.TemporaryDirectory() as place:
            archive = Path(place) / "version.tar"
            _git(home, "archive", "--format=tar", f"--output={archive}", commit)
            _unpack(home, version, archive)
    return version


def _git(home: Path, *words: str) -> str:
    command = ["git", "-C", str(home), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise OperatorError(f"git chưa tải được bản mới: xem mạng rồi chạy lại ({said[:200]})")
    return done.stdout.strip()


def _unpack(home: Path, version: str, archive: Path) -> None:
    """Beside its place, and given its name when it is whole."""
    part = places.root(home, f"{version}.part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True)
    try:
        _extract(archive, part)
        source = _top(part)
        missing = [name for name in _NEEDED if not (source / name).exists()]
        if missing:
            raise OperatorError(f"{archive.name} không phải một bản của chương trình này (thiếu {', '.join(missing)})")
        source.replace(places.root(home, version))
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise OperatorError(f"không mở được {archive.name}: tải lại tệp ({type(error).__name__})") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _extract(archive: Path, folder: Path) -> None:
    """Nothing of an archive comes to lie outside the folder, and no link leads out of it."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)  # noqa: S202  takes no path out of the folder, and makes no links
        return
    with tarfile.open(archive) as tarred:
        if not hasattr(tarfile, "data_filter"):
            raise OperatorError("Python của máy này quá cũ để mở tệp .tar: xin lấy tệp .zip")
        tarred.extractall(folder, filter="data")


def _top(folder: Path) -> Path:
    """An archive of a forge has one folder in which everything lies."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
