"""Goals of single units in a round, a launch's name, when an award was handed over, a pledge's own words changed"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('round_measures', sa.Column('own_goals', sa.JSON(), nullable=True))
    op.add_column('launches', sa.Column('name', sa.String(), nullable=False, server_default=''))
    op.add_column('awards', sa.Column('handed_on', sa.Date(), nullable=True))
    op.add_column('pledge_changes', sa.Column('old_text', sa.String(), nullable=True))
    op.add_column('pledge_changes', sa.Column('new_text', sa.String(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM audit WHERE action = 'awards handed over'")
    op.execute('DELETE FROM pledge_changes WHERE new_text IS NOT NULL')
    op.drop_column('pledge_changes', 'new_text')
    op.drop_column('pledge_changes', 'old_text')
    op.drop_column('awards', 'handed_on')
    op.drop_column('launches', 'name')
    op.drop_column('round_measures', 'own_goals')
