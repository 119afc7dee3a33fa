"""The market version of the model: tables set the level, simulated seasons the differences between programs.

A scenario is one draw of a season of the specialty: its cutoffs, the openness of its states and programs, what a tie
and a signal do, how strong unobserved strength is. Constants join it to the published levels (see ``_anchor``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._anchor import PROBIT_TO_LOGIT, Reference, solve_index, spread_evenly
from smartpick.estimate._ground import SENIOR_OF, Ground
from smartpick.estimate._interviews import SignalEffect
from smartpick.estimate._result import Rows, SpecialtyBasis, Term
from smartpick.estimate._said import open_terms, rotation_text, school_text, tie_text
from smartpick.estimate._scenarios import N_DRAWS, keyed_normals, named_normals, resampled
from smartpick.programs import Program
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType, SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season import SpecialtyScenarios

    Array = NDArray[np.float64]

__all__ = ["MarketEquations"]

_SAMPLE = 64
_HOME, _DIVISION, _CLOSE = 1, 2, 4
_MOST_WORTH, _MOST_LEVEL = 12.0, 7.0
"""Farthest that a record moves the index, and log-odds of matching that nobody is taken to go beyond."""
_SCORE_SD = 13.0
"""Spread of scores within a type (assumed): the group's average is taken over it, as the published rates are."""


