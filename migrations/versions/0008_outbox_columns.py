"""The outbox: why a message was not sent, whom and what it is about, and when an officer was asked, in columns"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0008'
down_revision = "0007"
branch_labels = None
depends_on = None

_OF_PERIOD = sa.text('period_id IS NOT NULL')
_PURPOSES = (
    'reply', 'question', 'reminder', 'note', 'group', 'draft', 'post', 'posted', 'correction offer', 'correction',
    'doubt', 'late list', 'not reached', 'alert', 'restored',
)


def upgrade() -> None:
    op.add_column('outbox', sa.Column('failure', sa.String(), nullable=True))
    op.add_column('outbox', sa.Column('asked_at', models.database.Moment(timezone=True), nullable=True))
    for column, table in (('group_id', 'groups'), ('period_id', 'periods')):
        # Alembic would copy the table on SQLite for the foreign key, which SQLite itself need not.
        key = f'CONSTRAINT fk_outbox_{column} REFERENCES {table} (id)'
        op.execute(f'ALTER TABLE outbox ADD COLUMN {column} INTEGER {key}')
    op.create_index('outbox_of_period', 'outbox', ['period_id'], sqlite_where=_OF_PERIOD, postgresql_where=_OF_PERIOD)
    _classify()
    _refer()


def _classify() -> None:
    """What the error texts began with; only posts were ever asked about, or marked as refused."""
    for statement in (
        # Nobody wrote down when: no earlier than the message itself.
        "UPDATE outbox SET asked_at = created_at, error = substr(error, 8) WHERE once AND substr(error, 1, 7) = 'asked; '",
        "UPDATE outbox SET failure = 'refused', error = substr(error, 10)"
        " WHERE once AND substr(error, 1, 9) = 'refused: '",
        "UPDATE outbox SET failure = 'interrupted'"
        " WHERE once AND failure IS NULL AND error = 'interrupted while sending'",
        "UPDATE outbox SET failure = 'restored'"
        " WHERE once AND failure IS NULL AND error = 'restored from a backup: it may have gone out'",
        "UPDATE outbox SET failure = 'unanswered' WHERE state = 'unknown' AND failure IS NULL",
        "UPDATE outbox SET failure = 'sent_elsewhere' WHERE state = 'given_up'"
        " AND EXISTS (SELECT 1 FROM outbox AS copy WHERE copy.instead_of = outbox.id)",
        "UPDATE outbox SET failure = 'held_back', error = substr(error, 12)"
        " WHERE state IN ('given_up', 'dropped') AND failure IS NULL AND substr(error, 1, 11) = 'held back: '",
    ):
        op.execute(statement)
    unknown = sa.table('outbox', sa.column('purpose', sa.String()))
    op.execute(sa.update(unknown).where(unknown.c.purpose.not_in(_PURPOSES)).values(purpose='reply'))


def _refer() -> None:
    """What the keys of posts and corrections said: post:PERIOD:GROUP, correction:SUMMARY:NUMBER:GROUP."""
    connection = op.get_bind()
    groups = set(connection.execute(sa.text('SELECT id FROM groups')).scalars())
    periods = set(connection.execute(sa.text('SELECT id FROM periods')).scalars())
    of_summary = {row.id: row.period_id for row in connection.execute(sa.text('SELECT id, period_id FROM summaries'))}
    public = sa.text("SELECT id, purpose, key FROM outbox WHERE purpose IN ('post', 'correction') AND key IS NOT NULL")
    refer = sa.text('UPDATE outbox SET period_id = :period, group_id = :group WHERE id = :id')
    for row_id, purpose, key in connection.execute(public).all():
        kind, *numbers = key.split(':')
        if kind != purpose or len(numbers) < 2 or not all(number.isdecimal() for number in numbers):
            continue  # written by hand
        about, group = int(numbers[0]), int(numbers[-1])
        period = of_summary.get(about) if kind == 'correction' else about
        values = {
            'id': row_id,
            'period': period if period in periods else None,
            'group': group if group in groups else None,
        }
        connection.execute(refer, values)


def downgrade() -> None:
    for statement in (
        "UPDATE outbox SET error = 'refused: ' || coalesce(error, '') WHERE once AND failure = 'refused'",
        "UPDATE outbox SET error = 'held back: ' || coalesce(error, '') WHERE failure = 'held_back'",
        "UPDATE outbox SET error = 'asked; ' || coalesce(error, '') WHERE once AND asked_at IS NOT NULL",
    ):
        op.execute(statement)
    op.drop_index('outbox_of_period', table_name='outbox')
    with op.batch_alter_table('outbox') as batch_op:
        for column in ('period_id', 'group_id', 'asked_at', 'failure'):
            batch_op.drop_column(column)
