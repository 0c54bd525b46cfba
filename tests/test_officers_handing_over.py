"""Officers' duties handed over, telephones that are lost, and codes from the machine."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from models import one_time_codes, people
from tests import officers
from tests.commune import Stand


def test_a_new_officer_takes_over_by_agreeing(stand: Stand) -> None:
    """Until then the old one is the officer; from then on people are told to call the new one."""
    stand.join("son", "hoa")
    stand.say("hoa", "BÀN GIAO")
    stand.say("hoa", "chị Thu 0912 345 999")
    stand.tap("hoa", "Bàn giao")
    code = officers.code_told(stand)
    stand.say("thu", f"/start {code}")
    assert ["chị Hoa"] == officers.officers(stand)
    stand.tap("thu", "Đồng ý")
    assert ["chị Thu"] == officers.officers(stand)
    stand.say("son", "GIÚP")
    assert "chị Thu, 0912 345 999" in stand.heard("son")[-1].text
    stand.say("hoa", "DỰ THẢO")
    assert "dành cho cán bộ tổng hợp" in stand.heard("hoa")[-1].text


def test_a_kill_before_the_new_officer_agrees(stand: Stand, tmp_path: Path) -> None:
    """Whose duties are taken over stands with the invitation: another process completes it."""
    stand.join("hoa")
    stand.say("hoa", "BÀN GIAO")
    stand.say("hoa", "chị Thu 0912 345 999")
    stand.tap("hoa", "Bàn giao")
    code = officers.code_told(stand)
    stand.say("thu", f"/start {code}")
    again = Stand(tmp_path, stand.store, keys_from=1000)
    again.clock.instant = stand.clock.now()
    again.tap("thu", "Đồng ý")
    assert ["chị Thu"] == officers.officers(again)


def test_what_was_begun_goes_to_the_new_officer(stand: Stand) -> None:
    """GHI HỘ in the middle: the unit's second question is the new officer's."""
    stand.ask("hoa", "thu")
    stand.say("hoa", "GHI HỘ")
    stand.tap("hoa", "Khuổi Mạ")
    stand.say("hoa", "8")
    stand.say("hoa", "BÀN GIAO")
    stand.tap("hoa", "Chị Thu")
    stand.tap("hoa", "Bàn giao")
    told = stand.heard("thu")[-1]
    assert "1 nơi đang ghi hộ dở" in told.text
    stand.tap("thu", "Ghi hộ")
    stand.tap("thu", "Khuổi Mạ")
    assert "2/3" in stand.heard("thu")[-1].text


def test_nobody_hands_over_to_themselves(stand: Stand) -> None:
    """The last officer's own name is no successor."""
    stand.join("hoa")
    stand.say("hoa", "BÀN GIAO")
    stand.say("hoa", "Đàm Thị Hoa")
    assert "Chị Hoa đang là cán bộ tổng hợp" in stand.heard("hoa")[-1].text
    assert ["chị Hoa"] == officers.officers(stand)


# A lost telephone


def test_a_lost_telephone_reaches_nothing(stand: Stand) -> None:
    """Neither it nor a code that it asked for opens anything; the owner comes in by the officer's code."""
    stand.join("son", "hoa")
    stand.say("son", "THÊM KÊNH")
    asked_for = next(word.strip(",.") for word in stand.heard("son")[-1].text.split() if word[4:5] == "-")
    stand.say("hoa", "MẤT MÁY BẢN CÒN")
    stand.tap("hoa", "Chặn máy cũ")
    code = stand.heard("hoa")[-1].text.split("máy mới: ")[1][:9]
    for text in ("8", asked_for):
        stand.say("son", text)
        assert "Kênh này chỉ dành cho" in stand.heard("son")[-1].text
    stand.say("son-new", code)
    assert "Đã nối" in stand.heard("son-new")[-1].text
    assert "ông Sơn" == officers.asked(stand)


def test_a_code_from_the_machine_brings_an_officer_back(stand: Stand) -> None:
    """The only officer's telephone is lost: typed on another one the code bars the first, once."""
    stand.join("hoa")
    with stand.context() as context:
        officer = people.with_role(context.session, context.commune.id, "officer")[0]
        code = one_time_codes.issue(context.session, officer, one_time_codes.RECOVERY, context.now, timedelta(hours=1))
    stand.say("hoa-new", code)
    assert "Đã nhận ra chị ở máy này" in stand.heard("hoa-new")[-1].text
    for who, text in (("hoa", "CÒN THIẾU"), ("x", code)):
        stand.say(who, text)
        assert "Kênh này chỉ dành cho" in stand.heard(who)[-1].text
    stand.say("hoa-new", "CÒN THIẾU")
    assert "Tuần" in stand.heard("hoa-new")[-1].text


def test_the_machine_s_code_is_old_after_an_hour(stand: Stand) -> None:
    """What lies beside the printer tomorrow opens nothing."""
    stand.join("hoa")
    with stand.context() as context:
        officer = people.with_role(context.session, context.commune.id, "officer")[0]
        code = one_time_codes.issue(context.session, officer, one_time_codes.RECOVERY, context.now, timedelta(hours=1))
    stand.at("2026-11-17T16:01")
    stand.say("hoa-new", code)
    assert "Kênh này chỉ dành cho" in stand.heard("hoa-new")[-1].text
