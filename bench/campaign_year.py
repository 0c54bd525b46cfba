"""What the sample commune does around its figures of 2026: pledges, a launch, a round, checks, deeds, points, honours.

Played through the services, each on its own day, on the figures that `bench.papers.fill` has left.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from sqlalchemy import select

from bot.outbox import drawing
from campaign import spans
from campaign.facts import State as Told
from models import checks, periods, rounds, scoring, units
from models import honours as honours_rows
from models import pledges as pledge_rows
from models.announcements import Announcement
from models.database import Store
from models.figures import Figure
from models.good_deeds import GoodDeed, State
from models.honours import DIRECT_WORKER, HOUSEHOLD, PERSON, Proposal
from models.launches import Launch
from models.legal import LegalBasis
from models.people import Person
from models.rounds import Goal, Round, RoundMeasure
from models.scoring import ScoreRow, ScoreScheme
from models.units import Unit
from reports.period import document
from services import (
    award_records,
    check_papers,
    honour_papers,
    honours,
    late_files,
    legal,
    period_dossier,
    pledge_opening,
    pledge_papers,
    pledges,
    round_results,
    score_papers,
    spot_checks,
)
from services import rounds as rounds_at_work
from services import scoring as scores
from services.context import Context, Deployment
from services.scoring import Criterion, Rule, Sort

YEAR = 2026
ROUND = "Làm đường chào mừng 2/9"
_FIRST, _LAST = date(2026, 8, 7), date(2026, 9, 3)  # of the round: four whole weeks
_PAPER = "số 12/KH-UBND ngày 14/01/2026"
_SCHEME: tuple[tuple[str, str, Rule, str, Sort, tuple[str, ...]], ...] = (
    ("Bảo hiểm y tế đạt chỉ tiêu", "15", Rule.REACHED, "XH1", Sort.POINTS, ("village",)),
    ("Diện tích gieo trồng so với chỉ tiêu giao", "20", Rule.SHARE, "KT1a", Sort.POINTS, ("village",)),
    ("Thực hiện giao ước đã ký", "25", Rule.PLEDGE, "", Sort.POINTS, ("village",)),
    ("Gửi số liệu hằng tuần đúng hạn", "20", Rule.ON_TIME, "", Sort.POINTS, ("village",)),
    ("Phong trào, nền nếp, đoàn kết trong thôn", "20", Rule.HAND, "", Sort.POINTS, ("village",)),
    ("Gửi số liệu đúng hạn", "40", Rule.ON_TIME, "", Sort.POINTS, ("school", "office")),
    ("Thực hiện nhiệm vụ chuyên môn", "60", Rule.HAND, "", Sort.POINTS, ("school", "office")),
    ("Có mô hình được xã nhân rộng", "5", Rule.HAND, "", Sort.BONUS, ()),
    ("Hoàn thành tốt", "80", Rule.HAND, "", Sort.GRADE, ()),
    ("Hoàn thành", "50", Rule.HAND, "", Sort.GRADE, ()),
)
_DEEDS = (
    ("T05", date(2026, 3, 12), "Bà con góp 40 công sửa đường ra đồng hôm Chủ nhật, ai cũng mang cuốc xẻng."),
    ("T11", date(2026, 9, 3), "Mấy nhà gần suối dọn rác, phát cỏ một cây số bờ suối trước ngày Quốc khánh."),
)


class Player:
    """Does something of the year on its day: `at` opens a session on an instant."""

    def __init__(self, store: Store, deployment: Deployment) -> None:
        self._store, self._deployment = store, deployment

    def at(self, day: date, what: Callable[[Context], None]) -> None:
        instant = datetime.combine(day, time(10), timezone(timedelta(hours=7)))
        with self._store.transaction() as session:
            what(self._deployment.context(session, instant))


def play(store: Store, deployment: Deployment) -> None:
    """Everything, in its order."""
    player = Player(store, deployment)
    player.at(date(2026, 1, 12), _officer)
    player.at(date(2026, 1, 14), _pledge)
    player.at(date(2026, 1, 15), _launch)
    player.at(date(2026, 1, 22), _sign)
    player.at(date(2026, 3, 9), _change_signed)
    player.at(_FIRST, _open_round)
    player.at(date(2026, 9, 8), _close_round)
    player.at(date(2026, 9, 9), _check)
    player.at(date(2026, 12, 10), _score)
    player.at(date(2027, 1, 5), _honour)


def officer(context: Context) -> Person:
    found = context.session.scalars(select(Person).where(Person.address == "chị Hoa")).first()
    assert found is not None
    return found


def _officer(context: Context) -> None:
    context.session.add(
        Person(commune_id=context.commune.id, name="Nông Thị Hoa", address="chị Hoa", phone=None, by_phone=False)
    )


def _pledge(context: Context) -> None:
    """All but two take their lines; one adds a line of its own."""
    for number, one in enumerate(pledge_opening.open_year(context, YEAR, 10)):
        if one.unit.code in ("T07", "T19"):
            pledges.put_off(context, one)
            continue
        if number == 0:
            pledges.add_own(context, one, "Làm 300 m đường bê tông ra khu sản xuất trước 30/6")
        pledges.agree(context, one)


def _launch(context: Context) -> None:
    made = Announcement(
        commune_id=context.commune.id,
        author_id=officer(context).id,
        text="Phát động thi đua năm 2026\nToàn xã thi đua thực hiện 21 chỉ tiêu.",
        audience=["all"],
        drafted_at=context.now,
        due_at=context.now,
        sent_at=context.now,
    )
    context.session.add(made)
    context.session.flush()
    name = "Thi đua năm 2026"
    context.session.add(
        Launch(announcement_id=made.id, name=name, paper=_PAPER, agreed_name="đồng chí Chủ tịch", agreed_at=context.now)
    )


def _sign(context: Context) -> None:
    pledges.sign(context, pledge_rows.of_year(context.session, context.commune.id, YEAR))


def _change_signed(context: Context) -> None:
    """One village asks for another number after the signing, and the officer consents."""
    pledge = pledge_rows.of_year(context.session, context.commune.id, YEAR)[0]
    line = next(one for one in pledge.lines if one.measure == "KT1a")
    change = pledges.change(context, pledge, line, (line.value or Decimal(0)) - 1, "một phần ruộng làm đường")
    pledges.consent(context, change, agreed=True)


def _villages(context: Context) -> list[Unit]:
    members = units.active_members(context.session, context.commune.id, context.today)
    return [one for one in members if one.kind == "village"]


def _open_round(context: Context) -> None:
    made = Round(
        commune_id=context.commune.id,
        author_id=officer(context).id,
        name=ROUND,
        paper="số 88/KH-UBND ngày 03/08/2026",
        audience=["kind:village"],
        state=rounds.State.DRAFT,
        why="",
        first=_FIRST,
        last=_LAST,
        drafted_at=context.now,
        told=[],
        measures=[
            RoundMeasure(
                measure="", what="Làm đường", unit="m", is_level=False, most=Decimal(900), goal_kind=Goal.PER_HUNDRED,
                goal=Decimal(200),
            ),
            RoundMeasure(
                measure="XH1", what="Bảo hiểm y tế", unit="%", is_level=True, most=None, goal_kind=Goal.VALUE,
                goal=Decimal("97.5"),
            ),
        ],
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()
    rounds_at_work.open_round(context, made)


def _close_round(context: Context) -> None:
    """What was added each week, some of it short; frozen; one village mends its figure after that."""
    one = rounds.of_state(context.session, context.commune.id, rounds.State.OPEN)[0]
    key = one.measures[0].key
    for number, unit in enumerate(_villages(context)):
        if number == 9:  # has told nothing
            continue
        week = context.calendar.period_on(_FIRST)
        while week.last <= _LAST:
            part = Decimal((unit.households or 100) * 2) / 4
            added = (part * (Decimal("0.7") + Decimal(number % 6) / 10)).quantize(Decimal(1))
            _tell(context, key, unit, week.last, added)
            week = context.calendar.next(week)
    context.session.flush()
    round_results.close(context, one)
    late = context.session.scalars(select(Figure).where(Figure.measure == key).order_by(Figure.id)).first()
    assert late is not None and late.value is not None
    late.value += 60


def _tell(context: Context, key: str, unit: Unit, day: date, value: Decimal) -> None:
    week = context.calendar.period_on(day)
    row = context.session.scalars(
        select(periods.PeriodRow).where(
            periods.PeriodRow.commune_id == context.commune.id, periods.PeriodRow.last == week.last
        )
    ).one()
    context.session.add(
        Figure(
            commune_id=context.commune.id,
            measure=key,
            input="amount",
            subject_id=unit.id,
            reporter_id=unit.id,
            on_day=day,
            period_id=row.id,
            first_said_at=context.now,
            mark="",
            state=Told.REPORTED,
            value=value,
        )
    )


def _check(context: Context) -> None:
    """A lot for each of 18 weeks, two of the figures found otherwise."""
    rows = context.session.scalars(
        select(periods.PeriodRow).where(periods.PeriodRow.last.between(date(2026, 5, 1), date(2026, 9, 3)))
    ).all()
    for number, row in enumerate(sorted(rows, key=lambda one: one.last)):
        drawn = spot_checks.draw(context, row)
        if drawn is None:
            continue
        drawn.drawn_at = datetime.combine(row.last + timedelta(days=1), time(9), context.calendar.zone)
        for place, check in enumerate(checks.of_draw(context.session, drawn.id)):
            check.opened_at = drawn.drawn_at
            check.due_on = row.last + timedelta(days=11)
            check.checked_at = drawn.drawn_at + timedelta(days=4)
            check.person_id = officer(context).id
            check.way = checks.WAYS[number % 3]
            is_wrong = (number, place) in ((3, 0), (11, 1))
            check.outcome = checks.WRONG if is_wrong else checks.RIGHT
            check.found = (check.value or Decimal(0)) + 1 if is_wrong else check.value
            check.found_choice = check.choice
    for code, day, words in _DEEDS:
        unit = units.by_code(context.session, context.commune, code)
        used = next(one for one in context.session.scalars(select(periods.PeriodRow)) if one.last == day)
        assert unit is not None
        context.session.add(
            GoodDeed(
                commune_id=context.commune.id, unit_id=unit.id, text=words, named="", is_sensitive=False,
                state=State.POSTED, told_at=context.now, decided_at=context.now, used_in=used.id,
            )
        )  # fmt: skip


def _score(context: Context) -> None:
    criteria = [
        Criterion(text, Decimal(most), rule, measure, sort, kinds, "" if rule is not Rule.HAND else "Biên bản họp thôn")
        for text, most, rule, measure, sort, kinds in _SCHEME
    ]
    scheme = ScoreScheme(
        commune_id=context.commune.id,
        year=YEAR,
        total=Decimal(100),
        criteria=[one.to_json() for one in criteria],
        made_at=context.now,
    )
    context.session.add(scheme)
    context.session.flush()
    for unit, lines in scores.lines_of_all(context, scheme)[:1]:
        context.session.add(
            ScoreRow(
                unit_id=unit.id, year=YEAR, scheme_id=scheme.id, told=[one.to_json() for one in lines],
                told_at=context.now, objection="Dòng 4: hai tuần tháng 7 mất sóng, đã báo cán bộ qua điện thoại.",
            )
        )  # fmt: skip


def _honour(context: Context) -> None:
    """The year's proposal with a person and a household; its round's is decided and stands in the book."""
    one = rounds.of_state(context.session, context.commune.id, rounds.State.CLOSED)[0]
    context.session.add(
        LegalBasis(
            commune_id=context.commune.id, key=legal.Key.FORM, value="Giấy khen của Chủ tịch UBND xã",
            source="Quyết định của xã, số liệu mẫu", confirmed_at=context.now, valid_from=context.today,
        )
    )  # fmt: skip
    of_round = honours.open_one(context, YEAR, one)
    honours.refresh(context, of_round)
    award_records.issue(context, of_round, "QĐ 415/QĐ-UBND", date(2026, 9, 21))
    made = honours.open_one(context, YEAR, None)
    honours.refresh(context, made)
    there = _villages(context)
    _add(context, made, PERSON, there[0], "Hoàng Văn Sơn", "hiến 200 m² đất, vận động 11 hộ cùng hiến đất làm đường")
    _add(context, made, HOUSEHOLD, there[2], "bà Lan", "cho mượn đất làm nhà văn hóa, góp 20 công")


def _add(context: Context, to: Proposal, kind: str, unit: Unit, name: str, reason: str) -> None:
    part = DIRECT_WORKER if kind == PERSON else ""
    honours.add(context, to, kind, unit, name=name, part=part, reason=reason)


def papers(context: Context) -> dict[str, bytes]:
    """Every paper of the year by its name, as it leaves the program; of the reports' workbooks none."""
    session, commune = context.session, context.commune.id
    pledged = pledge_rows.of_year(session, commune, YEAR)
    one = rounds.of_state(session, commune, rounds.State.CLOSED)[0]
    frozen, mended = round_results.table(context, one), round_results.corrected(context, one)
    drawn, scheme = checks.newest(session, commune), scoring.scheme_of(session, commune, YEAR)
    proposal = honours_rows.in_hand(session, commune)
    assert mended is not None
    assert drawn is not None
    assert scheme is not None
    assert proposal is not None
    of_rounds = {
        "dot-thi-dua.docx": {"kind": "round-document", "round": frozen.to_json()},
        "dot-thi-dua.xlsx": {"kind": "round-workbook", "round": frozen.to_json()},
        "dot-thi-dua-dinh-chinh.docx": {"kind": "round-document", "round": mended.to_json()},
    }
    described = [
        *(pledge_papers.describe(context, YEAR, pledged, kind) for kind in (pledge_papers.PAPER, pledge_papers.SHEET)),
        check_papers.lot_paper(context, drawn),
        check_papers.describe_log(context),
        *(score_papers.describe(context, scheme, kind) for kind in score_papers.FILES),
        *(honour_papers.describe(context, proposal, kind, f"năm {YEAR}") for kind in honour_papers.LABELS),
        honour_papers.describe_book(context),
    ]
    whole = {what["name"]: late_files.filled(session, what) if late_files.is_late(what) else what for what in described}
    reports = {
        name: document.write(period_dossier.compile_dossier(context, spans.find(label, context.calendar)))
        for name, label in (("so-ket-6-thang-2026.docx", "2026-H1"), ("tong-ket-2026.docx", str(YEAR)))
    }
    return reports | {name: drawing.render(what) for name, what in (of_rounds | whole).items()}
