"""Once everything is forgotten, no cache of the running page holds a word of a profile any more."""

import gc
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from web.conftest import TOKEN, Running

EXAMPLES = Path(__file__).parents[2] / "examples"
WORD = "quagga" + "zorilla"
INVITED = "1047120C0"
PAGES = (
    *("/now", "/plan", "/record", "/routes", "/letters", "/ties", "/interview", "/packet", "/texts", "/questions"),
    *("/season", "/season/interviews", "/season/thanks", "/soap", "/rank", "/"),
)


@pytest.fixture
def client(fresh: Running) -> Iterator[httpx.Client]:
    headers = {"origin": fresh.base}
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=120, headers=headers) as found:
        found.get("/", params={"token": TOKEN})
        yield found


def held_by(app: Any) -> set[str]:
    """Return the places of texts with the word in all that the application and the caches of functions lead to."""
    caches = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
    todo: list[tuple[Any, str]] = [(app, "app"), *((each, "cache of a function") for each in caches)]
    seen: set[int] = set()
    found = set()
    while todo:
        each, path = todo.pop()
        if isinstance(each, str | bytes):
            if WORD in (each if isinstance(each, str) else each.decode("latin-1")):
                found.add(path)
            continue
        # What a module holds beside such caches is no memory of a request.
        if id(each) in seen or isinstance(each, types.ModuleType | types.CodeType):
            continue
        if isinstance(each, dict) and "__builtins__" in each:
            continue
        seen.add(id(each))
        name = getattr(each, "__name__", "") if callable(each) else type(each).__name__
        todo += [(inner, f"{path[-300:]} > {name}") for inner in gc.get_referents(each)]
    return found


def test_after_everything_is_forgotten_no_cache_holds_a_word_of_the_profile(
    client: httpx.Client, fresh: Running
) -> None:
    event = f'\n[[season_log]]\nprogram_code_nrmp = "{INVITED}"\nevent = "invited"\nnote = "{WORD}"\n'
    partner = (EXAMPLES / "couple/sam.toml").read_text(encoding="utf-8") + event
    mine = fresh.store.add("sam", partner, "new")
    fresh.store.add("rosa", (EXAMPLES / "couple/rosa.toml").read_text(encoding="utf-8") + event, "new")
    for path in (*PAGES, f"/couple/list?with={mine}"):
        assert client.get(path).status_code == 200, path
    kept = fresh.store.current()
    assert kept
    said = {"program": INVITED, "event": "interviewed", "day": "2026-09-09", "note": WORD, "state": kept.state}
    answer = client.post("/season/add", data=said)
    assert "done=" in answer.headers["location"]
    assert client.get(answer.headers["location"].replace("?done=", "/effect/")).status_code == 200
    assert held_by(fresh.app)  # the search finds it while it is there
    assert client.post("/forget", data={"sure": "yes"}).status_code == 303
    client.get("/profiles")  # the connection's last request is another one
    assert held_by(fresh.app) == set()
