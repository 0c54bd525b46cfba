"""GÓP SỐ: what a commune's figures would add to a roll-up (tổng hợp liên xã), and an officer's yes or no."""

from __future__ import annotations

import hashlib

from campaign import meaning
from campaign.roll_up import FEWEST_COMMUNES, RollUp
from handlers.turn import Turn
from models import roll_ups, summaries
from models.audit import Action
from models.outbox_states import Purpose
from models.people import Person
from models.roll_ups import RollUpConsent
from reports.weekly import rows
from services import date_words, weekly_summary, wording
from services import roll_ups as at_work
from services.context import Choice

_LETTERS = 8
_ANSWERS = {wording.ROLL_UP_YES: "yes", wording.ROLL_UP_NO: "no", wording.ROLL_UP_STOP: "stop"}


def show(turn: Turn) -> None:
    """Each roll-up that the commune belongs to: what of the commune's would be added, or what holds now."""
    if not turn.roll_ups:
        return turn.reply(wording.no_roll_up())
    for roll_up in turn.roll_ups:
        consent = roll_ups.consent(turn.session, roll_up.code)
        if consent is None:
            turn.reply(
                _offer(turn, roll_up), [_choice(roll_up, wording.ROLL_UP_YES), _choice(roll_up, wording.ROLL_UP_NO)]
            )
        else:
            _show_joined(turn, roll_up, consent)
    return None


def _choice(roll_up: RollUp, label: str) -> Choice:
    """A button that remembers what was shown above it."""
    return Choice(label, f"roll-up:{roll_up.code}:{_ANSWERS[label]}:{_shown(roll_up)}")


def _shown(roll_up: RollUp) -> str:
    return hashlib.sha256(" ".join(map(meaning.of, roll_up.chosen())).encode()).hexdigest()[:_LETTERS]


def _offer(turn: Turn, roll_up: RollUp) -> str:
    """The preview: figures of the newest posted week as they stand by now, also before a correction is published."""
    posted = summaries.newest_posted(turn.session, turn.commune.id)
    mine = [one for one in roll_up.chosen() if _is_alike(turn, roll_up, one.id)]
    other = [one.name for one in roll_up.chosen() if one not in mine]
    figures = [one.name for one in mine]
    week = "khi tuần đầu được đăng"
    if posted is not None:
        compiled = weekly_summary.compile_period(turn, posted.period.week)
        standings = {one.measure: one for one in compiled.standings}
        figures = [f"{one.name}: {rows.value(one, standings[one.id])}" for one in mine if one.id in standings]
        week = f"số đến nay của tuần {posted.period.number}"
    return wording.roll_up_offer(roll_up.name, at_work.hour(roll_up), week, figures, other, FEWEST_COMMUNES)


def _is_alike(turn: Turn, roll_up: RollUp, measure: str) -> bool:
    """Whether the commune means the same by a measure."""
    own = turn.campaign.by_id.get(measure)
    return own is not None and meaning.of(own) == meaning.of(roll_up.campaign.by_id[measure])


def _show_joined(turn: Turn, roll_up: RollUp, consent: RollUpConsent) -> None:
    person = turn.session.get_one(Person, consent.person_id)
    by = person.address if person.consented_at is not None else ""  # who has withdrawn is named nowhere
    agreed = [one.name for one in roll_up.chosen() if one.id in consent.measures]
    more = [one.name for one in roll_up.chosen() if one.id not in consent.measures]
    since = date_words.plain_date(turn.day_of(consent.given_at))
    text = wording.roll_up_joined_already(roll_up.name, since, by, agreed)
    choices = [_choice(roll_up, wording.ROLL_UP_STOP)]
    if more:
        text = f"{text}\n{wording.roll_up_asks_more(roll_up.name, more)}"
        choices = [_choice(roll_up, wording.ROLL_UP_YES), *choices]
    turn.reply(text, choices)


def decide(turn: Turn, code: str, answer: str, shown: str) -> None:
    """A button below the preview; where the operator's file asks for something else by now, it is shown anew."""
    roll_up = next((one for one in turn.roll_ups if one.code == code), None)
    if roll_up is None or answer not in _ANSWERS.values():
        return turn.reply(wording.stale_button())
    if answer == "yes" and shown != _shown(roll_up):
        return show(turn)
    consent = roll_ups.consent(turn.session, code)
    if answer == "yes":
        return _join(turn, roll_up, consent)
    if consent is None:
        return turn.reply(wording.roll_up_not_joined(roll_up.name))
    return _show_joined(turn, roll_up, consent) if answer == "no" else _leave(turn, roll_up, consent)


def _join(turn: Turn, roll_up: RollUp, before: RollUpConsent | None) -> None:
    """What was shown is agreed to, and nothing that the file asks for later."""
    if before is not None and set(roll_up.measures) <= set(before.measures):
        return _show_joined(turn, roll_up, before)
    if before is not None:
        before.withdrawn_at, before.withdrawn_by = turn.now, turn.speaker.id
    turn.session.add(
        RollUpConsent(
            commune_id=turn.commune.id,
            roll_up=roll_up.code,
            measures=list(roll_up.measures),
            person_id=turn.speaker.id,
            given_at=turn.now,
        )
    )
    old = {"measures": before.measures} if before is not None else None
    turn.record_change(Action.ROLL_UP_JOINED, f"roll-up:{roll_up.code}", old=old, new={"measures": [*roll_up.measures]})
    turn.reply(wording.roll_up_joined(roll_up.name, at_work.hour(roll_up)))
    return _tell_others(turn, wording.officer_joined_roll_up(turn.speaker.address, roll_up.name))


def _leave(turn: Turn, roll_up: RollUp, consent: RollUpConsent) -> None:
    consent.withdrawn_at, consent.withdrawn_by = turn.now, turn.speaker.id
    turn.record_change(Action.ROLL_UP_LEFT, f"roll-up:{roll_up.code}", old={"measures": consent.measures})
    turn.reply(wording.roll_up_left(roll_up.name))
    _tell_others(turn, wording.officer_left_roll_up(turn.speaker.address, roll_up.name))


def _tell_others(turn: Turn, text: str) -> None:
    for officer in turn.officers():
        if officer.id != turn.speaker.id:
            turn.tell(officer, text, purpose=Purpose.RECEIPT, beside=True)
