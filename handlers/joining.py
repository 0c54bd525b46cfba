"""Coming in: the code, the consent, and whose place somebody takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import second_channel
from handlers.officer import lost_telephone, setup
from handlers.turn import Turn
from models import groups, invitation_codes, one_time_codes, people, periods
from models.audit import Action
from models.conversations import Chat
from models.invitation_codes import Invitation
from models.people import Person
from models.units import Unit
from services import (
    announcement_receipts,
    appointments,
    date_words,
    first_officer,
    newcomers,
    officer_handover,
    wording,
)
from services.context import Choice
from services.inbound import Kind

CONSENT_VERSION = 1
_ANSWERS = ("yes", "no", "phone")
_GREETINGS, _QUIET = 5, timedelta(hours=1)  # answers to a stranger, until they have been still for so long
_TAPS = 20
_ID = re.compile(r"[0-9]{1,9}")


def start(turn: Turn, code: str) -> None:
    """«/start CODE»: bind the account to the invited person and ask for consent."""
    if code and second_channel.is_locked(turn):
        return second_channel.refuse(turn)
    invited = invitation_codes.invitation(turn.session, code, turn.now) if code else None
    if invited is None:
        known = one_time_codes.use(turn.session, code, one_time_codes.ACCOUNT, turn.now) if code else None
        if known is not None:
            return second_channel.link(turn, known)
        recovered = one_time_codes.use(turn.session, code, one_time_codes.RECOVERY, turn.now) if code else None
        if recovered is not None:
            return lost_telephone.recover(turn, recovered)
        if code:
            second_channel.note_wrong(turn)
        if turn.person is None:
            return greet_stranger(turn)
        return _welcome(turn, turn.person) if turn.person.consented_at is None else turn.reply(joined(turn))
    if turn.person is not None and turn.person.consented_at is not None:
        return _ask_to_take(turn, turn.person, invited)
    return _welcome(turn, _accept(turn, invited))


def is_code(turn: Turn, text: str) -> bool:
    """Whether somebody who is in has typed a code that opens something, and not words that look like one.

    What opens nothing counts as a wrong code all the same: who is in may guess no more often than a stranger.
    """
    if second_channel.is_locked(turn):
        return False
    opens: object = invitation_codes.invitation(turn.session, text, turn.now)
    for purpose in (one_time_codes.ACCOUNT, one_time_codes.RECOVERY):
        opens = opens or one_time_codes.find(turn.session, text, purpose, turn.now)
    if opens is None:
        second_channel.note_wrong(turn)
    return opens is not None


def _accept(turn: Turn, invited: Invitation) -> Person:
    inbound = turn.inbound
    person = invitation_codes.accept(turn.session, invited, inbound.bot, inbound.sender_id, inbound.chat_id, turn.now)
    new = {"role": invited.role, "unit": invited.unit.code, "invitation": invited.id}
    turn.record_change(Action.JOINED, f"person:{person.id}", new=new, by=person.id)
    turn.person, turn.chat.failures = person, 0
    return person


def _ask_to_take(turn: Turn, person: Person, invited: Invitation) -> None:
    """Somebody who is in opens another code, perhaps one that is not theirs: nobody is replaced before a yes."""
    if people.holds(person, invited.role, invited.unit_id):
        return turn.reply(joined(turn))
    invited.used_by = person.id
    if invited.role in people.REPORTING_ROLES:
        text = wording.takes_unit(person.title, invited.unit.full_name, more=bool(appointments.current(person)))
    else:
        text = wording.takes_role(person.title, wording.ROLE_NAMES[invited.role])
    turn.reply(
        text, [Choice(wording.TAKE, f"join:take-{invited.id}"), Choice(wording.LEAVE, f"join:leave-{invited.id}")]
    )


def greet_stranger(turn: Turn) -> None:
    """The same sentence whatever a stranger writes: they learn nothing, and after a few they hear nothing."""
    if is_greeted(turn.chat, turn.now, turn.inbound.kind):
        is_new = first_officer.is_awaited(turn.session, turn.commune)
        turn.reply(wording.nobody_is_in_yet() if is_new else wording.stranger(turn.commune.name))


def is_greeted(chat: Chat, now: datetime, kind: Kind) -> bool:
    """Whoever has one of our buttons was in once: taps are answered for longer, but not for ever."""
    if chat.last_in_at is None or now - chat.last_in_at >= _QUIET:
        chat.failures = 0
    chat.failures += 1
    return chat.failures <= (_TAPS if kind is Kind.CHOICE else _GREETINGS)


def _welcome(turn: Turn, person: Person) -> None:
    if not person.name:
        return turn.reply(wording.welcome_first_officer(), [Choice(wording.AGREE, "join:yes")])
    roles = appointments.current(person)
    reporting = next((role for role in roles if role.role in people.REPORTING_ROLES), None)
    commune = turn.commune.name
    choices = consent_choices(person)
    if reporting is None:
        role = wording.ROLE_NAMES[roles[0].role] if roles else ""
        return turn.reply(wording.welcome_officer(person.address, commune, role), choices)
    schedule = turn.calendar.schedule(turn.calendar.period_at(turn.now))
    text = wording.welcome_reporter(
        person.address,
        commune,
        reporting.unit.full_name,
        date_words.weekday(schedule.question.date()),
        f"{date_words.hour(schedule.deadline)} {date_words.weekday(schedule.deadline.date())}",
        turn.campaign.officer_name,
        turn.campaign.officer_phone,
    )
    return turn.reply(text, choices)


def consent_choices(person: Person) -> list[Choice]:
    """The buttons of `consent`."""
    if not person.name:
        return [Choice(wording.AGREE, "join:yes")]
    choices = [Choice(wording.AGREE, "join:yes"), Choice(wording.not_me(person.address), "join:no")]
    if any(role.role in people.REPORTING_ROLES for role in appointments.current(person)):
        choices.append(Choice(wording.BY_PHONE, "join:phone"))
    return choices


def ask_consent_first(turn: Turn) -> None:
    """Whatever was said: nothing happens before the person has agreed, or said no."""
    turn.reply(wording.consent_first(), consent_choices(turn.speaker))


def consent(turn: Turn, answer: str) -> None:
    """The buttons under the welcome: "yes", "no" (wrong person), "phone" (no messages, please).

    Under the question to somebody who is in already: "take-7" and "leave-7", with the invitation's id.
    """
    person = turn.speaker
    if answer not in _ANSWERS:
        return _take_or_leave(turn, person, *answer.split("-", 1))
    if answer == "no":
        if person.consented_at is None:
            remove(turn, person)
            return turn.reply(wording.wrong_person(turn.commune.name))
        return turn.reply(wording.stale_button())
    is_new = person.consented_at is None
    old = {"version": person.consent_version, "by_phone": person.by_phone}
    person.consented_at, person.consent_version = turn.now, CONSENT_VERSION
    person.by_phone = answer == "phone"
    new = {"version": CONSENT_VERSION, "by_phone": person.by_phone}
    turn.record_change(Action.CONSENTED, f"person:{person.id}", old=old, new=new)
    if is_new:
        _succeed(turn, person)
    for role in appointments.current(person) if is_new else ():
        newcomers.tell(turn, person, turn.inbound.bot, role)
    if person.by_phone:
        officer, phone = turn.campaign.officer_name, turn.campaign.officer_phone
        return turn.reply(wording.reports_by_phone(person.title, officer, phone))
    if not person.name:
        return setup.ask_name(turn)
    return turn.reply(joined(turn))


def _succeed(turn: Turn, person: Person) -> None:
    """Who held the person's role before gives it up, and so does the officer whose duties they take over."""
    giver = officer_handover.invited_in_place_of(turn, person)
    if giver is not None and officer_handover.officer_role(person) is not None:
        officer_handover.complete(turn, giver, person)
    for role in people.succeed(turn.session, person, turn.now):
        appointments.end(turn, role, {"successor": person.id})


