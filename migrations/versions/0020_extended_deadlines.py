"""Reports whose unit was given until a later hour"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('reports', sa.Column('extended_until', models.database.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('reports', 'extended_until')
