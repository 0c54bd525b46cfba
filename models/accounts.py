"""Accounts: from which messenger account somebody writes, and where they are written to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.orm import Session, joinedload

from models.people import Account, Person
from models.read_ahead import ReadAhead

WITH_ROLES = joinedload(Account.person, innerjoin=True).joinedload(Person.roles)
_ACCOUNT = (
    select(Account)
    .where(Account.bot == bindparam("bot"), Account.external_id == bindparam("external_id"))
    .options(WITH_ROLES)
)
_ACCOUNTS = (
    select(Account)
    .where(Account.bot == bindparam("bot"), Account.external_id.in_(bindparam("external_ids", expanding=True)))
    .options(WITH_ROLES)
)
_ACCOUNTS_AHEAD: ReadAhead[tuple[str, str], Account | None] = ReadAhead()


def account(session: Session, bot: str, external_id: str) -> Account | None:
    """An account with its person and all their roles: every turn needs them."""

    def look_up() -> Account | None:
        return session.scalars(_ACCOUNT, {"bot": bot, "external_id": external_id}).unique().one_or_none()

    return _ACCOUNTS_AHEAD.take(session, (bot, external_id), look_up)


def keep_ahead(session: Session, found: Account) -> None:
    """An account that was read for a turn to come."""
    _ACCOUNTS_AHEAD.keep(session, (found.bot, found.external_id), found)


def read_accounts_ahead(session: Session, bot: str, external_ids: Sequence[str]) -> dict[str, Account]:
    """The same of several, for turns to come."""
    found = session.scalars(_ACCOUNTS, {"bot": bot, "external_ids": external_ids}).unique()
    accounts = {one.external_id: one for one in found}
    for external_id, one in accounts.items():
        _ACCOUNTS_AHEAD.keep(session, (bot, external_id), one)
    return accounts


def communes_of(session: Session, senders: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[int]]:
    """The communes in which accounts (bot, external id) have a person, the one they joined first at the beginning."""
    query = select(Account.bot, Account.external_id, Account.commune_id).where(
        tuple_(Account.bot, Account.external_id).in_(sorted(senders))
    )
    joined: dict[tuple[str, str], list[int]] = {}
    for bot, external_id, commune_id in session.execute(query.order_by(Account.id)):
        joined.setdefault((bot, external_id), []).append(commune_id)
    return joined


def chats_of(session: Session, bot: str, external_id: str) -> Sequence[str]:
    """Where an account is written to."""
    query = select(Account.chat_id).where(Account.bot == bot, Account.external_id == external_id)
    return session.scalars(query.order_by(Account.id)).all()


def accounts_of_chat(session: Session, bot: str, chat_id: str) -> Sequence[Account]:
    return session.scalars(select(Account).where(Account.bot == bot, Account.chat_id == chat_id)).all()
