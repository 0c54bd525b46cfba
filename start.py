"""Start Thi Đua without make, on any system: `python start.py` runs it, `python start.py check` is `thidua check`.

The first start installs the libraries into .venv, each held to the hash in requirements.lock.
"""

import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  whoever starts it has not installed anything yet
    sys.exit("Can Python 3.11 tro len (Python 3.11 or newer is needed): https://www.python.org/downloads/")

HOME = Path(__file__).resolve().parent
sys.path.insert(0, str(HOME))

from bot.installation import launch  # noqa: E402  found by the line above

if __name__ == "__main__":
    sys.exit(launch.start(HOME, sys.argv[1:]))
