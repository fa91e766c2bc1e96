"""`flask parity`: the commands of `parity`, listed beside `flask db`.

The `flask` command finds the group by its entry point and runs it without loading the app, so that it also works where
the app cannot be loaded.
"""

from __future__ import annotations

import os

import click
from flask.cli import ScriptInfo

from harness.cli import main
from harness.cli.shell import Shell


@click.group(cls=Shell, help=main.help, commands=main.commands, context_settings=main.context_settings)
@click.version_option(package_name="migration-parity", prog_name="parity")
@click.pass_context
def parity(ctx: click.Context) -> None:
    """Hand over the app of `flask --app`. That of FLASK_APP is found by `parity` itself, after its own setting."""
    app = ctx.ensure_object(ScriptInfo).app_import_path
    if app is not None and app != os.environ.get("FLASK_APP"):
        takes_it = (name for name, command in main.commands.items() if any(one.name == "app" for one in command.params))
        ctx.default_map = {name: {"app": app} for name in takes_it}
