"""The audit as people read it: when, who, what was done, to what, and why; for the chat and the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models import audit
from models.audit import Action, Audit
from models.corrections import Correction
from models.figures import Figure
from models.groups import Group
from models.invitation_codes import Invitation
from models.people import Person
from models.periods import PeriodRow, Report
from models.summaries import PostedSummary
from models.units import Unit
from services import date_words, pledges, wording
from services.context import Context


def lines(context: Context, limit: int, before: int | None = None) -> tuple[list[str], int | None]:
    """The newest acts, a line each, newest first; and the id of the last of them where there are older ones."""
    acts = audit.newest(context.session, context.commune.id, limit + 1, before)
    shown = acts[:limit]
    return [_line(context, one) for one in shown], shown[-1].id if len(acts) > limit else None


def _line(context: Context, act: Audit) -> str:
    at = act.at.astimezone(context.calendar.zone)
    what = wording.AUDITED[Action(act.action)]
    is_own = act.subject == f"person:{act.person_id}"
    about = "" if is_own else _about(context.session, act)
    return wording.audit_line(at, _who(context.session, act), f"{what} {about}".strip(), _change(act), _why(act))


def _who(session: Session, act: Audit) -> str:
    person = session.get(Person, act.person_id) if act.person_id is not None else None
    return person.name if person is not None else wording.by_machine()


def _about(session: Session, act: Audit) -> str:
    """What it was done to, as people call it; "" where nothing is left to be called."""
    kind, _, key = act.subject.partition(":")
    named = _NAMED.get(kind)
    if kind == "holiday":
        holiday, _, year = key.partition(" ")
        return wording.holiday_name(holiday, int(year))
    if kind == "setup":
        return wording.setup_part_in_audit(key)
    if named is None:
        return key if kind in ("campaign", "year") else ""
    table, name = named
    row = session.get(table, int(key)) if key.isdigit() else None
    return name(session, row) if row is not None else ""


def _of_report(session: Session, report: Report) -> str:
    return _of_unit(session, report.unit_id)


def _of_unit(session: Session, unit_id: int) -> str:
    unit = session.get(Unit, unit_id)
    return unit.full_name if unit is not None else ""


def _of_figure(session: Session, figure: Figure) -> str:
    return f"{figure.measure}, {_of_unit(session, figure.subject_id)}"


_NAMED: dict[str, tuple[type[Any], Callable[[Session, Any], str]]] = {
    "person": (Person, lambda _, person: person.name),
    "invitation": (Invitation, lambda _, invited: invited.name),
    "group": (Group, lambda _, group: f"«{group.title}»"),
    "summary": (PostedSummary, lambda _, summary: summary.called),
    "correction": (Correction, lambda _, one: one.summary.called),
    "report": (Report, _of_report),
    "period": (PeriodRow, lambda _, period: wording.all_in_week(period.number)),
    "figure": (Figure, _of_figure),
}


def _change(act: Audit) -> str:
    """«1819,7 → 1850»; "" where the change is no single value."""
    if act.action in (Action.CAMPAIGN_OVERRIDE, Action.OVERRIDE_TAKEN_BACK):
        return f"{_shown(act.old.get('value'))} → {_shown(act.new.get('value'))}"
    if act.action == Action.DEADLINE_EXTENDED:
        return wording.until_in_audit(*(datetime.fromisoformat(said["until"]) for said in (act.old, act.new)))
    if act.action == Action.TARGET_SET:
        name, *others = [one for one in act.new if one not in ("from", "decision")]  # «KT1a T01 2026 assigned»
        if others:
            return wording.targets_in_audit(name, len(others))
        return f"{wording.target_in_audit(name)}: {_shown(act.old.get(name))} → {_shown(act.new[name])}"
    if act.action in (Action.PLEDGE_AGREED, Action.NOMINEE_ADDED, Action.NOMINEE_REMOVED, Action.SCORE_OBJECTED):
        return str({**act.old, **act.new}["unit"])
    if act.action == Action.PLEDGES_SIGNED:
        return ", ".join(act.new["units"])
    if act.action == Action.PLEDGE_CHANGED:
        name = next(iter({**act.old, **act.new}))
        if act.new.get(name) == pledges.OWN_WORDS:
            return f"{name}: {wording.PLEDGE_OWN}"
        return f"{name}: {_shown(act.old.get(name))} → {_shown(act.new.get(name))}"
    if act.action in (Action.UNITS_CHANGED, Action.UNITS_TAKEN_BACK):
        return wording.units_in_audit(act.old.get("names", ()), act.new.get("names", ()))
    if act.action == Action.ROLE_FOLLOWED:
        return f"→ {act.new['name']}"
    if act.action == Action.DAYS_OFF_ANNOUNCED:
        worked = [_day(day) for day in act.new.get("worked", "").split(", ") if day]
        said = wording.days_said(_day(act.new["from"]), _day(act.new["until"]), worked)
        return wording.days_as_known(said, is_guess=False, paper=act.new.get("paper", ""))
    if act.action == Action.ROLL_UP_JOINED:
        return str(len(act.new["measures"]))
    return str(act.new.get("places", act.new.get("rows", "")))


def _why(act: Audit) -> str:
    """The reason; a paper's number as it was written on it."""
    is_paper = act.action in (Action.UNITS_CHANGED, Action.UNITS_TAKEN_BACK)
    return wording.paper_in_audit(act.why) if act.why and is_paper else act.why


def _day(written: str) -> str:
    return date_words.plain_date(date.fromisoformat(written))


def _shown(value: Any) -> str:
    return wording.nothing_there() if value is None else str(value)
