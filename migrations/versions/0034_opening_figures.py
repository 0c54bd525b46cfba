"""An index of opening figures alone: a balance looks for them among all that its years have brought"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

_OPENING = "period_id IS NULL"


def upgrade() -> None:
    op.create_index(
        "figures_opening",
        "figures",
        ["subject_id", "measure", "input", "on_day"],
        sqlite_where=sa.text(_OPENING),
        postgresql_where=sa.text(_OPENING),
    )


def downgrade() -> None:
    op.drop_index("figures_opening", "figures", sqlite_where=sa.text(_OPENING), postgresql_where=sa.text(_OPENING))
