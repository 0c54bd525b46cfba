"""Dated targets: by file and by message, assigned and pledged; weeks that were posted stay judged as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from campaign import spans
from campaign.assessment.result import Result
from models import periods, targets
from reports.period import workbook
from services import period_dossier, weekly_summary
from services.context import Context
from services.imports import targets as imports
from services.imports.rows import ImportFault
from tests.commune import Stand

HEADER = "measure,unit,year,value,valid_from,kind,decision\n"


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path)
    made.join("hoa")
    made.at("2026-11-20T10:00")
    yield made
    made.close()


def load(stand: Stand, folder: Path, rows: str) -> int:
    path = folder / "targets.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with stand.context() as context:
        return imports.load(context.session, path, context.campaign, context.commune, context.now)


def standing(context: Context, label: str, measure: str) -> Result:
    period = spans.find(label, context.calendar)
    found = weekly_summary.compile_period(context, period).standings
    return next(one for one in found if one.measure == measure)


def freeze(stand: Stand, label: str) -> None:
    with stand.context() as context:
        periods.keep(context.session, context.commune.id, context.calendar.of(label)).frozen_at = context.now


def book(stand: Stand, label: str) -> bytes:
    with stand.context() as context:
        return workbook.write(period_dossier.compile_dossier(context, context.calendar.of(label)))


def test_a_posted_week_stays_judged_as_it_was(stand: Stand, tmp_path: Path) -> None:
    """A target dated back to January changes nothing of the week that is frozen, to the byte; the next one has it."""
    freeze(stand, "2026-W47")
    before = book(stand, "2026-W47")
    assert 2 == load(stand, tmp_path, "KT1a,XA,2026,1900,2026-01-01,,NQ 5\nKT1a,T01,2026,60,2026-01-01,,QĐ 2\n")
    assert before == book(stand, "2026-W47")
    with stand.context() as context:
        assert Decimal("1819.7") == standing(context, "2026-W47", "KT1a").target
        assert Decimal(1900) == standing(context, "2026-W48", "KT1a").target


def test_an_open_week_has_the_new_target(stand: Stand, tmp_path: Path) -> None:
    """Where nothing is frozen a target holds from its own day, and not a day earlier."""
    load(stand, tmp_path, "KT1a,XA,2026,1900,2026-11-13,,NQ 5\n")
    with stand.context() as context:
        assert Decimal(1900) == standing(context, "2026-W47", "KT1a").target
        assert Decimal("1819.7") == standing(context, "2026-W46", "KT1a").target


def test_the_same_file_again_records_nothing(stand: Stand, tmp_path: Path) -> None:
    """A file that is loaded twice leaves one record each; another decision is another record."""
    row = "KT1a,T01,2027,47,2027-01-01,pledged,\n"
    load(stand, tmp_path, row)
    load(stand, tmp_path, row)
    load(stand, tmp_path, "KT1a,T01,2027,47,2027-01-01,assigned,QĐ 3\n")
    with stand.context() as context:
        mine = [one for one in targets.of_commune(context.session, context.commune.id) if one.year == 2027]
        assert [(Decimal(47), True), (Decimal(47), False)] == [(one.value, one.is_pledged) for one in mine]


def test_an_unknown_kind_is_refused(stand: Stand, tmp_path: Path) -> None:
    """A kind that is neither stops the whole file, with its line."""
    with pytest.raises(ImportFault, match="Dòng 2: cột F «Hình thức» là «wished»"):
        load(stand, tmp_path, "KT1a,T01,2027,47,2027-01-01,wished,\n")


def test_a_step_of_a_far_target_judges_its_year(stand: Stand, tmp_path: Path) -> None:
    """Poor households need be none in 2030; with «200 by the end of 2026» the year has a verdict."""
    with stand.context() as context:
        assert "far" == standing(context, "2026", "XH3").rule
    load(stand, tmp_path, "XH3,XA,2026,200,2026-01-01,,NQ 7\n")
    with stand.context() as context:
        found = standing(context, "2026", "XH3")
        assert ("missed", Decimal(14)) == (found.rule, found.shortfall)


def test_the_author_and_the_paper_are_kept(stand: Stand) -> None:
    """What an officer types is recorded with who, when, and by which paper; without accents too."""
    stand.say("hoa", "giao chi tieu KT1a ban con 46,5 nam 2027 tu 1/7/2027 theo QĐ 12/QĐ-UBND")
    with stand.context() as context:
        row = context.session.query(targets.Target).order_by(targets.Target.id.desc()).first()
        assert row is not None
        assert (Decimal("46.5"), 2027, date(2027, 7, 1)) == (row.value, row.year, row.holds_from)
        assert ("assigned", "QĐ 12/QĐ-UBND", 1) == (row.kind, row.decision, row.person_id)
        assert context.now == row.recorded_at


REFUSED = (
    ("QP3 xã 5 năm 2027", "không giao bằng con số"),
    ("KT6a xã 2.400 năm 2027", "không giao bằng con số"),
    ("XH4 xã 1 năm 2027", "không giao bằng con số"),
    ("XH1 xã 200 năm 2027", "không giao quá 100%"),
    ("KT1a xã 0 năm 2027", "phải lớn hơn 0"),
    ("KT1a xã 1.850 năm 2035", "ngoài (giai đoạn|chiến dịch) 2026–2030"),
)


def test_what_no_year_would_be_judged_by_is_no_target(stand: Stand, tmp_path: Path) -> None:
    """Whether typed or in a file: nothing is recorded that the verdicts would pass over; revenue may be above 100%."""
    for typed, said in REFUSED:
        measure, _, value, _, year = typed.split()
        stand.say("hoa", f"giao chỉ tiêu {typed}")
        assert re.search(said, stand.heard("hoa")[-1].text)
        with pytest.raises(ImportFault, match=said):
            load(stand, tmp_path, f"{measure},XA,{year},{value.replace('.', '')},2027-01-01,giao,\n")
    with stand.context() as context:
        assert not [one for one in targets.of_commune(context.session, context.commune.id) if one.year > 2026]
    stand.say("hoa", "giao chỉ tiêu KT5 xã 112 năm 2027")
    assert "112%" in stand.heard("hoa")[-1].text
