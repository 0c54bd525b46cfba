"""A figure that is due, as the reader of messages sees it, and whether words are an answer to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from campaign.catalogue import Option
from campaign.parsing import choices, numbers
from campaign.parsing.choices import Chosen
from campaign.parsing.messages import lexed
from campaign.parsing.numbers import Ask, Field, quantity
from campaign.parsing.numbers.fields import frame, of_same_unit
from campaign.parsing.numbers.quantity import Quantity
from campaign.parsing.numbers.reading import Reading, Value
from campaign.parsing.numbers.segments import Unclear

Answer = Reading | Chosen

# «toàn thôn có 118 hộ» counts everybody, whatever is asked.
_WHOLE = re.compile(r"\b(?:toàn|cả|toan|ca) (?:thôn|thon|bản|ban|xã|xa)\b|\btổng (?:số|dân)\b", re.IGNORECASE)
_LEAP, _FEW = 3, 10  # times, and more, that make a level another one than a week's (as decision 13 has it)


@dataclass(frozen=True, slots=True)
class Question:
    """One input that is due: its names and how an answer to it is read (a `field`, or `options`).

    `other_names`: phrases with a name in them that speak of something else.
    """

    key: str
    names: tuple[str, ...]
    field: Field
    options: tuple[Option, ...] = ()
    other_names: tuple[str, ...] = ()

    def read(self, words: str) -> Answer:
        """Words as an answer to this question alone."""
        if self.options:
            return choices.read(words, self.options, self.names, self.other_names)
        return numbers.read(words, self.field)

    def is_answered_by(self, words: str) -> bool:
        return not isinstance(self.read(words), Ask)

    def is_proved_by(self, words: str) -> bool:
        """«9 người nhưng 1 người vừa làm thẻ, còn 8»: three figures that begin with the one that stood before."""
        found = _quantities(words)
        is_so = len(found) == 3 and self.field.last is not None and found[0].readings[0] == self.field.last
        return is_so and isinstance(self.read(words), Value)


def by_unit(questions: Sequence[Question], words: str) -> Question | None:
    """The only question whose unit or noun stands beside a figure in the words, and which they answer."""
    quantities = _quantities(words)
    if _WHOLE.search(words):
        return None
    if not quantities or any(one.dimension == "" and one.noun is None for one in quantities):
        return None
    fitting = _fields(questions)
    for one in quantities:
        fitting = _of_same_unit(one, fitting)
    return _only_one_of(questions, fitting)


def about_unit(questions: Sequence[Question], words: str) -> Question | None:
    """The only question whose unit stands beside a figure in the words, whether or not they answer it."""
    quantities = [one for one in _quantities(words) if one.is_explicit]
    if _WHOLE.search(words):
        return None
    fields = _fields(questions)
    return _only_one_of(questions, [field for one in quantities for field in _of_same_unit(one, fields)])


def counts_the_commune(questions: Sequence[Question], words: str) -> bool:
    """«cả thôn 118 hộ 512 người», «118 hộ 512 khẩu»: how many live there, and no figure that is asked.

    «12 hộ 47 khẩu» may be an answer where 12, or a figure near it, stood before.
    """
    quantities = _quantities(words)
    groups = {one.noun.group for one in quantities if one.noun is not None}
    if len(groups) < 2 or any(one.noun is None for one in quantities):
        return False
    if _WHOLE.search(words) is not None:
        return True
    fields = _fields(questions)
    return not any(_is_near(one, field) for one in quantities for field in _of_same_unit(one, fields))


def _is_near(found: Quantity, field: Field) -> bool:
    """Whether a figure is no leap from the one that stood before; without one nobody can say."""
    return field.last is None or found.readings[0] < max(field.last * _LEAP, field.last + _FEW)


def counts_nothing_asked(questions: Sequence[Question], words: str) -> bool:
    """Whether every figure in the words has a unit that is none of the questions'."""
    quantities = _quantities(words)
    fields = _fields(questions)
    return bool(quantities) and all(one.is_explicit and not _of_same_unit(one, fields) for one in quantities)


def counts_a_part(questions: Sequence[Question], words: str) -> bool:
    """«8 trẻ em», «trong đó 8 nữ»: some of the people, of whom one of the questions counts all, or the rest."""
    fields = [one.field for one in questions if not one.options and not one.field.flow]
    return any(frame(field).noun.group == "person" for field in fields) and any(
        one.noun is not None and one.noun.group == "part of the people" for one in _quantities(words)
    )


def _fields(questions: Sequence[Question]) -> list[Field]:
    return [one.field for one in questions if not one.options]


def _of_same_unit(found: Quantity, fields: Sequence[Field]) -> list[Field]:
    return of_same_unit(found.dimension, found.noun, fields)


def _only_one_of(questions: Sequence[Question], fitting: Sequence[Field]) -> Question | None:
    """The question whose field is among these, if there is but one."""
    found = [one for one in questions if not one.options and one.field in fitting]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=512)
def _quantities(words: str) -> tuple[Quantity, ...]:
    try:
        parts = quantity.parts(lexed.in_context(words), ratio=False)
    except Unclear:
        return ()
    return tuple(part for part in parts if isinstance(part, Quantity))
