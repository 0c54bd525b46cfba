"""Two communes on one bot where ways cross: edits, groups, open dialogues, codes, like names, the officers' page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from bot.app import Program
from bot.channels.memory import Memory
from models import scope, table_uploads
from models.figures import Figure
from models.groups import Group
from models.messages import OutboxMessage
from services.inbound import Kind
from tests.communes.province import MARKS, Province
from tests.communes.test_isolation import rows
from tests.imports import shapes
from tests.live import live_settings

PASTED = shapes.workbook(["Tên thôn", "Số hộ", "Nhân khẩu"], ["Bản Mới", 40, 160], ["Bản Nọi", -3, 90])


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    made = Province(tmp_path)
    yield made
    made.close()


def asked(province: Province) -> None:
    province.at("2026-11-18T08:00")
    province.tick()
    province.heard()


def given(province: Province, key: str) -> dict[str, str]:
    """What stands in a commune's week, by unit and measure."""
    with province.everything() as session:
        scope.enter(session, province.ids[key])
        query = select(Figure).where(Figure.period_id.is_not(None), Figure.reporter_id.is_not(None))
        return {row.measure: f"{row.value.normalize():f}" for row in session.scalars(query) if row.value is not None}


def choose(province: Province, who: str, key: str) -> None:
    """A person of both speaks to one of them."""
    province.say(who, f"xã {MARKS[key]}")
    province.heard()


def choices(said: Sequence[OutboxMessage]) -> str:
    return " ".join(f"{row.text} {row.choices}" for row in said)


def test_an_edit_mends_the_commune_that_it_was_said_to(province: Province) -> None:
    """The other one, where the same person was not understood last, neither changes nor speaks."""
    province.bring("son", "a", "son")
    province.bring("son", "b", "hien")
    asked(province)
    for key, number in (("b", "58"), ("a", "57")):
        choose(province, "son", key)
        province.send("son", Kind.TEXT, text="xyz", message_id=f"{number}0")
        province.send("son", Kind.TEXT, text="6" if key == "a" else "5", message_id=number)
    province.heard()
    before = rows(province, "b")
    province.send("son", Kind.EDIT, text="7", message_id="57", written_at=province.clock.now().isoformat())
    assert {"XH1": "7"} == given(province, "a")
    assert before["Figure"] == rows(province, "b")["Figure"]
    assert {"a"} == {province.whose(row) for row in province.heard("son")}


def test_a_choice_of_commune_leaves_the_other_s_dialogue_alone(province: Province) -> None:
    """An officer of both enters for a village of the one, then speaks to the other: its number goes nowhere else."""
    for key in MARKS:
        province.bring("hoa", key, "hoa")
    asked(province)
    choose(province, "hoa", "a")
    province.say("hoa", "ghi hộ bản còn")
    choose(province, "hoa", "b")
    province.say("hoa", "8")
    assert {} == given(province, "a") == given(province, "b")
    choose(province, "hoa", "a")
    province.say("hoa", "8")
    assert {"XH1": "8"} == given(province, "a")
    assert {} == given(province, "b")


def test_the_other_s_officer_takes_no_group(province: Province) -> None:
    """Neither by a code of her own, nor by a word, nor by putting the bot in again; nothing is told her in private."""
    for key in MARKS:
        province.enter(key, "hoa", "son")
        province.bind(key)
    province.say("a-hoa", "mã nhóm")
    code = next(row.text for row in province.heard("a-hoa")).split("Mã nhóm: ")[1][:9]
    before = rows(province, "b")
    group = {"sender_id": "a-hoa", "is_group": True, "title": "Lãnh đạo"}
    for words in (f"/manhom {code}", code, "/conthieu", "/bang", "/nhatky", "/duthao", "/ghiho bản còn"):
        province.send("b-group", Kind.TEXT, text=words, **group)
    province.send("b-group", Kind.ADDED, **group)
    province.send("b-group", Kind.EDIT, text="/manhom x", message_id="5", **group)
    said = province.heard()
    assert not [row.text for row in said if row.chat_id == "a-hoa"]
    assert MARKS["a"] not in choices(said)
    after = rows(province, "b")
    assert before["Group"] == after["Group"]
    assert before["Figure"] == after["Figure"]
    with province.everything() as session:
        found = session.scalars(select(Group).where(Group.chat_id == "b-group")).all()
        assert [province.ids["b"]] == [one.commune_id for one in found]


