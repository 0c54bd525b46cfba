"""The officers' page: opened once by a code from the chat, closed to everybody else, with the chat's own previews."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.app import Program
from models import accounts, people, units
from models.messages import OutboxMessage
from models.table_uploads import TableUpload
from models.units import Unit
from services import wording
from services.imports import formats
from tests.commune import Stand
from tests.imports import shapes
from tests.test_web import program

ONE_MORE = shapes.workbook(["Tên thôn", "Số hộ", "Nhân khẩu"], ["Bản Mới", 40, 160], ["Bản Nọi", -3, 90])
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def made(stand: Stand, tmp_path: Path) -> AsyncIterator[Program]:
    """The program that serves the page, beside a chat with an officer and a village head."""
    stand.join("hoa", "son")
    found = program(stand, tmp_path, clock=stand.clock, public_url=None, telegram_webhook_secret=None,
                    zalo_webhook_secret=None)  # fmt: skip
    found.serves_page()
    yield found
    found.executor.shutdown()


@pytest.fixture
async def visitor(made: Program) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=made.web(), client=("127.0.0.1", 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080/can-bo") as client:
        yield client


def code(stand: Stand, who: str = "hoa") -> str:
    """The code behind the «#» of the address that the chat has told."""
    stand.say(who, "TỆP")
    stand.tap(who, "Mở trang")
    address, _, found = stand.heard(who)[-1].text.splitlines()[0].partition("#")
    assert "http://127.0.0.1:8080/can-bo" == address
    return found


async def opened(stand: Stand, visitor: httpx.AsyncClient) -> httpx.AsyncClient:
    answer = await visitor.post("/session", json={"code": code(stand)})
    assert 200 == answer.status_code
    return visitor


