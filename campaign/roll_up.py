"""A roll-up (tổng hợp liên xã): the unit above several communes, whose figures it adds week by week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from campaign.calendar import Calendar, ReportingWeek
from campaign.catalogue import Campaign, Measure

FEWEST_COMMUNES = 3  # fewer are never added: of two, each would know the other's
MOST_MEASURES = 15  # more lines would not fit one screen


@dataclass(frozen=True, slots=True)
class RollUp:
    """As the operator's file has it. Its `campaign` says what each measure means, and by its days off when it posts.

    `communes` are codes; none named means every commune of the deployment.
    """

    code: str
    name: str
    campaign: Campaign = field(repr=False)
    calendar: Calendar = field(repr=False, compare=False)
    post: time
    measures: tuple[str, ...]
    communes: frozenset[str] = frozenset()

    def takes(self, code: str) -> bool:
        """Whether a commune belongs to it."""
        return not self.communes or code in self.communes

    def chosen(self) -> tuple[Measure, ...]:
        """What is added, in the file's order."""
        return tuple(self.campaign.by_id[one] for one in self.measures)

    def post_at(self, week: ReportingWeek) -> datetime:
        """When a week is posted: at the fixed hour of the day on which the communes post."""
        return datetime.combine(self.calendar.schedule(week).post.date(), self.post, self.calendar.zone)
