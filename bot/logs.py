"""What is written to the log: when, how grave, where, what. Never a secret, never a person's words."""

from __future__ import annotations

import logging


def configure(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    # httpx logs whole addresses at INFO, and a bot's token is part of them.
    for name in ("httpx", "httpcore", "apscheduler", "telegram", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
