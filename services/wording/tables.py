"""What an officer hears about tables: units, people, figures and targets that come as files or pasted rows."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, sentence

APPLY = "Áp dụng"
SEE_FAULTS = "Xem lỗi"
OPEN_PAGE = "Mở trang"
MENDED_COLUMN = "Cần sửa"  # in the file of faulty rows: why each is one; passed over when it comes back

TABLE_KINDS = {
    "units": "danh sách đơn vị",
    "people": "danh sách người báo cáo",
    "figures": "số liệu ban đầu",
    "targets": "chỉ tiêu giao",
    "scheme": "bảng điểm",
}
TEMPLATES = {
    "units": "Mẫu đơn vị",
    "people": "Mẫu người",
    "figures": "Mẫu số liệu",
    "targets": "Mẫu chỉ tiêu",
    "scheme": "Mẫu bảng điểm",
}
TEMPLATE_FILES = {
    "units": "mau-don-vi",
    "people": "mau-nguoi-bao-cao",
    "figures": "mau-so-lieu",
    "targets": "mau-chi-tieu",
    "scheme": "mau-bang-diem",
}
FAULTY_FILE = "dong-can-sua"
SUM_LINE = "Tổng cộng"
SCHEME_RULES = (
    ("Thực hiện giao ước", "giao ước"),
    ("Gửi số liệu đúng hạn", "đúng hạn"),
    ("Nội dung hội đồng chấm", "hội đồng"),
)


# How tables are brought in


def send_a_table() -> str:
    return (
        "Gửi tệp Excel hoặc CSV vào đây: đơn vị, người báo cáo, số liệu ban đầu, chỉ tiêu giao. "
        "Tôi cho xem trước, chọn Áp dụng mới ghi.\n"
        "Mẫu bên dưới đã điền sẵn những gì đã biết."
    )


def paste_a_table(columns: str, row: str) -> str:
    return (
        "Ở đây không gửi được tệp. Dán các dòng của bảng vào đây, dòng đầu là tên cột, giữa các cột có dấu ; như sau:\n"
        f"{columns}\n{row}\n"
        "Tôi cho xem trước rồi mới ghi. Mẫu bên dưới đã điền sẵn những gì đã biết."
    )


def template_of(kind: str) -> str:
    return f"Mẫu {kind}, đã điền sẵn những gì đã biết. Điền tiếp, sửa, rồi gửi lại vào đây."


def template_as_text(kind: str) -> str:
    return f"Mẫu {kind}. Chép lại, sửa, rồi dán vào đây:"


def template_is_long(rows: int) -> str:
    return f"Mẫu có {rows} dòng, dài quá cho một tin: đây là mấy dòng đầu."


def page_is_here(address: str, minutes: int) -> str:
    return f"{address}\nMở trong {minutes} phút, mã dùng một lần. Trang có mẫu, tờ mời, bài và tệp tổng hợp."


def page_is_on_the_office_pc() -> str:
    return "Trang chỉ mở được trên máy tính đang chạy chương trình."


# What came


def table_too_large(megabytes: int) -> str:
    return f"Tệp nặng {megabytes} MB, quá lớn cho một bảng của xã (nhiều nhất 5 MB). Chưa ghi gì cả."


def table_cannot_be_read(file: str, reason: str) -> str:
    return f"Chưa đọc được «{file}». {sentence(reason)} Cần mẫu thì gõ TỆP."


def table_cannot_be_had(file: str) -> str:
    return f"Chưa tải được «{file}» về. Xin gửi lại."


def table_takes_too_long() -> str:
    return "Tệp này đọc quá lâu, không thể là bảng của một xã. Xin chép bảng sang một tệp mới."


# The preview


def table_heading(kind: str, file: str, rows: int) -> str:
    return f"{sentence(kind)[:-1]} «{file}»: đọc được {rows} dòng."


def table_new(count: int, lines: str) -> str:
    return f"Mới {count}:\n{lines}"


def table_changed(count: int, lines: str) -> str:
    return f"Thay đổi {count}:\n{lines}"


def table_closed(count: int, lines: str) -> str:
    return f"Kết thúc {count}:\n{lines}"


def table_emptied(count: int, lines: str) -> str:
    return f"Xóa trắng {count} ô:\n{lines}"


def table_faulty(count: int, lines: str) -> str:
    return f"Lỗi {count} dòng, để lại không ghi:\n{lines}"


def shown_lines(lines: Sequence[str], left: int) -> str:
    return bullets([*lines, *([f"… và {left} dòng nữa"] if left else [])])


def nothing_changes() -> str:
    return "Không có gì thay đổi so với đang có."


def is_it_applied() -> str:
    return "Chưa ghi gì. Có áp dụng không?"


def table_blocked(reasons: Sequence[str]) -> str:
    return f"Chưa áp dụng được:\n{bullets(reasons)}\nXin sửa rồi gửi lại."


def more_may_be_pasted() -> str:
    return "Còn dòng nào thì dán tiếp, không cần tên cột."


# The officer's word


def table_applied(kind: str, what: Sequence[str]) -> str:
    return f"Đã ghi {kind}: {listing(what)}."


def count_new(count: int) -> str:
    return f"{count} mới"


def count_changed(count: int) -> str:
    return f"{count} thay đổi"


def count_closed(count: int) -> str:
    return f"{count} kết thúc"


def count_emptied(count: int) -> str:
    return f"{count} ô xóa trắng"


def count_faulty(count: int) -> str:
    return f"{count} dòng lỗi, để lại"


def nothing_is_written_yet() -> str:
    return "Chưa ghi gì."


def faulty_rows_stay(count: int) -> str:
    return f"Còn {count} dòng lỗi chưa ghi: chọn Xem lỗi, sửa, gửi lại những dòng đó."


def then_invite() -> str:
    return "Mời họ vào: gõ MỜI."


def table_has_changed() -> str:
    return "Số liệu đang có đã khác lúc xem trước, nên chưa ghi gì. Đây là bản xem trước mới."


def table_given_up(file: str) -> str:
    return f"Vâng, bỏ «{file}», không ghi gì."


def table_was_applied() -> str:
    return "Bảng này đã áp dụng rồi."


def table_is_gone() -> str:
    return "Bảng này không còn chờ nữa. Xin gửi lại tệp."


def faulty_rows_file(count: int) -> str:
    return f"{count} dòng cần sửa, lý do ở cột cuối. Sửa rồi gửi lại tệp này."


def faulty_rows_listed(count: int, lines: str) -> str:
    return f"{count} dòng cần sửa:\n{lines}\nSửa rồi dán lại những dòng đó, kèm dòng tên cột."


def no_faulty_rows() -> str:
    return "Không còn dòng lỗi nào."


def tables_wait(count: int) -> str:
    return f"{count} bảng chờ áp dụng (gõ TỆP)"


def my_tables(files: Sequence[str], until: str) -> str:
    return f"Bảng chờ áp dụng: {listing(files)}; giữ đến {until}."
