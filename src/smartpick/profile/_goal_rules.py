"""What cannot be so about goals, money and names: specialties, areas, budget, signals, partner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath, PureWindowsPath

from smartpick.errors import RequestError, did_you_mean
from smartpick.profile._case import Case
from smartpick.profile._finding import Finding, shown
from smartpick.profile._lines import Location
from smartpick.vocabulary import SignalTier

__all__ = ["NO_SPECIALTY", "goal_findings"]

NO_SPECIALTY = "?"
"""Stands in for specialties that are missing, so that the rest can be checked."""

_TIERS = ("tier1", "tier2", "tier3", "never")
_TIER_WORDS = {"tier1": "tier 1", "tier2": "tier 2", "tier3": "tier 3", "never": "never"}


def goal_findings(case: Case) -> Iterator[Finding]:
    """Yield what cannot be so about what the applicant wants."""
    goals = case.profile.goals
    yield from _specialty_findings(case, ("goals", "specialties"), goals.specialties, is_ahead=True)
    yield from _area_findings(case)
    yield from _division_findings(case)
    yield from _wish_findings(case)
    yield from _budget_findings(case)
    yield from _signal_findings(case)
    yield from _partner_findings(case)
    for key in case.profile.assumptions:
        if case.known.assumption_keys and key not in case.known.assumption_keys:
            fix = did_you_mean(key, case.known.assumption_keys) or "`smartpick facts list --kind assumption` lists them"
            yield Finding(("assumptions", key), "the model has no such assumption", fix=fix)
    for number, earlier in enumerate(case.profile.earlier_seasons):
        at: Location = ("earlier_seasons", number, "specialties")
        yield from _specialty_findings(case, at, earlier.specialties, is_ahead=False)


def _specialty_findings(case: Case, at: Location, names: Sequence[str], *, is_ahead: bool) -> Iterator[Finding]:
    """Yield unknown specialties, those that stand there twice and, ahead, those matched elsewhere."""
    keys: set[str] = set()
    for number, name in enumerate(names):
        if name == NO_SPECIALTY:
            continue
        try:
            found = case.known.specialty(name)
        except RequestError as error:
            why = "Specialties are written as in NRMP reports, or in their usual short form"
            yield Finding((*at, number), f"unknown specialty '{shown(name)}'", why, error.problems[0].fix)
            continue
        key = found.key if found else name.casefold()
        if found and found.where_to_go and is_ahead:
            fix = "Take it out of the list here"
            yield Finding((*at, number), f"{found.name} is not in the NRMP's Match", found.where_to_go, fix)
        if key in keys:
            yield Finding((*at, number), f"'{shown(name)}' stands there twice", fix="Keep one")
        keys.add(key)


def _area_findings(case: Case) -> Iterator[Finding]:
    goals = case.profile.goals
    first: dict[str, str] = {}
    for tier in _TIERS:
        names: tuple[str, ...] = getattr(goals.areas, tier)
        for number, name in enumerate(names):
            at: Location = ("goals", "areas", tier, number)
            try:
                key = case.known.area_key(name) or name.casefold()
            except RequestError as error:
                yield from (Finding(at, problem.what, problem.why, problem.fix) for problem in error.problems)
                continue
            if key not in first:
                first[key] = tier
            elif "never" in {tier, first[key]} and tier != first[key]:
                what = f"'{shown(name)}' is in {_TIER_WORDS[first[key]]} and in {_TIER_WORDS[tier]}"
                yield Finding(at, what, fix="Would you go there? Take it out of one of the two")
            else:
                twice = "twice" if tier == first[key] else f"in {_TIER_WORDS[first[key]]} too"
                yield Finding(at, f"'{shown(name)}' is there {twice}", fix="Keep it in the tier that is dearer to you")
    areas = goals.areas
    if not areas.anywhere and not (areas.tier1 or areas.tier2 or areas.tier3):
        fix = "Name an area in tier1, or write anywhere = true"
        yield Finding(("goals", "areas", "anywhere"), "no place is left", fix=fix, lacking=(("goals", "areas"),))
    if goals.practice_area is not None:
        try:
            case.known.area_key(goals.practice_area)
        except RequestError as error:
            at = ("goals", "practice_area")
            yield from (Finding(at, problem.what, problem.why, problem.fix) for problem in error.problems)


def _division_findings(case: Case) -> Iterator[Finding]:
    goals, known = case.profile.goals, {name.casefold() for name in case.known.divisions}
    seen: set[str] = set()
    for number, name in enumerate(goals.preferred_divisions):
        at: Location = ("goals", "preferred_divisions", number)
        if known and name.casefold() not in known:
            near = did_you_mean(name, case.known.divisions)
            yield Finding(
                at, f"no division '{shown(name)}'", fix=near or f"One of {', '.join(sorted(case.known.divisions))}"
            )
        if name.casefold() in seen:
            yield Finding(at, f"'{shown(name)}' is there twice", fix="Keep one")
        seen.add(name.casefold())
    if goals.has_no_division_preference and goals.preferred_divisions:
        what = "no preference, and divisions that you prefer"
        yield Finding(("goals", "has_no_division_preference"), what, fix="Keep one of the two")


def _wish_findings(case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, wish in enumerate(case.profile.goals.programs):
        at: Location = ("goals", "programs", number)
        if wish.program_code_nrmp in seen:
            yield Finding(at, f"{wish.program_code_nrmp} stands there twice", fix="Keep one")
        seen.add(wish.program_code_nrmp)
        if wish.is_never and (wish.desire or 0) > 1:
            what = f"a desire of {wish.desire} for a program where you would not go"
            yield Finding((*at, "is_never"), what, fix="Keep one of the two")
        if wish.is_never and (wish.is_always or wish.tier):
            what = "a program where you would not go, and that you want on the list or in an area"
            yield Finding((*at, "is_never"), what, fix="Keep one of the two")


def _budget_findings(case: Case) -> Iterator[Finding]:
    budget = case.profile.budget
    if budget.planned_programs and budget.max_programs and budget.planned_programs > budget.max_programs:
        what = f"{budget.planned_programs} planned, and at most {budget.max_programs}"
        fix = "Raise max_programs, or take one of the two out"
        yield Finding(("budget", "planned_programs"), what, fix=fix)


def _signal_findings(case: Case) -> Iterator[Finding]:
    seen: dict[tuple[str, str], SignalTier] = {}
    codes = case.known.institution_codes
    for number, signal in enumerate(case.profile.signals):
        at: Location = ("signals", number)
        if codes and signal.institution_code not in codes:
            fix = "`smartpick programs` shows the codes: the first four digits of a program code"
            yield Finding(
                (*at, "institution_code"), f"no institution {signal.institution_code} in the directory", fix=fix
            )
        try:
            found = case.known.specialty(signal.specialty)
        except RequestError as error:
            what = f"unknown specialty '{shown(signal.specialty)}'"
            yield Finding((*at, "specialty"), what, fix=error.problems[0].fix)
            continue
        key = signal.institution_code, found.key if found else signal.specialty.casefold()
        if key in seen:
            tiers = f"{seen[key]} and {signal.tier}" if seen[key] != signal.tier else signal.tier
            what = f"a second signal to {signal.institution_code} for {shown(signal.specialty)} ({tiers})"
            yield Finding(at, what, "An institution gets one signal for a specialty", "Keep one")
        seen[key] = signal.tier


def _partner_findings(case: Case) -> Iterator[Finding]:
    if case.profile.partner is None:
        return
    at: Location = ("partner", "profile")
    name = case.profile.partner.profile
    windows = PureWindowsPath(name)
    if PurePosixPath(name).is_absolute() or windows.drive or windows.root or name.startswith("~") or "://" in name:
        why = "The two files are found from each other, so that both can be moved together"
        yield Finding(
            at, f"'{shown(name)}' starts from the root", why, f"Write {shown(windows.name)} and keep it beside"
        )
    elif windows.name == case.file:
        yield Finding(at, "your own file", fix="Name the file of your partner's profile")
