"""KIỂM TRA HỆ THỐNG: whether this week can run, and what an officer should do about it."""

from __future__ import annotations

from handlers.turn import Turn
from services import readiness


def show(turn: Turn) -> None:
    """One screen."""
    turn.reply("\n".join(readiness.summary(turn)))
