"""Indexes for history"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TELLING = "((value <> 0 AND state <> 'unchanged') OR mark <> '' OR period_id IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.create_index(
            "figures_telling",
            ["subject_id", "measure", "input", "on_day"],
            unique=False,
            sqlite_where=sa.text(_TELLING),
            postgresql_where=sa.text(_TELLING),
        )


def downgrade() -> None:
    with op.batch_alter_table("figures", schema=None) as batch_op:
        batch_op.drop_index(
            "figures_telling", sqlite_where=sa.text(_TELLING), postgresql_where=sa.text(_TELLING)
        )
