"""Years that were closed, with their verdicts as they were"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'year_closings',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('closed_at', models.database.Moment(timezone=True), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('verdicts', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_year_closings_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_year_closings_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_year_closings')),
        sa.UniqueConstraint('commune_id', 'year', name=op.f('uq_year_closings_commune_id_year')),
    )


def downgrade() -> None:
    op.drop_table('year_closings')
