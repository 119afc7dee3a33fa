"""What only some applicants need: certification and visa, what changes after an earlier season, boards in residency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance._exams import exam_name, failed_any, passed
from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import span_text
from smartpick.guidance._rules import rule_of
from smartpick.guidance._season_days import Desk
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.guidance.plan._types import Replaced
from smartpick.guidance.reading import recovery_state
from smartpick.guidance.routes import p_specialty
from smartpick.programs import resolve_specialty
from smartpick.uncertainty import EVEN, in_words
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.guidance._ground import Ground

__all__ = ["board_plan", "late_of_person", "personal"]

_LETTER_TIME = timedelta(weeks=4)
"""From asking a writer to a letter; a judgement."""
_STEP3_STUDY = timedelta(weeks=6)
"""The least study for Step 3 beside work; a judgement."""
_VISAS = {"j1": "J-1", "h1b": "H-1B"}


def personal(desk: Desk) -> tuple[list[Task], list[Finding]]:
    """Return what follows from an IMG's papers, from earlier seasons, and from a single specialty with a low chance."""
    tasks, notes = _papers(desk)
    more, said = _again(desk)
    return [*tasks, *more, *_second_specialty(desk)], notes + said


def _second_specialty(desk: Desk) -> list[Task]:
    """Return the decision that has to come before letters and statements, where one alone is a thin thread."""
    ground = desk.ground
    submit, reading = desk.ahead("applicants_may_submit"), desk.ahead("programs_may_review")
    chances = [p_specialty(basis) for basis in ground.basis.values()]
    is_low = bool(chances) and max(chance.mean for chance in chances) < EVEN
    if not ground.is_early or submit is None or reading is None or len(ground.specialties) != 1 or not is_low:
        return []
    # Letters of the second specialty have to be asked for as early as those of the first.
    due = in_time(desk.today, submit.day - desk.weeks("plan_statement_weeks"), reading.day - _LETTER_TIME)
    if due > reading.day - _LETTER_TIME:
        return []
    first, best = ground.specialties[0].name, max(chances, key=lambda chance: chance.mean)
    return task_ahead(
        desk.today,
        key="second_specialty",
        topic="application",
        title="Decide about a second specialty",
        text=(
            f"With this record the chance of matching in {first} alone is {in_words(best)}"
            f" ({span_text(best.low, best.high)}) once a program can be ranked; one has to invite you first."
            " A second specialty needs letters and a statement of its own, so it is decided before those:"
            " `smartpick assess` has the base rates of others, `smartpick whatif` what one would change. You may also"
            f" stay with {first}; then decide it knowing this."
        ),
        start=desk.today,
        due=due,
        fields=("goals.specialties", "applicant.type", "exams", "visa.status"),
        confidence="assumed",
        effort="two hours and a talk with an advisor",
    )


def _papers(desk: Desk) -> tuple[list[Task], list[Finding]]:
    ground = desk.ground
    profile = ground.profile
    if not profile.applicant.type.is_img:
        return [], []
    tasks: list[Task] = []
    ranks, reading = desk.ahead("rank_list_deadline"), desk.ahead("programs_may_review")
    needs = rule_of(ground, "what certification needs")
    missing = rule_of(ground, "IMG exams missing at the rank list deadline")
    if profile.ecfmg.certified is not True and ranks is not None:
        tasks += task_ahead(
            desk.today,
            key="ecfmg",
            topic="visa",
            title="ECFMG: exams and Pathway",
            text=(
                "Step 1, Step 2 CK and an accepted Pathway are needed for the Match, and certification by the start of"
                " training; whose exams are missing at the rank list deadline is taken out. The"
                " dates of this season's Pathways are not published here: ask ECFMG first."
            ),
            start=desk.today,
            due=ranks.day,
            fields=("ecfmg.certified", "applicant.type"),
            confidence="assumed",
            effort="weeks of waiting, a few hours of papers",
            fact_ids=tuple(row["fact_id"] for row in (needs, missing) if row is not None),
        )
    if "h1b" in profile.visa.accepts and not passed(ground, "step3"):
        tasks += _step3(desk)
    if profile.visa.status == "needs_visa" and reading is not None and desk.has_time_to_ask:
        tasks += task_ahead(
            desk.today,
            key="ask_visa",
            topic="visa",
            title="Ask programs which visas they take",
            text=(
                f"In writing, for each program before you pay: {_visas_asked(profile.visa.accepts)}, and whether that"
                " holds this year. Write the answer"
                " into your profile with its day."
            ),
            start=desk.today,
            due=in_time(desk.today, reading.day - timedelta(days=21), reading.day - timedelta(days=1)),
            fields=("visa.status", "visa.accepts", "own_facts"),
            confidence="assumed",
            effort="ten minutes a program",
        )
    return tasks, []


