"""What a whole message says: which figures it speaks of, the words about each, and what is left over."""

from campaign.parsing.messages.message import ALL_AS_BEFORE, NOTHING_NEW, Found, Mention
from campaign.parsing.messages.questions import Question
from campaign.parsing.messages.reader import has_names, read
from campaign.parsing.messages.reporting_unit import Elsewhere, without_places
from campaign.parsing.messages.reporting_unit import read as elsewhere
from campaign.parsing.messages.stamps import taken_off as without_stamps
from campaign.parsing.messages.surroundings import Surroundings
from campaign.parsing.messages.surroundings import taken_off as without_surroundings
from campaign.parsing.messages.villages import VillageTree
from campaign.parsing.messages.villages import tree as village_tree

__all__ = [
    "ALL_AS_BEFORE",
    "NOTHING_NEW",
    "Elsewhere",
    "Found",
    "Mention",
    "Question",
    "Surroundings",
    "VillageTree",
    "elsewhere",
    "has_names",
    "read",
    "village_tree",
    "without_places",
    "without_stamps",
    "without_surroundings",
]
