"""Who has no time now says so in many ways; what tells something is none of them."""

from __future__ import annotations

import pytest

from campaign.parsing.postponing import postpones
from campaign.text import fold

LATER = """
đang họp, tí nữa báo
chờ tí
chờ chút bà đang bận
đợi bác tí nhé
mai báo nhé
mai tôi gửi
sáng mai bác gửi cho
để mai
để chiều nay
lát nữa
lát nữa gửi nhé
chút nữa nhé cháu
tý nữa
ít phút nữa
đang trên nương
đang đi họp huyện
đang ở ngoài ruộng
đang ăn cơm
bác đang lái xe
bận quá, chiều báo nhé
hôm nay bận lắm
chưa kịp tổng hợp
chưa kịp hỏi
chưa rảnh
từ từ đã
khoan đã
họp xong báo
ăn cơm xong tôi báo
khi nào rảnh tôi báo
trưa về tôi báo
15 phút nữa báo
30p nữa nhé
7h tối báo
8 giờ sáng mai tôi gửi
tối nay tôi báo
tôi báo sau nhé
gửi sau
trả lời sau
để tôi hỏi bà con đã
chờ bác hỏi đã
chưa xong, mai báo
chiều về tôi gửi nốt
đang thống kê, chiều gửi
mai mới có số
xin phép mai gửi ạ
vài hôm nữa mới có số liệu
""".strip().splitlines()
WITH_ACCENTS_ONLY = ["bận", "đang bận", "bác bận rồi", "để tối", "tối bà báo cho", "tối về tôi xem", "tối 7h tôi gửi"]
TELLS = """
tôi báo rồi
báo xong rồi
hôm qua gửi rồi mà
đã gửi cho xã rồi
mai gieo 7 sào
mai gieo
mai làm thẻ
chưa gieo
chưa xong
chưa kịp gieo
không
vẫn thế
sáu
tôi báo sáu
toi bao sau nguoi
sau ho
toi bao
tôi báo
bản Còn
ban con
còn ba
tối qua có hai vụ
chiều nay họp thôn thông qua
hôm nay họp dân công nhận 2 hộ
đang làm đường
đang gieo
chờ xã duyệt
chờ quyết định
chờ thống kê
đang thống kê
chưa tổng hợp
để trống
cho tôi hỏi
cho tôi gặp chị Hoa
khi nào báo
bao giờ hết hạn
15
7h
nghỉ đến mai
bạn nào báo đấy
gửi thông báo họp 8h mai
""".strip().splitlines()


@pytest.mark.parametrize("text", LATER + [fold(text) for text in LATER] + WITH_ACCENTS_ONLY)
def test_who_has_no_time_now_is_understood(text: str) -> None:
    """With accents and without; minutes and hours are no figures, and «sau» is no six."""
    assert postpones(text)
    assert postpones(text.upper())


@pytest.mark.parametrize("text", TELLS)
def test_what_tells_something_is_no_delay(text: str) -> None:
    """A figure, a denial, a question, what has been told already, and what is planned for tomorrow."""
    assert not postpones(text)


def test_a_long_text_tells_something() -> None:
    assert not postpones("mai báo nhé " * 20)
