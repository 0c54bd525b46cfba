"""Reads a whole message: no part of it disappears.

Each clause belongs to a figure, by number, name, unit or as the first words to the question that was put; or it is a
statement about all the rest; or it hangs on the figure beside it, whose reader must explain it or ask. What tells
nothing is let be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from campaign.parsing.choices import Chosen
from campaign.parsing.messages import clauses, headings, lexed, names, rewritten, statements, weeks
from campaign.parsing.messages.message import LONGEST, Found, Mention
from campaign.parsing.messages.names import ELSEWHERE, Names, Spot
from campaign.parsing.messages.numbered_lists import by_number, of_another_form, without_rows
from campaign.parsing.messages.partition import answered, partition, without
from campaign.parsing.messages.pieces import Piece, clauses_of, head_and_tail, in_order, labelled, said_once
from campaign.parsing.messages.questions import (
    Question,
    about_unit,
    by_unit,
    counts_a_part,
    counts_nothing_asked,
    counts_the_commune,
)
from campaign.parsing.numbers import normalise

_TURN = re.compile(r"(?:à|nhưng|nhung|mà|quên)(?!\w)", re.IGNORECASE)  # what follows may change what was said
_AH = re.compile(r"(?<!\w)à(?!\w)", re.IGNORECASE)
_AND = re.compile(r"(?<!\w)(?:và|va|với|voi|cùng)(?!\w)", re.IGNORECASE)


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
    cleaned = said_once(normalise.clean(headings.plain(text)))
    known = names.of(questions, others)
    cleaned = weeks.this_week(cleaned, known)
    if "?" in cleaned:
        cleaned = rewritten.without_questions(cleaned, known)
    if "qu" in cleaned.lower():
        cleaned = rewritten.without_forgotten(cleaned, known)
    if headings.find(cleaned, len(numbered)):
        form = of_another_form(cleaned, numbered, {one.key for one in questions}, known)
        if form is not None:
            return _Reader((), questions, known, None, is_form=True).read(form)
        in_list = by_number(cleaned, numbered, known)
        if in_list is not None:
            return in_list
    return _Reader(numbered, questions, known, open_key).read(cleaned)


def has_names(text: str, numbered: int, questions: Sequence[Question], others: tuple[str, ...] = ()) -> bool:
    """Whether a message names a figure or the number of a question."""
    cleaned = normalise.clean(headings.plain(text))
    known = names.of(questions, others)
    return bool(headings.find(cleaned, numbered)) or any(known.spots(one) for one in clauses.cut(cleaned))


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
        cut = without_rows(clauses_of(text), self._known)
        if "trong" in text.lower():
            cut = rewritten.without_parts(cut, self._known)
        cut = self._with_whole_commune(cut)
        pieces = [piece for clause in cut for piece in self._pieces(clause)]
        pieces = labelled(pieces)
        is_elsewhere = any(piece.is_elsewhere and lexed.tells(piece.text) for piece in pieces)
        if not any(piece.mentions for piece in pieces):
            return self._without_mentions(text, is_elsewhere=is_elsewhere)
        mentions = self._joined(pieces)
        if any(lexed.takes_back(piece.text) for piece in pieces if not piece.mentions) or self._is_lost(mentions):
            mentions = [replace(one, is_unclear=True) for one in mentions]
        # Where something was not understood, «tất cả như cũ» may not have been meant of it.
        general = self._general if not self._rest and not is_elsewhere else ""
        return Found(tuple(mentions), tuple(self._rest), general)

    def _with_whole_commune(self, cut: Sequence[str]) -> list[str]:
        """«Thôn có 118 hộ, 512 khẩu» in one clause, for each alone might be an answer."""
        found: list[str] = []
        for clause in cut:
            is_two = bool(found) and lexed.numbers_in(found[-1]) + lexed.numbers_in(clause) > 1
            both = f"{found[-1]}, {clause}" if is_two else ""
            if both and not self._known.spots(both) and counts_the_commune(self._asked, both):
                found[-1] = both
            else:
                found.append(clause)
        return found

    def _without_mentions(self, text: str, *, is_elsewhere: bool) -> Found | None:
        """A statement about everything; words about something else, which are no answer to the open question."""
        opened = self._questions.get(self._open_key or "")
        if is_elsewhere and opened is not None:
            return Found((Mention(opened.key, text, is_unclear=not opened.is_proved_by(text)),))
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

    def _pieces(self, text: str) -> list[Piece]:
        text, general = statements.at_end(text)
        if general and not self._known.spots(general):
            return [*self._pieces(text), *self._one(general)]
        head, tail = head_and_tail(f"{text} {general}".strip(), self._known)
        if not tail:
            return self._one(head)
        return [*([] if lexed.tells(head) else self._one(head)), *self._one(tail)]

    def _one(self, text: str) -> list[Piece]:
        is_numbered = bool(headings.find(text, len(self._numbered)))
        in_list = by_number(text, self._numbered, self._known) if is_numbered else None
        if in_list is not None:
            return [Piece(text, list(in_list.mentions))]
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
            return [Piece(text, is_elsewhere=True)]
        if not keys:
            if counts_the_commune(self._asked, text):
                return [Piece(text, is_elsewhere=True)]
            question = by_unit(self._asked, text)
            if question is not None and question.is_answered_by(text):
                return [Piece(text, [Mention(question.key, text)])]
            cut = partition(text, spots, self._asked)
            doubtful = about_unit(self._asked, text) if cut is None and not lexed.corrects(text) else None
            return [Piece(text, [Mention(doubtful.key, text)] if doubtful is not None else cut or [])]
        if keys == [ELSEWHERE]:
            return [Piece(text, is_elsewhere=True)]
        return [self._named(text, spots, [key for key in keys if key != ELSEWHERE])]

    def _named(self, text: str, spots: Sequence[Spot], keys: Sequence[str]) -> Piece:
        bare = without(text, 0, len(text), spots)
        is_alone = {one.key for one in spots} == {keys[0]}
        if is_alone:
            if not bare.strip("? "):
                return Piece(text, [Mention(keys[0], "")], is_label=True)
            sure = answered(self._questions[keys[0]], text, bare)
            if sure is not None:
                return Piece(text, [sure[0]])
        shared = _AND.sub(" ", bare).strip()
        if len(keys) > 1 and statements.is_shared(shared):
            return Piece(text, [Mention(key, shared) for key in keys])
        cut = partition(text, spots, self._asked)
        if cut is not None:
            return Piece(text, [one for one in cut if one.key != ELSEWHERE])
        if is_alone:
            return Piece(text, [Mention(keys[0], bare)])
        return Piece(text, in_order(text, spots, keys))

    # All clauses

    def _joined(self, pieces: Sequence[Piece]) -> list[Mention]:
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
                    if counts_nothing_asked(self._asked, piece.text) and not counts_a_part(self._asked, piece.text):
                        self._rest.append(piece.text)
                    elif "?" not in piece.text:
                        waiting.append(piece.text)
                elif lexed.tells(piece.text, but_dates=True):
                    self._rest.append(piece.text)
                elif last is not None and any(map(lexed.says_none_left, words[last])) and lexed.limits(piece.text):
                    words[last].append(piece.text)
                continue
            for mention in piece.mentions:
                if waiting:
                    words.setdefault(mention.key, []).extend(waiting)
                    unclear |= {mention.key} if self._is_unsure(waiting, mention) else set()
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

    def _is_unsure(self, waiting: Sequence[str], mention: Mention) -> bool:
        """Whether figures before the first name may be another's; what answers the open question with it is its own."""
        if not any(map(lexed.has_figure, waiting)):
            return False
        question = self._questions.get(mention.key)
        is_open = question is not None and mention.key == self._open_key
        return not (is_open and question is not None and question.is_answered_by(", ".join([*waiting, mention.words])))

    def _of(self, key: str, said: Sequence[str]) -> str:
        """All that was said of one figure; where that is no answer, the one clause with a figure in it.

        «hộ ông Páo thoát nghèo rồi, còn 11 hộ» tells why before it tells how many.
        """
        joined = ", ".join(said)
        question = self._questions.get(key)
        figures = [one for one in said if not lexed.is_sure(one)]
        if any(map(lexed.says_none_left, said)):
            return joined
        if question is None or len(said) < 2 or len(figures) != 1 or question.is_answered_by(joined):
            return joined
        return figures[0] if question.is_answered_by(figures[0]) else joined

    def _place(self, piece: Piece, last: str | None, *, is_taken: bool) -> str | None:
        """Whose words a clause without a name may be: the open question's at first, else the figure's before it."""
        if piece.is_elsewhere:
            return last if _TURN.match(piece.text) or lexed.corrects(piece.text) else None
        before = self._questions.get(last or "")
        if before is not None and before.options and isinstance(before.read(piece.text), Chosen):
            return last
        if not lexed.tells(piece.text, but_dates=True):
            return None
        opened = self._questions.get(self._open_key or "")
        if not is_taken and opened is not None and self._opens(opened, piece.text):
            return opened.key
        if last is None:
            return None
        is_part = before is not None and counts_a_part([before], piece.text)
        if not lexed.corrects(piece.text) and not is_part and counts_nothing_asked(self._asked, piece.text):
            return None
        return self._corrected(piece.text) or last

    def _opens(self, opened: Question, text: str) -> bool:
        """The first words of a message answer the open question, or are a doubtful figure for it: «đâu đó 8»."""
        if opened.is_answered_by(text):
            return True
        if "?" in text and not any(map(str.isdigit, lexed.figures(text))):
            return False  # «ngày 20/11 cô nghỉ không?»
        is_figure = lexed.has_figure(text) and not lexed.corrects(text) and not opened.options
        return is_figure and not counts_nothing_asked(self._asked, text)

    def _corrected(self, text: str) -> str | None:
        """The figure that a correction without a name is about, where its unit tells."""
        question = by_unit(self._asked, text)
        return question.key if question is not None and lexed.corrects(text) else None
