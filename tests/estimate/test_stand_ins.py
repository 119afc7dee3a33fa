"""Whose figure stands in where a specialty has none for the type: the nearest first, and wider the further it is."""

import pytest

from smartpick.estimate import Assumptions, Level
from smartpick.estimate._levels import ScoreReading, level_for
from smartpick.facts import Facts, open_facts
from smartpick.judged._sight import Hidden, hide, of_specialty
from smartpick.vocabulary import ApplicantType

MD, DO = ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR
LEFT = "psychiatry"
RATES = "match_rate_pct"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


def level(facts: Facts, kind: ApplicantType, specialty: str = LEFT) -> Level:
    return level_for(facts, Assumptions(facts), kind, specialty, ScoreReading(None, 0.0, ""), 1)


def test_the_nearest_type_stands_in_first(facts: Facts) -> None:
    """DO seniors borrow from MD seniors there, moved down by the gap of the two over all specialties."""
    poorer = hide(facts, of_specialty(LEFT, RATES, applicant_type=DO))
    own, found, other = level(facts, DO), level(poorer, DO), level(poorer, MD)
    assert "moved by the gap over all specialties" in found.base_text
    assert "no_figure_for_type_and_specialty" in found.caveats
    assert found.base_rate is not None
    assert other.base_rate is not None
    assert found.base_rate < other.base_rate
    assert found.draws.std() > own.draws.std()


def test_then_the_specialties_that_have_a_figure_together(facts: Facts) -> None:
    poorer = hide(facts, of_specialty(LEFT))
    seniors, osteopaths = level(poorer, MD), level(poorer, DO)
    assert "score bands, together" in seniors.base_text
    assert "the middle of" in osteopaths.base_text
    assert seniors.draws.std() > level(facts, MD).draws.std()
    # The others' bands gone too, no curve is left and the middle of the overall rates stands in.
    bare = hide(poorer, Hidden("statistic", "measure = ? AND stratum <> 'all'", (RATES,)))
    assert "the middle of" in level(bare, MD).base_text


def test_then_all_who_ranked_it_and_last_all_specialties(facts: Facts) -> None:
    by_specialty = Hidden("statistic", "measure = ? AND specialty_keys <> ';all;'", (RATES,))
    ranked = level(hide(facts, by_specialty), MD)
    assert "ranked it anywhere" in ranked.base_text
    assert "counts_all_who_ranked_it" in ranked.caveats
    counts = Hidden("statistic", "measure = ?", ("applicants_ranking_specialty_pgy1",))
    overall = level(hide(facts, by_specialty, counts), MD)
    assert "over all specialties" in overall.base_text
    assert overall.draws.std() > ranked.draws.std()
    nothing = level(hide(facts, by_specialty, counts, Hidden("statistic", "measure = ?", ("pgy1_match_rate_pct",))), MD)
    assert "no_published_level" in nothing.caveats
    assert nothing.base_rate == pytest.approx(0.5)


def test_seniors_curve_moves_with_the_swing_of_unfilled_positions(facts: Facts) -> None:
    """Fewer positions left over in the year of the rate than in those of the bands: the bands stood higher."""
    query = ("statistic", "specialty_keys = ? AND fact_id LIKE ?", (f";{LEFT};", "%step2_us_md_2020%"))
    means = []
    for filled in (0.90, 1.0):
        copy = hide(facts, Hidden(*query))
        copy.connection.execute(
            "UPDATE program_result SET positions_filled = CAST(positions_offered * ? AS INTEGER)"
            " WHERE season = 2024 AND substr(nrmp_code, 5, 3) = '400'",
            (filled,),
        )
        copy.connection.commit()
        reading = ScoreReading(240.0, 0.0, "")
        means.append(float(level_for(copy, Assumptions(copy), MD, LEFT, reading, 1).draws.mean()))
    assert means[1] > means[0] + 0.1