class MarketEquations:
    """The season's equations of one specialty, joined to the levels.

    Notes
    -----
    For program j in scenario s at strength θ and interview skill φ::

        index  = x + openness_j + σθ·θ                      x: what her score and record are worth
        offer  : logit = κ + index + ties_j + signal − c^I_j + ε_j
        taken  : probit = (κ' + 0.6·index + 0.3·ties_j + 0.4·signal + σφ·φ − c^M_j + ε'_j) / 1.2

    κ and κ' put the group's typical applicant where the tables have the group: κ at how often its applications are
    answered, κ' at how often it matches, given a program to rank. Where no interview rate is reported the season's own
    stands, and where neither is known of a type in a specialty both are as wide as the tables differ. x is what
    her score and record are worth in the index: solved so that such an applicant, with
    the group's usual list, matches as often as the level and the assumptions about records say.
    """

    def __init__(self, ground: Ground, scenarios: SpecialtyScenarios) -> None:
        self.ground, self.scenarios = ground, scenarios
        case = ground.case
        self.draw = _draws_of(scenarios, case.seed)
        self.values = {
            name: scenarios.parameters[self.draw, k].astype(np.float64)
            for k, name in enumerate(scenarios.parameter_names)
        }
        # Her own figure for the spread of unobserved strength goes over the season's.
        if case.assumptions.get("strength_sd", ground.specialty, case.kind).is_own:
            own = case.assumptions.draw("strength_sd", case.seed, ground.specialty, case.kind)
            self.values["sigma_theta"] = np.abs(own)
        self.type_at = scenarios.types.index(_group_of(case.kind))
        self.at = {code: k for k, code in enumerate(scenarios.program_codes)}
        loading = float(scenarios.loading[self.type_at])
        residual = scenarios.residual[self.draw].T.astype(np.float64)
        # Of its state, in every draw the same, and the program's own residual, which no table tells.
        self.open_state = scenarios.openness[self.type_at][scenarios.state_of].astype(np.float64)
        self.open = self.open_state[:, None] + loading * residual
        self.interview_cutoff = _finite(scenarios.interview_cutoff[self.draw].T)
        self.match_cutoff = _finite(scenarios.match_cutoff[self.draw].T)
        pooled = scenarios.status == "pooled"
        self.interview_sd = np.abs(self._assumed("market_interview_sd", pooled=pooled))
        self.match_sd = np.abs(self._assumed("market_match_sd", pooled=pooled))
        self.state_sd = np.abs(self._assumed("market_state_sd", pooled=pooled))
        img = self.values["home_share_img"] if case.kind.is_img else np.ones(N_DRAWS)
        self.tie_effect = {
            _HOME: img * self.values["g_home"],
            _DIVISION: img * self.values["g_division"],
            _CLOSE: img * self.values["g_close"],
        }
        # In the seasons a signal's effect makes up for who signals where; for one more signal of hers the published
        # odds ratio stands, which was found beside other things, where it is the smaller.
        self.usual_signal = {
            SignalTier.GOLD: self.values["g_signal_gold"],
            SignalTier.SILVER: self.values["g_signal_silver"],
            SignalTier.SINGLE: self.values["g_signal_single"],
        }
        published = ground.signals.by_tier
        self.signal = {
            tier: np.maximum(np.minimum(effect, published[tier]), 0.0) for tier, effect in self.usual_signal.items()
        }
        self.share, self.signal_share = float(self.values["rank_share"][0]), float(self.values["rank_signal"][0])
        self.tie_share = float(self.values["rank_tie"][0])
        self.slope = PROBIT_TO_LOGIT / float(self.values["rank_noise"][0])
        self.usual_ties = self._usual_ties()
        self._solve()
        self.basis = SpecialtyBasis(
            ground.specialty,
            ground.level,
            ground.interviews,
            ground.ties,
            SignalEffect(self.signal, ground.signals.fact_ids, is_own_specialty=ground.signals.is_own_specialty),
            tuple(case.effects),
            case.score,
            float(self.number.mean()),
            ground.usual,
            ground.caveats("market_pooled" if pooled else "market_simulated"),
            is_simulated=True,
            signal_on_rank=self.slope * self.signal_share,
            usual_facts=ground.usual_facts,
        )

    def _assumed(self, key: str, *, pooled: bool) -> Array:
        case = self.ground.case
        drawn = case.assumptions.draw(key, case.seed, self.ground.specialty, case.kind)
        return drawn * (case.assumptions.get("market_pooled_wider").mean if pooled else 1.0)

    def _usual_ties(self) -> Array:
        """Return what ties are worth on average over the group's applications, shape (n_draws,)."""
        mix = self.scenarios.tie_mix[self.type_at]
        return np.asarray(sum(float(mix[flag]) * self._tie(flag) for flag in range(1, len(mix))) + np.zeros(N_DRAWS))

    def _tie(self, flag: int) -> Array:
        """Return what the ties of a flag (1 home state, 2 division, 4 close, added) are worth, shape (n_draws,)."""
        parts = [effect for bit, effect in self.tie_effect.items() if flag & bit]
        return np.asarray(np.sum(parts, axis=0)) if parts else np.zeros(N_DRAWS)

    def _solve(self) -> None:
        """Solve the three constants for the reference applicant of the group."""
        ground, case, found = self.ground, self.ground.case, self.scenarios
        applied = found.applied[self.type_at].astype(np.float64)
        middle = (self.open - self.interview_cutoff).mean(axis=1)
        order = np.argsort(middle, kind="stable")
        points = spread_evenly(_SAMPLE, 3)
        program = order[_picked(applied[order], points[:, 0])]
        flags = _picked(found.tie_mix[self.type_at].astype(np.float64), points[:, 1])
        tiers = _picked(found.tier_mix[self.type_at].astype(np.float64), points[:, 2])
        by_tier = [np.zeros(N_DRAWS), *self.usual_signal.values()]
        signal = np.stack([by_tier[tier] for tier in tiers])
        keys = [str(k) for k in range(_SAMPLE)]
        name = f"reference:{ground.specialty}"
        noise = self.interview_sd[None, :] * keyed_normals(case.seed, f"{name}:interview", keys)
        rank_noise = self.match_sd[None, :] * keyed_normals(case.seed, f"{name}:match", keys)
        shown = self.open[program]
        self.number = np.clip(self.values[f"applications_{_group_of(case.kind)}"], 1.0, float(len(applied)))
        interview = shown + signal + noise - self.interview_cutoff[program]
        match = self.share * shown + self.signal_share * signal + rank_noise - self.match_cutoff[program]

        def reference(rows: NDArray[np.bool_]) -> Reference:
            ties = np.stack([self._tie(int(flag)) for flag in flags[rows]])
            return Reference(
                interview[rows] + ties,
                match[rows] + self.tie_share * ties,
                self.number,
                case.cap,
                self.values["sigma_theta"],
                self.values["sigma_phi"],
                self.share,
                self.slope,
            )

        self._join(reference, (flags & _HOME) > 0)

    def _join(self, reference: Callable[[NDArray[np.bool_]], Reference], is_home: NDArray[np.bool_]) -> None:
        """Find the constants that put the seasons' departures from the published figures right.

        Parameters
        ----------
        reference
            Gives some of the typical applicant's applications, with ties as they are worth by then.
        is_home
            Which of them go to the home state.
        """
        ground, case = self.ground, self.ground.case
        group = _group_of(case.kind)
        middle = self._score_effect(np.full(N_DRAWS, ground.level.centre))
        steep = self._score_slope()
        simulated = self.values[f"alpha_{group}"] + middle
        spread = np.hypot(self.values["sigma_theta"], steep * _SCORE_SD)
        every = np.ones(len(is_home), dtype=bool)
        before = reference(every)
        if ground.interviews.is_reported:
            wanted = ground.interviews.draws
        else:
            # The season's own rate stands; what the reported specialties scatter about their middle is its doubt.
            doubt = ground.interviews.draws - ground.interviews.draws.mean()
            wanted = _log_odds(before.offered(simulated, spread)) + doubt + ground.below_seniors
        wanted = wanted + self._unknown_type()
        if ground.ties.in_state and is_home.any() and not is_home.all():
            # Reported apart for schools in and out of the state: each has a constant of its own.
            level = wanted
            away = _solved(reference(~is_home), spread, level + ground.ties.by_state(is_inside=False))
            home = _solved(reference(is_home), spread, level + ground.ties.by_state(is_inside=True))
            self.constant = away
            worth = np.maximum(self.tie_effect[_HOME] + home - away, 0.0)
            self.tie_effect[_HOME] = worth
            self.tie_effect[_DIVISION] = np.minimum(self.tie_effect[_DIVISION], worth)
        else:
            self.constant = _solved(before, spread, wanted)
        after = self.typical = reference(every)
        self.typical_spread = spread
        nothing = np.zeros(N_DRAWS)
        # The published rate with the doubt about it is in κ', so that it leaves interviews alone.
        known = ground.level.draws - ground.level.unknown_score
        level = known - ground.score_shift
        self.rank_constant = solve_index(after.matching(self.constant, nothing, spread), _inside(level), -15.0, 15.0)
        # What her score and record are worth in the index: as much as puts such an applicant, with a usual list, where
        # the tables and the assumptions about records have her.
        is_known = case.score.points is not None
        strength = self.values["sigma_theta"] if is_known else spread
        self.worth = solve_index(
            lambda x: after.matched(self.constant, self.rank_constant, x, strength),
            _inside(known + case.record),
            -_MOST_WORTH,
            _MOST_WORTH,
        )
        if not is_known:
            # Her score is one of the group's.
            self.worth = self.worth + steep * _SCORE_SD * named_normals(case.seed, "unknown score")

    def _unknown_type(self) -> Array:
        """Return the doubt about interviews where nothing is published of her type, shape (n_draws,); else zeros."""
        ground, case = self.ground, self.ground.case
        if "no_figure_for_type_and_specialty" not in ground.level.caveats:
            return np.zeros(N_DRAWS)
        sd = case.assumptions.get("unpublished_match_level_sd").sd
        return np.asarray(sd * named_normals(case.seed, f"no figure:{ground.specialty}:{case.kind}"))

    def _score_effect(self, points: Array) -> Array:
        """Return the effect of a score on the index, shape (n_draws,)."""
        knots = self.scenarios.score_knots.astype(np.float64)
        spline = self.scenarios.score_spline[self.draw, 1 if self.ground.case.kind.is_img else 0].astype(np.float64)
        return np.array([np.interp(at, knots, row) for at, row in zip(points, spline, strict=True)])

    def _score_slope(self) -> Array:
        """Return the steepness of the score effect of her group around its middle, per point, shape (n_draws,)."""
        low, high = (self._score_effect(np.full(N_DRAWS, at)) for at in (235.0, 255.0))
        return np.asarray((high - low) / 20.0)

    def _columns(self, programs: Sequence[Program]) -> tuple[Array, Array, Array]:
        """Return openness and cutoffs, shape (n_programs, n_draws); the middle ones for a program not simulated."""
        places = [self.at.get(program.program_code_nrmp, -1) for program in programs]
        parts = []
        for array in (self.open, self.interview_cutoff, self.match_cutoff):
            rows = array[places]
            if -1 in places:
                rows[[k for k, place in enumerate(places) if place < 0]] = np.median(array, axis=0)
            parts.append(rows)
        return parts[0], parts[1], parts[2]

    def rows(self, programs: Sequence[Program], theta: Array, phi: Array) -> Rows:
        """Return what works out interview and accept chances of some of these programs, (n_some, n_draws, n_nodes).

        Parameters
        ----------
        theta, phi
            Strength and interview skill, shape (n_draws, n_nodes).
        """
        case = self.ground.case
        codes = [program.program_code_nrmp for program in programs]
        shown, interview_cutoff, match_cutoff = self._columns(programs)
        shown = shown + self.worth[None, :]
        ties = self._own_ties(programs)
        x = shown + ties + self.constant[None, :] - interview_cutoff
        x += self.interview_sd[None, :] * keyed_normals(case.seed, "interview residual", codes)
        # What a whole state does otherwise than the season says hits all of its programs: a list in one place is less
        # sure than one spread over many.
        x += self.state_sd[None, :] * keyed_normals(case.seed, "state", [program.state for program in programs])
        y = self.share * shown + self.tie_share * ties + self.rank_constant[None, :] - match_cutoff
        y += self.match_sd[None, :] * keyed_normals(case.seed, "match residual", codes)
        lift = self.values["sigma_theta"][:, None] * theta
        skill = self.share * lift + self.values["sigma_phi"][:, None] * phi
        x *= 0.5
        y *= 0.5 * self.slope
        half_lift, half_skill = 0.5 * lift, 0.5 * self.slope * skill
        let_in = 0.5 * (1 - case.screened)

        def some(indices: Sequence[int]) -> tuple[Array, Array]:
            # expit(x) = (1 + tanh(x / 2)) / 2, in place: these two arrays are nearly all of the time.
            at = list(indices)
            interview = x[at][:, :, None] + half_lift[None]
            np.tanh(interview, out=interview)
            interview += 1.0
            interview *= let_in[None, :, None]
            accept = y[at][:, :, None] + half_skill[None]
            np.tanh(accept, out=accept)
            accept += 1.0
            accept *= 0.5
            return interview, accept

        return some

    def _own_ties(self, programs: Sequence[Program]) -> Array:
        applicant = self.ground.case.applicant
        known: dict[tuple[str, bool, bool], Array] = {}
        rows = []
        for program in programs:
            is_home = program.institution_code in applicant.home_institutions
            key = program.state, is_home, program.program_code_nrmp in applicant.rotated_at
            if key not in known:
                known[key] = self._bonds(program)[0]
            rows.append(known[key])
        return np.stack(rows)

    def _bonds(self, program: Program) -> tuple[Array, list[tuple[str, Array, str, tuple[str, ...]]]]:
        """Return what her bonds to one program are worth, shape (n_draws,), and each of them with its words."""
        case, ids = self.ground.case, self.ground.ties.fact_ids
        applicant, state = case.applicant, program.state
        said: list[tuple[str, Array, str, tuple[str, ...]]] = []
        school, tie = applicant.school_state, applicant.tie_states.get(state)
        near = self.tie_effect[_DIVISION] if self._is_near(program) else np.zeros(N_DRAWS)
        if school is not None and not case.kind.is_img:
            worth = self.tie_effect[_HOME] if school == state else near
            key = "in_state" if school == state else "out_of_state"
            said.append((key, worth, school_text(state, is_inside=school == state), ids))
            near = np.zeros(N_DRAWS)
        if tie is not None and (school != state or case.kind.is_img):
            found = case.assumptions.get("tie_share_of_home", applicant_type=case.kind)
            share = np.clip(case.assumptions.draw("tie_share_of_home", case.seed, applicant_type=case.kind), 0.0, 1.0)
            # A bond to the state does not add to the division's: the larger counts.
            have = said[0][1] if said else near
            worth = np.maximum(share * self.values["g_home"] - have, 0.0)
            said.append(("tie", worth, tie_text(state, tie), (found.fact_id,)))
        elif not said:
            said.append(("division", near, "", ()))
        is_home = program.institution_code in applicant.home_institutions
        if is_home or program.program_code_nrmp in applicant.rotated_at:
            key = "home_program" if is_home else "away_rotation"
            fact = case.assumptions.get(key, self.ground.specialty).fact_id
            said.append((key, self.values["g_close"], rotation_text(is_home=is_home), (fact,)))
        return np.asarray(np.sum([worth for _, worth, _, _ in said], axis=0)), said

    def _is_near(self, program: Program) -> bool:
        """Say whether a program lies in the census division of her school."""
        own = self.ground.division_of(program.state)
        return own is not None and own == self.ground.division_of(self.ground.case.applicant.school_state)

    @functools.cached_property
    def _usual(self) -> tuple[float, float, float, float]:
        """Return the middle openness, and openness, cutoff and ties of the group's average application."""
        applied = self.scenarios.applied[self.type_at].astype(np.float64)
        applied = applied / max(float(applied.sum()), 1e-12)
        middle = float(np.median(self.open_state))
        usual_open = float(applied @ self.open_state)
        usual_cutoff = float(applied @ self.interview_cutoff.mean(axis=1))
        return middle, usual_open, usual_cutoff, float(self.usual_ties.mean())

    def terms(self, programs: Sequence[Program]) -> list[list[Term]]:
        """Return the reasons of each program, with mean effects in log-odds against the group's average program."""
        found, kind = self.ground.open_to(programs), self.ground.case.kind
        _, cutoff, _ = (part.mean(axis=1) for part in self._columns(programs))
        middle, usual_open, usual_cutoff, usual_ties = self._usual
        places = [self.at.get(program.program_code_nrmp) for program in programs]
        shown = [middle if place is None else float(self.open_state[place]) for place in places]
        doubt = (self.ground.case.assumptions.get("market_interview_sd", self.ground.specialty, kind).fact_id,)
        terms = []
        for j, program in enumerate(programs):
            said = []
            for number, (key, worth, text, ids) in enumerate(self._bonds(program)[1]):
                if text:
                    less = usual_ties if number == 0 else 0.0
                    said.append(Term(key, float(worth.mean()) - less, text, ids))
            # Where the season turns a larger share into a smaller chance, or the reverse, the share speaks for neither.
            open_effect = shown[j] - usual_open
            agrees = open_effect * float(found.log_share[j]) > 0
            said += open_terms(kind, program, found, j, open_effect if agrees else 0.0, 0.0)
            said.append(Term("cutoff", usual_cutoff - float(cutoff[j]), _depth(usual_cutoff - float(cutoff[j])), doubt))
            terms.append(said)
        return terms


