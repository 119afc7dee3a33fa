"""Ties and missions: inventory, strength by parts, privacy, plans for like programs. Rows S57, S58, S60 to S62."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import TODAY, Person

from smartpick.errors import RequestError
from smartpick.facts import Facts
from smartpick.guidance._ground import ground_of
from smartpick.guidance.plan._local import LocalThemes
from smartpick.guidance.text._themes import NAMED, THEMES, ThemeWords
from smartpick.guidance.ties import Listed, TiesPlan, plan_ties
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import SignalTier

GREW_UP = {"kind": "grew_up", "place": "East Los Angeles", "state": "CA", "start": "2000-03-01", "end": "2018-08-20"}
PARTNER = {"kind": "partner", "place": "Pasadena", "state": "CA", "note": "we met in 2019"}
CLINIC = {
    "title": "Interpreter in a free clinic",
    "place": "Pacoima, Los Angeles",
    "state": "CA",
    "start": "2023-09-01",
    "hours": 200,
    "note": "Turned the intake sheet into one page that patients could read",
}
Plan = Callable[..., TiesPlan]


@pytest.fixture(scope="module")
def plan(facts: Facts, directory: Directory, person: Person) -> Plan:
    """Return what is said of the ties of a person like the base one."""

    def plan_one(options: dict[str, Any] | None = None, **changes: Any) -> TiesPlan:
        return plan_ties(facts, directory, person(**changes), TODAY, **(options or {}))

    return plan_one


@pytest.fixture(scope="module")
def listed(directory: Directory) -> Callable[..., list[Listed]]:
    """Return programs as a list has them, by code."""
    return lambda *codes, **signals: [
        Listed(directory.by_code[code], 1, signals.get(f"s{code}", SignalTier.NONE), is_signal_decided=True)
        for code in codes
    ]


def area(found: TiesPlan, key: str) -> dict[str, float | None]:
    """Return the parts of an area's points, by the first word of their text."""
    (row,) = [each for each in found.areas if each.key == key]
    return {part.text.partition(":")[0]: part.points for part in row.parts}


def test_points_are_the_sum_of_the_parts_that_are_shown(plan: Plan) -> None:
    found = plan(ties=[GREW_UP, {"kind": "family", "place": "Pasadena", "state": "CA"}])
    assert area(found, "greater-los-angeles") == {"grew up": 3, "family": 3}
    (row,) = [each for each in found.areas if each.key == "greater-los-angeles"]
    assert (row.points, row.word) == (6, "strong")


def test_several_bonds_of_a_kind_are_one_reason(plan: Plan) -> None:
    twice = plan(ties=[GREW_UP, GREW_UP | {"place": "Pasadena"}])
    assert area(twice, "greater-los-angeles") == {"grew up": 3}
    assert len(twice.bonds) == 2


def test_a_bond_elsewhere_in_the_state_counts_half_for_a_part_of_it(plan: Plan) -> None:
    found = plan({"areas": ["greater-los-angeles", "California"]}, ties=[GREW_UP | {"place": "Fresno"}])
    assert [row.points for row in found.areas] == [1.5, 3]
    assert "elsewhere in CA" in found.areas[0].parts[0].text


def test_a_place_that_is_not_known_is_said_to_be_so(plan: Plan) -> None:
    found = plan(ties=[GREW_UP | {"place": "the old quarter"}])
    assert found.bonds[0].county is None
    assert any(each.key == "ties_place_unknown" for each in found.findings)
    assert area(found, "greater-los-angeles")["grew up"] == 1.5


@pytest.mark.parametrize(
    ("place", "state", "county"),
    [
        ("Garden Grove, Orange County", "CA", "Orange"),
        ("Orange County", "CA", "Orange"),
        ("a clinic in Houston", "TX", "Harris"),
        ("Houston", "CA", None),
        ("Koreatown, Los Angeles", "CA", "Los Angeles"),
        ("core rotations in New York", "NY", None),
    ],
)
def test_places_are_looked_up_and_never_guessed(plan: Plan, place: str, state: str, county: str | None) -> None:
    assert plan(ties=[{"kind": "family", "place": place, "state": state}]).bonds[0].county == county


