"""Exams that cannot be so. Each case: what stands in the profile, where the problem is told, and words of it."""

from typing import Any

import pytest

STEP2 = "[[exams.step2_ck]]\n"


def one(problems: list[Any], path: str) -> str:
    """Return the text of the only problem, which is at a path."""
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert problems[0].where.rpartition(", ")[2] == path, problems[0].where
    return str(problems[0])


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (STEP2 + 'date = 2026-05-05\nresult = "pass"\nscore = 520', "exams.step2_ck[0].score", ["COMLEX", "comlex2"]),
        (STEP2 + 'date = 2026-05-05\nresult = "pass"\nscore = 320', "exams.step2_ck[0].score", ["320", "end at 300"]),
        (STEP2 + 'date = 2026-05-05\nresult = "pass"\nscore = 23', "exams.step2_ck[0].score", ["three digits"]),
        (
            STEP2 + 'date = 2027-02-01\nresult = "pass"\nscore = 240',
            "exams.step2_ck[0].date",
            ["future", "planned_date"],
        ),
        (STEP2 + "date = 2027-02-01", "exams.step2_ck[0].date", ["future", "planned_date"]),
        (STEP2 + "date = 2026-10-20\nplanned_date = 2026-12-20", "exams.step2_ck[0].planned_date", ["both"]),
        (STEP2 + 'planned_date = 2026-12-20\nresult = "pass"', "exams.step2_ck[0].planned_date", ["no longer planned"]),
        (STEP2, "exams.step2_ck[0]", ["without a result or a day"]),
        (STEP2 + 'date = 2026-05-05\nresult = "incomplete"\nscore = 240', "exams.step2_ck[0].score", ["not completed"]),
        (STEP2 + "score = -240", "exams.step2_ck[0].score", ["-240", "at least 1"]),
        (
            '[[exams.step1]]\ndate = 2023-05-05\nresult = "pass"\nscore = 231',
            "exams.step1[0].score",
            ["pass or fail since 2022-01-26", "Take the score out"],
        ),
        ('[[exams.step1]]\nresult = "pass"\nscore = 231', "exams.step1[0].score", ["without the day", "Add date"]),
        (
            '[[exams.step3]]\ndate = 2026-05-05\nresult = "pass"\nscore = 480',
            "exams.step3[0].score",
            ["COMLEX", "comlex3"],
        ),
    ],
)
def test_one_thing_is_told_with_its_mend(check: Any, text: str, path: str, words: list[str]) -> None:
    told = one(check(text), path)
    assert "line " in told
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    "text",
    [
        STEP2 + 'date = 2026-05-05\nresult = "pass"\nscore = 218',
        STEP2 + 'date = 2026-05-05\nresult = "pass"',
        STEP2 + 'result = "pass"\nscore = 189',
        STEP2 + "date = 2026-10-20",
        STEP2 + "date = 2026-08-01\nresult_expected = 2026-12-10",
        STEP2 + "planned_date = 2026-11-24",
        STEP2 + 'date = 2026-11-24\nresult = "pass"\nscore = 250',
        '[[exams.step1]]\ndate = 2022-01-25\nresult = "pass"\nscore = 215',
        '[[exams.step1]]\ndate = 2016-06-01\nresult = "pass"\nscore = 192',
        'exams.step1 = [{date = 2025-06-01, result = "incomplete"}, {date = 2025-09-01, result = "pass"}]',
        '[[exams.practice]]\nexam = "step2_ck"\nname = "Free 120"\ndate = 2026-10-01\nscore = 72',
    ],
)
def test_what_can_be_so_is_accepted(check: Any, text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize(
    ("taken", "score", "result", "standard"),
    [
        ("2026-05-05", 150, "pass", "218"),
        ("2026-05-05", 217, "pass", "218"),
        ("2025-06-30", 213, "pass", "214"),
        ("2022-06-30", 208, "pass", "209"),
        ("2025-07-01", 218, "fail", "218"),
        ("2024-01-10", 230, "fail", "214"),
    ],
)
def test_a_score_against_its_result_names_the_standard_of_that_day(
    check: Any, taken: str, score: int, result: str, standard: str
) -> None:
    """The published standards: 209 until June 2022, 214 until June 2025, 218 from July 2025."""
    told = one(check(f'{STEP2}date = {taken}\nresult = "{result}"\nscore = {score}'), "exams.step2_ck[0].score")
    assert f"A score of {standard} passed" in told
    assert "smartpick facts show" in told


def test_without_a_day_only_what_no_standard_allows_is_told(check: Any) -> None:
    assert check(STEP2 + 'result = "pass"\nscore = 190') == []
    assert "result 'pass'" in one(check(STEP2 + 'result = "pass"\nscore = 150'), "exams.step2_ck[0].score")
    assert check(STEP2 + 'result = "fail"\nscore = 217') == []
    assert "result 'fail'" in one(check(STEP2 + 'result = "fail"\nscore = 240'), "exams.step2_ck[0].score")


def test_comlex(check: Any) -> None:
    do = 'applicant.type = "us_do_senior"\ngoals.specialties = ["FM"]\n[[exams.comlex2]]\ndate = 2026-05-05\n'
    assert check(do + 'result = "pass"\nscore = 400', with_least=False) == []
    assert check(do + 'result = "fail"\nscore = 280', with_least=False) == []
    for score, word in ((399, "400 passed"), (245, "looks like a USMLE score"), (5, "from 9 to 999")):
        told = one(check(f'{do}result = "pass"\nscore = {score}', with_least=False), "exams.comlex2[0].score")
        assert word in told
    level1 = do.replace("comlex2", "comlex1") + 'result = "pass"\nscore = 520'
    assert "since 2022-05-10" in one(check(level1, with_least=False), "exams.comlex1[0].score")
    early = level1.replace("2026-05-05", "2022-05-09")
    assert check(early, with_least=False) == []


@pytest.mark.parametrize(
    ("attempts", "path", "word"),
    [
        ([("2025-03-01", "pass"), ("2025-09-01", "pass")], "exams.step1[1]", "passed twice"),
        ([("2025-03-01", "pass"), ("2025-09-01", "fail")], "exams.step1[1]", "after Step 1 was passed"),
        ([("2025-09-01", "fail"), ("2025-03-01", "pass")], "exams.step1", "out of order"),
        ([("2025-03-01", "fail"), ("2025-03-01", "pass")], "exams.step1", "on one day"),
    ],
)
def test_attempts_in_an_order_that_cannot_be(check: Any, attempts: list[tuple[str, str]], path: str, word: str) -> None:
    text = "".join(f'[[exams.step1]]\ndate = {day}\nresult = "{result}"\n' for day, result in attempts)
    assert word in one(check(text), path)


def test_a_retake_planned_after_a_pass_is_told(check: Any) -> None:
    text = STEP2 + 'date = 2026-05-05\nresult = "pass"\nscore = 230\n' + STEP2 + "planned_date = 2027-02-01"
    assert "cannot be taken again" in one(check(text), "exams.step2_ck[1]")


def test_a_practice_test_ahead_is_told(check: Any) -> None:
    text = '[[exams.practice]]\nexam = "step2_ck"\nname = "NBME form 9"\ndate = 2027-01-01\nscore = 220'
    assert "future" in one(check(text), "exams.practice[0].date")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[exams]\nstep1_attempts = -1", "exams.step1_attempts"),
        ("[[exams.step1]]\nattempts = -1", "exams.step1[0].attempts"),
        ("[exams]\nstep1 = -1", "exams.step1"),
        ("[exams]\nstep1 = 2", "exams.step1"),
        ('[exams.step1]\nresult = "pass"', "exams.step1"),
    ],
)
def test_attempts_as_a_number_are_told_how_to_write(check: Any, text: str, path: str) -> None:
    assert "[[exams.step1]]" in one(check(text), path)


def test_what_is_malformed_is_told_and_nothing_that_follows_from_it(check: Any) -> None:
    """A result with a slip is no missing result; a day with a slip is no missing day."""
    slips = STEP2 + 'date = 2025-03-01\nresult = "passed"\nscore = 240'
    assert "Did you mean 'pass'" in one(check(slips), "exams.step2_ck[0].result")
    day = '[[exams.step1]]\ndate = "May 2020"\nresult = "pass"\nscore = 231'
    assert "is not a day" in one(check(day), "exams.step1[0].date")
