"""`thidua run`: the program on its channels, or the demo, under the process lock and until a signal ends it."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import signal
import sys
from functools import partial

from bot import app, private_files, process_lock, serving, settings
from bot.inbox.crash_marker import CrashMarker
from bot.monitoring import integrity, logs
from services import date_words, first_officer, readiness, wording

log = logging.getLogger(__name__)

_M_ARENA_MAX = -8  # malloc.h: for mallopt(3)
_GC_THRESHOLDS = (10_000, 20, 20)  # new objects between two looks at the youngest, and between those at older ones


def command() -> None:
    """Start the bot: with a token on its channels, without one the demo with its page."""
    keep_one_heap()
    chosen = settings.load()
    logs.configure(chosen.log_level, form=chosen.log_format, secrets=chosen.secrets)
    with process_lock.hold(chosen):
        private_files.close_to_strangers(chosen.private_paths)
        integrity.require_sound(chosen)
        while asyncio.run(_run(chosen)):
            log.info("the demo begins anew")


async def _run(chosen: settings.Settings) -> bool:
    """Until a signal ends it; True when the demo's visitor wants to begin anew."""
    stop = asyncio.Event()
    _end_on_signals(asyncio.get_running_loop(), stop)
    if chosen.is_demo:  # what the demo needs is loaded for it alone
        from bot.demo import seed, stage
        from simulator import app as simulated
        from simulator import origin, world

        seed.clear_half_made(chosen)
        made = world.World(bot_token=stage.TOKEN, state_file=settings.DEMO_FOLDER / "world.json")
        return await stage.perform(chosen, stop, simulated.build(made), made.close, origin.OwnPageOnly)
    program = serving.build(chosen, marker=CrashMarker(chosen.crash_marker))
    if sys.stdout.isatty():  # a log is read by other programs, and keeps no code
        _speak(program)
    else:
        _log_first_steps(program)
    settle_memory()
    await serving.serve(program, stop)
    return False


def _end_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Ctrl+C and whoever stops services end the program in order. Windows' loop has no signals of its own."""
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(stop.set))


def _speak(program: app.Program) -> None:
    """Say at the terminal how it goes."""
    program.announce = partial(print, flush=True)
    for line in opening_lines(program):
        program.announce(line)


def _log_first_steps(program: app.Program) -> None:
    """Nobody is in yet: how somebody comes in is told where no code may stand."""
    if len(program.communes) > 1:
        return
    with program.store.transaction() as session:
        context = program.deployment.context(session, program.clock.now())
        if first_officer.is_missing(session, context.commune):
            log.warning("there is no officer yet: thidua officer-code prints a code to come in by")


def opening_lines(program: app.Program) -> list[str]:
    """What somebody who starts the bot by hand wants to know: when it asks next, and what is still missing."""
    if len(program.communes) > 1:
        return [wording.serves_communes(len(program.communes))]
    made, now = program.deployment, program.clock.now()
    with program.store.transaction() as session:
        context = made.context(session, now)
        if first_officer.is_missing(session, context.commune):
            code = first_officer.code(session, context.commune, now)
            return list(wording.first_officer_code(code, first_officer.LIFETIME_HOURS))
        return [wording.asks_next(date_words.moment(readiness.next_question(context))), *readiness.summary(context)]


def keep_one_heap() -> None:
    """Threads share what the C library holds for them; each had a heap of its own, and its own gaps: eight megabytes.

    They wait for Python's own lock anyway. Other C libraries than GNU's have no such thing to be told.
    """
    tell = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tell is not None:
        tell(_M_ARENA_MAX, 1)


def settle_memory() -> None:
    """What has been loaded stays for ever: the garbage collector need not look at it again, nor so often.

    A turn makes thousands of objects that are gone by its end; looking for cycles took a fifth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
