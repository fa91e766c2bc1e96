"""Which modules a revision names, wherever it does."""

from __future__ import annotations

import ast

import pytest

from harness.project.imports import ANYTHING, imports_of

FORMS = {
    "import shop": {"shop"},
    "import shop.one as one, os": {"shop.one", "os"},
    "from shop import one": {"shop", "shop.one"},
    "from . import one": set(),
    "def upgrade():\n    from shop import one": {"shop", "shop.one"},
    "def upgrade(): import shop": {"shop"},
    "x = 1; import shop": {"shop"},
    "if x:\\\nimport shop": {"shop"},
    "import os\rif x:\r\timport shop\r": {"os", "shop"},
    "'''How to import: import it.'''\nimport shop": {"shop"},
    "try:\n\timport shop\nexcept ImportError: pass": {"shop"},
    "def upgrade():\n    importlib.import_module('shop.one')": {"shop.one"},
    "def upgrade():\n    __import__(name)": {ANYTHING},
    "def upgrade():\n    op.get_context().opts['x']": {ANYTHING},
    "def upgrade():\n    getattr(context, 'target_metadata')": {ANYTHING},
    "metadata = sa.MetaData()": set(),
    "important = 'from here on'": set(),
}


@pytest.mark.parametrize("form", FORMS)
def test_imports_of_a_revision(form: str) -> None:
    """At the top, in a function, behind another statement, by its name; and what may lead anywhere."""
    assert set(imports_of(ast.parse(form), form.encode())) == FORMS[form]
