"""The page and its files are served, and may load and run nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from simulator import app, world

_STATIC = Path(app.__file__).parent / "static"


async def test_page_is_served_with_its_files(client: httpx.AsyncClient) -> None:
    """Every file that page and scripts name is there, and all names lead to our own files."""
    page = await client.get("/")
    named = set(re.findall(r'(?:href|src)="([^"#]+)"', page.text))
    named |= {f"static/{name}" for path in _STATIC.glob("*.js") for name in re.findall(r'from "\./([^"]+)"', path.read_text("utf-8"))}  # fmt: skip # noqa: E501 - one set

    assert 200 == page.status_code
    assert {"static/page.css", "static/page.js", "static/draw.js", "static/star.svg"} <= named
    assert dict.fromkeys(named, 200) == {name: (await client.get(f"/{name}")).status_code for name in named}


@pytest.mark.parametrize("path", sorted(_STATIC.iterdir()), ids=lambda path: path.name)
def test_files_ask_nobody_else(path: Path) -> None:
    """No file names another host, but for the namespace of SVG."""
    assert set() == set(re.findall(r"https?://[^\"' )]+", path.read_text("utf-8"))) - {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("path", sorted(_STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_write_no_markup(path: Path) -> None:
    """Text reaches the page as text only: the ways to write HTML from a string are not used."""
    assert [] == re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text("utf-8"))


async def test_browser_is_told_to_load_nothing_else(client: httpx.AsyncClient) -> None:
    """The page's policy admits our own files and connections alone."""
    policy = (await client.get("/")).headers["content-security-policy"]

    assert policy.startswith("default-src 'self'; connect-src 'self';")


async def test_demo_endpoint_can_be_elsewhere(sim: world.World) -> None:
    """The page is told where the bot's demo endpoint is, and may connect there."""
    application = app.build(sim, {"demo": "http://127.0.0.1:8080/demo"})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=application), base_url="http://sim") as client:
        assert {"demo": "http://127.0.0.1:8080/demo"} == (await client.get("/sim/page")).json()
        assert "connect-src 'self' http://127.0.0.1:8080;" in (await client.get("/")).headers["content-security-policy"]