def test_any_region_counts_and_not_only_los_angeles(plan: Plan) -> None:
    found = plan(ties=[GREW_UP | {"place": "Cleveland", "state": "OH"}], goals={"areas": {"tier1": ["Ohio"]}})
    (ohio,) = [each for each in found.areas if each.key == "ohio"]
    assert ohio.points == 3


def test_languages_count_against_the_people_who_speak_them(plan: Plan) -> None:
    spoken = [
        {"name": "Korean", "level": "native"},
        {"name": "Mandarin", "level": "fluent"},
        {"name": "Armenian", "level": "fluent"},
        {"name": "Spanish", "level": "basic"},
    ]
    found = plan(languages=spoken)
    shares = {each.name: each.share_pct for each in found.languages}
    assert shares["Mandarin"] == pytest.approx(100 * 1259668 / 37105018)
    # Few in the state may be many in Los Angeles: there it is unknown, and for the state it is known.
    points = {part.text.split()[1]: part.points for part in found.areas[0].parts}
    assert points == {"Korean": None, "Mandarin": 1, "Armenian": None}
    assert found.areas[0].is_lower_bound
    whole = plan({"areas": ["California"]}, languages=spoken).areas[0]
    assert {part.text.split()[1]: part.points for part in whole.parts} == {"Korean": 0, "Mandarin": 1, "Armenian": 0}
    other = plan({"areas": ["Ohio"]}, languages=spoken[:1])
    assert other.areas[0].parts[0].points is None
    assert other.areas[0].is_lower_bound


def test_private_bonds_stay_out_unless_she_ticks_them(plan: Plan) -> None:
    found = plan(ties=[GREW_UP, PARTNER])
    assert [each.kind for each in found.bonds] == ["grew_up"]
    assert (found.areas[0].points, found.areas[0].word) == (3, "some")
    # Nothing tells whether there is anything private: the answer is the same, to the last word.
    assert found == plan(ties=[GREW_UP])
    ticked = plan({"include_private": True}, ties=[GREW_UP, PARTNER])
    assert (ticked.areas[0].points, ticked.areas[0].word) == (6, "strong")
    assert "met in 2019" not in repr(ticked)


def test_a_partner_is_private_without_a_word_and_family_only_with_one(plan: Plan) -> None:
    hidden = [{"kind": "family", "place": "Pasadena", "state": "CA", "is_private": True}]
    assert plan(ties=hidden).bonds == ()
    assert [each.kind for each in plan(ties=[PARTNER | {"is_private": False}]).bonds] == ["partner"]


def test_a_setback_never_shows_among_ties(plan: Plan) -> None:
    assert "asthma" not in repr(plan(setbacks=[{"kind": "illness", "note": "asthma"}], ties=[GREW_UP]))


def test_an_experience_is_matched_by_its_own_words(plan: Plan) -> None:
    found = plan(service=[CLINIC, {"title": "Chess club"}])
    assert found.entries[0].themes == ("language_concordant", "underserved")
    assert found.entries[0].lacks == ()
    assert found.entries[1].themes == ()
    assert set(found.entries[1].lacks) >= {"a date", "a place", "hours"}


def test_every_claim_points_to_a_dated_experience_or_is_a_gap(
    plan: Plan, listed: Callable[..., list[Listed]], directory: Directory
) -> None:
    code = next(p.program_code_nrmp for p in directory.programs if p.profile and "homelessness" in p.profile.themes)
    undated = {"title": "Helper at a shelter", "place": "Los Angeles", "state": "CA"}
    found = plan({"listed": listed(code)}, service=[undated])
    (batch,) = found.batches
    by_theme = {match.theme: match.entry for match in batch.matches}
    assert set(by_theme) == set(directory.by_code[code].profile.themes)  # type: ignore[union-attr]
    shelter = by_theme["homelessness"]
    assert shelter is not None
    assert not shelter.is_dated
    assert any("no date" in fact for _, given in batch.prompts for fact in given)
    assert any("a date" in line for line in batch.vague)
    both = plan({"listed": listed(code)}, service=[undated, undated | {"title": "Shelter team", "start": "2024-01-01"}])
    best = next(match.entry for match in both.batches[0].matches if match.theme == "homelessness")
    assert best is not None
    assert best.title == "Shelter team"
    gaps = plan({"listed": listed(code)}).batches[0]
    assert all(match.entry is None for match in gaps.matches)
    assert any("Leave it out" in line for line in gaps.open_points)


