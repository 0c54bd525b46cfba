"""What cannot be, and what is so unlikely that somebody must look (decision 13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaign.catalogue import EntryKind
from campaign.facts import State
from campaign.parsing import plausibility
from campaign.parsing.plausibility import Doubt, History, Kind
from models import figure_queries
from services import figure_text, wording
from services.report_sheet import Ref, Sheet


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was stored: the sentence to say, its reason in one word, (label, answer) pairs to tap instead."""

    text: str
    reason: str
    choices: tuple[tuple[str, str], ...] = ()
    is_limit: bool = False


def limit(sheet: Sheet, ref: Ref, value: Decimal, denominator: Decimal | None, title: str) -> Refusal | None:
    """Impossible figures: above the profile, the denominator or the field's own limit. Never stored."""
    one = ref.input
    bound = one.bounded_by or (one.denominator if one.denominator != "asked" else None)
    profile = sheet.unit.place().profile(bound) if bound else None
    if profile is not None and value > profile:
        unit = f"{profile} {'hộ' if bound == 'households' else 'người'}"
        known = wording.profile_limit("thôn" if sheet.unit.kind == "village" else sheet.unit.short_name, unit)
        return _impossible(ref, value, known, title)
    if one.maximum is not None and value > one.maximum:
        return _impossible(ref, value, wording.field_limit(figure_text.text(one, one.maximum)), title)
    if denominator is not None and value > denominator:
        return _impossible(ref, value, wording.field_limit(figure_text.text(one, denominator)), title)
    return None


def _impossible(ref: Ref, value: Decimal, limit: str, title: str) -> Refusal:
    said = figure_text.text(ref.input, value)
    return Refusal(wording.impossible(said, limit, title), "impossible", is_limit=True)


def doubt(sheet: Sheet, ref: Ref, value: Decimal, denominator: Decimal | None) -> Doubt | None:
    """What is unlikely about a possible figure, against the unit's own past."""
    return plausibility.doubt(ref.measure, ref.input, value, denominator, _history(sheet, ref))


def question(sheet: Sheet, ref: Ref, value: Decimal, found: Doubt, title: str) -> Refusal | None:
    """A doubt that has two readings is asked before anything is stored; any other is stored with its mark."""
    one, said = ref.input, figure_text.text(ref.input, value)
    if found.kind is Kind.COMPLEMENT and found.other is not None:
        rest = one.said.format(figure="", choice="").strip()
        other = figure_text.text(one, found.other)
        choices = (
            (wording.with_it(one.opposite, other), f"v{found.other}"),
            (wording.without_it(rest, said), f"w{value}"),
        )
        return Refusal(wording.with_or_without(said, one.opposite, rest), found.kind, choices)
    if found.kind is Kind.CUMULATIVE and found.other is not None:
        other = figure_text.text(one, found.other)
        choices = ((wording.THIS_WEEK_ALONE, f"w{value}"), (wording.since_start(other), f"v{found.other}"))
        return Refusal(wording.week_or_total(said), found.kind, choices)
    if found.kind is Kind.DECISION and found.other is not None:
        before = figure_text.text(one, found.other)
        choices = ((wording.DECIDED, f"v{value}"), (wording.UNDECIDED, f"d{value}"))
        return Refusal(wording.is_it_decided(before, said, title), found.kind, choices)
    return None


def _history(sheet: Sheet, ref: Ref) -> History:
    """What the rules need to know of an input's past, in one query."""
    context, week = sheet.context, sheet.report.period
    known = sheet.last_known.get(ref.key)
    past = figure_queries.told(context.session, sheet.subject_id(ref), ref.measure.id, ref.input.key, week.last)
    is_flow, is_running = ref.input.kind.is_flow, ref.input.kind is EntryKind.RUNNING_TOTAL
    start = plausibility.season_start(ref.measure, week.last) if is_flow or is_running else date.min
    total = sum((row.value for row in past if row.on_day >= start and row.value is not None), Decimal(0))
    of_this_year = known is not None and (not is_running or known.on_day >= start)
    return History(
        previous=known.value if known is not None and of_this_year else None,
        recent=tuple(row.value for row in past if row.period_id is not None and row.value is not None)[:12],
        season_total=total if is_flow else None,
        companions={
            key: None if figure.state == State.NOT_KNOWN else figure.value for key, figure in sheet.given.items()
        },
    )
