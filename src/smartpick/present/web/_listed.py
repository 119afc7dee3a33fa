"""Her list, or why there is none, for the pages that speak of its programs; what needs no list can still be said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from smartpick.errors import RequestError
from smartpick.explain import ListRequest

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.present.web._desk import Desk
    from smartpick.store import Kept

__all__ = ["Recent", "list_or_why"]

T = TypeVar("T")
_MOST = 16


class Recent(Generic[T]):
    """The answers made last, by what they depend on: a tick or a further page of the same answer need not be made anew.

    The thread that works for the guide's pages fills it; it is emptied when everything is forgotten.
    """

    def __init__(self, desk: Desk) -> None:
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        desk.also_forget.append(self._made.clear)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer for a key, made where it is not at hand."""
        found = self._made.pop(key, None)
        if found is None:
            found = make()
        self._made[key] = found
        while len(self._made) > _MOST:
            self._made.popitem(last=False)
        return found


async def list_or_why(desk: Desk, kept: Kept) -> tuple[ApplicationList | None, str]:
    """Return the list of a profile as it stands, and why there is none: as the guide's commands do it.

    Raises
    ------
    ProfileError
        With everything that is wrong with the profile.
    """
    try:
        found = await desk.run(desk.answer, kept.text, ListRequest(today=desk.day_for(kept)))
    except RequestError as error:
        return None, "; ".join(str(problem) for problem in error.problems)
    return found.made, ""
