"""Turns a campaign file into a `Campaign`, or into the list of everything that is wrong with it.

Decides how the file's tables become shapes; what must hold within and between them is for the checks to say.
"""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from datetime import date
from decimal import Decimal
from pathlib import Path

from campaign import campaign_check, faults, input_check, measure_check, reading
from campaign.catalogue import (
    Aggregation,
    Cadence,
    CalendarRules,
    Campaign,
    Comparison,
    EntryKind,
    Group,
    Indicator,
    Input,
    Measure,
    Option,
    PathPoint,
    Rules,
    Target,
    TargetKind,
)
from campaign.faults import CampaignFileError, Fault

__all__ = ["CampaignFileError", "Fault", "check", "load"]

SCHEMA = 1
_NEVER = date(1, 1, 1)  # stands in for a date that could not be read


def load(path: Path) -> Campaign:
    """The campaign in the file at `path`; CampaignFileError with every fault when there is one."""
    campaign, found = _read(path)
    if campaign is None or found:
        raise CampaignFileError(path, tuple(found))
    return campaign


def check(path: Path) -> list[Fault]:
    """Every fault of the file at `path`, by line; [] when it can be used."""
    return _read(path)[1]


def _read(path: Path) -> tuple[Campaign | None, list[Fault]]:
    try:
        # Editors on Windows begin a file with a byte order mark.
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        return None, [Fault(0, str(path), f"cannot be read: {error.strerror or error}")]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [Fault(line, path.name, "is not UTF-8: save it as UTF-8 (Unicode) text")]
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_fault(text, str(error))]
    notes = reading.Notes(faults.scan(text))
    campaign = _campaign(reading.Table(raw, (), "", notes))
    for finding in campaign_check.of_campaign(campaign):
        notes.add(finding.place, finding.where, finding.reason)
    return campaign, sorted(set(notes.found))


def _syntax_fault(text: str, message: str) -> Fault:
    at = re.search(r" ?\(at line (\d+), column \d+\)", message)
    line = int(at[1]) if at else text.count("\n") + 1
    return Fault(line, "TOML", f"cannot be parsed: {message.replace(at[0], '') if at else message}")


def _campaign(table: reading.Table) -> Campaign:
    if table.whole("schema") != SCHEMA and "schema" not in table.wrong:
        table.fault("schema", f"this program reads schema {SCHEMA}")
    commune = table.table("commune", "commune")
    campaign = Campaign(
        commune_code=commune.text("code"),
        commune_name=commune.text("name"),
        province=commune.text("province"),
        starts=commune.day("starts", needed=True) or _NEVER,
        ends=commune.day("ends", needed=True) or date.max,
        officer_name=commune.text("officer_name"),
        officer_phone=commune.text("officer_phone"),
        calendar=_calendar(table.table("calendar", "calendar")),
        rules=_rules(table.table("rules", "rules")),
        groups=tuple(_group(one) for one in table.tables("group", "group")),
        indicators=tuple(_indicator(one) for one in table.tables("indicator", "indicator")),
        measures=tuple(_measure(one) for one in table.tables("measure", "measure")),
    )
    commune.done()
    table.done()
    return campaign


def _calendar(table: reading.Table) -> CalendarRules:
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
            table.fault("timezone", f"there is no time zone {rules.timezone!r}")
    table.report(campaign_check.of_calendar(rules))
    table.done()
    return rules


def _rules(table: reading.Table) -> Rules:
    rules = Rules(
        on_track_band=table.number("on_track_band", needed=True) or Decimal(0),
        coverage_floor=table.number("coverage_floor", needed=True) or Decimal(0),
        small_base=table.whole("small_base"),
        approval_required=table.flag("approval_required"),
        private_days=table.whole("private_days"),
    )
    for key in ("on_track_band", "coverage_floor"):
        if not 0 <= getattr(rules, key) <= 100:
            table.fault(key, "must be from 0 to 100")
    table.done()
    return rules


def _group(table: reading.Table) -> Group:
    group = Group(key=table.text("key"), name=table.text("name"))
    table.done()
    return group


def _indicator(table: reading.Table) -> Indicator:
    indicator = Indicator(
        id=table.text("id"),
        group=table.text("group"),
        number=table.whole("number"),
        verbatim=table.text("verbatim"),
        name=table.text("name"),
    )
    table.done()
    return indicator


