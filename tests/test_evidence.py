"""Photos: kept by content and hash on the report they follow, and never trusted by their name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.channels import contract
from bot.channels.memory import Memory
from bot.inbox import photos as evidence
from models import photos
from models.photos import Photo
from services import wording
from services.inbound import Kind
from tests.commune import Stand
from tests.patience import LAST_RESORT

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def sent(stand: Stand) -> None:
    """Ông Sơn sends a photo in an open week."""
    stand.ask("son")
    stand.send("son", Kind.PHOTO, data="file-1")


async def fetch(stand: Stand, folder: Path, files: dict[str, bytes]) -> Photo:
    """Let the fetching run until the photo is settled or has failed once; the row as it stands then."""
    with ThreadPoolExecutor(1) as executor:
        work = evidence.PhotoFetcher(stand.store, {"memory": Memory(files=files)}, executor, folder)
        running = asyncio.create_task(work.run())
        for _ in range(round(LAST_RESORT / 0.01)):
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


@pytest.mark.parametrize("content", [b"<html>", b"", b"\xff\xd8\xff" + b"0" * contract.LARGEST_PICTURE], ids=len)
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


def _rename(stand: Stand, old: str, new: str) -> None:
    with stand.store.transaction() as session:
        session.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


async def test_a_database_error_does_not_end_the_fetching(stand: Stand, tmp_path: Path) -> None:
    """While the table cannot be read the work waits; once it can, the photo is fetched."""
    sent(stand)
    _rename(stand, "photos", "elsewhere")
    with ThreadPoolExecutor(1) as executor:
        work = evidence.PhotoFetcher(
            stand.store, {"memory": Memory(files={"file-1": PNG})}, executor, tmp_path / "kept"
        )
        running = asyncio.create_task(work.run())
        await asyncio.sleep(0.2)
        _rename(stand, "elsewhere", "photos")
        work.wake()
        await _until(lambda: any((tmp_path / "kept").glob("*.png")), running)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_failure_that_cannot_be_written_down_does_not_end_the_fetching(stand: Stand, tmp_path: Path) -> None:
    """The row is gone when the fetching has failed: the next photo is fetched all the same."""
    sent(stand)

    class Losing(Memory):
        async def fetch(self, file_id: str) -> bytes:
            if file_id == "file-1":
                with stand.store.transaction() as session:
                    session.query(Photo).filter_by(file_id=file_id).delete()
            return await super().fetch(file_id)

    with ThreadPoolExecutor(1) as executor:
        work = evidence.PhotoFetcher(
            stand.store, {"memory": Losing(files={"file-2": PNG})}, executor, tmp_path / "kept"
        )
        running = asyncio.create_task(work.run())
        await asyncio.sleep(0.2)
        stand.send("son", Kind.PHOTO, data="file-2")
        work.wake()
        await _until(lambda: any((tmp_path / "kept").glob("*.png")), running)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _until(is_done: Callable[[], bool], running: asyncio.Task[None]) -> None:
    async with asyncio.timeout(LAST_RESORT):
        while not is_done():
            assert not running.done(), "the fetching has ended"
            await asyncio.sleep(0.01)


def test_a_caption_may_be_the_answer(stand: Stand) -> None:
    """«con 6» under the notebook's photo is read like any answer."""
    stand.ask("son")
    stand.send("son", Kind.PHOTO, data="file-1", text="con 6")
    assert "6 người chưa có thẻ BHYT (giảm 3)" in stand.heard("son")[-1].text


def test_a_report_takes_twenty_photos_and_still_reads_captions(stand: Stand) -> None:
    """A flood of pictures fills no disk; the figure under the twenty-first is not lost."""
    sent(stand)
    for number in range(photos.MOST):
        stand.send("son", Kind.PHOTO, data=f"more-{number}")
    assert "đã đủ ảnh" in stand.heard("son")[-1].text
    stand.send("son", Kind.PHOTO, data="last", text="con 6")
    assert "6 người chưa có thẻ BHYT (giảm 3)" in stand.heard("son")[-1].text
    with stand.store.transaction() as session:
        assert photos.MOST == session.query(Photo).count()


def test_an_album_is_answered_once(stand: Stand) -> None:
    """Its pictures come each by itself, the words with the first: the figure is echoed, and the pictures told once."""
    stand.ask("son")
    stand.heard()
    for number in range(5):
        stand.send("son", Kind.PHOTO, data=f"file-{number}", text="" if number else "8 người")
    echoed, kept = [row.text for row in stand.heard("son")]
    assert echoed.startswith("8 người")
    assert wording.photo_kept("ông") == kept
    stand.at("2026-11-18T08:05")
    stand.send("son", Kind.PHOTO, data="file-6")
    assert [kept] == [row.text for row in stand.heard("son")]


def test_somebody_unknown_who_taps_without_end_is_not_answered_without_end(stand: Stand) -> None:
    """Whoever has a button was in once; after twenty taps an hour nothing more is said."""
    for _ in range(40):
        stand.send("x", Kind.CHOICE, data="join:yes")
    assert 20 == len(stand.heard("x"))
