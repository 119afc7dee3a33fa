"""Makes a couple's list: applications and signals of both, the pair list, and what it comes to beside ranking alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.errors import Problem, RequestError
from smartpick.explain._situation import Situation
from smartpick.explain._stages import APPLYING_LATE, PLANNING, fixed_at
from smartpick.explain.pair._answer import answer_of, notes_of
from smartpick.explain.pair._near import AREA_MILES, Nearness
from smartpick.explain.pair._rows import VALUES, Rows, couples_fee, extra_ranks, rows_limit, rows_of, worth_of
from smartpick.explain.pair._start import Agreed, agreed_of, both_situations, canonical_order
from smartpick.explain.pair._types import PairList, PairPartner, PairProgram, PairRequest, PairRow, RowKind
from smartpick.facts import Facts
from smartpick.portfolio import Cost, CostLine, ListOutcome, list_outcome
from smartpick.portfolio.pairs import (
    JointOutcome,
    PairChoice,
    PairSide,
    both_take,
    chance_attended,
    choose_pairs,
    joint_outcome,
)
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory
from smartpick.uncertainty import Estimate
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["make_pair_list"]

_PINNED = (
    "Programs pinned in a profile are not forced into a couple's list: it is chosen by pairs, and they are on it where"
    " a pair needs them."
)
_CHOOSING, _JUDGING = 101, 202
"""Streams of the samples that choose, and of the fresh ones that judge."""


def make_pair_list(
    facts: Facts, directory: Directory, profiles: tuple[Profile, Profile], request: PairRequest
) -> PairList:
    """Return what a couple should send and rank, and what it comes to.

    Parameters
    ----------
    profiles
        Either order gives the same result.

    Raises
    ------
    RequestError
        With everything that is wrong with the request and with either profile, or when no two programs are near enough.
    """
    scenes = both_situations(facts, directory, profiles, request)
    agreed = agreed_of(profiles, request)
    order = canonical_order(profiles)
    names = (request.names[order[0]], request.names[order[1]])
    couple = _Couple(facts, (scenes[order[0]], scenes[order[1]]), agreed, request, names)
    return couple.made(order)


@dataclass(frozen=True, slots=True, eq=False)
class _Half:
    """One partner's applications, in the order of `index`: candidate numbers, signals, chances.

    Attributes
    ----------
    attend
        Chance that this partner has the time for an interview that is offered.
    """

    scene: Situation
    index: tuple[int, ...]
    signal: tuple[SignalTier, ...]
    adds: Mapping[int, float]
    interview: Array
    accept: Array
    attend: Array
    outcome: ListOutcome | None

    @property
    def codes(self) -> list[str]:
        return [self.scene.bench.placed[i].program.program_code_nrmp for i in self.index]

    @property
    def hits(self) -> Array:
        """Chance that a program invites this partner, who goes, and would take this partner."""
        return self.interview * self.accept * self.attend

    def interviewed(self, at: int) -> Estimate:
        return self._chance(self.interview[at])

    def attended(self, at: int) -> Estimate:
        """Return the chance of going, given the offer."""
        weights = self.scene.chances.weights
        offered = self.interview[at] @ weights
        share = (self.interview[at] * self.attend[at]) @ weights / np.maximum(offered, 1e-12)
        return Estimate(share, "probability", _caveats(self.scene))

    def taken(self, at: int) -> Estimate:
        return self._chance(self.interview[at] * self.accept[at])

    def _chance(self, scenarios: Array) -> Estimate:
        return Estimate(scenarios @ self.scene.chances.weights, "probability", _caveats(self.scene))


class _Couple:
    """Two situations in an order that does not depend on who asks."""

    def __init__(
        self,
        facts: Facts,
        scenes: tuple[Situation, Situation],
        agreed: Agreed,
        request: PairRequest,
        names: tuple[str, str],
    ) -> None:
        self.facts, self.scenes, self.agreed, self.request, self.names = facts, scenes, agreed, request, names
        self.fee = couples_fee(facts, scenes[0].season)
        programs = [[each.program for each in scene.bench.placed] for scene in scenes]
        self.near = Nearness.of(programs[0], programs[1], agreed.miles, is_same_area=agreed.is_same_area)
        self._check_near()
        utility = tuple(scene.bench.utility[scene.bench.level] for scene in scenes)
        self.worth = worth_of(self.near, (utility[0], utility[1]), agreed)
        self.invited = tuple(map(_invited, scenes))

    def _check_near(self) -> None:
        if self.near.is_near.any():
            return
        where = "--same-area" if self.agreed.is_same_area else "--miles"
        rule = "in one metropolitan area" if self.agreed.is_same_area else f"within {self.agreed.miles:g} miles"
        what = f"no two programs that are open to you both lie {rule}"
        miles = np.where(self.near.is_possible, self.near.miles, np.nan)
        if np.isnan(miles).all():
            raise RequestError([Problem(where, what, "Their places are not known", "Name more areas or specialties")])
        i, j = np.unravel_index(int(np.nanargmin(miles)), miles.shape)
        pair = [scene.bench.placed[at].program for scene, at in zip(self.scenes, (i, j), strict=True)]
        towns = sorted(f"{each.name} ({each.city}, {each.state})" for each in pair)
        why = f"The nearest are {towns[0]} and {towns[1]}, {miles[i, j]:.0f} miles apart"
        raise RequestError(
            [Problem(where, what, why, "Ask for a greater distance, or name more areas in both profiles")]
        )

    def made(self, order: tuple[int, int]) -> PairList:
        """Return the list; `order` says which of the partners asked for is worked out first."""
        choice = self._chosen()
        if not choice.chosen[0] and not choice.chosen[1]:
            what = "no application of either adds enough to the couple's chances to be worth its fee"
            fix = "Ask for a greater distance, look at further specialties, or compare each one's own list"
            raise RequestError([Problem("list", what, fix=fix)])
        halves = (self._half(0, choice), self._half(1, choice))
        near = self._part(halves)
        rows, possible, joint = self._ranked(halves, near)
        if_both_go = self._if_both_go(halves, rows)
        limit, limit_fact = rows_limit(self.facts)
        is_after = all(each is not None for each in self.invited)
        back = (order.index(0), order.index(1))
        partners = [self._partner(k, halves[k], rows, joint, near, is_after=is_after) for k in (0, 1)]
        shown = [self._row(at, rows, joint, if_both_go[:, at], halves, near, back) for at in range(len(rows.pair))]
        caveats = tuple(dict.fromkeys(key for k in back for key in _caveats(self.scenes[k])))

        def chance(draws: Array) -> Estimate:
            return Estimate(draws, "probability", caveats)

        landed = [_landed(half) for half in halves]
        matched = joint.of(rows.kind != RowKind.ONE)
        scene = self.scenes[0]
        miles_alone = np.nan_to_num(near.miles)
        known = (~np.isnan(near.miles)).astype(np.float64)
        together = _joint(landed, known)
        made = PairList(
            season=scene.season,
            directory_season=scene.directory.season,
            stage=scene.stage,
            today=self.request.today,
            seed=self.request.seed,
            facts_version=self.facts.version,
            answer=(),
            fixed=fixed_at(scene.calendar, scene.stage),
            near_text=self._near_text(),
            is_same_area=self.agreed.is_same_area,
            miles=AREA_MILES if self.agreed.is_same_area else self.agreed.miles,
            accepts_one_unmatched=self.agreed.accepts_one_unmatched,
            accepts_apart=self.agreed.accepts_apart,
            partners=(partners[back[0]], partners[back[1]]),
            rows=tuple(shown),
            rows_possible=possible,
            rows_limit=limit,
            rows_limit_fact=limit_fact,
            p_near=chance(joint.of(rows.kind == RowKind.NEAR)),
            p_both=chance(matched),
            p_one=chance(joint.of(rows.kind == RowKind.ONE)),
            p_none=chance(joint.none),
            p_near_alone=chance(_joint(landed, near.is_near.astype(np.float64))),
            p_both_alone=chance(_joint(landed, np.ones(near.miles.shape))),
            miles_couple=_mean_miles(rows, joint, near),
            miles_alone=float(_joint(landed, miles_alone).sum() / together.sum()) if together.sum() > 0 else None,
            is_after_interviews=is_after,
            notes=(),
            caveats=caveats,
            fact_ids=self._fact_ids(partners, limit_fact),
            settings=dict(VALUES),
        )
        logs = (bool(self.scenes[back[0]].applicant.heard), bool(self.scenes[back[1]].applicant.heard))
        notes = notes_of(made, self.agreed, logs)
        if any(wish.is_always for each in self.scenes for wish in each.profile.goals.programs):
            # Which of the two, and which programs, is nobody else's business.
            notes += (_PINNED,)
        made = replace(made, notes=notes)
        return replace(made, answer=answer_of(made))

    def _chosen(self) -> PairChoice:
        """Return the applications that do most for the two.

        Chosen once as if each could go to every interview, and again with the interviews that each has time for beside
        those: where more offers come than one can attend, further applications do little.
        """
        sides = self._side(0), self._side(1)
        least = VALUES["least_gain"] * (self.scenes[0].bench.weighing.cost * self.scenes[1].bench.weighing.cost) ** 0.5
        seed, fixed = self.request.seed + _CHOOSING, (self.invited[0], self.invited[1])
        found = choose_pairs(sides, self.worth, seed, least, fixed)
        if self._cap(0) is None and self._cap(1) is None:
            return found
        limited = self._in_time(0, sides[0], found), self._in_time(1, sides[1], found)
        return choose_pairs(limited, self.worth, seed, least, fixed)

    def _cap(self, k: int) -> Array | None:
        """Return the interviews that one attends at most; None for no limit, and where interviews are over."""
        return self.scenes[k].chances.cap if self.invited[k] is None else None

    def _in_time(self, k: int, side: PairSide, choice: PairChoice) -> PairSide:
        """Return a side whose interviews are those that there is time for beside the ones of a choice."""
        cap, chances = self._cap(k), self.scenes[k].chances
        if cap is None:
            return side
        interview, accept = chances.interview.copy(), chances.accept.copy()
        for i in choice.chosen[k]:
            tier = self._tier(k, i, choice)
            interview[i], accept[i] = chances.interview_with_signal(i, tier), chances.accept_with_signal(i, tier)
        attend = chance_attended(interview, accept, cap, choice.chosen[k])

        def hit_with(index: int, tier: SignalTier) -> Array:
            return np.asarray(side.hit_with(index, tier) * attend[index].ravel())

        return replace(side, hits=side.hits * attend, hit_with=hit_with)

    def _tier(self, k: int, index: int, choice: PairChoice) -> SignalTier:
        """Return the signal of one application: what is given already, else what was chosen."""
        given = self.scenes[k].bench.given[index]
        return given if given is not SignalTier.NONE else choice.signals[k].get(index, SignalTier.NONE)

    def _side(self, k: int) -> PairSide:
        scene, bench = self.scenes[k], self.scenes[k].bench
        hits = bench.hits.reshape(scene.chances.shape)
        money = None if bench.budget_usd is None else bench.budget_usd - (self.fee.usd or 0.0)
        signals = {
            specialty: (
                budget.fact_id,
                {
                    tier: max(
                        0,
                        number
                        - sum(
                            bench.spent[key, tier] for key, b in bench.budgets.items() if b.fact_id == budget.fact_id
                        ),
                    )
                    for tier, number in budget.counts.items()
                },
            )
            for specialty, budget in bench.budgets.items()
        }
        return PairSide(
            codes=[each.program.program_code_nrmp for each in bench.placed],
            groups=[(each.program.institution_code, each.program.specialty) for each in bench.placed],
            hits=hits,
            fees=scene.fees,
            budget_usd=money,
            max_programs=bench.max_programs,
            signals=signals,
            hit_with=bench.hit_with,
            is_open=[tier is SignalTier.NONE for tier in bench.given],
        )

    def _half(self, k: int, choice: PairChoice) -> _Half:
        scene, bench = self.scenes[k], self.scenes[k].bench
        index = sorted(choice.chosen[k], key=lambda i: (bench.level[i], bench.placed[i].program.program_code_nrmp))
        signal = [self._tier(k, i, choice) for i in index]
        shape = (-1, *scene.chances.shape[1:])
        offers = [scene.chances.interview_with_signal(i, tier) for i, tier in zip(index, signal, strict=True)]
        takes = [scene.chances.accept_with_signal(i, tier) for i, tier in zip(index, signal, strict=True)]
        interview, accept = np.array(offers).reshape(shape), np.array(takes).reshape(shape)
        cap, weights = self._cap(k), scene.chances.weights
        return _Half(
            scene=scene,
            index=tuple(index),
            signal=tuple(signal),
            adds=choice.adds[k],
            interview=interview,
            accept=accept,
            attend=np.ones_like(interview) if cap is None or not index else chance_attended(interview, accept, cap),
            outcome=list_outcome(interview, accept, weights, [True] * len(index), _caveats(scene), cap)
            if index
            else None,
        )

    def _part(self, halves: tuple[_Half, _Half]) -> Nearness:
        block = np.ix_(halves[0].index, halves[1].index)
        return Nearness(self.near.miles[block], self.near.is_near[block], self.near.is_possible[block])

    def _ranked(self, halves: tuple[_Half, _Half], near: Nearness) -> tuple[Rows, int, JointOutcome]:
        """Return the rows within the limit, how many there would be, and what the list comes to."""
        worth = self.worth.part(halves[0].index, halves[1].index)
        rows = rows_of(worth, near, (halves[0].codes, halves[1].codes))
        first, second = halves[0].hits, halves[1].hits
        weights = _weights(halves)

        def judged(some: Rows) -> JointOutcome:
            return joint_outcome(first, second, weights, some.pair, halves[0].codes, self.request.seed + _JUDGING)

        possible, limit = len(rows.pair), rows_limit(self.facts)[0]
        joint = judged(rows)
        if possible > limit:
            # The rows by which the couple would be matched most often stay, in the order of liking.
            used = np.round(joint.row.mean(axis=0), 12)
            kept = np.zeros(possible, dtype=bool)
            kept[np.argsort(-used, kind="stable")[:limit]] = True
            rows = rows.part(kept)
            joint = judged(rows)
        return rows, possible, joint

    def _if_both_go(self, halves: tuple[_Half, _Half], rows: Rows) -> Array:
        """Return the chance that both programs of each row would take their partner if both go to the interviews."""
        first, second = (half.interview * half.accept for half in halves)
        seed = self.request.seed + _JUDGING
        return both_take(first, second, _weights(halves), rows.pair, halves[0].codes, seed)

    def _partner(
        self, k: int, half: _Half, rows: Rows, joint: JointOutcome, near: Nearness, *, is_after: bool
    ) -> PairPartner:
        scene, bench = half.scene, half.scene.bench
        caveats = _caveats(scene)
        counts = Counter(bench.placed[i].program.specialty for i in half.index)
        lines: list[CostLine] = [*scene.fees.cost({key: counts[key] for key in scene.specialties if counts[key]}).lines]
        lines.append(self.fee)
        ranked = {int(i) for i in rows.pair[:, k] if i >= 0}
        more = extra_ranks(scene.fees, len(ranked)) if is_after else None
        lines += [more] if more is not None else []
        beside = near.is_near.sum(axis=1 - k)
        programs = tuple(
            PairProgram(
                program=bench.placed[i].program,
                tier=bench.placed[i].tier,
                signal=half.signal[at],
                p_interview=half.interviewed(at),
                p_attend=half.attended(at),
                p_take=half.taken(at),
                adds=half.adds.get(i, 0.0),
                partners_near=int(beside[at]),
            )
            for at, i in enumerate(half.index)
        )
        best = None
        if scene.stage in PLANNING:
            picked = bench.best(range(len(bench.placed)))
            best = (len(picked.order), bench.outcome(picked).p_match) if picked.order else None
        offers = half.interview.sum(axis=0) @ scene.chances.weights
        cap = self._cap(k)
        return PairPartner(
            name=self.names[k],
            profile_hash=profile_hash(scene.profile),
            specialties=tuple(scene.names[key] for key in scene.specialties),
            programs=programs,
            cost=Cost(tuple(lines)),
            p_match=Estimate(joint.of(rows.pair[:, k] >= 0), "probability", caveats),
            p_match_alone=half.outcome.p_match
            if half.outcome is not None
            else Estimate(np.zeros(1), "probability", caveats),
            best_alone=best,
            offers=Estimate(offers, "interviews", caveats),
            attends_most=None if cap is None else float(np.mean(cap)),
        )

    def _row(
        self,
        at: int,
        rows: Rows,
        joint: JointOutcome,
        if_both_go: Array,
        halves: tuple[_Half, _Half],
        near: Nearness,
        back: tuple[int, int],
    ) -> PairRow:
        """Return one row, the partners in the order in which they were asked for."""
        places = [int(i) for i in rows.pair[at]]
        programs = [
            half.scene.bench.placed[half.index[i]].program if i >= 0 else None
            for half, i in zip(halves, places, strict=True)
        ]
        takes = [half.taken(i) if i >= 0 else None for half, i in zip(halves, places, strict=True)]
        caveats = tuple(dict.fromkeys(key for each in takes if each is not None for key in each.caveats))
        miles = None if -1 in places else float(near.miles[places[0], places[1]])
        return PairRow(
            kind=RowKind(int(rows.kind[at])),
            programs=(programs[back[0]], programs[back[1]]),
            miles=None if miles is None or np.isnan(miles) else miles,
            p_takes=(takes[back[0]], takes[back[1]]),
            # Beside the chance to be matched here none of them is kept from being very small.
            p_both_if_attended=Estimate(if_both_go, "chance of a row", caveats),
            p_both=Estimate(joint.takes[:, at], "chance of a row", caveats),
            p_row=Estimate(joint.row[:, at], "part of p_both and p_one", caveats),
        )

    def _near_text(self) -> str:
        if self.agreed.is_same_area:
            return "in one metropolitan area"
        return f"within {self.agreed.miles:g} miles of each other"

    def _fact_ids(self, partners: Sequence[PairPartner], limit_fact: str | None) -> tuple[str, ...]:
        ids = [fact_id for partner in partners for line in partner.cost.lines for fact_id in line.fact_ids]
        for scene in self.scenes:
            for basis in scene.chances.basis.values():
                ids += [*basis.level.fact_ids, *basis.interviews.fact_ids, *basis.ties.fact_ids]
                ids += [*basis.signals.fact_ids, *basis.score.fact_ids]
            ids += [budget.fact_id for budget in scene.budgets.values() if budget.fact_id]
        ids += [] if limit_fact is None else [limit_fact]
        return tuple(sorted(set(ids)))


def _invited(scene: Situation) -> tuple[int, ...] | None:
    """Return the programs that invited and were not declined, once interviews are over; None while more may come."""
    if scene.stage in PLANNING or scene.stage in APPLYING_LATE:
        return None
    heard = scene.applicant.heard
    found = [
        i
        for i, each in enumerate(scene.bench.placed)
        if (event := heard.get(each.program.program_code_nrmp)) and event.what == "invited" and not event.is_over
    ]
    return tuple(found) or None


def _caveats(scene: Situation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for basis in scene.chances.basis.values() for key in basis.caveats))


def _weights(halves: tuple[_Half, _Half]) -> tuple[Array, Array]:
    return halves[0].scene.chances.weights, halves[1].scene.chances.weights


def _landed(half: _Half) -> Array:
    """Return where this partner ends up when ranking alone, shape (n_programs, n_draws)."""
    n_draws = half.interview.shape[1]
    if half.outcome is None:
        return np.zeros((0, n_draws))
    return np.array([each.draws for each in half.outcome.match_at])


def _joint(landed: Sequence[Array], weight: Array) -> Array:
    """Return the weighted chance of all pairs where both rank alone, shape (n_draws,)."""
    return np.asarray(np.einsum("id,ij,jd->d", landed[0], weight, landed[1], optimize=True))


def _mean_miles(rows: Rows, joint: JointOutcome, near: Nearness) -> float | None:
    """Return the mean distance when both match by the list."""
    is_pair = (rows.pair >= 0).all(axis=1)
    miles = near.miles[rows.pair[is_pair, 0], rows.pair[is_pair, 1]]
    share = joint.row[:, is_pair].mean(axis=0)
    known = ~np.isnan(miles)
    total = float(share[known].sum())
    return float(miles[known] @ share[known]) / total if total > 0 else None