def _measure(table: reading.Table) -> Measure:
    tables = table.tables("input", "input")
    inputs = tuple(_input(one) for one in tables)
    measure = Measure(
        id=table.text("id"),
        indicator=table.text("indicator"),
        phrase=table.text("phrase"),
        name=table.text("name"),
        label=table.text("label", inputs[0].label if inputs else ""),
        unit=table.text("unit"),
        aggregation=table.word("aggregation", Aggregation, Aggregation.SUM),
        value=table.words("value"),
        over=table.words("over", ()),
        scale=table.number("scale", Decimal(1)) or Decimal(0),
        falling_is_good=table.flag("falling_is_good", False),
        maintain=table.flag("maintain", False),
        target=_target(table.table("target")),
        cadence=table.word("cadence", Cadence, Cadence.WEEKLY),
        months=_months(table, "months"),
        year_start=table.month_day("year_start"),
        since=table.day("since"),
        reporters=table.words("reporters"),
        subject=table.text("subject", "self"),
        inputs=inputs,
        path=_path(table),
        reading=table.text("reading", ""),
        judged=table.flag("judged", True),
        small_cells=table.flag("small_cells", False),
        standard=table.text("standard", ""),
        decided_by=table.text("decided_by", ""),
        season_starts=_months(table, "season_starts"),
    )
    _report(table, tables, measure)
    table.done()
    return measure


def _report(table: reading.Table, tables: list[reading.Table], measure: Measure) -> None:
    """Note what is wrong with a measure as a whole; `tables` are those of its inputs."""
    if not any(one.asked for one in measure.inputs) and "input" not in table.wrong:
        table.fault("input", "no input of this measure is asked")
    for key in ("value", "reporters"):
        if not getattr(measure, key) and key not in table.wrong:
            table.fault(key, "must not be an empty list")
    if any(one.wrong & {"key", "kind"} for one in tables):
        table.wrong.add("input")  # rules about kinds would only repeat that fault
    table.report(measure_check.of_measure(measure))
    for index, key, reason in measure_check.of_siblings(measure):
        if key == "key" or "input" not in table.wrong:
            tables[index].report([((key,), reason)])


def _input(table: reading.Table) -> Input:
    asked = table.flag("asked", True)
    unsaid = None if asked else ""  # what is never asked needs no words
    one = Input(
        key=table.text("key"),
        kind=table.word("kind", EntryKind, EntryKind.LEVEL),
        unit=table.text("unit", ""),
        label=table.text("label"),
        question=table.text("question", unsaid),
        said=table.text("said", unsaid),
        example=table.text("example", unsaid),
        nothing=table.text("nothing", ""),
        options=tuple(_option(option) for option in table.tables("options", "option", needed=False)),
        denominator=table.text("denominator", "") or None,
        whole=table.flag("whole", True),
        minimum=table.number("minimum", Decimal(0)) or Decimal(0),
        maximum=table.number("maximum"),
        bounded_by=table.text("bounded_by", "") or None,
        unusual_above=table.number("unusual_above"),
        unusual_below=table.number("unusual_below"),
        aliases=table.words("aliases", ()),
        asked_with=table.text("asked_with", ""),
        asked=asked,
        opposite=table.text("opposite", ""),
        falls_by_decision=table.flag("falls_by_decision", False),
        only_with=table.text("only_with", ""),
        alone=table.text("alone", ""),
    )
    table.report(input_check.of_input(one))
    table.done()
    return one


def _option(table: reading.Table) -> Option:
    option = Option(key=table.text("key"), label=table.text("label"), said=table.text("said"), yes=table.flag("yes"))
    table.done()
    return option


def _target(table: reading.Table) -> Target:
    target = Target(
        kind=table.word("kind", TargetKind, TargetKind.AMOUNT),
        comparison=table.word("comparison", Comparison, Comparison.AT_LEAST),
        value=table.number("value"),
        by=table.day("by"),
    )
    table.report(measure_check.of_target(target))
    table.done()
    return target


def _months(table: reading.Table, key: str) -> tuple[int, ...]:
    found = table.items(key, ())
    if any(not isinstance(one, int) or isinstance(one, bool) for one in found):
        table.fault(key, "must be a list of month numbers such as [5, 6, 7]")
    return tuple(one for one in found if isinstance(one, int))


def _path(table: reading.Table) -> tuple[PathPoint, ...]:
    points = []
    for one in table.items("path", ()):
        pair = one if isinstance(one, list) and len(one) == 2 else [None, None]
        day, share = reading.as_month_day(pair[0]), pair[1]
        if day is None or not isinstance(share, int | Decimal) or isinstance(share, bool):
            table.fault("path", f'{one!r} must be a day and a share such as ["06-30", 0.5]')
            continue
        points.append(PathPoint(day, Decimal(share)))
    return tuple(points)
