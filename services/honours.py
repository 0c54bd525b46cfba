"""ĐỀ NGHỊ KHEN: candidates by the printed rule, added and taken off with a reason; and the book of awards.

Whether anybody is honoured, and how, is the council's. Each number keeps the ids of the figures it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from campaign import spans
from campaign.assessment.result import Result
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Measure
from campaign.text import fold
from models import checks, honours, people, rounds, units
from models.audit import Action
from models.checks import Check
from models.figures import Figure
from models.honours import PERSON, UNIT, Award, Nominee, Proposal
from models.rounds import Round, State
from models.units import Unit
from reports import round_table, small_cells
from services import (
    date_words,
    legal,
    pledge_results,
    pledge_text,
    round_results,
    scoring,
    unit_results,
    weekly_summary,
    wording,
)
from services.context import Context
from services.legal import Key

LONGEST = 300  # letters of a reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that the rule finds, with why and with what that rests on."""

    unit: Unit
    rule: str
    figures: list[dict[str, Any]]

    def with_more(self, other: Candidate) -> Candidate:
        """The same unit, found twice."""
        return Candidate(self.unit, f"{self.rule}; {other.rule}", [*self.figures, *other.figures])


def open_one(context: Context, year: int, one: Round | None) -> Proposal:
    """The proposal of a year or round that is not issued, made where there is none; `refresh` puts in who is found."""
    found = honours.proposal_of(context.session, context.commune.id, year, one.id if one else None)
    if found is None:
        found = Proposal(
            commune_id=context.commune.id,
            year=year,
            round_id=one.id if one else None,
            opened_at=context.now,
            looked_at=context.now,
        )
        context.session.add(found)
        context.session.flush()
    return found


def refresh(context: Context, to: Proposal) -> None:
    """The rule again, by today's figures: who is found now is put in, who is not any more is taken off and said so.

    Whom people added or took off stays as they said; a unit's figures are today's.
    """
    one = context.session.get(Round, to.round_id) if to.round_id is not None else None
    found = {candidate.unit.id: candidate for candidate in by_rule(context, to.year, one)}
    there = {row.unit_id: row for row in to.nominees if row.kind == UNIT}
    has_changed = not to.nominees
    for unit_id, candidate in found.items():
        row = there.get(unit_id)
        if row is None:
            _put(context, to, UNIT, candidate.unit, rule=candidate.rule, figures=candidate.figures)
            has_changed = True
        elif row.rule != candidate.rule or row.figures != candidate.figures or row.removed_why == wording.RULE_FAILS:
            row.rule, row.figures, has_changed = candidate.rule, candidate.figures, True
            if row.removed_why == wording.RULE_FAILS:
                row.removed_at, row.removed_why = None, ""
    for unit_id, row in there.items():
        if unit_id in found:
            continue
        if row.rule and not row.reason and row.removed_at is None:
            row.removed_at, row.removed_why, has_changed = context.now, wording.RULE_FAILS, True
        figures = _of_unit_by_hand(context, row.unit, to.year)
        if row.reason and (row.rule or row.figures != figures):
            row.rule, row.figures, has_changed = "", figures, True
    if has_changed:
        new = {"year": to.year, "places": len(to.standing)}
        context.record_change(Action.HONOURS_PROPOSED, f"honours:{to.id}", new=new)
    to.looked_at = context.now


def _of_unit_by_hand(context: Context, unit: Unit, year: int) -> list[dict[str, Any]]:
    """The figures of a unit that people add: all that it is judged by."""
    period = _period(context, year)
    if period is None:
        return []
    results = unit_results.results_of(context, [unit], period)[unit.id]
    return figures_of(context, unit, results, [one.measure for one in results if one.status.is_assessed], period)


def _put(context: Context, to: Proposal, kind: str, unit: Unit, **what: Any) -> Nominee:
    known = {"name": "", "part": "", "person_id": None, "rule": "", "reason": "", "figures": [], **what}
    number = max((one.number for one in to.nominees), default=0) + 1
    made = Nominee(number=number, kind=kind, unit_id=unit.id, added_at=context.now, removed_why="", **known)
    made.unit = unit
    to.nominees.append(made)
    context.session.flush()
    return made


# The rule


def by_rule(context: Context, year: int, one: Round | None) -> list[Candidate]:
    """Of a round its honours list; of a year whoever kept every line, or is on the list of a round of that year."""
    if one is not None:
        return _of_round(context, one)
    found = {candidate.unit.id: candidate for candidate in _of_year(context, year)}
    for contest in rounds.of_state(context.session, context.commune.id, State.CLOSED):
        if contest.days[1].year == year:
            for candidate in _of_round(context, contest):
                first = found.get(candidate.unit.id)
                found[candidate.unit.id] = candidate if first is None else first.with_more(candidate)
    members = scoring.in_order(candidate.unit for candidate in found.values())
    return [found[unit.id] for unit in members]


