"""Every button and every word the bot offers does something, today or when it has grown old."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from handlers import buttons
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from models import messages
from models.messages import InboxMessage, OutboxMessage
from services.inbound import Kind
from tests import announcing, run_folder
from tests.commune import Stand
from tests.conftest import After
from tests.crawling import Tried, plain
from tests.test_conversations import SCRIPTS, played

_LONGEST_DATA = 64  # bytes; what the platform takes
_LONGEST_LABEL = 40


def offered(stand: Stand) -> list[tuple[str, str, str]]:
    """Every button ever shown: (chat, label, data)."""
    with stand.store.transaction() as session:
        return [(row.chat_id, label, data) for row in session.query(OutboxMessage) for label, data in row.choices]


def faults(stand: Stand) -> list[str]:
    with stand.store.transaction() as session:
        return [f"{kind}: {fault}" for kind, fault in session.query(InboxMessage.kind, InboxMessage.fault) if fault]


@pytest.mark.parametrize("is_thorough", [False, pytest.param(True, marks=pytest.mark.long)], ids=["once", "all"])
@pytest.mark.parametrize("path", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_every_button_answers(path: Path, after: After, is_thorough: bool) -> None:
    """A minute after a conversation every button in it is tapped once more: an answer, and no fault.

    A look is the same look whatever conversation it is under: in a run each is taken once; in CI so is every other
    button of one person, whatever unit, figure or message it is about.
    """
    stand, _ = played(after, path)
    tried = Tried(run_folder.kept_in() / f"tapped later {is_thorough}")
    stand.heard()
    stand.clock.instant += timedelta(minutes=1)  # sooner a tap may be the second half of the one before
    for chat, label, data in dict.fromkeys(offered(stand)):
        assert len(data.encode()) <= _LONGEST_DATA, data
        assert len(label) <= _LONGEST_LABEL, label
        if buttons.lasts(data):
            is_new = tried.add((chat, plain(data)))
        else:
            is_new = is_thorough or tried.add((chat, data.split(":")[0], plain(label)))
        if not is_new:
            continue
        stand.send(chat, Kind.CHOICE, data=data, tapped=label)
        assert stand.heard(), label
    assert [] == faults(stand)


def test_every_kind_of_button_is_offered_somewhere(stand: Stand, after: After) -> None:
    """A row of the table that no conversation leads to would be dead."""
    seen = set()
    for path in SCRIPTS:
        other, _ = played(after, path)
        seen |= {data.split(":")[0] for _, _, data in offered(other)}
    stand.join("hoa", "son", "hien")
    announcing.send_to_two(stand)
    stand.send("group-1", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    with stand.store.transaction() as session:
        post = session.query(OutboxMessage).filter_by(purpose="post").first()
        assert post is not None
        for row in (post, session.query(OutboxMessage).filter_by(purpose="announcement").first()):
            assert row is not None
            row.state, row.error = messages.UNKNOWN, "interrupted"
        session.query(OutboxMessage).filter_by(purpose="announcement", state="pending").update({"state": "sent"})
    stand.tick()
    seen |= {data.split(":")[0] for _, _, data in offered(stand)}
    assert set(BUTTONS) == seen


def asked(stand: Stand) -> None:
    """A head, an officer and a leader have come in, and the week's questions are out."""
    stand.ask("son", "hoa", "lam")
    stand.heard()


@pytest.mark.parametrize("word", sorted(COMMANDS))
@pytest.mark.parametrize("who", ["son", "hoa", "lam"])
def test_every_command_answers_everybody(after: After, who: str, word: str) -> None:
    """A head, an officer and a leader each get an answer to every command, and no fault."""
    stand, _ = after("asked", asked)
    stand.say(who, COMMANDS[word].words[0])
    assert [who] == list({row.chat_id for row in stand.heard()})
    assert [] == faults(stand)


@pytest.mark.parametrize(
    "data",
    ["", ":", "answer", "answer:1", "answer:1:KT1a.area", "answer:x:y:z", "answer:1:KT1a.area:vNaN",
     "answer:1:KT1a.area:v1e999", "answer:1:KT1a.area:v-5", "item:1:", "fix:999999:XH1", "news:1", "group:x:yes",
     "approve:999", "approve:x", "remind:", "enter-for:0", "clear:abc", "doubt:1:again", "marks:-1", "list:1:a:b",
     "go:99999999999999999999"],
)  # fmt: skip
@pytest.mark.parametrize("who", ["son", "hoa"])
def test_a_tampered_button_harms_nobody(after: After, who: str, data: str) -> None:
    """Data no button of ours carries: an answer, nothing stored, and the conversation goes on."""
    stand, _ = after("asked", asked)
    stand.send(who, Kind.CHOICE, data=data)
    assert stand.heard(who), data
    stand.say("son", "con 6")
    assert "6 người chưa có thẻ BHYT (giảm 3)" in stand.heard("son")[-1].text
    assert [] == faults(stand)
