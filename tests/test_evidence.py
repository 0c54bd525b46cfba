"""Photos: kept by content and hash on the report they follow, and never trusted by their name."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import evidence
from bot.channels.memory import Memory
from handlers.inbound import Kind
from models import photos
from models.photos import Photo
from tests.commune import Stand

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def sent(stand: Stand) -> None:
    """Ông Sơn sends a photo in an open week."""
    stand.join("son")
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.send("son", Kind.PHOTO, data="file-1")


async def fetch(stand: Stand, folder: Path, files: dict[str, bytes]) -> Photo:
    """Let the fetching run until the photo is settled or has failed once; the row as it stands then."""
    with ThreadPoolExecutor(1) as executor:
        work = evidence.Evidence(stand.store, {"memory": Memory(files=files)}, executor, folder)
        running = asyncio.create_task(work.run())
        for _ in range(200):
            await asyncio.sleep(0.01)
            with stand.store.transaction() as session:
                row = session.query(Photo).one()
                if row.state != photos.WANTED or row.attempts:
                    break
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return row


async def test_a_photo_is_kept_under_its_hash(stand: Stand, tmp_path: Path) -> None:
    """The picture lies in the folder, its name is its hash, and the row belongs to the week's report."""
    sent(stand)
    row = await fetch(stand, tmp_path / "evidence", {"file-1": PNG})
    assert photos.KEPT == row.state
    assert row.file_name is not None
    assert PNG == (tmp_path / "evidence" / row.file_name).read_bytes()
    assert [row.file_name] == [path.name for path in (tmp_path / "evidence").iterdir()]


@pytest.mark.parametrize("content", [b"<html>", b"", b"\xff\xd8\xff" + b"0" * evidence.LARGEST], ids=len)
async def test_what_is_no_picture_is_not_kept(stand: Stand, tmp_path: Path, content: bytes) -> None:
    """Neither a page with a picture's name nor a picture of eleven megabytes."""
    sent(stand)
    row = await fetch(stand, tmp_path / "evidence", {"file-1": content})
    assert photos.REFUSED == row.state
    assert not (tmp_path / "evidence").exists()


async def test_a_photo_that_cannot_be_had_is_tried_again(stand: Stand, tmp_path: Path) -> None:
    """Without a network the row waits."""
    sent(stand)
    row = await fetch(stand, tmp_path / "evidence", {})
    assert photos.WANTED == row.state
    assert 1 == row.attempts


def test_a_caption_may_be_the_answer(stand: Stand) -> None:
    """«con 6» under the notebook's photo is read like any answer."""
    stand.join("son")
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.send("son", Kind.PHOTO, data="file-1", text="con 6")
    assert "6 người chưa có thẻ BHYT (giảm 3)" in stand.heard("son")[-1].text
