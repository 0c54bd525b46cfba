"""Which of the next Bot API calls shall fail, and how; it performs nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

_BOTH = ("429", "403", "400", "500", "502", "hang", "drop", "slow", "late")
KINDS = (*_BOTH, "401", "page")
ZALO_KINDS = (*_BOTH, "401", "408")


@dataclass
class Fault:
    """`times` more calls of `method` ("*" for any), in `chat` if given, fail.

    `hang` holds a call `seconds` long without doing it, `drop` does it and then holds the answer back; both end in
    a 504 page if the caller still listens. `slow` waits and then answers as usual, `late` does it at once and answers
    after `seconds`. `page` is what a proxy or a hotel answers in Telegram's place: HTML with `status`. `retry_after`
    belongs to 429 and may be absent.
    """

    kind: str
    method: str = "*"
    chat: int | None = None
    times: int = 1
    retry_after: int | None = None
    seconds: float = 60.0
    status: int = 403
    description: str = ""


class Faults:
    """The faults that were ordered, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The fault this call meets, used up by one; None when it goes well."""
        for fault in self.waiting:
            if fault.method.lower() in ("*", method.lower()) and fault.chat in (None, chat):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None
