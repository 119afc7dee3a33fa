"""Is a rotation worth it? What it is assumed to do, where, what it costs, and what the weeks are taken from."""

from __future__ import annotations

import math
from datetime import date, timedelta

from smartpick.guidance._exams import day_ahead, exam_name, first_to_pass, is_awaited, is_graduate, next_number, passed
from smartpick.guidance._finding import Answer, Condition, ListFigures, Range
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import (
    can_ask_rotation,
    letters_ask_by,
    rotation_ask_by,
    rotation_due,
    rotation_waits_for,
)
from smartpick.guidance._season_days import said_day, weeks
from smartpick.guidance.questions._words import CLOSED, counted, in_area
from smartpick.profile.passed import was_done
from smartpick.vocabulary import Stage

__all__ = ["away"]


def away(ground: Ground, figures: ListFigures) -> Answer:
    """FAQ 2: is a rotation in the first area worth it?"""
    profile = ground.profile
    question = f"Is an away rotation or sub-internship{in_area(figures)} worth it?"
    assumed = ground.assumptions.get("away_rotation", next(iter(ground.basis), "all"), profile.applicant.type)
    spread = 1.645 * assumed.sd
    effect = Range(math.exp(assumed.mean), math.exp(assumed.mean - spread), math.exp(assumed.mean + spread))
    planned = [each for each in profile.us_experience if each.kind in {"away_rotation", "sub_internship"}]
    done = [each for each in planned if was_done(each, ground.today)]
    conditions: tuple[Condition, ...] = (
        _top_choice(ground),
        _free(ground),
        _cost(ground),
        _study_time(ground),
        _strengths(ground),
    )
    gain = (
        "At the program whose site it is, it is assumed to multiply the odds of an interview offer by"
        f" {_times(effect)}."
    )
    nowhere = "At every other program it counts as a letter and as experience, no more."
    ids: tuple[str, ...] = (assumed.fact_id,)
    shown: dict[str, Range | float | int | str] = {"odds_of_interview_offer_there": effect}
    by = rotation_ask_by(ground)
    if not ground.is_early:
        verdict, first = "too late", _LATER[ground.stage]
        action, by = "Keep it in mind for the next season, if one is needed.", None
        if ground.stage is Stage.OVER:
            first, action = f"{first} {_next_time(ground)}", _anew(ground)
    elif not can_ask_rotation(ground):
        verdict, first = "too late for a letter", _late(ground, _arranged(ground))
        action = "Ask for a letter from somebody who has already worked with you."
        by = letters_ask_by(ground)
    elif (waits := rotation_waits_for(ground)) is not None:
        name = exam_name(waits)
        verdict, first = "not yet", f"Not before {name} is passed: its weeks go before any rotation."
        action, by = f"Pass {name}; then ask hosts, if a month is left before programs read.", day_ahead(ground, waits)
    elif is_graduate(ground):
        verdict = "ask the host"
        first = (
            "Student rotations are for students; as a graduate you would need an externship or hands-on work: ask"
            " the host."
        )
        action = "Ask two or three hosts whether they take graduates, and in what role."
    else:
        met = sum(each.state == "met" for each in conditions)
        against = any(each.state == "not met" and each.fields[0].startswith("exams") for each in conditions)
        verdict = "maybe" if against or met < 3 else "worth it"
        first = (
            "Worth it, at a program that you would rank first."
            if verdict == "worth it"
            else ("Maybe: it depends on what is still open below.")
        )
        action, by = "Ask the host for the months and the fee before you plan the rest.", rotation_due(ground)
    if done:
        gain = f"You have {counted(len(done), 'rotation')} behind you already. {gain}"
    if not ground.is_early:
        conditions = ()
    lines: tuple[str, ...] = (first, gain, nowhere)
    if ground.stage in CLOSED and ground.stage is not Stage.OVER:
        # In the weeks of ranking and of the Match, figures of what a rotation does answer nothing.
        lines, shown, ids = (first,), {}, ()
    return Answer("away", question, verdict, lines, conditions, action, by, shown, ids)


_LATER = {
    Stage.SUBMITTED: "Too late for this season: programs have begun to read. What you have learned on rotations is for"
    " interviews.",
    Stage.INTERVIEWING: "Too late for this season: interview offers go out by what programs have. What you have learned"
    " on rotations is for interviews.",
    Stage.RANKING: "Too late for this season: what counts now is the rank list.",
    Stage.MATCH_WEEK: "Too late for this season: rank lists are closed.",
    Stage.SOAP: "Too late for this season: the Match has run, and SOAP has no time for one.",
    Stage.OVER: "Too late for this season, which is over.",
}


