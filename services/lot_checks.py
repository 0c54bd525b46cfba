"""After a week's post: its lot is drawn, and the officers are asked about the first figure that was drawn."""

from __future__ import annotations

from collections.abc import Sequence

from models import checks
from models.outbox_states import Purpose
from models.people import Person
from models.periods import PeriodRow
from services import check_papers, marked_figures, spot_checks
from services.context import Context


def draw_and_ask(context: Context, period: PeriodRow, officers: Sequence[Person]) -> None:
    """In the transaction that freezes the week: the list is what was frozen, and nothing that came after."""
    drawn = spot_checks.draw(context, period)
    first = next(iter(checks.of_draw(context.session, drawn.id)), None) if drawn is not None else None
    ref = marked_figures.ref_of(context, first.figure) if first is not None else None
    if first is None or ref is None:
        return
    text, choices = check_papers.question(context, first, ref)
    for officer in officers:
        context.tell(officer, text, choices, purpose=Purpose.RECEIPT, key=f"lot:{period.id}:{officer.id}", beside=True)
