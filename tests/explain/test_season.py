"""Every stage gives something that can be done at that time; SOAP is shown as the record has it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.explain import ApplicationList, ListRequest
from smartpick.explain.season import LogChange, log_change, soap_outlook
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Stage, Track

DAYS = {
    Stage.PREPARING: date(2026, 5, 1),
    Stage.OPEN: date(2026, 9, 10),
    Stage.SUBMITTED: date(2026, 9, 30),
    Stage.INTERVIEWING: date(2026, 11, 10),
    Stage.RANKING: date(2027, 2, 10),
    Stage.MATCH_WEEK: date(2027, 3, 8),
    Stage.SOAP: date(2027, 3, 16),
    Stage.MATCH_DAY: date(2027, 3, 19),
    Stage.OVER: date(2027, 4, 10),
}

Person = Callable[..., Profile]
Make = Callable[..., ApplicationList]


@pytest.fixture(scope="module")
def codes(directory: Directory) -> list[str]:
    programs = [each for each in directory.of(["emergency_medicine"]) if each.state == "CA"]
    return [each.program_code_nrmp for each in programs][:6]


@pytest.fixture(scope="module")
def change(facts: Facts, directory: Directory, person: Person) -> Callable[..., LogChange]:
    def changed(
        code: str, event: str, *, log: tuple[dict[str, Any], ...] = (), day: date | None = None, forced: bool = False
    ) -> LogChange:
        before = person(season_log=list(log))
        after = person(season_log=[*log, {"program_code_nrmp": code, "event": event}])
        request = ListRequest(today=date(2026, 11, 10))
        return log_change(facts, directory, before, after, request, code, event, day, is_forced=forced)

    return changed


@pytest.mark.parametrize("stage", DAYS)
@pytest.mark.parametrize("has_log", [True, False])
def test_every_stage_gives_something_possible(
    stage: Stage, make: Make, person: Person, codes: list[str], *, has_log: bool
) -> None:
    log = [{"program_code_nrmp": code, "event": "invited"} for code in codes[:3]] if has_log else []
    made = make(person(season_log=log), today=DAYS[stage], season=2027)
    assert made.stage is stage
    if stage in {Stage.PREPARING, Stage.OPEN}:
        assert made.now is None
        return
    assert made.now is not None
    text = " ".join(f"{step.title} {step.text}" for step in made.now.steps)
    expected = {
        Stage.SUBMITTED: "silence now tells very little",
        Stage.INTERVIEWING: "Which interviews to take" if has_log else "No invitation is in your log yet",
        Stage.RANKING: "Certify by" if has_log else "SOAP stays open",
        Stage.MATCH_WEEK: "Lists are closed",
        Stage.SOAP: "wait to be contacted",
        Stage.MATCH_DAY: "If you matched: today you learn where you go",
        Stage.OVER: "among the earlier seasons",
    }[stage]
    assert expected in text
    # What is past is not advised.
    if stage in {Stage.MATCH_WEEK, Stage.SOAP, Stage.MATCH_DAY, Stage.OVER}:
        assert "Certify" not in text
        assert "Which interviews to take" not in text


def test_two_interviews_on_one_day_come_first(make: Make, person: Person, codes: list[str]) -> None:
    log = [
        {"program_code_nrmp": code, "event": event, **({"date": date(2026, 12, 1)} if event == "scheduled" else {})}
        for code in codes[:2]
        for event in ("invited", "scheduled")
    ]
    made = make(person(season_log=log), today=DAYS[Stage.INTERVIEWING], season=2027)
    assert made.now is not None
    clash = made.now.steps[0]
    assert clash.title == "Two interviews on 1 December 2026"
    assert {program.program_code_nrmp for program, _ in clash.programs} == set(codes[:2])
    declined = [*log, {"program_code_nrmp": codes[0], "event": "declined"}]
    made = make(person(season_log=declined), today=DAYS[Stage.INTERVIEWING], season=2027)
    assert made.now is not None
    assert "Two interviews" not in made.now.steps[0].title


def test_unfilled_positions_are_those_of_the_record(facts: Facts, directory: Directory, person: Person) -> None:
    profile = person(goals={"specialties": ["emergency_medicine", "dermatology"], "areas": {"anywhere": True}})
    made = soap_outlook(facts, directory, profile, ListRequest(today=DAYS[Stage.RANKING]))
    for each in made.hers:
        for season, left, programs in each.by_season:
            counted = [
                offered - filled
                for program in directory.of([each.key])
                if program.track not in {Track.PHYSICIAN, Track.PRELIMINARY}
                for offered, filled in (program.positions.get(season, (0, 0)),)
                if filled < offered
            ]
            assert (left, programs) == (sum(counted), len(counted))
    assert made.hers[0].by_season
    assert made.states
    assert all(len(seasons) >= 2 for _, seasons in made.again)
    means = [each.mean for each in made.others]
    assert means == sorted(means, reverse=True)
    assert any(rule.item == "applications" and rule.value == "45" for rule in made.rules)


def test_an_invitation_raises_and_a_rejection_lowers(change: Callable[..., LogChange], codes: list[str]) -> None:
    log = tuple({"program_code_nrmp": code, "event": "applied"} for code in codes)
    better, worse = change(codes[0], "invited", log=log), change(codes[0], "rejected", log=log)
    for made, sign in ((better, 1), (worse, -1)):
        assert made.interview_before is not None
        assert made.interview_after is not None
        assert made.list_before is not None
        assert made.list_after is not None
        assert sign * (made.interview_after.mean - made.interview_before.mean) > 0
        assert sign * (made.list_after.mean - made.list_before.mean) > 0
        assert made.list_size == len(codes)
    assert better.interview_after is not None
    assert better.interview_after.mean > 0.99


def test_what_cannot_follow_needs_a_word(change: Callable[..., LogChange], codes: list[str]) -> None:
    log = ({"program_code_nrmp": codes[0], "event": "rejected"},)
    with pytest.raises(RequestError, match="--anyway"):
        change(codes[0], "invited", log=log)
    assert change(codes[0], "invited", log=log, forced=True).event == "invited"
    with pytest.raises(RequestError, match="before applications open"):
        change(codes[0], "applied", day=date(2026, 6, 20))
    with pytest.raises(RequestError, match="no program 9999999C9"):
        change("9999999C9", "applied")


def test_what_adds_next_to_nothing_is_named_and_nothing_else(make: Make, person: Person, directory: Directory) -> None:
    codes = [each.program_code_nrmp for each in directory.of(["emergency_medicine"])][:14]
    for number in (1, 14):
        log = [{"program_code_nrmp": code, "event": "invited"} for code in codes[:number]]
        made = make(person(season_log=log), today=DAYS[Stage.INTERVIEWING], season=2027)
        assert made.now is not None
        step = next(each for each in made.now.steps if each.title == "Which interviews to take")
        gains = [float(text.rpartition("adds ")[2].partition(" ")[0]) for _, text in step.programs]
        assert len(gains) == number
        assert ("give up first" in step.text) == (number > 1 and min(gains) < 0.5)
    assert "give up first" in step.text
    named = step.text.partition("want least (")[2].partition(")")[0].split("; ")
    assert (
        max(gain for gain, name in zip(gains, (p.name for p, _ in step.programs), strict=True) if name in named) < 0.5
    )


def test_without_an_offer_the_advice_goes_by_how_late_it_is(make: Make, person: Person) -> None:
    """In November the application is looked at again; from six weeks before ranking opens, what comes after is."""

    def said(day: date) -> str:
        now = make(person(), today=day, season=2027).now
        assert now is not None
        return " ".join(step.text for step in now.steps)

    early, late = said(date(2026, 12, 20)), said(date(2026, 12, 21))
    assert "If no offer has come by 21 December 2026" in early
    assert "What a late application would add is not worked out here" in early
    # Nothing is known of whether she applied until the log says so.
    assert "If you applied, log it" in early
    assert "no application is in it" in early
    assert "hardly worth its fee" not in early
    assert "If no offer has come by" not in late
    assert "smartpick soap PROFILE" in late
