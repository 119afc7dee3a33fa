"""The first chance model: it reproduces what is published, shares what is unobserved, and is never certain."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from smartpick.estimate import Applicant, Assumptions, Chances, estimate_chances
from smartpick.estimate._assumptions import Assumption
from smartpick.estimate._interviews import interview_level
from smartpick.estimate._levels import level_for
from smartpick.estimate._record import read_score
from smartpick.estimate._reference import Mixture, solve_interview_constant, solve_match_constant
from smartpick.estimate._scenarios import N_DRAWS, named_normals, nodes
from smartpick.facts import Facts, open_facts
from smartpick.portfolio import list_outcome
from smartpick.programs import Directory, Program, load_directory
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType, SignalTier, Track

MD = Applicant(ApplicantType.US_MD_SENIOR, step2_ck=245, school_state="OH")
NON_US = Applicant(ApplicantType.NON_US_CITIZEN_IMG, step2_ck=240)
SPECIALTIES = ("family_medicine", "internal_medicine", "psychiatry")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="module")
def directory(facts: Facts) -> Directory:
    return load_directory(facts, SPECIALTIES)


def programs_of(directory: Directory, specialty: str) -> list[Program]:
    return [program for program in directory.of([specialty]) if program.track is Track.CATEGORICAL]


def chances_of(
    facts: Facts,
    directory: Directory,
    applicant: Applicant,
    specialty: str = "internal_medicine",
    own: dict[str, tuple[float, float]] | None = None,
    n: int = 60,
) -> Chances:
    pool = programs_of(directory, specialty)
    return estimate_chances(facts, Assumptions(facts, own), applicant, pool[:: max(1, len(pool) // n)], pool, 2026, 1)


def mean_interview(chances: Chances) -> NDArray[np.float64]:
    return np.asarray((chances.interview @ chances.weights).mean(axis=1))


@pytest.mark.parametrize("specialty", SPECIALTIES)
@pytest.mark.parametrize("kind", [ApplicantType.US_MD_SENIOR, ApplicantType.NON_US_CITIZEN_IMG])
def test_the_average_application_is_answered_as_often_as_reported(
    facts: Facts, directory: Directory, specialty: str, kind: ApplicantType
) -> None:
    """A mixture of near and far programs, solved, gives back the rate it was solved for, in every scenario."""
    del directory
    rate = interview_level(facts, Assumptions(facts), kind, specialty, 1)
    mixture = Mixture.of(np.array([-1.0, 0.0, 2.0]), np.array([0.5, 0.3, 0.2]), np.array([0.0, 0.1, 0.5]))
    strength, program_sd = np.full(N_DRAWS, 1.2), np.full(N_DRAWS, 0.8)
    constant = solve_interview_constant(mixture, rate.draws, strength, program_sd)
    theta, weights = nodes()
    epsilon, program_weights = nodes(5)
    x = (
        constant[None, :, None, None]
        + mixture.offsets[:, None, None, None]
        + 0.8 * epsilon[None, None, :, None]
        + 1.2 * theta[None, None, None, :]
    )
    average = np.einsum("b,bkpt,p,t->k", mixture.weights, expit(x), program_weights, weights)
    assert average == pytest.approx(expit(rate.draws), abs=1e-4)


def test_the_typical_list_matches_as_often_as_published() -> None:
    """Fifty equal applications: the match constant gives back the chance of matching given a program to rank."""
    mixture = Mixture(np.array([0.0]), np.array([1.0]), np.array([0.1]))
    ones = np.ones(N_DRAWS)
    target = np.full(N_DRAWS, 0.4)
    constant = solve_match_constant(
        mixture, 50, -3.0 * ones, target, 1.2 * ones, 1e-9 * ones, 0.6 * ones, 0.8 * ones, 0.0 * ones
    )
    theta, weights = nodes()
    offered = expit(-3.0 + 1.2 * theta)
    takes = 0.1 * 0.8 + 0.9 * expit(constant[0] + 0.6 * 1.2 * theta)
    none, no_offer = ((1 - offered * takes) ** 50) @ weights, ((1 - offered) ** 50) @ weights
    assert (1 - none) / (1 - no_offer) == pytest.approx(float(expit(np.array(0.4))), abs=1e-6)


def test_unobserved_strength_is_shared_by_all_programs(facts: Facts, directory: Directory) -> None:
    """With it, no interview at all happens far more often than if programs answered independently."""

    def none_at_all(own: dict[str, tuple[float, float]] | None) -> tuple[float, float]:
        chances = chances_of(facts, directory, NON_US, own=own)
        together = float((np.prod(1 - chances.interview, axis=0) @ chances.weights).mean())
        alone = float(np.prod(1 - chances.interview @ chances.weights, axis=0).mean())
        return together, alone

    together, alone = none_at_all(None)
    assert together > 1.1 * alone
    together, alone = none_at_all({"strength_sd": (0.0, 0.0)})
    assert together == pytest.approx(alone, rel=1e-6)


def test_strength_is_shared_over_specialties(facts: Facts, directory: Directory) -> None:
    pools = {key: programs_of(directory, key) for key in SPECIALTIES[:2]}
    asked = [pools["family_medicine"][0], pools["internal_medicine"][0]]
    everywhere = [*pools["family_medicine"], *pools["internal_medicine"]]
    chances = estimate_chances(facts, Assumptions(facts), NON_US, asked, everywhere, 2026, 1)
    both = (chances.interview[0] * chances.interview[1]) @ chances.weights
    product = (chances.interview[0] @ chances.weights) * (chances.interview[1] @ chances.weights)
    assert (both > product).all()


@pytest.mark.parametrize(
    "weaker",
    [
        replace(MD, step2_ck=230),
        replace(MD, step1_fails=1),
        replace(MD, step2_fails=1),
    ],
    ids=["score", "step1_fail", "step2_fail"],
)
def test_a_weaker_record_never_has_a_higher_chance(facts: Facts, directory: Directory, weaker: Applicant) -> None:
    stronger, less = chances_of(facts, directory, MD), chances_of(facts, directory, weaker)
    assert (mean_interview(less) < mean_interview(stronger)).all()


def test_older_graduation_and_a_visa_need_lower_the_chance_of_an_img(facts: Facts, directory: Directory) -> None:
    base = replace(NON_US, years_since_graduation=2.0, needs_visa=False)
    for weaker in (replace(base, years_since_graduation=8.0), replace(base, needs_visa=True)):
        less = mean_interview(chances_of(facts, directory, weaker))
        assert (less < mean_interview(chances_of(facts, directory, base))).all()


def test_failed_attempts_count_for_the_list_as_a_whole(facts: Facts, directory: Directory) -> None:
    def p_match(applicant: Applicant) -> float:
        chances = chances_of(facts, directory, applicant)
        near = [False] * len(chances.programs)
        return list_outcome(chances.interview, chances.accept, chances.weights, near).p_match.mean

    assert p_match(MD) > p_match(replace(MD, step1_fails=1)) > p_match(replace(MD, step1_fails=1, step2_fails=1))


def test_no_chance_is_certain(facts: Facts, directory: Directory) -> None:
    for applicant in (replace(MD, step2_ck=299), replace(NON_US, step2_ck=200, step2_fails=2, needs_visa=True)):
        chances = chances_of(facts, directory, applicant)
        assert chances.interview.min() > 0
        assert chances.interview.max() < 1
        for index in range(0, len(chances.programs), 20):
            shown = chances.p_interview(index)
            assert 0 < shown.low <= shown.high < 1


def test_every_weight_names_a_fact_that_exists(facts: Facts, directory: Directory) -> None:
    applicant = replace(MD, step1_fails=1, tie_states={"CA": "family, Fresno"}, school_state="CA")
    chances = chances_of(facts, directory, applicant)
    basis = chances.basis["internal_medicine"]
    ids = {i for terms in chances.terms for term in terms for i in term.fact_ids}
    ids |= {i for effect in basis.effects for i in effect.fact_ids}
    ids |= {*basis.level.fact_ids, *basis.interviews.fact_ids, *basis.ties.fact_ids, *basis.signals.fact_ids}
    assert len(ids) > 10
    for fact_id in ids:
        assert facts.row(fact_id)["fact_id"] == fact_id


def test_a_signal_helps_gold_more_than_silver(facts: Facts, directory: Directory) -> None:
    chances = chances_of(facts, directory, MD)
    by_tier = {
        tier: float((chances.interview_with_signal(0, tier) @ chances.weights).mean())
        for tier in (SignalTier.NONE, SignalTier.SILVER, SignalTier.GOLD)
    }
    assert by_tier[SignalTier.NONE] < by_tier[SignalTier.SILVER] < by_tier[SignalTier.GOLD]


def test_in_state_school_and_rotation_help_and_are_told(facts: Facts, directory: Directory) -> None:
    program = next(p for p in programs_of(directory, "internal_medicine") if p.state == "OH")
    pool = programs_of(directory, "internal_medicine")

    def asked(applicant: Applicant) -> tuple[float, set[str]]:
        chances = estimate_chances(facts, Assumptions(facts), applicant, [program], pool, 2026, 1)
        return float(mean_interview(chances)[0]), {term.key for term in chances.terms[0]}

    far, said_far = asked(replace(MD, school_state="TX"))
    near, said_near = asked(MD)
    rotated, said_rotated = asked(replace(MD, rotated_at=frozenset({program.program_code_nrmp})))
    assert far < near < rotated
    assert "out_of_state" in said_far
    assert "in_state" in said_near
    assert "away_rotation" in said_rotated


def test_asking_for_one_more_program_or_specialty_moves_no_other_chance(facts: Facts, directory: Directory) -> None:
    pool = {key: programs_of(directory, key) for key in SPECIALTIES[:2]}
    both = [*pool["family_medicine"], *pool["internal_medicine"]]
    one = estimate_chances(facts, Assumptions(facts), MD, pool["internal_medicine"][:3], both, 2026, 1)
    asked = [*pool["family_medicine"][:2], *pool["internal_medicine"][:5]]
    many = estimate_chances(facts, Assumptions(facts), MD, asked, both, 2026, 1)
    assert np.array_equal(one.interview, many.interview[2:5])
    assert np.array_equal(one.accept, many.accept[2:5])


def test_the_seed_is_what_decides(facts: Facts, directory: Directory) -> None:
    pool = programs_of(directory, "internal_medicine")
    first, again, other = (
        estimate_chances(facts, Assumptions(facts), MD, pool[:3], pool, 2026, seed).interview for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.mean() == pytest.approx(other.mean(), rel=0.25)


def test_named_draws_depend_on_name_and_seed_only_and_have_no_noise_in_the_mean() -> None:
    draws = named_normals(1, "level")
    assert np.array_equal(draws, named_normals(1, "level"))
    assert not np.array_equal(draws, named_normals(1, "slope"))
    assert draws.mean() == pytest.approx(0, abs=1e-12)


def test_an_own_assumption_goes_over_ours_and_says_so(facts: Facts) -> None:
    found = Assumptions(facts, {"step1_fail": (-0.1, 0.05)}).get("step1_fail")
    assert (found.mean, found.sd, found.is_own) == (-0.1, 0.05, True)
    assert not Assumptions(facts).get("step1_fail").is_own


def test_the_most_specific_assumption_is_taken(facts: Facts) -> None:
    known = Assumptions(facts)

    def visa(kind: ApplicantType) -> Assumption:
        return known.get("does_not_need_visa", applicant_type=kind)

    assert visa(ApplicantType.US_CITIZEN_IMG).mean == 0
    assert visa(ApplicantType.NON_US_CITIZEN_IMG).mean > 0
    assert known.get("strength_sd", "psychiatry").mean != known.get("strength_sd", "dermatology").mean


def test_a_comlex_score_is_placed_with_its_error_and_never_asked_as_a_step_score(facts: Facts) -> None:
    applicant = Applicant(ApplicantType.US_DO_SENIOR, comlex2=438, is_comlex_only=True)
    reading = read_score(facts, Assumptions(facts), applicant, 1)
    assert reading.points is not None
    assert 215 < reading.points < 238
    assert reading.sd >= 5
    assert "COMLEX" in reading.basis
    assert "Step" not in reading.basis


def test_an_unknown_score_widens_the_level_and_says_so(facts: Facts) -> None:
    known, unknown = (
        level_for(
            facts,
            Assumptions(facts),
            ApplicantType.US_MD_SENIOR,
            "internal_medicine",
            read_score(facts, Assumptions(facts), applicant, 1),
            1,
        )
        for applicant in (MD, replace(MD, step2_ck=None))
    )
    assert unknown.draws.std() > known.draws.std()
    assert "score_unknown" in unknown.caveats
    assert "score_unknown" not in known.caveats


def test_practice_tests_stand_in_until_there_is_a_score(facts: Facts) -> None:
    own = Assumptions(facts)
    reading = read_score(facts, own, Applicant(ApplicantType.US_MD_SENIOR, step2_practice=226.5), 1)
    assert reading.points == 226.5
    assert reading.sd >= 8
    scored = Applicant(ApplicantType.US_MD_SENIOR, step2_practice=226.5, step2_ck=240)
    assert read_score(facts, own, scored, 1).points == 240


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_every_type_has_a_level_in_every_listed_specialty(facts: Facts, kind: ApplicantType) -> None:
    """Where no figure is published the interval is wide and a caveat says why."""
    own = Assumptions(facts)
    reading = read_score(facts, own, Applicant(kind), 1)
    for row in facts.specialties():
        if row["active_2026"] != "yes":
            continue
        level = level_for(facts, own, kind, row["key"], reading, 1)
        assert np.isfinite(level.draws).all()
        if {"no_figure_for_type_and_specialty", "counts_all_who_ranked_it"} & set(level.caveats):
            assert level.draws.std() > 0.7
