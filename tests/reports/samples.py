"""Weeks of a small commune for tests of the reports: a good one, a bad one, a first one without figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from campaign import spans
from campaign.assessment import assess, praise
from campaign.calendar import Kind, ReportingWeek
from campaign.catalogue import Campaign, Group, Measure
from campaign.facts import Fact, Filing, Place, UnitTarget
from campaign.rules import PraiseKind, PraiseRule
from reports.period import dossier
from reports.period.dossier import Adjustment, Dossier
from reports.weekly import summary
from reports.weekly.summary import Summary
from tests.campaign.samples import (
    ACCIDENTS,
    BAN_CON,
    BEFORE,
    CLINIC,
    COMMUNE,
    HOUSES,
    INSURED,
    KHUOI_MA,
    NA_PO,
    NOW,
    PLACES,
    POOR,
    REVENUE,
    SOWN,
    WEEK_47,
    campaign,
    fact,
    filing,
    week,
)

READING = "Tạm hiểu là giảm từ 5% trở lên, chờ xã thống nhất."
DEATHS = replace(ACCIDENTS, id="QP2b", name="Người chết do tai nạn", unit="người")
HURT = replace(ACCIDENTS, id="QP2c", name="Người bị thương", unit="người")
MEASURES = (
    replace(SOWN, target=replace(SOWN.target, value=Decimal("1819.7"))),
    REVENUE,
    replace(INSURED, inputs=(replace(INSURED.inputs[0], unit="người", whole=True),)),
    replace(POOR, inputs=(replace(POOR.inputs[0], unit="hộ", whole=True),)),
    CLINIC,
    replace(HOUSES, inputs=(replace(HOUSES.inputs[0], whole=True),)),
    *(replace(one, reading=READING, inputs=(replace(one.inputs[0], whole=True),)) for one in (ACCIDENTS, DEATHS, HURT)),
)
OFFICE = Place(21, "CAX", "office", "Công an xã")
MADE_ON = date(2026, 11, 20)
CHANGED = Adjustment(
    at=datetime.fromisoformat("2026-11-20T10:05+07:00"),
    week="2026-W47",
    unit="Bản Còn",
    measure="KT1a",
    label="gieo trồng",
    old="2 ha",
    old_value=Decimal(2),
    new="20 ha",
    new_value=Decimal(20),
    reason="",
    by="trưởng thôn",
)


def the_campaign(*measures: Measure) -> Campaign:
    file = campaign(*(measures or MEASURES))
    groups = (Group("kinh_te", "Kinh tế"), Group("xa_hoi", "Xã hội"), Group("an_ninh", "Quốc phòng - an ninh"))
    names = {"QP2": "Tai nạn giao thông"}
    indicators = tuple(
        replace(
            one,
            group={"KT": "kinh_te", "XH": "xa_hoi", "QP": "an_ninh"}[one.id[:2]],
            name=names.get(one.id, one.name),
        )
        for one in file.indicators
    )
    return replace(file, groups=groups, indicators=indicators, praise=(PraiseRule(PraiseKind.ON_TIME, 2),))


def last_year(accidents: str = "4", deaths: str = "1", hurt: str = "3") -> list[Fact]:
    on = date(2025, 10, 30)
    counts = ((ACCIDENTS, accidents), (DEATHS, deaths), (HURT, hurt))
    return [fact(measure, COMMUNE, on, count, opening=True) for measure, count in counts]


def good_figures() -> list[Fact]:
    """27 hectares sown in the week, revenue ahead, one village short of cards, fewer accidents."""
    return [
        fact(SOWN, COMMUNE, date(2026, 8, 20), "1700", opening=True),
        fact(SOWN, BAN_CON, NOW, "20"),
        fact(SOWN, NA_PO, NOW, "6.5"),
        fact(SOWN, KHUOI_MA, NOW, "0.5"),
        fact(REVENUE, COMMUNE, date(2026, 1, 8), "1000", "estimate", opening=True),
        fact(REVENUE, COMMUNE, BEFORE, "950"),
        fact(REVENUE, COMMUNE, NOW, "970"),
        *(
            fact(INSURED, place, on, count, of=of)
            for place, of, counts in ((BAN_CON, "512", "96"), (NA_PO, "400", "98"), (KHUOI_MA, "250", "92"))
            for on, count in zip((BEFORE, NOW), (counts[0] + "0", counts[1]), strict=True)
        ),
        *(fact(POOR, place, on, count) for place, count in ((BAN_CON, "12"), (NA_PO, "9")) for on in (BEFORE, NOW)),
        fact(POOR, KHUOI_MA, BEFORE, "6"),
        fact(POOR, KHUOI_MA, NOW, "5"),
        fact(CLINIC, COMMUNE, date(2025, 12, 18), "1"),
        *(fact(HOUSES, place, NOW, yes) for place, yes in ((BAN_CON, "1"), (NA_PO, "1"), (KHUOI_MA, "0"))),
        *last_year(),
        *(fact(one, COMMUNE, BEFORE, count) for one, count in ((ACCIDENTS, "3"), (DEATHS, "0"), (HURT, "2"))),
        *(fact(one, COMMUNE, NOW, "0") for one in (ACCIDENTS, DEATHS, HURT)),
    ]


def filings(weeks: int = 11) -> list[Filing]:
    """Bản Còn and Khuổi Mạ on time all the weeks, Nà Pò silent in the last one, the police on time."""
    periods = [week(WEEK_47.last - timedelta(days=7 * back)) for back in range(weeks)]
    found = [filing(place, one) for place in (BAN_CON, KHUOI_MA, OFFICE) for one in periods]
    return [*found, *(filing(NA_PO, one, on_time=one != WEEK_47, answered=3 * (one != WEEK_47)) for one in periods)]


def build(facts: list[Fact], sent: list[Filing] | None = None, file: Campaign | None = None) -> Summary:
    file, places, sent = file or the_campaign(), (*PLACES, OFFICE), filings() if sent is None else sent
    standings = assess.assess(file, facts, places, (), WEEK_47, sent)
    praised = praise.of_period(file, facts, places, sent, WEEK_47)
    return summary.build(file, standings, WEEK_47, sent, places, praised)


def good_week() -> Summary:
    return build(good_figures())


def bad_figures() -> list[Fact]:
    """Poor households rose and one count is under check, accidents rose too."""
    facts = [one for one in good_figures() if not (one.measure == "XH3" and one.on == NOW)]
    facts += [fact(POOR, place, NOW, count) for place, count in ((BAN_CON, "14"), (NA_PO, "9"))]
    facts.append(fact(POOR, KHUOI_MA, NOW, "7", marked="chưa có quyết định"))
    facts = [one for one in facts if not (one.measure == "QP2a" and one.on == NOW)]
    return [*facts, fact(ACCIDENTS, COMMUNE, NOW, "4")]


def bad_week() -> Summary:
    return build(bad_figures())


def first_week() -> Summary:
    """Asked for the first time, and nobody has answered."""
    return build([], [filing(place, WEEK_47, on_time=False, answered=0) for place in (BAN_CON, NA_PO, KHUOI_MA)])


def build_dossier(
    facts: list[Fact], period: ReportingWeek = WEEK_47, places: Sequence[Place] = (*PLACES, OFFICE)
) -> Dossier:
    """The dossier of a period with Bản Còn's target, one report half done and one change after the post."""
    file, sent = the_campaign(), filings()
    given = [UnitTarget("KT1a", BAN_CON.id, 2026, Decimal(45), date(2026, 1, 1))]
    standings = assess.assess(file, facts, places, given, period, sent)
    praised = praise.of_period(file, facts, places, sent, period)
    table = summary.build(file, standings, period, sent, places, praised)
    of_units = [
        (place, assess.assess_unit(file, facts, place, given, period)) for place in places if place.kind != "commune"
    ]
    return dossier.build(file, table, standings, of_units, sent, {NA_PO.id: ("gieo trồng",)}, [CHANGED], MADE_ON)


def good_dossier() -> Dossier:
    return build_dossier(good_figures())


def bad_dossier() -> Dossier:
    return build_dossier(bad_figures())


def quarter_dossier() -> Dossier:
    return build_dossier(good_figures(), spans.make(Kind.QUARTER, 2026, 4))


def year_dossier() -> Dossier:
    return build_dossier(good_figures(), spans.make(Kind.YEAR, 2026))
