"""What a specialty without a table is given comes from the others, in sight, and says how unsure it is."""

import numpy as np
import pytest

from smartpick.estimate import Assumptions
from smartpick.estimate._borrowed import (
    interview_rate_from_matches,
    middle_rate,
    score_curve,
    state_rates_from_matches,
)
from smartpick.estimate._interviews import interview_level, tie_effects
from smartpick.estimate._levels import ScoreReading, level_for
from smartpick.estimate._score_curves import bands
from smartpick.facts import Facts, open_facts
from smartpick.judged._sight import hide, of_specialty
from smartpick.vocabulary import ApplicantType

MD = ApplicantType.US_MD_SENIOR
LARGE = ("internal_medicine", "family_medicine", "psychiatry", "surgery_general", "orthopaedic_surgery")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.mark.parametrize("specialty", LARGE)
def test_a_borrowed_curve_is_near_the_specialtys_own(facts: Facts, specialty: str) -> None:
    own = bands(facts, specialty)
    found = score_curve(facts, specialty, 2.4)
    assert own is not None
    assert found is not None
    assert found.level == pytest.approx(own[0], abs=3 * found.level_sd)
    assert found.slope == pytest.approx(own[1], abs=3 * found.slope_sd + 0.2)


def test_a_specialty_never_borrows_from_itself(facts: Facts) -> None:
    """Its own bands hidden, the same curve comes out."""
    before = score_curve(facts, "psychiatry", 2.4)
    query = ("statistic", "specialty_keys = ? AND fact_id LIKE ?", (";psychiatry;", "%step2_us_md_2020%"))
    from smartpick.judged._sight import Hidden

    poorer = hide(facts, Hidden(*query))
    assert bands(poorer, "psychiatry") is None
    after = score_curve(poorer, "psychiatry", 2.4)
    assert before is not None
    assert after is not None
    assert (after.level, after.slope) == pytest.approx((before.level, before.slope), abs=1e-9)


def test_nothing_is_borrowed_without_a_rate(facts: Facts) -> None:
    assert score_curve(facts, "transitional_year", 2.4) is None
    poorer = hide(facts, of_specialty("psychiatry"))
    assert score_curve(poorer, "psychiatry", 2.4) is None
    assert interview_rate_from_matches(poorer, MD, "psychiatry") is None


def test_a_higher_match_rate_goes_with_a_higher_interview_rate(facts: Facts) -> None:
    rates = {}
    for specialty in ("neurology", "neurological_surgery"):
        found = interview_rate_from_matches(facts, MD, specialty)
        assert found is not None
        assert found.sd > 0.2
        rates[specialty] = found.log_odds
    assert rates["neurology"] > rates["neurological_surgery"]


@pytest.mark.parametrize("kind", [MD, ApplicantType.US_DO_SENIOR, ApplicantType.NON_US_CITIZEN_IMG])
def test_an_unreported_interview_rate_is_wider_than_a_reported_one(facts: Facts, kind: ApplicantType) -> None:
    own = Assumptions(facts)
    reported = interview_level(facts, own, kind, "internal_medicine", 1)
    borrowed = interview_level(facts, own, kind, "neurology", 1)
    assert reported.is_reported
    assert not borrowed.is_reported
    assert "interview_rate_not_reported" in borrowed.caveats
    assert borrowed.draws.std() > reported.draws.std()


def test_the_middle_of_a_types_rates_is_as_wide_as_they_are(facts: Facts) -> None:
    found = middle_rate(facts, MD)
    assert found is not None
    assert found.n >= 8
    assert 0.5 < found.sd < 2.5
    assert middle_rate(facts, ApplicantType.US_CITIZEN_IMG) is None


def test_a_borrowed_level_goes_through_the_overall_rate(facts: Facts) -> None:
    """Averaged over the specialty's scores, on this season's scale."""
    from smartpick.judged._sight import Hidden

    query = ("statistic", "specialty_keys = ? AND fact_id LIKE ?", (";psychiatry;", "%step2_us_md_2020%"))
    poorer = hide(facts, Hidden(*query))
    own = Assumptions(poorer)
    chances = []
    for score in np.linspace(210, 285, 31):
        level = level_for(poorer, own, MD, "psychiatry", ScoreReading(float(score), 0.0, ""), 1)
        chances.append(1 / (1 + np.exp(-np.median(level.draws))))
    scores = np.linspace(210, 285, 31)
    weights = np.exp(-0.5 * ((scores - 249) / 14) ** 2)
    average = float((weights * chances).sum() / weights.sum())
    assert average == pytest.approx(0.90, abs=0.05)


def test_unreported_rates_in_and_out_of_state_follow_the_match_rate(facts: Facts) -> None:
    found = state_rates_from_matches(facts, "neurology")
    assert found is not None
    inside, outside, gap_sd = found
    assert gap_sd > 0.05
    assert inside.log_odds > outside.log_odds
    ties = tie_effects(facts, MD, "neurology", 1)
    assert ties.in_state > 0 > ties.out_of_state
    assert ties.in_state - ties.out_of_state == pytest.approx(inside.log_odds - outside.log_odds)
    assert 0.02 <= ties.in_state_share <= 0.9
    # The doubt about the gap is in the draws, and leaves the average application where it was.
    ends = ties.by_state(is_inside=True), ties.by_state(is_inside=False)
    assert (ends[0] - ends[1]).std() == pytest.approx(gap_sd, rel=0.15)
    mixed = ties.in_state_share * ends[0] + (1 - ties.in_state_share) * ends[1]
    assert mixed.std() == pytest.approx(0, abs=1e-9)
    assert not tie_effects(facts, MD, "psychiatry", 1).gap_doubt.any()
    assert state_rates_from_matches(facts, "transitional_year") is None
