"""How many weeks, which target, which pace, go or delay: every exam that still lies ahead, the earlier ones first."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import NormalDist
from typing import TYPE_CHECKING

from smartpick.guidance._exams import day_ahead, exam_name, failed_any, fails, to_pass
from smartpick.guidance._finding import Finding, Range
from smartpick.guidance._rules import rule_of
from smartpick.guidance._season_days import Desk, said_day, weeks
from smartpick.guidance.plan._ahead import SAME_LEVEL, exam_before, exams_ahead, needed_for
from smartpick.guidance.plan._bank import Load, Stretch, load_of, study_weeks
from smartpick.guidance.plan._types import Study

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground
    from smartpick.profile import Practice

__all__ = ["days_left", "decide_by", "latest_day", "score_keys", "studies_of"]

_SCALE = {"step2_ck": (150, 300), "comlex2": (200, 800)}
"""Exam whose practice tests are read on the exam's own scale → its ends."""
_FULL_TESTS = 2
_TIMES = {1: "once", 2: "twice"}
_NINE_TENTHS = 1.645
_IN_WEEKS = 14
"""From that many days on a stretch is told in weeks."""
_LEAST_WEEKS = 3
"""With fewer weeks than that a plan that asks for more is no plan, whatever the questions left."""


def score_keys(exam: str) -> tuple[str, ...]:
    """Return the benchmarks of the scores for which lists are made."""
    stem = "plan_list_comlex" if exam == "comlex2" else "plan_list_score"
    return tuple(f"{stem}_{level}" for level in ("low", "middle", "high"))


def studies_of(desk: Desk) -> tuple[Study, ...]:
    """Return the plan for each exam ahead, the one to be passed first at the head; empty when none is."""
    found: list[Study] = []
    for exam in exams_ahead(desk.ground):
        found.append(_study_of(desk, exam, found))
    return tuple(found)


