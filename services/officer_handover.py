"""One officer's duties go to another: the role, the entries that were begun, and whom people are told to call."""

from __future__ import annotations

from campaign.definition.override import shown
from models import conversations, corrections, figure_queries, invitation_codes, periods, summaries, table_uploads
from models.people import Person, Role
from services import appointments, campaign_changes, missing, wording
from services.campaign_changes import Change
from services.context import Choice, Context

_CONTACT = ("commune.officer_name", "commune.officer_phone")


def complete(context: Context, giver: Person, taker: Person) -> None:
    """From now on `taker` is the officer and `giver` is none; both hear of it, and every other officer."""
    ended = officer_role(giver)
    if ended is None or giver.id == taker.id:
        return
    if officer_role(taker) is None:
        appointments.give(context, taker, "officer", ended.unit)
    begun = conversations.hand_over(context.session, giver.id, taker.id)
    waiting_tables = table_uploads.hand_over(context.session, giver.id, taker.id, context.now)
    appointments.end(context, ended, {"successor": taker.id})
    _change_contact(context, giver, taker)
    period = missing.asked_period(context)
    choices = [Choice(wording.ENTER_FOR, f"enter:{period.id}")] if begun else []
    waiting = wording.listing(what_waits(context, begun, waiting_tables))
    context.tell(taker, wording.took_over(taker.title, giver.address, waiting), choices, beside=True)
    context.tell(giver, wording.handed_over(giver.title, taker.address), beside=True)
    appointments.tell_officers(context, taker, wording.officers_changed(giver.address, taker.address))


def officer_role(person: Person) -> Role | None:
    """What makes somebody an officer, if anything does."""
    return next((role for role in appointments.current(person) if role.role == "officer"), None)


def what_waits(context: Context, begun: int = 0, tables: int = 0) -> list[str]:
    """What an officer has to see to now, as far as there is any of it; `begun` entries are half done."""
    session, period = context.session, missing.asked_period(context)
    drafted = summaries.of_period(session, period.id)
    is_drafted = drafted is not None and drafted.state != summaries.POSTED
    proposals = corrections.proposed(session, context.commune.id)
    marked = figure_queries.marked(session, period.id)
    late = missing.incomplete(periods.reports(session, period.id, context.today))
    parts = [
        wording.draft_waits(period.number) if is_drafted else "",
        wording.marks_wait(len(marked)) if marked else "",
        wording.corrections_wait(proposals) if proposals else "",
        wording.places_wait(len(late)) if late else "",
        wording.entries_wait(begun) if begun else "",
        wording.tables_wait(tables) if tables else "",
    ]
    return [part for part in parts if part]


def _change_contact(context: Context, giver: Person, taker: Person) -> None:
    """People who were told to call the one are told to call the other, from today; an office's number stays."""
    if context.campaign.officer_name != giver.address:
        return
    values = (taker.address, taker.phone)
    for key, value in zip(_CONTACT, values, strict=True):
        if value:
            campaign_changes.record(context, Change(key, shown(value), context.today, None, wording.HAND_OVER))


def invited_in_place_of(context: Context, person: Person) -> Person | None:
    """Whose duties a newcomer was invited to take over, where that one is still an officer."""
    giver = invitation_codes.replaced_by(context.session, person.id)
    return giver if giver is not None and officer_role(giver) is not None else None
