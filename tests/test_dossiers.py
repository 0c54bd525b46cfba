"""The neutral table read from a real database: every unit, who is missing, and what was changed after the post."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import event

from campaign.calendar import Kind as Length
from campaign.spans import find
from models.periods import Report
from reports.period.dossier import Adjustment, Dossier
from services import period_dossier
from services.inbound import Kind
from tests import scoping
from tests.commune import Stand


def compiled(stand: Stand, label: str = "2026-W47") -> Dossier:
    with stand.context() as context:
        return period_dossier.compile_dossier(context, find(label, context.calendar))


def reported(stand: Stand) -> None:
    """Bản Còn has sent everything, the police half of it; Khuổi Mạ nothing."""
    stand.ask("son", "hien", "hoa")
    stand.say("son", "6")
    stand.tap("son", "Không gieo thêm")
    stand.tap("son", "Không có gì mới")


def freeze(stand: Stand) -> int:
    """The week is posted; returns Bản Còn's report."""
    stand.at("2026-11-20T10:00")
    with stand.context() as context:
        report = next(one for one in context.session.query(Report) if one.unit.code == "T01" and one.completed_at)
        report.period.frozen_at = context.now
        return report.id


def adjusted(stand: Stand) -> Adjustment:
    key = freeze(stand)
    stand.send("son", Kind.CHOICE, data=f"fix:{key}:XH1")
    stand.say("son", "5")
    return compiled(stand).adjustments[0]


def test_every_measure_and_every_unit_has_its_line(stand: Stand) -> None:
    """33 measures, and villages before schools before offices, each by its code."""
    reported(stand)
    found = compiled(stand)
    assert 33 == len(found.measures)
    kinds = [one.kind for one in found.units]
    assert ["village", "school", "office"] == list(dict.fromkeys(kinds))
    assert 28 == kinds.count("village")
    assert found == Dossier.from_json(json.loads(json.dumps(found.to_json())))


def test_who_sent_and_who_is_missing(stand: Stand) -> None:
    """The complete village is not missing, a silent one is, with what it still owes."""
    reported(stand)
    found = compiled(stand)
    by_code = {one.code: one for one in found.units}
    assert ("đủ", "chưa gửi") == (by_code["T01"].word, by_code["T02"].word)
    missing = {one.code: one for one in found.missing}
    assert "T01" not in missing
    assert ("thẻ BHYT", "gieo trồng") == missing["T02"].still_open[:2]


def test_a_change_after_the_post_is_in_the_log(stand: Stand) -> None:
    """Old and new, of which week, by whom: a role, no name."""
    reported(stand)
    found = adjusted(stand)
    assert ("2026-W47", "Bản Còn", "XH1", "6 người", "5 người", "trưởng thôn") == (
        found.week,
        found.unit,
        found.measure,
        found.old,
        found.new,
        found.by,
    )
    assert "2026-11-20T10:00:00+07:00" == found.at.isoformat()


def test_the_log_has_its_change_in_the_week_of_the_figure_and_in_the_week_it_was_made(stand: Stand) -> None:
    """Said on Friday of week 48 about week 47; week 46 knows nothing of it."""
    reported(stand)
    adjusted(stand)
    lengths = [len(compiled(stand, label).adjustments) for label in ("2026-W46", "2026-W47", "2026-W48", "2026-Q4")]
    assert [0, 1, 1, 1] == lengths


@pytest.mark.parametrize("label", ["2026-11", "2026-Q4", "2026-H2", "2026-9M", "2026", "2026-HC"])
def test_any_period_is_compiled(stand: Stand, label: str) -> None:
    """Longer stretches have the same lines; their reports are counted by the week."""
    reported(stand)
    found = compiled(stand, label)
    assert Length.WEEK != found.period.kind
    assert (33, label) == (len(found.measures), found.period.label)


@pytest.mark.parametrize("label", ["2026-W47", "2026-Q4"])
def test_the_figures_are_not_read_for_each_unit(stand: Stand, label: str) -> None:
    """As many statements, whatever the number of its units."""
    reported(stand)
    statements: list[str] = []

    def note(*told: object) -> None:
        if not str(told[2]).startswith(scoping.LOOK_UP):
            statements.append(str(told[2]))

    event.listen(stand.store.engine, "before_cursor_execute", note)
    compiled(stand, label)
    event.remove(stand.store.engine, "before_cursor_execute", note)
    assert len(statements) < 40, "47 units, and a fixed number of questions about all of them"


def test_a_years_dossier_has_what_was_set_for_the_next_year(stand: Stand) -> None:
    """The commune's assigned targets with their paper; no pledge, no village's, nothing in another period's."""
    stand.join("hoa")
    stand.say("hoa", "giao chỉ tiêu KT1a xã 1.850 năm 2027 theo NQ 30")
    stand.say("hoa", "giao chỉ tiêu KT1a Bản Còn 46 năm 2027")
    stand.say("hoa", "giao ước XH1 xã 99 năm 2027")
    with stand.context() as context:
        year, quarter = (
            period_dossier.compile_dossier(context, find(label, context.calendar)) for label in ("2026", "2026-Q4")
        )
    assert ("Diện tích gieo trồng: 1.850 ha (theo NQ 30).",) == year.next_targets
    assert () == quarter.next_targets
