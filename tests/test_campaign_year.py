"""A campaign year from launch to next year's launch: what the group heard of it, and what every paper rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlalchemy import select

from campaign.spans import find
from models import checks, honours, pledges, rounds, scoring, units
from models.checks import Draw
from models.figures import Figure, Revision
from models.honours import Nominee
from models.rounds import Round, State
from reports.period import document
from reports.period.dossier import Dossier
from services import check_papers, period_dossier, pledge_papers, round_results, score_papers
from services.context import Context
from tests import campaign_year, contests
from tests.campaign_year import FIRST, LAST, YEAR, Year

D = Decimal
_DECEMBER = date(YEAR, 12, 30)
# What no line, button or picture of the group may hold. «điểm %» is a difference of two shares.
_PRIVATE = re.compile(
    r"\bđiểm\b(?! %)|\bxếp (?:hạng|thứ|loại)|\bhạng\b|\bthứ (?:nhất|nhì|ba)\b|giải (?:nhất|nhì|ba)|\bphiếu\b|bình xét"
    r"|đề nghị (?:khen|xem xét)|giấy khen|danh sách|ứng viên|đề cử|đúng mức|vượt mức",
    re.IGNORECASE,
)
_NINE_SAID, _YEAR_SAID = f"9 THÁNG {YEAR}", f"NĂM {YEAR}"
H1, NINE, WHOLE, BEFORE = f"{YEAR}-H1", f"{YEAR}-9M", str(YEAR), str(YEAR - 1)


def _papers(context: Context, labels: Collection[str]) -> dict[str, Any]:
    """What is printed of the year, as what its file is made from."""
    made: dict[str, Any] = {
        label: period_dossier.compile_dossier(context, find(label, context.calendar)).to_json() for label in labels
    }
    session, commune = context.session, context.commune.id
    one = rounds.of_state(session, commune, State.OPEN, State.CLOSED)[0]
    made["round"] = round_results.table(context, one).to_json()
    lots = session.scalars(select(Draw).order_by(Draw.id)).all()
    made["lots"] = [check_papers.lot_paper(context, drawn) for drawn in lots]
    signed = pledges.of_year(session, commune, YEAR)
    made["pledges"] = pledge_papers.describe(context, YEAR, signed, pledge_papers.PAPER)
    return made


def _resting_on(year: Year, before: Mapping[str, Any], measure: str, on: date, labels: Collection[str]) -> set[str]:
    """Which papers read otherwise when Bản Còn's figure of a day, and what was last said of it, is another."""
    with year.stand.context() as context:
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        query = select(Figure).where(Figure.measure == measure, Figure.on_day == on, Figure.subject_id == unit.id)
        figure = context.session.scalars(query).one()
        said = _said(context, figure)
        figure.value = said.value = (figure.value or D(0)) + 2
        context.session.flush()
        after = _papers(context, labels)
        context.session.rollback()
    return {name for name in after if before[name] != after[name]}


def _said(context: Context, figure: Figure) -> Revision:
    """The newest writing of a figure."""
    query = select(Revision).where(Revision.figure_id == figure.id).order_by(Revision.id.desc()).limit(1)
    return context.session.scalars(query).one()