def test_a_withdrawal_takes_no_words_of_the_other(province: Province) -> None:
    """Heads of the same name and form of address, over the same bot: the other's messages keep their words."""
    for key in MARKS:
        province.enter(key, "hoa", "son", "tu")
    asked(province)
    for key in MARKS:
        province.say(f"{key}-hoa", "còn thiếu")
        province.say(f"{key}-hoa", "gặp Hoàng Văn Sơn, ông Sơn")
        province.arrive(f"{key}-hoa", "1")
        province.arrive(f"{key}-son", "2")
    before = rows(province, "b")
    province.say("a-son", "rút tên")
    province.tap("a-son", "Rút tên tôi")
    assert "a" == province.whose(province.heard("a-son")[-1])
    assert before == rows(province, "b")


async def test_the_page_of_the_one_opens_nothing_of_the_other(province: Province) -> None:
    """Numbers of the other's tables, its weeks, its code: as if they were not there."""
    for key in MARKS:
        province.enter(key, "hoa")
    province.give("b-hoa", PASTED, "bang.xlsx")
    program = Program(live_settings(), province.store, province.communes, clock=province.clock, channels=[Memory()])
    program.serves_page()
    with province.everything() as session:
        scope.enter(session, province.ids["b"])
        theirs = [row.id for row in session.scalars(select(table_uploads.TableUpload))]
    assert theirs
    transport = httpx.ASGITransport(app=program.web(), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080/can-bo") as page:
        province.say("a-hoa", "tệp")
        province.tap("a-hoa", "Mở trang")
        code = province.heard("a-hoa")[-1].text.splitlines()[0].partition("#")[2]
        assert 200 == (await page.post("/session", json={"code": code})).status_code
        before = rows(province, "b")
        state = await page.get("/state")
        assert MARKS["a"] in state.text
        assert MARKS["b"] not in state.text
        for number in theirs:
            assert (await page.get(f"/tables/{number}/faults")).status_code in (404, 410)
            for act in ("apply", "drop"):
                assert (await page.post(f"/tables/{number}/{act}", json={})).status_code in (404, 409, 410)
        for kind in ("units", "people", "figures", "targets"):
            assert MARKS["b"].encode() not in (await page.get(f"/templates/{kind}")).content
        assert before == rows(province, "b")
    program.executor.shutdown()


async def test_a_page_s_session_is_of_one_commune_and_ends_with_it(province: Province) -> None:
    """An officer of both opens the one's page: the other's posted week, template and number are not there."""
    for key in MARKS:
        province.enter(key, "hoa", "son", "lam")
        province.bind(key)
    province.bring("ab-thu", "a", "thu")
    province.bring("ab-thu", "b", "thu")
    for instant in ("2026-11-18T08:00", "2026-11-20T07:30"):
        province.at(instant)
        province.tick()
    province.say("a-hoa", "khoan đăng")
    program = Program(live_settings(), province.store, province.communes, clock=province.clock, channels=[Memory()])
    program.serves_page()
    transport = httpx.ASGITransport(app=program.web(), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080/can-bo") as page:
        choose(province, "ab-thu", "a")
        province.say("ab-thu", "tệp")
        province.tap("ab-thu", "Mở trang")
        code = province.heard("ab-thu")[-1].text.splitlines()[0].partition("#")[2]
        assert 200 == (await page.post("/session", json={"code": code})).status_code
        choose(province, "ab-thu", "b")
        state = (await page.get("/state")).text
        assert (True, False) == (MARKS["a"] in state, MARKS["b"] in state)
        for path in ("papers/2026-W47/workbook", "papers/2026/workbook", "templates/people"):
            assert MARKS["b"].encode() not in (await page.get(f"/{path}")).content
        province.communes.replace([province.of["b"]])
        for path in ("state", "templates/units", "papers/2026/workbook"):
            assert 401 == (await page.get(f"/{path}")).status_code
        province.communes.replace(province.of.values())
        assert 200 == (await page.get("/state")).status_code
    program.executor.shutdown()
