"""Rounds, what they count, and whose start and goal"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0030'
down_revision = '0027'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def _micro(name: str) -> sa.Column:
    return sa.Column(name, models.database.Micro(), nullable=True)


def upgrade() -> None:
    op.create_table(
        'rounds',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('paper', sa.String(), nullable=False),
        sa.Column('audience', sa.JSON(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('why', sa.String(), nullable=False),
        sa.Column('first', sa.Date(), nullable=True),
        sa.Column('last', sa.Date(), nullable=True),
        _moment('drafted_at', is_needed=True),
        _moment('changed_at'),
        _moment('closes_at'),
        _moment('closed_at'),
        sa.Column('told', sa.JSON(), nullable=False),
        sa.Column('result', sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_rounds_commune_id')),
        sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_rounds_author_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds')),
        sqlite_autoincrement=True,
    )
    op.create_index('rounds_of_commune', 'rounds', ['commune_id', 'state'])
    op.create_table(
        'round_measures',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('round_id', sa.Integer(), nullable=False),
        sa.Column('measure', sa.String(), nullable=False),
        sa.Column('what', sa.String(), nullable=False),
        sa.Column('unit', sa.String(), nullable=False),
        sa.Column('is_level', sa.Boolean(), nullable=False),
        _micro('most'),
        sa.Column('goal_kind', sa.String(), nullable=True),
        _micro('goal'),
        sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_round_measures_round_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_round_measures')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_round_measures_round_id'), 'round_measures', ['round_id'])
    op.create_table(
        'round_units',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('round_id', sa.Integer(), nullable=False),
        sa.Column('measure_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        _micro('start'),
        _micro('start_over'),
        sa.Column('start_day', sa.Date(), nullable=True),
        _micro('goal'),
        sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_round_units_round_id')),
        sa.ForeignKeyConstraint(['measure_id'], ['round_measures.id'], name=op.f('fk_round_units_measure_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_round_units_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_round_units')),
        sa.UniqueConstraint('measure_id', 'unit_id', name=op.f('uq_round_units_measure_id_unit_id')),
    )
    op.create_index(op.f('ix_round_units_round_id'), 'round_units', ['round_id'])
    op.create_index('round_units_of_unit', 'round_units', ['unit_id'])


def downgrade() -> None:
    """Figures of a round's own measures have no name any more; dialogues and changes of rounds cannot be read."""
    op.execute("UPDATE outbox SET purpose = 'copy' WHERE purpose = 'round'")
    own = "SELECT id FROM figures WHERE measure LIKE 'D%' AND input = 'amount'"
    op.execute(f"DELETE FROM figure_revisions WHERE figure_id IN ({own})")
    op.execute("DELETE FROM figures WHERE measure LIKE 'D%' AND input = 'amount'")
    op.execute("DELETE FROM conversations WHERE kind = 'round'")
    op.execute("UPDATE chats SET dialogues = '[]' WHERE CAST(dialogues AS TEXT) LIKE '%round%'")
    op.execute("DELETE FROM audit WHERE action IN ('round opened', 'round ended', 'round dropped')")
    op.drop_table('round_units')
    op.drop_table('round_measures')
    op.drop_table('rounds')