def _take_or_leave(turn: Turn, person: Person, verb: str, key: str = "") -> None:
    invited = invitation_codes.opened(turn.session, int(key), person, turn.now) if _ID.fullmatch(key) else None
    if invited is None or verb not in ("take", "leave"):
        return turn.reply(wording.stale_button())
    if verb == "leave":
        invited.used_by = None  # it stays good for the person it was made for
        return turn.reply(wording.left_to_another(person.title))
    unit = invited.unit
    _accept(turn, invited)
    _succeed(turn, person)
    taken = next(one for one in appointments.current(person) if (one.role, one.unit_id) == (invited.role, unit.id))
    newcomers.tell(turn, person, turn.inbound.bot, taken)
    if invited.role not in people.REPORTING_ROLES:
        return turn.reply(joined(turn))
    return turn.reply(wording.thanks_for_unit(person.title, unit.full_name, _what_now(turn, [unit])))


def joined(turn: Turn) -> str:
    """The thanks after the consent, by what the person is."""
    person = turn.speaker
    roles = {role.role for role in appointments.current(person)}
    if roles & set(people.REPORTING_ROLES):
        return wording.joined_reporter(person.title, _what_now(turn, people.units_of(person, people.REPORTING_ROLES)))
    if not roles:
        return wording.joined_without_role(person.title)
    if "officer" in roles:
        return wording.joined_officer(person.title)
    if people.DEPUTY_OFFICER in roles:
        return wording.joined_deputy(person.title)
    bound = groups.leadership(turn.session, turn.commune.id)
    in_group = bool(bound) or not turn.campaign.rules.leaders_one_by_one
    return wording.joined_leader(person.title, in_group=in_group)


def _what_now(turn: Turn, reported: Sequence[Unit]) -> str:
    """When the questions come, or that this week's are there already; and what was announced to the units lately."""
    announced = {row.announcement_id for row in announcement_receipts.of_person(turn, turn.speaker)}
    notices = f" {wording.notices_before(len(announced))}" if announced else ""
    if any(periods.newest_open(turn.session, unit.id) for unit in reported):
        return wording.questions_are_waiting() + notices
    schedule = turn.calendar.schedule(turn.calendar.period_at(turn.now))
    return wording.questions_come(date_words.weekday(schedule.question.date())) + notices


def remove(turn: Turn, person: Person) -> None:
    """A person's name, accounts and roles go; the figures stay."""
    appointments.remove(turn, person, Action.WITHDRAWN)
    turn.person = None
