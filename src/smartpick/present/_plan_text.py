"""A plan for a person: three sentences, the days by month, what is too late, the exam, then what else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartpick.present._guidance_text import MARKS_TEXT, PRIVATE, finding_text, own_text, show_support, show_to_answer
from smartpick.present._output import Footnotes, Out
from smartpick.present._plan_json import is_study_week

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smartpick.facts import Facts
    from smartpick.guidance import ListFigures, Range
    from smartpick.guidance.plan import Plan, Study, Task

__all__ = ["TOPICS", "begun_by", "days_text", "show_plan"]

TOPICS = {
    "exam": "The exam and the first day",
    "rotation": "Rotations",
    "letters": "Letters",
    "application": "The first year of training",
    "remediation": "After a weak result",
    "limits": "After a weak result",
    "disclosure": "After a weak result",
    "trend": "What your results let you claim",
    "again": "Against last season",
    "local": "Service and research",
    "return": "Coming back after training elsewhere",
    "contact": "Contact",
    "boards": "For the question how you will pass the boards",
}


def show_plan(facts: Facts, plan: Plan) -> None:
    """Write a plan for a person."""
    out, notes = Out(), Footnotes(facts)
    for sentence in plan.answer:
        out.line(sentence)
    show_to_answer(out, plan.to_answer)
    _show_now(out, plan)
    if plan.too_late:
        out.heading("Too late this season, and what stands in its place")
        for each in plan.too_late:
            out.item(f"{each.what}. Instead: {each.instead}. {notes.mark(each.fact_ids)}".rstrip())
    _show_days(out, plan, notes)
    for study in plan.studies:
        _show_study(out, study, notes)
    if plan.scenarios:
        _show_scenarios(out, plan)
    if plan.lists:
        _show_lists(out, plan.lists)
        for note in plan.notes:
            if note.key == "lists_wait":
                out.line(note.text)
    _show_notes(out, plan, notes)
    if plan.support:
        out.heading("If this weighs on you, somebody is there")
        show_support(out, notes, plan.support)
    out.heading("Where this comes from")
    out.line(MARKS_TEXT)
    out.line(
        "Days without a source are our own rules of thumb, or yours; every length can be changed with --benchmarks"
        " (`smartpick facts show plan_judged`)."
    )
    if own := own_text(plan.benchmarks.items()):
        out.line(f"Your own lengths: {own}.")
    for line in notes.lines():
        out.line(line)
    out.left_out(facts)


def days_text(task: Task) -> str:
    """Return when a task is to be done: its day and hour, or its first and last day."""
    if task.at and task.start == task.due:
        where = task.at[1].rpartition("/")[2].replace("_", " ")
        return f"{task.due:%a} {task.due.day} {task.due:%b}, {task.at[0]} {where} time"
    last = f"{task.due.day} {task.due:%b}" + (f" {task.due.year}" if task.due.year != task.start.year else "")
    if task.start == task.due:
        return f"{task.due:%a} {last}"
    return f"{task.start.day} {task.start:%b} to {last}"


def begun_by(plan: Plan, task: Task) -> Study | None:
    """Return the study whose first week a task is; None for every other task."""
    if not is_study_week(task.key):
        return None
    of_exam = [each for each in plan.studies if f"exams.{each.exam}" in task.fields and each.weeks]
    return next((each for each in of_exam if each.weeks[0].end == task.due), None)


def _show_now(out: Out, plan: Plan) -> None:
    tasks = {each.key: each for each in plan.tasks}
    now = [key for key in plan.now if key in tasks]
    if now:
        out.heading("What matters now")
    for key in now:
        out.item(f"{tasks[key].title}: {days_text(tasks[key])}")


def _show_days(out: Out, plan: Plan, notes: Footnotes) -> None:
    month = ""
    lists: dict[tuple[str, ...], str] = {}
    for task in plan.tasks:
        study = begun_by(plan, task)
        if study is None and is_study_week(task.key):
            continue
        name = f"{task.start:%B %Y}"
        if name != month:
            out.heading(f"From today, {name}" if not month else name)
            month = name
        text, title, effort = task.text, task.title, task.effort
        span = days_text(task)
        if study is not None and len(study.weeks) > 1:
            end = study.weeks[-1].end
            title = f"Study weeks 1 to {len(study.weeks)}, below"
            title += f": {study.exam_name}" if plan.later_studies else ""
            text = "What each week is for stands in its table."
            span = f"{task.start.day} {task.start:%b} to {end.day} {end:%b}"
            effort = "full days"
        effort = f" ({effort}{'' if task.owner == 'you' else f'; {task.owner}'})" if effort else ""
        private = PRIVATE if task.is_private else ""
        out.item(f"{span}: {title}{effort}. {text}{private} {notes.mark(task.fact_ids)}".rstrip())
        if task.checklist and task.checklist not in lists:
            lists[task.checklist] = title
            for line in task.checklist:
                out.line(line, first="    [ ] ", rest="        ")
        elif task.checklist:
            out.line(f"The same points as under “{lists[task.checklist]}”.", first="    ", rest="    ")


def _show_study(out: Out, study: Study, notes: Footnotes) -> None:
    out.heading(f"{study.exam_name}, week by week")
    for each in study.findings:
        out.item(finding_text(each, notes))
    out.item(f"Go or move the day: {study.verdict_text}")
    if study.weeks:
        rows = [
            (
                f"{week.number}",
                f"{week.start.day} {week.start:%b} to {week.end.day} {week.end:%b}",
                str(week.questions or ""),
                week.practice_test,
                week.focus,
            )
            for week in study.weeks
        ]
        out.table(("week", "days", "questions", "test", "what"), rows)


def _show_scenarios(out: Out, plan: Plan) -> None:
    out.heading("Submit now, wait, or add the score later")
    for each in plan.scenarios:
        advised = " This one fits your dates." if each.is_advised else ""
        out.item(f"{each.name}. On the first day programs see: {each.on_day_one}. Later: {each.later}.{advised}")


def _show_lists(out: Out, lists: Mapping[int, ListFigures]) -> None:
    out.heading("What each score would lead to")
    area = next((each.area for each in lists.values() if each.area), None)
    header = ("score", "programs", "interview offers", "matching", *((f"matching in {area}",) if area else ()))
    rows = []
    for score, each in lists.items():
        row = [str(score), str(each.programs), _count(each.expected_interviews), _chance(each.p_match)]
        if area:
            row.append(_chance(each.area_p_match) if each.area_p_match else "")
        rows.append(row)
    out.table(header, rows)
    suffix = f", and in {area} of the best list there alone" if area else ""
    out.line(
        f"Means with 90 % intervals, given that the applications are sent{suffix}; everything else as it is today."
    )


def _count(each: Range) -> str:
    return f"{each.mean:.1f} ({each.low:.1f} to {each.high:.1f})"


def _chance(each: Range) -> str:
    low, mean, high = (_whole(value) for value in (each.low, each.mean, each.high))
    return f"{mean} % ({low} to {high})"


def _whole(chance: float) -> str:
    return "<1" if chance < 0.01 else ">99" if chance > 0.99 else f"{100 * chance:.0f}"


def _show_notes(out: Out, plan: Plan, notes: Footnotes) -> None:
    order = list(dict.fromkeys(TOPICS.values()))
    said = ""
    # What the lists by score take for granted stands under their table.
    others = [each for each in plan.notes if each.key != "lists_wait"]
    for each in sorted(others, key=lambda note: order.index(TOPICS[note.topic])):
        topic = TOPICS[each.topic]
        if topic != said:
            out.heading(topic)
            said = topic
        out.item(finding_text(each, notes))