def _played(folder: Path, is_played: Callable[[date], bool]) -> Year:
    """From the launch of one year to that of the next."""
    year = campaign_year.begin(folder)
    stand = year.stand
    campaign_year.pledge(stand)
    campaign_year.launch(stand, f"{YEAR}-01-20", f"Thi đua năm {YEAR}\nCả xã cùng làm.", campaign_year.PAPER)
    is_open = False
    for one in campaign_year.weeks_between(year, date(YEAR, 1, 22), _DECEMBER):
        if not is_played(one.last):
            continue
        if one.last.month > 10 and not year.files:
            campaign_year.ask_for_report(year, f"{YEAR}-10-29T09:00", _NINE_SAID)
        if one.last >= FIRST and not is_open:
            is_open = True
            stand.at(f"{FIRST}T09:00")
            contests.open_round(stand, days="13/8 - 2/9", places="Bản Còn, Khuổi Mạ", name=campaign_year.ROUND)
            stand.say("son", campaign_year.DEED)
            stand.tap("hoa", "Giữ để đăng")
        road = ", làm đường 120 m" if FIRST <= one.last <= LAST else ""
        left = 9 if one.last < FIRST else 7 if one.last <= LAST else 5
        said = [("son", f"BHYT {left}, không gieo{road}, không có gì mới"), ("hien", f"BHYT 8, không gieo{road}")]
        campaign_year.week(year, one, said)
        if one.last == LAST:
            with stand.context() as context:
                before = _papers(context, (NINE,))
            assert {"round", NINE} == _resting_on(year, before, _own(year), LAST, (NINE,))
            stand.at(f"{YEAR}-09-08T16:01")
            stand.tick()
    campaign_year.score(year)
    _close(year)
    campaign_year.honour(year)
    return year


def _close(year: Year) -> None:
    """The verdict in January, and the next launch."""
    stand = year.stand
    stand.at(f"{YEAR + 1}-01-17T09:00")
    stand.say("hoa", f"CHỐT NĂM {YEAR}")
    stand.tap("hoa", f"Chốt năm {YEAR}")
    campaign_year.ask_for_report(year, f"{YEAR + 1}-01-17T10:00", _YEAR_SAID)
    campaign_year.launch(
        stand, f"{YEAR + 1}-01-20", f"Thi đua năm {YEAR + 1}\nLàm tiếp.", "số 9/KH-UBND ngày 18/01/2028"
    )


def _own(year: Year) -> str:
    """The id of what the round counts."""
    with year.stand.context() as context:
        return context.session.query(Round).one().measures[0].key


@pytest.mark.first
@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.long)], ids=["weeks", "year"])
def test_a_campaign_year(tmp_path: Path, is_whole: bool) -> None:
    """Launch, pledge, round, checks, deed, sơ kết, verdict, tổng kết, launch: told, kept apart, and traced."""
    year = _played(tmp_path, lambda last: is_whole or FIRST <= last <= LAST or last == _DECEMBER)
    year.stand.at(f"{YEAR + 1}-01-26T09:00")
    with year.stand.context() as context:
        papers = _papers(context, (H1, NINE, WHOLE, BEFORE) if is_whole else (H1, NINE, WHOLE))
    _group(year)
    _traced(year, papers, is_whole)
    _reports(year, papers)
    _scored_and_honoured(year)
    year.stand.close()


def _group(year: Year) -> None:
    """Of the whole year: no score, place, nominee or vote, and of a round no unit."""
    assert [] == [(said[:80], found[0]) for said in year.in_group if (found := _PRIVATE.search(said))]
    assert any("làm đường thêm 720/600 m" in said for said in year.in_group), "its totals are told"
    contests_told = [line for said in year.in_group for line in said.splitlines() if campaign_year.ROUND in line[:40]]
    assert contests_told
    assert [] == [line for line in contests_told if "Bản Còn" in line or "Khuổi Mạ" in line]


