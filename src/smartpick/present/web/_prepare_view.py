"""What the pages of "Prepare" show: the JSON of `assess`, `plan`, `ask` and `packet`, with what is private left in.

The same functions make it as make the command's answer. It is kept for as long as profile and day stay the same, so
that a filter or a switch costs no second reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from smartpick.present._ask_figures import figures_of
from smartpick.present.web._answers import Depth
from smartpick.present.web._desk import Desk, Ground
from smartpick.present.web._listed import Recent

if TYPE_CHECKING:
    from smartpick.guidance import Assessment, ListFigures
    from smartpick.guidance.packet import Packet
    from smartpick.guidance.plan import Plan
    from smartpick.profile import Profile
    from smartpick.store import Kept

__all__ = ["ROUTE_GROUPS", "Readings", "by_topic", "own_benchmarks", "route_groups", "unused_sections"]

_MOST_KEPT = 24
_OWN = "own."
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,4})?", re.ASCII)
_WIDE = 3.0
"""Her own benchmark lies between a third and three times ours, else it is told as a slip."""
T = TypeVar("T")
Own = Mapping[str, float]
NO_OWN: Own = MappingProxyType({})

ROUTE_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("realism", "Your specialties: the base rate first", ("realism_", "hyper_competitive_", "psychiatry_trend")),
    ("parallel", "A second specialty beside it", ("parallel",)),
    ("screens", "Rules that stop an application", ("screens",)),
    ("first-year", "A first year, then the specialty", ("first_year", "two_step")),
    (
        "openness",
        "Visa, and how open programs are",
        ("visa_unknown", "openness_", "h1b_", "j1_", "osteopathic_", "comlex_", "newer_"),
    ),
    ("california", "The licence in California", ("california_",)),
    ("outside", "Outside the NRMP's Match", ("outside_", "military")),
)
"""Part of the page, its heading, and what the keys of its findings begin with; in the order of the page."""


class Readings:
    """Reads the profile in use, and keeps what it read.

    Parameters
    ----------
    desk
        What the page works with.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._recent: Recent[Any] = Recent(desk, _MOST_KEPT)

    def _key(self, kept: Kept, *what: object) -> tuple[object, ...]:
        return (kept.id, kept.text, self.desk.day_for(kept), *what)

    def _once(self, kept: Kept, what: tuple[object, ...], make: Callable[[], T]) -> T:
        return cast("T", self._recent.get(self._key(kept, *what), make))

    def ground(self, kept: Kept) -> Ground:
        """Return facts, programs, profile and day.

        Raises
        ------
        ProfileError
            With everything that is wrong with the profile.
        """
        return self._once(kept, ("ground",), lambda: self.desk.ground(kept))

    def shown(self, kept: Kept) -> Profile:
        """Return the profile without its private parts."""
        from smartpick.profile import public_view

        return self._once(kept, ("shown",), lambda: public_view(self.ground(kept).profile))

    def _differs(self, kept: Kept, *, is_public: bool) -> bool:
        """Tell whether something private has to be left out."""
        return is_public and self.shown(kept) != self.ground(kept).profile

    def assessment(self, kept: Kept, own: Own = NO_OWN, *, is_public: bool = False) -> Assessment:
        """Return the reading of the record; a public one was made from what may leave the program.

        Parameters
        ----------
        own
            Her own benchmarks, in place of ours.

        Raises
        ------
        UserError
            With everything that is wrong.
        """

        def make() -> Assessment:
            from smartpick.guidance import assess

            facts, directory, profile, day = self.ground(kept)
            return assess(facts, directory, self.shown(kept) if is_public else profile, day, None, own)

        is_public = self._differs(kept, is_public=is_public)
        return self._once(kept, ("assessment", is_public, *sorted(own.items())), make)

    def record(self, kept: Kept, own: Own = NO_OWN) -> dict[str, Any]:
        """Return what `smartpick assess --json` says, with what is private."""

        def make() -> dict[str, Any]:
            from smartpick.present._assess_json import assess_json
            from smartpick.profile import profile_hash

            ground = self.ground(kept)
            made = self.assessment(kept, own)
            return assess_json(ground.facts, made, profile_hash(ground.profile), for_herself=True)

        return self._once(kept, ("record", *sorted(own.items())), make)

    def plan_made(self, kept: Kept, *, is_public: bool = False) -> Plan:
        """Return the plan without the lists by score; a public one was planned from what may leave the program."""

        def make() -> Plan:
            from smartpick.guidance.plan import make_plan

            facts, directory, profile, day = self.ground(kept)
            return make_plan(facts, directory, self.shown(kept) if is_public else profile, day)

        is_public = self._differs(kept, is_public=is_public)
        return self._once(kept, ("plan", is_public), make)

    def plan(self, kept: Kept) -> dict[str, Any]:
        """Return what `smartpick plan --json` says, less the lists by score, with what is private."""

        def make() -> dict[str, Any]:
            from smartpick.present._plan_json import plan_json
            from smartpick.profile import profile_hash

            ground = self.ground(kept)
            return plan_json(ground.facts, self.plan_made(kept), profile_hash(ground.profile), for_herself=True)

        return self._once(kept, ("plan_json",), make)

    def has_scores(self, kept: Kept) -> bool:
        """Tell whether lists by score belong to the plan: while an exam with a number is ahead."""

        def make() -> bool:
            from smartpick.guidance.plan import scores_to_try

            facts, directory, profile, day = self.ground(kept)
            return bool(scores_to_try(facts, directory, profile, day))

        return self._once(kept, ("has_scores",), make)

    def scores(self, kept: Kept) -> list[dict[str, Any]]:
        """Return the lists that scores would lead to, as `smartpick plan --json` has them; long work."""

        def make() -> list[dict[str, Any]]:
            from smartpick.explain import ListRequest
            from smartpick.present._plan_command import lists_by_score
            from smartpick.present._plan_json import list_figures_json

            facts, directory, profile, day = self.ground(kept)
            found = lists_by_score(facts, directory, profile, day, None, {}, ListRequest(today=day).seed)
            return [{"score": score, **list_figures_json(each)} for score, each in found.items()]

        return self._once(kept, ("scores",), make)

    def figures(self, kept: Kept, *, is_public: bool = False) -> ListFigures:
        """Return the figures of the list, of a public one without what is private; long work where it is not made yet.

        Raises
        ------
        UserError
            Where no list can be made.
        """

        def make() -> ListFigures:
            from smartpick.explain import ListRequest, make_list

            facts, directory, _, day = self.ground(kept)
            request = ListRequest(today=day)
            if is_public:
                return figures_of(make_list(facts, directory, self.shown(kept), request, has_looks=False))
            made = self.desk.answer(kept.text, request, Depth.PLACES).made
            assert made is not None  # noqa: S101 -- only the example is read from a file, and not by this way
            return figures_of(made)

        is_public = self._differs(kept, is_public=is_public)
        return self._once(kept, ("figures", is_public), make)

    def has_figures(self, kept: Kept, *, is_public: bool = False) -> bool:
        """Tell whether the list's figures are at hand."""
        is_public = self._differs(kept, is_public=is_public)
        return self._key(kept, "figures", is_public) in self._recent

    def answers(self, kept: Kept) -> list[dict[str, Any]]:
        """Return the answers of `smartpick ask --json`, with what is private; long work, as `figures`."""

        def make() -> list[dict[str, Any]]:
            from smartpick.guidance import answers
            from smartpick.present._ask_json import ask_json

            facts, directory, profile, day = self.ground(kept)
            return ask_json(answers(facts, directory, profile, day, self.figures(kept)), for_herself=True)

        return self._once(kept, ("answers",), make)

    def packet(self, kept: Kept, redact: Sequence[str], *, has_figures: bool) -> Packet:
        """Return the packet, of what may leave the program alone; with the list's figures where they are asked for.

        Raises
        ------
        RequestError
            With every switch that there is none of.
        """
        from smartpick.errors import UserError
        from smartpick.guidance.packet import make_packet

        read = self.assessment(kept, is_public=True)
        figures = None
        if has_figures:
            try:
                figures = self.figures(kept, is_public=True)
            except UserError:
                figures = None  # the list itself says why there is none
        return make_packet(self.shown(kept), read, self.plan_made(kept, is_public=True), figures, redact)


