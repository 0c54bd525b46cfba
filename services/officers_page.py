"""The officer's page of the running program: where it is, and the code that opens it once.

The code stands behind the «#» of the address, which no browser sends to a server and no proxy writes into a log.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import key_values, one_time_codes, people
from models.people import Person
from services.context import Context

PATH = "/can-bo"
MINUTES = 10
_CODE, _SESSION = "page", "page session"
_OPEN_FOR = timedelta(hours=4)
_ADDRESS = "address of the officers' page"


def is_served(session: Session, address: str) -> None:
    """From now on the page can be opened there."""
    key_values.put(session, _ADDRESS, address)


def address(context: Context) -> str:
    """Where the page is; "" where the program serves none."""
    return key_values.get(context.session, _ADDRESS) or ""


def invite(context: Context, person: Person) -> str:
    """An address that opens the page as this person, once; "" where there is no page."""
    base = address(context)
    if not base:
        return ""
    code = one_time_codes.issue(context.session, person, _CODE, context.now, timedelta(minutes=MINUTES))
    return f"{base}#{code}"


def begin(session: Session, code: str, now: datetime) -> tuple[Person, str] | None:
    """Whoever the code was made for, and the key of the session that it has opened; None where it opens nothing."""
    person = one_time_codes.use(session, code, _CODE, now)
    if person is None or not people.has_role(person, "officer"):
        return None
    return person, one_time_codes.issue_long(session, person, _SESSION, now, _OPEN_FOR)


def whose(session: Session, key: str, now: datetime) -> Person | None:
    """The officer in whose name a session's key asks; None once it is over, or they are none any more."""
    found = one_time_codes.find(session, key, _SESSION, now)
    return found.person if found is not None and people.has_role(found.person, "officer") else None


def end(session: Session, key: str, now: datetime) -> None:
    """The session is over."""
    found = one_time_codes.find(session, key, _SESSION, now)
    if found is not None:
        found.expires_at = now
