"""Turns the tables of one measure, its inputs and its target into their shapes.

Every fault is noted at its line; what must hold within and between them is for the checks to say.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from campaign.catalogue import (
    Aggregation,
    Cadence,
    Comparison,
    EntryKind,
    Input,
    Measure,
    Option,
    PathPoint,
    Standard,
    Target,
    TargetKind,
)
from campaign.definition import check_input, check_measure, measure_reasons, reasons, toml_table


def measure(table: toml_table.Table) -> Measure:
    """The measure that a table describes; its faults are noted with their lines."""
    tables = table.tables("input", "input")
    inputs = tuple(_input(one) for one in tables)
    found = Measure(
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
        standards=_standards(table),
        forecast=table.flag("forecast", True),
        decided_by=table.text("decided_by", ""),
        season_starts=_months(table, "season_starts"),
        left_out=table.flag("left_out", False),
    )
    _report(table, tables, found)
    table.done()
    return found


def _report(table: toml_table.Table, tables: list[toml_table.Table], found: Measure) -> None:
    """Note what is wrong with a measure as a whole; `tables` are those of its inputs."""
    if not any(one.asked for one in found.inputs) and "input" not in table.wrong:
        table.fault("input", measure_reasons.NOTHING_IS_ASKED)
    for key in ("value", "reporters"):
        if not getattr(found, key) and key not in table.wrong:
            table.fault(key, reasons.EMPTY_LIST)
    if any(one.wrong & {"key", "kind"} for one in tables):
        table.wrong.add("input")  # rules about kinds would only repeat that fault
    table.report(check_measure.of_measure(found))
    for index, key, reason in check_measure.of_siblings(found):
        if key == "key" or "input" not in table.wrong:
            tables[index].report([((key,), reason)])


def _input(table: toml_table.Table) -> Input:
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
        other_names=table.words("other_names", ()),
        explanation=table.text("explanation", ""),
        asked_with=table.text("asked_with", ""),
        asked=asked,
        opposite=table.text("opposite", ""),
        falls_by_decision=table.flag("falls_by_decision", False),
        only_with=table.text("only_with", ""),
        alone=table.text("alone", ""),
    )
    table.report(check_input.of_input(one))
    table.done()
    return one


def _option(table: toml_table.Table) -> Option:
    option = Option(
        key=table.text("key"),
        label=table.text("label"),
        said=table.text("said"),
        yes=table.flag("yes"),
        words=table.words("words", ()),
    )
    table.done()
    return option


def _target(table: toml_table.Table) -> Target:
    target = Target(
        kind=table.word("kind", TargetKind, TargetKind.AMOUNT),
        comparison=table.word("comparison", Comparison, Comparison.AT_LEAST),
        value=table.number("value"),
        by=table.day("by"),
    )
    table.report(check_measure.of_target(target))
    table.done()
    return target


def _months(table: toml_table.Table, key: str) -> tuple[int, ...]:
    found = table.items(key, ())
    if any(not isinstance(one, int) or isinstance(one, bool) for one in found):
        table.fault(key, measure_reasons.MONTH_NUMBERS)
    return tuple(one for one in found if isinstance(one, int))


def _standards(table: toml_table.Table) -> tuple[Standard, ...]:
    found = tuple(_standard(one) for one in table.tables("standards", "standard", needed=False))
    if [one.since for one in found] != sorted({one.since for one in found}) and "standards" not in table.wrong:
        table.fault("standards", measure_reasons.STANDARDS_FOLLOW)
    return found


def _standard(table: toml_table.Table) -> Standard:
    standard = Standard(since=table.day("since", needed=True) or date.min, name=table.text("name"))
    table.done()
    return standard


def _path(table: toml_table.Table) -> tuple[PathPoint, ...]:
    points = []
    for one in table.items("path", ()):
        pair = one if isinstance(one, list) and len(one) == 2 else [None, None]
        day, share = toml_table.as_month_day(pair[0]), pair[1]
        if day is None or not isinstance(share, int | Decimal) or isinstance(share, bool):
            table.fault("path", measure_reasons.no_path_point(one))
            continue
        points.append(PathPoint(day, Decimal(share)))
    return tuple(points)
