"""[Hỏi lại]: what an officer asks about a figure and hears of it, and the reasons that confirm a doubtful one."""

from __future__ import annotations

from services.wording.basics import sentence

_MOST_LABEL = 40
ASK_AGAIN = "Hỏi lại"
QUERY_RIGHT = "Số này đúng chưa ạ?"
QUERY_WHY = "Sao khác tuần trước nhiều thế ạ?"
NOT_RIGHT = "Chưa đúng"

# By the code that a button carries.
REASONS = {
    "weeks": "dồn mấy tuần",
    "season": "vào vụ",
    "review": "mới rà soát lại",
    "slip": "số trước sai",
}
RIGHT_FOR_ANOTHER_REASON = "Đúng, lý do khác"


def right_because(reason: str) -> str:
    return f"Đúng, do {reason}"


def because(reason: str) -> str:
    return f"do {reason}"


def noted_with_reason(reason: str) -> str:
    return f"Xã đã ghi là {reason}."


def ask_again_button(figure: str) -> str:
    return f"Hỏi lại: {figure}"[:_MOST_LABEL]


def what_to_ask(address: str) -> str:
    return f"Hỏi {address} câu gì? Xin gõ câu hỏi, hoặc chọn câu có sẵn."


def query(officer: str, unit: str, day: str, said: str, question: str) -> str:
    """«Chị Hoa hỏi về số thôn Bản Còn gửi hôm qua: gieo thêm 31 ha. Số này đúng chưa ạ?»"""
    return f"{sentence(officer)[:-1]} hỏi về số {unit} gửi {day}: {said}. {sentence(question)}"


def figure_stands(said: str) -> str:
    return f"Đúng, {said}"[:_MOST_LABEL]


def nobody_to_ask(unit: str) -> str:
    return f"{sentence(unit)[:-1]} chưa có người báo cáo nên không hỏi được."


def query_sent(address: str) -> str:
    return f"Đã hỏi {address}. Có trả lời tôi báo ngay."


def query_sent_before(address: str) -> str:
    return f"Hôm nay đã hỏi {address} về số này rồi."


def query_confirmed(unit: str, said: str, reason: str) -> str:
    tail = f", {reason}" if reason else ""
    return f"{unit} trả lời: đúng, {said}{tail}."


def query_changed(unit: str, new: str, old: str) -> str:
    return f"{unit} trả lời: {new} (trước là {old})."


def query_denied(unit: str, said: str, contact: str) -> str:
    return f"{unit} trả lời: {said} chưa đúng. Tuần đó đã qua nên xin gọi {contact}, rồi sửa."


def query_thanks(title: str, said: str) -> str:
    return f"Cảm ơn {title}. Xã giữ {said}."


def query_call_officer(officer: str, phone: str) -> str:
    return f"Số của tuần đã qua, {officer} sẽ gọi để sửa; hoặc gọi {officer}, {phone}."


def query_over(title: str) -> str:
    return f"Số này đã trả lời xong, {title} không phải làm gì thêm."


def how_to_ask_again() -> str:
    """To an officer who types the button's words where no figure is shown."""
    return "Hỏi lại là hỏi về một số: gõ THÔN và tên nơi, chọn số cần hỏi, rồi chọn Hỏi lại."
