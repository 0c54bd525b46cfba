"""MẤT MÁY: a lost telephone is barred at once, and its owner comes in again by a code on another one."""

from __future__ import annotations

from datetime import timedelta

from handlers.leader import overview
from handlers.officer import places
from handlers.turn import Turn
from models import one_time_codes
from models.audit import Action
from models.people import Account, Person
from services import appointments, invitations, wording
from services.context import Choice


def ask(turn: Turn, words: str) -> None:
    """MẤT MÁY BẢN CÒN: whose?"""
    if not words:
        return turn.reply(wording.which_lost(overview.example(turn)))
    unit = places.named(turn, words)
    if unit is None:
        return None
    there = [one for one in places.people_of(turn, unit) if one.accounts and one.id != turn.speaker.id]
    return places.choose(turn, unit, there, "lost", wording.whose_telephone(unit.full_name), confirm)


def confirm(turn: Turn, person: Person) -> None:
    """Before it is done."""
    choices = [Choice(wording.BAR, f"lost-yes:{person.id}"), Choice(wording.CANCEL, f"remove-no:{person.id}")]
    turn.reply(wording.confirm_bar(person.address), choices)


def bar(turn: Turn, person: Person) -> None:
    """Whoever has the telephone is a stranger from now on; name and roles stay."""
    if not appointments.current(person):
        return turn.reply(wording.stale_button())
    _unlink(turn, person, None)
    days = timedelta(days=invitations.DAYS)
    code = one_time_codes.issue(turn.session, person, one_time_codes.ACCOUNT, turn.now, days)
    _tell_others(turn, person, wording.barred_somebody(turn.speaker.address, person.address))
    return turn.reply(wording.barred(person.address, code, invitations.DAYS, invitations.ways(turn, code)))


def recover(turn: Turn, person: Person) -> None:
    """The code printed on the machine came in: this telephone is the person's, and no other."""
    inbound = turn.inbound
    if turn.person is not None and turn.person.id != person.id:
        return turn.reply(wording.linked_before(turn.title))
    _unlink(turn, person, turn.person)
    if turn.person is None:
        turn.session.add(
            Account(person_id=person.id, bot=inbound.bot, external_id=inbound.sender_id, chat_id=inbound.chat_id)
        )
        turn.session.flush()
        turn.session.expire(person, ["accounts"])
    person.preferred_bot, turn.person, turn.chat.failures = inbound.bot, person, 0
    turn.record_change(Action.LINKED, f"person:{person.id}", new={"channel": inbound.channel})
    _tell_others(turn, person, wording.recovered_somebody(person.address))
    return turn.reply(wording.recovered(person.title))


def _unlink(turn: Turn, person: Person, but_if: Person | None) -> None:
    """Every account goes, but this very one where it is the person's own already; so does every code asked for."""
    one_time_codes.void(turn.session, person.id, turn.now)
    own = turn.inbound if but_if is not None and but_if.id == person.id else None
    gone = [one for one in person.accounts if own is None or (one.bot, one.external_id) != (own.bot, own.sender_id)]
    turn.record_change(Action.ACCOUNTS_BARRED, f"person:{person.id}", old={"accounts": len(gone)})
    for account in gone:
        turn.session.delete(account)
    turn.session.flush()
    turn.session.expire(person, ["accounts"])


def _tell_others(turn: Turn, person: Person, said: str) -> None:
    if any(role.unit.kind == "commune" for role in appointments.current(person)):
        appointments.tell_officers(turn, person, said, by=turn.actor_id or 0)
