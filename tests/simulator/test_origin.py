"""The page of the demo is for whoever opened it on this machine, and for no other site in the same browser."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from simulator.origin import OwnPageOnly


async def _serve(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("served")


ROUTES = [Route(path, _serve, methods=["GET", "POST"]) for path in ("/", "/sim/send", "/bot1000:demo/sendMessage")]


async def asked(headers: dict[str, str], *, method: str = "GET", path: str = "/", listening: str = "127.0.0.1") -> int:
    """The status of a request to a page that listens there."""
    transport = httpx.ASGITransport(app=OwnPageOnly(Starlette(routes=ROUTES), listening))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        return (await client.request(method, path, headers=headers)).status_code


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.1"])
async def test_the_machines_own_names_are_served(host: str) -> None:
    """With a port, without, in capitals."""
    assert 200 == await asked({"Host": host})


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example@127.0.0.1.evil.example",
        "192.168.1.5:8080",
        "",
        "[",
        "0.0.0.0:8080",
    ],
)
async def test_a_foreign_name_is_refused(host: str) -> None:
    """A name that somebody else may point at this machine, and what is no name at all."""
    assert {421} == {await asked({"Host": host}, method=method) for method in ("GET", "POST")}


@pytest.mark.parametrize(("host", "status"), [("192.168.1.5:8080", 200), ("evil.example", 421), ("demo.local", 421)])
async def test_a_page_for_the_whole_network_is_opened_by_address(host: str, status: int) -> None:
    """HTTP_HOST=0.0.0.0: an address cannot be pointed elsewhere, a name can."""
    assert status == await asked({"Host": host}, listening="0.0.0.0")  # noqa: S104  nothing listens


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"},
        {"Sec-Fetch-Site": "nonsense"},
    ],
)
async def test_another_sites_page_sends_nothing(headers: dict[str, str]) -> None:
    """By a form, a script, or a frame, to any address of the page; a picture's address does nothing either."""
    own = {"Host": "127.0.0.1:8080", **headers}
    assert 403 == await asked(own, method="POST", path="/")
    assert 403 == await asked(own, method="POST", path="/sim/send")
    assert 403 == await asked(own, path="/bot1000:demo/sendMessage")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://127.0.0.1:8080"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
    ],
)
async def test_the_page_itself_and_the_bot_are_served(headers: dict[str, str]) -> None:
    """A program sends none of these headers."""
    assert 200 == await asked({"Host": "127.0.0.1:8080", **headers}, method="POST", path="/sim/send")


async def test_a_link_from_elsewhere_opens_the_page() -> None:
    """And the page alone."""
    linked = {"Host": "127.0.0.1:8080", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert [200, 403] == [await asked(linked), await asked(linked, path="/sim/send")]
