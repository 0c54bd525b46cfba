"""What was found in a message: figures with their words, statements about all the rest, clauses left over."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 1000  # characters of a message: what is longer is no answer

NOTHING_NEW = "nothing new"  # said of everything that rarely changes
ALL_AS_BEFORE = "all as before"  # said of every level that the message does not name


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of a message: the figure's key, and the words about it without the name or number that pointed to it.

    `is_unclear`: which of the words are about it is a guess, so that it must be asked.
    """

    key: str
    words: str
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces in their order; `rest` are clauses with something in them that point to nothing known.

    `general` is NOTHING_NEW, ALL_AS_BEFORE or "": what was said of all that is not named.
    """

    mentions: tuple[Mention, ...]
    rest: tuple[str, ...] = ()
    general: str = ""
