"""Cuts a clause that speaks of several figures: «chưa thẻ 8 nghèo 12», «6 hộ nghèo 4 bhyt».

Every way of cutting it is tried in which each piece names one figure and is an answer to it; only where all of them
say the same is the clause understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.parsing.messages import lexed
from campaign.parsing.messages.message import Mention
from campaign.parsing.messages.names import ELSEWHERE, Spot
from campaign.parsing.messages.questions import Answer, Question, by_unit
from campaign.parsing.numbers import Ask, tokens
from campaign.parsing.numbers.fields import frame

_MOST_CUTS = 30  # places at which a clause may be cut: the pieces grow with their square
_TOPIC = re.compile(r"(?<!\w)(?:bà con|ba con|còn|con|về|ve|số|so|riêng|rieng)\s$", re.IGNORECASE)
_HAMLET = re.compile(
    r"\s?(?:của |cua )?(?:xóm|xom|thôn|thon|nhà|nha|bên|ben|khu)(?!\w)", re.IGNORECASE
)  # «riêng thẻ xóm trên»
_MINUS = re.compile(r"-\d")
_FIGURE_NEXT = re.compile(r"\s?\d")
_UP_TO = re.compile(r"(?:tới|toi|đến|den)(?!\w)", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:(?:có|co|mới|moi) )?\d{1,4} ?(?:hộ|ho|nhà|nha|người|nguoi|ng)", re.IGNORECASE)
_APART = " ; "
_BEHIND_NUMBER = frozenset(["unit", "multiplier"])
_BEFORE = frozenset(["remain", "lead", "nothing", "not_yet", "keep", "added", "change", "since", "over"])

Pieces = tuple[tuple[str, Answer], ...]


def partition(clause: str, spots: Sequence[Spot], questions: Sequence[Question]) -> list[Mention] | None:
    """The mentions in a clause; None where it cannot be cut, or in ways that say different things."""
    return _Partition(clause, spots, questions).found()


class _Partition:
    def __init__(self, clause: str, spots: Sequence[Spot], questions: Sequence[Question]) -> None:
        self._text = clause
        self._spots = spots
        self._questions = {one.key: one for one in questions}
        self._cuts = _cuts(clause, spots)

    def found(self) -> list[Mention] | None:
        if len(self._cuts) > _MOST_CUTS:
            return None
        # The ways up to each cut, told apart by what they say; each with the mentions that say it.
        ways: list[dict[Pieces, list[Mention]]] = [{} for _ in self._cuts]
        ways[0][()] = []
        for until in range(1, len(self._cuts)):
            for since in range(until):
                piece = self._piece(self._cuts[since], self._cuts[until]) if ways[since] else None
                if piece is None:
                    continue
                mention, answer = piece
                for said, mentions in ways[since].items():
                    if mention.key and any(key == mention.key for key, _ in said):
                        continue
                    more = said if mention.key == ELSEWHERE else tuple(sorted([*said, (mention.key, answer)], key=str))
                    ways[until].setdefault(more, [*mentions, mention])
        return next(iter(ways[-1].values())) if len(ways[-1]) == 1 else None

    def _piece(self, start: int, end: int) -> tuple[Mention, Answer] | None:
        """One piece as an answer to the one figure that it names, by name or by its unit."""
        inside = [one for one in self._spots if one.start >= start and one.end <= end]
        if any(one.start < end < one.end or one.start < start < one.end for one in self._spots):
            return None
        words = self._text[start:end].strip(" ,:")
        keys = {one.key for one in inside}
        if keys == {ELSEWHERE}:
            if _UP_TO.match(words):
                return None  # «đổ bê tông tới nhà văn hóa rồi»: not to where it was asked
            if not any(letter.isdigit() for letter in words) and _FIGURE_NEXT.match(self._text, end):
                return None  # «phá rừng 1 ha trồng ngô»: the figure is of what stands before it
            return Mention(ELSEWHERE, words), Ask("elsewhere")  # type: ignore[arg-type]
        if len(keys) > 1 or not words or not (keys or any(letter.isalpha() for letter in words)):
            return None
        if lexed.says_none_left(words) and any(one.end <= start for one in self._spots):
            return None  # «hộ nghèo ai cũng có thẻ»: not of all
        if not keys and self._is_subject(words, end):
            return Mention(ELSEWHERE, words), Ask("elsewhere")  # type: ignore[arg-type]
        question = self._questions.get(keys.pop()) if keys else by_unit(list(self._questions.values()), words)
        if question is None:
            return None
        return answered(question, words, without(self._text, start, end, inside))

    def _is_subject(self, words: str, end: int) -> bool:
        """«12 hộ gieo 7 sào»: who did it, without a sign between; «còn 8 người gieo 5 sào» tells both."""
        spot = next((one for one in self._spots if one.start >= end), None)
        question = self._questions.get(spot.key) if spot is not None else None
        if spot is None or question is None or self._text[end : spot.start].strip():
            return False
        is_done = question.field.flow and bool(frame(question.field).dimension)
        return is_done and _SUBJECT.fullmatch(words) is not None


def answered(question: Question, words: str, bare: str) -> tuple[Mention, Answer] | None:
    """A piece with its name and without: the one that is an answer; None where neither is, or they differ."""
    found = [(one, question.read(one)) for one in dict.fromkeys((bare, words))]
    sure = [(one, answer) for one, answer in found if not isinstance(answer, Ask)]
    if not sure or any(answer != sure[0][1] for _, answer in sure):
        return None
    return Mention(question.key, sure[0][0]), sure[0][1]


def without(text: str, start: int, end: int, inside: Sequence[Spot]) -> str:
    """A stretch of the text without the names in it."""
    for one in reversed(inside):
        topic = _TOPIC.search(text[start : one.start])
        if topic and not (topic[0].lower().startswith("ri") and _HAMLET.match(text, one.end)):  # «còn gieo thì …»
            one = Spot(start + topic.start(), one.end, one.key)
        between = _APART if _is_figure_beside_figure(text[start : one.start], text[one.end : end]) else " "
        text = f"{text[: one.start]}{between}{text[one.end :]}"
        end -= one.end - one.start - len(between)
    return trimmed(text[start:end])


def _is_figure_beside_figure(before: str, behind: str) -> bool:
    """What stands on both sides of a name is no one figure: «hai mươi gieo ba», «1 mẫu gieo 3», «2 nghìn bhyt 5»."""
    left, right = lexed.items(before.strip()), lexed.items(behind.strip())
    if not left or not right or not right[0].is_numeric:
        return False
    is_counted = len(left) > 1 and left[-2].is_numeric and not _BEHIND_NUMBER.isdisjoint(left[-1].options)
    return left[-1].is_numeric or is_counted


def trimmed(words: str) -> str:
    """Without the signs between a name and its figure; a minus before a digit stays."""
    bare = words.strip(" :=,|")
    return bare.strip(" -") if not _MINUS.match(bare) else bare


def _cuts(clause: str, spots: Sequence[Spot]) -> list[int]:
    """Where a piece may begin: at names, at figures, behind both, and at words that stand before a figure."""
    items, places = _items(clause)
    found, together = {0, len(clause)}, set()
    for one in spots:
        found |= {one.start, one.end}
    for at, (item, start) in enumerate(zip(items, places, strict=True)):
        if at and items[at - 1].is_numeric and (item.is_numeric or "unit" in item.options):
            found.add(places[at + 1] if at + 1 < len(places) else len(clause))
            together.add(start)  # «hai ba hộ», «10 kg»
        elif item.is_numeric or "unit" in item.options or "noun" in item.options:
            found.add(start)
            found.add(places[at + 1] if at + 1 < len(places) else len(clause))
        elif _BEFORE.intersection(item.options):
            found.add(start)
    inner = sorted(cut for cut in found - together if not any(one.start < cut < one.end for one in spots))
    kept = [cut for at, cut in enumerate(inner) if not at or clause[inner[at - 1] : cut].strip(" ,:")]
    return [*kept[:-1], len(clause)] if kept else [0, len(clause)]


def _items(clause: str) -> tuple[Sequence[tokens.Item], list[int]]:
    """The items of a clause, and where each begins in it."""
    items = lexed.items(clause)
    starts = [one.start for one in tokens.tokens(clause)]
    places, at = [], 0
    for item in items:
        places.append(starts[at])
        at += len(item.text.split(" "))
    return items, places
