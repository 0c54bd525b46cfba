"""A message as a channel can show it: with buttons or words to type, in pieces that fit, words before pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.contract import File, Outgoing
from services.capability import Capability

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


def pieces(message: Outgoing, can: Capability) -> list[Outgoing]:
    """What is sent for one message, in order: each piece is one message of the platform."""
    text, choices = message.text, message.choices
    if not can.has_buttons:
        text, choices = with_words(text, [label for label, _ in choices]), ()
    picture, document = (message.picture, message.document) if can.has_files else (None, None)
    has_attachment = picture is not None or document is not None or message.known_file is not None
    if has_attachment and can.has_captions:
        return [replace(_piece(message, text, choices, picture, document), known_file=message.known_file)]
    *first, last = split(text, can.longest_text)
    made = [*(_piece(message, part) for part in first), _piece(message, last, choices)] if text else []
    if picture is not None:
        made.append(_piece(message, "", picture=picture))
    if document is not None:
        made.append(_piece(message, "", document=document))
    return made


def _piece(
    message: Outgoing,
    text: str,
    choices: tuple[tuple[str, str], ...] = (),
    picture: bytes | None = None,
    document: File | None = None,
) -> Outgoing:
    return Outgoing(message.chat_id, text, choices, picture, message.reply_to, document, message.thread_id)


def units(text: str) -> int:
    """Length as the platforms count it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def clip(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, whole characters."""
    if units(text) <= limit:
        return text
    while units(text) > limit - 1:
        text = text[:-1]
    return text + "…"


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units, cut at line ends where there are any, or else between words."""
    parts: list[str] = []
    current = ""
    for line in text.splitlines() or [text]:
        while units(line) > limit:
            parts, current = [*parts, current] if current else parts, ""
            head = _fitting(line, limit)
            parts.append(head.rstrip())
            line = line[len(head) :]
        joined = f"{current}\n{line}" if current else line
        if units(joined) > limit:
            parts.append(current)
            joined = line
        current = joined
    return [*parts, current]


def _fitting(line: str, limit: int) -> str:
    """The beginning of a line that is too long: up to the last space within the limit, or else as much as fits."""
    cut = limit // 2  # every character fits twice
    while units(line[: cut + 1]) <= limit:
        cut += 1
    words = line[: line.rfind(" ", 0, cut) + 1]
    return words if words.strip() else line[:cut]
