"""How sentences are put together."""

from __future__ import annotations

from collections.abc import Sequence


def capital(text: str) -> str:
    """The text with a capital at its start, and otherwise as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    text = capital(text.strip())
    return text if text.endswith((".", "?", "!", ":")) else text + "."


def bullets(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def quoted(names: Sequence[str]) -> str:
    return listing([f"«{name}»" for name in names])


def listing(words: Sequence[str]) -> str:
    return ", ".join(words)


# What units are called in a list.
KINDS = {"village": "thôn", "school": "trường", "office": "cơ quan"}
SOME_VILLAGE = "thôn Bản Còn"  # in examples, while a commune has listed none
