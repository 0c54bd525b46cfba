"""`python -m bot` is `thidua`."""

from bot.cli.main import main

main()
