"""«Không phải người này»: whoever came in by somebody else's code goes out, and the role goes back."""

from __future__ import annotations

from datetime import timedelta

from handlers.turn import Turn
from models import audit, figure_authors, people
from models.audit import Action
from models.people import Person, Role
from services import appointments, invitations, wording
from services.named_people import NamedPerson

_DAYS = timedelta(days=invitations.DAYS)


def undo(turn: Turn, role: Role) -> None:
    """The role ends, its last holder has it again, and the right person gets a new code."""
    person, unit = role.person, role.unit
    if role.until is not None or person.id == turn.speaker.id or turn.now - role.since > _DAYS:
        return turn.reply(wording.stale_button())
    invited = NamedPerson(person.name, person.address, person.phone or "")
    role_text = appointments.text(role.role, unit)
    has_written = figure_authors.has_written(turn.session, person.id)
    officer, phone = turn.campaign.officer_name, turn.campaign.officer_phone
    turn.tell(person, wording.was_taken_out(role_text, officer, phone), beside=True)
    if len(appointments.current(person)) > 1:
        appointments.end(turn, role)
    else:
        appointments.remove(turn, person, Action.PERSON_REMOVED)
    back = _give_back(turn, role)
    told = [wording.taken_out(invited.address, role_text, back, has_written=has_written)]
    told.append(invitations.invite(turn, unit, role.role, invited))
    return turn.reply("\n".join(told))


def _give_back(turn: Turn, role: Role) -> str:
    """To whoever gave it up for this person, where they are still here; the address, or ""."""
    ended = audit.of_action(turn.session, turn.commune.id, Action.ROLE_ENDED)
    value = appointments.as_value(role)
    for act in ended:
        if act.new.get("successor") != role.person_id or dict(act.old) != value:
            continue
        before = turn.session.get(Person, int(act.subject.partition(":")[2]))
        if before is not None and before.consented_at is not None and not people.holds(before, role.role, role.unit_id):
            appointments.give(turn, before, role.role, role.unit)
            return before.address
    return ""
