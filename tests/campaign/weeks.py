"""Answers as villages and offices give them: weeks that nobody should be asked about, and slips with their doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from campaign.parsing import plausibility
from campaign.parsing.plausibility import Doubt, History, Kind
from tests.campaign.khanh_khe import CAMPAIGN

PEOPLE, ADULTS = "512", "366"
ACCIDENTS = "QP2a.accidents"


@dataclass(frozen=True)
class Week:
    """An answer to one question after what was known, everything as it would be printed."""

    question: str
    value: str
    previous: str | None = None
    recent: str = ""  # newest first, with blanks between
    of: str | None = None
    total: str | None = None
    given: Mapping[str, str | None] = field(default_factory=dict)

    def doubt(self) -> Doubt | None:
        measure = CAMPAIGN.by_id[self.question.partition(".")[0]]
        history = History(
            _decimal(self.previous),
            tuple(Decimal(one) for one in self.recent.split()),
            _decimal(self.total),
            {key: _decimal(value) for key, value in self.given.items()},
        )
        one = measure.input(self.question.partition(".")[2])
        return plausibility.doubt(measure, one, Decimal(self.value), _decimal(self.of), history)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


TAIL = "0.6 0.5 0.6 0.7 0.6 0.5 0.6"  # an autumn of a village that sows 45 ha a year

ORDINARY = {
    "nobody new without a card": Week("XH1.uncovered", "9", "9", "9 9 9", PEOPLE),
    "three people more": Week("XH1.uncovered", "12", "9", "9 9 9", PEOPLE),
    "three people fewer": Week("XH1.uncovered", "6", "9", "9 9", PEOPLE),
    "two become five": Week("XH1.uncovered", "5", "2", "2 2 2 2", PEOPLE),
    "a family comes back": Week("XH1.uncovered", "8", "0", "0 0 0", PEOPLE),
    "the last few get theirs": Week("XH1.uncovered", "0", "9", "9 10 10", PEOPLE),
    "a day of selling cards": Week("XH1.uncovered", "12", "30", "30 31 31", PEOPLE),
    "a hamlet's cards lapse": Week("XH1.uncovered", "62", "24", "24 24 23", PEOPLE),
    "a village that mostly has none": Week("XH1.uncovered", "410", "420", "420 425 430", PEOPLE),
    "that village, its first cards": Week("XH1.uncovered", "350", "420", "420 425 430", PEOPLE),
    "near one half, a dozen more": Week("XH1.uncovered", "262", "250", "250 251 249", PEOPLE),
    "a first figure, a fifth without": Week("XH1.uncovered", "100", None, "", PEOPLE),
    "a small village, a few more": Week("XH1.uncovered", "11", "4", "4 4", "40"),
    "right again after a wrong week": Week("XH1.uncovered", "9", "503", "503 9 9 9", PEOPLE),
    "sown as every week": Week("KT1a.area", "0.6", "0.6", TAIL, total="13.9"),
    "two mẫu three sào": Week("KT1a.area", "0.828", "0.6", TAIL, total="13.9"),
    "twice the usual after a missed week": Week("KT1a.area", "1.4", "0.6", TAIL, total="13.9"),
    "the first fine week of a season": Week("KT1a.area", "2.4", "0.6", TAIL, total="0"),
    "the crop's peak": Week("KT1a.area", "4.2", "1.8", "1.8 0.9 0.4", total="3.1"),
    "the second week of a season": Week("KT1a.area", "1.2", "1", "1", total="1"),
    "a second week like the first, both small": Week("KT1a.area", "0.36", "0.36", "0.36", total="0.36"),
    "a peak beside a total of few weeks": Week("KT1a.area", "3", "1.2", "1.2 1 0.8", total="3"),
    "one large week among small ones, another like it": Week(
        "KT1a.area", "2.4", "0.3", "0.3 0.3 0.3 1.2 0.3", total="2.4"
    ),
    "five times the tail of the last season": Week("KT1a.area", "3.5", "0.6", TAIL, total="0.4"),
    "a large village's peak": Week("KT1a.area", "8", "2.5", "2.5 2 3", total="20"),
    "a first report, nothing known": Week("KT1a.area", "7"),
    "a first report below what was brought over": Week("KT1a.area", "12", "0.6", total="13.9"),
    "a first report far above it": Week("KT1a.area", "17", "0.6", total="13.9"),
    "a fine week where little was brought over": Week("KT1a.area", "2", "2", total="2"),
    "a large village in May": Week("KT1b.area", "11", "6", "6 4 3", total="13"),
    "the harvest's second week": Week("KT1b.area", "9", "2", "2", total="2"),
    "a common yield": Week("KT1b.yield", "44", "51", "51 50 52"),
    "a poor yield": Week("KT1b.yield", "22", "51", "51 50 52"),
    "an excellent yield": Week("KT1b.yield", "75", "51"),
    "poor households as before": Week("XH3.poor", "12", "12", "12"),
    "a household more": Week("XH3.poor", "13", "12"),
    "revenue of a week": Week("KT5.collected", "6750", "6604", "6604 6471 6252 6067"),
    "revenue with a sale of land": Week("KT5.collected", "7700", "6604", "6604 6471 6252 6067"),
    "revenue in a year's second week": Week("KT5.collected", "95", "22", "22 6742 6480 6290 6150"),
    "the first revenue of a year": Week("KT5.collected", "22", None, "6742 6480 6290 6150"),
    "revenue, only imports before": Week("KT5.collected", "6755", "6604"),
    "one accident": Week("QP2a.accidents", "1", "0", "0 1 0 0", total="3"),
    "an accident with two hurt": Week("QP2c.injured", "2", "0", "0 0 1", total="2", given={ACCIDENTS: "1"}),
    "a death before anybody was asked of accidents": Week("QP2b.deaths", "1", "0", "0 0 0", total="0"),
    "a death, accidents not known": Week("QP2b.deaths", "1", "0", total="0", given={ACCIDENTS: None}),
    "no death, no accident": Week("QP2b.deaths", "0", "0", total="0", given={ACCIDENTS: "0"}),
    "as many deaths as so far this year": Week("QP2b.deaths", "1", "0", "0 0 1", total="1", given={ACCIDENTS: "1"}),
    "admissions on 19 May": Week("CT1.admitted", "7", "0", "0 1 0 1 6", total="8"),
    "admissions on 3 February": Week("CT1.admitted", "6", "0", "0 1 0 1 0 1", total="1"),
    "a forest planted after rain": Week("KT6a.planted", "3.5", "0.5", "0.5 1 1 0.5"),
    "a month of teaching adults": Week("XH8c.adults", "240", "150", "150 140 120", ADULTS),
    "the year's cultural families": Week("XH7a.families", "80", "75", "", "118"),
    "income of a year": Week("KT2.total", "680000", "640000"),
    "five more road kilometres": Week("KT3a.paved", "38.5", "33.5", "", "41"),
    "a yes": Week("XH5.house", "1", "0"),
}

DOUBTFUL = {
    "those with a card": (
        Week("XH1.uncovered", "503", "9", "9 9 9", PEOPLE),
        Doubt(Kind.COMPLEMENT, "9 → 503 người", Decimal(9)),
    ),
    "those with a card, a few more lacking": (
        Week("XH1.uncovered", "480", "9", "", PEOPLE),
        Doubt(Kind.COMPLEMENT, "9 → 480 người", Decimal(32)),
    ),
    "those with a card where many have none": (
        Week("XH1.uncovered", "362", "150", "150 148 151", PEOPLE),
        Doubt(Kind.COMPLEMENT, "150 → 362 người", Decimal(150)),
    ),
    "those with a card where most have none": (
        Week("XH1.uncovered", "92", "420", "420 425 430", PEOPLE),
        Doubt(Kind.COMPLEMENT, "420 → 92 người", Decimal(420)),
    ),
    "those with a card in a small village": (
        Week("XH1.uncovered", "36", "4", "4", "40"),
        Doubt(Kind.COMPLEMENT, "4 → 36 người", Decimal(4)),
    ),
    "everybody, as a first figure": (
        Week("XH1.uncovered", "503", None, "", PEOPLE),
        Doubt(Kind.COMPLEMENT, "503 trên 512 người", Decimal(9)),
    ),
    "cards, neither reading fits": (
        Week("XH1.uncovered", "150", "9", "9 9 9", PEOPLE),
        Doubt(Kind.JUMP, "9 → 150 người"),
    ),
    "a level threefold": (Week("XH1.uncovered", "40", "12", "12 12 13", PEOPLE), Doubt(Kind.JUMP, "12 → 40 người")),
    "a level down to a third": (Week("XH1.uncovered", "60", "200", "200", PEOPLE), Doubt(Kind.JUMP, "200 → 60 người")),
    "a zero that may mean nothing new": (
        Week("XH1.uncovered", "0", "23", "23 23 24", PEOPLE),
        Doubt(Kind.JUMP, "23 → 0 người"),
    ),
    "the season's total": (
        Week("KT1a.area", "14.5", "0.6", TAIL, total="13.9"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 13,9 ha", Decimal("0.6")),
    ),
    "the season's total, all of it brought over": (
        Week("KT1a.area", "14.5", "0.6", total="13.9"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 13,9 ha", Decimal("0.6")),
    ),
    "the season's total, nothing new in it": (
        Week("KT1a.area", "13.9", "0.6", TAIL, total="13.9"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 13,9 ha", Decimal(0)),
    ),
    "a total of few small weeks": (
        Week("KT1a.area", "3", "0.6", "0.6 0.6 0.5 0.7", total="2.4"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 2,4 ha", Decimal("0.6")),
    ),
    "a total that is unusual for anybody": (
        Week("KT1a.area", "36", "1", "1 2 1 3", total="34.5"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 34,5 ha", Decimal("1.5")),
    ),
    "the year's accidents": (
        Week("QP2a.accidents", "9", "0", "0 1 0 0 1", total="8"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 8 vụ", Decimal(1)),
    ),
    "the year's new members": (
        Week("CT1.admitted", "22", "0", "0 1", total="21"),
        Doubt(Kind.CUMULATIVE, "gần bằng lũy kế 21 đảng viên", Decimal(1)),
    ),
    "sào typed as hectares": (
        Week("KT1a.area", "7", "0.6", TAIL, total="3"),
        Doubt(Kind.JUMP, "nhiều nhất trước đây 0,7 ha"),
    ),
    "seven times the largest week": (
        Week("KT1a.area", "7", "1", "1 0.8 0.9", total="2.7"),
        Doubt(Kind.JUMP, "nhiều nhất trước đây 1 ha"),
    ),
    "three sào typed as hectares": (
        Week("KT1a.area", "3", "0.2", "0.2 0.1 0.2", total="0.5"),
        Doubt(Kind.JUMP, "nhiều nhất trước đây 0,2 ha"),
    ),
    "forest felled by the digit": (
        Week("KT6a.felled", "15", "1.5", "1.5 0.5 1"),
        Doubt(Kind.JUMP, "nhiều nhất trước đây 1,5 ha"),
    ),
    "people hurt by the dozen": (
        Week("QP2c.injured", "12", "1", "1 2 1", total="4", given={ACCIDENTS: "2"}),
        Doubt(Kind.JUMP, "nhiều nhất trước đây 2 người"),
    ),
    "poor households fall": (
        Week("XH3.poor", "7", "12", "12"),
        Doubt(Kind.DECISION, "chưa có quyết định", Decimal(12)),
    ),
    "poor households fall by one": (
        Week("XH3.poor", "11", "12"),
        Doubt(Kind.DECISION, "chưa có quyết định", Decimal(12)),
    ),
    "poor households multiply": (Week("XH3.poor", "52", "12", "12"), Doubt(Kind.JUMP, "12 → 52 hộ")),
    "a running total falls": (
        Week("KT5.collected", "6590", "6604", "6604 6471 6252 6067"),
        Doubt(Kind.JUMP, "6.604 → 6.590 triệu đồng"),
    ),
    "a week's revenue for the total": (
        Week("KT5.collected", "150", "6604"),
        Doubt(Kind.JUMP, "6.604 → 150 triệu đồng"),
    ),
    "a digit too many in the revenue": (
        Week("KT5.collected", "67500", "6604", "6604 6471 6252 6067"),
        Doubt(Kind.JUMP, "6.604 → 67.500 triệu đồng"),
    ),
    "a digit too many, only imports before": (
        Week("KT5.collected", "67500", "6604"),
        Doubt(Kind.JUMP, "6.604 → 67.500 triệu đồng"),
    ),
    "nine weeks' revenue in one": (
        Week("KT5.collected", "8604", "6604", "6604 6471 6252 6067"),
        Doubt(Kind.JUMP, "6.604 → 8.604 triệu đồng"),
    ),
    "a death without an accident": (
        Week("QP2b.deaths", "1", "0", "0 0", total="0", given={ACCIDENTS: "0"}),
        Doubt(Kind.COMPANION, "có người chết, không có vụ nào"),
    ),
    "people hurt without an accident": (
        Week("QP2c.injured", "2", "0", "0 0", total="1", given={ACCIDENTS: "0"}),
        Doubt(Kind.COMPANION, "có người bị thương, không có vụ nào"),
    ),
    "the month's new learners for all": (
        Week("XH8c.adults", "14", "297", "297 285 285", ADULTS),
        Doubt(Kind.JUMP, "297 → 14 người"),
    ),
    "a digit too few in the income": (
        Week("KT2.total", "65000", "640000"),
        Doubt(Kind.JUMP, "640.000 → 65.000 triệu đồng"),
    ),
    "a point that was a comma": (
        Week("KT6b.forest", "3.8505", "3850.5"),
        Doubt(Kind.JUMP, "3.850,5 → 3,8505 ha"),
    ),
    "more than any village sows": (Week("KT1a.area", "31"), Doubt(Kind.BOUND, "trên 30 ha")),
    "a yield beyond belief": (Week("KT1b.yield", "76", "51"), Doubt(Kind.BOUND, "trên 75 tạ/ha")),
    "a yield below the seed": (Week("KT1b.yield", "19", "51"), Doubt(Kind.BOUND, "dưới 20 tạ/ha")),
}
