"""Settings: every fault at once, and no secret in any of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import setting_faults, settings
from bot.channels import registry
from bot.channels.descriptor import ChannelDescriptor
from bot.channels.telegram.descriptor import TELEGRAM
from bot.monitoring import logs
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


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_a_file_of_notepad_in_another_encoding_is_one_sentence(encoding: str) -> None:
    """UTF-16, or Windows-1258 with a letter that it has: what to do, and no traceback."""
    Path(".env").write_bytes("ADMINISTRATOR=telegram:1  # cô Hoà\n".encode(encoding))
    with pytest.raises(setting_faults.SettingsError, match=r"Save as.*UTF-8"):
        settings.load()


def test_the_mark_before_a_text_is_no_part_of_the_first_name() -> None:
    """Notepad's «UTF-8 with BOM»."""
    Path(".env").write_text("LOG_LEVEL=WARNING\n", encoding="utf-8-sig")
    assert "WARNING" == settings.load().log_level


def test_every_fault_is_told_at_once_and_no_secret() -> None:
    """Who mends one line should not have to start again for the next."""
    _write(
        "TELEGRAM_BOT_TOKEN=geheim-kein-token\nTELEGRAM_API_URL=ftp://x\nDATABASE_URL=mysql://u:secret@h/d\n"
        "HTTP_PORT=many\nTICK_SECOND=3\nTICK_SECONDS=0\nLOG_LEVEL=LOUD\n"
    )
    with pytest.raises(setting_faults.SettingsError) as caught:
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


class _WithMore(settings.Settings):
    """Somebody adds a channel, or whatever else has a secret."""

    sms_token: SecretStr | None = None
    further_keys: dict[str, list[SecretStr]] | None = None


def test_every_secret_is_kept_out_of_the_log() -> None:
    """Found by their type, wherever they stand: nobody has to remember to name a new one."""
    fields: dict[str, Any] = {
        "telegram_bot_token": "123456:abcdef",
        "zalo_bot_token_2": "654321:fedcba",
        "metrics_token": "m" * 16,
        "database_url": "postgresql://u:hidden@h/d",
        "sms_token": "a secret of a new channel",
        "further_keys": {"a": ["a key in a list"]},
    }
    found = _WithMore(**fields)
    written = logs.Text(found.secrets)
    held = {"123456:abcdef", "654321:fedcba", "m" * 16, "postgresql://u:hidden@h/d", "hidden"}
    held |= {"a secret of a new channel", "a key in a list"}
    assert held == set(found.secrets)
    assert [] == [secret for secret in held if secret in written.without_secrets(f"before {secret} after")]


def test_a_secret_that_another_one_begins_with() -> None:
    """The longer one is blotted out whole."""
    assert "a … b … c" == logs.Text(["123:abc", "123:abcdef"]).without_secrets("a 123:abc b 123:abcdef c")


@pytest.mark.parametrize("channel", registry.CHANNELS, ids=lambda channel: channel.name)
def test_any_token_of_any_channel_ends_the_demo(channel: ChannelDescriptor[Any]) -> None:
    """The demo is for whoever has no channel at all; each token opens a bot of its own."""
    for number, field in enumerate(channel.tokens, 1):
        _write(f"{field.upper()}=123456:abcdef\n")
        found = settings.load()
        assert not found.is_demo
        (bot,) = channel.bots(found)
        assert (channel.name if number == 1 else f"{channel.name}-{number}") == bot.key
        assert field.upper() == bot.setting


def test_the_time_is_asked_of_a_platform_in_use() -> None:
    """Where Zalo is used alone, Telegram's server may not even be reached."""
    _write("ZALO_BOT_TOKEN=123456:abcdef\n")
    assert ["https://bot-api.zaloplatforms.com"] == registry.platforms(settings.load())


def test_a_descriptor_names_fields_that_there_are() -> None:
    """A row of the registry with a mistyped field is refused when it is read."""
    with pytest.raises(TypeError, match="TelegramSettings has no field telegram_tokn"):
        replace(TELEGRAM, tokens=("telegram_tokn",))


def test_the_example_names_every_setting() -> None:
    """A setting that is not documented does not exist for an operator."""
    example = (FOLDER.parent.parent / ".env.example").read_text(encoding="utf-8")
    missing = [name for name in settings.Settings.model_fields if f"{name.upper()}=" not in example]
    assert [] == missing
