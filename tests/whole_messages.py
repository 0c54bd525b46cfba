"""What the bot stores of a whole message, beside what is right: for tests that give both in a line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bot.rehearsal import Heard, Rehearsal

ASKED = "asked"  # nothing is stored


def read_rightly(rehearsal: Rehearsal, message: str, right: Mapping[str, object]) -> Heard:
    """Say a message to the bot, and assert that of each measure that is due the right thing was stored."""
    heard = rehearsal.hear(message, list(right))
    stored: dict[str, object] = {}
    for measure in right:
        figure = heard.given.get(measure)
        stored[measure] = ASKED if figure is None or figure.value is None else figure.choice or figure.value
    expected = {key: Decimal(str(value)) if _is_number(value) else value for key, value in right.items()}
    assert expected == stored, heard.said
    return heard


def _is_number(value: object) -> bool:
    return str(value).replace(".", "", 1).isdigit()
