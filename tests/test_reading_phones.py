"""Kinds found in messages as typed on old phones and in set C, each with neighbours, through the bot's own turns."""

from __future__ import annotations

import pytest

from bot.rehearsal import Rehearsal
from campaign.parsing.known_names import KnownNames
from campaign.parsing.person_names import masked
from tests.whole_messages import ASKED, read_rightly

# By kind: the message, and for each measure due what is stored.
KINDS: dict[str, list[tuple[str, dict[str, object]]]] = {
    "degrees of cold, and a reason that denies": [
        ("ret qua 8 do bà con chua gieo, the con 7", {"KT1a": "0", "XH1": 7}),
        ("8 do chua gieo", {"KT1a": ASKED}),
        ("trời rét 8 độ, gieo 5 sào", {"KT1a": "0.18"}),
        ("12 hộ do chưa duyệt", {"XH3": 12}),
        ("gieo 5 sao do mua", {"KT1a": "0.18"}),
    ],
    "an earlier message that was wrong": [
        ("Thẻ 6 người (tin trước tôi ghi nhầm 5), nghèo 12", {"XH1": 6, "XH3": 12}),
        ("bhyt 6, lúc nãy tôi ghi nhầm 5", {"XH1": 6}),
        ("bhyt 6, nghèo 12, hôm qua báo nhầm 11", {"XH1": 6, "XH3": 12}),
        ("8 người mới đúng, hôm qua tôi nhắn 6 là nhầm", {"XH1": 8}),
        ("bhyt 7\nnghèo 12\n(gửi lại, tin trước bhyt 6 sai)", {"XH1": 7, "XH3": 12}),
        ("bhyt 6 ghi nhầm 5", {"XH1": ASKED}),
        ("bhyt 6 ghi nhầm, 5", {"XH1": 5}),
        ("bhyt 6 à nhầm 5", {"XH1": 5}),
        ("bhyt 6 nham 5", {"XH1": 5}),
        ("bhyt 7 nham 6 ngheo 12", {"XH1": 6, "XH3": 12}),
        ("tuần trước báo 6 là nhầm, 5", {"XH1": ASKED}),
    ],
    "other months beside now": [
        ("tháng trước 11 người, tuần trước 9, giờ còn 8", {"XH1": 8}),
        ("tháng 10 còn 11 người, nay 8", {"XH1": 8}),
        ("tháng trước 11 người, còn 8", {"XH1": ASKED}),
        ("tháng 10 còn 11 người, nay 8 hay 9", {"XH1": ASKED}),
    ],
    "a question that was copied": [
        ("«Còn bao nhiêu người không có thẻ BHYT? Tuần trước: 9 người.»\n6", {"XH1": 6}),
        (
            "> 1. Còn bao nhiêu người không có thẻ BHYT? (tuần trước 9)\n8\n> 2. Gieo trồng thêm bao nhiêu?\n3 sào",
            {"XH1": 8, "KT1a": "0.108"},
        ),
        ("còn bao nhiêu hộ nghèo?", {"XH3": ASKED}),
        ("bhyt 6, còn bao nhiêu thẻ nữa? nghèo 12", {"XH3": 12}),
        ("bao nhiêu? 7 người", {"XH1": 7}),
    ],
    "one more that was forgotten": [
        ("bhyt 6, nvh chua a quen duong cung chua", {"XH1": 6, "XH5": "below", "KT3b": "no"}),
        ("bhyt 6 nghèo 12 à quên bhyt 7", {"XH1": ASKED, "XH3": ASKED}),
        ("the 6, gieo 5 sao. Quen, gieo 6 sao", {"XH1": 6, "KT1a": ASKED}),
    ],
    "people beside the poor": [
        ("bhyt con 6 nguoi ngheo 12 ho", {"XH1": 6, "XH3": 12}),
        ("thẻ còn hăm mốt người nghèo mười hai", {"XH1": 21, "XH3": 12}),
        ("6 người nghèo", {"XH3": ASKED}),
        ("bhyt 6, người nghèo 40", {"XH1": 6, "XH3": ASKED}),
    ],
    "a part that another clause tells": [
        ("thẻ 6 người trong đó 2 hộ nghèo; nghèo 12", {"XH1": 6, "XH3": 12}),
        ("thẻ 6 người trong đó 2 hộ nghèo", {"XH1": 6, "XH3": ASKED}),
        ("12 hộ nghèo, trong đó 3 hộ chưa có thẻ", {"XH3": 12, "XH1": ASKED}),
    ],
    "plans and what was used": [
        ("gieo được 7 sào trong tổng số 2 mẫu kế hoạch", {"KT1a": "0.252"}),
        ("kế hoạch gieo 1 mẫu mới được 4 sào, thẻ 6", {"KT1a": "0.144", "XH1": 6}),
        ("kế hoạch gieo 1 mẫu", {"KT1a": ASKED}),
        ("gieo 4 sào hết 8kg giống", {"KT1a": "0.144"}),
        ("gặt 2 tấn, bán 1 tấn", {"KT1b": "2"}),
        ("bán 1 tấn", {"KT1b": ASKED}),
    ],
    "who tells, cattle, and the end of a date": [
        ("Ông Phủ phó thôn bảo thẻ còn 7, nghèo 12", {"XH1": 7, "XH3": 12}),
        ("theo y tế thôn thì còn 6 người chưa có thẻ", {"XH1": 6}),
        ("trâu chết 2 con. thẻ 7, nghèo 12", {"XH1": 7, "XH3": 12}),
        ("con 2", {"XH1": 2}),
        ("nhắn thay ông Sơn đi viện từ 16/11 đến 25/11: thẻ còn 8", {"XH1": 8}),
        ("báo cáo tuần\n1. 6\n2. 5 sào", {"XH1": 6, "KT1a": "0.18"}),
        ("báo cáo tuần 1. bhyt 6", {"XH1": 6}),
    ],
    "speech and unaccented words": [
        ("thẻ sáu phẩy gieo bốn sào", {"XH1": 6, "KT1a": "0.144"}),
        ("gieo hai phẩy năm sào", {"KT1a": "0.09"}),
        ("ai cung co the roi chi a", {"XH1": 0}),
        ("ai cung co the roi chi con nha ong Pao", {"XH1": ASKED}),
        ("tuan nay mua ret khong gieo dc gi", {"KT1a": "0"}),
        ("1 the 6\n2 gieo 4 sao\n3 nvh chua dat", {"XH1": 6, "KT1a": "0.144", "XH5": "below"}),
        ("cứ tính 8", {"XH1": 8}),
        ("cu de sau", {"XH1": ASKED}),
        ("bhyt cu de vay, nghèo 12", {"XH1": 9, "XH3": 12}),
        ("gieo hai phẩy lăm sào", {"KT1a": "0.09"}),
        ("🚫 đường đã đổ bê tông", {"KT3b": ASKED}),
        ("tin trước không gieo", {"KT1a": ASKED}),
        ("thẻ hết hạn 6 người, chưa mua bao giờ 2 người, cộng là 8", {"XH1": 8}),
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_read_as_it_was_meant(kind: str, rehearsal: Rehearsal) -> None:
    """Each figure is stored for its own measure, or nothing is and the bot asks."""
    for message, right in KINDS[kind]:
        read_rightly(rehearsal, message, right)


PLACES = KnownNames(places=["Nà Pò", "Bản Còn"])


def test_a_name_without_a_title_is_masked() -> None:
    """A surname with a given name, a name in one word, and a child's."""
    assert "[tên] chưa có thẻ, còn 6 người" == masked("Lý Mai chưa có thẻ, còn 6 người", PLACES)
    assert "[tên] với [tên] chưa có" == masked("Hứa Lan với nguyenvanbao chưa có", PLACES)
    assert "cháu [tên] mới sinh" == masked("cháu bé Na mới sinh", PLACES)


def test_places_days_and_crops_are_no_names() -> None:
    """What only looks like a name stays."""
    for text in (
        "đi Lý Sơn chơi", "Lý Sơn còn 6", "xã Hoàng Mai", "đường Trần Phú", "sang Nà Pò cấy", "Mai gieo 5 sào",
        "thứ Hai báo", "Ngô Lai 5 sào", "Lúa Xuân 5 sào", "Nông Dân Bản Còn", "Lý Thu hoạch 5 sào", "Nông Nghiệp xã",
        "bé Na Pò", "LÝ MAI", "lý mai", "vanthu", "nongthon",
    ):  # fmt: skip
        assert text == masked(text, PLACES)
