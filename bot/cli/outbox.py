"""`thidua outbox`: what was given up or is in doubt, to be sent again or dropped. No text is shown: it is private."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from bot import bootstrap, settings
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import accounts, audit, groups, messages, outbox_troubles, roll_ups, units
from models.audit import Action
from models.database import NOBODY, Store
from models.messages import OutboxMessage
from services import wording

ALL = "all"
_COLUMNS = "{:>7}  {:16}  {:9}  {:28}  {:10}  {:8}  {}"


app = typer.Typer(no_args_is_help=True, help="messages that were given up, or of which nobody knows")

Which = Annotated[str, typer.Argument(help="the message's number, or «all»")]


@app.command("list")
def list_command() -> None:
    """Show what was given up and what is in doubt, with the reason."""
    typer.echo(listed(settings.load()))


@app.command("retry")
def retry_command(
    which: Which, even_if_it_arrived: Annotated[bool, typer.Option(help="a post in doubt too")] = False
) -> None:
    """Send a message again; the running bot finds it within a second."""
    typer.echo(retry(settings.load(), which, even_if_it_arrived=even_if_it_arrived))


@app.command("drop")
def drop_command(which: Which) -> None:
    """Give a message up for good."""
    typer.echo(drop(settings.load(), which))


def listed(settings: Settings) -> str:
    """A table of everything in trouble; a line that says so when there is nothing."""
    store = bootstrap.open_store(settings)
    try:
        with store.deployment_wide("an operator looks after the messages of all") as session:
            rows = [_line(session, row) for row in outbox_troubles.troubled(session)]
    finally:
        store.close()
    head = _COLUMNS.format("message", "since (UTC)", "bot", "to", "purpose", "state", "why")
    return "\n".join([head, *rows]) if rows else "Nothing was given up, nothing is in doubt."


def _line(session: Session, row: OutboxMessage) -> str:
    since = f"{row.created_at:%Y-%m-%d %H:%M}"
    to = _recipient(session, row)[:28]
    return _COLUMNS.format(row.id, since, row.bot, to, row.purpose, row.state, _why(row)).rstrip()


def _why(row: OutboxMessage) -> str:
    failure = row.failure.replace("_", " ") if row.failure else ""
    return ("asked; " if row.asked_at else "") + ": ".join(part for part in (failure, row.error) if part)


def _recipient(session: Session, row: OutboxMessage) -> str:
    group = groups.find(session, row.bot, row.chat_id) or roll_ups.at(session, row.bot, row.chat_id)
    found = accounts.accounts_of_chat(session, row.bot, row.chat_id)
    return group.title if group else ", ".join(account.person.name for account in found) or "nobody known"


def retry(settings: Settings, which: str, *, even_if_it_arrived: bool = False) -> str:
    """Send again. A post that may have arrived only on purpose: else the leaders might read it twice."""

    def act(row: OutboxMessage) -> bool:
        if row.state == messages.UNKNOWN and not even_if_it_arrived:
            if which != ALL:
                raise OperatorError(
                    f"message {row.id} may have arrived: look into the group, then drop it, or add --even-if-it-arrived"
                )
            return False
        row.wait()
        row.attempts, row.doubts, row.not_before, row.told_at = 0, 0, None, None
        return True

    return f"{_each(settings, which, Action.MESSAGE_RETRIED, act)} will be sent again."


def drop(settings: Settings, which: str) -> str:
    """Never send, and speak of it no more."""

    def act(row: OutboxMessage) -> bool:
        row.state = messages.DROPPED
        return True

    return f"{_each(settings, which, Action.MESSAGE_DROPPED, act)} dropped."


def _each(settings: Settings, which: str, action: Action, act: Callable[[OutboxMessage], bool]) -> str:
    """Do it to one message or to all, and write down each; how many there were."""
    store = bootstrap.open_store(settings)
    try:
        with store.deployment_wide("an operator looks after the messages of all") as session:
            own = _own_commune(settings, session)
            _wait_for_turns(store, session)
            rows = outbox_troubles.troubled(session)
            chosen = [row for row in rows if which in (ALL, str(row.id))]
            if not chosen and which != ALL:
                raise OperatorError(f"there is no message {which} that was given up: thidua outbox list")
            count = sum(1 for row in chosen if _done(session, own, row, action, act))
    finally:
        store.close()
    return f"{count} message{'' if count == 1 else 's'}"


def _own_commune(settings: Settings, session: Session) -> int | None:
    """In whose audit it stands what becomes of a message that is no commune's; of several communes in nobody's."""
    if settings.communes and settings.commune is None:
        return None
    code = bootstrap.load_campaign(settings).commune_code
    found = units.communes(session).get(code)
    if found is None:
        raise OperatorError(wording.no_units())
    return found


def _wait_for_turns(store: Store, session: Session) -> None:
    """An officer may be deciding about the same post just now."""
    for commune_id in sorted({row.commune_id or NOBODY for row in outbox_troubles.troubled(session)}):
        store.lock(session, commune_id)
    session.expire_all()


def _done(
    session: Session, own: int | None, row: OutboxMessage, action: Action, act: Callable[[OutboxMessage], bool]
) -> bool:
    before = row.state
    if not act(row):
        return False
    whose = row.commune_id or own
    if whose is not None:
        old, new = {"state": before}, {"state": row.state}
        audit.record(session, RealClock().now(), whose, None, action, f"message:{row.id}", old=old, new=new)
    return True