def _of_round(context: Context, one: Round) -> list[Candidate]:
    mended = round_results.corrected(context, one)
    table = mended if mended is not None else round_results.table(context, one)
    source = wording.round_table_source(one.id, is_corrected=mended is not None)
    found = []
    for line in table.honoured:
        unit = context.session.get_one(Unit, line.units[0])
        figures = [
            {
                "name": f"{counted.name} (đợt «{one.name}»)",
                "before": "" if counted.is_flow else round_table.amount(counted, cell.start),
                "wanted": round_table.amount(counted, cell.goal),
                "now": f"{round_table.amount(counted, cell.now, cell.over)}, {cell.band}",
                "on": f"{cell.on:%d/%m/%Y}" if cell.on else "",
                "source": source,
            }
            for counted, cell in zip(table.counted, line.cells, strict=True)
        ]
        found.append(Candidate(unit, wording.honoured_in_round(one.name), figures))
    return found


def _of_year(context: Context, year: int) -> list[Candidate]:
    """Every pledged line kept; without a pledge every measure that was judged met, which is said. Doubt keeps off."""
    period = _period(context, year)
    if period is None:
        return []
    members = units.active_members(context.session, context.commune.id, period.last)
    results = unit_results.results_of(context, members, period)
    found = []
    for unit in members:
        pledge = pledge_results.in_force(context, unit, year)
        if pledge is not None:
            lines = pledge_results.of_pledge(context, pledge, results[unit.id])
            right, of = pledge_results.counted(lines)
            rule = wording.all_lines_kept(right, of) if of and right == of else ""
            which = [one.measure.id for one in lines]
        else:
            judged = [one for one in results[unit.id] if one.status.is_assessed]
            is_sound = bool(judged) and all(one.status.is_met and not one.marked for one in judged)
            rule = wording.all_measures_met(len(judged)) if is_sound else ""
            which = [one.measure for one in judged]
        if rule:
            found.append(Candidate(unit, rule, figures_of(context, unit, results[unit.id], which, period)))
    return found


def _period(context: Context, year: int) -> ReportingWeek | None:
    whole = spans.make(Kind.YEAR, year)
    return whole if whole.last < context.today else unit_results.until_today(context, year)


def figures_of(
    context: Context, unit: Unit, results: Sequence[Result], which: Sequence[str], period: ReportingWeek
) -> list[dict[str, Any]]:
    """A line a measure: last year, pledge, result, day, whether it was checked, and the ids of what it rests on."""
    campaign, by_id = context.campaign_on(period.last), {one.measure: one for one in results}
    pledge = pledge_results.in_force(context, unit, period.last.year)
    lines = {one.measure: one for one in pledge.lines} if pledge is not None else {}
    kin = [one.id for one in units.kin(context.session, context.commune.id, unit)]
    found = []
    for key in which:
        measure, result, line = campaign.by_id[key], by_id[key], lines.get(key)
        small = small_cells.of_standing(measure, result) if unit.kind == "village" else ""
        rows = _rows(context, key, kin, period)
        known, aim = scoring.amounts(measure, result)
        now = small or known
        found.append(
            {
                "name": measure.name,
                "before": small or _stood(measure, line.last_value if line else None),
                "wanted": pledge_text.amount(measure, line.value) if line and line.value is not None else aim,
                "now": now,
                "on": f"{result.as_of:%d/%m/%Y}" if result.as_of else "",
                "source": _source(context, rows),
            }
        )
    return found


def _stood(measure: Measure, value: Decimal | None) -> str:
    return "" if value is None else pledge_text.stood(measure, value)


def _rows(context: Context, measure: str, kin: Sequence[int], period: ReportingWeek) -> list[int]:
    query = select(Figure.id).where(Figure.measure == measure, Figure.subject_id.in_(kin), Figure.on_day <= period.last)
    return list(context.session.scalars(query.order_by(Figure.on_day, Figure.id)))


def _source(context: Context, rows: Sequence[int]) -> str:
    """«số liệu mã 812, 830; 1 số đã kiểm tra đúng»."""
    if not rows:
        return ""
    right = select(Check.id).where(Check.figure_id.in_(rows), Check.outcome == checks.RIGHT)
    checked = len(list(context.session.scalars(right)))
    return wording.figure_ids([str(one) for one in rows], checked)


