"""Is a result low by the informal benchmarks, exam by exam? Attempts are told apart from scores.

Thresholds are whole lines of ``facts/guidance``; a rule fires below its value, never at it.
"""

from __future__ import annotations

from smartpick.guidance._benchmarks import Benchmark
from smartpick.guidance._exams import day_ahead, exam_name, fails, first_to_pass, is_awaited, passed, still_to_do
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground, percentile_text
from smartpick.guidance.reading._scale import ExamResult, results_of

__all__ = ["bands", "low_scores"]

_NO_NUMBER_SINCE = {"step1": "26 January 2022", "comlex1": "10 May 2022"}


def bands(ground: Ground) -> list[Finding]:
    """Return what each exam reads like: the score, the attempts, and what is still to come."""
    findings = []
    for exam in ("step1", "comlex1"):
        findings += _first_exam(ground, exam)
    findings += _step2(ground) + _comlex2(ground)
    for exam in ("step3", "comlex3"):
        if passed(ground, exam):
            text = f"{exam_name(exam)} is passed: the last licensing exam is behind you, which few applicants can show."
            findings.append(Finding(f"{exam}_passed", "score", "strength", text, (f"exams.{exam}",)))
        elif fails(ground, exam):
            findings.append(_attempts(ground, exam, "step2_failed"))
    if not any(each.topic == "score" for each in findings):
        findings.append(_nothing_yet(ground))
    return findings


def low_scores(ground: Ground) -> list[tuple[ExamResult, str]]:
    """Return the last score of each exam that reads as low, with the benchmark that it lies under, in words."""
    found = []
    for exam in ("step1", "step2_ck", "comlex2"):
        scored = [each for each in results_of(ground) if each.exam == exam and each.score and not each.is_fail]
        if not scored:
            continue
        last = scored[-1]
        if exam == "step2_ck":
            mark, place = _fired(ground, last), _low_place(ground, last)
            if mark is not None:
                found.append((last, f"below {mark.value:g}, an informal benchmark"))
            elif place:
                found.append((last, place))
        elif exam == "step1":
            limit = ground.benchmarks["weak_percentile"]
            if last.middle is not None and last.middle < limit / 100:
                found.append((last, f"{percentile_text(last.middle)} of takers of its time"))
        elif last.z is not None and last.middle is not None and last.z < ground.benchmarks["comlex_below_mean"] - 1e-9:
            found.append((last, f"below the national mean, {percentile_text(last.middle)} of takers"))
    return found


def _low_place(ground: Ground, last: ExamResult) -> str:
    """Return the place of a score among all takers where that is weak, else nothing."""
    if last.middle is None or last.middle >= ground.benchmarks["weak_percentile"] / 100:
        return ""
    return f"{percentile_text(last.middle)} of takers"


def _fired(ground: Ground, last: ExamResult) -> Benchmark | None:
    """Return the benchmark that a Step 2 CK score lies under, the lowest first."""
    marks = [ground.benchmarks.get(key) for key in ("step2_ck_serious", "step2_ck_concern", "step2_ck_low")]
    return next((mark for mark in marks if (last.score or 0) < mark.value), None)


def _first_exam(ground: Ground, exam: str) -> list[Finding]:
    tried = [each for each in results_of(ground) if each.exam == exam]
    if not tried:
        return []
    name, field = exam_name(exam), f"exams.{exam}"
    findings = []
    if fails(ground, exam):
        findings.append(_attempts(ground, exam, "step1_failed"))
    if not passed(ground, exam):
        text = f"{name} is not passed yet. Passing it comes before everything else here."
        return [*findings, Finding(f"{exam}_open", "score", "serious", text, (field,), can_change="pass it")]
    last = tried[-1]
    if last.score is not None:
        findings.append(_old_number(ground, last))
    elif not fails(ground, exam):
        text = f"{name} passed at the first attempt. The exam has no number since {_NO_NUMBER_SINCE[exam]}: neutral."
        findings.append(Finding(f"{exam}_passed_first", "score", "note", text, (field,)))
    late = _late(ground, last)
    return [*findings, late] if late else findings


