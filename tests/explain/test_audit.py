"""A list made elsewhere: every line gets its state, figures are a list's, nothing is dropped for being unknown."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.explain import ListRequest
from smartpick.explain.audit import Audit, LineState, make_audit
from smartpick.facts import Facts
from smartpick.importers import ListFile, ListRow, match_list
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import Track

Check = Callable[..., Audit]
Person = Callable[..., Profile]
TODAY = date(2026, 9, 10)
ARROWHEAD = "1047120C0"


@pytest.fixture(scope="module")
def check(facts: Facts, directory: Directory) -> Check:
    """Audit a list given as one row each: a code, or cells."""

    def one(profile: Profile, *rows: str | dict[str, str], **request: Any) -> Audit:
        cells = [{"program_code_nrmp": row} if isinstance(row, str) else row for row in rows]
        listed = tuple(ListRow(at, row, " ".join(row.values())) for at, row in enumerate(cells, 1))
        file = ListFile("list", "csv", listed)
        matches = match_list(directory, file, profile.goals.specialties)
        return make_audit(facts, directory, profile, ListRequest(**{"today": TODAY, **request}), file, matches)

    return one


@pytest.fixture(scope="module")
def near(directory: Directory) -> list[str]:
    """Return emergency medicine programs of California, by code."""
    return [p.program_code_nrmp for p in directory.of(["emergency_medicine"]) if p.state == "CA"]


@pytest.fixture(scope="module")
def far(directory: Directory) -> str:
    return next(p.program_code_nrmp for p in directory.of(["emergency_medicine"]) if p.state == "NY")


def test_every_line_has_one_state_and_the_figures_are_those_of_the_list(
    check: Check, person: Person, near: list[str]
) -> None:
    made = check(person(), *near[:8], near[0], "1024140M1", {"name": "Springfield Institute of Nothing"})
    assert [line.state for line in made.lines] == [
        *[LineState.COUNTED] * 8,
        LineState.DUPLICATE,
        LineState.CLOSED,
        LineState.NOT_FOUND,
    ]
    assert made.lines[8].same_as == 1
    assert made.summary is not None
    assert made.summary.programs == 8
    assert made.summary.cost.total_usd == made.cost.total_usd, "a program that stands twice is paid once"
    counted = made.in_state(LineState.COUNTED)
    together = sum(line.p_match_here.mean for line in counted if line.p_match_here)
    assert together == pytest.approx(made.summary.outcome.p_match.mean, abs=2e-3)
    assert all(line.p_interview and line.band and line.gain is not None and line.gain >= 0 for line in counted)
    assert all(line.gain is None for line in made.lines[8:])
    assert len(made.answer) == 3


def test_the_worth_of_a_line_is_what_the_list_loses_without_it(check: Check, person: Person, near: list[str]) -> None:
    profile = person(signals=[])
    with_it, without = (
        check(profile, *near[:6], today=TODAY.replace(month=11)),
        check(profile, *near[1:6], today=TODAY.replace(month=11)),
    )
    assert with_it.summary
    assert without.summary
    lost = with_it.summary.outcome.p_match.mean - without.summary.outcome.p_match.mean
    # Interviews that she can attend are limited, so that a program that leaves makes room for others.
    assert with_it.lines[0].gain == pytest.approx(lost, abs=5e-3)


def test_the_order_of_the_lines_changes_no_figure(check: Check, person: Person, near: list[str]) -> None:
    one, other = check(person(), *near[:8]), check(person(), *near[:8][::-1])
    assert one.summary
    assert other.summary
    assert one.summary.outcome.p_match.mean == pytest.approx(other.summary.outcome.p_match.mean, rel=1e-12)
    gains = [line.gain for line in one.lines]
    assert gains == pytest.approx([line.gain for line in other.lines[::-1]], rel=1e-9)


def test_the_best_list_costs_no_more_and_is_worth_no_less(check: Check, person: Person, near: list[str]) -> None:
    profile = person(goals={"areas": {"tier1": ["California"], "tier2": [], "anywhere": False}})
    made = check(profile, *near[-6:])
    assert made.recommended
    assert made.summary
    assert made.gained
    assert made.recommended.programs <= 6
    assert made.recommended.cost.total_usd <= made.cost.total_usd + 0.01
    # All lie in her first area, so that what she wants is to match at all.
    assert made.gained.mean >= -1e-3
    listed = set(near[-6:])
    assert made.missing
    assert all(each.program.program_code_nrmp not in listed and each.adds.mean >= -1e-6 for each in made.missing)


def test_the_best_list_gains_nothing_over_itself(check: Check, person: Person, near: list[str]) -> None:
    profile = person(goals={"areas": {"tier1": ["California"], "tier2": [], "anywhere": False}})
    made = check(profile, *near)
    assert made.gained is not None
    assert made.recommended is not None
    assert abs(made.gained.mean) < 0.01, "the list has every candidate already"
    assert made.missing == ()


def test_a_program_outside_her_areas_is_evaluated_and_told(
    check: Check, person: Person, near: list[str], far: str
) -> None:
    made = check(person(), near[0], far)
    line = made.lines[1]
    assert line.state is LineState.COUNTED
    assert line.gain is not None
    assert line.gain > 0
    assert line.tier == 3
    assert "outside the areas of your profile" in line.outside
    assert made.lines[0].outside == ""


def test_a_place_where_she_would_never_go_is_told_and_never_recommended(
    check: Check, person: Person, near: list[str], far: str
) -> None:
    areas = {"tier1": ["greater-los-angeles"], "tier2": [], "never": ["NY"], "anywhere": True}
    made = check(person(goals={"areas": areas}), near[0], far)
    assert "would not go" in made.lines[1].outside
    assert made.lines[1].gain is not None
    assert all(each.program.state != "NY" for each in made.missing)


def test_a_specialty_that_is_not_hers_counts_too(check: Check, person: Person, near: list[str]) -> None:
    made = check(person(), near[0], ARROWHEAD)
    line = made.lines[1]
    assert line.state is LineState.COUNTED
    assert line.gain is not None
    assert line.gain > 0
    assert line.outside.startswith("Family Medicine is none of your specialties")
    assert set(made.cost.by_service) >= {"eras", "nrmp"}


def test_a_strict_rule_takes_a_line_out_and_an_unknown_never_does(
    check: Check, person: Person, img: dict[str, Any], near: list[str]
) -> None:
    fact = {
        "program_code_nrmp": near[0],
        "field": "minimum_step2_ck",
        "value": 260,
        "source": "telephone",
        "date": TODAY,
        "strict": True,
    }
    made = check(person(**img, own_facts=[fact]), *near[:4])
    assert made.lines[0].state is LineState.RULED_OUT
    assert "a strict rule that you do not meet" in made.lines[0].why
    unknown = made.lines[1:]
    assert all(line.state is LineState.COUNTED for line in unknown)
    assert any(line.unknowns for line in unknown)
    assert made.summary is not None
    assert made.summary.cost.total_usd == pytest.approx(made.cost.total_usd - made.ruled_out_usd)


def test_what_a_ruled_out_line_costs_is_told(check: Check, person: Person) -> None:
    fact = {
        "program_code_nrmp": ARROWHEAD,
        "field": "minimum_step2_ck",
        "value": 260,
        "source": "telephone",
        "date": TODAY,
        "strict": True,
    }
    made = check(person(own_facts=[fact], goals={"specialties": ["family_medicine"]}), ARROWHEAD, "1067120C0")
    assert made.lines[0].state is LineState.RULED_OUT
    assert made.ruled_out_usd == pytest.approx(made.cost.total_usd - check(person(), "1067120C0").cost.total_usd)
    assert made.ruled_out_usd > 0
    assert any("Check it with the program" in note for note in made.notes)


def test_one_year_positions_are_paid_and_no_match(check: Check, person: Person, directory: Directory) -> None:
    one_year = next(p for p in directory.programs if p.track is Track.PRELIMINARY and p.state == "CA")
    transitional = next(p for p in directory.programs if p.specialty == "transitional_year")
    made = check(person(), one_year.program_code_nrmp, transitional.program_code_nrmp)
    assert [line.state for line in made.lines] == [LineState.ONE_YEAR] * 2
    assert made.summary is None
    assert made.cost.total_usd > 0
    assert "nothing can be said about the list as a whole" in made.answer[1]


def test_a_list_without_any_program_is_answered(check: Check, person: Person) -> None:
    made = check(person(), {"name": "Nothing of the kind"})
    assert made.summary is None
    assert made.recommended is None
    assert made.cost.total_usd == 0
    assert len(made.answer) == 3


def test_leaving_out_what_adds_little_saves_money_and_costs_little(
    check: Check, person: Person, directory: Directory
) -> None:
    every = [p.program_code_nrmp for p in directory.of(["family_medicine"]) if p.track is Track.CATEGORICAL][:120]
    profile = person(goals={"specialties": ["family_medicine"], "areas": {"tier1": [], "tier2": [], "anywhere": True}})
    made = check(profile, *every)
    little = [line for line in made.lines if line.adds_little]
    assert little
    assert made.lost is not None
    assert made.without_little is not None
    assert made.without_little.programs == len(every) - len(little)
    assert made.saved_usd == pytest.approx(made.cost.total_usd - made.without_little.cost.total_usd)
    assert made.saved_usd > 0
    assert made.lost.mean < 0.02


def test_signals_of_the_list_count_and_wrong_ones_are_told(check: Check, person: Person, near: list[str]) -> None:
    plain = check(person(), {"program_code_nrmp": near[0], "signal": "yes"}, *near[1:4])
    assert [str(line.signal) for line in plain.lines] == ["single", "none", "none", "none"]
    wrong = check(
        person(), {"program_code_nrmp": near[0], "signal": "gold"}, {"program_code_nrmp": near[1], "signal": "?!"}
    )
    assert sum("not counted" in note for note in wrong.notes) == 2
    many = check(person(), *({"program_code_nrmp": code, "signal": "x"} for code in near[:12]))
    assert any("an applicant has" in note for note in many.notes)


def test_once_applications_are_in_nothing_is_advised(check: Check, person: Person, near: list[str]) -> None:
    made = check(person(), *near[:6], today=TODAY.replace(month=11))
    assert not made.is_planning
    assert made.fixed
    assert made.missing == ()
    assert made.without_little is None
    assert made.recommended is not None, "to compare"


def test_her_limits_are_not_those_of_the_list(check: Check, person: Person, near: list[str]) -> None:
    free, tight = check(person(), *near[:8]), check(person(budget={"usd": 10, "max_programs": 1}), *near[:8])
    assert free.summary
    assert tight.summary
    assert tight.summary.programs == free.summary.programs
    assert tight.answer == free.answer
