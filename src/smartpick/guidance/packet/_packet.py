"""Puts a packet together from what the other engines say, less what the applicant keeps private or takes out.

Everything said names the fields it rests on, so taking a part of the profile out takes out whatever rests on it. As a
second lock, no line that still holds a value of that part is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from smartpick.errors import Problem, RequestError, did_you_mean
from smartpick.guidance._ground import span_text, whole
from smartpick.guidance._season_days import said_day
from smartpick.profile.passed import without_result
from smartpick.vocabulary import EXAMS, Stage

if TYPE_CHECKING:
    from smartpick.guidance._finding import Assessment, ListFigures
    from smartpick.guidance.plan import Plan, Task
    from smartpick.profile import Profile

__all__ = ["REDACTIONS", "Packet", "Section", "Sieve", "make_packet", "sieve_of", "task_title"]

REDACTIONS: Mapping[str, tuple[str, ...]] = {
    "exams": ("exams", "study"),
    "visa": ("visa", "ecfmg"),
    "grades": ("clerkships",),
    "letters": ("letters",),
    "rotations": ("us_experience", "availability"),
    "work": ("research", "service", "work", "training"),
    "ties": ("ties", "languages"),
    "remediation": ("remediation", "setbacks", "gaps"),
    "graduation": (
        "applicant.graduation_date",
        "applicant.school",
        "applicant.school_state",
        "applicant.school_country",
    ),
    "earlier": ("earlier_seasons",),
    "season": ("season_log", "own_facts", "signals"),
    "money": ("budget",),
    "list": ("goals",),
}
"""Switch → parts of the profile that it takes out, with everything that rests on them."""

_WORDS = {
    "exams": r"step [123]|level [123]|comlex|usmle|score|attempt|exam",
    "visa": r"visa|j-1|h-1b|ecfmg|citizen|sponsor",
    "graduation": r"graduat|medical school|your school",
    "rotations": r"rotat|sub-i|us experience|clinical experience|home program",
    "ties": r"\bties?\b|grew up|you have a tie|lives? there",
    "season": r"own fact|you found|you were told|signal|logged|invited you|declined",
    "earlier": r"last season|earlier season|reappl|applied before",
    "money": r"\$|fee|budget|cost",
    "grades": r"clerkship|honors",
    "letters": r"letter",
    "work": r"research|service|work experience",
    "remediation": r"remediat|setback|gap",
}
"""Switch → words that speak of its part, whatever its values."""
_EVERYBODYS = {
    "season_begins",
    "statement",
    "list",
    "signals",
    "readiness",
    "submit",
    "submit_now",
    "log_applied",
    "programs_read",
    "register_nrmp",
    "find_open_houses",
    "ask_people",
    "watch_offers",
    "practice_interviews",
    "service",
    "ranking_opens",
    "certify_first",
    "certify_last",
    "rank_deadline",
    "soap_ready",
    "match_monday",
    "soap",
    "match_day",
    "debrief",
    "next_season_begins",
}
"""Tasks that everybody gets on such a day: that they are there shows nothing of anybody."""
_EXAM_NAME = re.compile(r"\b(?:usmle|comlex|step [123]|level [123])\b", re.IGNORECASE)
_NEUTRAL = (
    (re.compile(r"study_\w*week_\d+"), "Study for an exam"),
    (re.compile(r"exam_\w+"), "An exam"),
    (re.compile(r"result_\w+"), "Result of an exam"),
    (re.compile(r"tell_\w+"), "Say whether an exam was taken"),
    (re.compile(r"(?:plan_exam|move_exam|go_or_delay)\w*"), "Decide about the day of an exam"),
)
"""Key of a task → its title where exams are taken out: that one is ahead tells no result."""

_TASKS = 10
_FINDINGS = 8


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; each line carries the facts behind it."""

    key: str
    title: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """What an advisor reads before a talk.

    Attributes
    ----------
    redacted
        Switches used, in the order of `REDACTIONS`; the packet says that something was taken out.
    """

    season: int
    today: date
    sections: tuple[Section, ...]
    redacted: tuple[str, ...]

    @property
    def lead(self) -> tuple[str, str]:
        """Who made it and from what, and what is not in it."""
        left = f" Taken out by the applicant: {', '.join(self.redacted)}." if self.redacted else ""
        return (
            "Made by the applicant with SmartPick from their own profile and published figures.",
            f"“You” in it is the applicant. What the profile marks as private is not in it.{left}",
        )


