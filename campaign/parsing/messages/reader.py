"""Reads a whole message: no part of it disappears.

Each clause belongs to a figure, by number, name, unit or as the first words to the question that was put; or it is a
statement about all the rest; or it hangs on the figure beside it, whose reader must explain it or ask. What tells
nothing is let be.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from campaign.parsing.messages import clauses, headings, lexed, names, statements
from campaign.parsing.messages.message import LONGEST, Found, Mention
from campaign.parsing.messages.names import ELSEWHERE, Names, Spot
from campaign.parsing.messages.partition import answered, partition, trimmed, without
from campaign.parsing.messages.questions import Question, about_unit, by_unit, counts_nothing_asked, counts_the_commune
from campaign.parsing.numbers import normalise

_MOST_CLAUSES, _LONGEST_CLAUSE = 40, 300  # nobody tells more in a message, or says more in one breath
_TURN = re.compile(r"(?:à|nhưng|nhung|mà|quên)(?!\w)", re.IGNORECASE)  # what follows may change what was said
_AH = re.compile(r"(?<!\w)à(?!\w)", re.IGNORECASE)
_AND = re.compile(r"(?<!\w)(?:và|va|với|voi|cùng)(?!\w)", re.IGNORECASE)
_END = re.compile(r"(?:xin |chấm )?(?:hết|het|xong)(?: ạ| nhé| rồi)?", re.IGNORECASE)
_ROW = re.compile(r"\d{1,2}\s(?=\D)")


def read(
    text: str,
    numbered: Sequence[str],
    questions: Sequence[Question],
    open_key: str | None = None,
    others: tuple[str, ...] = (),
) -> Found | None:
    """The figures that a message speaks of; None when it names none and is simply an answer.

    `numbered` are the keys behind the questions' numbers, from 1. `open_key` is the figure that was asked for last:
    the first bare words of a message that goes on to others answer it. `others` are names of what is not due.
    """
    if len(text) > LONGEST:
        return None
    cleaned = _said_once(normalise.clean(headings.plain(text)))
    known = names.of(questions, others)
    form = _of_another_form(cleaned, numbered, {one.key for one in questions}, known)
    if form is not None:
        return _Reader((), questions, known, None, is_form=True).read(form)
    by_number = _by_number(cleaned, numbered, known)
    if by_number is not None:
        return by_number
    return _Reader(numbered, questions, known, open_key).read(cleaned)


def _said_once(text: str) -> str:
    """A text that was pasted twice, once."""
    lines = [line.strip() for line in text.split("\n")]
    half = len(lines) // 2
    is_twice = half and lines[:half] == lines[half:] and any(map(str.isalpha, "".join(lines)))
    return "\n".join(lines[:half]) if is_twice else text


def has_names(text: str, numbered: int, questions: Sequence[Question], others: tuple[str, ...] = ()) -> bool:
    """Whether a message names a figure or the number of a question."""
    cleaned = normalise.clean(headings.plain(text))
    known = names.of(questions, others)
    return bool(headings.find(cleaned, numbered)) or any(known.spots(one) for one in clauses.cut(cleaned))


def _by_number(text: str, numbered: Sequence[str], known: Names) -> Found | None:
    found = headings.find(text, len(numbered))
    label = text[: found[0].start] if found else ""
    if not found or (lexed.tells(label, but_dates=True) and not lexed.takes_back(label)):
        return None
    mentions, rest = [], []
    for one, end in zip(found, [*(later.start for later in found[1:]), len(text)], strict=True):
        words = text[one.end : end].strip(" ;,\n")
        if 1 <= one.number <= len(numbered) and words:
            words = _without_others(words.removesuffix("."), known)
            mentions.append(Mention(numbered[one.number - 1], words, one.is_repeated))
        else:
            rest.append(text[one.start : end].strip())
    return Found(tuple(mentions), tuple(rest)) if mentions else None


def _of_another_form(text: str, numbered: Sequence[str], due: Collection[str], known: Names) -> str | None:
    """The text of a list with labels of its own, without its numbers: «2. Số hộ 118», «3. Hộ nghèo 12».

    None where no label names another figure than the question of its number: then the numbers are the questions'.
    """
    found = headings.find(text, len(numbered))
    for one in found:
        label = _label(text[one.end :], known)
        own = numbered[one.number - 1] if 1 <= one.number <= len(numbered) else ELSEWHERE
        if label and label != own and (own in due or own == ELSEWHERE):
            break
    else:
        return None
    for one in reversed(found):
        text = f"{text[: one.start]}\n{text[one.end :]}"
    return text


def _label(words: str, known: Names) -> str:
    """The figure named by the first words, "" where they name none."""
    spots = known.spots(words.split("\n")[0])
    return spots[0].key if spots and not words[: spots[0].start].strip() else ELSEWHERE


def _without_others(words: str, known: Names) -> str:
    """«12 hộ; hộ cận nghèo: 6 hộ» without the clause that speaks of something else."""
    cut = clauses.cut(words)
    own = [one for one in cut if not (spots := known.spots(one)) or any(spot.key for spot in spots)]
    return words if len(own) == len(cut) or not own else ", ".join(own)


@dataclass
class _Piece:
    """What was made of one clause: mentions, or words that hang on what stands beside them."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    is_label: bool = False  # a name alone: «BHYT:», «Hộ nghèo, đường …»
    is_elsewhere: bool = False