def _old_number(ground: Ground, last: ExamResult) -> Finding:
    text = f"Your {last.name} score of {last.score} dates from before the exam went pass/fail, and programs can see it."
    if last.middle is None:
        text += " No national mean for it is at hand here, so it is not placed."
        return Finding(f"{last.exam}_old_number", "score", "note", text, (last.field,), last.fact_ids)
    weak = last.middle < ground.benchmarks["weak_percentile"] / 100
    text += f" It stands at {percentile_text(last.middle)} of takers of its time."
    severity = "watch" if weak else "note"
    return Finding(f"{last.exam}_old_number", "score", severity, text, (last.field,), last.fact_ids)


def _attempts(ground: Ground, exam: str, key: str) -> Finding:
    count, rule = fails(ground, exam), ground.benchmarks.get(key)
    many = ground.benchmarks.get("failed_attempts_serious")
    name = exam_name(exam)
    tried = "One failed attempt" if count == 1 else f"{count} failed attempts"
    severity = "serious" if count >= many.value else rule.flag
    ended = f", then a pass at attempt {_pass_number(ground, exam)}" if passed(ground, exam) else ", and no pass yet"
    text = f"{tried} at {name}{ended}. Programs see every attempt; a good later result can count for more."
    figure = ground.figure("failed_attempt_considered_pct", kind="all")
    ids: tuple[str, ...] = (many.fact_id, rule.fact_id)
    if figure is not None:
        text += (
            f" In the last survey that asked ({figure.season}), {figure.value:.0f} % of directors would consider an"
            " applicant with one."
        )
        ids = (*ids, figure.fact_id)
    return Finding(f"{exam}_attempts", "attempts", severity, text, (f"exams.{exam}",), ids)


def _pass_number(ground: Ground, exam: str) -> int:
    attempts = getattr(ground.profile.exams, exam)
    return next(number for number, each in enumerate(attempts, 1) if each.result == "pass")


def _late(ground: Ground, last: ExamResult) -> Finding | None:
    """Tell a pass very near graduation; abroad the exams are commonly taken after it."""
    graduation = ground.profile.applicant.graduation_date
    if graduation is None or last.day is None or ground.profile.applicant.type.is_img:
        return None
    months = (graduation - last.day).days / 30.44
    limit = ground.benchmarks.get("step1_late_months")
    if months >= limit.value:
        return None
    text = (
        f"{last.name} was passed {max(0, round(months))} months before graduation, later than usual at US schools."
        " A reader may ask why; one plain sentence is enough."
    )
    fields = (last.field, "applicant.graduation_date")
    return Finding(f"{last.exam}_late", "score", limit.flag, text, fields, (limit.fact_id,))


def _step2(ground: Ground) -> list[Finding]:
    tried = [each for each in results_of(ground) if each.exam == "step2_ck"]
    findings = []
    if fails(ground, "step2_ck"):
        findings.append(_attempts(ground, "step2_ck", "step2_failed"))
    scored = [each for each in tried if each.score is not None and not each.is_fail]
    if scored:
        return [*findings, _step2_band(ground, scored[-1])]
    ahead = [each for each in ground.profile.exams.step2_ck if each.result is None]
    if ahead or (ground.profile.exams.step1 and not tried) or (tried and not passed(ground, "step2_ck")):
        findings.append(_ahead(ground, "step2_ck"))
    elif tried and passed(ground, "step2_ck"):
        text = "Step 2 CK is passed; the profile has no number for it. Add the score that stands on the report."
        findings.append(Finding("step2_ck_no_number", "score", "unknown", text, ("exams.step2_ck",)))
    return findings


def _ahead(ground: Ground, exam: str) -> Finding:
    """Say what the exam with a number waits for: its day, its result, its pass, or an earlier exam's pass."""
    name, day, field = exam_name(exam), day_ahead(ground, exam), f"exams.{exam}"
    when = f", planned for {day:%-d %B %Y}" if day else ""
    first = first_to_pass(ground)
    if is_awaited(ground, exam):
        text = f"{name}: its day is behind you, and the profile has no result. Enter it when it is in."
        return Finding(f"{exam}_awaited", "score", "unknown", text, (field,), can_change="enter the result")
    fields = tuple(dict.fromkeys((field, f"exams.{first}"))) if first else (field,)
    if first == exam:
        text = f"{name} is failed and not passed yet{when}. Passing it comes before any number, and before any list."
        severity = "serious"
    elif first is not None:
        text = f"{name} is still to come{when}. {exam_name(first)} has to be passed before it counts."
        severity = "unknown"
    else:
        text = f"{name} is still to come{when}. It is the one number left, and the largest thing you can still change."
        severity = "unknown"
    change = still_to_do(ground, exam)
    return Finding(f"{exam}_ahead", "score", severity, text, fields, can_change=change, by=day)


