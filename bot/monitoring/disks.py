"""The disks on which the program keeps what it has: how much is free, in the unit of DISK_FREE_MB."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import URL

_MEGABYTE = 1_000_000


def free_megabytes(folder: Path) -> int:
    """What is left on the disk that holds a folder."""
    return shutil.disk_usage(folder).free // _MEGABYTE


def database_folder(url: URL) -> Path:
    """Where the database's file is; of a database on a server, where the program runs."""
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database).resolve().parent if is_file and url.database else Path()
