"""The certificates by which platforms are known: read once, and trusted by every client of the program."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def context() -> ssl.SSLContext:
    """What a client would make for itself. Reading all authorities takes longer than the rest of a start."""
    return httpx.create_ssl_context()
