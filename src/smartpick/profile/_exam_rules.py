"""What cannot be so about exams: scores off the scale, results ahead of their day, attempts after a pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from smartpick.profile._case import Case
from smartpick.profile._finding import Finding
from smartpick.profile._known import Standard
from smartpick.profile._lines import Location
from smartpick.profile._model import Attempt
from smartpick.vocabulary import EXAMS

__all__ = ["exam_findings"]

PASS_FAIL_SINCE = {"step1": date(2022, 1, 26), "comlex1": date(2022, 5, 10)}
"""First day of exams reported as pass or fail only, as the USMLE program and the NBOME announced them."""

STEP_LOW, STEP_HIGH = 100, 300
"""USMLE scores end at 300; a report below 100 is so rare that a digit was lost."""
COMLEX_LOW, COMLEX_HIGH = 9, 999
"""The ends of the COMLEX scale."""
COMLEX_SURE = 400
"""From here on a number in a Step field can only be a COMLEX score."""

SLACK_FOR_OLD_STANDARDS = 10
"""Points by which standards before the oldest published one may have been lower: a judgement."""

_SAME_EXAM_ELSEWHERE = {"step1": "comlex1", "step2_ck": "comlex2", "step3": "comlex3"}


def exam_findings(case: Case) -> Iterator[Finding]:
    """Yield what cannot be so about exams and practice tests."""
    exams, today = case.profile.exams, case.today
    for exam, name in EXAMS.items():
        attempts: tuple[Attempt, ...] = getattr(exams, exam)
        standards = [standard for standard in case.known.standards if standard.exam == exam] if attempts else []
        for number, attempt in enumerate(attempts):
            at: Location = ("exams", exam, number)
            yield from _score_findings(at, exam, attempt, standards)
            if attempt.result is not None or attempt.score is not None:
                yield from _result_findings(at, attempt, today)
            else:
                yield from _waiting_findings(at, attempt, today)
        yield from _order_findings(("exams", exam), name, attempts)
    for number, practice in enumerate(exams.practice):
        if practice.date > today:
            what = f"a practice test dated {practice.date}, which lies in the future"
            yield Finding(("exams", "practice", number, "date"), what, fix="Enter a practice test once it is taken")


def _result_findings(at: Location, attempt: Attempt, today: date) -> Iterator[Finding]:
    if attempt.date is not None and attempt.date > today:
        what = f"a result dated {attempt.date}, which lies in the future"
        yield Finding(
            (*at, "date"), what, fix="For an exam ahead write planned_date and no result; else correct the day"
        )
    if attempt.planned_date is not None:
        fix = "Write the day as date, without planned_date; or drop the result"
        yield Finding((*at, "planned_date"), "an exam with a result is no longer planned", fix=fix)
    if attempt.result == "incomplete" and attempt.score is not None:
        what = "a score for an attempt that was not completed"
        yield Finding((*at, "score"), what, fix="Drop the score, or correct the result")


def _waiting_findings(at: Location, attempt: Attempt, today: date) -> Iterator[Finding]:
    """Yield what cannot be so about an attempt without a result; a planned day that passed is a question, not here."""
    taken, planned, expected = attempt.date, attempt.planned_date, attempt.result_expected
    if taken is not None and planned is not None:
        fix = "Keep date once it is taken, planned_date while it lies ahead"
        yield Finding((*at, "planned_date"), "both the day it was taken and the day it is planned for", fix=fix)
    elif taken is not None and taken > today:
        what = f"taken on {taken}, which lies in the future"
        yield Finding((*at, "date"), what, fix="For an exam ahead write planned_date")
    elif taken is None and planned is None and expected is None:
        fix = "Give result (pass or fail), or planned_date for an exam ahead; or take the block out"
        yield Finding(at, "an attempt without a result or a day", fix=fix, lacking=(at,))


def _score_findings(at: Location, exam: str, attempt: Attempt, standards: list[Standard]) -> Iterator[Finding]:
    if attempt.score is None:
        return
    at = (*at, "score")
    found = _scale_finding(at, exam, attempt)
    if found is None:
        found = _standard_finding(at, exam, attempt, standards)
    if found is not None:
        yield found
    since = PASS_FAIL_SINCE.get(exam)
    if since is not None and (attempt.date is None or attempt.date >= since):
        said = f"taken {attempt.date}" if attempt.date else "without the day it was taken"
        why = f"{EXAMS[exam]} is reported as pass or fail since {since}"
        fix = "Take the score out, or correct the day" if attempt.date else "Add date, or take the score out"
        lacking = () if attempt.date else ((*at[:-1], "date"),)
        yield Finding(at, f"{EXAMS[exam]} with a number, {said}", why, fix, lacking)


def _scale_finding(at: Location, exam: str, attempt: Attempt) -> Finding | None:
    score, name = attempt.score or 0, EXAMS[exam]
    if exam in _SAME_EXAM_ELSEWHERE:
        other = f"[[exams.{_SAME_EXAM_ELSEWHERE[exam]}]]"
        if score >= COMLEX_SURE:
            why = f"USMLE scores end at {STEP_HIGH}; this looks like a COMLEX score"
            return Finding(at, f"{name} = {score}", why, f"A COMLEX score goes under {other}")
        if score > STEP_HIGH:
            fix = f"Copy the three digits from the report; a COMLEX score goes under {other}"
            return Finding(at, f"{name} = {score}", f"USMLE scores end at {STEP_HIGH}", fix)
        if score < STEP_LOW:
            fix = "Copy the three digits from the report"
            return Finding(at, f"{name} = {score}", f"A USMLE score has three digits, from {STEP_LOW} up", fix)
        return None
    if not COMLEX_LOW <= score <= COMLEX_HIGH:
        fix = "Copy the number from the report"
        return Finding(at, f"{name} = {score}", f"COMLEX scores run from {COMLEX_LOW} to {COMLEX_HIGH}", fix)
    if score <= STEP_HIGH and attempt.result != "fail":
        why = "COMLEX scores that pass lie well above 300; this looks like a USMLE score"
        step = next(key for key, value in _SAME_EXAM_ELSEWHERE.items() if value == exam)
        fix = f"A USMLE score goes under [[exams.{step}]]; for a failed attempt add result"
        return Finding(at, f"{name} = {score}", why, fix)
    return None


def _standard_finding(at: Location, exam: str, attempt: Attempt, standards: list[Standard]) -> Finding | None:
    """Return a score that contradicts its result, under the passing standard of its day."""
    score, result = attempt.score, attempt.result
    if score is None or result not in {"pass", "fail"} or not standards:
        return None
    standard = _standard_for(attempt, standards)
    needed = standard.score - (SLACK_FOR_OLD_STANDARDS if standard.is_latest_of_old and result == "pass" else 0)
    if (score >= needed) == (result == "pass"):
        return None
    when = f"for exams from {standard.since} on" if standard.since else "then"
    why = f"A score of {standard.score:g} passed {when} (`smartpick facts show {standard.fact_table}`)"
    return Finding(at, f"{EXAMS[exam]} = {score} with result '{result}'", why, "Correct the score, result or day")


def _standard_for(attempt: Attempt, standards: list[Standard]) -> Standard:
    """Return the standard of the day; without a day the one that leaves most room for what is said."""
    if attempt.date is None:
        choose = min if attempt.result == "pass" else max
        return choose(standards, key=lambda standard: standard.score)
    day = attempt.date
    valid = [standard for standard in standards if standard.since is None or standard.since <= day]
    return max(valid or standards, key=lambda standard: standard.since or date.min)


def _order_findings(at: Location, name: str, attempts: tuple[Attempt, ...]) -> Iterator[Finding]:
    days = [day for attempt in attempts if (day := attempt.date or attempt.planned_date) is not None]
    if days != sorted(days):
        yield Finding(at, "attempts out of order", fix="List them as they were taken, the first one first")
    if len(set(days)) < len(days):
        yield Finding(at, "two attempts on one day", fix="Take out the one that stands there twice")
    passed = [number for number, attempt in enumerate(attempts) if attempt.result == "pass"]
    if passed and passed[0] < len(attempts) - 1:
        again = passed[1] if len(passed) > 1 else passed[0] + 1
        what = f"{name} passed twice" if len(passed) > 1 else f"an attempt after {name} was passed"
        why = "An exam that is passed cannot be taken again"
        yield Finding((*at, again), what, why, "Keep the pass on your transcript, or correct the order or the results")
