"""A small Flask project with tests of its own, run by a pytest of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

ENV = """\
from alembic import context
from flask import current_app

engine = current_app.extensions["migrate"].db.engine
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

MODELS = """\
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Store(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), nullable=False)
    slug = db.Column(db.String(40))
"""

FACTORY = """\
from flask import Flask
from flask_migrate import Migrate

from shop.models import Store, db


def create_app(**config):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///dev.db"
    app.config.update(config)
    db.init_app(app)
    Migrate(app, db)

    @app.post("/stores/<name>")
    def add(name):
        db.session.add(Store(name=name))
        db.session.commit()
        return "added"

    @app.get("/stores")
    def names():
        return " ".join(db.session.scalars(db.select(Store.name).order_by(Store.id)))

    return app
"""

GLOBAL = """\
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///dev.db"
db = SQLAlchemy(app)
migrate = Migrate(app, db)


class Store(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), nullable=False)
    slug = db.Column(db.String(40))
"""


def write_shop(suite: Suite) -> None:
    """Write an app with a factory, in the suite's project. Its migrations write the store 'Corner Books'."""
    suite.write("migrations/env.py", ENV)
    suite.path.joinpath("alembic.ini").unlink()
    suite.write("migrations/alembic.ini", "[alembic]\n")
    suite.write("shop/models.py", MODELS)
    suite.write("shop/__init__.py", FACTORY)


def write_global_shop(suite: Suite) -> None:
    """Write an app in one module, which is made when the module is imported."""
    write_shop(suite)
    suite.path.joinpath("shop/__init__.py").unlink()
    suite.path.joinpath("shop/models.py").unlink()
    suite.path.joinpath("shop").rmdir()
    suite.write("app.py", GLOBAL)
