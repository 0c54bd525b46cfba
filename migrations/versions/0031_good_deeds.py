"""Good deeds that heads have told"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'good_deeds',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('sender_id', sa.Integer(), nullable=True),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('named', sa.String(), nullable=False),
        sa.Column('is_sensitive', sa.Boolean(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('photo_bot', sa.String(), nullable=True),
        sa.Column('photo_id', sa.String(), nullable=True),
        sa.Column('told_at', models.database.Moment(timezone=True), nullable=False),
        sa.Column('decided_at', models.database.Moment(timezone=True), nullable=True),
        sa.Column('used_in', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_good_deeds_commune_id')),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_good_deeds_unit_id')),
        sa.ForeignKeyConstraint(['sender_id'], ['people.id'], name=op.f('fk_good_deeds_sender_id')),
        sa.ForeignKeyConstraint(['used_in'], ['periods.id'], name=op.f('fk_good_deeds_used_in')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_good_deeds')),
        sqlite_autoincrement=True,
    )
    op.create_index('good_deeds_of_commune', 'good_deeds', ['commune_id', 'state'])


def downgrade() -> None:
    """Dialogues and changes that are about deeds cannot be read by the version before."""
    op.execute("DELETE FROM conversations WHERE kind = 'deed'")
    op.execute("UPDATE chats SET dialogues = '[]' WHERE CAST(dialogues AS TEXT) LIKE '%deed%'")
    op.execute("DELETE FROM audit WHERE action IN ('deed kept', 'deed not used', 'deed taken back')")
    op.drop_table('good_deeds')
