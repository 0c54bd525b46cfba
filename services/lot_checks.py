"""After a week's post: its lot is drawn, and the officers read which figures are to be checked."""

from __future__ import annotations

from collections.abc import Sequence

from models import checks
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from services import spot_checks, wording
from services.context import Context


def draw_and_tell(context: Context, period: PeriodRow, officers: Sequence[Person]) -> None:
    """In the transaction that freezes the week: the list is what was frozen, and nothing that came after.

    Without buttons: what else is said of a post would take away their words where they are typed.
    """
    drawn = spot_checks.draw(context, period)
    if drawn is None:
        return
    figures = [spot_checks.told(context, one) for one in checks.of_draw(context.session, drawn.id)]
    for officer in officers:
        said = wording.lot_drawn(str(period.number), figures)
        context.tell(officer, said, purpose=Purpose.COPY, key=f"lot:{period.id}:{officer.id}", beside=True)
