"""How a measure is counted, read off its definition alone: which inputs its terms use, which of them are summed.

Worked out once for a measure: every index of its figures, of whatever day, asks for the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from campaign.assessment import terms
from campaign.catalogue import EntryKind, Input, Measure

_MOST = 2_000  # measures that are remembered: sixty campaigns, of which a day may have its own
_forms: dict[int, Form] = {}


@dataclass(frozen=True)
class OneLevel:
    """A measure of one level alone: its input, and what each term takes of a figure (value or denominator) how often.

    A factor of None stands for 1.
    """

    key: str
    value: tuple[tuple[bool, Decimal | None], ...]
    over: tuple[tuple[bool, Decimal | None], ...]

    @cached_property
    def is_value(self) -> bool:
        """Whether what counts is a figure's value as it is."""
        return self.value == ((True, None),)


@dataclass(frozen=True, eq=False)
class Form:
    """What follows from the definition of a measure."""

    measure: Measure

    @cached_property
    def inputs(self) -> Mapping[str, Input]:
        return {one.key: one for one in self.measure.inputs}

    @cached_property
    def flows(self) -> frozenset[str]:
        """The inputs that are summed over days."""
        return frozenset(one.key for one in self.measure.inputs if one.kind.is_flow)

    @cached_property
    def is_balance(self) -> bool:
        """A balance is moved by changes from its opening baseline on, and knows no year."""
        return any(one.kind is EntryKind.CHANGE for one in self.measure.inputs)

    @cached_property
    def is_count(self) -> bool:
        """A count grows through the measure's year: increments and running totals."""
        return any(one.kind in (EntryKind.INCREMENT, EntryKind.RUNNING_TOTAL) for one in self.measure.inputs)

    @cached_property
    def factors(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """For each term its names, each with the input it belongs to: itself, or the one whose denominator is meant."""
        listed = (*self.measure.value, *self.measure.over)
        return {term: [(name, self._input_of(name)) for name in terms.parse(term).names] for term in listed}

    @cached_property
    def used(self) -> Mapping[str, frozenset[str]]:
        """For each term the inputs it uses."""
        return {term: frozenset(key for _, key in names) for term, names in self.factors.items()}

    @cached_property
    def flows_and_others(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """The same, what is summed over days and what stands apart."""
        return {term: (keys & self.flows, keys - self.flows) for term, keys in self.used.items()}

    @cached_property
    def single(self) -> Mapping[str, tuple[str, str, Decimal | None]]:
        """The terms of one name alone: the name, the input it belongs to, and what it is multiplied by if not by 1."""
        named = (
            (term, names[0], terms.parse(term).constant) for term, names in self.factors.items() if len(names) == 1
        )
        return {term: (*one, None if constant == 1 else constant) for term, one, constant in named}

    @cached_property
    def one_level(self) -> OneLevel | None:
        """Where all terms take of one level's figures, as most do; else None."""
        keys = {key for _, key, _ in self.single.values()}
        if self.flows or len(keys) != 1 or len(self.single) != len(self.factors):
            return None
        (key,) = keys

        def of(listed: tuple[str, ...]) -> tuple[tuple[bool, Decimal | None], ...]:
            return tuple((self.single[term][0] == key, self.single[term][2]) for term in listed)

        return OneLevel(key, of(self.measure.value), of(self.measure.over))

    @cached_property
    def of_year(self) -> frozenset[str]:
        """The inputs that are known beforehand for a measure with a year: each serves the year that it is dated in."""
        if not self.measure.year_start:
            return frozenset()
        inputs = self.measure.inputs
        return frozenset(one.key for one in inputs if not one.asked and one.kind is not EntryKind.RUNNING_TOTAL)

    def _input_of(self, name: str) -> str:
        """The input a name in a term belongs to: itself, or the one whose denominator is meant."""
        if name == terms.OF:
            return next(one.key for one in self.measure.inputs if one.denominator)
        return name.removeprefix(f"{terms.OF}.")


def of_measure(measure: Measure) -> Form:
    """The form of a measure, which never changes: it is known by its place in memory, which the form holds."""
    found = _forms.get(id(measure))
    if found is None:
        if len(_forms) >= _MOST:
            _forms.clear()
        found = _forms[id(measure)] = Form(measure)
    return found
