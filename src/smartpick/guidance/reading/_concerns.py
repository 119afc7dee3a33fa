"""The four worries of a program director, each answered from the applicant's own evidence; empty cells stay empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, fails, first_to_pass, is_awaited, next_number, passed, to_pass
from smartpick.guidance._finding import Concern, Finding
from smartpick.guidance._ground import Ground, percentile_text
from smartpick.guidance._open import letter_now
from smartpick.guidance._rules import letters_ask_by
from smartpick.guidance.reading._bands import low_scores
from smartpick.guidance.reading._pattern import recovery_state
from smartpick.guidance.reading._scale import results_of
from smartpick.profile.passed import was_done

if TYPE_CHECKING:
    from smartpick.profile import Tie

__all__ = ["concerns"]


_UPPER = 50
"""Percentile from which a subject exam lies in the upper half."""
_HOURS = 100
"""Hours of service from which it reads as steady rather than tried out; a judgement."""


def concerns(ground: Ground) -> tuple[Concern, ...]:
    """Return the four rows, in the order in which a reader comes to them."""
    rows = (_boards(ground), _reliable(ground), _mission(ground), _learned(ground))
    if not ground.stage.is_past_interviews:
        return rows
    return tuple(replace(row, action=f"For a next season: {row.action}") if row.action else row for row in rows)


def _evidence(key: str, text: str, *fields: str, is_private: bool = False) -> Finding:
    return Finding(key, "record", "strength", text, fields, is_private=is_private)


def _boards(ground: Ground) -> Concern:
    low = {each.exam: (each, said) for each, said in low_scores(ground)}
    evidence = []
    for exam in ("step2_ck", "comlex2"):
        tried = [each for each in results_of(ground) if each.exam == exam]
        if tried and tried[0].result == "pass":
            first, score = tried[0], ""
            # A low score is no evidence: it stands among what is missing, and the first attempt here without it.
            if first.score and exam not in low:
                place = f", {percentile_text(first.middle)} of takers" if first.middle is not None else ""
                score = f" with {first.score}{place}"
            evidence.append(
                _evidence("boards_first", f"{exam_name(exam)} passed at the first attempt{score}", f"exams.{exam}")
            )
    evidence += [
        _evidence("boards_last", f"{exam_name(exam)} passed already", f"exams.{exam}")
        for exam in ("step3", "comlex3")
        if passed(ground, exam)
    ]
    half = [each for each in ground.profile.clerkships if each.shelf_percentile is not None]
    good = [each.name for each in half if (each.shelf_percentile or 0) >= _UPPER]
    weak = [each.name for each in half if (each.shelf_percentile or 0) < ground.benchmarks["weak_percentile"]]
    if good:
        text = f"Subject exams in the upper half: {', '.join(good)}"
        evidence.append(_evidence("boards_shelf", text, "clerkships"))
    if recovery_state(ground) in {"yes", "partial"}:
        fields = tuple(dict.fromkeys(each.field for each in results_of(ground)))
        evidence.append(_evidence("boards_recovered", "A later exam clearly above the weak one", *fields))
    failed = [exam_name(exam) for exam in ("step1", "comlex1", "step2_ck", "comlex2") if fails(ground, exam)]
    gaps = [f"A failed attempt at {' and '.join(failed)} stands on the transcript."] if failed else []
    gaps += [f"{exam_name(exam)} is not passed yet." for exam in to_pass(ground)]
    gaps += [f"{each.name} {each.score} is {said}." for each, said in low.values()]
    if weak:
        gaps.append(f"Weak subject exam{'s' if len(weak) > 1 else ''}: {', '.join(weak)}.")
    if not evidence and not gaps:
        gaps = ["Nothing in the profile speaks to it yet."]
    question = "Will you pass the specialty's boards at the first try?"
    return Concern("boards", question, tuple(evidence), " ".join(gaps), _boards_action(ground, gaps), _by(ground))


def _boards_action(ground: Ground, gaps: list[str]) -> str:
    if not gaps:
        return ""
    first = first_to_pass(ground)
    if first is not None:
        return f"Pass {exam_name(first)} first: nothing else answers this worry."
    ready = "Have a plan for the in-training and board exams ready in three sentences: what, when, how measured."
    ahead = next_number(ground)
    if ahead in {"step2_ck", "comlex2"} and not is_awaited(ground, ahead):
        return f"{exam_name(ahead)} answers it best: give it its weeks. {ready}"
    return ready


def _reliable(ground: Ground) -> Concern:
    profile, evidence = ground.profile, []
    honors = [each.name for each in profile.clerkships if each.is_honors]
    if honors:
        evidence.append(_evidence("reliable_grades", f"Top grade in {', '.join(honors)}", "clerkships"))
    hands = [each for each in profile.us_experience if each.kind in {"hands_on", "sub_internship", "away_rotation"}]
    done = [each for each in hands if was_done(each, ground.today)]
    if done:
        where = ", ".join(each.place or each.kind.replace("_", " ") for each in done)
        evidence.append(_evidence("reliable_work", f"Worked with patients under supervision: {where}", "us_experience"))
    weeks = ground.benchmarks["close_supervision_weeks"]
    close = [each for each in profile.letters if (each.weeks_supervised or 0) >= weeks]
    if close:
        count = "One letter" if len(close) == 1 else f"{len(close)} letters"
        evidence.append(
            _evidence(
                "reliable_letters", f"{count} from somebody who worked with you for {weeks:g} weeks or more", "letters"
            )
        )
    steady = [
        each for each in (*profile.work, *profile.service) if (each.hours or 0) >= _HOURS or _long(each.start, each.end)
    ]
    if steady:
        titles = ", ".join(each.title or "an entry without a title" for each in steady)
        evidence.append(_evidence("reliable_steady", f"Steady work or service: {titles}", "work", "service"))
    gap, action, by = "", "", _by(ground)
    if not close:
        by = letters_ask_by(ground)
        gap = "No letter yet from somebody who worked closely with you for a month."
        instead = letter_now(ground.stage)
        action = "Ask the person who saw you work longest, not the one with the best-known name."
        if instead:
            action = f"Too late for the first reading: {instead}."
    elif not honors and not done:
        gap = "No graded or supervised clinical work is told."
        action = "Enter the clinical work you have, with dates and grades."
    return Concern("reliability", "Are you reliable on the ward?", tuple(evidence), gap, action, by)


def _mission(ground: Ground) -> Concern:
    profile, evidence = ground.profile, []
    spoken = [each.name for each in profile.languages if each.level in {"native", "fluent", "advanced"}]
    if spoken:
        evidence.append(_evidence("mission_languages", f"Speaks {', '.join(spoken)}", "languages"))
    if profile.service:
        titles = ", ".join(each.title or each.theme or "service" for each in profile.service)
        evidence.append(_evidence("mission_service", f"Service: {titles}", "service"))
    for is_private in (False, True):
        ties = [each for each in profile.ties if _private(each) is is_private]
        if ties:
            # What kind a private tie is stays with her.
            said = "; ".join(dict.fromkeys(each.state if is_private else each.place for each in ties))
            evidence.append(_evidence("mission_ties", f"Ties to {said}", "ties", is_private=is_private))
    themes = [each.title or each.theme or "" for each in profile.research if each.theme]
    if themes:
        evidence.append(_evidence("mission_research", f"Research with a theme: {', '.join(themes)}", "research"))
    if profile.goals.practice_area:
        text = f"Means to practice in {profile.goals.practice_area}"
        evidence.append(_evidence("mission_practice", text, "goals.practice_area"))
    gap = "" if profile.service else "No service is told, so fit with a mission can only be claimed."
    action = (
        "Enter what you did with its dates and one thing you saw there; then match it to each program's own words."
        if gap
        else ""
    )
    return Concern("mission", "Do you fit what the program is for?", tuple(evidence), gap, action, _by(ground))


def _learned(ground: Ground) -> Concern:
    profile, evidence = ground.profile, []
    question = "What did you learn from the setback?"
    has_setback = recovery_state(ground) != "nothing to recover" or profile.earlier_seasons or profile.setbacks
    for entry in profile.remediation:
        hidden = entry.is_private if entry.is_private is not None else entry.kind == "evaluation"
        text = f"Changed: {entry.kind.replace('_', ' ')}" if not hidden else "A change that you keep private"
        evidence.append(_evidence("learned_change", text, "remediation", is_private=bool(hidden)))
    if recovery_state(ground) in {"yes", "partial"}:
        fields = tuple(dict.fromkeys(each.field for each in results_of(ground)))
        evidence.append(_evidence("learned_result", "A later result that shows improvement", *fields))
    if any(each.knows_growth for each in profile.letters):
        # Growth is spoken of after a setback: whoever takes the exams out takes this out with them.
        fields = ("letters", *dict.fromkeys(each.field for each in results_of(ground)))
        evidence.append(_evidence("learned_letter", "A letter writer who can speak to your growth", *fields))
    if any(each.is_resolved for each in profile.setbacks):
        private = all(each.is_private for each in profile.setbacks)
        evidence.append(_evidence("learned_resolved", "What lay behind it is resolved", "setbacks", is_private=private))
    if not has_setback:
        return Concern("learned", question, tuple(evidence), "No setback in the profile: nothing to answer.", "", None)
    gap, action, by = "", "", _by(ground)
    if not profile.remediation:
        gap = "What you changed since is not in the profile yet."
        action = "Write down two or three changes with their dates; they carry every later answer."
    elif not any(each.knows_growth for each in profile.letters):
        gap = "No letter writer is marked as able to speak to your growth."
        action, by = "Ask one writer who saw you before and after.", letters_ask_by(ground)
    return Concern("learned", question, tuple(evidence), gap, action, by)


def _private(tie: Tie) -> bool:
    return tie.is_private if tie.is_private is not None else tie.kind == "partner"


def _by(ground: Ground) -> date | None:
    return ground.reading_day


def _long(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and (end - start).days >= 365
