"""How soon Telegram is polled again."""

from __future__ import annotations

from telegram.error import Conflict

from bot.channels.telegram import polling


def test_whoever_is_put_off_by_another_process_comes_back_soon() -> None:
    """However often: the longer it stayed away, the longer nobody would poll where the other one stands still."""
    pause = 0.0
    for _ in range(9):
        pause = polling.next_pause(Conflict("terminated by other getUpdates request"), pause)
    assert 4.0 == pause
