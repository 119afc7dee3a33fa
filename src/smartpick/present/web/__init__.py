"""The page on the user's own machine: what the other rooms found, shown; nothing is worked out here.

`serve` starts it and opens the browser; `create_app` is the application without a socket.
"""

from __future__ import annotations

from smartpick.present.web._app import create_app
from smartpick.present.web._serve import serve

__all__ = ["create_app", "serve"]
