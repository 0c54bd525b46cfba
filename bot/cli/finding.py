"""One line of what `thidua check` found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at, whether it is well, and what to do."""

    subject: str
    is_good: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok ' if self.is_good else 'BAD'} {self.subject}: {self.text}"
