"""Answers that have to agree: a list with the signals that it suggests, and with what was heard and wished."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.estimate import applicant_of, heard_of
from smartpick.explain import ApplicationList, ListRequest, make_list
from smartpick.explain.season import log_change, rank_list
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)
LATE = date(2027, 1, 20)
Make = Callable[..., ApplicationList]


def logged(profile: Profile, *events: tuple[str, str, date | None]) -> Profile:
    """Return a profile with events in its log: code, event, day."""
    log = [
        {"program_code_nrmp": code, "event": event, **({} if day is None else {"date": day})}
        for code, event, day in events
    ]
    tree = profile.model_dump(exclude_none=True)
    tree["season_log"] = log
    return Profile.model_validate(tree)


@pytest.mark.parametrize("name", ["non-us-img-visa", "us-img-step2-fail"])
def test_entering_the_suggested_signals_keeps_the_list(
    name: str, example: Callable[[str], Profile], make: Make, facts: Facts, directory: Directory
) -> None:
    profile = example(name)
    made = make(profile)
    signals = {
        (each.program.institution_code, each.program.specialty): str(each.signal)
        for each in made.programs
        if str(each.signal) != "none"
    }
    tree = profile.model_dump(exclude_none=True)
    tree["signals"] = [
        {"institution_code": institution, "specialty": specialty, "tier": tier}
        for (institution, specialty), tier in signals.items()
    ]
    again = make_list(facts, directory, Profile.model_validate(tree), ListRequest(today=TODAY))
    before, after = made.summary, again.summary
    assert abs(after.programs - before.programs) <= 0.1 * before.programs
    assert after.outcome.p_match.mean == pytest.approx(before.outcome.p_match.mean, abs=0.005)


@pytest.mark.parametrize(
    ("events", "is_over"),
    [
        ((("invited", date(2026, 10, 20)), ("rejected", date(2026, 12, 20))), True),
        ((("invited", None), ("rejected", None)), True),
        ((("rejected", date(2026, 10, 20)), ("invited", date(2026, 12, 20))), False),
        ((("rejected", None), ("invited", None)), False),
        ((("invited", date(2026, 10, 20)), ("declined", date(2026, 10, 21))), True),
        ((("invited", date(2026, 10, 20)), ("interviewed", date(2026, 12, 1))), False),
    ],
)
def test_of_an_invitation_and_a_rejection_the_later_one_stands(
    events: Any,
    is_over: bool,  # noqa: FBT001
    person: Any,
    facts: Facts,
    directory: Directory,
) -> None:
    programs = directory.of(("emergency_medicine",))
    code, other = programs[0].program_code_nrmp, programs[1].program_code_nrmp
    profile = logged(person(), *((code, event, day) for event, day in events), (other, "invited", date(2026, 10, 1)))
    heard = heard_of(profile, date(2026, 9, 24), LATE)[code]
    assert heard.what == "invited"
    assert heard.is_over == is_over
    ranked = rank_list(facts, directory, profile, ListRequest(today=date(2027, 2, 10)))
    assert (code in {each.program.program_code_nrmp for each in ranked.ranks}) != is_over


def test_a_rejection_after_an_interview_takes_the_chance_there_away(
    person: Any, facts: Facts, directory: Directory
) -> None:
    code = directory.of(("emergency_medicine",))[0].program_code_nrmp
    before = logged(person(), (code, "invited", date(2026, 10, 20)), (code, "interviewed", date(2026, 12, 1)))
    after = logged(
        person(),
        (code, "invited", date(2026, 10, 20)),
        (code, "interviewed", date(2026, 12, 1)),
        (code, "rejected", date(2026, 12, 20)),
    )
    request = ListRequest(today=LATE)
    changed = log_change(facts, directory, before, after, request, code, "rejected", date(2026, 12, 20))
    assert changed.match_before is not None
    assert changed.match_after is not None
    assert changed.match_after.mean < 0.01 < changed.match_before.mean
    with pytest.raises(RequestError, match="before 'invited'"):
        log_change(facts, directory, before, after, request, code, "rejected", date(2026, 10, 10))


def test_wishes_that_no_program_can_fill_are_named(person: Any, make: Make) -> None:
    with pytest.raises(RequestError, match=r"all [0-9]+ programs that fit lie in it"):
        make(person(), areas=("greater-los-angeles",), least_outside=0.5)
    with pytest.raises(RequestError, match="takes out all"):
        make(person(), excluded=("California",))


def test_six_rejections_raise_no_chance_anywhere(person: Any, facts: Facts, directory: Directory) -> None:
    """Against silence on the same day, whatever the seed."""
    from smartpick.explain._situation import situation_of

    programs = directory.of(("emergency_medicine",))[:12]
    silent = [(each.program_code_nrmp, "applied", date(2026, 9, 25)) for each in programs]
    refused = [(each.program_code_nrmp, "rejected", date(2026, 11, 10)) for each in programs[:6]]
    day = date(2026, 11, 15)
    chances = [
        situation_of(facts, directory, logged(person(), *events), ListRequest(today=day)).chances
        for events in (silent, [*silent, *refused])
    ]
    codes = {each.program_code_nrmp for each in programs[:6]}
    others = [i for i, each in enumerate(chances[0].programs) if each.program_code_nrmp not in codes]
    waiting, turned_down = ((each.interview @ each.weights)[others] for each in chances)
    assert (turned_down <= waiting + 1e-9).all()
    # The scenarios are all still there: what was heard narrows nothing to a handful of them.
    assert len({round(float(value), 9) for value in turned_down[0]}) > 200
    assert applicant_of(person(), 2027).step1_fails == 0


def test_fresh_scenarios_are_others_than_those_that_chose(person: Any, facts: Facts, directory: Directory) -> None:
    from smartpick.explain._situation import situation_of
    from smartpick.explain._wishes import fresh_outcome

    scene = situation_of(facts, directory, person(), ListRequest(today=TODAY))
    picked = scene.bench.best(range(len(scene.bench.placed)))
    chosen, fresh = scene.bench.outcome(picked).p_match, fresh_outcome(scene, picked).p_match
    assert not (chosen.draws == fresh.draws).any()
    assert fresh.mean == pytest.approx(chosen.mean, abs=0.05)
    told = make_list(facts, directory, person(), ListRequest(today=TODAY))
    assert told.fresh is not None
    assert (told.fresh.draws == fresh.draws).all()
    assert any(note.startswith("In fresh scenarios") and fresh.short in note for note in told.notes)
    assert make_list(facts, directory, person(), ListRequest(today=TODAY), has_looks=False).fresh is None


def test_the_gap_of_a_certificate_is_bound_less_utility_in_points(
    person: Any, facts: Facts, directory: Directory
) -> None:
    from smartpick.explain._situation import situation_of

    scene = situation_of(facts, directory, person(), ListRequest(today=TODAY, max_programs=4))
    bench = scene.bench
    best = bench.best(range(len(bench.placed)))
    proof = bench.certificate(best)
    assert proof.gap == pytest.approx(max(0.0, 100 * (proof.bound - proof.utility)))
    # A list with its best program left out is worth less by what the certificate then says at least.
    poorer = type(best)(best.order[1:], best.signals[1:], best.stopped_by)
    other = bench.certificate(poorer)
    assert other.gap >= 100 * (proof.utility - other.utility) - 1e-6 > 0


def test_the_list_beside_an_audit_keeps_the_budget(person: Any, facts: Facts, directory: Directory) -> None:
    from smartpick.explain.audit import make_audit
    from smartpick.importers import ListFile, ListRow, match_list

    profile = person(budget={"usd": 330.0})
    codes = [each.program_code_nrmp for each in directory.of(("emergency_medicine",)) if each.state == "CA"][:12]
    rows = tuple(ListRow(at, {"program_code_nrmp": code}, code) for at, code in enumerate(codes, 1))
    file = ListFile("list", "csv", rows)
    matches = match_list(directory, file, profile.goals.specialties)
    made = make_audit(facts, directory, profile, ListRequest(today=TODAY), file, matches)
    assert made.recommended is not None
    assert made.recommended.cost.total_usd <= 330.0


def test_ranking_surest_first_is_what_such_a_list_comes_to(person: Any, facts: Facts, directory: Directory) -> None:
    codes = [each.program_code_nrmp for each in directory.of(("emergency_medicine",)) if each.state == "CA"][:7]
    day = date(2027, 2, 10)
    made = rank_list(facts, directory, person(), ListRequest(today=day), codes)
    surest = sorted(made.ranks, key=lambda each: -each.p_taken.mean)
    other = rank_list(
        facts, directory, person(), ListRequest(today=day), [each.program.program_code_nrmp for each in surest]
    )
    top = {each.program.program_code_nrmp for each in made.ranks[: made.top]}
    there = sum(each.p_here.mean for each in other.ranks if each.program.program_code_nrmp in top)
    assert made.p_top_by_chance.mean == pytest.approx(there, abs=2e-3)
    assert made.p_top_by_chance.mean < made.p_top.mean


def test_a_couples_list_is_judged_by_other_samples_than_chose_it() -> None:
    from smartpick.explain.pair import _list, _ranked

    assert _list._CHOOSING != _list._JUDGING == _ranked._JUDGING


def test_a_program_that_she_is_glad_of_is_ranked_before_others_of_its_place(person: Any, make: Make) -> None:
    plain = make(person())
    wished = next(each for each in plain.programs[3:] if each.tier == plain.programs[0].tier)
    code = wished.program.program_code_nrmp
    for desire, is_first in ((5, True), (1, False)):
        goals = {"programs": [{"program_code_nrmp": code, "desire": desire}]}
        made = make(person(goals=goals), forced=(code,))
        inside = [each.program.program_code_nrmp for each in made.programs if each.tier == wished.tier]
        assert (inside[0] == code) == is_first
        assert (inside[-1] == code) != is_first


@pytest.mark.parametrize("name", ["us-md-la-step1-fail", "us-img-step2-fail", "reapplicant"])
def test_a_list_stands_in_the_order_of_her_ranks(
    name: str, example: Callable[[str], Profile], make: Make, facts: Facts, directory: Directory
) -> None:
    """Several areas and specialties, priorities, ties in other states, and a dial at matching anywhere."""
    profile = example(name)
    codes = [each.program.program_code_nrmp for each in make(profile).programs]
    ranked = rank_list(facts, directory, profile, ListRequest(today=TODAY), codes)
    assert [each.preference for each in ranked.ranks] == list(range(1, len(codes) + 1))
    assert not [note for note in ranked.notes if "By the wishes" in note]


def test_a_program_moved_to_another_area_is_ranked_there(
    person: Any, make: Make, facts: Facts, directory: Directory
) -> None:
    plain = make(person())
    last = next(each for each in reversed(plain.programs) if each.tier == 2).program.program_code_nrmp
    first = plain.programs[0].program.program_code_nrmp
    moved = person(
        goals={"programs": [{"program_code_nrmp": last, "tier": 1}, {"program_code_nrmp": first, "tier": 3}]}
    )
    ranked = rank_list(facts, directory, moved, ListRequest(today=TODAY), [last, first])
    assert [each.preference for each in ranked.ranks] == [1, 2]
    assert ranked.ranks[0].preference_why.startswith("first area")
