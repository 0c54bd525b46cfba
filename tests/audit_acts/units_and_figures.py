"""What people do to units, targets and figures, each once: examples for the audit."""

from __future__ import annotations

from datetime import timedelta

from bot.backups import aftermath
from tests.audit_acts import groups_and_posts
from tests.commune import Stand


def set_target(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "GIAO CHỈ TIÊU KT1a BẢN CÒN 46 NĂM 2027 THEO NQ 05")


def list_units(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "BẮT ĐẦU DANH SÁCH")
    stand.say("hoa", "Khuổi Mới 20 hộ 81 người")
    stand.tap("hoa", "Ghi 1 nơi")


def check_figure(stand: Stand) -> None:
    groups_and_posts.draw_lot(stand)
    stand.say("hoa", "KIỂM TRA")
    stand.tap("hoa", "Kiểm số tiếp")
    stand.tap("hoa", "Không xác định được")


def merge(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "sáp nhập Bản Còn và Nà Pò thành Bản Mới theo NQ 12")
    stand.tap("hoa", "Ghi")


def unmerge(stand: Stand) -> None:
    merge(stand)
    stand.say("hoa", "BỎ SÁP NHẬP")
    stand.tap("hoa", "Bỏ việc đã ghi")


def extend(stand: Stand) -> None:
    stand.ask("son", "hoa")
    stand.say("hoa", "GIA HẠN BẢN CÒN 20 GIỜ THỨ NĂM")


def close_year(stand: Stand) -> None:
    stand.join("hoa")
    stand.at("2027-01-15T10:00")
    stand.say("hoa", "CHỐT NĂM 2026")
    stand.tap("hoa", "Chốt năm 2026")


def mark(stand: Stand) -> None:
    stand.ask("son", "hoa")
    stand.tap("son", "Vẫn 9 người")
    stand.say("son", "31 ha")
    stand.tap("son", "Đúng, lý do khác")
    stand.at("2026-11-19T17:00")
    stand.tick()
    stand.tap("hoa", "Xem 1 số")
    stand.tap("hoa", "Đúng: Bản Còn, gieo trồng")


def enter(stand: Stand) -> None:
    stand.ask("son", "hoa")
    stand.say("hoa", "ghi hộ")
    stand.tap("hoa", "Bản Còn")
    stand.say("hoa", "8")


def restore(stand: Stand) -> None:
    now = stand.clock.now()
    aftermath.settle(stand.store, [stand.deployment], now - timedelta(hours=1), now)
