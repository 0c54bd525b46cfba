"""One line of what was looked at in an installation: well, advice, or what keeps a week from running."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Weight(Enum):
    """What a finding means for the week, as it is printed."""

    GOOD = "tốt"
    ADVICE = "nên làm"  # the week runs, but not as it should
    FAULT = "THIẾU"  # a week cannot run


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at, what that means, and what to do."""

    subject: str
    weight: Weight
    text: str

    @property
    def is_good(self) -> bool:
        return self.weight is Weight.GOOD

    def __str__(self) -> str:
        return f"{self.weight.value:<8} {self.subject}: {self.text}"


def good(subject: str, text: str) -> Finding:
    return Finding(subject, Weight.GOOD, text)


def advice(subject: str, text: str) -> Finding:
    return Finding(subject, Weight.ADVICE, text)


def fault(subject: str, text: str) -> Finding:
    return Finding(subject, Weight.FAULT, text)


def unless(is_good: bool, subject: str, text: str) -> Finding:
    """Well, or else a fault, in the same words."""
    return good(subject, text) if is_good else fault(subject, text)
