"""Days off as officers enter them from announcements"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'holiday_announcements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('holiday', sa.String(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('first', sa.Date(), nullable=True),
        sa.Column('last', sa.Date(), nullable=True),
        sa.Column('worked', sa.JSON(), nullable=False),
        sa.Column('paper', sa.String(), nullable=False),
        sa.Column('exempt', sa.JSON(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('recorded_at', models.database.Moment(timezone=True), nullable=False),
        sa.Column('confirmed_at', models.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_holiday_announcements_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_holiday_announcements_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday_announcements')),
    )
    op.create_index('holiday_announcements_of_commune', 'holiday_announcements', ['commune_id', 'id'])


def downgrade() -> None:
    op.drop_table('holiday_announcements')
