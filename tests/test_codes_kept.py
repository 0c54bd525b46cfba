"""Codes stay in no table once they are typed or used, and whoever is in may guess no more often than a stranger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import invitation_codes, units
from models.conversations import Chat
from models.messages import InboxMessage, OutboxMessage
from services.inbound import Kind
from tests.commune import Stand
from tests.test_waiting_rows import whole_file

FORMS: Mapping[str, Callable[[str], str]] = {
    "start": lambda code: f"/start {code}",
    "start with the bot's name": lambda code: f"/start@thidua_bot {code}",
    "bare": lambda code: code,
    "small letters": lambda code: code.lower(),
    "without its hyphen": lambda code: code.replace("-", ""),
    "with a blank": lambda code: code.replace("-", " "),
}


def kept(stand: Stand) -> str:
    """All that the two tables of messages hold."""
    with stand.context() as context:
        session = context.session
        said = [f"{row.text} {row.payload}" for row in session.scalars(select(InboxMessage))]
        told = [f"{row.text} {row.choices}" for row in session.scalars(select(OutboxMessage))]
    return "\n".join([*said, *told]).upper()


@pytest.mark.parametrize("form", FORMS)
def test_an_invitation_leaves_the_inbox(stand: Stand, form: str) -> None:
    """However it was typed; and the person is in."""
    code = stand.code("son")
    stand.say("son", FORMS[form](code))
    assert stand.heard("son")[-1].text.startswith("Chào ông Sơn.")
    assert [] == [word for word in (code, code.replace("-", ""), code.replace("-", " ")) if word in kept(stand)]


@pytest.mark.parametrize("form", FORMS)
def test_a_code_for_another_messenger_leaves_both(stand: Stand, form: str) -> None:
    """It is said in the outbox until it is used, and typed in the inbox."""
    stand.join("son")
    stand.say("son", "THÊM KÊNH")
    said = stand.heard("son")[-1].text
    code = next(word.strip(",.") for word in said.split() if len(word.strip(",.")) == 9 and "-" in word)
    assert code in kept(stand)
    stand.send("son-zalo", Kind.TEXT, text=FORMS[form](code), bot="other", channel="other")
    assert stand.heard("son-zalo")[-1].text.startswith("Đã nối.")
    assert [] == [word for word in (code, code.replace("-", ""), code.replace("-", " ")) if word in kept(stand)]
    assert "[MÃ]" in kept(stand)


def test_a_used_code_is_not_in_the_file_either(stand_on_file: Stand) -> None:
    """Nor in the space that it has taken."""
    code = stand_on_file.code("son")
    stand_on_file.say("son", f"/start {code}")
    stand_on_file.tap("son", "Đồng ý")
    content = whole_file(stand_on_file)
    assert [] == [word for word in (code, code.replace("-", "")) if word.encode() in content]


def test_a_wrong_code_and_one_that_came_too_late_are_not_kept_either(stand: Stand) -> None:
    """A wrong one may be somebody else's, with a slip; of one typed while codes are not looked at nobody knows."""
    code = stand.code("son")
    for _ in range(6):
        stand.say("son", "/start AAAA-BBBB")
    stand.say("son", code)
    assert [] == [word for word in ("AAAA-BBBB", code) if word in kept(stand)]


def test_words_are_kept_as_they_were(stand: Stand) -> None:
    """What is no code stays in the inbox for its ninety days."""
    stand.join("son")
    for text in ("con 6", "/start", "bảy sào ba", "7.320.000 đồng", "đường dài-ngắn"):
        stand.say("son", text)
    with stand.context() as context:
        texts = set(context.session.scalars(select(InboxMessage.text)))
    assert {"con 6", "/start", "bảy sào ba", "7.320.000 đồng", "đường dài-ngắn"} <= texts


def wrong(stand: Stand, who: str) -> int:
    with stand.context() as context:
        return context.session.scalars(select(Chat.wrong_codes).where(Chat.chat_id == who)).one()


@pytest.mark.parametrize("form", ["start", "bare", "small letters", "without its hyphen", "with a blank"])
def test_a_members_wrong_codes_count(stand: Stand, form: str) -> None:
    """After five within an hour the right one opens nothing; an hour later it does."""
    stand.join("son")
    code = stand.code("tho")
    for number in range(5):
        assert number == wrong(stand, "son")
        stand.say("son", FORMS[form](f"AAAA-BBB{'3456789'[number]}"))
    stand.heard()
    stand.say("son", code)
    assert not any("Nà" in label for row in stand.heard("son") for label, _ in row.choices)
    with stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T04")
        assert unit is not None
        invited = invitation_codes.invitation(context.session, code, context.now)
        assert invited is not None
        assert invited.used_by is None
    stand.clock.instant += timedelta(hours=1, minutes=1)
    stand.say("son", code)
    assert any(label == "Đúng, tôi nhận" for row in stand.heard("son") for label, _ in row.choices)


def test_a_member_whose_codes_are_not_looked_at_reports_all_the_same(stand: Stand) -> None:
    """A figure is never taken for a guess that is refused."""
    stand.ask("son")
    for _ in range(7):
        stand.say("son", "AAAA-BBBB")
    stand.heard()
    stand.say("son", "con 6")
    assert "6 người chưa có thẻ BHYT" in stand.heard("son")[0].text


def test_a_right_code_does_not_count(stand: Stand) -> None:
    """Somebody who takes a second village has guessed at nothing."""
    stand.join("son")
    stand.say("son", stand.code("tho"))
    assert 0 == wrong(stand, "son")
