"""Mergers and splits as officers type them, what is refused, and what an older question or button still means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from handlers import commands
from models import unit_changes, units
from models.unit_changes import MERGE, RENAME, SPLIT
from services.unit_changes import NewUnit
from tests.commune import Stand
from tests.unit_changes import acts

NEIGHBOURS = [
    (RENAME, ["T01"], [NewUnit("Nà Pò")], date(2026, 11, 17), "đang dùng"),
    (MERGE, ["T01", "T01"], [NewUnit("Bản Mới")], date(2026, 11, 17), "hai đơn vị"),
    (MERGE, ["T01", "PKT"], [NewUnit("Bản Mới")], date(2026, 11, 17), "cùng loại"),
    (MERGE, ["T01", "T02"], [NewUnit("Bản Mới")], date(2036, 1, 1), "trong đợt"),
    (SPLIT, ["T01"], [NewUnit("A", 1, 1), NewUnit("a", 1, 1)], date(2026, 11, 17), "hai tên"),
    (SPLIT, ["T01"], [NewUnit("A"), NewUnit("B")], date(2026, 11, 17), "số hộ"),
]


@pytest.mark.parametrize(("kind", "codes", "after", "day", "said"), NEIGHBOURS)
def test_what_cannot_be_is_refused(
    stand: Stand, kind: str, codes: Sequence[str], after: Sequence[NewUnit], day: date, said: str
) -> None:
    """In a sentence that says why, and nothing is recorded."""
    with stand.context() as context:
        other = next(unit.name for unit in units.members(context.session, context.commune.id) if unit.code == "T02")
    wanted = [NewUnit(other) if one.name == "Nà Pò" else one for one in after]
    assert said in acts.change(stand, kind, codes, wanted, day)
    with stand.context() as context:
        assert [] == list(unit_changes.recorded(context.session, context.commune.id))


def test_a_unit_that_has_ended_is_merged_no_more(stand: Stand) -> None:
    """Not again, not under its old name, and not while it is about to end."""
    assert "" == acts.merge(stand, date(2026, 11, 17))
    assert "đã kết thúc" in acts.merge(stand, date(2026, 11, 18), "Bản Khác", ["T01", "T03"])
    assert "" == acts.merge(stand, date(2026, 12, 20), "Bản Ba", ["T03", "T04"])
    assert "được ghi là kết thúc" in acts.merge(stand, date(2026, 12, 1), "Bản Bốn", ["T03", "T05"])


TYPED = {
    "sáp nhập Bản Còn, Nà Pò và Khuổi Mạ thành thôn Bản Mới": "Bản Mới từ 17/11/2026",
    "SAP NHAP BAN CON VA NA PO THANH BAN MOI TU 1/7/2027 THEO NQ 12": "BAN MOI từ 1/7/2027, theo «NQ 12»",
    "Bản Còn và Nà Pò sáp nhập thành Bản Thành Công từ ngày 1/7/2027 theo NQ 12": "Bản Thành Công từ 1/7/2027",
    "sáp nhập bản còn, nà pò thành Bản Mới theo NQ 12/NQ-HĐND từ 1/7/2027": "1/7/2027, theo «NQ 12/NQ-HĐND»",
    "đổi tên Bản Còn thành Nà Mới từ 1/7/2027": "Thôn Bản Còn đổi tên thành Nà Mới từ 1/7/2027",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ 31/6/2027": "ví dụ sáp nhập",
    "sáp nhập": "ví dụ sáp nhập",
    "bản còn với nà pò sáp nhập thành Bản Mới từ 1.7.2027": "Bản Mới từ 1/7/2027",
    "Bản Còn + Nà Pò sáp nhập thành Bản Mới từ 1-7": "Bản Mới từ 1/7/2027",
    "sáp nhập thôn Bản Còn vào thôn Nà Pò từ 1/12 theo NQ 9": "thành Nà Pò từ 1/12/2026, theo «NQ 9»",
    "hợp nhất Bản Còn và Nà Pò thành Bản Mới": "Bản Mới từ 17/11/2026",
    "tách Bản Còn thành Bản Một (60 hộ, 240 khẩu, 180 người lớn), Bản Hai (58 hộ, 272 khẩu, 186 người lớn)": "Bản Hai",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ 29/2/2027": "ví dụ sáp nhập",
    "sáp nhập thôn vào xã": "Không có nơi nào",
    "bản còn và nà pò sáp nhập thành bản mới từ 1/7": "thành Bản Mới từ 1/7/2027",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ mai theo NQ 9": "từ 18/11/2026, theo «NQ 9»",
    "đổi tên Bản Còn thành Nà Mới từ hôm nay": "từ 17/11/2026",
    "sáp nhập Bản Còn và Nà Pò thành Bản Mới từ đầu năm sau": "ví dụ sáp nhập",
    "đổi tên Khuổi thành Nà Mới": "«Khuổi» có thể là: thôn Khuổi Mạ, thôn Khuổi Lùng",
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_officers_type_is_read(stand: Stand, typed: str) -> None:
    """Without accents, with the paper before the day, with «thành» in a name; else an example is held up."""
    stand.heard()
    stand.say("hoa", typed)
    assert TYPED[typed] in stand.heard("hoa")[-1].text


def test_what_answers_an_old_question_is_not_the_new_village_s(stand: Stand) -> None:
    """«Con 6» was said of Bản Còn: the merged village is asked, and nothing is taken for it."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    assert "" == acts.merge(stand, date(2026, 11, 18))
    before = acts.values(stand)
    stand.heard()
    stand.say("son", "con 6")
    (row,) = stand.heard("son")
    assert row.text.startswith("Thôn Bản Còn, thôn Khuổi Mạ nay là thôn Bản Mới. Số vừa rồi chưa ghi,")
    assert "17 người" in row.text
    assert before == acts.values(stand)
    stand.say("son", "con 15")
    assert "15 người chưa có thẻ BHYT (giảm 2)" in stand.heard("son")[-1].text


def test_an_entry_for_a_unit_that_ends_ends_with_it(stand: Stand) -> None:
    """An officer who was entering for Bản Còn is asked no more of it once the merger is recorded."""
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("hoa", "ghi hộ")
    stand.tap("hoa", "Bản Còn")
    assert "" == acts.merge(stand, date(2026, 11, 18))
    stand.heard()
    stand.say("hoa", "8")
    assert "không có câu hỏi nào" in stand.heard("hoa")[-1].text


def test_a_button_means_the_event_it_stood_under(stand: Stand) -> None:
    """Another officer's proposal takes the place of the first one's: its «Ghi» records nothing."""
    stand.join("thu")
    stand.say("hoa", "sáp nhập Bản Còn và Nà Pò thành Bản Mới")
    stand.say("thu", "đổi tên Nà Pò thành Nà Mới")
    stand.heard()
    stand.tap("hoa", "Ghi")
    assert "Nút này đã cũ" in stand.heard("hoa")[-1].text
    with stand.context() as context:
        assert [] == list(unit_changes.recorded(context.session, context.commune.id))


def test_small_talk_about_a_merger_is_no_event(stand: Stand) -> None:
    """«Hai thôn sáp nhập thành một» without a day changes nothing, and is no command."""
    assert commands.recognise("Nghe nói hai thôn sáp nhập thành một") is None
