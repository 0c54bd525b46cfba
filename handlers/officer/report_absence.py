"""BÁO VẮNG: an officer says who is away, who is back, and sees who is; somebody who reports says it of themselves."""

from __future__ import annotations

from datetime import timedelta

from campaign.parsing import absence
from campaign.parsing.absence import Notice
from campaign.parsing.spoken_days import Days
from campaign.text import fold
from handlers.leader import overview
from handlers.officer import places
from handlers.reporter import own_absence
from handlers.turn import Turn
from models import people
from models.people import Person
from models.units import Unit
from services import absences, appointments, date_words, wording
from services.context import Choice

_BACK = ("da ve", "ve roi", "het")


def command(turn: Turn, words: str) -> None:
    """BÁO VẮNG, BÁO VẮNG ĐẾN 5/12, BÁO VẮNG BẢN CÒN ĐẾN 5/12, BÁO VẮNG BẢN CÒN ĐÃ VỀ."""
    days = absence.days_in(words, turn.today) if words else None
    if days is not None:
        return own_absence.tell(turn, Notice(days, is_of_speaker=True, has_figures=False))
    if turn.is_officer():
        return _of_others(turn, words)
    if fold(words) in _BACK:
        return own_absence.back(turn)
    if words and _names_another(turn, words):
        return turn.reply(wording.for_officers(turn.campaign.officer_name, turn.campaign.officer_phone))
    return own_absence.ask_until(turn)


def _names_another(turn: Turn, words: str) -> bool:
    place, _ = places.split(turn, words)
    own = {unit.id for unit in people.units_of(turn.speaker, people.REPORTING_ROLES)}
    return any(unit.id not in own for unit in places.matching(turn, place))


def _of_others(turn: Turn, words: str) -> None:
    if not words:
        return _show(turn)
    place, rest = places.split(turn, words)
    unit = places.named(turn, place)
    if unit is None:
        return None
    person, said = _person(turn, unit, rest)
    if person is None:
        return turn.reply(wording.nobody_there(unit.full_name))
    if fold(said) in _BACK:
        return end(turn, person)
    days = absence.days_in(said, turn.today)
    if days is None:
        return turn.reply(_how_to(turn))
    return _begin(turn, person, days)


def _how_to(turn: Turn) -> str:
    next_week = date_words.short_date(turn.today + timedelta(days=7))
    return wording.how_to_report_absence(overview.example(turn), next_week)


def _person(turn: Turn, unit: Unit, rest: str) -> tuple[Person | None, str]:
    """The head or reporter; somebody else of the unit where their name stands first."""
    there = places.people_of(turn, unit)
    first, _, behind = rest.partition(" ")
    named = places.called(there, first)
    if len(named) == 1:
        return named[0], behind
    return (there[0] if there else None), rest


def _begin(turn: Turn, person: Person, days: Days) -> None:
    refused = absences.refusal(turn, days)
    if refused:
        return turn.reply(refused)
    if person.id == turn.speaker.id:
        return own_absence.begin(turn, days)
    is_new = absences.days_of(person) != days
    covers = absences.begin(turn, person, days)
    until = absences.until(turn, days)
    if is_new:
        told = wording.marked_away(person.title, turn.speaker.address, until)
        turn.tell(person, told, [Choice(wording.STAY, "away-back")], beside=True)
    choices = [Choice(wording.IS_BACK, f"away-end:{person.id}")]
    stand_ins, without = absences.stand_ins(covers), absences.without(covers)
    return turn.reply(wording.absence_recorded(person.address, until, stand_ins, without), choices)


def end(turn: Turn, person: Person) -> None:
    """«Đã về»."""
    days = absences.days_of(person)
    if days is None or days.last < turn.today:
        return turn.reply(wording.is_not_away(person.address))
    absences.end(turn, person)
    turn.tell(person, wording.is_back(person.title), beside=True)
    return turn.reply(wording.absence_ended(person.address))


def _show(turn: Turn) -> None:
    """Who is away, or will be."""
    lines = []
    for person in people.absent(turn.session, turn.commune.id, turn.today):
        days = absences.days_of(person)
        if days is None or not appointments.current(person):
            continue
        covers, roles = absences.covers_of(turn, person, days.first), places.roles_of(person)
        stand_ins, without = absences.stand_ins(covers), absences.without(covers)
        lines.append(wording.absence_line(person.address, roles, absences.until(turn, days), stand_ins, without))
    told = wording.absences(lines) if lines else wording.nobody_is_away()
    turn.reply(f"{told}\n{_how_to(turn)}")
