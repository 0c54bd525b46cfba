"""Alembic's entry: migrations run on the connection that `bot.migrate` hands over."""

from alembic import context

import models  # noqa: F401  so that every table is known
from models.database import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
