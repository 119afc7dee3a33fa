"""What must not matter gives the same bytes; a weaker record never has a higher chance on the same programs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from smartpick.estimate import Applicant, Assumptions, applicant_of, estimate_chances
from smartpick.explain import ApplicationList
from smartpick.facts import Facts
from smartpick.market.season import shipped_asset
from smartpick.portfolio import ListOutcome, list_outcome
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Track

Make = Callable[..., ApplicationList]
Person = Callable[..., Profile]
Array = NDArray[np.float64]

UNHEARD: dict[str, dict[str, Any]] = {
    "the country of the school": {"applicant": {"school_country": "Norway"}},
    "who wrote the letters": {"letters": [{"writer_role": "a Nobel laureate", "specialty": "Emergency Medicine"}]},
    "clerkship names and grades": {"clerkships": [{"name": "Surgery", "grade": "Honors", "is_honors": True}]},
    "titles of work": {"work": [{"title": "Prince of Monaco"}], "research": [{"title": "A cure", "output": "paper"}]},
    "service and languages": {
        "service": [{"title": "Free clinic", "hours": 900}],
        "languages": [{"name": "Spanish", "level": "native"}],
    },
    "setbacks and gaps": {
        "setbacks": [{"kind": "illness", "note": "hospital"}],
        "gaps": [{"start": date(2022, 6, 1), "reason": "care of a parent"}],
    },
    "where she means to practice": {"goals": {"practice_area": "California"}},
}


def chances_in(made: ApplicationList) -> list[tuple[str, bytes, bytes]]:
    """Return every chance of a list, to the byte."""
    parts = [
        (each.program.program_code_nrmp, each.p_interview.draws.tobytes(), each.p_match_on_this_list.draws.tobytes())
        for each in made.programs
    ]
    outcome = made.summary.outcome
    return [*parts, ("all", outcome.p_match.draws.tobytes(), outcome.expected_interviews.draws.tobytes())]


@pytest.mark.parametrize("what", UNHEARD)
def test_what_must_not_matter_changes_no_byte_of_a_chance(what: str, person: Person, make: Make) -> None:
    assert chances_in(make(person(**UNHEARD[what]))) == chances_in(make(person()))


def test_the_note_on_a_tie_and_its_privacy_change_no_chance(person: Person, make: Make) -> None:
    def with_tie(**more: object) -> list[tuple[str, bytes, bytes]]:
        return chances_in(make(person(ties=[{"kind": "family", "place": "Toledo", "state": "CA", **more}])))

    assert with_tie() == with_tie(note="grandmother", is_private=True) == with_tie(place="San Diego")


def step2(score: int) -> dict[str, Any]:
    return {"exams": {"step2_ck": [{"date": date(2026, 4, 14), "result": "pass", "score": score}]}}


def failed(exam: str) -> dict[str, Any]:
    attempts = [
        {"date": date(2024, 2, 1), "result": "fail"},
        {"date": date(2026, 4, 14), "result": "pass", **({"score": 240} if exam == "step2_ck" else {})},
    ]
    return {"exams": {exam: attempts}}


@pytest.fixture(scope="module", params=["as shipped", "tables alone"])
def outcome_of(request: pytest.FixtureRequest, facts: Facts, directory: Directory) -> Callable[[Profile], ListOutcome]:
    """Return what sixty internal medicine programs come to for an applicant, the same sixty for everybody."""
    market = shipped_asset(facts) if request.param == "as shipped" else None
    pool = [each for each in directory.of(["internal_medicine"]) if each.track is Track.CATEGORICAL]
    some = pool[:: len(pool) // 60]

    def outcome(profile: Profile) -> ListOutcome:
        applicant: Applicant = applicant_of(profile, 2027)
        chances = estimate_chances(facts, Assumptions(facts), applicant, some, pool, directory.season, 1, market)
        return list_outcome(chances.interview, chances.accept, chances.weights, [True] * len(some), (), chances.cap)

    return outcome


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (step2(225), step2(235)),
        (step2(235), step2(255)),
        (failed("step1"), {}),
        (failed("step2_ck"), {}),
        ({"exams": {**failed("step1")["exams"], **failed("step2_ck")["exams"]}}, failed("step1")),
    ],
    ids=["225 and 235", "235 and 255", "a failed Step 1", "a failed Step 2 CK", "both failed, and one"],
)
@pytest.mark.parametrize("is_img", [False, True], ids=["US MD senior", "non-US IMG"])
def test_a_weaker_record_never_has_a_higher_chance(
    weaker: dict[str, Any],
    stronger: dict[str, Any],
    is_img: bool,  # noqa: FBT001 -- a case of the test
    person: Person,
    img: dict[str, Any],
    outcome_of: Callable[[Profile], ListOutcome],
) -> None:
    kind = img if is_img else {}
    low, high = outcome_of(person(**kind, **weaker)), outcome_of(person(**kind, **stronger))
    assert low.p_match.mean < high.p_match.mean
    assert low.p_any_rank.mean < high.p_any_rank.mean
    assert low.expected_interviews.mean < high.expected_interviews.mean


def test_years_since_graduation_never_help_an_img(
    person: Person, img: dict[str, Any], outcome_of: Callable[[Profile], ListOutcome]
) -> None:
    chances = [
        outcome_of(person(**{**img, "applicant": {**img["applicant"], "graduation_date": date(year, 6, 30)}})).p_match
        for year in (2026, 2023, 2020, 2016)
    ]
    means = [each.mean for each in chances]
    assert means == sorted(means, reverse=True)
    assert means[-1] < means[0]


def test_needing_a_visa_never_helps(
    person: Person, img: dict[str, Any], outcome_of: Callable[[Profile], ListOutcome]
) -> None:
    needs = outcome_of(person(**img))
    resident = outcome_of(person(**{**img, "visa": {"status": "permanent_resident"}}))
    assert needs.p_match.mean < resident.p_match.mean
    assert needs.expected_interviews.mean < resident.expected_interviews.mean
