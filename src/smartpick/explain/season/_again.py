"""A second application: what has changed since the last one, what has not, and what last season's answers tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from smartpick.errors import Problem, RequestError
from smartpick.explain._answer import and_list
from smartpick.explain._situation import situation_of
from smartpick.explain._types import ListRequest
from smartpick.explain.season._types import EarlierList, Reapplication
from smartpick.facts import Facts
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory
from smartpick.vocabulary import EXAMS

__all__ = ["reapplication"]

_MOSTLY = 0.6
"""A list repeats itself from this share of the earlier programs on."""


def reapplication(facts: Facts, directory: Directory, profile: Profile, request: ListRequest) -> Reapplication:
    """Return last season's list and result beside this season's.

    Raises
    ------
    RequestError
        When no earlier season stands in the profile, or when no list can be made.
    """
    told = profile.earlier_seasons
    if not told:
        what = "no earlier season stands in the profile"
        fix = "Put it into your profile: year, programs, interviews and outcome (`docs/profile.md` shows how)"
        raise RequestError([Problem("earlier_seasons", what, fix=fix)])
    scene = situation_of(facts, directory, profile, request)
    plain = situation_of(facts, directory, profile.model_copy(update={"earlier_seasons": ()}), request)
    picked = scene.bench.best(range(len(scene.bench.placed)))
    logged = list(dict.fromkeys(each.program_code_nrmp for each in profile.season_log if each.event != "open_house"))
    suggested = [scene.bench.placed[i].program.program_code_nrmp for i in picked.order]
    this_list = logged or suggested
    now = set(this_list)
    successor = {old: each for each in directory.programs for old in (each.program_code_nrmp, *each.chained_from)}
    earlier = []
    for each in sorted(told, key=lambda one: -one.season):
        then = {successor[code].program_code_nrmp: successor[code] for code in each.programs if code in successor}
        repeated = tuple(program for code, program in then.items() if code in now)
        earlier.append(
            EarlierList(
                season=each.season,
                outcome=each.outcome or "not told",
                applications=each.applications if each.applications is not None else len(each.programs) or None,
                interviews=each.interviews if each.interviews is not None else len(each.interviewed_at) or None,
                ranked=each.ranked,
                programs=len(each.programs),
                repeated=repeated,
                only_then=len(each.programs) - len(repeated),
            )
        )
    last = max(told, key=lambda one: one.season)
    since = last.submitted_date or date(last.season - 1, 9, 25)
    record = tuple(_changed(profile, since))
    changed = (*record, *_chosen_anew(profile, last.specialties))
    unchanged = tuple(_unchanged(profile, since, last.specialties))
    with_it = scene.bench.outcome(picked).p_match
    same = [i for i, each in enumerate(plain.bench.placed)]
    code_at = {plain.bench.placed[i].program.program_code_nrmp: i for i in same}
    moved = replace(picked, order=tuple(code_at[code] for code in suggested))
    without = plain.bench.outcome(moved).p_match
    share = scene.assumptions.get("earlier_answer_share")
    made = Reapplication(
        season=scene.season,
        today=request.today,
        seed=request.seed,
        profile_hash=profile_hash(profile),
        facts_version=facts.version,
        answer=("", "", ""),
        earlier=tuple(earlier),
        this_list=len(this_list),
        is_this_list_logged=bool(logged),
        changed=changed,
        unchanged=unchanged,
        warning=_warning(earlier[0], record, is_logged=bool(logged)),
        p_without=without,
        p_with=with_it,
        weight=(share.mean, share.sd, share.fact_id),
    )
    return replace(made, answer=_answer(made))


def _changed(profile: Profile, since: date) -> Iterator[str]:
    """Yield what is in the record now that was not there when the last applications were sent."""
    exams = profile.exams
    for field, name in EXAMS.items():
        for attempt in getattr(exams, field):
            if attempt.date is not None and attempt.date > since:
                result = f", {attempt.result}" if attempt.result else ""
                yield f"{name} on {attempt.date}{result}{f', {attempt.score:g}' if attempt.score else ''}"
    if profile.ecfmg.certified and profile.ecfmg.date is not None and profile.ecfmg.date > since:
        yield f"ECFMG certified on {profile.ecfmg.date}"
    for work in profile.work:
        start = str(work.start) if work.start is not None else ""
        if start and start > since.isoformat()[: len(start)]:
            yield f"{work.title}, since {work.start}"


def _chosen_anew(profile: Profile, specialties: tuple[str, ...]) -> Iterator[str]:
    """Yield what she does otherwise this time; no program sees a better record for it."""
    if specialties and set(profile.goals.specialties) - set(specialties):
        added = sorted(set(profile.goals.specialties) - set(specialties))
        yield f"specialties applied to: {and_list([each.replace('_', ' ') for each in added])} added"
    if profile.signals:
        yield f"{len(profile.signals)} signals decided"


def _unchanged(profile: Profile, since: date, specialties: tuple[str, ...]) -> Iterator[str]:
    exams = profile.exams
    dated = [
        attempt.date
        for field in ("step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3")
        for attempt in getattr(exams, field)
        if attempt.date is not None
    ]
    if dated and max(dated) <= since:
        yield f"no exam result since {max(dated)}"
    if not exams.step3 and not exams.comlex3:
        yield "Step 3 or Level 3 not taken, as far as the profile says"
    if specialties and not set(profile.goals.specialties) - set(specialties):
        yield "the same specialties"
    if not any(str(each.start or "") > since.isoformat()[:7] for each in profile.work):
        yield "no work since then in the profile"


def _warning(last: EarlierList, record: tuple[str, ...], *, is_logged: bool) -> str:
    """Return the warning where a list repeats itself; empty where it does not, or where it cannot be told.

    Parameters
    ----------
    record
        What is new in her record, which those programs would see.
    """
    if not last.programs or last.outcome == "matched":
        return ""
    share = len(last.repeated) / last.programs
    which = "your applications" if is_logged else "the list suggested here"
    if share >= _MOSTLY and not record:
        return (
            f"{len(last.repeated)} of the {last.programs} programs of {last.season} are in {which} again, and the"
            " profile shows nothing that these programs have not seen. What a program answered to the same application"
            " it will mostly answer again: change the programs, the specialty or the record, or know that this is so."
        )
    if share >= _MOSTLY:
        return (
            f"{len(last.repeated)} of the {last.programs} programs of {last.season} are in {which} again. Show each of"
            " them what is new, in the personal statement and the experiences."
        )
    return ""


def _answer(made: Reapplication) -> tuple[str, str, str]:
    last = made.earlier[0]
    sent = "applications" if last.applications is None else f"{last.applications} applications"
    offers = (
        "an unknown number of interview offers"
        if last.interviews is None
        else f"{last.interviews} interview offer{'' if last.interviews == 1 else 's'}"
    )
    first = f"For the {last.season} Match you sent {sent} and had {offers}; outcome: {last.outcome.replace('_', ' ')}."
    count = len(made.changed)
    what = and_list(list(made.changed[:3])) if made.changed else ""
    second = (
        f"Since then {count} thing{'' if count == 1 else 's'} changed: {what}."
        if made.changed
        else "Since then the profile shows nothing new in your record."
    )
    third = (
        f"With last season's answers counted the chance of matching on the list is {made.p_with}; without them it would"
        f" be {made.p_without}."
    )
    return first, second, third
