"""An answer in four parts: the issue, two or three changes, what came of them, and how residency will go.

Each part holds facts of the applicant's own and a warning where it rests on nothing. No sentence is written for her. A
reason that she keeps private is never told here: only that there is one, and that it is hers to give.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name
from smartpick.guidance._ground import Ground
from smartpick.guidance.interview._model import Box, Fact, Flag, Outline

if TYPE_CHECKING:
    from smartpick.profile import Profile

__all__ = ["SETBACKS", "boards_of", "outlines_for"]

SETBACKS = {
    "failed_exam": "the failed attempt",
    "low_score": "the score",
    "incomplete": "the attempt that was not finished",
    "gap": "the time without an entry",
    "reapplicant": "the earlier application",
    "earlier_training": "the training before",
    "years_since_graduation": "the years since graduation",
}
_EXAM_FLAGS = {"failed_exam", "low_score", "incomplete"}
_PROMPTS = {
    "issue": "What happened, in one sentence, without excuse",
    "changes": "Two or three things you changed",
    "gains": "What came of it, in results and dates",
    "residency": "How that carries into residency",
}
_OTHER_PROMPTS = {
    ("gap", "issue"): "What you did in that time, in one sentence",
    ("gap", "changes"): "Two or three things you have done since",
    ("reapplicant", "issue"): "What came of it, in one sentence",
    ("reapplicant", "changes"): "Two or three things that are different now",
    ("reapplicant", "gains"): "What they have led to, in results and dates",
    ("earlier_training", "issue"): "Why you left or change, in one sentence, without blame",
    ("earlier_training", "changes"): "Two or three things you took from it or have done since",
    ("years_since_graduation", "issue"): "How long it has been, in one sentence",
    ("years_since_graduation", "changes"): "Two or three things that kept you close to patients",
    ("years_since_graduation", "gains"): "What shows that you are up to date",
}
"""Prompts that fit what is asked about better than the general ones."""
_ALL_PRIVATE = (
    "All that stands here is private: name something that you would tell, or talk it over with an advisor first."
)
_OUTPUTS = {"poster", "abstract", "paper", "talk"}


def outlines_for(ground: Ground, flags: Sequence[Flag]) -> tuple[Outline, ...]:
    """Return an outline for each flag that needs an answer of four parts, each kind once."""
    found: dict[str, Outline] = {}
    for flag in flags:
        if flag.key in SETBACKS and flag.key not in found:
            since = _since(ground, flag)
            boxes = (
                _issue(ground, flag),
                _changes(ground, flag, since),
                _gains(ground, flag, since),
                _residency(ground),
            )
            found[flag.key] = Outline(flag.key, SETBACKS[flag.key], boxes)
    return tuple(found.values())


def _prompt(flag: Flag, part: str) -> str:
    return _OTHER_PROMPTS.get((flag.key, part), _PROMPTS[part])


def _since(ground: Ground, flag: Flag) -> date | None:
    """Return the day after which something counts as having come of it; None where no day is known."""
    profile = ground.profile
    days: list[date] = []
    if flag.key in _EXAM_FLAGS:
        wanted = {"failed_exam": "fail", "incomplete": "incomplete"}.get(flag.key)
        for field in flag.fields:
            attempts = getattr(profile.exams, field.removeprefix("exams."))
            days += [each.date for each in attempts if each.date and (wanted is None or each.result == wanted)]
    elif flag.key == "gap":
        days = [each.end for each in profile.gaps if each.end]
    elif flag.key == "reapplicant":
        for each in profile.earlier_seasons:
            days.append(each.submitted_date or date(each.season - 1, 9, 1))
    elif flag.key == "earlier_training":
        days = [each.end for each in profile.training if each.end]
    elif flag.key == "years_since_graduation" and profile.applicant.graduation_date:
        days = [profile.applicant.graduation_date]
    return max(days, default=None)


def _issue(ground: Ground, flag: Flag) -> Box:
    profile, facts = ground.profile, []
    if flag.key in _EXAM_FLAGS:
        for field in flag.fields:
            exam = field.removeprefix("exams.")
            tried = [each for each in getattr(profile.exams, exam) if each.result]
            said = [f"{each.result}{f' {each.score}' if each.score else ''}{_when(each.date)}" for each in tried]
            if said:
                facts.append(Fact(f"{exam_name(exam)}: {', then '.join(said)}", field))
        facts += [_reason(each.is_private, each.kind, each.note) for each in profile.setbacks]
    elif flag.key == "gap":
        for gap in profile.gaps:
            reason = f": {gap.reason}" if gap.reason and not gap.is_private else ""
            span = f"{gap.start:%B %Y} to {gap.end:%B %Y}" if gap.end else f"since {gap.start:%B %Y}"
            facts.append(Fact(f"Time away, {span}{reason}", "gaps", gap.is_private))
    elif flag.key == "reapplicant":
        for each in profile.earlier_seasons:
            applied = f", {each.applications} applications" if each.applications is not None else ""
            offers = f", {each.interviews} interview offers" if each.interviews is not None else ""
            facts.append(
                Fact(f"Season {each.season}: {each.outcome or 'no outcome told'}{applied}{offers}", "earlier_seasons")
            )
    elif flag.key == "earlier_training":
        for part in profile.training:
            facts.append(Fact(f"{part.specialty}{_span(part.start, part.end)}", "training"))
    elif profile.applicant.graduation_date:
        facts.append(Fact(f"Graduated {profile.applicant.graduation_date:%B %Y}", "applicant.graduation_date"))
    nothing = "Nothing is told about it, so the answer would begin in the air: enter the dates."
    return Box("issue", _prompt(flag, "issue"), tuple(facts), _warning(facts, nothing))


def _reason(is_private: bool, kind: str, note: str | None) -> Fact:  # noqa: FBT001 -- as the profile has it
    if is_private:
        return Fact(
            "A reason that you keep private: yours to give or not, and no part of the answer", "setbacks", is_private
        )
    return Fact(f"{kind.replace('_', ' ')}{f': {note}' if note else ''}", "setbacks")


def _changes(ground: Ground, flag: Flag, since: date | None) -> Box:
    facts = _remediation(ground.profile)
    if flag.key not in _EXAM_FLAGS:
        facts = [*_done_since(ground.profile, since), *facts]
    least = ground.benchmarks["interview_changes_least"]
    most = ground.benchmarks["interview_changes_most"]
    where = "remediation" if flag.key in _EXAM_FLAGS else "work, us_experience, research or remediation"
    warning = ""
    told = sum(not fact.is_private for fact in facts)
    if not facts:
        warning = f"Nothing is told, so this part would be a claim: write down {least:g} or {most:g} under {where}."
    elif not told:
        warning = _ALL_PRIVATE
    elif told < least:
        warning = f"One is told; {least:g} or {most:g} make a pattern."
    elif told > most:
        warning = f"{told} are told: choose the {most:g} that led to a result."
    return Box("changes", _prompt(flag, "changes"), tuple(facts), warning)


def _remediation(profile: Profile) -> list[Fact]:
    found = []
    for each in profile.remediation:
        hidden = each.is_private if each.is_private is not None else each.kind == "evaluation"
        note = f": {each.note}" if each.note else ""
        text = "A change that you keep private" if hidden else f"{each.kind.replace('_', ' ')}{note}"
        found.append(Fact(f"{text}{'' if hidden else _span(each.start, each.end)}", "remediation", hidden))
    return found


def _done_since(profile: Profile, since: date | None) -> list[Fact]:
    """Return work, service, research and rotations that began after a day, or went on after it."""
    found = []
    for field in ("work", "us_experience", "research", "service"):
        for each in getattr(profile, field):
            last = each.end or each.start
            is_open = each.end is None and each.start is not None
            if since is None or last is None or not (is_open or last > since):
                continue
            title = getattr(each, "title", None) or getattr(each, "kind", field).replace("_", "-")
            found.append(Fact(f"{title}{_span(each.start, each.end)}", field))
    return found


def _gains(ground: Ground, flag: Flag, since: date | None) -> Box:
    profile, facts = ground.profile, []
    for exam in ("step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3"):
        for attempt in getattr(profile.exams, exam):
            if attempt.result == "pass" and since is not None and attempt.date is not None and attempt.date > since:
                score = f" with {attempt.score}" if attempt.score else ""
                facts.append(Fact(f"{exam_name(exam)} passed{score}{_when(attempt.date)}", f"exams.{exam}"))
    facts += [
        Fact(f"Top grade in {each.name}{_when(each.date)}", "clerkships")
        for each in profile.clerkships
        if each.is_honors and (since is None or each.date is None or each.date > since)
    ]
    facts += [
        Fact(
            ": ".join((each.title or "Research", ", ".join(filter(None, (each.output, each.output_status))))),
            "research",
        )
        for each in profile.research
        if each.output in _OUTPUTS and (since is None or each.end is None or each.end > since)
    ]
    if any(each.knows_growth for each in profile.letters):
        facts.append(Fact("A letter writer who can speak to your growth", "letters"))
    warning = ""
    if not facts:
        warning = "No result since then is told. Say what you do now, and do not claim a gain that cannot be seen yet."
    elif flag.key in _EXAM_FLAGS and not any(fact.field.startswith("exams.") for fact in facts):
        warning = "No exam since then is told; clinical results alone answer only half of the question."
    return Box("gains", _prompt(flag, "gains"), tuple(facts), warning)


def _residency(ground: Ground) -> Box:
    facts = _goes_on(ground)
    nothing = (
        "Nothing of what you changed is marked as going on (no end), so say what you will do, when, and how you will"
        " know that it works."
    )
    return Box("residency", _PROMPTS["residency"], tuple(facts), _warning(facts, nothing))


def _warning(facts: Sequence[Fact], nothing: str) -> str:
    """Return what to warn of: `nothing` without facts, and that an answer cannot rest on private ones alone."""
    if not facts:
        return nothing
    return _ALL_PRIVATE if all(fact.is_private for fact in facts) else ""


def _goes_on(ground: Ground) -> list[Fact]:
    """Return what she does today that can go on in residency."""
    profile, found = ground.profile, []
    for each in profile.remediation:
        hidden = each.is_private if each.is_private is not None else each.kind == "evaluation"
        if each.end is None and each.start is not None:
            text = "A change that you keep private" if hidden else each.kind.replace("_", " ")
            found.append(
                Fact(f"{text}, which goes on{'' if hidden else _span(each.start, None)}", "remediation", hidden)
            )
    if profile.study.hours_per_day:
        found.append(Fact(f"Studies {profile.study.hours_per_day:g} hours on a usual day", "study"))
    banks = sorted(profile.study.question_banks, key=lambda each: each.date)
    if banks:
        last = banks[-1]
        right = f", {last.percent_correct:g} % right" if last.percent_correct is not None else ""
        found.append(Fact(f"{last.name}: {last.done} questions by {last.date:%-d %B %Y}{right}", "study"))
    return found


def boards_of(ground: Ground) -> tuple[Box, ...]:
    """Return the plan for exams in residency: what, when, how measured, who helps; facts where there are any."""
    profile = ground.profile
    done = [
        Fact(f"{exam_name(exam)} is passed", f"exams.{exam}")
        for exam in ("step3", "comlex3")
        if any(each.result == "pass" for each in getattr(profile.exams, exam))
    ]
    nothing = "Nothing that goes on is told: write one line of your own before the interview."
    goes_on = _goes_on(ground)
    helped = [fact for fact in _remediation(profile) if fact.text.split(":")[0] in {"tutoring", "coaching", "course"}]
    names = " and ".join(each.name for each in ground.specialties)
    return (
        Box(
            "what",
            f"Which exams lie ahead: the in-training exam each year, then the boards of {names}",
            tuple(done),
            "",
        ),
        Box("when", "When: hours a week from the first month on, and what happens in a heavy rotation", (), ""),
        Box("how", "How: the method that worked for you", tuple(goes_on), _warning(goes_on, nothing)),
        Box("measure", "How you will know early: a practice score or a count of questions, at which date", (), ""),
        Box("help", "Whom you would tell, and when, if it goes wrong", tuple(helped), ""),
    )


def _when(day: date | None) -> str:
    return f" ({day:%B %Y})" if day else ""


def _span(start: date | None, end: date | None) -> str:
    if start and end:
        first, last = f"{start:%b %Y}", f"{end:%b %Y}"
        return f" ({first})" if first == last else f" ({first} to {last})"
    if start:
        return f" (since {start:%b %Y})"
    return f" (until {end:%b %Y})" if end else ""
