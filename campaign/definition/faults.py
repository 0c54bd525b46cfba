"""Says where a campaign file is wrong: faults with their lines, found by a small scan beside the TOML parser.

Knows how TOML is written, not what a campaign means. Where a key cannot be found, the line of its table serves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Place = tuple[str | int, ...]  # ("measure", 0, "input", 1, "question")

_HEADER = re.compile(r"(\[\[?)([A-Za-z0-9_.\- \t\"']+)\]\]?")
_KEY = re.compile(r"((?<![A-Za-z0-9_\-])[A-Za-z0-9_\-]+|\"[^\"]*\"|'[^']*')\s*[=.]")
# A string that nobody closed ends with its line or the text: looked for again at each of its signs, it would take
# time that grows with the square of the text.
_STRING_OR_SIGN = re.compile(
    r'"""(?>(?:\\.|[^\\])*?(?:"""+|\\?\Z))'
    r"|'''(?>.*?(?:'''+|\Z))"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*"
    r"|[\[\]{}\n]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong: the line (from 1; 0 for the whole file), what it concerns, and why, in plain words."""

    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        """«dòng 27: measure KT1a, target: …»; without a line where it concerns no line of the file."""
        at = f"dòng {self.line}: " if self.line else ""
        return f"{at}{self.where}: {self.reason}"


class CampaignFileError(Exception):
    """The campaign file cannot be used. Mend the lines listed, then run the campaign check again."""

    def __init__(self, path: Path, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join((f"{path.name} có {len(faults)} lỗi:", *map(str, faults))))
        self.path = path
        self.faults = faults


def scan(text: str) -> dict[Place, int]:
    """The line of every table and of every key that begins a line in it; keys of inline tables are left out."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, statement in _statements(text):
        if header := _HEADER.match(statement):
            table = _table(header[2].strip(), header[1] == "[[", counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(statement):
            lines.setdefault((*table, key[1].strip("\"'")), number)
    return lines


def line_of(lines: Mapping[Place, int], place: Place) -> int:
    """The line of `place`, or of the nearest table around it; 1 when nothing around it was found."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return 1


def _statements(text: str) -> list[tuple[int, str]]:
    """The lines on which a statement begins: none inside a string, an array or an inline table."""
    text = text if text.endswith("\n") else text + "\n"
    begins = [0]
    depth = 0
    for token in _STRING_OR_SIGN.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth = max(0, depth - 1)
        elif sign == "\n" and depth == 0:
            begins.append(token.end())
    found = []
    line, before = 1, 0
    for begin in begins[:-1]:
        line += text.count("\n", before, begin)
        before = begin
        statement = text[begin : text.index("\n", begin)].strip()
        if statement:
            found.append((line, statement))
    return found


def _table(name: str, is_array: bool, counts: dict[Place, int]) -> Place:
    """The place a header opens, counting the tables of arrays: the second [[measure]] is ("measure", 1)."""
    place: Place = ()
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    for index, part in enumerate(parts):
        place = (*place, part)
        if is_array and index == len(parts) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place
