"""Kinds of messages asked back needlessly once, each with neighbours that must be asked, through the bot's turns."""

from __future__ import annotations

import pytest

from bot.rehearsal import Rehearsal
from tests.whole_messages import ASKED, read_rightly

# By kind: the message, and for each measure due what is stored.
KINDS: dict[str, list[tuple[str, dict[str, object]]]] = {
    "a digit glued behind a unit": [
        ("gặt 7 tạ5", {"KT1b": ASKED}),
        ("2 sào3, thẻ 6", {"KT1a": ASKED, "XH1": 6}),
        ("2mẫu3", {"KT1a": ASKED}),
        ("2mẫu3sào", {"KT1a": "0.828"}),
        ("2 mẫu 3", {"KT1a": "0.828"}),
        ("1 tấn 2", {"KT1b": "1.2"}),
    ],
    "who did it": [
        ("12 hộ gieo 7 sào", {"XH3": ASKED, "KT1a": "0.252"}),
        ("có 12 hộ gieo 7 sào, nghèo 11", {"XH3": 11, "KT1a": "0.252"}),
        ("9 người cấy 5 sào", {"XH1": ASKED, "KT1a": "0.18"}),
        ("12 hộ, gieo 7 sào", {"XH3": 12, "KT1a": "0.252"}),
        ("còn 8 người gieo 5 sào", {"XH1": 8, "KT1a": "0.18"}),
    ],
    "how many live there": [
        ("118 hộ 512 người", {"XH3": ASKED}),
        ("512 người 118 hộ", {"XH1": ASKED, "XH3": ASKED}),
        ("Thôn có 118 hộ, 512 khẩu, chưa thẻ 7, nghèo 12", {"XH1": 7, "XH3": 12}),
        ("12 hộ 47 khẩu", {"XH3": 12}),
        ("11 hộ, 50 người", {"XH3": 11}),
    ],
    "where something stands": [
        ("nhà văn hóa cạnh đường bê tông", {"KT3b": ASKED, "XH5": ASKED}),
        ("nhà văn hóa ở đầu đường bê tông, chưa đạt", {"KT3b": ASKED, "XH5": "below"}),
        ("nhà văn hóa đạt rồi, đường bê tông rồi", {"KT3b": "yes", "XH5": "meets"}),
    ],
    "what is lacking": [
        ("bhyt thieu 6, ngheo 11", {"XH1": 6, "XH3": 11}),
        ("thẻ còn thiếu 8 người", {"XH1": 8}),
        ("còn thẻ thì thiếu 8 người", {"XH1": 8}),
        ("còn 6 người thiếu thẻ", {"XH1": 6}),
        ("thiếu 2 người nữa là đủ", {"XH1": ASKED}),
        ("8 người, thiếu 1", {"XH1": ASKED}),
        ("bhyt thiếu khoảng 6", {"XH1": ASKED}),
        ("thiếu 2 hộ", {"XH3": ASKED}),
        ("kỹ năng số thiếu 20", {"XH8c": ASKED}),
        ("vneid còn thiếu 20", {"XH1": ASKED}),
    ],
    "nobody is left": [
        ("ai cũng có thẻ rồi", {"XH1": 0}),
        ("Hết rồi, cả thôn ai cũng có thẻ rồi cô ạ", {"XH1": 0}),
        ("khong con ai chua co the, khong gieo", {"XH1": 0, "KT1a": 0}),
        ("đã đủ thẻ cả thôn, không còn ai thiếu. hộ nghèo 11", {"XH1": 0, "XH3": 11}),
        ("không còn hộ nghèo nào", {"XH3": 0}),
        ("ai cũng có thẻ rồi", {"XH8c": ASKED}),
        ("không còn ai", {"XH8c": ASKED}),
        ("không phải ai cũng có thẻ", {"XH1": ASKED}),
        ("gần như ai cũng có thẻ", {"XH1": ASKED}),
        ("ai cũng có thẻ rồi, trừ 2 cháu mới sinh", {"XH1": ASKED}),
        ("ai cũng có thẻ rồi, còn mỗi nhà ông Páo, nghèo 12", {"XH1": ASKED, "XH3": 12}),
        ("trẻ em ai cũng có thẻ rồi", {"XH1": ASKED}),
        ("hộ nghèo ai cũng có thẻ", {"XH1": ASKED, "XH3": ASKED}),
        ("xóm 2 ai cũng có thẻ rồi", {"XH1": ASKED}),
        ("chưa đủ thẻ", {"XH1": ASKED}),
        ("hết hộ nghèo rồi", {"XH3": ASKED}),
    ],
    "ages, prices, telephone numbers beside the figure": [
        ("Còn 8 người, trong đó có 2 cụ trên 80 tuổi", {"XH1": 8}),
        ("còn 7 người, trong đó 3 trẻ dưới 6 tuổi", {"XH1": 7}),
        ("Thôn còn 6 người chưa có thẻ, thẻ đóng 1.263.600 đồng một năm bà con kêu đắt", {"XH1": 6}),
        ("bhyt con 7 ng, co gi goi toi 0912 345 678", {"XH1": 7}),
        ("bhyt con 6. sdt toi doi sang 0987654321. ngheo 12", {"XH1": 6, "XH3": 12}),
        ("Thu được 2 tấn rưỡi thóc, bán 7 nghìn một cân", {"KT1b": "2.5"}),
        ("tỷ lệ hộ nghèo 10,2%, thẻ còn thiếu 8 người", {"XH1": 8, "XH3": ASKED}),
        ("12 hộ (10,2%)", {"XH3": 12}),
        ("cháu tôi 5 tuổi nó nghịch máy. bhyt 8 nghèo 12", {"XH1": 8, "XH3": 12}),
        ("12 người, trong đó 6 người chưa có thẻ", {"XH1": ASKED}),
        ("8 người, trong đó 3 người đã nộp tiền", {"XH1": ASKED}),
        ("12 hộ, trong đó 2 hộ thoát nghèo", {"XH3": ASKED}),
        ("7 sào, à 2 triệu nhầm", {"KT1a": ASKED}),
        ("10%", {"XH1": ASKED}),
        ("5k", {"XH1": ASKED}),
        ("chưa có thẻ -6", {"XH1": ASKED}),
    ],
}  # fmt: skip
CASES = [(message, right) for cases in KINDS.values() for message, right in cases]


@pytest.mark.parametrize(("message", "right"), CASES)
def test_a_sure_figure_is_not_asked_for_again(message: str, right: dict[str, object], rehearsal: Rehearsal) -> None:
    """Each figure is stored for its own measure, or nothing is and the bot asks."""
    read_rightly(rehearsal, message, right)
