"""What the program serves: a closed list, each either harmless or behind a token nobody can guess."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.routing import Route

from bot.app import Program
from bot.channels import registry
from bot.channels.memory import Memory
from bot.clock import Clock
from bot.http import health
from services.communes import Communes
from tests import commune
from tests.commune import Stand
from tests.live import live_settings

SECRET = "s3cret_of-ours_0123"
TOKEN = "a-token-of-our-own-1234"
OFFICERS = (
    *("/can-bo/state", "/can-bo/end", "/can-bo/invitations", "/can-bo/templates/{kind}", "/can-bo/tables"),
    *("/can-bo/papers/{label}/{kind}", "/can-bo/tables/{id}/faults"),
    *("/can-bo/tables/{id}/apply", "/can-bo/tables/{id}/drop"),
)


def program(stand: Stand, tmp_path: Path, clock: Clock | None = None, **chosen: Any) -> Program:
    """A live program over the channels of its settings."""
    fields: dict[str, Any] = {
        "zalo_bot_token": "1000:y",
        "telegram_webhook_secret": SECRET,
        "zalo_webhook_secret": SECRET,
        "public_url": "https://bot.example",
        "evidence_folder": tmp_path,
    }
    settings = live_settings(**fields | chosen)
    channels = registry.configured(settings, stand.store)
    return Program(settings, stand.store, Communes.only(commune.deployment()), clock=clock, channels=channels)


@asynccontextmanager
async def visit(made: Program, host: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=made.web(), client=(host, 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


async def test_the_routes_are_a_closed_list(stand: Stand, tmp_path: Path) -> None:
    """A new one must be thought about here: what proves that its visitor may?"""
    made = program(stand, tmp_path)
    assert {
        "/health": "anybody: yes or no, and which part",
        "/health/live": "anybody: yes",
        "/health/ready": "anybody: yes or no, and which part",
        "/metrics": "METRICS_TOKEN, or this machine alone",
        "/media/{key}/{name}": "the key in the address",
        "/telegram": "the secret in the header",
        "/zalo": "the secret in the header",
        "/can-bo": "anybody: a page without anything in it",
        "/can-bo/static/{name}": "anybody: its style and script",
        "/can-bo/session": "a one-time code in the body, ten wrong ones a minute",
        **dict.fromkeys(OFFICERS, "the officer's cookie, from the page itself alone"),
    }.keys() == {route.path for route in made.web().routes if isinstance(route, Route)}
    assert 19 == len(made.web().routes)


@pytest.mark.parametrize(
    ("chosen", "host", "shown", "status"),
    [
        ({"public_url": None, "telegram_webhook_secret": None}, "127.0.0.1", "", 200),
        ({"public_url": None, "telegram_webhook_secret": None}, "::1", "", 200),
        ({"public_url": None, "telegram_webhook_secret": None}, "10.0.0.7", "", 404),
        ({}, "127.0.0.1", "", 404),
        ({"metrics_token": TOKEN}, "10.0.0.7", f"Bearer {TOKEN}", 200),
        ({"metrics_token": TOKEN}, "127.0.0.1", "Bearer wrong", 404),
        ({"metrics_token": TOKEN}, "127.0.0.1", "", 404),
    ],
)
async def test_metrics_are_for_who_may_count(
    stand: Stand, tmp_path: Path, chosen: dict[str, Any], host: str, shown: str, status: int
) -> None:
    """Behind a proxy every visitor comes from this machine: then only the token opens."""
    async with visit(program(stand, tmp_path, **chosen), host) as client:
        answer = await client.get("/metrics", headers={"Authorization": shown})
    assert status == answer.status_code


async def test_the_gauges_tell_what_waits(stand: Stand, tmp_path: Path) -> None:
    """A question to a village head that was not sent yet, its age, and what the platform still takes this month."""
    stand.join("son")
    stand.at("2026-11-18T08:00")
    stand.tick()
    made = program(stand, tmp_path, stand.clock, metrics_token=TOKEN)
    stand.at("2026-11-18T08:02")
    page = made.metrics.page().decode()
    assert 'thidua_outbox_waiting{channel="memory"}' in page
    assert 'thidua_quota_left{channel="zalo"} 3000.0' in page
    # From the invitation on Tuesday 15:00 to Wednesday 08:02.
    assert 'thidua_outbox_oldest_seconds{channel="memory"} 61320.0' in page


async def test_a_channel_that_never_answered_is_not_ready(stand: Stand) -> None:
    """Neither is one that has not been heard of for minutes, nor a program whose jobs are not looked at."""
    silent, quiet = Memory(name="silent"), Memory(name="quiet")
    quiet.pulse.beat()
    quiet.pulse._at -= health.CHANNEL_SECONDS + 1
    heard = Memory(name="heard")
    heard.pulse.beat()
    looked = health.Health(stand.store, {one.name: one for one in (silent, quiet, heard)}, lambda: 100.0, 60.0)
    assert {
        "database": True,
        "ticker": False,
        "channel silent": False,
        "channel quiet": False,
        "channel heard": True,
    } == await looked.ready()


async def test_a_locked_database_is_not_ready_within_a_second(stand: Stand) -> None:
    """The question is answered while the write still waits, and the write is not tried twice."""
    looked = health.Health(stand.store, {}, lambda: 0.0, 60.0)
    with stand.store.transaction() as session:
        session.execute(text("SELECT 1"))  # holds the write lock
        assert {"database": False, "ticker": True} == await looked.ready()
        writing = looked._writing
        looked._written = (-10.0, False)
        await looked.ready()
        assert looked._writing is writing
    assert writing is not None
    await writing
    looked._written = (-10.0, False)
    assert {"database": True, "ticker": True} == await looked.ready()
