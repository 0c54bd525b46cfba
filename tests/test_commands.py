"""A command is one row that nobody has to guess: GIÚP, the guide of its readers and a golden conversation have it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handlers import commands
from handlers.commands import COMMANDS
from services import wording
from services.capability import Capability
from services.inbound import Kind
from services.permissions import Place, Role, Thing, allowed, is_given_aside
from tests import offers, rolled_up
from tests.commune import Stand
from tests.test_conversations import SCRIPTS

DOCS = Path(__file__).resolve().parent.parent / "docs"
# Whose GIÚP is read, and what each of them is.
ROLES = {
    "son": Role.VILLAGE_HEAD,
    "tu": Role.DEPUTY,
    "mai": Role.REPORTER,
    "lam": Role.LEADER,
    "lan": Role.DEPUTY_OFFICER,
    "hoa": Role.OFFICER,
}
GUIDES = {
    "huong-dan-truong-thon.md": (Role.VILLAGE_HEAD, Role.DEPUTY, Role.REPORTER),
    "huong-dan-can-bo.md": (Role.LEADER, Role.DEPUTY_OFFICER, Role.OFFICER),
}
# Two messengers, one of them with groups that are bound by a code, and a unit above: then every command is of use.
CHANNELS = {"memory": Capability(), "other": Capability(announces_groups=False)}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stand]:
    made = Stand(tmp_path, channels=CHANNELS)
    rolled_up.Above(made)
    yield made
    made.close()


def _named(text: str) -> set[str]:
    """The commands whose words stand in a text in capitals, and are understood as they stand there."""
    typed = [commands.recognise(words) for words in offers.capitals(text)]
    return {one.name for one in typed if one is not None}


def _for(role: Role) -> set[str]:
    return {name for name, row in COMMANDS.items() if role in allowed(row.thing)}


def _is_in_hand_only(role: Role, name: str) -> bool:
    """An officer has no report but the one that GHI HỘ has opened, and it tells of SỬA itself."""
    return role is Role.OFFICER and COMMANDS[name].thing is Thing.OWN_REPORT


@pytest.mark.parametrize("who", ROLES)
def test_help_tells_of_every_command(two: Stand, who: str) -> None:
    """GIÚP names what the role may type, but for what another sentence tells at the right moment."""
    two.join(who)
    two.say(who, "giúp")
    pages = two.heard(who)[-1:]
    for label, _ in list(pages[0].choices):
        two.say(who, label)  # an officer's is told in groups: tapped, or typed as here
        pages += two.heard(who)[-1:]
    told = set().union(*(_named(page.text) for page in pages))
    wanted = {
        name for name in _for(ROLES[who]) if COMMANDS[name].told_in is None and not _is_in_hand_only(ROLES[who], name)
    }
    assert set() == wanted - told
    assert set() == told - _for(ROLES[who])


def test_help_is_read_on_an_old_telephone(two: Stand) -> None:
    """A screen of some ten short lines at a time, also group by group, on a messenger without buttons too."""
    two.join("hoa")
    two.say("hoa", "giúp")
    (first,) = two.heard("hoa")
    assert list(wording.HELP_GROUPS.values()) == [label for label, _ in first.choices]
    for label, _ in list(first.choices):
        two.say("hoa", label)
        (page,) = two.heard("hoa")
        assert label not in [other for other, _ in page.choices]
        for text in (first.text, page.text):
            assert (True, True) == (len(text) < 750, len(text.splitlines()) < 14), text


def test_help_in_a_group_tells_of_what_is_answered_there(two: Stand) -> None:
    """With the stroke; praise stands in the post itself."""
    two.join("hoa")
    two.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    two.tap("hoa", "Đúng, nhóm lãnh đạo")
    two.send("group", Kind.TEXT, sender_id="hoa", is_group=True, text="/giup")
    text = two.heard("group")[-1].text
    aloud = {name for name, row in COMMANDS.items() if allowed(row.thing, Place.GROUP) and row.told_in is None}
    assert aloud - {"praise"} == {name for name in aloud if any(slash in text for slash in COMMANDS[name].slashes)}


@pytest.mark.parametrize("name", [name for name, row in COMMANDS.items() if row.told_in is not None])
def test_another_sentence_tells_of_the_rest(name: str) -> None:
    """The sentence that stands in for GIÚP has the word."""
    tells = COMMANDS[name].told_in
    assert tells is not None
    assert name in _named(_said(tells))


def _said(sentence: Callable[..., str]) -> str:
    return sentence(*("x" for _ in inspect.signature(sentence).parameters))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_has_a_line_for_every_command(guide: str) -> None:
    """The guide of village heads what they may type, the officers' guide what officers and leaders may."""
    told = _named((DOCS / guide).read_text(encoding="utf-8").replace("*", " * "))
    assert set() == {name for role in GUIDES[guide] for name in _for(role)} - told


def test_every_command_is_typed_in_a_golden_conversation() -> None:
    """What a command answers, word for word, stands in tests/conversations."""
    lines = [line for path in SCRIPTS for line in path.read_text(encoding="utf-8").splitlines()]
    typed = [commands.recognise(line[2:]) for line in lines if line.startswith("> ") and line[2] != "["]
    assert set() == set(COMMANDS) - {one.name for one in typed if one is not None}


def test_the_menus_list_slash_forms_of_commands() -> None:
    """Behind Telegram's menu button; in the group only what a group is answered, aloud or aside."""
    by_slash = {slash.removeprefix("/"): row for row in COMMANDS.values() for slash in row.slashes}
    assert set() == {*wording.MENU, *wording.GROUP_MENU} - set(by_slash)
    things = [by_slash[slash].thing for slash in wording.GROUP_MENU]
    assert [] == [thing for thing in things if not allowed(thing, Place.GROUP) and not is_given_aside(thing)]


def test_no_two_commands_share_a_form() -> None:
    """A word that stood in two rows would lead to one of them only."""
    forms = [form for row in COMMANDS.values() for form in (*row.words, *row.slashes)]
    assert sorted(set(forms)) == sorted(forms)
