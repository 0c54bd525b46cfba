"""Why an unusual figure may be right after all: what the confirming buttons say, two reasons at most."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.catalogue import Cadence, EntryKind
from services import wording
from services.context import Choice
from services.report_sheet import Ref

OTHER = "other"


def of(ref: Ref) -> Sequence[str]:
    """The codes of the reasons that an input's kind makes likely."""
    if ref.input.kind.is_flow:
        return ("weeks", "season") if ref.measure.cadence is Cadence.SEASON else ("weeks",)
    if ref.input.kind is EntryKind.RUNNING_TOTAL:
        return ("weeks", "slip")
    return ("review", "slip")


def choices(ref: Ref, head: str) -> list[Choice]:
    """A button a reason, and one for any other: its data is `head` with the reason's code."""
    likely = [Choice(wording.right_because(wording.REASONS[code]), f"{head}:{code}") for code in of(ref)]
    return [*likely, Choice(wording.RIGHT_FOR_ANOTHER_REASON, f"{head}:{OTHER}")]


def told(code: str) -> str:
    """«do dồn mấy tuần»; "" for any other reason."""
    return wording.because(wording.REASONS[code]) if code in wording.REASONS else ""
