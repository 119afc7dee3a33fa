"""Is the record rising, is there one outlier or several, was a weak result recovered, do grades and exams agree?

A bare pass tells no level: it never makes a trend, and never a recovery.
"""

from __future__ import annotations

from smartpick.guidance._exams import exam_name, next_number
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground, percentile_text
from smartpick.guidance.reading._scale import ExamResult, results_of

__all__ = ["pattern", "recovery_state"]


_FEWEST_GRADES = 2
"""From this on grades can be held against exams; one by itself is no pattern."""


def pattern(ground: Ground) -> list[Finding]:
    """Return trend, outlier, recovery and agreement with grades; each says so where there is too little to tell."""
    results = results_of(ground)
    if not results:
        return [_grades(ground, results)]
    return [_trend(ground, results), _outliers(ground, results), _recovery(ground, results), _grades(ground, results)]


def _fields(results: tuple[ExamResult, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.field for each in results))


def _levels(results: tuple[ExamResult, ...]) -> list[ExamResult]:
    return [each for each in results if each.middle is not None]


def _place_words(result: ExamResult) -> str:
    if result.is_fail:
        return f"{result.name}, attempt {result.attempt}: among the lowest {100 * result.high:.0f} % of first takers"
    assert result.middle is not None  # noqa: S101 -- only levels come here
    return f"{result.name} {result.score}: {percentile_text(result.middle)}"


def _trend(ground: Ground, results: tuple[ExamResult, ...]) -> Finding:
    levels, fields = _levels(results), _fields(results)
    ids = tuple(dict.fromkeys(fact for each in levels for fact in each.fact_ids))
    by_exam = {each.exam: each for each in levels}
    if len(levels) < 2 or len(by_exam) < 2:
        why = "a pass without a number tells no level" if len(results) > len(levels) else "one result makes no trend"
        return Finding("trend_unknown", "trend", "unknown", f"Trend: not enough to say; {why}.", fields, ids)
    first, last = levels[0], levels[-1]
    first_z, last_z = first.z or 0.0, last.z or 0.0
    gap = ground.benchmarks["trend_gap"]
    if first.is_fail:
        # A fail is a span, not a point: what counts is whether the later result clears it.
        moved = 1 if last.low > first.high else 0
    else:
        moved = 0 if abs(last_z - first_z) < gap else 1 if last_z > first_z else -1
    label, severity = {1: ("rising", "strength"), 0: ("flat", "note"), -1: ("falling", "watch")}[moved]
    steps = "; then ".join(_place_words(each) for each in (levels if len(levels) <= 4 else [first, last]))
    if moved == 0 and first_z != last_z:
        steps += "; the difference is within the error of two results"
    text = (
        f"Trend: {label}. {steps}. Places among takers of each exam (US and Canadian first takers for the Steps),"
        " no comparison of raw scores."
    )
    return Finding(f"trend_{label}", "trend", severity, text, fields, ids)


def _is_weak(ground: Ground, result: ExamResult) -> bool:
    limit = ground.benchmarks["weak_percentile"] / 100
    return result.is_fail or (result.middle is not None and result.middle < limit)


def _outliers(ground: Ground, results: tuple[ExamResult, ...]) -> Finding:
    fields = _fields(results)
    weak = {each.exam: each for each in results if _is_weak(ground, each)}
    shelves = [each for each in ground.profile.clerkships if each.shelf_percentile is not None]
    weak_shelves = [each for each in shelves if (each.shelf_percentile or 0) < ground.benchmarks["weak_percentile"]]
    if shelves:
        fields = (*fields, "clerkships")
    names = [*dict.fromkeys(each.name for each in weak.values()), *(f"{each.name} shelf" for each in weak_shelves)]
    others = [each for each in results if each.exam not in weak]
    if not names:
        limit = ground.benchmarks["weak_percentile"]
        text = f"Pattern: no failed attempt, and no result below the {limit:g}th percentile of takers."
        return Finding("pattern_none_weak", "pattern", "note", text, fields)
    if len(names) > 1:
        text = f"Pattern: several weak results ({', '.join(names)}). A reader sees a pattern rather than one bad day."
        return Finding("pattern_several", "pattern", "concern", text, fields)
    strong = [each for each in others if each.middle is not None and each.middle >= 0.5]
    good_shelves = [each for each in shelves if (each.shelf_percentile or 0) >= 50]
    if strong or good_shelves:
        rest = ", ".join(
            [*(f"{each.name} {each.score}" for each in strong), *(f"{e.name} shelf" for e in good_shelves)]
        )
        text = (
            f"Pattern: a single outlier ({names[0]}); the rest that tells a level is at or above the middle ({rest})."
        )
        return Finding("pattern_outlier", "pattern", "note", text, fields)
    text = f"Pattern: one weak result ({names[0]}), and nothing yet at or above the middle to set beside it."
    return Finding("pattern_one_weak", "pattern", "watch", text, fields)


def recovery_state(ground: Ground) -> str:
    """Return ``yes``, ``partial``, ``no``, ``not shown yet`` or ``nothing to recover``."""
    return _recovered(ground, results_of(ground))[0]


