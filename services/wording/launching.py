"""PHÁT ĐỘNG: what the officer is asked, what a second person is asked, and what stands above the text."""

from __future__ import annotations

from services.wording.basics import sentence

WRITE_PAPER = "Ghi số văn bản"
WRITE_NAME = "Ghi tên"
ASK_SECOND = "Xin ý kiến rồi gửi"
NAME_WHO_AGREED = "Ghi ai đã đồng ý"
AGREE_TO_LAUNCH = "Đồng ý phát động"
NOT_YET = "Chưa phát động"
TAKE_WORDS = "Dùng đoạn này"
SEND_LAUNCH = "Gửi phát động"


def launch_what(title: str) -> str:
    return (
        f"{sentence(title)[:-1]} gõ lời phát động, dòng đầu là tên đợt; hoặc gửi tệp kèm lời. "
        "Lời sẵn trong văn bản phong trào thì chọn lĩnh vực."
    )


def launch_section(field: str, number: int, of: int, text: str) -> str:
    return f"{field}, đoạn {number}/{of}:\n{text}"


def launch_next_section(number: int) -> str:
    return f"Đoạn {number}"


def launch_head(commune: str, paper: str) -> str:
    """Above the text; `paper`: «số 12/KH-UBND ngày 20/01/2027» or ""."""
    return f"UBND {commune} phát động thi đua, «{paper}»:" if paper else f"UBND {commune} phát động thi đua:"


def launch_name_line(name: str) -> str:
    return f"Tên: «{name}»." if name else "Tên: chưa ghi; báo cáo cuối năm nêu tên này."


def which_launch_name() -> str:
    return "Phong trào tên gì? Xin gõ, ví dụ Thi đua năm 2027"


def launch_name_too_long(most: int) -> str:
    return f"Tên dài quá {most} chữ. Xin gõ ngắn lại, ví dụ Thi đua năm 2027"


def launch_paper_line(paper: str) -> str:
    return f"Văn bản: «{paper}»." if paper else "Văn bản: chưa ghi số, để trống cũng được."


def which_paper() -> str:
    return "Số và ngày văn bản? Xin gõ, ví dụ số 12/KH-UBND ngày 20/01/2027"


def paper_is_too_long(most: int) -> str:
    return f"Dài quá {most} chữ. Xin gõ ngắn lại, ví dụ số 12/KH-UBND ngày 20/01/2027"


def launch_needs_second(who: str) -> str:
    """`who`: those who would be asked, "" for nobody."""
    if who:
        return f"Phát động cần một người nữa đồng ý: {who}."
    return "Phát động cần một người nữa đồng ý, mà ở kênh này chưa có ai khác. Ai đã đồng ý thì xin ghi lại."


def launch_asked(who: str) -> str:
    return f"Đã gửi {who} xem. Có người đồng ý là tôi gửi ngay các nơi."


def agree_to_launch(officer: str, audience: str, name: str, paper: str, text: str) -> str:
    called = f" «{name}»" if name else ""
    return f"{sentence(officer)[:-1]} xin ý kiến phát động{called}, gửi {audience}. {launch_paper_line(paper)}\n{text}"


def who_agreed() -> str:
    return "Ai đã đồng ý phát động, và chức vụ? Xin gõ, ví dụ đồng chí Dũng, Chủ tịch UBND xã"


def launch_agreed_note(who: str) -> str:
    return f"Đã ghi: {who} đồng ý phát động."


def launch_was_agreed(who: str) -> str:
    return f"{sentence(who)[:-1]} đã đồng ý phát động."


def launch_refused(who: str) -> str:
    return f"{sentence(who)[:-1]} đề nghị chưa phát động. Muốn đổi lời thì gõ PHÁT ĐỘNG, soạn lại."


def launch_refusal_told(officer: str) -> str:
    return f"Vâng, tôi báo lại {officer}."


def launch_has_changed() -> str:
    return "Lời phát động đã đổi sau khi gửi xem. Đây là bản mới:"


def launch_not_oneself() -> str:
    return "Người soạn không tự đồng ý được. Xin một người khác, hoặc ghi ai đã đồng ý."
