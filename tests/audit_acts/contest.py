"""What people do to pledges, points, honours, deeds and rounds, each once: examples for the audit."""

from __future__ import annotations

from tests import contests
from tests.commune import Stand


def open_pledges(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "GIAO ƯỚC")
    stand.tap("hoa", "Mở, giảm 10%")


def agree_to_pledge(stand: Stand) -> None:
    open_pledges(stand)
    stand.tap("son", "Đồng ý cả")


def change_pledge(stand: Stand) -> None:
    open_pledges(stand)
    stand.say("son", "GIAO ƯỚC 1: 40")


def sign_pledge(stand: Stand) -> None:
    agree_to_pledge(stand)
    stand.say("hoa", "GIAO ƯỚC KÝ BẢN CÒN")


def confirm_law(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "CĂN CỨ 3: 15, theo Điều 2 Quyết định 40/QĐ-UBND")


def take_law_back(stand: Stand) -> None:
    confirm_law(stand)
    stand.say("hoa", "CĂN CỨ BỎ 3")


SCHEME = (
    "Tiêu chí;Điểm tối đa;Cách tính;Năm\nBảo hiểm y tế;40;XH1;2026\nĐúng hạn;20;đúng hạn;2026\n"
    "Phong trào;40;hội đồng;2026\nTổng cộng;100;;\n"
)


def import_scheme(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.give("hoa", SCHEME.encode())
    stand.tap("hoa", "Áp dụng")


def show_scores(stand: Stand) -> None:
    import_scheme(stand)
    stand.at("2026-12-02T09:00")
    stand.say("hoa", "BẢNG ĐIỂM")
    stand.tap("hoa", "Gửi từng nơi xem")
    stand.tap("hoa", "Gửi ngay")


def object_to_score(stand: Stand) -> None:
    show_scores(stand)
    stand.say("son", "BẢNG ĐIỂM dòng 2 thiếu một tuần")


def propose_honours(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "ĐỀ NGHỊ KHEN 2026")


def add_nominee(stand: Stand) -> None:
    propose_honours(stand)
    stand.say("hoa", "ĐỀ NGHỊ KHEN THÊM ông Nông Văn An, Bản Còn, trực tiếp: góp 200 m² đất làm đường")


def remove_nominee(stand: Stand) -> None:
    add_nominee(stand)
    stand.say("hoa", "ĐỀ NGHỊ KHEN BỎ 9: đã khen ở tỉnh")


def record_awards(stand: Stand) -> None:
    add_nominee(stand)
    stand.say("hoa", "ĐỀ NGHỊ KHEN QĐ 12/QĐ-UBND ngày 16/11/2026")


def revoke_award(stand: Stand) -> None:
    record_awards(stand)
    stand.say("hoa", "SỔ KHEN THƯỞNG THU HỒI 9: khai chưa đúng")


def hand_over_awards(stand: Stand) -> None:
    record_awards(stand)
    stand.say("hoa", "SỔ KHEN THƯỞNG TRAO 8-9 ngày 17/11/2026")


def keep_deed(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("son", "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật.")
    stand.tap("hoa", "Giữ để đăng")


def decline_deed(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("son", "VIỆC TỐT Bà con góp 30 công dọn mương hôm Chủ nhật.")
    stand.tap("hoa", "Không dùng")


def take_deed_back(stand: Stand) -> None:
    keep_deed(stand)
    stand.tap("son", "Đừng đăng")


def end_round(stand: Stand) -> None:
    open_round(stand)
    stand.say("hoa", "ĐÓNG ĐỢT")
    stand.tap("hoa", "Đóng đợt này")


def drop_round(stand: Stand) -> None:
    open_round(stand)
    stand.say("hoa", "BỎ ĐỢT")
    stand.tap("hoa", "Bỏ đợt này")


def open_round(stand: Stand) -> None:
    stand.join("son", "hoa")
    contests.open_round(stand)
