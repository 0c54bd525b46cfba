"""What a channel declares of itself: name, label, settings, and how its bots are opened, checked, and joined by people.

A channel is the messenger, a bot is one account on it with a token of its own. The database knows a bot by its key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, SecretStr

from bot.channels.contract import Channel, webhook_path
from bot.setting_types import WebAddress
from models.database import Store
from services.capability import own_key
from services.finding import Finding


class ChannelSettings(BaseModel):
    """The fields of a channel's settings are fields of `bot.settings.Settings`; every channel sees those beside them.

    Validators of all channels share one class: each needs a name that holds its channel's.
    """

    public_url: WebAddress | None = None


S = TypeVar("S", bound=ChannelSettings)


@dataclass(frozen=True, slots=True)
class BotToken:
    """One configured bot: its key in the database, what people read, the name of its token in `.env`, and the token."""

    key: str
    label: str
    setting: str
    secret: str

    def webhook_url(self, public_url: str) -> str:
        return public_url + webhook_path(self.key)


@dataclass(frozen=True, slots=True)
class ChannelDescriptor(Generic[S]):
    """One row of the registry."""

    name: str
    label: str  # what people read
    settings: type[S]
    tokens: tuple[str, ...]  # fields of the settings, one a bot
    api_url: str  # the field with the platform's address
    open: Callable[[S, BotToken, Store], Channel]
    # What `thidua check` says of one bot; the store is None where the database cannot be opened.
    check: Callable[[S, BotToken, Store | None], Awaitable[Sequence[Finding]]]
    # How a person comes in with a code, by the name that the platform gave the bot.
    invitation: Callable[[str, str], str]
    is_shareable: bool = True  # whether several communes may speak through one bot

    def __post_init__(self) -> None:
        missing = {*self.tokens, self.api_url} - self.settings.model_fields.keys()
        if missing:
            raise TypeError(f"{self.settings.__name__} has no field {', '.join(sorted(missing))}")

    def labels(self) -> dict[str, str]:
        """What people read, by the key of every bot that there may be: `name`, `name-2` and so on.

        The first one's key is the channel's own name, so that the rows of a database with one bot stay its rows.
        """
        further = {f"{self.name}-{number}": f"{self.label} {number}" for number in range(2, len(self.tokens) + 1)}
        return {self.name: self.label, **further}

    def bots(self, settings: S, commune: str = "") -> list[BotToken]:
        """Every bot that has its token; of a commune's own ones the keys bear its code."""
        held: list[SecretStr | None] = [getattr(settings, field) for field in self.tokens]
        return [
            BotToken(own_key(key, commune) if commune else key, label, field.upper(), token.get_secret_value())
            for (key, label), field, token in zip(self.labels().items(), self.tokens, held, strict=True)
            if token is not None
        ]
