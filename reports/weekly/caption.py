"""The weekly post's text, which goes out as the picture's caption: at most 1,000 characters, whole sentences only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from campaign.calendar import Kind
from reports import format, praise_text
from reports.weekly.remark_parts import Line
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
    rounds: tuple[str, ...]
    deed: str
    checks: str

    @property
    def is_empty(self) -> bool:
        return not (self.highlights or self.concerns or self.praise or self.rounds or self.deed or self.checks)

    def without_least(self) -> _Draft:
        """What gives way, in this order: the deed, the checks by lot, the rounds beyond the first, praise, that round.

        Only when nothing of them is left do lines of the 21 indicators, whose picture shows them all: good news by
        weight, then the lightest concern.
        """
        if self.deed:
            return replace(self, deed="")
        if self.checks:
            return replace(self, checks="")
        if len(self.rounds) > 1:
            return replace(self, rounds=self.rounds[:-1])
        if self.praise:
            return replace(self, praise=self.praise[:-1])
        if self.rounds:
            return replace(self, rounds=())
        if self.highlights:
            return replace(self, highlights=_lighter(self.highlights))
        return replace(self, concerns=_lighter(self.concerns) if len(self.concerns) > 1 else ())


def text(summary: Summary, remark: str = "") -> str:
    """The post of a week. What does not fit is left out by weight, never cut; the picture shows it all.

    `remark` is a last line of its own: «tính đến …» under what was not posted.
    """
    best = sorted(summary.highlights, key=lambda line: -line.weight)[:_MOST_HIGHLIGHTS]
    kept = tuple(line for line in summary.highlights if line in best)
    draft = _Draft(kept, summary.concerns, praise_text.lines(summary), summary.rounds, summary.deed, summary.checks)
    while True:
        written = _write(summary, draft) + (f"\n{remark}" if remark else "")
        if fits(written) or draft.is_empty:
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
    is_bare = not number
    if draft.rounds:
        number += 1
        parts += [f"{number}. Đợt thi đua", *(f"- {one}" for one in draft.rounds)]
    if draft.deed:
        number += 1
        parts.append(f"{number}. Việc tốt: {draft.deed}")
    if draft.checks:
        parts.append(f"{draft.checks}.")
    if is_bare:
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
