"""What is written to the log: when, how grave, where, what. Never a secret, never a person's words."""

from __future__ import annotations

import logging

# httpx logs whole addresses at INFO, and a bot's token is part of them; the others tell nothing an operator needs.
TALKATIVE = ("httpx", "httpcore", "apscheduler", "telegram", "alembic")


def configure(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    hush()


def hush() -> None:
    """Let libraries speak of trouble only, whatever the program's own level."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