def on_time(context: Context, unit: Unit, year: int) -> str:
    """«40/46 kỳ báo cáo đúng hạn»; "" where none was due."""
    period = _period(context, year)
    if period is None:
        return ""
    filings = weekly_summary.filings_until(context, period.last, date(year, 1, 1))
    mine = [one for one in filings if one.unit == unit.id and one.due and one.period_last.year == year]
    return wording.on_time_weeks(sum(one.on_time for one in mine), len(mine)) if mine else ""


# Changes


def add(context: Context, to: Proposal, kind: str, unit: Unit, *, name: str, part: str, reason: str) -> Nominee | None:
    """Somebody whom people propose; None where they stand there already."""
    same = [one for one in to.standing if (one.kind, one.unit_id, fold(one.name)) == (kind, unit.id, fold(name))]
    if same:
        return None
    known = _known(context, unit, name) if kind == PERSON else []
    figures = _of_unit_by_hand(context, unit, to.year) if kind == UNIT else []
    person_id = known[0].id if len(known) == 1 else None
    made = _put(context, to, kind, unit, name=name, part=part, reason=reason, person_id=person_id, figures=figures)
    context.record_change(Action.NOMINEE_ADDED, f"honours:{to.id}", new={"unit": unit.code, "kind": kind})
    return made


def _known(context: Context, unit: Unit, name: str) -> list[people.Person]:
    """People in the chat who are called so: those of the unit, else any."""
    found = [one for one in context.session.scalars(select(people.Person)) if fold(one.name) == fold(name)]
    of_unit = [one for one in found if unit in people.units_of(one, people.ROLES)]
    return of_unit or found


def remove(context: Context, one: Nominee, why: str) -> None:
    """Taken off with the reason; both stay until their purge."""
    one.removed_at, one.removed_why = context.now, why
    new = {"unit": one.unit.code, "kind": one.kind}
    context.record_change(Action.NOMINEE_REMOVED, f"honours:{one.proposal_id}", old=new)


def erase(context: Context, to: Proposal, one: Nominee) -> None:
    """Nothing of it stays: whoever is meant does not want it."""
    old = {"unit": one.unit.code, "kind": one.kind}
    context.record_change(Action.NOMINEE_REMOVED, f"honours:{to.id}", old=old)
    to.nominees.remove(one)
    context.session.flush()


# The book


def issue(context: Context, one: Proposal, decision: str, decided_on: date) -> int:
    """The decision is signed: everybody who stands in the proposal comes into the book; how many."""
    known = honours.book(context.session, context.commune.id)
    number = known[0].number if known else 0
    forms = legal.confirmed(context).get(Key.FORM)
    for nominee in one.standing:
        number += 1
        context.session.add(
            Award(
                commune_id=context.commune.id,
                number=number,
                decision=decision,
                decided_on=decided_on,
                kind=nominee.kind,
                unit_id=nominee.unit_id,
                name=nominee.name,
                part=nominee.part,
                form=forms.value if forms is not None else "",
                deed=nominee.why,
                year=one.year,
                round_id=one.round_id,
                recorded_at=context.now,
                revoked_why="",
            )
        )
    one.issued_at = context.now
    context.record_change(Action.AWARDS_RECORDED, f"honours:{one.id}", new={"places": len(one.standing)})
    return len(one.standing)


def hand_over(context: Context, found: Sequence[Award], day: date | None) -> None:
    """They were handed over on a day; None: they were not, it had been said by mistake."""
    for one in found:
        one.handed_on = day
    numbers = sorted(one.number for one in found)
    new = {"places": len(found), "numbers": numbers, "day": day.isoformat() if day else None}
    context.record_change(Action.AWARDS_HANDED, "awards", new=new)


def revoke(context: Context, one: Award, why: str) -> None:
    """A false declaration, say: the entry stays, and says so."""
    one.revoked_on, one.revoked_why = context.today, why
    context.record_change(Action.AWARD_REVOKED, f"award:{one.number}")


def before(context: Context, awards: Sequence[Award], one: Nominee, proposal: Proposal) -> str:
    """«đã khen tại QĐ …» of the same nominee; of the same deed, round or year it is said that it is the same."""
    said = []
    for award in honours.earlier(awards, one.kind, one.unit_id, one.name):
        same = fold(award.deed) == fold(one.why) or (award.round_id, award.year) == (proposal.round_id, proposal.year)
        day = date_words.plain_date(award.decided_on)
        said.append(wording.honoured_before(award.decision, day, is_same=same, is_revoked=bool(award.revoked_on)))
    return "; ".join(said)


def direct_share(parts: Sequence[str]) -> tuple[int, int]:
    """Of the persons whose part is told, how many work directly: shown, no threshold."""
    return sum(one == honours.DIRECT_WORKER for one in parts), sum(bool(one) for one in parts)
