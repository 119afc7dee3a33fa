"""Service and research: feasible by the day, at listed places only, weighed by figures, with no status raised."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import Person

from smartpick.facts import Facts
from smartpick.guidance import Finding
from smartpick.guidance.plan import Plan, make_plan
from smartpick.programs import Directory

LIVES = {"ties": [{"kind": "lives_now", "place": "Torrance", "state": "CA"}]}
FAILED = [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}]
Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def plan(facts: Facts, directory: Directory, person: Person) -> Planned:
    """Return the plan of a person like the base one."""
    return lambda today=date(2026, 2, 1), **changes: make_plan(facts, directory, person(**changes), today)


def notes(made: Plan, key: str) -> list[Finding]:
    return [each for each in made.notes if each.key == key]


def test_outputs_are_feasible_by_opening_day_or_labelled_for_later(plan: Planned) -> None:
    (early,) = notes(plan(today=date(2025, 10, 1)), "research_feasible")
    assert "Feasible before opening day (2 September 2026): abstract, poster, paper." in early.text
    (middle,) = notes(plan(today=date(2026, 3, 1)), "research_feasible")
    assert (
        "before opening day (2 September 2026): abstract, poster. For interviews or a next season: paper."
        in middle.text
    )
    (late,) = notes(plan(today=date(2026, 11, 1)), "research_feasible")
    assert "counts for interviews and a next season" in late.text


def test_what_has_begun_is_finished_before_anything_new(plan: Planned) -> None:
    begun = {"research": [{"title": "Heat and homelessness", "output": "poster", "output_status": "submitted"}]}
    (task,) = plan(**begun).of("research")
    assert task.title == "Finish what has begun"
    (new,) = plan().of("research")
    assert new.title == "Join one small project"


@pytest.mark.parametrize("status", ["planned", "submitted", "accepted", "published"])
def test_a_status_is_never_raised(plan: Planned, status: str) -> None:
    work = {"title": "Opioid screening in a free clinic", "output": "abstract", "output_status": status}
    (found,) = notes(plan(research=[work]), "theme_research")
    assert f"Abstract, {status}: list it as that, and as no more" in found.text
    assert all(other not in found.text for other in {"planned", "submitted", "accepted", "published"} - {status})


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Street medicine on skid row", "homelessness"),
        ("Clinic for refugee families", "immigrant health"),
        ("Gun violence and follow-up", "urban trauma"),
        ("Cancer screening", "public health"),
        ("Overdose training", "addiction"),
    ],
)
def test_themes_are_read_from_the_applicants_own_words(plan: Planned, title: str, theme: str) -> None:
    (found,) = notes(plan(research=[{"title": title}]), "theme_research")
    assert theme in found.text
    (none,) = notes(plan(research=[{"title": "A chart review"}]), "theme_research")
    assert "no theme" in none.text


def test_only_listed_places_are_named_with_their_date_and_address(plan: Planned, facts: Facts) -> None:
    (found,) = notes(plan(**LIVES), "service_sites")
    known = {row["name"].lower() for row in facts.rows("care_site", "state = ?", ("CA",))}
    listed = found.text.split(": ", 1)[1].split(". Sites open")[0].split("; ")
    assert len(listed) == 4
    for each in listed:
        assert each.rpartition(" (")[0].lower() in known
    assert "2020" in found.text
    assert "https://data.hrsa.gov/" in found.text
    assert len(found.fact_ids) == 4


def test_no_place_is_named_for_somebody_who_lives_elsewhere(plan: Planned) -> None:
    away = {"ties": [{"kind": "lives_now", "place": "Cleveland", "state": "OH"}]}
    (found,) = notes(plan(**away), "service_sites")
    assert found.severity == "unknown"
    assert "outside your first area" in found.text
    (untold,) = notes(plan(), "service_sites")
    assert "is not told" in untold.text


def test_hours_of_service_follow_the_time_told(plan: Planned) -> None:
    (assumed,) = plan().of("service")
    assert "3 hours a week (assumed; tell yours)" in assumed.text
    (told,) = plan(availability={"hours_per_week": 6.0}).of("service")
    assert told.effort == "6 hours a week"
    assert "reach 60 hours about 12 April 2026" in told.text
    assert any("lead" in line for line in told.checklist)
    (tongue,) = plan(languages=[{"name": "Spanish", "level": "native"}]).of("service")
    assert "Offer your Spanish" in tongue.text
    assert any("language" in line for line in tongue.checklist)
    assert not any("language" in line for line in assumed.checklist)


def test_research_weighs_what_figures_of_the_specialty_say(plan: Planned) -> None:
    (family,) = notes(plan(), "research_weight_family_medicine")
    assert "4.2 among those who matched, 1.4 among those who did not" in family.text
    assert "failed attempt" not in family.text
    (failed,) = notes(plan(exams={"step1": FAILED}), "research_weight_family_medicine")
    assert "4.5 of 5" in failed.text
    assert "rarely outweighs" in failed.text
    assert len(failed.fact_ids) == 3
    (derm,) = notes(plan(goals={"specialties": ["Dermatology"]}), "research_weight_dermatology")
    assert "27.7" in derm.text
    (unknown,) = notes(plan(applicant={"type": "us_citizen_img"}), "research_weight_family_medicine")
    assert unknown.severity == "unknown"


MISSION = {
    "program_code_nrmp": "1047120C0",
    "field": "mission",
    "value": "We care for the underserved and people without a home: street medicine is our classroom.",
    "source": "its page",
    "date": "2026-01-05",
}


def test_a_mission_is_answered_by_one_own_experience_or_stands_open(plan: Planned) -> None:
    assert notes(plan(), "mission_none")
    work: dict[str, Any] = {"service": [{"title": "Free clinic on Saturdays"}]}
    (found,) = notes(plan(own_facts=[MISSION], **work), "mission_match")
    assert "your example: Free clinic on Saturdays" in found.text
    (bare,) = notes(plan(own_facts=[MISSION]), "mission_match")
    assert bare.severity == "watch"
    assert "no experience that you told answers it" in bare.text


def test_missions_of_the_area_are_held_against_dated_experiences(plan: Planned) -> None:
    """Every row names one experience; what it lacks is said, and a theme without one stands open."""
    clinic = {
        "title": "Free clinic for uninsured patients",
        "theme": "underserved care",
        "place": "Torrance",
        "start": "2024-09-01",
        "note": "Turned the intake sheet into one page",
        "hours": 120.0,
    }
    rows = notes(plan(service=[clinic]), "mission_theme")
    assert rows
    assert all(row.fact_ids and "Greater Los Angeles" in row.text for row in rows)
    answered = [row for row in rows if "Free clinic" in row.text]
    assert answered
    assert all("(from September 2024)" in row.text and row.severity == "strength" for row in answered)
    vague = [row for row in notes(plan(service=[{"title": clinic["title"]}]), "mission_theme") if "lacks" in row.text]
    assert vague
    assert all(row.severity == "note" and row.can_change.startswith("enter") for row in vague)
    assert not notes(plan(), "mission_theme")
    (gap,) = notes(plan(), "mission_open")
    assert gap.severity == "watch"
    assert "underserved" in gap.text
    assert notes(plan(service=[clinic]), "mission_open")[0].severity == "note"


ELSEWHERE = {"kind": "lives_now", "place": "Columbus", "state": "OH", "start": "2023-08-01"}
HOME = {"kind": "grew_up", "place": "Torrance", "state": "CA", "start": "2001-01-01", "end": "2019-06-01"}


def test_coming_back_has_an_outline_places_and_a_check_against_other_regions(plan: Planned) -> None:
    made = plan(ties=[HOME])
    (outline,) = notes(made, "return_outline")
    assert "Torrance" in outline.text
    assert "ERAS" in notes(made, "return_where")[0].text
    assert notes(made, "return_agrees")
    assert not notes(made, "return_clash")
    both = plan(ties=[HOME, ELSEWHERE], goals={"has_no_division_preference": True, "practice_area": "Ohio"})
    assert len(notes(both, "return_clash")) == 3
    assert not notes(both, "return_agrees")
    assert "Columbus" in notes(both, "return_elsewhere")[0].text
    school = plan(ties=[HOME], applicant={"school_state": "CA"})
    assert not notes(school, "return_elsewhere")
    east = plan(ties=[HOME], goals={"preferred_divisions": ["New England"]})
    assert "New England" in notes(east, "return_clash")[0].text
    # Nothing stands behind it, or nobody would leave: no outline.
    assert notes(plan(), "return_open")
    here = {"areas": {"tier1": ["greater-los-angeles"], "anywhere": False}}
    assert not [each for each in plan(ties=[HOME], goals=here).notes if each.topic == "return"]
    assert not notes(plan(ties=[{**HOME, "is_private": True}]), "return_outline")
