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
    "hôm", "dc", "đc",
])  # fmt: skip
_THIS_WEEK = frozenset(["tuần này", "tuan nay", "trong tuần", "trong tuần này", "tuần này có", "kỳ này"])
_MONTHS = frozenset(["tháng trước", "thang truoc", "năm ngoái", "nam ngoai", "năm trước", "đầu năm", "dau nam"])
_PRESENT = frozenset(["giờ", "nay", "hiện"])
# When an earlier message of the same week was sent, and what was the matter with it.
_JUST_NOW = (
    "tin trước", "tin truoc", "tin nãy", "lúc nãy", "luc nay", "hồi nãy", "hoi nay", "ban nãy", "vừa nãy", "khi nãy",
    "hôm qua", "hom qua", "sáng nay", "sang nay", "trưa nay", "chiều qua", "tối qua", "toi qua",
)  # fmt: skip
_WRONG = frozenset(["nhầm", "nham", "sai", "lộn"])
_MEASURED = frozenset(["unit", "noun", "multiplier"])
_CORRECTING = frozenset(["correction", "corrected", "not_that"])
_PLANS = frozenset([
    "tuần sau", "tuan sau", "tuần tới", "tuan toi", "tháng sau", "thang sau", "sang năm", "sang nam", "năm sau",
    "ngày mai", "mai", "dự kiến", "du kien", "dự định", "du dinh", "kế hoạch", "ke hoach", "phấn đấu", "phan dau",
    "chỉ tiêu", "chi tieu", "sẽ", "dự án giao", "du an giao", "được giao", "xã giao",
    "cuối tháng", "cuối năm", "sắp", "định",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What a field knows of the week before: whether it asks only what is new, else the figure that stood there."""

    flow: bool
    last: Decimal | None


def depends(items: Sequence[Item]) -> bool:
    """Whether anything in the items is told of a time before, so that what is known of it matters."""
    return any(item.text in _BEFORE or item.kind == "month" for item in items)


def set_aside(items: list[Item], field: Known) -> list[Item]:
    """The items without «tuần trước 9 người» and without the clauses that tell a plan, where an answer is left."""
    items = _without_mistake(items)
    return _without_season(_without_plans(_without_months(_without_before(items, field), field)))


def _without_mistake(items: list[Item]) -> list[Item]:
    """«6 người (tin trước tôi ghi nhầm 5)»: here the figure behind «nhầm» is the wrong one, of an earlier message.

    Only where it is told in a clause or in brackets of its own, and another figure stands beside it.
    """
    if not any(item.text.split(" ")[-1] in _WRONG for item in items):
        return items
    cut = _clauses_and_brackets(items)
    wrong = [clause for clause in cut if _is_mistake(clause)]
    kept = [item for clause in cut if clause not in wrong for item in clause]
    is_told = len(wrong) == 1 and any(item.is_numeric for item in kept)
    return kept if is_told else items


def _clauses_and_brackets(items: Sequence[Item]) -> list[list[Item]]:
    """The clauses, where a bracket that opens behind a figure begins one of its own."""
    found: list[list[Item]] = []
    for clause in chatter.clauses(items):
        at = next((at for at, item in enumerate(clause) if at and item.text == "("), len(clause))
        found += [part for part in (clause[:at], clause[at:]) if part]
    return found


def _is_mistake(clause: Sequence[Item]) -> bool:
    words = f" {' '.join(item.text for item in clause)} "
    if sum(item.is_numeric for item in clause) != 1 or not any(f" {one} " in words for one in _JUST_NOW):
        return False
    return any(item.text.split(" ")[-1] in _WRONG for item in clause) and not any(
        item.kind == "corrected" for item in clause
    )


def _without_months(items: list[Item], field: Known) -> list[Item]:
    """«tháng trước 11 người, …, giờ còn 8»: of a level what is said of now, beside another month or year."""
    if field.flow or not any(item.kind == "month" or item.text in _MONTHS for item in items):
        return items
    cut = chatter.clauses(items)
    told = [clause for clause in cut if any(item.is_numeric for item in clause)]
    now = [clause for clause in told if any(_PRESENT.intersection(item.text.split()) for item in clause)]
    others = [clause for clause in told if clause not in now]
    if len(now) != 1 or not others or not all(map(_is_of_month, others)):
        return items
    return [item for clause in cut if clause not in others for item in clause]


def _is_of_month(clause: Sequence[Item]) -> bool:
    """Whether a clause begins with another month or year, and corrects nothing."""
    is_other = clause[0].kind == "month" or clause[0].text in _MONTHS
    return is_other and not any(_CORRECTING & item.options.keys() for item in clause)


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
    cut = [part for clause in chatter.clauses(_without_planned_total(items)) for part in _plan_and_done(clause)]
    plans = [clause for clause in cut if _is_plan(clause)]
    if not plans or len(plans) == len(cut):
        return [item for clause in cut for item in clause]
    told = [clause for clause in cut[cut.index(plans[0]) :] if clause not in plans]
    if not any(clause not in plans for clause in cut[: cut.index(plans[0])]) and not any(map(_is_of_now, told)):
        return items  # «kế hoạch giảm 2 hộ, còn 10», «tuần sau còn 6, 7»
    kept = [item for clause in cut if clause not in plans for item in clause]
    kept = _in_unit_of([item for clause in plans for item in clause], kept)
    return kept if any(item.is_numeric or item.options.keys() & chatter.ANSWERS for item in kept) else items


def _plan_and_done(clause: list[Item]) -> list[list[Item]]:
    """«kế hoạch gieo 1 mẫu mới được 4 sào» in two."""
    at = next((at for at, item in enumerate(clause) if item.text.split(" ")[0] in ("mới", "moi")), len(clause))
    before, done = clause[:at], clause[at:]
    is_both = done and any(item.text in _PLANS for item in before) and any(item.is_numeric for item in before)
    return [before, done] if is_both else [clause]


def _without_planned_total(items: list[Item]) -> list[Item]:
    """«7 sào trong tổng số 2 mẫu kế hoạch»: of how much, behind a figure that has its unit."""
    at = next((at for at, item in enumerate(items) if item.kind == "over"), len(items))
    behind = items[at + 1 : at + 4]
    is_plan = len(behind) == 3 and behind[0].is_numeric and "unit" in behind[1].options and behind[2].text in _PLANS
    return [*items[:at], *items[at + 4 :]] if is_plan and at and "unit" in items[at - 1].options else items


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
