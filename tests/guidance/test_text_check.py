"""Texts of one applicant: the three statements as their author reads them, and each check by a change that moves it."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guidance.people import Person

from smartpick.facts import Facts
from smartpick.guidance import ListFigures, answers
from smartpick.guidance.text import Document, TextReport, check_texts, document_of
from smartpick.profile import Profile
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)
TEXTS = Path(__file__).resolve().parents[2] / "examples" / "texts"
EXAMPLES = sorted(path.stem for path in TEXTS.parent.glob("*.toml"))

Check = Callable[..., TextReport]


def shipped(name: str, kind: str = "statement") -> Document:
    return document_of(name, kind, (TEXTS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def check(facts: Facts, directory: Directory, example: Callable[[str], Profile]) -> Check:
    """Check texts, given as documents or as name = text, for the example applicant from East Los Angeles or another."""

    def check_some(*documents: Document, profile: Profile | None = None, line: str = "", **texts: str) -> TextReport:
        made = [*documents, *(document_of(name, "statement", text) for name, text in texts.items())]
        who = profile or example("us-md-la-step1-fail")
        return check_texts(facts, directory, who, made, TODAY, None, line)

    return check_some


def families(found: TextReport) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in found.documents:
        for mark in each.marks:
            counts[mark.family] = counts.get(mark.family, 0) + 1
    return counts


def test_the_good_statement_is_left_alone(check: Check) -> None:
    found = check(shipped("statement-good.txt"))
    assert families(found) == {}
    passage = found.documents[0].passage
    assert passage is not None
    assert all(part.quote for part in passage.parts)
    assert (passage.sentences, passage.is_right_length, passage.defensive) == (4, True, 0)
    assert {row.name: row.shown["statement-good.txt"] for row in found.ties} == {
        "East Los Angeles": "bound",
        "Spanish": "bound",
    }
    assert found.clashes == ()


def test_the_defensive_statement_hears_where_and_why(check: Check) -> None:
    found = check(shipped("statement-defensive.txt"))
    assert families(found)["defensive"] >= 10
    assert families(found).get("vague", 0) == 0
    passage = found.documents[0].passage
    assert passage is not None
    assert {part.key for part in passage.parts if not part.quote} == {"owns", "change", "residency"}
    assert passage.defensive >= 8
    marks = {mark.rule: mark for mark in found.documents[0].marks}
    assert marks["blames_people"].reason.startswith("puts it on other people")
    assert "I only failed by a few points." in {mark.sentence for mark in found.documents[0].marks}
    # What speaks for her stays unmarked: the baker, her grades, her languages.
    assert not any("insulin" in mark.sentence or "Honors" in mark.sentence for mark in found.documents[0].marks)


def test_the_vague_statement_hears_that_anybody_could_have_written_it(check: Check) -> None:
    found = check(shipped("statement-vague.txt"))
    counts = families(found)
    assert "defensive" not in counts
    assert counts["vague"] >= 15
    assert counts["generic"] >= 4
    passage = found.documents[0].passage
    assert passage is not None
    assert [part.quote for part in passage.parts] == ["", "", "", ""]
    assert all(row.shown["statement-vague.txt"] == "no" for row in found.ties if row.name == "Spanish")
    assert all(row.suggestion for row in found.ties)


def test_plans_for_two_regions_are_set_side_by_side(check: Check) -> None:
    both = check(shipped("statement-good.txt"), shipped("answer-other-region.txt", "answer"))
    (clash,) = [each for each in both.clashes if each.key == "stay_in_two_regions"]
    assert clash.severity == "concern"
    assert clash.other is not None
    assert {clash.one[0], clash.other[0]} == {"statement-good.txt", "answer-other-region.txt"}
    assert "Houston" in clash.text
    assert check(shipped("answer-other-region.txt", "answer")).clashes == ()


@pytest.mark.parametrize(
    ("one", "other", "keys"),
    [
        ("I will stay in California for good.", "I plan to practice in Los Angeles.", []),
        ("I plan to practice in San Diego.", "I plan to practice in San Francisco.", ["stay_in_two_regions"]),
        ("I plan to practice in San Diego.", "I hope to train in Houston.", []),
        ("I grew up in East Los Angeles.", "I grew up in Houston.", ["grew_up_twice", "grew_up_not_in_profile"]),
        ("Los Angeles is my home.", "I call Houston home.", ["home_twice"]),
        ("Los Angeles is my home.", "California is my home.", []),
        ("I do not plan to stay in Texas.", "I plan to practice in Los Angeles.", []),
        ("I would never settle in Houston.", "I plan to practice in Los Angeles.", []),
        ("I never want to leave Houston.", "I plan to practice in Los Angeles.", ["stay_in_two_regions"]),
        ("I hope to practice in Texas or Los Angeles for the rest of my career.", "", ["stay_in_two_regions"]),
        (
            "Texas is wide and warm. I see myself building a practice there.",
            "I will stay in Los Angeles.",
            ["stay_in_two_regions"],
        ),
        ("My heart is in Texas.", "Los Angeles is where I belong.", ["home_twice"]),
        ("I was not born in Houston.", "I was born in Los Angeles.", []),
        ("I grew up in Houston.", "", ["grew_up_not_in_profile"]),
        ("I want to become a psychiatrist.", "", ["specialty_not_in_profile"]),
        ("I am applying in family medicine.", "I want to become an internist.", ["two_specialties"]),
    ],
)
def test_what_does_not_go_together(one: str, other: str, keys: list[str], check: Check) -> None:
    found = check(one=one, **({"other": other} if other else {}))
    assert [each.key for each in found.clashes] == keys


def test_the_verdict_is_that_of_the_question(
    check: Check, facts: Facts, directory: Directory, example: Callable[[str], Profile], figures: ListFigures
) -> None:
    verdicts = set()
    for name in EXAMPLES:
        profile = example(name)
        (card,) = answers(facts, directory, profile, TODAY, figures, ("mention_scores",))
        found = check(profile=profile, a="I was born in a house above a bakery.").address
        assert found.verdict == card.verdict
        assert found.conditions == card.conditions
        assert bool(found.prompts) == (found.verdict != "no need")
        verdicts.add(found.verdict)
    assert len(verdicts) >= 3


WEAK = "I failed Step 1 in June 2024. "
REST = {
    "owns": "I had underestimated it. ",
    "change": "I met with a tutor twice a week and did 3,000 practice questions. ",
    "later_result": "I passed in November. ",
    "residency": "I will use the same log on the wards as a resident. ",
}


@pytest.mark.parametrize("left_out", list(REST))
def test_each_part_of_the_passage_is_missed_when_it_is_left_out(left_out: str, check: Check) -> None:
    whole = check(a=WEAK + "".join(REST.values())).documents[0].passage
    short = check(a=WEAK + "".join(text for key, text in REST.items() if key != left_out)).documents[0].passage
    assert whole is not None
    assert short is not None
    assert all(part.quote for part in whole.parts)
    assert [part.key for part in short.parts if not part.quote] == [left_out]


@pytest.mark.parametrize(("sentences", "is_right"), [(1, False), (2, True), (4, True), (5, False)], ids=str)
def test_two_to_four_sentences(sentences: int, is_right: bool, check: Check) -> None:  # noqa: FBT001 -- a parameter
    text = WEAK + "I met with a tutor every week. " * (sentences - 1)
    passage = check(a=text).documents[0].passage
    assert passage is not None
    assert (passage.sentences, passage.is_right_length) == (sentences, is_right)


def test_told_twice_is_said(check: Check) -> None:
    found = check(a=WEAK, b=WEAK).address
    assert found.addressed_in == ("a", "b")
    assert any("say it once" in line for line in found.lines)
    assert check(a="I keep bees.").address.addressed_in == ()


def test_a_claimed_mission_needs_a_dated_experience(check: Check, person: Person) -> None:
    text = "I am committed to caring for people who are homeless."

    def backed(service: list[Mapping[str, Any]]) -> tuple[str, bool]:
        (claim,) = check(profile=person(service=service), a=text).themes
        assert claim.theme == "homelessness"
        return claim.backed_by, claim.is_dated

    work = {"title": "Intake volunteer at a shelter", "start": date(2024, 2, 1)}
    assert backed([work]) == ("Intake volunteer at a shelter (February 2024 to now)", True)
    assert backed([{"title": "Intake volunteer at a shelter"}]) == (
        "Intake volunteer at a shelter (no date told)",
        False,
    )
    assert backed([{"title": "Chess club", "start": date(2024, 2, 1)}]) == ("", False)


def test_a_private_tie_is_marked_as_such_and_a_public_one_is_not(check: Check, person: Person) -> None:
    ties = [
        {"kind": "partner", "place": "Pasadena", "state": "CA"},
        {"kind": "family", "place": "Fresno", "state": "CA"},
    ]
    found = check(profile=person(ties=ties), a="My parents live in Fresno.")
    assert {row.name: row.is_private for row in found.ties if row.what.startswith(("partner", "family"))} == {
        "Pasadena": True,
        "Fresno": False,
    }
    assert not any("Pasadena" in sentence for sentence in found.answer)
    told = check(profile=person(ties=ties), a="My husband lives in Pasadena.")
    (row,) = [row for row in told.ties if row.name == "Pasadena"]
    assert "you keep this private" in row.suggestion


def test_places_that_only_the_text_knows_are_named(check: Check) -> None:
    found = check(a="I volunteered at a shelter in Oxnard. I grew up in East Los Angeles.")
    assert found.other_places == (("Oxnard", "a", 1),)


def test_the_one_line_is_held_to_profile_and_texts(check: Check) -> None:
    good = "A family doctor for East Los Angeles who interprets in a free clinic and mended one failed exam."
    found = check(shipped("statement-good.txt"), shipped("experiences.txt", "experience"), line=good).line
    assert found.problems == ()
    parts = {part: (rests_on, where) for part, _, rests_on, where in found.parts}
    assert set(parts) == {"specialty", "place", "theme", "setback"}
    assert all(rests_on for rests_on, _ in parts.values())
    assert parts["setback"][1] == ("statement-good.txt",)
    other = check(a="I keep bees.", line="A surgeon for Houston. I am passionate about people.").line
    assert len(other.problems) == 2
    assert [rests_on for part, _, rests_on, _ in other.parts if part == "place"] == [""]
    assert check(a="I keep bees.").line.prompts


def test_prompts_hold_facts_and_nothing_private(check: Check, person: Person) -> None:
    changed = {
        "remediation": [
            {"kind": "tutoring", "note": "weekly with a specialist"},
            {"kind": "evaluation", "note": "neuropsychology"},
        ],
        "setbacks": [{"kind": "illness", "note": "hepatitis"}],
        "exams": {
            "step1": [{"result": "fail", "date": date(2024, 6, 1)}, {"result": "pass", "date": date(2024, 11, 1)}]
        },
    }
    prompts = " ".join(told for _, told in check(profile=person(**changed), a="I keep bees.").address.prompts)
    assert "Step 1, June 2024, fail" in prompts
    assert "weekly with a specialist" in prompts
    assert "neuropsychology" not in prompts
    assert "hepatitis" not in prompts


def test_the_same_texts_give_the_same_answer(check: Check) -> None:
    documents = [shipped("statement-vague.txt"), shipped("experiences.txt", "experience")]
    assert check(*documents) == check(*documents)
