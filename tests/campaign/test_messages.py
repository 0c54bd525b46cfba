"""Which figures a message names, and which words belong to each."""

from __future__ import annotations

import pytest

from campaign.parsing import messages
from campaign.parsing.flattening import flatten
from campaign.parsing.messages import Found, Mention, Question
from campaign.parsing.numbers import Field

NUMBERED = ("A", "B", "C")
QUESTIONS = [
    Question("X", ("bhyt", "thẻ bhyt"), Field("người", flow=False)),
    Question("P", ("hộ nghèo",), Field("hộ", flow=False)),
    Question("G", ("gieo", "gieo trồng"), Field("ha")),
]


def found(text: str) -> list[tuple[str, str]] | None:
    result = messages.read(text, NUMBERED, QUESTIONS)
    return None if result is None else [(one.key, one.words) for one in result.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1: 5 sào; 2: 12", [("A", "5 sào"), ("B", "12")]),
        ("1: 25\n2: 7 sào\n3: không", [("A", "25"), ("B", "7 sào"), ("C", "không")]),
        ("1. 25\n2. 7,5 sào", [("A", "25"), ("B", "7,5 sào")]),
        ("câu 2: 7 sào", [("B", "7 sào")]),
        ("1: 25 2: 7 sào 3: không", [("A", "25"), ("B", "7 sào"), ("C", "không")]),
        ("cau 1 25 cau 2 7 sao", [("A", "25"), ("B", "7 sao")]),
        ("1: họp lúc 9: 30", [("A", "họp lúc 9: 30")]),
        ("2: 7 sào 1: 30", [("B", "7 sào 1: 30")]),
        ("bhyt con 6\n3: không", [("X", "con 6"), ("C", "không")]),
        ("2) 12", [("B", "12")]),
        ("ho ngheo 6, bhyt con 4 nguoi", [("P", "6"), ("X", "con 4 nguoi")]),
        ("Hộ nghèo 6\nBHYT còn 4 người", [("P", "6"), ("X", "còn 4 người")]),
        ("bhyt con 6, gieo 2 mau 3 sao", [("X", "con 6"), ("G", "2 mau 3 sao")]),
        ("gieo 0,5 ha, bhyt 3", [("G", "0,5 ha"), ("X", "3")]),
        ("6 hộ nghèo", [("P", "6")]),
        ("hộ nghèo 6 bhyt 4", [("P", "6"), ("X", "4")]),
        ("6 hộ nghèo 4 bhyt", [("P", "6"), ("X", "4")]),
        ("2 mẫu 3 sào", [("G", "2 mẫu 3 sào")]),
        ("1.234,5 ha", [("G", "1.234,5 ha")]),
        ("gieo trồng 5 sào và hộ nghèo 12", [("G", "5 sào"), ("P", "12")]),
    ],
)
def test_figures_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    """By number or by name, with or without accents, one a line or in a sentence."""
    assert expected == found(text)


@pytest.mark.parametrize("text", ["12", "12,5", "1.234", "không", "", "8:30", "nghèo", "6, 7 sào 8"])
def test_a_plain_answer_names_nothing(text: str) -> None:
    """A figure alone belongs to the question in hand, and a doubtful order of names is nobody's."""
    assert found(text) is None


def test_what_points_nowhere_is_left_over() -> None:
    """It is asked about alone."""
    expected = Found((Mention("X", "4"), Mention("P", "5")), ("3 tạ ngô",))
    assert expected == messages.read("bhyt: 4, hộ nghèo: 5, 3 tạ ngô", NUMBERED, QUESTIONS)


def test_flattening_keeps_every_letter_in_its_place() -> None:
    """Positions in the flattened text are positions in the text."""
    text = "Đường ô tô, thẻ BHYT: 5 người ẤẦ"
    assert len(text) == len(flatten(text))
    assert "duong o to, the bhyt: 5 nguoi aa" == flatten(text)
