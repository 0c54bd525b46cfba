"""Who may do what, tried pair by pair: every role with every command and button, on what is theirs and what is not.

What is allowed is written down here a second time, apart from the tables it is compared with.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import pytest

from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from models.periods import Report
from services.context import Address
from services.inbound import Kind
from services.permissions import Role, allowed
from tests import button_rows
from tests.commune import Stand
from tests.conftest import After
from tests.presses import drafted

ANYONE, REPORTER, LEADER, APPROVER, OFFICER = RIGHTS = ("anyone", "reporter", "leader", "approver", "officer")
# The roles that have each right. An officer may do what anybody may, a deputy officer what a leader may.
ROLES_OF = {
    ANYONE: frozenset(Role) - {Role.STRANGER, Role.INVITED, Role.GROUP},
    REPORTER: {Role.VILLAGE_HEAD, Role.DEPUTY, Role.REPORTER, Role.OFFICER},
    LEADER: {Role.LEADER, Role.DEPUTY_OFFICER, Role.OFFICER},
    APPROVER: {Role.DEPUTY_OFFICER, Role.OFFICER},
    OFFICER: {Role.OFFICER},
}
# The cast, what each of them is, and what they may.
MAY = {
    "son": ("village head of T01", {ANYONE, REPORTER}),
    "tu": ("his deputy", {ANYONE, REPORTER}),
    "mai": ("reporter of an office", {ANYONE, REPORTER}),
    "lam": ("leader", {ANYONE, LEADER}),
    "lan": ("the officer's deputy", {ANYONE, LEADER, APPROVER}),
    "hoa": ("officer", {ANYONE, REPORTER, LEADER, APPROVER, OFFICER}),
    "gone": ("withdrawn", set[str]()),
    "new": ("invited, not agreed yet", set[str]()),
    "x": ("stranger", set[str]()),
}
COMMANDS_FOR = {
    ANYONE: {"help", "stop", "my_data", "withdraw", "agree", "praise", "add_channel", "here", "notices", "received"},
    REPORTER: {"fix", "report", "mine", "later", "absence", "deed", "pledge", "agree_pledge", "scores"},
    LEADER: {"missing", "board", "summary", "indicator", "unit", "rounds", "award_book"},
    APPROVER: {"draft"},
    OFFICER: {
        *("enter", "correct", "group_code", "close_year", "assign_target", "audit"),
        *("days_off", "no_days_off", "readiness", "merge_units", "split_unit", "rename_unit", "undo_units"),
        *("invite", "replace", "remove", "hand_over", "lost", "phone", "address"),
        *("extend", "clock", "announce", "launch", "tables", "end_round", "drop_round", "check"),
        *("setup", "rehearse", "leave_out", "take_back", "legal", "honours", "roll_up"),
    },
}
BUTTONS_FOR = {
    ANYONE: {"help", "join", "stop", "withdraw", "announced", "received"},
    REPORTER: {
        *("answer", "list", "news", "item", "fix", "sure", "stands", "retype"),
        *("cancel", "meant", "whose", "later", "go"),
        *("check-take", "check-keep", "check-call"),
        *("pledge-agree", "pledge-lines", "pledge-line", "pledge-value", "pledge-later"),
        *("away-until", "away-back", "away-other", "stand-in"),
        *("deed-agreed", "deed-no", "deed-back"),
    },
    LEADER: {
        *("pledge-consent", "launch-agree", "lot-paper", "lot-list"),
        *("lacking", "behind", "lines", "places", "workbook", "document", "look", "spread", "unit", "trace"),
        *("round", "round-file", "award-book"),
    },
    APPROVER: {"approve", "hold"},
    OFFICER: {
        *("remind", "remind-about", "nudge", "nudge-some", "marks", "clear", "mend-figure", "ask-again", "query"),
        *("extend", "extend-until"),
        *("enter", "enter-for", "draft", "mend", "mend-for"),
        *("correct", "because", "needless", "doubt", "group", "close-year", "audit"),
        *("days-off", "as-expected", "units", "units-undo", "units-back"),
        *("table-apply", "table-faults", "table-drop", "template", "page"),
        *("appoint", "appoint-known", "appoint-no", "not-them", "sheets", "remove", "remove-yes", "remove-no"),
        *("lost", "lost-yes", "away-end"),
        *("announce-to", "announce-text", "announce-send", "announce-no", "announce-correct", "announce-remind"),
        "announce-again",
        *("launch-words", "launch-take", "launch-paper", "launch-name", "launch-named", "launch-ask", "launch-send"),
        *("check", "check-figure", "check-right", "check-other", "check-choice", "check-way", "check-wait"),
        *("check-unclear", "check-log"),
        *("pledges", "pledge-open", "pledge-remind", "pledge-for", "pledge-sign", "pledge-sheet", "pledge-paper"),
        *("round-new", "round-days", "round-to", "round-what", "round-kind", "round-goal", "round-open", "round-no"),
        *("round-end", "round-drop", "occasion", "deed-decide"),
        *("score-file", "score-show", "honours-paper", "roll-up"),
        *("setup", "setup-keep", "setup-later", "setup-yes", "setup-list"),
        *("setup-offices", "setup-measures", "setup-leaders"),
    },
}
BEFORE_CONSENT = {"my_data", "stop", "withdraw", "agree"}  # what the welcome itself speaks of

Reached = list[str]


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Reached:
    """What was let through: every command and button only notes that it was reached."""
    names: Reached = []

    def note(name: str) -> Callable[..., None]:
        return lambda *_: names.append(name)

    for name, topic in list(COMMANDS.items()):
        monkeypatch.setitem(COMMANDS, name, replace(topic, act=note(name)))
    for name, button in list(BUTTONS.items()):
        monkeypatch.setitem(BUTTONS, name, replace(button, act=note(name)))
    return names


@pytest.fixture
def town(after: After) -> Stand:
    """Everybody of the cast is what MAY says, in a drafted week."""
    return after("town", _gather)[0]


def _gather(stand: Stand) -> None:
    drafted(stand, "son", "hien", "mai", "lam", "lan")
    stand.join("tu")
    stand.say("gone", f"/start {stand.code('vhxh')}")
    stand.tap("gone", "Đồng ý")
    stand.say("gone", "RÚT TÊN")
    stand.tap("gone", "Rút tên tôi")
    stand.say("new", f"/start {stand.code('van')}")
    stand.heard()


def test_the_tables_are_what_is_written_here() -> None:
    """A command or button that is added or given to others must be thought about a second time."""
    may_use = {name: allowed(row.thing) for name, row in COMMANDS.items()}
    may_press = {name: allowed(row.thing, row.place) for name, row in BUTTONS.items()}
    assert COMMANDS_FOR == {right: _with(ROLES_OF[right], may_use) for right in RIGHTS}
    assert BUTTONS_FOR == {right: _with(ROLES_OF[right], may_press) for right in RIGHTS}
    assert BEFORE_CONSENT == {name for name, roles in may_use.items() if Role.INVITED in roles}
    assert {"join", "stop", "withdraw"} == {name for name, roles in may_press.items() if Role.INVITED in roles}


def _with(roles: AbstractSet[Role], table: dict[str, frozenset[Role]]) -> set[str]:
    """What those in office have, whatever somebody who has not agreed yet may do of it."""
    return {name for name, having in table.items() if having - {Role.INVITED} == roles}


@pytest.mark.parametrize("who", MAY, ids=[what for what, _ in MAY.values()])
def test_every_role_with_every_command(town: Stand, reached: Reached, who: str) -> None:
    """Reached are those that the role may, and no other; whoever may not hears why."""
    allowed = {name for right in MAY[who][1] for name in COMMANDS_FOR[right]}
    allowed |= BEFORE_CONSENT if who == "new" else set()
    for name, row in COMMANDS.items():
        _forget_what_was_offered(town, who)
        town.heard()
        town.say(who, row.words[0])
        assert reached == ([name] if name in allowed else []), name
        said = [one.text for one in town.heard(who)]
        assert [] == said if name in allowed else _refusal(who, name) in said[0], (name, said)
        reached.clear()


def _refusal(who: str, name: str) -> str:
    """For whom a command is, told to everybody for whom it is not, with whom to call: nothing goes into the void."""
    if who in ("gone", "x"):
        return "Kênh này chỉ dành cho cán bộ thôn, trường học, cơ quan của xã"
    if who == "new":
        return "Xin chọn một mục trước đã, hoặc gõ ĐỒNG Ý."
    right = next(right for right in RIGHTS if name in COMMANDS_FOR[right])
    whom = {
        REPORTER: "Việc này dành cho người báo số liệu của thôn, trường, cơ quan.",
        LEADER: "Phần này dành cho lãnh đạo và cán bộ tổng hợp của xã. Cần thì gọi chị Hoa",
    }
    return whom.get(right, "Việc này dành cho cán bộ tổng hợp của xã. Cần thì gọi chị Hoa")


def _forget_what_was_offered(town: Stand, who: str) -> None:
    with town.context() as context:
        chat = context.chat_at(Address("memory", who))
        chat.offered, chat.failures = [], 0  # and no stranger has been told too often yet


@pytest.mark.parametrize("who", MAY, ids=[what for what, _ in MAY.values()])
def test_every_role_with_every_button(town: Stand, reached: Reached, who: str) -> None:
    """On the rows of this commune, and for reports on one's own; with data that a real button would carry."""
    allowed = {name for right in MAY[who][1] for name in BUTTONS_FOR[right]}
    allowed |= {"join", "stop", "withdraw"} if who == "new" else set()
    rows = button_rows.rows_of(town, "PKT" if who == "mai" else "T01")
    for name in BUTTONS:
        _tap(town, who, name, rows)
        assert reached == ([name] if name in allowed else []), name
        reached.clear()


