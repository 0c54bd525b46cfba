"""Wrong codes of the officers' page: so many a minute from one address, so that nobody shuts it for the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address

from starlette.requests import Request

_OF_ONE, _OF_ALL, _MINUTE = 10, 600, 60.0  # a code of eight letters, good for minutes, is not found by 600 a minute


@dataclass
class WrongCodes:
    """What was tried in vain in the last minute, by address."""

    now: Callable[[], float] = time.monotonic
    _tried: list[tuple[float, str]] = field(default_factory=list)

    def are_too_many(self, address: str) -> bool:
        """Whether nothing more is looked at from an address for now; from any where all of them guess together."""
        since = self.now() - _MINUTE
        self._tried[:] = [one for one in self._tried if one[0] > since]
        return len(self._tried) >= _OF_ALL or sum(whose == address for _, whose in self._tried) >= _OF_ONE

    def note(self, address: str) -> None:
        self._tried.append((self.now(), address))


def address_of(request: Request) -> str:
    """Where a request comes from; of what a proxy nearby hands on the address that it has added itself, the last one.

    Without that, whoever comes through the proxy counts as one. Of an address of IPv6 its network counts: a house
    has more of them than anybody could count.
    """
    host = request.client.host if request.client is not None else ""
    handed_on = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    if not _is_near(host) or _network(handed_on) is None:
        return _network(host) or host
    return _network(handed_on) or host


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _network(host: str) -> str | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return str(address) if address.version == 4 else address.exploded[:19]
