"""Several figures in one message, or one by its name at any time: found, taken, and echoed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from campaign.parsing import mentions
from campaign.parsing.mentions import Found, Mention
from services.report_sheet import Question, Ref, Sheet

NEWS = "news"
NOTHING_ELSE = "không"


def find(sheet: Sheet, text: str, questions: Sequence[Question]) -> Found | None:
    """What a text names among the figures due; None when it names none and is simply an answer.

    `questions` are those whose numbers the person was shown. Under the number of what rarely changes, names may stand.
    """
    numbered = [NEWS if question.is_news else question.refs[0].key for question in questions]
    names = _names(sheet)
    found = mentions.find(text, numbered, names)
    return _open_up(found, names) if found is not None else None


def _open_up(found: Found, names: Mapping[str, str]) -> Found:
    """«3: hộ nghèo 11» speaks of hộ nghèo, and says with it that nothing else is new."""
    opened: list[Mention] = []
    for mention in found.mentions:
        inner = mentions.find(mention.words, [], names) if mention.key == NEWS else None
        if inner is None or inner.rest:
            opened.append(mention)
        else:
            opened += [*inner.mentions, Mention(NEWS, NOTHING_ELSE)]
    return Found(tuple(opened), found.rest)


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