class _Reader:
    def __init__(
        self,
        numbered: Sequence[str],
        questions: Sequence[Question],
        known: Names,
        open_key: str | None,
        *,
        is_form: bool = False,
    ) -> None:
        self._numbered = numbered
        self._asked = questions
        self._questions = {one.key: one for one in questions}
        self._known = known
        self._open_key = open_key
        self._is_form = is_form  # a list with labels of its own: what it does not name is none of the figures asked
        self._rest: list[str] = []
        self._general = ""

    def read(self, text: str) -> Found | None:
        pieces = [piece for clause in _without_rows(_clauses(text), self._known) for piece in self._pieces(clause)]
        pieces = _labelled(pieces)
        is_elsewhere = any(piece.is_elsewhere and lexed.tells(piece.text) for piece in pieces)
        if not any(piece.mentions for piece in pieces):
            return self._without_mentions(text, is_elsewhere=is_elsewhere)
        mentions = self._joined(pieces)
        if any(lexed.takes_back(piece.text) for piece in pieces if not piece.mentions) or self._is_lost(mentions):
            mentions = [replace(one, is_unclear=True) for one in mentions]
        # Where something was not understood, «tất cả như cũ» may not have been meant of it.
        general = self._general if not self._rest and not is_elsewhere else ""
        return Found(tuple(mentions), tuple(self._rest), general)

    def _without_mentions(self, text: str, *, is_elsewhere: bool) -> Found | None:
        """A statement about everything; words about something else, which are no answer to the open question."""
        if is_elsewhere and self._open_key in self._questions:
            return Found((Mention(self._open_key or "", text, is_unclear=True),))
        return Found((), (), self._general) if self._general else None

    def _is_lost(self, mentions: Sequence[Mention]) -> bool:
        """A correction that its figure cannot explain may have been meant for another one."""
        return any(
            (lexed.corrects(one.words) or _AH.search(one.words))
            and not self._questions[one.key].is_answered_by(one.words)
            for one in mentions
            if one.key in self._questions
        )

    # One clause

    def _pieces(self, text: str) -> list[_Piece]:
        text, general = statements.at_end(text)
        if general and not self._known.spots(general):
            return [*self._pieces(text), *self._one(general)]
        head, tail = _head(f"{text} {general}".strip(), self._known)
        if not tail:
            return self._one(head)
        return [*([] if lexed.tells(head) else self._one(head)), *self._one(tail)]

    def _one(self, text: str) -> list[_Piece]:
        by_number = _by_number(text, self._numbered, self._known)
        if by_number is not None:
            return [_Piece(text, list(by_number.mentions))]
        spots = self._known.spots(text)
        general = statements.read(text, spots)
        if general:
            self._general = general
            return []
        if spots and (general := statements.read(text[: spots[0].start], [])):
            self._general = general  # «tất cả như tuần trước chỉ có bhyt …»
            text = text[spots[0].start :]
            spots = self._known.spots(text)
        keys = list(dict.fromkeys(one.key for one in spots))
        if not keys and self._is_form:
            return [_Piece(text, is_elsewhere=True)]
        if not keys:
            question = by_unit(self._asked, text)
            if question is not None and question.is_answered_by(text):
                return [_Piece(text, [Mention(question.key, text)])]
            if counts_the_commune(text):
                return [_Piece(text, is_elsewhere=True)]
            cut = partition(text, spots, self._asked)
            doubtful = about_unit(self._asked, text) if cut is None and not lexed.corrects(text) else None
            return [_Piece(text, [Mention(doubtful.key, text)] if doubtful is not None else cut or [])]
        if keys == [ELSEWHERE]:
            return [_Piece(text, is_elsewhere=True)]
        return [self._named(text, spots, [key for key in keys if key != ELSEWHERE])]

    def _named(self, text: str, spots: Sequence[Spot], keys: Sequence[str]) -> _Piece:
        bare = without(text, 0, len(text), spots)
        is_alone = {one.key for one in spots} == {keys[0]}
        if is_alone:
            if not bare.strip("? "):
                return _Piece(text, [Mention(keys[0], "")], is_label=True)
            sure = answered(self._questions[keys[0]], text, bare)
            if sure is not None:
                return _Piece(text, [sure[0]])
        shared = _AND.sub(" ", bare).strip()
        if len(keys) > 1 and statements.is_shared(shared):
            return _Piece(text, [Mention(key, shared) for key in keys])
        cut = partition(text, spots, self._asked)
        if cut is not None:
            return _Piece(text, [one for one in cut if one.key != ELSEWHERE])
        if is_alone:
            return _Piece(text, [Mention(keys[0], bare)])
        return _Piece(text, _in_order(text, spots, keys))

    # All clauses

    def _joined(self, pieces: Sequence[_Piece]) -> list[Mention]:
        """The mentions of all clauses, a figure's words in one; clauses without one hang on what stands beside."""
        words: dict[str, list[str]] = {}
        unclear: set[str] = set()
        last: str | None = None
        waiting: list[str] = []
        for piece in pieces:
            if not piece.mentions:
                key = self._place(piece, last, is_taken=bool(words))
                if key is not None:
                    words.setdefault(key, []).append(piece.text)
                    last = key
                elif not piece.is_elsewhere and last is None and lexed.tells(piece.text, but_dates=True):
                    if counts_nothing_asked(self._asked, piece.text):
                        self._rest.append(piece.text)
                    elif "?" not in piece.text:
                        waiting.append(piece.text)
                elif lexed.tells(piece.text):
                    self._rest.append(piece.text)
                continue
            for mention in piece.mentions:
                if waiting:
                    words.setdefault(mention.key, []).extend(waiting)
                    unclear |= {mention.key} if any(map(lexed.has_figure, waiting)) else set()
                    waiting = []
                is_like_other = last not in (None, mention.key) and statements.is_alike(mention.words)
                is_like_other = is_like_other and any(not statements.is_shared(one) for one in words[last or ""])
                words.setdefault(mention.key, []).append(mention.words)
                unclear |= {mention.key} if mention.is_unclear or is_like_other else set()
                last = mention.key
        self._rest += waiting
        return [
            Mention(key, self._of(key, [one for one in said if one]), key in unclear) for key, said in words.items()
        ]

    def _of(self, key: str, said: Sequence[str]) -> str:
        """All that was said of one figure; where that is no answer, the one clause with a figure in it.

        «hộ ông Páo thoát nghèo rồi, còn 11 hộ» tells why before it tells how many.
        """
        joined = ", ".join(said)
        question = self._questions.get(key)
        figures = [one for one in said if not lexed.is_sure(one)]
        if question is None or len(said) < 2 or len(figures) != 1 or question.is_answered_by(joined):
            return joined
        return figures[0] if question.is_answered_by(figures[0]) else joined

    def _place(self, piece: _Piece, last: str | None, *, is_taken: bool) -> str | None:
        """Whose words a clause without a name may be: the open question's at first, else the figure's before it."""
        if piece.is_elsewhere:
            return last if _TURN.match(piece.text) or lexed.corrects(piece.text) else None
        if not lexed.tells(piece.text):
            return None
        opened = self._questions.get(self._open_key or "")
        if not is_taken and opened is not None and self._opens(opened, piece.text):
            return opened.key
        if last is None:
            return None
        if not lexed.corrects(piece.text) and counts_nothing_asked(self._asked, piece.text):
            return None
        return self._corrected(piece.text) or last

    def _opens(self, opened: Question, text: str) -> bool:
        """The first words of a message answer the open question, or are a doubtful figure for it: «đâu đó 8»."""
        if opened.is_answered_by(text):
            return True
        is_figure = lexed.has_figure(text) and not lexed.corrects(text) and not opened.options
        return is_figure and not counts_nothing_asked(self._asked, text)

    def _corrected(self, text: str) -> str | None:
        """The figure that a correction without a name is about, where its unit tells."""
        question = by_unit(self._asked, text)
        return question.key if question is not None and lexed.corrects(text) else None


