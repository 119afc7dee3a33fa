"""The first version of the model: published tables set every level, named assumptions the differences.

It serves wherever no simulated seasons are at hand, and stays as the baseline for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._ground import Ground
from smartpick.estimate._openness import Openness
from smartpick.estimate._reference import Mixture, solve_interview_constant, solve_match_constant
from smartpick.estimate._result import Rows, SpecialtyBasis, Term
from smartpick.estimate._said import open_terms, rotation_text, school_text, tie_text
from smartpick.estimate._scenarios import N_DRAWS, named_normals
from smartpick.facts import Facts
from smartpick.programs import Program
from smartpick.uncertainty import expit
from smartpick.vocabulary import SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["TableEquations"]


class TableEquations:
    """The two equations of one specialty, solved for its reference applicant.

    Notes
    -----
    In log-odds, for program j in scenario s at strength θ::

        interview = c + slope·(score − centre)/15 + record + openness_j + tie_j + residual_j + σ·θ
        accept    = m + residual_j' + λ·σ·θ        (or certain, where program j goes unfilled and ranks her)

    c and m are solved for the reference applicant (see ``_reference``).
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        case, level = ground.case, ground.level
        assumptions, seed, kind, specialty = case.assumptions, case.seed, case.kind, ground.specialty
        self.strength_sd = np.abs(assumptions.draw("strength_sd", seed, specialty, kind))
        self.program_sd = np.abs(assumptions.draw("program_interview_sd", seed, specialty, kind))
        self.match_sd = np.abs(assumptions.draw("program_match_sd", seed, specialty, kind))
        self.open_weight = assumptions.draw("openness_weight", seed, specialty, kind)
        self.unfilled_weight = assumptions.draw("unfilled_weight", seed, specialty, kind)
        self.rank_share = np.clip(assumptions.draw("rank_strength_share", seed), 0.1, 1.5)
        self.ranked_if_unfilled = assumptions.draw_share("ranked_if_unfilled", seed, specialty, kind)
        ratio = np.clip(assumptions.draw("interview_score_ratio", seed), 0.2, 2.0)
        # Published slopes and shares are averages over applicants and programs; inside the equation, for one applicant
        # at one program, the same effect is steeper by this factor (logistic-normal). Gaps by school state and signal
        # are left as published: home students and signals are mixed into them already, which makes them too large.
        variance = float((self.strength_sd**2 + self.program_sd**2).mean())
        self.steeper = float(np.sqrt(1 + 0.346 * variance))
        self.unfilled_mean = float(ground.openness.unfilled.mean())
        mixture = self._mixture()
        # The published level is about applicants like her by type and score; the rest of her record comes on top.
        shift = ratio * self.steeper * ground.score_shift
        self.constant = solve_interview_constant(mixture, ground.interviews.draws, self.strength_sd, self.program_sd)
        self.index = self.constant + shift + ratio * case.record
        self.match_constant = solve_match_constant(
            mixture,
            ground.count,
            self.index,
            level.draws + case.record,
            self.strength_sd,
            self.program_sd,
            self.rank_share,
            self.ranked_if_unfilled,
            case.screened,
        )
        flatter = ("in_state_rates_flatter",) if ground.ties.in_state and case.applicant.school_state else ()
        self.basis = SpecialtyBasis(
            specialty,
            level,
            ground.interviews,
            ground.ties,
            ground.signals,
            tuple(case.effects),
            case.score,
            ground.count,
            ground.usual,
            ground.caveats("first_model", *flatter),
            usual_facts=ground.usual_facts,
        )

    def _open(self, found: Openness) -> tuple[Array, Array]:
        """Return the two log-odds parts of openness, arrays of shape (n_programs, n_draws)."""
        by_state = self.steeper * found.log_share[:, None] * self.open_weight[None, :]
        # Relative to the whole specialty, not to the programs asked about.
        by_record = (found.unfilled[:, None] - self.unfilled_mean) * self.unfilled_weight[None, :]
        return by_state, by_record

    def _mixture(self) -> Mixture:
        """Return what the reference applicant applies to: all programs, near and far, with and without a signal."""
        found, ties, assumptions = self.ground.openness, self.ground.ties, self.ground.case.assumptions
        by_state, by_record = self._open(found)
        open_means = (by_state + by_record).mean(axis=1)
        taste = assumptions.get("reference_taste_for_openness").mean
        weight = np.exp(taste * open_means)
        aligned_share = assumptions.get("aligned_share").mean
        aligned = float(ties.aligned.mean())
        self.aligned_mean = aligned_share * aligned
        n_signals = _signal_total(self.ground.case.facts, self.ground.specialty)
        signalled = min(n_signals / self.ground.count, 0.9)
        signal = float(self.ground.signals.by_tier[SignalTier.SINGLE].mean())
        offsets, weights = [], []
        for tie, tie_share in (
            (ties.in_state, ties.in_state_share),
            (ties.out_of_state, 1 - ties.in_state_share),
        ):
            for near, near_share in (
                (aligned - self.aligned_mean, aligned_share),
                (-self.aligned_mean, 1 - aligned_share),
            ):
                for sent, sent_share in ((signal, signalled), (0.0, 1 - signalled)):
                    offsets.append(open_means + tie + near + sent)
                    weights.append(weight * tie_share * near_share * sent_share)
        repeated = np.tile(found.unfilled, len(offsets))
        return Mixture.of(np.concatenate(offsets), np.concatenate(weights), repeated)

    def rows(self, programs: Sequence[Program], theta: Array, phi: Array) -> Rows:
        """Return what works out interview and accept chances of some of these programs, (n_some, n_draws, n_nodes).

        Parameters
        ----------
        theta, phi
            Strength and interview skill, shape (n_draws, n_nodes); this version knows no interview skill.
        """
        del phi
        case = self.ground.case
        found = self.ground.open_to(programs)
        by_state, by_record = self._open(found)
        x = self.index[None, :] + by_state + by_record
        y = np.broadcast_to(self.match_constant, x.shape).copy()
        for j, program in enumerate(programs):
            code = program.program_code_nrmp
            x[j] += self.program_sd * named_normals(case.seed, f"interview residual:{code}")
            y[j] += self.match_sd * named_normals(case.seed, f"match residual:{code}")
            x[j] += self._ties(program)[0]
        lift = self.strength_sd[:, None] * theta
        skill = self.rank_share[:, None] * lift

        def some(indices: Sequence[int]) -> tuple[Array, Array]:
            at = list(indices)
            interview = expit(x[at][:, :, None] + lift[None]) * (1 - case.screened)[None, :, None]
            takes = expit(y[at][:, :, None] + skill[None])
            unfilled = found.unfilled[at]
            certain = unfilled[:, None] * self.ranked_if_unfilled[None, :]
            return interview, certain[:, :, None] + (1 - unfilled)[:, None, None] * takes

        return some

    def terms(self, programs: Sequence[Program]) -> list[list[Term]]:
        """Return the reasons of each program."""
        found = self.ground.open_to(programs)
        by_state, by_record = (part.mean(axis=1) for part in self._open(found))
        kind = self.ground.case.kind
        return [
            [*self._ties(program)[1], *open_terms(kind, program, found, j, float(by_state[j]), float(by_record[j]))]
            for j, program in enumerate(programs)
        ]

    def _ties(self, program: Program) -> tuple[Array, list[Term]]:
        """Return the change in log-odds for her ties to one program, and why."""
        case, ties = self.ground.case, self.ground.ties
        applicant = case.applicant
        effect = np.zeros(N_DRAWS)
        said: list[Term] = []

        def add(key: str, draws: Array, text: str, ids: tuple[str, ...]) -> None:
            nonlocal effect
            effect = effect + draws
            said.append(Term(key, float(draws.mean()), text, ids))

        is_in_state = applicant.school_state is not None and applicant.school_state == program.state
        if applicant.school_state is not None and (ties.in_state or ties.out_of_state):
            key = "in_state" if is_in_state else "out_of_state"
            text = school_text(program.state, is_inside=is_in_state)
            add(key, ties.by_state(is_inside=is_in_state), text, ties.fact_ids)
        tie = applicant.tie_states.get(program.state)
        # An in-state school is already the tie: counting the same bond twice would flatter.
        if tie is not None and not is_in_state:
            add("tie", ties.aligned - self.aligned_mean, tie_text(program.state, tie), ties.fact_ids[:1])
        elif not is_in_state:
            effect = effect - self.aligned_mean
        is_home = program.institution_code in applicant.home_institutions
        if is_home or program.program_code_nrmp in applicant.rotated_at:
            key = "home_program" if is_home else "away_rotation"
            ids = (case.assumptions.get(key).fact_id,)
            add(key, case.assumptions.draw(key, case.seed), rotation_text(is_home=is_home), ids)
        return effect, said


def _signal_total(facts: Facts, specialty: str) -> float:
    """Return how many signals an applicant of the specialty has, 0 where none is published."""
    rows = list(facts.rows("signal_count", "specialty_keys LIKE ?", (f"%;{specialty};%",)))
    totals = [row for row in rows if row["total"]]
    return float(max(totals, key=lambda row: row["season"])["total"]) if totals else 0.0
