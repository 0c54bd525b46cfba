"""The access control list: which role is told or may do which thing in which place (decision 22).

A role is a row, a place a column, a thing stands where it is allowed; what stands nowhere is refused. Rights of
commands and buttons, and how a group is answered, are looked up here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from models import people


class Role(StrEnum):
    """What somebody is: the stored roles by their stored names, those who hold none, and the group as listeners."""

    STRANGER = "stranger"
    INVITED = "invited"  # known by a code, but has not agreed yet
    MEMBER = "member"  # has agreed; whoever holds a role is one too
    VILLAGE_HEAD = "village-head"
    DEPUTY = "deputy"
    REPORTER = "reporter"
    LEADER = "leader"
    DEPUTY_OFFICER = people.DEPUTY_OFFICER
    OFFICER = "officer"
    GROUP = "group"  # everybody who reads along in the leaders' group


class Place(StrEnum):
    """Where something is told."""

    PRIVATE = "private"
    GROUP = "group"
    FILE = "file"  # the workbook, to calculate with
    PAPER = "paper"  # the report, to be printed and signed


class Thing(Enum):
    """What is told or done."""

    HELP = auto()
    OWN_DATA = auto()  # seeing what is kept about oneself, agreeing, stopping, withdrawing
    OWN_MESSENGERS = auto()
    PRAISE = auto()
    COMMUNE_FIGURES = auto()  # the post, an indicator: totals that name no village
    COMMUNE_DETAILS = auto()  # the same opened from the buttons of a post, step by step
    VILLAGE_RESULTS = auto()
    SMALL_CELLS = auto()  # a village's count so small that everybody knows who is meant
    FIGURE_HISTORY = auto()  # who said a figure, in which words
    MISSING = auto()  # who has not sent
    CONTACTS = auto()  # telephone numbers of those who report
    OWN_REPORT = auto()  # answering, correcting and reading what one's own unit sends
    ABSENCE = auto()  # saying that one is away; an officer says it of others too
    ENTRY_FOR_UNIT = auto()
    REMINDERS = auto()
    MARKED_FIGURES = auto()
    DRAFT = auto()  # seeing the post before it is one, approving it, holding it back
    DRAFT_EDITS = auto()
    CORRECTIONS = auto()
    POSTS_IN_DOUBT = auto()
    GROUP_BINDING = auto()
    YEAR_CLOSING = auto()
    TARGETS = auto()
    DAYS_OFF = auto()  # what an announcement says of Tết and other holidays
    DEADLINES = auto()  # giving a unit, or all, until a later hour
    UNIT_CHANGES = auto()  # mergers, splits and new names of units
    AUDIT = auto()  # who did what, when, and why
    PEOPLE = auto()  # who reports, leads or is an officer: inviting, replacing, removing
    TABLES = auto()  # units, people, figures and targets by file
    READINESS = auto()  # what is missing for a week to run
    ANNOUNCEMENTS = auto()  # writing to people in the commune's name
    OWN_NOTICES = auto()  # what was announced to oneself, and saying that one has received it
    PLEDGES = auto()  # what all units pledge for a year: opening, papers, the signing
    OWN_PLEDGE = auto()  # what one's own unit pledges
    PLEDGE_CONSENT = auto()  # a signed pledge is changed: by an officer, late in the year by a leader
    CHECKS = auto()  # figures that are checked, by lot or for cause
    OWN_CHECK = auto()  # saying which number stands, where one's own figure was found otherwise
    ROUNDS = auto()  # opening, ending and dropping rounds (đợt thi đua)
    ROUND_RESULTS = auto()  # where every unit of a round stands, and who is on its list
    LAUNCH_CONSENT = auto()  # agreeing that a movement is launched, as a second person
    GOOD_DEEDS = auto()  # telling a good deed of one's unit; an officer reads what waits
    DEED_CHOICE = auto()  # keeping a good deed for the post, or not
    SCORES = auto()  # points of all units by the commune's scheme, objections, the council's sheet; votes are nowhere
    OWN_SCORE = auto()  # one's own unit's row, in December, and objecting to it
    NOMINEES = auto()  # proposals for honours and their papers, until they are decided
    AWARD_BOOK = auto()  # what was decided
    LEGAL = auto()  # writing down what is confirmed of law
    ROLL_UP = auto()  # agreeing that the commune's figures are added with others' in a unit above
    SETUP = auto()  # the commune's name, units and campaign, in the first days and later


class Access(Enum):
    """How a request is answered."""

    ALLOWED = auto()
    ASIDE = auto()  # asked in a group, answered in the private chat of whoever asked
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """What one role is allowed, place by place. `aside` is what it may ask for in a group and gets in private."""

    private: Collection[Thing]
    group: Collection[Thing]
    aside: Collection[Thing]
    file: Collection[Thing]
    paper: Collection[Thing]

    def access(self, thing: Thing, place: Place) -> Access:
        if thing in getattr(self, place.value):
            return Access.ALLOWED
        return Access.ASIDE if place is Place.GROUP and thing in self.aside else Access.REFUSED


_NOTHING: frozenset[Thing] = frozenset()
_EVERYBODYS = frozenset({Thing.HELP, Thing.OWN_DATA, Thing.OWN_MESSENGERS, Thing.PRAISE, Thing.OWN_NOTICES})
_REPORTERS = _EVERYBODYS | {
    *(Thing.OWN_REPORT, Thing.ABSENCE, Thing.OWN_PLEDGE, Thing.OWN_CHECK, Thing.GOOD_DEEDS),
    Thing.OWN_SCORE,
}
_CONSENTS = frozenset({Thing.PLEDGE_CONSENT, Thing.LAUNCH_CONSENT})
_BY_VILLAGE = frozenset(
    {Thing.COMMUNE_DETAILS, Thing.VILLAGE_RESULTS, Thing.FIGURE_HISTORY, Thing.MISSING, Thing.ROUND_RESULTS}
)
_TO_LEADERS = _EVERYBODYS | _BY_VILLAGE | {Thing.COMMUNE_FIGURES, Thing.CONTACTS, Thing.AWARD_BOOK}
_OFFICERS_WORK = frozenset(
    {
        *(Thing.ENTRY_FOR_UNIT, Thing.REMINDERS, Thing.MARKED_FIGURES, Thing.DRAFT, Thing.DRAFT_EDITS),
        *(Thing.CORRECTIONS, Thing.POSTS_IN_DOUBT, Thing.GROUP_BINDING, Thing.YEAR_CLOSING, Thing.TARGETS),
        *(Thing.DAYS_OFF, Thing.DEADLINES, Thing.AUDIT, Thing.PEOPLE, Thing.READINESS, Thing.UNIT_CHANGES),
        *(Thing.ANNOUNCEMENTS, Thing.TABLES, Thing.SETUP, Thing.PLEDGES, Thing.CHECKS, Thing.ROUNDS),
        *(Thing.DEED_CHOICE, Thing.SCORES, Thing.LEGAL, Thing.NOMINEES, Thing.ROLL_UP),
    }
)
_IN_FILES = frozenset({Thing.COMMUNE_FIGURES, Thing.VILLAGE_RESULTS, Thing.MISSING, Thing.PRAISE, Thing.ROUND_RESULTS})
_ON_PAPER = frozenset({Thing.COMMUNE_FIGURES, Thing.VILLAGE_RESULTS, Thing.PRAISE, Thing.ROUND_RESULTS})


def _only_private(things: Collection[Thing]) -> Row:
    return Row(private=things, group=_NOTHING, aside=_NOTHING, file=_NOTHING, paper=_NOTHING)


def _reading(things: Collection[Thing]) -> Row:
    """A row of somebody who reads about all villages: asked in the group it goes to their private chat."""
    return Row(private=things, group=_NOTHING, aside=_BY_VILLAGE, file=_IN_FILES, paper=_ON_PAPER)


def table(rows: Mapping[Role, Row]) -> Mapping[Role, Row]:
    """The rows, or LookupError where a role has none: of a role that may be given, or of those who hold none."""
    unknown = set(people.ROLES) - set(Role)
    without = [role for role in Role if role not in rows]
    if unknown or without:
        raise LookupError(f"no row in the table of permissions: {', '.join(sorted([*unknown, *without]))}")
    return MappingProxyType(dict(rows))


TABLE = table(
    {
        Role.STRANGER: _only_private(_NOTHING),
        Role.INVITED: _only_private({Thing.OWN_DATA}),
        Role.MEMBER: _only_private(_EVERYBODYS),
        Role.VILLAGE_HEAD: _only_private(_REPORTERS),
        Role.DEPUTY: _only_private(_REPORTERS),
        Role.REPORTER: _only_private(_REPORTERS),
        Role.LEADER: _reading(_TO_LEADERS | _CONSENTS),
        Role.DEPUTY_OFFICER: _reading(_TO_LEADERS | _CONSENTS | {Thing.DRAFT}),
        Role.OFFICER: _reading(_TO_LEADERS | _OFFICERS_WORK | _REPORTERS | _CONSENTS),
        Role.GROUP: Row(
            private=_NOTHING,
            group={Thing.HELP, Thing.PRAISE, Thing.COMMUNE_FIGURES},
            aside=_NOTHING,
            file=_NOTHING,
            paper=_NOTHING,
        ),
    }
)


def access(roles: Iterable[Role], thing: Thing, place: Place) -> Access:
    """The most that any of these roles is allowed: somebody may be a village head and a leader."""
    given = {TABLE[role].access(thing, place) for role in roles}
    return next((one for one in (Access.ALLOWED, Access.ASIDE) if one in given), Access.REFUSED)


def allowed(thing: Thing, place: Place = Place.PRIVATE) -> frozenset[Role]:
    """The roles that are allowed a thing somewhere."""
    return frozenset(role for role, row in TABLE.items() if row.access(thing, place) is Access.ALLOWED)


def is_given_aside(thing: Thing) -> bool:
    """Whether anybody who asks for a thing in a group gets it in private: then the others are told that they do not."""
    return any(row.access(thing, Place.GROUP) is Access.ASIDE for row in TABLE.values())
