"""What both versions of the model stand on, for one applicant and specialty: published levels and her record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import Applicant
from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._borrowed import interviews_per_match
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
from smartpick.estimate._scenarios import N_DRAWS, logit, named_normals
from smartpick.estimate._score_curves import SCALE
from smartpick.facts import Facts
from smartpick.programs import Program
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["SENIOR_OF", "Case", "Ground"]

SENIOR_OF = {
    ApplicantType.US_MD_GRADUATE: ApplicantType.US_MD_SENIOR,
    ApplicantType.US_DO_GRADUATE: ApplicantType.US_DO_SENIOR,
}
"""Whose interviews and seasons graduates of earlier years of US schools are read from."""

_LEAST_INTERVIEWS = 3.0


@dataclass(eq=False)
class Case:
    """One applicant with her score and record as read.

    Attributes
    ----------
    season
        Newest season of the directory.
    score, effects, screened, record
        Where her score stands; what her record is assumed to do; the share of programs that stop at it; the sum of the
        effects in log-odds of matching. The last two of shape (n_draws,).
    cap
        Interviews that she attends at most, shape (n_draws,).
    """

    facts: Facts
    assumptions: Assumptions
    applicant: Applicant
    season: int
    seed: int
    score: ScoreReading = field(init=False)
    effects: list[Effect] = field(init=False)
    screened: Array = field(init=False)
    record: Array = field(init=False)
    cap: Array = field(init=False)

    def __post_init__(self) -> None:
        self.score = read_score(self.facts, self.assumptions, self.applicant, self.seed)
        self.effects = record_effects(self.assumptions, self.applicant, self.seed)
        self.screened = screened_share(self.effects)
        self.record = total_effect(self.effects)
        self.cap = np.maximum(self.assumptions.draw("interview_cap", self.seed), _LEAST_INTERVIEWS)

    @property
    def kind(self) -> ApplicantType:
        """The applicant's type."""
        return self.applicant.applicant_type


class Ground:
    """Levels, ties, signals and openness of one specialty for one applicant.

    Attributes
    ----------
    score_shift
        What her score does to the log-odds of matching against the group's, shape (n_draws,).
    below_seniors
        What graduates of earlier years are interviewed less often than seniors, in log-odds; never more, 0 for others.
    usual, usual_facts, count
        Applications that her type sends on average, the figure that says so, and the number held to that of programs.
    """

    def __init__(self, case: Case, specialty: str, pool: Sequence[Program]) -> None:
        facts, assumptions, kind, seed = case.facts, case.assumptions, case.kind, case.seed
        self.case, self.specialty, self.pool = case, specialty, pool
        self.level: Level = level_for(facts, assumptions, kind, specialty, case.score, seed)
        interviews: InterviewLevel = interview_level(facts, assumptions, kind, specialty, seed)
        self.below_seniors = self._below_seniors()
        self.interviews = replace(interviews, draws=interviews.draws + self.below_seniors)
        self.ties: TieEffect = tie_effects(facts, kind, specialty, seed)
        self.signals: SignalEffect = signal_effects(facts, assumptions, specialty, seed)
        self.usual, self.usual_facts = _applications(facts, kind)
        self.count = min(self.usual, float(len(pool)))
        self.openness: Openness = openness_of(facts, pool, kind, case.season)
        self.place = {program.program_code_nrmp: at for at, program in enumerate(pool)}
        self._divisions: dict[str, str] | None = None
        self.score_shift = _score_shift(self.level, case.score, seed)

    def _below_seniors(self) -> float:
        """Return the gap in interviews of graduates of earlier years.

        Rates are reported of both together, who are seniors nearly all: the gap of the two levels of matching goes over
        into interviews as it does between specialties.
        """
        case, own = self.case, self.level.base_rate
        senior = SENIOR_OF.get(case.kind)
        if senior is None or own is None:
            return 0.0
        theirs = level_for(case.facts, case.assumptions, senior, self.specialty, case.score, case.seed).base_rate
        return (
            0.0 if theirs is None else min(0.0, interviews_per_match(case.facts) * (_log_odds(own) - _log_odds(theirs)))
        )

    def open_to(self, programs: Sequence[Program]) -> Openness:
        """Return the openness of some of the pool's programs."""
        return self.openness.of([self.place[program.program_code_nrmp] for program in programs])

    def division_of(self, state: str | None) -> str | None:
        """Return the census division of a state; None for what is no state."""
        if self._divisions is None:
            rows = self.case.facts.rows("state")
            self._divisions = {row["state"]: row["census_division"] for row in rows if row["census_division"]}
        return self._divisions.get(state or "")

    def caveats(self, *more: str) -> tuple[str, ...]:
        """Return what to beware of: of the levels, of the score's reading, and more."""
        keys = [*self.level.caveats, *self.interviews.caveats, *more, "program_openness_by_state"]
        if self.case.score.points is not None and self.case.applicant.step2_ck is None:
            from_practice = self.case.applicant.comlex2 is None
            keys.append("score_from_practice" if from_practice else "comlex_placed_not_converted")
        return tuple(dict.fromkeys(keys))


def _log_odds(rate: float) -> float:
    return logit(float(np.clip(rate, 1e-3, 1 - 1e-3)))


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
