"""`python -m bench.route`: the route of two typed answers and of one tap through the code, in four figures.

Files and functions that run, and changes of file from one call to the next: what somebody must open and follow to read
how an answer is taken. Each is counted on the second answer of its kind, when caches are filled.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from bench.sample import ROOT, Village, prepare
from bench.turns import play
from services.inbound import Inbound, Kind

TYPED, IN_WORDS, TAPPED = "typed «7 sào»", "typed «gieo được 7 sào»", "tapped «không gieo thêm»"
_NOTHING_SOWN = ":nothing"  # how the data of the button ends that answers what was sown since last week
_PACKAGES = ("campaign", "models", "reports", "services", "handlers", "scheduler", "bot")


@dataclass
class Route:
    """The calls of one turn in order, as (file, function)."""

    calls: list[tuple[str, str]] = field(default_factory=list)

    @property
    def files(self) -> int:
        return len({file for file, _ in self.calls})

    @property
    def functions(self) -> int:
        return len(set(self.calls))

    @property
    def changes(self) -> int:
        """How often a call goes into another file than the call before it."""
        return sum(before != after for (before, _), (after, _) in zip(self.calls, self.calls[1:], strict=False))

    def note(self, frame: FrameType, event: str, _argument: Any) -> None:
        """What `sys.setprofile` calls."""
        code = frame.f_code
        if event != "call":
            return
        path = Path(code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in _PACKAGES:
            self.calls.append((str(path.relative_to(ROOT)), code.co_qualname))


def follow(act: Callable[[], object]) -> Route:
    """What `act` runs of the product's own code."""
    route = Route()
    sys.setprofile(route.note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return route


def routes(folder: Path) -> dict[str, Route]:
    """What was sown, answered by heads of villages in turn: a figure alone, in words, a tap; the second of each."""
    prepare(folder)
    village = Village(folder)
    village.join()
    followed: dict[str, list[Route]] = {TYPED: [], IN_WORDS: [], TAPPED: []}

    def handle(inbound: Inbound, _what: str) -> None:
        if not inbound.data.endswith(_NOTHING_SOWN):
            village.intake.handle(inbound)
            return
        how = min(followed, key=lambda kind: len(followed[kind]))
        words = how.partition("«")[2].rstrip("»")
        sent = inbound if how == TAPPED else village.inbound(inbound.chat_id, Kind.TEXT, text=words)
        followed[how].append(follow(lambda: village.intake.handle(sent)))

    play(village, 0, handle)
    village.close()
    return {how: answered[1] for how, answered in followed.items()}


def lines(found: dict[str, Route]) -> list[str]:
    """The table, a line a kind of answer."""
    rows = [
        f"| {what} | {route.files} | {route.functions} | {route.changes} | {len(route.calls)} |"
        for what, route in found.items()
    ]
    return ["| answer | files | functions | changes of file | calls |", "|---|---:|---:|---:|---:|", *rows]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print("\n".join(lines(routes(Path(place)))))
