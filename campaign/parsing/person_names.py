"""Names of people in a message, for data minimisation: found behind titles or as full names, replaced by «[tên]».

With accents, without, in capitals or small letters, as far as it can be told. Where a word may be a figure, it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.parsing import name_words
from campaign.parsing.known_names import NOBODY, KnownNames
from campaign.parsing.name_words import Word
from campaign.parsing.numbers.lexicon import canonical

MASK = "[tên]"  # the reader of figures knows it as a courtesy
_JOINED = re.compile(r"(?<=[^\W\d_])[-._'’](?=[^\W\d_])")  # «Ng.V.Bình», «bà-Lan»: read as if a blank stood there
_BETWEEN = tuple("-–(\"“”«'‘")  # what may stand between a title and a name that is well known as one
_SHORTEST_FULL = 6  # letters; no full name in one word has fewer
_CHILD = canonical("bé")
_LONGEST = 5  # words of a name


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
        self._written, self._text, self._known = text, _JOINED.sub(" ", text), known
        self._words = name_words.split(self._text)
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
            opening, first, length = self._name_from(place)
            name = self._words[first : first + length]
            if name and not self._known.has_person([word for word in name if word.is_letters]):
                yield self._words[opening].start, name[-1].end
            place = first + length if name else place + 1

    def _name_from(self, place: int) -> tuple[int, int, int]:
        """Where the name behind the title at `place` is masked from and begins, and its length; or of a full name."""
        word = self._words[place]
        if word in name_words.PERSONAL or word in name_words.COUNTED:
            first = self._behind_sign(place)
            return self._titles_before(first, place), first, self._length_behind(place, first)
        if length := self._full_name(place, is_titled=False) or self._short_name(place):
            return place, place, length
        if word.text.lower() in name_words.SHORT_TITLES and self._may_be_title(place):
            first = place + 1 + (self._word(place + 1, ".") is not None)
            return place, first, self._length_behind_short(first)
        return place, place, 0

    def _behind_sign(self, title: int) -> int:
        """Where the name behind a title begins: «hộ: Lý Thị Mai», «tên là Tài», «bà «Mai»»."""
        first = title + 1
        word = self._word(first)
        if self._word(first, ":") is not None or (self._words[title].folded == "ten" and word and word.folded == "la"):
            return first + 1
        sign = self._words[first].text if first < len(self._words) else ""
        is_known_name = (
            sign in _BETWEEN and self._words[title] in name_words.PERSONAL and self._is_well_known(first + 1)
        )
        return first + 1 if is_known_name else first

    def _is_well_known(self, place: int) -> bool:
        """Whether a word with a capital stands there that people are called by, and not the first of another thing."""
        word = self._word(place)
        if word is None or not self._has_small or not word.is_capital or self._begins_a_compound(place):
            return False
        return word in name_words.GIVEN or word in name_words.PLAIN_SURNAMES

    def _length_behind_short(self, first: int) -> int:
        """Behind «ô.», «b», «a.»: only a name that is well known as one; «a. Bảo hiểm» begins a line of a list."""
        if self._known.has_place_at(self._words, first):
            return 0
        if length := self._full_name(first, is_titled=True):
            return length
        length = self._with_more(first, 1) if self._is_well_known(first) else 0
        after = self._words[first + length] if first + length < len(self._words) else None
        return 0 if after is not None and after.text.isdigit() else length  # «a. Thu 5 triệu» is a figure

    def _may_be_title(self, place: int) -> bool:
        """«A.Tú», «c Lan», «Ô Bảo …», «hộ Ô Bảo»; in «hạng A», «lớp 5A» the letter belongs to what is before it."""
        word, before = self._words[place], self._words[place - 1] if place else None
        if before is None or not (before.is_letters or before.text.isdigit()):
            return True
        if before.end == word.start:
            return False
        is_stopped = self._written[word.end : word.end + 1] == "."
        return word.text.islower() or is_stopped or before in name_words.PERSONAL or before in name_words.COUNTED

    def _begins_a_compound(self, place: int) -> bool:
        """«Bảo hiểm», «Bình quân»: two words that are no name, though the first may be one."""
        after = self._word(place + 1)
        return after is not None and f"{self._words[place].spelled} {after.spelled}" in name_words.COMPOUNDS

    def _word(self, place: int, sign: str = "") -> Word | None:
        """The word at a place that is made of letters, or the given sign."""
        word = self._words[place] if place < len(self._words) else None
        return word if word is not None and (word.text == sign if sign else word.is_letters) else None

    def _follows(self, place: int) -> Word | None:
        """The word at a place, where only a blank stands before it."""
        word = self._word(place)
        return word if word is not None and self._text[self._words[place - 1].end : word.start] == " " else None

    def _titles_before(self, first: int, opening: int) -> int:
        """Where what is masked begins: titles go too, unless they are counted («2 cháu Bình»)."""
        start = first
        while start > opening and self._words[start - 1] in name_words.PERSONAL:
            start -= 1
        if start < first and opening and self._is_number(opening - 1):
            return first
        return start

    def _is_number(self, place: int) -> bool:
        word = self._words[place]
        return word.text.isdigit() or (not word.is_capital and word in name_words.NUMBERS) or word.folded == "mot"

    # How long the name is

    def _length_behind(self, title: int, first: int) -> int:
        """How many words from `first` are a name, behind the title at `title`."""
        word = self._word(first)
        if word is None or (word in name_words.PERSONAL and not word.is_capital):
            return 0
        if self._known.has_place_at(self._words, first):
            return 0
        if self._words[title].spelled == _CHILD and word.folded == "na" and word.is_plain:
            after = self._follows(first + 1)
            return 0 if after is not None and after.is_capital else 1  # «bé Na», and no «Na Pò»
        if word in name_words.PLACES:
            return 0
        if self._words[title].text.lower() == "ba" and word in name_words.UNITS:
            return 0  # «ba Ha»: three hectares
        length = self._full_name(first, is_titled=True)
        if length:
            return length
        if self._has_small and word.is_initial and self._words[title] in name_words.PERSONAL:
            length = self._with_more(first, 1)
            is_of_a_word = length == 1 and self._written[word.end : word.end + 1] in ("'", "’")  # «ông H'Mông»
            return 0 if is_of_a_word else length
        is_stressed = word.text.isupper() and name_words.is_given(word)  # «ông BẢO»
        if self._has_small and (word.is_capital or is_stressed) and not self._begins_a_compound(first):
            return self._capitals(title, first)
        return self._small(title, first)

    def _full_name(self, first: int, *, is_titled: bool) -> int:
        """A surname, «Thị» or «Văn», and what the person is called by: a full name in whatever letters."""
        surname, middle, called = self._word(first), self._follows(first + 1), self._follows(first + 2)
        if surname is None or middle is None or called is None:
            return 0
        is_written_so = self._has_small and all(word.is_capital for word in (surname, middle, called))
        if surname not in name_words.SURNAMES:
            return self._rare_full_name(first) if is_written_so else 0
        if middle.text == "A" and surname in name_words.BEFORE_A and surname.is_capital and called.is_capital:
            return self._with_more(first, 3) if self._may_be_called(first + 2) else 0
        is_middle = middle in name_words.MIDDLES or (
            is_titled and middle.spelled == "a" and surname in name_words.BEFORE_A
        )
        if not is_middle or not (is_written_so or self._may_be_called(first + 2)):
            return 0
        is_sure = not middle.is_plain or surname in name_words.PLAIN_SURNAMES or is_written_so
        if not is_titled and (not is_sure or self._is_of_a_place(first)):
            return 0
        return self._with_more(first, 3)

    def _short_name(self, first: int) -> int:
        """«Lý Mai», «nguyenvanbao»: a surname and a given name without a title, both with a capital, or all in a word.

        «Lý Sơn», «xã Hoàng Mai», «đi Lương Sơn» are places, «Mai» and «Thu» alone other words.
        """
        surname, called = self._words[first], self._follows(first + 1)
        if len(surname.folded) > _SHORTEST_FULL and name_words.is_in_one_word(surname):
            return 1
        if called is None or not (self._has_small and surname.is_capital and called.is_capital):
            return 0
        is_surname = surname in name_words.PLAIN_SURNAMES or (
            not surname.is_plain and surname in name_words.SURNAMES and surname not in name_words.ORDINARY
        )
        before = self._words[first - 1] if first and self._words[first - 1].is_letters else None
        is_place = before is not None and (before in name_words.PLACES or before in name_words.BEFORE_PLACES)
        is_place = is_place or f"{surname.folded} {called.folded}" in name_words.REGIONS
        if not is_surname or is_place or not name_words.is_given(called) or self._begins_a_compound(first + 1):
            return 0
        return 0 if self._known.has_place_at(self._words, first) else self._with_more(first, 2)

    def _rare_full_name(self, first: int) -> int:
        """«Lường Văn Thắng»: the middle word with its accent tells, whatever the surname."""
        surname, middle = self._words[first], self._words[first + 1]
        is_other = any(
            surname in words
            for words in (
                name_words.ORDINARY,
                name_words.PLACES,
                name_words.PERSONAL,
                name_words.COUNTED,
                name_words.MIDDLES,
                name_words.UNITS,
            )
        )
        is_named = middle in name_words.MIDDLES and not middle.is_plain and self._may_be_called(first + 2)
        return self._with_more(first, 3) if is_named and not is_other and not self._is_of_a_place(first) else 0

    def _is_of_a_place(self, first: int) -> bool:
        """«xã Hoàng Văn Thụ», but not «trưởng thôn Hoàng Văn Thành»."""
        if not first or self._words[first - 1] not in name_words.PLACES:
            return False
        return first < 2 or self._words[first - 2].folded not in ("truong", "pho")

    def _may_be_called(self, place: int) -> bool:
        """Whether the word may be a given name: no everyday word, unless people are called so too."""
        word = self._words[place]
        if word in name_words.NUMBERS:
            after = self._follows(place + 1)
            return (
                after is None
                or after not in name_words.ORDINARY
                or after in name_words.GIVEN
                or self._is_after_counting(place)
            )
        is_initial = len(word.text) == 1 and word.text.isupper()
        return is_initial or word in name_words.GIVEN or word not in name_words.ORDINARY

    def _is_after_counting(self, place: int) -> bool:
        """«Lý Thị Năm chưa có thẻ»: what follows the number word counts nothing."""
        after = self._words[place + 1]
        return after.folded in ("chua", "thoat", "da", "bao", "con", "moi", "bi", "vua", "dang", "van")

    def _with_more(self, first: int, length: int) -> int:
        """A name goes on over words that nothing else explains, and over the full stop of a shortened one."""
        while length < _LONGEST:
            at = first + length
            if self._words[at - 1].is_initial and self._word(at, ".") and self._is_capital_name(at + 1):
                length += 2
                continue
            word = self._follows(at)
            if word is None or word in name_words.PLACES or self._known.has_place_at(self._words, at):
                break
            if not self._is_capital_name(at) and (not name_words.is_given(word) or word in name_words.MEANINGFUL):
                break
            length += 1
        return length

    def _is_capital_name(self, place: int) -> bool:
        """Whether a word goes on with a name by its capital; behind an initial «Văn» and another initial do too."""
        word = self._word(place)
        if word is None or not self._has_small:
            return False
        is_behind_initial = self._words[place - 1].text == "." or self._words[place - 1].is_initial
        if is_behind_initial and (word.is_initial or (word in name_words.MIDDLES and word.is_capital)):
            return True
        return (
            word.is_capital
            and (word not in name_words.ORDINARY or word in name_words.GIVEN)
            and not self._begins_a_compound(place)
        )

    def _capitals(self, title: int, first: int) -> int:
        """«anh Tư», «bà Mai», «cháu Nông Đức Anh», «ông Giàng A Páo»: words with a capital in a text that has both."""
        word = self._words[first]
        if not self._may_be_called(first) and word not in name_words.SURNAMES:
            return 0
        length = 1
        initial = self._follows(first + 1)
        if initial is not None and len(initial.text) == 1 and initial.text.isupper():
            after = self._follows(first + 2)
            length += 1 + (after is not None and after.is_capital) if word in name_words.SURNAMES else 0
        length = self._with_more(first, length)
        return 0 if length == 1 and word in name_words.ORDINARY and not self._may_be_called(first) else length

    def _small(self, title: int, first: int) -> int:
        """A name in letters that are all small, or all capitals: a surname and a given name, or a usual given name."""
        word, after = self._words[first], self._follows(first + 1)
        is_surname = word in name_words.PLAIN_SURNAMES or (not word.is_plain and word in name_words.SURNAMES)
        if is_surname and after is not None and name_words.is_given(after):
            # «nong dan» are farmers; «hoang mai» is rather a name than tomorrow's.
            is_sure = word in name_words.PLAIN_SURNAMES and word.folded != "nong" and self._may_be_called(first + 1)
            if is_sure or after not in name_words.ORDINARY:
                return self._with_more(first, 2)
        is_in_doubt = self._is_in_doubt(title)
        is_household = title > 0 and self._words[title] in name_words.PERSONAL and self._words[title - 1].folded == "ho"
        is_number = word in name_words.NUMBERS and not is_in_doubt and self._may_be_called(first)
        if is_household and (word in name_words.GIVEN or is_number):
            return self._with_more(first, 1)
        if is_in_doubt or self._words[title] in name_words.COUNTED:
            return 0
        is_called = word in name_words.GIVEN or word in name_words.PLAIN_SURNAMES
        return self._with_more(first, 1) if is_called and word not in name_words.MEANINGFUL else 0

    def _is_in_doubt(self, title: int) -> bool:
        word = self._words[title]
        return word.is_plain and word in name_words.AMBIGUOUS
