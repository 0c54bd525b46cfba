"""Names of people in a message, for data minimisation: found behind titles or as full names, replaced by «[tên]».

With accents, without, in capitals or small letters, as far as it can be told. Where a word may be a figure, it is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib import resources

from campaign.parsing.numbers.lexicon import LEXICON, Node, canonical, fold

MASK = "[tên]"  # the reader of figures knows it as a courtesy
_WORD = re.compile(r"[^\W\d_]+|[0-9]+|[^\w\s]|\n|_")
_LONGEST = 5  # words of a name


class _Word:
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


class _Words:
    """A list of words: one typed with accents is looked up with them, one without them without."""

    def __init__(self, words: Iterable[str]) -> None:
        self._spelled = frozenset(canonical(word) for word in words)
        self._folded = frozenset(fold(word) for word in words)

    def __contains__(self, word: _Word) -> bool:
        return word.folded in self._folded if word.is_plain else word.spelled in self._spelled


def _known_to_the_reader(node: Node) -> Iterator[tuple[str, ...]]:
    for entry in node.entries:
        yield entry.words
    for step in node.steps.values():
        yield from _known_to_the_reader(step)


_DATA: dict[str, list[str]] = tomllib.loads(
    resources.files(__package__).joinpath("person_names.toml").read_text("utf-8")
)
_PERSONAL, _COUNTED, _AMBIGUOUS = (_Words(_DATA[name]) for name in ("personal", "counted", "ambiguous"))
_SURNAMES, _PLAIN_SURNAMES, _MIDDLES = (_Words(_DATA[name]) for name in ("surnames", "plain_surnames", "middles"))
_BEFORE_A = _Words(_DATA["surnames_before_a"])
_GIVEN, _NUMBERS, _PLACES, _UNITS = (_Words(_DATA[name]) for name in ("given", "numbers", "places", "units"))
_FORMS = list(_known_to_the_reader(LEXICON.root))
_MEANINGFUL = _Words([*_DATA["ordinary"], *(form[0] for form in _FORMS if len(form) == 1)])  # each by itself
_ORDINARY = _Words([*_DATA["ordinary"], *(word for form in _FORMS for word in form)])


class KnownNames:
    """Names that are kept: of the commune's own people, and of its places."""

    def __init__(self, people: Collection[str] = (), places: Collection[str] = ()) -> None:
        self._people = {suffix for name in people for suffix in _suffixes(_words(name))}
        self._places = [[word.folded for word in _words(name)] for name in places]

    def has_person(self, name: Sequence[_Word]) -> bool:
        """Whether somebody of the commune is called so: the whole name, or its last words."""
        typed = tuple(word.folded if word.is_plain else word.spelled for word in name)
        return typed in self._people

    def has_place_at(self, words: Sequence[_Word], start: int) -> bool:
        return any(
            place and place == [word.folded for word in words[start : start + len(place)]] for place in self._places
        )


