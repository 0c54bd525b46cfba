"""Absence notices: read in the ways people say them, never out of an answer, and kept without their reason."""

from __future__ import annotations

from datetime import date

import pytest

from campaign.parsing import absence
from campaign.parsing.spoken_days import Days

TODAY = date(2026, 11, 18)  # a Wednesday
NEXT_WEEK = Days(date(2026, 11, 23), date(2026, 11, 29))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("tôi đi vắng đến 5/12", Days(TODAY, date(2026, 12, 5))),
        ("Toi di vang den 5/12", Days(TODAY, date(2026, 12, 5))),
        ("tuần sau nghỉ", NEXT_WEEK),
        ("tuần sau tôi đi vắng", NEXT_WEEK),
        ("tuan toi em nghi phep a", NEXT_WEEK),
        ("Dạ thưa chị Hoa, tuần sau em xin nghỉ ạ", NEXT_WEEK),
        ("tôi xin nghỉ từ 30/11 đến hết 4/12", Days(date(2026, 11, 30), date(2026, 12, 4))),
        ("tôi đi công tác 30/11-4/12", Days(date(2026, 11, 30), date(2026, 12, 4))),
        ("từ thứ Hai đến thứ Tư tôi vắng", Days(date(2026, 11, 23), date(2026, 11, 25))),
        ("mai tôi nghỉ 3 ngày", Days(date(2026, 11, 19), date(2026, 11, 21))),
        ("tôi nghỉ hai tuần vì mổ ruột thừa", Days(TODAY, date(2026, 12, 1))),
        ("Tôi nằm viện đến hết tuần sau", Days(TODAY, date(2026, 11, 29))),
        ("nghỉ đến 5/12", Days(TODAY, date(2026, 12, 5))),
        ("vắng đến hết tuần", Days(TODAY, date(2026, 11, 22))),
        ("tôi đi vắng đến hết tháng", Days(TODAY, date(2026, 11, 30))),
        ("em bị ốm phải nghỉ đến 5 tháng 1", Days(TODAY, date(2027, 1, 5))),
        ("thứ Năm tuần sau tôi vắng", Days(date(2026, 11, 26), date(2026, 11, 26))),
        ("thưa chị em xin nghỉ tuần sau", NEXT_WEEK),
        ("tôi bận việc nhà, xin nghỉ tuần sau", NEXT_WEEK),
        ("tôi đi vắng", None),
        ("xin nghỉ", None),
        ("tôi nghỉ đến 35/13", None),
    ],
)
def test_a_notice_is_read(text: str, days: Days | None) -> None:
    """With accents or without, with the days before or behind, and with whatever stands beside it."""
    notice = absence.read(text, TODAY)
    assert notice is not None
    assert days == notice.days


@pytest.mark.parametrize(
    "text",
    [
        "vắng 3 cháu",
        "hôm nay 2 em nghỉ học",
        "tuần sau thôn nghỉ họp",
        "nhà tôi nghỉ kinh doanh từ 1/12",
        "thôn tôi vắng 2 hộ đến 5/12",
        "vâng tuần sau tôi gửi",
        "vang tuan sau toi gui",
        "tôi nghĩ tuần sau mới xong",
        "toi nghi tuan sau moi xong",
        "tuần sau tôi không nghỉ",
        "tuần sau có nghỉ không?",
        "ông Páo nghỉ hưu từ 1/12",
        "tôi nghỉ việc 3 ngày",
        "bệnh vàng lá 3 sào",
        "8",
        "như cũ",
        "con trai tôi đi vắng đến 5/12",
        "ba tôi nằm viện đến 5/12",
        "bản tôi nghỉ tuần sau",
        "x" * 400,
    ],
)
def test_an_answer_is_no_notice(text: str) -> None:
    """What answers a weekly question, or tells of others, is left to the question."""
    assert absence.read(text, TODAY) is None
    assert text == absence.without_reason(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tôi nghỉ hai tuần vì mổ ruột thừa", "tôi nghỉ hai tuần"),
        ("Em bị ốm, xin nghỉ đến 5/12 để đi viện", "xin nghỉ đến 5/12"),
        ("tuần sau tôi đi vắng, con cưới", "tuần sau tôi đi vắng"),
    ],
)
def test_the_reason_is_not_kept(text: str, kept: str) -> None:
    """Who, that, and until when: nothing else of it is stored."""
    assert kept == absence.without_reason(text)


def test_figures_beside_it_are_noticed() -> None:
    """So that somebody is told to type them apart."""
    notice = absence.read("tôi đi vắng đến 5/12, BHYT 9 người", TODAY)
    assert notice is not None
    assert notice.has_figures


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("đến 5/12", Days(TODAY, date(2026, 12, 5))),
        ("TUẦN SAU", NEXT_WEEK),
        ("Bản Còn đến 5/12", None),
        ("từ mai", None),
    ],
)
def test_days_alone(text: str, days: Days | None) -> None:
    """What stands behind BÁO VẮNG: days, and no other word."""
    assert days == absence.days_in(text, TODAY)