def _visas_asked(accepts: Sequence[str]) -> str:
    """Return which visas to ask about: those that she would take, else all."""
    if len(accepts) == 1:
        return f"whether it takes the {_VISAS[accepts[0]]}"
    return "J-1, H-1B, both or none"


def _step3(desk: Desk) -> list[Task]:
    ground = desk.ground
    who, last = rule_of(ground, "eligibility", "step3"), rule_of(ground, "result delay at the turn of the year")
    graduated = ground.profile.applicant.graduation_date
    if graduated is None or graduated > desk.today or ground.profile.ecfmg.certified is not True:
        return []
    year_end = date(ground.season - 1, 12, 31)
    # Whoever begins later is told so among what is too late.
    if desk.today + _STEP3_STUDY > year_end:
        return []
    return task_ahead(
        desk.today,
        key="step3",
        topic="visa",
        title="Step 3, if you want the H-1B",
        text=(
            "A petition needs the passed result. Notices of earlier years: a test by 31 December brings it by"
            " mid-March. Take it only when practice tests say so: a fail here stays in the record too."
        ),
        start=desk.today,
        due=year_end,
        fields=("visa.accepts", "exams.step3", "ecfmg.certified", "applicant.graduation_date"),
        confidence="carried",
        effort="six to eight weeks beside work, two exam days",
        fact_ids=tuple(row["fact_id"] for row in (who, last) if row is not None),
    )


def late_of_person(desk: Desk) -> list[Replaced]:
    """Return what only some applicants could have done, and what stands in its place."""
    ground = desk.ground
    year_end = date(ground.season - 1, 12, 31)
    if (
        "h1b" not in ground.profile.visa.accepts
        or passed(ground, "step3")
        or desk.today + _STEP3_STUDY <= year_end
        or ground.stage.is_closed
    ):
        return []
    instead = (
        "the J-1, which does not need it; ask programs about it"
        if "j1" in ground.profile.visa.accepts
        else "ask each program that interviews you what it would do without the result"
    )
    fields = ("visa.accepts", "exams.step3")
    return [Replaced("step3", "Step 3 by the turn of the year, for an H-1B this season", instead, fields)]


def _again(desk: Desk) -> tuple[list[Task], list[Finding]]:
    """Return what has to differ from the last season; the same list again would get the same answer."""
    ground = desk.ground
    earlier = sorted(ground.profile.earlier_seasons, key=lambda each: each.season)
    if not earlier:
        return [], []
    last, fields = earlier[-1], ("earlier_seasons",)
    counts = []
    if last.applications is not None:
        counts.append(f"{last.applications} applications")
    if last.interviews is not None:
        counts.append(f"{last.interviews} interview offer{'s' if last.interviews != 1 else ''}")
    said = f" ({', '.join(counts)})" if counts else ""
    notes = []
    before = {_key(ground, name) for name in last.specialties}
    cause = ""
    if last.applications and last.interviews is not None:
        rate = last.interviews / last.applications
        if last.interviews >= 8:
            cause = " Offers came, so interviews and the rank list are where to look first."
        elif rate < 0.05:
            cause = " Few of those who read asked you in: more of the same list would bring the same; the record, the"
            cause += " places or the specialty have to differ."
        else:
            cause = " Some asked you in, too few to rest on: look at both the list and the interviews."
    notes.append(Finding("again_cause", "again", "watch", f"Season {last.season}{said}.{cause}", fields))
    added = [each.name for each in ground.specialties if each.key not in before]
    if before:
        text = (
            f"New this time: {', '.join(added)} as a specialty; it needs its own statement and letters."
            if added
            else "The same specialty as before: what else is new has to be visible on the first page."
        )
        notes.append(Finding("again_specialty", "again", "note", text, ("earlier_seasons", "goals.specialties")))
    new = _new_since(ground, last.season)
    text = (
        f"In the profile since then: {'; '.join(new)}."
        if new
        else (
            "Nothing in the profile is dated after that season. What is new is what a reader looks for: enter it, or"
            " make it."
        )
    )
    fields_new = ("earlier_seasons", "exams", "us_experience", "letters", "service", "work")
    notes.append(Finding("again_new", "again", "strength" if new else "concern", text, fields_new))
    if not ground.is_early:
        return [], notes
    reading = desk.ahead("programs_may_review")
    latest = reading.day - timedelta(days=1) if reading else desk.today
    due = in_time(desk.today, latest - timedelta(days=27), latest)
    tasks = task_ahead(
        desk.today,
        key="again",
        topic="application",
        title="Say what differs from last season",
        text=(
            "Three lines: what was tried, what is new since, where the list differs. New letters with new dates, a new"
            " statement, and every program that did not ask you in looked at again with an advisor."
        ),
        start=desk.today,
        due=due,
        fields=fields,
        confidence="assumed",
        effort="two evenings",
    )
    return tasks, notes


