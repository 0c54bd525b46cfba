"""Checks of figures, and the lot of each frozen week"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.create_table(
        'draws',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('period_id', sa.Integer(), nullable=False),
        sa.Column('algorithm', sa.String(), nullable=False),
        sa.Column('seed', sa.String(), nullable=False),
        sa.Column('listed', sa.String(), nullable=False),
        sa.Column('drawn', sa.JSON(), nullable=False),
        _moment('drawn_at', is_needed=True),
        _key('draws', 'commune_id', 'units.id'),
        _key('draws', 'period_id', 'periods.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_draws')),
        sa.UniqueConstraint('period_id', name=op.f('uq_draws_period_id')),
    )
    op.create_table(
        'checks',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('figure_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('draw_id', sa.Integer(), nullable=True),
        sa.Column('value', models.database.Micro(), nullable=True),
        sa.Column('choice', sa.String(), nullable=True),
        sa.Column('found', models.database.Micro(), nullable=True),
        sa.Column('found_choice', sa.String(), nullable=True),
        sa.Column('outcome', sa.String(), nullable=False),
        sa.Column('way', sa.String(), nullable=False),
        sa.Column('photo_id', sa.Integer(), nullable=True),
        _moment('opened_at', is_needed=True),
        sa.Column('due_on', sa.Date(), nullable=False),
        _moment('checked_at'),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('answer', sa.String(), nullable=False),
        _moment('answered_at'),
        _key('checks', 'commune_id', 'units.id'),
        _key('checks', 'figure_id', 'figures.id'),
        _key('checks', 'unit_id', 'units.id'),
        _key('checks', 'draw_id', 'draws.id'),
        _key('checks', 'photo_id', 'photos.id'),
        _key('checks', 'person_id', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_checks')),
    )
    op.create_index('checks_of_commune', 'checks', ['commune_id', 'id'])
    op.create_index('checks_of_figure', 'checks', ['figure_id'])


def downgrade() -> None:
    """The figures keep what was said about them; the lots and the log go."""
    op.execute("DELETE FROM conversations WHERE kind = 'check'")
    op.execute("UPDATE chats SET dialogues = '[]' WHERE CAST(dialogues AS TEXT) LIKE '%check%'")
    op.execute("DELETE FROM audit WHERE action IN ('lot drawn', 'figure checked')")
    op.drop_table('checks')
    op.drop_table('draws')
