"""What is said to words that answer nothing: thanks, wishes, questions, and what cannot be read."""

from __future__ import annotations

from services.wording.basics import capital


def courtesy(title: str) -> str:
    return f"Cảm ơn {title}."


def courtesy_while_asked(title: str) -> str:
    return f"Cảm ơn {title}. Tuần này còn câu hỏi, gõ BÁO CÁO để trả lời."


def has_come(given: str) -> str:
    return f"Tuần này tôi mới nhận được: {given}."


def nothing_has_come(unit: str, title: str) -> str:
    return f"Tuần này tôi chưa nhận được số nào của {unit}. {capital(title)} gửi giúp nhé."


def type_command(command: str) -> str:
    return f"Việc này gõ {command.upper()}."


def how_to_answer(title: str, helper: str, phone: str) -> str:
    whom = f" Cần người giúp: {helper}, {phone}." if helper else ""
    return f"Không cần bấm nút: {title} gõ con số rồi gửi, như nhắn tin.{whom}"


def cannot(helper: str, phone: str) -> str:
    """`helper`: who can; nobody where an officer asks who is alone."""
    whom = f"Cần người giúp: {helper}, {phone}." if helper else "Việc của máy thì hỏi người phụ trách máy."
    return f"Việc này tôi chưa làm được. Tôi làm được gì: gõ GIÚP. {whom}"


def how_to_stop() -> str:
    return "Muốn ngừng nhận tin thì gõ DỪNG, xã hỏi lại rồi mới ngừng."


def who_asks(commune: str, officer: str, phone: str) -> str:
    return f"Đây là tin nhắn tự động của UBND {commune}. Cần hỏi, gọi {officer}, {phone}."


def deadline_is(deadline: str) -> str:
    return f"Hạn báo cáo tuần này: {deadline}."


def only_words(helper: str, phone: str) -> str:
    whom = f", hoặc gọi {helper}, {phone}" if helper else ""
    return f"Tôi chỉ đọc được chữ. Xin gõ bằng chữ{whom}. Tôi làm được gì: gõ GIÚP."


def file_is_for_nobody() -> str:
    """An officer sends a picture or file without having been asked for one."""
    return "Muốn gửi ảnh, tệp cho các nơi thì gõ THÔNG BÁO trước. Tệp gửi riêng ở đây tôi không giữ."


def edit_left_as_it_was(said: str) -> str:
    """Of a message that gave a figure and was edited to something that is none."""
    return f"Tin sửa lại không có số nên tôi giữ như trước: {said}. Muốn sửa thì gõ SỬA."


def edit_not_read() -> str:
    return "Tin sửa lại tôi không đọc được. Xin gõ thành tin mới."
