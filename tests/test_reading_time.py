"""Whole readings of a text, loops and all, are done in the time of one frame, whatever anybody writes."""

from __future__ import annotations

import pytest

from campaign import spans
from campaign.normalisation import normalise, one_line
from campaign.parsing import choices, messages, numbers, person_names
from campaign.parsing.flattening import flatten
from campaign.parsing.messages import lexed, questions
from campaign.parsing.numbers import contexts, tokens
from campaign.parsing.numbers import normalise as cleaning
from campaign.text import fold
from handlers import commands, privacy, recognition
from handlers.reporter import news, typed_corrections
from tests import commune, effort
from tests.effort import Act

_INPUTS = [one for measure in commune.deployment().campaign.as_written.measures for one in measure.inputs]
QUESTIONS = [
    messages.Question(f"{at}", (one.label, *one.aliases), numbers.Field(one.unit, flow=one.kind.is_flow), one.options)
    for at, one in enumerate(_INPUTS)
]
VILLAGES = messages.village_tree(
    [("Bản Còn", -1, "thôn Bản Còn"), *((f"Nà Pò {at}", at, f"thôn Nà Pò {at}") for at in range(30))]
).seen_by([-1])
CHOICE = next(one for one in _INPUTS if len(one.options) > 2)
HECTARES = numbers.Field(unit="ha", flow=True)
PERSONS = numbers.Field(unit="người", flow=False)
CALENDAR = commune.deployment().calendar


# What the program remembers of texts that it has read.
_REMEMBERED = (
    flatten,
    tokens.items,
    numbers.read,
    lexed.items,
    lexed.tells,
    lexed.is_sure,
    lexed.is_heading,
    lexed.has_figure,
    questions._quantities,
)


def _unheard(read: Act) -> Act:
    """The same of a text that nobody has said before: a text read twice tells how fast it is remembered."""

    def act(text: str) -> object:
        for remembered in _REMEMBERED:
            remembered.cache_clear()
        return read(text)

    return act


def _set_aside(text: str) -> object:
    return contexts.set_aside(tokens.items(text), ratio=False)


READINGS: dict[str, Act] = {
    "normalise": normalise,
    "one line": one_line,
    "fold": fold,
    "flatten": flatten.__wrapped__,
    "clean": cleaning.clean,
    "message": lambda text: messages.read(text, ["a", "b", "c"], QUESTIONS),
    "choice": lambda text: choices.read(text, CHOICE.options, CHOICE.aliases),
    "reporting unit": lambda text: messages.elsewhere(text, VILLAGES),
    "correction": typed_corrections.read,
    "privacy": privacy.is_personal,
    "names of people": person_names.masked,
    "command": commands.recognise,
    "start code": recognition.start_code,
    "bare code": recognition.bare_code,
    "code within": recognition.code_within,
    "period": lambda text: spans.said(text, commune.TUESDAY.date(), CALENDAR),
    "a flow": lambda text: numbers.read(text, HECTARES),
    "a level": lambda text: numbers.read(text, PERSONS),
    "news": news.read,
}


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", READINGS)
def test_a_whole_reading_is_quick(name: str, step: int) -> None:
    """4,096 characters of any kind take at most 20 ms, and six times what 1,024 take."""
    begun = map(effort.Shape, ("nhầm, ", "câu 1: ", "hộ nghèo "), (" ", "a, ", "1 "))
    named = (effort.Shape("", unit) for unit in ("bà Lý Thị Mai ", "ba ly thi mai ", "ông:", "Hộ "))
    shapes = [*list(effort.shapes())[::step], *begun, *named]
    reading = _unheard(READINGS[name])
    slow = {shape: reason for shape in shapes if (reason := effort.judge(reading, shape))}
    # Slow once may have been the machine; a slow reading is slow again, and again.
    for _ in range(2):
        slow = {shape: reason for shape in slow if (reason := effort.judge(reading, shape))}
    assert {} == slow


@pytest.mark.alone
@pytest.mark.parametrize("unit", ["a ", "1 ", "1 111 ", "hai mươi ", "thôn 3 ", "1a"])
def test_items_are_cut_in_time_that_grows_with_the_text(unit: str) -> None:
    """`numbers` asks it for 400 characters at most; it would do no harm with more."""
    assert effort.GROWTH > effort.growth(_unheard(_set_aside), effort.Shape("", unit))
