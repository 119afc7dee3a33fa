"""What weighs for and against the record, by effect: first what can still change, then what is fixed.

Effects are the model's own assumptions, the same that the list's chances rest on. Where it has none, a survey of
directors ranks the part; where there is none either, the part says that its weight is a judgement.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

from smartpick.guidance._exams import (
    FAILED_AT,
    day_ahead,
    exam_name,
    fails,
    is_graduate,
    last_day_to_sit,
    still_to_do,
    to_pass,
)
from smartpick.guidance._finding import Offset, Range
from smartpick.guidance._ground import Ground, odds_factor
from smartpick.guidance._open import late_for, letter_now
from smartpick.guidance._rules import can_ask_rotation, letters_ask_by, rotation_ask_by, rotation_waits_for
from smartpick.guidance._season_days import said_day, weeks
from smartpick.portfolio import signal_budget
from smartpick.vocabulary import SignalTier

__all__ = ["offsets"]

_POINTS = 10
_FIELDS = {
    "step1_fail": ("exams.step1", "exams.comlex1"),
    "step2_fail": ("exams.step2_ck", "exams.comlex2"),
    "years_since_graduation": ("applicant.graduation_date", "applicant.type"),
    "needs_visa": ("visa.status", "applicant.type"),
    "does_not_need_visa": ("visa.status", "applicant.type"),
    "comlex_only": ("exams.step2_ck", "exams.comlex2"),
}
_WARD, _SURVEY, _JUDGED = (
    "an interview offer at that program",
    "survey of directors",
    "a judgement; no figure is published",
)


def offsets(ground: Ground) -> tuple[Offset, ...]:
    """Return every part, in the order in which it is worth looking at."""
    parts = [*_record(ground), *_score(ground), *_reach(ground), *_surveyed(ground), *_judged(ground)]
    found = [_timed(ground, each) for each in parts]
    # Modelled effects in log-odds, then surveyed marks, then judgements; each group by size.
    # What moves the whole match stands before what moves one program.
    return tuple(
        sorted(
            found,
            key=lambda each: (
                not each.is_changeable,
                _group(each),
                -each.weight,
                each.key,
            ),
        )
    )


def _timed(ground: Ground, each: Offset) -> Offset:
    """Say of a change that comes late what it still counts for."""
    if not each.can_change:
        return each
    if ground.is_early:
        return _in_time(ground, each)
    change = (each.key == "letters" and letter_now(ground.stage)) or each.can_change
    return replace(each, can_change=f"{change} ({late_for(ground)})")


def _in_time(ground: Ground, each: Offset) -> Offset:
    """Say of what is slower than the days left that it will not be there when programs begin to read."""
    reading = ground.reading_day
    if reading is None:
        return each
    letter = timedelta(weeks=ground.benchmarks["plan_letter_weeks"])
    asked = rotation_ask_by(ground)
    slow = {
        "letters": (
            ground.today + letter > reading,
            f"late, and still worth it: a letter takes about {weeks(letter.days // 7)}, so say by when you need it",
        ),
        "us_experience": (asked is not None and ground.today > asked, "for interviews; a letter from it comes late"),
        "step3": (last_day_to_sit(ground) is None, "its result comes after programs begin to read"),
    }
    if each.key == "letters":
        each = replace(each, by=letters_ask_by(ground))
    is_slow, said = slow.get(each.key, (False, ""))
    return replace(each, can_change=f"{each.can_change} ({said})") if is_slow else each


def _group(each: Offset) -> int:
    if each.key.endswith("_ahead"):
        return 0  # the one result that is still to come
    if each.effect is not None:
        return 0 if each.about == "matching" else 1
    return 3 if each.basis == _JUDGED else 2


def _by(ground: Ground) -> date | None:
    return ground.reading_day


def _with_the_application(ground: Ground) -> date | None:
    """Return the last day for what goes out with an application, the same as in the plan: before programs read."""
    reading = ground.reading_day
    return None if reading is None else max(ground.today, reading - timedelta(days=1))


def _record(ground: Ground) -> list[Offset]:
    basis = next(iter(ground.basis.values()), None)
    found = []
    for effect in basis.effects if basis else ():
        mean = float(effect.draws.mean())
        change, by = "", _by(ground)
        if effect.key == "comlex_only" and ground.is_early:
            change = f"ask each program whether COMLEX alone is enough ({_usmle(ground)})"
        exam = _open_exam(ground, effect.key)
        if exam:
            change, by = f"pass {exam_name(exam)} first", day_ahead(ground, exam)
        screened = float(effect.screened.mean())
        text = effect.text[0].upper() + effect.text[1:]
        if screened:
            text += f"; we assume that about {100 * screened:.0f} % of programs stop there and the others read on"
        found.append(
            Offset(
                effect.key,
                text,
                "against" if mean < 0 else "have",
                odds_factor(effect.draws),
                "matching",
                "the model's assumption, yours to change",
                abs(mean),
                _FIELDS.get(effect.key, ("applicant.type",)),
                effect.fact_ids,
                change,
                by if change else None,
            )
        )
    return found


def _open_exam(ground: Ground, effect: str) -> str | None:
    """Return the exam behind an effect that is failed and not passed yet, else None."""
    return next((exam for exam in to_pass(ground) if exam in FAILED_AT.get(effect, ())), None)


def _usmle(ground: Ground) -> str:
    """Say whether a Step 2 CK score could still be there when programs read: weeks to study, then the report."""
    last = last_day_to_sit(ground)
    if last is None:
        return "a Step 2 CK score can no longer be there when they begin to read"
    return f"a Step 2 CK score would lift it, if you sit the exam by {said_day(last)}"


def _score(ground: Ground) -> list[Offset]:
    """Return what each ten points would do, while the exam with a number still lies ahead."""
    basis = next(iter(ground.basis.values()), None)
    exam = "comlex2" if ground.applicant.is_comlex_only else "step2_ck"
    attempts = getattr(ground.profile.exams, exam)
    if basis is None or any(each.result == "pass" for each in attempts):
        return []
    fields = tuple(dict.fromkeys((f"exams.{exam}", *(f"exams.{each}" for each in to_pass(ground)[:1]))))
    if exam == "comlex2":
        stands = "not passed yet" if fails(ground, exam) else "still ahead"
        text = f"COMLEX Level 2-CE, {stands}: the one number that programs will see"
        change, day = still_to_do(ground, exam), day_ahead(ground, exam)
        return [Offset("level2_ahead", text, "gap", None, "", _JUDGED, 3.0, fields, (), change, day)]
    effect = odds_factor(basis.level.slope * _POINTS / 15)
    stands = "not passed yet; from the pass on" if fails(ground, exam) else "still ahead"
    text = f"Step 2 CK, {stands}: each {_POINTS} points"
    return [
        Offset(
            "step2_ahead",
            text,
            "gap",
            effect,
            "matching",
            "slope of published match rates over scores",
            float(basis.level.slope.mean()) * _POINTS / 15,
            fields,
            basis.level.fact_ids,
            still_to_do(ground, exam),
            day_ahead(ground, exam),
        )
    ]


def _reach(ground: Ground) -> list[Offset]:
    """Return what works at single programs: signals, rotations, ties and stated preferences."""
    basis, profile = next(iter(ground.basis.values()), None), ground.profile
    if basis is None:
        return []
    found = []
    tiers = signal_budget(ground.facts, basis.specialty, ground.season).counts
    if tiers or profile.signals:
        tier = SignalTier.GOLD if SignalTier.GOLD in tiers else SignalTier.SINGLE
        signal, given = basis.signals.by_tier[tier], bool(profile.signals)
        none = "not decided yet" if ground.is_early else "unknown whether you sent any"
        found.append(
            Offset(
                "signals",
                f"Preference signals, {'some decided' if given else none}",
                "have" if given else "gap",
                odds_factor(signal),
                "an interview offer at a program that is signalled",
                "published odds of interview offers",
                float(signal.mean()),
                ("signals", "goals.specialties"),
                basis.signals.fact_ids,
                "give the preference signals to where they add most" if ground.is_early else "",
                _with_the_application(ground),
            )
        )
    away = ground.assumptions.get("away_rotation", basis.specialty, profile.applicant.type)
    spread = 1.645 * away.sd
    rotations = [each for each in profile.us_experience if each.kind in {"away_rotation", "sub_internship"}]
    here = f"Rotations: {len(rotations)} told" if rotations else "No rotation at a program on your list is told"
    # Rotations of students are closed to graduates; what stands in their place is hands-on work.
    if rotations or not is_graduate(ground):
        found.append(
            Offset(
                "away_rotation",
                f"{here}; it counts at the program whose site it was",
                "have" if rotations else "gap",
                Range(math.exp(away.mean), math.exp(away.mean - spread), math.exp(away.mean + spread)),
                _WARD,
                "the model's assumption, yours to change",
                away.mean,
                ("us_experience", "applicant.graduation_date"),
                (away.fact_id,),
                *_new_rotation(ground, "ask for a rotation that ends before programs read"),
            )
        )
    ties = sorted(ground.applicant.tie_states)
    # A state behind which all ties are private has no words there, and is not named here either.
    named = [state for state in ties if ground.applicant.tie_states[state]]
    names = f"Ties to {', '.join(named)}" if named else "Ties are kept private" if ties else "No tie to a place is told"
    found.append(
        Offset(
            "ties",
            f"{names}; stated preferences count where they fit",
            "have" if ties else "gap",
            odds_factor(basis.ties.aligned),
            "an interview offer where a tie or stated preference fits",
            "published odds of interview offers",
            float(basis.ties.aligned.mean()),
            ("ties", "goals.preferred_divisions"),
            basis.ties.fact_ids,
            "name the ties and divisions that fit" if ground.is_early else "",
            _with_the_application(ground),
        )
    )
    return found


def _new_rotation(ground: Ground, said: str) -> tuple[str, date | None]:
    """Return what a student can do about a rotation and by when: nothing where it is late, a failed exam before it."""
    if is_graduate(ground) or not can_ask_rotation(ground):
        return "", None
    waits = rotation_waits_for(ground)
    if waits is not None:
        return f"pass {exam_name(waits)} first", day_ahead(ground, waits)
    return said, rotation_ask_by(ground)


def _surveyed(ground: Ground) -> list[Offset]:
    profile = ground.profile
    names = {each.name.lower() for each in ground.specialties}
    own = [each for each in profile.letters if (each.specialty or "").lower() in names]
    ready = [each for each in own if each.status in {"agreed", "uploaded"}]
    graded = [each for each in profile.clerkships if each.name.lower() in names]
    wanted = ground.benchmarks["few_letters"]
    honored = any(each.is_honors for each in graded)
    parts = (
        (
            "letters",
            "specialty_specific_letters",
            f"Letters in the specialty: {len(ready)} agreed or uploaded, of the {wanted:g} that are usual",
            "have" if len(ready) >= wanted else "gap",
            ("letters", "goals.specialties"),
            "ask writers in the specialty who worked closely with you",
        ),
        (
            "specialty_grades",
            "clerkship_grades_in_specialty",
            f"Top grade in the specialty's own clerkship ({', '.join(each.name for each in graded if each.is_honors)})"
            if honored
            else "No top grade in the specialty's own clerkship is told",
            "have" if honored else "gap",
            ("clerkships", "goals.specialties"),
            "aim for the top grade in clerkships still ahead"
            if any(_is_ahead(each.date, ground.today) for each in profile.clerkships)
            else "",
        ),
    )
    found = []
    for key, stratum, text, state, fields, change in parts:
        figure = ground.figure("importance_for_interview_mean", stratum=stratum, kind="all")
        if figure is None or figure.value is None:
            continue
        basis = f"{_SURVEY}: importance {figure.value:g} of 5 ({figure.season}, all specialties)"
        found.append(
            Offset(
                key,
                text,
                state,
                None,
                "",
                basis,
                figure.value,
                fields,
                (figure.fact_id,),
                change,
                _by(ground) if change else None,
            )
        )
    return found


def _is_ahead(day: date | None, today: date) -> bool:
    return day is not None and day >= today


def _judged(ground: Ground) -> list[Offset]:
    profile = ground.profile
    works = [each for each in profile.research if each.output not in {None, "none"}]
    weak = any(fails(ground, exam) for exam in ("step1", "step2_ck", "comlex1", "comlex2"))
    text = f"Research: {len(works)} with an output" + (" (it rarely outweighs a failed exam)" if weak else "")
    change = "finish what has begun" if profile.research else ""
    found = [
        _judgement("research", text, 0.5, ("research",), change, has=bool(works)),
        _judgement(
            "service",
            f"Service: {len(profile.service)} told",
            1.0,
            ("service",),
            "give hours from now on",
            has=bool(profile.service),
        ),
    ]
    spoken = [each.name for each in profile.languages if each.level in {"native", "fluent", "advanced"}]
    if spoken:
        text = f"Languages: {', '.join(spoken)}"
        found.append(_judgement("languages", text, 1.1, ("languages",), "", has=True))
    return [*found, *_img(ground)] if profile.applicant.type.is_img else found


def _img(ground: Ground) -> list[Offset]:
    """Return what counts for graduates of schools abroad only."""
    profile = ground.profile
    hands = [each for each in profile.us_experience if each.kind not in {"observership", "research_year"}]
    months = sum(each.months or 0 for each in hands)
    text = f"Hands-on US clinical experience: {months:g} {'month' if months == 1 else 'months'} told"
    if any(each.kind == "observership" for each in profile.us_experience):
        text += "; an observership is told too, and many readers do not count it the same"
    fields = ("us_experience", "applicant.type")
    found = [_judgement("us_experience", text, 2.0, fields, "add hands-on months", has=months > 0)]
    has3, h1b = any(each.result == "pass" for each in profile.exams.step3), "h1b" in profile.visa.accepts
    text = "Step 3 is passed" if has3 else "Step 3 is not passed"
    if h1b and not has3:
        text += "; an H-1B petition needs it"
    fields = ("exams.step3", "visa.accepts")
    change = "" if has3 else "take Step 3"
    found.append(_judgement("step3", text, 2.5 if h1b else 1.5, fields, change, has=has3))
    return found


def _judgement(key: str, text: str, weight: float, fields: tuple[str, ...], change: str, *, has: bool) -> Offset:
    """Return a part whose weight nobody publishes."""
    return Offset(key, text, "have" if has else "gap", None, "", _JUDGED, weight, fields, (), change)
