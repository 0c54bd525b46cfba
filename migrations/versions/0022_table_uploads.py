"""Tables that officers send to be imported"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'table_uploads',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('bot', sa.String(), nullable=False),
        sa.Column('chat_id', sa.String(), nullable=False),
        sa.Column('file_id', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('sheet', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('faults', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('fingerprint', sa.String(), nullable=False),
        sa.Column('created_at', models.database.Moment(timezone=True), nullable=False),
        sa.Column('expires_at', models.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_table_uploads_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_table_uploads_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_table_uploads')),
    )
    op.create_index(op.f('ix_table_uploads_person_id'), 'table_uploads', ['person_id'])
    op.create_index('table_uploads_by_state', 'table_uploads', ['state'])


def downgrade() -> None:
    op.drop_table('table_uploads')
