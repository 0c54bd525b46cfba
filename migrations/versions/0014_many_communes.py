"""Many communes over one bot: whose a chat and an account are, and in which round a message leaves"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

_ONLY = "(SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM units WHERE commune_id IS NULL)"
_OF_NOBODY = sa.text('commune_id IS NULL')
_UNIQUE = {'chats': 'chat_id', 'accounts': 'external_id'}


def _new(table: str) -> list[sa.Column]:
    if table != 'chats':
        return []
    return [
        sa.Column('is_shared', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=True),
    ]


def upgrade() -> None:
    op.add_column('outbox', sa.Column('queue_round', sa.Integer(), nullable=False, server_default='0'))
    for table, key in _UNIQUE.items():
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('commune_id', sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f'fk_{table}_commune_id'), 'units', ['commune_id'], ['id'])
            batch.drop_constraint(f'uq_{table}_bot_{key}', type_='unique')
            batch.create_unique_constraint(op.f(f'uq_{table}_bot_{key}_commune_id'), ['bot', key, 'commune_id'])
            for column in _new(table):
                batch.add_column(column)
    _fill()
    with op.batch_alter_table('accounts') as batch:
        batch.alter_column('commune_id', nullable=False, existing_type=sa.Integer())
    op.create_index(
        'job_runs_wholly_done',
        'job_runs',
        ['due_at', 'job'],
        sqlite_where=sa.text("subject = '*'"),
        postgresql_where=sa.text("subject = '*'"),
    )
    op.create_index(
        'chats_of_nobody',
        'chats',
        ['bot', 'chat_id'],
        unique=True,
        sqlite_where=_OF_NOBODY,
        postgresql_where=_OF_NOBODY,
    )


def _fill() -> None:
    """A chat is that of its group or account; in a database of one commune every chat is its own."""
    op.execute(
        'UPDATE accounts SET commune_id = (SELECT p.commune_id FROM people p WHERE p.id = accounts.person_id)'
    )
    op.execute(
        f'UPDATE chats SET commune_id = coalesce({_ONLY},'
        '(SELECT g.commune_id FROM groups g WHERE g.bot = chats.bot AND g.chat_id = chats.chat_id),'
        '(SELECT min(a.commune_id) FROM accounts a WHERE a.bot = chats.bot AND a.chat_id = chats.chat_id))'
    )


def downgrade() -> None:
    op.drop_index('job_runs_wholly_done', table_name='job_runs')
    op.drop_index('chats_of_nobody', table_name='chats')
    for table, key in _UNIQUE.items():
        op.execute(f'DELETE FROM {table} WHERE id NOT IN (SELECT min(id) FROM {table} GROUP BY bot, {key})')
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f'uq_{table}_bot_{key}_commune_id', type_='unique')
            batch.drop_constraint(f'fk_{table}_commune_id', type_='foreignkey')
            batch.drop_column('commune_id')
            for column in _new(table):
                batch.drop_column(column.name)
            batch.create_unique_constraint(f'uq_{table}_bot_{key}', ['bot', key])
    op.drop_column('outbox', 'queue_round')
