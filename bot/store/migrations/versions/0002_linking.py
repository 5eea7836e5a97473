"""One person on several platforms."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "codes",
        sa.Column("lookup", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["users.id"], name=op.f("fk_codes_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("lookup", name=op.f("pk_codes")),
    )
    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_codes_person"), ["person"], unique=False)
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_platform_chosen", sa.Boolean(), server_default=sa.text("(false)"), nullable=False)
        )
