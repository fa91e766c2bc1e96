"""</script><script>document.title = "obeyed"</script> <!-- ]]> &amp; "quoted" 'text' 🐘"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NAMES = [
    "</script><img src=x onerror=alert(1)>",
    "a \"quoted\" 'name' `of` [all] kinds",
    "🐘 und Äpfel",
    "\u202eturned\u202c \u200b",
    "جدول",
    "<!-- ]]> ${data} $words \\",
]


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in NAMES:
        op.create_table(
            name,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column(f"{name} column", sa.String(20), nullable=on_postgresql),
            sa.Column("note", sa.Text, unique=True, comment="</style>"),
        )


def downgrade():
    raise NotImplementedError