def own_benchmarks(
    pairs: Iterable[tuple[str, str]], used: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, float], dict[str, str]]:
    """Return her own benchmarks that an address holds, as ``own.step2_ck_low=230``, and what is wrong with the others.

    Parameters
    ----------
    used
        Benchmark key → ours, of those that her record is read with; what is none of them is left out.
    """
    own: dict[str, float] = {}
    errors: dict[str, str] = {}
    for name, text in pairs:
        key = name.removeprefix(_OWN)
        if not name.startswith(_OWN) or key not in used or not text.strip():
            continue
        ours = float(used[key]["value"])
        low, high = sorted((ours / _WIDE, ours * _WIDE)) if ours else (-_WIDE, _WIDE)
        value = float(text) if _NUMBER.fullmatch(text.strip()) else None
        if value is None or not low <= value <= high:
            errors[key] = f"Write a number from {low:.4g} to {high:.4g}; ours is {ours:g}."
        elif value != ours:
            own[key] = value
    return own, errors


def by_topic(findings: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return heading → findings of the record's own page, in the order of `smartpick assess`."""
    from smartpick.present._assess_text import TOPICS

    groups: dict[str, list[Mapping[str, Any]]] = {name: [] for name in dict.fromkeys(TOPICS.values())}
    for each in findings:
        if each["topic"] != "route":
            groups[TOPICS[each["topic"]]].append(each)
    return [(name, found) for name, found in groups.items() if found]


def route_groups(findings: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """Return key, heading and findings of each part of the page of routes; what fits no part comes last."""
    left = [each for each in findings if each["topic"] == "route"]
    groups = []
    for key, name, starts in ROUTE_GROUPS:
        found = [each for each in left if each["key"].startswith(starts)]
        left = [each for each in left if each not in found]
        groups.append((key, name, found))
    if left:
        groups.append(("more", "More", left))
    return groups


def unused_sections(full: Packet, made: Packet) -> list[tuple[str, list[str]]]:
    """Return heading → lines that the whole packet has and this one has not: what the switches took out."""
    kept = {(section.key, text) for section in made.sections for text, _ in section.lines}
    gone = [
        (section.title, [text for text, _ in section.lines if (section.key, text) not in kept])
        for section in full.sections
    ]
    return [(title, lines) for title, lines in gone if lines]
