"""A rank order list: the chance of each rank and of all, how far more ranks would help, and why the order is hers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import Problem, RequestError
from smartpick.estimate import Heard
from smartpick.explain._candidates import places_of
from smartpick.explain._memory import Memory, chances_asked
from smartpick.explain._situation import Situation, situation_of
from smartpick.explain._types import ListRequest
from smartpick.explain.season._rules import rules_about
from smartpick.explain.season._taste import Taste, taste_of
from smartpick.explain.season._types import Published, Ranked, RankList
from smartpick.facts import Facts
from smartpick.portfolio import INCLUDED_RANKS, list_outcome
from smartpick.profile import Profile, profile_hash
from smartpick.profile.answers import answers_of
from smartpick.programs import Directory, Program
from smartpick.uncertainty import Estimate, as_percent, in_words
from smartpick.vocabulary import SignalTier, Stage, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["caveats_at", "invited_codes", "rank_list", "ranked_situation", "taken_at", "top_of"]

_MORE = (1, 3, 5, 10)
_TOP = 3
_MOST_RANKS = 300
_SMALL = 2
"""At programs of so few positions a chain of displacements that she starts herself may come back to her."""


def rank_list(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    codes: Sequence[str] | None = None,
    memory: Memory | None = None,
) -> RankList:
    """Return what a rank order list comes to, given an interview at every program of it.

    Parameters
    ----------
    codes
        NRMP codes in the order of the list; None takes the order that her profile keeps, and where it keeps none the
        programs that invited her by her log, in the order of her own wishes.
    memory
        Serves chances that an earlier order of the same programs worked out; the answer is the same without.

    Raises
    ------
    RequestError
        With every unknown code and every one that stands there twice, or when there is nothing to rank.
    """
    logged = invited_codes(profile)
    given_order = profile.rank_order or None if codes is None else codes
    programs = _programs(directory, logged if given_order is None else given_order, is_logged=given_order is None)
    scene = ranked_situation(facts, directory, profile, request, programs, memory)
    open_to_her = {each.program_code_nrmp for each in scene.found.everywhere}
    left_out = [each for each in programs if each.program_code_nrmp not in open_to_her]
    programs = [each for each in programs if each.program_code_nrmp in open_to_her]
    if not programs:
        what = "none of these programs leads through a residency that is open to you"
        fix = "Preliminary years go on the supplemental list of the advanced program that they belong to"
        raise RequestError([Problem("list", what, fix=fix)])
    places = places_of(facts, profile, ())
    taste = taste_of(scene, profile, programs, places)
    if given_order is None:
        by_wish = np.argsort(-np.array(taste.points), kind="stable")
        programs = [programs[i] for i in by_wish]
        taste = taste_of(scene, profile, programs, places)
    taken = taken_at(scene, programs, memory)
    weights, caveats = scene.chances.weights, caveats_at(scene, programs)
    certain = np.ones_like(taken)
    is_preferred = [tier == 1 for tier in taste.tiers]
    outcome = list_outcome(certain, taken, weights, is_preferred, caveats)
    top = top_of(len(programs))
    order_by_chance = np.argsort(-taken.mean(axis=(1, 2)), kind="stable")
    surest = list_outcome(certain, taken[order_by_chance], weights, [i < top for i in order_by_chance], caveats)
    given = list_outcome(certain, taken, weights, [i < top for i in range(len(programs))], caveats)
    none_so_far = np.cumprod(1 - taken, axis=0)
    place = np.argsort(np.argsort(-np.array(taste.points), kind="stable"))
    ranks = tuple(
        Ranked(
            program=program,
            rank=at + 1,
            preference=int(place[at]) + 1,
            preference_points=taste.points[at],
            preference_why=taste.why[at],
            p_taken=Estimate(taken[at] @ weights, "probability", caveats),
            p_here=outcome.match_at[at],
            p_by_here=Estimate(1 - none_so_far[at] @ weights, "probability", caveats),
            gain=outcome.gain[at],
            positions=program.latest[1] if program.latest else None,
            is_heard=program.program_code_nrmp in logged,
        )
        for at, program in enumerate(programs)
    )
    usual = taken.mean(axis=0)
    more = tuple(
        (number, Estimate(1 - (none_so_far[-1] * (1 - usual) ** number) @ weights, "probability", caveats))
        for number in _MORE
        if len(programs) + number <= _MOST_RANKS
    )
    extra = max(0, len(programs) - INCLUDED_RANKS)
    made = RankList(
        season=scene.season,
        stage=scene.stage,
        calendar=scene.calendar,
        today=request.today,
        seed=request.seed,
        profile_hash=profile_hash(profile),
        facts_version=facts.version,
        answer=("", "", ""),
        ranks=ranks,
        p_match=outcome.p_match,
        p_match_preferred=outcome.p_match_preferred,
        preferred_area=places.preferred,
        top=top,
        p_top=given.p_match_preferred,
        p_top_by_chance=surest.p_match_preferred,
        more=more,
        published=_published(facts, scene, programs),
        weights=tuple(taste.weights.items()),
        extra_ranks=extra,
        extra_rank=scene.fees.extra_rank(),
        rules=rules_about(facts, ("rank_list", "nrmp_communication"), is_img=scene.applicant.applicant_type.is_img),
        notes=(),
        specialty_names=tuple(scene.names.items()),
        not_ranked=_not_ranked(directory, logged, programs),
    )
    notes = _notes(made, scene, taste, profile, left_out, is_given=given_order is not None)
    return replace(made, answer=_answer(made), notes=notes)


def _not_ranked(directory: Directory, logged: Sequence[str], programs: Sequence[Program]) -> tuple[Program, ...]:
    """Return the programs that invited her by her log and stand on no rank."""
    ranked = {each.program_code_nrmp for each in programs}
    return tuple(directory.by_code[code] for code in logged if code in directory.by_code and code not in ranked)


def top_of(number: int) -> int:
    """Return how many of so many programs count as those that she wants most.

    Examples
    --------
    >>> [top_of(number) for number in (1, 3, 5, 12)]
    [1, 1, 2, 3]
    """
    return max(1, min(_TOP, number // 2))


def invited_codes(profile: Profile) -> list[str]:
    """Return the programs that invited her by her log and that she has not given up, in the order of the log."""
    return list(answers_of(profile, date.min).held)


def _programs(directory: Directory, codes: Sequence[str], *, is_logged: bool) -> list[Program]:
    problems: list[Problem] = []
    if not codes:
        if is_logged:
            what, fix = "your log names no program that invited you", "Name a list, or log the invitations first"
            raise RequestError([Problem("list", what, fix=f"{fix}: `smartpick log PROFILE CODE invited`")])
        raise RequestError([Problem("list", "no program code in it", fix="Write one NRMP code a line, best first")])
    seen: set[str] = set()
    found = []
    for number, code in enumerate(codes, start=1):
        program = directory.by_code.get(code)
        if program is None:
            fix = "`smartpick programs --search NAME` finds the code"
            problems.append(Problem(f"list, rank {number}", f"no program {code} in the directory", fix=fix))
        elif code in seen:
            problems.append(Problem(f"list, rank {number}", f"{code} stands there a second time", fix="Keep one"))
        else:
            found.append(program)
        seen.add(code)
    if len(codes) > _MOST_RANKS:
        what = f"{len(codes)} ranks"
        problems.append(Problem("list", what, f"The NRMP takes at most {_MOST_RANKS}", "Leave out the last ones"))
    if problems:
        raise RequestError(problems)
    return found


def ranked_situation(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    request: ListRequest,
    programs: Sequence[Program],
    memory: Memory | None = None,
) -> Situation:
    """Return the situation in which every one of some programs counts, wherever it lies and whatever it costs.

    Notes
    -----
    Chances are worked out for these programs alone. They are the same as on any list, since what other programs have
    answered counts whichever specialty they are of (`situation_of`). Where a rule that is known takes one of them out,
    all of their specialties are candidates.
    """
    kinds = {program.specialty for program in programs}
    hers = [key for key in profile.goals.specialties if key in kinds]
    specialties = [*hers, *sorted(kinds - set(hers))]
    wishes = tuple(wish for wish in profile.goals.programs if not wish.is_never)
    budget = profile.budget.model_copy(update={"usd": None, "max_programs": None})
    plain = replace(request, areas=(), specialties=(), budget_usd=None, max_programs=None)

    def seen(*, anywhere: bool) -> Situation:
        areas: dict[str, object] = {"anywhere": anywhere, "never": ()}
        if not anywhere:
            areas |= {"tier1": (), "tier2": (), "tier3": ()}
        goals = profile.goals.model_copy(
            update={
                "specialties": tuple(specialties),
                "areas": profile.goals.areas.model_copy(update=areas),
                "programs": wishes,
            }
        )
        wide = profile.model_copy(update={"goals": goals, "budget": budget})
        listed = () if anywhere else programs
        return situation_of(facts, directory, wide, plain, listed, memory, profile.goals.specialties)

    try:
        found = seen(anywhere=False)
    except RequestError:
        return seen(anywhere=True)
    placed = {each.program.program_code_nrmp for each in found.found.placed}
    if programs and all(each.program_code_nrmp in placed for each in programs):
        return found
    return seen(anywhere=True)


def taken_at(scene: Situation, programs: Sequence[Program], memory: Memory | None = None) -> Array:
    """Return the chance that each program would take her, given an interview at all of them and her ranking it.

    Returns
    -------
    array of shape (n_programs, n_draws, n_nodes)
    """
    # In the order of their codes, so that every order of a list is worked out alike.
    codes = sorted(each.program_code_nrmp for each in programs)
    heard = {**scene.applicant.heard, **{code: Heard("invited") for code in codes}}
    applicant = replace(scene.applicant, heard=heard)
    by_code = {each.program_code_nrmp: each for each in programs}
    key, make = chances_asked(
        scene.facts,
        scene.profile,
        scene.assumptions,
        applicant,
        [by_code[code] for code in codes],
        scene.found.everywhere,
        scene.directory.season,
        scene.request.seed,
    )
    chances = (memory or Memory()).chances(key, codes, make)
    place = {code: at for at, code in enumerate(codes)}
    given = scene.applicant.signals
    return np.stack(
        [
            chances.accept_with_signal(
                place[each.program_code_nrmp],
                given.get((each.institution_code, each.specialty), SignalTier.NONE),
            )
            for each in programs
        ]
    )


def caveats_at(scene: Situation, programs: Sequence[Program]) -> tuple[str, ...]:
    """Return the keys of the caveats that hold for chances at these programs, each once."""
    keys = [key for each in programs for key in scene.chances.basis[each.specialty].caveats]
    return tuple(dict.fromkeys(keys))


def _published(facts: Facts, scene: Situation, programs: Sequence[Program]) -> tuple[Published, ...]:
    """Return the published lengths of lists of her group in the first specialty ranked, else of all specialties."""
    kind, first = str(scene.applicant.applicant_type), programs[0].specialty
    found: list[Published] = []
    for stratum in ("matched", "unmatched"):
        rows = [
            row
            for row in facts.statistics("contiguous_ranks_median")
            if row.stratum == stratum and kind in row.applicant_type_keys and row.value is not None
        ]
        for wanted, name in ((first, scene.names.get(first, first)), ("all", "all specialties")):
            row = next((row for row in rows if wanted in row.specialty_keys), None)
            if row is not None and row.value is not None:
                text = f"median programs ranked in a row by those who {stratum}, {name}, {row.season}"
                found.append(Published(text, row.value, row.fact_id))
                break
    for row in facts.statistics("match_rate_by_ranks"):
        if kind in row.applicant_type_keys and row.value is not None and {"all", first} & set(row.specialty_keys):
            text = f"share matched with {row.stratum} programs ranked ({row.season}, not a table of the NRMP)"
            found.append(Published(text, row.value, row.fact_id))
    return tuple(found)


def _answer(made: RankList) -> tuple[str, str, str]:
    if made.stage.is_closed:
        return _closed(made)
    count = len(made.ranks)
    programs = "both programs" if count == 2 else f"all {count} programs"
    chance = f"If you have interviewed at {programs} and rank them so" if count > 1 else "If you interviewed there"
    first = f"{chance}, your chance of matching is {in_words(made.p_match)}: {made.p_match}."
    best = made.ranks[0]
    second = f"{best.program.name} comes first: the chance to end up there is {best.p_here.short}."
    third = (
        "Rank in the order in which you would like to go: a lower rank lowers the chance of that program, and no other"
        " order raises the chance of matching"
    )
    surest, own = as_percent(made.p_top_by_chance.mean), as_percent(made.p_top.mean)
    if count > 1 and surest != own:
        firsts = "first" if made.top == 1 else f"first {made.top}"
        third += (
            f" (ranked surest first, your {firsts} would get {surest} % instead of {own} %; matching at all stays the"
            " same)"
        )
    return first, second, third + "."


def _closed(made: RankList) -> tuple[str, str, str]:
    """Say what the list came to, and that no order has an effect any more."""
    deadline = made.calendar.days.get("rank_list_deadline")
    since = "" if deadline is None else f" on {deadline.day}"
    since += " (carried from an earlier season)" if deadline is not None and deadline.is_carried else ""
    count = len(made.ranks)
    entered = "this one program, after an interview there" if count == 1 else f"these {count} programs in this order"
    entered += "" if count == 1 else ", after an interview at each"
    first = (
        f"Rank order lists closed{since}: no order has any effect any more, and keeping another one here changes"
        " nothing."
    )
    second = (
        f"If you entered and certified {entered}, your chance of matching"
        f" was {in_words(made.p_match)} ({made.p_match})."
    )
    third = {
        Stage.MATCH_WEEK: "Nothing about it is left to do; on Monday of Match Week you learn whether you matched.",
        Stage.SOAP: "The Match has run: what counts now is the answer of the NRMP, and SOAP where it was no.",
        Stage.MATCH_DAY: "The Match has run; if you matched, you learn today where you go.",
    }.get(made.stage, "The season is over; this looks back.")
    return first, second, third


def _notes(
    made: RankList,
    scene: Situation,
    taste: Taste,
    profile: Profile,
    left_out: Sequence[Program],
    *,
    is_given: bool,
) -> tuple[str, ...]:
    notes: list[str] = []
    taken_for_granted = [each for each in made.ranks if not each.is_heard]
    if taken_for_granted:
        notes.append(
            f"For {len(taken_for_granted)} of {len(made.ranks)} programs your log has no invitation: an interview there"
            " is taken for granted. A program that did not interview you will hardly rank you."
        )
    can_move = is_given and not made.stage.is_closed
    moved = [each for each in made.ranks if can_move and each.preference != each.rank]
    if moved:
        first = max(moved, key=lambda each: abs(each.preference - each.rank))
        notes.append(
            f"By the wishes in your profile {len(moved)} programs would stand elsewhere, {first.program.name} at rank"
            f" {first.preference} instead of {first.rank}. Nothing is changed for you: if the list says what you want,"
            " keep it; if a rank was chosen because it seemed surer, change it back."
        )
    if made.stage.is_closed:
        return (*notes, "How the interviews went is not in the chances.")
    notes.extend(
        f"{made.ranks[at].program.name} lies where your profile says you would not go. A match binds you: rank only"
        " where you would go."
        for at in taste.unwanted
    )
    if made.extra_ranks:
        price = "an amount that is not published" if made.extra_rank.usd is None else f"${made.extra_rank.usd:,.0f}"
        notes.append(
            f"{made.extra_ranks} ranks beyond the {INCLUDED_RANKS} that registration includes cost {price} each."
        )
    small = [each for each in made.ranks if each.positions is not None and each.positions <= _SMALL]
    if small:
        notes.append(
            f"{len(small)} of these programs had one or two positions. There one applicant more is not small: the one"
            " whom you displace may start a chain that comes back to displace you. Run again with the newcomer, made-up"
            " markets took less than 1 in 100 of such a chance away (docs/season.md), so nothing is taken off here."
        )
    if any(each.program.track is Track.ADVANCED for each in made.ranks):
        notes.append(
            "An advanced position needs a first year of its own: rank preliminary years on a supplemental list."
        )
    if left_out:
        names = "; ".join(f"{each.name} ({each.program_code_nrmp})" for each in left_out)
        notes.append(f"Not counted, since it is no residency that is open to you from the first year on: {names}.")
    notes += [
        f"{each.program.name}: {scene.applicant.own_rules[each.program.program_code_nrmp].text}. Settle that before"
        " you rank it."
        for each in made.ranks
        if (rule := scene.applicant.own_rules.get(each.program.program_code_nrmp)) is not None and rule.rules_out
    ]
    if profile.partner is not None:
        notes.append(
            "Your profile names a partner: these chances are for you alone; `smartpick rank PROFILE PAIRS --with"
            " PARTNER` weighs pairs."
        )
    notes.append(
        "How the interviews went is not in the chances. A program's own words after an interview promise nothing and"
        " should not move your order."
    )
    return tuple(notes)
