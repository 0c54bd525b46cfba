"""Turns beside one another: what they look up is read ahead; they say and store what they would alone."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.inbox import batches
from services.context import Context
from services.inbound import Inbound, Kind
from tests.commune import Stand

_A_MINUTE = timedelta(minutes=1)
HEADS = ("son", "hien", "tho", "nhinh", "pao", "lieu", "doc", "tat")
OTHERS = ("tu", "mai", "van", "binh", "hoa")  # a deputy of ông Sơn's village, offices, a school, the officer
WORDS = (
    *("6", "con 6", "0", "không", "như cũ", "2 mẫu 3 sào", "bhyt con 7", "hộ nghèo 11", "khoảng 5", "99999", "GIÚP"),
    *("SỬA", "nhầm, 8", "đúng rồi", "BÁO CÁO", "ĐỂ SAU", "THÔN TÔI", "thôn Bản Còn 7", "tất cả như cũ", "con 6; 3 sào"),
)


def _said(number: int, who: str, words: str, **more: Any) -> Inbound:
    fields = {"bot": "memory", "channel": "memory", "key": f"batch {number}", "chat_id": who, "sender_id": who}
    return Inbound(**fields | {"kind": Kind.TEXT, "said_at": None, "text": words, "message_id": str(number)} | more)


def _open_week(stand: Stand, *people: str) -> None:
    stand.ask(*people)
    stand.heard()


def _play(stand: Stand, seed: int) -> list[tuple[str, str, str]]:
    """Rounds in which everybody writes or taps at once; what was said to whom, with its buttons."""
    chance = random.Random(seed)
    _open_week(stand, *HEADS, *OTHERS)
    number, said = 0, []
    for _ in range(6):
        offered = _offered(stand)
        inbounds = []
        for who in chance.sample((*HEADS, *OTHERS), len(HEADS) + len(OTHERS)):
            number += 1
            label, data = chance.choice(offered.get(who) or [("", "")])
            if data and chance.random() < 0.5:
                inbounds.append(_said(number, who, "", kind=Kind.CHOICE, data=data, tapped=label))
            else:
                inbounds.append(_said(number, who, chance.choice(WORDS)))
        stand.intake._storage.store(inbounds)
        stand.intake.answer_all()
        said += [(row.chat_id, row.text, str(row.choices)) for row in stand.heard()]
        stand.clock.instant += _A_MINUTE
    return said


def _offered(stand: Stand) -> dict[str, list[list[str]]]:
    with stand.everything() as session:
        rows = session.execute(text("SELECT chat_id, offered FROM chats ORDER BY id"))
        return {chat: _listed(offered) for chat, offered in rows}


def _listed(offered: Any) -> list[list[str]]:
    listed: list[list[str]] = json.loads(offered) if isinstance(offered, str) else offered
    return listed


def _stored(stand: Stand) -> list[tuple[Any, ...]]:
    """Every figure and every revision, in their order."""
    query = (
        "SELECT u.code, f.measure, f.input, f.on_day, f.state, f.value, f.mark, r.state, r.value, r.words, r.person_id"
        " FROM figure_revisions r JOIN figures f ON f.id = r.figure_id JOIN units u ON u.id = f.subject_id"
        " WHERE r.channel = 'memory' ORDER BY u.code, f.measure, f.input, r.id"
    )
    with stand.everything() as session:
        return [tuple(row) for row in session.execute(text(query))]


@pytest.mark.parametrize("seed", range(4))
def test_beside_one_another_as_alone(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same six rounds, with turns beside one another and with each alone: not a word and not a figure differs."""
    outcomes = []
    for name in ("beside", "alone"):
        (tmp_path / name).mkdir()
        stand = Stand(tmp_path / name)
        outcomes.append((_play(stand, seed), _stored(stand)))
        stand.close()
        monkeypatch.setattr(batches, "beside_one_another", lambda context, inbounds: 1)
    assert outcomes[1][1] == outcomes[0][1]
    assert outcomes[1][0] == outcomes[0][0]


def test_statements_are_shared(stand: Stand) -> None:
    """Eight heads who write at once: accounts, chats, reports and figures of all are read in one statement each."""
    _open_week(stand, *HEADS)
    stand.intake._storage.store([_said(number, who, "con 6") for number, who in enumerate(HEADS)])
    counted: Counter[str] = Counter()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split()
        counted[words[words.index("FROM") + 1] if words[0] == "SELECT" and "FROM" in words else ""] += 1

    event.listen(stand.store.engine, "before_cursor_execute", count)
    stand.intake.answer_all()
    event.remove(stand.store.engine, "before_cursor_execute", count)
    for table in ("accounts", "chats", "reports", "conversations"):
        assert 1 == counted[table], table
    assert 8 == len(stand.heard())


def _beside(context: Context, *whose: str) -> int:
    return batches.beside_one_another(context, [_said(number, who, "6") for number, who in enumerate(whose)])


def test_who_may_be_answered_beside_whom(stand: Stand) -> None:
    """Heads of different villages; not two of one village, nor whoever may do more, is no reporter, or speaks twice."""
    _open_week(stand, "son", "hien", "tho", "tu", "mai", "hoa", "binh")
    for whose, many in (
        (("son", "hien", "tho"), 3),
        (("son", "hien", "tu", "tho"), 2),
        (("son", "hien", "son"), 2),
        (("son", "hien", "hoa", "tho"), 2),
        (("son", "hien", "mai", "tho"), 2),
        (("son", "hien", "nobody", "tho"), 2),
        (("hoa", "son", "hien"), 1),
        (("son", "binh"), 1),
        (("son",), 1),
    ):
        with stand.context() as context:
            assert many == _beside(context, *whose), whose


def test_what_is_no_plain_word_stands_alone(stand: Stand) -> None:
    """An edited message, a photo, a group's message, another bot's."""
    _open_week(stand, "son", "hien", "tho")
    for more in ({"kind": Kind.EDIT}, {"kind": Kind.PHOTO}, {"is_group": True}, {"bot": "memory-2"}):
        inbounds = [_said(1, "son", "6"), _said(2, "hien", "6"), _said(3, "tho", "6", **more)]
        with stand.context() as context:
            assert 2 == batches.beside_one_another(context, inbounds), more
