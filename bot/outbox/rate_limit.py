"""How fast may messages leave: the platform's limits as declared, and the stops that it orders with a 429.

It counts in memory, by a clock that cannot be set. Telegram does not say whom a 429 is for. The chat it was answered
to is still; a second chat that is refused meanwhile means that the whole bot is meant, unless both are groups, which
have a limit of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping

from bot import clock
from services.capability import Capability, Limit, Pace

Chat = tuple[str, str]  # bot, chat id


class Window:
    """The instants at which the last messages left, as many as a limit needs."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._left: deque[float] = deque()

    def room(self, now: float, share: int) -> int:
        """How many may leave now; `share` processes divide the limit among them."""
        while self._left and self._left[0] <= now - self._limit.seconds:
            self._left.popleft()
        return max(self._limit.messages // share, 1) - len(self._left)

    def opens_at(self) -> float:
        return self._left[0] + self._limit.seconds if self._left else 0.0

    def note(self, now: float) -> None:
        self._left.append(now)


class RateLimiter:
    """One for all bots of a process; `share` is the number of processes that send for the same ones."""

    def __init__(self, abilities: Mapping[str, Capability], now: Callable[[], float] = clock.running) -> None:
        self._paces = {name: can.pace for name, can in abilities.items()}
        self._now = now
        self._bots = {name: Window(pace.bot) for name, pace in self._paces.items() if pace.bot is not None}
        self._chats: dict[Chat, Window] = {}
        self._stopped_chats: dict[Chat, float] = {}
        self._stopped_bots: dict[str, float] = {}
        self.share = 1

    def know(self, abilities: Mapping[str, Capability]) -> None:
        """Other bots from now on; what those that stay have sent counts on."""
        self._paces = {name: can.pace for name, can in abilities.items()}
        self._bots = {
            name: self._bots.get(name) or Window(pace.bot) for name, pace in self._paces.items() if pace.bot is not None
        }

    def admit(self, bot: str, chat_id: str) -> bool:
        """Whether a message may leave now; if so, it counts."""
        now = self._now()
        windows = [window for window in (self._bots.get(bot), self._window(bot, chat_id)) if window]
        if any(window.room(now, self.share) <= 0 for window in windows):
            return False
        for window in windows:
            window.note(now)
        return True

    def stop(self, bot: str, chat_id: str, seconds: float) -> None:
        """The platform wants patience: in this chat, or of the whole bot."""
        now = self._now()
        self._stopped_chats = {chat: until for chat, until in self._stopped_chats.items() if until > now}
        others = [one for name, one in self._stopped_chats if name == bot and one != chat_id]
        self._stopped_chats[bot, chat_id] = now + seconds
        if any(not (self._is_group(bot, one) and self._is_group(bot, chat_id)) for one in others):
            self._stopped_bots[bot] = max(self._stopped_bots.get(bot, 0.0), now + seconds)

    def still_bots(self) -> list[str]:
        """Channels from which nothing may leave now."""
        now = self._now()
        full = [name for name, window in self._bots.items() if window.room(now, self.share) <= 0]
        return [*full, *(name for name, until in self._stopped_bots.items() if until > now)]

    def still_chats(self) -> list[Chat]:
        """Chats that have had enough for now."""
        now = self._now()
        self._chats = {chat: window for chat, window in self._chats.items() if window.opens_at() > now}
        full = [chat for chat, window in self._chats.items() if window.room(now, self.share) <= 0]
        return [*full, *(chat for chat, until in self._stopped_chats.items() if until > now)]

    def opens_in(self) -> float:
        """Seconds until something that is still now may go on; infinity when nothing is."""
        now = self._now()
        return min((until - now for until in self._ends(now) if until > now), default=float("inf"))

    def _ends(self, now: float) -> Iterator[float]:
        yield from self._stopped_bots.values()
        yield from self._stopped_chats.values()
        for window in [*self._bots.values(), *self._chats.values()]:
            if window.room(now, self.share) <= 0:
                yield window.opens_at()

    def _is_group(self, bot: str, chat_id: str) -> bool:
        return chat_id.startswith(self._paces.get(bot, Pace()).group_mark)

    def _window(self, bot: str, chat_id: str) -> Window | None:
        pace = self._paces.get(bot, Pace())
        limit = pace.group if self._is_group(bot, chat_id) else pace.chat
        if limit is None:
            return None
        return self._chats.setdefault((bot, chat_id), Window(limit))
