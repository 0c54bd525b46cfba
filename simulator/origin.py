"""Who may speak to a page of this machine: whoever opened it here, and no other site's page in the same browser.

Another site could point a name of its own at this machine (DNS rebinding: refused by the Host header), or let the
browser send something here (cross-site request forgery: refused by Sec-Fetch-Site and Origin).
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OWN = ("same-origin", "none")  # by the page itself, or by the person: typed, or from a bookmark


class OwnPageOnly:
    """Serves `app` under the machine's own names; `host` is the address that the server listens on."""

    def __init__(self, app: ASGIApp, host: str = "127.0.0.1") -> None:
        self._app, self._host = app, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            if not self._is_own_name(headers.getlist("host")):
                return await PlainTextResponse("this name is not of this machine", 421)(scope, receive, send)
            if not _is_own_request(scope, headers):
                return await PlainTextResponse("no other site may ask for this", 403)(scope, receive, send)
        return await self._app(scope, receive, send)

    def _is_own_name(self, given: list[str]) -> bool:
        """A name that only this machine has. An address cannot be pointed elsewhere as a name can."""
        if len(given) != 1:
            return False
        try:
            name = urlsplit(f"//{given[0]}").hostname or ""
        except ValueError:
            return False
        if name in ("localhost", self._host.lower()):
            return True
        address = _address(name)
        listening = _address(self._host)
        return address is not None and (address.is_loopback or (listening is not None and not listening.is_loopback))


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_own_request(scope: Scope, headers: Headers) -> bool:
    """A link from elsewhere may open the page; nothing else may come from another site. No browser, no such headers."""
    site, is_looking = headers.get("sec-fetch-site", "none"), scope.get("method") in ("GET", "HEAD")
    if is_looking and headers.get("sec-fetch-mode") == "navigate" and scope["path"] == "/":
        return True
    origin = headers.get("origin")
    is_same = origin is None or urlsplit(origin).netloc.lower() == headers["host"].lower()
    return site in _OWN and is_same
