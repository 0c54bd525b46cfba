"""What stands on a printed invitation, and what an officer hears about printing them."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import capital, listing

BY_PHONE_ALL = "Số còn lại báo qua điện thoại"


def print_sheets(count: int) -> str:
    return f"Tờ mời in cho cả {count}"


def by_link(channel: str) -> str:
    return f"Số còn lại vào bằng {channel}"


def room_left(channel: str, people: int) -> str:
    return f"{channel} còn chỗ cho {people} người."


def sheet_heading(commune: str) -> str:
    return f"UBND {commune}: mời báo số liệu thi đua"


def sheet_person(address: str, role: str) -> str:
    """«Ông Sơn, trưởng thôn»; without a name there is room to write one."""
    return f"{capital(address)}, {role}" if address else f"{capital(role)}:"


def beside_square(channel: str) -> list[str]:
    return [f"Dùng {channel}:", "quét hình này,", "bấm Bắt đầu."]


def above_code(channel: str, bot: str) -> str:
    """`channel` is "" where the code is only for those whose telephone reads no square."""
    if not channel:
        return "Không quét được thì gõ mã này:"
    return f"Dùng {channel}: mở {f'«{bot}»' if bot else 'kênh của xã'}, gõ mã:"


def sheet_steps(channels: Sequence[str], officer: str, phone: str) -> list[str]:
    return [
        f"1. Mở {' hoặc '.join(channels)} như trên.",
        "2. Đọc lời chào, chọn hoặc gõ Đồng ý.",
        f"3. Cần giúp: {officer}, {phone}.",
    ]


def sheet_small_print(until: str, printed: str) -> str:
    return f"Mã dùng một lần, hết hạn {until}. In lúc {printed}; tờ in trước thì bỏ."


def sheets_are_here(slips: int, pages: int, until: str) -> str:
    return (
        f"Tờ mời đây: {slips} phiếu, {pages} trang A4, 4 phiếu một trang. Mỗi mã dùng một lần, hết hạn {until}. "
        "In lại thì mã cũ hết dùng."
    )


def codes_are_void(count: int) -> str:
    return f"{count} mã đưa trước đây mà chưa dùng nay hết dùng."


def room_is_short(channel: str, room: int, more: int) -> str:
    return f"{channel} còn chỗ cho {room} người, {more} nơi còn lại vào bằng gì?"


def by_phone_then(units: Sequence[str]) -> str:
    return f"Không in cho {listing(units)}: báo qua điện thoại, chị ghi hộ."


def nobody_to_print_for() -> str:
    return "Nơi nào cũng có người rồi, không phải in tờ mời."
