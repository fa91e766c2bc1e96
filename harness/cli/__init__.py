"""The command line: one file for each command, all of them thin shells over the pipeline."""

from __future__ import annotations

import click

from harness.cli.accept import accept
from harness.cli.check import check
from harness.cli.doctor import doctor
from harness.cli.init import init
from harness.cli.names import names
from harness.cli.rule import rule
from harness.cli.servers import servers
from harness.cli.shell import Shell


@click.group(cls=Shell, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="migration-parity", prog_name="parity")
def main() -> None:
    """Run one Alembic history on SQLite and on PostgreSQL, and say what differs, since when, and why."""


for command in (accept, check, doctor, init, names, rule, servers):
    main.add_command(command)
