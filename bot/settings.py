"""The program's settings: read here alone, from the environment and `.env`, every fault reported at once."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEMO_FOLDER = Path("var/demo")
DEMO_TOKEN = "1000:demo"  # noqa: S105  the simulator's tokens open nothing
DEMO_ZALO_TOKEN = "2000:demo"  # noqa: S105
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class SettingsError(Exception):
    """What is wrong with the settings, one line a fault, fit to be shown: no value is repeated."""


class Settings(BaseSettings):
    """See `.env.example` for what each one means."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: SecretStr | None = None
    zalo_bot_token: SecretStr | None = None
    zalo_api_url: str = "https://bot-api.zaloplatforms.com"
    zalo_webhook_secret: SecretStr | None = None
    zalo_messages: int = 3000
    zalo_people: int = 50
    zalo_paced: bool = True
    database_url: SecretStr | None = None
    telegram_paced: bool = True
    campaign_file: Path = Path("communes/khanh-khe/campaign.toml")
    public_url: str | None = None
    evidence_folder: Path | None = None
    backup_folder: Path | None = None
    administrator: str | None = None
    disk_free_mb: int = 500
    metrics_token: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    tick_seconds: float = 5.0
    lease_seconds: float = 90.0
    invitation_days: int = 14
    log_level: str = "INFO"
    log_format: str = "text"

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_its_form(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None:
            number, colon, rest = token.get_secret_value().partition(":")
            if not (number.isdigit() and colon and rest):
                raise ValueError("is not of the form 123456:ABC… that BotFather gives")
        return token

    @field_validator("telegram_webhook_secret", "metrics_token")
    @classmethod
    def _cannot_be_guessed(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not _SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("must have 16 to 256 letters, digits, _ and -, of your own making")
        return secret

    @field_validator("administrator")
    @classmethod
    def _is_a_chat(cls, address: str | None) -> str | None:
        if address is not None and not all(address.partition(":")):
            raise ValueError("must be CHANNEL:CHAT, such as telegram:123456789")
        return address

    @field_validator("zalo_bot_token")
    @classmethod
    def _zalo_token_has_its_form(cls, token: SecretStr | None) -> SecretStr | None:
        number, colon, rest = token.get_secret_value().partition(":") if token is not None else ("1", ":", "1")
        if not (number.isdigit() and colon and rest):
            raise ValueError("is not of the form 123456:abc… that Zalo Bot Manager sends")
        return token

    @field_validator("zalo_webhook_secret")
    @classmethod
    def _secret_is_long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not 8 <= len(secret.get_secret_value()) <= 256:
            raise ValueError("must have 8 to 256 characters")
        return secret

    @field_validator("zalo_messages", "zalo_people")
    @classmethod
    def _is_a_count(cls, count: int) -> int:
        if count < 1:
            raise ValueError("must be 1 or more")
        return count

    @field_validator("telegram_api_url", "zalo_api_url", "public_url")
    @classmethod
    def _is_web_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/") if url else url

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            try:
                backend = make_url(url.get_secret_value()).get_backend_name()
            except ArgumentError:
                backend = ""
            if backend not in ("sqlite", "postgresql", "postgres"):
                raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
        return url

    @field_validator("campaign_file")
    @classmethod
    def _is_a_file(cls, path: Path) -> Path:
        if not path.is_file():
            raise ValueError(f"there is no file {path}")
        return path

    @field_validator("tick_seconds")
    @classmethod
    def _is_a_sane_tick(cls, seconds: float) -> float:
        if not 0.05 <= seconds <= 300:
            raise ValueError("must lie between 0.05 and 300 seconds")
        return seconds

    @field_validator("lease_seconds")
    @classmethod
    def _is_a_sane_lease(cls, seconds: float) -> float:
        if not 2 <= seconds <= 600:
            raise ValueError("must lie between 2 and 600 seconds")
        return seconds

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, level: str) -> str:
        if level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level.upper()

    @field_validator("log_format")
    @classmethod
    def _is_a_format(cls, form: str) -> str:
        if form not in ("text", "json"):
            raise ValueError("must be text or json")
        return form

    @model_validator(mode="after")
    def _is_reachable(self) -> Settings:
        if self.telegram_webhook_secret is not None and self.public_url is None:
            raise ValueError("TELEGRAM_WEBHOOK_SECRET needs PUBLIC_URL: where shall Telegram send the messages?")
        return self

    @property
    def is_demo(self) -> bool:
        """Without a token the program plays against the built-in simulator."""
        return self.telegram_bot_token is None and self.zalo_bot_token is None

    @property
    def database(self) -> str:
        """The database's address; the demo keeps to its own file so that it never mixes with real figures."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        folder = DEMO_FOLDER if self.is_demo else Path("var")
        return f"sqlite:///{folder / 'thidua.db'}"

    @property
    def evidence(self) -> Path:
        """Where photos are kept."""
        return self.evidence_folder or (DEMO_FOLDER if self.is_demo else Path("var")) / "evidence"

    @property
    def backups(self) -> Path:
        """Where backups are kept: beside the database, or where the operator says."""
        url = make_url(self.database)
        beside = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else Path("var")
        return self.backup_folder or beside / "backups"

    @property
    def zalo_token(self) -> str:
        return self.zalo_bot_token.get_secret_value() if self.zalo_bot_token else DEMO_ZALO_TOKEN

    @property
    def zalo_secret(self) -> str:
        """Set: updates come by webhook; "": they are polled."""
        return self.zalo_webhook_secret.get_secret_value() if self.zalo_webhook_secret else ""

    @property
    def token(self) -> str:
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else DEMO_TOKEN

    @property
    def secrets(self) -> list[str]:
        """What must never be read in a log, an error or a backup."""
        held = [self.telegram_bot_token, self.zalo_bot_token, self.metrics_token]
        held += [self.telegram_webhook_secret, self.zalo_webhook_secret]
        found = [secret.get_secret_value() for secret in held if secret is not None]
        password = make_url(self.database).password
        return [*found, *([str(password)] if password else [])]


def load() -> Settings:
    """The settings, or a SettingsError that lists every fault."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_fault(one) for one in error.errors(include_input=False))) from None


def _fault(error: object) -> str:
    assert isinstance(error, dict)
    name = ".".join(str(part) for part in error["loc"]).upper()
    if not name:
        return str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"{name}: no such setting; .env.example lists them all"
    return f"{name}: {str(error['msg']).removeprefix('Value error, ')}"
