"""The route of an answer through the code: how much somebody must open and follow to read how it is taken."""

from __future__ import annotations

from functools import partial

import pytest

from bench import route
from services.inbound import Kind
from tests import commune, databases
from tests.commune import Stand

# Files and changes of file, a little above today's (docs/route.md). Where one is exceeded, look first for what every
# message computes and few need, and for a small function of another file that is called in a loop.
BOUNDS = {route.TYPED: (57, 208), route.TAPPED: (55, 185)}


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, route.Route]:
    """The second answer of each kind to what was sown, when all that is put together once is there."""
    folder = tmp_path_factory.mktemp("route")
    stand = Stand(folder, commune.fresh_store(folder, databases.SQLITE))
    stand.ask("son", "hien", "tho", "nhinh")
    routes = {}
    for who, kind in {"son": "", "hien": route.TYPED, "tho": "", "nhinh": route.TAPPED}.items():
        stand.say(who, "9 người")
        ((tapped, data),) = stand.heard()[-1].choices
        is_typed = who in ("son", "hien")
        more = {"text": "7 sào"} if is_typed else {"data": data, "tapped": tapped}
        sent = stand.inbound(who, Kind.TEXT if is_typed else Kind.CHOICE, **more)
        routes[kind] = route.follow(partial(stand.intake.handle, sent))
        assert ("Gieo thêm 7 sào" if is_typed else "Không gieo thêm") in stand.heard()[-1].text
    stand.close()
    return routes


@pytest.mark.parametrize("kind", BOUNDS)
def test_the_route_of_an_answer_does_not_grow(kind: str, followed: dict[str, route.Route]) -> None:
    """Neither the files that it passes, nor how often it goes from one into another."""
    files, changes = BOUNDS[kind]
    assert followed[kind].files <= files
    assert followed[kind].changes <= changes
