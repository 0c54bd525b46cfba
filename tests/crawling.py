"""Taps every button and types every word that a message offers, in copies of the world, and tells what goes wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from handlers import buttons
from models.database import Store, connect
from models.messages import InboxMessage, OutboxMessage
from services.inbound import Kind
from tests import offers
from tests.commune import CAST, FOLDER, Stand
from tests.offers import Offer

NOTHING_ASKED = "không có câu hỏi nào"
# No answer to something that was offered may say one of these.
REFUSALS = (
    "chưa hiểu",
    "tôi chưa làm được",
    "Nút này đã cũ",
    "trục trặc",
    "Việc này dành cho",
    "Phần này dành cho",
    "Kênh này chỉ dành cho",
    NOTHING_ASKED,
    "Không có chỉ tiêu",
    "Không có nơi nào",
    "Xin gõ kỳ",
    "chọn một nút trước",
)
_NUMBER = re.compile(r"[0-9]+(?:[.,/][0-9]+)*")


class Tried:
    """What was tried already, in one or in several processes: a file for each, in a folder that they share."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def add(self, key: tuple[str, ...]) -> bool:
        """True for the first who comes."""
        try:
            (self._folder / sha256("\0".join(key).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Crawl:
    """What is answered badly of what nobody has tried yet; for each depth there is a copy of the world, in memory."""

    def __init__(self, folder: Path, depth: int, tried: Tried, *, is_thorough: bool = False) -> None:
        self._tried = tried
        self._is_thorough = is_thorough
        self.faults: list[str] = []
        self.offered = 0  # tried here or elsewhere in this run
        self._copies = [_empty(folder, level) for level in range(depth)]

    def close(self) -> None:
        for copy in self._copies:
            copy.close()

    def look(self, stand: Stand, since: int, level: int = 0) -> int:
        """Try everything that the messages after `since` offer; the id of the newest message."""
        rows = _said(stand, since)
        for row in rows:
            for offer in offers.of(row):
                self.offered += 1
                if self._tried.add(self._key(row, offer)):
                    self._try(stand, row, offer, level)
        return rows[-1].id if rows else since

    def _key(self, row: OutboxMessage, offer: Offer) -> tuple[str, ...]:
        """One offer to one role: names of units and people, and numbers, make no difference.

        The words of a button are found by what the message shows, whoever types them. A look at something is the same
        look under every message that offers it, to leader and officer alike; the thorough crawl tries everything else
        again in each kind of message.
        """
        verb, how = offer.data.split(":")[0], "typed" if offer.is_typed else "tapped"
        if buttons.lasts(offer.data):
            return ("group" if row.chat_id not in CAST else "", verb, how, plain(offer.data.split(":")[1]))
        if how == "typed" and offer.data and not self._is_thorough:
            return ("", "", verb, how, plain(offer.words))
        kind = plain(row.text.split("\n")[0])[:40] if self._is_thorough else ""
        role = CAST[row.chat_id][1] if row.chat_id in CAST else row.chat_id
        return (role, kind, verb, how, plain(offer.words))

    def _try(self, stand: Stand, row: OutboxMessage, offer: Offer, level: int) -> None:
        other = self._copies[level]
        _renew(other, stand)
        before = _newest(other)
        _act(other, row, offer)
        for wrong in _wrong(other, row, offer, _said(other, before)):
            self.faults.append(f"{row.chat_id}: «{offer.words}» under «{row.text[:60]}»: {wrong}")
        if level + 1 < len(self._copies):
            self.look(other, before, level + 1)


def _act(stand: Stand, row: OutboxMessage, offer: Offer) -> None:
    is_group = row.chat_id not in CAST
    sender = "lam" if is_group else row.chat_id
    if not offer.is_typed:
        stand.send(row.chat_id, Kind.CHOICE, sender_id=sender, is_group=is_group, data=offer.data, tapped=offer.words)
    else:
        stand.send(row.chat_id, Kind.TEXT, sender_id=sender, is_group=is_group, text=offer.words)


def _wrong(stand: Stand, row: OutboxMessage, offer: Offer, answers: list[OutboxMessage]) -> Iterator[str]:
    if not answers:
        yield "no answer"
    refusals = [one for one in REFUSALS if one != NOTHING_ASKED or not _is_general(row, offer)]
    for answer in answers:
        yield from (f"«{answer.text[:80]}»" for refusal in refusals if refusal in answer.text)
    with stand.store.transaction() as session:
        yield from (f"fault {fault}" for (fault,) in session.query(InboxMessage.fault) if fault)


def _is_general(row: OutboxMessage, offer: Offer) -> bool:
    """GIÚP tells how to answer, also in a week in which a school is asked nothing."""
    return row.text.startswith("Sáng ngày hỏi") and offer.words in ("BÁO CÁO", "ĐỂ SAU", "?")


def _empty(folder: Path, level: int) -> Stand:
    # One engine for all copies of a depth: what was asked once need not be put together again.
    # Its messages have numbers that no shallower copy has given.
    return Stand(folder, Store(connect("sqlite://")), keys_from=1_000_000 * (level + 1))


def _renew(other: Stand, stand: Stand) -> None:
    """Make `other` the same world at the same moment."""
    source, target = (one.store.engine.raw_connection() for one in (stand, other))
    with closing(source), closing(target):
        copied: Any = source.driver_connection
        copied.backup(target.driver_connection)
    other.clock.instant = stand.clock.instant
    if other.communes.roll_ups != stand.communes.roll_ups:
        other.communes.replace(list(stand.communes), stand.communes._resting, stand.communes.roll_ups)


def _said(stand: Stand, since: int) -> list[OutboxMessage]:
    with stand.store.transaction() as session:
        return session.query(OutboxMessage).filter(OutboxMessage.id > since).order_by(OutboxMessage.id).all()


def _newest(stand: Stand) -> int:
    with stand.store.transaction() as session:
        return session.scalar(select(func.max(OutboxMessage.id))) or 0


def plain(text: str) -> str:
    for name in _names():
        text = re.sub(re.escape(name), "@", text, flags=re.IGNORECASE)
    return _NUMBER.sub("#", text)


@cache
def _names() -> list[str]:
    """The names of all units and of how people are spoken to, the longest first."""
    with (FOLDER / "units.csv").open(encoding="utf-8") as file:
        units = [row["name"] for row in csv.DictReader(file)]
    return sorted({*units, *(address for *_, address in CAST.values())}, key=len, reverse=True)


def follow(stand: Stand, crawl: Crawl) -> None:
    """From now on every message of a world on SQLite is looked at as soon as it was said."""
    newest = _newest(stand)

    def look() -> None:
        nonlocal newest
        newest = crawl.look(stand, newest)

    stand.after_each = look
