"""Puts the parts together: one applicant's chances at every program, in scenarios that all programs share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import Applicant
from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._interviews import (
    InterviewLevel,
    SignalEffect,
    TieEffect,
    interview_level,
    signal_effects,
    tie_effects,
)
from smartpick.estimate._levels import Level, ScoreReading, level_for
from smartpick.estimate._openness import Openness, openness_of
from smartpick.estimate._record import Effect, read_score, record_effects, screened_share, total_effect
from smartpick.estimate._reference import Mixture, solve_interview_constant, solve_match_constant
from smartpick.estimate._scenarios import N_DRAWS, logit, named_normals, nodes
from smartpick.estimate._score_curves import SCALE
from smartpick.facts import Facts
from smartpick.programs import Program
from smartpick.uncertainty import Estimate, expit, whole_percent
from smartpick.vocabulary import ApplicantType, SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Chances", "SpecialtyBasis", "Term", "estimate_chances"]


@dataclass(frozen=True, slots=True)
class Term:
    """One reason behind a program's chance of an interview offer.

    Attributes
    ----------
    key
        ``in_state``, ``out_of_state``, ``tie``, ``signal``, ``openness``, ``unfilled``, ``away_rotation`` …
    effect
        Mean change in log-odds against the average program of the specialty.
    text
        What it is, for a reader.
    fact_ids
        What it rests on.
    """

    key: str
    effect: float
    text: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SpecialtyBasis:
    """What the chances of one specialty rest on."""

    specialty: str
    level: Level
    interviews: InterviewLevel
    ties: TieEffect
    signals: SignalEffect
    effects: tuple[Effect, ...]
    score: ScoreReading
    reference_applications: float
    usual_applications: float
    caveats: tuple[str, ...]


class Chances:
    """One applicant's chances over a list of programs.

    Attributes
    ----------
    programs : tuple of Program
        In the order of the first axis of every array.
    interview : array of shape (n_programs, n_draws, n_nodes)
        Chance of an interview offer.
    accept : array of the same shape
        Chance that the program would take her in the Match, given that it interviewed her and she ranks it.
    weights : array of shape (n_nodes,)
        Weights of the nodes of her unobserved strength.
    basis : dict
        What each specialty's chances rest on.
    """

    def __init__(
        self,
        programs: tuple[Program, ...],
        interview: Array,
        accept: Array,
        weights: Array,
        terms: tuple[tuple[Term, ...], ...],
        basis: dict[str, SpecialtyBasis],
    ) -> None:
        self.programs = programs
        self.interview = interview
        self.accept = accept
        self.weights = weights
        self.terms = terms
        self.basis = basis

    def p_interview(self, index: int) -> Estimate:
        """Return the chance of an interview offer from one program."""
        caveats = self.basis[self.programs[index].specialty].caveats
        return Estimate(self.interview[index] @ self.weights, "probability", caveats)

    def hits(self) -> Array:
        """Return the chance of an interview offer and of being taken, array like `interview`."""
        return np.asarray(self.interview * self.accept)

    def interview_with_signal(self, index: int, tier: SignalTier) -> Array:
        """Return the chance of an interview offer from one program with a signal, shape (n_draws, n_nodes).

        A signal moves the chance of the interview offer; what a program does afterwards is left as it was.
        """
        plain: Array = self.interview[index]
        if tier is SignalTier.NONE:
            return plain
        effect = self.basis[self.programs[index].specialty].signals.by_tier[tier]
        odds = plain / (1 - plain) * np.exp(effect)[:, None]
        return np.asarray(odds / (1 + odds))


def estimate_chances(
    facts: Facts,
    assumptions: Assumptions,
    applicant: Applicant,
    programs: Sequence[Program],
    everywhere: Sequence[Program],
    season: int,
    seed: int,
) -> Chances:
    """Return the chances of one applicant at the programs given, without any signal.

    Parameters
    ----------
    programs
        The candidates; any specialties.
    everywhere
        All active programs of those specialties, the candidates among them: what the reference applicant applies to.
    season
        Newest season of the directory.
    seed
        The same seed gives the same scenarios, whatever else is asked.

    Notes
    -----
    In log-odds, for program j in scenario s at strength θ::

        interview = c + slope·(score − centre)/15 + record + openness_j + tie_j + residual_j + σ·θ
        accept    = m + residual_j' + λ·σ·θ        (or certain, where program j goes unfilled and ranks her)

    c and m are solved for the reference applicant (see ``_reference``). θ is the same at every program and specialty.
    """
    score = read_score(facts, assumptions, applicant, seed)
    effects = record_effects(assumptions, applicant, seed)
    _, weights = nodes()
    interview = np.empty((len(programs), N_DRAWS, weights.size))
    accept = np.empty_like(interview)
    terms: list[tuple[Term, ...]] = [()] * len(programs)
    basis: dict[str, SpecialtyBasis] = {}
    for specialty in dict.fromkeys(program.specialty for program in programs):
        at = [i for i, program in enumerate(programs) if program.specialty == specialty]
        own = [programs[i] for i in at]
        pool = [program for program in everywhere if program.specialty == specialty]
        room = _Specialty(facts, assumptions, applicant, specialty, pool, score, effects, season, seed)
        interview[at], accept[at], said = room.chances(own)
        for i, reasons in zip(at, said, strict=True):
            terms[i] = reasons
        basis[specialty] = room.basis
    return Chances(tuple(programs), interview, accept, weights, tuple(terms), basis)


class _Specialty:
    """The two equations of one specialty, solved for its reference applicant."""

    def __init__(
        self,
        facts: Facts,
        assumptions: Assumptions,
        applicant: Applicant,
        specialty: str,
        pool: Sequence[Program],
        score: ScoreReading,
        effects: list[Effect],
        season: int,
        seed: int,
    ) -> None:
        kind = applicant.applicant_type
        self.facts, self.assumptions, self.applicant, self.seed = facts, assumptions, applicant, seed
        self.specialty, self.season = specialty, season
        level = level_for(facts, assumptions, kind, specialty, score, seed)
        interviews = interview_level(facts, assumptions, kind, specialty, seed)
        ties = tie_effects(facts, kind, specialty, seed)
        signals = signal_effects(facts, assumptions, specialty, seed)
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
        count, used = _applications(facts, kind)
        self.count = min(count, float(len(pool)))
        self.screened = screened_share(effects)
        self.openness = openness_of(facts, pool, kind, season)
        self.place = {program.program_code_nrmp: at for at, program in enumerate(pool)}
        self.unfilled_mean = float(self.openness.unfilled.mean())
        mixture = self._mixture(pool, ties, signals)
        # The published level is about applicants like her by type and score; the rest of her record comes on top.
        shift = ratio * self.steeper * _score_shift(level, score, seed)
        self.constant = solve_interview_constant(mixture, interviews.draws, self.strength_sd, self.program_sd)
        record = total_effect(effects)
        self.index = self.constant + shift + ratio * record
        self.match_constant = solve_match_constant(
            mixture,
            self.count,
            self.index,
            level.draws + record,
            self.strength_sd,
            self.program_sd,
            self.rank_share,
            self.ranked_if_unfilled,
            self.screened,
        )
        keys = [*level.caveats, *interviews.caveats, "first_model", "program_openness_by_state"]
        if score.points is not None and applicant.step2_ck is None:
            keys.append("score_from_practice" if applicant.comlex2 is None else "comlex_placed_not_converted")
        if ties.in_state and applicant.school_state is not None:
            keys.append("in_state_rates_flatter")
        caveats = tuple(dict.fromkeys(keys))
        self.basis = SpecialtyBasis(
            specialty, level, interviews, ties, signals, tuple(effects), score, self.count, count, caveats
        )
        self.reference_ids = used

    def _open(self, programs: Sequence[Program]) -> tuple[Openness, Array, Array]:
        """Return openness and its two log-odds parts, arrays of shape (n_programs, n_draws)."""
        found = self.openness.of([self.place[program.program_code_nrmp] for program in programs])
        by_state = self.steeper * found.log_share[:, None] * self.open_weight[None, :]
        # Relative to the whole specialty, not to the programs asked about.
        by_record = (found.unfilled[:, None] - self.unfilled_mean) * self.unfilled_weight[None, :]
        return found, by_state, by_record

    def _mixture(self, pool: Sequence[Program], ties: TieEffect, signals: SignalEffect) -> Mixture:
        """Return what the reference applicant applies to: all programs, near and far, with and without a signal."""
        found, by_state, by_record = self._open(pool)
        open_means = (by_state + by_record).mean(axis=1)
        taste = self.assumptions.get("reference_taste_for_openness").mean
        weight = np.exp(taste * open_means)
        aligned_share = self.assumptions.get("aligned_share").mean
        aligned = float(ties.aligned.mean())
        self.aligned_mean = aligned_share * aligned
        n_signals = _signal_total(self.facts, self.specialty)
        signalled = min(n_signals / self.count, 0.9)
        signal = float(signals.by_tier[SignalTier.SINGLE].mean())
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

    def chances(self, programs: Sequence[Program]) -> tuple[Array, Array, list[tuple[Term, ...]]]:
        """Return interview and accept chances of these programs, and the reasons of each."""
        found, by_state, by_record = self._open(programs)
        theta, _ = nodes()
        x = self.index[None, :] + by_state + by_record
        y = np.broadcast_to(self.match_constant, x.shape).copy()
        reasons: list[list[Term]] = []
        for j, program in enumerate(programs):
            x[j] += self.program_sd * named_normals(self.seed, f"interview residual:{program.program_code_nrmp}")
            y[j] += self.match_sd * named_normals(self.seed, f"match residual:{program.program_code_nrmp}")
            effect, said = self._ties(program)
            x[j] += effect
            reasons.append(
                [*said, *_open_terms(self.applicant.applicant_type, program, found, j, by_state[j], by_record[j])]
            )
        lift = self.strength_sd[:, None] * theta[None, :]
        interview = expit(x[:, :, None] + lift[None, :, :]) * (1 - self.screened)[None, :, None]
        for j, program in enumerate(programs):
            rule = self.applicant.own_rules.get(program.program_code_nrmp)
            if rule is not None:
                interview[j] = _with_own_rule(interview[j], rule.interview_rate)
                reasons[j].insert(0, Term("own_fact", 0.0, rule.text, ()))
        takes = expit(y[:, :, None] + (self.rank_share[:, None] * lift)[None, :, :])
        certain = found.unfilled[:, None] * self.ranked_if_unfilled[None, :]
        accept = certain[:, :, None] + (1 - found.unfilled)[:, None, None] * takes
        return np.clip(interview, 1e-6, 1 - 1e-6), accept, [tuple(r) for r in reasons]

    def _ties(self, program: Program) -> tuple[Array, list[Term]]:
        """Return the change in log-odds for her ties to one program, and why."""
        ties, applicant = self.basis.ties, self.applicant
        effect = np.zeros(N_DRAWS)
        said: list[Term] = []

        def add(key: str, draws: Array, text: str, ids: tuple[str, ...]) -> None:
            nonlocal effect
            effect = effect + draws
            said.append(Term(key, float(draws.mean()), text, ids))

        is_in_state = applicant.school_state is not None and applicant.school_state == program.state
        if applicant.school_state is not None and (ties.in_state or ties.out_of_state):
            gap = ties.in_state if is_in_state else ties.out_of_state
            add(
                "in_state" if is_in_state else "out_of_state",
                np.full(N_DRAWS, gap),
                f"your medical school is {'in' if is_in_state else 'outside'} {program.state}",
                ties.fact_ids,
            )
        tie = applicant.tie_states.get(program.state)
        # An in-state school is already the tie: counting the same bond twice would flatter.
        if tie is not None and not is_in_state:
            add(
                "tie",
                ties.aligned - self.aligned_mean,
                f"tie to {program.state}: {tie}" if tie else f"tie to {program.state}",
                ties.fact_ids[:1],
            )
        elif not is_in_state:
            effect = effect - self.aligned_mean
        if program.institution_code in applicant.home_institutions:
            found = self.assumptions.get("home_program")
            add(
                "home_program",
                self.assumptions.draw("home_program", self.seed),
                "your own school's program",
                (found.fact_id,),
            )
        elif program.program_code_nrmp in applicant.rotated_at:
            found = self.assumptions.get("away_rotation")
            add(
                "away_rotation",
                self.assumptions.draw("away_rotation", self.seed),
                "you rotated there",
                (found.fact_id,),
            )
        return effect, said


def _with_own_rule(interview: Array, rate: float | None) -> Array:
    """Move a program's chances so that their mean is the rate the applicant found out, keeping the shape over θ."""
    if rate is None:
        return interview
    moved = logit(float(np.clip(rate, 0.005, 0.995))) - logit(float(np.clip(interview.mean(), 1e-4, 1 - 1e-4)))
    odds = interview / (1 - np.minimum(interview, 1 - 1e-9)) * np.exp(moved)
    return np.asarray(odds / (1 + odds))


