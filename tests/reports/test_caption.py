"""The post's text: its shape, its limits, and what it never says."""

from dataclasses import replace

import pytest

from campaign.assessment.praise import Praise
from campaign.rules import PraiseKind
from reports.weekly import caption
from reports.weekly.remark_parts import Line
from reports.weekly.summary import Summary
from tests.campaign.samples import PLACES
from tests.reports import samples

GOOD = """\
TỔNG HỢP THI ĐUA TUẦN 47 (13–19/11/2026)
Đã gửi số liệu: 2/3 thôn, 1/1 cơ quan.
7 chỉ tiêu: 3 đạt, 3 đúng tiến độ, 1 chậm.

1. Kết quả nổi bật
- Diện tích gieo trồng: 1.727,0/1.819,7 ha, bằng 94,9% kế hoạch năm, trong tuần thêm 27,0 ha, đúng tiến độ.
- Thu ngân sách: 97,0% (chỉ tiêu 110%), tăng 2,0 điểm % trong tuần, đúng tiến độ.
- Bảo hiểm y tế: 98,6% (chỉ tiêu trên 98%), vừa đạt chỉ tiêu.
- Hộ nghèo: 26 hộ, trong tuần giảm 1 hộ, đúng tiến độ.
2. Nội dung đề nghị quan tâm
- Nhà văn hóa thôn: 2/3 thôn, bằng 66,7% (chỉ tiêu 100%), cần thêm 1 thôn.
3. Biểu dương: Bản Còn, Khuổi Mạ gửi đúng hạn 11 tuần liền."""

BAD = """\
TỔNG HỢP THI ĐUA TUẦN 47 (13–19/11/2026)
Đã gửi số liệu: 2/3 thôn, 1/1 cơ quan.
7 chỉ tiêu: 2 đạt, 2 đúng tiến độ, 1 chậm, 2 cần xem lại.

1. Kết quả nổi bật
- Diện tích gieo trồng: 1.727,0/1.819,7 ha, bằng 94,9% kế hoạch năm, trong tuần thêm 27,0 ha, đúng tiến độ.
- Thu ngân sách: 97,0% (chỉ tiêu 110%), tăng 2,0 điểm % trong tuần, đúng tiến độ.
- Bảo hiểm y tế: 98,6% (chỉ tiêu trên 98%), vừa đạt chỉ tiêu.
2. Nội dung đề nghị quan tâm
- Hộ nghèo: 30 hộ; 01 số đang đối chiếu.
- Nhà văn hóa thôn: 2/3 thôn, bằng 66,7% (chỉ tiêu 100%), cần thêm 1 thôn.
- Tai nạn giao thông từ 15/12/2025: 7 vụ, không có người chết, 2 người bị thương; cùng kỳ 4, 1, 3; cần xem lại.¹
3. Biểu dương: Bản Còn, Khuổi Mạ gửi đúng hạn 11 tuần liền.
¹ Tạm hiểu là giảm từ 5% trở lên, chờ xã thống nhất."""

FIRST = """\
TỔNG HỢP THI ĐUA TUẦN 47 (13–19/11/2026)
Đã gửi số liệu: 0/3 thôn.
7 chỉ tiêu: 7 chưa xét.

Chưa đủ số liệu để nhận xét. Nơi nào gửi bổ sung, xã cập nhật."""


def lines(count: int, weight: int, text: str = "Việc {}: " + "còn phải cố gắng nhiều hơn " * 4) -> tuple[Line, ...]:
    return tuple(Line(f"X{n}", text.format(n).rstrip() + ".", weight + n) for n in range(count))


@pytest.mark.parametrize(
    ("week", "expected"),
    [(samples.good_week(), GOOD), (samples.bad_week(), BAD), (samples.first_week(), FIRST)],
    ids=["good", "bad", "first"],
)
def test_captions_word_for_word(week: Summary, expected: str) -> None:
    """A good week, a bad one, and a first one without figures read as written here."""
    assert expected == caption.text(week)


def test_nobody_due_is_said() -> None:
    """A week in which nobody was asked does not look like one in which nobody answered."""
    week = replace(samples.first_week(), sent=())
    assert "Tuần này không có đơn vị nào đến kỳ gửi số liệu." == caption.text(week).splitlines()[1]


