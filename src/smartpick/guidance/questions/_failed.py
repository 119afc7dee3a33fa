"""A failed Step 1 or Level 1, passed later: four conditions, each from the record, and the list's own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.guidance._exams import day_ahead, exam_name, failed_any, fails, is_awaited, to_pass
from smartpick.guidance._finding import Answer, Condition, ListFigures, Range
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import letters_ask_by
from smartpick.guidance._sent import logged_as_sent
from smartpick.guidance._support import support_lines
from smartpick.guidance.questions._words import CLOSED, counted, in_area, percent, where
from smartpick.guidance.reading import recovery_state
from smartpick.guidance.routes import is_la_only
from smartpick.uncertainty import EVEN, RARE
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from datetime import date

__all__ = ["failed_step1"]

_LATER = {
    Stage.RANKING: "Interviews decide now: rank every place where you would go; `smartpick rank` shows the chance.",
    Stage.MATCH_WEEK: "Programs have ranked; the answer comes on Monday, and nothing that you do now changes it.",
    Stage.SOAP: "This week brings the answer. If it was no, SOAP begins the same hour, and reads the same record.",
    Stage.MATCH_DAY: "Today the season gives its answer, and nothing that you do now changes it.",
    Stage.OVER: "This season has given its answer. What follows looks ahead.",
}


def failed_step1(ground: Ground, figures: ListFigures) -> Answer:
    """FAQ 1: a failed Step 1 or Level 1, passed later; is the first area still possible?"""
    failed = [exam for exam in ("step1", "comlex1") if fails(ground, exam)]
    is_open = any(exam in to_pass(ground) for exam in failed)
    asked = exam_name(failed[0]) if failed else "Step 1"
    later = "have not passed it yet" if is_open else "passed later"
    question = f"I failed {asked} and {later}. Can I still match{in_area(figures)}?"
    shown: dict[str, Range | float | int | str] = {"p_match": figures.p_match, "area": figures.area or "not named"}
    if figures.area_p_match is not None:
        shown["p_match_area_only"] = figures.area_p_match
    if not failed:
        said = ["Your profile has no failed Step 1 or Level 1, so this question is not yours."]
        others = " and ".join(exam_name(exam) for exam in failed_any(ground))
        if others:
            said.append(f"What a failed attempt at {others} means for you is read by `smartpick assess`.")
        return Answer("failed_step1", question, "does not apply", tuple(said), (), "", None, shown, ())
    rows = (_step2_first(ground), _grades(ground), _letters(ground), _breadth(ground, figures))
    conditions = tuple(row for row, _ in rows)
    if ground.stage in CLOSED:
        told = (_LATER[ground.stage], "The four conditions that help, and which of them hold, count for a next season.")
        support = support_lines(ground.facts)
        return Answer("failed_step1", question, "see below", told, conditions, "", None, {}, (), support)
    met = sum(each.state == "met" for each in conditions)
    open_ones = [action for row, action in rows if row.state != "met" and action]
    is_all_met = met == len(rows)
    name, chance = exam_name(failed[0]), figures.area_p_match or figures.p_match
    first = (
        f"Not before {name} is passed: that comes before everything else, and the figures below hold from then on."
        if is_open
        else f"{_possible(figures)} Of the four conditions that help, {met} {'is' if met == 1 else 'are'} met."
    )
    open_ones_too = [exam_name(exam) for exam in to_pass(ground) if exam not in failed]
    if open_ones_too and not is_open:
        first = f"Not before {' and '.join(open_ones_too)} is passed: that comes first now. {first}"
    list_ = "This list comes to" if figures.is_planning else "The list of this profile, sent in time, comes to"
    lines = [first, f"{list_} {percent(figures.p_match)} for a match anywhere on it."]
    if figures.area_p_match is not None and figures.area_programs is not None:
        lines.append(
            f"The best list in {where(figures)} alone, {counted(figures.area_programs, 'program')}, comes to"
            f" {percent(figures.area_p_match)}; both figures are those of `smartpick list`."
        )
    action, by = _act(ground, open_ones, is_all_met=is_all_met)
    if action == rows[0][1]:
        by = day_ahead(ground, _numbered(ground)) or by
    elif action == rows[2][1]:
        by = letters_ask_by(ground)
    if is_open:
        action, by = f"Pass {name}: give it its weeks before anything else.", day_ahead(ground, failed[0])
    ids = tuple(dict.fromkeys(fact for basis in figures.basis.values() for fact in basis.level.fact_ids))
    verdict = "not yet" if is_open else "very unlikely" if chance.mean < RARE else "possible"
    is_bad = is_open or min(chance.mean, figures.p_match.mean) < EVEN
    support = support_lines(ground.facts) if is_bad else ()
    return Answer("failed_step1", question, verdict, tuple(lines), conditions, action, by, shown, ids, support)


def _possible(figures: ListFigures) -> str:
    """Say how likely it is where she asks about, before anything else."""
    chance = figures.area_p_match or figures.p_match
    if chance.mean < RARE:
        return "It is not ruled out, and on these figures very unlikely."
    return (
        "Yes, it is possible." if chance.mean >= EVEN else "It is possible, and on these figures less likely than not."
    )


def _act(ground: Ground, actions: list[str], *, is_all_met: bool) -> tuple[str, date | None]:
    if is_all_met:
        return "Nothing of the four is open: tell the fail in one sentence, and what changed in the next.", None
    if not ground.is_early:
        answered = "what is open here is answered in interviews now, and noted for a next season."
        if logged_as_sent(ground):
            return f"Applications are in: {answered}", None
        if ground.stage is Stage.SUBMITTED:
            return f"Send today what is not out, or log what is; {answered}", ground.today
        return f"Log where you applied; {answered}", None
    if not actions:
        return "What is open cannot change before programs read: prepare two sentences about it instead.", None
    return actions[0], ground.reading_day


def _numbered(ground: Ground) -> str:
    """Return the exam whose number answers a fail."""
    return "comlex2" if ground.applicant.is_comlex_only else "step2_ck"


def _step2_first(ground: Ground) -> tuple[Condition, str]:
    exam = _numbered(ground)
    first = "comlex1" if fails(ground, "comlex1") and not fails(ground, "step1") else "step1"
    fields, name = (f"exams.{exam}", f"exams.{first}"), exam_name(exam)
    attempts = [each for each in getattr(ground.profile.exams, exam) if each.result]
    text = f"{name} passed at the first attempt, clearly above the earlier result"
    if not attempts:
        return Condition(
            text, "unknown", fields, f"{name} is still to come; it is what answers the fail best."
        ), "" if is_awaited(ground, exam) else f"Give {name} its weeks before anything else."
    if attempts[0].result != "pass":
        return Condition(
            text, "not met", fields, f"{name} was not passed at the first attempt; that cannot change."
        ), ""
    state = recovery_state(ground)
    if state in {"yes", "partial"}:
        return Condition(text, "met", fields, f"passed at the first attempt; recovery: {state}."), ""
    return Condition(text, "not met", fields, f"passed at the first attempt, and no recovery is shown ({state})."), ""


def _grades(ground: Ground) -> tuple[Condition, str]:
    text, fields = "Strong clinical grades and a sub-internship", ("clerkships", "us_experience")
    graded = [each for each in ground.profile.clerkships if each.is_honors is not None]
    honors = sum(bool(each.is_honors) for each in graded)
    subi = any(each.kind in {"sub_internship", "away_rotation", "hands_on"} for each in ground.profile.us_experience)
    said = f"top grade in {honors} of {counted(len(graded), 'graded clerkship')};"
    said += f" {'a' if subi else 'no'} hands-on rotation told."
    is_ahead = any(each.date is not None and each.date >= ground.today for each in ground.profile.clerkships)
    ahead = "Aim for the top grade in the clerkships still ahead." if is_ahead else ""
    if not graded and not subi:
        return Condition(text, "unknown", fields, "the profile has no grades and no rotation."), ahead
    strong = bool(graded) and honors / len(graded) >= ground.benchmarks["honors_strong"]
    return Condition(text, "met" if subi and strong else "not met", fields, said), ahead


def _letters(ground: Ground) -> tuple[Condition, str]:
    text, fields = "Letters that speak for reliability and growth", ("letters",)
    weeks = ground.benchmarks["close_supervision_weeks"]
    good = [
        each
        for each in ground.profile.letters
        if (each.weeks_supervised or 0) >= weeks and each.status in {"agreed", "uploaded"}
    ]
    growth = any(each.knows_growth for each in good)
    if not ground.profile.letters:
        return Condition(
            text, "unknown", fields, "the profile has no letters."
        ), "Ask a writer who worked closely with you and saw you grow."
    said = f"{len(good)} from close supervision; {'one' if growth else 'none'} can speak to growth."
    return Condition(
        text, "met" if len(good) >= 2 and growth else "not met", fields, said
    ), "Ask a writer who worked closely with you and saw you grow."


def _breadth(ground: Ground, figures: ListFigures) -> tuple[Condition, str]:
    text = "A list that goes beyond the first area and the hardest programs"
    if is_la_only(ground):
        return Condition(
            text, "not met", ("goals.areas",), f"the list stays in {where(figures)}."
        ), "Name more places where you would go."
    alone = f"{figures.area_programs or 0} if it stayed in {where(figures)}"
    said = f"{counted(figures.programs, 'program')} on this list, {alone}."
    return Condition(text, "met", ("goals.areas",), said), ""