def days_left(days: int) -> str:
    """Return how much time is left before an exam, in words.

    Examples
    --------
    >>> days_left(38), days_left(14), days_left(10), days_left(1), days_left(0)
    ('5 weeks', '2 weeks', '10 days', '1 day', 'no day')
    """
    if days >= _IN_WEEKS:
        return weeks(days // 7)
    return "no day" if days < 1 else f"{days} day{'s' if days > 1 else ''}"


def _study_of(desk: Desk, exam: str, earlier: list[Study]) -> Study:
    ground = desk.ground
    tests, predicted = _predicted(ground, exam)
    passing, ids = _pass_mark(ground, exam)
    target = _target(ground, exam, predicted)
    wanted, why = _wanted(ground, exam, predicted, passing)
    day = day_ahead(ground, exam)
    before = exam_before(ground, exam)
    # Two exams are not studied for in the same weeks: these begin after the day of whatever comes sooner.
    sooner = [each.exam_day for each in earlier if each.exam_day is not None and (day is None or each.exam_day < day)]
    begin = max([desk.today, *(each + timedelta(days=1) for each in sooner)])
    waits = before is not None and any(each.exam == before and each.exam_day is None for each in earlier)
    is_out_of_order = before is not None and day is not None and _is_later(earlier, before, day)
    left = None if day is None else max(0, (day - begin).days)
    twin = next((each for each in earlier if each.exam == SAME_LEVEL.get(exam) and each.exam_day in sooner), None)
    if twin is not None and left is not None:
        # What was learned for the one counts for the other: the days between the two are for what differs.
        wanted, why = max(1, min(wanted, left // 7)), [f"the weeks before {twin.exam_name} count for it too"]
    stretch = Stretch.of(begin, day, wanted)
    load = Load(0, 0, 0, 0, 0, ()) if twin is not None else load_of(ground, exam, stretch, is_first=not earlier)
    if before is not None and (waits or is_out_of_order):
        verdict = "after an earlier exam"
        what = "choose a day for it" if waits else "move one of the two days"
        text = f"{exam_name(before)} comes first: {what}, so that the day for {exam_name(exam)} lies after it."
    else:
        verdict, text = _verdict(desk, exam, day, predicted, passing)
    is_short = left is not None and left < wanted * 7 and (left < _LEAST_WEEKS * 7 or bool(load.left_out))
    is_short = is_short and twin is None
    findings = [
        *_order(ground, exam, before),
        _length(exam, wanted, why, left, day, ids),
        *_after_ranks(desk, exam, day),
        *_baseline(ground, exam, tests, predicted, day),
        *_target_finding(ground, exam, predicted, target),
        *_trend(exam, tests),
        *load.findings,
    ]
    return Study(
        exam,
        exam_name(exam),
        day,
        wanted,
        None if left is None else left // 7,
        predicted,
        target,
        verdict,
        text,
        tuple(findings),
        () if waits or is_out_of_order else study_weeks(exam, stretch, load),
        begin + timedelta(weeks=wanted) if is_short and verdict != "after an earlier exam" else None,
        load.left_out,
    )


def _is_later(earlier: list[Study], before: str, day: date) -> bool:
    """Say whether the exam that has to be passed first is planned for the same day or a later one."""
    return any(each.exam == before and each.exam_day is not None and each.exam_day >= day for each in earlier)


def _order(ground: Ground, exam: str, before: str | None) -> list[Finding]:
    """Say what a pass is needed for, and which exam comes first."""
    text, ids = needed_for(ground, exam)
    fields: tuple[str, ...] = (f"exams.{exam}", "applicant.type")
    if before is not None:
        first = exam_name(before)
        text = f" {first} comes first, and is not passed yet: {exam_name(exam)} is planned behind it.{text}"
        fields = (f"exams.{exam}", f"exams.{before}", "applicant.type")
    if not text:
        return []
    return [Finding("exam_order", "exam", "watch" if before else "note", text.strip(), fields, ids)]


def _after_ranks(desk: Desk, exam: str, day: date | None) -> list[Finding]:
    """Say of a failed exam whose result comes after the rank lists close that programs then rank without a pass."""
    ranks = desk.ahead("rank_list_deadline")
    usual = desk.weeks("plan_result_weeks")
    if day is None or ranks is None or exam not in to_pass(desk.ground) or day + usual <= ranks.day:
        return []
    name, last = exam_name(exam), ranks.day - usual
    text = (
        f"The result of {said_day(day)} usually comes after the rank list deadline on {said_day(ranks.day)}"
        f"{ranks.note}: programs would rank without a pass in {name}."
    )
    if last >= desk.today:
        text += (
            f" A test by {said_day(last)} usually brings it in time: ask your school and an advisor whether an earlier"
            " day, with the weeks of study before it, is the better one, or whether a later season is."
        )
    else:
        text += " Ask your school and an advisor what that means for this season and for the next."
    fields = (f"exams.{exam}", "season")
    return [Finding("result_after_ranks", "exam", "concern", text, fields, ranks.fact_ids, "ask about another day")]


def _tests(ground: Ground, exam: str) -> list[Practice]:
    if exam not in _SCALE:
        return []
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
    if exam not in _SCALE:
        return None, ()
    rule = rule_of(ground, "COMLEX-USA Level 2-CE" if exam == "comlex2" else "Step 2 CK", "pass_standard")
    if rule is None or not str(rule["value"]).isdigit():
        return None, ()
    return int(rule["value"]), (rule["fact_id"],)


def _target(ground: Ground, exam: str, predicted: Range | None) -> tuple[int, int] | None:
    if predicted is None:
        return None
    stem = "plan_study_gain_comlex" if exam == "comlex2" else "plan_study_gain"
    top = _SCALE[exam][1]
    # From the whole points that are shown, so that the sum can be checked by whoever reads it.
    low, high = (round(predicted.mean) + ground.benchmarks[f"{stem}_{end}"] for end in ("low", "high"))
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
    told = predicted is not None or any(test.exam == exam for test in ground.profile.exams.practice)
    if not told:
        why.append("no practice test is told")
    elif reference is not None and predicted is not None and predicted.mean < reference[0]:
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
    elif left is not None and left < wanted * 7:
        severity, change = "concern", "move the exam, or free more hours"
        if left < 1:
            text += f" No day is left before {said_day(day)}."
        else:
            text += f" Only {days_left(left)} {'is' if left == 1 else 'are'} left before {said_day(day)}, so the plan"
            text += " is tighter than it should be."
    fields = (f"exams.{exam}", "exams.practice", "exams.step1", "study.hours_per_day")
    return Finding("study_weeks", "exam", severity, text, fields, ids, change, day if change and day else None)


def _baseline(
    ground: Ground, exam: str, tests: list[Practice], predicted: Range | None, day: date | None
) -> list[Finding]:
    fields = ("exams.practice", f"exams.{exam}")
    if exam not in _SCALE:
        return _without_scale(ground, exam)
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


def _without_scale(ground: Ground, exam: str) -> list[Finding]:
    """Say how to read practice tests of an exam for which no table leads from them to a result."""
    fields = ("exams.practice", f"exams.{exam}")
    own = sorted((each for each in ground.profile.exams.practice if each.exam == exam), key=lambda each: each.date)
    how = "read the chance of passing that its own report gives; no table that turns it into a result is at hand here."
    if not own:
        text = f"No practice test for {exam_name(exam)} is told. Take one before anything else, and {how}"
        return [Finding("practice_none", "exam", "unknown", text, fields, (), "take a practice test")]
    last = own[-1]
    text = f"Last practice test: {last.name} {last.score} ({last.date:%B %Y}): {how}"
    return [Finding("practice_last", "exam", "note", text, fields)]


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
    if day == desk.today:
        return "today", (
            f"{said_day(day)} is the day of {name}. Whoever is ill, or cannot sit it, tells the school and the exam's"
            " board before it begins."
        )
    if predicted is None or passing is None:
        where = "" if exam in _SCALE else ", and for the chance of passing that its report gives"
        return "no baseline", f"Whether {said_day(day)} is right cannot be said without a practice test{where}."
    error = (predicted.high - predicted.mean) / _NINE_TENTHS
    risk = NormalDist(predicted.mean, error).cdf(passing - 0.5)
    share = "less than 1" if risk < 0.01 else "more than 99" if risk > 0.99 else f"about {100 * risk:.0f}"
    said = f"On these tests the chance of a result under {passing} is {share} in 100."
    decide = decide_by(desk, day)
    if desk.today < decide - timedelta(days=14):
        return "wait", (
            f"{said} Decide on {said_day(decide)}, after a new practice test. Rule: go when its lower end (90 %)"
            f" reaches {passing}; else move the day, if the result can still come in time."
        )
    if predicted.low >= passing:
        return "go", f"{said} The lower end of the range reaches the pass mark: keep {said_day(day)}."
    last = latest_day(desk)
    if last is not None and day < last:
        fail = "second fail" if failed_any(desk.ground) else "fail"
        return "delay", (
            f"{said} Move the exam, at the latest to {said_day(last)}: a result from that day usually still reaches"
            f" programs when they begin to read. A {fail} would weigh more than a late result."
        )
    if desk.ground.is_early:
        instead = "move the exam, apply without the score if your school agrees, and add it when it comes."
    else:
        instead = "move the exam, and have the result sent to programs when it is there."
    return "delay", f"{said} A fail would weigh more than a late result: {instead}"


def decide_by(desk: Desk, day: date) -> date:
    """Return the day on which an exam planned for a day is kept or moved."""
    return day - timedelta(days=desk.ground.benchmarks["plan_decide_days"])


def latest_day(desk: Desk) -> date | None:
    """Return the last day of an exam whose result is usually there when programs begin to read; None once they do."""
    reading = desk.ahead("programs_may_review")
    return None if reading is None else reading.day - desk.weeks("plan_result_weeks")
