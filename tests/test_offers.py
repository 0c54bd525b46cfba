"""A test taps every button and types every word that any message offers, at the moment it is offered (decision 24).

The golden conversations are played; after every line, whatever a new message offers is tried in a copy of the
database, so that nothing tried disturbs the rest. What those answers offer is tried in turn, as deep as asked.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers import buttons
from handlers.buttons import BUTTONS, Button
from handlers.reporter.dialogue import Dialogue
from models.database import Store, connect
from models.messages import InboxMessage, OutboxMessage
from services import wording
from services.inbound import Kind
from services.permissions import Thing
from tests import offers
from tests.commune import CAST, FOLDER, TUESDAY, Stand, deployment, fresh_file
from tests.offers import Offer
from tests.test_conversations import SCRIPTS, Replay

pytestmark = pytest.mark.usefixtures("watched")

NOTHING_ASKED = "không có câu hỏi nào"
# No answer to something that was offered may say one of these.
REFUSALS = (
    "chưa hiểu",
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


class Crawl:
    """What was tried already, and what was answered badly. `folder` holds one copy of the world for each depth."""

    def __init__(self, folder: Path, depth: int) -> None:
        self.tried: set[tuple[str, ...]] = set()
        self.faults: list[str] = []
        self._copies = [_empty(folder / f"copy{level}.db", level) for level in range(depth)]

    def close(self) -> None:
        for copy in self._copies:
            copy.close()

    def look(self, stand: Stand, since: int, level: int = 0) -> int:
        """Try everything that the messages after `since` offer; the id of the newest message."""
        rows = _said(stand, since)
        for row in rows:
            for offer in offers.of(row):
                key = self._key(row, offer)
                if key not in self.tried:
                    self.tried.add(key)
                    self._try(stand, row, offer, level)
        return rows[-1].id if rows else since

    def _key(self, row: OutboxMessage, offer: Offer) -> tuple[str, ...]:
        """One offer in one kind of message to one role: names of units and numbers make no difference.

        A look at something is the same look under every message that offers it, to leader and officer alike.
        """
        verb, how = offer.data.split(":")[0], "typed" if offer.is_typed else "tapped"
        if buttons.lasts(offer.data):
            return ("group" if row.chat_id not in CAST else "", verb, how, _plain(offer.data.split(":")[1]))
        kind = _plain(row.text.split("\n")[0])[:40]
        role = CAST[row.chat_id][1] if row.chat_id in CAST else row.chat_id
        return (role, kind, verb, how, _plain(offer.words))

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
    return row.text.startswith("Sáng ngày hỏi") and offer.words in ("BÁO CÁO", "?")


def _empty(path: Path, level: int) -> Stand:
    # One engine for all copies of a depth: what was asked once need not be put together again.
    # Its messages have numbers that no shallower copy has given.
    return Stand(path.parent, Store(connect(f"sqlite:///{path}")), keys_from=1_000_000 * (level + 1))


def _renew(other: Stand, stand: Stand) -> None:
    """Make `other` the same world at the same moment."""
    other.store.engine.dispose()
    with closing(sqlite3.connect(_file(stand))) as source, closing(sqlite3.connect(_file(other))) as target:
        source.backup(target)
    other.clock.instant = stand.clock.instant


def _file(stand: Stand) -> str:
    return str(stand.store.engine.url.database)


def _said(stand: Stand, since: int) -> list[OutboxMessage]:
    with stand.store.transaction() as session:
        return session.query(OutboxMessage).filter(OutboxMessage.id > since).order_by(OutboxMessage.id).all()


def _newest(stand: Stand) -> int:
    with stand.store.transaction() as session:
        return session.scalar(select(func.max(OutboxMessage.id))) or 0


def _plain(text: str) -> str:
    for name in _units():
        text = re.sub(re.escape(name), "@", text, flags=re.IGNORECASE)
    return _NUMBER.sub("#", text)


@cache
def _units() -> list[str]:
    """The names of all units, the longest first."""
    with (FOLDER / "units.csv").open(encoding="utf-8") as file:
        return sorted((row["name"] for row in csv.DictReader(file)), key=len, reverse=True)


class Watched(Stand):
    """A world in which every message is looked at as soon as it was said."""

    def __init__(self, folder: Path, found: Crawl) -> None:
        super().__init__(folder)
        self._crawl = found
        self._newest = 0

    def _hand_over(self, who: str, kind: Kind, **more: object) -> None:
        super()._hand_over(who, kind, **more)
        self._newest = self._crawl.look(self, self._newest)

    def tick(self) -> dict[str, int]:
        counts = super().tick()
        self._newest = self._crawl.look(self, self._newest)
        return counts

    def begin_anew(self) -> None:
        """The sample commune as it was imported, on the day before the first question."""
        self.store.engine.dispose()
        fresh_file(Path(_file(self)).parent)
        self._serve(deployment())
        self.clock.instant = TUESDAY
        self._newest = self._seen = 0


# Roles and months that no golden conversation has: a deputy, a school, the yearly questions of December.
DECEMBER = """
! join son tu binh vhxh mai hoa lam
! group hoa
@ son
= 2026-12-02T08:00
> GIÚP
@ tu
> GIÚP
> THÔN TÔI
@ binh
> GIÚP
> BÁO CÁO
> 40/45
> TRƯỜNG TÔI
@ vhxh
> BÁO CÁO
> 10/10
> [Cả 28 thôn đều có]
@ mai
> 3.300
@ hoa
= 2026-12-03T17:00
> [Ghi hộ]
> [Khòn Cải]
> 5
> 0
= 2026-12-04T07:30
= 2026-12-04T09:00
@ lam
> CHỈ TIÊU
> CHỈ TIÊU XH8 NĂM 2026
> THÔN
> TỔNG HỢP 9 THÁNG
@ group lam
> /tonghop
> /chitieu
"""


def crawl(folder: Path, scripts: list[str], depth: int) -> Crawl:
    found = Crawl(folder, depth)
    stand = Watched(folder, found)
    for script in scripts:
        stand.begin_anew()
        Replay(stand).play(script)
    stand.close()
    found.close()
    return found


def scripts() -> list[str]:
    return [*(path.read_text(encoding="utf-8") for path in SCRIPTS), DECEMBER]


def test_every_word_and_button_offered_works(tmp_path: Path) -> None:
    """Everything that any message of the golden conversations offers is answered, and understood."""
    found = crawl(tmp_path, scripts(), depth=1)
    assert [] == found.faults
    assert len(found.tried) > 200


def test_a_word_that_is_not_understood_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The crawl itself can fail: a printed word and an example that no handler takes, and a dead button."""
    monkeypatch.setattr(
        wording, "last_week", lambda figure: f"Tuần trước: {figure}. Gõ XEM SỔ CŨ, ví dụ bảy mươi lăm mèo."
    )
    monkeypatch.setitem(BUTTONS, "later", Button(Dialogue.later, Thing.OWN_REPORT, words=9))
    found = crawl(tmp_path, ["! join son\n= 2026-11-18T08:00\n"], depth=1)
    bad = {fault.split("«")[1].split("»")[0] for fault in found.faults}
    assert {"XEM SỔ CŨ", "bảy mươi lăm mèo", "Để sau", "ĐỂ SAU"} == bad


def test_words_and_examples_are_found_in_a_text() -> None:
    """Names and abbreviations are no words to type; what is quoted was somebody else's."""
    text = "Chưa có thẻ BHYT ở Pò Háng: gõ SỬA hoặc TỔNG HỢP QUÝ 4, «ABC DEF» thì không. Ví dụ 7 sào."
    assert ["SỬA", "TỔNG HỢP QUÝ 4"] == offers.capitals(text)
    assert ["7 sào"] == offers.examples(text)


@pytest.mark.long
def test_what_the_answers_offer_works_too(tmp_path: Path) -> None:
    """Three steps off the beaten track."""
    assert [] == crawl(tmp_path, scripts(), depth=3).faults
