"""Why is the list not what it was? Each input is set back by itself, and the list made again with it.

What an input does alone need not add up to what all of them do together: they meet in the same list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from smartpick.errors import Problem, RequestError
from smartpick.explain._bench import Picked
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._types import ListRequest
from smartpick.explain.look._types import ChangedInput, EarlierList, ListChanges
from smartpick.facts import Facts
from smartpick.portfolio import ListOutcome
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory

__all__ = ["list_changes"]

_LIMITS = (
    "max_programs",
    "budget_usd",
    "areas",
    "specialties",
    "forced",
    "excluded",
    "least_outside",
    "is_one_specialty_a_site",
)
_WISHES = {"forced", "excluded", "least_outside", "is_one_specialty_a_site"}
"""What no profile holds: nothing said means nothing wished."""


@dataclass(frozen=True, slots=True)
class _Try:
    """One input set back: its name, what it was and is, and the profile and request with it as it was."""

    name: str
    text: str
    profile: Profile | None
    request: ListRequest | None
    why_not: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """A list that was made: its scene, the choice, and what it comes to."""

    scene: Situation
    picked: Picked
    outcome: ListOutcome

    @property
    def signals(self) -> dict[str, str]:
        """Return the signals by code, in the order of the list."""
        return {
            self.scene.bench.placed[i].program.program_code_nrmp: str(tier)
            for i, tier in zip(self.picked.order, self.picked.signals, strict=True)
        }


def list_changes(
    facts: Facts,
    directory: Directory,
    earlier: EarlierList,
    profile: Profile,
    request: ListRequest,
    old_profile: Profile | None = None,
) -> ListChanges:
    """Return which programs came and went since a saved list, which inputs changed, and what each does by itself.

    Parameters
    ----------
    old_profile
        The profile that the saved list was made from, where it is at hand: then each of its tables is set back alone.

    Raises
    ------
    RequestError
        As for a list, and when `old_profile` is not the one that the saved list was made from.
    """
    if old_profile is not None and profile_hash(old_profile) != earlier.profile_hash:
        why = f"Its hash is {profile_hash(old_profile)}, and the list was made from {earlier.profile_hash}"
        what = "not the profile that the saved list was made from"
        raise RequestError([Problem("--old-profile", what, why, "Name the file as it was then")])
    now = _made(facts, directory, profile, request)
    if now is None:
        what = "no application adds enough to the chance of matching to be worth its fee"
        raise RequestError([Problem("list", what, fix="`smartpick list` says more")])
    signals = now.signals
    names = {**earlier.programs, **_names(now)}
    return ListChanges(
        earlier=earlier,
        season=now.scene.season,
        today=request.today,
        seed=request.seed,
        facts_version=facts.version,
        profile_hash=profile_hash(profile),
        summary=now.scene.bench.summary(now.picked, now.outcome),
        entering=tuple((code, names[code]) for code in signals if code not in earlier.programs),
        leaving=tuple((code, name) for code, name in earlier.programs.items() if code not in signals),
        kept=sum(code in earlier.programs for code in signals),
        signals=tuple(
            (code, names[code], earlier.signals[code], tier)
            for code, tier in signals.items()
            if code in earlier.signals and earlier.signals[code] != tier
        ),
        inputs=tuple(
            _tried(facts, directory, now, each)
            for each in _tries(now.scene, earlier, profile, request, facts.version, old_profile)
        ),
    )


def _names(made: _Made) -> dict[str, str]:
    programs = [made.scene.bench.placed[i].program for i in made.picked.order]
    return {program.program_code_nrmp: program.name for program in programs}


def _made(facts: Facts, directory: Directory, profile: Profile, request: ListRequest) -> _Made | None:
    scene = situation_of(facts, directory, profile, request)
    picked = scene.bench.best(range(len(scene.bench.placed)))
    return _Made(scene, picked, scene.bench.outcome(picked)) if picked.order else None


def _tries(
    scene: Situation,
    earlier: EarlierList,
    profile: Profile,
    request: ListRequest,
    facts_version: str,
    old_profile: Profile | None,
) -> Iterator[_Try]:
    """Yield each input that changed, set back."""
    if earlier.facts_version != facts_version:
        text = f"{earlier.facts_version[:12]} → {facts_version[:12]}"
        yield _Try("facts", text, None, None, "earlier facts are not kept, so it cannot be tried by itself")
    if earlier.season != scene.season:
        yield _Try("season", f"{earlier.season} → {scene.season}", profile, replace(request, season=earlier.season))
    if earlier.today != request.today:
        yield _Try("today", f"{earlier.today} → {request.today}", profile, replace(request, today=earlier.today))
    if earlier.seed != request.seed:
        yield _Try("seed", f"{earlier.seed} → {request.seed}", profile, replace(request, seed=earlier.seed))
    if earlier.limits is None:
        yield _Try("limits", "the saved list does not say", None, None, "it was saved without what was asked for")
    else:
        yield from _limits(earlier.limits, profile, request)
    if earlier.profile_hash != profile_hash(profile):
        if old_profile is None:
            text = f"{earlier.profile_hash} → {profile_hash(profile)}"
            yield _Try("profile", text, None, None, "--old-profile FILE tells which part of it did what")
        else:
            yield from _tables(profile, old_profile, request)


def _limits(limits: Mapping[str, Any], profile: Profile, request: ListRequest) -> Iterator[_Try]:
    for name in _LIMITS:
        was, now = limits[name], getattr(request, name)
        if was != now:
            none = "none" if name in _WISHES else "as in the profile"
            text = f"{_said(was, none)} → {_said(now, none)}"
            yield _Try(f"limits.{name}", text, profile, replace(request, **{name: was}))


def _said(value: object, none: str) -> str:
    if value is None or value == ():
        return none
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}"


def _tables(profile: Profile, old: Profile, request: ListRequest) -> Iterator[_Try]:
    """Yield each table of the profile that changed; what stands in it is not told, some of it is private."""
    for name in type(profile).model_fields:
        was, now = getattr(old, name), getattr(profile, name)
        if was != now:
            back = profile.model_copy(update={name: was})
            yield _Try(f"profile.{name}", "changed", back, request)


def _tried(facts: Facts, directory: Directory, now: _Made, each: _Try) -> ChangedInput:
    """Return what one input does: the list of today less the list with that input as it was."""
    if each.profile is None or each.request is None:
        return ChangedInput(each.name, each.text, None, None, (), (), each.why_not)
    try:
        back = _made(facts, directory, each.profile, each.request)
    except RequestError as error:
        return ChangedInput(
            each.name, each.text, None, None, (), (), f"no list could be made: {error.problems[0].what}"
        )
    if back is None:
        return ChangedInput(each.name, each.text, None, None, (), (), "no program would be on the list")
    was, has = back.signals, now.signals
    cost = now.scene.bench.summary(now.picked, now.outcome).cost.total_usd
    before = back.scene.bench.summary(back.picked, back.outcome).cost.total_usd
    return ChangedInput(
        name=each.name,
        text=each.text,
        p_match=now.outcome.p_match.minus(back.outcome.p_match),
        cost_usd=cost - before,
        entering=tuple(code for code in has if code not in was),
        leaving=tuple(code for code in was if code not in has),
        why_not="",
    )