@pytest.mark.parametrize("highlights", [0, 1, 4, 21])
@pytest.mark.parametrize("concerns", [0, 1, 5, 21])
def test_what_does_not_fit_is_left_out_whole(highlights: int, concerns: int) -> None:
    """However much there is to say, the text fits a caption, and every line of it is a whole one."""
    good = lines(highlights, 10, "Tin vui {}: " + "tuần này làm tốt hơn " * 4)
    week = replace(samples.good_week(), highlights=good, concerns=lines(concerns, 50))
    text = caption.text(week)
    assert len(text) <= 1000
    whole = {line.text for line in (*week.highlights, *week.concerns)}
    told = [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
    missing = [line for line in told if line not in whole]
    dropped = concerns - sum(line.text in text for line in week.concerns)
    assert ([f"Và {dropped} nội dung khác, xem trong hình."] if dropped else []) == missing


def test_concerns_outlast_highlights_and_the_heavier_the_lighter() -> None:
    """Room is given up first by good news, then by the least of the concerns."""
    week = replace(samples.good_week(), highlights=lines(4, 10, "Tin vui {}"), concerns=lines(9, 50))
    text = caption.text(week)
    assert week.concerns[-1].text in text
    assert week.concerns[0].text not in text
    assert 1 >= sum(line.text in text for line in week.highlights)


def test_length_is_counted_as_telegram_counts() -> None:
    """Letters outside the basic plane count twice: the text stays within 1,024 of Telegram's units."""
    week = replace(samples.good_week(), concerns=lines(5, 50, "{} " + "𠀋" * 170))
    text = caption.text(week)
    assert len(text.encode("utf-16-le")) // 2 <= 1024
    assert "𠀋" in text


def test_only_footnotes_of_kept_lines_are_printed() -> None:
    """A reading is explained once, under the sign that its lines carry, and only where one of them is kept."""
    first, second = (Line(f"X{n}", f"Chỉ tiêu {n}: chậm.", 50, reading=f"Cách hiểu {n}.") for n in (1, 2))
    week = replace(samples.good_week(), highlights=(), concerns=(first, second, replace(first, text="Nữa: chậm.")))
    text = caption.text(week).splitlines()
    assert ["- Chỉ tiêu 1: chậm.¹", "- Chỉ tiêu 2: chậm.²", "- Nữa: chậm.¹"] == text[5:8]
    assert ["¹ Cách hiểu 1.", "² Cách hiểu 2."] == text[-2:]
    assert "¹" not in caption.text(replace(week, concerns=()))


@pytest.mark.parametrize(
    ("praised", "expected"),
    [
        ((Praise(PraiseKind.ON_TIME, 3, ("Bản Còn",)),), "Bản Còn gửi đúng hạn 3 tuần liền."),
        ((Praise(PraiseKind.ON_TIME, 2, ("Bản Còn", "Nà Pò", "Khuổi Mạ")),), "cả 3 thôn gửi đúng hạn 2 tuần liền."),
        ((Praise(PraiseKind.ON_TIME, 5, tuple(f"Thôn {n}" for n in range(9))),), "9 thôn gửi đúng hạn 5 tuần liền."),
        (
            (
                Praise(PraiseKind.COMPLETE, 46, ("Nà Pò",)),
                Praise(PraiseKind.IMPROVED, 4, ("Khuổi Mạ",), "thẻ BHYT"),
            ),
            "Nà Pò gửi đủ mọi tuần từ đầu năm; Khuổi Mạ tiến bộ nhất về thẻ BHYT trong 4 tuần.",
        ),
    ],
)
def test_praise_names_few_and_counts_many(praised: tuple[Praise, ...], expected: str) -> None:
    """Up to four villages are named; more are counted; all of them are told as such."""
    text = caption.text(replace(samples.good_week(), praise=praised))
    assert f"3. Biểu dương: {expected}" in text.splitlines()


def test_villages_are_named_for_praise_alone() -> None:
    """Outside the praise no village is named, good or bad."""
    for week in (samples.good_week(), samples.bad_week()):
        text = caption.text(replace(week, praise=()))
        assert [] == [place.name for place in PLACES if place.kind == "village" and place.name in text]


def test_a_figure_under_check_is_no_highlight() -> None:
    """A rise that an officer has still to check is told as waiting, not as good news."""
    facts = [one._replace(marked="bất thường") if one.measure == "KT1a" else one for one in samples.good_figures()]
    week = samples.build(facts)
    assert "KT1" not in [line.indicator for line in week.highlights]
    waiting = next(line for line in week.concerns if line.indicator == "KT1")
    assert waiting.text.endswith("; 04 số đang đối chiếu.")


def test_a_weekly_figure_that_stopped_coming_is_told() -> None:
    """Revenue that nobody has sent for more than two weeks is a concern of its own."""
    old = [one for one in samples.good_figures() if one.measure != "KT5" or one.input == "estimate"]
    cut = [one._replace(on=one.on.replace(month=10, day=22)) for one in samples.good_figures() if one.measure == "KT5"]
    week = samples.build([*old, next(one for one in cut if one.input == "collected")])
    assert ["Thu ngân sách: chưa có số mới từ 22/10."] == [
        line.text for line in week.concerns if line.indicator == "KT5"
    ]
