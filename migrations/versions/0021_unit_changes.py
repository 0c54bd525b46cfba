"""Mergers, splits and new names of units"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = models.database.Moment(timezone=True)
    op.create_table(
        'unit_changes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('on_day', sa.Date(), nullable=False),
        sa.Column('holds_from', sa.Date(), nullable=False),
        sa.Column('decision', sa.String(), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('after', sa.JSON(), nullable=False),
        sa.Column('new', sa.JSON(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('proposed_at', moment, nullable=False),
        sa.Column('recorded_at', moment, nullable=True),
        sa.Column('followed_at', moment, nullable=True),
        sa.Column('told_at', moment, nullable=True),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_unit_changes_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_unit_changes_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_changes')),
    )
    op.create_index('unit_changes_of_commune', 'unit_changes', ['commune_id', 'on_day'])
    # Not as a batch: that would make the table anew, and everything refers to it.
    op.add_column('units', sa.Column('succeeds', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('units', sa.Column('qualifier', sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('units', 'qualifier')
    op.drop_column('units', 'succeeds')
    op.drop_table('unit_changes')
