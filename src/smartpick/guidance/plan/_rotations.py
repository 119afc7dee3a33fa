"""Sub-internships, away rotations and clerkships that still lie ahead: when, where, at what cost, for which letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, is_graduate
from smartpick.guidance._finding import Finding
from smartpick.guidance._rules import (
    can_ask_rotation,
    first_area,
    rotation_ask_by,
    rotation_due,
    rotation_waits_for,
    rule_of,
)
from smartpick.guidance._season_days import Desk, said_day, weeks
from smartpick.guidance._tasks import Task, task_ahead
from smartpick.guidance.plan._ahead import exam_days
from smartpick.guidance.plan._types import Replaced
from smartpick.profile.passed import was_done
from smartpick.vocabulary import Track

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartpick.guidance._ground import Ground
    from smartpick.programs import Program

__all__ = ["behaviors", "rotations"]

_CORE = ("internal medicine", "surgery", "family medicine", "pediatrics")
_KINDS = {
    "away_rotation": "Away rotation",
    "sub_internship": "Sub-internship",
    "hands_on": "Hands-on work",
    "externship": "Externship",
}
_WARD = {"away_rotation", "sub_internship", "hands_on", "externship"}
_WINDOW = (
    "Hosts open between January and March, each on its own day; some go on until places are gone.",
    "Most hosts opened between January and March: ask which places are left.",
)
"""Before and after the usual months of opening."""
_FEEDBACK = (
    (
        "feedback_log",
        "praise",
        "strength",
        "Praise that you wrote down",
        "Writers can be reminded of it.",
        "",
    ),
    (
        "feedback_mixed",
        "mixed",
        "note",
        "Mixed feedback that you wrote down",
        "What was missing is what to show on the next rotation; ask there whether it is better.",
        "ask for feedback on it on the next rotation",
    ),
    (
        "feedback_critical",
        "critical",
        "watch",
        "Feedback to work on",
        (
            "Choose one thing of it, say on the first day of the next rotation that you work on it, and ask in the"
            " second week whether it is better. Ask for a letter where you were seen at your best."
        ),
        "work on it, and ask whether it is better",
    ),
    (
        "feedback_untold",
        None,
        "note",
        "Feedback that you wrote down",
        (
            "Say in your profile which way it goes (praise, mixed or critical): until then it is taken for"
            " neither, and stays with you."
        ),
        "",
    ),
)
"""Key, way it goes, severity, how it begins, what follows, and what can change."""
_EXAM_CLEAR = timedelta(weeks=8)
"""Weeks before an exam that a rotation leaves free; a judgement."""
_NONE_TOLD = "No hands-on month is told yet"
_SHOWN = 4
_WISHED = 4
"""From this on a wish is a strong one, of 5."""


def behaviors(ground: Ground) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what to do on a rotation, one line each, and the facts behind it."""
    rows = list(ground.facts.rows("rule", "topic = ?", ("rotation_behavior",)))
    return tuple(f"{row['item']}: {row['value']}" for row in rows), tuple(row["fact_id"] for row in rows)


def rotations(desk: Desk) -> tuple[list[Task], list[Finding], list[Replaced]]:
    """Return tasks, notes and what is too late about rotations."""
    ground = desk.ground
    tasks, notes = [*_clerkships(desk), *_planned(desk)], _log(ground)
    late: list[Replaced] = []
    reading = desk.ahead("programs_may_review")
    length, lead = desk.weeks("plan_rotation_weeks"), desk.weeks("plan_rotation_lead_weeks")
    if not ground.is_early or reading is None:
        has_one = any(each.start is not None and each.start >= desk.today for each in ground.profile.us_experience)
        if has_one or ground.stage.is_closed:
            return tasks, notes, late
        late.append(
            Replaced(
                "rotation",
                "A rotation whose letter this season's programs would read",
                "use what you have done in interviews; a rotation now counts for a next season",
                ("us_experience", "season"),
            )
        )
        return tasks, notes, late
    ask_by = rotation_ask_by(ground)
    waits = rotation_waits_for(ground)
    if waits is not None and can_ask_rotation(ground):
        return tasks, [*notes, _waits(waits)], late
    if is_graduate(ground):
        more = _hands_on(desk, ask_by)
        if not more:
            late.append(
                Replaced(
                    "rotation",
                    f"New hands-on work with a letter by {said_day(reading.day)}",
                    "ask for a letter from somebody who has already worked with you; work that begins now can be told"
                    " in interviews",
                    ("us_experience", "applicant.graduation_date"),
                )
            )
        return tasks + more, notes, late
    if ask_by is None or not can_ask_rotation(ground):
        late.append(
            Replaced(
                "rotation",
                f"A new rotation with a letter by {said_day(reading.day)}: placing takes about"
                f" {weeks(lead.days // 7)}, and the rotation {weeks(length.days // 7)}",
                "ask for a letter from somebody who has already worked with you; a rotation after that day can still"
                " be told in interviews",
                ("us_experience", "availability.free_months"),
            )
        )
        return tasks, notes, late
    more, said = _new_one(desk, reading.day, ask_by)
    return tasks + more, notes + said, late


