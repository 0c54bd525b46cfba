"""Who may ask for what, and where: the words for the columns that the tables of commands and buttons share."""

from __future__ import annotations

from enum import StrEnum

from handlers.turn import Turn
from models import people
from services import wording


class Right(StrEnum):
    """What a person must be. An officer may do what anybody may, a deputy officer what a leader may."""

    ANYONE = "anyone"
    REPORTER = "reporter"
    LEADER = "leader"
    APPROVER = "approver"  # of the weekly post: an officer, or the deputy who decides in their stead
    OFFICER = "officer"


class Voice(StrEnum):
    """How something is answered in the leaders' group (decision 22)."""

    SILENT = "silent"  # not at all: it is a matter of private chats
    ASIDE = "aside"  # in the private chat of whoever asked
    ALOUD = "aloud"  # in the group, for it names no village


def has(turn: Turn, right: Right) -> bool:
    """Whether the speaker has a right today."""
    if right is Right.ANYONE:
        return True
    if turn.person is None:
        return False
    if turn.is_officer():
        return True
    if right is Right.LEADER:
        return people.has_role(turn.person, "leader") or turn.may_approve()
    if right is Right.APPROVER:
        return turn.may_approve()
    return right is Right.REPORTER and bool(people.units_of(turn.person, people.REPORTING_ROLES))


def refusal(turn: Turn, right: Right) -> str:
    """What somebody hears who has not."""
    match right:
        case Right.OFFICER | Right.APPROVER:
            return wording.for_officers()
        case Right.LEADER:
            return wording.for_leaders()
        case _:
            return wording.nothing_to_ask(turn.title)
