"""The running program and its command line."""

import sys

# httpx, which python-telegram-bot imports, loads its own command line along, and that a library for pictures of text
# with its languages: 4 MB that nobody here asks for. None is Python's way to say that a module is not there, and httpx
# is made to do without it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # documented under sys.modules, not in its stub
