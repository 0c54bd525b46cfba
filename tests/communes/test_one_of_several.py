"""Commands on the machine ask which commune they are about, and reach no other; nor do buttons and words of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import bootstrap
from bot.cli import export, invite, job, officer_code, outbox
from bot.communes.folders import CommuneFolders
from bot.operator_error import OperatorError
from bot.settings import Settings
from handlers.buttons import BUTTONS
from handlers.commands import COMMANDS
from models.messages import InboxMessage, OutboxMessage
from models.outbox_states import Failure, Purpose, State
from services.inbound import Kind
from tests.communes.province import BOT, CODES, MARKS, Province
from tests.communes.test_folders import spoil, written
from tests.communes.test_isolation import AFTER, OTHER, WEEK, ids_of, rows, words_of

# The other way round is the same program, and takes as long again.
_WAYS = ("a", pytest.param("b", marks=pytest.mark.long))
CHATTY = ("Chat", "InboxMessage", "OutboxMessage")


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path)
    yield made
    made.close()


@pytest.fixture
def troubled(province: Province) -> dict[str, int]:
    """A message of each commune was refused: its number."""
    for key in MARKS:
        province.enter(key, "son")
    with province.everything() as session:
        made = {key: _refused(province, key) for key in MARKS}
        session.add_all(made.values())
        session.flush()
        return {key: row.id for key, row in made.items()}


def _refused(province: Province, key: str) -> OutboxMessage:
    how = {"state": State.GIVEN_UP, "failure": Failure.REFUSED, "purpose": Purpose.REPLY, "text": "x", "choices": []}
    address = {"commune_id": province.ids[key], "bot": BOT, "chat_id": f"{key}-son"}
    return OutboxMessage(**address, **how, created_at=province.clock.now())


def settings(province: Province, folder: Path, key: str = "") -> Settings:
    chosen = {"commune": CODES[key]} if key else {}
    return written(folder, database_url=province.store.engine.url.render_as_string(False), **chosen)


def states(province: Province, numbers: dict[str, int]) -> dict[str, State]:
    with province.everything() as session:
        return {key: session.get_one(OutboxMessage, number).state for key, number in numbers.items()}


def test_the_outbox_of_one_commune_is_its_own(province: Province, tmp_path: Path, troubled: dict[str, int]) -> None:
    """Listed, sent again and dropped: «all» is all of the commune that the command names."""
    chosen = settings(province, tmp_path, "a")
    assert MARKS["a"] in outbox.listed(chosen)
    assert MARKS["b"] not in outbox.listed(chosen)
    with pytest.raises(OperatorError, match="không có tin"):
        outbox.drop(chosen, str(troubled["b"]))
    assert "1 tin" in outbox.retry(chosen, "all")
    assert {"a": State.PENDING, "b": State.GIVEN_UP} == states(province, troubled)
    assert "0 tin" in outbox.drop(chosen, "all")
    assert State.GIVEN_UP == states(province, troubled)["b"]


def test_the_outbox_of_all_says_whose_each_is(province: Province, tmp_path: Path, troubled: dict[str, int]) -> None:
    """By the commune's code; where there is one commune only, nothing more is said than before."""
    chosen = settings(province, tmp_path)
    lines = outbox.listed(chosen).splitlines()[1:]
    assert [[CODES[key], str(number)] for key, number in troubled.items()] == [line.split()[:2] for line in lines]
    assert "2 tin" in outbox.drop(chosen, "all")
    alone = chosen.model_copy(update={"communes": ()})
    assert "xã" not in outbox.listed(alone)


def test_commands_ask_which_commune(province: Province, tmp_path: Path) -> None:
    """Also while all others are faulty: what was meant for one of those must not go to the one that is left."""
    chosen = settings(province, tmp_path)
    for faulty in (False, True):
        if faulty:
            spoil(tmp_path, "b")
        commands: Sequence[Callable[[], str]] = (
            lambda: job.run(chosen, "ask", "2026-11-18T08:00"),
            lambda: officer_code.officer_code(chosen, ""),
            lambda: invite.invite(chosen, "officer", "XA", "Đàm Thị Hoa", "", None),
            lambda: export.export(chosen, "2026-W47", "csv", tmp_path / "out"),
        )
        for command in commands:
            with pytest.raises(OperatorError, match="xã nào"):
                command()
    with pytest.raises(OperatorError, match="name: còn thiếu"):
        bootstrap.load_campaign(chosen.model_copy(update={"commune": CODES["b"]}))


