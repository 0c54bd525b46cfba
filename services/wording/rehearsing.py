"""What is said of a rehearsed week: CHẠY THỬ."""

from __future__ import annotations


def rehearsal_begins(title: str) -> str:
    return (
        f"Chạy thử một tuần: tin dưới đây chỉ gửi cho {title}, không ai khác nhận, không lưu vào số liệu thật. "
        "Số trong đó là số giả. Chừng một phút."
    )


def rehearsal_needs_units() -> str:
    return "Chạy thử cần ít nhất một thôn trong danh sách."


def rehearsal_is_asked() -> str:
    return "Đang chạy thử rồi, xin chờ chừng một phút."


def rehearsed(moment: str, what: str, text: str) -> str:
    """One message of the rehearsed week: when, to whom, and what they would read."""
    return f"[Chạy thử · {moment} · {what}]\n{text}"


def rehearsal_done(count: int, messages: int) -> str:
    return f"Hết tuần chạy thử: {count} nơi được hỏi, {messages} tin, không tin nào gửi đi thật. Làm tiếp: gõ BẮT ĐẦU."


def rehearsed_person() -> str:
    """How somebody made up is spoken to."""
    return "ông/bà Mẫu"


def rehearsal_picture() -> str:
    return "[Chạy thử] Hình kèm bài."


def rehearsal_failed() -> str:
    return "Chưa chạy thử được lần này. Xin gõ CHẠY THỬ lần nữa; vẫn không được thì báo người trông máy."


TO_HEAD, FROM_HEAD, TO_OFFICER, TO_LEADERS = "trưởng thôn đọc", "trưởng thôn trả lời", "cán bộ đọc", "lãnh đạo đọc"
