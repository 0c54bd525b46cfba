"""After the freeze: the officers are told once when what was posted would read otherwise by now."""

from __future__ import annotations

from datetime import timedelta

from models import corrections, periods, summaries
from models.periods import PeriodRow
from services import published_corrections
from services.context import Context

QUIET = timedelta(minutes=15)  # so long after the last change nobody is in the middle of it
APART = timedelta(hours=1)  # between two such messages about one week
_DAY = range(7, 20)  # an officer's hours, in the commune


def run(context: Context) -> int:
    """Look at every posted week that changed and has come to rest; how many the officers were told of."""
    if context.now.astimezone(context.calendar.zone).hour not in _DAY:
        return 0
    waiting = periods.changed(context.session, context.commune.id, context.now - QUIET)
    return sum(_look(context, period) for period in waiting)


def _look(context: Context, period: PeriodRow) -> int:
    """A change of an older week moves the newest one's lũy kế: both are looked at."""
    posted = summaries.of_period(context.session, period.id)
    if posted is None or _was_told(context, posted.id):
        return 0
    period.changed_at = None
    newest = summaries.newest_posted(context.session, context.commune.id)
    both = dict.fromkeys((posted, newest))
    return sum(published_corrections.tell(context, summary) for summary in both if summary is not None)


def _was_told(context: Context, summary_id: int) -> bool:
    """Told of this week within the hour: the next message waits."""
    known = corrections.of_summary(context.session, summary_id)
    return bool(known) and context.now - known[-1].proposed_at < APART
