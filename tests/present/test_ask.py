"""``smartpick ask``: the four answers, the same numbers as the list, and a question that is none of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smartpick.uncertainty import RARE

DAY = "2026-09-10"

Run = Callable[..., Any]

EXAMPLES = sorted(path.stem for path in (Path(__file__).parents[2] / "examples").glob("*.toml"))


@pytest.fixture(scope="module")
def schema(root: Path) -> Draft202012Validator:
    found = json.loads((root / "docs" / "schemas" / "ask-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_numbers_are_the_lists(name: str, root: Path, run: Run, schema: Any) -> None:
    file = str(root / "examples" / f"{name}.toml")
    made = run("ask", file, "--today", DAY, "--json", "-").data
    listed = run("list", file, "--today", DAY, "--json", "-").data
    assert list(schema.iter_errors(made)) == []
    found = {each["key"]: each for each in made["answers"]}
    assert list(found) == ["failed_step1", "away", "mention_scores", "how_many"]
    summary, shown = listed["summary"], found["how_many"]["figures"]
    assert shown["programs"] == summary["programs"] == len(listed["programs"])
    assert shown["p_match"] == summary["p_match"]
    assert shown["expected_interviews"] == summary["expected_interviews"]
    assert shown["cost_usd"] == summary["cost_usd"]["total"]
    assert shown["smallest_gain"] == min(each["marginal_gain"] for each in listed["programs"])
    assert found["failed_step1"]["figures"]["p_match"] == summary["p_match"]
    assert made["profile_hash"] == listed["profile_hash"]
    # What comes before any fee is said by the list and by the answer, in the same words.
    said = found["how_many"]["next_action"]
    assert (said in listed["notes"]) == said.startswith("Talk with an advisor")
    assert (said in listed["notes"]) == (summary["p_match"]["mean"] < RARE)


@pytest.mark.usefixtures("kept")
def test_list_and_answer_say_the_same_of_a_first_specialty_left_out(tmp_path: Path, root: Path, run: Run) -> None:
    text = (root / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    file = tmp_path / "me.toml"
    first = text.replace("specialties = [", 'specialties = ["Neurological Surgery", ', 1)
    file.write_text(first.replace("[budget]", "[budget]\nmax_programs = 3", 1), encoding="utf-8")
    begin = "No program of Neurological Surgery, your first specialty, is on the list"
    (note,) = [each for each in run("list", file, "--today", DAY, "--json", "-").data["notes"] if begin in each]
    (answer,) = run("ask", file, "4", "--today", DAY, "--json", "-").data["answers"]
    assert note in answer["lines"]
    # At the terminal it stands with the three sentences, once.
    shown = " ".join(run("list", file, "--today", DAY).out.split())
    assert shown.count(begin) == 1
    assert shown.index(begin) < shown.index(" Cost ")


@pytest.mark.usefixtures("kept")
def test_one_question_gets_one_answer(root: Path, run: Run) -> None:
    file = str(root / "examples" / "us-img-step2-fail.toml")
    made = run("ask", file, "how many programs?", "--today", DAY, "--json", "-").data
    assert [each["key"] for each in made["answers"]] == ["how_many"]
    shown = run("ask", file, "4", "--today", DAY)
    assert shown.out.startswith("How many programs should I apply to?")
    assert "988 Suicide and Crisis Lifeline" in shown.out


@pytest.mark.usefixtures("kept")
def test_a_private_reason_is_left_out_and_nothing_tells_that_there_is_one(tmp_path: Path, root: Path, run: Run) -> None:
    text = (root / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    file = tmp_path / "me.toml"
    file.write_text(
        text + '\n[[setbacks]]\nkind = "illness"\nnote = "hepatitis"\nis_resolved = true\n', encoding="utf-8"
    )
    made = run("ask", str(file), "3", "--today", DAY, "--json", "-")
    without = run("ask", str(root / "examples" / "us-md-la-step1-fail.toml"), "3", "--today", DAY, "--json", "-")
    # Not even that something is kept: the answer is the one of a profile without it.
    assert made.data["answers"] == without.data["answers"]
    shown = run("ask", str(file), "3", "--today", DAY).out
    assert "yours to keep" in " ".join(shown.split())
    # At the terminal, what rests on it is marked, and nothing else is: exactly what the export does not hold.
    said = " ".join(shown.split()).replace(" (private: in no export)", "~")
    (answer,) = made.data["answers"]
    kept = [*answer["lines"], answer["next_action"]]
    kept += [f"{row['text']}: {row['state']}; {row['why']}" for row in answer["conditions"]]
    assert "A specific reason that holds up: met; one is told, and it is resolved~" in said
    bare = run("ask", str(root / "examples" / "us-md-la-step1-fail.toml"), "3", "--today", DAY).out
    assert "in no export" not in " ".join(bare.split())
    for text in kept:
        assert f"{text}~" not in said


def test_another_question_is_refused_with_the_ones_there_are(root: Path, run: Run) -> None:
    ran = run("ask", str(root / "examples" / "high-scorer.toml"), "what is the weather", "--today", "soon")
    assert ran.code == 2
    assert "Ask by number" in ran.err
    assert "--today" in ran.err