def _solved(reference: Reference, spread: Array, log_odds: Array) -> Array:
    """Return the constant with which these applications are answered as often as wanted."""
    return solve_index(lambda x: reference.offered(x, spread), expit(log_odds), -30.0, 30.0)


def _depth(effect: float) -> str:
    if abs(effect) < 0.1:
        return "in the simulated seasons it invites about as far down its pile as the average program"
    far = "further" if effect > 0 else "less far"
    return f"in the simulated seasons it invites {far} down its pile than the average program"


def _group_of(kind: ApplicantType) -> str:
    """Return the simulated group that a type is read from.

    Graduates of earlier years of US schools are a group of their own in the seasons, of a few per cent of the positions
    and with a match rate that had to be worked out: how programs differ to them is that of the seniors of their kind.
    """
    return str(SENIOR_OF.get(kind, kind))


def _draws_of(scenarios: SpecialtyScenarios, seed: int) -> NDArray[np.int64]:
    """Return which accepted draw each scenario is: as often as its weight says, in an order of the specialty's own."""
    order = np.argsort(named_normals(seed, f"seasons:{scenarios.specialty}"), kind="stable")
    return resampled(scenarios.weights.astype(np.float64))[order]


def _picked(weights: Array, at: Array) -> NDArray[np.int64]:
    """Return indices with the chances given by weights, at points of the unit interval."""
    steps = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(steps, at), len(weights) - 1).astype(np.int64)


def _inside(log_odds: Array) -> Array:
    """Return chances that are neither 0 nor 1."""
    return np.asarray(expit(np.clip(log_odds, -_MOST_LEVEL, _MOST_LEVEL)))


def _log_odds(chance: Array) -> Array:
    inside = np.clip(chance, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _finite(cutoffs: NDArray[np.float32]) -> Array:
    """Return cutoffs in which "everybody" is a little below the lowest of the season."""
    found = cutoffs.astype(np.float64)
    is_open = ~np.isfinite(found)
    if is_open.any():
        lowest = np.where(is_open, np.inf, found).min(axis=0)
        lowest = np.where(np.isfinite(lowest), lowest, 0.0) - 1.0
        found = np.where(is_open, lowest[None, :], found)
    return found
