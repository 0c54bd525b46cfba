"""The channels' HTTP client over real sockets: what arrives, every way in which no answer comes, proxies, secrets."""

from __future__ import annotations

import asyncio
import traceback

import pytest

from bot.channels.http_client import Answer, NoAnswer, NotSent, Patience, TooLarge, Upload
from tests.channels import served
from tests.channels.served import FAULTS, HASTY, LARGE, PATIENCE, SECRET

pytestmark = pytest.mark.usefixtures("no_proxies")


async def test_a_form_arrives_as_written() -> None:
    """Letters of Vietnamese, signs of forms, and a refusal's body and status come through."""
    heard: list[tuple[str, bytes]] = []
    async with (
        served.serving(served.answering(heard, served.answer("403 Forbidden", b"no"))) as address,
        served.calling() as client,
    ):
        assert Answer(403, b"no") == await client.post(f"http://{address}/a", PATIENCE, form={"text": "6 hộ & 7%+"})
    assert b"text=6+h%E1%BB%99+%26+7%25%2B" == heard[0][1]
    assert "application/x-www-form-urlencoded" in heard[0][0]


async def test_files_arrive_under_their_names() -> None:
    """A person reads the name as it was given, and not its letters by their numbers."""
    heard: list[tuple[str, bytes]] = []
    files = {"document": Upload("tuần 46.xlsx", b"\x00\xff\r\n--x", "application/zip")}
    async with served.serving(served.answering(heard, served.answer())) as address, served.calling() as client:
        await client.post(f"http://{address}/", PATIENCE, form={"chat_id": "5"}, files=files)
    head, body = heard[0]
    assert "multipart/form-data" in head
    assert 'name="document"; filename="tuần 46.xlsx"'.encode() in body
    assert b"Content-Type: application/zip\r\n" in body
    assert b"\r\n\r\n\x00\xff\r\n--x\r\n" in body
    assert b'name="chat_id"\r\n\r\n5\r\n' in body


async def test_json_arrives() -> None:
    """As Zalo wants it."""
    heard: list[tuple[str, bytes]] = []
    async with served.serving(served.answering(heard, served.answer())) as address, served.calling() as client:
        await client.post(f"http://{address}/", PATIENCE, json={"timeout": "30"})
    assert b'{"timeout": "30"}' == heard[0][1]
    assert "application/json" in heard[0][0]


async def test_connections_are_used_again() -> None:
    """Ten calls one after the other need one connection; one that the server has closed meanwhile is not used."""
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(0)
        while connections[-1] < 5:
            await served.request(reader)
            connections[-1] += 1
            writer.write(served.answer())
            await writer.drain()

    async with served.serving(serve) as address, served.calling() as client:
        for number in range(10):
            await client.post(f"http://{address}/", PATIENCE)
            if number == 4:
                await asyncio.sleep(0.05)  # until the end of the connection has come over the line
    assert [5, 5] == connections


async def test_redirections_are_not_followed() -> None:
    """A form that was sent on as another call would be said twice, or nowhere."""
    heard: list[tuple[str, bytes]] = []
    redirection = served.answer("302 Found", b"", "location: /elsewhere")
    async with served.serving(served.answering(heard, redirection)) as address, served.calling() as client:
        assert 302 == (await client.get(f"http://{address}/", PATIENCE)).status
    assert 1 == len(heard)


async def test_no_more_is_read_than_is_wanted() -> None:
    """A picture that is too large does not fill the memory."""
    async with (
        served.serving(served.answering([], served.answer(body=b"x" * 300_000))) as address,
        served.calling() as client,
    ):
        assert 300_000 == len((await client.get(f"http://{address}/", PATIENCE, most=300_000)).body)
        with pytest.raises(TooLarge):
            await client.get(f"http://{address}/", PATIENCE, most=299_999)


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_answer_is_no_proof(fault: str) -> None:
    """The call has left, or has begun to: it may have arrived. What is raised holds no secret."""
    serve, is_late = FAULTS[fault]
    patience = HASTY if is_late else PATIENCE
    async with served.serving(serve) as address, served.calling() as client:
        with pytest.raises(NoAnswer) as caught:
            await client.post(f"http://{address}/bot{SECRET}/x", patience, files={"photo": LARGE})
    assert is_late == caught.value.is_late
    assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_without_a_connection_nothing_was_sent() -> None:
    """Refused, no TLS where it is wanted, no host, no scheme: not a byte of the call has left."""
    async with served.serving(served.knows_no_tls) as address, served.calling() as client:
        for url in (f"http://{served.closed_port()}", f"https://{address}", "http://", "ftp://example.invalid"):
            with pytest.raises(NotSent) as caught:
                await client.post(f"{url}/bot{SECRET}/x", PATIENCE)
            assert SECRET not in "".join(traceback.format_exception(caught.value))


async def test_no_connection_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has said a word of the call to anybody."""

    async def never(*_args: object, **_how: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", never)
    async with served.calling() as client:
        with pytest.raises(NotSent):
            await client.post("http://127.0.0.1:9/", Patience(0.05, 5.0, 5.0))
