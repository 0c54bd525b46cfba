"""From what the outbox says is to be drawn or laid out to the picture or the file. Slow: call it off the event loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.contract import File


def draw(what: dict[str, Any]) -> bytes:
    """The PNG behind a stored description."""
    # Drawing needs libraries that a start without pictures should not wait for; so do the files.
    from reports import chart, summary

    return chart.draw(summary.Summary.from_json(what["table"]))


def _workbook(what: dict[str, Any]) -> bytes:
    from reports import dossier, workbook

    return workbook.write(dossier.Dossier.from_json(what["dossier"]))


def _document(what: dict[str, Any]) -> bytes:
    from reports import document, dossier

    return document.write(dossier.Dossier.from_json(what["dossier"]))


_FILES: Mapping[str, Callable[[dict[str, Any]], bytes]] = {"workbook": _workbook, "document": _document}


def render(what: dict[str, Any]) -> bytes | File:
    """A picture as its bytes, a file with its name, by the description's kind."""
    write = _FILES.get(what.get("kind", ""))
    return draw(what) if write is None else File(what["name"], write(what))
