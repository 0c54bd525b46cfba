"""What a correction says of two tables: old and new once each, the weightiest first, within the caption's room."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.weekly import caption, changes
from reports.weekly.summary import Summary
from tests.reports.samples import bad_week, good_week

OLD, NEW = good_week(), bad_week()


def with_row(made: Summary, place: int, **other: object) -> Summary:
    """The same week with one line changed."""
    rows = list(made.rows)
    rows[place] = replace(rows[place], **other)  # type: ignore[arg-type]  # fields of several types, by name
    return replace(made, rows=tuple(rows))


def test_nothing_has_changed() -> None:
    """A table compared with itself gives no line, and no text to post."""
    assert () == changes.between(OLD, OLD)
    assert "" == changes.counted(OLD, OLD)
    with pytest.raises(ValueError, match="nothing to correct"):
        changes.text(OLD, OLD, "ghi nhầm khi nhập")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("214 hộ", "211 hộ", "214 → 211 hộ"),
        ("cần thêm 167 người", "cần thêm 166 người", "cần thêm 167 → 166 người"),
        ("96,8%", "97,1%", "96,8% → 97,1%"),
        ("đạt", "chưa đạt", "đạt → chưa đạt"),
        ("–", "12 hộ", "– → 12 hộ"),
        ("chỉ tiêu 63", "", "chỉ tiêu 63 → "),
    ],
)
def test_words_of_both_are_said_once(old: str, new: str, said: str) -> None:
    """«214 → 211 hộ», as a person would say it."""
    assert said == changes.from_to(old, new)


def test_a_status_weighs_more_than_a_figure() -> None:
    """A line whose status changed comes first, wherever it stands in the document."""
    new = with_row(with_row(OLD, 0, big="99,9%"), 3, word="chậm", status="behind")
    texts = [one.text for one in changes.between(OLD, new)]
    assert 2 == len(texts)
    assert texts[0].startswith(OLD.rows[3].name)
    assert texts[0].endswith(f"{OLD.rows[3].word} → chậm")


def test_a_line_under_check_stays_as_it_was_told() -> None:
    """A figure that an officer is still to check is no news: not in the text, the counts or the picture."""
    new = with_row(OLD, 3, big="999 hộ", word="chậm", status="behind", waiting=1)
    told = changes.settled(OLD, new)
    assert OLD.rows == told.rows
    assert (OLD.counts, OLD.exceeded) == (told.counts, told.exceeded)
    assert () == changes.between(OLD, told)


def test_who_has_sent_by_now_is_no_correction() -> None:
    """A village that sends the same figure late changes nothing that was said."""
    late = replace(OLD, sent=tuple(replace(one, sent=one.sent + 1) for one in OLD.sent))
    assert () == changes.between(OLD, with_row(late, 0, small="tạm tính 2/3 thôn"))


def test_a_table_of_the_first_release_is_compared_by_its_figures() -> None:
    """Posts from before `basis` and `others` were kept do not all seem changed."""
    first = replace(OLD, rows=tuple(replace(row, basis="", others=()) for row in OLD.rows))
    assert () == changes.between(first, OLD)


def test_a_further_measure_is_told_too() -> None:
    """The text of a post may have spoken of a measure that the picture's line does not show."""
    old = with_row(OLD, 0, others=(("Diện tích gieo trồng", "1.719,4 ha"),))
    new = with_row(OLD, 0, others=(("Diện tích gieo trồng", "1.734,4 ha"),))
    assert ["Diện tích gieo trồng: 1.719,4 → 1.734,4 ha"] == [one.text for one in changes.between(old, new)]


def test_one_change_is_one_sentence() -> None:
    """As in the commune's own papers."""
    new = with_row(OLD, 0, big="1 hộ", basis=OLD.rows[0].basis)
    old = with_row(OLD, 0, big="2 hộ")
    name = old.rows[0].name + (f" ({old.rows[0].sub})" if old.rows[0].sub else "")
    assert (
        f"ĐÍNH CHÍNH tuần {OLD.period.number}: {name}: 2 → 1 hộ. "
        "Lý do: ghi nhầm khi nhập. Lũy kế và xếp loại đã tính lại."
    ) == changes.text(old, replace(new, correction=1), "ghi nhầm khi nhập")


def test_whole_lines_are_left_out_where_room_is_short() -> None:
    """Thirty long changes: the text still fits below the picture, and says how many are in the picture alone."""
    many = replace(
        OLD, rows=tuple(replace(OLD.rows[0], indicator=f"X{n}", name=f"Chỉ tiêu số {n:02d} " * 4) for n in range(30))
    )
    new = replace(many, rows=tuple(replace(row, big="1 hộ") for row in many.rows), correction=2)
    text = changes.text(many, new, "đã đối chiếu")
    assert caption.fits(text)
    assert text.startswith(f"ĐÍNH CHÍNH lần 2 tuần {OLD.period.number}:\n- ")
    kept = text.count("Chỉ tiêu số") // 4
    assert f"- và {30 - kept} thay đổi khác, xem trong hình." in text
    assert text.endswith("Lý do: đã đối chiếu. Lũy kế và xếp loại đã tính lại.")


def test_real_weeks_differ() -> None:
    """From a good to a bad week: every line told has an arrow, and the counts are said anew."""
    found = changes.lines(OLD, NEW)
    assert all("→" in line for line in found[:-1])
    assert found[-1].startswith(f"{len(NEW.rows)} chỉ tiêu: nay ")
