"""Tables pasted as text, where a messenger takes no files: what looks like one is kept with its tabs and line ends."""

from __future__ import annotations

from campaign.normalisation import one_line

LONGEST = 12_000  # characters: three of the longest messages that a platform takes
_SEPARATORS = "\t;|"
_FEWEST = 2  # lines with cells


def lines_of(text: str) -> str:
    """The lines of a text of which some have cells, normalised cell by cell; "" where none have, or it is too long."""
    if "\n" not in text or len(text) > LONGEST:
        return ""
    lines = [line for line in text.splitlines() if line.strip()]
    sign = max(_SEPARATORS, key=lambda one: sum(one in line for line in lines))
    if sum(sign in line for line in lines) < _FEWEST:
        return ""
    return "\n".join(sign.join(one_line(cell) for cell in line.split(sign)) for line in lines)