def test_themes_that_are_not_known_are_unknown_and_not_absent(
    plan: Plan, listed: Callable[..., list[Listed]], directory: Directory
) -> None:
    code = next(p.program_code_nrmp for p in directory.programs if p.profile is None)
    (batch,) = plan({"listed": listed(code)}, service=[CLINIC]).batches
    assert batch.matches == ()
    assert batch.programs[0].url is None
    assert "not known here" in batch.open_points[0]


def test_what_she_pasted_is_quoted_as_hers_and_read_for_themes(
    plan: Plan, listed: Callable[..., list[Listed]], directory: Directory
) -> None:
    code = next(p.program_code_nrmp for p in directory.programs if p.profile is None)
    said = {
        "program_code_nrmp": code,
        "field": "mission",
        "value": "They train doctors for uninsured and rural patients",
        "source": "their page",
        "date": "2026-08-01",
    }
    (batch,) = plan({"listed": listed(code)}, own_facts=[said], service=[CLINIC]).batches
    assert [quote.text for quote in batch.quotes] == [said["value"]]
    assert [match.theme for match in batch.matches] == ["rural", "underserved"]
    assert batch.matches[0].entry is None
    assert batch.matches[1].entry is not None


def test_like_programs_share_one_plan_so_that_sixty_are_feasible(
    plan: Plan, listed: Callable[..., list[Listed]], directory: Directory
) -> None:
    codes = [p.program_code_nrmp for p in directory.of(["family_medicine"]) if p.state != "CA"][:60]
    found = plan({"listed": listed(*codes)}, service=[CLINIC])
    assert sum(len(batch.programs) for batch in found.batches) == 60
    assert len(found.batches) == 1
    assert found.batches[0].bonds == ()


def test_once_applications_are_out_plans_are_for_interviews(
    facts: Facts, directory: Directory, person: Person, listed: Callable[..., list[Listed]]
) -> None:
    rows = listed("1067120C0")
    early = plan_ties(facts, directory, person(), TODAY, listed=rows).answer[2]
    late = plan_ties(facts, directory, person(), date(2026, 11, 10), listed=rows).answer[2]
    assert early.startswith("Your list's 1 program needs 1 plan;")
    assert late == f"Texts are out, so this is for interviews: y{early[1:]}"
    ranking = plan_ties(facts, directory, person(), date(2027, 2, 20), listed=rows).answer[2]
    assert ranking == f"Texts are out, so this is for late interviews and SOAP: y{early[1:]}"


def test_a_rotation_is_told_as_done_or_planned_and_not_counted_twice(
    plan: Plan, listed: Callable[..., list[Listed]]
) -> None:
    code = "1067120C0"
    rows = listed(code, s1067120C0=SignalTier.SINGLE)
    away = {"kind": "away_rotation", "program_code_nrmp": code, "state": "CA", "place": "Torrance"}
    done = plan({"listed": rows}, us_experience=[away | {"is_done": True}]).batches[0].interest
    ahead = plan({"listed": rows}, us_experience=[away | {"is_done": False}]).batches[0].interest
    alone = plan({"listed": rows}).batches[0].interest
    assert "(done)" in done[0]
    assert "(planned)" in ahead[0]
    assert "not counted as a second sign" in done[1]
    assert len(alone) == 1
    assert "second sign" not in alone[0]


def test_signals_to_home_programs_follow_the_specialty(plan: Plan) -> None:
    family = [text for text, _ in plan().rules]
    emergency = [text for text, _ in plan(goals={"specialties": ["Emergency Medicine"]}).rules]
    assert len(emergency) == len(family) + 1
    assert any("asks that home programs" in text for text in set(emergency) - set(family))


