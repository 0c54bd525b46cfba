"""The commune's own scheme of points from a table (bảng điểm): checked that rules exist and maxima add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from campaign.catalogue import Campaign
from models import audit, scoring
from models.scoring import ScoreScheme
from services.imports import columns
from services.imports.columns import Column
from services.imports.preview import Preview
from services.imports.rows import Table
from services.imports.table_row import Row, in_words
from services.scoring import Criterion, Rule, Sort, rule_of

COLUMNS = (
    Column("text", ("Tiêu chí", "Nội dung", "Nội dung tiêu chí"), True),
    Column("most", ("Điểm tối đa", "Điểm", "Thang điểm"), True),
    Column("rule", ("Cách tính", "Cách chấm"), True),
    Column("year", ("Năm",), True),
    Column("sort", ("Loại",)),
    Column("kinds", ("Áp dụng", "Áp dụng cho", "Đối tượng")),
    Column("proof", ("Minh chứng", "Tài liệu minh chứng")),
)
_SORTS = {columns.plain(one.value): one for one in Sort} | {
    "": Sort.POINTS,
    "cong": Sort.BONUS,
    "diem thuong": Sort.BONUS,
}
_KINDS = {"thon": "village", "truong": "school", "co quan": "office"}
_SAID = {"village": "thôn", "school": "trường", "office": "cơ quan"}
_LONGEST = 200


@dataclass(frozen=True)
class Plan:
    """What a table would do: a scheme of `year`; nothing is stored yet."""

    year: int
    total: Decimal
    criteria: tuple[Criterion, ...]
    commune_id: int
    preview: Preview


def draft(session: Session, table: Table, campaign: Campaign, commune_id: int) -> Plan:
    """The scheme that a table is; lines with a fault are named, and then nothing can be applied."""
    found: list[Criterion] = []
    years: dict[int, Row] = {}
    for row in table.rows:
        one, year = _criterion(row, campaign), row.whole("year")
        if year is not None:
            years.setdefault(year, row)
            if not campaign.starts.year <= year <= campaign.ends.year:
                row.fault(f"năm {year} ngoài phong trào {campaign.starts.year}-{campaign.ends.year}")
            if len(years) > 1:
                row.fault(f"năm {year} khác các dòng trên; một bảng cho một năm")
        if one is not None and not row.faults:
            found.append(one)
    total = _check_total(table, found)
    preview = table.preview("tiêu chí", len(found))
    if preview.faulty:  # a scheme with a line left out would be another one
        preview.blocking.append("Bảng điểm chỉ ghi khi mọi dòng đều đúng.")
    if not table.totals:
        preview.blocking.append("Bảng chưa có dòng «Tổng cộng» ghi tổng điểm tối đa.")
    year = next(iter(years), 0)
    said = f"bảng điểm năm {year}: {len(found)} tiêu chí, thang {in_words(total)} điểm"
    before = scoring.scheme_of(session, commune_id, year)
    if before is None and found:
        preview.added.append(said)
    elif before is not None and (before.criteria, before.total) != ([one.to_json() for one in found], total):
        preview.changed.append(said)
    hand = sum(one.rule is Rule.HAND and one.sort is not Sort.GRADE for one in found)
    preview.sums.append(
        f"máy tính {sum(one.sort is not Sort.GRADE for one in found) - hand} dòng, hội đồng chấm {hand}"
    )
    return Plan(year, total, tuple(found), commune_id, preview)


def _criterion(row: Row, campaign: Campaign) -> Criterion | None:
    text, most = row.required("text"), row.figure("most")
    row.required("most")
    row.required("year")
    sort = _SORTS.get(columns.plain(row.text("sort")))
    if sort is None:
        row.fault(f"{row.label('sort')} là «{row.text('sort')}»; phải là điểm, thưởng, trừ hoặc xếp loại")
    rule = (Rule.HAND, "") if sort is Sort.GRADE else rule_of(campaign, row.required("rule"))
    if rule is None and row.text("rule"):
        row.fault(
            f"{row.label('rule')} là «{row.text('rule')}»; phải là mã chỉ tiêu (XH1, XH1 theo tỷ lệ), "
            "giao ước, đúng hạn hoặc hội đồng"
        )
    if rule is not None and rule[0] is not Rule.HAND and sort in (Sort.BONUS, Sort.DEDUCTION):
        row.fault("điểm thưởng, điểm trừ do hội đồng chấm")
    if most == 0:
        row.fault(f"{row.label('most')} là 0; phải lớn hơn 0")
    if len(text) > _LONGEST:
        row.fault(f"{row.label('text')} dài quá {_LONGEST} chữ")
    kinds = [columns.plain(one) for one in row.text("kinds").split(",") if one.strip()]
    unknown = [one for one in kinds if one not in _KINDS]
    if unknown:
        row.fault(f"{row.label('kinds')} là «{row.text('kinds')}»; phải là thôn, trường, cơ quan, hoặc để trống")
    if row.faults or most is None or sort is None or rule is None:
        return None
    return Criterion(text, most, *rule, sort, tuple(_KINDS[one] for one in kinds), row.text("proof"))


def _check_total(table: Table, found: list[Criterion]) -> Decimal:
    """The stated total, which the maxima of each kind of unit must add up to."""
    scored = [one for one in found if one.sort is Sort.POINTS]
    total = Decimal(0)
    for row in table.totals:
        said = row.figure("most")
        total = said if said is not None else total
        for kind, name in _SAID.items() if not table.faulty else ():
            adds = sum((one.most for one in scored if one.is_for(kind)), Decimal(0))
            if said is not None and adds and adds != said:
                row.fault(f"ghi tổng {in_words(said)} điểm, các tiêu chí của {name} cộng lại {in_words(adds)}")
        _check_grades(row, found, said)
    return total


def _check_grades(row: Row, found: list[Criterion], total: Decimal | None) -> None:
    """A grade that no unit can have, not even with every bonus."""
    most = (total or Decimal(0)) + sum(one.most for one in found if one.sort is Sort.BONUS)
    beyond = [one for one in found if one.sort is Sort.GRADE and one.most > most]
    if beyond and total is not None:
        row.fault(f"«{beyond[0].text}» từ {in_words(beyond[0].most)} điểm, quá mức cao nhất {in_words(most)}")


def apply(session: Session, made: Plan, now: datetime, by: int | None = None) -> None:
    """Store what a plan says as the year's newest version."""
    scheme = ScoreScheme(
        commune_id=made.commune_id,
        year=made.year,
        total=made.total,
        criteria=[one.to_json() for one in made.criteria],
        made_at=now,
        made_by=by,
    )
    session.add(scheme)
    new = {"criteria": len(made.criteria), "total": str(made.total)}
    subject = f"scores:{made.year}"
    audit.record(session, now, made.commune_id, by, audit.Action.SCHEME_IMPORTED, subject, new=new)