def _next_time(ground: Ground) -> str:
    """Say what a rotation would be for a next season, and when it has to be asked for."""
    lead = ground.benchmarks["plan_rotation_weeks"] + ground.benchmarks["plan_rotation_lead_weeks"]
    ask = f"ask about {weeks(lead)} before programs begin to read."
    graduated = ground.profile.applicant.graduation_date
    # Between two seasons a final-year student graduates.
    if graduated is not None and graduated < date(ground.season, 9, 1):
        return (
            f"For a next one, as a graduate, it would be an externship or hands-on work, not a student rotation: {ask}"
        )
    return f"For a next one {ask}"


def _anew(ground: Ground) -> str:
    return f"Only if you need a next season: set the season of your profile to {ground.season + 1}, and ask this again."


def _arranged(ground: Ground) -> str | None:
    """Return where a rotation is arranged that ends before programs read, empty without a place; None without one."""
    reading, length = ground.reading_day, timedelta(weeks=ground.benchmarks["plan_rotation_weeks"])
    for each in ground.profile.us_experience:
        if each.kind not in {"away_rotation", "sub_internship"} or each.is_done or each.start is None:
            continue
        end = each.end or each.start + length
        if reading is not None and ground.today <= end <= reading:
            return each.place or ""
    return None


def _late(ground: Ground, arranged: str | None) -> str:
    """Say why a new rotation is too late, by the plan's own weeks, and what is arranged already."""
    lead, length = (weeks(ground.benchmarks[f"plan_rotation_{part}"]) for part in ("lead_weeks", "weeks"))
    what = "New hands-on work" if is_graduate(ground) else "A new rotation"
    until = f" ({said_day(ground.reading_day)})" if ground.reading_day else ""
    text = (
        f"{what} comes too late for a letter that is there when programs begin to read{until}: being placed takes about"
        f" {lead}, and the work {length}. It can still be told in interviews."
    )
    if arranged is not None:
        place = f" at {arranged}" if arranged else ""
        text += f" The one that you have arranged{place} ends in time: ask for its letter while you are there."
    return text


def _times(effect: Range) -> str:
    return f"{effect.mean:.1f} ({effect.low:.1f} to {effect.high:.1f}; an assumption, not published)"


def _top_choice(ground: Ground) -> Condition:
    text, fields = "It is at a program that you would rank high", ("goals.programs", "us_experience")
    wishes = [each for each in ground.profile.goals.programs if (each.desire or 0) >= 4]
    if not wishes:
        return Condition(text, "unknown", fields, "no program is marked with a desire of 4 or 5.")
    return Condition(text, "met", fields, f"{counted(len(wishes), 'program')} so marked.")


def _free(ground: Ground) -> Condition:
    text, fields = "A month is free before programs read", ("availability.free_months",)
    months = ground.profile.availability.free_months
    if not months:
        return Condition(text, "unknown", fields, "free months are not told.")
    reading = ground.calendar.days.get("programs_may_review")
    early = [day for day in months if ground.today <= day and (reading is None or day < reading.day)]
    if not early:
        return Condition(text, "not met", fields, "no month that you told as free lies before that day.")
    last = rotation_ask_by(ground)
    if last is not None and ground.today > last:
        why = f"{early[0]:%B %Y} is free, and too near to be placed in and to bring a letter."
        return Condition(text, "not met", fields, why)
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
    exam = "comlex2" if ground.applicant.is_comlex_only or next_number(ground) == "comlex2" else "step2_ck"
    text, fields = "It takes no study time from the exam that has a score", (f"exams.{exam}",)
    first = first_to_pass(ground)
    if first is not None:
        why = f"{exam_name(first)} has to be passed first, and its weeks go before any rotation."
        return Condition(text, "not met", (f"exams.{first}",), why)
    if passed(ground, exam):
        return Condition(text, "met", fields, f"{exam_name(exam)} is behind you.")
    if is_awaited(ground, exam):
        return Condition(text, "met", fields, f"the day of {exam_name(exam)} is behind you.")
    day = day_ahead(ground, exam)
    if day is not None or any(each.result is None for each in getattr(ground.profile.exams, exam)):
        when = f" for {said_day(day)}" if day else ""
        why = f"{exam_name(exam)} is planned{when}: the weeks before it are worth more than any rotation."
        return Condition(text, "not met", fields, why)
    return Condition(text, "unknown", fields, f"{exam_name(exam)} is not planned yet.")


def _strengths(ground: Ground) -> Condition:
    text, fields = "Your strength is on the ward rather than on paper", ("clerkships", "letters")
    honors = [each for each in ground.profile.clerkships if each.is_honors]
    long = ground.benchmarks["close_supervision_weeks"]
    close = [each for each in ground.profile.letters if (each.weeks_supervised or 0) >= long]
    if not ground.profile.clerkships and not ground.profile.letters:
        return Condition(text, "unknown", fields, "neither grades nor letters are told.")
    if honors or close:
        said = [f"top grade in {counted(len(honors), 'clerkship')}"] if honors else []
        said += [f"letters from close work: {len(close)}"] if close else []
        return Condition(text, "met", fields, f"{'; '.join(said)}.")
    return Condition(text, "not met", fields, "no top grade and no letter from close work yet.")
