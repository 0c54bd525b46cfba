"""The program's settings: read here alone, from the environment and `.env`, every fault reported at once.

Every channel of the registry adds the fields of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, SecretStr, ValidationError, create_model, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot import setting_faults
from bot.channels import registry
from bot.channels.descriptor import ChannelSettings
from bot.setting_faults import NOT_UTF8, SettingsError
from bot.setting_types import OwnSecret

DEMO_FOLDER = Path("var/demo")

if TYPE_CHECKING:
    # A channel's own fields are read by its own package alone, which declares their types.
    OfChannels = ChannelSettings
else:
    OfChannels = create_model("OfChannels", __base__=tuple(channel.settings for channel in registry.CHANNELS))


class Settings(OfChannels, BaseSettings):
    """See `.env.example` for what each one means."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8-sig",  # Notepad puts a mark before the first name
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr | None = None
    campaign_file: Path = Path("communes/khanh-khe/campaign.toml")
    communes: Annotated[tuple[Path, ...], NoDecode] = ()
    roll_ups: Annotated[tuple[Path, ...], NoDecode] = ()
    commune: str | None = None
    evidence_folder: Path | None = None
    backup_folder: Path | None = None
    administrator: str | None = None
    disk_free_mb: int = 500
    metrics_token: OwnSecret | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    tick_seconds: float = 5.0
    lease_seconds: float = 90.0
    invitation_days: int = 14
    log_level: str = "INFO"
    log_format: str = "text"

    @field_validator("administrator")
    @classmethod
    def _is_a_chat(cls, address: str | None) -> str | None:
        if address is not None and not all(address.partition(":")):
            raise ValueError(f"phải là KÊNH:CHAT, ví dụ {registry.CHANNELS[0].name}:123456789")
        return address

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            try:
                backend = make_url(url.get_secret_value()).get_backend_name()
            except ArgumentError:
                backend = ""
            if backend not in ("sqlite", "postgresql", "postgres"):
                raise ValueError("phải là sqlite:///TỆP hoặc postgresql://NGƯỜI:MẬT_KHẨU@MÁY/TÊN")
        return url

    @field_validator("campaign_file")
    @classmethod
    def _is_a_file(cls, path: Path) -> Path:
        if not path.is_file():
            raise ValueError(f"không có tệp {path}")
        return path

    @field_validator("communes", "roll_ups", mode="before")
    @classmethod
    def _are_paths(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        named = tuple(Path(one.strip()) for one in written.split(",") if one.strip())
        missing = [str(path) for path in named if not path.exists()]
        if missing:
            raise ValueError(f"không có thư mục hay tệp {', '.join(missing)}")
        return named

    @model_validator(mode="after")
    def _is_shared_as_it_may_be(self) -> Settings:
        wrong = registry.not_shareable(self) if self.communes else []
        if self.roll_ups and not self.communes:
            wrong.append("ROLL_UPS chỉ dùng cùng COMMUNES: một xã thì không có gì để cộng")
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    @field_validator("tick_seconds")
    @classmethod
    def _is_a_sane_tick(cls, seconds: float) -> float:
        if not 0.05 <= seconds <= 300:
            raise ValueError("phải từ 0.05 đến 300 giây")
        return seconds

    @field_validator("lease_seconds")
    @classmethod
    def _is_a_sane_lease(cls, seconds: float) -> float:
        if not 2 <= seconds <= 600:
            raise ValueError("phải từ 2 đến 600 giây")
        return seconds

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, level: str) -> str:
        if level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("phải là DEBUG, INFO, WARNING hoặc ERROR")
        return level.upper()

    @field_validator("log_format")
    @classmethod
    def _is_a_format(cls, form: str) -> str:
        if form not in ("text", "json"):
            raise ValueError("phải là text hoặc json")
        return form

    @property
    def is_demo(self) -> bool:
        """Where no channel has a token the program plays against the built-in simulator."""
        return not registry.is_configured(self) and not self._have_communes_own

    @cached_property
    def _have_communes_own(self) -> bool:
        """Whether any commune has settings of its own: it is looked for once."""
        return any(any(folder.rglob(".env")) for folder in self.communes if folder.is_dir())

    @property
    def database(self) -> str:
        """The database's address; the demo keeps to its own file so that it never mixes with real figures."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        folder = DEMO_FOLDER if self.is_demo else Path("var")
        return f"sqlite:///{folder / 'thidua.db'}"

    @property
    def own_address(self) -> str:
        """Where a browser finds this program: on this machine, or where the world does."""
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if self.http_host in ("0.0.0.0", "::", "localhost") else self.http_host  # noqa: S104
        return f"http://{host}:{self.http_port}"

    @property
    def evidence(self) -> Path:
        """Where photos are kept."""
        return self.evidence_folder or (DEMO_FOLDER if self.is_demo else Path("var")) / "evidence"

    @property
    def backups(self) -> Path:
        """Where backups are kept: beside the database, or where the operator says."""
        return self.backup_folder or self._beside_database / "backups"

    @property
    def crash_marker(self) -> Path:
        """Where it is noted which message is being answered: a file for each process on this machine."""
        return self._beside_database / f"answering-{self.http_port}"

    @property
    def _beside_database(self) -> Path:
        url = make_url(self.database)
        return Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else Path("var")

    @property
    def private_paths(self) -> list[Path]:
        """What nobody else on the machine may read: the database's files, the photos, the backups."""
        file = make_url(self.database).database if make_url(self.database).get_backend_name() == "sqlite" else None
        database = Path(file).resolve() if file else None
        files = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")] if database else []
        return [*files, self.evidence, self.backups, self.backups / "photos"]

    @property
    def secrets(self) -> list[str]:
        """What must never be read in a log, an error or a backup: every secret, and the database's password."""
        password = make_url(self.database).password
        return [*secrets_of(self), *([str(password)] if password else [])]