def _step2_band(ground: Ground, last: ExamResult) -> Finding:
    fired = _fired(ground, last)
    if fired is None:
        low = ground.benchmarks.get("step2_ck_low")
        text = f"Step 2 CK {last.score}: not low by the informal benchmarks (the highest is {low.value:g})."
        place = _low_place(ground, last)
        if place:
            text = f"{text[:-1]}, and still {place}."
        severity = "note" if place else "strength"
        return Finding("step2_ck_not_low", "score", severity, text, (last.field,), (low.fact_id, *last.fact_ids))
    fields = [last.field]
    more = ""
    if fired.key == "step2_ck_low":
        fields.append("applicant.type")
        img = ground.profile.applicant.type.is_img
        more = (
            " for international applicants" if img else "; for graduates of US schools the specialty's mean says more"
        )
    text = f"Step 2 CK {last.score}: below {fired.value:g}, an informal benchmark that many readers use{more}."
    text += " It is no cut-off of any one program."
    return Finding(fired.key, "score", fired.flag, text, tuple(fields), (fired.fact_id,))


def _comlex2(ground: Ground) -> list[Finding]:
    tried = [each for each in results_of(ground) if each.exam == "comlex2"]
    findings = []
    if fails(ground, "comlex2"):
        findings.append(_attempts(ground, "comlex2", "step2_failed"))
    scored = [each for each in tried if each.score is not None and not each.is_fail]
    if scored:
        findings.append(_comlex2_band(ground, scored[-1]))
    elif (ground.profile.exams.comlex1 or tried) and not passed(ground, "comlex2"):
        findings.append(_ahead(ground, "comlex2"))
    if ground.applicant.is_comlex_only:
        findings.append(_comlex_only(ground))
    return findings


def _comlex2_band(ground: Ground, last: ExamResult) -> Finding:
    z = last.z
    if z is None or last.middle is None:
        text = f"COMLEX Level 2-CE {last.score}; no national mean is at hand to place it."
        return Finding("comlex2_unplaced", "score", "unknown", text, (last.field,))
    far, below = ground.benchmarks.get("comlex_far_below_mean"), ground.benchmarks.get("comlex_below_mean")
    fired = next((mark for mark in (far, below) if z < mark.value - 1e-9), None)
    where = f"{percentile_text(last.middle)} of takers"
    if fired is None:
        text = f"COMLEX Level 2-CE {last.score}: at or above the national mean, {where}."
        if fails(ground, "comlex1"):
            text += " That answers a failed Level 1 better than anything else can."
        return Finding("comlex2_not_low", "score", "strength", text, (last.field,), last.fact_ids)
    text = f"COMLEX Level 2-CE {last.score}: below the national mean, {where}. An informal benchmark, not a cut-off."
    return Finding(fired.key, "score", fired.flag, text, (last.field,), (*last.fact_ids, fired.fact_id))


def _comlex_only(ground: Ground) -> Finding:
    """Say how COMLEX alone is read here: by its own place; a link to the other exam is shown with its error."""
    score = next((each.score for each in ground.basis.values()), None)
    text = "You have COMLEX and no USMLE. Nothing here is converted silently, and you are never asked for a Step score."
    ids: tuple[str, ...] = ()
    if score is not None and score.points is not None:
        low, high = score.points - 1.645 * score.sd, score.points + 1.645 * score.sd
        text += (
            f" For the chances, your place among COMLEX takers is read at the same place among DO students with a"
            f" Step 2 CK score: {low:.0f} to {high:.0f} (90 %), an estimate and no score of yours."
        )
        ids = score.fact_ids
    text += (
        " Which programs take COMLEX alone is not published in one place: ask, and write the answer into your profile."
    )
    return Finding(
        "comlex_only",
        "score",
        "watch",
        text,
        ("exams.step2_ck", "exams.comlex1", "exams.comlex2"),
        ids,
        can_change="ask each program whether COMLEX alone is enough" if ground.is_early else "",
        by=ground.reading_day if ground.is_early else None,
    )


def _nothing_yet(ground: Ground) -> Finding:
    exam = "comlex1" if ground.profile.applicant.type.is_do else "step1"
    text = "The profile has no exam result yet. Nothing is assumed about any of them."
    return Finding("no_results", "score", "unknown", text, (f"exams.{exam}",), can_change="add what has been taken")