def _clauses(text: str) -> list[str]:
    """The clauses, a word of correction alone with what it corrects; «hết.» at the end closes the message."""
    cut = clauses.cut(text)
    if len(cut) > _MOST_CLAUSES or any(len(one) > _LONGEST_CLAUSE for one in cut):
        return []
    found: list[str] = []
    is_open = False  # «nhầm,» waits for the right figure
    for one in cut:
        if is_open:
            found[-1] = f"{found[-1]}, {one}"
        else:
            found.append(one)
        is_open = lexed.takes_back(one) and not one.endswith("lại")
    if len(found) > 1 and _END.fullmatch(found[-1]):
        found.pop()
    return found


def _labelled(pieces: Sequence[_Piece]) -> list[_Piece]:
    """«BHYT:» above its figure, and «hộ nghèo, đường, rừng như cũ»: a name alone takes the words that follow it."""
    found: list[_Piece] = []
    for piece in reversed(pieces):
        after = found[-1] if found else None
        if piece.is_label and after is not None and not after.is_elsewhere:
            key = piece.mentions[0].key
            if not after.mentions:
                found[-1] = _Piece(f"{piece.text} {after.text}", [Mention(key, after.text)])
                continue
            said = after.mentions[0].words
            if statements.is_shared(said):
                piece = _Piece(piece.text, [Mention(key, said)])
        found.append(piece)
    return found[::-1]