def _suffixes(words: Sequence[_Word]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        yield tuple(word.spelled for word in words[start:])
        yield tuple(word.folded for word in words[start:])


def _words(text: str) -> list[_Word]:
    return [_Word(match[0], match.start()) for match in _WORD.finditer(text)]


def _is_given(word: _Word) -> bool:
    """Whether people are called so; «van» without its accent is rather «vẫn», or the middle of a name."""
    return word in _GIVEN and not (word.is_plain and word in _MIDDLES)


NOBODY = KnownNames()


def masked(text: str, known: KnownNames = NOBODY) -> str:
    """The text with «[tên]» in place of every person's name that is not known."""
    kept: list[str] = []
    end = 0
    for start, until in _Finder(text, known).spans():
        kept += [text[end:start], MASK]
        end = until
    return "".join([*kept, text[end:]]) if kept else text


class _Finder:
    """Goes through the words of one text once."""

    def __init__(self, text: str, known: KnownNames) -> None:
        self._text, self._known = text, known
        self._words = _words(text)
        self._has_small = any(
            len(word.text) > 1 and word.text.islower() for word in self._words
        )  # or capitals say naught

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where names stand, with the personal titles right before them."""
        place = 0
        while place < len(self._words):
            if not self._words[place].is_letters:
                place += 1
                continue
            first, length = self._name_from(place)
            name = self._words[first : first + length]
            if name and not self._known.has_person(name):
                yield self._words[self._titles_before(first, place)].start, name[-1].end
            place = first + length if name else place + 1

    def _name_from(self, place: int) -> tuple[int, int]:
        """Place and length of the name behind the title at `place`, or of the full name that begins there."""
        word = self._words[place]
        if word in _PERSONAL or word in _COUNTED:
            first = place + 1
            if self._word(first, ":") is not None:
                first += 1
            return first, self._length_behind(place, first)
        return place, self._full_name(place, is_titled=False)

    def _word(self, place: int, sign: str = "") -> _Word | None:
        """The word at a place that is made of letters, or the given sign."""
        word = self._words[place] if place < len(self._words) else None
        return word if word is not None and (word.text == sign if sign else word.is_letters) else None

    def _follows(self, place: int) -> _Word | None:
        """The word at a place, where only a blank stands before it."""
        word = self._word(place)
        return word if word is not None and self._text[self._words[place - 1].end : word.start] == " " else None

    def _titles_before(self, first: int, opening: int) -> int:
        """Where what is masked begins: titles go too, unless they are counted («2 cháu Bình»)."""
        start = first
        while start > opening and self._words[start - 1] in _PERSONAL:
            start -= 1
        if start < first and opening and self._is_number(opening - 1):
            return first
        return start

    def _is_number(self, place: int) -> bool:
        word = self._words[place]
        return word.text.isdigit() or (not word.is_capital and word in _NUMBERS) or word.folded == "mot"

    # How long the name is

    def _length_behind(self, title: int, first: int) -> int:
        """How many words from `first` are a name, behind the title at `title`."""
        word = self._word(first)
        if word is None or (word in _PERSONAL and not word.is_capital):
            return 0
        if word in _PLACES or self._known.has_place_at(self._words, first):
            return 0
        if self._words[title].text.lower() == "ba" and word in _UNITS:
            return 0  # «ba Ha»: three hectares
        length = self._full_name(first, is_titled=True)
        if length:
            return length
        if self._has_small and word.is_capital:
            return self._capitals(title, first)
        return self._small(title, first)

    def _full_name(self, first: int, *, is_titled: bool) -> int:
        """A surname, «Thị» or «Văn», and what the person is called by: a full name in whatever letters."""
        surname, middle, called = self._word(first), self._follows(first + 1), self._follows(first + 2)
        if surname is None or middle is None or called is None or surname not in _SURNAMES:
            return 0
        is_written_so = self._has_small and all(word.is_capital for word in (surname, middle, called))
        is_middle = middle in _MIDDLES or (is_titled and middle.spelled == "a" and surname in _BEFORE_A)
        if not is_middle or not (is_written_so or self._may_be_called(first + 2)):
            return 0
        is_sure = not middle.is_plain or surname in _PLAIN_SURNAMES or is_written_so
        if not is_titled and (not is_sure or (first and self._words[first - 1] in _PLACES)):
            return 0
        return self._with_more(first, 3)

    def _may_be_called(self, place: int) -> bool:
        """Whether the word may be a given name: no everyday word, unless people are called so too."""
        word = self._words[place]
        if word in _NUMBERS:
            after = self._follows(place + 1)
            return after is None or after not in _ORDINARY or after in _GIVEN or self._is_after_counting(place)
        is_initial = len(word.text) == 1 and word.text.isupper()
        return is_initial or word in _GIVEN or word not in _ORDINARY

    def _is_after_counting(self, place: int) -> bool:
        """«Lý Thị Năm chưa có thẻ»: what follows the number word counts nothing."""
        after = self._words[place + 1]
        return after.folded in ("chua", "thoat", "da", "bao", "con", "moi", "bi", "vua", "dang", "van")

    def _with_more(self, first: int, length: int) -> int:
        """A name goes on over words that nothing else explains."""
        while length < _LONGEST and (word := self._follows(first + length)) is not None:
            if word in _PLACES or self._known.has_place_at(self._words, first + length):
                break
            is_written_so = self._has_small and word.is_capital and (word not in _ORDINARY or word in _GIVEN)
            if not is_written_so and (not _is_given(word) or word in _MEANINGFUL):
                break
            length += 1
        return length

    def _capitals(self, title: int, first: int) -> int:
        """«anh Tư», «bà Mai», «cháu Nông Đức Anh», «ông Giàng A Páo»: words with a capital in a text that has both."""
        word = self._words[first]
        if not self._may_be_called(first) and word not in _SURNAMES:
            return 0
        length = 1
        initial = self._follows(first + 1)
        if initial is not None and len(initial.text) == 1 and initial.text.isupper():
            after = self._follows(first + 2)
            length += 1 + (after is not None and after.is_capital) if word in _SURNAMES else 0
        length = self._with_more(first, length)
        return 0 if length == 1 and word in _ORDINARY and not self._may_be_called(first) else length

    def _small(self, title: int, first: int) -> int:
        """A name in letters that are all small, or all capitals: a surname and a given name, or a usual given name."""
        word, after = self._words[first], self._follows(first + 1)
        is_surname = word in _PLAIN_SURNAMES or (not word.is_plain and word in _SURNAMES)
        if is_surname and after is not None and _is_given(after):
            # «nong dan» are farmers; «hoang mai» is rather a name than tomorrow's.
            is_sure = word in _PLAIN_SURNAMES and word.folded != "nong" and self._may_be_called(first + 1)
            if is_sure or after not in _ORDINARY:
                return self._with_more(first, 2)
        is_in_doubt = self._is_in_doubt(title)
        is_household = title > 0 and self._words[title] in _PERSONAL and self._words[title - 1].folded == "ho"
        is_number = word in _NUMBERS and not is_in_doubt and self._may_be_called(first)
        if is_household and (word in _GIVEN or is_number):
            return self._with_more(first, 1)
        if is_in_doubt or self._words[title] in _COUNTED:
            return 0
        is_called = word in _GIVEN or word in _PLAIN_SURNAMES
        return self._with_more(first, 1) if is_called and word not in _MEANINGFUL else 0

    def _is_in_doubt(self, title: int) -> bool:
        word = self._words[title]
        return word.is_plain and word in _AMBIGUOUS
