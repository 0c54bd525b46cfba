"""The setup of a commune: the first officer's code, what was typed before a yes, and what a posted week keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import serving
from bot.cli import run
from campaign.parsing import commune_details, first_weeks, unit_list
from models import units
from models.people import Person
from models.periods import PeriodRow
from models.summaries import PostedSummary
from reports.period import document_text
from services import first_officer, listed_units, period_dossier
from services.context import Context
from services.inbound import Kind
from tests import presses
from tests.commune import Stand
from tests.live import live_settings

WELCOME = "Chào anh/chị. Mã đúng."


@pytest.fixture
def empty(stand: Stand) -> Stand:
    stand.begin_empty()
    return stand


def officer(stand: Stand) -> None:
    """A first officer who has come in and said her name."""
    stand.say("hoa", stand.first_officers_code())
    stand.tap("hoa", "Đồng ý")
    stand.say("hoa", "chị Hoa")
    stand.heard()


# The code


def test_a_first_officers_code_opens_once(empty: Stand) -> None:
    """The second who types it is a stranger."""
    code = empty.first_officers_code()
    empty.say("hoa", code)
    assert empty.heard("hoa")[-1].text.startswith(WELCOME)
    empty.say("x", code)
    assert empty.heard("x")[-1].text.startswith("Kênh này chưa bắt đầu chạy")  # she has not agreed yet


@pytest.mark.parametrize(("minutes", "opens"), [(59, True), (60, False)])
def test_a_first_officers_code_lasts_an_hour(empty: Stand, minutes: int, opens: bool) -> None:
    """Up to its last minute, and no longer."""
    code = empty.first_officers_code()
    empty.clock.instant += timedelta(minutes=minutes)
    empty.say("hoa", code)
    assert opens == empty.heard("hoa")[-1].text.startswith(WELCOME)


def test_a_newer_code_voids_the_one_before(empty: Stand) -> None:
    """A sheet of paper that was left lying opens nothing."""
    code = empty.first_officers_code()
    empty.first_officers_code()
    empty.say("hoa", code)
    assert not empty.heard("hoa")[-1].text.startswith(WELCOME)


def test_the_first_start_prints_a_code(tmp_path: Path) -> None:
    """The program starts on a database with nothing in it, and says at its terminal how somebody comes in."""
    made = serving.build(live_settings(database_url=f"sqlite:///{tmp_path / 'thidua.db'}"))
    first, second = run.opening_lines(made)
    assert first.startswith("Chưa có cán bộ tổng hợp. Mã vào, dùng một lần, trong 1 giờ: ")
    assert "gõ mã này" in second
    made.store.close()


# What was typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bản Còn, Nà Pò", [("village", "Bản Còn", None, None), ("village", "Nà Pò", None, None)]),
        (
            "Danh sách:\n1. Thôn Bản Còn 1.118 hộ, 5.512 người\n2) Khu 3",
            [("village", "Bản Còn", 1118, 5512), ("village", "Khu 3", None, None)],
        ),
        (
            "1 Bản Còn\t118\t512\t366\n2 Khu 3\t90\t400",
            [("village", "Bản Còn", 118, 512), ("village", "Khu 3", 90, 400)],
        ),
        (
            "Trường Mầm non Xuân Long; Công an xã; thôn Trung Tâm",
            [
                ("school", "Trường Mầm non Xuân Long", None, None),
                ("office", "Công an xã", None, None),
                ("village", "Trung Tâm", None, None),
            ],
        ),
        ("118 hộ, ---, Nà Pò 9 hộ 3 người, Khu 4 10 20 30 11", []),
    ],
)
def test_a_list_of_places_is_read(text: str, expected: list[tuple[Any, ...]]) -> None:
    """Numbered or not, with figures or without; what is no place, or cannot be, is named."""
    read = unit_list.read(text)
    assert expected == [(one.kind, one.name, one.households, one.people) for one in read.units]
    assert bool(read.faulty) == (not expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Hội Hoan", {"commune.name": "xã Hội Hoan"}),
        ("tên xã: xã Hội Hoan, Tỉnh Lạng Sơn", {"commune.province": "tỉnh Lạng Sơn"}),
        (
            "liên hệ chị Hoa +84 912.345.678",
            {"commune.officer_name": "chị Hoa", "commune.officer_phone": "0912 345 678"},
        ),
        ("lien he chi Hoa 0912 345 678", {"commune.officer_name": "chi Hoa", "commune.officer_phone": "0912 345 678"}),
        ("ký phó chủ tịch", {"commune.leader_title": "Phó chủ tịch"}),
        ("chưa biết", {}),
    ],
)
def test_what_is_said_of_a_commune_is_read(text: str, expected: Mapping[str, str]) -> None:
    """Each item behind its word; what has none is given back."""
    read = commune_details.read(text)
    assert dict(expected).items() <= dict(read.values).items()
    assert bool(read.values) == bool(expected)


def test_an_older_list_is_not_written_by_its_button(empty: Stand) -> None:
    """A list was typed anew: the first one's «Ghi» is an old button. What is confirmed survives a restart."""
    officer(empty)
    empty.say("hoa", "BẮT ĐẦU DANH SÁCH")
    empty.say("hoa", "Bản Còn")
    data = presses.data_of(empty, "hoa", "Ghi 1 nơi")
    empty.say("hoa", "Nà Pò")
    empty.send("hoa", Kind.CHOICE, data=data, tapped="Ghi 1 nơi")
    assert names(empty) == []
    empty.tap("hoa", "Ghi 1 nơi")
    assert names(empty) == ["Nà Pò"]
    empty.tap("hoa", "Ghi 1 nơi")
    assert names(empty) == ["Nà Pò"]


