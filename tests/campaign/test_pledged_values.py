"""What a unit writes for a line of its pledge: one figure in the line's unit, or nothing."""

from __future__ import annotations

from campaign.parsing import pledged_values

READ = {"9": "9", "9 hộ": "9", "còn 9 hộ nhé": "9", "xuong con 8": "8", "8 thôi em ạ": "8", "9.": "9", "1.200": "1.200"}
UNSURE = [
    "hai", "khoảng 9", "9 à nhầm 8", "9 hoặc 8", "9-8", "-9", "~9", "9 ?", "9 người", "9 sào", "giảm 3", "thêm 2",
    "không phải 9", "9 trở xuống", "9 hộ 5", "",
]  # fmt: skip


def test_a_figure_is_read_with_its_own_unit_alone() -> None:
    """Of poor households."""
    assert list(READ.values()) == [pledged_values.read(words, "hộ") for words in READ]
    assert [] == [words for words in UNSURE if pledged_values.read(words, "hộ") is not None]
    assert ("98", "1,5") == (pledged_values.read("98 %", "%"), pledged_values.read("1,5 ha", "ha"))
