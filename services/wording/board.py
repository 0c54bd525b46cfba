"""The board of a week, and the reminders that an officer sends from it."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence

_MOST_NAMES = 12
REMIND_SOME = "Nhắc từng nơi"


def board_title(week: int, deadline: str, done: int, due: int) -> str:
    """«Tuần 47, hạn 16 giờ hôm nay. Đủ 19/31.»; `deadline` is "" once it is over."""
    until = f"hạn {deadline}" if deadline else "đã hết hạn"
    return f"Tuần {week}, {until}. Đủ {done}/{due}."


def board_group(word: str, names: Sequence[str]) -> str:
    """«Chưa 8: Bản Khính, …»; of many only the first are named."""
    others = len(names) - _MOST_NAMES
    rest = f" và {others} nơi khác" if others > 0 else ""
    return f"{word} {len(names)}: {listing(names[:_MOST_NAMES])}{rest}."


HALF_SENT = "Dở"
NOTHING_SENT = "Chưa gửi"
AWAY = "Vắng"
NO_REPORTER = "Chưa có người báo cáo"


def stands_in(unit: str, address: str) -> str:
    return f"{unit} ({address} thay)"


def nobody_stands_in(unit: str) -> str:
    return f"{unit} (chưa có người thay)"


def marked_count(count: int) -> str:
    return f"Chờ đối chiếu {count} số."


def reminded_today(count: int) -> str:
    return f"Hôm nay đã nhắc {count} nơi."


def remind_which(count: int) -> str:
    return f"Nhắc nơi nào? {count} nơi hôm nay chưa nhắc. Chọn lần lượt từng nơi cũng được."


def remind_unit(unit: str) -> str:
    return f"Nhắc {unit}"


def unit_reminded(unit: str) -> str:
    return f"Đã nhắc {unit}."


def unit_reminded_before(unit: str) -> str:
    return f"Hôm nay đã nhắc {unit} rồi; mỗi ngày một lần thôi để khỏi phiền bà con."


def unit_needs_no_reminder(unit: str) -> str:
    return f"{sentence(unit)[:-1]} đã gửi đủ rồi, không cần nhắc."


def unit_not_reached(contact: str) -> str:
    return f"Không nhắn được {contact}; xin gọi điện."


def unit_has_nobody(unit: str) -> str:
    return f"{sentence(unit)[:-1]} chưa có người báo cáo nên không nhắc được."


# The picture


def board_picture_title(week: int) -> str:
    return f"Bảng tuần {week}"


def board_picture_due(done: int, due: int, hour: str, day: str) -> str:
    """Looked at later too, so with the date."""
    return f"Đủ {done}/{due}, hạn {hour} {day}"


def board_picture_as_of(hour: str, day: str) -> str:
    return f"lúc {hour} {day}"


PROGRESS = {
    "complete": "đủ",
    "begun": "dở",
    "silent": "chưa gửi",
    "away": "vắng",
    "nobody": "chưa có người",
}
CELL_AS_BEFORE = "như cũ"
CELL_NOTHING = "không"
CELL_NOT_KNOWN = "chưa rõ"


def several_figures(count: int) -> str:
    return f"{count} số"


# Which places make a measure what it is

LACKING = "Thiếu số nào"
BEHIND_PLACES = "Vì nơi nào"
SLOW = "Chậm"
TO_VERIFY = "Chờ đối chiếu"


def measures_lacking(week: int, lines: Sequence[str]) -> str:
    return "\n".join([f"Tuần {week} còn thiếu:", *(f"- {line}" for line in lines), "Chọn một số để xem vì nơi nào."])


def measure_lacks(label: str, count: int) -> str:
    return f"{label}: {count} nơi"


def behind_heading(measure: str, period: str) -> str:
    return f"{measure}, {period}:"


def slow_village(unit: str, said: str) -> str:
    return f"{unit} ({said})"


def none_behind() -> str:
    return "Không nơi nào thiếu, chậm hay chờ đối chiếu."
