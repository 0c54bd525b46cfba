"""Receipts of announcements: one a place; who has not given theirs, whom to call, and reminding them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models import announcements, messages, people
from models.announcements import Announcement, AnnouncementRecipient
from models.outbox_states import Purpose
from models.people import Person
from services import wording
from services.announcing import SHOWN, day, excerpt
from services.context import Choice, Context

Place = tuple[int, int]  # what has one receipt: see `Addressee.place`


def may_receive(person: Person, row: AnnouncementRecipient) -> bool:
    """Whether somebody says it for a place: whom it was sent to, and whoever reports for the unit now."""
    return row.person_id == person.id or row.unit_id in _reported(person)


def _reported(person: Person) -> set[int]:
    return {unit.id for unit in people.units_of(person, people.REPORTING_ROLES)}


def of_person(context: Context, person: Person) -> list[AnnouncementRecipient]:
    """What can be looked at again by somebody, a row a place, the newest first."""
    return list(announcements.of_person(context.session, person.id, _reported(person), context.now - SHOWN))


def waiting_for(context: Context, person: Person) -> list[AnnouncementRecipient]:
    """The places for which somebody has still to say that an announcement was received."""
    mine = [row for row in of_person(context, person) if row.announcement.wants_receipt]
    missing: dict[int, set[Place]] = {}
    for row in mine:
        if row.announcement_id not in missing:
            missing[row.announcement_id] = set(unreceived(context, row.announcement))
    return [row for row in mine if place_of(row) in missing[row.announcement_id]]


def receive(context: Context, person: Person, rows: Sequence[AnnouncementRecipient]) -> list[str]:
    """Write down that these were received; the places for which that is new, «» for somebody of the commune itself."""
    named: dict[tuple[int, Place], str] = {}
    for row in rows:
        if place_of(row) in unreceived(context, row.announcement):
            row.received_at, row.received_by = context.now, person.id
            named[row.announcement_id, place_of(row)] = row.unit.full_name if row.unit.kind != "commune" else ""
    context.session.flush()
    return list(dict.fromkeys(named.values()))


def place_of(row: AnnouncementRecipient) -> Place:
    """The place that a row is of."""
    is_commune = row.unit.kind == "commune"
    return row.unit_id, (row.person_id or 0) if is_commune else 0


def places(context: Context, announcement: Announcement) -> dict[Place, list[AnnouncementRecipient]]:
    """The places it was sent to, or would have been, each with its rows."""
    found: dict[Place, list[AnnouncementRecipient]] = {}
    for row in announcements.recipients(context.session, announcement.id):
        found.setdefault(place_of(row), []).append(row)
    return found


def unreceived(context: Context, announcement: Announcement) -> Mapping[Place, list[AnnouncementRecipient]]:
    """The places of which nobody has said that they received it."""
    everywhere = places(context, announcement)
    return {place: rows for place, rows in everywhere.items() if all(row.received_at is None for row in rows)}


def untold(context: Context, announcement: Announcement) -> Mapping[Place, list[AnnouncementRecipient]]:
    """The places of which nobody could be written to."""
    everywhere = places(context, announcement)
    return {place: rows for place, rows in everywhere.items() if all(row.told_at is None for row in rows)}


def answering(context: Context, rows: Sequence[AnnouncementRecipient]) -> Person | None:
    """Who answers for a place now: whom it was sent to, or, where they are gone or away, whoever reports for it."""
    unit = rows[0].unit
    told = [row.person for row in rows if row.person is not None]
    here = [one for one in told if _is_of(one, unit.id) and not people.is_away(one, context.today)]
    if here or unit.kind == "commune":
        return next(iter([*here, *told]), None)
    return people.spokesperson(context.session, unit.id, context.today) or next(iter(told), None)


def _is_of(person: Person, unit_id: int) -> bool:
    return any(role.unit_id == unit_id and role.until is None for role in person.roles)


def contacts(context: Context, missing: Mapping[Place, list[AnnouncementRecipient]]) -> tuple[list[str], list[str]]:
    """Whom to call for these places, «Nà Pò (ông Tài, 0900 …)», and those that have nobody."""
    found, without = [], []
    for rows in missing.values():
        person, unit = answering(context, rows), rows[0].unit
        if person is None:
            without.append(unit.short_name)
        else:
            name = unit.short_name if unit.kind != "commune" else wording.OF_COMMUNE
            found.append(wording.contact(name, person.address, person.phone))
    return found, without


def list_text(context: Context, announcement: Announcement) -> tuple[str, list[Choice]]:
    """«39/42 nơi đã nhận …»: who has not, with whom to call, and the button that reminds them."""
    everywhere, missing = places(context, announcement), unreceived(context, announcement)
    head = wording.received_count(
        excerpt(announcement), day(context, announcement), len(everywhere) - len(missing), len(everywhere)
    )
    if not missing:
        return head, []
    lines = [head, wording.not_received(*contacts(context, missing))]
    count = len(remindable(context, announcement))
    choices = [Choice(wording.remind_places(count), f"announce-remind:{announcement.id}")] if count else []
    return "\n".join(lines), choices


def reachable(context: Context, announcement: Announcement) -> dict[Place, Person]:
    """Of the places that have not received it those of which somebody can be written to, with who answers now."""
    answer_for = {place: answering(context, rows) for place, rows in unreceived(context, announcement).items()}
    return {place: one for place, one in answer_for.items() if one is not None and context.account_of(one) is not None}


def remindable(context: Context, announcement: Announcement) -> list[Person]:
    """Who can be reminded now: whoever answers for a place that has not received it, once a day each."""
    wanted = {person.id: person for person in reachable(context, announcement).values()}
    keys = {_reminder_key(context, announcement, one.id): one for one in wanted.values()}
    done = messages.queued_before(context.session, list(keys))
    return [person for key, person in keys.items() if key not in done]


def _reminder_key(context: Context, announcement: Announcement, person_id: int) -> str:
    return f"announcement-reminder:{announcement.id}:{person_id}:{context.today.isoformat()}"


def remind(context: Context, announcement: Announcement) -> int:
    """Remind whoever may be; how many were."""
    sent = 0
    for person in remindable(context, announcement):
        said = wording.received_yet(person.address, day(context, announcement), excerpt(announcement), person.title)
        sent += context.tell(
            person,
            said,
            [Choice(wording.RECEIVED, f"received:{announcement.id}")],
            purpose=Purpose.RECEIPT,
            key=_reminder_key(context, announcement, person.id),
            beside=True,
        )
    return sent
