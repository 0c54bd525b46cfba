"""Sentences of leaders and officers lead to the commands that do what they ask for, and to no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.text import fold
from handlers import commands
from models.messages import OutboxMessage
from services import wording
from tests.commune import Stand

LEADER, OFFICER, HEAD = "lam", "hoa", "son"
SHOWN = [
    ("ai chưa gửi", "bảng"),
    ("còn những thôn nào chưa báo cáo", "bảng"),
    ("đơn vị nào chưa nộp?", "bảng"),
    ("tình hình tuần này ra sao", "tổng hợp"),
    ("cho tôi xem kết quả thi đua", "tổng hợp"),
    ("đạt được mấy chỉ tiêu rồi, đạt bao nhiêu chỉ tiêu", "tổng hợp"),
    ("những chỉ tiêu chưa đạt", "chỉ tiêu"),
    ("nhà văn hóa thôn đến đâu rồi?", "chỉ tiêu nhà văn hóa thôn"),
    ("xem số hộ nghèo", "chỉ tiêu hộ nghèo"),
    ("cho xem bhyt", "chỉ tiêu bhyt"),
    ("Khuổi Mạ thế nào?", "thôn khuổi mạ"),
    ("tuần 46 thế nào", "tổng hợp tuần 46"),
    ("khen thôn nào", "biểu dương"),
]
NAMED = [
    ("cho lùi hạn 2 ngày", "extend"),
    ("muốn đổi lịch hỏi", "clock"),
    ("đổi trưởng thôn Nà Pò", "replace"),
    ("thêm người báo cáo", "invite"),
    ("nhắn cho tất cả các thôn", "announce"),
    ("nhập hộ Bản Còn", "enter"),
    ("bài đăng sai rồi", "correct"),
    ("ông ấy mất điện thoại", "lost"),
]
NONE = ["mấy giờ tan làm", "trời hôm nay thế nào", "tôi là ai", "2 + 2", "ừ", "mưa to quá"]


def spoken(folder: Path) -> Stand:
    stand = Stand(folder)
    stand.join(HEAD, OFFICER, LEADER)
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.heard()
    return stand


def said(stand: Stand, who: str, text: str) -> list[tuple[str, object]]:
    stand.heard(who)
    stand.say(who, text)
    heard: list[OutboxMessage] = stand.heard(who)
    return [(row.text, row.choices) for row in heard]


@pytest.mark.parametrize("who", [LEADER, OFFICER])
def test_what_only_shows_is_shown(tmp_path: Path, who: str) -> None:
    """With and without accents: the same as the command says."""
    stand = spoken(tmp_path)
    for sentence, command in SHOWN:
        expected = said(stand, who, command)
        assert expected
        for text in (sentence, fold(sentence)):
            assert expected == said(stand, who, text), text
    stand.close()


def test_what_changes_something_is_named_to_whoever_may(tmp_path: Path) -> None:
    """An officer hears the command, and nothing has been done; a leader is not led to an officer's work."""
    stand = spoken(tmp_path)
    for sentence, name in NAMED:
        told = wording.type_command(commands.COMMANDS[name].words[0])
        assert [(told, [])] == said(stand, OFFICER, sentence), sentence
        assert told not in [text for text, _ in said(stand, LEADER, sentence)]
    stand.close()


def test_a_place_is_found_behind_whom_it_has(tmp_path: Path) -> None:
    """«Thay trưởng thôn Bản Còn» is THAY BẢN CÒN."""
    stand = spoken(tmp_path)
    for command in ("thay", "mời"):
        expected = said(stand, OFFICER, f"{command} Bản Còn")
        for whose in ("trưởng thôn Bản Còn", "truong thon ban con", "người báo cáo Bản Còn"):
            assert expected == said(stand, OFFICER, f"{command} {whose}")
    stand.close()


@pytest.mark.parametrize("who", [LEADER, OFFICER])
def test_what_asks_for_none_gets_none(tmp_path: Path, who: str) -> None:
    stand = spoken(tmp_path)
    for text in NONE:
        (answer,) = said(stand, who, text)
        assert "GIÚP" in answer[0] or "Cảm ơn" in answer[0], text
    stand.close()


def test_a_head_is_led_to_nobody_else_s_figures(tmp_path: Path) -> None:
    """None of these sentences shows a head what the command would not."""
    stand = spoken(tmp_path)
    for sentence, _ in SHOWN:
        for text, _ in said(stand, HEAD, sentence):
            assert not any(
                word in text for word in ("TỔNG HỢP THI ĐUA", "Chưa có người", "214 hộ", "Khuổi Mạ, tuần")
            ), text
    stand.close()
