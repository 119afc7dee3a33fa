"""Days that passed: no error, a question in plain words, and an answer that ends it."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from smartpick.errors import RequestError
from smartpick.profile import Known, check_profile, load_profile, public_view
from smartpick.profile.passed import ANSWERS, questions_of, with_answer
from smartpick.vocabulary import ApplicantType

TODAY = date(2026, 11, 26)
STEP3 = "[[exams.step3]]\nplanned_date = 2026-11-25\n"
LEAST = 'applicant.type = "{kind}"\ngoals.specialties = ["Family Medicine"]\n'


def read(folder: Path, known: Known, text: str, kind: str = "us_md_graduate", day: date = TODAY) -> Any:
    path = folder / "me.toml"
    path.write_text(LEAST.format(kind=kind) + text, encoding="utf-8")
    return load_profile(path, known, day)


@pytest.mark.parametrize(
    ("kind", "text", "asked", "says"),
    [
        ("us_md_graduate", STEP3, "exam", ["Step 3 was planned for 25 November 2026", "did you take it?", "open"]),
        (
            "us_md_graduate",
            "[[exams.step2_ck]]\ndate = 2026-10-20\nresult_expected = 2026-11-10",
            "result",
            ["result of Step 2 CK was due on 10 November 2026", "has it come?"],
        ),
        ("us_md_graduate", "[[exams.step2_ck]]\ndate = 2026-03-01", "result", ["you took Step 2 CK on 1 March 2026"]),
        (
            "non_us_citizen_img",
            "ecfmg = {certified = false, date = 2026-01-01}",
            "ecfmg",
            ["are you certified?", "not there yet"],
        ),
        (
            "us_md_senior",
            'us_experience = [{kind = "away_rotation", place = "Harbor", end = 2026-10-28, is_done = false}]',
            "rotation",
            ["away rotation at Harbor was planned until 28 October 2026", "did you do it?", "not done"],
        ),
        (
            "us_md_senior",
            'ties = [{kind = "lives_now", place = "Torrance", state = "CA", end = 2026-08-01}]',
            "home",
            ["you live in Torrance until 1 August 2026", "do you still live there?"],
        ),
        (
            "us_md_senior",
            "applicant.graduation_date = 2024-05-20",
            "senior",
            ["who graduates on 20 May 2024", "read as a US MD graduate"],
        ),
    ],
)
def test_each_is_asked_once_and_every_answer_ends_it(
    known: Known, tmp_path: Path, kind: str, text: str, asked: str, says: list[str]
) -> None:
    profile = read(tmp_path, known, text, kind)
    (question,) = questions_of(profile, TODAY)
    assert question.kind == asked
    for words in says:
        assert words in str(question)
    assert questions_of(public_view(profile), TODAY) == (question,)
    data = tomllib.loads((tmp_path / "me.toml").read_text(encoding="utf-8"))
    from smartpick.present.web._toml import toml_text

    for answer in ANSWERS[asked]:
        changed = with_answer(
            data, question, answer, TODAY + timedelta(days=40) if answer in {"later", "waiting"} else None, None
        )
        (tmp_path / "me.toml").write_text(toml_text(changed), encoding="utf-8")
        again = load_profile(tmp_path / "me.toml", known, TODAY)
        assert questions_of(again, TODAY) == (), answer
    with pytest.raises(RequestError):
        with_answer(data, question, "perhaps", None, None)


def test_a_day_that_is_needed_is_asked_for_and_a_score_is_kept(known: Known, tmp_path: Path) -> None:
    text = "[[exams.step2_ck]]\nplanned_date = 2026-11-20\n"
    (question,) = questions_of(read(tmp_path, known, text), TODAY)
    data = tomllib.loads(text)
    with pytest.raises(RequestError, match="no day"):
        with_answer(data, question, "later", None, None)
    told = with_answer(data, question, "pass", None, 241)
    assert told["exams"]["step2_ck"] == [{"date": date(2026, 11, 20), "result": "pass", "score": 241}]
    assert data == tomllib.loads(text)


def test_a_senior_of_no_season_is_read_as_the_graduate_she_is(known: Known, tmp_path: Path) -> None:
    profile = read(tmp_path, known, "applicant.graduation_date = 2024-05-20", "us_md_senior")
    assert profile.applicant.type is ApplicantType.US_MD_GRADUATE
    ahead = read(tmp_path, known, "applicant.graduation_date = 2027-05-20", "us_md_senior")
    assert ahead.applicant.type is ApplicantType.US_MD_SENIOR
    assert questions_of(ahead, TODAY) == ()


def test_time_alone_makes_no_example_wrong(known: Known, examples: list[Path]) -> None:
    files = [*examples, *sorted((examples[0].parent / "couple").glob("*.toml"))]
    assert len(files) >= 8
    asked = 0
    for path in files:
        for month in range(19):
            day = date(2026, 9, 10) + timedelta(days=round(30.5 * month))
            assert check_profile(path, known, day) == [], (path.name, day)
            asked += len(questions_of(load_profile(path, known, day), day))
    assert asked