def test_an_unknown_area_is_refused_and_points_are_hers(plan: Plan) -> None:
    with pytest.raises(RequestError, match="unknown area"):
        plan({"areas": ["atlantis"]})
    hers = plan({"benchmarks": {"ties_points_grew_up": 7}}, ties=[GREW_UP])
    assert hers.areas[0].points == 7


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("ties", {"ties": [GREW_UP]}),
        ("languages", {"languages": [{"name": "Spanish", "level": "native"}]}),
        ("service", {"service": [CLINIC]}),
        ("work", {"work": [{"title": "Aide", "place": "Fresno", "state": "CA"}]}),
        ("us_experience", {"us_experience": [{"kind": "hands_on", "place": "Torrance", "state": "CA"}]}),
        ("goals.practice_area", {"goals": {"practice_area": "California"}}),
        ("applicant.school_state", {"applicant": {"school_state": "CA"}}),
    ],
)
def test_a_changed_field_changes_a_part_that_names_it(plan: Plan, field: str, change: dict[str, Any]) -> None:
    areas = {"areas": ["California"]}
    before = {part.text for row in plan(areas).areas for part in row.parts}
    new = [part for row in plan(areas, **change).areas for part in row.parts if part.text not in before]
    assert [part.fields for part in new] == [(field,)]


def test_every_example_can_be_read(facts: Facts, directory: Directory, example: Callable[[str], Profile]) -> None:
    for name in ("us-img-step2-fail", "do-comlex-only", "reapplicant", "high-scorer"):
        assert len(plan_ties(facts, directory, example(name), TODAY).answer) == 3


def listed_as(theme: str) -> str:
    """Return the key under which the list has a theme of a text; two have a longer name in the labelled sets."""
    return {"underserved_care": "underserved", "rural_health": "rural"}.get(theme, theme)


def test_ties_plan_and_texts_know_one_list_of_themes(facts: Facts, directory: Directory) -> None:
    listed = {row["item"] for row in facts.rows("rule", "topic = ?", ("theme_words",))}
    local = [row["value"].split(";") for row in facts.rows("rule", "topic = ?", ("local_theme",))]
    assert local
    assert {key for keys in local for key in keys} <= listed
    assert {listed_as(theme) for theme in THEMES} <= listed
    assert {listed_as(theme) for theme in NAMED} <= listed
    assert {theme for p in directory.programs if p.profile for theme in p.profile.themes} <= listed


@pytest.mark.parametrize(
    ("title", "local", "in_ties", "in_texts"),
    [
        ("Street medicine on skid row", "homelessness", "homelessness", "homelessness"),
        ("Interpreter for refugee families", "immigrant health", "immigrant_health", "immigrant_health"),
        ("Naloxone after an overdose", "addiction", "addiction", "addiction"),
        ("Free clinic for uninsured patients", "underserved care", "underserved", "underserved_care"),
    ],
)
def test_one_experience_has_one_theme_in_ties_plan_and_texts(
    title: str, local: str, in_ties: str, in_texts: str, plan: Plan, facts: Facts, directory: Directory, person: Person
) -> None:
    service = [{"title": title}]
    assert in_ties in plan(service=service).entries[0].themes
    ground = ground_of(facts, directory, person(service=service), TODAY, None, None)
    assert local in LocalThemes(ground).found_in(title)
    best = ThemeWords().best(title)
    assert best is not None
    assert (best.theme, listed_as(best.theme)) == (in_texts, in_ties)


def test_one_point_is_one_point(plan: Plan) -> None:
    found = plan({"areas": ["California"]}, ties=[{"kind": "born", "place": "Fresno", "state": "CA"}])
    assert found.areas[0].points == 1
    assert "(1 point)" in found.answer[0]


def test_a_share_under_the_least_is_not_rounded_up_to_it(plan: Plan) -> None:
    korean = {"languages": [{"name": "Korean", "level": "native"}]}
    areas = plan({"areas": ["California"]}, **korean).areas
    (text,) = [part.text for part in areas[0].parts if "Korean" in part.text]
    assert "under 1 %, so it does not count here" in text
    share = re.search(r"as ([0-9.]+) % of California", text)
    assert share is not None
    assert float(share[1]) < 1


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (("1043140C1",), "known here for each of them."),
        (("3081120C0",), "not known here for any of them: read their pages."),
        (("1043140C1", "3081120C0"), "known here for 1 of them, and unknown for 1 until you read their pages."),
    ],
)
def test_how_many_missions_are_known_is_told_without_counting_none(
    codes: tuple[str, ...], told: str, plan: Plan, listed: Callable[..., list[Listed]]
) -> None:
    assert plan({"listed": listed(*codes)}).answer[2].endswith(f"what a program is for is {told}")
