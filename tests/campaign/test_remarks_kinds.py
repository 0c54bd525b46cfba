"""Who says that it was told already, and who cannot find the way: told from figures, denials and questions."""

from __future__ import annotations

import pytest

from campaign.parsing import remarks
from campaign.text import fold

GIVEN = """
tôi báo rồi
báo rồi mà
gửi rồi
gửi rồi còn gì
bà gửi rồi
vừa gửi xong
hôm qua tôi gửi chị Hoa rồi
hôm qua báo cho xã rồi
sáng nay gửi đủ rồi, sao còn hỏi
đã nộp rồi mà chị
tuần này thôn báo cáo rồi
tôi gửi qua zalo rồi
trả lời rồi nhé
""".strip().splitlines()
LOST = """
không biết bấm vào đâu
bấm vào đâu
không thấy nút
chữ bé quá không đọc được
bác không biết cách trả lời
tôi không biết dùng
không mở được
""".strip().splitlines()
NEITHER = """
gieo xong rồi
làm đường xong rồi
xong rồi
không
7 người, báo rồi
chưa báo
đã có quyết định rồi
báo xã chưa
không gieo được
không thấy ai
đường không đi được
mai tôi báo
hết rồi
""".strip().splitlines()


@pytest.mark.parametrize("text", GIVEN + [fold(text) for text in GIVEN])
def test_who_has_told_already_is_understood(text: str) -> None:
    assert remarks.says_it_was_given(text)


@pytest.mark.parametrize("text", LOST + [fold(text) for text in LOST])
def test_who_cannot_find_the_way_is_understood(text: str) -> None:
    assert remarks.is_lost(text)


@pytest.mark.parametrize("text", NEITHER + [fold(text) for text in NEITHER])
def test_what_tells_of_the_work_is_neither(text: str) -> None:
    assert not remarks.says_it_was_given(text)
    assert not remarks.is_lost(text)
