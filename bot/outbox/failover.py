"""A private message that one messenger does not take goes to the person's other one; a group's message never does."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models import accounts, conversations, groups, messages
from models.messages import OutboxMessage
from models.outbox_states import Failure
from models.people import Account
from services.capability import Capability


def elsewhere(session: Session, row: OutboxMessage, abilities: Mapping[str, Capability], reason: str) -> bool:
    """Queue the message anew for the person's other account, and close this row with the reason; False without one."""
    if row.once or is_for_group(session, row):
        return False
    other = _other_account(session, row, abilities)
    if other is None:
        return False
    queued = messages.queue(
        session,
        OutboxMessage(
            commune_id=row.commune_id,
            bot=other.bot,
            chat_id=other.chat_id,
            purpose=row.purpose,
            key=f"{row.key}@{other.bot}" if row.key else None,
            text=row.text,
            choices=row.choices,
            picture=row.picture,
            instead_of=row.id,
            created_at=row.created_at,
        ),
    )
    row.give_up(Failure.SENT_ELSEWHERE, f"{reason}; sent by {other.bot}")
    if queued and row.choices:
        chat = conversations.chat_of(session, row.commune_id, other.bot, other.chat_id)
        labels = {label for label, _ in row.choices}
        is_beside = not row.purpose.awaits_words  # what was asked there before it still waits
        before = [one for one in chat.offered if one[0] not in labels] if is_beside else []
        chat.offered = [*row.choices, *before]
    return True


def is_for_group(session: Session, row: OutboxMessage) -> bool:
    return groups.find(session, row.bot, row.chat_id) is not None


def _other_account(session: Session, row: OutboxMessage, abilities: Mapping[str, Capability]) -> Account | None:
    """An account of another running bot; a message that came over itself does not go back."""
    if row.instead_of is not None:
        return None
    found = accounts.accounts_of_chat(session, row.bot, row.chat_id)
    for account in (one for one in found if one.commune_id == row.commune_id):
        for other in account.person.accounts:
            if other.bot != row.bot and other.bot in abilities and other.blocked_at is None:
                return other
    return None
