"""BẮT ĐẦU, the leaders: how their group is bound, or that each of them gets the post in a chat of their own."""

from __future__ import annotations

from handlers.officer import setup_overview
from handlers.turn import Turn
from models import people
from services import campaign_changes, wording
from services.campaign_changes import Change
from services.context import Choice
from services.setup import Part


def ask(turn: Turn) -> None:
    """The way into a group on each messenger, and the way without one."""
    ways = [
        (wording.put_into_group if can.announces_groups else wording.type_code_in_group)(turn.label(bot))
        for bot, can in turn.bots.items()
    ]
    is_chosen = turn.campaign.rules.leaders_one_by_one
    choices = [] if is_chosen else [Choice(wording.ONE_BY_ONE, "setup-leaders")]
    setup_overview.ask(turn, Part.GROUP, wording.ask_for_group(ways, one_by_one=is_chosen), choices)


def one_by_one(turn: Turn) -> None:
    """«Gửi riêng từng lãnh đạo»: until a group is bound."""
    if not turn.campaign.rules.leaders_one_by_one:
        change = Change("rules.leaders_one_by_one", "true", turn.today, None, wording.BY_MESSAGE)
        campaign_changes.record(turn, change)
    leaders = people.with_role(turn.session, turn.commune.id, "leader")
    setup_overview.leave(turn)
    turn.reply(wording.posts_to_leaders(len(leaders)), [Choice(wording.SETUP_GO_ON, "setup-list")])
