"""Makes a `Campaign` of a file's tables; what must hold within and between them is for the checks to say."""

from __future__ import annotations

import zoneinfo
from datetime import date
from decimal import Decimal
from typing import Any

from campaign.catalogue import Campaign, Group, Indicator
from campaign.definition import check_campaign, measure, reasons, toml_table
from campaign.rules import CalendarRules, Occasion, Office, PraiseKind, PraiseRule, Rules

SCHEMA = 1
_REMINDED: tuple[object, ...] = (21, 7, 1)  # working days ahead of an occasion
_FARTHEST = 60
_WHOLE_WAY = 100
_NEVER = date(1, 1, 1)  # stands in for a date that could not be read


def campaign_of(table: toml_table.Table) -> Campaign:
    if table.whole("schema") != SCHEMA and "schema" not in table.wrong:
        table.fault("schema", reasons.schema(SCHEMA))
    commune = table.table("commune", "commune")
    campaign = Campaign(
        **commune_of(commune),
        calendar=_calendar(table.table("calendar", "calendar")),
        rules=_rules(table.table("rules", "rules")),
        groups=tuple(_group(one) for one in table.tables("group", "group")),
        indicators=tuple(_indicator(one) for one in table.tables("indicator", "indicator")),
        praise=tuple(_praise(one) for one in table.tables("praise", "praise", needed=False)),
        measures=tuple(measure.measure(one) for one in table.tables("measure", "measure")),
        offices=tuple(_office(one) for one in table.tables("office", "office", needed=False)),
        occasions=tuple(_occasion(one) for one in table.tables("occasion", "occasion", needed=False)),
    )
    commune.done()
    table.done()
    return campaign


def commune_of(table: toml_table.Table) -> dict[str, Any]:
    """What of a campaign is the commune's own."""
    return {
        "commune_code": table.text("code"),
        "commune_name": table.text("name"),
        "province": table.text("province"),
        "starts": table.day("starts", needed=True) or _NEVER,
        "ends": table.day("ends", needed=True) or date.max,
        "officer_name": table.text("officer_name"),
        "officer_phone": table.text("officer_phone"),
        "official_code": table.text("official_code", ""),
        "leader_title": table.text("leader_title", ""),
        "recipients": table.words("recipients", ()),
    }


def _calendar(table: toml_table.Table) -> CalendarRules:
    rules = CalendarRules(
        timezone=table.text("timezone"),
        question=table.clock("question"),
        first_reminder=table.clock("first_reminder"),
        second_reminder=table.clock("second_reminder"),
        deadline=table.clock("deadline"),
        late_list=table.clock("late_list"),
        note=table.clock("note"),
        draft=table.clock("draft"),
        post=table.clock("post"),
        days_off=table.days("days_off"),
        working_days=table.days("working_days"),
    )
    try:
        zoneinfo.ZoneInfo(rules.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if "timezone" not in table.wrong:
            table.fault("timezone", reasons.no_time_zone(rules.timezone))
    table.report(check_campaign.of_calendar(rules))
    table.done()
    return rules


def _rules(table: toml_table.Table) -> Rules:
    rules = Rules(
        on_track_band=table.number("on_track_band", needed=True) or Decimal(0),
        coverage_floor=table.number("coverage_floor", needed=True) or Decimal(0),
        small_base=table.whole("small_base"),
        approval_required=table.flag("approval_required"),
        private_days=table.whole("private_days"),
        leaders_one_by_one=table.flag("leaders_one_by_one", False),
    )
    for key in ("on_track_band", "coverage_floor"):
        if not 0 <= getattr(rules, key) <= 100:
            table.fault(key, reasons.FROM_0_TO_100)
    if rules.on_track_band == _WHOLE_WAY:
        table.fault("on_track_band", reasons.SWALLOWS_EVERY_GOAL)
    table.done()
    return rules


def _praise(table: toml_table.Table) -> PraiseRule:
    rule = PraiseRule(
        kind=table.word("kind", PraiseKind, PraiseKind.ON_TIME),
        weeks=table.whole("weeks"),
        measures=table.words("measures", ()),
        at_least=int(table.number("at_least", Decimal(0)) or 0),
    )
    if rule.weeks < 1 and "weeks" not in table.wrong:
        table.fault("weeks", reasons.ONE_OR_MORE)
    if bool(rule.measures) != (rule.kind is PraiseKind.IMPROVED) and not table.wrong & {"measures", "kind"}:
        table.fault("measures", reasons.IMPROVED_NEEDS_MEASURES)
    table.done()
    return rule


def _group(table: toml_table.Table) -> Group:
    group = Group(key=table.text("key"), name=table.text("name"), launch=table.words("launch", ()))
    table.done()
    return group


def _office(table: toml_table.Table) -> Office:
    office = Office(code=table.text("code"), name=table.text("name"))
    table.done()
    return office


def _occasion(table: toml_table.Table) -> Occasion:
    """Without a day it is Tết, which the calendar knows."""
    listed = table.items("remind", _REMINDED)
    remind = [one for one in listed if isinstance(one, int) and 0 < one <= _FARTHEST]
    if len(remind) != len(listed):
        table.fault("remind", reasons.remind(_FARTHEST))
    occasion = Occasion(table.text("key"), table.text("name"), table.month_day("day"), tuple(remind))
    table.done()
    return occasion


def _indicator(table: toml_table.Table) -> Indicator:
    indicator = Indicator(
        id=table.text("id"),
        group=table.text("group"),
        number=table.whole("number"),
        verbatim=table.text("verbatim", is_one_line=False),
        name=table.text("name"),
    )
    table.done()
    return indicator
