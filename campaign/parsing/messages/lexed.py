"""The words of a clause as the reader of figures knows them; asked again and again within one message."""

from __future__ import annotations

from functools import lru_cache

from campaign.parsing.numbers import chatter, contexts, normalise, tokens
from campaign.parsing.numbers.tokens import Item


@lru_cache(maxsize=256)
def items(text: str) -> tuple[Item, ...]:
    """The items of a clause. They are shared: nobody changes them."""
    return tokens.items(normalise.clean(text))


def in_context(text: str) -> tuple[Item, ...]:
    """The items of a clause with its dates, times and places in one piece each."""
    return contexts.items(normalise.clean(text))


@lru_cache(maxsize=256)
def tells(text: str, *, but_dates: bool = False) -> bool:
    """Whether a clause may change a figure: a number, a negation, a doubt or a correction stands in it.

    `but_dates`: dates, hours and telephone numbers do not count.
    """
    found = [one for one in in_context(text) if not (but_dates and one.kind == "bare")]
    return any(map(chatter.tells, chatter.clauses(found)))


@lru_cache(maxsize=256)
def is_sure(text: str) -> bool:
    """Whether no number, negation, doubt or correction stands in a clause: «hộ ông Páo thoát nghèo»."""
    return not any(chatter.is_telling(one) or one.kind in ("keep", "other_time", "added") for one in in_context(text))


@lru_cache(maxsize=256)
def is_heading(text: str) -> bool:
    """Whether words before a colon are a mere heading: «Thôn Bản Còn báo cáo», «7h30 rà xong», «ok đủ rồi»."""
    found = [one for one in in_context(text) if one.kind not in ("bare", "finished")]
    return not any(map(chatter.tells, chatter.clauses(found)))


@lru_cache(maxsize=256)
def has_figure(text: str) -> bool:
    """Whether a number stands in a clause that is no date, hour or place."""
    return any(one.is_numeric and one.kind != "context" for one in in_context(text))


@lru_cache(maxsize=256)
def figures(text: str) -> str:
    """The numbers of a clause that are no dates, hours or places."""
    return " ".join(one.text for one in in_context(text) if one.is_numeric and one.kind != "context")


@lru_cache(maxsize=256)
def numbers_in(text: str) -> int:
    """How many items of a clause are numbers, dates and times among them."""
    return sum(one.is_numeric for one in items(text))


@lru_cache(maxsize=256)
def says_none_left(text: str) -> bool:
    """«ai cũng có thẻ rồi», «không còn hộ nào»."""
    return any(one.kind == "none_left" for one in items(text))


@lru_cache(maxsize=256)
def limits(text: str) -> bool:
    """«còn mỗi nhà ông Páo»: something is left out of what was said of all."""
    return chatter.limits(items(text))


@lru_cache(maxsize=256)
def corrects(text: str) -> bool:
    """Whether a word of correction stands in a clause."""
    return any(one.kind == "correction" or "not_that" in one.options for one in items(text))


@lru_cache(maxsize=256)
def takes_back(text: str) -> bool:
    """«à nhầm», «ngược lại» without a right figure: what was said is not sure."""
    others = chatter.TELLING - {"correction"}
    return corrects(text) and not any(one.is_numeric or one.kind in others for one in items(text))
