"""Sets aside what is of another time: «tuần trước 9» beside this week's figure, a plan beside what is done.

Of a level only a figure that agrees with what is known of it; a correction in the words leaves all to the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaign.parsing.numbers import chatter, digits
from campaign.parsing.numbers.tokens import Item

_BEFORE = frozenset(
    ["tuần trước", "tuan truoc", "lần trước", "lan truoc", "kỳ trước", "hôm trước", "trước", "trước đây", "tháng trước"]
)
_WEEK_BEFORE = frozenset(["tuần trước", "tuan truoc", "kỳ trước", "ky truoc"])
_BESIDE = frozenset(["lead", "remain", "courtesy", "pronoun", "equals", "crop"])
_NOW = frozenset([
    "giờ", "gio", "nay", "hiện", "hien", "mới", "vẫn", "van", "đã", "được", "duoc", "chưa", "chua", "không", "khong",
    "hôm",
])  # fmt: skip
_THIS_WEEK = frozenset(["tuần này", "tuan nay", "trong tuần", "trong tuần này", "tuần này có", "kỳ này"])
_MEASURED = frozenset(["unit", "noun", "multiplier"])
_CORRECTING = frozenset(["correction", "corrected", "not_that"])
_PLANS = frozenset([
    "tuần sau", "tuan sau", "tuần tới", "tuan toi", "tháng sau", "thang sau", "sang năm", "sang nam", "năm sau",
    "ngày mai", "mai", "dự kiến", "du kien", "dự định", "du dinh", "kế hoạch", "ke hoach", "phấn đấu", "phan dau",
    "chỉ tiêu", "chi tieu", "sẽ", "cuối tháng", "cuối năm", "sắp", "định",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What a field knows of the week before: whether it asks only what is new, else the figure that stood there."""

    flow: bool
    last: Decimal | None


def depends(items: Sequence[Item]) -> bool:
    """Whether anything in the items is told of a time before, so that what is known of it matters."""
    return any(item.text in _BEFORE for item in items)


def set_aside(items: list[Item], field: Known) -> list[Item]:
    """The items without «tuần trước 9 người» and without the clauses that tell a plan, where an answer is left."""
    return _without_season(_without_plans(_without_before(items, field)))


def _without_before(items: list[Item], field: Known) -> list[Item]:
    """Unchanged where the figure is another than the known one of a level, or the only one."""
    if field.last is None and not field.flow:
        return items
    for at, item in enumerate(items):
        if item.text not in _BEFORE:
            continue
        figure = next((place for place in range(at + 1, min(at + 4, len(items))) if items[place].is_numeric), None)
        if figure is None or any(not _BESIDE & items[place].options.keys() for place in range(at + 1, figure)):
            continue
        end = figure + 1
        end += end < len(items) and bool({"noun", "unit"} & items[end].options.keys())
        rest = _in_unit_of(items[at:end], [*items[:at], *items[end:]])
        if not any(one.is_numeric or one.options.keys() & chatter.ANSWERS for one in rest):
            continue
        if _is(items[figure], field.last) if not field.flow else _is_of_week_before(items, at, end):
            return rest
    return items


def _is(item: Item, last: Decimal | None) -> bool:
    read = digits.parse(item.text) if item.kind == "num" else None
    return read is not None and last is not None and read.readings[0] == last


def _is_of_week_before(items: Sequence[Item], at: int, end: int) -> bool:
    """«tuần trước 6 sào, tuần này 2 sào»; in «6 sào tuần trước 2 sào» nobody knows which figure is meant."""
    if items[at].text not in _WEEK_BEFORE or any(_CORRECTING & item.options.keys() for item in items):
        return False
    is_behind_figure = at > 0 and (items[at - 1].is_numeric or {"unit", "noun"} & items[at - 1].options.keys())
    is_closed = end >= len(items) or items[end].text in (*chatter.ENDS, ")", "đã", "tuần này", "tuan nay")
    is_closed = is_closed or bool({"lead", "courtesy"} & items[end].options.keys())
    return not is_behind_figure and is_closed


def _without_plans(items: list[Item]) -> list[Item]:
    """«gieo 4 sào, mai gieo tiếp 2 sào» is 4 sào."""
    cut = chatter.clauses(items)
    plans = [clause for clause in cut if _is_plan(clause)]
    if not plans or len(plans) == len(cut):
        return items
    told = [clause for clause in cut[cut.index(plans[0]) :] if clause not in plans]
    if not any(clause not in plans for clause in cut[: cut.index(plans[0])]) and not any(map(_is_of_now, told)):
        return items  # «kế hoạch giảm 2 hộ, còn 10», «tuần sau còn 6, 7»
    kept = [item for clause in cut if clause not in plans for item in clause]
    kept = _in_unit_of([item for clause in plans for item in clause], kept)
    return kept if any(item.is_numeric or item.options.keys() & chatter.ANSWERS for item in kept) else items


def _in_unit_of(gone: Sequence[Item], kept: list[Item]) -> list[Item]:
    """«kế hoạch 8 sào, mới gieo 5» is 5 sào: a bare figure is in the unit of the one that is set aside."""
    unit = next((item for item in gone if "unit" in item.options), None)
    places = [at for at, item in enumerate(kept) if item.is_numeric and not item.options]
    if unit is None or len(places) != 1 or sum(item.is_numeric for item in kept) != 1:
        return kept
    after = places[0] + 1
    return kept if _is_measured(kept, places[0]) else [*kept[:after], unit, *kept[after:]]


def _is_of_now(clause: Sequence[Item]) -> bool:
    """«bây giờ thì 12», «gieo được 4 sào», «tuần này chưa gieo»: what is so already, and no more of the plan."""
    return any(_NOW.intersection(item.text.split()) or item.text in _THIS_WEEK for item in clause)


def _is_plan(clause: Sequence[Item]) -> bool:
    """Whether a clause tells what is to be, and corrects or adds to nothing."""
    if any(_CORRECTING & item.options.keys() for item in clause):
        return False
    return any(item.text in _PLANS for item in clause)


def _without_season(items: list[Item]) -> list[Item]:
    """«từ đầu vụ 3 mẫu, riêng tuần này 4 sào»: this week's, where it is said to be this week's."""
    cut = chatter.clauses(items)
    season = [clause for clause in cut if any(item.kind == "cumulative" for item in clause)]
    week = [clause for clause in cut if clause not in season and any(item.text in _THIS_WEEK for item in clause)]
    if len(season) != 1 or len(week) != 1 or any(_CORRECTING & item.options.keys() for item in items):
        return items
    if not any(item.is_numeric and _is_measured(week[0], at) for at, item in enumerate(week[0])):
        return items
    return [item for clause in cut if clause not in season for item in clause if item.text not in ("riêng", "rieng")]


def _is_measured(items: Sequence[Item], at: int) -> bool:
    return at + 1 < len(items) and bool(_MEASURED & items[at + 1].options.keys())
