"""The log program by program and day by day, what an entry changes, and ranks from memory."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.explain import ListRequest, Memory
from smartpick.explain.season import rank_list
from smartpick.explain.tracker import effect_of, tracked
from smartpick.facts import Facts
from smartpick.present._season_json import rank_json
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2026, 11, 20)
Person = Callable[..., Profile]


def event(code: str, what: str, day: str | None = None, note: str | None = None) -> dict[str, Any]:
    return {"program_code_nrmp": code, "event": what, "date": day, "note": note}


@pytest.fixture(scope="module")
def near(directory: Directory) -> list[str]:
    programs = [each for each in directory.of(["emergency_medicine"]) if each.state == "CA" and each.lat is not None]
    return [each.program_code_nrmp for each in programs][:6]


@pytest.fixture(scope="module")
def far(directory: Directory) -> str:
    programs = [each for each in directory.of(["emergency_medicine"]) if each.state == "NY" and each.lat is not None]
    return programs[0].program_code_nrmp


def test_where_she_stands_in_words_and_counts(
    facts: Facts, directory: Directory, person: Person, near: list[str]
) -> None:
    a, b, c, d = near[:4]
    program = directory.by_code[a]
    signal = {"institution_code": program.institution_code, "specialty": program.specialty, "tier": "gold"}
    log = [event(each, "applied", "2026-09-24") for each in (a, b, c, d)]
    log += [
        event(a, "invited", "2026-10-20"),
        event(b, "invited"),
        event(b, "rejected"),
        event(c, "invited"),
        event(c, "declined"),
    ]
    made = tracked(facts, directory, person(season_log=log, signals=[signal], rank_order=[d, a]), TODAY)
    said = {each.code: (each.status, each.signal, each.rank) for each in made.programs}
    assert said == {
        a: ("invited: no day yet", "gold", 2),
        b: ("turned down after the invitation", "", None),
        c: ("declined by you", "", None),
        d: ("no answer yet", "", 1),
    }
    offers = {"invited": 3, "ahead": 1, "interviewed": 0, "declined": 1, "taken_back": 1}
    assert made.counts == {"applied": 4, "signalled": 1, "ranked": 0, **offers}
    assert [each.code for each in made.undated] == [a]


def test_days_that_do_not_go_together(
    facts: Facts, directory: Directory, person: Person, near: list[str], far: str
) -> None:
    a, b, c, d = near[:4]
    log = [
        event(a, "scheduled", "2026-12-03"),
        event(b, "open_house", "2026-12-03"),
        event(c, "scheduled", "2026-12-10", "in person"),
        event(far, "scheduled", "2026-12-11", "in person"),
        event(d, "scheduled", "2026-12-12", "by video"),
    ]
    met = {each.code: each for each in tracked(facts, directory, person(season_log=log), TODAY).meetings}
    assert met[a].is_hard
    assert met[b].clash.startswith("same day as")
    assert "the day before" in met[c].clash
    assert not met[c].is_hard
    assert "miles" in met[far].clash
    assert met[d].mode == "online"
    assert not met[d].clash
    # Unknown is told as a maybe.
    log[2]["note"] = None
    met = {each.code: each for each in tracked(facts, directory, person(season_log=log), TODAY).meetings}
    assert "no trouble if one of them is online" in met[c].clash
    # What was declined is free again.
    log.append(event(a, "declined", "2026-11-20"))
    met = {each.code: each for each in tracked(facts, directory, person(season_log=log), TODAY).meetings}
    assert a not in met
    assert not met[b].clash
    # Only days ahead can be in each other's way.
    del log[-1]
    found = tracked(facts, directory, person(season_log=log), date(2026, 12, 11)).meetings
    assert [each.code for each in found if each.is_past] == [a, b, c]
    assert not any(each.clash for each in found)


def test_thanks_come_from_her_own_facts_alone(
    facts: Facts, directory: Directory, person: Person, near: list[str]
) -> None:
    fact = {
        "program_code_nrmp": near[0],
        "field": "thank_you_policy",
        "value": "None, please.",
        "source": "its page",
        "date": "2026-11-01",
    }
    log = [event(code, "interviewed", "2026-11-05") for code in near[:2]]
    met = {m.code: m for m in tracked(facts, directory, person(season_log=log, own_facts=[fact]), TODAY).meetings}
    assert "None, please." in met[near[0]].thanks
    assert met[near[1]].thanks == ""


def test_what_an_invitation_and_its_undoing_change(
    facts: Facts, directory: Directory, person: Person, near: list[str]
) -> None:
    applied = [event(code, "applied", "2026-09-24") for code in near]
    before, after = person(season_log=applied), person(season_log=[*applied, event(near[0], "invited", "2026-10-20")])
    request = ListRequest(today=TODAY)
    memory = Memory()
    made = effect_of(facts, directory, before, after, request, memory)
    assert made.affected[0].program.program_code_nrmp == near[0]
    assert made.affected[0].is_own
    assert made.interviews_change is not None
    assert made.p_match_change is not None
    assert made.interviews_change.mean > 0.3
    assert made.p_match_change.mean > 0
    assert made.p_match_change.is_clear
    back = effect_of(facts, directory, after, before, request, memory)
    assert back.p_match_change is not None
    assert back.p_match_change.mean == pytest.approx(-made.p_match_change.mean)
    same = effect_of(facts, directory, before, before, request)
    assert same.affected == ()
    assert same.p_match_change is not None
    assert same.p_match_change.mean == 0


def test_ranks_are_the_same_with_memory_and_the_profile_keeps_their_order(
    facts: Facts, directory: Directory, person: Person, near: list[str]
) -> None:
    request, memory = ListRequest(today=date(2027, 2, 10)), Memory()
    log = [event(code, "invited") for code in near[:4]]
    hers = person(season_log=log)
    for order in (near[:4], near[3::-1], [near[2], near[0]]):
        fresh = rank_json(facts, rank_list(facts, directory, hers, request, order))
        assert rank_json(facts, rank_list(facts, directory, hers, request, order, memory)) == fresh
    kept = rank_list(facts, directory, person(season_log=log, rank_order=near[3:1:-1]), request, None, memory)
    assert [each.program.program_code_nrmp for each in kept.ranks] == near[3:1:-1]
    assert [each.program_code_nrmp for each in kept.not_ranked] == near[:2]
