"""From which day somebody is away"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('people') as people:
        people.add_column(sa.Column('absent_from', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('people') as people:
        people.drop_column('absent_from')
