"""Whether a text is a table that an officer has pasted: looked at before anything of it is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import accounts, people, table_uploads
from models.table_uploads import TableUpload
from services import table_uploads as uploads
from services.imports import kinds
from services.imports.tables import FileFault
from services.inbound import Inbound, Kind

_GOES_ON = timedelta(hours=1)


def as_table(session: Session, inbound: Inbound, now: datetime) -> Inbound | None:
    """The same update as a table; None for any other text, whose line ends and tabs are nothing to keep."""
    account = accounts.account(session, inbound.bot, inbound.sender_id)
    if inbound.is_group or account is None or not people.has_role(account.person, "officer"):
        return None
    if not has_headings(inbound.pasted) and begun(session, account.person_id, now) is None:
        return None
    return replace(inbound, kind=Kind.FILE, text="", is_too_long=False)


def has_headings(text: str) -> bool:
    """Whether the lines begin with the names of columns that are known."""
    try:
        kinds.recognise([uploads.read_pasted(text)])
    except FileFault:
        return False
    return True


def begun(session: Session, person_id: int, now: datetime) -> TableUpload | None:
    """The pasted table that more rows belong to: of an hour ago it is none any more."""
    waiting = table_uploads.waiting(session, person_id, now)
    return next((one for one in waiting if one.is_pasted and now - one.created_at < _GOES_ON), None)
