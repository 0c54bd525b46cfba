"""Delivery: whether an officer heard of a message that was given up, and an index on what is in trouble"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0006'
down_revision = '0004'
branch_labels = None
depends_on = None

_TROUBLED = sa.text("state IN ('given_up', 'unknown')")


def upgrade() -> None:
    op.add_column('outbox', sa.Column('told_at', models.database.Moment(timezone=True), nullable=True))
    # What was given up before is no news.
    op.execute("UPDATE outbox SET told_at = created_at WHERE state = 'given_up'")
    op.create_index('outbox_troubled', 'outbox', ['id'], sqlite_where=_TROUBLED, postgresql_where=_TROUBLED)


def downgrade() -> None:
    op.drop_index('outbox_troubled', table_name='outbox')
    op.drop_column('outbox', 'told_at')