def _waits(exam: str) -> Finding:
    """Say that no new rotation is asked for while a failed exam has no day that leaves room for one."""
    name = exam_name(exam)
    text = (
        f"No new rotation is advised before {name} is passed: a month on a ward would take the weeks that the exam"
        " needs. Letters can come from those who have already worked with you. Once it has a day that leaves a month"
        " before programs read, the plan has room for one."
    )
    fields = (f"exams.{exam}", "us_experience", "season")
    return Finding("rotation_waits", "rotation", "watch", text, fields, (), f"pass {name} first")


def _clerkships(desk: Desk) -> list[Task]:
    """Return a goal and days of feedback for every clerkship ahead; what is behind is not advised."""
    tasks: list[Task] = []
    lines, ids = behaviors(desk.ground)
    own = {each.name.lower() for each in desk.ground.specialties}
    for at, each in enumerate(desk.ground.profile.clerkships, 1):
        if each.date is None or each.date <= desk.today or each.is_honors is not None:
            continue
        core = each.name.lower() in {*_CORE, *own}
        goal = (
            "no grades there: aim for the comments"
            if each.is_pass_fail
            else "aim for the top grade"
            if core
            else "aim for good comments"
        )
        start = each.date - desk.weeks("plan_rotation_weeks")
        middle = max(desk.today, start + (each.date - start) / 2)
        tasks += task_ahead(
            desk.today,
            key=f"clerkship_{at}",
            topic="rotation",
            title=f"Clerkship: {each.name}",
            text=(
                f"{goal[0].upper()}{goal[1:]}. Ask for feedback at the end of the first week and about"
                f" {said_day(middle)}, and write down what was said."
            ),
            start=start,
            due=each.date,
            fields=("clerkships",),
            confidence="yours",
            effort="the rotation itself",
            fact_ids=ids,
            checklist=lines,
        )
    return tasks


