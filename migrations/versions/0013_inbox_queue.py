"""The inbox as a queue: what waits for its answer, in which round"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

_QUEUED = sa.text('queue_round IS NOT NULL')


def upgrade() -> None:
    op.add_column('inbox', sa.Column('queue_round', sa.Integer(), nullable=True))
    op.add_column('inbox', sa.Column('payload', sa.JSON(), nullable=True))
    for name, columns in (
        ('inbox_waiting', ['queue_round', 'id']),
        ('inbox_waiting_of_chat', ['bot', 'chat_id', 'queue_round']),
    ):
        op.create_index(name, 'inbox', columns, sqlite_where=_QUEUED, postgresql_where=_QUEUED)


def downgrade() -> None:
    op.drop_index('inbox_waiting_of_chat', table_name='inbox')
    op.drop_index('inbox_waiting', table_name='inbox')
    op.drop_column('inbox', 'payload')
    op.drop_column('inbox', 'queue_round')
