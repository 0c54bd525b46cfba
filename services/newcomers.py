"""Somebody has come in: the officers hear who, as what and by which messenger, and may say that it is the wrong one."""

from __future__ import annotations

from models.people import Person, Role
from services import appointments, wording
from services.context import Choice, Context


def tell(context: Context, person: Person, bot: str, held: Role) -> None:
    """One message to each other officer, for each role somebody has taken by a code."""
    said = wording.came_in(person.address, appointments.text(held.role, held.unit), context.label(bot))
    appointments.tell_officers(
        context, person, said, [Choice(wording.not_this_person(person.address), f"not-them:{held.id}")]
    )
