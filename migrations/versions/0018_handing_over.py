"""Whose duties an invited officer takes over"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('invitations') as invitations:
        invitations.add_column(sa.Column('replaces_id', sa.Integer(), nullable=True))
        invitations.create_foreign_key(op.f('fk_invitations_replaces_id'), 'people', ['replaces_id'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('invitations') as invitations:
        invitations.drop_constraint(op.f('fk_invitations_replaces_id'), type_='foreignkey')
        invitations.drop_column('replaces_id')