def _planned(desk: Desk) -> list[Task]:
    """Return the rotations that the profile plans, with cost, letter and study weeks looked at."""
    tasks: list[Task] = []
    lines, ids = behaviors(desk.ground)
    days = exam_days(desk.ground)
    reading = desk.ahead("programs_may_review")
    for at, each in enumerate(desk.ground.profile.us_experience, 1):
        end = each.end or (each.start + desk.weeks("plan_rotation_weeks") if each.start else None)
        if each.kind not in _WARD or each.start is None or end is None or end < desk.today or each.is_done:
            continue
        cost = f" It costs ${each.cost_usd:,.0f}." if each.cost_usd is not None else ""
        text = f"{_KINDS[each.kind]}{f' at {each.place}' if each.place else ''}.{cost}"
        if reading is not None and end > reading.day:
            text += f" It ends after {said_day(reading.day)}: its letter comes late, so it is for interviews."
        elif reading is not None:
            text += " Ask for the letter in the third week, while you are there."
        near = [day for day in days if each.start <= day and end > day - timedelta(weeks=6)]
        if near:
            text += f" It takes weeks from the exam on {said_day(near[0])}: move one of the two."
        tasks += task_ahead(
            desk.today,
            key=f"rotation_{at}",
            topic="rotation",
            title=f"Rotation{f': {each.place}' if each.place else ''}",
            text=text,
            start=each.start,
            due=end,
            fields=("us_experience",),
            confidence="yours",
            effort=weeks(max(1, (end - each.start).days // 7)),
            fact_ids=ids,
            checklist=lines,
        )
    return tasks


def _log(ground: Ground) -> list[Finding]:
    """Return the feedback that is noted, by the way it goes: only praise speaks for her, and only praise is let out."""
    noted = [each for each in ground.profile.us_experience if each.note]
    done = [each for each in ground.profile.us_experience if each.kind in _WARD and was_done(each, ground.today)]
    fields = ("us_experience", "us_experience.feedback")
    findings = []
    for key, way, severity, lead, after, change in _FEEDBACK:
        of_kind = [each for each in noted if each.feedback == way]
        if not of_kind:
            continue
        said = "; ".join(f"{each.place or each.kind.replace('_', ' ')}: {each.note}" for each in of_kind[:_SHOWN])
        text = f"{lead}: {said.rstrip('.')}. {after}"
        findings.append(Finding(key, "rotation", severity, text, fields, (), change, is_private=way != "praise"))
    if done and not any(each.note or each.feedback for each in done):
        text = (
            "No feedback is written down for the rotations you did. Write two lines for each into your profile"
            " while you remember."
        )
        change = "write two lines for each rotation"
        # Private: a note that is kept back must not be told of as missing where others read.
        findings.append(Finding("feedback_log", "rotation", "watch", text, fields, (), change, is_private=True))
    return findings


def _new_one(desk: Desk, reading: date, latest: date) -> tuple[list[Task], list[Finding]]:
    """Return when to ask for a rotation and where, with the exam's weeks left free."""
    ground = desk.ground
    window, cost = (
        rule_of(ground, "application window", "away_rotations"),
        rule_of(ground, "application fee", "away_rotations"),
    )
    who, timing = (
        rule_of(ground, "who may use VSLO", "away_rotations"),
        rule_of(ground, "usual timing and length", "away_rotations"),
    )
    ids = tuple(row["fact_id"] for row in (window, cost, who, timing) if row is not None)
    days = exam_days(ground)
    opens = date(reading.year, 1, 15)
    due = rotation_due(ground) or latest
    is_open = due < latest
    when = _months(desk, reading, days)
    text = (
        "Ask two or three hosts for the month, the fee and whether they take students of your school."
        + (f" {_WINDOW[not is_open]}" if window is not None else "")
        + desk.ruled("application fee", "away_rotations", " Fee about ${} a host, and more at some.")
        + f" {when}"
    )
    if is_open:
        text += f" One that is asked for by {said_day(latest)} can still bring a letter in time."
    text += _eligibility(ground)
    for day in days:
        clear = max(desk.today, day - _EXAM_CLEAR)
        text += f" Leave {said_day(clear)} to {said_day(day)} free: the exam is worth more than the rotation."
    tasks = task_ahead(
        desk.today,
        key="ask_rotation",
        topic="rotation",
        title="Ask for a sub-internship or away rotation",
        text=text,
        start=min(opens, due),
        due=due,
        fields=("availability.free_months", "us_experience", "exams", "goals.areas", "applicant.type"),
        confidence="assumed",
        effort="about 6 hours, then two to four weeks",
        fact_ids=ids,
    )
    return tasks, _sites(desk)


def _months(desk: Desk, reading: date, exams: tuple[date, ...]) -> str:
    """Return her free months, each held against placing, the letter's day and the weeks before an exam."""
    lead, length = desk.weeks("plan_rotation_lead_weeks"), desk.weeks("plan_rotation_weeks")
    said = []
    for day in sorted(desk.ground.profile.availability.free_months):
        if day < desk.today.replace(day=1):
            continue
        if any(day <= exam and day + length > exam - _EXAM_CLEAR for exam in exams):
            fit = "takes weeks from the exam"
        elif day < desk.today + lead:
            fit = "too soon to be placed, as a rule"
        elif day > reading - length:
            fit = f"its letter comes after {said_day(reading)}, so it is for interviews"
        else:
            fit = "in time for a letter"
        said.append(f"{day:%B %Y} ({fit})")
    if not said:
        return "Usual months: June to August; enter yours under availability.free_months."
    return f"Your free months: {'; '.join(said)}."


def _eligibility(ground: Ground) -> str:
    """Say through which door a student of her kind of school asks."""
    kind = ground.profile.applicant.type
    if kind.is_img:
        return (
            " The visiting service VSLO is for students of US schools: as a student of a school abroad, ask each host"
            " whether it takes you, and whether the month is hands-on."
        )
    if kind.is_do:
        return " VSLO takes students of osteopathic schools that take part; ask hosts whether they take them too."
    return " VSLO is for students of schools that take part, in good standing, with the core clerkships done."


def _sites(desk: Desk) -> list[Finding]:
    """Return where to ask: her wishes first, then programs of her first area by size; places in the facts only."""
    ground = desk.ground
    area = first_area(ground)
    keys = {each.key for each in ground.specialties}
    wishes = {each.program_code_nrmp: each.desire or 0 for each in ground.profile.goals.programs if not each.is_never}
    programs = area[1] if area else []
    rotated = {each.program_code_nrmp for each in ground.profile.us_experience}
    fitting = [
        each
        for each in programs
        if each.specialty in keys and each.track is not Track.PRELIMINARY and each.program_code_nrmp not in rotated
    ]
    order = [each.key for each in ground.specialties]
    season = ground.directory.season
    fitting.sort(
        key=lambda p: (
            -wishes.get(p.program_code_nrmp, 0),
            order.index(p.specialty),
            -(p.positions.get(season, (0, 0))[0]),
            p.name,
        )
    )
    names = {each.key: each.name for each in ground.specialties}
    shown: dict[str, str] = {}
    for program in fitting:
        count = program.positions.get(season, (0, 0))[0]
        kind = _kind(program)
        why = f"{f'{kind}, ' if kind else ''}{count} positions in {names[program.specialty]}"
        if wishes.get(program.program_code_nrmp, 0) >= _WISHED:
            why += ", your wish"
        shown.setdefault(program.institution, why)
    if not shown or area is None:
        text = "Where to rotate: name a first area in your profile to see programs there."
        return [Finding("rotation_sites", "rotation", "unknown", text, ("goals.areas",), (), "name a first area")]
    first = _mixed(shown)
    wished = "those you wish for first, then " if wishes else ""
    risk = rule_of(ground, "risk of an audition rotation", "away_rotations")
    text = (
        f"Hosts to ask in {area[0]}, {wished}the largest first: {'; '.join(first)}. Whether they take visiting"
        " students, and of which schools, is not known here: ask each. A weak month is remembered as well as a"
        " strong one."
    )
    ids = (risk["fact_id"],) if risk is not None else ()
    fields = ("goals.areas", "goals.specialties", "goals.programs")
    return [Finding("rotation_sites", "rotation", "note", text, fields, ids)]


def _kind(program: Program) -> str:
    """Return what kind of host it is, where the reviewed table tells; empty where it does not."""
    known = program.profile
    if known is None:
        return ""
    if known.is_county_hospital == "yes":
        return "a county hospital"
    return "a community hospital" if "community" in known.sponsor_type else ""


def _mixed(shown: Mapping[str, str]) -> list[str]:
    """Return the first hosts in words, the last of them a county or community hospital where none is among them."""
    rows = [f"{name} ({why})" for name, why in shown.items()]
    first = rows[:_SHOWN]
    if not any("hospital" in why for why in list(shown.values())[:_SHOWN]):
        other = next((row for row, why in zip(rows, shown.values(), strict=True) if "hospital" in why), None)
        first = [*first[: _SHOWN - 1], other] if other else first
    return first


def _hands_on(desk: Desk, ask_by: date | None) -> list[Task]:
    """Return the same for whoever has graduated: hands-on work, since student rotations are closed."""
    months = sum(each.months or 0 for each in desk.ground.profile.us_experience if each.kind in _WARD)
    if ask_by is None:
        return []
    told = f"You have told {months:g} hands-on month{'s' if months != 1 else ''}" if months else _NONE_TOLD
    travel = (
        " What a visitor may do with patients, and be paid for, hangs on the visa: ask the host in writing before you"
        " book anything."
        if desk.ground.profile.visa.status == "needs_visa"
        else ""
    )
    return task_ahead(
        desk.today,
        key="ask_hands_on",
        topic="rotation",
        title="Ask for hands-on work in the US",
        text=(
            f"Student rotations are closed to graduates. {told}; ask clinics and"
            " hospitals for an externship or work as an assistant, with responsibility for patients where the law"
            f" allows it. An observership is better than nothing, and many readers do not count it the same.{travel}"
        ),
        start=desk.today,
        due=ask_by,
        fields=("us_experience", "applicant.graduation_date", "visa.status"),
        confidence="assumed",
        effort="about 6 hours of asking, then four weeks",
    )
