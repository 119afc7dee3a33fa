"""What failed attempts, years since graduation, visa need and a missing USMLE score do: named assumptions, all of them.

No body publishes match rates by these (see ``docs/limits.md``); each effect is a prior with a spread, shown to the
applicant, who may change it in her profile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import Applicant
from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._levels import ScoreReading
from smartpick.estimate._scenarios import N_DRAWS, named_normals
from smartpick.facts import Facts
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Effect", "read_score", "record_effects"]

_NEVER_HELPS = {"step1_fail", "step2_fail", "years_since_graduation", "needs_visa", "comlex_only"}
GRACE_YEARS = 2.0
LIMIT_YEARS = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """One part of the record and what it is assumed to do.

    Attributes
    ----------
    draws
        Change in the log-odds of matching, shape (n_draws,).
    screened
        Share of programs assumed not to look further because of it, shape (n_draws,); zeros where none.
    """

    key: str
    text: str
    draws: NDArray[np.float64]
    screened: NDArray[np.float64]
    fact_ids: tuple[str, ...]


def record_effects(assumptions: Assumptions, applicant: Applicant, seed: int) -> list[Effect]:
    """Return the effects that apply to this applicant; an unknown part of the record has none.

    Notes
    -----
    No figure is assumed for an exam that is failed and not passed yet. Two that stand already are used: its score is
    read at the lowest pass (`read_score`), for the first exam as for the second, and what is open counts as one failed
    attempt more. So neither is ever worth as much as the same fail with the pass that is still missing.
    """
    wanted: list[tuple[str, str, float, str]] = []
    further = assumptions.get("further_fail_share").mean
    first, second = "Step 1 or Level 1", "Step 2 CK or Level 2-CE"
    for number, key, exam, is_unpassed, is_made_good in (
        (applicant.step1_fails, "step1_fail", first, applicant.is_step1_unpassed, applicant.is_step1_made_good),
        (applicant.step2_fails, "step2_fail", second, applicant.is_step2_unpassed, applicant.is_step2_made_good),
    ):
        if number:
            counted = "a failed" if number == 1 else f"{number} failed"
            # A pass is said only where the record holds one; where the other of the two is passed, neither is said.
            ended = ", no pass yet" if is_unpassed else ", then a pass" if is_made_good else ""
            text = f"{counted} {exam} attempt{'' if number == 1 else 's'}{ended}"
            wanted.append((key, f"{key}_screen", 1.0 + further * (number - 1 + is_unpassed), text))
    years = applicant.years_since_graduation
    kind = applicant.applicant_type
    if (kind.is_img or kind.is_us_graduate) and years is not None and years > GRACE_YEARS:
        screen = "years_since_graduation_screen" if years > LIMIT_YEARS else ""
        wanted.append(("years_since_graduation", screen, years - GRACE_YEARS, f"{years:.0f} years since graduation"))
    if applicant.applicant_type.is_img and applicant.needs_visa is not None:
        key = "needs_visa" if applicant.needs_visa else "does_not_need_visa"
        wanted.append((key, "", 1.0, "needs a visa" if applicant.needs_visa else "needs no visa"))
    if applicant.is_comlex_only and applicant.applicant_type.is_do:
        wanted.append(("comlex_only", "", 1.0, "COMLEX without USMLE scores"))
    effects = [_effect(assumptions, seed, kind, *parts) for parts in wanted]
    # One that is in the group's own level already has an assumption of nothing: it is no part of her record.
    return [effect for effect in effects if effect.draws.any() or effect.screened.any()]


def _effect(
    assumptions: Assumptions, seed: int, kind: ApplicantType, key: str, screen: str, times: float, text: str
) -> Effect:
    found = assumptions.get(key, applicant_type=kind)
    screened = assumptions.draw_share(screen, seed, applicant_type=kind) if screen else np.zeros(N_DRAWS)
    ids = (found.fact_id, assumptions.get(screen, applicant_type=kind).fact_id) if screen else (found.fact_id,)
    draws = assumptions.draw(key, seed, applicant_type=kind)
    if key in _NEVER_HELPS and not found.is_own:
        # Her own figure may say otherwise; ours is unsure how much it hurts, not whether.
        draws = np.minimum(draws, 0.0)
    return Effect(key, text, times * draws, screened, ids)


def read_score(facts: Facts, assumptions: Assumptions, applicant: Applicant, seed: int) -> ScoreReading:
    """Return where her score stands on the Step 2 CK scale.

    Notes
    -----
    A COMLEX Level 2-CE score is not converted. It is placed among COMLEX takers by the exam's published mean and
    deviation, and read at the same place among DO seniors, with the error of published links between the two exams.
    """
    del seed
    found = _scored(facts, assumptions, applicant)
    if not (applicant.is_step1_unpassed or applicant.is_step2_unpassed):
        return found
    # The lowest score that passes: better than what she has, and no better than anybody who has passed.
    mark = _exam_figure(facts, "step2ck_minimum_pass")
    is_below = mark is not None and found.points is not None and found.points <= mark[0]
    if mark is None or (is_below and not applicant.is_step2_unpassed):
        return found
    open_one = "Step 2 CK or Level 2-CE" if applicant.is_step2_unpassed else "Step 1 or Level 1"
    basis = f"the lowest Step 2 CK score that passes, because {open_one} is not passed yet"
    return ScoreReading(mark[0], 0.0, basis, (mark[1],), is_held_down=True)


def _scored(facts: Facts, assumptions: Assumptions, applicant: Applicant) -> ScoreReading:
    if applicant.step2_ck is not None:
        return ScoreReading(applicant.step2_ck, 0.0, "your Step 2 CK score")
    if applicant.comlex2 is None and applicant.step2_practice is not None:
        error = assumptions.get("practice_test_error_points", applicant_type=applicant.applicant_type)
        basis = "your last practice tests"
        return ScoreReading(applicant.step2_practice, error.sd, basis, (error.fact_id,))
    if applicant.comlex2 is None:
        return ScoreReading(None, 0.0, "no score known yet")
    mean = _exam_figure(facts, "comlex2_mean")
    sd = _exam_figure(facts, "comlex2_sd")
    centre = assumptions.get("do_step2_mean", applicant_type=applicant.applicant_type)
    spread = assumptions.get("do_step2_sd", applicant_type=applicant.applicant_type)
    error = assumptions.get("comlex2_link_error_points", applicant_type=applicant.applicant_type)
    if mean is None or sd is None:
        return ScoreReading(None, 0.0, "a COMLEX score that this build has no figures to place", ())
    points = centre.mean + spread.mean * (applicant.comlex2 - mean[0]) / sd[0]
    return ScoreReading(
        points,
        error.sd,
        "your COMLEX Level 2-CE score, by its place among COMLEX takers",
        (mean[1], sd[1], centre.fact_id, spread.fact_id, error.fact_id),
    )


def _exam_figure(facts: Facts, measure: str) -> tuple[float, str] | None:
    found = [figure for figure in facts.statistics(measure) if figure.value is not None]
    if not found or found[-1].value is None:
        return None
    return found[-1].value, found[-1].fact_id


def screened_share(effects: list[Effect]) -> NDArray[np.float64]:
    """Return the share of programs that stop at any of these effects, shape (n_draws,)."""
    passed = np.ones(N_DRAWS)
    for effect in effects:
        passed *= 1 - effect.screened
    return np.asarray(1 - passed)


def total_effect(effects: list[Effect]) -> NDArray[np.float64]:
    """Return the summed change in the log-odds of matching, shape (n_draws,)."""
    return np.sum([effect.draws for effect in effects], axis=0) if effects else 0.0 * named_normals(0, "none")