@dataclass(frozen=True, slots=True)
class Sieve:
    """Lets through what rests on no part that is taken out, and holds none of its values.

    Attributes
    ----------
    switches
        Keys of `REDACTIONS` that are used, in their order.
    """

    fields: tuple[str, ...]
    values: tuple[str, ...]
    switches: tuple[str, ...] = ()

    def rests_on(self, fields: Iterable[str]) -> bool:
        """Say whether any of some fields of a profile is taken out, in whole or in part."""
        return any(
            field == part or field.startswith(f"{part}.") or part.startswith(f"{field}.")
            for field in fields
            for part in self.fields
        )

    def line(self, text: str, fields: Iterable[str], facts: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
        """Return a line with its facts, in a list that is empty where it may not be shown."""
        if self.rests_on(fields) or self.shows(text):
            return []
        return [(text, facts)]

    def speaks(self, text: str) -> bool:
        """Say whether a text speaks of a part that is taken out, even without a value of it."""
        lowered = text.lower()
        return any(re.search(_WORDS[each], lowered) for each in self.switches if each in _WORDS)

    def shows(self, text: str) -> bool:
        """Say whether a text holds a value of a part that is taken out."""
        lowered = text.lower()
        return any(re.search(rf"(?<![a-z0-9]){re.escape(value)}(?![a-z0-9])", lowered) for value in self.values)


def make_packet(
    profile: Profile,
    assessment: Assessment,
    plan: Plan,
    figures: ListFigures | None,
    redact: Iterable[str] = (),
) -> Packet:
    """Return the packet.

    Parameters
    ----------
    profile
        Without its private parts; what the other arguments say was worked out from the same.
    figures
        Of the list of the same profile, season and day; None where no list can be made.
    redact
        Keys of `REDACTIONS`.

    Raises
    ------
    RequestError
        With every switch that there is none of.
    """
    sieve = sieve_of(profile, redact)
    sections = [
        _who(profile, sieve, plan.today),
        _reading(assessment, sieve),
        _doubts(assessment, sieve),
        _list(figures, sieve),
        _next(plan, sieve),
        _late(plan, sieve),
        _open(assessment, plan, sieve),
        _questions(profile, assessment, plan, sieve),
    ]
    return Packet(
        plan.season,
        plan.today,
        tuple(each for each in sections if each.lines),
        sieve.switches,
    )


def sieve_of(profile: Profile, redact: Iterable[str]) -> Sieve:
    """Return what lets through only what rests on none of the parts that are taken out.

    Raises
    ------
    RequestError
        With every switch that there is none of.
    """
    wanted = list(dict.fromkeys(part.strip().lower() for each in redact for part in each.split(",") if part.strip()))
    problems = [
        Problem(
            "--redact",
            f"'{each[:40]}' cannot be taken out",
            fix=did_you_mean(each, REDACTIONS) or f"Name any of: {', '.join(REDACTIONS)}",
        )
        for each in wanted
        if each not in REDACTIONS
    ]
    if problems:
        raise RequestError(problems)
    fields = tuple(field for each in wanted for field in REDACTIONS[each])
    switches = tuple(each for each in REDACTIONS if each in wanted)
    return Sieve(fields, tuple(sorted(_values(profile, fields))), switches)


def _values(profile: Profile, fields: tuple[str, ...]) -> set[str]:
    """Return the texts and larger numbers that stand in some parts of a profile, as they would be read."""
    found: set[str] = set()
    for field in fields:
        value: Any = profile
        for name in field.split("."):
            value = getattr(value, name, None)
        _collect(value, found)
    return found


_PLAIN = {"pass", "fail", "none", "true", "false"}


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        # Codes and single words of the format say nothing about a person; her own words and places do.
        if len(value) > 3 and value.lower() not in _PLAIN and (" " in value or value[:1].isupper()):
            found.add(value.lower())
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value >= 100:
            found |= {f"{value:g}", f"{value:,.0f}"}
    elif isinstance(value, tuple | list):
        for each in value:
            _collect(each, found)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            if name != "specialties":
                _collect(getattr(value, name), found)


def _who(profile: Profile, sieve: Sieve, today: date) -> Section:
    applicant = profile.applicant
    kind = applicant.type.label
    lines = [(f"{kind[0].upper()}{kind[1:]}.", ("applicant.type",))]
    if applicant.graduation_date:
        lines.append((f"Graduation: {applicant.graduation_date:%B %Y}.", ("applicant.graduation_date",)))
    lines.append((f"Wants: {', then '.join(map(_words, profile.goals.specialties))}.", ("goals.specialties",)))
    areas = profile.goals.areas
    if areas.tier1:
        elsewhere = "anywhere else too" if areas.anywhere else "nowhere else" if not areas.tier2 else ""
        named = "; then ".join(", ".join(map(_words, tier)) for tier in (areas.tier1, areas.tier2, areas.tier3) if tier)
        lines.append((f"Where: {named}{f'; {elsewhere}' if elsewhere else ''}.", ("goals.areas",)))
    for exam, name in EXAMS.items():
        attempts = list(getattr(profile.exams, exam))
        if attempts:
            said = ", then ".join(
                f"{each.result or without_result(each, today)}{f' {each.score}' if each.score else ''}"
                + (f" ({(each.date or each.planned_date):%b %Y})" if each.date or each.planned_date else "")
                for each in attempts
            )
            lines.append((f"{name}: {said}.", (f"exams.{exam}",)))
    if profile.visa.status:
        taken = " or ".join(_VISAS.get(each, each) for each in profile.visa.accepts)
        of_kind = f", {taken}" if taken and profile.visa.status == "needs_visa" else ""
        lines.append(
            (f"Visa: {_STATUS.get(profile.visa.status, _words(profile.visa.status))}{of_kind}.", ("visa.status",))
        )
    kept = [row for text, fields in lines for row in sieve.line(text, fields)]
    return Section("who", "Who", tuple(kept))


_VISAS = {"j1": "J-1", "h1b": "H-1B"}
_STATUS = {
    "us_citizen": "US citizen, none needed",
    "permanent_resident": "permanent resident, none needed",
    "daca": "DACA",
    "has_work_permit": "has a work permit",
    "needs_visa": "needs one",
}


def _words(key: str) -> str:
    """Return a key as words; what is written as words stays as it is."""
    return key.replace("_", " ").replace("-", " ").title() if key.islower() else key


def _reading(assessment: Assessment, sieve: Sieve) -> Section:
    # These sentences sum up the whole record and name no single field: they stay only when nothing is taken out.
    if sieve.fields:
        return Section("reading", "How the record reads", ())
    # The first lines of a reader's eye repeat who the applicant is.
    lines = tuple((text, ()) for text in (*assessment.answer, *assessment.readers_eye[2:4]))
    return Section("reading", "How the record reads", lines)


def _doubts(assessment: Assessment, sieve: Sieve) -> Section:
    lines, good = [], []
    for each in assessment.doubts:
        if not each.is_private:
            lines += sieve.line(each.text, each.fields, each.fact_ids)
    for each in assessment.replies:
        if not each.is_private:
            good += [
                (f"For it: {text.rstrip('.')}.", ids) for text, ids in sieve.line(each.text, each.fields, each.fact_ids)
            ]
    # What speaks for the record is short, and its number stands above: all of it is shown.
    return Section("doubts", "Doubts, and what speaks for the record", (*lines[:_FINDINGS], *good))


def _list(figures: ListFigures | None, sieve: Sieve) -> Section:
    # Once ranks are decided, a list of applications is no question any more.
    if figures is None or sieve.rests_on(("goals",)) or figures.stage.is_past_interviews:
        return Section("list", "The list", ())
    title = "The list" if figures.is_planning else "The list that this profile would lead to; opening day is past"
    match, offers = figures.p_match, figures.expected_interviews
    spread = ", ".join(f"{count} in {_words(name)}" for name, count in figures.by_specialty.items())
    lines = [
        f"{figures.programs} programs ({spread}).",
        f"Interview offers expected: {offers.mean:.1f} (90 % interval {offers.low:.1f} to {offers.high:.1f}).",
        f"Chance of matching with it: {whole(match.mean)} % ({span_text(match.low, match.high)}).",
    ]
    if not sieve.rests_on(("budget",)):
        least = "at least " if figures.is_cost_lower_bound else ""
        lines.append(f"Cost: {least}${figures.cost_usd:,.0f}.")
    if figures.area and figures.area_p_match:
        alone = figures.area_p_match
        lines.append(
            f"Best list in {figures.area} alone: {figures.area_programs} programs, {whole(alone.mean)} %"
            f" ({span_text(alone.low, alone.high)})."
        )
    # These figures weigh the whole record, but show no part of it.
    return Section("list", title, tuple((line, ()) for line in lines if not sieve.shows(line)))


def task_title(task: Task, sieve: Sieve) -> str | None:
    """Return the title under which a task may be shown; None where the task itself would show a part taken out.

    Notes
    -----
    What everybody has to do stays. Where only exams are taken out, what has to be done about one stays too, without
    its name: what is hidden is the record, not the days.
    """
    if not sieve.rests_on(task.fields):
        return None if sieve.shows(task.title) else task.title
    if task.key in _EVERYBODYS:
        return None if sieve.shows(task.title) or sieve.speaks(task.title) else task.title
    others = tuple(part for each in sieve.switches if each != "exams" for part in REDACTIONS[each])
    if Sieve(others, ()).rests_on(task.fields) or sieve.shows(task.title):
        return None
    neutral = next((title for key, title in _NEUTRAL if key.fullmatch(task.key)), None)
    if neutral is not None:
        return neutral
    return None if _EXAM_NAME.search(task.title) else task.title


def _next(plan: Plan, sieve: Sieve) -> Section:
    lines = []
    for task in plan.tasks:
        if task.is_private or not task.effort or re.fullmatch(r"study_(?:\w+_)?week_([2-9]|\d{2})", task.key):
            continue
        title = task_title(task, sieve)
        if title is not None:
            lines.append((f"{_span(task.start, task.due)}: {title} ({task.effort}; {task.owner}).", task.fact_ids))
    return Section("next", "What comes next", tuple(lines[:_TASKS]))


def _span(start: date, due: date) -> str:
    """Return a stretch of days as it is read aloud; the year is named once where it stays the same."""
    if start == due:
        return said_day(due)
    first = said_day(start) if start.year != due.year else f"{start.day} {start:%B}"
    return f"{first} to {said_day(due)}"


def _late(plan: Plan, sieve: Sieve) -> Section:
    lines = []
    for each in plan.too_late:
        lines += sieve.line(f"{each.what}. Instead: {each.instead}.", each.fields, each.fact_ids)
    return Section("late", "Too late this season", tuple(lines))


def _open(assessment: Assessment, plan: Plan, sieve: Sieve) -> Section:
    """Return what nobody knows yet, and an advisor may."""
    lines = []
    for each in (*assessment.findings, *plan.notes):
        if each.severity == "unknown" and not each.is_private:
            lines += sieve.line(each.text, each.fields, each.fact_ids)
    return Section("unknown", "Not known", tuple(dict.fromkeys(lines))[:_FINDINGS])


_IN_WRITING = "Should the failed attempt be mentioned in writing, and in which words of mine?"
_ALOUD = "How do I answer when I am asked about the failed attempt, in which words of mine?"
_TOLD = {
    Stage.PREPARING: _IN_WRITING,
    Stage.OPEN: _IN_WRITING,
    Stage.SUBMITTED: _ALOUD,
    Stage.INTERVIEWING: _ALOUD,
    Stage.SOAP: _IN_WRITING,
    Stage.OVER: _IN_WRITING,
}
"""What can still be asked about a failed attempt; nothing while ranks are decided and closed."""
_BY_STAGE = {
    Stage.SUBMITTED: "Which answers should I practice first for interviews, and with whom?",
    Stage.INTERVIEWING: "Which answers should I practice first for interviews, and with whom?",
    Stage.RANKING: "Is a program on my rank list where I should not go, or one missing where I would?",
    Stage.MATCH_WEEK: "If Monday brings no match: who sits with me, and what would I take?",
    Stage.SOAP: "Which of the open positions would I be glad of in a year, and who can call for me once they may?",
    Stage.MATCH_DAY: "If it did not work: who sits with me today, and when do we look back?",
    Stage.OVER: "If it did not work: what were the two things that would change most?",
}


def _questions(profile: Profile, assessment: Assessment, plan: Plan, sieve: Sieve) -> Section:
    """Return the questions that this record raises for twenty minutes, hardest first."""
    exams = profile.exams
    can_choose = assessment.stage in {Stage.PREPARING, Stage.OPEN, Stage.OVER}
    asked: list[tuple[str, tuple[str, ...]]] = []
    if any(
        each.result == "fail" for exam in (exams.step1, exams.step2_ck, exams.comlex1, exams.comlex2) for each in exam
    ):
        told = _TOLD.get(assessment.stage)
        asked += [(told, ("exams", "remediation"))] if told else []
    if plan.study is not None:
        name = plan.study.exam_name
        asked.append((f"Is the day for {name} right, and what would make us move it?", (f"exams.{plan.study.exam}",)))
    if profile.earlier_seasons and can_choose:
        asked.append(("What has to differ from last season, beyond the number of programs?", ("earlier_seasons",)))
    if profile.visa.status == "needs_visa" and (can_choose or assessment.stage is Stage.SOAP):
        asked.append(("Which programs do you know to have taken this visa lately?", ("visa.status",)))
    if can_choose and (exams.comlex1 or exams.comlex2) and not (exams.step1 or exams.step2_ck):
        asked.append(("Which programs do you know to take COMLEX without USMLE scores?", ("exams",)))
    if len(profile.goals.specialties) > 1 and can_choose:
        asked.append(("Does the second specialty help, or does it weaken the first?", ("goals.specialties",)))
    if assessment.stage in {Stage.PREPARING, Stage.OPEN}:
        asked.append(("Which programs on the list would you take off, and which are missing?", ("goals",)))
        asked.append(("Who could write a letter that says how I work, and when should I ask?", ("letters",)))
    else:
        asked.append((_BY_STAGE[assessment.stage], ("season_log",)))
    asked.append(("What have I not asked?", ("applicant.type",)))
    lines = [row for text, fields in asked for row in sieve.line(text, fields)]
    return Section("questions", "Questions for the talk", tuple(lines))
