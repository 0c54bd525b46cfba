"""What is said to officers who mend a draft, or correct what was posted."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, quoted

_MOST_LINES = 12  # beyond, the picture tells more than a list


def marked_or_which_place(marked: Sequence[str], example: str) -> str:
    """The figures under check first, if there are any; else only which place."""
    which = f"gõ tên nơi cần sửa, ví dụ {example}."
    if not marked:
        return f"Sửa số của nơi nào? Xin {which}"
    return f"Đang chờ đối chiếu:\n{bullets(marked)}\nSửa số khác: {which}"


def which_of_these() -> str:
    return "Nơi nào trong các nơi này?"


def no_such_place(name: str) -> str:
    return f"Không có nơi nào tên «{name[:40]}». Xin gõ lại tên thôn, trường hoặc cơ quan."


def nothing_due(unit: str) -> str:
    return f"Tuần này {unit} không có số phải báo. Xin gõ tên nơi khác."


def nobody_reported(week: int) -> str:
    return f"Tuần {week} chưa nơi nào gửi số nên chưa có gì để sửa."


def has_not_reported(unit: str) -> str:
    return f"Tuần này {unit} chưa gửi số nào. Bấm Ghi hộ để nhập."


def correction_offered(week: int, changes: Sequence[str]) -> str:
    """What a post would say by now; the officers decide."""
    more = len(changes) - _MOST_LINES
    lines = [*changes[:_MOST_LINES], f"và {more} dòng khác"] if more > 0 else changes
    return f"Số liệu tuần {week} đã đổi sau khi đăng:\n{bullets(lines)}\nCó đăng đính chính vào nhóm không?"


def changed_again(offer: str) -> str:
    return f"Số vừa đổi thêm. {offer}"


def why_correct() -> str:
    return "Lý do đính chính? Bấm lý do là đăng ngay vào nhóm."


def correcting(week: int, number: int, groups: Sequence[str]) -> str:
    """Before the platform has taken the correction."""
    return f"Đang đăng đính chính lần {number} của tuần {week} vào nhóm {quoted(groups)}. Đăng xong tôi báo."


def correcting_to_leaders(week: int, number: int, addresses: Sequence[str]) -> str:
    count = len(addresses)
    return f"Đang gửi đính chính lần {number} của tuần {week} riêng cho {count} lãnh đạo: {listing(addresses)}."


def correction_posted(week: int, number: int, groups: Sequence[str]) -> str:
    return f"Đã đăng đính chính lần {number} của tuần {week} vào nhóm {quoted(groups)}."


def corrected_before(week: int, number: int) -> str:
    return f"Đính chính này của tuần {week} đã đăng rồi, là lần {number}."


def left_uncorrected() -> str:
    return "Vâng, không đăng đính chính. Cần thì gõ ĐÍNH CHÍNH."


def nothing_to_correct(week: int) -> str:
    return f"Bài tuần {week} không có gì phải đính chính. Số chờ đối chiếu thì chưa tính."


def not_posted(week: int | None) -> str:
    return "Chưa đăng bài nào." if week is None else f"Chưa đăng bài nào của tuần {week}."


def still_sending(week: int) -> str:
    return f"Bài tuần {week} đang gửi vào nhóm. Xin chờ một lát rồi bấm lại."


def settle_first(question: str) -> str:
    return f"Việc này phải rõ trước đã. {question}"


def nobody_got_it(week: int) -> str:
    return f"Chưa nhóm nào nhận được bài tuần {week} nên không có gì để đính chính."
