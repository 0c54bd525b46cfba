"""Settings: every fault at once, and no secret in any of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from tests.commune import FOLDER


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and none of this machine's settings."""
    monkeypatch.chdir(tmp_path)
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("CAMPAIGN_FILE", str(FOLDER / "campaign.toml"))


def _write(text: str) -> None:
    Path(".env").write_text(text, encoding="utf-8")


def test_without_a_token_it_is_the_demo() -> None:
    """A first visitor needs no account anywhere, and the demo keeps to its own file."""
    found = settings.load()
    assert found.is_demo
    assert "sqlite:///var/demo/thidua.db" == found.database


def test_with_a_token_it_is_live() -> None:
    """The token turns the demo into the real thing, on another file."""
    _write("TELEGRAM_BOT_TOKEN=123456:abcdef\n")
    found = settings.load()
    assert not found.is_demo
    assert "sqlite:///var/thidua.db" == found.database


def test_every_fault_is_told_at_once_and_no_secret() -> None:
    """Who mends one line should not have to start again for the next."""
    _write(
        "TELEGRAM_BOT_TOKEN=geheim-kein-token\nTELEGRAM_API_URL=ftp://x\nDATABASE_URL=mysql://u:secret@h/d\n"
        "HTTP_PORT=many\nTICK_SECOND=3\nTICK_SECONDS=0\nLOG_LEVEL=LOUD\n"
    )
    with pytest.raises(settings.SettingsError) as caught:
        settings.load()
    lines = str(caught.value).splitlines()
    named = {line.split(":")[0] for line in lines}
    assert {
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "DATABASE_URL",
        "HTTP_PORT",
        "TICK_SECOND",
        "TICK_SECONDS",
        "LOG_LEVEL",
    } == named
    assert "geheim" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_token_is_never_printed() -> None:
    """Neither the settings themselves nor their text show it."""
    _write("TELEGRAM_BOT_TOKEN=123456:abcdef\nDATABASE_URL=postgresql://u:hidden@h/d\n")
    found = settings.load()
    assert "abcdef" not in repr(found) + str(found)
    assert "hidden" not in repr(found) + str(found)


def test_the_example_names_every_setting() -> None:
    """A setting that is not documented does not exist for an operator."""
    example = (FOLDER.parent.parent / ".env.example").read_text(encoding="utf-8")
    missing = [name for name in settings.Settings.model_fields if f"{name.upper()}=" not in example]
    assert [] == missing