def _open_terms(
    kind: ApplicantType, program: Program, found: Openness, j: int, by_state: Array, by_record: Array
) -> list[Term]:
    said = []
    share = found.shares[j]
    if share is not None:
        said.append(
            Term(
                "openness",
                float(by_state.mean()),
                f"{kind.label}s took {share.by_type:,} of the {share.filled:,} positions of this specialty filled in "
                f"{share.state}, {share.seasons} together (nation: {whole_percent(share.national)}); state level, not"
                " this program",
                share.fact_ids,
            )
        )
    failed, seasons = found.seasons_unfilled[j]
    if seasons:
        ids = (*map(program.result_id, seasons), *program.succession_ids)
        said.append(Term("unfilled", float(by_record.mean()), _record_text(failed, seasons), ids))
    return said


def _record_text(failed: int, seasons: Sequence[int]) -> str:
    """Say a record of unfilled positions as a person would.

    Examples
    --------
    >>> _record_text(1, (2024, 2026)), _record_text(0, (2026,))
    ('left a position unfilled in 1 of its 2 Matches since 2024', 'filled every position in its one Match since 2026')
    """
    matches = f"its {len(seasons)} Matches" if len(seasons) > 1 else "its one Match"
    if not failed:
        return f"filled every position in {matches} since {seasons[0]}"
    return f"left a position unfilled in {f'{failed} of ' if len(seasons) > 1 else ''}{matches} since {seasons[0]}"


