"""Runs the simulator alone: `python -m simulator --port 8081`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import FrameType

import uvicorn

from simulator import app, origin, world


class _Server(uvicorn.Server):
    """Ends the world's open streams first when asked to stop, so that stopping does not wait for them."""

    def __init__(self, config: uvicorn.Config, served: world.World) -> None:
        super().__init__(config)
        self._served = served

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._served.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Read the command line, say where the page is, serve until stopped."""
    parser = argparse.ArgumentParser(prog="simulator", description="A Telegram Bot API look-alike with a chat page.")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1000:demo", help="the bot's token")
    parser.add_argument("--username", default="thidua_khanhkhe_bot", help="the bot's @name")
    parser.add_argument("--state", type=Path, help="keep the world in this file over restarts")
    parser.add_argument("--demo", default="/demo", help="base address of the bot's demo endpoint")
    options = parser.parse_args()
    served = world.World(options.token, options.username, options.state)
    application = app.build(served, {"demo": options.demo})
    sys.stdout.write(f"Page: http://127.0.0.1:{options.port}/   Bot API: http://127.0.0.1:{options.port}/bot\n")
    config = uvicorn.Config(origin.OwnPageOnly(application), host="127.0.0.1", port=options.port, log_level="warning")
    _Server(config, served).run()


if __name__ == "__main__":
    main()
