"""A watch over every transaction: rows that only a person changes must come with a row of the audit about the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from models import messages, rows_to_write
from models.announcements import Announcement
from models.audit import Audit
from models.campaign_overrides import CampaignOverride
from models.corrections import Correction
from models.database import Base
from models.figures import CLEARED, Revision
from models.good_deeds import GoodDeed
from models.groups import Group
from models.holiday_announcements import HolidayAnnouncement
from models.honours import Award, Nominee, Proposal
from models.invitation_codes import Invitation
from models.legal import LegalBasis
from models.messages import OutboxMessage
from models.people import Account, Person, Role
from models.rounds import Round
from models.scoring import ScoreRow, ScoreScheme
from models.setup_steps import SetupStep
from models.summaries import PostedSummary
from models.targets import Target
from models.units import Unit
from models.year_closings import YearClosing

_NEEDED, _WRITTEN = "audit needed", "audit written"
_STUCK = (messages.GIVEN_UP, messages.UNKNOWN)


def _has_changed(row: Base, *columns: str) -> bool:
    return any(inspect(row).attrs[name].history.has_changes() for name in columns)


def _by_hand(row: OutboxMessage) -> bool:
    """A message in trouble that goes out again, or that is dropped: the program does neither by itself."""
    history = inspect(row).attrs["state"].history
    was = history.deleted[0] if history.deleted else None
    return row.state == messages.DROPPED or (was in _STUCK and row.state in (messages.PENDING, messages.SENT))


def _revision(row: Revision) -> list[str]:
    if row.reason == CLEARED:
        return [f"figure:{row.figure_id}"]
    if row.on_behalf_of is not None:
        return ["report:"]
    return ["figures"] if row.channel == "import" else []


_PERSON = ("name", "address", "phone", "consented_at", "by_phone", "preferred_bot", "absent_until")
_GROUP = ("confirmed_at", "left_at", "proposed_by", "moved_to")

# By table: what the audit must speak of when a row is new, changed or gone; [] where the program did it by itself.
_WATCHED: dict[type[Base], Callable[[Any, bool], list[str]]] = {
    Person: lambda row, _: [f"person:{row.id}"] if _has_changed(row, *_PERSON) else [],
    Role: lambda row, _: [f"person:{row.person_id}"],
    Account: lambda row, is_kept: [] if is_kept else [f"person:{row.person_id}"],
    Invitation: lambda row, is_kept: (
        [f"invitation:{row.id}"]
        if not is_kept
        else [f"person:{row.used_by}"]
        if _has_changed(row, "used_at", "name")
        else []
    ),
    Group: lambda row, _: [f"group:{row.id}"] if _has_changed(row, *_GROUP) else [],
    PostedSummary: lambda row, is_kept: [f"summary:{row.id}"] if is_kept and _has_changed(row, "state") else [],
    Correction: lambda row, is_kept: [f"correction:{row.id}"] if is_kept and _has_changed(row, "state") else [],
    CampaignOverride: lambda row, _: [f"campaign:{row.key}"],
    Target: lambda _row, _: ["targets"],
    Unit: lambda _row, _: ["units"],
    SetupStep: lambda row, _: [f"setup:{row.step}"],
    HolidayAnnouncement: lambda row, is_kept: (
        [f"holiday:{row.holiday} {row.year}"] if is_kept and _has_changed(row, "confirmed_at") else []
    ),
    Announcement: lambda row, is_kept: [f"announcement:{row.id}"] if is_kept and _has_changed(row, "due_at") else [],
    GoodDeed: lambda row, is_kept: [f"deed:{row.id}"] if is_kept and _has_changed(row, "decided_at") else [],
    Round: lambda row, is_kept: [f"round:{row.id}"] if is_kept and _has_changed(row, "changed_at") else [],
    Proposal: lambda row, is_kept: [f"honours:{row.id}"] if is_kept and _has_changed(row, "issued_at") else [],
    Nominee: lambda row, _: [f"honours:{row.proposal_id}"],
    Award: lambda row, is_kept: (
        ["honours:"] if not is_kept else ["awards"] if _has_changed(row, "handed_on") else [f"award:{row.number}"]
    ),
    ScoreScheme: lambda row, _: [f"scores:{row.year}"],
    ScoreRow: lambda row, is_kept: [f"scores:{row.year}"] if is_kept and _has_changed(row, "objected_at") else [],
    LegalBasis: lambda row, is_kept: [f"legal:{row.key}"] if not is_kept or _has_changed(row, "valid_to") else [],
    YearClosing: lambda row, _: [f"year:{row.year}"],
    OutboxMessage: lambda row, is_kept: [f"message:{row.id}"] if is_kept and _by_hand(row) else [],
    Revision: lambda row, _: _revision(row),
}


def _look(session: Session, _context: object) -> None:
    needed, written = session.info.setdefault(_NEEDED, set()), session.info.setdefault(_WRITTEN, set())
    rows = [(row, False) for row in (*session.new, *session.deleted)] + [(row, True) for row in session.dirty]
    waiting = session.info.get(rows_to_write.WAITING, {}).get(Revision.__table__, ())
    rows += [(Revision(**make()), False) for make in waiting]
    for row, is_kept in rows:
        if isinstance(row, Audit):
            written.add(row.subject)
        elif type(row) in _WATCHED and (not is_kept or session.is_modified(row)):
            needed |= set(_WATCHED[type(row)](row, is_kept))


@contextmanager
def watch() -> Iterator[None]:
    """Fail at the end when a transaction was committed that changed what is watched, and wrote nothing about it."""
    if event.contains(Session, "after_flush", _look):
        yield  # somebody watches already
        return
    silent: list[str] = []

    def judge(session: Session) -> None:
        written = session.info.pop(_WRITTEN, set())
        for subject in session.info.pop(_NEEDED, set()):
            if not any(one == subject or (subject.endswith(":") and one.startswith(subject)) for one in written):
                silent.append(subject)

    def forget(session: Session) -> None:
        session.info.pop(_NEEDED, None)
        session.info.pop(_WRITTEN, None)

    listeners: tuple[tuple[str, Callable[..., None]], ...] = (
        ("after_flush", _look),
        ("after_commit", judge),
        ("after_rollback", forget),
    )
    for name, act in listeners:
        event.listen(Session, name, act)
    try:
        yield
    finally:
        for name, act in listeners:
            event.remove(Session, name, act)
    if silent:
        raise AssertionError(f"changed without a word in the audit: {', '.join(sorted(silent))}")
