"""The rules: how often they are wrong on what they were read against, and what they must never do."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import Facts
from smartpick.guidance.text import Document, document_of, places_for
from smartpick.guidance.text._gazetteer import Gazetteer
from smartpick.guidance.text._passage import marks_of, passage_of
from smartpick.guidance.text.judge import judge, labelled_of, shipped
from smartpick.guidance.text.rules import FAMILIES, hits, places_in
from smartpick.guidance.text.rules._claims import _GENERIC, _VAGUE
from smartpick.guidance.text.rules._defensive import DEFENSIVE
from smartpick.guidance.text.rules._growth import CHANGE, RESIDENCY
from smartpick.guidance.text.rules._places import STAY, TIE
from smartpick.guidance.text.rules._weak import MENTIONS, OWNS

MORE = Path(__file__).with_name("text_sentences.txt")


@pytest.fixture(scope="module")
def places(facts: Facts) -> Gazetteer:
    return places_for(facts)


def test_the_frozen_set_is_missed_and_misread_as_rarely_as_is_told(places: Gazetteer) -> None:
    (first,) = [each for each in shipped() if each.name == "labelled_1.txt"]
    found = judge(first, places.is_place)
    assert [row.family for row in found.families] == list(FAMILIES)
    for row in found.families:
        assert row.positives >= 60, row.family
        assert row.negatives >= 60, row.family
        assert len(row.missed) <= 4, (row.family, row.missed)
        assert len(row.false_alarms) <= 2, (row.family, row.false_alarms)


def test_a_change_of_a_rule_breaks_nothing_that_was_right(places: Gazetteer) -> None:
    found = judge(labelled_of(MORE.read_text(encoding="utf-8"), MORE.name), places.is_place)
    for row in found.families:
        assert len(row.missed) <= 0.1 * row.positives, (row.family, row.missed)
        assert len(row.false_alarms) <= 0.1 * row.negatives, (row.family, row.false_alarms)


@pytest.mark.parametrize(
    ("family", "is_one", "is_none"),
    [
        ("mentions", "I failed Step 1 in June.", "He was admitted with heart failure."),
        ("defensive", "My school never taught us biochemistry.", "I never opened the biochemistry notes."),
        ("owns", "I underestimated the exam.", "She underestimated the bleeding."),
        ("change", "I met with a tutor twice a week.", "I worked harder."),
        ("residency", "I will use the same log on the wards.", "I passed on my second attempt."),
        ("vague", "I am passionate about helping people.", "I ran the vaccine refrigerator in 2025."),
        ("generic", "Your program is renowned for its excellence.", "Your van parks beside the shelter where I work."),
        ("tie", "I grew up in Fresno.", "My patient grew up in Fresno."),
        ("stay", "I plan to practice in Fresno for good.", "I hope to train in Fresno."),
    ],
)
def test_each_family_tells_one_from_the_other(family: str, is_one: str, is_none: str, places: Gazetteer) -> None:
    assert hits(family, is_one, places.is_place)
    assert not hits(family, is_none, places.is_place)


def test_curly_apostrophes_read_as_straight_ones(places: Gazetteer) -> None:
    straight = hits("defensive", "It wasn't really a failure.", places.is_place)
    curly = hits("defensive", "It wasn\u2019t really a failure.", places.is_place)
    assert straight == curly != ()


def test_places_are_told_from_months_languages_and_people(places: Gazetteer) -> None:
    sentence = "In June I met Dr. Fresno in Boyle Heights, spoke Spanish, and drove to Oxnard with Ms. Carson."
    assert [each.name for each in places_in(sentence, places.is_place)] == ["Boyle Heights", "Oxnard"]
    assert all(sentence[each.start : each.end] == each.name for each in places_in(sentence, places.is_place))


def test_places_of_one_name_stay_open_until_somebody_says_which(facts: Facts) -> None:
    bare = places_for(facts)
    assert bare.spot("Houston").states == {"TX"}
    assert bare.spot("Pasadena").states == set()
    assert bare.spots("I grew up in Pasadena, CA.")[0].states == {"CA"}
    told = Gazetteer(facts, [("Pasadena", "CA")])
    assert told.spot("Pasadena").states == {"CA"}
    assert told.are_apart(told.spot("Pasadena"), told.spot("Houston")) is True
    assert told.are_apart(told.spot("Pasadena"), told.spot("Glendale", "CA")) is False
    assert told.are_apart(told.spot("San Francisco", "CA"), told.spot("San Diego", "CA")) is True
    assert told.are_apart(told.spot("Los Angeles"), told.spot("California")) is False
    assert bare.are_apart(bare.spot("Pasadena"), bare.spot("Houston")) is None


@settings(deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_cut_without_losing_a_letter(text: str) -> None:
    made = document_of("a.txt", "statement", text)
    at = 0
    for sentence in made.sentences:
        assert sentence.start >= at
        assert text[sentence.start : sentence.end].replace("\n", " ") == sentence.text
        assert not any(map(str.isalnum, text[at : sentence.start]))
        at = sentence.end
    assert not any(map(str.isalnum, text[at:]))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("I my exam failed school never in Houston. because\n\"'’-1"), max_size=300))
def test_marks_lie_where_they_say(text: str) -> None:
    made: Document = document_of("a.txt", "statement", text)
    for mark in marks_of(made, lambda name: name == "Houston"):
        assert made.text[mark.start : mark.end].replace("\n", " ") == mark.quote
        assert mark.quote in mark.sentence
        assert mark.line == made.text[: mark.start].count("\n") + 1
        assert mark.reason


def test_a_line_without_end_is_looked_at_in_pieces(places: Gazetteer) -> None:
    made = document_of("a.txt", "statement", "I will not stay and the exam was " * 400)
    assert max(len(each.text) for each in made.sentences) <= 400
    assert len(made.sentences) > 20
    assert {each.paragraph for each in made.sentences} == {0}
    assert marks_of(made, places.is_place) is not None


def test_no_rule_is_idle(places: Gazetteer) -> None:
    """Every rule points at something in the sentences it was made for, and gives a reason in plain words."""
    declared = {
        (each.family, each.key)
        for rules in (MENTIONS, DEFENSIVE, OWNS, CHANGE, RESIDENCY, TIE, STAY, _VAGUE, _GENERIC)
        for each in rules
    }
    fired = set()
    for labelled in (*shipped(), labelled_of(MORE.read_text(encoding="utf-8"), MORE.name)):
        for (family, is_one), sentences in labelled.sentences.items():
            for sentence in sentences if is_one else ():
                fired |= {(hit.family, hit.rule) for hit in hits(family, sentence, places.is_place)}
    assert declared <= fired
    assert fired - declared == {
        ("vague", "nothing_to_picture"),
        ("defensive", "sounds_like"),
        ("owns", "sounds_like"),
        ("generic", "speaks_of_any_program"),
    }


@pytest.mark.parametrize("name", ["doors.txt", "notebooks.txt"])
def test_other_voices_are_not_shouted_at(name: str, places: Gazetteer) -> None:
    text = (MORE.parent / "text_voices" / name).read_text(encoding="utf-8")
    made = document_of(name, "statement", text)
    assert marks_of(made, places.is_place) == ()
    passage = passage_of(made, places.is_place)
    assert passage is not None
    assert {part.key for part in passage.parts if part.quote} >= {"owns", "change"}
