"""GIÚP: what the speaker may type, by what they are; to an officer group by group."""

from __future__ import annotations

from campaign.text import fold
from handlers import permissions
from handlers.leader import overview
from handlers.reporter import router
from handlers.turn import Turn
from models import people
from services import wording
from services.context import Choice
from services.permissions import Thing

WORDS = tuple(label.lower() for label in wording.HELP_GROUPS.values())  # «giúp người», typed as on the button
_BY_WORDS = {fold(label): group for group, label in wording.HELP_GROUPS.items()}


def show(turn: Turn) -> None:
    """GIÚP, and for an officer GIÚP NGƯỜI and the like."""
    first = turn.campaign.indicators[0].id
    if turn.inbound.is_group:
        return turn.reply(wording.help_group(first))
    if turn.is_officer():
        group = _BY_WORDS.get(fold(turn.inbound.text))
        return about(turn, group) if group is not None else turn.reply(wording.help_officer(), _groups())
    if people.units_of(turn.speaker, people.REPORTING_ROLES):
        return router.assist(turn)
    if not permissions.has(turn, Thing.COMMUNE_FIGURES):
        text = wording.help_without_role(turn.title, turn.campaign.officer_name, turn.campaign.officer_phone)
    else:
        text = wording.help_leader(first, overview.example(turn), approves=permissions.has(turn, Thing.DRAFT))
    return turn.reply(f"{text}\n{_oneself(turn)}")


def about(turn: Turn, group: str) -> None:
    """A button of the first screen; whoever is no officer any more gets their own list."""
    if turn.inbound.is_group or not turn.is_officer() or group not in wording.HELP_GROUPS:
        return show(turn)
    return turn.reply(f"{_told(turn, group)}\n{wording.other_help()}", _groups(but=group))


def _told(turn: Turn, group: str) -> str:
    match group:
        case "week":
            return wording.help_week(has_roll_up=bool(turn.roll_ups))
        case "people":
            return wording.help_people()
        case "messages":
            return wording.help_messages(
                [turn.label(bot) for bot, can in turn.bots.items() if not can.announces_groups]
            )
        case "contest":
            return wording.help_contest()
        case "targets":
            return wording.help_targets()
        case "figures":
            return wording.help_figures(turn.campaign.indicators[0].id, overview.example(turn))
    return wording.help_machine(_oneself(turn))


def _groups(but: str = "") -> list[Choice]:
    return [Choice(label, f"help:{group}") for group, label in wording.HELP_GROUPS.items() if group != but]


def _oneself(turn: Turn) -> str:
    return wording.help_oneself(has_several=len(turn.bots) > 1)
