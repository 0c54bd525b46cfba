"""Kinds of messages once read wrong or asked needlessly, each with neighbours, through the bot's own turns."""

from __future__ import annotations

import pytest

from bot.cli import read_messages
from bot.rehearsal import Rehearsal
from tests import commune
from tests.whole_messages import ASKED, read_rightly

# By kind: the message, and for each measure due what is stored.
KINDS: dict[str, list[tuple[str, dict[str, object]]]] = {
    "a name between two figures": [
        ("1 mẫu gieo 3", {"KT1a": ASKED}),
        ("hai mươi gieo ba", {"KT1a": ASKED}),
        ("2 nghìn gieo 5", {"KT1a": ASKED}),
        ("10k bhyt 1", {"XH1": ASKED}),
        ("mười bhyt hai", {"XH1": ASKED}),
        ("2 trăm bhyt 5", {"XH1": ASKED}),
        ("1 tạ gặt 5", {"KT1b": ASKED}),
        ("10k nghèo 1", {"XH3": ASKED}),
        ("gieo 1 mẫu 3 sào", {"KT1a": "0.468"}),
        ("1 mẫu 3 gieo", {"KT1a": "0.468"}),
        ("tuần 47 gieo 7 sào", {"KT1a": "0.252"}),
        ("mười hai bhyt", {"XH1": 12}),
    ],
    "a part larger than its whole": [
        ("6 người, trong đó 8 trẻ em", {"XH1": ASKED}),
        ("bhyt 6, trong đó 8 trẻ em; gieo 5 sào", {"XH1": ASKED, "KT1a": "0.18"}),
        ("trong đó 8 trẻ em, tổng 6 người", {"XH1": ASKED}),
        ("6 người lớn, 2 trẻ em", {"XH1": ASKED}),
        ("6 người trong đó 2 trẻ em", {"XH1": 6}),
        ("2 trẻ em đi học xa, gieo 5 sào", {"KT1a": "0.18"}),
        ("12 hộ, trong đó 15 hộ nùng", {"XH3": ASKED}),
        ("gieo 5 sào, trong đó 6 sào ngô", {"KT1a": ASKED}),
    ],
    "what is left beside what was": [
        ("9 người trừ đi 2 vừa mua là 7", {"XH1": 7}),
        ("9 người trừ đi 2 vừa mua là 6", {"XH1": ASKED}),
        ("9 người, 2 người vừa mua thẻ, còn 7", {"XH1": ASKED}),
        ("9 người giảm 2 còn 7", {"XH1": 7}),
        ("12 hộ thoát 1 còn 11", {"XH3": 11}),
        ("11 người trừ 2 còn 9", {"XH1": ASKED}),
        ("7 người: 2 hết hạn, còn 5 chưa mua", {"XH1": ASKED}),
        ("12 (nam 7 nữ 5)", {"XH1": 12}),
    ],
    "the commune's or a neighbour's house and road": [
        ("nhà văn hóa xã đạt chuẩn rồi", {"XH5": ASKED}),
        ("nvh của xã đạt rồi, nghèo 12", {"XH5": ASKED, "XH3": 12}),
        ("nha van hoa xa dat chuan roi", {"XH5": ASKED}),
        ("nhà văn hóa bên Khuổi Mạ đạt chuẩn rồi", {"XH5": ASKED}),
        ("nhà văn hóa thôn bạn đạt chuẩn rồi", {"XH5": ASKED}),
        ("xã đạt chuẩn rồi", {"XH5": ASKED}),
        ("nhà văn hóa được xã công nhận đạt chuẩn", {"XH5": "meets"}),
        ("nhà văn hóa xã công nhận đạt chuẩn rồi", {"XH5": "meets"}),
        ("nvh xã chưa công nhận", {"XH5": "below"}),
        ("đường xã đổ bê tông rồi", {"KT3b": ASKED}),
        ("cả xã còn 20 người chưa có thẻ", {"XH1": ASKED}),
        ("chào cả xã, bhyt 6", {"XH1": 6}),
    ],
    "bare figures in a row with words": [
        ("6\n5\n12\nchưa", {"XH1": 6, "KT1a": ASKED, "XH3": 12, "XH5": "below"}),
        ("6\n0\nchưa đạt", {"XH1": 6, "KT1a": 0, "XH5": "below"}),
        ("12\n6\nchưa đạt", {"XH1": ASKED, "XH3": ASKED, "XH5": "below"}),
        ("như cũ\n5", {"XH1": 9, "KT1a": ASKED}),
        ("9\n11\nchưa đạt", {"XH1": 9, "XH3": 11, "XH5": "below"}),
        ("6\n5 sào\nchưa đạt", {"XH1": 6, "KT1a": "0.18", "XH5": "below"}),
    ],
    "a change beside the level it leads to": [
        ("nghèo 11 hộ, mới thoát được 1", {"XH3": 11}),
        ("1 hộ mới thoát, 11", {"XH3": 11}),
        ("1 hộ thoát nghèo, còn 11", {"XH3": 11}),
        ("8 người, vừa mất 1", {"XH1": 8}),
        ("trừ 1 người vừa mất thì còn 8", {"XH1": 8}),
        ("11 hộ, giảm 2", {"XH3": ASKED}),
        ("5 sào, bớt 2 sào", {"KT1a": ASKED}),
    ],
    "another village's road or figures": [
        ("đường sang Khuổi Mạ xong bê tông rồi, đường thôn mình thì vẫn đất", {"KT3b": "no"}),
        ("đường Khuổi Mạ bê tông rồi, nghèo 12", {"KT3b": ASKED, "XH3": 12}),
        ("duong sang Khuoi Ma do be tong roi", {"KT3b": ASKED}),
        ("đường bê tông rồi, bằng bên Khuổi Mạ", {"KT3b": "yes"}),
        ("Copy của thôn bạn: thẻ 8, gieo 4 sào. Thôn tôi chưa tính xong.", {"XH1": ASKED, "KT1a": ASKED}),
        ("Bản bên còn 8 người", {"XH1": ASKED}),
        ("thôn tôi bhyt 6, thôn bên 8", {"XH1": 6}),
        ("sang thôn khác họp, bhyt 6", {"XH1": 6}),
    ],
    "a field that is ploughed, a forest that is cut": [
        ("cay 5 sao", {"KT1a": ASKED}),
        ("cấy 5 sào, cày 3 sào", {"KT1a": "0.18"}),
        ("phá rừng 1 ha trồng ngô", {"KT1a": ASKED, "KT6a": ASKED}),
    ],
    "a list with labels of its own": [
        ("1. Dân số 512\n2. Số hộ 118\n3. Hộ nghèo 12\n4. Chưa có thẻ BHYT 6", {"XH1": 6, "XH3": 12}),
        ("1. Hộ nghèo 12\n2. BHYT 6", {"XH1": 6, "XH3": 12}),
        ("1. Số hộ: 118; 2. Số khẩu: 512; 3. Hộ nghèo: 12", {"XH1": ASKED, "XH3": 12}),
        ("Xóm 1: 3 người, xóm 2: 4 người chưa thẻ, cả thôn 7. Nghèo như cũ", {"XH1": 7, "XH3": 12}),
        ("Xóm 1: 3 người\nXóm 2: 4 người", {"XH1": ASKED, "KT1a": ASKED}),
    ],
    "lines in the questions' order": [
        ("8\n3 sao\nvan the", {"XH1": 8, "KT1a": "0.108", "XH3": 12}),
        ("6; 5 sào; 12", {"XH1": 6, "KT1a": "0.18", "XH3": 12}),
        ("1 nhu cu\n2 khong\n3 nhu cu", {"XH1": 9, "KT1a": 0, "XH3": 12}),
        ("1 6\n2 7 sào\n3 12", {"XH1": 6, "KT1a": "0.252", "XH3": 12}),
        ("6, 12", {"XH1": 6, "XH3": 12}),
        ("12, 6", {"XH1": ASKED, "XH3": ASKED}),
        ("6, 12, 5", {"XH1": ASKED, "XH3": ASKED, "KT1a": ASKED}),
        ("6, 12, 0", {"XH1": 6, "XH3": 12, "KT1a": 0}),
        ("5 sào\n8", {"XH1": ASKED, "KT1a": ASKED}),
    ],
    "like before, or like the other": [
        ("bhyt 6 nghèo cũng vậy", {"XH1": 6, "XH3": ASKED}),
        ("bhyt 6, nghèo cũng như cũ", {"XH1": 6, "XH3": 12}),
        ("bhyt như cũ, nghèo cũng vậy", {"XH1": 9, "XH3": 12}),
        ("van the, ngheo 11", {"XH1": 9, "XH3": 11}),
        ("ko thay doi j", {"XH3": 12}),
    ],
    "a doubt about one figure, or another's figure, beside a sure one": [
        ("gần 10 người, nghèo 12 hộ", {"XH1": ASKED, "XH3": 12}),
        ("đâu đó 8, nghèo thì chắc chắn 11 hộ", {"XH1": ASKED, "XH3": 11}),
        ("tầm 2 tấn thóc, gieo 4 sào ngô", {"KT1a": "0.144", "KT1b": ASKED}),
        ("12 hộ gồm 7 Tày 4 Nùng, bhyt 6", {"XH1": 6, "XH3": ASKED}),
        ("cả thôn 118 hộ 512 người, nghèo 12 bhyt 6", {"XH1": 6, "XH3": 12}),
        ("5 tạ, 6 người", {"XH1": 6}),
        ("không phải 5, gieo 6 sào", {"XH1": ASKED, "KT1a": ASKED}),
    ],
    "two names and one figure": [
        ("hộ nghèo có 6 người chưa có thẻ", {"XH1": ASKED, "XH3": ASKED}),
        ("bhyt hộ nghèo còn 6", {"XH1": ASKED, "XH3": ASKED}),
        ("12 hộ, trong đó 2 hộ có 6 người chưa thẻ", {"XH1": 6, "XH3": 12}),
    ],
    "a change without its size, in the level's direction": [
        ("Nghèo 11 (hộ bà Nhình thoát rồi), bhyt 6", {"XH3": 11, "XH1": 6}),
        ("13 (hộ bà Nhình thoát rồi)", {"XH3": ASKED}),
        ("12 (1 hộ thoát)", {"XH3": ASKED}),
        ("chỉ thay đổi hộ nghèo còn 11, còn lại như cũ hết", {"XH3": 11, "XH1": 9, "XH5": "below", "KT3b": "no"}),
        ("chỉ thay đổi 1 hộ", {"XH3": ASKED}),
    ],
    "why it is so": [
        ("13 hộ, tăng 1 hộ do mới tách khẩu", {"XH3": 13}),
        ("10 ng, tăng 1 ng so với tuần trc vì có cháu mới sinh", {"XH1": 10}),
        ("chưa gieo vì rét", {"KT1a": 0}),
        ("12 do chưa tính nhà bà Mai", {"XH3": ASKED}),
        ("12 vì tách hộ nên 13", {"XH3": ASKED}),
        ("6 hộ vi phạm", {"XH3": ASKED}),
    ],
    "small talk beside a figure": [
        ("Con 4 nhe co Hoa, dien thoai toi sap het pin", {"XH1": 4}),
        ("dạo này sóng yếu, tin trước gửi không đi. Bhyt 7 nghèo 12 ạ", {"XH1": 7, "XH3": 12}),
        ("Sáng nay 8 độ, rét cắt da, không ai gieo trồng. Bảo hiểm vẫn 9 người.", {"KT1a": 0, "XH1": 9}),
        ("rét quá bà con chưa ai gieo gì", {"KT1a": 0}),
        ("đã hỏi cả hai xóm, 4 người chưa bhyt", {"XH1": 4}),
        ("độ 8 người", {"XH1": ASKED}),
        ("bhyt 6, tin trước 7 là sai", {"XH1": 6}),
        ("5 sào, mưa trôi hết 2 sào", {"KT1a": ASKED}),
    ],
    "no to everything": [
        ("chưa thu, chưa gieo, thẻ còn 8", {"KT1a": 0, "XH1": 8}),
        ("hk gieo j hết á, thẻ 6ng nha", {"KT1a": 0, "XH1": 6}),
        ("thẻ còn 5, tuần này không trồng thêm gì, nghèo vẫn thế", {"XH1": 5, "KT1a": 0, "XH3": 12}),
        ("không gieo, chưa xong", {"KT1a": ASKED}),
    ],
    "a choice told by one clause": [
        ("đang sửa mái, chưa đạt chuẩn đâu bác", {"XH5": "below"}),
        ("chưa đổ, chờ xi măng", {"KT3b": "no"}),
        ("đổ bê tông rồi, mai đổ tiếp đoạn cuối", {"KT3b": ASKED}),
        ("đạt chuẩn rồi, chờ quyết định", {"XH5": ASKED}),
        ("nhà văn hóa đạt rồi, đường cũng bê tông rồi", {"XH5": "meets", "KT3b": "yes"}),
    ],
    "a copied message with its stamp": [
        ("[14:05, 18/11] Sơn: bhyt 6, gieo 3 sào", {"XH1": 6, "KT1a": "0.108"}),
        ("[18/11/2026 14:05] Hoàng Văn Sơn: 6", {"XH1": 6}),
        ("[14:05, 18/11] Hộ nghèo: 12", {"XH3": 12}),
        ("Tuần 47 (13-19/11): BHYT 7 người; hộ nghèo 12 hộ; gieo trồng 0", {"XH1": 7, "XH3": 12, "KT1a": 0}),
        ("7h30 ngày 18/11 rà xong: 12 hộ nghèo, 6 người chưa thẻ", {"XH1": 6, "XH3": 12}),
        ("[13/11] bhyt 9\n[18/11] bhyt 6", {"XH1": ASKED}),
        ("[14:05, 18/11] Trưởng thôn Khuổi Mạ: bhyt 6", {"XH1": ASKED}),
    ],
    "who tells it": [
        ("ông Sơn báo 8 người", {"XH1": 8}),
        ("anh Tư báo 5 hộ", {"XH3": 5}),
        ("[tên]: bhyt 6", {"XH1": 6}),
        ("cô Chín bảo bhyt 8", {"XH1": 8}),
        ("chị Bảy bảo còn 6 người, anh Tám bảo 7. Nghèo thì 12 hộ", {"XH1": ASKED, "XH3": 12}),
    ],
    "signs between figures": [
        ("Bhyt 6/ gieo 4 sao/ ngheo 12", {"XH1": 6, "KT1a": "0.144", "XH3": 12}),
        ("➢ BHYT ➙ 6\n➢ Nghèo ➙ 12", {"XH1": 6, "XH3": 12}),
        ("Bhyt? 6. Nghèo? 12", {"XH1": 6, "XH3": 12}),
        ("bhyt 6? nghèo 12", {"XH1": ASKED, "XH3": 12}),
        ("nghèo 12/ 118 hộ", {"XH3": ASKED}),
        ("bhyt 6 nghèo 12\nbhyt 6 nghèo 12", {"XH1": 6, "XH3": 12}),
        ("ddwowngf vaanx ddaats, ngheof 12 hooj", {"KT3b": "no", "XH3": 12}),
    ],
    "all the rest in the same breath": [
        ("bhyt 6 con lai nhu cu", {"XH1": 6, "XH3": 12, "XH5": "below", "KT3b": "no"}),
        ("Chưa có thẻ: 6. Các mục khác không có gì mới.", {"XH1": 6, "XH3": 12, "KT3b": "no"}),
        ("Tuần này thôn không có gì thay đổi ạ", {"XH3": 12, "XH5": "below", "KT3b": "no"}),
        ("thôn không thay đổi hộ nghèo", {"XH1": ASKED, "XH3": ASKED}),
        ("bhyt 6 còn lại 3 như cũ", {"XH1": ASKED, "XH3": ASKED}),
    ],
}  # fmt: skip
CASES = [(message, right) for cases in KINDS.values() for message, right in cases]


@pytest.mark.parametrize(("message", "right"), CASES)
def test_a_kind_of_message_is_read_as_it_was_meant(
    message: str, right: dict[str, object], rehearsal: Rehearsal
) -> None:
    """Each figure is stored for its own measure, or nothing is and the bot asks."""
    read_rightly(rehearsal, message, right)


def test_a_bare_figure_before_a_doubtful_name_is_nobodys_without_buttons() -> None:
    """«con 8 nhe, ho ngheo de mai» is no figure of poor households, though no question is open alone."""
    made = read_messages.rehearse(commune.deployment().campaign, has_buttons=False)
    heard = made.hear("con 8 nhe, ho ngheo de mai toi hoi lai can bo", ["XH1", "XH3"])
    made.close()
    assert {} == heard.given
