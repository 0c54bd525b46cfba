"""Words as the finder of names looks at them, and the lists that tell a name: titles, surnames, given names, places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib import resources

from campaign.parsing.numbers.lexicon import LEXICON, Node, canonical, fold

_WORD = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]|\n|_")


class Word:
    """A word, a number or a sign, and where it stands."""

    __slots__ = ("end", "folded", "is_letters", "is_plain", "spelled", "start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.end = text, start, start + len(text)
        self.is_letters, self.is_plain = text.isalpha(), text.isascii()
        self.spelled = canonical(text.lower()) if self.is_letters else text  # in small letters, its tone at the end
        self.folded = fold(self.spelled) if self.is_letters else text

    @property
    def is_capital(self) -> bool:
        return len(self.text) > 1 and self.text.istitle()

    @property
    def is_initial(self) -> bool:
        """«N», «Ng»: what is left of a name that somebody has shortened."""
        return self.text in SHORTENED or (len(self.text) == 1 and self.text.isupper())


class Words:
    """A list of words: one typed with accents is looked up with them, one without them without."""

    def __init__(self, words: Iterable[str]) -> None:
        self._spelled = frozenset(canonical(word) for word in words)
        self._folded = frozenset(fold(word) for word in words)

    def __contains__(self, word: Word) -> bool:
        return word.folded in self._folded if word.is_plain else word.spelled in self._spelled


def _known_to_the_reader(node: Node) -> Iterator[tuple[str, ...]]:
    for entry in node.entries:
        yield entry.words
    for step in node.steps.values():
        yield from _known_to_the_reader(step)


_DATA: dict[str, list[str]] = tomllib.loads(
    resources.files(__package__).joinpath("person_names.toml").read_text("utf-8")
)
PERSONAL, COUNTED, AMBIGUOUS = (Words(_DATA[name]) for name in ("personal", "counted", "ambiguous"))
SURNAMES, PLAIN_SURNAMES, MIDDLES = (Words(_DATA[name]) for name in ("surnames", "plain_surnames", "middles"))
BEFORE_A = Words(_DATA["surnames_before_a"])
SHORTENED, SHORT_TITLES = frozenset(_DATA["shortened"]), frozenset(_DATA["short_titles"])
COMPOUNDS = frozenset(" ".join(map(canonical, pair.split())) for pair in _DATA["compounds"])
GIVEN, NUMBERS, PLACES, UNITS = (Words(_DATA[name]) for name in ("given", "numbers", "places", "units"))
BEFORE_PLACES = Words(_DATA["before_places"])
REGIONS = frozenset(" ".join(map(fold, pair.split())) for pair in _DATA["regions"])
_ONE_WORD = re.compile(
    rf"(?:{'|'.join(sorted(map(fold, _DATA['surnames']), key=len, reverse=True))})(?:van|thi)"
    rf"(?:{'|'.join(sorted(map(fold, _DATA['given']), key=len, reverse=True))})"
)
_FORMS = list(_known_to_the_reader(LEXICON.root))
MEANINGFUL = Words([*_DATA["ordinary"], *(form[0] for form in _FORMS if len(form) == 1)])  # each by itself
ORDINARY = Words([*_DATA["ordinary"], *(word for form in _FORMS for word in form)])


def split(text: str) -> list[Word]:
    """The words, numbers and signs of a text, in their order."""
    return [Word(match[0], match.start()) for match in _WORD.finditer(text)]


def is_given(word: Word) -> bool:
    """Whether people are called so; «van» without its accent is rather «vẫn», or the middle of a name."""
    return word in GIVEN and not (word.is_plain and word in MIDDLES)


def is_in_one_word(word: Word) -> bool:
    """«nguyenvanbao», «LyThiMai»: a full name without blanks."""
    return _ONE_WORD.fullmatch(word.folded) is not None
