"""Write into the version table at which revision a baseline stands."""

from __future__ import annotations

from typing import Any


def stamp(config: Any, revision: str) -> None:
    """Run env.py to write a revision into the version table, and nothing else."""
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config, script, fn=lambda heads, _context: script._stamp_revs(revision, heads), destination_rev=revision
    ):
        script.run_env()
