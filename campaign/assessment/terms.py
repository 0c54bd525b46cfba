"""Computes a measure's value from its inputs: sums of signed products written in the campaign file.

Knows no measures; `names` lets the campaign check compare a term with the inputs there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

OF = "of"

_NAME = re.compile(r"(?:of\.)?[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class TermError(ValueError):
    """A term cannot be read, or names a value that was not given."""


class UnreadableTerm(TermError):
    """A factor of a term is no name and no number."""

    def __init__(self, factor: str, term: str) -> None:
        super().__init__(f"cannot read {factor!r} in the term {term!r}")
        self.factor, self.term = factor, term


@dataclass(frozen=True, slots=True)
class Product:
    """One term: a signed constant times the values called `names`."""

    constant: Decimal
    names: tuple[str, ...]


@lru_cache(maxsize=512)
def parse(term: str) -> Product:
    """Read a term such as "-uncovered", "of.schools" or "area * yield * 0.1"; UnreadableTerm when it is not one."""
    text = term.strip()
    constant = Decimal(-1) if text.startswith("-") else Decimal(1)
    found: list[str] = []
    for factor in (part.strip() for part in text.removeprefix("-").split("*")):
        if _NUMBER.fullmatch(factor):
            constant *= Decimal(factor)
        elif _NAME.fullmatch(factor):
            found.append(factor)
        else:
            raise UnreadableTerm(factor, term)
    return Product(constant, tuple(found))


def names(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Every name the terms use, each once, in their order; UnreadableTerm when a term cannot be read."""
    return tuple(dict.fromkeys(name for term in terms for name in parse(term).names))


def evaluate(terms: tuple[str, ...], values: Mapping[str, Decimal]) -> Decimal:
    """The sum of the terms; `values` holds inputs by key, and denominators as "of" or "of.KEY".

    TermError when there are no terms, one cannot be read, or a value is not there.
    """
    if not terms:
        raise TermError("there are no terms to add")
    total = Decimal(0)
    for term in terms:
        product = parse(term)
        amount = product.constant
        for name in product.names:
            if name not in values:
                raise TermError(f"the term {term!r} needs {name!r}, which was not given")
            amount *= values[name]
        total += amount
    return total