def names(stand: Stand) -> list[str]:
    with stand.context() as context:
        return [unit.name for unit in units.members(context.session, context.commune.id)]


def test_a_listed_place_is_told_apart_from_an_ended_one_of_its_name(stand: Stand) -> None:
    """The village there is keeps the plain name; the one before it is shown with its last day."""
    with stand.context() as context:
        old = units.by_code(context.session, context.commune, "T01")
        assert old is not None
        old.active_to = date(2026, 11, 1)
        listed_units.apply(context, listed_units.plan(context, "Bản Còn 40 hộ 160 người"))
        shown = {
            unit.short_name for unit in units.members(context.session, context.commune.id) if unit.name == "Bản Còn"
        }
    assert {"Bản Còn", "Bản Còn (đến 01/11/2026)"} == shown


def test_schools_are_asked_what_the_campaign_asks_of_schools(empty: Stand) -> None:
    """A measure that names another commune's schools is of this one's, but for its nursery schools."""
    with empty.context() as context:
        text = "Trường Mầm non A, Trường Tiểu học A, Trường THCS A, Phòng Kinh tế"
        listed_units.apply(context, listed_units.plan(context, text))
    with empty.context() as context:
        codes = {unit.name: unit.code for unit in units.members(context.session, context.commune.id)}
        assert "PKT" == codes["Phòng Kinh tế"]
        asked = {codes["Trường Tiểu học A"], codes["Trường THCS A"]}
        assert asked == set(context.campaign.by_id["XH8b"].reporters)


def test_a_first_week_asks_five_questions_and_the_next_ones_the_rest(stand: Stand) -> None:
    """Nothing is asked twice before it was answered once, and nothing is forgotten."""
    with stand.context() as context:
        campaign = context.campaign
        due = [
            f"{one.id}.{given.key}" for one in campaign.measures if "village" in one.reporters for given in one.inputs
        ]
        known: set[str] = set()
        waiting, weeks = due, 0
        while waiting:
            asked, waiting = first_weeks.spread(campaign, waiting, known)
            assert asked
            known |= set(asked)
            weeks += 1
        assert set(due) == known
        assert 1 < weeks < 5


