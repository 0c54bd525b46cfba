"""Several figures in one message, or one by its name at any time: found, taken, and echoed together."""

from __future__ import annotations

from campaign import mentions
from campaign.mentions import Found
from handlers.reporter.questions import Ref, Sheet

NEWS = "news"


def find(sheet: Sheet, text: str) -> Found | None:
    """What a text names among the figures due; None when it names none and is simply an answer."""
    numbered = [NEWS if question.is_news else question.refs[0].key for question in sheet.questions]
    return mentions.find(text, numbered, _names(sheet))


def _names(sheet: Sheet) -> dict[str, str]:
    """Every name of every figure due; a name that two of them share is nobody's."""
    names: dict[str, str] = {}
    shared = set()
    for ref in sheet.refs:
        for name in _names_of(ref):
            if names.setdefault(name, ref.key) != ref.key:
                shared.add(name)
    return {name: key for name, key in names.items() if name not in shared}


def _names_of(ref: Ref) -> set[str]:
    return {mentions.flatten(name) for name in (ref.label, *ref.input.aliases) if len(name) > 1}
