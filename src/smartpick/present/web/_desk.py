"""What the page works with: facts, programs, the user's file, and the lists made so far.

Lists are made one at a time in the order asked, off the event loop, and kept: the same profile and the same request
give the same list. What stands beside a list gives way, between two steps, to a list that somebody waits for, and
begins anew afterwards; what nobody waits for any more ends there. Neither leaves anything half done.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import io
import secrets
import threading
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from smartpick.errors import UserError
from smartpick.explain import ListRequest, Memory, make_list
from smartpick.facts import Facts, open_facts
from smartpick.present.web._answers import Answer, Depth, page_data
from smartpick.present.web._example import example_text, read_example, write_example
from smartpick.present.web._form import number_in
from smartpick.present.web._heap import give_back
from smartpick.profile import Known, Profile, load_profile
from smartpick.profile.passed import PassedDay, questions_of
from smartpick.programs import Directory, load_directory
from smartpick.store import Kept, Stale, Store

__all__ = ["EXAMPLE_DAY", "Between", "Desk", "Ground", "Unwanted", "while_wanted"]

EXAMPLE_DAY = date(2026, 9, 10)
"""The example stands on one day, so that it stays the same."""

_MOST_KEPT, _MOST_BYTES = 24, 12_000_000
_MOST_PROFILES = 4
_MOST_TOLD = 16
_PAUSE = 0.25
"""Seconds without a new question after which what stands beside a list is worked out."""

_PINNED: ContextVar[list[Kept] | None] = ContextVar("pinned", default=None)
"""The profile of this request, once it was asked for; None where each asking looks anew."""

T = TypeVar("T")
Between = Callable[[], None]
"""Called between two steps of work; raises where it has to end."""


class Unwanted(Exception):  # noqa: N818 -- nothing went wrong
    """Nobody waits for this work any more."""


class _GaveWay(Exception):  # noqa: N818 -- nothing went wrong
    """Somebody waits for a list: work that can wait begins anew after it."""


class _TextFile:
    """A profile's text where a file is expected: scores need no second file on the disk."""

    def __init__(self, text: str, name: str) -> None:
        self._raw, self.name = text.encode("utf-8", "surrogatepass"), name

    def open(self, mode: str = "rb") -> io.BytesIO:
        """Return the text as an open file."""
        del mode
        return io.BytesIO(self._raw)

    def __str__(self) -> str:
        return self.name


class Ground(NamedTuple):
    """What a page of the guide starts from."""

    facts: Facts
    directory: Directory
    profile: Profile
    day: date


