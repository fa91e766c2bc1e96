"""Where the ledger is kept: there is no default."""

import os

STORE = os.environ["LEDGER_STORE"]
KIND = STORE.partition(":")[0]
if KIND not in {"sqlite", "postgresql"}:
    raise SystemExit(f"LEDGER_STORE must name an SQLite or PostgreSQL database, not {KIND}")
