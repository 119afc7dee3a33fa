"""Own facts: each does what it can to a chance, says what it does not, and grows old."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from smartpick.estimate import Applicant, Assumptions, OwnRule, applicant_of, estimate_chances, rules_for
from smartpick.estimate._applicant import GroupShare
from smartpick.estimate.own import Age, Ages, Effect, FactUse, age_of, ages_in, facts_about, uses_of
from smartpick.facts import Facts
from smartpick.profile import OwnFact, Profile
from smartpick.programs import Directory
from smartpick.vocabulary import ApplicantType

HARBOR, CHAINED = "1067120C0", "1015120C1"
DAY = date(2026, 9, 1)
AGES = Ages(DAY, 365, 730)
IMG: dict[str, Any] = {
    "applicant": {"type": "non_us_citizen_img", "graduation_date": "2019-06"},
    "goals": {"specialties": ["family_medicine"]},
    "visa": {"status": "needs_visa", "accepts": ["j1"]},
    "ecfmg": {"certified": False},
    "exams": {
        "step1": [{"result": "fail"}, {"result": "pass", "score": 210, "date": date(2020, 3, 1)}],
        "step2_ck": [{"result": "pass", "score": 224}],
    },
    "us_experience": [{"kind": "hands_on", "place": "LA", "state": "CA", "months": 2}],
}


NO: object = False
YES: object = True


def fact(field: str, value: object, *, strict: bool = True, day: date = DAY, code: str = HARBOR) -> OwnFact:
    return OwnFact.model_validate(
        {
            "program_code_nrmp": code,
            "field": field,
            "value": value,
            "strict": strict,
            "source": "a resident",
            "date": day,
        }
    )


Use = Callable[..., FactUse]


@pytest.fixture
def use() -> Use:
    """Return what one fact does to an applicant, with others beside it."""

    def found(one: OwnFact, *others: OwnFact, **changes: object) -> FactUse:
        profile = Profile.model_validate(IMG | changes)
        return uses_of(profile, applicant_of(profile, 2027), [one, *others], AGES)[0]

    return found


@pytest.mark.parametrize(
    ("field", "against", "fine"),
    [
        ("minimum_step1", 215, 205),
        ("minimum_step2_ck", 230, 220),
        ("max_failed_attempts", 0, 1),
        ("max_years_since_graduation", 5, 10),
        ("min_us_experience_months", 3, 2),
        ("requires_ecfmg_at_application", True, False),
        ("sponsors_j1", False, True),
    ],
)
def test_a_rule_that_is_not_met_rules_out_and_a_preference_is_shown(
    field: str, against: object, fine: object, use: Use
) -> None:
    assert use(fact(field, against)).effect is Effect.RULES_OUT
    loose = use(fact(field, against, strict=False))
    assert loose.effect is Effect.NOT_MET
    assert "not counted" in loose.why
    assert use(fact(field, fine)).effect is Effect.MET


@pytest.mark.parametrize(
    ("field", "value", "changes"),
    [
        ("minimum_step2_ck", 230, {"exams": {}}),
        ("minimum_step1", 215, {"exams": {"step1": [{"result": "pass"}]}}),
        ("minimum_comlex2", 500, {}),
        ("max_years_since_graduation", 1, {"applicant": {"type": "non_us_citizen_img"}}),
        ("min_us_experience_months", 3, {"us_experience": []}),
        ("requires_step3", True, {}),
        ("requires_ecfmg_at_application", True, {"ecfmg": {}}),
        ("sponsors_j1", False, {"visa": {}}),
        ("sponsors_h1b", False, {"visa": {"status": "needs_visa"}}),
    ],
)
def test_an_unknown_part_of_her_record_never_speaks_against_her(
    field: str, value: object, changes: dict[str, object], use: Use
) -> None:
    found = use(fact(field, value), **changes)
    assert found.effect is Effect.NOT_TOLD
    assert "your profile" in found.why


def test_step_3_planned_or_failed_is_not_passed(use: Use) -> None:
    for attempt, effect in (({"result": "pass"}, Effect.MET), ({"result": "fail"}, Effect.RULES_OUT)):
        assert use(fact("requires_step3", YES), exams={"step3": [attempt]}).effect is effect


def test_both_visas_have_to_be_refused(use: Use) -> None:
    both = {"visa": {"status": "needs_visa", "accepts": ["j1", "h1b"]}}
    assert use(fact("sponsors_j1", NO), **both).effect is Effect.NOT_MET
    assert use(fact("sponsors_j1", NO), fact("sponsors_h1b", NO), **both).effect is Effect.RULES_OUT
    stale = fact("sponsors_h1b", False, day=date(2020, 1, 1))  # noqa: FBT003
    assert use(fact("sponsors_j1", NO), stale, **both).effect is Effect.NOT_MET
    assert use(fact("sponsors_j1", NO), visa={"status": "us_citizen"}).effect is Effect.MET
    assert use(fact("sponsors_h1b", NO)).effect is Effect.MET, "she would come on a J-1"


def test_shares_move_the_chance_of_those_they_are_of(use: Use) -> None:
    assert use(fact("img_share", 40)).value == pytest.approx(0.4)
    assert use(fact("img_share", 0.4)).effect is Effect.MOVES_CHANCE
    assert use(fact("do_share", 0.4)).effect is Effect.SHOWN
    narrower = fact("non_us_citizen_img_share", 0.1)
    assert use(fact("img_share", 0.4), narrower).effect is Effect.SHOWN
    assert use(narrower, fact("img_share", 0.4)).effect is Effect.MOVES_CHANCE


@pytest.mark.parametrize("field", ["thank_you_policy", "mission", "note", "salary_usd", "applications_received"])
def test_what_no_figure_speaks_to_is_shown_and_says_so(field: str, use: Use) -> None:
    value: object = 60_000 if field == "salary_usd" else 900 if field == "applications_received" else "as said"
    found = use(fact(field, value))
    assert found.effect is Effect.SHOWN
    assert "no published figure" in found.why


def test_facts_grow_old(use: Use, facts: Facts) -> None:
    ages = [age_of(day, AGES) for day in (DAY, date(2025, 8, 1), date(2024, 8, 1))]
    assert ages == [Age.CURRENT, Age.AGEING, Age.STALE]
    assert use(fact("minimum_step2_ck", 230, day=date(2025, 8, 1))).effect is Effect.RULES_OUT
    assert use(fact("minimum_step2_ck", 230, day=date(2024, 8, 1))).effect is Effect.STALE
    assert ages_in(Assumptions(facts), DAY) == AGES
    own = Assumptions(facts, {"own_fact_stale_days": (10.0, 0.0)})
    assert age_of(date(2026, 8, 1), ages_in(own, DAY)) is Age.STALE, "a profile may say otherwise"


def test_a_stale_rule_leaves_the_program_in_and_an_ageing_one_says_to_ask(directory: Directory) -> None:
    program = directory.by_code[HARBOR]
    for day, rules_out, word in (
        (DAY, True, "a strict rule that you do not meet"),
        (date(2025, 8, 1), True, "ageing: ask again"),
        (date(2024, 8, 1), False, "too old to rely on"),
    ):
        profile = Profile.model_validate(IMG | {"own_facts": [fact("minimum_step2_ck", 230, day=day).model_dump()]})
        rule = rules_for(profile, applicant_of(profile, 2027), [program], AGES)[HARBOR]
        assert rule.rules_out is rules_out
        assert word in rule.text


def test_a_fact_under_an_earlier_code_counts_for_the_track_that_followed(directory: Directory) -> None:
    program = directory.by_code[CHAINED]
    old = program.chained_from[0]
    own = {old: [fact("minimum_step2_ck", 230, code=old), fact("note", "x", code=old)]}
    assert [each.field for each in facts_about(program, own)] == ["minimum_step2_ck", "note"]
    own[CHAINED] = [fact("minimum_step2_ck", 200, code=CHAINED)]
    assert {each.field: each.value for each in facts_about(program, own)} == {"minimum_step2_ck": 200, "note": "x"}
    profile = Profile.model_validate(IMG | {"own_facts": [fact("minimum_step2_ck", 230, code=old).model_dump()]})
    assert rules_for(profile, applicant_of(profile, 2027), [program])[CHAINED].rules_out


def test_an_own_share_moves_the_chance_the_way_it_points(facts: Facts, directory: Directory) -> None:
    programs = directory.of(("family_medicine",))
    applicant = Applicant(ApplicantType.NON_US_CITIZEN_IMG, step2_ck=235.0)
    at = next(i for i, each in enumerate(programs) if each.program_code_nrmp == HARBOR)
    group = (ApplicantType.NON_US_CITIZEN_IMG,)

    def mean(share: float | None) -> tuple[float, np.ndarray[Any, Any]]:
        rule = OwnRule(rules_out=False, interview_rate=None, text="", share=GroupShare(share or 0.0, group))
        asked = applicant if share is None else replace(applicant, own_rules={HARBOR: rule})
        found = estimate_chances(facts, Assumptions(facts), asked, programs, programs, directory.season, 1).interview
        return float(found[at].mean()), np.delete(found, at, axis=0)

    (plain, others), (low, same), (high, _) = mean(None), mean(0.0), mean(0.9)
    assert low < plain < high
    assert np.array_equal(others, same), "other programs keep their chances"
