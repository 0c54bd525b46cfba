"""What tests of channels may ask for."""

from __future__ import annotations

import pytest

from bot.channels import http_client


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine reaches the world by."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    http_client._proxy_to.cache_clear()