def _score_shift(level: Level, score: ScoreReading, seed: int) -> Array:
    """Return what her score does to the log-odds, shape (n_draws,); zeros where it is unknown."""
    if score.points is None:
        return np.zeros(N_DRAWS)
    points = score.points + score.sd * named_normals(seed, "score reading")
    return np.asarray(level.slope * (points - level.centre) / SCALE)


def _applications(facts: Facts, applicant_type: ApplicantType) -> tuple[float, tuple[str, ...]]:
    """Return how many programs a typical applicant of the type applies to, and the figure it comes from."""
    fitting = [
        figure
        for figure in facts.statistics("applications_per_applicant")
        if figure.value is not None and "all" in figure.specialty_keys and applicant_type in figure.applicant_type_keys
    ]
    if not fitting:
        return 60.0, ()
    newest = max(fitting, key=lambda figure: (figure.season, figure.fact_id))
    return float(newest.value or 60.0), (newest.fact_id,)


def _signal_total(facts: Facts, specialty: str) -> float:
    """Return how many signals an applicant of the specialty has, 0 where none is published."""
    rows = list(facts.rows("signal_count", "specialty_keys LIKE ?", (f"%;{specialty};%",)))
    totals = [row for row in rows if row["total"]]
    return float(max(totals, key=lambda row: row["season"])["total"]) if totals else 0.0
