"""Goals, money, signals, own facts, earlier seasons, the season's log: what cannot be so, and where it is told."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smartpick.facts import Facts, open_facts
from smartpick.profile import Known, check_profile
from smartpick.profile._own_facts import OWN_FACTS, value_trouble

FM_HARBOR, IM_HARBOR = "1067120C0", "1067140C0"


def told(check: Any, text: str) -> dict[str, str]:
    """Return the problems of a US MD senior of season 2027, by path."""
    return {problem.where.rpartition(", ")[2]: str(problem) for problem in check(f"season = 2027\n{text}")}


def wish(check: Any, text: str) -> dict[str, str]:
    """Return the problems of a profile whose goals are written out."""
    problems = check(f'applicant.type = "us_md_senior"\nseason = 2027\n[goals]\n{text}', with_least=False)
    return {problem.where.rpartition(", ")[2]: str(problem) for problem in problems}


@pytest.mark.parametrize(
    ("names", "path", "word"),
    [
        ('["Famly Medicine"]', "goals.specialties[0]", "Did you mean 'Family Medicine'"),
        ('["FM", "psychiatri"]', "goals.specialties[1]", "'psychiatry'"),
        ('["FM", "120"]', "goals.specialties[1]", "twice"),
        ('["Urology"]', "goals.specialties[0]", "AUA"),
        ('["FM", "Ophthalmology"]', "goals.specialties[1]", "SF Match"),
        ('["Nuclear Medicine"]', "goals.specialties[0]", "2026"),
        ("[]", "goals.specialties", "Family Medicine"),
        ('["FM", 3]', "goals.specialties[1]", "a text in quotes"),
        ('"FM"', "goals.specialties", "a list belongs"),
    ],
)
def test_specialties(check: Any, names: str, path: str, word: str) -> None:
    found = wish(check, f"specialties = {names}")
    assert list(found) == [path]
    assert word in found[path]


@pytest.mark.parametrize(
    ("areas", "path", "word"),
    [
        ('tier1 = ["los-angeles"]', "goals.areas.tier1[0]", "'los-angeles-county'"),
        ('tier2 = ["CA", "Calfornia"]', "goals.areas.tier2[1]", "'california'"),
        ('tier3 = ["40 miles from Torance, CA"]', "goals.areas.tier3[0]", "'Torrance'"),
        ('tier1 = ["CA"]\nnever = ["california"]', "goals.areas.never[0]", "in tier 1 and in never"),
        ('tier1 = ["CA"]\ntier2 = ["Ohio", "california"]', "goals.areas.tier2[1]", "in tier 1 too"),
        ('tier1 = ["la county", "los-angeles-county"]', "goals.areas.tier1[1]", "twice"),
        ("anywhere = false", "goals.areas.anywhere", "anywhere = true"),
        ('tier1 = "CA"\nanywhere = false', "goals.areas.tier1", "a list belongs"),
    ],
)
def test_areas(check: Any, areas: str, path: str, word: str) -> None:
    found = wish(check, f'specialties = ["FM"]\n[goals.areas]\n{areas}')
    assert list(found) == [path]
    assert word in found[path]


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ('preferred_divisions = ["Pacifik"]', "goals.preferred_divisions[0]", "'Pacific'"),
        ('preferred_divisions = ["Pacific", "pacific"]', "goals.preferred_divisions[1]", "twice"),
        ('preferred_divisions = ["a", "b", "c", "d"]', "goals.preferred_divisions", "at most 3"),
        (
            'preferred_divisions = ["Pacific"]\nhas_no_division_preference = true',
            "goals.has_no_division_preference",
            "Keep one",
        ),
        ("priorities = {locaton = 5}", "goals.priorities.locaton", "Did you mean 'location'"),
        ("priorities = {location = 6}", "goals.priorities.location", "at most 5"),
        ("priorities = {location = 0}", "goals.priorities.location", "at least 1"),
        ("where_over_whether = 1.5", "goals.where_over_whether", "at most 1"),
        ('practice_area = "Los Angles"', "goals.practice_area", "Did you mean"),
        (
            f'programs = [{{program_code_nrmp = "{FM_HARBOR}", desire = 5, is_never = true}}]',
            "goals.programs[0].is_never",
            "Keep one",
        ),
        ('programs = [{program_code_nrmp = "1067121C0"}]', "goals.programs[0].program_code_nrmp", "no program"),
    ],
)
def test_goals(check: Any, text: str, path: str, word: str) -> None:
    found = wish(check, f'specialties = ["FM"]\n{text}')
    assert list(found) == [path]
    assert word in found[path]


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ("[budget]\nusd = 0", "budget.usd", "above 0"),
        ("[budget]\nusd = -5", "budget.usd", "above 0"),
        ('[budget]\nusd = "1500"', "budget.usd", "a number"),
        ("[budget]\nmax_programs = 40\nplanned_programs = 95", "budget.planned_programs", "at most 40"),
        ('partner.profile = "/home/me/partner.toml"', "partner.profile", "Write partner.toml"),
        (r"partner.profile = 'C:\me\partner.toml'", "partner.profile", "Write partner.toml"),
        ('partner.profile = "me.toml"', "partner.profile", "your own file"),
        (
            'signals = [{institution_code = "9999", specialty = "FM", tier = "gold"}]',
            "signals[0].institution_code",
            "first four digits",
        ),
        (
            'signals = [{institution_code = "1067", specialty = "FMM", tier = "gold"}]',
            "signals[0].specialty",
            "unknown",
        ),
        ('signals = [{institution_code = "1067", specialty = "FM", tier = "none"}]', "signals[0].tier", "gold, silver"),
        ("assumptions.step1_fial = {mean = 0.0, sd = 1.0}", "assumptions.step1_fial", "'step1_fail'"),
        ("assumptions.step1_fail = {mean = nan, sd = 1.0}", "assumptions.step1_fail.mean", "a number"),
    ],
)
def test_money_partner_signals_assumptions(check: Any, text: str, path: str, word: str) -> None:
    found = told(check, text)
    assert list(found) == [path]
    assert word in found[path]


def test_one_signal_for_an_institution_and_specialty(check: Any) -> None:
    signal = '{{institution_code = "1067", specialty = "{}", tier = "{}"}}'
    first, other, again = signal.format("FM", "gold"), signal.format("IM", "gold"), signal.format("120", "silver")
    assert told(check, f"signals = [{first}, {other}]") == {}
    found = told(check, f"signals = [{first}, {other}, {again}]")
    assert list(found) == ["signals[2]"]
    assert "gold and silver" in found["signals[2]"]


def fact(field: str, value: str, *, strict: str = "strict = true, ", day: str = "2026-08-03") -> str:
    return (
        f'{{program_code_nrmp = "{FM_HARBOR}", field = "{field}", value = {value}, {strict}source = "x", date = {day}}}'
    )


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("minimum_step2_ck", '"220"', "without quotes"),
        ("minimum_step2_ck", "true", "true for minimum_step2_ck"),
        ("minimum_step2_ck", "22", "from 100 to 300"),
        ("minimum_step2_ck", "220.5", "a whole number"),
        ("minimum_comlex2", "0", "from 9 to 999"),
        ("max_failed_attempts", "-1", "from 0 to 20"),
        ("accepts_comlex_only", "1", "true or false"),
        ("accepts_comlex_only", '"yes"', "true or false"),
        ("sponsors_j1", "0.0", "true or false"),
        ("img_share", "140", "0.25, or 25 for percent"),
        ("img_share", "-0.1", "0.25, or 25 for percent"),
        ("img_share", "1", "0.01 or 1.0"),
        ("interview_rate", '"10 %"', "0.25, or 25 for percent"),
        ("program_type", '"big"', "academic, community, hybrid"),
        ("note", "3", "a text in quotes"),
        ("note", '""', "an empty text"),
        ("salary_usd", "0xFFFFFFFFFFFFFFFFFFFF", "a huge number"),
    ],
)
def test_own_facts_have_values_of_their_kind(check: Any, field: str, value: str, word: str) -> None:
    found = told(check, f"own_facts = [{fact(field, value)}]")
    assert list(found) == ["own_facts[0].value"]
    assert word in found["own_facts[0].value"]


def test_every_kind_of_own_fact_takes_what_it_asks_for() -> None:
    good: dict[str, list[bool | float | str]] = {
        "yes or no": [True, False],
        "whole number": [100],
        "number": [12, 12.5],
        "share": [0, 0.25, 25, 1.0, 100],
        "one of": ["academic"],
        "text": ["x"],
    }
    for field, rule in OWN_FACTS.items():
        values = [rule.low, rule.high] if "number" in rule.kind else good[rule.kind]
        for value in values:
            assert list(value_trouble(field, value)) == [], field


@pytest.mark.parametrize(
    ("own", "path", "word"),
    [
        ([fact("minimum_step2_ck", "220", strict="")], "own_facts[0].strict", "strict = true for a rule"),
        ([fact("note", '"x"', day="2027-08-03")], "own_facts[0].date", "future"),
        ([fact("minimum_step2_ck", "220"), fact("minimum_step2_ck", "225")], "own_facts[1]", "a second"),
        ([fact("mission", '"x"', strict="", day='"soon"')], "own_facts[0].date", "is not a day"),
        ([fact("minimum_step_2", "220")], "own_facts[0].field", "Did you mean"),
        (["{field = 'note', value = 'x', source = 'x', date = 2026-08-03}"], "own_facts[0].program_code_nrmp", "Add"),
        ([fact("note", "'x'").replace(FM_HARBOR, "1067120c0")], "own_facts[0].program_code_nrmp", "seven digits"),
        ([fact("note", "[3]")], "own_facts[0].value", "neither a number"),
    ],
)
def test_own_facts(check: Any, own: list[str], path: str, word: str) -> None:
    found = told(check, f"own_facts = [{', '.join(own)}]")
    assert list(found) == [path]
    assert word in found[path]


def test_own_facts_that_can_stand_together(check: Any) -> None:
    facts = [fact("note", '"x"'), fact("note", '"y"'), fact("img_share", "40", strict=""), fact("minimum_step1", "200")]
    facts += [fact("sponsors_j1", "true", strict=""), fact("requires_step3", "false", strict="")]
    assert told(check, f"own_facts = [{', '.join(facts)}]") == {}
    assert list(told(check, f"own_facts = [{fact('sponsors_j1', 'false', strict='')}]")) == ["own_facts[0].strict"]


def test_every_slip_of_a_list_keeps_its_number(check: Any) -> None:
    """The second entry lacks its source, the first and third contradict each other: all three are told in place."""
    lacking = fact("note", '"x"').replace('source = "x", ', "")
    found = told(check, f"own_facts = [{fact('img_share', '40')}, {lacking}, {fact('img_share', '50')}]")
    assert sorted(found) == ["own_facts[1].source", "own_facts[2]"]


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ("{season = 2027}", "earlier_seasons[0].season", "not earlier"),
        ("{season = 2028}", "earlier_seasons[0].season", "not earlier"),
        ("{season = 2026}, {season = 2026}", "earlier_seasons[1].season", "twice"),
        ("{season = 2026, applications = -3}", "earlier_seasons[0].applications", "at least 0"),
        ("{season = 2026, applications = 10, interviews = 12}", "earlier_seasons[0].interviews", "12 interview offers"),
        ("{season = 2026, interviews = 2, outcome = 'no_interviews'}", "earlier_seasons[0].outcome", "unmatched"),
        ("{season = 2026, submitted_date = 2024-09-25}", "earlier_seasons[0].submitted_date", "2026 Match"),
        ("{season = 2026, specialties = ['Famly Medicine']}", "earlier_seasons[0].specialties[0]", "Did you mean"),
        (f"{{season = 2026, programs = ['{FM_HARBOR}', '{FM_HARBOR}']}}", "earlier_seasons[0].programs", "2 times"),
        ("{season = 2026, programs = ['1067121C0']}", "earlier_seasons[0].programs[0]", FM_HARBOR),
        (
            f"{{season = 2026, programs = ['{FM_HARBOR}'], interviewed_at = ['{IM_HARBOR}']}}",
            "earlier_seasons[0].interviewed_at",
            "not among those applied to",
        ),
    ],
)
def test_earlier_seasons(check: Any, text: str, path: str, word: str) -> None:
    found = told(check, f"earlier_seasons = [{text}]")
    assert list(found) == [path]
    assert word in found[path]


def test_an_earlier_season_may_lie_outside_the_nrmp_and_name_tracks_that_ended(check: Any) -> None:
    assert told(check, "earlier_seasons = [{season = 2024, specialties = ['Urology'], programs = ['1061140C0']}]") == {}


def event(kind: str, day: str = "") -> str:
    return f'{{program_code_nrmp = "{FM_HARBOR}", event = "{kind}"{f", date = {day}" if day else ""}}}'


@pytest.mark.parametrize(
    ("events", "path", "word"),
    [
        ([event("invited", "2026-12-24")], "season_log[0].date", "future"),
        ([event("applied", "2025-09-24")], "season_log[0].date", "outside the season"),
        ([event("applied", "2026-09-24"), event("invited", "2026-09-20")], "season_log[1].date", "before 'applied'"),
        (
            [event("interviewed", "2026-10-20"), event("invited", "2026-11-02")],
            "season_log[0].date",
            "before 'invited'",
        ),
        (
            [event("declined", "2026-10-20"), event("interviewed", "2026-11-02")],
            "season_log[1].date",
            "after 'declined'",
        ),
        ([event("applied", "2026-09-24"), event("applied", "2026-09-25")], "season_log[1]", "a second 'applied'"),
        ([event("invited", "2026-10-24"), event("invited", "2026-10-24")], "season_log[1]", "a second 'invited'"),
        ([event("invited").replace(FM_HARBOR, "9999999C0")], "season_log[0].program_code_nrmp", "no program"),
        ([event("hired")], "season_log[0].event", "Write one of"),
    ],
)
def test_season_log(check: Any, events: list[str], path: str, word: str) -> None:
    found = told(check, f"season_log = [{', '.join(events)}]")
    assert list(found) == [path]
    assert word in found[path]


def test_a_season_as_it_goes(check: Any) -> None:
    """Applied, on the waiting list, invited after all, and an interview ahead."""
    events = [
        event("open_house", "2026-05-20"),
        event("applied", "2026-09-24"),
        event("waitlisted", "2026-10-15"),
        event("invited", "2026-11-02"),
        event("scheduled", "2026-12-10"),
        event("ranked"),
    ]
    assert told(check, f"season_log = [{', '.join(events)}]") == {}


def test_codes_that_changed_are_told_their_successor(check: Any) -> None:
    """LAC+USC became Los Angeles General: its tracks have other codes since."""
    found = told(check, f"season_log = [{event('applied').replace(FM_HARBOR, '1061140C0')}]")
    assert "Write 1135140C3" in found["season_log[0].program_code_nrmp"]


def test_counts_of_questions(check: Any) -> None:
    text = "study.question_banks = [{name = 'x', date = 2027-01-01, done = 30, total = 20}]"
    assert sorted(told(check, text)) == ["study.question_banks[0].date", "study.question_banks[0].done"]


def test_a_contact_ahead_is_a_follow_up(check: Any) -> None:
    assert list(told(check, "contacts = [{role = 'x', date = 2027-01-01}]")) == ["contacts[0].date"]
    assert told(check, "contacts = [{role = 'x', follow_up_date = 2027-01-01}]") == {}


def test_known_without_facts_leaves_names_unchecked() -> None:
    known = Known()
    assert (known.specialty("x"), known.area_key("x"), known.code_trouble("x")) == (None, None, None)
    empty = (known.states, known.divisions, known.assumption_keys, known.standards)
    assert not any((*empty, known.program_codes, known.institution_codes))


def test_every_name_of_a_specialty_is_known(facts: Facts, known: Known) -> None:
    for row in facts.specialties():
        for name in {row["key"], row["name"], row["nrmp_name"], row["nrmp_code"], *row["aliases"].split(";")}:
            if name and name != "not_applicable":
                found = known.specialty(name)
                assert found is not None
                assert found.key, name


def test_published_standards_are_found(known: Known) -> None:
    """Six for Step 2 CK, and one each for the three-digit Step 1 and for Level 2-CE."""
    found = [standard.exam for standard in known.standards]
    assert (found.count("step2_ck"), found.count("step1"), found.count("comlex2")) == (6, 1, 1)
    assert sorted(s.score for s in known.standards if s.exam == "step2_ck") == [189, 196, 203, 209, 214, 218]


def test_a_build_without_places_and_programs_still_reads_profiles(tmp_path: Path, examples: list[Path]) -> None:
    """What a build leaves out cannot be checked, and is not held against anybody."""
    small = sqlite3.connect(tmp_path / "small.sqlite")
    open_facts().connection.backup(small)
    kinds = ("state", "place", "zip", "program_track", "program_succession")
    for kind in kinds:
        small.execute(f"DELETE FROM {kind}")
        small.execute("UPDATE fact_table SET is_left_out = 1 WHERE kind = ?", (kind,))
    small.commit()
    small.close()
    known = Known.of(open_facts(tmp_path / "small.sqlite"))
    for path in examples:
        assert check_profile(path, known, date(2026, 11, 24)) == []
    assert known.code_trouble("9999999C0") is None
    assert known.area_key("Atlantis") is None