# What a posted week keeps


def written(context: Context) -> tuple[object, ...]:
    """A week as it is posted and exported."""
    period = context.session.scalars(select(PeriodRow)).first()
    assert period is not None
    made = period_dossier.compile_dossier(context, period.week)
    posted = context.session.scalars(select(PostedSummary)).one()
    return json.dumps(made.to_json()), document_text.authority(made), posted.text, posted.table


def test_a_posted_week_is_the_same_whatever_is_changed_afterwards(stand: Stand) -> None:
    """The commune's name, who signs, a target, and an indicator that is left out: to the byte."""
    presses.drafted(stand, "son")
    stand.tap("hoa", "Duyệt, đăng ngay")
    with stand.context() as context:
        before = written(context)
    stand.say("hoa", "BẮT ĐẦU TÊN XÃ")
    stand.say("hoa", "xã Hội Hoan, người ký Phó Chủ tịch")
    stand.say("hoa", "BẮT ĐẦU PHONG TRÀO")
    stand.say("hoa", "KT1a 900")
    stand.say("hoa", "BỎ CHỈ TIÊU XH6")
    with stand.context() as context:
        assert before == written(context)
        assert ("xã Hội Hoan", "Phó Chủ tịch") == (context.campaign.commune_name, context.campaign.leader_title)
        assert "XH6" not in {one.id for one in context.campaign.indicators}
        stand.clock.instant += timedelta(days=7)
    with stand.context() as context:
        week = context.calendar.period_at(context.now)
        made = period_dossier.compile_dossier(context, week)
        assert ("xã Hội Hoan", "Phó Chủ tịch", 20) == (made.summary.commune, made.signer, len(made.summary.rows))


def test_leaders_get_a_correction_one_by_one(stand: Stand) -> None:
    """Where the post went to their own chats, what is mended later goes there too."""
    stand.join("hoa", "son", "lam")
    stand.say("hoa", "BẮT ĐẦU NHÓM LÃNH ĐẠO")
    stand.tap("hoa", "Gửi riêng từng lãnh đạo")
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("son", "9")
    for instant in ("2026-11-20T07:30", "2026-11-20T09:00"):
        stand.at(instant)
        stand.tick()
    assert "TỔNG HỢP THI ĐUA TUẦN 47" in stand.heard("lam")[-1].text
    stand.arrive("lam", "41")
    stand.at("2026-11-20T10:00")
    stand.say("son", "nhầm, 6")
    stand.at("2026-11-20T10:15")
    stand.tick()
    stand.tap("hoa", "Đăng đính chính")
    stand.tap("hoa", "Ghi nhầm khi nhập")
    assert stand.heard("lam")[-1].text.startswith("ĐÍNH CHÍNH tuần 47")


def test_opening_figures_are_refused_after_a_post(stand: Stand) -> None:
    """What the leaders were told must not change unseen."""
    presses.drafted(stand, "son")
    stand.tap("hoa", "Duyệt, đăng ngay")
    stand.say("hoa", "BẮT ĐẦU SỐ ĐẦU KỲ")
    assert stand.heard("hoa")[-1].text.startswith("Đã có bài đăng")


def test_an_officer_without_a_name_is_asked_for_it(empty: Stand) -> None:
    """«Để sau» is taken; BẮT ĐẦU asks again, and the name that is typed then is kept."""
    empty.say("hoa", empty.first_officers_code())
    empty.tap("hoa", "Đồng ý")
    empty.tap("hoa", "Để sau")
    empty.say("hoa", "BẮT ĐẦU")
    assert empty.heard("hoa")[-1].text.startswith("Nên gọi anh/chị thế nào?")
    empty.say("hoa", "Đàm Thị Hoa 0912 345 678")
    with empty.context() as context:
        (person,) = context.session.scalars(select(Person))
        assert ("Đàm Thị Hoa", "0912 345 678") == (person.name, person.phone)
        assert not first_officer.is_missing(context.session, context.commune)
