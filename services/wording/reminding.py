"""What is said to those who are missing, without blame."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence


def first_reminder(address: str, unit: str, left: str, deadline: str) -> str:
    return f"Chào {address}. {sentence(unit)[:-1]} còn {left}, hạn {deadline}."


def late_reminder(address: str, unit: str, left: str) -> str:
    return f"Chào {address}. {sentence(unit)[:-1]} còn thiếu {left}. Đã quá hạn nhưng xã vẫn nhận."


def questions_left(count: int, labels: Sequence[str]) -> str:
    return f"{count} câu: {listing(labels)}" if labels else f"{count} câu"


def second_reminder(address: str, unit: str, left: str, hours: str, officer: str, phone: str) -> str:
    return f"Chào {address}. {hours} nữa hết hạn, {unit} còn thiếu {left}. Nếu bận, gọi {officer}, {phone}, xã ghi hộ."


def left_blank_note(unit: str) -> str:
    return (
        f"Xã chưa nhận đủ số liệu tuần này của {unit} nên tạm để trống. "
        "Gửi trước giờ đăng sáng mai thì kịp vào bài tổng hợp; sau đó xã ghi bổ sung."
    )
