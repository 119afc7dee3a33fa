"""What programs answered is counted in one way, and counts alike wherever a chance is asked for."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.explain import ListRequest, make_list
from smartpick.explain._situation import situation_of
from smartpick.explain.season import Step, rank_list
from smartpick.explain.tracker import effect_of, tracked
from smartpick.facts import Facts
from smartpick.guidance.plan import make_plan
from smartpick.profile import Profile
from smartpick.profile.answers import answers_of
from smartpick.programs import Directory
from smartpick.uncertainty import Estimate

DAY = date(2026, 11, 26)
Example = Callable[[str], Profile]
HERS = "us-md-la-step1-fail"
WOODLAND_HILLS, SAN_DIEGO = "1001120C0", "1454120C0"
ARROWHEAD, LOMA_LINDA, RIVERSIDE = "1047120C0", "1024120C0", "1850120C0"


def logged(profile: Profile, *events: tuple[str, str, date | None]) -> Profile:
    tree = profile.model_dump(exclude_none=True)
    tree["season_log"] = [
        {"program_code_nrmp": code, "event": event, **({} if day is None else {"date": day})}
        for code, event, day in events
    ]
    return Profile.model_validate(tree)


@pytest.fixture(scope="module")
def four(example: Example) -> Profile:
    """One program of each kind of entry from which an offer follows."""
    codes, kinds = (ARROWHEAD, LOMA_LINDA, SAN_DIEGO, WOODLAND_HILLS), ("invited", "scheduled", "interviewed", "ranked")
    events = zip(codes, kinds, strict=True)
    days = {"scheduled": date(2026, 12, 9)}
    return logged(example(HERS), *((code, event, days.get(event, date(2026, 11, 12))) for code, event in events))


def test_an_offer_is_counted_once_and_stands_in_one_place(example: Example) -> None:
    past, ahead = date(2026, 11, 12), date(2026, 12, 9)
    codes = [f"10{number}120C0" for number in range(10, 19)]
    profile = logged(
        example(HERS),
        (codes[0], "invited", past),
        (codes[1], "invited", past),
        (codes[1], "scheduled", ahead),
        (codes[2], "scheduled", past),
        (codes[3], "interviewed", past),
        (codes[3], "rejected", DAY),
        (codes[4], "ranked", None),
        (codes[5], "declined", past),
        (codes[6], "invited", past),
        (codes[6], "rejected", DAY),
        (codes[7], "applied", past),
        (codes[8], "scheduled", past),
        (codes[8], "scheduled", None),
    )
    found = answers_of(profile, DAY)
    assert found.ahead == (codes[0], codes[1], codes[8])
    assert found.attended == (codes[2], codes[3], codes[4])
    assert found.declined == (codes[5],)
    assert found.taken_back == (codes[6],)
    assert sorted(found.received) == sorted((*found.ahead, *found.attended, *found.declined, *found.taken_back))
    assert found.held == (codes[0], codes[1], codes[2], codes[4], codes[8])
    assert found.text == (
        "8 interview offers received: 3 interviews ahead, 3 attended, 1 declined, 1 taken back by the program; 1 logged"
        " as ranked"
    )


def test_list_log_and_plan_give_the_same_counts(four: Profile, facts: Facts, directory: Directory) -> None:
    said = "4 interview offers received: 2 interviews ahead, 2 attended; 1 logged as ranked"
    tracker = tracked(facts, directory, four, DAY)
    assert tracker.said == said
    assert tracker.counts == {
        "applied": 0,
        "signalled": 0,
        "invited": 4,
        "ahead": 2,
        "interviewed": 2,
        "declined": 0,
        "taken_back": 0,
        "ranked": 1,
    }
    made = make_list(facts, directory, four, ListRequest(today=DAY), has_looks=False, has_rest=False)
    assert made.now is not None
    assert any(said in step.text for step in made.now.steps)
    assert any(step.text.startswith("2 interviews ahead, 2 attended.") for step in made.now.steps)
    plan = make_plan(facts, directory, four, DAY)
    practice = next(task for task in plan.tasks if task.key == "practice_interviews")
    assert practice.text.startswith(f"By your log: {said}.")


def _interviews(profile: Profile, facts: Facts, directory: Directory) -> Step:
    made = make_list(facts, directory, profile, ListRequest(today=DAY), has_looks=False, has_rest=False)
    assert made.now is not None
    return next(step for step in made.now.steps if "nterviews" in step.title)


def test_an_interview_attended_or_wanted_most_is_never_given_up(
    example: Example, facts: Facts, directory: Directory
) -> None:
    codes = (WOODLAND_HILLS, SAN_DIEGO, ARROWHEAD, LOMA_LINDA, RIVERSIDE)
    invited = [(code, "invited", date(2026, 10, 20)) for code in codes]
    been = [(code, "interviewed", date(2026, 11, 12)) for code in (WOODLAND_HILLS, SAN_DIEGO)]
    step = _interviews(logged(example(HERS), *invited, *been), facts, directory)
    assert step.title == "Which interviews to take"
    gains = {program.name: float(text.rpartition("adds ")[2].partition(" ")[0]) for program, text in step.programs}
    ahead = {program.name for program, text in step.programs if text.startswith("still ahead")}
    assert ahead == {directory.by_code[code].name for code in codes[2:]}
    first_wishes = [program.name for program, _ in step.programs][:2]
    named = step.text.partition("want least (")[2].partition("), and say")[0].split("; ")
    # Programs attended add as little, and would be named if that alone counted.
    assert min(gains[directory.by_code[code].name] for code in codes[:2]) < 0.5
    assert named
    assert set(named) <= ahead - set(first_wishes)
    # Wanted least comes first.
    places = [[program.name for program, _ in step.programs].index(name) for name in named]
    assert places == sorted(places, reverse=True)
    over = _interviews(logged(example(HERS), *((code, "interviewed", None) for code in codes)), facts, directory)
    assert over.title == "What your interviews come to"
    assert "give up" not in over.text
    assert "decline" not in over.text


def test_a_program_has_one_chance_wherever_it_is_asked_for(
    example: Example, facts: Facts, directory: Directory
) -> None:
    """Silence in another specialty, and a rejection there, count in ranks, tracker and lists alike."""
    hers, day = example(HERS), date(2026, 12, 10)
    here = [each.program_code_nrmp for each in directory.of(("family_medicine",)) if each.state == "CA"][:6]
    there = [each.program_code_nrmp for each in directory.of(("internal_medicine",)) if each.state == "CA"][:12]
    applied = [(code, "applied", date(2026, 9, 24)) for code in (*here, ARROWHEAD)]
    offered = [(ARROWHEAD, "invited", date(2026, 10, 20)), (ARROWHEAD, "interviewed", date(2026, 11, 12))]
    silent = [(code, "applied", date(2026, 9, 24)) for code in there]
    profile = logged(hers, *applied, *silent, *offered, (there[0], "rejected", date(2026, 11, 20)))

    def row(**asked: Any) -> float:
        scene = situation_of(facts, directory, profile, ListRequest(today=day, **asked))
        at = [each.program.program_code_nrmp for each in scene.found.placed].index(ARROWHEAD)
        chances, given = scene.chances, scene.bench.given[at]
        both = chances.interview_with_signal(at, given) * chances.accept_with_signal(at, given)
        return Estimate(both @ chances.weights, "probability").mean

    ranked = rank_list(facts, directory, profile, ListRequest(today=day)).ranks[0].p_taken.mean
    effect = effect_of(facts, directory, hers, profile, ListRequest(today=day))
    tracker = effect.after.by_program[ARROWHEAD][1].mean
    assert ranked == pytest.approx(tracker, abs=1e-4)
    assert ranked == pytest.approx(row(), abs=1e-4)
    assert ranked == pytest.approx(row(specialties=("family_medicine",)), abs=1e-4)
    # It does count: without the other specialty's answers the chance is clearly higher.
    alone = rank_list(facts, directory, logged(hers, *applied, *offered), ListRequest(today=day)).ranks[0].p_taken.mean
    assert alone > ranked + 0.02


def test_last_seasons_answers_count_alike_in_one_specialty(
    example: Example, facts: Facts, directory: Directory
) -> None:
    tree = example(HERS).model_dump(exclude_none=True)
    tree["earlier_seasons"] = [{"season": 2026, "applications": 40, "interviews": 1, "outcome": "unmatched"}]
    profile = Profile.model_validate(tree)

    def row(**asked: Any) -> float:
        scene = situation_of(facts, directory, profile, ListRequest(today=date(2026, 9, 10), **asked))
        at = [each.program.program_code_nrmp for each in scene.found.placed].index(ARROWHEAD)
        chances, given = scene.chances, scene.bench.given[at]
        return float((chances.interview_with_signal(at, given) @ chances.weights).mean())

    assert row(specialties=("family_medicine",)) == pytest.approx(row(), abs=1e-6)
