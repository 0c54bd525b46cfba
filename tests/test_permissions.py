"""The access control list, pair by pair against decision 22; and that no role, command or button goes without a row.

«Village results and the missing go to officers, and to leaders in private; the group gets totals and praise.»
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from models import people
from models.people import Person
from models.people import Role as HeldRole
from services import period_dossier, permissions
from services.inbound import Kind
from services.permissions import TABLE, Access, Place, Role, Thing
from tests.commune import Stand

ALLOWED, ASIDE, REFUSED = Access
PRIVATE, GROUP, FILE, PAPER = Place
READERS = (Role.LEADER, Role.DEPUTY_OFFICER, Role.OFFICER)
OTHERS = (Role.STRANGER, Role.INVITED, Role.MEMBER, Role.VILLAGE_HEAD, Role.DEPUTY, Role.REPORTER)
EXPECTED = {
    # The group gets totals and praise, whoever asks there.
    (Role.GROUP, Thing.COMMUNE_FIGURES, GROUP): ALLOWED,
    (Role.GROUP, Thing.PRAISE, GROUP): ALLOWED,
    (Role.GROUP, Thing.VILLAGE_RESULTS, GROUP): REFUSED,
    (Role.GROUP, Thing.MISSING, GROUP): REFUSED,
    (Role.GROUP, Thing.FIGURE_HISTORY, GROUP): REFUSED,
    (Role.GROUP, Thing.CONTACTS, GROUP): REFUSED,
    # Village results and the missing go to officers, and to leaders in private: aside where they ask in the group.
    (Role.OFFICER, Thing.VILLAGE_RESULTS, PRIVATE): ALLOWED,
    (Role.OFFICER, Thing.MISSING, PRIVATE): ALLOWED,
    (Role.LEADER, Thing.VILLAGE_RESULTS, PRIVATE): ALLOWED,
    (Role.LEADER, Thing.MISSING, PRIVATE): ALLOWED,
    (Role.LEADER, Thing.VILLAGE_RESULTS, GROUP): ASIDE,
    (Role.LEADER, Thing.MISSING, GROUP): ASIDE,
    (Role.DEPUTY_OFFICER, Thing.VILLAGE_RESULTS, GROUP): ASIDE,
    (Role.VILLAGE_HEAD, Thing.VILLAGE_RESULTS, PRIVATE): REFUSED,
    (Role.VILLAGE_HEAD, Thing.VILLAGE_RESULTS, GROUP): REFUSED,
    (Role.REPORTER, Thing.MISSING, PRIVATE): REFUSED,
    # In files the villages stand by name, for those who may read about them; nobody's telephone does.
    (Role.LEADER, Thing.VILLAGE_RESULTS, FILE): ALLOWED,
    (Role.LEADER, Thing.VILLAGE_RESULTS, PAPER): ALLOWED,
    (Role.VILLAGE_HEAD, Thing.VILLAGE_RESULTS, FILE): REFUSED,
    (Role.OFFICER, Thing.CONTACTS, PRIVATE): ALLOWED,
    (Role.OFFICER, Thing.CONTACTS, FILE): REFUSED,
    # Where each unit of a round stands: officers, and leaders in private; the group hears totals in the post alone.
    (Role.GROUP, Thing.ROUND_RESULTS, GROUP): REFUSED,
    (Role.LEADER, Thing.ROUND_RESULTS, GROUP): ASIDE,
    (Role.LEADER, Thing.ROUND_RESULTS, PAPER): ALLOWED,
    (Role.LEADER, Thing.ROUNDS, PRIVATE): REFUSED,
    (Role.VILLAGE_HEAD, Thing.ROUND_RESULTS, PRIVATE): REFUSED,
    (Role.OFFICER, Thing.ROUNDS, PRIVATE): ALLOWED,
    # A deed is told by whoever reports; an officer decides, and the group hears it in the post alone.
    (Role.VILLAGE_HEAD, Thing.GOOD_DEEDS, PRIVATE): ALLOWED,
    (Role.VILLAGE_HEAD, Thing.DEED_CHOICE, PRIVATE): REFUSED,
    (Role.LEADER, Thing.GOOD_DEEDS, PRIVATE): REFUSED,
    (Role.GROUP, Thing.GOOD_DEEDS, GROUP): REFUSED,
    (Role.OFFICER, Thing.DEED_CHOICE, PRIVATE): ALLOWED,
    # Points: a unit its own row, officers all; leaders, files for others and the group nothing. Law: officers write it.
    (Role.VILLAGE_HEAD, Thing.OWN_SCORE, PRIVATE): ALLOWED,
    (Role.VILLAGE_HEAD, Thing.OWN_SCORE, GROUP): REFUSED,
    (Role.VILLAGE_HEAD, Thing.SCORES, PRIVATE): REFUSED,
    (Role.LEADER, Thing.SCORES, PRIVATE): REFUSED,
    (Role.LEADER, Thing.SCORES, GROUP): REFUSED,
    (Role.DEPUTY_OFFICER, Thing.SCORES, PAPER): REFUSED,
    (Role.GROUP, Thing.SCORES, GROUP): REFUSED,
    (Role.GROUP, Thing.OWN_SCORE, GROUP): REFUSED,
    (Role.OFFICER, Thing.SCORES, PRIVATE): ALLOWED,
    (Role.OFFICER, Thing.SCORES, GROUP): REFUSED,
    # Nominees and drafts: officers alone; the book of what was decided: leaders too. The group hears neither.
    (Role.OFFICER, Thing.NOMINEES, PRIVATE): ALLOWED,
    (Role.OFFICER, Thing.NOMINEES, GROUP): REFUSED,
    (Role.LEADER, Thing.NOMINEES, PRIVATE): REFUSED,
    (Role.DEPUTY_OFFICER, Thing.NOMINEES, PAPER): REFUSED,
    (Role.VILLAGE_HEAD, Thing.NOMINEES, PRIVATE): REFUSED,
    (Role.GROUP, Thing.NOMINEES, GROUP): REFUSED,
    (Role.LEADER, Thing.AWARD_BOOK, PRIVATE): ALLOWED,
    (Role.LEADER, Thing.AWARD_BOOK, GROUP): REFUSED,
    (Role.VILLAGE_HEAD, Thing.AWARD_BOOK, PRIVATE): REFUSED,
    (Role.GROUP, Thing.AWARD_BOOK, GROUP): REFUSED,
    (Role.LEADER, Thing.LEGAL, PRIVATE): REFUSED,
    (Role.OFFICER, Thing.LEGAL, PRIVATE): ALLOWED,
    (Role.OFFICER, Thing.ROLL_UP, PRIVATE): ALLOWED,
    (Role.OFFICER, Thing.ROLL_UP, GROUP): REFUSED,
    (Role.LEADER, Thing.ROLL_UP, PRIVATE): REFUSED,
    (Role.DEPUTY_OFFICER, Thing.ROLL_UP, PRIVATE): REFUSED,
    # An officer binds the group, and decides about the post; the deputy of the commune only about the post.
    (Role.OFFICER, Thing.GROUP_BINDING, PRIVATE): ALLOWED,
    (Role.LEADER, Thing.GROUP_BINDING, PRIVATE): REFUSED,
    (Role.DEPUTY_OFFICER, Thing.DRAFT, PRIVATE): ALLOWED,
    (Role.DEPUTY_OFFICER, Thing.CORRECTIONS, PRIVATE): REFUSED,
    (Role.LEADER, Thing.DRAFT, PRIVATE): REFUSED,
    # Free text in a group is nobody's answer; one's own report is given in private.
    (Role.VILLAGE_HEAD, Thing.OWN_REPORT, PRIVATE): ALLOWED,
    (Role.VILLAGE_HEAD, Thing.OWN_REPORT, GROUP): REFUSED,
    (Role.STRANGER, Thing.HELP, PRIVATE): REFUSED,
    (Role.INVITED, Thing.OWN_DATA, PRIVATE): ALLOWED,
}


# Of the campaign's own things everybody who is answered, and where; all others are refused, in every place.
_HEADS = (Role.VILLAGE_HEAD, Role.DEPUTY, Role.REPORTER, Role.OFFICER)
_IN_READING = {(role, place): ALLOWED for role in READERS for place in (PRIVATE, FILE, PAPER)}
_IN_GROUP = {(role, GROUP): ASIDE for role in READERS}
OF_THE_CAMPAIGN: dict[Thing, dict[tuple[Role, Place], Access]] = {
    Thing.PLEDGES: {(Role.OFFICER, PRIVATE): ALLOWED},
    Thing.OWN_PLEDGE: {(role, PRIVATE): ALLOWED for role in _HEADS},
    Thing.PLEDGE_CONSENT: {(role, PRIVATE): ALLOWED for role in READERS},
    Thing.LAUNCH_CONSENT: {(role, PRIVATE): ALLOWED for role in READERS},
    Thing.CHECKS: {(Role.OFFICER, PRIVATE): ALLOWED},
    Thing.OWN_CHECK: {(role, PRIVATE): ALLOWED for role in _HEADS},
    Thing.ROUNDS: {(Role.OFFICER, PRIVATE): ALLOWED},
    Thing.ROUND_RESULTS: _IN_READING | _IN_GROUP,
    Thing.GOOD_DEEDS: {(role, PRIVATE): ALLOWED for role in _HEADS},
    Thing.DEED_CHOICE: {(Role.OFFICER, PRIVATE): ALLOWED},
    Thing.DRAFT: {(role, PRIVATE): ALLOWED for role in (Role.DEPUTY_OFFICER, Role.OFFICER)},
    Thing.YEAR_CLOSING: {(Role.OFFICER, PRIVATE): ALLOWED},
}


@pytest.mark.parametrize("thing", OF_THE_CAMPAIGN, ids=lambda thing: thing.name.lower())
def test_each_pair_of_the_campaign_s_things(thing: Thing) -> None:
    """Every role in every place: what is not written here is refused."""
    found = {(role, place): TABLE[role].access(thing, place) for role in Role for place in Place}
    assert OF_THE_CAMPAIGN[thing] == {pair: one for pair, one in found.items() if one is not REFUSED}


@pytest.mark.parametrize(("role", "thing", "place"), EXPECTED, ids=lambda part: part.name.lower())
def test_a_pair_is_what_decision_22_says(role: Role, thing: Thing, place: Place) -> None:
    """Each written out here a second time, apart from the table."""
    assert EXPECTED[role, thing, place] is TABLE[role].access(thing, place)


@pytest.mark.parametrize("place", Place)
def test_small_cells_are_told_nobody_anywhere(place: Place) -> None:
    """Not even an officer: a screen shown in a meeting would tell them (docs/decisions/0015)."""
    assert frozenset() == permissions.allowed(Thing.SMALL_CELLS, place)


def test_no_file_has_a_telephone_number(stand: Stand) -> None:
    """What both files are made of names the missing, and whom to call for them only in private."""
    stand.ask("son", "hien", "lam")
    assert [] == [role for place in (FILE, PAPER) for role in permissions.allowed(Thing.CONTACTS, place)]
    stand.say("lam", "còn thiếu")
    assert "Bản Còn (ông Sơn, 0900 000 300)" in stand.heard("lam")[-1].text
    with stand.context() as context:
        made = json.dumps(period_dossier.compile_dossier(context, context.calendar.of("2026-W47")).to_json())
        phones = [person.phone for person in context.session.query(Person) if person.phone]
    assert phones
    assert json.dumps("Bản Còn") in made
    assert [] == [phone for phone in phones if phone in made]


def test_all_readers_read_alike_and_nobody_else_reads() -> None:
    """What is about all villages goes to three roles, in every place where it goes at all."""
    for thing in (Thing.VILLAGE_RESULTS, Thing.MISSING, Thing.FIGURE_HISTORY, Thing.COMMUNE_DETAILS):
        for place in (PRIVATE, FILE, PAPER):
            assert permissions.allowed(thing, place) in (frozenset(READERS), frozenset()), (thing, place)
        assert dict.fromkeys(READERS, ASIDE) | dict.fromkeys(OTHERS, REFUSED) == {
            role: TABLE[role].access(thing, GROUP) for role in (*READERS, *OTHERS)
        }


def test_the_most_of_several_roles_counts() -> None:
    """A village head who is a leader too reads as a leader and reports as a head."""
    both = {Role.VILLAGE_HEAD, Role.LEADER}
    assert ALLOWED is permissions.access(both, Thing.OWN_REPORT, PRIVATE)
    assert ALLOWED is permissions.access(both, Thing.MISSING, PRIVATE)
    assert ASIDE is permissions.access(both, Thing.MISSING, GROUP)
    assert REFUSED is permissions.access(both, Thing.CORRECTIONS, PRIVATE)


def test_every_command_and_button_names_a_thing_that_somebody_may() -> None:
    """A row under a thing that stands nowhere in the table would be dead."""
    assert [] == [name for name, row in COMMANDS.items() if not permissions.allowed(row.thing)]
    assert [] == [name for name, row in BUTTONS.items() if not permissions.allowed(row.thing, row.place)]


def test_every_thing_is_asked_for_somewhere() -> None:
    """All but what no request is for: it is told within another thing, or never."""
    asked = {row.thing for row in COMMANDS.values()} | {row.thing for row in BUTTONS.values()}
    assert {Thing.SMALL_CELLS, Thing.CONTACTS} == set(Thing) - asked


@pytest.mark.parametrize("role", Role)
def test_a_role_without_a_row_is_refused_at_the_start(role: Role) -> None:
    """The program does not start with a role that nobody has thought about."""
    with pytest.raises(LookupError, match=f": {role.value}$"):
        permissions.table({one: row for one, row in TABLE.items() if one is not role})


def test_a_role_that_may_be_given_needs_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """`thidua invite --role auditor` is not possible before the table has the auditor."""
    monkeypatch.setattr(people, "ROLES", (*people.ROLES, "auditor"))
    with pytest.raises(LookupError, match=r": auditor$"):
        permissions.table(TABLE)


def test_a_stored_role_without_a_row_is_no_member(stand: Stand) -> None:
    """A role from a newer database: the turn fails and is kept as failed, it does not pass as somebody harmless."""
    stand.join("lam")
    with stand.store.transaction() as session:
        session.query(HeldRole).one().role = "auditor"
    stand.say("lam", "biểu dương")
    assert "trục trặc" in stand.heard("lam")[-1].text


def test_a_group_listens_whoever_speaks(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a group the speaker's roles are theirs and the group's; in private theirs alone."""
    stand.join("hoa")
    stand.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    stand.tap("hoa", "Đúng, nhóm lãnh đạo")
    looked_up: list[set[Role]] = []

    def note(roles: Iterable[Role], thing: Thing, place: Place) -> Access:
        looked_up.append(set(roles))
        return Access.REFUSED

    monkeypatch.setattr(permissions, "access", note)
    stand.say("hoa", "biểu dương")
    stand.send("group", Kind.TEXT, sender_id="hoa", is_group=True, text="/bieuduong")
    stand.send("group", Kind.TEXT, sender_id="x", is_group=True, text="/bieuduong")
    own = {Role.MEMBER, Role.OFFICER}
    assert [own, own | {Role.GROUP}, {Role.STRANGER, Role.GROUP}] == looked_up
