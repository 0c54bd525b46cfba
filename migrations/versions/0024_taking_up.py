"""What is settled while a commune takes up the program, and questions that its first weeks leave for later ones"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'setup_steps',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('step', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('settled_at', models.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_setup_steps_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_setup_steps_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_setup_steps')),
        sa.UniqueConstraint('commune_id', 'step', name=op.f('uq_setup_steps_commune_id_step')),
    )
    op.add_column('reports', sa.Column('put_off', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    op.drop_column('reports', 'put_off')
    op.drop_table('setup_steps')
