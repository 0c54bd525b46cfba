"""The outbox knows the topic of a forum that a message belongs to, and how often its delivery was in doubt"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Straight, not in a batch: both columns can be added without copying the table.
    op.add_column('outbox', sa.Column('thread_id', sa.String(), nullable=True))
    op.add_column('outbox', sa.Column('doubts', sa.Integer(), nullable=False, server_default='0'))
    # Officers were told of a post when it was queued; from now on when it has arrived, and these not once more.
    op.execute(
        "UPDATE outbox SET told_at = coalesce(sent_at, created_at)"
        " WHERE state = 'sent' AND period_id IS NOT NULL AND told_at IS NULL"
    )
    where = sa.text("state = 'sent' AND period_id IS NOT NULL AND told_at IS NULL")
    op.create_index('outbox_arrived', 'outbox', ['id'], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index('outbox_arrived', table_name='outbox')
    op.execute("UPDATE outbox SET told_at = NULL WHERE state = 'sent' AND period_id IS NOT NULL")
    op.drop_column('outbox', 'doubts')
    op.drop_column('outbox', 'thread_id')
