"""How many weeks, which target, which pace, go or delay: the exam with a number that still lies ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from smartpick.guidance._exams import exam_name, failed_any, fails, passed
from smartpick.guidance._finding import Finding, Range
from smartpick.guidance._rules import rule_of
from smartpick.guidance._season_days import Desk, said_day, weeks
from smartpick.guidance.plan._types import Study, StudyWeek

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground
    from smartpick.profile import Practice

__all__ = ["exam_ahead", "planned_day", "score_keys", "study_of"]

_SCALE = {"step2_ck": (150, 300), "comlex2": (200, 800)}
_FULL_TESTS = 2
_TIMES = {1: "once", 2: "twice"}
_NINE_TENTHS = 1.645
_LEAST_WEEKS = 3


def exam_ahead(ground: Ground) -> str | None:
    """Return the exam with a number that is still to be passed, else None; COMLEX stands by itself."""
    exams = ground.profile.exams
    is_do_without_usmle = ground.profile.applicant.type.is_do and not (exams.step1 or exams.step2_ck)
    exam = "comlex2" if ground.applicant.is_comlex_only or is_do_without_usmle else "step2_ck"
    if passed(ground, exam):
        return None
    attempts = getattr(exams, exam)
    last = attempts[-1] if attempts and attempts[-1].result is None else None
    day = None if last is None else last.date or last.planned_date
    # An exam whose day is past is no longer ahead, though its result may be.
    return None if day is not None and day < ground.today else exam


def planned_day(ground: Ground, exam: str) -> date | None:
    """Return the day an exam is planned for, if it lies ahead."""
    days = [
        each.planned_date or each.date
        for each in getattr(ground.profile.exams, exam)
        if each.result is None and (each.planned_date or each.date)
    ]
    return next((day for day in days if day is not None and day >= ground.today), None)


def score_keys(exam: str) -> tuple[str, ...]:
    """Return the benchmarks of the scores for which lists are made."""
    stem = "plan_list_comlex" if exam == "comlex2" else "plan_list_score"
    return tuple(f"{stem}_{level}" for level in ("low", "middle", "high"))


def study_of(desk: Desk) -> Study | None:
    """Return the plan for the exam ahead; None when it is passed or taken."""
    ground = desk.ground
    exam = exam_ahead(ground)
    if exam is None:
        return None
    tests, predicted = _predicted(ground, exam)
    passing, ids = _pass_mark(ground, exam)
    target = _target(ground, exam, predicted)
    day, wanted, why = planned_day(ground, exam), *_wanted(ground, exam, predicted, passing)
    left = None if day is None else (day - desk.today).days // 7
    verdict, text = _verdict(desk, exam, day, predicted, passing)
    findings = [
        _length(exam, wanted, why, left, day, ids),
        *_baseline(ground, exam, tests, predicted, day),
        *_target_finding(ground, exam, predicted, target),
        *_trend(exam, tests),
    ]
    remaining, pace = _bank(ground, exam, day, min(wanted, left) if left is not None else wanted)
    findings += pace
    planned = _weeks(desk, exam, day, wanted, remaining)
    return Study(exam, exam_name(exam), day, wanted, left, predicted, target, verdict, text, tuple(findings), planned)


def _tests(ground: Ground, exam: str) -> list[Practice]:
    low, high = _SCALE[exam]
    return sorted(
        (
            test
            for test in ground.profile.exams.practice
            if test.exam == exam and low <= test.score <= high and test.date <= ground.today
        ),
        key=lambda test: test.date,
    )


def _predicted(ground: Ground, exam: str) -> tuple[list[Practice], Range | None]:
    tests = _tests(ground, exam)
    if not tests:
        return tests, None
    last = [test.score for test in tests[-_FULL_TESTS:]]
    mean = sum(last) / len(last)
    # Errors of one person's tests go together, so that two tests are not taken to be surer than one.
    reach = _NINE_TENTHS * ground.benchmarks[f"plan_practice_error{'_comlex' if exam == 'comlex2' else ''}"]
    return tests, Range(mean, mean - reach, mean + reach)


def _pass_mark(ground: Ground, exam: str) -> tuple[int | None, tuple[str, ...]]:
    rule = rule_of(ground, "COMLEX-USA Level 2-CE" if exam == "comlex2" else "Step 2 CK", "pass_standard")
    if rule is None or not str(rule["value"]).isdigit():
        return None, ()
    return int(rule["value"]), (rule["fact_id"],)


def _target(ground: Ground, exam: str, predicted: Range | None) -> tuple[int, int] | None:
    if predicted is None:
        return None
    stem = "plan_study_gain_comlex" if exam == "comlex2" else "plan_study_gain"
    top = _SCALE[exam][1]
    low, high = (predicted.mean + ground.benchmarks[f"{stem}_{end}"] for end in ("low", "high"))
    return min(round(low), top), min(round(high), top)


def _matched_mean(ground: Ground) -> tuple[float, str, str] | None:
    for specialty in ground.specialties:
        figure = ground.figure("step2ck_mean", specialty=specialty.key, stratum="matched")
        if figure is not None and figure.value is not None:
            return figure.value, f"{specialty.name}, {figure.season}", figure.fact_id
    return None


def _wanted(ground: Ground, exam: str, predicted: Range | None, passing: int | None) -> tuple[int, list[str]]:
    marks, why = ground.benchmarks, []
    length = marks["plan_study_weeks_usual"]
    failed = failed_any(ground)
    reference = _matched_mean(ground) if exam == "step2_ck" else None
    if failed:
        times = fails(ground, failed[0])
        why.append(f"{exam_name(failed[0])} was failed {_TIMES.get(times, f'{times} times')}")
    if predicted is None:
        why.append("no practice test is told")
    elif reference is not None and predicted.mean < reference[0]:
        why.append(f"the practice tests lie under the mean of those who matched ({reference[0]:g}, {reference[1]})")
    if why:
        length = marks["plan_study_weeks_long"]
    if predicted is not None and passing is not None and predicted.mean < passing:
        length += marks["plan_study_weeks_extra"]
        why.append(f"the practice tests lie under the pass mark of {passing}")
    hours = ground.profile.study.hours_per_day
    if hours is not None and hours < marks["plan_study_hours"] / 2:
        length += marks["plan_study_weeks_extra"]
        why.append(f"{hours:g} hours a day are free")
    return int(min(length, marks["plan_study_weeks_most"])), why


def _length(
    exam: str, wanted: int, why: list[str], left: int | None, day: date | None, ids: tuple[str, ...]
) -> Finding:
    name = exam_name(exam)
    because = f", because {' and '.join(why)}" if why else ", the usual length"
    text = f"{name}: {weeks(wanted)} of study on full days{because}."
    severity, change = "note", ""
    if day is None:
        severity, change = "watch", "choose a day"
        text += " No day is planned yet: choose one that leaves these weeks and still brings the result in time."
    elif left is not None and left < wanted:
        severity, change = "concern", "move the exam, or free more hours"
        text += f" Only {weeks(left)} are left before {said_day(day)}, so the plan is tighter than it should be."
    fields = (f"exams.{exam}", "exams.practice", "exams.step1", "study.hours_per_day")
    return Finding("study_weeks", "exam", severity, text, fields, ids, change, day if change and day else None)


def _baseline(
    ground: Ground, exam: str, tests: list[Practice], predicted: Range | None, day: date | None
) -> list[Finding]:
    fields = ("exams.practice", f"exams.{exam}")
    if predicted is None:
        text = "No practice test on the exam's own scale is told. Take one before anything else: without it no target."
        return [Finding("practice_none", "exam", "unknown", text, fields, (), "take a practice test")]
    error_key = f"plan_practice_error{'_comlex' if exam == 'comlex2' else ''}"
    mark = ground.benchmarks.get(error_key)
    used = tests[-_FULL_TESTS:]
    listed = " and ".join(f"{test.name} {test.score} ({test.date:%B %Y})" for test in used)
    rule = rule_of(ground, "NBME CCSE standard error of estimate", "practice_tests")
    ids = (mark.fact_id, *((rule["fact_id"],) if rule is not None and exam == "step2_ck" else ()))
    text = (
        f"Practice tests: {listed}. They predict {predicted.mean:.0f}, with a 90 % range of {predicted.low:.0f} to"
        f" {predicted.high:.0f}, from an error of {mark.value:g} points for one test"
    )
    text += (
        ", published for one kind of test and carried over to the others."
        if exam == "step2_ck"
        else ", which is assumed: nobody publishes it."
    )
    findings = [Finding("practice_predicted", "exam", "note", text, fields, ids)]
    old = ground.benchmarks["plan_practice_old_days"]
    reference = day or ground.today
    if (reference - used[-1].date).days > old:
        when = "the exam" if day else "today"
        text = (
            f"The last practice test lies {round((reference - used[-1].date).days / 30.44)} months before {when}. It"
            " tells where you stood, not where you will stand: take a new one on the first study day."
        )
        findings.append(Finding("practice_old", "exam", "watch", text, fields, (), "take a new practice test"))
    return findings


def _target_finding(
    ground: Ground, exam: str, predicted: Range | None, target: tuple[int, int] | None
) -> list[Finding]:
    if target is None or predicted is None:
        return []
    stem = "plan_study_gain_comlex" if exam == "comlex2" else "plan_study_gain"
    low, high = ground.benchmarks.get(f"{stem}_low"), ground.benchmarks.get(f"{stem}_high")
    text = (
        f"Aim for {target[0]} to {target[1]}: {low.value:g} to {high.value:g} points above what the practice tests"
        " predict. What study weeks bring is an assumption, and yours to change."
    )
    ids = [low.fact_id, high.fact_id]
    reference = _matched_mean(ground) if exam == "step2_ck" else None
    if reference is not None:
        text += f" Those of your group who matched had a mean of {reference[0]:g} ({reference[1]})."
        ids.append(reference[2])
    fields = ("exams.practice", f"exams.{exam}", "goals.specialties", "applicant.type")
    return [Finding("study_target", "exam", "note", text, fields, tuple(ids))]


def _trend(exam: str, tests: list[Practice]) -> list[Finding]:
    if len(tests) < 2:
        return []
    first, last = tests[-2], tests[-1]
    moved, days = last.score - first.score, (last.date - first.date).days
    direction = "up" if moved > 0 else "down" if moved < 0 else "level"
    change = f"{abs(moved)} points {direction}" if moved else "no change"
    text = f"From {first.name} to {last.name}: {change} in {days} days; the error of two tests is of that size or more."
    return [Finding("practice_trend", "exam", "note", text, ("exams.practice", f"exams.{exam}"))]


def _verdict(desk: Desk, exam: str, day: date | None, predicted: Range | None, passing: int | None) -> tuple[str, str]:
    """Go, delay, or wait: the exam should stay where a result under the pass mark is unlikely."""
    name = exam_name(exam)
    if day is None:
        return "plan a day", f"Choose a day for {name}; everything else hangs on it."
    if predicted is None or passing is None:
        return "no baseline", f"Whether {said_day(day)} is right cannot be said without a practice test."
    error = (predicted.high - predicted.mean) / _NINE_TENTHS
    risk = NormalDist(predicted.mean, error).cdf(passing - 0.5)
    share = "less than 1" if risk < 0.01 else f"about {100 * risk:.0f}"
    said = f"On these tests the chance of a result under {passing} is {share} in 100."
    decide = day - timedelta(days=desk.ground.benchmarks["plan_decide_days"])
    if desk.today < decide - timedelta(days=14):
        return "wait", (
            f"{said} It is too early to decide: take a practice test by {said_day(decide)} and decide then. Rule: go"
            f" when its lower end (90 %) reaches {passing}; else move the day, if the result can still come in time."
        )
    if predicted.low >= passing:
        return "go", f"{said} The lower end of the range reaches the pass mark: keep {said_day(day)}."
    last = _latest_day(desk)
    if last is not None and day < last:
        return "delay", (
            f"{said} Move the exam, at the latest to {said_day(last)}: a result from that day usually still reaches"
            " programs when they begin to read. A second fail would weigh more than a late result."
        )
    return "delay", (
        f"{said} A fail would weigh more than a late result: move the exam, apply without the score if your school"
        " agrees, and add it when it comes."
    )


def _latest_day(desk: Desk) -> date | None:
    reading = desk.ahead("programs_may_review")
    return None if reading is None else reading.day - desk.weeks("plan_result_weeks")


def _bank(ground: Ground, exam: str, day: date | None, study_weeks: int) -> tuple[int, list[Finding]]:
    """Return questions left, and what the counts say about pace and hours."""
    marks = ground.benchmarks
    counts = sorted(
        (
            each
            for each in ground.profile.study.question_banks
            if each.exam in {exam, None} and each.date <= ground.today
        ),
        key=lambda each: each.date,
    )
    size = int(marks["plan_questions_in_bank"])
    fields = ("study.question_banks", "study.hours_per_day", f"exams.{exam}")
    done, total = 0, size
    text = f"Question bank: no count is told; {size:,} questions are assumed."
    banks = {name: [each for each in counts if each.name == name] for name in dict.fromkeys(c.name for c in counts)}
    if banks:
        newest = [each[-1] for each in banks.values()]
        done, total = sum(each.done for each in newest), sum(max(each.total or size, each.done) for each in newest)
        text = " ".join(_counted(each, size, is_alone=len(newest) == 1) for each in newest)
    left = max(0, total - done)
    days = max(1, (study_weeks - 1) * int(marks["plan_study_days"]))
    need = -(-left // days)
    minutes = marks["plan_minutes_per_question"]
    hours = need * minutes / 60
    free = ground.profile.study.hours_per_day
    text += f" {left:,} left come to {need} on each of {days} study days, about {hours:.1f} hours with review."
    severity = "note"
    if free is not None:
        fits = hours <= free
        severity = "note" if fits else "concern"
        text += f" You have {free:g} hours a day: {'that fits' if fits else 'that does not fit'}."
        if not fits:
            text += " Do fewer questions and read every miss, or begin earlier."
    findings = [
        Finding("question_bank", "exam", severity, text, fields, (marks.get("plan_minutes_per_question").fact_id,))
    ]
    behind = [found for each in banks.values() for found in _behind(each, day, size, is_alone=len(banks) == 1)]
    return left, [*findings, *behind]


def _counted(count: Any, size: int, *, is_alone: bool) -> str:
    """Return the newest count of a bank in words."""
    right = "" if count.percent_correct is None else f", {count.percent_correct:g} % right"
    name = "Question bank" if is_alone else count.name
    assumed = "" if count.total else " (assumed)"
    return f"{name}, {said_day(count.date)}: {count.done:,} of {count.total or size:,}{assumed} done{right}."


def _behind(counts: Sequence[Any], day: date | None, size: int, *, is_alone: bool) -> list[Finding]:
    """Say how far behind the line from the first count to one week before the exam the last count is."""
    if len(counts) < 2 or day is None:
        return []
    first, last = counts[0], counts[-1]
    start, now = first.date, last.date
    total, done, began = last.total or size, last.done, first.done
    finish = day - timedelta(days=7)
    if finish <= start or now <= start:
        return []
    rate = (total - began) / (finish - start).days
    expected = began + rate * (now - start).days
    days = round((expected - done) / rate) if rate else 0
    said = "on time" if days == 0 else f"{abs(days)} days {'behind' if days > 0 else 'ahead'}"
    where = "" if is_alone else f" with {last.name}"
    text = f"On {said_day(now)} you were {said}{where}, against a steady line to one week before the exam."
    severity = "watch" if days > 3 else "note"
    return [Finding("question_bank_pace", "exam", severity, text, ("study.question_banks",))]


def _weeks(desk: Desk, exam: str, day: date | None, wanted: int, remaining: int) -> tuple[StudyWeek, ...]:
    """Return one row a week, the last ending on the day before the exam; a late start makes fewer."""
    if day is None:
        return ()
    number = min(wanted, (day - desk.today).days // 7)
    if number < 1:
        return ()
    first = day - timedelta(weeks=number)
    each = -(-remaining // max(1, number - 1)) if remaining else 0
    official = "the free official sample" if exam == "step2_ck" else "the official sample"
    rows = []
    for at in range(1, number + 1):
        start = first + timedelta(weeks=at - 1)
        is_last = at == number
        if is_last:
            focus = "Only what was missed, shorter days, and sleep."
        elif at == 1:
            focus = "Baseline first; then the two weakest subjects, in mixed blocks with every answer read."
        elif at >= number - 1:
            focus = "Full days of mixed blocks at the exam's pace; the misses of all weeks again."
        else:
            focus = "Mixed blocks, timed; each evening the misses, each Saturday those of the week."
        is_test = at == 1 or (at > 2 and (number - 1 - at) % 2 == 0)
        test = official if is_last else "a full practice test" if is_test else ""
        rows.append(StudyWeek(at, start, start + timedelta(days=6), focus, 0 if is_last else each, test))
    return tuple(rows)
