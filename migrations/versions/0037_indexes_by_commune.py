"""Indexes by commune for tables that were read whole where there are many communes"""

from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('people_of_commune', 'people', ['commune_id'])
    op.create_index('groups_of_commune', 'groups', ['commune_id'])


def downgrade() -> None:
    op.drop_index('groups_of_commune', 'groups')
    op.drop_index('people_of_commune', 'people')
