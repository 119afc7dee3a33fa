"""What a sentence says of its author: not what it denies, tells of others, or wishes for in another clause."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import Person
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import Facts
from smartpick.guidance.text import TextReport, check_texts, document_of, places_for
from smartpick.guidance.text._clauses import calmed, clauses
from smartpick.guidance.text._gazetteer import Gazetteer
from smartpick.guidance.text.rules import bonds, hits, stays
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)

Check = Callable[..., TextReport]


@pytest.fixture(scope="module")
def places(facts: Facts) -> Gazetteer:
    return places_for(facts)


@pytest.fixture(scope="module")
def check(facts: Facts, directory: Directory, example: Callable[[str], Profile]) -> Check:
    """Check one text for the example applicant from East Los Angeles, or for another."""

    def check_one(text: str, profile: Profile | None = None, line: str = "") -> TextReport:
        who = profile or example("us-md-la-step1-fail")
        return check_texts(facts, directory, who, [document_of("a.txt", "statement", text)], TODAY, None, line)

    return check_one


@pytest.mark.parametrize(
    "denied",
    [
        "It wasn't my fault.",
        "It wasn\u2019t really my fault.",
        "It was never my fault.",
        "That was not my responsibility.",
        "The fault was not mine.",
        "None of it was on me.",
        "I do not blame myself.",
        "I take no responsibility for that result.",
        "I was not to blame.",
    ],
)
def test_a_fault_that_is_denied_is_not_owned_and_reads_as_a_defense(denied: str, places: Gazetteer) -> None:
    assert hits("owns", denied, places.is_place) == ()
    assert "outside_control" in {hit.rule for hit in hits("defensive", denied, places.is_place)}


@pytest.mark.parametrize(
    "owned",
    [
        "It was my fault.",
        "It was not my fault alone.",
        "I cannot say that it was not my fault.",
        "It wasn't my school's fault; it was mine.",
        "I had nobody to blame but myself.",
        "I did not take it seriously.",
        "I failed not because I did not know the material but because I had not practiced questions.",
        "I was not responsible enough to ask for help.",
        "I had answered almost no questions.",
        "Nobody else chose that date; I did, with three practice tests behind me that said wait.",
        "I went in although my last practice test said no.",
    ],
)
def test_a_fault_that_is_owned_is_found_behind_a_denial(owned: str, places: Gazetteer) -> None:
    assert hits("owns", owned, places.is_place)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("I plan to stay in Texas.", ["Texas"]),
        ("I do not plan to stay in Texas.", []),
        ("I would never settle in Houston.", []),
        ("I don't want to live in Texas.", []),
        ("I would rather not stay in Texas.", []),
        ("I have no plan to practice in Texas.", []),
        ("I never want to leave Texas.", ["Texas"]),
        ("I would not want to live anywhere but Los Angeles.", ["Los Angeles"]),
        ("I do not plan to return to Texas; I plan to stay in Los Angeles.", ["Los Angeles"]),
        ("I hope to practice in Texas or Los Angeles for the rest of my career.", ["Texas", "Los Angeles"]),
        ("After training in Texas, I plan to stay in Los Angeles.", ["Los Angeles"]),
        ("I plan to settle in Houston, far from Los Angeles, where I was born.", ["Houston"]),
        ("Los Angeles is vibrant, and I hope to build my career there.", ["Los Angeles"]),
    ],
)
def test_where_somebody_means_to_stay(sentence: str, names: list[str], places: Gazetteer) -> None:
    assert [place.name for place, _ in stays(sentence, places.is_place)] == names
    assert bool(hits("stay", sentence, places.is_place)) == bool(names)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("I did not grow up in Fresno.", []),
        ("I was not born in Fresno.", []),
        ("I was not born in Fresno, but I grew up there.", ["Fresno"]),
        ("I have no family in Fresno.", []),
        ("My parents do not live in Fresno.", []),
        ("None of my family lives in Fresno.", []),
        ("I have never left Fresno.", ["Fresno"]),
        ("My family does not speak English but has lived in Fresno for twenty years.", ["Fresno"]),
        ("I did not know anyone when I moved to Fresno.", ["Fresno"]),
        ("I didn't grow up in Fresno; I grew up in Reno.", ["Reno"]),
        ("My best friend was raised in Fresno, and I visited.", []),
        ("A classmate grew up in Fresno and I admired her.", []),
        ("I worked with a nurse from Fresno.", []),
        ("My family lives in Fresno, but Houston has better hospitals.", ["Fresno"]),
        ("I was born in Fresno, and I hope to serve it.", ["Fresno"]),
        ("I want to go back to Fresno, where my parents live.", ["Fresno"]),
        ("I plan to return to Fresno, my home.", ["Fresno"]),
        ("My parents live in Fresno and I want to be near them.", ["Fresno"]),
        ("I would like to return to Fresno because my family lives there.", ["Fresno"]),
        ("I grew up in Fresno, and I hope to work in Houston.", ["Fresno"]),
        ("MY PARENTS STILL LIVE IN LONG BEACH.", ["Long Beach"]),
    ],
)
def test_which_places_bind_somebody(sentence: str, names: list[str], places: Gazetteer) -> None:
    assert [place.name for place, _ in bonds(sentence, places.is_place)] == names
    assert bool(hits("tie", sentence, places.is_place)) == bool(names)


@pytest.mark.parametrize(
    ("text", "grew_up", "family"),
    [
        ("I grew up in East Los Angeles.", "bound", "other"),
        ("I grew up in East Los Angeles. My parents still live there.", "bound", "bound"),
        ("My brothers live in East Los Angeles.", "other", "bound"),
        ("I GREW UP IN EAST LOS ANGELES WITH MY TWO BROTHERS.", "bound", "bound"),
        ("A friend of mine grew up in East Los Angeles.", "named", "named"),
        ("I did not grow up in East Los Angeles.", "named", "named"),
        ("I grew up in Fresno and never saw East Los Angeles.", "named", "named"),
    ],
)
def test_a_tie_is_seen_only_where_it_is_told(text: str, grew_up: str, family: str, check: Check) -> None:
    rows = {row.what.split(",")[0]: row for row in check(text).ties}
    assert (rows["grew up there"].shown["a.txt"], rows["family"].shown["a.txt"]) == (grew_up, family)
    if family == "other":
        assert "by another bond" in rows["family"].suggestion


def test_a_place_with_its_county_is_told_by_its_own_name(check: Check, person: Person) -> None:
    ties = [{"kind": "grew_up", "place": "Anaheim, Orange County", "state": "CA"}]
    (row,) = check("I grew up in Anaheim.", person(ties=ties)).ties
    assert row.shown["a.txt"] == "bound"
    assert check("I grew up in Anaheim, and California is my home.", person(ties=ties)).other_places == ()


def test_a_school_abroad_is_no_place_that_the_profile_does_not_know(
    check: Check, example: Callable[[str], Profile]
) -> None:
    found = check("I went to school in Grenada and volunteered in Oxnard.", example("us-img-step2-fail"))
    assert [place for place, _, _ in found.other_places] == ["Oxnard"]


VAGUE = (
    "I see myself building my career in Texas, where the people are warm. I believe in treating the whole person. Los"
    " Angeles is a city that never stops inspiring me, and I hope to settle there and serve its communities for years."
)


def test_a_vague_statement_that_stays_in_two_regions_hears_of_it(check: Check) -> None:
    (clash,) = check(VAGUE).clashes
    assert (clash.key, clash.severity) == ("stay_in_two_regions", "concern")
    assert "Texas and Los Angeles" in clash.text


WEAK = "I failed Step 1 in June 2024. "


@pytest.mark.parametrize(
    ("rest", "quote"),
    [
        ("I had studied alone from notes and questions. I passed in November.", ""),
        ("I had studied alone. I then met with a tutor every week.", "I then met with a tutor every week."),
        (
            "I underestimated it, so I met with a tutor every week.",
            "I underestimated it, so I met with a tutor every week.",
        ),
        (
            "I used a new schedule. I did forty timed questions every day and met with a tutor.",
            "I did forty timed questions every day and met with a tutor.",
        ),
        ("By November I had done 3,000 practice questions.", "By November I had done 3,000 practice questions."),
    ],
)
def test_what_had_been_done_before_is_no_change_and_the_best_sentence_is_quoted(
    rest: str, quote: str, check: Check
) -> None:
    passage = check(WEAK + rest).documents[0].passage
    assert passage is not None
    assert next(part.quote for part in passage.parts if part.key == "change") == quote


def test_a_defense_of_an_exam_is_about_one(check: Check) -> None:
    found = check("It wasn't my fault that my exam went the way it did. My school was chaotic.")
    assert found.address.addressed_in == ("a.txt",)
    # Nothing in it names an exam: it is said that the rules found none, and what reads as a defense of one.
    unnamed = check("It wasn't my fault. I was the victim of circumstance.")
    assert unnamed.address.addressed_in == ()
    assert "as far as the rules can tell, though some of it may read as the defense of one" in unnamed.answer[1]
    assert any(line.startswith("Yet 2 sentences of a.txt may read as a defense") for line in unnamed.address.lines)


@pytest.mark.parametrize("name", ["high-scorer", "us-md-la-step1-fail", "us-img-step2-fail"])
def test_what_is_not_found_is_not_found_by_rules(name: str, check: Check, example: Callable[[str], Profile]) -> None:
    found = check("I keep bees.", example(name))
    assert "as far as the rules can tell" in found.answer[1]
    assert "as far as the rules can tell" in found.address.lines[0]


def test_only_exam_results_are_said_to_need_no_explanation(check: Check, example: Callable[[str], Profile]) -> None:
    assert (
        check("I keep bees.", example("high-scorer"))
        .answer[1]
        .startswith("No exam result in your profile needs an explanation")
    )


def test_one_sentence_more_that_says_all_is_not_told_that_it_is_too_many(check: Check) -> None:
    whole = WEAK + (
        "I had underestimated it. I met with a tutor twice a week. I passed in November. I will use the same log on the"
        " wards as a resident."
    )
    lines = " ".join(check(whole).address.lines)
    assert "shorten it only if nothing is lost" in lines
    assert "too many" not in lines
    without = whole.replace("I had underestimated it", "I did 3,000 practice questions")
    assert "1 too many" in " ".join(check(without).address.lines)


@pytest.mark.parametrize(
    ("family", "sentence", "rule"),
    [
        ("defensive", "A single exam says little about a doctor.", "attacks_exam"),
        ("defensive", "I really should have passed.", "would_have"),
        ("vague", "I am looking for a supportive program.", "wish"),
        ("vague", "I believe in treating the whole person.", "conviction"),
        ("vague", "I am a dedicated person.", "trait"),
        ("vague", "These experiences taught me patience.", "sums_up"),
    ],
)
def test_the_reason_is_that_of_what_is_said(family: str, sentence: str, rule: str, places: Gazetteer) -> None:
    assert rule in {hit.rule for hit in hits(family, sentence, places.is_place)}


def test_how_somebody_grew_up_is_no_praise_of_a_place(places: Gazetteer) -> None:
    said = "Growing up in a multicultural household taught me to appreciate diversity."
    assert "praises_place" not in {hit.rule for hit in hits("generic", said, places.is_place)}
    assert hits("generic", "Houston has a lot to offer.", places.is_place)


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Addiction medicine is my calling.", "addiction"),
        ("I chose medicine for people who use drugs.", "addiction"),
        ("My heart is in rural medicine.", "rural_health"),
        ("I will be a voice for refugees.", "immigrant_health"),
        ("MENTAL HEALTH IS WHY I BECAME A DOCTOR.", "community_psychiatry"),
        ("People without homes are the reason that I came to medicine.", "homelessness"),
    ],
)
def test_missions_are_claimed_in_many_words(text: str, theme: str, check: Check) -> None:
    assert theme in {each.theme for each in check(text).themes}


def test_every_theme_of_the_one_line_is_held_to_the_profile(check: Check) -> None:
    parts = check(
        "I keep bees.", line="A family doctor for people without homes and for addiction medicine."
    ).line.parts
    assert {said for part, said, _, _ in parts if part == "theme"} >= {
        "care for people without homes",
        "addiction medicine",
    }


def test_no_reason_ends_twice(check: Check) -> None:
    found: Any = check("I keep bees.", line="My school never taught us biochemistry.")
    assert found.line.problems
    assert not [problem for problem in found.line.problems if problem.endswith(("?.", "..", "!."))]


WORDS = st.sampled_from(
    [
        *("I", "my", "parents", "never", "not", "n't", "grew", "up", "in", "Fresno", "FRESNO", "where", "there", "and"),
        *(
            "but",
            "live",
            "plan",
            "to",
            "stay",
            "hope",
            ",",
            ";",
            ".",
            "\u2019",
            "who",
            "She",
            "because",
            "home",
            "\u0130",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_whatever_is_said_is_read_where_it_stands(said: str) -> None:
    def is_place(name: str) -> bool:
        return name == "Fresno"

    assert len(calmed(said, is_place)) == len(said)
    pieces = clauses(said)
    assert all(start <= end for start, end in pieces)
    assert [start for start, _ in pieces] == sorted({start for start, _ in pieces})
    for place, found in (*bonds(said, is_place), *stays(said, is_place)):
        assert found
        assert said[place.start : place.end].lower() == place.name.lower()
        assert all(0 <= hit.start < hit.end <= len(said) for hit in found)


UNREAL = (
    "I failed Step 2 CK in January 2025. If the exam had been a week later I would have passed easily. My attendings"
    " told me that I was better than most of the American students."
)


def test_what_would_have_been_is_no_result_and_a_comparison_joins_nothing(check: Check) -> None:
    (found,) = check(UNREAL).documents
    assert found.passage is not None
    assert [part.key for part in found.passage.parts if part.quote] == []
    assert [mark.rule for mark in found.marks] == ["would_have", "compares"]


def test_a_result_in_the_paragraph_right_behind_belongs_to_the_passage(check: Check) -> None:
    (found,) = check("I failed Step 2 CK in January 2025.\n\nI passed on my next attempt with a 221.").documents
    assert found.passage is not None
    assert found.passage.sentences == 2
    (later,) = [part for part in found.passage.parts if part.key == "later_result"]
    assert later.line == 3
    for other in ("My patient passed his test on the second attempt.", "I passed my driving test at sixteen."):
        (found,) = check(f"I failed Step 2 CK in January 2025.\n\n{other}").documents
        assert found.passage is not None
        assert found.passage.sentences == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "He came in three times with heart failure because nobody had asked whether he could read the label.",
        "I learned that no test can replace listening to a patient.",
        "I am more careful than many students I have taught since.",
    ],
)
def test_what_is_told_of_a_patient_is_no_defense(sentence: str, places: Gazetteer) -> None:
    assert not [hit for hit in hits("defensive", sentence, places.is_place) if hit.rule != "sounds_like"]


def test_what_was_passed_before_the_failure_did_not_come_of_it(check: Check, example: Callable[[str], Profile]) -> None:
    found = check(UNREAL, profile=example("us-img-step2-fail"))
    (came,) = [facts for question, facts in found.address.prompts if question.startswith("What came of it")]
    assert came == "Step 2 CK 221, September 2025, pass"


def test_a_change_that_the_profile_does_not_hold_is_said_to_be_missing_there(
    check: Check, example: Callable[[str], Profile]
) -> None:
    told = "I failed Step 2 CK in January 2025. I met with a tutor every week and passed in September with a 221."
    who = example("us-img-step2-fail")
    assert any("put it into your profile" in line for line in check(told, profile=who).address.lines)
    assert not any("put it into your profile" in line for line in check(UNREAL, profile=who).address.lines)