def _scored_and_honoured(year: Year) -> None:
    """The sheet has its sources and the objection; the book names whom the rule found, by figures that there are."""
    with year.stand.context() as context:
        session, commune = context.session, context.commune.id
        scheme = scoring.scheme_of(session, commune, YEAR)
        assert scheme is not None
        sheet = score_papers.describe(context, scheme, score_papers.PAPER)
        there = {one["short"]: one for one in sheet["units"]}["Bản Còn"]
        assert campaign_year.OBJECTION == there["objection"]
        assert ["30", None, "20"] != [one["points"] for one in there["lines"][:3]], "a pledge with open lines withholds"
        assert there["lines"][3]["points"] is None, "the council's"
        awards = honours.book(session, commune)
        assert {"Bản Còn", "Khuổi Mạ"} <= {one.unit.short_name for one in awards if one.kind == honours.UNIT}
        assert [campaign_year.NOMINEE] == [one.name for one in awards if one.kind == honours.PERSON]
        assert {date(YEAR + 1, 1, 25)} == {one.handed_on for one in awards}
        said = {one["source"] for row in session.scalars(select(Nominee)) for one in row.figures}
        ids = {
            int(number)
            for source in said
            for number in re.findall(r"[0-9]+", source.partition(";")[0])
            if "mã" in source
        }
        known = set(session.scalars(select(Figure.id).where(Figure.id.in_(ids))))
        assert ids == known
        assert any(source.startswith("bảng đợt thi đua số ") for source in said)
    private = (campaign_year.NOMINEE, campaign_year.OBJECTION, "Phong trào;", "QĐ 7/QĐ-UBND")
    assert [] == [one for one in private for told in year.in_group if one in told]


def _reports(year: Year, papers: Mapping[str, Any]) -> None:
    """Each tells what was in its own days; made again later it is the same to the byte."""
    made = {label: document.write(Dossier.from_json(papers[label])) for label in (H1, NINE, WHOLE)}
    for label, said in ((NINE, _NINE_SAID), (WHOLE, _YEAR_SAID)):
        assert made[label] == document.write(Dossier.from_json(year.files[said])), "as it was when it was asked for"
    texts = {label: _text(content) for label, content in made.items()}
    assert [1, 1, 1] == [text.count(campaign_year.PAPER) for text in texts.values()]
    for label, text in texts.items():
        has_round = label != H1
        assert has_round == (f"«{campaign_year.ROUND}»" in text)
        assert has_round == ("Toàn xã thêm 720 m, bằng 120,0% mức giao." in text)
        assert has_round == ("quy tắc của đợt: Bản Còn, Khuổi Mạ." in text)
        assert has_round == ("Thôn Bản Còn: Bà con góp 30 công dọn mương hôm Chủ nhật." in text)
        assert "Giao ước năm 2027: 1 đơn vị đã nhận, 1 đơn vị đã ký" in text
        assert (label == WHOLE) == ("đơn vị đạt đủ các dòng đã nhận" in text)
        assert "số 9/KH-UBND" not in text
        assert "Nhiệm vụ, giải pháp" in text


def _text(content: bytes) -> str:
    made = docx.Document(BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def _traced(year: Year, papers: Mapping[str, Any], is_whole: bool) -> None:
    """Every figure of the year has the message that said it; one that is another changes what rests on it alone."""
    every = [label for label in (H1, NINE, WHOLE, BEFORE) if label in papers]
    few = every if is_whole else (NINE, WHOLE)
    assert set() == _resting_on(year, papers, _own(year), LAST, few[:1]), "a frozen table is the paper's for ever"
    newest = date(YEAR, 9, 30) if is_whole else LAST  # before the nine months' end; an older level is no paper's
    assert {NINE} == _resting_on(year, papers, "XH1", newest, few)
    assert {WHOLE} == _resting_on(year, papers, "XH1", _DECEMBER, few)
    if is_whole:
        assert {H1} == _resting_on(year, papers, "XH1", date(YEAR, 6, 24), every)
        assert set() == _resting_on(year, papers, "XH1", LAST, every)
    with year.stand.context() as context:
        asked = select(Figure).where(Figure.period_id.is_not(None), Figure.on_day >= date(YEAR, 1, 1))
        for figure in context.session.scalars(asked):
            said = _said(context, figure)
            assert (figure.value, True) == (said.value, bool(said.words) and said.person_id is not None), figure.measure
        found = checks.tally(context.session, context.commune.id, date(YEAR, 12, 31), context.calendar.zone)
    told = f"Kiểm tra bốc thăm {found.right} số, đúng {found.right}"
    assert found.right > 0
    assert papers[WHOLE]["movement"]["checks"].startswith(told)
