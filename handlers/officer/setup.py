"""BẮT ĐẦU: a first officer is led through the setup of the commune, in any order, part by part, and resumes at will."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from campaign.text import fold
from handlers.officer import (
    appoint,
    rehearse,
    setup_campaign,
    setup_commune,
    setup_figures,
    setup_group,
    setup_overview,
    setup_units,
)
from handlers.turn import Turn
from handlers.typed_states import SettingUp
from models import units
from models.audit import Action
from models.setup_steps import State
from services import named_people, setup, wording
from services.setup import Part


class _Asks(NamedTuple):
    """What a part does: how it asks, what it makes of a text, whether a text can only be for it, and after a yes."""

    ask: Callable[[Turn], None]
    typed: Callable[[Turn, SettingUp, str], None] | None = None
    suits: Callable[[Turn, str], bool] = lambda _turn, _text: False
    confirmed: Callable[[Turn, SettingUp], None] | None = None


# The first officer's own name


def ask_name(turn: Turn) -> None:
    """How the officer who came in by the machine's code is to be called."""
    setup_overview.ask(turn, Part.NAME, wording.ask_own_name())


def _named(turn: Turn, _state: SettingUp, text: str) -> None:
    person, phone = turn.speaker, named_people.phone_in(text)
    who = named_people.read(text)
    if who is not None:
        person.name, person.address = who.name, who.address
    elif not (person.name and phone):
        return setup_overview.ask(turn, Part.NAME, wording.not_a_person(text.strip()[:40]))
    person.phone = phone or person.phone
    turn.record_change(Action.DETAILS_CHANGED, f"person:{person.id}", new={"changed": "name"})
    if not person.phone:
        return setup_overview.ask(turn, Part.NAME, wording.ask_own_phone(person.address))
    setup_overview.leave(turn)
    setup_commune.take_as_contact(turn, person.address, person.phone)
    return setup_overview.show(turn, wording.own_name_kept(person.address))


_PARTS: Mapping[Part, _Asks] = {
    Part.NAME: _Asks(
        ask_name, _named, lambda _turn, text: bool(named_people.read(text) or named_people.phone_in(text))
    ),
    Part.COMMUNE: _Asks(setup_commune.ask, setup_commune.typed, setup_commune.suits),
    Part.UNITS: _Asks(setup_units.ask, setup_units.typed, setup_units.suits, setup_units.write),
    Part.PEOPLE: _Asks(lambda turn: appoint.invite(turn, "")),
    Part.CAMPAIGN: _Asks(setup_campaign.ask, setup_campaign.typed, setup_campaign.suits),
    Part.OPENING: _Asks(
        setup_figures.ask_opening, setup_figures.typed_opening, setup_figures.suits, setup_figures.write_opening
    ),
    Part.TARGETS: _Asks(
        setup_figures.ask_targets, setup_figures.typed_targets, setup_figures.suits, setup_figures.write_targets
    ),
    Part.GROUP: _Asks(setup_group.ask),
    Part.REHEARSAL: _Asks(rehearse.begin),
}


# Commands and buttons


def show(turn: Turn, words: str) -> None:
    """BẮT ĐẦU, alone or with the part that is to be done now."""
    if not turn.speaker.name:
        return ask_name(turn)
    if not words:
        return setup_overview.show(turn)
    named = setup.named(words)
    if fold(words) in fold(wording.REHEARSE) and not named:
        named = [Part.REHEARSAL]
    return open_part(turn, named[0]) if len(named) == 1 else setup_overview.show(turn, wording.which_setup_part())


def open_part(turn: Turn, part: str) -> None:
    """A part's button: its question."""
    known = _part(part)
    if known is None:
        return turn.reply(wording.stale_button())
    return _PARTS[known].ask(turn)


def keep(turn: Turn, part: str) -> None:
    """«Đúng cả», «Dùng như mẫu», «Chưa có», «Đủ danh sách»: nothing has to be typed for this part."""
    known = _part(part)
    if known not in setup.LISTED or known is None:
        return turn.reply(wording.stale_button())
    has_none = known in (Part.OPENING, Part.TARGETS)
    setup.settle(turn, known, State.SKIPPED if has_none else State.DONE)
    setup_overview.leave(turn)
    return setup_overview.show(turn)


def later(turn: Turn, part: str) -> None:
    """«Để sau», «Thôi»: what was written stays, what was only read is forgotten."""
    setup_overview.leave(turn)
    if part == Part.NAME:
        return setup_overview.show(turn)
    return turn.reply(wording.setup_for_later())


def confirm(turn: Turn, part: str, mark: str) -> None:
    """«Ghi 20 nơi»: the very words that the message told of."""
    known = _part(part)
    state = turn.dialogues.state(SettingUp(turn.commune.id, "").key)
    act = _PARTS[known].confirmed if known is not None else None
    if act is None or not isinstance(state, SettingUp) or (state.part, state.mark) != (part, mark) or not state.words:
        return turn.reply(wording.stale_button())
    setup_overview.leave(turn)
    return act(turn, state)


# What is typed in answer


def adopt(turn: Turn, text: str) -> bool:
    """Take what no question waits for as the answer of a part that is still to be done, where it can only be that."""
    part = unasked(turn, text)
    if part is not None:
        typed(turn, SettingUp(turn.commune.id, part), text)
    return part is not None


def unasked(turn: Turn, text: str) -> Part | None:
    """The part that is still to be done and that a text tells before it was asked; None where it may be anything."""
    left = setup.left(turn) if turn.is_officer() else []
    fits = {Part.COMMUNE: setup_commune.suits(turn, text), Part.UNITS: setup_units.has_numbers(text)}
    return next((part for part, fit in fits.items() if fit and part in left), None)


def typed(turn: Turn, state: SettingUp, text: str) -> None:
    """The words that a part has asked for; the name of another part opens that one."""
    named = setup.named(text)
    if len(named) == 1 and fold(text) == fold(wording.SETUP_PARTS[named[0]]):
        return open_part(turn, named[0])
    known = _part(state.part)
    act = _PARTS[known].typed if known is not None else None
    return act(turn, state, text) if act is not None else setup_overview.show(turn)


def suits(turn: Turn, state: SettingUp, text: str) -> bool:
    """Whether a text can only be for the part that waits, whatever was said since it asked."""
    known = _part(state.part)
    return known is not None and _PARTS[known].suits(turn, text)


def takes_list(turn: Turn, state: SettingUp, text: str) -> bool:
    """Whether a text that begins like THÔN BẢN CÒN names places that are still to be listed."""
    return state.part == Part.UNITS and len(units.named(turn.session, turn.commune.id, text)) != 1


def _part(written: str) -> Part | None:
    return next((one for one in Part if one == written), None)
