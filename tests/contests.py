"""Rounds as an officer opens them, word by word."""

from __future__ import annotations

from collections.abc import Sequence

from tests.commune import Stand

ROAD = ("Việc khác", "Làm đường, m", "Mỗi tuần thêm bao nhiêu", "500", "300")


def open_round(
    stand: Stand,
    *,
    days: str = "17/11 - 16/12",
    places: str = "Bản Còn, Khuổi Mạ, Nà Pò",
    what: Sequence[str] = ROAD,
    name: str = "30 ngày làm đường",
) -> list[str]:
    """Everything that was answered; the last is what [Mở đợt] says."""
    stand.say("hoa", "ĐỢT THI ĐUA")
    if any("Các đợt" in row.text for row in stand.heard()):
        stand.tap("hoa", "Mở đợt mới")
    for words in (name, days, places, *what, "Mở đợt"):
        stand.say("hoa", words)
    return [row.text for row in stand.heard() if row.chat_id == "hoa"]