def _recovered(ground: Ground, results: tuple[ExamResult, ...]) -> tuple[str, ExamResult | None, ExamResult | None]:
    weak = next((each for each in results if _is_weak(ground, each)), None)
    if weak is None:
        return "nothing to recover", None, None
    after = results[results.index(weak) + 1 :]
    later = [each for each in after if each.middle is not None and not each.is_fail]
    if not later:
        return "not shown yet", weak, None
    last = later[-1]
    middle, place = last.middle or 0.0, last.z or 0.0
    if any(each.is_fail for each in after if each.exam != weak.exam):
        return "no", weak, last
    if middle >= ground.benchmarks["strong_percentile"] / 100:
        return "yes", weak, last
    clear = last.low > weak.high if weak.is_fail else place - (weak.z or 0) >= ground.benchmarks["trend_gap"]
    return ("partial" if clear and last.exam != weak.exam else "no"), weak, last


def _recovery(ground: Ground, results: tuple[ExamResult, ...]) -> Finding:
    state, weak, last = _recovered(ground, results)
    fields = _fields(results)
    if weak is None:
        return Finding(
            "recovery_none_needed", "recovery", "note", "Recovery: nothing of that kind to recover from.", fields
        )
    exam = weak.name
    if last is None:
        bare = any(each.result == "pass" for each in results[results.index(weak) + 1 :])
        text = f"Recovery after {exam}: not shown yet."
        if bare:
            text += " The pass since then is real, but it has no number, so it is not claimed as a recovery."
        exam_left = next_number(ground)
        change = ""
        if exam_left is None:
            text += " No exam with a number is left before residency: grades, letters and what you changed answer it."
        else:
            name = exam_name(exam_left)
            text += f" {name} is the next exam with a number, where it can be shown."
            change = f"show it in {name}, when practice tests say so"
        fields = (*fields, "applicant.graduation_date")
        return Finding("recovery_not_shown", "recovery", "watch", text, fields, can_change=change)
    text = {
        "yes": f"Recovery after {exam}: yes. {last.name} {last.score} stands in the upper half of takers. Name both"
        " facts side by side, without comment, wherever the earlier result comes up.",
        "partial": f"Recovery after {exam}: partial. {last.name} {last.score} is clearly above it and below the middle"
        " of takers. It can be called a step up, and no more than that.",
        "no": f"{_what_came(weak, last)}; a clear rise cannot be claimed from that. What you changed in how you study"
        " can still be told.",
    }[state]
    severity = {"yes": "strength", "partial": "note", "no": "concern"}[state]
    return Finding(f"recovery_{state}", "recovery", severity, text, fields)


def _what_came(weak: ExamResult, last: ExamResult) -> str:
    """Say both results side by side, the better one last."""
    if weak.is_fail and weak.exam == last.exam:
        return f"You failed {weak.name}, then passed with {last.score}"
    if weak.is_fail:
        return f"You failed {weak.name}, then came {last.name} {last.score}"
    return f"After {weak.name} came {last.name} {last.score}"


def _grades(ground: Ground, results: tuple[ExamResult, ...]) -> Finding:
    done = [each for each in ground.profile.clerkships if each.grade is not None or each.is_honors is not None]
    graded = [each for each in done if each.is_honors is not None and not each.is_pass_fail]
    fields = ("clerkships", *_fields(results))
    if not graded:
        if done:
            text = "Grades and exams: not compared; the clerkships told have no grades beyond pass and fail."
        else:
            text = "Grades and exams: not compared; the profile has no clerkship grades, and none are guessed."
        return Finding("grades_unknown", "grades", "unknown", text, fields, can_change="add the grades you have")
    share = sum(bool(each.is_honors) for each in graded) / len(graded)
    levels = [each for each in _levels(results) if not each.is_fail]
    weak_exam = any(_is_weak(ground, each) for each in results)
    if len(graded) < _FEWEST_GRADES:
        said = "the top grade" if graded[0].is_honors else "not the top grade"
        text = f"Grades and exams: one graded clerkship so far ({graded[0].name}, {said}), too little to compare."
        return Finding("grades_one", "grades", "unknown", text, fields, can_change="add the grades you have")
    counted = f"the top grade in {sum(bool(e.is_honors) for e in graded)} of {len(graded)} graded clerkships"
    strong = share >= ground.benchmarks["honors_strong"]
    if not levels and not weak_exam:
        text = f"Grades and exams: {counted}; no exam tells a level yet to compare with."
        return Finding("grades_alone", "grades", "note", text, fields)
    high = bool(levels) and (levels[-1].middle or 0) >= 0.5
    if strong and (weak_exam or not high):
        text = f"Grades and exams: grades are stronger ({counted}). That speaks for the ward over the test hall."
        return Finding("grades_stronger", "grades", "strength", text, fields)
    if not strong and high:
        text = f"Grades and exams: grades are weaker ({counted}) than the last exam. A reader may ask about the wards."
        return Finding("grades_weaker", "grades", "watch", text, fields)
    text = f"Grades and exams: they agree ({counted})."
    return Finding("grades_agree", "grades", "note", text, fields)
