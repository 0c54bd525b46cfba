"""Indexes of what still has words: the nightly purge read all messages there had ever been, once a commune"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None

_IN, _OUT = sa.text('text IS NOT NULL'), sa.text("text <> ''")


def upgrade() -> None:
    op.create_index('inbox_words', 'inbox', ['commune_id', 'received_at'], sqlite_where=_IN, postgresql_where=_IN)
    op.create_index('outbox_words', 'outbox', ['commune_id', 'created_at'], sqlite_where=_OUT, postgresql_where=_OUT)
    op.drop_index('ix_inbox_received_at', 'inbox')


def downgrade() -> None:
    op.create_index('ix_inbox_received_at', 'inbox', ['received_at'])
    op.drop_index('outbox_words', 'outbox')
    op.drop_index('inbox_words', 'inbox')
