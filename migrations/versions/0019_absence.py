"""From which day somebody is away"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('people', sa.Column('absent_from', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('people', 'absent_from')
