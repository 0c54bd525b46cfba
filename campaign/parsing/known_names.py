"""Names that are kept in what people write: of the commune's own people, and of its places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from campaign.parsing import name_words
from campaign.parsing.name_words import Word


class KnownNames:
    """Names that are kept: of the commune's own people, and of its places."""

    def __init__(self, people: Collection[str] = (), places: Collection[str] = ()) -> None:
        self._people = {suffix for name in people for suffix in _suffixes(name_words.split(name))}
        self._places = [[word.folded for word in name_words.split(name)] for name in places]

    def has_person(self, name: Sequence[Word]) -> bool:
        """Whether somebody of the commune is called so: the whole name, or its last words."""
        typed = tuple(word.folded if word.is_plain else word.spelled for word in name)
        return typed in self._people

    def has_place_at(self, words: Sequence[Word], start: int) -> bool:
        return any(
            place and place == [word.folded for word in words[start : start + len(place)]] for place in self._places
        )


def _suffixes(words: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        yield tuple(word.spelled for word in words[start:])
        yield tuple(word.folded for word in words[start:])


NOBODY = KnownNames()
