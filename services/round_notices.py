"""What units and officers are told of a round by itself: at its beginning, 7 and 1 days before its end, at its end.

Everything else rides in the weekly message. Each notice goes out once, and never at night.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from models import people, rounds
from models.outbox_states import Purpose
from models.people import Person
from models.rounds import Round
from models.units import Unit
from reports import format, round_table
from reports.round_table import Line, RoundTable
from services import announcement_audience, announcing, date_words, round_lines, round_results, wording
from services import rounds as at_work
from services.context import Choice, Context

BEGINS, WEEK_LEFT, DAY_LEFT, ENDED = "begins", "7", "1", "ended"
_AHEAD = {WEEK_LEFT: 7, DAY_LEFT: 1}  # days


def run(context: Context, one: Round) -> int:
    """Whatever is due of an open round; returns how many notices went out, each to all of its units."""
    first, _ = one.days
    done = 0
    if context.today >= first and at_work.STARTED not in one.told:
        at_work.freeze_starts(context, one)
        _note(one, at_work.STARTED)
    if not announcing.is_quiet(context):
        done = _tell_what_is_due(context, one)
    if one.closes_at is not None and context.now >= one.closes_at:
        freeze(context, one)
        done += 1
    return done


def run_opened(context: Context, one: Round) -> int:
    """Right after the opening, where its first day has come and people are awake; returns how many were reached."""
    if context.today < one.days[0] or announcing.is_quiet(context):
        return 0
    _note(one, BEGINS)
    return begin(context, one)


def _note(one: Round, what: str) -> None:
    one.told = [*one.told, what]


def _tell_what_is_due(context: Context, one: Round) -> int:
    first, last = one.days
    done = 0
    if context.today >= first and BEGINS not in one.told:
        _note(one, BEGINS)
        begin(context, one)
        done += 1
    for what, days in _AHEAD.items():
        day = last - timedelta(days=days)
        if first < day <= context.today <= last and what not in one.told:
            _note(one, what)
            if day == context.today:  # a machine that was off in between does not say «còn 7 ngày» on the fifth
                _remind(context, one)
                done += 1
    if context.today > last and ENDED not in one.told:
        _note(one, ENDED)
        _tell_of_end(context, one)
        done += 1
    return done


def begin(context: Context, one: Round) -> int:
    """Each unit hears what it is to reach; returns how many were reached."""
    table = round_results.table(context, one)
    days = round_lines.days_said(one)

    def said(unit: Unit, line: Line, _: Person) -> str:
        cells = list(zip(table.counted, line.cells, strict=True))
        goals = [
            wording.round_wanted(format.within(of.name), round_table.amount(of, cell.goal), adds=of.is_flow)
            for of, cell in cells
            if cell.goal is not None
        ]
        asked = [format.within(of.name) for of, cell in cells if cell.start is None and not of.is_flow]
        return wording.round_begins(table.commune, one.name, days, unit.full_name, goals, asked)

    return _tell_units(context, one, table, said)


def _remind(context: Context, one: Round) -> None:
    table = round_results.table(context, one)
    left = (one.days[1] - context.today).days
    _tell_units(
        context,
        one,
        table,
        lambda unit, line, _: wording.round_reminder(one.name, left, unit.full_name, round_lines.standing(table, line)),
    )


def _tell_of_end(context: Context, one: Round) -> None:
    table = round_results.table(context, one)
    until = freezes(context, one)
    _tell_units(
        context,
        one,
        table,
        lambda unit, line, person: wording.round_ended(
            one.name, unit.full_name, round_lines.standing(table, line), person.title, until
        ),
    )
    tell_officers(context, wording.round_has_ended(one.name, until, table.told(), len(table.lines)), [view(one)])


def freezes(context: Context, one: Round) -> str:
    """When its table is frozen."""
    assert one.closes_at is not None
    return moment(context, one.closes_at)


def moment(context: Context, at: datetime) -> str:
    """«16 giờ thứ Tư 16/9»"""
    local = at.astimezone(context.calendar.zone)
    return f"{date_words.hour(local)} {date_words.day_and_date(local.date())}"


def freeze(context: Context, one: Round) -> None:
    """The table stands from now on; the officers have it, the list and the report at once."""
    table = round_results.close(context, one)
    honoured = [line.name for line in table.honoured]
    tell_officers(context, wording.round_frozen(one.name, round_lines.bands(table), honoured), papers(one))


def papers(one: Round) -> list[Choice]:
    return [
        Choice(wording.ROUND_PAPER, f"round-file:{one.id}:document"),
        Choice(wording.ROUND_WORKBOOK, f"round-file:{one.id}:workbook"),
    ]


def corrected_papers(one: Round) -> list[Choice]:
    """Of a closed round whose figures have changed since."""
    return [
        Choice(wording.ROUND_PAPER_CORRECTED, f"round-file:{one.id}:document-corrected"),
        Choice(wording.ROUND_WORKBOOK_CORRECTED, f"round-file:{one.id}:workbook-corrected"),
    ]


def view(one: Round) -> Choice:
    return Choice(wording.round_button(one.name), f"round:{one.id}")


def tell_dropped(context: Context, one: Round) -> None:
    """Whoever was told of a round hears that it is no more."""
    if BEGINS not in one.told:
        return
    for unit in there(context, one):
        person = people.spokesperson(context.session, unit.id, context.today)
        if person is not None:
            context.tell(person, wording.round_dropped_told(one.name), purpose=Purpose.ROUND, beside=True)


def there(context: Context, one: Round) -> list[Unit]:
    """The units of a round that exist today, those that came of them included."""
    table = round_results.table(context, one)
    known = {unit for line in table.lines for unit in line.units}
    found = [context.session.get(Unit, unit) for unit in sorted(known)]
    return [unit for unit in found if unit is not None and unit.place().is_active(context.today)]


def _tell_units(context: Context, one: Round, table: RoundTable, said: Callable[[Unit, Line, Person], str]) -> int:
    """Say something of its own to whoever answers for each unit; a key keeps a restart from saying it twice."""
    members = there(context, one)
    spoken_for = people.spokespeople(context.session, [unit.id for unit in members], context.today)
    reached = 0
    for unit in members:
        person = spoken_for.get(unit.id)
        line = next((line for line in table.lines if unit.id in line.units), None)
        if person is None or line is None:
            continue
        key = f"round:{one.id}:{one.told[-1] if one.told else BEGINS}:{unit.id}"
        reached += context.tell(person, said(unit, line, person), purpose=Purpose.ROUND, key=key, beside=True)
    return reached


def unreached(context: Context, wanted: Sequence[Unit]) -> list[str]:
    """Which units nobody can be told for, by the reason: «Nà Pò, Khòn Cải (chưa có người)»."""
    spoken_for = people.spokespeople(context.session, [unit.id for unit in wanted], context.today)
    named = ((unit, announcement_audience.why_unreached(context, spoken_for.get(unit.id))) for unit in wanted)
    return announcement_audience.unreached((unit.short_name, why) for unit, why in named if why)


def tell_officers(context: Context, text: str, choices: Sequence[Choice] = ()) -> None:
    for officer in context.officers():
        context.tell(officer, text, choices, purpose=Purpose.POSTED, beside=True)


def open_rounds(context: Context) -> Sequence[Round]:
    if not context.timeline.open_rounds:
        return []
    return list(reversed(rounds.of_state(context.session, context.commune.id, rounds.State.OPEN)))
