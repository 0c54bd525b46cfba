"""What is due, by cadence: a village's ordinary week is three questions, and nothing is asked twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from campaign.facts import Place
from campaign.parsing import due as agenda
from tests.commune import deployment

VILLAGE = Place(id=1, code="T01", kind="village", name="Bản Còn")


def due(place: Place, week: str, answered: dict[str, date] | None = None) -> list[str]:
    """The measures due, each once, in asking order."""
    made = deployment()
    period = made.calendar.of(week)
    known = answered or {}
    keys = agenda.due(made.campaign.as_written, place, period, made.calendar.previous(period), known.get)
    return list(dict.fromkeys(key.split(".")[0] for key in keys))


def answered_in(*measures: str, on: date) -> dict[str, date]:
    """Answers to every input of some measures on one day."""
    campaign = deployment().campaign.as_written
    return {f"{name}.{one.key}": on for name in measures for one in campaign.by_id[name].inputs}


HALF_YEAR = answered_in("XH2", "XH7a", on=date(2026, 7, 2))


def test_an_ordinary_november_week_of_a_village() -> None:
    """Cards, sowing, and one question about what rarely changes."""
    assert ["XH1", "KT1a", "KT3b", "KT6a", "XH3", "XH5"] == due(VILLAGE, "2026-W47", HALF_YEAR)


def test_the_first_week_of_a_month_asks_more() -> None:
    """Digital skills once a month, in the period of the month's first Thursday."""
    assert {"XH8c", "XH8d"} <= set(due(VILLAGE, "2026-W45", HALF_YEAR))
    assert not {"XH8c", "XH8d"} & set(due(VILLAGE, "2026-W46", HALF_YEAR))


def test_out_of_season_nothing_is_asked_about_the_fields() -> None:
    """December: nothing is sown, nothing harvested."""
    assert not {"KT1a", "KT1b"} & set(due(VILLAGE, "2026-W50", HALF_YEAR))


def test_a_named_period_is_asked_until_answered() -> None:
    """The half-year's question opens in June and stays open; an answer in July closes it until December."""
    assert "XH2" in due(VILLAGE, "2026-W27")
    assert "XH2" in due(VILLAGE, "2026-W40")
    assert "XH2" not in due(VILLAGE, "2026-W40", HALF_YEAR)
    assert "XH2" in due(VILLAGE, "2026-W50", HALF_YEAR)


def test_nothing_before_the_campaign_is_owed() -> None:
    """The year that opened before the campaign began is nobody's debt."""
    assert "XH7a" not in due(VILLAGE, "2026-W10")


def test_a_period_that_opens_on_the_campaigns_first_day_is_owed() -> None:
    """A campaign from 1 June asks for the half-year that opens on 1 June; one from 2 June does not."""
    made = deployment()
    week = made.calendar.of("2026-W27")

    def asked(starts: date) -> set[str]:
        keys = agenda.due(
            replace(made.campaign.as_written, starts=starts),
            VILLAGE,
            week,
            made.calendar.previous(week),
            lambda _: None,
        )
        return {key.split(".")[0] for key in keys}

    assert "XH2" in asked(date(2026, 6, 1))
    assert "XH2" not in asked(date(2026, 6, 2))


@pytest.mark.parametrize(
    ("code", "kind", "measures"),
    [("PKT", "office", ["KT5"]), ("CAX", "office", ["QP2a", "QP2b", "QP2c"]), ("BXD", "office", ["CT1"])],
)
def test_the_weekly_offices(code: str, kind: str, measures: list[str]) -> None:
    """Economy, police and party owe their own figures each week."""
    campaign = deployment().campaign.as_written
    everything = answered_in(*campaign.by_id, on=date(2026, 11, 12))
    assert measures == due(Place(id=2, code=code, kind=kind, name=code), "2026-W47", everything)


def test_a_unit_with_nothing_due_is_left_in_peace() -> None:
    """The health station has no weekly figure."""
    campaign = deployment().campaign.as_written
    everything = answered_in(*campaign.by_id, on=date(2026, 11, 12))
    assert [] == due(Place(id=3, code="TYT", kind="office", name="Trạm Y tế"), "2026-W47", everything)


def test_a_merged_away_village_is_not_asked() -> None:
    """A unit is asked only while it exists."""
    gone = Place(id=4, code="T29", kind="village", name="Nà Cũ", active_to=date(2026, 5, 31))
    assert [] == due(gone, "2026-W47")
