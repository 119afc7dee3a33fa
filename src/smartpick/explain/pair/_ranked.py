"""A couple's own rank order list: the chance of each row and of all, given interviews at every program of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import Problem, RequestError
from smartpick.explain._situation import Situation
from smartpick.explain._types import ListRequest
from smartpick.explain.pair._near import AREA_MILES, Nearness
from smartpick.explain.pair._rows import extra_ranks, rows_limit
from smartpick.explain.pair._start import Agreed, agreed_of, canonical_order, seasons_of
from smartpick.explain.pair._types import PairRequest, PairRow, RowKind
from smartpick.explain.season._rank import caveats_at, invited_codes, ranked_situation, taken_at
from smartpick.facts import Facts
from smartpick.portfolio import CostLine, list_outcome
from smartpick.portfolio.pairs import joint_outcome
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory, Program
from smartpick.uncertainty import Estimate, in_words
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["PairRanks", "rank_pairs"]

_JUDGING = 202
Codes = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True, eq=False)
class PairRanks:
    """What a couple's rank order list comes to.

    Attributes
    ----------
    answer
        Three plain sentences.
    names, profile_hashes
        Of the partners, in the order of the columns.
    rows
        As entered; `p_row` of a row is the chance that the couple is matched by it.
    p_near, p_both, p_one, p_none
        Both matched near each other; both matched by any row; exactly one; none.
    p_match, p_match_alone
        Of each partner: matched by the pairs, and with the same programs in the same order ranked alone.
    extra_ranks
        What each partner's programs above the included number cost; None for none.
    not_logged
        Of each partner: programs of the list that the log has no invitation of.
    fact_ids
        Rows of the facts that limit and fees stand on.
    """

    season: int
    stage: Stage
    today: date
    seed: int
    facts_version: str
    answer: tuple[str, str, str]
    names: tuple[str, str]
    profile_hashes: tuple[str, str]
    near_text: str
    rows: tuple[PairRow, ...]
    p_near: Estimate
    p_both: Estimate
    p_one: Estimate
    p_none: Estimate
    p_match: tuple[Estimate, Estimate]
    p_match_alone: tuple[Estimate, Estimate]
    extra_ranks: tuple[CostLine | None, CostLine | None]
    not_logged: tuple[int, int]
    notes: tuple[str, ...]
    caveats: tuple[str, ...]
    fact_ids: tuple[str, ...]


def rank_pairs(
    facts: Facts,
    directory: Directory,
    profiles: tuple[Profile, Profile],
    request: PairRequest,
    pairs: Sequence[Codes],
) -> PairRanks:
    """Return what a couple's rank order list comes to.

    Parameters
    ----------
    profiles
        In the order of the columns of `pairs`.
    pairs
        NRMP codes of both in each row, most preferred first; None where that partner goes unmatched.

    Raises
    ------
    RequestError
        With every unknown code, repeated row and program that is not open to its partner.
    """
    programs = _programs(facts, directory, pairs)
    seasons, differ = seasons_of(facts, profiles, request)
    if differ:
        raise RequestError(differ)
    asked = ListRequest(today=request.today, season=request.season or seasons[0], seed=request.seed)
    scenes = [
        ranked_situation(facts, directory, profile, asked, own) for profile, own in zip(profiles, programs, strict=True)
    ]
    _check_open(scenes, programs, request.names)
    agreed = agreed_of(profiles, request)
    place = [{each.program_code_nrmp: at for at, each in enumerate(own)} for own in programs]
    rows = np.array(
        [[-1 if code is None else place[k][code] for k, code in enumerate(pair)] for pair in pairs], dtype=np.int64
    )
    near = Nearness.of(programs[0], programs[1], agreed.miles, is_same_area=agreed.is_same_area)
    return _made(facts, profiles, request, scenes, programs, rows, near, agreed)


def _programs(facts: Facts, directory: Directory, pairs: Sequence[Codes]) -> tuple[list[Program], list[Program]]:
    """Return each partner's programs, each once, in the order of the rows; everything that is wrong is told at once."""
    problems: list[Problem] = []
    seen: dict[Codes, int] = {}
    for number, pair in enumerate(pairs, 1):
        if pair in seen:
            what = f"the same pair as row {seen[pair]}"
            problems.append(Problem(f"pairs, row {number}", what, fix="Keep one"))
        seen.setdefault(pair, number)
        if pair[0] is not None and pair[0] == pair[1]:
            program = directory.by_code.get(pair[0])
            if program is not None and program.latest is not None and program.latest[1] < 2:
                what = f"both at {program.name}, which had one position"
                problems.append(Problem(f"pairs, row {number}", what, fix="Leave the row out"))
    for code in dict.fromkeys(code for pair in pairs for code in pair if code is not None):
        if code not in directory.by_code:
            fix = "`smartpick programs --search NAME` finds the code"
            problems.append(Problem("pairs", f"no program {code} in the directory", fix=fix))
    limit = rows_limit(facts)[0]
    if len(pairs) > limit:
        what = f"{len(pairs)} rows"
        problems.append(
            Problem("pairs", what, f"The NRMP takes at most {limit} of a couple", "Leave out the last ones")
        )
    if problems:
        raise RequestError(problems)
    found = [
        [directory.by_code[code] for code in dict.fromkeys(pair[k] for pair in pairs) if code is not None]
        for k in (0, 1)
    ]
    for k, own in enumerate(found):
        if not own:
            what = f"no row names a program of the {('first', 'second')[k]} column"
            raise RequestError([Problem("pairs", what, fix="Rank alone with `smartpick rank PROFILE LIST`")])
    return found[0], found[1]