def _key(ground: Ground, name: str) -> str:
    """Return a specialty's key; a name that is none stays what it is."""
    try:
        return resolve_specialty(ground.facts, name).key
    except RequestError:
        return name


def _new_since(ground: Ground, season: int) -> list[str]:
    """Return what is dated after the applications of that season were read."""
    since = date(season - 1, 10, 1)
    profile, found = ground.profile, []
    for exam in ("step1", "step2_ck", "step3", "comlex1", "comlex2", "comlex3"):
        found += [
            f"{exam_name(exam)}, {each.result}"
            for each in getattr(profile.exams, exam)
            if each.date and since < each.date <= ground.today and each.result
        ]
    found += [
        each.kind.replace("_", " ")
        for each in profile.us_experience
        if each.start and since < each.start <= ground.today
    ]
    found += ["a letter" for each in profile.letters if each.date and since < each.date <= ground.today]
    for part in (profile.service, profile.research, profile.work):
        found += [each.title or "an entry" for each in part if each.start and since < each.start <= ground.today]
    return found


def board_plan(ground: Ground) -> list[Finding]:
    """Return one page for the question how boards will be passed in residency: what, when, how measured."""
    if ground.stage.is_closed and ground.stage is not Stage.OVER:
        return []
    failed = failed_any(ground)
    kinds = [each.kind for each in ground.profile.remediation if not each.is_private and each.kind != "evaluation"]
    kept = ", ".join(dict.fromkeys(kind.replace("_", " ") for kind in kinds))
    has_weak = recovery_state(ground) != "nothing to recover"
    untold = "what worked for you (put it into your profile)" if has_weak else "what worked for you in earlier exams"
    base = f"what worked for you ({kept})" if kept else untold
    last = "COMLEX Level 3" if ground.applicant.is_comlex_only else "Step 3"
    done = passed(ground, "comlex3" if ground.applicant.is_comlex_only else "step3")
    fields = ("remediation", "goals.specialties", *(f"exams.{exam}" for exam in failed), "exams.step3")
    name = ground.specialties[0].name if ground.specialties else "your specialty"
    first = f"First year: {base}, twenty questions on four days a week, counted each Sunday"
    first += "." if done else f"; {last} in the first year, after two practice tests above the pass mark."
    rows = (
        ("first", first),
        (
            "second",
            (
                f"Second year: the in-training exam of {name} read subject by subject; the two lowest get a month each,"
                " and the next exam shows whether it helped. When it is held: ask each program."
            ),
        ),
        (
            "last",
            (
                "Last year: a bank for the board exam finished with review three months before it, two timed"
                " practice exams, and the program's own board preparation. How many pass at their first attempt: ask"
                " each program."
            ),
        ),
    )
    severity = "watch" if failed and not kept else "note"
    return [Finding(f"boards_{key}", "boards", severity, text, fields) for key, text in rows]