def test_a_file_of_nobody_knows_whose_is_no_answer_to_which(province: Province, tmp_path: Path) -> None:
    """The question is answered with the list, not with the faults of a file that nobody has named."""
    chosen = settings(province, tmp_path)
    (tmp_path / "communes" / "q").mkdir()
    (tmp_path / "communes" / "q" / "commune.toml").write_text("x =", encoding="utf-8")
    with pytest.raises(OperatorError, match="xã nào"):
        bootstrap.load_campaign(chosen)


def test_a_code_comes_before_a_folder_of_that_name(province: Province, tmp_path: Path) -> None:
    """The folder of the one is called as the other's code."""
    chosen = settings(province, tmp_path)
    (tmp_path / "communes" / "a").rename(tmp_path / "communes" / CODES["b"])
    for key, code in CODES.items():
        assert code == bootstrap.load_campaign(chosen.model_copy(update={"commune": code})).commune_code, key


def test_a_command_takes_no_copy_for_the_commune(province: Province, tmp_path: Path) -> None:
    """As the running program, which knows whose code it was before the folder was copied."""
    chosen = settings(province, tmp_path)
    CommuneFolders(chosen, province.store, bootstrap.deployment).look(province.clock.now(), at_once=True)
    (tmp_path / "communes" / "0").mkdir()
    copied = (tmp_path / "communes" / "a" / "commune.toml").read_text(encoding="utf-8")
    path = tmp_path / "communes" / "0" / "commune.toml"
    path.write_text(copied.replace(MARKS["a"], "Mới Tinh"), encoding="utf-8")
    found = bootstrap.load_campaign(chosen.model_copy(update={"commune": CODES["a"]}))
    assert f"xã {MARKS['a']}" == found.commune_name


@pytest.fixture
def officer_and_head(province: Province) -> Province:
    """«x» is the officer of the first commune and a village head in the second; both have had a week."""
    province.bring("x", "a", "hoa")
    province.bring("x", "b", "son")
    province.enter("a", "son", "mai")
    province.enter("b", "hoa", "mai", "lam")
    province.bind("b")
    for instant in (*WEEK, *AFTER):
        province.at(instant)
        province.tick()
        province.say("b-mai", "3")
        province.say("a-son", "8")
    province.heard()
    return province


@pytest.mark.parametrize("key", _WAYS)
def test_no_button_of_the_one_reaches_rows_of_the_other(officer_and_head: Province, key: str) -> None:
    """Every button about the other's rows, marked as one's own: an old button; nothing changes or is told."""
    province, other = officer_and_head, OTHER[key]
    before, theirs = rows(province, other), ids_of(province, other)
    for name, button in BUTTONS.items():
        for number in theirs[button.about] if button.about is not None else ():
            for word in ("x", "yes", "1", "2026-W47") if button.words else ("",):
                data = ":".join([name, str(number), *[word] * button.words])
                province.send("x", Kind.CHOICE, data=f"{data}@{province.ids[key]}", tapped="x")
    said = province.heard("x")
    assert len(said) > 50
    assert {key} == {province.whose(row) for row in said}
    assert not [row.text for row in said if MARKS[other] in words_of(row)]
    after = rows(province, other)
    assert [] == [name for name in after if after[name] != before[name] and name not in CHATTY]
    with province.everything() as session:
        assert [] == [fault for fault in session.scalars(select(InboxMessage.fault)) if fault]


@pytest.mark.parametrize("key", _WAYS)
def test_no_command_of_the_one_tells_of_the_other(officer_and_head: Province, key: str) -> None:
    """Typed while speaking to the one, by the other one's officer or head."""
    province, other = officer_and_head, OTHER[key]
    before = rows(province, other)
    for command in COMMANDS.values():
        for more in ("", " bản còn", " KT6a") if command.takes_words else ("",):
            province.say("x", f"xã {MARKS[key]}")
            province.heard()
            province.say("x", command.words[0] + more)
            for row in province.heard():
                assert (key, False) == (province.whose(row), MARKS[other] in words_of(row)), row.text
    after = rows(province, other)
    assert [] == [name for name in after if after[name] != before[name] and name not in CHATTY]