def _in_order(text: str, spots: Sequence[Spot], keys: Sequence[str]) -> list[Mention]:
    """Each name with the words up to the next one; all unclear where something telling stands before the first.

    «bhyt hộ nghèo còn 6», «hộ nghèo có 6 thẻ» tell one figure by two names: both are unclear.
    """
    if lexed.tells(text[: spots[0].start]):
        return [Mention(key, text, is_unclear=True) for key in keys]
    ends = [one.start for one in spots[1:]] + [len(text)]
    said = [(one.key, trimmed(text[one.end : end])) for one, end in zip(spots, ends, strict=True)]
    told = {key for key, words in said if words}
    shared: set[str] = set()
    for place, (key, _) in enumerate(said):
        is_of_next = place + 1 < len(said) and said[place + 1][0] == ELSEWHERE  # «người chưa có BHXH»
        if key and key not in told and not is_of_next:
            shared |= {key, said[place - 1][0] if place else said[min(place + 1, len(said) - 1)][0]}
    return [Mention(key, words, key in shared) for key, words in said if key != ELSEWHERE]


def _without_rows(found: list[str], known: Names) -> list[str]:
    """«1 BHYT 6», «2 Gieo 7 sào» of a table without the numbers of its rows, which go on rising from 1.

    A lone «6 hộ nghèo 4 bhyt» keeps its figure.
    """
    rows = {at: row for at, text in enumerate(found) if (row := _row(text, known)) is not None}
    numbers = [int(row[0]) for row in rows.values()]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return found
    return [text[rows[at].end() :] if at in rows else text for at, text in enumerate(found)]


def _row(text: str, known: Names) -> re.Match[str] | None:
    """A number before a name that has its own figure behind it."""
    row = _ROW.match(text)
    if row is None or not any(letter.isdigit() for letter in text[row.end() :]):
        return None
    return row if any(one.start == row.end() for one in known.spots(text)) else None


def _head(text: str, known: Names) -> tuple[str, str]:
    """«Thôn Bản Còn báo cáo: bhyt 6» in two, where no figure is named before the colon."""
    head, sign, tail = text.partition(":")
    if not sign or not tail.strip() or known.spots(head) or not lexed.is_heading(head) or head[-1:].isdigit():
        return text, ""
    return head.strip(), tail.strip()