def _check_open(scenes: Sequence[Situation], programs: Sequence[Sequence[Program]], names: tuple[str, str]) -> None:
    problems = []
    for scene, own, name in zip(scenes, programs, names, strict=True):
        open_to = {each.program_code_nrmp for each in scene.found.everywhere}
        problems += [
            Problem(
                f"pairs, {name}",
                f"{each.name} ({each.program_code_nrmp}) is no residency that is open to {name} from the first year on",
                fix="First years go on the supplemental list; are the columns of the two partners the right way round",
            )
            for each in own
            if each.program_code_nrmp not in open_to
        ]
    if problems:
        raise RequestError(problems)


def _made(
    facts: Facts,
    profiles: tuple[Profile, Profile],
    request: PairRequest,
    scenes: Sequence[Situation],
    programs: tuple[list[Program], list[Program]],
    rows: NDArray[np.int64],
    near: Nearness,
    agreed: Agreed,
) -> PairRanks:
    taken = [taken_at(scene, own) for scene, own in zip(scenes, programs, strict=True)]
    first, second = canonical_order(profiles)
    joint = joint_outcome(
        taken[first],
        taken[second],
        (scenes[first].chances.weights, scenes[second].chances.weights),
        rows[:, [first, second]],
        [each.program_code_nrmp for each in programs[first]],
        request.seed + _JUDGING,
    )
    caveats = [caveats_at(scene, own) for scene, own in zip(scenes, programs, strict=True)]
    every = tuple(dict.fromkeys((*caveats[0], *caveats[1])))

    def chance(draws: Array, keys: tuple[str, ...] = every) -> Estimate:
        return Estimate(draws, "probability", keys)

    is_both: NDArray[np.bool_] = np.asarray((rows >= 0).all(axis=1))
    is_matched: NDArray[np.bool_] = np.asarray(rows >= 0)
    is_near = np.array([bool(both and near.is_near[i, j]) for both, (i, j) in zip(is_both, rows, strict=True)])
    each_alone = [
        list_outcome(np.ones_like(own), own, scene.chances.weights, [True] * len(own), keys).p_match
        for own, scene, keys in zip(taken, scenes, caveats, strict=True)
    ]
    shown = []
    for at, pair in enumerate(rows.tolist()):
        takes = tuple(
            Estimate(taken[k][i] @ scenes[k].chances.weights, "probability", caveats[k]) if i >= 0 else None
            for k, i in enumerate(pair)
        )
        miles = float(near.miles[pair[0], pair[1]]) if is_both[at] else np.nan
        kind = RowKind.ONE if not is_both[at] else RowKind.NEAR if is_near[at] else RowKind.APART
        shown.append(
            PairRow(
                kind,
                (programs[0][pair[0]] if pair[0] >= 0 else None, programs[1][pair[1]] if pair[1] >= 0 else None),
                None if np.isnan(miles) else miles,
                (takes[0], takes[1]),
                # Interviews at every program are taken for granted.
                Estimate(joint.takes[:, at], "chance of a row", every),
                Estimate(joint.takes[:, at], "chance of a row", every),
                Estimate(joint.row[:, at], "part of p_both and p_one", every),
            )
        )
    logged = [set(invited_codes(profile)) for profile in profiles]
    not_logged = [
        sum(each.program_code_nrmp not in known for each in own) for known, own in zip(logged, programs, strict=True)
    ]
    extra = [extra_ranks(scene.fees, len(own)) for scene, own in zip(scenes, programs, strict=True)]
    limit_fact = rows_limit(facts)[1]
    ids = [fact_id for line in extra if line is not None for fact_id in line.fact_ids]
    scene = scenes[0]
    made = PairRanks(
        season=scene.season,
        stage=scene.stage,
        today=request.today,
        seed=request.seed,
        facts_version=facts.version,
        answer=("", "", ""),
        names=request.names,
        profile_hashes=(profile_hash(profiles[0]), profile_hash(profiles[1])),
        near_text="in one metropolitan area" if agreed.is_same_area else f"within {agreed.miles:g} miles",
        rows=tuple(shown),
        p_near=chance(joint.of(is_near)),
        p_both=chance(joint.of(is_both)),
        p_one=chance(joint.of(~is_both)),
        p_none=chance(joint.none),
        p_match=(
            chance(joint.of(is_matched[:, 0]), caveats[0]),
            chance(joint.of(is_matched[:, 1]), caveats[1]),
        ),
        p_match_alone=(each_alone[0], each_alone[1]),
        extra_ranks=(extra[0], extra[1]),
        not_logged=(not_logged[0], not_logged[1]),
        notes=(),
        caveats=every,
        fact_ids=tuple(sorted({*ids, *([limit_fact] if limit_fact else [])})),
    )
    return replace(made, answer=_answer(made), notes=_notes(made, agreed))


