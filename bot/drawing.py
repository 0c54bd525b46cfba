"""From what the outbox says is to be drawn to the picture itself. Slow: call it off the event loop."""

from __future__ import annotations

from typing import Any


def draw(what: dict[str, Any]) -> bytes:
    """The PNG behind a stored description."""
    # Drawing needs libraries that a start without pictures should not wait for.
    from reports import chart, summary

    return chart.draw(summary.Summary.from_json(what["table"]))
