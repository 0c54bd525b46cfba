"""The weekly post's text, which goes out as the picture's caption: at most 1,000 characters, whole sentences only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from campaign.calendar import Kind
from reports import format, praise_text
from reports.weekly.remarks import Line
from reports.weekly.summary import Summary, Verdicts

LONGEST = 1000
# Telegram counts a caption's length, up to 1,024, in UTF-16 code units.
_LONGEST_UNITS = 1024

_MOST_HIGHLIGHTS = 4
_SIGNS = "¹²³"
_KINDS = dict.fromkeys(Kind, "SƠ KẾT") | {Kind.WEEK: "TỔNG HỢP", Kind.YEAR: "TỔNG KẾT", Kind.YEARS: "TỔNG KẾT"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is still in the text while it is being shortened."""

    highlights: tuple[Line, ...]
    concerns: tuple[Line, ...]
    praise: tuple[str, ...]
    checks: str = ""

    def without_least(self) -> _Draft:
        """Drop what a leader misses least: the checks by lot, good news by weight, praise, the lightest concern."""
        if self.checks:
            return replace(self, checks="")
        if self.highlights and (len(self.highlights) > 1 or not self.praise):
            return _Draft(_lighter(self.highlights), self.concerns, self.praise)
        if self.praise and (len(self.praise) > 1 or len(self.concerns) <= 1):
            return _Draft(self.highlights, self.concerns, self.praise[:-1])
        if len(self.concerns) > 1:
            return _Draft(self.highlights, _lighter(self.concerns), self.praise)
        return _Draft((), (), ())


def text(summary: Summary, remark: str = "") -> str:
    """The post of a week. What does not fit is left out by weight, never cut; the picture shows it all.

    `remark` is a last line of its own: «tính đến …» under what was not posted.
    """
    best = sorted(summary.highlights, key=lambda line: -line.weight)[:_MOST_HIGHLIGHTS]
    kept = tuple(line for line in summary.highlights if line in best)
    draft = _Draft(kept, summary.concerns, praise_text.lines(summary), summary.checks)
    while True:
        written = _write(summary, draft) + (f"\n{remark}" if remark else "")
        if fits(written) or not (draft.highlights or draft.concerns or draft.praise or draft.checks):
            return written
        draft = draft.without_least()


def fits(written: str) -> bool:
    """Whether a text can stand below a picture."""
    return len(written) <= LONGEST and len(written.encode("utf-16-le")) // 2 <= _LONGEST_UNITS


def _lighter(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    least = min(lines, key=lambda line: line.weight)
    return tuple(line for line in lines if line is not least)


def _write(summary: Summary, draft: _Draft) -> str:
    readings = list(dict.fromkeys(line.reading for line in (*draft.highlights, *draft.concerns) if line.reading))
    readings = readings[: len(_SIGNS)]
    parts = [_heading(summary), ""]
    number = 0
    missing = len(summary.concerns) - len(draft.concerns)
    rest = f"Và {missing} nội dung khác, xem trong hình." if missing else ""
    for title, lines, more in (
        ("Kết quả nổi bật", draft.highlights, ""),
        ("Nội dung đề nghị quan tâm", draft.concerns, rest),
    ):
        if lines:
            number += 1
            parts += [f"{number}. {title}", *(f"- {_signed(line, readings)}" for line in lines)]
            parts += [f"- {more}"] if more else []
    if draft.praise:
        number += 1
        parts.append(f"{number}. Biểu dương: {'; '.join(draft.praise)}.")
    if draft.checks:
        parts.append(f"{draft.checks}.")
    if not number:
        parts.append("Chưa đủ số liệu để nhận xét. Nơi nào gửi bổ sung, xã cập nhật.")
    parts += [f"{sign} {reading}" for sign, reading in zip(_SIGNS, readings, strict=False)]
    return "\n".join(parts)


def _signed(line: Line, readings: Sequence[str]) -> str:
    return line.text + (_SIGNS[readings.index(line.reading)] if line.reading in readings else "")


def _heading(summary: Summary) -> str:
    period = summary.period
    return "\n".join(
        (
            f"{_KINDS[period.kind]} THI ĐUA {format.title(period).upper()} ({format.days(period)})",
            sent(summary),
            f"{len(summary.rows)} chỉ tiêu: {counts(summary)}.",
            *verdicts(summary),
        )
    )


def verdicts(summary: Summary) -> list[str]:
    """How final the verdicts of a year are, and what has changed since they were."""
    found = summary.verdicts
    if found is None:
        return []
    if found.count < found.of:
        return [f"{found.count} chỉ tiêu thành phần đã hết năm, đánh giá cả năm{_state(found)}."]
    told = f"Đánh giá cả năm {found.year}{_state(found)}; {found.told}/{found.of} chỉ tiêu thành phần có số của năm."
    changed = f"Điều chỉnh sau khi chốt: {'; '.join(found.adjustments)}."
    return [told, changed] if found.adjustments else [told]


def _state(found: Verdicts) -> str:
    if found.closed_on is not None:
        return f" đã chốt {_day(found.closed_on)}"
    return f" còn tạm tính, chốt chậm nhất {_day(found.last_day)}"


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def sent(summary: Summary) -> str:
    """«Đã gửi số liệu: 27/28 thôn, 3/3 cơ quan.»"""
    if not summary.sent:
        return f"{_upper(format.stretch(summary.period))} này không có đơn vị nào đến kỳ gửi số liệu."
    return (
        "Đã gửi số liệu: " + ", ".join(f"{_count(one.sent)}/{_count(one.due)} {one.kind}" for one in summary.sent) + "."
    )


def _count(number: int) -> str:
    return format.number(Decimal(number))


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def counts(summary: Summary) -> str:
    """«7 đạt, 5 đúng tiến độ, 2 chậm»: the statuses that occur."""
    beyond = f" ({summary.exceeded} vượt)" if summary.exceeded else ""
    return ", ".join(
        f"{one.count} {one.word}{beyond if one.word == 'đạt' else ''}" for one in summary.counts if one.count
    )