def secrets_of(settings: BaseModel) -> list[str]:
    """Every secret among settings, a commune's own among them."""
    return list(_secrets([value for _, value in settings]))


def _secrets(values: Iterable[object]) -> Iterator[str]:
    """Every secret among values, and in the lists and mappings among them."""
    for value in values:
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, Mapping):
            yield from _secrets(value.values())
        elif isinstance(value, list | tuple | set | frozenset):
            yield from _secrets(value)
        elif isinstance(value, BaseModel):
            yield from _secrets([field for _, field in value])


class OwnSettings(OfChannels, BaseSettings):
    """What a commune has for itself: the settings of its channels, in a `.env` of its own and nowhere else."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The process's environment is the deployment's: its tokens are not this commune's."""
        return dotenv_settings, init_settings


def user_folder(variable: str, default: Path) -> Path:
    """A folder of the machine's user that the system names, such as XDG_CONFIG_HOME."""
    return Path(os.environ.get(variable) or default)


def environment_with(**more: str) -> dict[str, str]:
    """This process's environment with other settings, for a process that is started with them."""
    return {**os.environ, **more}


_named: dict[str, str] = {}  # what the command line says before the settings


def name_commune(code: str) -> None:
    """Which commune this command is about; "" leaves it to the settings."""
    if code:
        _named["commune"] = code


def load() -> Settings:
    """The settings, or a SettingsError that lists every fault."""
    try:
        return Settings(**_named)  # type: ignore[arg-type]  # by name
    except ValidationError as error:
        raise SettingsError(setting_faults.faults_of(error)) from None
    except UnicodeDecodeError:
        raise SettingsError(NOT_UTF8) from None


def load_own(file: Path, deployment: Settings) -> ChannelSettings:
    """A commune's own settings: what it does not say is as in the deployment's, but for tokens. SettingsError else."""
    common = {name: getattr(deployment, name) for name in registry.own_fields() - registry.token_fields()}
    try:
        return OwnSettings(_env_file=file, **common, public_url=deployment.public_url)  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError(setting_faults.faults_of(error)) from None
    except UnicodeDecodeError:
        raise SettingsError(NOT_UTF8) from None
