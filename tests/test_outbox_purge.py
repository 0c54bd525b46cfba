"""What was said to people is forgotten after the private days, as what they said is; posts are public and stay."""

from __future__ import annotations

from datetime import timedelta

from models import messages
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from tests.commune import Stand


def test_words_of_settled_messages_go_after_the_private_days(stand: Stand) -> None:
    """Ninety days: what waits is kept, what a group was told is kept, and that something was sent is kept."""
    now = stand.clock.now()
    with stand.store.transaction() as session:
        for key, state, once, age in (
            ("old", messages.SENT, False, 91),
            ("given up", messages.GIVEN_UP, False, 91),
            ("young", messages.SENT, False, 89),
            ("waiting", messages.PENDING, False, 91),
            ("post", messages.SENT, True, 91),
        ):
            session.add(
                OutboxMessage(
                    bot="m",
                    chat_id="c",
                    purpose=Purpose.REPLY,
                    key=key,
                    text="Chào ông Sơn",
                    choices=[["Đúng", "a:b"]],
                    picture={"a": 1},
                    state=state,
                    once=once,
                    created_at=now - timedelta(days=age),
                )
            )
    assert {"purge": 2} == {name: count for name, count in stand.tick().items() if name == "purge"}
    with stand.store.transaction() as session:
        rows = {row.key: row for row in session.query(OutboxMessage).filter_by(bot="m")}
    assert {"old": "", "given up": ""} == {key: row.text for key, row in rows.items() if key and not row.text}
    assert ([], None) == (rows["old"].choices, rows["old"].picture)
    assert {"a": 1} == rows["post"].picture


def test_a_withdrawal_takes_pictures_and_files_too(stand: Stand) -> None:
    """Of the person's own chat, at once, as the purge does; posts are public and stay."""
    stand.join("hoa", "son")
    stand.say("son", "GIÚP")
    stand.arrive("son", "7")
    with stand.everything() as session:
        kept, post = session.query(OutboxMessage).filter_by(chat_id="son").order_by(OutboxMessage.id.desc())[:2]
        kept.picture = post.picture = {"a": 1}
        kept.blob, post.once = b"drawn", True
        numbers = kept.id, post.id
    stand.say("son", "RÚT TÊN")
    stand.tap("son", "Rút tên tôi")
    with stand.everything() as session:
        kept, post = (session.get_one(OutboxMessage, number) for number in numbers)
        assert ("", None, None) == (kept.text, kept.picture, kept.blob)
        assert {"a": 1} == post.picture
