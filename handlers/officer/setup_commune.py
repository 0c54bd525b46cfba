"""BẮT ĐẦU, the commune: its name, whom to call, who signs; each a dated override of the campaign file."""

from __future__ import annotations

from campaign.definition.override import shown
from campaign.parsing import commune_details
from campaign.rules import CHAIRMAN
from handlers.officer import setup_overview
from handlers.turn import Turn
from handlers.typed_states import SettingUp
from models.audit import Action
from services import campaign_changes, setup, wording
from services.campaign_changes import Change
from services.context import Choice
from services.setup import Part

_CONTACT = ("commune.officer_name", "commune.officer_phone")


def ask(turn: Turn) -> None:
    """What is known of it; whatever is wrong is typed."""
    _ask(turn, [])


def _ask(turn: Turn, changes: list[Change], said: str = "") -> None:
    known = campaign_changes.with_changes(turn, changes)
    text = wording.commune_details(
        known.commune_name,
        known.province,
        known.officer_name,
        known.officer_phone,
        known.leader_title or CHAIRMAN,
    )
    keep = Choice(wording.KEEP_COMMUNE, f"setup-keep:{Part.COMMUNE}")
    setup_overview.ask(turn, Part.COMMUNE, f"{said}\n{text}".strip(), [keep])


def suits(_turn: Turn, text: str) -> bool:
    """Each item behind the word that says what it is."""
    read = commune_details.read(text)
    return bool(read.values) and not read.unread


def typed(turn: Turn, _state: SettingUp, text: str) -> None:
    """What was typed holds from today, and is read back with the rest."""
    read = commune_details.read(text)
    if not read.values:
        return setup_overview.ask(turn, Part.COMMUNE, wording.commune_not_understood(text.strip()[:40]))
    changes = [
        Change(key, shown(value), turn.today, None, wording.BY_MESSAGE) for key, value in sorted(read.values.items())
    ]
    if campaign_changes.record_together(turn, changes):
        return setup_overview.ask(turn, Part.COMMUNE, wording.campaign_refuses())
    _rename(turn, read.values.get("commune.name"))
    setup.settle(turn, Part.COMMUNE)
    return _ask(turn, changes, wording.commune_changed(read.unread))


def take_as_contact(turn: Turn, address: str, phone: str) -> None:
    """Whom people call is the first officer, and not the sample's one, until somebody else is named."""
    if any(one.key in _CONTACT for one in turn.timeline.overrides):
        return
    values = dict(zip(_CONTACT, (address, phone), strict=True))
    changes = [Change(key, shown(value), turn.today, None, wording.BY_MESSAGE) for key, value in values.items()]
    campaign_changes.record_together(turn, changes)


def _rename(turn: Turn, name: str | None) -> None:
    """The unit is called as the campaign says from now on; what was posted keeps the name of its day."""
    if name is None or name == turn.commune.name:
        return
    code, before = turn.commune.code, turn.commune.name
    turn.commune.name = name
    turn.record_change(Action.UNITS_LISTED, "units", old={code: {"name": before}}, new={code: {"name": name}})
