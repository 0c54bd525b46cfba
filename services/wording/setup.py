"""What is said while a commune takes up the program: to whoever starts it, and to its first officer; about itself."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing

# The parts of the setup, as they stand in the list and on buttons.
SETUP_PARTS = {
    "commune": "Tên xã, liên hệ",
    "units": "Danh sách thôn, trường, cơ quan",
    "people": "Người báo cáo",
    "campaign": "Phong trào, chỉ tiêu của xã",
    "opening": "Số đầu kỳ",
    "targets": "Chỉ tiêu giao các nơi",
    "group": "Nhóm lãnh đạo",
}
KEEP_COMMUNE = "Đúng cả"
NONE_TO_ENTER = "Chưa có"
REHEARSE = "Chạy thử một tuần"
SETUP_GO_ON = "Việc tiếp theo"


def first_officer_code(code: str, hours: int) -> Sequence[str]:
    """To whoever sits at the machine's terminal."""
    return (
        f"Chưa có cán bộ tổng hợp. Mã vào, dùng một lần, trong {hours} giờ: {code}",
        "Mở khung chat với máy rồi gõ mã này; mọi việc sau đó làm trong khung chat.",
    )


def officers_way_back(code: str, name: str) -> Sequence[str]:
    return (code, f"Mã của {name}: gõ vào khung chat trong một giờ. Mọi máy cũ của người này bị chặn.")


def welcome_first_officer() -> str:
    return (
        "Chào anh/chị. Mã đúng. Từ nay anh/chị là cán bộ tổng hợp của máy này.\n"
        "Xã lưu tên, tài khoản nhắn tin và số liệu gửi lên; tin nhắn giữ 90 ngày rồi xóa. "
        "Gõ DỮ LIỆU CỦA TÔI để xem, RÚT TÊN để xóa tên."
    )


def ask_own_name() -> str:
    return "Nên gọi anh/chị thế nào? Xin gõ xưng hô, tên và số điện thoại, ví dụ chị Hoa 0912 345 678."


def ask_own_phone(address: str) -> str:
    return f"Cảm ơn {address}. Số điện thoại để các thôn gọi khi cần hỏi là số nào? Ví dụ 0912 345 678."


def own_name_kept(address: str) -> str:
    return f"Cảm ơn {address}."


def setup_part_in_audit(part: str) -> str:
    return SETUP_PARTS.get(part, REHEARSE).lower()


# The overview


def setup_line(name: str, stand: str, *, is_done: bool) -> str:
    """`stand`: where a part is, «3/31 nơi»."""
    return f"{'✓' if is_done else '○'} {name}{f': {stand}' if stand else ''}"


def setup_overview(left: int, lines: Sequence[str]) -> str:
    head = f"Để chạy được tuần đầu còn {left}/{len(lines)} việc, làm lúc nào cũng được, dở đâu tiếp đó:"
    return "\n".join([head, *lines, "Muốn làm việc nào trước, gõ tên việc đó."])


def setup_few_left(names: Sequence[str], *, lacks_opening: bool) -> str:
    hint = " Thiếu số đầu kỳ thì những tuần đầu mỗi thôn phải trả lời nhiều câu hơn." if lacks_opening else ""
    return f"Còn {len(names)} việc: {listing(names)}.{hint}"


def setup_is_complete(moment: str) -> str:
    return f"Đã xong mọi việc. Lần hỏi tới: {moment}. Xem lại lúc nào cũng được: gõ KIỂM TRA HỆ THỐNG."


def setup_for_later() -> str:
    return "Vâng, việc đã ghi vẫn giữ. Khi nào làm tiếp, gõ BẮT ĐẦU."


def setup_skipped() -> str:
    return "chưa có, để sau"


def which_setup_part() -> str:
    return f"Tôi chưa rõ việc nào. Các việc lúc bắt đầu: {'; '.join(SETUP_PARTS.values())}."


# The commune


def commune_details(name: str, province: str, officer: str, phone: str, signer: str) -> str:
    return "\n".join(
        (
            f"Tên xã: {name}, {province}.",
            f"Ai cần hỏi thì gọi: {officer}, {phone}.",
            f"Người ký báo cáo: {signer}.",
            "Sai chỗ nào xin gõ lại chỗ đó, nhiều mục thì mỗi mục một dòng: xã …, tỉnh …, liên hệ chị Hoa "
            "0912 345 678, người ký Phó Chủ tịch.",
        )
    )


def commune_changed(unread: Sequence[str]) -> str:
    rest = f" Chưa hiểu: {listing([f'«{one}»' for one in unread])}." if unread else ""
    return f"Đã ghi, áp dụng từ hôm nay.{rest}"


def commune_not_understood(said: str) -> str:
    return f"Tôi chưa hiểu «{said}». Xin gõ tên mục rồi đến nội dung, như: xã …, tỉnh …, liên hệ …, người ký …."
