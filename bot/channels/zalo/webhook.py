"""Zalo's webhook: with which header it comes, and what takes an update."""

from __future__ import annotations

from bot.channels.contract import Accept, Webhook

HEADER = "X-Bot-Api-Secret-Token"


def route(bot: str, secret: str, accept: Accept) -> Webhook:
    """The platform has been seen to send an empty body first."""
    return Webhook(bot, HEADER, secret, accept, probes=True)
