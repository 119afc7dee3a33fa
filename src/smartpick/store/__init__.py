"""The user's own file: her profiles with every earlier state, notes and marks. Nothing else writes to it.

One SQLite file in the user's own data folder. `open_store` makes it, brings an older one up to date (with a backup
first) and refuses a newer one; `store_path` says where it is.
"""

from __future__ import annotations

from smartpick.store._open import open_store, store_path
from smartpick.store._store import Kept, Stale, Store

__all__ = ["Kept", "Stale", "Store", "open_store", "store_path"]
