"""The table of commands: what each typed word does, who may ask for it, and how it is answered in a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers import joining, second_channel
from handlers.leader import indicator, overview, praised, unit
from handlers.officer import approval, correction, enter_for_unit, missing
from handlers.permissions import Right, Voice
from handlers.reporter import router
from handlers.turn import Turn
from models import people
from services import wording


@dataclass(frozen=True, slots=True)
class Topic:
    """`act` gets the turn, and the words behind the command where the command takes some (`commands.WITH_WORDS`)."""

    act: Callable[..., None]
    may: Right = Right.ANYONE
    voice: Voice = Voice.SILENT


def _assist(turn: Turn) -> None:
    first = turn.campaign.indicators[0].id
    if turn.inbound.is_group:
        return turn.reply(wording.help_group(first))
    if turn.is_officer():
        by_code = any(not can.announces_groups for can in turn.bots.values())
        return turn.reply(wording.help_officer(first, overview.example(turn), by_code=by_code))
    if people.units_of(turn.speaker, people.REPORTING_ROLES):
        return router.assist(turn)
    return turn.reply(wording.help_leader(first, overview.example(turn)))


COMMANDS: Mapping[str, Topic] = {
    "help": Topic(_assist, voice=Voice.ALOUD),
    "fix": Topic(router.fix, Right.REPORTER),
    "report": Topic(router.go, Right.REPORTER),
    "mine": Topic(router.mine, Right.REPORTER),
    "later": Topic(router.later, Right.REPORTER),
    "stop": Topic(joining.confirm_stop),
    "my_data": Topic(joining.show_data),
    "withdraw": Topic(joining.withdraw),
    "agree": Topic(lambda turn: joining.consent(turn, "yes")),
    "add_channel": Topic(second_channel.add),
    "here": Topic(second_channel.prefer),
    "group_code": Topic(second_channel.group_code, Right.OFFICER),
    "missing": Topic(missing.show, Right.LEADER, Voice.ASIDE),
    "enter": Topic(enter_for_unit.choose_now, Right.OFFICER),
    "draft": Topic(approval.show, Right.APPROVER),
    "correct": Topic(lambda turn, _: correction.asked(turn), Right.OFFICER),
    "summary": Topic(overview.show, Right.LEADER, Voice.ALOUD),
    "indicator": Topic(indicator.show, Right.LEADER, Voice.ALOUD),
    "praise": Topic(praised.show, voice=Voice.ALOUD),
    "unit": Topic(unit.show, Right.LEADER, Voice.ASIDE),
}
