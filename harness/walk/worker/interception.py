"""Put the steering where project code passes: create_engine, AsyncEngine, Flask's configuration, create_all."""

from __future__ import annotations

import functools
import os
import re
import weakref
from typing import TYPE_CHECKING, Any

from .importing import AfterImport

if TYPE_CHECKING:
    from .environment import Walk
    from .notes import Notes
    from .steering import Steering

FLASK_URLS = frozenset({"SQLALCHEMY_DATABASE_URI", "ALCHEMICAL_DATABASE_URL", "DATABASE_URL"})
FLASK_MAPS = frozenset({"SQLALCHEMY_BINDS", "SQLALCHEMY_ENGINES", "ALCHEMICAL_BINDS"})
MAIN = frozenset({None, "", "default"})
"""What Flask-SQLAlchemy, Flask-SQLAlchemy-Lite and Alchemical call the main one among several databases."""
QUOTED = re.compile(r"'(\w+)'")
MUTED_COMMANDS = ("upgrade", "stamp", "downgrade", "ensure_version")


class Interception:
    """Patches that last as long as the process.

    `loading` is true while the project's app is imported, `muted` when something was left out then, and `env_py` is the
    file that runs the history.
    """

    def __init__(self, steering: Steering, notes: Notes, walk: Walk) -> None:
        self.steering = steering
        self.notes = notes
        self.walk = walk
        self.loading = False
        self.muted = False
        self.engines: weakref.WeakSet[Any] = weakref.WeakSet()
        self.env_py: str | None = None

    def install(self) -> None:
        """Patch SQLAlchemy, Alembic's commands and Flask, before any project code is imported."""
        self._patch_engines()
        self._patch_environment()
        self._mute_while_loading()
        AfterImport(
            {"sqlalchemy.ext.asyncio.engine": self._patch_async_engines, "flask.config": self._patch_flask_config}
        ).install()

    def _patch_engines(self) -> None:
        import sqlalchemy
        import sqlalchemy.engine.create as create_module
        from sqlalchemy import event

        real = create_module.create_engine
        steering = self.steering

        @functools.wraps(real)
        def create_engine(url: Any, **options: Any) -> Any:
            url, options = steering.engine_arguments(url, options)
            try:
                engine = real(url, **options)
            except TypeError as error:  # options for the dialect that the project had in mind
                refused = set(QUOTED.findall(str(error).partition(" sent to ")[0])) & set(options)
                if not refused:
                    raise
                engine = real(url, **{name: value for name, value in options.items() if name not in refused})
            if engine.dialect.name == "sqlite" and not engine.dialect.is_async:
                event.listen(engine, "connect", _do_not_sync)
            self.engines.add(engine)
            return engine

        for module in (sqlalchemy, sqlalchemy.engine, create_module):
            module.create_engine = create_engine  # type: ignore[attr-defined] # a module

    def disconnect(self) -> None:
        """Close what the project's engines hold open."""
        for engine in list(self.engines):
            if not engine.dialect.is_async:
                engine.dispose()

    def _patch_async_engines(self, module: Any) -> None:
        """AsyncEngine(engine_from_config(...)) gets a synchronous engine when the URL was replaced."""
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        module._create_engine = create_engine  # patched before
        real = module.AsyncEngine.__init__

        @functools.wraps(real)
        def init(engine: Any, sync_engine: Any) -> None:
            if not sync_engine.dialect.is_async:
                sync_engine = create_engine(sync_engine.url, _is_async=True, poolclass=NullPool)
            real(engine, sync_engine)

        module.AsyncEngine.__init__ = init

    def _patch_environment(self) -> None:
        """What a .env file says (load_dotenv(override=True)) would undo the variables that were set before."""
        environment: Any = type(os.environ)
        real = environment.__setitem__
        steering = self.steering

        @functools.wraps(real)
        def set_item(variables: Any, name: str, value: str) -> None:
            kept = steering.environment_value(name, value) if variables is os.environ else value
            real(variables, name, kept)

        environment.__setitem__ = set_item

    def _mute_while_loading(self) -> None:
        """A factory that makes its own tables or upgrades by itself must not do so before revision 1."""
        import alembic.command
        from sqlalchemy import MetaData, Table

        self._mute(MetaData, "create_all", "create-all-at-import")
        self._mute(Table, "create", "create-all-at-import")
        for name in MUTED_COMMANDS:
            self._mute(alembic.command, name, "upgrade-at-import")

    def is_importing(self) -> bool:
        """Tell whether the project's code is being imported: the app, or what env.py imports before it configures."""
        if self.loading or self.env_py is None or self.walk.configured:
            return self.loading
        file, _line = self.notes.caller() or (None, 0)
        return file is None or os.path.realpath(file) != os.path.realpath(self.env_py)

    def _mute(self, owner: Any, name: str, code: str) -> None:
        real = getattr(owner, name)
        interception = self

        @functools.wraps(real)
        def muted(*arguments: Any, **options: Any) -> Any:
            if interception.is_importing():
                interception.muted = True
                interception.notes.add(code, f"{name}()")
                return None
            return real(*arguments, **options)

        setattr(owner, name, muted)

    def _patch_flask_config(self, module: Any) -> None:
        """Flask-SQLAlchemy makes its engines in init_app, so the URL is rewritten when it is stored."""

        def rewritten(key: str, value: Any) -> Any:
            if key in FLASK_URLS and value:
                return self.steering.rewrite_text(value)
            if key in FLASK_MAPS and isinstance(value, dict):
                return {name: self._rewrite_bind(name, bind) for name, bind in value.items()}
            return value

        def set_item(config: Any, key: str, value: Any) -> None:
            dict.__setitem__(config, key, rewritten(key, value))

        def update(config: Any, *arguments: Any, **options: Any) -> None:
            for key, value in dict(*arguments, **options).items():
                config[key] = value

        def set_default(config: Any, key: str, value: Any = None) -> Any:
            if key not in config:
                config[key] = value
            return config[key]

        for name, function in (("__setitem__", set_item), ("update", update), ("setdefault", set_default)):
            setattr(module.Config, name, function)

    def _rewrite_bind(self, name: Any, bind: Any) -> Any:
        beside = None if name in MAIN else str(name)
        if isinstance(bind, dict):
            return {**bind, "url": self.steering.rewrite_text(bind["url"], beside=beside)} if "url" in bind else bind
        return self.steering.rewrite_text(bind, beside=beside)


def _do_not_sync(connection: Any, _record: Any) -> None:
    """Spare the disk: nobody needs the database of a run that the machine did not survive."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
