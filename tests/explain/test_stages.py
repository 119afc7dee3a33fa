"""Every example at every stage of its season: a list is made, and what is too late is said and not advised."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from smartpick.explain import ApplicationList
from smartpick.profile import Profile
from smartpick.uncertainty import RARE
from smartpick.vocabulary import SignalTier, Stage

Make = Callable[..., ApplicationList]
Example = Callable[[str], Profile]

EXAMPLES = (
    "us-md-la-step1-fail",
    "non-us-img-visa",
    "us-img-step2-fail",
    "do-comlex-only",
    "high-scorer",
    "reapplicant",
    "third-year",
    "dermatology-la-only",
)
DAYS = {
    Stage.PREPARING: date(2026, 5, 1),
    Stage.OPEN: date(2026, 9, 10),
    Stage.SUBMITTED: date(2026, 9, 28),
    Stage.INTERVIEWING: date(2026, 11, 24),
    Stage.RANKING: date(2027, 2, 10),
    Stage.MATCH_WEEK: date(2027, 3, 10),
    Stage.SOAP: date(2027, 3, 16),
    Stage.MATCH_DAY: date(2027, 3, 19),
    Stage.OVER: date(2027, 4, 2),
}
PLANNING = {Stage.PREPARING, Stage.OPEN}


def day_of(stage: Stage, profile: Profile) -> date:
    """Return a day of that stage in the season of the profile."""
    day = DAYS[stage]
    years = (profile.season or 2027) - 2027
    if stage is Stage.MATCH_DAY:
        # The third Friday of March.
        return next(day for day in (date(2027 + years, 3, each) for each in range(15, 22)) if day.weekday() == 4)
    return day.replace(year=day.year + years)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_list_at_every_stage(name: str, example: Example, make: Make) -> None:
    profile = example(name)
    # The whole country once before and once after the applications are in, else one state: that is quicker.
    nationwide = (Stage.OPEN, Stage.INTERVIEWING)
    for stage in (*nationwide, *(stage for stage in Stage if stage not in nationwide)):
        areas = () if stage in nationwide else ("California",)
        made = make(profile, today=day_of(stage, profile), max_programs=12, areas=areas)
        assert made.stage == stage, f"{name} on {made.today}"
        assert made.programs
        assert len(made.answer) == 3
        assert all(sentence.endswith(".") and len(sentence) < 420 for sentence in made.answer)
        assert bool(made.fixed) == (stage not in PLANNING)
        if stage not in PLANNING:
            assert made.find_out is None
            assert made.saved_usd == 0
            assert {each.kind for each in made.dropped} <= {"ruled_out"}
            assert not made.answer[0].startswith("Apply")
            assert "If you send" not in made.answer[1]
            assert all(each.signal is SignalTier.NONE for each in made.programs)
        else:
            assert made.answer[0].startswith("Apply to ")
            assert any(each.signal is not SignalTier.NONE for each in made.programs)
        if stage not in {*PLANNING, Stage.SUBMITTED, Stage.INTERVIEWING}:
            assert made.routes == ()


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Stage.SUBMITTED, "signals and applications sent can no longer be changed"),
        (Stage.INTERVIEWING, "it knows only the offers that are in your log"),
        (Stage.RANKING, "your rank order list can, until 2027-03-0"),
        (Stage.MATCH_WEEK, "Rank order lists closed on 2027-03-0"),
        (Stage.SOAP, "offered in SOAP"),
        (Stage.MATCH_DAY, "Today is Match Day"),
        (Stage.OVER, "--season names another season"),
    ],
)
def test_it_says_what_can_no_longer_be_changed(stage: Stage, said: str, example: Example, make: Make) -> None:
    profile = example("dermatology-la-only")
    assert said in make(profile, today=DAYS[stage]).fixed


def test_a_date_that_is_carried_from_another_season_says_so(example: Example, make: Make) -> None:
    """The dates of the season of 2029 are not out yet."""
    made = make(example("dermatology-la-only"), season=2029, today=date(2028, 11, 24))
    assert made.stage is Stage.INTERVIEWING
    assert "(carried from an earlier season)" in made.fixed


def test_the_chance_is_told_for_what_is_sent_in_time(example: Example, make: Make) -> None:
    made = make(example("dermatology-la-only"), today=DAYS[Stage.INTERVIEWING])
    assert made.answer[1].startswith("With these sent in time, your chance of matching is ")
    over = make(example("dermatology-la-only"), today=DAYS[Stage.OVER])
    assert "would have done most for you" in over.answer[0]
    assert "chance of matching was" in over.answer[1]
    # Once rank order lists are closed nothing is told as if it were still ahead.
    for stage in (Stage.MATCH_WEEK, Stage.SOAP, Stage.MATCH_DAY):
        made = make(example("dermatology-la-only"), today=DAYS[stage])
        assert "chance of matching was" in made.answer[1]
        assert "chance of matching is" not in made.answer[1]


def test_a_late_route_has_no_chance_and_says_why(example: Example, make: Make) -> None:
    early, late = (make(example("dermatology-la-only"), today=DAYS[s]) for s in (Stage.OPEN, Stage.INTERVIEWING))
    assert [route.name for route in late.routes]
    assert {route.name for route in late.routes} == {route.name for route in early.routes}
    parallel = [route for route in late.routes if route.name != "A first year nearby"]
    assert all(route.p_match_with_list is None and "come late" in route.text for route in parallel)


def test_signals_already_decided_stay_and_are_said_to_be_missing_otherwise(
    person: Callable[..., Profile], make: Make
) -> None:
    """In November only the signals of the profile count; without any, the list says that none is counted."""
    without = make(person(), today=DAYS[Stage.INTERVIEWING])
    assert any("No signals stand in your profile" in note for note in without.notes)
    assert any("What an application sent now would add is not worked out" in note for note in without.notes)
    code = without.programs[0].program.institution_code
    sent = {"institution_code": code, "specialty": "emergency_medicine", "tier": "single"}
    made = make(person(signals=[sent]), today=DAYS[Stage.INTERVIEWING])
    marked = {each.program.institution_code for each in made.programs if each.signal is SignalTier.SINGLE}
    assert marked == {code}
    assert not any("No signals stand" in note for note in made.notes)
    reason = next(r for each in made.programs for r in each.reasons if r.topic == "signal")
    assert reason.text == "your signal goes here"


def test_the_stage_changes_no_chance_but_by_signals(person: Callable[..., Profile], make: Make) -> None:
    """With no signal to give, September and November give the same figures."""
    profile = person(
        goals={
            "specialties": ["osteopathic_neuromusculoskeletal_medicine"],
            "areas": {"tier1": [], "tier2": [], "anywhere": True},
        }
    )
    early, late = (make(profile, today=DAYS[stage]) for stage in (Stage.OPEN, Stage.INTERVIEWING))
    assert early.summary.outcome.p_match.draws.tolist() == late.summary.outcome.p_match.draws.tolist()
    assert [e.program for e in early.programs] == [e.program for e in late.programs]
    assert any("takes no signals" in note for note in early.notes)


def test_days_at_the_edges_fall_on_the_right_side(example: Example, make: Make) -> None:
    profile = example("dermatology-la-only")
    calendar = make(profile).calendar
    review = calendar.days["programs_may_review"].day
    assert make(profile, today=review - timedelta(days=1)).is_planning
    assert not make(profile, today=review).is_planning


def test_a_first_specialty_that_is_not_on_the_list_is_named_with_the_figures(
    person: Callable[..., Profile], make: Make
) -> None:
    """Whoever asked for it first would else take the list for advice; where it holds some, nothing is said."""
    areas = {"tier1": ["greater-los-angeles"], "tier2": [], "anywhere": False}

    def said(*specialties: str, stage: Stage = Stage.OPEN, **request: int) -> tuple[ApplicationList, str]:
        made = make(person(goals={"specialties": [*specialties], "areas": areas}), today=DAYS[stage], **request)
        assert set(made.beside) <= set(made.notes)
        return made, " ".join(made.beside)

    made, text = said("neurological_surgery", "family_medicine", max_programs=1)
    assert set(made.summary.by_specialty) == {"family_medicine"}
    assert "No program of Neurological Surgery, your first specialty, is on the list: by the model" in text
    assert "--specialty 'Neurological Surgery'" in text
    assert "take its choice for no advice" not in text
    assert "your first specialty" not in said("family_medicine", "neurological_surgery", max_programs=1)[1]
    # Its only programs lie elsewhere: then no model has a part in it.
    assert (
        "none is open to you where you would go"
        in said("osteopathic_neuromusculoskeletal_medicine", "family_medicine", max_programs=1)[1]
    )
    # Once applications are in, it says what the figures leave out instead.
    late = said("neurological_surgery", "family_medicine", stage=Stage.INTERVIEWING, max_programs=1)[1]
    assert "your first specialty" not in late
    assert "No signals stand in your profile" in late


def test_near_nothing_is_no_list_to_pay_for_without_a_talk(
    example: Example, person: Callable[..., Profile], make: Make
) -> None:
    made = make(example("dermatology-la-only"))
    assert made.summary.outcome.p_match.mean < RARE
    assert made.before_paying.startswith("Talk with an advisor before you pay")
    assert made.before_paying in made.notes
    assert make(person()).before_paying == ""
    # Once the fees are behind, it would come too late.
    assert make(example("dermatology-la-only"), today=DAYS[Stage.INTERVIEWING]).before_paying == ""
