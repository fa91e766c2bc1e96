"""Keep the password of a run's databases out of what a worker says: the project's own errors may hold its URL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


def masking(url: str) -> Callable[[bytes], bytes]:
    """Give what hides the password in the text of a worker, wherever it stands between `:` and `@` as in a URL.

    The bare password is left: a word like `postgres` stands in many texts for something else.
    """
    password = urlsplit(url).password
    if not password:
        return bytes
    spellings = {password, password.replace("%", "%%"), unquote(password)}
    secrets = [b":%s@" % json.dumps(text)[1:-1].encode() for text in spellings]  # as in a string of JSON

    def masked(text: bytes) -> bytes:
        for secret in secrets:
            text = text.replace(secret, b":***@")
        return text

    return masked
