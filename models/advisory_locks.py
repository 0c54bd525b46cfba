"""The numbers of PostgreSQL's advisory locks, all in one place: two uses of one number wait for each other.

A test holds every other module to these names.
"""

from __future__ import annotations

from enum import IntEnum, unique


@unique
class AdvisoryLock(IntEnum):
    """One name for each purpose; a number never changes, for older processes may run beside newer ones."""

    MIGRATION = 7401186  # one process brings the schema up, the others wait
    TURN = 7401187  # with a commune's id: turns and jobs of a commune, one after the other (`Store.alone`)
    INBOX = 7401189  # updates are stored by one process after the other (`models.inbox`)
    PROCESS = 7401188  # shared by every running bot for as long as it lives; a restore has it alone
