"""What is said to those who are missing, without blame."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.wording.basics import listing, sentence


def first_reminder(address: str, unit: str, left: str, deadline: str) -> str:
    return f"Chào {address}. {sentence(unit)[:-1]} còn {left}, hạn {deadline}."


def questions_left(count: int, labels: Sequence[str]) -> str:
    return f"{count} câu: {listing(labels)}" if labels else f"{count} câu"


def second_reminder(address: str, unit: str, left: str, hours: str, officer: str, phone: str) -> str:
    return f"Chào {address}. Còn {hours} nữa hết hạn, {unit} còn {left}. Nếu bận, gọi {officer}, {phone}, xã ghi hộ."


def left_blank_note(unit: str) -> str:
    return f"Xã chưa nhận đủ số liệu tuần này của {unit} nên tạm để trống. Gửi lúc nào, xã bổ sung lúc đó."


def thanks_note(address: str, unit: str) -> str:
    return f"Cảm ơn {address}, xã đã nhận đủ số liệu tuần này của {unit}."
