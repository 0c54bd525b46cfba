"""Reads message text as Telegram does: HTML into plain text and entities, and the entities nobody marked.

Offsets and lengths are UTF-16 units, as the Bot API counts them (Formatting options, MessageEntity).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from simulator.shapes import Json, bad_request

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "tg-spoiler": "spoiler", "span": "spoiler", "blockquote": "blockquote",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CHARACTER = re.compile(r"&(lt|gt|amp|quot|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")),
)


def measure(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    start: int
    url: str


def read_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of an HTML text; refuses what Telegram refuses (an unknown or unclosed tag)."""
    pieces: list[str] = []
    entities: list[Json] = []
    opened: list[_Open] = []
    length = position = 0
    while position < len(source):
        end = source.find("<", position)
        end = len(source) if end < 0 else end
        piece = _CHARACTER.sub(_decode, source[position:end])
        pieces.append(piece)
        length += measure(piece)
        position = end
        if position < len(source):
            tag = _TAG.match(source, position)
            if tag is None:
                _fail(source, position, "Unsupported start tag")
            _step(source, tag, opened, entities, length)
            position = tag.end()
    if opened:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1].tag}\"")
    return _strip("".join(pieces), sorted(entities, key=lambda entity: entity["offset"]))


def _step(source: str, tag: re.Match[str], opened: list[_Open], entities: list[Json], length: int) -> None:
    closing, name, attributes = tag[1], tag[2].lower(), tag[3]
    if name not in _KINDS or (name == "span" and not closing and 'class="tg-spoiler"' not in attributes):
        _fail(source, tag.start(), f'Unsupported start tag "{name}"')
    if not closing:
        href = _HREF.search(attributes)
        opened.append(_Open(name, length, _CHARACTER.sub(_decode, href[1] or href[2] or "") if href else ""))
        return
    if not opened or opened[-1].tag != name:
        _fail(source, tag.start(), "Unmatched end tag")
    begun = opened.pop()
    if length > begun.start and (name != "a" or begun.url):
        entity: Json = {"offset": begun.start, "length": length - begun.start, "type": _KINDS[name]}
        entities.append(entity | ({"url": begun.url} if name == "a" else {}))


def _fail(source: str, position: int, what: str) -> NoReturn:
    offset = len(source[:position].encode())
    raise bad_request(f"can't parse entities: {what} at byte offset {offset}")


def _decode(match: re.Match[str]) -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _strip(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram trims a message at both ends; entities move and shrink with it."""
    shift = measure(text) - measure(text.lstrip())
    stripped = text.strip()
    length = measure(stripped)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] - shift + entity["length"], length)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return stripped, moved


def read(text: str, parse_mode: str | None, entities: list[Json] | None) -> tuple[str, list[Json]]:
    """Text as it will stand in the chat, with marked and found entities in order."""
    plain, marked = read_html(text) if parse_mode else _strip(text, entities or [])
    return plain, sorted(marked + find(plain), key=lambda entity: entity["offset"])


def find(text: str) -> list[Json]:
    """Commands, mentions and links that stand in a plain text."""
    if not ("/" in text or "@" in text):
        return []
    return [
        {"type": kind, "offset": measure(text[: hit.start()]), "length": measure(hit[0])}
        for kind, pattern in _FOUND
        for hit in pattern.finditer(text)
    ]
