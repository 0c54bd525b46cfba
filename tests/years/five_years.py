"""The five years: what happens on which day, from the first week of 2026 to the last of 2030 and its report."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from services import wording
from tests.years.story import FIRST, SECOND, Life

_WEEK = timedelta(days=7)
_LAST = date(2031, 1, 2)
_NO_POWER = (date(2026, 8, 6), date(2029, 8, 9))
UPGRADE, POSTGRESQL = date(2026, 3, 19), date(2026, 9, 10)
_CODE = re.compile(r"Mã của .*: (\S+), dùng một lần")
_TET = {
    2027: "nghỉ Tết 2027 từ 3/2 đến 12/2, làm bù 20/2, theo TB 12/TB-BNV",
    2028: "nghỉ Tết 2028 từ 25/1 đến 1/2",
    2029: "nghỉ Tết 2029 từ 12/2 đến 20/2",
    2030: "nghỉ Tết 2030 từ 1/2 đến 7/2",
}
_TOLD_ON = {2027: date(2027, 1, 28), 2028: date(2028, 1, 20), 2029: date(2029, 2, 8), 2030: date(2030, 1, 24)}

Happening = Callable[[Life], None]


def live(life: Life, say: Callable[[str], None]) -> None:
    """All of it. Whatever the reckoning does not agree with is in `life.faults`."""
    life.begin()
    day, began = date(2026, 1, 1), time.monotonic()
    waiting = sorted(_calendar().items())
    while day <= _LAST:
        happening = [act for on, acts in waiting if on <= day for act in acts]
        waiting = [one for one in waiting if one[0] > day]
        if day in _NO_POWER:
            _no_power(life, day)
            day += _WEEK
            continue
        week = life.live(day, partial(_all, life, happening), partial(_amid, life, day))
        if week.last.isocalendar().week % 13 == 0:
            spent = time.monotonic() - began
            told = f"{len(life.posted)} weeks in {spent:.0f} s, {len(life.faults)} faults"
            say(f"{week.label}: {told}; {life.weeks[week.label]}")
        day = week.last + _WEEK
    life.at("2031-02-03T09:30")
    life.year_report(2030)
    for code in life.groups:
        life.faults += life.reckoning.years(code, 2026, 2030, date(2030, 12, 31))


def _all(life: Life, acts: list[Happening]) -> None:
    for act in acts:
        act(life)


def _calendar() -> dict[date, list[Happening]]:
    """What happens before the week of a day is asked."""
    found: dict[date, list[Happening]] = {
        UPGRADE: [_upgrade],
        date(2026, 4, 2): [_head_on_zalo],
        date(2026, 5, 14): [_deputy],
        date(2026, 6, 11): [_head_leaves],
        date(2026, 7, 9): [_targets_change],
        POSTGRESQL: [lambda life: life.move_to_postgresql()],
        date(2026, 12, 10): [_council],
        date(2027, 1, 21): [_close_year],
        date(2027, 7, 8): [_merger],
        date(2027, 7, 29): [partial(_hand_over, code=SECOND)],
        date(2028, 3, 9): [_split],
        date(2028, 7, 6): [_targets_change],
        date(2028, 9, 7): [_merged_again],
        date(2028, 11, 9): [partial(_hand_over, code=FIRST)],
        date(2029, 5, 10): [_new_name],
        date(2029, 12, 6): [_council],
    }
    for year in range(2027, 2031):
        found.setdefault(date(year, 1, 7), []).append(partial(Life.give_estimate, year=year))
        found.setdefault(_TOLD_ON[year], []).append(partial(tet, year=year))
        found.setdefault(date(year, 2, 25), []).append(partial(Life.year_report, year=year - 1))
        found.setdefault(date(year, 3, 4), []).append(partial(honours, year=year - 1))
        found.setdefault(date(year, 9, 16), []).append(contest)
    return found


def _amid(life: Life, day: date) -> None:
    """In the middle of a week, with reports open: two villages of the second commune merge from the next day on."""
    if day == date(2027, 9, 16):
        life.thidua(
            SECOND, "units", "merge", "T01", "T02", "--into", "Bản Đôi", "--from", "2027-09-16", "--decision", "NQ 9"
        )


def _upgrade(life: Life) -> None:
    before = list(life.posted)
    life.upgrade()
    life.reckon_again(FIRST, before)
    life.begin_second()


def _head_on_zalo(life: Life) -> None:
    """A head leaves, and the next one has Zalo."""
    _remove(life, FIRST, "KHUỔI MẠ")
    life.join(FIRST, "T02", "village-head", "zalo")


def _deputy(life: Life) -> None:
    life.join(FIRST, "T01", "deputy", called=f"{FIRST}/T01 deputy")


def _head_leaves(life: Life) -> None:
    """The deputy is asked from then on."""
    _remove(life, FIRST, "BẢN CÒN")


def _remove(life: Life, code: str, village: str) -> None:
    life.officer(code, f"XÓA NGƯỜI {village}")
    first = next((label for label, data in life.people.offers(f"{code}/XA") if "trưởng thôn" in label), "")
    if first:
        life.people.tap(f"{code}/XA", first)
    life.people.tap(f"{code}/XA", "Xóa ")


def _targets_change(life: Life) -> None:
    year = life.running.clock.instant.year
    for code in life.groups:
        life.officer(code, f"GIAO CHỈ TIÊU KT1a XÃ {250 + year - 2026} NĂM {year} THEO QĐ 7")
        life.officer(
            code, f"GIAO ƯỚC KT1a BẢN CÒN 48 NĂM {year}" if code == FIRST else f"GIAO CHỈ TIÊU CT1 XÃ 12 NĂM {year}"
        )


def _council(life: Life) -> None:
    """Each December the council sets the commune's targets."""
    year = life.running.clock.instant.year + 1
    for code in life.groups:
        life.officer(code, f"GIAO CHỈ TIÊU KT1a XÃ 260 NĂM {year} THEO NQ 30/NQ-HĐND")
        life.officer(code, f"GIAO CHỈ TIÊU KT4 XÃ 8/10 NĂM {year} THEO NQ 30/NQ-HĐND")


