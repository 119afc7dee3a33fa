"""What the page keeps of lists made before is bounded by what it holds, and the newest stays."""

import pytest
from web.conftest import EXAMPLE, TODAY, Running

from smartpick.explain import ListRequest
from smartpick.present.web import _desk
from smartpick.present.web._answers import Depth


def test_lists_that_hold_much_go_first(fresh: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = fresh.app.desk
    desk.forget_lists()
    first, second = (ListRequest(today=TODAY, max_programs=number) for number in (5, 6))
    small = desk.answer(EXAMPLE, first)
    whole = desk.answer(EXAMPLE, second, Depth.LOOKS)
    assert whole.size > 10 * small.size > 0
    assert desk.answer(EXAMPLE, first) is small
    monkeypatch.setattr(_desk, "_MOST_BYTES", whole.size)
    third = desk.answer(EXAMPLE, ListRequest(today=TODAY, max_programs=7))
    assert desk.answer(EXAMPLE, ListRequest(today=TODAY, max_programs=7)) is third
    assert desk.answer(EXAMPLE, first) is small
    assert desk.answer(EXAMPLE, second, Depth.LOOKS) is not whole
    desk.forget_lists()