class Desk:
    """Shared by all requests.

    Parameters
    ----------
    today
        Returns the day; the system's unless a test says otherwise.
    is_incognito
        Whether digits are hidden in what is shown.
    """

    def __init__(self, store: Store, today: Callable[[], date], *, is_incognito: bool = False) -> None:
        self.store, self.today, self.is_incognito = store, today, is_incognito
        self.facts: Facts = open_facts()
        self._lists: OrderedDict[tuple[str, ListRequest], Answer] = OrderedDict()
        self._profiles: OrderedDict[tuple[str, date], Profile] = OrderedDict()
        self._memory = Memory()
        self._passed: tuple[tuple[str, date], tuple[PassedDay, ...]] | None = None
        self._read: tuple[tuple[str, date], Profile] | None = None
        self._told: OrderedDict[str, str] = OrderedDict()
        self._urgent = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._lock = threading.RLock()
        # One thread for all lists: each thread would keep the memory of its largest list to itself.
        self.worker = ThreadPoolExecutor(1, "lists")
        # The guide's pages are short work and do not wait behind a list.
        self.reader = ThreadPoolExecutor(1, "guide")
        self.example_text = example_text()
        self.also_forget: list[Callable[[], None]] = []
        """What else is to be emptied when everything is forgotten: pages keep what they read of a profile."""

    async def run(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Do work off the event loop, in the order asked, so that the page answers meanwhile.

        What can wait and is under way gives way to it.
        """
        self._urgent += 1
        self._calm.clear()
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self.worker, functools.partial(copy_context().run, work, *arguments, **named)
            )
        finally:
            self._urgent -= 1
            if not self._urgent:
                self._calm.set()
                self.worker.submit(give_back)

    async def pause(self) -> None:
        """Wait until nobody has waited for a list for a moment: a slider that moves on makes the rest of no use."""
        while True:
            await self._calm.wait()
            await asyncio.sleep(_PAUSE)
            if not self._urgent:
                return

    async def run_later(self, work: Callable[..., T], *arguments: Any, is_wanted: Callable[[], bool]) -> T:
        """Do work that can wait, when nobody waits for a list; where somebody comes meanwhile it begins anew.

        Parameters
        ----------
        work
            Gets the arguments, and what it has to call between two steps.
        is_wanted
            Whether anybody waits for it still; asked from another thread.

        Raises
        ------
        Unwanted
            When nobody does.
        """

        def between() -> None:
            while_wanted(is_wanted)()
            if self._urgent:
                raise _GaveWay

        def begun() -> T:
            between()
            return work(*arguments, between)

        while True:
            while self._urgent:
                await self._calm.wait()
            try:
                return await asyncio.get_running_loop().run_in_executor(self.worker, copy_context().run, begun)
            except _GaveWay:
                continue
            finally:
                self.worker.submit(give_back)

    async def read(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Do short work that needs no list off the event loop, beside lists that are being made."""
        return await asyncio.get_running_loop().run_in_executor(
            self.reader, functools.partial(copy_context().run, work, *arguments, **named)
        )

    @functools.cached_property
    def directory(self) -> Directory:
        """Every program; read when first asked for."""
        with self._lock:
            return load_directory(self.facts)

    @functools.cached_property
    def known(self) -> Known:
        """Names that a profile may use."""
        return Known.of(self.facts, self.directory)

    def kept(self) -> Kept:
        """Return the profile in use; number 0 is the example."""
        pinned = _PINNED.get()
        if pinned:
            return pinned[0]
        found = self.store.current() or Kept(0, "Example", "0.0", self.example_text, "", can_undo=False)
        if pinned is not None:
            pinned.append(found)
        return found

    @staticmethod
    @contextlib.contextmanager
    def one_profile() -> Iterator[None]:
        """Within it, `kept` gives what it gave first: a page that takes long never shows one profile as another's.

        That holds in the threads of `run` and `read` too.
        """
        before = _PINNED.set([])
        try:
            yield
        finally:
            _PINNED.reset(before)

    def changing(self, form: Mapping[str, object], *, is_same_state: bool = True) -> Kept:
        """Return the profile that a form changes: the one in use, in the state that the form was made from.

        Parameters
        ----------
        form
            Its field ``state`` holds `Kept.state`; with ``use`` that profile is taken into use first.
        is_same_state
            False where it is enough that it is the same profile.

        Raises
        ------
        Stale
            When it is another profile or state by now.
        """
        state, kept = str(form.get("state", "")), self.kept()
        number = number_in(state.partition(".")[0])
        if form.get("use") == "yes" and number != kept.id:
            other = self.store.profile(number)
            if other is not None and other.state == state:
                self.store.choose(number)
                kept = other
        is_same = state == kept.state if is_same_state else state.partition(".")[0] == str(kept.id)
        if not is_same:
            raise Stale
        return kept

    def tell(self, text: str) -> str:
        """Keep a text to be told on the next page, and return the name under which it is asked for."""
        name = secrets.token_urlsafe(9)
        self._told[name] = text
        while len(self._told) > _MOST_TOLD:
            self._told.popitem(last=False)
        return name

    def told(self, name: str) -> str:
        """Return a text to be told; empty when there is none of that name."""
        return self._told.get(name, "")

    def day_for(self, kept: Kept) -> date:
        """Return the day that an answer is for."""
        return self.today() if kept.id else EXAMPLE_DAY

    def profile_of(self, text: str, today: date) -> Profile:
        """Return a profile from its text.

        Raises
        ------
        ProfileError
            With everything that is wrong.
        """
        with self._lock:
            known = self._profiles.get((text, today))
            if known is None:
                known = load_profile(self.as_file(text), self.known, today)
                self._profiles[text, today] = known
                while len(self._profiles) > _MOST_PROFILES:
                    self._profiles.popitem(last=False)
            return known

    def passed(self, kept: Kept) -> tuple[PassedDay, ...]:
        """Return the planned days that have passed, which every page asks about; none of a profile with faults.

        Notes
        -----
        Names are left unchecked, so that it takes no look at the facts and waits for no list.
        """
        day = self.day_for(kept)
        if self._passed is None or self._passed[0] != (kept.text, day):
            try:
                found = questions_of(load_profile(self.as_file(kept.text), Known(), day), day)
            except UserError:
                found = ()
            self._passed = (kept.text, day), found
        return self._passed[1]

    @staticmethod
    def as_file(text: str) -> Path:
        """Return a profile's text where a file is expected that is only read."""
        return cast("Path", _TextFile(text, "profile"))

    def ground(self, kept: Kept) -> Ground:
        """Return what every page of the guide starts from.

        Raises
        ------
        ProfileError
            With everything that is wrong with the profile.
        """
        day = self.day_for(kept)
        # The last one is at hand without the lock, which is held while a list is made.
        known = self._read
        if known is None or known[0] != (kept.text, day):
            known = self._read = (kept.text, day), self.profile_of(kept.text, day)
        return Ground(self.facts, self.directory, known[1], day)

    def answer(
        self, text: str, request: ListRequest, depth: Depth = Depth.LIST, between: Between | None = None
    ) -> Answer:
        """Return the list for a profile's text and a request, with at least so much beside it.

        Parameters
        ----------
        between
            Called between the steps of the work: what it raises ends it, and nothing half done is kept.

        Raises
        ------
        UserError
            With everything that the user can put right.
        """
        key = _name_of(text), request
        with self._lock:
            kept = self._lists.get(key)
            if kept is not None and kept.depth >= depth:
                self._lists.move_to_end(key)
                return kept
            profile = self.profile_of(text, request.today)
            made = make_list(
                self.facts,
                self.directory,
                profile,
                request,
                has_rest=depth >= Depth.PLACES,
                has_looks=depth >= Depth.LOOKS,
                memory=self._memory,
                between=between,
            )
            found = Answer(page_data(self.facts, made, profile), made, depth)
            self._lists[key] = found
            self._lists.move_to_end(key)
            while len(self._lists) > 1 and (
                len(self._lists) > _MOST_KEPT or sum(each.size for each in self._lists.values()) > _MOST_BYTES
            ):
                self._lists.popitem(last=False)
            return found

    def at_hand(self, kept: Kept) -> Answer | None:
        """Return the list of a profile where it is made already; nothing is worked out, and nothing waited for."""
        if not kept.id:
            return self.example
        return self._lists.get((_name_of(kept.text), ListRequest(today=self.day_for(kept))))

    def forget_lists(self) -> None:
        """Forget the lists made so far, and whatever else was read of a profile."""
        with self._lock:
            self._lists.clear()
            self._profiles.clear()
            self._memory.forget()
            self._read = None
            self._told.clear()
            self._passed = None
        for forget in self.also_forget:
            forget()

    @functools.cached_property
    def example(self) -> Answer:
        """The finished example: of the package or of an earlier start where it belongs to code and facts, else made."""
        path = self.store.path.with_name("example-list.json")
        data = read_example(self.facts, path)
        if data is None:
            data = self.make_example()
            write_example(self.facts, data, path)
        return Answer(data, None, Depth.LOOKS)

    def make_example(self) -> dict[str, Any]:
        """Return the finished example, made now."""
        return self.answer(self.example_text, ListRequest(today=EXAMPLE_DAY), Depth.LOOKS).data

    def warm_up(self) -> None:
        """Make the list that will be asked for first, so that the first what-if finds everything read."""
        kept = self.kept()
        try:
            self.answer(kept.text, ListRequest(today=self.day_for(kept)))
        except UserError:
            return  # the page tells it where it is asked for

    @staticmethod
    def tables(text: str) -> dict[str, Any]:
        """Return a profile's text, known to be in order, as plain data."""
        return tomllib.loads(text)


def _name_of(text: str) -> str:
    """Return what a profile's text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def while_wanted(is_wanted: Callable[[], bool]) -> Between:
    """Return what ends work between two steps once nobody waits for it."""

    def between() -> None:
        if not is_wanted():
            raise Unwanted

    return between
