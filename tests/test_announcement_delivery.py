"""An announcement with a file on its way: by Telegram's own id, as bytes elsewhere, across a restart, once each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.inbox import announced_files
from bot.outbox.delivery import Delivery
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from simulator import people as townsfolk
from simulator.faults import Fault
from simulator.shapes import Upload
from tests.announcing import TEXT
from tests.reports.test_chart import PIXEL
from tests.stage import Stage, words