@pytest.mark.parametrize("name", sorted(name for name in BUTTONS_FOR[REPORTER] if BUTTONS[name].about is Report))
@pytest.mark.parametrize("who", ["son", "tu", "mai"])
def test_a_reporter_answers_for_no_other_unit(town: Stand, reached: Reached, who: str, name: str) -> None:
    """The same buttons on the report of T02: not theirs."""
    _tap(town, who, name, button_rows.rows_of(town, "T02"))
    assert [] == reached


@pytest.mark.parametrize("name", sorted(name for name, row in BUTTONS.items() if row.about is not None))
def test_an_officer_has_no_say_in_another_commune(town: Stand, reached: Reached, name: str) -> None:
    """Rows of a commune that shares the database are as good as none, whatever the right."""
    _tap(town, "hoa", name, button_rows.others_rows(town))
    assert [] == reached


@pytest.mark.parametrize("who", MAY, ids=[what for what, _ in MAY.values()])
def test_words_without_a_stroke_reach_nothing_in_a_group(town: Stand, reached: Reached, who: str) -> None:
    """Whoever says them; and a command that is for private chats reaches nothing with a stroke either."""
    for name, row in COMMANDS.items():
        for word in (*row.words, *row.slashes):
            is_open = word.startswith("/") and name in {"help", "praise", "summary", "indicator"}
            is_aside = word.startswith("/") and name in {"missing", "board", "unit", "rounds"} and LEADER in MAY[who][1]
            town.send("group", Kind.TEXT, sender_id=who, is_group=True, text=word)
            assert reached == ([name] if is_open or is_aside else []), word
            reached.clear()


def _tap(town: Stand, who: str, name: str, rows: dict[type[Any], int]) -> None:
    button = BUTTONS[name]
    about = [str(rows[button.about])] if button.about is not None else []
    town.send(who, Kind.CHOICE, data=":".join([name, *about, *["x"] * button.words]))
