"""Every address is registered once, and what is asked of one room is answered by that room alone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from web.conftest import TODAY

from smartpick.present.web import create_app
from smartpick.store import open_store


def flat(routes: Iterable[Any]) -> Iterator[Any]:
    """Return single routes; a router may stand among them whole."""
    for each in routes:
        inside = getattr(each, "original_router", None)
        yield from [each] if inside is None else flat(inside.routes)


def test_no_address_is_registered_twice_for_a_method(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smartpick.sqlite")
    app: Any = create_app(store, frozenset(), "token", today=lambda: TODAY).app
    store.close()
    found = Counter((each.path, method) for each in flat(app.routes) for method in each.methods)
    assert found["/season", "GET"] == 1
    assert [each for each, count in found.items() if count > 1] == []
