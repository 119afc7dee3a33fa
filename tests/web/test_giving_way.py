"""What stands beside a list gives way to lists, ends when nobody waits, and leaves nothing half done behind."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from web.conftest import EXAMPLE, TODAY, TOKEN, Running

from smartpick.explain import ListRequest
from smartpick.present.web import _list_routes, _list_view
from smartpick.present.web._answers import Depth
from smartpick.present.web._desk import Desk, Unwanted
from smartpick.store import Store, open_store

SMALL = EXAMPLE.replace('["Family Medicine", "Internal Medicine"]', '["Pediatrics"]')
PLAIN = ListRequest(today=TODAY)


def in_a_loop_of_its_own(work: Coroutine[Any, Any, Any]) -> Any:
    """Run work in a thread: the browser's tools keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = open_store(tmp_path / "smartpick.sqlite")
    yield found
    found.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, lambda: TODAY)


def test_work_that_can_wait_begins_anew_after_a_list_that_somebody_waits_for(desk: Desk) -> None:
    seen: list[str] = []
    begun = threading.Event()

    def rest(between: Callable[[], None]) -> str:
        seen.append("rest begins")
        begun.set()
        for _ in range(1000 if seen.count("rest begins") == 1 else 1):
            time.sleep(0.005)
            between()
        seen.append("rest ends")
        return "rest"

    def listed() -> str:
        seen.append("list")
        return "list"

    async def both() -> tuple[str, str]:
        later = asyncio.create_task(desk.run_later(rest, is_wanted=lambda: True))
        await asyncio.to_thread(begun.wait)
        return await desk.run(listed), await later

    assert in_a_loop_of_its_own(both()) == ("list", "rest")
    assert seen == ["rest begins", "list", "rest begins", "rest ends"]


def test_work_that_nobody_wants_any_more_ends_and_is_not_begun(desk: Desk) -> None:
    is_wanted = True
    steps = 0

    def rest(between: Callable[[], None]) -> None:
        nonlocal is_wanted, steps
        for _ in range(10):
            between()
            steps += 1
            is_wanted = steps < 3

    with pytest.raises(Unwanted):
        in_a_loop_of_its_own(desk.run_later(rest, is_wanted=lambda: is_wanted))
    assert steps == 3
    with pytest.raises(Unwanted):
        in_a_loop_of_its_own(desk.run_later(rest, is_wanted=lambda: is_wanted))
    assert steps == 3


def test_a_list_that_was_ended_at_any_step_leaves_nothing_and_is_the_same_when_made_again(
    desk: Desk, store: Store
) -> None:
    other = Desk(store, lambda: TODAY)
    plain = {depth: other.answer(SMALL, PLAIN, depth).data for depth in (Depth.LIST, Depth.LOOKS)}
    left = -1

    def between() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Unwanted

    for depth, wanted in plain.items():
        steps = 0
        while True:
            left = steps
            try:
                found = desk.answer(SMALL, PLAIN, depth, between)
            except Unwanted:
                assert all(kept.depth < depth for kept in desk._lists.values())
                steps += 1
                continue
            break
        assert steps > 2
        assert json.dumps(found.data) == json.dumps(wanted)
    again = desk.answer(SMALL, replace(PLAIN, budget_usd=600.0), Depth.LIST).data
    assert json.dumps(again) == json.dumps(other.answer(SMALL, replace(PLAIN, budget_usd=600.0)).data)


def test_what_comes_later_says_what_the_whole_list_says(desk: Desk) -> None:
    """First the list, then what stands beside it, then the curve: each part as in the list made at once."""
    first, then, whole = (Desk(desk.store, lambda: TODAY).answer(SMALL, PLAIN, depth).data for depth in Depth)
    for key in ("answer", "summary", "programs", "specialties", "stopped_by", "find_out", "caveats"):
        assert first[key] == then[key] == whole[key], key
    for key in ("compared", "dropped", "routes", "saved_usd", "p_match_lost", "gap_to_first_area"):
        assert then[key] == whole[key], key
    assert not first["compared"]
    assert whole["curve"] is not None
    assert then["curve"] is None


def test_a_list_that_nobody_waits_for_any_more_is_not_made(fresh: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slider that moves on closes its request: the list is not made, and the next one does not wait for it."""
    fresh.store.add("Mine", SMALL, "new")
    made: list[int | None] = []
    is_free = threading.Event()
    real = _list_view.list_context

    def slow(desk: Desk, kept: Any, ask: Any, **named: Any) -> dict[str, Any]:
        if ask.budget == 610:
            is_free.wait(20)
        found = real(desk, kept, ask, **named)
        made.append(ask.budget)
        return found

    monkeypatch.setattr(_list_routes, "list_context", slow)
    with httpx.Client(base_url=fresh.base, trust_env=False, timeout=60, follow_redirects=True) as client:
        client.get(f"/?token={TOKEN}")
        made.clear()
        for budget in (610, 620):
            with pytest.raises(httpx.ReadTimeout):
                client.get(f"/?budget={budget}", headers={"hx-request": "true"}, timeout=0.4)
        time.sleep(0.3)
        is_free.set()
        answer = client.get("/?budget=630", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert made == [630]
    asked = {request.budget_usd for _, request in fresh.app.desk._lists}
    assert not asked & {610.0, 620.0}


def test_days_of_the_example_and_of_a_profile_are_kept_apart(desk: Desk) -> None:
    """What is kept of a profile is kept for a day: tasks and ages of facts depend on it."""
    one, other = (desk.profile_of(SMALL, day) for day in (TODAY, date(2026, 9, 11)))
    assert one is not other
    assert desk.profile_of(SMALL, TODAY) is one
    desk.forget_lists()
    assert desk.profile_of(SMALL, TODAY) is not one