def tet(life: Life, year: int) -> None:
    for code in life.groups:
        life.officer(code, _TET[year], "Ghi lịch nghỉ")


def honours(life: Life, year: int) -> None:
    """Who is to be honoured for a year, with one more village and the list as a file; and the decision of it."""
    village = next(name for name in ("Bản Còn", "Pò Háng") if life.has_village(FIRST, name))
    life.officer(FIRST, f"ĐỀ NGHỊ KHEN {year}")
    life.officer(FIRST, f"ĐỀ NGHỊ KHEN THÊM thôn {village}: làm xong 300 m đường bê tông năm {year}")
    life.expect(FIRST, "Đã thêm số")
    life.officer(FIRST, f"ĐỀ NGHỊ KHEN {year}", "Danh sách")
    today = life.running.clock.instant
    life.officer(FIRST, f"ĐỀ NGHỊ KHEN QĐ 12/QĐ-UBND ngày {today.day}/{today.month}/{today.year}")
    life.expect(FIRST, "Đã ghi sổ khen thưởng")
    life.officer(FIRST, "SỔ KHEN THƯỞNG")


def contest(life: Life) -> None:
    """A round of thirty days about what is asked anyway: it is counted with every post, and its end is told."""
    for code in life.groups:
        life.officer(code, "ĐỢT THI ĐUA")
        if any(label == wording.NEW_ROUND for label, _ in life.people.offers(f"{code}/XA")):  # below those of years ago
            life.people.tap(f"{code}/XA", wording.NEW_ROUND)
        life.officer(code, f"Toàn dân tham gia BHYT {life.running.clock.instant.year}", "30 ngày")
        villages = next(label for label, _ in life.people.offers(f"{code}/XA") if label.endswith(" thôn"))
        life.people.tap(f"{code}/XA", villages)
        life.officer(code, "thẻ BHYT", "Theo chỉ tiêu", "Mở đợt")
        life.expect(code, "Đã mở đợt")


def _close_year(life: Life) -> None:
    life.close_year(FIRST, 2026)


def _merger(life: Life) -> None:
    life.officer(FIRST, "Khòn Cải và Nà Pò sáp nhập thành Bản Mới từ 8/7/2027, theo NQ 12/NQ-HĐND", "Ghi")


def _split(life: Life) -> None:
    halves = "Bản Mới 1 (60 hộ, 240 khẩu, 180 người lớn) và Bản Mới 2 (61 hộ, 260 khẩu, 190 người lớn)"
    life.officer(FIRST, f"TÁCH THÔN Bản Mới thành {halves} từ 8/3/2028 theo NQ 3", "Ghi")


def _merged_again(life: Life) -> None:
    life.officer(FIRST, "Bản Mới 1 và Bản Mới 2 sáp nhập thành Bản Mới từ 7/9/2028 theo NQ 8", "Ghi")


def _new_name(life: Life) -> None:
    life.officer(FIRST, "ĐỔI TÊN Khuổi Mạ thành Khuổi Lớn từ 10/5/2029 theo NQ 9", "Ghi")


def _hand_over(life: Life, code: str) -> None:
    """Another officer, by the code that the bot gives."""
    life.officer(code, "BÀN GIAO")
    life.officer(code, "chị Thu 0912 345 999", "Bàn giao")
    found = _CODE.search(life.people.last(f"{code}/XA"))
    assert found is not None, life.people.last(f"{code}/XA")
    life.people.join(f"{code}/XA", found.group(1))


def _no_power(life: Life, day: date) -> None:
    """From Tuesday to the Tuesday after: nobody is asked, and nothing is posted."""
    life.at(f"{day - timedelta(days=2)}T07:00")
    life.running.kill()
    life.running.at(f"{day + timedelta(days=5)}T07:30")
    life.running.start()
