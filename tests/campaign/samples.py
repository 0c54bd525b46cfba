"""Campaigns of one or two measures, built by hand, for tests of the rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from campaign.calendar import ReportingWeek
from campaign.catalogue import (
    Aggregation,
    Cadence,
    Campaign,
    Comparison,
    EntryKind,
    Group,
    Indicator,
    Input,
    Measure,
    Option,
    Target,
    TargetKind,
)
from campaign.facts import Fact, Filing, Place, State
from campaign.rules import CalendarRules, Rules

COMMUNE = Place(1, "XKK", "commune", "xã Khánh Khê")
BAN_CON = Place(11, "T01", "village", "Bản Còn", households=118, people=512, adults=350)
NA_PO = Place(12, "T02", "village", "Nà Pò", households=90, people=400, adults=280)
KHUOI_MA = Place(13, "T03", "village", "Khuổi Mạ", households=60, people=250, adults=170)
PLACES = (COMMUNE, BAN_CON, NA_PO, KHUOI_MA)

# Friday 13/11 to Thursday 19/11/2026.
WEEK_47 = ReportingWeek(date(2026, 11, 13), date(2026, 11, 19), 2026, 47)
NOW = WEEK_47.last
BEFORE = WEEK_47.first - timedelta(days=1)

YES_NO = (Option("yes", "Rồi", "rồi", True), Option("no", "Chưa", "chưa", False))

RULES = Rules(
    on_track_band=Decimal(5), coverage_floor=Decimal(80), small_base=10, approval_required=False, private_days=90
)
CLOCK = CalendarRules(
    "Asia/Ho_Chi_Minh", time(8), time(19), time(14), time(16), time(17), time(19), time(7, 30), time(9), (), ()
)


def week(thursday: date) -> ReportingWeek:
    year, number, _ = thursday.isocalendar()
    return ReportingWeek(thursday - timedelta(days=6), thursday, year, number)


def asked(key: str, kind: EntryKind, denominator: str | None = None, is_asked: bool = True) -> Input:
    options = YES_NO if kind in (EntryKind.YES_NO, EntryKind.CHOICE) else ()
    return Input(
        key, kind, "ha", key, f"{key}?", "{figure}", "1", "", options, denominator, whole=False, asked=is_asked
    )


def amount(value: str | None, comparison: Comparison = Comparison.AT_LEAST, by: date | None = None) -> Target:
    return Target(TargetKind.AMOUNT, comparison, None if value is None else Decimal(value), by)


SOWN = Measure(
    id="KT1a",
    indicator="KT1",
    phrase="",
    name="Diện tích gieo trồng",
    unit="ha",
    aggregation=Aggregation.SUM,
    value=("area",),
    over=(),
    scale=Decimal(1),
    falling_is_good=False,
    maintain=False,
    target=amount("100"),
    cadence=Cadence.WEEKLY,
    months=(),
    year_start=(1, 1),
    since=None,
    reporters=("village",),
    subject="self",
    inputs=(asked("area", EntryKind.INCREMENT),),
    path=(),
    reading="",
    judged=True,
    small_cells=False,
)
HARVEST = replace(
    SOWN,
    id="KT1b",
    unit="tấn",
    value=("area * yield * 0.1",),
    inputs=(asked("area", EntryKind.INCREMENT), asked("yield", EntryKind.LEVEL)),
)
INSURED = replace(
    SOWN,
    id="XH1",
    indicator="XH1",
    name="Bảo hiểm y tế",
    unit="%",
    aggregation=Aggregation.RATIO_OF_SUMS,
    value=("of", "-uncovered"),
    over=("of",),
    scale=Decimal(100),
    target=amount("98", Comparison.MORE_THAN),
    year_start=None,
    inputs=(asked("uncovered", EntryKind.LEVEL, "people"),),
)
POOR = replace(
    SOWN,
    id="XH3",
    indicator="XH3",
    name="Hộ nghèo",
    unit="hộ",
    value=("poor",),
    falling_is_good=True,
    target=amount("0", Comparison.AT_MOST, date(2030, 12, 31)),
    cadence=Cadence.ON_CHANGE,
    year_start=None,
    inputs=(asked("poor", EntryKind.LEVEL),),
    small_cells=True,
)
REVENUE = replace(
    SOWN,
    id="KT5",
    indicator="KT5",
    name="Thu ngân sách",
    unit="%",
    aggregation=Aggregation.COMMUNE_SINGLE,
    value=("collected",),
    over=("estimate",),
    scale=Decimal(100),
    target=amount("110"),
    reporters=("PKT",),
    subject="commune",
    inputs=(asked("collected", EntryKind.RUNNING_TOTAL), asked("estimate", EntryKind.LEVEL, is_asked=False)),
)
FOREST = replace(
    SOWN,
    id="KT6a",
    indicator="KT6",
    name="Diện tích rừng trồng",
    value=("planted", "-felled"),
    maintain=True,
    target=Target(TargetKind.BASELINE, Comparison.AT_LEAST, None),
    cadence=Cadence.ON_CHANGE,
    year_start=None,
    inputs=(asked("planted", EntryKind.CHANGE), asked("felled", EntryKind.CHANGE)),
)
ACCIDENTS = replace(
    SOWN,
    id="QP2a",
    indicator="QP2",
    name="Vụ tai nạn giao thông",
    unit="vụ",
    value=("accidents",),
    falling_is_good=True,
    target=Target(TargetKind.YEAR_ON_YEAR, Comparison.AT_MOST, Decimal(-5)),
    year_start=(12, 15),
    reporters=("CAX",),
    subject="commune",
    inputs=(asked("accidents", EntryKind.INCREMENT),),
    small_cells=True,
)
HOUSES = replace(
    SOWN,
    id="XH5",
    indicator="XH5",
    name="Nhà văn hóa thôn",
    unit="%",
    aggregation=Aggregation.SHARE_OF_YES,
    value=("house",),
    scale=Decimal(100),
    target=amount("100"),
    cadence=Cadence.ON_CHANGE,
    year_start=None,
    inputs=(asked("house", EntryKind.CHOICE),),
)
CLINIC = replace(
    SOWN,
    id="XH4",
    indicator="XH4",
    name="Tiêu chí y tế xã",
    unit="đạt/chưa",
    aggregation=Aggregation.COMMUNE_SINGLE,
    value=("kept",),
    maintain=True,
    target=amount("1", Comparison.EQUAL),
    cadence=Cadence.YEARLY,
    months=(12,),
    year_start=None,
    reporters=("TYT",),
    subject="commune",
    inputs=(asked("kept", EntryKind.YES_NO),),
)


def campaign(*measures: Measure, rules: Rules = RULES) -> Campaign:
    """A campaign of these measures; their indicators are called after their first measure, in one group."""
    first = {measure.indicator: measure for measure in reversed(measures)}
    order = dict.fromkeys(measure.indicator for measure in measures)
    return Campaign(
        commune_code="06286",
        commune_name="xã Khánh Khê",
        province="tỉnh Lạng Sơn",
        starts=date(2026, 1, 1),
        ends=date(2030, 12, 31),
        officer_name="chị Hoa",
        officer_phone="0205 000 123",
        groups=(Group("kinh_te", "Kinh tế"),),
        indicators=tuple(
            Indicator(key, "kinh_te", number, "", first[key].name) for number, key in enumerate(order, start=1)
        ),
        measures=measures,
        calendar=CLOCK,
        rules=rules,
    )


def fact(
    measure: Measure,
    place: Place,
    on: date,
    value: str | None,
    input_key: str = "",
    of: str | None = None,
    state: State = State.REPORTED,
    marked: str = "",
    opening: bool = False,
) -> Fact:
    """A figure of the measure's first input, or of `input_key`."""
    return Fact(
        measure=measure.id,
        input=input_key or measure.inputs[0].key,
        unit=place.id,
        on=on,
        state=state,
        value=None if value is None else Decimal(value),
        denominator=None if of is None else Decimal(of),
        marked=marked,
        opening=opening,
    )


def filing(place: Place, period: ReportingWeek, on_time: bool = True, answered: int = 3, due: bool = True) -> Filing:
    done = datetime.combine(period.last, time(5), UTC) if answered >= 3 else None
    return Filing(place.id, period.last, due, answered, 3, done, on_time and done is not None)
