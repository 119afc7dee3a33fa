"""Is a rotation worth it? What it is assumed to do, where, what it costs, and what the weeks are taken from."""

from __future__ import annotations

import math

from smartpick.guidance._exams import exam_name, passed
from smartpick.guidance._finding import Answer, Condition, ListFigures, Range
from smartpick.guidance._ground import Ground
from smartpick.guidance.questions._words import CLOSED, in_area

__all__ = ["away"]


def away(ground: Ground, figures: ListFigures) -> Answer:
    """FAQ 2: is a rotation in the first area worth it?"""
    profile = ground.profile
    question = f"Is an away rotation or sub-internship{in_area(figures)} worth it?"
    assumed = ground.assumptions.get("away_rotation", next(iter(ground.basis), "all"), profile.applicant.type)
    spread = 1.645 * assumed.sd
    effect = Range(math.exp(assumed.mean), math.exp(assumed.mean - spread), math.exp(assumed.mean + spread))
    planned = [each for each in profile.us_experience if each.kind in {"away_rotation", "sub_internship"}]
    done = [each for each in planned if each.is_done or (each.end is not None and each.end < ground.today)]
    conditions = (_top_choice(ground), _free(ground), _cost(ground), _study_time(ground), _strengths(ground))
    gain = (
        "At the program whose site it is, it is assumed to multiply the odds of an interview offer by"
        f" {_times(effect)}."
    )
    nowhere = "At every other program it counts as a letter and as experience, no more."
    reading = ground.reading_day
    ids = (assumed.fact_id,)
    shown: dict[str, Range | float | int | str] = {"odds_of_interview_offer_there": effect}
    months = [
        day for day in profile.availability.free_months if day >= ground.today and (reading is None or day < reading)
    ]
    if not ground.is_early:
        verdict, first = (
            "too late",
            "Too late for this season: programs have begun to read."
            + ("" if ground.stage in CLOSED else " What you have learned on rotations is for interviews."),
        )
        action = "Keep it in mind for the next season, if one is needed."
    elif profile.applicant.graduation_date is not None and profile.applicant.graduation_date < ground.today:
        verdict = "ask the host"
        first = (
            "Student rotations are for students; as a graduate you would need an externship or hands-on work: ask"
            " the host."
        )
        action = "Ask two or three hosts whether they take graduates, and in what role."
    elif reading is not None and (reading - ground.today).days < 28 and not months:
        verdict = "too late for a letter"
        first = "A rotation that begins now ends after programs have begun to read; it can still help in interviews."
        action = "Put what you have done into the application first."
    else:
        met = sum(each.state == "met" for each in conditions)
        against = any(each.state == "not met" and each.fields[0].startswith("exams") for each in conditions)
        verdict = "maybe" if against or met < 3 else "worth it"
        first = (
            "Worth it, at a program that you would rank first."
            if verdict == "worth it"
            else ("Maybe: it depends on what is still open below.")
        )
        action = "Ask the host for the months and the fee before you plan the rest."
    if done:
        gain = f"You have done {len(done)} already. {gain}"
    lines = (first, gain, nowhere)
    return Answer("away", question, verdict, lines, conditions, action, reading, shown, ids)


def _times(effect: Range) -> str:
    return f"{effect.mean:.1f} ({effect.low:.1f} to {effect.high:.1f}; an assumption, not published)"


def _top_choice(ground: Ground) -> Condition:
    text, fields = "It is at a program that you would rank high", ("goals.programs", "us_experience")
    wishes = [each for each in ground.profile.goals.programs if (each.desire or 0) >= 4]
    if not wishes:
        return Condition(text, "unknown", fields, "no program is marked with a desire of 4 or 5.")
    return Condition(text, "met", fields, f"{len(wishes)} programs are marked so.")


def _free(ground: Ground) -> Condition:
    text, fields = "A month is free before programs read", ("availability.free_months",)
    months = ground.profile.availability.free_months
    if not months:
        return Condition(text, "unknown", fields, "free months are not told.")
    reading = ground.calendar.days.get("programs_may_review")
    early = [day for day in months if ground.today <= day and (reading is None or day < reading.day)]
    if not early:
        return Condition(text, "not met", fields, "the free months come after that day.")
    return Condition(text, "met", fields, f"{early[0]:%B %Y} is free.")


def _cost(ground: Ground) -> Condition:
    text, fields = "The cost is known and fits", ("us_experience", "budget.usd")
    costs = [each.cost_usd for each in ground.profile.us_experience if each.cost_usd]
    fee = next(iter(ground.facts.rows("rule", "topic = 'away_rotations' AND item = 'application fee'")), None)
    more = f" The application service takes about {fee['value']} (undated)." if fee is not None else ""
    if not costs:
        return Condition(text, "unknown", fields, f"no cost is told: fees, travel and a month's rent add up.{more}")
    total, budget = sum(costs), ground.profile.budget.usd
    if budget is None:
        return Condition(text, "unknown", fields, f"${total:,.0f} told, and no budget to hold it against.{more}")
    state = "met" if total <= budget / 2 else "not met"
    return Condition(text, state, fields, f"${total:,.0f} beside ${budget:,.0f} for applications.{more}")


def _study_time(ground: Ground) -> Condition:
    exam = "comlex2" if ground.applicant.is_comlex_only else "step2_ck"
    text, fields = "It takes no weeks from the exam with a number", (f"exams.{exam}",)
    ahead = [each for each in getattr(ground.profile.exams, exam) if each.result is None]
    if passed(ground, exam):
        return Condition(text, "met", fields, f"{exam_name(exam)} is behind you.")
    if ahead:
        day = ahead[-1].planned_date
        when = f" on {day:%-d %B %Y}" if day else ""
        why = f"{exam_name(exam)} is planned{when}: the weeks before it are worth more than any rotation."
        return Condition(text, "not met", fields, why)
    return Condition(text, "unknown", fields, f"{exam_name(exam)} is not planned yet.")


def _strengths(ground: Ground) -> Condition:
    text, fields = "Your strength is on the ward rather than on paper", ("clerkships", "letters")
    honors = [each for each in ground.profile.clerkships if each.is_honors]
    close = [each for each in ground.profile.letters if (each.weeks_supervised or 0) >= 4]
    if not ground.profile.clerkships and not ground.profile.letters:
        return Condition(text, "unknown", fields, "neither grades nor letters are told.")
    if honors or close:
        said = [f"top grade in {len(honors)}"] if honors else []
        said += [f"letters from close work: {len(close)}"] if close else []
        return Condition(text, "met", fields, f"{'; '.join(said)}.")
    return Condition(text, "not met", fields, "no top grade and no letter from close work yet.")