async def test_a_code_opens_the_page_once(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """Within ten minutes; it leaves the message in which it was told; the cookie is for this page alone."""
    assert 401 == (await visitor.get("/state")).status_code
    told = code(stand)
    answer = await visitor.post("/session", json={"code": told})
    cookie = answer.headers["set-cookie"].lower()
    assert [] == [part for part in ("httponly", "samesite=strict", "path=/can-bo") if part not in cookie]
    assert "Xã Khánh Khê" == (await visitor.get("/state")).json()["commune"]
    assert 403 == (await visitor.post("/session", json={"code": told})).status_code
    with stand.context() as context:
        assert [] == [row.id for row in context.session.scalars(select(OutboxMessage)) if told in row.text]
    late = code(stand)
    stand.clock.instant += timedelta(minutes=11)
    assert 403 == (await visitor.post("/session", json={"code": late})).status_code


async def test_the_page_closes(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """By its button, after four hours, and with the officer's role."""
    page = await opened(stand, visitor)
    key = page.cookies["thidua_page"]
    await page.post("/end", json={})
    assert 401 == (await page.get("/state", headers={"Cookie": f"thidua_page={key}"})).status_code
    await opened(stand, visitor)
    stand.clock.instant += timedelta(hours=4)
    assert 401 == (await visitor.get("/state")).status_code
    await opened(stand, visitor)
    with stand.context() as context:
        account = accounts.account(context.session, "memory", "hoa")
        assert account is not None
        account.person.roles[0].until = context.now
    assert 401 == (await visitor.get("/state")).status_code


async def test_nobody_else_is_let_in(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """No code of another kind, no other site's page, nobody who tries codes by the dozen."""
    assert 403 == (await visitor.post("/session", json={"code": stand.code("thu")})).status_code
    page = await opened(stand, visitor)
    for name, value in (("Origin", "http://127.0.0.1:9999"), ("Sec-Fetch-Site", "cross-site")):
        assert 403 == (await page.post("/invitations", json={}, headers={name: value})).status_code
    tried = [(await page.post("/session", json={"code": "K7QM-4TXP"})).status_code for _ in range(12)]
    assert [403] * 9 + [429] * 3 == tried
    guessed = {"X-Forwarded-For": "10.0.0.9, 198.51.100.7"}  # through a proxy nearby, which adds whom it speaks for
    others = [(await page.post("/session", json={"code": "K7QM-4TXP"}, headers=guessed)).status_code for _ in range(11)]
    assert [403] * 10 + [429] == others
    told = code(stand)
    assert (
        200
        == (await page.post("/session", json={"code": told}, headers={"X-Forwarded-For": "203.0.113.5"})).status_code
    )


async def test_deep_brackets_are_no_request(visitor: httpx.AsyncClient) -> None:
    """A body that exhausts a parser's stack is refused with a sentence, whoever sends it."""
    answer = await visitor.post("/session", content=b"[" * 4000)
    assert (400, "Không đọc được yêu cầu.") == (answer.status_code, answer.json()["text"])


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "-1", "٣", "1e3"])
async def test_a_number_of_no_table(stand: Stand, visitor: httpx.AsyncClient, number: str) -> None:
    """Thousands of digits are more than Python reads, thirty more than a database does: there is no such table."""
    for page in (visitor, await opened(stand, visitor)):
        assert (await page.get(f"/tables/{number}/faults")).status_code in (401, 404)
        assert (await page.post(f"/tables/{number}/apply", json={})).status_code in (401, 404)


async def test_a_table_by_the_page(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """The chat's own preview: applied once, with the faulty rows as a file; the audit names the officer."""
    page = await opened(stand, visitor)
    sent = await page.post("/tables", params={"name": "ds.xlsx"}, content=ONE_MORE)
    table = sent.json()
    assert [("new", ["T29 Bản Mới"]), ("faulty", ["Dòng 3: cột B «Số hộ» là -3, nhỏ hơn không."])] == [
        (part["kind"], part["lines"]) for part in table["parts"]
    ]
    assert [table["id"]] == [one["id"] for one in (await page.get("/state")).json()["tables"]]
    faulty = await page.get(f"/tables/{table['id']}/faults")
    assert "Bản Nọi" == formats.sheets_of(faulty.content)[0].lines[1].cells[0].value
    where, what = f"/tables/{table['id']}/apply", {"fingerprint": table["fingerprint"]}
    assert (await page.post(where, json=what)).json()["text"].startswith("Đã ghi danh sách đơn vị: 1 mới.")
    again = await page.post(where, json=what)
    assert (410, wording.table_was_applied()) == (again.status_code, again.json()["text"])
    stand.say("hoa", "NHẬT KÝ")
    assert "Đàm Thị Hoa: nhập danh sách đơn vị" in stand.heard("hoa")[-1].text


async def test_what_has_changed_is_shown_again(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """The page and the chat at once: whoever comes second sees what would be done by now."""
    page = await opened(stand, visitor)
    table = (await page.post("/tables", params={"name": "ds.xlsx"}, content=ONE_MORE)).json()
    stand.give("hoa", "Tên thôn;Số hộ;Nhân khẩu\nBản Mới;41;160\n".encode())
    stand.tap("hoa", "Áp dụng")
    said = (await page.post(f"/tables/{table['id']}/apply", json={"fingerprint": table["fingerprint"]})).json()
    assert wording.table_is_gone() == said["text"]  # the officer's newer table of the kind has taken its place
    with stand.context() as context:
        (village,) = [one for one in units.members(context.session, context.commune.id) if one.name == "Bản Mới"]
    assert 41 == village.households


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [(b"%PDF-1.7", 422, "Đây là tệp PDF"), (b"x" * 5_000_001, 413, "quá lớn"), (b"a;b\nc;d", 422, "Không thấy dòng")],
    ids=["pdf", "large", "other"],
)
async def test_what_is_no_table_is_refused(
    stand: Stand, visitor: httpx.AsyncClient, content: bytes, status: int, said: str
) -> None:
    """In a sentence, and nothing of it is kept."""
    page = await opened(stand, visitor)
    answer = await page.post("/tables", params={"name": "x"}, content=content)
    assert status == answer.status_code
    assert said in answer.json()["text"]
    with stand.context() as context:
        assert [] == list(context.session.scalars(select(TableUpload)))


async def test_papers_are_fetched(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """A template, the invitation sheet, the year's workbook; a week that was not posted has no picture."""
    page = await opened(stand, visitor)
    state = (await page.get("/state")).json()
    assert ["Mẫu đơn vị", "Mẫu người", "Mẫu số liệu", "Mẫu chỉ tiêu", "Mẫu bảng điểm"] == [
        one["label"] for one in state["templates"]
    ]
    assert [("2026", False)] == [(one["label"], one["picture"]) for one in state["papers"]]
    template = await page.get("/templates/people")
    assert "thôn Bản Còn" in str(formats.sheets_of(template.content))
    count = state["invitations"]["count"]
    sheet = await page.post("/invitations", json={})
    assert b"%PDF" == sheet.content[:4]
    assert (count, count) == tuple((await page.get("/state")).json()["invitations"].values())
    for path in (
        "/templates/secret",
        "/papers/2026-W47/picture",
        "/papers/x/workbook",
        "/papers/2026/x",
        "/tables/7/faults",
    ):
        assert 404 == (await page.get(path)).status_code, path


async def test_another_commune_s_table_is_nobody_s(stand: Stand, visitor: httpx.AsyncClient) -> None:
    """A row's number opens nothing across communes."""
    page = await opened(stand, visitor)
    with stand.store.transaction() as session:
        commune = Unit(code="OTHER", kind="commune", name="xã Khác", aliases=[])
        session.add(commune)
        session.flush()
        person = people.Person(commune_id=commune.id, name="A", address="ông A")
        session.add(person)
        session.flush()
        fields: dict[str, Any] = {"bot": "", "chat_id": "", "file_id": "", "name": "a", "state": "ready"}
        now = stand.clock.now()
        fields |= {"created_at": now, "expires_at": now + timedelta(days=1), "sheet": {}, "kind": "units"}
        upload = TableUpload(commune_id=commune.id, person_id=person.id, **fields)
        session.add(upload)
        session.flush()
    assert 410 == (await page.post(f"/tables/{upload.id}/drop", json={})).status_code
    assert 410 == (await page.post(f"/tables/{upload.id}/apply", json={"fingerprint": ""})).status_code
