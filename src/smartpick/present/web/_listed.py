"""Her list, or why there is none, for the pages that speak of its programs; what needs no list can still be said."""

from __future__ import annotations

import threading
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

    Any thread may ask; answers are made beside each other. It is emptied when everything is forgotten.

    Parameters
    ----------
    most
        Answers that are kept; the one that was asked for longest ago goes first.
    """

    def __init__(self, desk: Desk, most: int = _MOST) -> None:
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._most, self._times_forgotten = most, 0
        self._lock = threading.Lock()
        desk.also_forget.append(self.forget)

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether an answer is at hand."""
        with self._lock:
            return key in self._made

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer for a key, made where it is not at hand."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            begun = self._times_forgotten
        found = make()
        with self._lock:
            # What was forgotten while it was made is not kept again.
            if begun == self._times_forgotten:
                self._made[key] = found
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
        return found

    def forget(self) -> None:
        """Forget every answer, and those that are being made."""
        with self._lock:
            self._made.clear()
            self._times_forgotten += 1


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
