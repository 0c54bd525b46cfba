"""A message as a channel can show it: with buttons, or with the words to type instead."""

from __future__ import annotations

from collections.abc import Sequence

TYPE = "Gõ"
OR = "hoặc"


def with_words(text: str, labels: Sequence[str]) -> str:
    """The text with its choices as words to type, for a channel without buttons.

    The words are the buttons' own: never bare digits, which would be taken for a figure.
    """
    if not labels:
        return text
    if len(labels) <= 3:
        return f"{text}\n{TYPE}: {f' {OR} '.join(label.upper() for label in labels)}."
    return "\n".join([text, f"{TYPE} một dòng:", *(f"- {label.upper()}" for label in labels)])
