"""A bot and its channel are two things: what is heard and said is kept by the bot, of which a channel may have several"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# Today's bots bear the names of their channels, so that every value stays as it is.
_UNIQUE = {
    'inbox': ('key',),
    'chats': ('chat_id',),
    'accounts': ('external_id',),
    'groups': ('chat_id',),
    'traffic': ('identity', 'month'),
}


def upgrade() -> None:
    op.alter_column('traffic', 'bot', new_column_name='identity')
    for table, others in _UNIQUE.items():
        old = ('channel', 'bot', 'month') if table == 'traffic' else ('channel', *others)
        op.alter_column(table, 'channel', new_column_name='bot')
        _rename_unique(table, old, ('bot', *others), ('bot', *others))
    for table in ('outbox', 'photos'):
        op.alter_column(table, 'channel', new_column_name='bot')
    op.alter_column('people', 'preferred_channel', new_column_name='preferred_bot')
    op.add_column('figure_revisions', sa.Column('bot', sa.String(), nullable=True))
    op.execute('UPDATE figure_revisions SET bot = channel WHERE message_id IS NOT NULL')


def downgrade() -> None:
    # Straight, not in a batch: the history is the largest table.
    op.drop_column('figure_revisions', 'bot')
    op.alter_column('people', 'preferred_bot', new_column_name='preferred_channel')
    for table in ('outbox', 'photos'):
        op.alter_column(table, 'bot', new_column_name='channel')
    for table, others in _UNIQUE.items():
        old = ('channel', 'bot', 'month') if table == 'traffic' else ('channel', *others)
        op.alter_column(table, 'bot', new_column_name='channel')
        if table == 'traffic':
            op.alter_column(table, 'identity', new_column_name='bot')
        _rename_unique(table, ('bot', *others), old, old)


def _rename_unique(table: str, old: Sequence[str], new: Sequence[str], columns: Sequence[str]) -> None:
    """A renamed column leaves its constraint's name behind; SQLite must copy the table to change that."""
    before, after = (f'uq_{table}_{"_".join(names)}' for names in (old, new))
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(f'ALTER TABLE "{table}" RENAME CONSTRAINT {before} TO {after}')
        return
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(before, type_='unique')
        batch_op.create_unique_constraint(after, list(columns))
