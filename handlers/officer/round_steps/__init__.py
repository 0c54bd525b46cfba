"""The steps in which an officer opens a round, each with its question and what answers it; see `open_round`."""