def _answer(made: PairRanks) -> tuple[str, str, str]:
    count = f"{len(made.rows)} row{'' if len(made.rows) == 1 else 's'}"
    first = (
        f"If you have both interviewed at all of these programs and enter these {count}, the chance that both of you"
        f" match is {in_words(made.p_both)} ({made.p_both}), {made.near_text} {made.p_near}."
    )
    one = "exactly one of you matches" if any(row.kind is RowKind.ONE for row in made.rows) else ""
    second = f"{f'{one} {made.p_one}; n' if one else 'N'}either of you matches {made.p_none}."
    second = second[0].upper() + second[1:]
    gaps = [
        f"{name} {100 * (pair.mean - alone.mean):+.0f} points"
        for name, pair, alone in zip(made.names, made.p_match, made.p_match_alone, strict=True)
    ]
    third = (
        f"Against ranking the same programs alone, the pairs change the chance of a match for {gaps[0]} and for"
        f" {gaps[1]}; rank the pairs in the order in which you would truly like them, no other order helps."
    )
    return first, second, third


def _notes(made: PairRanks, agreed: Agreed) -> tuple[str, ...]:
    notes = []
    if made.stage.is_closed:
        notes.append("Rank order lists are closed: this shows what the list comes to, it cannot be changed any more.")
    for name, missing in zip(made.names, made.not_logged, strict=True):
        if missing:
            notes.append(
                f"For {missing} program{'' if missing == 1 else 's'} the log of {name} has no invitation: an interview"
                " there is taken for granted. A program that did not interview hardly ranks anybody."
            )
    if not any(row.kind is RowKind.ONE for row in made.rows):
        notes.append(
            "No row lets one of you match while the other does not. Such rows at the end help one of you; without them"
            " both go on together, to SOAP if need be. Whether you want them is yours to say."
        )
    if made.p_near.mean < made.p_both.mean - 1e-9:
        near = f"within {AREA_MILES:g} miles" if agreed.is_same_area else made.near_text
        notes.append(f"Some rows lie farther apart than {near.removeprefix('within ')}; see the column of miles.")
    if agreed.is_miles_assumed:
        notes.append(f"Neither profile says how far apart you would live: {agreed.miles:g} miles is assumed.")
    notes.append(
        "Each program is taken to answer each of you as it would alone. Against the Match's own algorithm in made-up"
        " markets that is right within a point in different specialties, and reads about three points high where you"
        " both compete for the same programs (docs/couples.md). Where a program has one position it cannot take both."
    )
    return tuple(notes)
