"""The market version: programs differ as the seasons say, levels as the tables do, and a better record never hurts."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from estimate.seasons import VALUES, made_asset
from numpy.typing import NDArray

from smartpick.estimate import Applicant, Assumptions, Chances, Heard, OwnRule, estimate_chances
from smartpick.estimate._anchor import Reference, attended_share, solve_index, spread_evenly
from smartpick.estimate._ground import Case, Ground
from smartpick.estimate._market import MarketEquations
from smartpick.estimate._scenarios import N_DRAWS, keyed_normals, resampled, strength_nodes
from smartpick.facts import Facts, open_facts
from smartpick.market.season import Asset, shipped_asset
from smartpick.portfolio import list_outcome
from smartpick.programs import Program, load_directory
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType, SignalTier, Track

SPECIALTY = "psychiatry"
MD = Applicant(ApplicantType.US_MD_SENIOR, step2_ck=245, school_state="OH")
DO = Applicant(ApplicantType.US_DO_SENIOR, step2_ck=240, school_state="OH")
NON_US = Applicant(ApplicantType.NON_US_CITIZEN_IMG, step2_ck=240, years_since_graduation=2.0, needs_visa=False)
EVERYBODY = (MD, DO, NON_US, replace(NON_US, applicant_type=ApplicantType.US_CITIZEN_IMG))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="module")
def pool(facts: Facts) -> list[Program]:
    every = load_directory(facts, [SPECIALTY]).of([SPECIALTY])
    return [program for program in every if program.track is Track.CATEGORICAL]


@pytest.fixture(scope="module")
def asset(pool: list[Program]) -> Asset:
    return made_asset(pool)


Ask = Any


@pytest.fixture(scope="module")
def ask(facts: Facts, pool: list[Program], asset: Asset) -> Ask:
    def asked(applicant: Applicant, own: dict[str, tuple[float, float]] | None = None, n: int = 60) -> Chances:
        some = pool[:: max(1, len(pool) // n)]
        return estimate_chances(facts, Assumptions(facts, own), applicant, some, pool, 2026, 1, asset)

    return asked


def means(chances: Chances) -> NDArray[np.float64]:
    return np.asarray((chances.interview @ chances.weights).mean(axis=1))


def p_match(chances: Chances) -> float:
    near = [False] * len(chances.programs)
    outcome = list_outcome(chances.interview, chances.accept, chances.weights, near, (), chances.cap)
    return outcome.p_match.mean


def test_a_specialty_without_seasons_is_answered_by_the_tables(facts: Facts, pool: list[Program], asset: Asset) -> None:
    family = load_directory(facts, ["family_medicine"]).of(["family_medicine"])[:40]
    both = [*pool, *family]
    chances = estimate_chances(facts, Assumptions(facts), MD, [pool[0], family[0]], both, 2026, 1, asset)
    assert chances.basis[SPECIALTY].is_simulated
    assert not chances.basis["family_medicine"].is_simulated
    assert "market_simulated" in chances.basis[SPECIALTY].caveats
    assert "first_model" in chances.basis["family_medicine"].caveats
    assert chances.cap is None


def test_programs_with_higher_cutoffs_invite_and_take_less(ask: Ask, asset: Asset) -> None:
    chances = ask(replace(MD, school_state="--"), {"market_interview_sd": (0.0, 0.0), "market_match_sd": (0.0, 0.0)})
    one = asset.specialties[SPECIALTY]
    at = [one.program_codes.index(program.program_code_nrmp) for program in chances.programs]
    for values, cutoffs in ((chances.interview, one.interview_cutoff), (chances.accept, one.match_cutoff)):
        middle = cutoffs.mean(axis=0)[at]
        order = np.corrcoef((values @ chances.weights).mean(axis=1), middle)[0, 1]
        assert order < -0.95


@pytest.mark.parametrize("applicant", EVERYBODY, ids=lambda each: str(each.applicant_type))
@pytest.mark.parametrize("score", [205, 219, 231, 246, 259, 272])
def test_a_higher_score_never_lowers_a_chance(ask: Ask, applicant: Applicant, score: int) -> None:
    lower, higher = (ask(replace(applicant, step2_ck=points), n=12) for points in (score, score + 6))
    assert (higher.interview >= lower.interview - 1e-12).all()
    assert (higher.accept >= lower.accept - 1e-12).all()


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (MD, replace(MD, step1_fails=1)),
        (MD, replace(MD, step2_fails=1)),
        (MD, replace(MD, step1_fails=1, step2_fails=1)),
        (DO, replace(DO, is_comlex_only=True)),
        (NON_US, replace(NON_US, years_since_graduation=4.0)),
        (NON_US, replace(NON_US, years_since_graduation=9.0)),
        (NON_US, replace(NON_US, needs_visa=True)),
        (replace(MD, home_institutions=frozenset()), replace(MD, school_state="--")),
    ],
)
def test_a_weaker_record_never_has_a_higher_chance(ask: Ask, stronger: Applicant, weaker: Applicant) -> None:
    more, less = ask(stronger), ask(weaker)
    assert (means(less) <= means(more) + 1e-12).all()
    assert means(less).mean() < means(more).mean()
    assert p_match(less) < p_match(more)


def test_school_rotation_tie_and_signal_each_help(ask: Ask) -> None:
    shown = ask(MD).programs
    program = next(p for p in shown if p.state not in {"OH", "MI", "IN", "IL", "WI"})
    at = shown.index(program)
    away = replace(MD, school_state="--")
    plain = means(ask(away))[at]
    helped = {
        "state": replace(away, school_state=program.state),
        "tie": replace(away, tie_states={program.state: "family"}),
        "rotation": replace(away, rotated_at=frozenset({program.program_code_nrmp})),
        "home": replace(away, home_institutions=frozenset({program.institution_code})),
    }
    found = {name: means(ask(each))[at] for name, each in helped.items()}
    assert all(value > plain for value in found.values())
    assert min(found["rotation"], found["home"], found["state"]) > found["tie"]
    chances = ask(away)
    tiers = [SignalTier.NONE, SignalTier.SILVER, SignalTier.SINGLE, SignalTier.GOLD]
    offered = [float(chances.interview_with_signal(at, tier).mean()) for tier in tiers]
    taken = [float(chances.accept_with_signal(at, tier).mean()) for tier in tiers]
    assert offered == sorted(set(offered))
    assert taken == sorted(set(taken))


def test_a_private_tie_changes_the_chance_as_a_told_one_does(ask: Ask) -> None:
    told, private = (ask(replace(MD, tie_states={"CA": text})) for text in ("family, Fresno", ""))
    assert np.array_equal(told.interview, private.interview)


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_the_typical_applicant_stands_at_the_published_level(kind: ApplicantType, facts: Facts) -> None:
    """Whatever the seasons have: interviews as reported, matches as published, and her own score where the curve is."""
    shipped = shipped_asset(facts)
    if shipped is None:
        pytest.skip("this build has no seasons")
    directory = load_directory(facts)
    for specialty in ("internal_medicine", "psychiatry", "radiology_diagnostic", "interventional_radiology_integrated"):
        every = directory.of((specialty,))
        applicant = Applicant(kind, step2_ck=238.0, years_since_graduation=1.0)
        case = Case(facts, Assumptions(facts), applicant, directory.season, 1)
        ground = Ground(case, specialty, every)
        room = MarketEquations(ground, shipped.specialties[specialty])
        nothing = np.zeros(N_DRAWS)
        matched = room.typical.matched(room.constant, room.rank_constant, nothing, room.typical_spread)
        level = expit(ground.level.draws - ground.score_shift)
        assert matched.mean() == pytest.approx(level.mean(), abs=0.01), specialty
        # A doubt of a logit or more draws a mean of chances towards one half.
        is_own = not kind.is_us_graduate and "no_figure_for_type_and_specialty" not in ground.level.caveats
        assert level.mean() == pytest.approx(ground.level.base_rate, abs=0.02 if is_own else 0.15)
        if ground.interviews.is_reported and not ground.ties.in_state:
            offered = room.typical.offered(room.constant, room.typical_spread)
            assert np.allclose(offered, expit(ground.interviews.draws), atol=0.002)
        own = room.typical.matched(room.constant, room.rank_constant, room.worth, room.values["sigma_theta"])
        assert own.mean() == pytest.approx(expit(ground.level.draws + case.record).mean(), abs=0.02), specialty


@pytest.mark.parametrize(
    ("graduate", "senior"),
    [
        (ApplicantType.US_MD_GRADUATE, ApplicantType.US_MD_SENIOR),
        (ApplicantType.US_DO_GRADUATE, ApplicantType.US_DO_SENIOR),
    ],
)
def test_a_graduate_of_an_earlier_year_never_has_better_chances_than_a_senior(
    graduate: ApplicantType, senior: ApplicantType, facts: Facts
) -> None:
    shipped = shipped_asset(facts)
    if shipped is None:
        pytest.skip("this build has no seasons")
    directory = load_directory(facts)
    for specialty in ("anesthesiology", "dermatology", "interventional_radiology_integrated", "radiology_diagnostic"):
        every = directory.of((specialty,))
        some = every[:: max(1, len(every) // 40)]
        hits = [
            estimate_chances(
                facts,
                Assumptions(facts),
                Applicant(kind, step2_ck=245.0, school_state="OH"),
                some,
                every,
                directory.season,
                1,
                shipped,
            )
            for kind in (senior, graduate)
        ]
        one, other = (each.interview.mean(axis=(1, 2)) for each in hits)
        assert (other <= one * 1.02 + 1e-4).mean() > 0.9, specialty
        reach = [1 - np.prod(1 - each.interview * each.accept, axis=0).mean() for each in hits]
        assert reach[1] < reach[0], specialty


def test_a_pooled_specialty_is_wider(facts: Facts, pool: list[Program], asset: Asset) -> None:
    own = Assumptions(facts, {"market_interview_sd": (2.0, 0.0)})
    pooled = made_asset(pool, status="pooled")
    narrow, wide = (estimate_chances(facts, own, MD, pool[:30], pool, 2026, 1, each) for each in (asset, pooled))
    assert "market_pooled" in wide.basis[SPECIALTY].caveats
    spread = [(each.interview @ each.weights).std(axis=1).mean() for each in (narrow, wide)]
    assert spread[1] > spread[0]


def test_a_program_that_was_not_simulated_has_the_middle_cutoffs(facts: Facts, pool: list[Program]) -> None:
    lacking = made_asset(pool[1:])
    chances = estimate_chances(facts, Assumptions(facts), MD, pool[:2], pool, 2026, 1, lacking)
    assert 0 < chances.interview[0].mean() < 1


def test_an_own_rate_goes_over_the_seasons(ask: Ask) -> None:
    code = ask(MD).programs[3].program_code_nrmp
    known = ask(replace(MD, own_rules={code: OwnRule(rules_out=False, interview_rate=0.4, text="told")}))
    assert known.interview[3].mean() == pytest.approx(0.4, abs=0.001)
    assert known.terms[3][0].key == "own_fact"


def logged(ask: Ask, what: str, n: int = 6, **more: Any) -> tuple[Chances, list[int]]:
    shown = ask(MD).programs
    heard = {program.program_code_nrmp: Heard(what, **more) for program in shown[:n]}
    return ask(replace(MD, heard=heard)), list(range(n, len(shown)))


def test_what_was_heard_moves_the_chances_everywhere(ask: Ask) -> None:
    plain = means(ask(MD))
    invited, others = logged(ask, "invited")
    rejected, _ = logged(ask, "rejected", 12)
    early, _ = logged(ask, "silent", 12, days=3.0)
    late, _ = logged(ask, "silent", 12, days=90.0)
    unknown, _ = logged(ask, "silent", 12, days=None)
    other = others[6:]
    assert means(invited)[other].mean() > plain[other].mean() > means(rejected)[other].mean()
    assert means(late)[other].mean() < means(early)[other].mean()
    assert means(unknown)[other] == pytest.approx(plain[other], abs=0.02)
    assert (means(invited)[:6] > 0.99).all()
    assert (means(rejected)[:12] < 0.01).all()
    assert (means(late)[:12] < 0.5 * plain[:12]).all()


def test_a_declined_invitation_is_evidence_and_no_interview(ask: Ask) -> None:
    declined, others = logged(ask, "invited", is_declined=True)
    assert (means(declined)[:6] < 0.01).all()
    assert means(declined)[others].mean() > means(ask(MD))[others].mean()


def test_contradictory_logs_still_give_chances(ask: Ask) -> None:
    shown = ask(MD).programs
    heard = {p.program_code_nrmp: Heard("invited" if k % 2 else "rejected") for k, p in enumerate(shown[:40])}
    chances = ask(replace(MD, heard=heard))
    assert np.isfinite(chances.interview).all()
    assert np.isfinite(chances.accept).all()


def test_unobserved_strength_makes_programs_agree(ask: Ask) -> None:
    chances = ask(NON_US)
    together = float((np.prod(1 - chances.interview, axis=0) @ chances.weights).mean())
    alone = float(np.prod(1 - chances.interview @ chances.weights, axis=0).mean())
    assert together > alone + 0.01


def test_one_more_program_takes_nothing_from_the_list(ask: Ask) -> None:
    """Nested lists, common random numbers and a limit on interviews: the curve over the number never falls."""
    for applicant in (MD, NON_US):
        chances = ask(applicant, n=120)
        order = np.argsort(-(chances.hits() @ chances.weights).mean(axis=1))
        curve = []
        for n in range(1, len(order), 6):
            at = order[:n]
            outcome = list_outcome(
                chances.interview[at], chances.accept[at], chances.weights, [False] * n, (), chances.cap
            )
            curve.append(outcome.p_match.mean)
        assert np.diff(curve).min() > -1e-3


def test_a_limit_on_interviews_lowers_what_a_long_list_is_worth(ask: Ask) -> None:
    chances = ask(replace(MD, step2_ck=268), n=150)
    assert chances.cap is not None
    near = [False] * len(chances.programs)
    free = list_outcome(chances.interview, chances.accept, chances.weights, near).p_match.mean
    tight = np.full(N_DRAWS, 2.0)
    held = list_outcome(chances.interview, chances.accept, chances.weights, near, (), tight).p_match.mean
    assert held < free


def test_the_same_seed_gives_the_same_bytes(facts: Facts, pool: list[Program], asset: Asset) -> None:
    one, two = (
        estimate_chances(facts, Assumptions(facts), MD, pool[:9], pool, 2026, 1, asset).interview for _ in range(2)
    )
    assert one.tobytes() == two.tobytes()
    fewer = estimate_chances(facts, Assumptions(facts), MD, pool[4:6], pool, 2026, 1, asset).interview
    assert np.array_equal(fewer, one[4:6])


def test_what_is_solved_gives_back_what_it_was_solved_for() -> None:
    rng = np.random.default_rng(3)
    draws = np.ones(N_DRAWS)
    reference = Reference(
        rng.standard_normal((64, N_DRAWS)) - 1.5,
        rng.standard_normal((64, N_DRAWS)),
        60 * draws,
        15 * draws,
        1.2 * draws,
        0.8 * draws,
        VALUES["rank_share"],
        1.4,
    )
    target = expit(rng.normal(-1, 0.5, N_DRAWS))
    index = solve_index(lambda x: reference.offered(x, 1.2 * draws), target)
    assert reference.offered(index, 1.2 * draws) == pytest.approx(target, rel=1e-3)
    wanted = expit(rng.normal(0.5, 0.5, N_DRAWS))
    constant = solve_index(lambda x: reference.matched(index, x, 0 * draws, 1.2 * draws), wanted)
    assert reference.matched(index, constant, 0 * draws, 1.2 * draws) == pytest.approx(wanted, rel=1e-3)


def test_a_target_out_of_reach_gives_the_nearer_end() -> None:
    flat = np.full(N_DRAWS, 0.5)
    found = solve_index(lambda x: 0.2 + 0.1 * expit(x), flat, -4.0, 4.0)
    assert (found == 4.0).all()


def test_nodes_and_draws_are_standard_normal() -> None:
    theta, phi = strength_nodes(1)
    for values in (theta, phi, keyed_normals(1, "some", [str(k) for k in range(300)])):
        assert values.mean() == pytest.approx(0, abs=0.01)
        assert values.std() == pytest.approx(1, abs=0.03)
    assert np.corrcoef(theta.ravel(), phi.ravel())[0, 1] == pytest.approx(0, abs=0.05)
    rows = keyed_normals(1, "some", ["a", "b"])
    assert np.array_equal(rows[1], keyed_normals(1, "some", ["b"])[0])
    assert abs(float(rows[0] @ rows[1]) / N_DRAWS) < 0.2


def test_small_helpers() -> None:
    assert np.bincount(resampled(np.array([1.0, 3.0]), 8)).tolist() == [2, 6]
    points = spread_evenly(200, 3)
    assert points.shape == (200, 3)
    assert np.abs(points.mean(axis=0) - 0.5).max() < 0.02
    assert attended_share(np.array([1.0]), np.array([15.0]))[0] == pytest.approx(1, abs=1e-3)


def test_programs_of_one_state_say_the_same_of_their_state(ask: Ask) -> None:
    """What is said of a state's positions is the state's; a program's own residual is no part of it."""
    chances = ask(NON_US, n=150)
    said: dict[str, set[float]] = {}
    for program, terms in zip(chances.programs, chances.terms, strict=True):
        for term in terms:
            if term.key == "openness":
                said.setdefault(program.state, set()).add(round(term.effect, 9))
    assert len(said) > 10
    assert all(len(effects) == 1 for effects in said.values())


def test_chances_worked_out_by_and_by_are_those_worked_out_at_once(ask: Ask, pool: list[Program]) -> None:
    """By program, in blocks and as a part: the same to the last digit, own facts and what was heard included."""
    told = {
        pool[0].program_code_nrmp: OwnRule(rules_out=False, interview_rate=0.4, text="told"),
    }
    heard = {pool[1].program_code_nrmp: Heard("silent", 20.0)}
    chances = ask(replace(MD, own_rules=told, heard=heard), n=len(pool))
    n = len(chances.programs)
    assert n > 64  # several blocks
    assert chances.shape == chances.interview.shape == chances.accept.shape
    assert np.array_equal(chances.hits(), chances.interview * chances.accept)
    some = [n - 1, 0, 1, 40]
    part = chances.only(some)
    assert np.array_equal(part.interview, chances.interview[some])
    assert np.array_equal(part.accept, chances.accept[some])
    for index in (*range(n), *range(n)):
        assert np.array_equal(chances.interview_with_signal(index, SignalTier.NONE), chances.interview[index])
        assert np.array_equal(chances.accept_with_signal(index, SignalTier.NONE), chances.accept[index])
    assert len(chances._known) < n
