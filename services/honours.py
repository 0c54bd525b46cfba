"""ĐỀ NGHỊ KHEN: the list of nominees of a year or round, added and taken off with a reason.

Whether anybody is honoured, and how, is the council's. Each number keeps the ids of the figures it rests on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from campaign.text import fold
from models import honours, people
from models.audit import Action
from models.honours import PERSON, UNIT, Nominee, Proposal
from models.rounds import Round
from models.units import Unit
from services import (
    honour_candidates,
    wording,
)
from services.context import Context

LONGEST = 300  # letters of a reason


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
    found = {candidate.unit.id: candidate for candidate in honour_candidates.by_rule(context, to.year, one)}
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
        figures = honour_candidates.figures_by_hand(context, row.unit, to.year)
        if row.reason and (row.rule or row.figures != figures):
            row.rule, row.figures, has_changed = "", figures, True
    if has_changed:
        new = {"year": to.year, "places": len(to.standing)}
        context.record_change(Action.HONOURS_PROPOSED, f"honours:{to.id}", new=new)
    to.looked_at = context.now


def _put(context: Context, to: Proposal, kind: str, unit: Unit, **what: Any) -> Nominee:
    known = {"name": "", "part": "", "person_id": None, "rule": "", "reason": "", "figures": [], **what}
    number = max((one.number for one in to.nominees), default=0) + 1
    made = Nominee(number=number, kind=kind, unit_id=unit.id, added_at=context.now, removed_why="", **known)
    made.unit = unit
    to.nominees.append(made)
    context.session.flush()
    return made


# Changes


def add(context: Context, to: Proposal, kind: str, unit: Unit, *, name: str, part: str, reason: str) -> Nominee | None:
    """Somebody whom people propose; None where they stand there already."""
    same = [one for one in to.standing if (one.kind, one.unit_id, fold(one.name)) == (kind, unit.id, fold(name))]
    if same:
        return None
    known = _known(context, unit, name) if kind == PERSON else []
    figures = honour_candidates.figures_by_hand(context, unit, to.year) if kind == UNIT else []
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
